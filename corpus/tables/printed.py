"""Lines of a table → printed rows: a label, the words around it, and the cells behind it.

Reports print a table's row on one line (tabs, pipes, blanks), as one cell a line, or with no separator at all. Each
line becomes pieces of text, values and blank cells; a row is the values that follow its label, on its line or, one
cell a line, on the lines below. Which row of the form it is, is decided in `align`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

from corpus.labels import is_heading
from corpus.numbers import is_value
from corpus.report import Line

MOST_ROWS = 400
"""Printed rows looked at in one table; the form's longest has 25."""
_LONGEST_LINE = 20_000
"""Characters looked at in one line; a whole report's tables glued into one have about 3,000."""
_LONGEST_KNOWN = 400
"""Of the lines whose pieces are kept in mind."""
_TAIL = 60
_NARROW = 3
"""Values of a row of 表二 at most, where as many numbers below may be ends, too; in 表三 they are a row of its own."""
_ROW_END = 2
"""Blank cells of a line that ends a row, one cell a line: `|` or `||`."""
_HAN = re.compile(r"[\u3400-\u9fff]")
# As good as a longer one: looking for a number from each of 20,000 blanks takes a minute.
_BLANKS = re.compile(r"\s{5,}")
# Numbers that are part of words: in brackets with words, in dates, in the filling instructions of a heading.
_WORDED = re.compile(
    r"[（(\[〔【][^（）()\[\]]{0,80}?[\u4e00-\u9fff][^（）()\[\]]{0,80}[）)\]〕】]|\d{1,8}\s{0,3}[年月日号號位]"
    r"|如\s{0,3}[-－+＋]?\d{1,8}"
)
_NUMBER = re.compile(
    r"\s*(?<![^\s\d])[□\ufffd]+(?!\S)"
    r"|(?:\s*(?:增加|减少|新增|(?<![/／])[增减]))?\s*[+\-－＋−]?[\d.,]{0,60}(?:\d[□\ufffd]|[□\ufffd]\d)[\d.,□\ufffd]*"
    r"|\s*增加?\s*\d+\s?[,，、;；]?\s?减少?\s*\d+|\s*减少?\s*\d+\s?[,，、;；]?\s?增加?\s*\d+"
    r"|(?:增加|减少|新增|(?<![/／])[增减])?\s*[+\-－＋−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"(?:\s*(?:[万亿千]?元|[项件笔个次条家份宗]))?"
)
# Signs that make something else of the number they touch: about, up to, a share, an amount below zero.
_QUALIFIED_BEFORE = frozenset("~～≥≤<>≈±↑↓(（约近负")
_QUALIFIED_BEHIND = frozenset("?？~～%‰*+)）余多□\ufffd")
_AFTER_ORDINAL = re.compile(r"\s*[.、．]\s*[\u4e00-\u9fff“\"]")
_LAST_DASHES = re.compile(r"(?:\s*[－—–无])?(?:\s+(?:/|-|—|－|／|无))*\s*$")
_FIRST_DASH = re.compile(r"\s*(?:[-/—–－／]|无(?![法正]))")
_DASHES = re.compile(r"[-/—–－／]+|无+")
_RUN_OF_DASHES = re.compile(r"(?:[-/—–－／]\s*){3,}|(?:无\s*){2,}")
_BARE_DASH = re.compile(r"\s*[-－](?=0)")
_PAGE_NUMBER = re.compile(r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d+\s*页.*)\s*")
_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"\d[\d.,]*")
_SENTENCE = re.compile("[。；，]")
# Remarks in brackets, also one that a line break cut in two.
_BRACKETED = re.compile(r"[（(][^（）()]{0,200}(?:[）)]|$)|^[^（）()]{0,200}[）)]")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell behind a label."""

    text: str
    """As printed; empty for a blank cell."""
    line: int


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row with its cells in the order printed, blank ones included."""

    label: str
    """The words on the line of its first value; empty where the label stands above its values or is lost."""
    loose: tuple[str, ...]
    """The words since the last value, nearest last: a label above, the first part of one, a group, or nothing of it."""
    heading: str
    """The heading of 表二 that it stands under."""
    cells: tuple[Cell, ...]
    values: tuple[Cell, ...]
    """The cells that are not blank."""
    line: Line
    raw: str
    """The printed row, runs of blanks and tabs as one space."""
    separated: bool
    """Its cells are set apart by the file; else digits may be glued together."""
    torn: bool = False
    """Below its numbers stand others without a label, fewer than its own: the ends of numbers broken over two lines."""


@dataclass(slots=True)
class _Group:
    """The words and the cells that follow them, within one line."""

    words: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    odd: int = 0
    """How many of the cells hold signs that are no value: they only keep their place."""

    @property
    def filled(self) -> int:
        return len(self.cells) - self.cells.count("") - self.odd


@dataclass(slots=True)
class _Reading:
    """What was read so far: the rows, the words since the last value, the heading, a row that grows cell by cell."""

    rows: list[PrintedRow] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    in_heading: bool = False
    growing: list[Cell] = field(default_factory=list)
    first: Line | None = None
    ended: int = 0
    """How many blank cells the last line gave, where it is a row's end: `|` alone."""


def printed_rows(lines: Sequence[Line]) -> tuple[PrintedRow, ...]:
    """The printed rows of a table, in order; words that have no values behind them are `loose` of the next row."""
    rowed = sum(1 for line in lines if any(is_value(cell) for cell in line.cells))
    alone = sum(1 for line in lines if _lone_number(line))
    tabular = rowed > alone
    reading = _Reading()
    for line in lines:
        if len(reading.rows) >= MOST_ROWS:
            break
        if line.text.strip() and not beside(line) and not (tabular and _lone_number(line)):
            _take(reading, line, _groups(line))
    _close(reading)
    return tuple(_mended(reading.rows))


def _mended(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """The rows, those that are but the ends of the numbers above them left out, and the rows above marked as torn."""
    above: PrintedRow | None = None
    for row in rows:
        if above and _is_end_of(above, row):
            above = replace(above, torn=True)
            continue
        if above:
            yield above
        above = row
    if above:
        yield above


def _is_end_of(above: PrintedRow, row: PrintedRow) -> bool:
    """The row holds nothing but fewer numbers than the one above, each below one of them."""
    few = len(above.values) <= _NARROW
    if row.label or row.loose or not 0 < len(row.values) < len(above.values) + few:
        return False
    if len({above.line.number, *(cell.line for cell in above.cells)}) > 1 or not all(map(_plain, row.values)):
        return False
    if above.line.cells and row.line.cells:
        ends = [n for n, text in enumerate(row.line.cells) if text]
        same = len(above.line.cells) == len(row.line.cells)
        return same and all(_DIGIT.search(above.line.cells[n][-1:]) for n in ends)
    if above.line.cells or row.line.cells:
        return False
    spans = _spans(above.line.text)
    return (few and len(row.values) > 1) or all(
        any(a < d and c < b for c, d in spans) for a, b in _spans(row.line.text)
    )


def _plain(cell: Cell) -> bool:
    return cell.text.isdecimal()


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the numbers of a line stand, a Chinese character as wide as two digits."""
    at = [0, *accumulate(2 if east_asian_width(letter) in "WF" else 1 for letter in text[:_LONGEST_LINE])]
    return [(at[match.start()], at[match.end()]) for match in _WHOLE.finditer(text[:_LONGEST_LINE])]


def beside(line: Line) -> bool:
    """The line is no part of the table: a page's number, a sentence."""
    if line.cells:
        return False
    if len(line.text) < _TAIL and _PAGE_NUMBER.fullmatch(line.text):
        return True
    return bool(_SENTENCE.search(_BRACKETED.sub("", line.text[:_LONGEST_LINE])))


def _lone_number(line: Line) -> bool:
    """A number alone on a line, amid rows of cells, is a page's."""
    return not line.cells and is_value(line.text)


def _groups(line: Line) -> Sequence[_Group]:
    """The pieces of a line: words, the cells behind them, words, the cells behind those, and so on."""
    known = _known_groups if len(line.text) <= _LONGEST_KNOWN else _known_groups.__wrapped__
    return known(line.cells, "" if line.cells else line.text[:_LONGEST_LINE])


# Headings, labels and rows of zeros stand in report after report.
@lru_cache(4096)
def _known_groups(cells: tuple[str, ...], line: str) -> Sequence[_Group]:
    groups = [_Group()]
    for kind, text in _pieces(cells, line):
        last = groups[-1]
        if kind == "words":
            if last.filled and (last.words or not cells):
                groups.append(_Group([text]))
            else:
                # Before the label stand blank cells, or the number of the row.
                last.cells.clear()
                last.odd = 0
                last.words.append(text)
        elif kind == "cell" or last.words:
            last.cells.append(text)
            last.odd += kind == "odd"
    return groups


def _pieces(cells: tuple[str, ...], line: str) -> Iterator[tuple[str, str]]:
    for cell in cells or (line,):
        text = cell.strip()
        if not text:
            yield "cell", ""
        elif is_value(text):
            yield "cell", text
        elif cells and _HAN.search(text):
            yield "words", text
        elif _HAN.search(text) or (not cells and _DIGIT.search(text)):
            yield from _pieces_of_words(_BLANKS.sub("    ", text))
        elif cells:
            yield "odd", text


def _pieces_of_words(text: str) -> Iterator[tuple[str, str]]:
    """Words and the numbers between them; ordinals, dates and remarks stay with the words."""
    masked = _WORDED.sub(lambda match: _DIGIT.sub("*", match[0]), text)
    at = 0
    for match in _NUMBER.finditer(masked):
        end = match.end()
        if _AFTER_ORDINAL.match(masked, end):
            end -= 1
        if masked[match.start() : end].strip():
            bare = _BARE_DASH.match(masked, match.start())
            start = bare.end() if bare else match.start()
            if at and (dash := _FIRST_DASH.match(text, at, start)):
                yield "cell", dash[0].strip()
                at = dash.end()
            yield from _words_and_dashes(text[at:start])
            yield "cell", _with_signs(text, start, end)
            at = end
    if at and (dash := _FIRST_DASH.match(text, at)):
        yield "cell", dash[0].strip()
        at = dash.end()
    yield from _words_and_dashes(text[at:])


def _with_signs(text: str, start: int, end: int) -> str:
    """A number with the signs that touch it, which make it none that a cell of the form holds."""
    before = "" if text[start].isspace() else text[max(start - 1, 0) : start]
    behind = text[end : end + 1]
    number = text[start:end].strip()
    return f"{before if before in _QUALIFIED_BEFORE else ''}{number}{behind if behind in _QUALIFIED_BEHIND else ''}"


def _words_and_dashes(text: str) -> Iterator[tuple[str, str]]:
    """The words, and the signs for none that stand alone, behind them, or as a run between two labels."""
    at = 0
    for run in _RUN_OF_DASHES.finditer(text):
        if _HAN.search(text[at : run.start()]) and text[run.end() :].strip():
            yield "words", text[at : run.start()].strip()
            yield "cell", run[0].strip()
            at = run.end()
    text = text[at:]
    if _HAN.search(text.replace("无", "")):
        dashes = _LAST_DASHES.search(text, max(len(text) - _TAIL, 0))
        words = text[: dashes.start()] if dashes else text
        yield "words", words.strip()
        text = dashes[0] if dashes else ""
    for dash in _DASHES.findall(text):
        yield "cell", dash


def _take(reading: _Reading, line: Line, groups: Sequence[_Group]) -> None:
    for group in groups:
        if group.words:
            _close(reading)
        alone = not group.words and len(group.cells) < 2 + (not group.filled) * MOST_ROWS
        if alone and group.cells:
            _grow(reading, line, group.cells)
        elif group.filled or _blank_row(group, alone=len(groups) == 1):
            _close(reading)
            _emit(reading, line, group, whole_line=len(groups) == 1)
        else:
            _read_words(reading, group.words)


def _blank_row(group: _Group, *, alone: bool) -> bool:
    """A label, and nothing but blank cells behind it."""
    return alone and bool(group.words and group.cells) and not (group.odd or is_heading(group.words[0]))


def _grow(reading: _Reading, line: Line, cells: Sequence[str]) -> None:
    """One cell a line: the values below a label."""
    if not reading.growing and not (reading.loose or any(cells)):
        return
    reading.first = reading.first or line
    reading.growing += [Cell(text, line.number) for text in cells]
    reading.ended = len(cells) if not line.text.strip("| ") and len(cells) <= _ROW_END else 0


def _close(reading: _Reading) -> None:
    """The row that grew cell by cell is complete; a line that is only the row's end is no cell of it."""
    if reading.ended:
        del reading.growing[-reading.ended :]
    values = tuple(cell for cell in reading.growing if cell.text)
    if reading.first and values:
        said = " ".join((*reading.loose[-3:], *(cell.text for cell in values)))
        _add(reading, "", tuple(reading.loose), tuple(reading.growing), values, reading.first, said, separated=True)
        reading.loose = []
    reading.growing, reading.first, reading.ended = [], None, 0


def _emit(reading: _Reading, line: Line, group: _Group, *, whole_line: bool) -> None:
    """The row that stands on one line, or in a piece of one."""
    before = tuple(reading.loose)
    _read_words(reading, group.words)
    said = line.text.replace("|", " ") if whole_line else " ".join((*group.words, *group.cells))
    cells = tuple(Cell(text, line.number) for text in group.cells)
    values = tuple(cell for cell in cells if cell.text)
    _add(reading, "".join(group.words), before, cells, values, line, said, separated=bool(line.cells))
    if values:
        reading.loose = []


def _add(
    reading: _Reading,
    label: str,
    loose: tuple[str, ...],
    cells: tuple[Cell, ...],
    values: tuple[Cell, ...],
    line: Line,
    said: str,
    *,
    separated: bool,
) -> None:
    heading, raw = "".join(reading.heading), " ".join(said.split())
    reading.rows.append(PrintedRow(label, loose, heading, cells, values, line, raw, separated))
    reading.in_heading = False


def _read_words(reading: _Reading, words: Sequence[str]) -> None:
    for text in words:
        if is_heading(text):
            reading.heading = [*reading.heading, text] if reading.in_heading else [text]
            reading.in_heading, reading.loose = True, []
        elif reading.in_heading:
            reading.heading.append(text)
        reading.loose.append(text)
