"""Several values of each of very many reports, side by side and in the reports' order; no figure is made.

What `sums` adds up, orders and compares one at a time stands here as plain numbers, for questions that set values of
one report against each other: rates, conditions on two rows, formulas. Of the bays that are laid out whole numbers are
read from the strips; cells that are anything else, and reports in no such bay, from the sheets.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from corpus import form
from corpus.library import pieces
from corpus.library.asking import Asked, Side, reports_of, side, source
from corpus.library.judging import LOST, NOT_ASKED, Read, judged, of_cells
from corpus.library.packing import to_json
from corpus.library.pieces import Piece
from corpus.library.sheets import FEN, MIXED, SHELF, SHELF_OF, SHELVES
from corpus.library.store import Library
from corpus.library.strips import UNITS
from corpus.library.where import Where, condition

_Value = int | Decimal | str
_ALL = Where()
_WHOLE = {int}
_PART = 8
"""Of so many reports one is read from the sheets in the time of all from the strips."""
_PLACE = f"select {SHELF_OF.format('r.')}"
"""What an index tells of each report."""


class ValueLine(NamedTuple):
    """A report and its values."""

    shelf: int
    """Its place, by which its id is found."""
    edition: str
    """Of its tables; empty where it prints tables of both, or is older than the form."""
    values: tuple[_Value, ...]
    """Of each thing asked the value, an amount in its unit; or `no_cell`, `no_field`, `unit_not_printed`."""
    unit: str | None = None
    """Of the amount among them: an edition has no more than one. None where it is 0 and none is printed."""
    figures: tuple[int, ...] = ()
    """How many figures there are of each value; empty where there are as many as the form has cells."""
    units: tuple[str | None, ...] = ()
    """Of each value, in place of `unit`, where tables of both editions may print two amounts; else empty."""

    @property
    def whole(self) -> bool:
        """Everything asked has a value."""
        return str not in map(type, self.values)

    def unit_of(self, n: int) -> str | None:
        """Of the value of that number, which is an amount; None where it is 0 and none is printed."""
        return self.units[n] if self.units else self.unit

    @property
    def year(self) -> int | None:
        """Of the report, where it is known."""
        return self.shelf // SHELF % SHELVES or None


def lines(library: Library, asked: Sequence[Asked], where: Where = _ALL) -> list[ValueLine]:
    """The reports meant, by agency, year and id. Raises Usage where an amount is to be added to something else."""
    meant, values = condition(where, listed_first=True)
    listed = f"from report r indexed by report_listed where {meant} order by r.agency, r.year, r.id"
    with library.moment():
        shelves = [shelf for (shelf,) in library.select(f"{_PLACE} {listed}", values)]
        read = _at_large(library, where, len(shelves))
        kinds = [editions for (editions,) in library.select("select distinct editions from tally where reports > 0")]
        found: dict[int, ValueLine] = {}
        for editions in kinds:
            found.update((line.shelf, line) for line in _of_kind(library, asked, read, editions, mixed=MIXED in kinds))
    return [found[shelf] for shelf in shelves]


def _at_large(library: Library, where: Where, number: int) -> Where:
    """Every report of the years, where so many of them are meant that the strips are read sooner than these alone."""
    every = Where(years=where.years, active=where.active)
    meant, values = condition(every)
    ((reports,),) = library.select(f"select coalesce(sum(r.reports), 0) from tally r where {meant}", values)
    return every if number * _PART >= reports else where


def as_printed(library: Library, asked: Sequence[Asked], found: Sequence[ValueLine]) -> list[ValueLine]:
    """The same reports with the decimals of their amounts as printed: 18.8710 is 18.871 on the strips."""
    read: dict[int, ValueLine] = {}
    for edition in form.EDITIONS:
        of = [side(one, edition) for one in asked]
        shelves = [line.shelf for line in found if line.edition == edition]
        read.update((line.shelf, line) for line in _of_rows(of, edition, _rows_at(library, of, shelves)))
    return [read.get(line.shelf, line) for line in found]


def ids(library: Library, shelves: Sequence[int]) -> list[str]:
    """The ids of the reports at some places, in the same order."""
    sql = f"select r.shelf, r.id from json_each(?) j join report r on r.key = j.value % {SHELF}"
    owner: dict[int, str] = dict(library.select(sql, (to_json(list(shelves)),)))
    return [owner[shelf] for shelf in shelves]


def _of_kind(
    library: Library, asked: Sequence[Asked], where: Where, editions: str, *, mixed: bool
) -> Iterator[ValueLine]:
    """The reports whose tables are of just these editions."""
    if editions == MIXED:
        yield from _of_both(library, asked, where)
        return
    edition = next((one for one in form.EDITIONS if editions == to_json([one])), None)
    if edition is None:
        yield from _of_none(library, asked, where, editions)
        return
    of = [side(one, edition) for one in asked]
    seen = list(_on_sheets(library, of, edition, where, mixed=mixed))
    yield from seen
    begin, values = reports_of(editions, where)
    ((number,),) = library.select(f"select count(*) {begin}", values)
    if number > len(seen):
        there = {line.shelf for line in seen}
        missing = [shelf for (shelf,) in library.select(f"{_PLACE} {begin}", values) if shelf not in there]
        yield from _of_rows(of, edition, _rows_at(library, of, missing))


def _of_both(library: Library, asked: Sequence[Asked], where: Where) -> Iterator[ValueLine]:
    """There are few that print tables of both editions."""
    meant, values = condition(where, listed_first=True)
    meant = f"r.editions = '{MIXED}' and {meant}"
    shelves = library.select(f"select r.shelf from report r where {meant} order by r.agency, r.year, r.id", values)
    by_asked = [[outcome for _, outcome in judged(library, one, meant, values)] for one in asked]
    for (shelf,), *outcomes in zip(shelves, *by_asked, strict=True):
        units = tuple(one.unit if isinstance(one, Read) and one.unit in FEN else None for one in outcomes)
        yield ValueLine(shelf, "", tuple(one.value if isinstance(one, Read) else one for one in outcomes), units=units)


def _of_none(library: Library, asked: Sequence[Asked], where: Where, editions: str) -> Iterator[ValueLine]:
    """A report without tables is older than the form, or lost those of the first edition."""
    first = form.EDITIONS[0]
    lost = tuple(LOST if side(one, first) else NOT_ASKED for one in asked)
    older, nothing = (NOT_ASKED,) * len(asked), (0,) * len(asked)
    begin, values = reports_of(editions, where)
    for (shelf,) in library.select(f"{_PLACE} {begin}", values):
        line = ValueLine(shelf, first, lost, figures=nothing)
        yield line if line.year is None or line.year >= int(first) else ValueLine(shelf, "", older)


def _on_sheets(
    library: Library, of: Sequence[Side | None], edition: str, where: Where, *, mixed: bool
) -> Iterator[ValueLine]:
    """The reports of an edition that are on every sheet on which something asked stands."""
    asking = [one for one in of if one]
    if not asking:
        return
    joint = _joint(asking)
    whole, bays, rest = _in_pieces(library, of, edition, where)
    yield from whole
    yield from _of_rows(of, edition, _rows_at(library, of, rest))
    begin, values = source(joint, where, mixed=mixed, without=bays)
    yield from _of_rows(of, edition, library.select(f"select {_read(asking, joint)} {begin}", values))


def _joint(asking: Sequence[Side]) -> Side:
    """All that is asked of an edition, as one."""
    tables = tuple(dict.fromkeys(table for one in asking for table in one.tables))
    return Side(asking[0].edition, tables, tuple(cell for one in asking for cell in one.cells), None)


def _read(asking: Sequence[Side], joint: Side) -> str:
    """SQL for a report's place, the unit and the decimals of its amount, and its cells."""
    unit, places = next((one.money for one in asking if one.unit is None), ("null", "null"))
    return f"{joint.key}, {unit}, {places}, {', '.join(joint.cells)}"


def _rows_at(library: Library, of: Sequence[Side | None], shelves: Sequence[int]) -> list[Any]:
    """The same of the reports at some places, whichever of the sheets they are on."""
    asking = [one for one in of if one]
    if not asking or not shelves:
        return [(shelf,) for shelf in shelves]
    joint = _joint(asking)
    read = _read(asking, joint).replace(joint.key, "j.value", 1)
    joined = " ".join(f"left join {table} on {table}.key = j.value" for table in joint.tables)
    return library.select(f"select {read} from json_each(?) j {joined}", (to_json(list(shelves)),))


def _of_rows(of: Sequence[Side | None], edition: str, rows: Iterable[Sequence[Any]]) -> Iterator[ValueLine]:
    """Reports from their cells."""
    at, cells = 3, []
    for one in of:
        cells.append((one, at, at + len(one.cells) if one else at))
        at = cells[-1][2]
    whole = tuple(len(one.cells) if one else 0 for one in of)
    for row in rows:
        unit, values = None, list[_Value]()
        figures = tuple(sum(cell is not None for cell in row[start:end]) for _, start, end in cells)
        figures = () if figures == whole else figures
        for one, start, end in cells:
            if one and one.unit and set(map(type, row[start:end])) == _WHOLE:
                values.append(sum(row[start:end]))
                continue
            outcome = of_cells(row[0], one, (*row[1:3], *row[start:end])) if one else NOT_ASKED
            values.append(outcome if isinstance(outcome, str) else outcome.value)
            if one and one.unit is None and not isinstance(outcome, str):
                unit = outcome.unit
        yield ValueLine(row[0], edition, tuple(values), unit, figures)


def _in_pieces(
    library: Library, of: Sequence[Side | None], edition: str, where: Where
) -> tuple[list[ValueLine], list[int], list[int]]:
    """(reports whose cells are all whole numbers, the bays that are read, the places of the others there)."""
    asking = [one for one in of if one]
    read = [pieces.pieces(library, one, where) for one in asking]
    bays = [bay for bay in read[0][1] if all(bay in whole for _, whole in read[1:])]
    by_bay = [{piece.bay: piece for piece in found} for found, _ in read]
    made, rest = list[ValueLine](), list[int]()
    for bay in bays:
        found = [one[bay] for one in by_bay if bay in one]
        if len(found) < len(asking):
            continue
        places = [pieces.shelves(library, one, p, range(len(p.numbers))) for one, p in zip(asking, found, strict=True)]
        apart = {at[n] for piece, at in zip(found, places, strict=True) for n in piece.apart}
        columns = [_column(one, piece) for one, piece in zip(asking, found, strict=True)]
        for one, piece, at in zip(asking, found, tuple(places), strict=True):
            if piece.units is not None and one.unit is None:
                places.append(at)
                columns.append([UNITS[unit] for unit in piece.units])
        for shelf, values in _beside(places, columns):
            if shelf in apart:
                rest.append(shelf)
            else:
                made.append(_line(of, edition, shelf, values))
    return made, bays, rest


def _column(of: Side, piece: Piece) -> list[Any]:
    """The values of a piece, amounts in their units."""
    lowest = piece.lowest
    if piece.units is None:
        return [number + lowest for number in piece.numbers] if lowest else list(piece.numbers)
    fen = [FEN[unit] if unit else 1 for unit in UNITS]
    return [Decimal(number + lowest) / fen[unit] for number, unit in zip(piece.numbers, piece.units, strict=True)]


def _beside(places: Sequence[Sequence[int]], columns: Sequence[Sequence[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """(place, values) of the reports that are in every column, whose places are told for each."""
    first, *others = places
    if all(at == first for at in others):
        yield from zip(first, zip(*columns, strict=True), strict=True)
        return
    by_place = [dict(zip(at, column, strict=True)) for at, column in zip(places, columns, strict=True)]
    for shelf in first:
        if all(shelf in column for column in by_place):
            yield shelf, tuple(column[shelf] for column in by_place)


def _line(of: Sequence[Side | None], edition: str, shelf: int, values: tuple[Any, ...]) -> ValueLine:
    """What is asked in its order; units follow the values where an amount is among them."""
    if len(values) == len(of) and all(of):
        return ValueLine(shelf, edition, values)
    own = iter(values)
    told = tuple(next(own) if one else NOT_ASKED for one in of)
    return ValueLine(shelf, edition, told, next(own, None))
