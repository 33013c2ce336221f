"""Sums, ranks and conditions over the reports of a library, in SQL over the sheets: exact, and no figure is made.

`Asked` says what is added up in each report, `Where` which reports are meant. A report of which one cell is blank,
lost or unreadable has no value; one whose edition does not have the cell is not asked; an amount other than 0 whose
unit is not printed cannot be added. Each is counted apart, never as 0. Amounts in 元 and 万元 are added, ranked and
compared exactly.

Whole numbers are added by SQLite, the few others here, as Decimal. The rare reports that print tables of both
editions are read one by one.
"""

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from corpus import form
from corpus.library import pieces
from corpus.library.asking import Asked, Side, in_order, is_of_years, limits, sides, source, standing_at
from corpus.library.judging import EXACT, LOST, NO_UNIT, NOT_ASKED, Outcome, Read, added, judged, whole
from corpus.library.outcomes import Found, Left, Part, Ranking, Share, Total, Value
from corpus.library.packing import to_json
from corpus.library.pieces import Piece
from corpus.library.sheets import FEN, MIXED, SHELF, SHELVES
from corpus.library.store import Library
from corpus.library.where import Where, condition

__all__ = [
    "Asked",
    "Found",
    "Left",
    "Part",
    "Ranking",
    "Share",
    "Total",
    "Value",
    "first",
    "left_out",
    "meeting",
    "middle",
    "parts_meeting",
    "sizes",
    "total",
    "years",
]

Bounds = Sequence[tuple[str, Decimal]]
"""(`>`, `>=`, `<`, `<=`, `=` or `!=`, limit): all are to be met. The limit of an amount is in 元."""
_ALL = Where()
_MANY = 20
"""Of so many times more than are to be listed the first are met soon in the reports' order."""
MEETS: dict[str, Callable[[int | Decimal, Decimal], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
}


_Part = tuple[str, str | None, int, int | Decimal, int]
"""Values that were added up: edition, unit, reports, size, reports with an inferred cell."""


def total(library: Library, asked: Asked, where: Where = _ALL) -> Total:
    """The sum over the reports meant. Raises Usage where an amount is to be added to something else."""
    mixed = _mixed(library, asked, where)
    held = _held(library, asked, where, mixed)
    parts = [part for one in held for part in _parts(library, one)]
    unitless = sum(_unitless(library, one) for one in held if one.of.unit is None)
    expected, outside = _expected(library, asked, where)
    lost = expected - sum(reports for _, _, reports, _, _ in parts) - unitless
    parts += [(of.edition, of.unit, 1, of.size, of.inferred) for of in mixed if isinstance(of, Read)]
    shares = _shares(asked, parts)
    units = {share.unit for share in shares if share.unit in FEN or not _is_amount(asked)}
    unit = "万元" if len(units) > 1 and _is_amount(asked) else next(iter(units), None)
    with localcontext(EXACT):
        value = _in_unit(sum((Decimal(size) for *_, size, _ in parts), Decimal(0)), unit, asked)
    return Total(
        value=value,
        unit=unit,
        read=sum(reports for _, _, reports, _, _ in parts),
        inferred=sum(inferred for *_, inferred in parts),
        no_cell=lost + mixed.count(LOST),
        no_field=outside + mixed.count(NOT_ASKED),
        unit_not_printed=unitless + mixed.count(NO_UNIT),
        shares=shares,
    )


def first(library: Library, asked: Asked, where: Where = _ALL, number: int = 10, *, least: bool = False) -> Ranking:
    """The reports with the highest values, or with the lowest; `number` is at least 1. Raises Usage as `total` does."""
    mixed = _mixed(library, asked, where)
    held = _held(library, asked, where, mixed)
    odd = _odd(library, held, mixed)
    found = [*odd]
    for one in held:
        sql = f"{_select(one.of)} {one.begin} and {one.of.whole} order by size {'' if least else 'desc'} limit ?"
        # One more than asked for tells whether others are level with the last.
        found += [whole(one.of, row) for row in library.select(sql, (*one.values, number + 1))]
        found += _wholes(library, one.of, pieces.best(one.pieces, number + 1, least=least))
    if not found:
        return Ranking((), 0)
    found.sort(key=lambda read: read.size, reverse=not least)
    last = found[min(number, len(found)) - 1].size
    ahead = [read for read in found if (read.size < last if least else read.size > last)]
    level = _named(library, [read for read in found if read.size == last])
    tied = len(level)
    if len(ahead) + tied > number:
        same = [("=", Decimal(last))]
        tied, level = _meeting(library, held, where, same, odd, number - len(ahead))
    named = sorted(zip(ahead, _named(library, ahead), strict=True), key=lambda pair: _order(pair[1]))
    named.sort(key=lambda pair: pair[0].size, reverse=not least)
    return Ranking((*(value for _, value in named), *sorted(level, key=_order)), tied)


def meeting(library: Library, asked: Asked, where: Where = _ALL, bounds: Bounds = (), most: int | None = None) -> Found:
    """The reports whose value meets every bound; without bounds all that have a value, no more listed than `most`.

    Raises Usage as `total` does.
    """
    mixed = _mixed(library, asked, where)
    held = _held(library, asked, where, mixed)
    reports, values = _meeting(library, held, where, _scaled(asked, bounds), _odd(library, held, mixed), most)
    return Found(reports, tuple(values))


def parts_meeting(library: Library, asked: Asked, where: Where, bounds: Bounds) -> tuple[Part, ...]:
    """What the values that meet every bound add up to, by edition, unit and year. Raises Usage as `total` does."""
    mixed = _mixed(library, asked, where)
    scaled, held = _scaled(asked, bounds), _held(library, asked, where, mixed)
    found: list[tuple[str, str | None, int, int, int | Decimal]] = [
        (read.edition, read.unit, read.shelf // SHELF % SHELVES, 1, read.size)
        for read in _odd(library, held, mixed)
        if all(MEETS[sign](read.size, limit) for sign, limit in scaled)
    ]
    for one in held:
        of = one.of
        within, limited = limits(of, scaled)
        unit = f"iif({of.known}, {of.money[0]}, null)" if of.unit is None else f"'{of.unit}'"
        each = f"{unit}, {of.key} / {SHELF} % {SHELVES}, count(*), sum({of.sum})"
        sql = f"select {each} {one.begin} and {of.whole} and {within} group by 1, 2"
        found += [(of.edition, *row) for row in library.select(sql, (*one.values, *limited))]
        for piece in one.pieces:
            found += [(of.edition, of.unit or u, piece.shelf, n, size) for u, n, size in pieces.parts(piece, scaled)]
    together: dict[tuple[str, str | None, int], tuple[int, Decimal]] = {}
    with localcontext(EXACT):
        for edition, money, year, number, size in found:
            reports, before = together.get((edition, money, year), (0, Decimal(0)))
            together[edition, money, year] = reports + number, before + size
        return tuple(
            Part(edition, money, year or None, reports, _in_unit(size, money, asked))
            for (edition, money, year), (reports, size) in together.items()
        )


def years(library: Library, asked: Asked, where: Where, candidates: Sequence[int]) -> frozenset[int | None]:
    """Of which of some years the reports are that have a value, or of an unknown one where no year is meant."""
    if not is_of_years(where):
        return frozenset(part.year for part in parts_meeting(library, asked, where, ()))
    unknown = () if where.years else (0,)
    found = (year for year in (*candidates, *unknown) if _has_value(library, asked, replace(where, years=(year,))))
    return frozenset(year or None for year in found)


def _has_value(library: Library, asked: Asked, where: Where) -> bool:
    for of in sides(asked):
        begin, values = source(of, where, mixed=False)
        if library.select(f"select 1 {begin} and {of.read} limit 1", values):
            return True
    return False


def middle(library: Library, asked: Asked, where: Where = _ALL) -> tuple[Value, ...]:
    """A value in the middle, or two that stand there; () where there is none. Raises Usage as `total` does."""
    mixed = _mixed(library, asked, where)
    held = _held(library, asked, where, mixed)
    odd = _odd(library, held, mixed)
    sizes = sorted(_sizes(library, held, odd))
    near = sizes[(len(sizes) - 1) // 2 : len(sizes) // 2 + 1]
    found = [_meeting(library, held, where, [("=", Decimal(size))], odd, len(near))[1] for size in near]
    # Of two that are equal each is told.
    return tuple(values[min(n, len(values) - 1) if near[0] == near[-1] else 0] for n, values in enumerate(found))


def sizes(library: Library, asked: Asked, where: Where = _ALL) -> list[int | Decimal]:
    """Every value, in no order; of amounts their 分. Raises Usage as `total` does."""
    mixed = _mixed(library, asked, where)
    held = _held(library, asked, where, mixed)
    return _sizes(library, held, _odd(library, held, mixed))


def _sizes(library: Library, held: "Sequence[_Held]", odd: Sequence[Read]) -> list[int | Decimal]:
    found: list[int | Decimal] = [read.size for read in odd]
    for one in held:
        found += pieces.sizes(one.pieces)
        sql = f"select {one.of.sum} {one.begin} and {one.of.whole}"
        found += [size for (size,) in library.select(sql, one.values)]
    return found


def left_out(library: Library, asked: Asked, where: Where = _ALL, most: int | None = None) -> tuple[Left, ...]:
    """The reports meant that have no value, and why, by agency, year and id; no more than `most`."""
    meant, values = condition(where, listed_first=True)
    without = " and ".join(f"not coalesce({of.read}, 0)" for of in sides(asked)) or "1"
    of_one = judged(library, asked, f"{meant} and r.editions <> '{MIXED}' and {without}", values, most)
    of_both = judged(library, asked, f"{meant} and r.editions = '{MIXED}'", values)
    found = [Left(*of, outcome) for of, outcome in (*of_one, *of_both) if isinstance(outcome, str)]
    return tuple(sorted(found, key=_order)[:most])


@dataclass(frozen=True, slots=True)
class _Held:
    """What is asked of one edition and where it stands, reports of both editions apart."""

    of: Side
    pieces: Sequence[Piece]
    begin: str
    """SQL from `from` on for the reports that are in no piece."""
    values: Sequence[object]


def _held(library: Library, asked: Asked, where: Where, mixed: Sequence[Outcome]) -> list[_Held]:
    found = []
    for of in sides(asked):
        of_bays, bays = pieces.pieces(library, of, where)
        found.append(_Held(of, of_bays, *source(of, where, mixed=bool(mixed), without=bays)))
    return found


def _parts(library: Library, held: _Held) -> Iterator[_Part]:
    """What the reports of one edition add up to, of an amount by unit."""
    of = held.of
    units: list[str | None] = [None, *FEN] if of.unit is None else [of.unit]
    if of.unit is None:
        whole = [f"{of.whole} and not {of.known}", *(f"{of.whole} and {of.money[0]} = '{unit}'" for unit in FEN)]
        each = ", ".join(f"count(*) filter (where {one}), sum({of.sum}) filter (where {one})" for one in whole)
        sql = f"select count(*) filter (where {of.read}), {each} {held.begin}"
    else:
        # The limit, which is none, keeps SQLite from reckoning each of the two anew wherever it is named.
        both = f"select {of.greatest} as greatest, {of.sum} as size {held.begin} limit -1"
        each = "count(*) filter (where greatest < ''), sum(size) filter (where greatest < '')"
        sql = f"select count(*) filter (where greatest < x''), {each} from ({both})"
    ((read, *sums),) = library.select(sql, held.values)
    for unit, reports, size in zip(units, sums[::2], sums[1::2], strict=True):
        if reports:
            yield of.edition, unit, reports, size, 0
    for piece in held.pieces:
        yield from ((of.edition, of.unit or unit, n, size, 0) for unit, n, size in pieces.parts(piece, ()))
    for one in _not_whole(library, held, loose=read > sum(sums[::2])):
        yield of.edition, one.unit, 1, one.size, one.inferred


def _not_whole(library: Library, held: _Held, *, loose: bool = True) -> Iterator[Read]:
    """The values that are not all integers; without `loose`, of those in no piece there are none."""
    of = held.of
    each = f"select {of.key}, {of.money[0]}, {', '.join(of.cells)}"
    rows = library.select(f"{each} {held.begin} and {of.odd}", held.values) if loose else []
    shelves = [shelf for piece in held.pieces for shelf in pieces.shelves(library, of, piece, piece.odd)]
    if shelves:
        rows += library.select(f"{each} {standing_at(of)} where {of.odd}", (to_json(shelves),))
    for shelf, unit, *row in rows:
        yield added(shelf, of, unit, row)


def _wholes(library: Library, of: Side, found: Iterable[tuple[Piece, Sequence[int]]]) -> list[Read]:
    """The values of some of the numbers of pieces."""
    shelves = [shelf for piece, at in found for shelf in pieces.shelves(library, of, piece, at)]
    rows = library.select(f"{_select(of)} {standing_at(of)}", (to_json(shelves),)) if shelves else ()
    return [whole(of, row) for row in rows]


def _select(of: Side) -> str:
    return f"select {of.key} as shelf, {of.sum} as size, {', '.join(of.money)}"


def _odd(library: Library, held: Sequence[_Held], mixed: Sequence[Outcome]) -> list[Read]:
    """The values that are not compared as integers: of cells that are not all such, of reports of both editions."""
    apart = [read for one in held for read in _not_whole(library, one)]
    return [*apart, *(read for read in mixed if isinstance(read, Read))]


def _meeting(
    library: Library, held: Sequence[_Held], where: Where, bounds: Bounds, odd: Sequence[Read], most: int | None
) -> tuple[int, list[Value]]:
    """How many values meet every bound, and the first of them by agency, year and id."""
    found = [read for read in odd if all(MEETS[sign](read.size, limit) for sign, limit in bounds)]
    reports = len(found)
    for one in held:
        of = one.of
        within, limited = limits(of, bounds)
        rows = f"{one.begin} and {of.whole} and {within}"
        loose = library.select(f"select count(*) {rows}", (*one.values, *limited))[0][0]
        of_pieces = [(piece, numbers) for piece in one.pieces if (numbers := pieces.meeting(piece, bounds))]
        here = loose + sum(len(numbers) for _, numbers in of_pieces)
        reports += here
        if most is not None and here > _MANY * most:
            begin, values = in_order(of, where)
            listed = f"{_select(of)} {begin} and {of.whole} and {within} order by r.agency, r.year, r.id limit ?"
            found += [whole(of, row) for row in library.select(listed, (*values, *limited, most))]
            continue
        if loose:
            found += [whole(of, row) for row in library.select(f"{_select(of)} {rows}", (*one.values, *limited))]
        found += _wholes(library, of, of_pieces)
    named = sorted(_named(library, found), key=_order)
    return reports, named[:most]


def _named(library: Library, found: Sequence[Read]) -> list[Value]:
    """Whose values they are, in the same order."""
    sql = f"select r.shelf, r.id, r.agency, r.year from json_each(?) j join report r on r.key = j.value % {SHELF}"
    owner = {shelf: of for shelf, *of in library.select(sql, (to_json([read.shelf for read in found]),))}
    return [
        Value(id_, agency, year, read.edition, read.value, read.unit, read.inferred)
        for read in found
        for id_, agency, year in [owner[read.shelf]]
    ]


def _order(one: Value | Left) -> tuple[str, int, str]:
    """As reports are listed; those of no known year first."""
    return one.agency, -1 if one.year is None else one.year, one.report


def _mixed(library: Library, asked: Asked, where: Where) -> list[Outcome]:
    """What the reports of both editions answer; there are few, and none in most libraries."""
    if not library.select(f"select 1 from report where editions = '{MIXED}' limit 1"):
        return []
    meant, values = condition(where, listed_first=True)
    return [outcome for _, outcome in judged(library, asked, f"r.editions = '{MIXED}' and {meant}", values)]


def _expected(library: Library, asked: Asked, where: Where) -> tuple[int, int]:
    """How many reports of no more than one edition are asked it, and how many are not."""
    meant, values = condition(where)
    kinds = [f"r.editions = '{to_json([edition])}'" for edition in form.EDITIONS]
    before = f"r.editions = '[]' and r.year between 1 and {int(form.EDITIONS[0]) - 1}"
    # How many there are of each year is kept.
    table, number = ("tally", "coalesce(sum(r.reports){}, 0)") if is_of_years(where) else ("report", "count(*){}")
    counted = ", ".join(
        number.format(f" filter (where {kind})") for kind in (f"r.editions <> '{MIXED}'", *kinds, before)
    )
    ((every, *by_edition, older),) = library.select(f"select {counted} from {table} r where {meant}", values)
    lost = every - sum(by_edition) - older
    # A report that lost its tables is held to be of the first edition.
    by_edition[0] += lost
    asking = {of.edition for of in sides(asked)}
    expected = sum(n for edition, n in zip(form.EDITIONS, by_edition, strict=True) if edition in asking)
    return expected, every - expected


def _unitless(library: Library, held: _Held) -> int:
    """Reports of one edition with an amount that cannot be added."""
    sql = f"select count(*) {held.begin} and {held.of.cells[0]} < x'' and not {held.of.read}"
    loose = int(library.select(sql, held.values)[0][0])
    return loose + sum(piece.unitless for piece in held.pieces)


def _shares(asked: Asked, parts: Sequence[_Part]) -> tuple[Share, ...]:
    """The parts of one edition and unit as one."""
    reports: Counter[tuple[str, str | None]] = Counter()
    sizes: dict[tuple[str, str | None], Decimal] = {}
    with localcontext(EXACT):
        for edition, unit, number_, size, _ in parts:
            reports[edition, unit] += number_
            sizes[edition, unit] = sizes.get((edition, unit), Decimal(0)) + size
        return tuple(Share(*of, reports[of], _in_unit(size, of[1], asked)) for of, size in sizes.items())


def _scaled(asked: Asked, bounds: Bounds) -> list[tuple[str, Decimal]]:
    """The bounds by which sizes are compared, of amounts in 分."""
    scale = FEN["元"] if _is_amount(asked) else 1
    return [(sign, limit * scale) for sign, limit in bounds]


def _is_amount(asked: Asked) -> bool:
    return any(of.unit is None for of in sides(asked))


def _in_unit(size: Decimal, unit: str | None, asked: Asked) -> Decimal:
    """A sum as people say it: of an amount in the unit, without zeros at its end."""
    if not _is_amount(asked):
        return size
    value = (size / FEN.get(unit or "", 1)).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value
