"""A printed cell → a Figure: its state, value, unit and notes, and where it stands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from corpus.form import CHANGE, FEE_AMOUNT, PURCHASE_AMOUNT, Row, unit
from corpus.labels import flat, key
from corpus.numbers import Printed, read_cell
from corpus.report import Figure, Line, Report, Source, State
from corpus.tables.printed import Cell, PrintedRow

_MONEY = re.compile(r"(?:单位[:：]?|[(（])(万元|亿元|千元|元)")
_AMOUNTS = frozenset((FEE_AMOUNT, PURCHASE_AMOUNT))


@dataclass(frozen=True, slots=True)
class Seat:
    """What the cells of one row share."""

    report: Report
    row: Row
    line: int
    """The line of the row; the last line before the gap where the row is cut off."""
    row_raw: str | None = None
    heading: str = ""
    """The heading over the row, which may give a unit."""
    notes: tuple[str, ...] = ()
    in_form: bool = True
    page: int | None = None


def seat_of(report: Report, row: Row, printed: PrintedRow, *notes: str, in_form: bool = True) -> Seat:
    """The seat of a printed row."""
    return Seat(report, row, printed.line.number, printed.raw, printed.heading, notes, in_form, printed.line.page)


def printed_figure(seat: Seat, column: str, cell: Cell) -> Figure:
    """The figure of a cell as it is printed."""
    told, notes = _told(column, cell.text, seat.heading if column in _AMOUNTS else "")
    return figure(
        seat, column, told.state, told.value, told.unit, raw=cell.text, line=cell.line, parts=told.parts, notes=notes
    )


# The same few numbers stand in the same columns of report after report.
@lru_cache(4096)
def _told(column: str, text: str, heading: str) -> tuple[Printed, tuple[str, ...]]:
    """What a cell of a column prints, and its notes; `heading` may give the unit of an amount."""
    read = read_cell(text)
    if column != CHANGE and read.value is not None and read.value < 0:
        # A count of less than nothing: what looks like a sign is something else.
        return Printed(State.UNREADABLE), ()
    own = read.unit or _money(heading)
    return replace(read, unit=own), _notes(column, read.value, own, signed=read.signed, two=bool(read.parts))


def _money(heading: str) -> str | None:
    match = _MONEY.search(flat(heading))
    return match[1] if match else None


def _notes(column: str, value: Decimal | None, own: str | None, *, signed: bool, two: bool) -> tuple[str, ...]:
    """The notes that any answer with this cell carries."""
    if two:
        return ("two_numbers",)
    if column in _AMOUNTS:
        return ("unit_not_printed",) if value and own is None else ()
    return ("sign_not_printed",) if column == CHANGE and value and not signed else ()


def settled_figures(
    seat: Seat, columns: Sequence[str], values: Sequence[int | None], printed: Sequence[Cell], proof: str, code: str
) -> Iterable[Figure]:
    """The figures of a damaged row: what the arithmetic settles, inferred; the rest, unreadable."""
    whole = " ".join(cell.text for cell in printed)
    for column, value in zip(columns, values, strict=True):
        if value is None:
            yield figure(seat, column, State.UNREADABLE, raw=whole, notes=(code,))
        else:
            number = Decimal(value)
            sign = _notes(column, number, None, signed=False, two=False)
            yield figure(seat, column, State.INFERRED, number, raw=str(value), proof=proof, notes=(*sign, code))


def unread_figures(seat: Seat, columns: Sequence[str], printed: Sequence[Cell], *notes: str) -> Iterable[Figure]:
    """The figures of a row whose printed values cannot be given to its columns."""
    raw = " ".join(cell.text for cell in printed) if printed else None
    for column in columns:
        yield figure(seat, column, State.UNREADABLE, raw=raw, notes=notes)


def figure(
    seat: Seat,
    column: str,
    state: State,
    value: Decimal | None = None,
    own_unit: str | None = None,
    *,
    raw: str | None = None,
    line: int | None = None,
    proof: str | None = None,
    parts: tuple[Decimal, ...] = (),
    notes: tuple[str, ...] = (),
) -> Figure:
    """A figure of this row; the form's counter where no unit is printed."""
    report, row = seat.report, seat.row
    document = report.document
    source = _source(document.file, document.path, None if seat.page else line or seat.line, seat.page)
    counter = own_unit or unit(row.table, column)
    # By position: a report has two hundred, and by name each takes half as long again.
    return Figure(
        "", report.agency, report.year, row.edition, row.table, row.label, column, value, counter, state, source,
        raw, seat.row_raw, seat.in_form, own_unit is not None, proof, parts, seat.notes + notes,
    )  # fmt: skip


@lru_cache(64)
def _source(file: str, path: str, line: int | None, page: int | None) -> Source:
    """One for all cells of a line."""
    return Source(file, path, line, page=page)


def lost_figures(
    report: Report, row: Row, lines: Sequence[Line], before: int | None, until: int | None, *, near: bool = False
) -> Iterable[Figure]:
    """The figures of a row whose values are not there: cut off, or unreadable where its label or stray numbers are.

    `before` is the line of the last row printed before it, `until` that of the next one.
    """
    # Numbers of lines have gaps, in a page's source or in a PDF.
    gap = [line for line in lines if (before or 0) < line.number and (until is None or line.number < until)]
    own = key(row.label.rpartition("/")[2])
    said = len(own) > 3 and own in key("".join(line.text for line in gap if len(line.text) < 400))
    state = State.UNREADABLE if near or said else State.CUT_OFF
    at = before or (lines[0].number if lines else 1)
    page = next((line.page for line in lines if line.number == at), None)
    for column in row.columns:
        yield figure(Seat(report, row, at, page=page), column, state)
