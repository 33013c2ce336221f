"""Document → Report: whose report it is, of which year, where its six sections and three tables stand.

Section titles are known by their words, not by their ordinals, which restart or are missing; a table by its own
headings and labels, so that one whose title is lost is still found.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.errors import NotAReport
from corpus.form import ACTIVE, EDITIONS, REQUESTS, REVIEW, SECTIONS, TABLE_SECTION, TABLES
from corpus.identity.dating import YEAR, dating
from corpus.identity.imprint import imprint
from corpus.labels import flat
from corpus.numbers import is_value
from corpus.report import Document, Line, Problem, Report, Section, Table
from corpus.width import half_width

_TITLE_WORDS = re.compile(r"年度?报告|年报|年度?[^，。；]{0,24}报告$")
_SUBJECT = re.compile(r"(?:政府)?信息公开|政务公开")
_AGENCY_END = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|街道办事处|办事处|[局厅委镇乡处所会院署部站队社]|中心|街道|集团|公司|大学|学院|学校|医院|银行)$"
)
_NOISE = re.compile(r"^[\s#*>]+|[\s#*]+$")
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．:：)]|[1-9][、.．])")
_SECTION_WORDS = (
    re.compile(r"(?:政[府务](?:信息)?公开)?(?:工作)?(?:总体|基本|整体)(?:工作)?(?:情况|概况)|概述|总体情况.{0,6}"),
    re.compile(r"[^()]{0,12}主动公开(?:政府|政务)?信息(?:的)?(?:工作)?(?:情况)?"),
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
# Every title of a section holds one of these letters; most lines do not.
_TITLE_LETTER = re.compile("[情概问問足事诉訴述]")
_CHINESE = "零一二三四五六"
_MARKS = {
    ACTIVE: re.compile(r"二十条第\(|本年新制作数量|本年制发件数|信息内容"),
    REQUESTS: re.compile(r"申请人情况|勾稽关系|本年新收政府信息|一、本年新收"),
    REVIEW: re.compile(r"未经复议直接起诉|结果维持"),
}
_PARAGRAPH = re.compile(r"[|#*]*第?二十条第\([一二三四五六七八九]\)项[|]*$")
_BLOCK_VALUES = 13
"""A row of so many values and no label is the row of 表四."""
_LONGEST_ROW = 400
# A report whose pages came out as one line each: its titles, and its first table where that title is lost.
_GLUED = re.compile(r"第二十[条條]第|信息[内內]容|勾稽[关關][系係]|本年新收")
_GLUED_TITLE = re.compile(
    r"[一二三四五六七]、\s?(?:[^。；：、，\s]{0,20}?(?:主动公开政府信息|收到和处理政府信息公开申请)的?情况"
    r"|[^。；：、，\s]{0,20}?行政法?复议、行政诉讼情况|(?:存在的)?主要问题[及和]改进(?:情况|措施)|其他需要报告的事项)"
)
_FIRST_PARAGRAPH = re.compile(r"第二十[条條]第")
# What no name of an agency holds.
_SAID = re.compile(r"[，。；：、,;:“”\d]|^[（(一二三四五六七八九十]+[）)、]")
_TOP = 12
_FORM_SINCE = int(EDITIONS[0])
"""Reports of earlier years have parts of their own."""
_SIGNATURE = 12
"""Lines at the end among which an agency signs."""
_SHORTEST_GLUED = 120
_LONGEST_GLUED = 20_000


def squeeze(text: str) -> str:
    """The text without any blank, in half-width forms; Chinese punctuation stays apart from brackets and colons."""
    return "".join(half_width(text).split())


def parse(document: Document) -> Report:
    """The report of a document. Raises NotAReport where it is none."""
    lines = tuple(_unglued(document.lines))
    every = [heading for at, line in enumerate(lines) if (heading := _heading(line, at))]
    headings = _in_order(every)
    head = headings[0].at if headings else min(len(lines), 40)
    title, agency = _identity(lines[: max(head, 1)], lines)
    printed = imprint(document, title)
    dated = dating(title, _spoken(lines[: max(head, 1)]), lines, printed)
    tables, lost = _tables(lines, headings)
    if not (title and (headings or tables)) and not (len(headings) >= 3 or tables):
        raise NotAReport(
            f"{document.file} 不是政府信息公开工作年度报告：没有找到标题、六个部分或表格。请检查文件。",
            f"{document.file} is no annual report on information disclosure: no title, sections or tables. Check it.",
        )
    sections = _sections(lines, sorted((*headings, *lost), key=lambda heading: (heading.at, heading.number)))
    problems = (
        *document.problems,
        *dated.problems,
        *_problems(_twice(every, lines), sections, dated.year, agency, bool(tables)),
    )
    return Report(document, title, agency, dated.year, sections, tables, problems, printed)


@dataclass(frozen=True, slots=True)
class _Heading:
    number: int
    title: str
    at: int
    """Its place among the lines, from 0."""
    printed: bool = True


def _unglued(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, one that holds whole tables cut where a title begins and ends; pieces keep its number."""
    for line in lines:
        long = not line.cells and _SHORTEST_GLUED < len(line.text) < _LONGEST_GLUED
        if long and _GLUED.search(line.text):
            yield from _cut(line)
        else:
            yield line


def _cut(line: Line) -> Iterator[Line]:
    spots = [0]
    for match in _GLUED_TITLE.finditer(line.text):
        spots += [match.start(), match.end()]
    if first := _FIRST_PARAGRAPH.search(line.text):
        spots = sorted((*spots, first.start()))
    for start, end in zip(spots, [*spots[1:], len(line.text)], strict=True):
        if line.text[start:end].strip():
            yield replace(line, text=line.text[start:end].strip())


def _in_order(every: Sequence[_Heading]) -> list[_Heading]:
    """The sections whose titles are printed, in order; those of a table of contents left out."""
    found: list[_Heading] = []
    for heading in every:
        if found and heading.number <= 2 and found[-1].number >= 5 and heading.number < found[-1].number:
            found = []
        if not found or heading.number > found[-1].number:
            found.append(heading)
    return found


def _sections(lines: Sequence[Line], headings: Sequence[_Heading]) -> tuple[Section, ...]:
    """The preamble and the sections, each to the line before the next."""
    starts = [_Heading(0, "", 0), *headings]
    made = []
    for n, heading in enumerate(starts):
        line = lines[heading.at].number if lines else 1
        end = lines[starts[n + 1].at].number - 1 if n + 1 < len(starts) else lines[-1].number
        if end >= line or heading.number:
            made.append(Section(heading.number, heading.title, line, max(line, end), heading.printed))
    return tuple(made)


def _heading(line: Line, at: int) -> _Heading | None:
    text = line.text.strip() if len(line.text) <= _LONGEST_ROW else ""
    if (
        not text
        or len(text) > 2 * _LONGEST_TITLE
        or not _TITLE_LETTER.search(text)
        or sum(1 for cell in line.cells if cell) > 1
    ):
        return None
    text = _NOISE.sub("", text)
    half = flat(text.strip("|*# ")).rstrip("。:：")
    bare = _ORDINAL.sub("", half).strip("*")
    if len(bare) > _LONGEST_TITLE:
        return None
    numbered, marked = bare != half, line.text.lstrip().startswith(("#", "**"))
    for number, words in enumerate(_SECTION_WORDS, 1):
        if words.fullmatch(bare) and (numbered or marked or len(bare) >= 8):
            return _Heading(number, text.strip("|*# "), at)
    return None


def _identity(head: Sequence[Line], lines: Sequence[Line]) -> tuple[str, str]:
    """Title and agency; from the lines before section one, the title over two lines joined."""
    texts = _spoken(head)
    title = _title(texts)
    agency = _agency_of(flat(title))
    at = flat(title).find(agency)
    agency = squeeze(title)[at : at + len(agency)]
    return title, agency or _standing_alone(texts[:8]) or _standing_alone(_spoken(lines[-_SIGNATURE:]))


def _spoken(lines: Sequence[Line]) -> list[str]:
    """The lines that are no rules and no rows, marks of headings removed."""
    short = [line.text.strip() for line in lines if len(line.text) <= _LONGEST_ROW]
    return [_NOISE.sub("", text) for text in short if text.strip("-*_= ")]


def _title(texts: Sequence[str]) -> str:
    for lines in (1, 2, 3):
        for n in range(len(texts[:_TOP])):
            joined = squeeze("".join(texts[n : n + lines]))
            half = flat(joined)
            if len(half) <= 60 and _TITLE_WORDS.search(half) and _SUBJECT.search(half) and "。" not in half:
                return joined
    return ""


def _agency_of(title: str) -> str:
    """What stands before the year, or before the subject, in the title."""
    before = re.split(YEAR, title)[0]
    if before == title:
        before = re.split(r"\d{4}|政府信息公开|信息公开|政务公开", title)[0]
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
    """A line that is nothing but the name of an agency."""
    for text in texts:
        if 3 <= len(squeeze(text)) <= 30 and _AGENCY_END.search(flat(text)) and not _SAID.search(text):
            return squeeze(text)
    return ""


def _tables(lines: Sequence[Line], headings: Sequence[_Heading]) -> tuple[tuple[Table, ...], tuple[_Heading, ...]]:
    """The lines of each table; a section whose title is lost begins where its table does."""
    made, lost = [], []
    printed = {heading.number for heading in headings}
    for name, (first, last) in _spans(lines, headings):
        inside = tuple(lines[first:last])
        words = flat("".join(line.text for line in inside if len(line.text) < _LONGEST_GLUED))
        made.append(Table(name, inside, bool(_MARKS[name].search(words))))
        number = TABLE_SECTION[name]
        if number not in printed:
            lost.append(_Heading(number, f"{_CHINESE[number]}、{SECTIONS[number - 1]}", first, printed=False))
    return tuple(made), tuple(lost)


def _spans(lines: Sequence[Line], headings: Sequence[_Heading]) -> Iterator[tuple[str, tuple[int, int]]]:
    """(table, (first line, line after the last)): from its first heading or label to the next table or section."""
    starts: dict[str, int] = {}
    for name in TABLES:
        start = _start(name, lines, headings, max((*starts.values(), -1)) + 1)
        if start is not None:
            starts[name] = start
    for name, start in starts.items():
        stops = [heading.at for heading in headings if heading.at > start and heading.number != TABLE_SECTION[name]]
        stops += [other for other in starts.values() if other > start]
        last = min((*stops, len(lines)))
        while last > start + 1 and not lines[last - 1].text.strip():
            last -= 1
        yield name, (start, last)


def _start(name: str, lines: Sequence[Line], headings: Sequence[_Heading], after: int) -> int | None:
    """Where a table begins: below its section's title, else at its marks, else (表四) at a row of values alone."""
    number = TABLE_SECTION[name]
    for n, heading in enumerate(headings):
        if heading.number == number:
            end = headings[n + 1].at if n + 1 < len(headings) else len(lines)
            inside = [at for at in range(heading.at + 1, end) if lines[at].text.strip()]
            found = any(_has_values(lines[at]) or _MARKS[name].search(flat(lines[at].text)) for at in inside)
            return _above(name, lines, headings[n - 1].at if n else 0, inside[0]) if found else None
    for at in range(after, len(lines)):
        text = lines[at].text
        if len(text) < _LONGEST_ROW and (lines[at].cells or len(text) < 60) and _MARKS[name].search(flat(text)):
            return at
    if name == REVIEW:
        row = next((at for at in range(after, len(lines)) if _is_block_row(lines[at])), None)
        return row and _with_names(lines, after, row)
    return None


def _with_names(lines: Sequence[Line], after: int, row: int) -> int:
    """Where a table of one row begins: at the words right over it, which may be names that nobody can read."""
    above = next((at for at in range(row - 1, after - 1, -1) if lines[at].text.strip()), row)
    return above if lines[above].cells and not _has_values(lines[above]) else row


def _above(name: str, lines: Sequence[Line], after: int, start: int) -> int:
    """Where 表二 begins if the title was moved into it: at the first heading of a paragraph above the title."""
    if name != ACTIVE:
        return start
    marked = (at for at in range(after + 1, start) if _PARAGRAPH.match(flat(lines[at].text[:_LONGEST_TITLE])))
    return next(marked, start)


def _has_values(line: Line) -> bool:
    return any(is_value(cell) for cell in line.cells)


def _is_block_row(line: Line) -> bool:
    cells = [cell for cell in line.cells if cell]
    return len(cells) >= _BLOCK_VALUES and all(is_value(cell) for cell in cells)


def _twice(every: Sequence[_Heading], lines: Sequence[Line]) -> Iterator[Problem]:
    seen: set[int] = set()
    for heading in every:
        if heading.number in seen and _ORDINAL.match(heading.title):
            yield Problem("title_twice", f"标题“{heading.title}”印了两次", lines[heading.at].number)
        seen.add(heading.number)


def _problems(
    twice: Iterable[Problem], sections: Sequence[Section], year: int | None, agency: str, has_tables: bool
) -> Iterator[Problem]:
    if year is None:
        yield Problem("year_unknown", "没有写明是哪一年的报告")
    if not agency:
        yield Problem("agency_unknown", "没有写明是哪个机关的报告")
    yield from twice
    for section in sections:
        if not section.printed:
            yield Problem("title_lost", f"第{section.number}部分的标题没有印出", section.line)
    if year is not None and year < _FORM_SINCE and not has_tables:
        return
    for number in sorted(set(range(1, 7)) - {section.number for section in sections}):
        yield Problem("section_absent", f"没有第{number}部分（{SECTIONS[number - 1]}）")
