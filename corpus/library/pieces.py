"""What is asked, read from the strips of the bays that are laid out: sizes of reports as plain numbers.

Only a report whose cells are all integers has a size here; which others have a value is told apart.
Whose sizes they are, and how they are printed, is read from the sheets.
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import compress

from corpus.library import strips
from corpus.library.asking import Side, spans, within
from corpus.library.sheets import SHEETS
from corpus.library.store import Library
from corpus.library.strips import BAY, BAYS, POSITION, UNITS, Strip, key, packed, units_of, unpacked, width_of
from corpus.library.where import Where

Bounds = Sequence[tuple[str, Decimal]]
"""As `sums` has them, of amounts in 分."""
_FEW = 10
"""Of fewer than one in so many each is looked at alone."""
_SHIFTED = tuple(bytes(range(n, 256)) + bytes(n) for n in range(len(UNITS)))
"""Bytes with so much added to each."""
_BY_NAME = {sheet.name: (n, sheet) for n, sheet in enumerate(SHEETS)}


@dataclass(frozen=True, slots=True)
class Piece:
    """The sizes of the reports of a bay that are on the sheet, in the order of their keys."""

    bay: int
    lowest: int
    """Is to be added to each of the numbers."""
    top: int
    """None of them is higher."""
    numbers: "bytes | array[int]"
    units: bytes | None
    """Of amounts the number of each one's unit in `UNITS`."""
    apart: frozenset[int]
    """Positions of the reports whose cells are not all integers: what their numbers are means nothing."""
    odd: frozenset[int]
    """Those of them that have a value."""
    unitless: int
    """Reports with an amount that cannot be added."""

    @property
    def shelf(self) -> int:
        """The year of its reports; 0 where it is not known."""
        return self.bay // BAYS


def pieces(library: Library, of: Side, where: Where) -> tuple[list[Piece], list[int]]:
    """(the pieces of the reports meant, the bays of which they hold all)."""
    ends = [(low // BAY, -(-high // BAY)) for low, high in spans(where)]
    sql = "select bay from bay where bay >= ? and bay < ? order by bay"
    bays = [bay for span in ends for (bay,) in library.select(sql, span)]
    if not bays:
        return [], []
    asked = [(name, int(column) + 1) for name, column in (cell.split(".c") for cell in of.cells)]
    read = [_strips(library, ends, *field) for field in asked]
    units = _strips(library, ends, of.tables[0], units_of(_BY_NAME[of.tables[0]][1])) if of.unit is None else {}
    keys = [_strips(library, ends, name, 0) for name in of.tables] if len(of.tables) > 1 else []
    found, whole = [], []
    for bay in bays:
        if len({(of_bay[bay].lowest, of_bay[bay].numbers) if bay in of_bay else None for of_bay in keys}) > 1:
            continue  # Not the same reports are on all of the sheets.
        whole.append(bay)
        if bay in read[0]:
            found.append(_piece([of_bay[bay] for of_bay in read], units.get(bay)))
    return found, whole


def _strips(library: Library, ends: Sequence[tuple[int, int]], sheet: str, field: int) -> dict[int, Strip]:
    """The strips of a column, by bay."""
    sql = (
        "select b.bay, s.reports, s.lowest, s.top, s.width, s.numbers, s.odd, s.gaps, s.unitless "
        f"from bay b cross join strip s on s.key = {key(_BY_NAME[sheet][0], field)} "
        "where b.bay >= ? and b.bay < ?"
    )
    rows = (row for span in ends for row in library.select(sql, span))
    return {row[0]: Strip(*row) for row in rows}


def _piece(strips: Sequence[Strip], units: Strip | None) -> Piece:
    """The sums of the columns, in those reports where each holds an integer."""
    first, top = strips[0], sum(strip.top for strip in strips)
    gaps = frozenset[int]().union(*(unpacked(strip.gaps, POSITION) for strip in strips))
    odd = frozenset[int]().union(*(unpacked(strip.odd, POSITION) for strip in strips)) - gaps
    numbers = _numbers(first) if len(strips) == 1 else _added(strips, top)
    lowest = sum(strip.lowest for strip in strips)
    of_units = bytes(_numbers(units)).translate(_SHIFTED[units.lowest]) if units else None
    return Piece(first.bay, lowest, top, numbers, of_units, gaps | odd, odd, first.unitless)


def _numbers(strip: Strip) -> "bytes | array[int]":
    return unpacked(strip.numbers, strip.width) if strip.width > 1 else strip.numbers or bytes(strip.reports)


def _added(strips: Sequence[Strip], top: int) -> "bytes | array[int]":
    """The columns added up, place by place."""
    reports = strips[0].reports
    if not top:
        return bytes(reports)
    width = max(*(strip.width for strip in strips), width_of(top))
    total = 0
    for strip in (strip for strip in strips if strip.width):
        # No sum is too wide for its place, so that all of them are added at once, as one long number.
        wide = strip.numbers if strip.width == width else packed(_numbers(strip), width)
        total += int.from_bytes(wide, "little")
    added = total.to_bytes(reports * width, "little")
    return unpacked(added, width) if width > 1 else added


def meeting(piece: Piece, bounds: Bounds) -> list[int]:
    """Positions of the numbers that meet every bound."""
    meant = within(bounds)
    but = {number - piece.lowest for number in meant.but}
    found = _from_to(piece, meant.low - piece.lowest, meant.high - piece.lowest)
    return [at for at in found if piece.numbers[at] not in but] if but else found


def _marks(low: int, high: int) -> bytes:
    """1 for each byte from one to another, 0 for the others."""
    return bytes(low) + b"\1" * (high - low + 1) + bytes(255 - high)


def _from_to(piece: Piece, low: int, high: int) -> list[int]:
    """Positions of the numbers from one to another, both included, in order."""
    numbers, apart = piece.numbers, piece.apart
    low, high = max(low, 0), min(high, piece.top)
    if low > high:
        return []
    # The highest byte of each tells of most at once that they are not among them.
    size = 1 if isinstance(numbers, bytes) else numbers.itemsize
    highest = numbers if isinstance(numbers, bytes) else packed(numbers, size)[size - 1 :: size]
    bytes_meant = low >> 8 * (size - 1), high >> 8 * (size - 1)
    near = highest.translate(_marks(*bytes_meant))
    if near.count(1) * _FEW > len(near):
        return [at for at, number in enumerate(numbers) if low <= number <= high and at not in apart]
    found, at = [], near.find(1)
    while at >= 0:
        if low <= numbers[at] <= high and at not in apart:
            found.append(at)
        at = near.find(1, at + 1)
    return found


def parts(piece: Piece, bounds: Bounds) -> Iterator[tuple[str | None, int, int]]:
    """(unit, reports, size) of those that meet every bound; the units of amounts apart."""
    met = meeting(piece, bounds) if bounds else None
    for unit in sorted(set(piece.units)) if piece.units else (0,):
        reports, size = _sum(piece, met) if piece.units is None else _sum_of(piece, piece.units, unit, met)
        if reports:
            yield UNITS[unit], reports, size + piece.lowest * reports


def _sum(piece: Piece, met: Sequence[int] | None) -> tuple[int, int]:
    """(reports, sum of the numbers) of those at some positions, or of all."""
    if met is not None:
        return len(met), sum(piece.numbers[at] for at in met)
    size = sum(piece.numbers) - sum(piece.numbers[at] for at in piece.apart)
    return len(piece.numbers) - len(piece.apart), size


def _sum_of(piece: Piece, units: bytes, unit: int, met: Sequence[int] | None) -> tuple[int, int]:
    """The same, of those in a unit."""
    if met is not None:
        return _sum(piece, [at for at in met if units[at] == unit])
    apart = [at for at in piece.apart if units[at] == unit]
    if units.count(unit) == len(units):
        return _sum(piece, None)
    size = sum(compress(piece.numbers, units.translate(_marks(unit, unit))))
    return units.count(unit) - len(apart), size - sum(piece.numbers[at] for at in apart)


def sizes(found: Sequence[Piece]) -> Iterator[int]:
    """All of them."""
    for piece in found:
        if piece.apart:
            yield from (n + piece.lowest for at, n in enumerate(piece.numbers) if at not in piece.apart)
        else:
            yield from (n + piece.lowest for n in piece.numbers)


def best(found: Sequence[Piece], number: int, *, least: bool) -> list[tuple[Piece, list[int]]]:
    """Positions of the highest numbers, or of the lowest, so many in all; which of those that are level is open."""
    sizes: list[int] = []
    for piece in sorted(found, key=lambda one: one.lowest if least else -one.lowest - one.top):
        edge = piece.lowest if least else piece.lowest + piece.top
        if len(sizes) < number:
            ahead = [n + piece.lowest for at, n in enumerate(piece.numbers) if at not in piece.apart]
        elif edge >= sizes[-1] if least else edge <= sizes[-1]:
            break
        else:
            ahead = [piece.numbers[at] + piece.lowest for at in _ahead(piece, sizes[-1], least=least)]
        sizes = sorted((*sizes, *ahead), reverse=not least)[:number]
    return list(_as_good(found, sizes, least=least)) if sizes else []


def _ahead(piece: Piece, size: int, *, least: bool) -> list[int]:
    last = size - piece.lowest
    return _from_to(piece, 0, last - 1) if least else _from_to(piece, last + 1, piece.top)


def _as_good(found: Sequence[Piece], sizes: Sequence[int], *, least: bool) -> Iterator[tuple[Piece, list[int]]]:
    """Where the first of all sizes are: all that are ahead of the last, and as many level with it as there are."""
    level = sizes.count(sizes[-1])
    for piece in found:
        last = sizes[-1] - piece.lowest
        here = _from_to(piece, last, last)[:level] if level else []
        level -= len(here)
        if there := [*_ahead(piece, sizes[-1], least=least), *here]:
            yield piece, there


def shelves(library: Library, of: Side, piece: Piece, positions: Collection[int]) -> list[int]:
    """The places of the reports at some positions."""
    if not positions:
        return []
    strip = _strips(library, [(piece.bay, piece.bay + 1)], of.tables[0], 0)[piece.bay]
    first, keys = piece.bay * BAY + strip.lowest, _numbers(strip)
    return [first + keys[at] for at in positions]


def lay_out(library: Library, *, every: bool = False) -> None:
    """Lay out the bays where reports came or went, once there are several; `every`: also few, and those not full."""
    for bay in strips.loose(library.select, every=every):
        with library.together():
            strips.lay_out(library.select, bay)
