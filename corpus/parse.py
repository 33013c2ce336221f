"""Document → Report: whose report it is, of which year, where its six sections and three tables stand.

Section titles are known by their words, not by their ordinals, which restart or are missing; a table by its own
headings and labels, so that one whose title is lost is still found.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import NotAReport
from corpus.form import ACTIVE, REQUESTS, REVIEW, SECTIONS, TABLE_SECTION, TABLES
from corpus.numbers import chinese_number, is_value
from corpus.report import Document, Line, Problem, Report, Section, Table

_TITLE_WORDS = re.compile(r"(?:年度?报告|年报)")
_SUBJECT = re.compile(r"(?:政府)?信息公开|政务公开")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年|([二一][〇○零一二三四五六七八九]{3})年")
_PERIOD = re.compile(r"(?:统计)?(?:期限|时间|数据)[^。]{0,24}?((?:20)\d\d)年(?:1月|度)|((?:20)\d\d)年1月1日")
_AGENCY_END = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|街道办事处|办事处|[局厅委镇乡处所会院署部站队社]|中心|街道|集团|公司|大学|学院|学校|医院|银行)$"
)
_NOISE = re.compile(r"^[\s#*>]+|[\s#*]+$")
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．:：)]|[1-9][、.．])")
_SECTION_WORDS = (
    re.compile(r"(?:政[府务](?:信息)?公开)?(?:工作)?(?:总体|基本|整体)(?:工作)?(?:情况|概况)|概述|总体情况.{0,6}"),
    re.compile(r"主动公开(?:政府|政务)?信息(?:的)?(?:工作)?(?:情况)?"),
    re.compile(
        r"(?:收到和?处理|依申请)(?:公开)?(?:的)?(?:政府)?信息公?开?(?:申请)?(?:的)?(?:办理)?情况|收到和处理政府信息公开申请.{0,4}"
    ),
    re.compile(r".{0,24}(?:行政法?复议|申请复议).{0,16}(?:行政)?诉讼.{0,6}(?:情况)?"),
    re.compile(
        r"(?:政[府务]信息公开工作|政务公开工作|工作)?(?:中)?(?:存在的?|的)?(?:主要)?(?:问题|不足)(?:及|和|与|、|以及).{0,16}|存在的?主要问题.{0,16}"
    ),
    re.compile(r"(?:其他|其它)?(?:需要|需)(?:报告|说明)的(?:其他|其它)?(?:事项|情况).{0,2}|其他(?:事项|情况)"),
)
_LONGEST_TITLE = 46
_MARKS = {
    ACTIVE: re.compile(r"第?二十条|本年新制作数量|本年制发件数|信息内容"),
    REQUESTS: re.compile(r"申请人情况|勾稽关系|本年新收政府信息|一、本年新收"),
    REVIEW: re.compile(r"未经复议直接起诉|结果维持"),
}
_BLOCK_VALUES = 13
"""A row of so many values and no label is the row of 表四."""


def squeeze(text: str) -> str:
    """The text without any blank, in half-width forms; Chinese punctuation stays apart from brackets and colons."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def parse(document: Document) -> Report:
    """The report of a document. Raises NotAReport where it is none."""
    lines = document.lines
    sections = _sections(lines)
    titles = [section for section in sections if section.number]
    head = titles[0].line if titles else min(len(lines), 40)
    title, agency, year = _identity(lines[: max(head - 1, 1)], lines)
    tables, sections = _tables(lines, sections)
    if not (title and (titles or tables)) and not (len(titles) >= 3 or tables):
        raise NotAReport(
            f"{document.file} 不是政府信息公开工作年度报告：没有找到标题、六个部分或表格。请检查文件。",
            f"{document.file} is no annual report on information disclosure: no title, sections or tables. Check it.",
        )
    problems = (*document.problems, *_problems(lines, sections, year, agency))
    return Report(document, title, agency, year, sections, tables, problems)


@dataclass(frozen=True, slots=True)
class _Heading:
    number: int
    title: str
    line: int


def _sections(lines: Sequence[Line]) -> tuple[Section, ...]:
    """The preamble and the sections whose titles are printed, each to the line before the next."""
    found: list[_Heading] = []
    for line in lines:
        heading = _heading(line)
        if heading and (not found or heading.number > found[-1].number):
            found.append(heading)
    starts = [_Heading(0, "", 1), *found]
    ends = [heading.line - 1 for heading in found] + [len(lines)]
    made = [Section(h.number, h.title, h.line, end) for h, end in zip(starts, ends, strict=True) if end >= h.line]
    return tuple(made)


def _heading(line: Line) -> _Heading | None:
    text = _NOISE.sub("", line.text)
    if not text or len(text) > _LONGEST_TITLE or sum(1 for cell in line.cells if cell) > 1:
        return None
    flat = squeeze(text.strip("|*# ")).rstrip("。:：")
    bare = _ORDINAL.sub("", flat).strip("*")
    numbered, marked = bare != flat, line.text.lstrip().startswith(("#", "**"))
    for number, words in enumerate(_SECTION_WORDS, 1):
        if words.fullmatch(bare) and (numbered or marked or len(bare) >= 8):
            return _Heading(number, _NOISE.sub("", text), line.number)
    return None


def _identity(head: Sequence[Line], lines: Sequence[Line]) -> tuple[str, str, int | None]:
    """Title, agency and report year; from the lines before section one, the title over two lines joined."""
    texts = [
        (_NOISE.sub("", line.text)) for line in head if line.text.strip() and not re.fullmatch(r"[-*_=\s]+", line.text)
    ]
    title = _title(texts)
    year = _year_of(title) or _period(lines)
    agency = _agency_of(title) or _standing_alone(texts)
    return title, agency, year


def _title(texts: Sequence[str]) -> str:
    for lines in (1, 2, 3):
        for n in range(len(texts[:12])):
            flat = squeeze("".join(texts[n : n + lines]))
            if len(flat) <= 60 and _TITLE_WORDS.search(flat) and _SUBJECT.search(flat) and "。" not in flat:
                return flat
    return ""


def _year_of(text: str) -> int | None:
    if match := _YEAR.search(text):
        if match[1]:
            return int(match[1])
        found = chinese_number(match[2].replace("○", "〇"))
        return int(found) if found is not None else None
    if match := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text):
        return int(match[1])
    return None


def _period(lines: Sequence[Line]) -> int | None:
    """The year of the period that the report says it covers."""
    for line in lines[:80]:
        if match := _PERIOD.search(squeeze(line.text)):
            return int(match[1] or match[2])
    return None


def _agency_of(title: str) -> str:
    """What stands before the year, or before the subject, in the title."""
    before = (
        _YEAR.split(title)[0] if _YEAR.search(title) else re.split(r"\d{4}|政府信息公开|信息公开|政务公开", title)[0]
    )
    agency = before.strip("《“”：:、的关于 ")
    agency = re.sub(r"^关于|(?:关于|度)$", "", agency)
    if agency and _AGENCY_END.search(agency):
        return agency
    behind = re.sub(r".*?年度?", "", title, count=1)
    match = re.match(r"(.{2,30}?)(?:政府信息公开|信息公开|政务公开)", behind)
    if match and match[1] != "政府" and _AGENCY_END.search(match[1]):
        return match[1]
    return agency if len(agency) > 3 or agency.endswith("委") else ""


def _standing_alone(texts: Sequence[str]) -> str:
    for text in texts[:8]:
        flat = squeeze(text)
        if 3 <= len(flat) <= 30 and _AGENCY_END.search(flat):
            return flat
    return ""


def _tables(lines: Sequence[Line], sections: tuple[Section, ...]) -> tuple[tuple[Table, ...], tuple[Section, ...]]:
    """The lines of each table; a section whose title is lost begins where its table does."""
    spans = dict(_spans(lines, sections))
    made, lost = [], []
    printed = {section.number for section in sections}
    for name in TABLES:
        if name not in spans:
            continue
        first, last = spans[name]
        inside = tuple(lines[first - 1 : last])
        heading = any(_MARKS[name].search(squeeze(line.text)) for line in inside)
        made.append(Table(name, inside, heading))
        if TABLE_SECTION[name] not in printed:
            number = TABLE_SECTION[name]
            lost.append(Section(number, SECTIONS[number - 1], first, last, printed=False))
    return tuple(made), _with_lost(sections, lost)


def _with_lost(sections: tuple[Section, ...], lost: Sequence[Section]) -> tuple[Section, ...]:
    """The sections in order, the one before a lost title ending where that begins."""
    every = sorted((*sections, *lost), key=lambda section: (section.line, section.number))
    made = []
    for n, section in enumerate(every):
        end = every[n + 1].line - 1 if n + 1 < len(every) else max(section.line_end, sections[-1].line_end)
        made.append(Section(section.number, section.title, section.line, max(section.line, end), section.printed))
    return tuple(made)


def _spans(lines: Sequence[Line], sections: tuple[Section, ...]) -> Iterator[tuple[str, tuple[int, int]]]:
    """(table, (first line, last line)): from its first heading or label to the next table or section."""
    starts: dict[str, int] = {}
    for name in TABLES:
        section = next((s for s in sections if s.number == TABLE_SECTION[name]), None)
        after = max((*starts.values(), 0))
        start = _start(name, lines, section, after)
        if start:
            starts[name] = start
    for name, start in starts.items():
        stops = [s.line - 1 for s in sections if s.line > start and s.number]
        stops += [other - 1 for other in starts.values() if other > start]
        last = min((*stops, len(lines)))
        while last > start and not lines[last - 1].text.strip():
            last -= 1
        yield name, (start, last)


def _start(name: str, lines: Sequence[Line], section: Section | None, after: int) -> int | None:
    """Where a table begins: below its section's title, else at its marks, else (表四) at a row of values alone."""
    if section:
        inside = lines[section.line : section.line_end]
        if name != ACTIVE or any(_MARKS[name].search(squeeze(line.text)) or _has_values(line) for line in inside):
            start = next((line.number for line in inside if line.text.strip()), None)
            if start and any(_has_values(line) or _MARKS[name].search(squeeze(line.text)) for line in inside):
                return start
        return None
    for line in lines[after:]:
        if len(line.text) < 400 and _MARKS[name].search(squeeze(line.text)) and (line.cells or len(line.text) < 60):
            return line.number
    if name == REVIEW:
        return next((line.number for line in lines[after:] if _is_block_row(line)), None)
    return None


def _has_values(line: Line) -> bool:
    return any(is_value(cell) for cell in line.cells)


def _is_block_row(line: Line) -> bool:
    cells = [cell for cell in line.cells if cell]
    return len(cells) >= _BLOCK_VALUES and all(is_value(cell) for cell in cells)


def _problems(lines: Sequence[Line], sections: Sequence[Section], year: int | None, agency: str) -> Iterator[Problem]:
    if year is None:
        yield Problem("year_unknown", "没有写明是哪一年的报告")
    if not agency:
        yield Problem("agency_unknown", "没有写明是哪个机关的报告")
    seen: set[int] = set()
    for line in lines:
        heading = _heading(line)
        if (
            heading
            and heading.number in seen
            and _ORDINAL.match(heading.title)
            and any(s.number == heading.number for s in sections)
        ):
            yield Problem("title_twice", f"标题“{heading.title}”印了两次", line.number)
        if heading:
            seen.add(heading.number)
    for section in sections:
        if not section.printed:
            yield Problem("title_lost", f"第{section.number}部分的标题没有印出", section.line)
    for number in sorted(set(range(1, 7)) - {section.number for section in sections}):
        yield Problem("section_absent", f"没有第{number}部分（{SECTIONS[number - 1]}）")
