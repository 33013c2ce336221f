"""Report → every cell of the form in the edition that its tables print, each with how it stands and where."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.align import Printed, align, printed_rows
from corpus.form import (
    ACTIVE,
    APPLICANTS,
    BLOCKS,
    CARRIED_IN,
    CARRIED_OUT,
    CHANGE,
    FEE_AMOUNT,
    GRAND_TOTAL,
    NEW_REQUESTS,
    PURCHASE_AMOUNT,
    REQUESTS,
    RESULTS,
    REVIEW,
    Row,
    outcomes,
    rows,
    unit,
)
from corpus.numbers import plain, read_cell
from corpus.parse import squeeze
from corpus.report import Figure, Line, Report, Source, State, Table
from corpus.solve import Balance, Sum, placements, settle, settled

_APPLICANT_SUM = (Sum(6, (0, 1, 2, 3, 4, 5)),)
_BLOCK_SUMS = tuple(Sum(n + 4, (n, n + 1, n + 2, n + 3)) for n in (0, 5, 10))
_MARKS_2021 = re.compile(r"本年制发|本年发件|废止件数|现行有效|本年处理决定数量|收费金额")
_MARKS_2019 = re.compile(r"新制作|新公开数|对外公开总|上一年项目|本年增/减|采购项目")
_OTHER_2021 = re.compile(r"逾期不补正|逾期未按收费")
_MONEY = re.compile(r"(?:单位[:：]?|[(（])(万元|亿元|元)")


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where a row's figures stand: what all cells of one printed row share."""

    report: Report
    row: Row
    line: Line
    row_raw: str | None
    heading: str = ""
    """The heading over the row, where it gives a unit."""
    inferred: tuple[str, ...] = ()
    """Notes of the whole row."""


def figures(report: Report) -> tuple[Figure, ...]:
    """The figures of a report: table by table in the form's order, rows that are not of the form last.

    A table that the report does not print at all has no figures.
    """
    tables = {table.name: table for table in report.tables}
    found: list[Figure] = []
    for name, cells in ((ACTIVE, _active), (REQUESTS, _requests), (REVIEW, _review)):
        if name in tables:
            found += cells(report, tables[name])
    return tuple(found)


def _edition(table: Table) -> str:
    text = squeeze("".join(line.text for line in table.lines))
    if table.name == REQUESTS:
        return "2021" if _OTHER_2021.search(text) else "2019"
    if table.name == ACTIVE:
        return "2021" if len(_MARKS_2021.findall(text)) > len(_MARKS_2019.findall(text)) else "2019"
    return "2019"


def _active(report: Report, table: Table) -> Iterator[Figure]:
    edition = _edition(table)
    printed = printed_rows(table.lines)
    found = align(printed, rows(edition, ACTIVE))
    for row in rows(edition, ACTIVE):
        if row.label in found:
            yield from _active_row(report, table, row, found[row.label])
        else:
            yield from _lost(report, table, row, found)


def _active_row(report: Report, table: Table, row: Row, printed: Printed) -> Iterator[Figure]:
    """Cells by position: a row that prints another number of values than the form has columns cannot be read."""
    seat = _Seat(report, row, printed.line, _raw(printed.line), _heading_over(table, printed.line))
    values = printed.values
    if len(values) != len(row.columns):
        for column in row.columns:
            yield _figure(seat, column, State.UNREADABLE, raw=" ".join(values))
        return
    for column, text in zip(row.columns, values, strict=True):
        yield _printed(seat, column, text)


def _heading_over(table: Table, line: Line) -> str:
    """The printed heading above a row, squeezed."""
    above = [other for other in table.lines if other.number < line.number and not printed_rows([other])]
    return squeeze(above[-1].text) if above else ""


def _printed(seat: _Seat, column: str, text: str) -> Figure:
    cell = read_cell(text)
    if column not in (FEE_AMOUNT, PURCHASE_AMOUNT):
        counter = unit(seat.row.table, column)
        notes = _notes_of_count(column, cell.value, cell.signed, bool(cell.parts))
        return _figure(
            seat,
            column,
            cell.state,
            cell.value,
            unit_=cell.unit or counter,
            unit_printed=cell.unit is not None,
            raw=text,
            parts=cell.parts,
            notes=notes,
        )
    money = cell.unit or _money(seat.heading)
    notes = ("unit_not_printed",) if cell.value and money is None else ()
    return _figure(
        seat, column, cell.state, cell.value, unit_=money, unit_printed=money is not None, raw=text, notes=notes
    )


def _money(heading: str) -> str | None:
    match = _MONEY.search(heading)
    return match[1] if match else None


def _notes_of_count(column: str, value: Decimal | None, signed: bool, two: bool) -> tuple[str, ...]:
    if two:
        return ("two_numbers",)
    return ("sign_not_printed",) if column == CHANGE and value and not signed else ()


def _requests(report: Report, table: Table) -> Iterator[Figure]:
    edition = _edition(table)
    expected = rows(edition, REQUESTS)
    found = align(printed_rows(table.lines), expected)
    numbers = {label: _numbers(printed.values) for label, printed in found.items()}
    domains = {label: placements(row, 7, _APPLICANT_SUM) for label, row in numbers.items() if row is not None}
    domains = settle(domains, _balances(edition, numbers, domains), 7)
    for row in expected:
        if row.label not in found:
            yield from _lost(report, table, row, found)
            continue
        printed = found[row.label]
        seat = _Seat(report, row, printed.line, _raw(printed.line))
        yield from _row_of(seat, APPLICANTS, printed.values, domains.get(row.label, ()), "requests_applicants")


def _balances(
    edition: str,
    numbers: Mapping[str, tuple[Decimal, ...] | None],
    domains: Mapping[str, tuple[tuple[Decimal, ...], ...]],
) -> tuple[Balance, ...]:
    """The column equations of 表三 whose rows are all there."""
    every = (
        Balance((NEW_REQUESTS, CARRIED_IN), (GRAND_TOTAL, CARRIED_OUT)),
        Balance((GRAND_TOTAL,), outcomes(edition)),
    )
    return tuple(b for b in every if all(domains.get(name) for name in (*b.left, *b.right)))


def _numbers(values: Sequence[str]) -> tuple[Decimal, ...] | None:
    """The values as numbers; None where one of them is none (blank, `/`, unreadable)."""
    cells = [read_cell(text) for text in values]
    found = tuple(cell.value for cell in cells if cell.value is not None)
    return found if len(found) == len(cells) else None


def _row_of(
    seat: _Seat, columns: Sequence[str], values: Sequence[str], domain: Sequence[tuple[Decimal, ...]], proof: str
) -> Iterator[Figure]:
    """A row printed whole as it is; else what its placements settle."""
    if len(values) == len(columns):
        for column, text in zip(columns, values, strict=True):
            cell = read_cell(text)
            yield _figure(seat, column, cell.state, cell.value, raw=text, notes=seat.inferred)
        return
    code = "value_lost" if len(values) < len(columns) else "value_extra"
    for column, value in zip(columns, settled(domain, len(columns)), strict=True):
        if value is None:
            yield _figure(seat, column, State.UNREADABLE, raw=" ".join(values), notes=(*seat.inferred, code))
        else:
            notes = (*seat.inferred, code)
            yield _figure(seat, column, State.INFERRED, value, raw=plain(value), proof=proof, notes=notes)


def _review(report: Report, table: Table) -> Iterator[Figure]:
    """The fifteen cells of 表四: one row, cut into three blocks of five."""
    expected = rows("2019", REVIEW)
    edition = _edition_of_neighbours(report)
    printed = next((p for p in printed_rows(table.lines) if len(p.values) >= 10 and not p.label), None)
    notes = () if table.heading_printed else ("heading_inferred",)
    if printed is None:
        for row in expected:
            yield from _lost(report, table, Row(edition, REVIEW, row.label, row.columns, row.item, row.default), {})
        return
    numbers = _numbers(printed.values)
    domain = placements(numbers, 15, _BLOCK_SUMS) if numbers else ()
    names = [f"{block}|{result}" for block in BLOCKS for result in RESULTS]
    for row in expected:
        seat = _Seat(
            report,
            Row(edition, REVIEW, row.label, row.columns, row.item, row.default),
            printed.line,
            _raw(printed.line),
            inferred=notes,
        )
        cells = list(_row_of(seat, names, printed.values, domain, "review_total"))
        at = BLOCKS.index(row.label) * len(RESULTS)
        for result, figure in zip(RESULTS, cells[at : at + len(RESULTS)], strict=True):
            yield _renamed(figure, result)


def _renamed(figure: Figure, column: str) -> Figure:
    return replace(figure, column=column, unit=unit(REVIEW, column))


def _edition_of_neighbours(report: Report) -> str:
    """表四 is the same in both editions: it takes that of 表三, else of 表二."""
    for name in (REQUESTS, ACTIVE):
        if table := next((t for t in report.tables if t.name == name), None):
            return _edition(table)
    return "2019" if (report.year or 0) < 2021 else "2021"


def _lost(report: Report, table: Table, row: Row, found: Mapping[str, Printed]) -> Iterator[Figure]:
    """The cells of a row of which nothing is printed: cut off after the last line before the gap."""
    line = _before_gap(table, row, found)
    for column in row.columns:
        yield _figure(_Seat(report, row, line, None), column, State.CUT_OFF, notes=())


def _before_gap(table: Table, row: Row, found: Mapping[str, Printed]) -> Line:
    labels = [r.label for r in rows(row.edition, row.table)]
    before = [found[label].line for label in labels[: labels.index(row.label)] if label in found]
    if before:
        return before[-1]
    return table.lines[-1] if found or not table.lines else table.lines[0]


def _figure(
    seat: _Seat,
    column: str,
    state: State,
    value: Decimal | None = None,
    *,
    unit_: str | None = None,
    unit_printed: bool = False,
    raw: str | None = None,
    proof: str | None = None,
    parts: tuple[Decimal, ...] = (),
    notes: tuple[str, ...] = (),
) -> Figure:
    document = seat.report.document
    page = seat.line.page
    return Figure(
        "",
        seat.report.agency,
        seat.report.year,
        seat.row.edition,
        seat.row.table,
        seat.row.label,
        column,
        value,
        unit_ or unit(seat.row.table, column),
        state,
        Source(document.file, document.path, None if page else seat.line.number, page=page),
        raw,
        seat.row_raw,
        True,
        unit_printed,
        proof,
        parts,
        notes,
    )


def _raw(line: Line) -> str:
    """The printed row, runs of blanks and tabs as one space."""
    return " ".join(line.text.replace("|", " ").split()) if line.cells else " ".join(line.text.split())
