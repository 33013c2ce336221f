"""What one report answers to what is asked of all: its value, or why it has none."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from typing import Any

from corpus import form
from corpus.library.asking import Asked, Side, present, side
from corpus.library.sheets import FEN, amount_of, is_inferred, number
from corpus.library.store import Library

LOST, NOT_ASKED, NO_UNIT = "no_cell", "no_field", "unit_not_printed"
"""Why a report has no value: it should have the cell, its edition does not have it, an amount bears no unit."""
EXACT = Context(prec=400, traps=[Inexact])
"""In which sums are made: what does not fit is an error, not another figure."""
_FIRST_YEAR = int(form.EDITIONS[0])


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a report, before it is known whose it is."""

    shelf: int
    """Of the report."""
    edition: str
    size: int | Decimal
    """By which it is compared and added: of an amount in 分."""
    value: Decimal
    unit: str | None
    inferred: bool


Outcome = Read | str
"""A value, or `no_cell`, `no_field` or `unit_not_printed`."""


def whole(of: Side, row: Sequence[Any]) -> Read:
    """A sum of integers: (shelf, size, unit, decimals)."""
    shelf, size, unit, decimals = row
    value = Decimal(size) if of.unit else amount_of(size, unit, decimals)
    return Read(shelf, of.edition, size, value, of.unit or unit, inferred=False)


def added(shelf: int, of: Side, unit: str | None, row: Sequence[int | str]) -> Read:
    """A sum of cells that all have a value; not of an amount kept in 分."""
    with localcontext(EXACT):
        value = sum((number(cell) if isinstance(cell, str) else Decimal(cell) for cell in row), Decimal(0))
        size = value * FEN[unit or ""] if value and of.unit is None else value
    return Read(shelf, of.edition, size, value, of.unit or unit, any(is_inferred(cell) for cell in row))


def judged(
    library: Library, asked: Asked, meant: str, values: Sequence[object], most: int | None = None
) -> Iterator[tuple[tuple[str, str, int | None], Outcome]]:
    """((id, agency, year), outcome) of each report for which the SQL holds, by agency, year and id, at most so many."""
    parts = [
        (row, edition, side(Asked((row,), asked.column), edition)) for row in asked.rows for edition in form.EDITIONS
    ]
    tables = [table for row, edition, _ in parts for table in present(edition, row)[0]]
    joined = " ".join(f"left join {table} on {table}.key = r.shelf" for table in dict.fromkeys(tables))
    columns = [column for row, edition, of in parts for column in (present(edition, row)[1], *_columns(of))]
    sql = (
        f"select r.id, r.agency, r.year, r.editions, r.shelf, {', '.join(columns)} from report r {joined} "
        f"where {meant} order by r.agency, r.year, r.id limit ?"
    )
    for id_, agency, year, editions, shelf, *cells in library.select(sql, (*values, -1 if most is None else most)):
        answers = iter(cells)
        by_part = [(of, next(answers), [next(answers) for _ in _columns(of)]) for _, _, of in parts]
        pairs = [by_part[n : n + len(form.EDITIONS)] for n in range(0, len(by_part), len(form.EDITIONS))]
        of_rows = [_of_row(shelf, year, json.loads(editions), pair) for pair in pairs]
        yield (id_, agency, year), _together(shelf, of_rows)


def _columns(of: Side | None) -> tuple[str, ...]:
    return (*of.money, *of.cells) if of else ()


def _of_row(
    shelf: int, year: int | None, editions: Sequence[str], parts: Sequence[tuple[Side | None, int, list[Any]]]
) -> Outcome:
    """Of one row: (what is asked, whether the report prints the row, unit, decimals and cells), by edition."""
    for of, printed, cells in parts:
        if printed:
            return of_cells(shelf, of, cells) if of else NOT_ASKED
    if year is not None and year < _FIRST_YEAR and not editions:
        return NOT_ASKED
    # Lost altogether: the edition is that of the report's other tables.
    at = form.EDITIONS.index(editions[-1]) if editions and editions[-1] in form.EDITIONS else 0
    return LOST if parts[at][0] else NOT_ASKED


def of_cells(shelf: int, of: Side, cells: Sequence[Any]) -> Outcome:
    """What a report answers by (unit, decimals, cells …) of its sheets; a cell of a sheet that it has not is None."""
    unit, decimals, *row = cells
    if any(cell is None or isinstance(cell, bytes) for cell in row):
        return LOST
    if all(isinstance(cell, int) for cell in row):
        return whole(of, (shelf, sum(row), unit, decimals))
    if of.unit is None and unit not in FEN and number(row[0]):
        return NO_UNIT
    return added(shelf, of, unit, row)


def _together(shelf: int, of_rows: Sequence[Outcome]) -> Outcome:
    """The sum of the rows, or the reason why there is none."""
    reasons = [outcome for outcome in of_rows if isinstance(outcome, str)]
    if reasons:
        return NOT_ASKED if NOT_ASKED in reasons else reasons[0]
    reads = [outcome for outcome in of_rows if isinstance(outcome, Read)]
    if len(reads) == 1:
        return reads[0]
    with localcontext(EXACT):
        value = sum((read.value for read in reads), Decimal(0))
    one = reads[0]
    return Read(shelf, one.edition, value, value, one.unit, any(read.inferred for read in reads))
