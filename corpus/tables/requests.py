"""表三 → its cells: 23 or 25 rows of seven, damaged rows settled by the form's equations where they can be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.form import (
    APPLICANTS,
    CARRIED_IN,
    CARRIED_OUT,
    GRAND_TOTAL,
    NEW_REQUESTS,
    OTHER_HANDLING,
    REQUESTS,
    Row,
    outcomes,
    rows,
)
from corpus.labels import agreement, flat, other_2021
from corpus.numbers import read_cell
from corpus.report import Figure, Report, Table
from corpus.tables.align import Alignment, align_requests
from corpus.tables.cells import lost_figures, printed_figure, seat_of, settled_figures, unread_figures
from corpus.tables.printed import Cell, PrintedRow
from corpus.tables.seating import filled_up, order, seated, starts
from corpus.tables.solve import Balance, Readings, Sum, cuts, may_lack_repeats, moved, settle, settled

WIDTH = len(APPLICANTS)
_FEW = 2
_ACROSS = (Sum(WIDTH - 1, tuple(range(WIDTH - 1))),)


@dataclass(frozen=True, slots=True)
class _Solved:
    """What the arithmetic says about the rows of the table."""

    readings: Mapping[str, Readings]
    broken: frozenset[int]
    whole: Mapping[str, tuple[Cell, ...]]
    """Rows whose cells stand in their columns as printed."""
    adds_up: bool
    """All rows of results and their total are there, and every column adds up."""
    checked: frozenset[str]
    """Rows that stand in a column equation that holds."""


def edition_of(table: Table, printed: Sequence[PrintedRow]) -> str:
    """The edition whose rows under 其他处理 are printed; empty where the table ends before them."""
    if other_2021(flat("".join(line.text for line in table.lines)[-20_000:])):
        return "2021"
    labels = [p.label or "".join(p.loose[-2:]) for p in printed if p.values]
    return "2019" if any(OTHER_HANDLING in agreement(text, "2019", REQUESTS) for text in labels) else ""


def requests_figures(report: Report, table: Table, printed: Sequence[PrintedRow], edition: str) -> Iterator[Figure]:
    """The figures of 表三, rows that the form does not have last."""
    found = align_requests(printed, edition)
    columns = order(table.lines, APPLICANTS)
    solved = _solve(found, edition, starts(printed, WIDTH), columns)
    expected = rows(edition, REQUESTS)
    notes = () if table.heading_printed else ("heading_inferred",)
    for n, row in enumerate(expected):
        if row.label in found.placed:
            yield from _row_figures(report, row, found, solved, notes)
        else:
            before, until = _around(expected, n, found.placed)
            yield from lost_figures(report, row, table.lines, before, until, near=row.label in found.detached)
    for stranger in found.strangers:
        yield from _stranger_figures(report, stranger, edition)


def _around(expected: Sequence[Row], n: int, placed: Mapping[str, PrintedRow]) -> tuple[int | None, int | None]:
    """The last line of the row placed before a row, and the first of the one after."""
    before = [placed[row.label].cells[-1].line for row in expected[:n] if row.label in placed]
    after = [placed[row.label].line.number for row in expected[n + 1 :] if row.label in placed]
    return (before[-1] if before else None), (after[0] if after else None)


def _solve(
    found: Alignment, edition: str, like: Mapping[int, frozenset[int]], columns: tuple[int, ...] | None
) -> _Solved:
    """What the arithmetic says; nothing where the heading contradicts the form."""
    if columns is None:
        return _Solved({}, frozenset(), {}, False, frozenset())
    whole = {label: cells for label, p in found.placed.items() if (cells := seated(p, WIDTH, like)) is not None}
    whole = {label: cells for label, cells in whole.items() if not filled_up(cells)}
    if columns != tuple(range(WIDTH)):
        whole = {label: tuple(cells[columns.index(n)] for n in range(WIDTH)) for label, cells in whole.items()}
    numbers = {label: row for label, cells in whole.items() if (row := _numbers(cells)) is not None}
    trusted = all(_ACROSS[0].holds(row) for row in numbers.values())
    domains: dict[str, Readings] = {label: {row: (True,) * WIDTH} for label, row in numbers.items()}
    for label, printed in found.placed.items():
        if label not in whole and label not in found.contested and columns == tuple(range(WIDTH)):
            domains[label] = readings_of(printed, WIDTH, _ACROSS, trusted=trusted)
    settled_rows = settle(domains, _balances(edition))
    unconfirmed = [name for name, readings in domains.items() if readings]
    unconfirmed = [name for name in unconfirmed if name not in whole and name not in settled_rows.used]
    alone = {
        name: readings_of(found.placed[name], WIDTH, _ACROSS, trusted=trusted, confirmed=False) for name in unconfirmed
    }
    checked = {name for balance in settled_rows.held for name in balance.names}
    adds_up = any(GRAND_TOTAL in balance.left and balance.right == outcomes(edition) for balance in settled_rows.held)
    return _Solved({**settled_rows.readings, **alone}, settled_rows.broken, whole, adds_up, frozenset(checked))


def _numbers(cells: Sequence[Cell]) -> tuple[int, ...] | None:
    """The cells as whole numbers; None where one of them is none (blank, `/`, a fraction)."""
    whole = [number for cell in cells if (number := _whole(cell.text)) is not None]
    return tuple(whole) if len(whole) == len(cells) else None


@lru_cache(4096)
def _whole(text: str) -> int | None:
    value = read_cell(text).value
    return int(value) if value is not None and value == value.to_integral_value() and value >= 0 else None


def readings_of(
    row: PrintedRow, width: int, sums: tuple[Sum, ...], *, trusted: bool, confirmed: bool = True
) -> Readings:
    """The readings of a damaged row: a number moved, or glued digits cut. () where its equations are not trusted."""
    values = row.values
    found: Readings = {}
    if row.torn:
        return found
    # A blank cell beside too few values may be the missing one's: then nothing is lost, and nothing can be said.
    certain = len(values) == len(row.cells) or len(values) > width
    if trusted and certain and (numbers := _numbers(values)) is not None:
        found |= moved(numbers, width, sums, confirmed=confirmed)
    pieces = tuple(cell.text for cell in values)
    # Too few values: one may be lost, or what stood between two. Where cells are set apart only the former would show
    # in a reading of its own, so that the latter has to agree with it.
    glued = not row.separated and not may_lack_repeats(pieces, width, sums)
    if (found or glued) and (trusted or sum(map(len, pieces)) == width):
        found |= dict.fromkeys(cuts(pieces, width, sums), (True,) * width)
    return found


def _balances(edition: str) -> tuple[Balance, ...]:
    """The column equations of 表三."""
    return (
        Balance((NEW_REQUESTS, CARRIED_IN), (GRAND_TOTAL, CARRIED_OUT)),
        Balance((GRAND_TOTAL,), outcomes(edition)),
    )


def _row_figures(
    report: Report, row: Row, found: Alignment, solved: _Solved, notes: tuple[str, ...]
) -> Iterator[Figure]:
    printed = found.placed[row.label]
    seat = seat_of(report, row, printed, *notes)
    values = solved.whole.get(row.label)
    ordered = row.label in found.by_order
    if row.label in found.contested or (ordered and not solved.adds_up):
        yield from unread_figures(seat, APPLICANTS, printed.values)
    elif values is not None and ordered:
        numbers = _numbers(values) or (None,) * WIDTH
        yield from settled_figures(seat, APPLICANTS, numbers, values, "row_order", "label_detached")
    elif values is not None:
        yield from (printed_figure(seat, column, cell) for column, cell in zip(APPLICANTS, values, strict=True))
    else:
        code = damage(printed, WIDTH)
        readings = sole(solved.readings.get(row.label, {}), code)
        if code == "glued_cut" and row.label not in solved.checked and not all(map(_plain_cut, readings)):
            readings = {}
        known = settled(readings, WIDTH, solved.broken)
        yield from settled_figures(seat, APPLICANTS, known, printed.values, "requests_applicants", code)


def sole(readings: Readings, code: str) -> Readings:
    """The readings; of glued digits only a cut that is the one possible, since each number hangs on the others."""
    return {} if code == "glued_cut" and len(readings) > 1 else readings


def _plain_cut(reading: tuple[int, ...]) -> bool:
    """Few applicants: a cut that holds without the columns' word, since a number lost would rarely leave one."""
    return sum(1 for value in reading[:-1] if value) <= _FEW


def damage(row: PrintedRow, width: int) -> str:
    """The code of what is wrong with a row that does not print one value a column."""
    if len(row.values) > width:
        return "value_extra"
    digits = sum(len(cell.text) for cell in row.values)
    glued = not row.separated and digits >= width and len(row.values) < width
    return "glued_cut" if glued else "value_lost"


def _stranger_figures(report: Report, printed: PrintedRow, edition: str) -> Iterator[Figure]:
    """A row that the form does not have, under its printed label."""
    label = flat(printed.label).partition("(")[0] or flat(printed.label)
    seat = seat_of(report, Row(edition, REQUESTS, label, APPLICANTS, "", APPLICANTS[-1]), printed, in_form=False)
    for column, cell in zip(APPLICANTS, printed.values, strict=True):
        yield printed_figure(seat, column, cell)
