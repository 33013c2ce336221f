"""The prose of a report as paragraphs: page breaks mended, tables and page furniture left out, each letter's line kept.

Both the counts of the prose and the passages of the index are cut from these, so that they agree on what a sentence is.
Markdown marks (`#`, `**`, `<sub>`) are left out of the text; everything else is verbatim.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.report import Line, Report, Section, Source

_FULL = 24
"""A line this long without a sentence's end was broken by the page; a shorter one is a heading or a signature."""
_LONGEST_KEPT = 2_000
_RULE = re.compile(r"[-*_=—\s]{3,}|[-—－\s]*\d{1,3}[-—－\s]*|第\s*\d+\s*页.*|!\[[^\]]*\]\([^)]*\)")
_FORM = re.compile(
    r"信息内容|本年新制作数量|本年制发件数|处理决定数\s*量|勾稽关系|法规(?:规章)?禁止公\s*开|危及“三安全|行政执法案卷|四类过程性|"
    r"不掌握相关政府信\s*息|需要另行制\s*作|补正后申请内容|信访举报投诉类|要求提供公开出版|大量反复申请|重新出具已获取|"
    r"不再处理其政府信息|结转下年度继续|未经复议直接起诉|第二十条第?[（(].[）)]项"
)
"""Labels of the form: a line that holds one and no sentence is a piece of a table, wherever it was left."""
_STOP = re.compile(r"[。！？!?；;，：:]")
_TAG = re.compile(r"\*\*|</?(?:sub|sup|b|strong|em|u|span|font|br)\b[^<>]*>", re.IGNORECASE)
_HASHES = re.compile(r"\s{0,3}#{1,6}\s+")
_BOLD = re.compile(r"\s*\*\*(.+?)\*\*")
_ENDS = re.compile(r"[。！？!?；;：:…][”’》）)」』\"]*$")
_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)》]*|\n|$)")
_OPENS = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．是]|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]"
)
_DATE = re.compile(r"(?:19|20|二[〇○零])\S{0,2}\s*\S{0,2}年\s*\S{1,3}\s*月\s*\S{1,3}\s*日")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose; `text[offset]` stands on `line_at(offset)`."""

    text: str
    section: Section
    heading: bool
    """Printed as a heading (`#`)."""
    bold: int
    """Number of its first characters that are printed bold, 0 where it does not begin so."""
    starts: tuple[int, ...]
    """Offsets at which a new line of the file begins; the first is 0."""
    lines: tuple[Line, ...]
    """The lines, one for each start."""

    def line_at(self, offset: int) -> Line:
        """The line on which that character stands."""
        return self.lines[bisect_right(self.starts, offset) - 1]


def paragraphs(report: Report) -> tuple[Paragraph, ...]:
    """The prose of a report in its order. Lines of tables, rules, page numbers and section titles are not prose."""
    made: list[Paragraph] = []
    blank = True
    for line, section in _prose_lines(report):
        if line is None:
            blank = True
            continue
        new = _paragraph(line, section)
        if made and _continues(made[-1], new, report, blank):
            made[-1] = _joined(made[-1], new)
        elif new.text:
            made.append(new)
        blank = False
    return tuple(made)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with its closing mark; blanks around them removed, nothing else."""
    return tuple(s for m in _SENTENCE.finditer(text) if (s := m.group().strip()))


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a text begin and end."""
    return _spans(text) if len(text) <= _LONGEST_KEPT else _spans.__wrapped__(text)


# Asked by whoever counts, cuts and shortens the same paragraphs.
@lru_cache(512)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple((m.start(), m.end()) for m in _SENTENCE.finditer(text) if m.group().strip())


def source(report: Report, paragraph: Paragraph, start: int, end: int) -> Source:
    """Where `paragraph.text[start:end]` stands: first and last line, or the page of a PDF."""
    first, last = paragraph.line_at(start), paragraph.line_at(max(start, end - 1))
    document = report.document
    if first.page is not None:
        return Source(document.file, document.path, None, None, first.page)
    return Source(document.file, document.path, first.number, last.number)


def _prose_lines(report: Report) -> Iterator[tuple[Line | None, Section]]:
    """The lines of prose with their sections; None in place of blank lines and page furniture."""
    tabled = {line.number for table in report.tables for line in table.lines}
    titles = {s.line: s for s in report.sections if s.printed and s.number}
    sections = {number: s for s in reversed(report.sections) for number in range(s.line, s.line_end + 1)}
    section = Section(0, "", 1, 0)
    for line in report.document.lines:
        section = sections.get(line.number, section)
        if line.number in tabled or len(line.cells) > 1:
            yield None, section
        elif line.number in titles:
            yield None, section
            yield _without_title(line, titles[line.number].title), section
            yield None, section
        elif not line.text.strip() or _RULE.fullmatch(line.text.strip()) or _is_of_a_table(line.text, section.number):
            yield None, section
        else:
            yield line, section


def _is_of_a_table(text: str, section: int) -> bool:
    """Whether a line outside every table is a piece of one all the same: a label, or values without a word."""
    if "。" in text:
        return False
    return bool(_FORM.search(text) or (2 <= section <= 4 and not _STOP.search(text)))


def _without_title(line: Line, title: str) -> Line:
    """What a section's title line says beyond the title: usually nothing."""
    before, found, after = _plain(line.text).partition(_plain(title) or "\n")
    rest = after.lstrip(" ：:。\u3000") if found else ""
    return Line(line.number, rest, (), line.page)


def _plain(text: str) -> str:
    return _TAG.sub("", _HASHES.sub("", text, count=1) if "#" in text else text).strip()


def _paragraph(line: Line, section: Section) -> Paragraph:
    heading = bool(_HASHES.match(line.text))
    bold = _BOLD.match(line.text)
    text = _plain(line.text)
    if heading and _squeezed(text) == _squeezed(_plain(section.title)):
        text = ""
    return Paragraph(text, section, heading, len(bold[1].strip()) if bold else 0, (0,), (line,))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _continues(before: Paragraph, new: Paragraph, report: Report, blank: bool) -> bool:
    """Whether a line goes on with the sentence before it, across a page break or a wrapped line."""
    if before.heading or new.heading or before.section != new.section or _ENDS.search(before.text):
        return False
    if _OPENS.match(new.text) or new.lines[0].text.startswith(("\u3000", "    ")) or new.bold:
        return False
    if _DATE.fullmatch(new.text) or _squeezed(new.text) == _squeezed(report.agency):
        return False
    if _squeezed(before.text) in _squeezed(report.title):
        return _squeezed(before.text + new.text) in _squeezed(report.title)
    open_ended = before.text.endswith(("，", "、", ",", "《", "（", "“")) or _open_quote(before.text)
    full = len(before.text) - before.starts[-1] >= _FULL
    if _OPENS.match(before.text) and len(before.text) <= 45 and "。" not in before.text:
        return open_ended or (full and not blank)
    return open_ended or full


def _open_quote(text: str) -> bool:
    return text.count("《") > text.count("》") or text.count("“") > text.count("”")


def _joined(before: Paragraph, new: Paragraph) -> Paragraph:
    latin = _LATIN.fullmatch(before.text[-1:]) and _LATIN.fullmatch(new.text[:1])
    head = before.text + (" " if latin else "")
    starts = before.starts + tuple(len(head) + s for s in new.starts)
    return Paragraph(head + new.text, before.section, before.heading, before.bold, starts, before.lines + new.lines)
