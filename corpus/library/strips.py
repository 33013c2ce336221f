"""Columns of the sheets laid out as strips of plain numbers, by which questions over very many reports are answered.

A bay is 10,000 places of a year's shelf. Once none of its keys is still to be given away, every column of its sheets is
laid out: the integers side by side, in as few bytes as the widest needs, less the lowest of them; which places hold
text, and which no value at all. Reports that print tables of both editions are not on the strips.

The strips say nothing that the sheets do not: a bay in which a report comes, goes or moves is struck off by the
triggers of `report` in the same transaction, its reports are read from the sheets again, and `lay_out` makes it anew.
"""

import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.library.sheets import FEN, MIXED, SHEETS, SHELF, Sheet, Stored, number

Select = Callable[[str, Sequence[object]], list[Any]]
"""Runs SQL and gives its rows, as `Library.select` does."""
BAY = 10_000
"""Places of a bay."""
BAYS = SHELF // BAY
"""Bays of a shelf."""
_FIELDS = 128
"""Room for the fields of a sheet."""
_SLOTS = 2048
"""Room for those of all sheets."""
LOOSE = 4
"""So many full bays may lie loose: laying one out takes longer than reading a few of them from the sheets."""
UNITS = (None, *FEN)
"""What the numbers of a strip of units stand for; None for every unit with which nothing can be reckoned."""
_UNITLESS = b"unitless"
"""Stands for an amount with whose unit nothing can be reckoned: no state of a cell is as long."""
_CODES = "BHIQ"
"""For `array`."""
_WIDTHS = tuple(array(code).itemsize for code in _CODES)
POSITION = 2
"""Bytes of a position."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A column of a sheet over the reports of a bay that are on the sheet, in the order of their keys."""

    bay: int
    reports: int
    lowest: int
    """Is to be added to each of the numbers."""
    top: int
    """The highest of them."""
    width: int
    """Bytes of each; 0 where all are 0."""
    numbers: bytes
    """Where there is no integer any number stands."""
    odd: bytes
    """Positions of text that is a value, two bytes each."""
    gaps: bytes
    """Positions without a value, an amount whose unit is not known included."""
    unitless: int
    """How many of those are such amounts."""


def tables() -> Iterator[str]:
    """SQL that makes the tables: the bays that are laid out, and their strips, each where `key` says."""
    yield "create table bay (bay integer primary key);"
    yield (
        "create table strip (key integer primary key, reports integer not null, lowest integer not null, "
        "top integer not null, width integer not null, numbers blob not null, odd blob not null, gaps blob not null, "
        "unitless integer not null);"
    )


def key(sheet: int, field: int) -> str:
    """SQL for the key of a strip of bay `b`; field 0 holds the reports' keys, field n + 1 column n of the sheet."""
    return f"b.bay * {_SLOTS} + {sheet * _FIELDS + field}"


def struck_off(of: str) -> str:
    """SQL of a trigger: the bay of that report is not laid out any more."""
    return f"delete from bay where bay = {of}.shelf / {BAY};"


def loose(select: Select, *, every: bool = False) -> list[int]:
    """The full bays that hold reports and are not laid out; none while they are only a few.

    With `every` also those that are not full, and however few they are.
    """
    ((last,),) = select("select coalesce(max(key), 0) from report", ())
    full = last // BAY + 1 if every else (last + 1) // BAY
    if not full:
        return []
    years = [year for (year,) in select("select distinct year from tally where active = 1", ())]
    laid = {bay for (bay,) in select("select bay from bay", ())}
    found = [bay for year in years for bay in range(year * BAYS, year * BAYS + full) if bay not in laid]
    any_of = " or ".join(f"exists (select 1 from {s.name} where key >= ?1 and key < ?2)" for s in SHEETS)
    held = [bay for bay in found if select(f"select {any_of}", _ends(bay)) == [(1,)]]
    return held if every or len(held) > LOOSE else []


def lay_out(select: Select, bay: int) -> None:
    """Make the strips of a bay from its sheets."""
    select("delete from strip where key >= ? and key < ?", (bay * _SLOTS, (bay + 1) * _SLOTS))
    for n, sheet in enumerate(SHEETS):
        for row in _rows(select, bay, n, sheet):
            select("insert into strip values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    select("insert or ignore into bay values (?)", (bay,))


def faults(select: Select) -> Iterator[int]:
    """The bays whose strips are not what their sheets say."""
    for (bay,) in select("select bay from bay", ()):
        sql = "select * from strip where key >= ? and key < ? order by key"
        kept = select(sql, (bay * _SLOTS, (bay + 1) * _SLOTS))
        if kept != [row for n, sheet in enumerate(SHEETS) for row in _rows(select, bay, n, sheet)]:
            yield bay


def _rows(select: Select, bay: int, n: int, sheet: Sheet) -> Iterator[tuple[object, ...]]:
    """What the table holds of the n-th sheet."""
    for field, s in made(select, bay, sheet):
        at = bay * _SLOTS + n * _FIELDS + field
        yield at, s.reports, s.lowest, s.top, s.width, s.numbers, s.odd, s.gaps, s.unitless


def made(select: Select, bay: int, sheet: Sheet) -> Iterator[tuple[int, Strip]]:
    """(field, its strip) from the sheet as it is; nothing where it has no report there."""
    sql = (
        f"select key - ?1, {', '.join(sheet.columns)} from {sheet.name} where key >= ?1 and key < ?2 "
        f"and key not in (select shelf from report where editions = '{MIXED}') order by key"
    )
    columns = list(zip(*select(sql, _ends(bay)), strict=True))
    for field, cells in enumerate(columns[: len(sheet.fields) + 1]):
        if field - 1 != sheet.amount:
            yield field, _strip(bay, cells)
    if columns and sheet.amount is not None:
        units = [unit if unit in FEN else None for unit in columns[-2]]
        yield sheet.amount + 1, _of_amounts(bay, columns[sheet.amount + 1], units)
        yield units_of(sheet), _strip(bay, [UNITS.index(unit) for unit in units])


def units_of(sheet: Sheet) -> int:
    """The field that tells the units of its amounts."""
    return len(sheet.fields) + 1


def _of_amounts(bay: int, cells: Sequence[Stored], units: Sequence[str | None]) -> Strip:
    """Text without a known unit cannot be added, unless it is 0."""
    return _strip(
        bay,
        [
            _UNITLESS if isinstance(cell, str) and number(cell) and unit is None else cell
            for cell, unit in zip(cells, units, strict=True)
        ],
    )


def _strip(bay: int, cells: Sequence[Any]) -> Strip:
    apart = [n for n, cell in enumerate(cells) if type(cell) is not int]
    odd = [n for n in apart if isinstance(cells[n], str)]
    gaps = [n for n in apart if not isinstance(cells[n], str)]
    unitless = sum(1 for n in gaps if cells[n] == _UNITLESS)
    if apart:
        # What stands in their place is never looked at.
        some = next((cell for cell in cells if type(cell) is int), 0)
        cells = list(cells)
        for n in apart:
            cells[n] = some
    lowest, top = min(cells), max(cells)
    width = width_of(top - lowest)
    numbers = packed([number - lowest for number in cells] if lowest and width else cells, width)
    at = packed(odd, POSITION), packed(gaps, POSITION)
    return Strip(bay, len(cells), lowest, top - lowest, width, numbers, *at, unitless)


def width_of(top: int) -> int:
    """Bytes in which a number and all that are lower have room; 0 where that is 0 alone."""
    return next(width for width in _WIDTHS if top < 1 << 8 * width) if top else 0


def packed(numbers: Sequence[int], width: int) -> bytes:
    """Numbers in so many bytes each, the lowest byte first; none in no bytes, where all are 0."""
    if not width:
        return b""
    # Bytes would be taken for numbers packed already.
    made = array(_CODES[_WIDTHS.index(width)], list(numbers) if isinstance(numbers, bytes) else numbers)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def unpacked(packed: bytes, width: int) -> "array[int]":
    """Numbers of so many bytes each."""
    made = array(_CODES[_WIDTHS.index(width)])
    made.frombytes(packed)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def _ends(bay: int) -> tuple[int, int]:
    return bay * BAY, (bay + 1) * BAY
