"""表二 → its cells. Each paragraph (一, 五, 六, 八, 九) is read in the edition that its own heading prints."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.form import ACTIVE, EDITIONS, Row, row, rows
from corpus.labels import flat, key
from corpus.report import Figure, Report, Table
from corpus.tables.align import active_label
from corpus.tables.cells import lost_figures, printed_figure, seat_of, settled_figures, unread_figures
from corpus.tables.printed import PrintedRow
from corpus.tables.seating import Starts, seated

_MARKS = {
    "2021": re.compile(r"制发|发件|废止|现行有效|本年处理决定|收费金额"),
    "2019": re.compile(r"新制作|新公开|对外公开总|上一年|增/?减|采购|本年新"),
}
# By what a column is known in a heading, however it is cut or spelt.
_COLUMN = {
    "本年新制作数量": "新制作",
    "本年新公开数量": "新公开",
    "对外公开总数量": "对外公开总",
    "上一年项目数量": "上一年",
    "本年增/减": "增/?减",
    "处理决定数量": "处理决定",
    "本年处理决定数量": "处理决定",
    "本年制发件数": "制发|发件",
    "本年废止件数": "废止",
    "现行有效件数": "现行有效",
    "本年收费金额": "收费金额",
    "采购项目数量": "采购项目",
    "采购总金额": "总金额",
}
_ROW_2021 = {"规范性文件": "行政规范性文件"}
_REMARK = re.compile(r"\([^()]*\)")
_LONGEST_STRANGER = 40


@dataclass(frozen=True, slots=True)
class _Active:
    """表二 as printed."""

    found: Mapping[str, PrintedRow]
    """Row, by its 2019 label → the printed row."""
    contested: frozenset[str]
    """Rows printed twice with other values."""
    strangers: tuple[PrintedRow, ...]
    complete: Mapping[int, int]
    """Number of columns → the most cells that a complete row with so many has, empty ones at its end included."""
    last: PrintedRow | None
    """The last row with values: where the table was cut, in the midst of this one."""


def edition_of(printed: Sequence[PrintedRow]) -> str:
    """The edition that most headings of 表二 print; empty where none says."""
    return _most(_edition_said(p.heading) for p in printed if p.values)


def active_figures(report: Report, table: Table, printed: tuple[PrintedRow, ...], otherwise: str) -> Iterator[Figure]:
    """The figures of 表二; `otherwise` is the edition of rows whose heading says nothing."""
    active = _read(printed)
    usual = _most(_edition_said(p.heading) for p in active.found.values()) or otherwise
    editions = {label: _edition_said(p.heading) or usual for label, p in active.found.items()}
    wanted = tuple(_wanted(editions, usual))
    for n, want in enumerate(wanted):
        label = _generic(want.label)
        if label in active.found and editions[label] == want.edition:
            yield from _row_figures(report, want, active, label)
        else:
            before, until = _around(wanted, n, active.found)
            yield from lost_figures(report, want, table.lines, before, until)
    for stranger in active.strangers:
        yield from _stranger_figures(report, stranger, usual)
    for label, p in active.found.items():
        if _row(editions[label], label) is None:
            yield from _stranger_figures(report, p, editions[label])


def _read(printed: tuple[PrintedRow, ...]) -> _Active:
    found: dict[str, PrintedRow] = {}
    contested: set[str] = set()
    for p in sorted(printed, key=lambda p: not p.values):
        label = active_label(p)
        if label and p.values and label in found and _texts(found[label]) != _texts(p):
            contested.add(label)
        if label:
            found.setdefault(label, p)
    strangers = tuple(p for p in printed if p.values and not active_label(p))
    contested |= {label for label, p in found.items() if _labels_below(p, printed)}
    full = [p for p in found.values() if p.values and len(p.values) == _width(p) and p.cells[0].text]
    complete = {len(p.values): max(len(q.cells) for q in full if len(q.values) == len(p.values)) for p in full}
    last = next((p for p in reversed(printed) if p.values), None)
    return _Active(found, frozenset(contested), strangers, complete, last)


def _labels_below(p: PrintedRow, printed: Sequence[PrintedRow]) -> bool:
    """The row took the label above its values, and others without any stand above that: it may as well be theirs."""
    at = next((n for n, other in enumerate(printed) if other is p), 0)
    before = [row for row in printed[:at] if row.values and row.heading == p.heading]
    unlabelled = [row for row in before if not row.label and not active_label(row)]
    return bool(p.values and not p.label and any(len(row.values) == len(p.values) for row in unlabelled))


def _like(p: PrintedRow, width: int, complete: Mapping[int, int]) -> Starts:
    """How many cells a row with blanks must have, or a cell of it is lost."""
    if count := complete.get(width):
        return {count: frozenset((0,))}
    # Rows of one column that are as long, empty cells included, show that all are as long as the widest.
    whole = complete.get(1) == width == len(p.cells)
    bare = complete and all(count == columns for columns, count in complete.items())
    return {} if whole or bare or p.cells[-1].text else {0: frozenset()}


def _width(p: PrintedRow) -> int:
    """How many columns the form has for a printed row, in the edition of its heading."""
    row_of = _row(_edition_said(p.heading) or "2019", active_label(p))
    return len(row_of.columns) if row_of else 0


def _texts(p: PrintedRow) -> list[str]:
    return [cell.text for cell in p.values]


# Asked of each row, and for each of its cells.
@lru_cache(256)
def _edition_said(heading: str) -> str:
    """The edition whose columns a heading names; empty where it names none."""
    half = _without_remarks(heading)
    hits = {edition: len(_MARKS[edition].findall(half)) for edition in EDITIONS}
    best = max(EDITIONS, key=lambda edition: hits[edition])
    return best if hits[best] else ""


def _without_remarks(heading: str) -> str:
    return _REMARK.sub("", flat(heading))


def _most(editions: Iterable[str]) -> str:
    counted = Counter(edition for edition in editions if edition)
    return counted.most_common(1)[0][0] if counted else ""


def _generic(label: str) -> str:
    return next((old for old, new in _ROW_2021.items() if new == label), label)


def _row(edition: str, label: str) -> Row | None:
    return row(edition, ACTIVE, _ROW_2021.get(label, label) if edition == "2021" else label)


def _wanted(editions: Mapping[str, str], usual: str) -> Iterator[Row]:
    """The rows of the form, each paragraph in its own edition."""
    items = dict.fromkeys(r.item for edition in EDITIONS for r in rows(edition, ACTIVE))
    for item in items:
        said = [
            editions[_generic(r.label)]
            for e in EDITIONS
            for r in rows(e, ACTIVE)
            if r.item == item and editions.get(_generic(r.label)) == e
        ]
        edition = _most(said) or usual
        yield from (r for r in rows(edition, ACTIVE) if r.item == item)


def _around(wanted: Sequence[Row], n: int, found: Mapping[str, PrintedRow]) -> tuple[int | None, int | None]:
    """The last line of the row found before a row, and the first of the one after."""
    before = [found[_generic(r.label)].cells[-1].line for r in wanted[:n] if _generic(r.label) in found]
    after = [found[_generic(r.label)].line.number for r in wanted[n + 1 :] if _generic(r.label) in found]
    return (before[-1] if before else None), (after[0] if after else None)


def _row_figures(report: Report, want: Row, active: _Active, label: str) -> Iterator[Figure]:
    p = active.found[label]
    columns = _columns(want, p.heading)
    cells = seated(p, len(want.columns), _like(p, len(want.columns), active.complete))
    seat = seat_of(report, want, p, *(() if _edition_said(p.heading) else ("heading_inferred",)))
    if label in active.contested or columns is None:
        yield from unread_figures(seat, want.columns, p.values)
    elif cells is not None:
        by_column = dict(zip(columns, cells, strict=True))
        yield from (printed_figure(seat, column, by_column[column]) for column in want.columns)
    elif digits := _one_digit_each(p, len(columns), last=p is active.last):
        yield from settled_figures(seat, columns, digits, p.values, "one_digit_each", "glued_cut")
    else:
        yield from unread_figures(seat, want.columns, p.values)


def _columns(want: Row, heading: str) -> tuple[str, ...] | None:
    """The row's columns in the order printed; None where the heading contradicts the form and does not say enough."""
    half = _without_remarks(heading)
    spots = [(match.start(), column) for column in want.columns if (match := re.search(_COLUMN[column], half))]
    if spots == sorted(spots):
        return want.columns
    return tuple(column for _, column in sorted(spots)) if len(spots) == len(want.columns) else None


def _one_digit_each(p: PrintedRow, width: int, *, last: bool) -> tuple[int, ...]:
    """Glued digits that are as many as the columns: one each is the only cut, if nothing behind them was cut off."""
    texts = _texts(p)
    digits = "".join(texts)
    if p.torn or p.separated or not len(digits) == width > 1 or not digits.isdecimal():
        return ()
    # Zeros before other digits are cells of their own; without them a number may be one, and another be lost, as in
    # the row that a table ends with.
    forced = all(len(text) == 1 or not text[:-1].strip("0") for text in texts)
    glued = not last and len(texts) == 1 and bool(re.search(rf"[\u4e00-\u9fff]{digits}", p.line.text))
    return tuple(int(digit) for digit in digits) if forced or glued else ()


def _stranger_figures(report: Report, p: PrintedRow, usual: str) -> Iterator[Figure]:
    """A row that the form does not have, under its printed label and the columns of its heading."""
    label = flat(p.label or (p.loose[-1] if p.loose else ""))
    label = re.sub(r"^[\d一二三四五六七八九十]+[、.]", "", label.partition("(")[0])
    edition = _edition_said(p.heading)
    like = next((r for r in rows(edition or usual, ACTIVE) if _names_all(r, p)), None)
    if not edition or like is None or not 2 <= len(key(label)) <= _LONGEST_STRANGER or _edition_said(label):
        return
    seat = seat_of(report, replace(like, label=label), p, in_form=False)
    for column, cell in zip(like.columns, p.values, strict=True):
        yield printed_figure(seat, column, cell)


def _names_all(like: Row, p: PrintedRow) -> bool:
    """The heading names every column of a row, in order, and as many values stand behind the label."""
    half = _without_remarks(p.heading)
    named = all(re.search(_COLUMN[column], half) for column in like.columns)
    return named and len(p.values) == len(like.columns) and _columns(like, p.heading) == like.columns
