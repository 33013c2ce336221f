"""How a table, or some cells of it, stand in the reports that have not all of it: no figure is made."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from corpus import form
from corpus.library import abreast
from corpus.library.asking import Asked, cells, present
from corpus.library.judging import LOST, NOT_ASKED
from corpus.library.packing import to_json
from corpus.library.sheets import SHEETS, SHELF, SHELF_OF, Sheet, Stored, places, state_of
from corpus.library.store import Library
from corpus.library.where import Where, condition
from corpus.report import State

_ALL = Where()
_AT_ONCE = 100
"""Columns that SQLite compares with one call."""


class Held(NamedTuple):
    """A report, and how cells that are asked of it stand there."""

    shelf: int
    """Its place, by which its id is found."""
    states: frozenset[State]
    """Of the cells; `printed` for every one that prints a number. Empty where the report's tables do not have them."""
    figures: int = 0
    """How many such cells there are, where some cells are asked for and no table."""
    older: bool = False
    """The report is older than the form."""


class Without(NamedTuple):
    """The reports without a value of what is asked, and those that need not have one."""

    read: int
    """How many reports are meant."""
    held: list[Held]
    """Those that should have it, by agency, year and id; of several cells how those without a value stand."""
    not_asked: int
    """Those that are not asked it by their edition, or are older than the form."""


def of_table(library: Library, table: str, where: Where = _ALL) -> Without:
    """The reports meant of which not every cell of a table has a value; a table that is not there has no states."""
    meant, values = condition(where, listed_first=True)
    listed = f"from report r indexed by report_listed where {meant} order by r.agency, r.year, r.id"
    with library.moment():
        shelves = [shelf for (shelf,) in library.select(f"select {SHELF_OF.format('r.')} {listed}", values)]
        at = to_json(sorted(shelves))
        found: dict[int, frozenset[State]] = {}
        for sheet in SHEETS:
            if sheet.table == table:
                for shelf, states in _on_sheet(library, sheet, at):
                    found[shelf] = found.get(shelf, frozenset()) | states
        older = _older(library, [shelf for shelf in shelves if shelf not in found])
    held = [Held(shelf, found.get(shelf, frozenset()), older=shelf in older) for shelf in shelves]
    return Without(len(shelves), [one for one in held if one.states != _PRINTED], 0)


def of_cells(library: Library, asked: Sequence[Asked], where: Where = _ALL) -> Without:
    """The reports meant without a value of one of these cells; the row is not there where they have no states."""
    with library.moment():
        lines = abreast.lines(library, asked, where)
        lost = [line for line in lines if LOST in line.values]
        found: dict[int, list[Stored]] = {line.shelf: [] for line in lost}
        for n, one in enumerate(asked):
            mine = [line.shelf for line in lost if line.values[n] == LOST]
            for shelf, row in _rows(library, one, mine):
                found[shelf] += [cell for cell in row if cell is not None]
    held = [Held(shelf, frozenset(map(_state, filter(_is_blob, row))), len(row)) for shelf, row in found.items()]
    return Without(len(lines), held, sum(1 for line in lines if set(line.values) == {NOT_ASKED}))


_PRINTED = frozenset((State.PRINTED,))
_FIRST_YEAR = int(form.EDITIONS[0])


def _older(library: Library, shelves: Sequence[int]) -> set[int]:
    """Those of some reports that are older than the form and print no table of it."""
    sql = (
        f"select r.shelf from json_each(?) j join report r on r.key = j.value % {SHELF} "
        "where r.editions = '[]' and r.year < ?"
    )
    return {shelf for (shelf,) in library.select(sql, (to_json(list(shelves)), _FIRST_YEAR))}


def _on_sheet(library: Library, sheet: Sheet, at: str) -> Iterator[tuple[int, frozenset[State]]]:
    """The reports of a list of places that are on a sheet, and how their cells stand."""
    columns = [f"s.c{n}" for n in range(len(sheet.fields))]
    begin = f"from json_each(?) j cross join {sheet.name} s on s.key = j.value"
    rows = library.select(f"select s.key, {_all_have_values(columns)} {begin}", (at,))
    yield from ((shelf, _PRINTED) for shelf, whole in rows if whole)
    others = to_json([shelf for shelf, whole in rows if not whole])
    for shelf, *row in library.select(f"select s.key, {', '.join(columns)} {begin}", (others,)):
        yield shelf, frozenset(_state(cell) for cell in set(row) if cell is not None)


def _all_have_values(columns: Sequence[str]) -> str:
    """SQL that holds where each column has a value: no state's letter stands in it, and it is not null."""
    runs = [columns[start : start + _AT_ONCE] for start in range(0, len(columns), _AT_ONCE)]
    greatest = (f"max({', '.join(run)})" if len(run) > 1 else run[0] for run in runs)
    return f"coalesce({' and '.join(f'{one} < {_LETTERS}' for one in greatest)}, 0)"


_LETTERS = "x''"
"""Every blob is greater, every number less."""


def _is_blob(cell: Stored) -> bool:
    return isinstance(cell, bytes)


def _state(cell: Stored) -> State:
    return state_of(cell) if isinstance(cell, bytes) else State.PRINTED


def _rows(library: Library, asked: Asked, shelves: Sequence[int]) -> Iterator[tuple[int, Sequence[Any]]]:
    """The cells asked of the reports at some places, in the first edition of which they print the row."""
    (row,) = asked.rows
    sides = [(of, cells(of, row, asked.column)) for of in form.EDITIONS]
    at = [[places(edition)[cell] for cell in of] for edition, of in sides]
    rows = [present(edition, row) for edition, _ in sides]
    tables = dict.fromkeys(table for of, _ in rows for table in of)
    joined = " ".join(f"left join {table} on {table}.key = j.value" for table in tables)
    columns = [[sql, *(f"{sheet.name}.c{n}" for sheet, n in one)] for (_, sql), one in zip(rows, at, strict=True)]
    read = ", ".join(column for one in columns for column in one)
    sql = f"select j.value, {read} from json_each(?) j {joined}"
    for shelf, *found in library.select(sql, (to_json(list(shelves)),)):
        for one in columns:
            mine, found = found[: len(one)], found[len(one) :]
            if mine[0]:
                yield shelf, mine[1:]
                break
