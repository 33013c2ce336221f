"""The cells of one field over several reports: those with a value, in one unit, and what was left out and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from assistant.answer import Coverage, Reading, Skipped
from assistant.answers import cells, compose
from assistant.answers.cells import YUAN, Cell
from assistant.understanding.bounds import Bound
from corpus import form
from corpus.library.store import Library
from corpus.report import Note


@dataclass(frozen=True, slots=True)
class Ranking:
    """The cells of a pool from the highest or the lowest, with their values in one unit and their ranks."""

    cells: Sequence[Cell]
    values: Sequence[Decimal]
    ranks: Sequence[int]
    kept: int
    """So many, the first, are meant; `cells` holds them, or of very many the first."""
    figures: int
    """On so many figures those that are meant rest."""
    tied: int
    """So many share the last rank, those that are not listed included."""


class Pool:
    """The cells of a question over the reports it covers: those with a value, and those left out with the reason.

    Here all of them are at hand; `very_many.Wide` says the same of very many reports and reads only those it shows.
    """

    def __init__(self, found: Sequence[Cell]) -> None:
        self._found = found
        self.condition = ""
        """What those kept meet, where not all are."""
        self.numbers: tuple[tuple[str, int], ...] = ()
        """(reason, how many are left out for it) where `left_out` holds only the first."""

    @cached_property
    def used(self) -> list[Cell]:
        """Those with a value, an amount also with a unit."""
        return [cell for cell in self._found if cell.value is not None and not is_unitless(cell)]

    @cached_property
    def unitless(self) -> list[Cell]:
        """Amounts other than 0 without a unit of money."""
        return [cell for cell in self._found if is_unitless(cell)]

    @cached_property
    def left_out(self) -> list[Skipped]:
        """Those without a value, then the amounts without a unit."""
        lost = [compose.skipped(cell) for cell in self._found if cell.value is None]
        return lost + [compose.skipped(cell, cells.NO_UNIT) for cell in self.unitless]

    @cached_property
    def unit(self) -> str | None:
        """The unit of the values."""
        return in_one_unit(self.used)[0]

    @cached_property
    def values(self) -> list[Decimal]:
        """The values of those used, in one unit."""
        return in_one_unit(self.used)[1]

    @property
    def number(self) -> int:
        """How many cells have a value."""
        return len(self.used)

    @property
    def distinct(self) -> frozenset[Decimal]:
        """The values, each once, in one unit."""
        return frozenset(self.values)

    @property
    def reports(self) -> int:
        """Of how many reports they are."""
        return len({cell.entry.report for cell in self.used})

    @property
    def bodies(self) -> int:
        """Of how many agencies."""
        return len({cell.entry.agency for cell in self.used})

    @property
    def figures(self) -> int:
        """On how many figures they rest."""
        return len(cells.figures_of(self.used))

    @property
    def total(self) -> Decimal:
        """The sum of the values."""
        return sum(self.values, Decimal(0))

    @property
    def middle(self) -> tuple[Decimal, ...]:
        """The value in the middle, or the two that stand there."""
        ordered = sorted(self.values)
        return tuple(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])

    @property
    def converted(self) -> bool:
        """Amounts in several printed units were made one."""
        return len({cell.unit for cell in self.used if cell.unit}) > 1

    @property
    def years(self) -> frozenset[int | None]:
        """Of which years the reports are."""
        return frozenset(cell.entry.year for cell in self.used)

    @property
    def editions(self) -> frozenset[str]:
        """Which editions of the form the cells are of."""
        return frozenset(cell.edition for cell in self.used)

    def disputed(self, library: Library, language: str) -> list[Note]:
        """A note where the prose of a report gives another number for its cell."""
        return compose.disputed(library, self.used, language)

    def remarks(self, language: str) -> list[Note]:
        """Notes of cells that are not shown; here all are."""
        return []

    def best(self, number: int, *, least: bool) -> "Pool":
        """The pool of no more than the first so many; what was left out before stays named."""
        order = sorted(range(len(self.used)), key=lambda n: self.values[n] if least else -self.values[n])
        kept = Pool([self.used[n] for n in order[:number]])
        kept.left_out, kept.numbers = self.left_out, self.numbers
        return kept

    def ranking(self, places: Sequence[int], *, rising: bool) -> "Ranking":
        """The cells in order, equal ones on one rank and in the order of the reports.

        Where ranks are asked for in `places`, those up to the last of them are meant, else all.
        """
        order = sorted(range(len(self.used)), key=lambda n: (self.values[n], n) if rising else (-self.values[n], n))
        values = [self.values[n] for n in order]
        ranks = compose.ranks(values)
        kept = sum(1 for rank in ranks if rank <= max(places)) if places else len(order)
        cells_in_order = [self.used[n] for n in order]
        figures = len(cells.figures_of(cells_in_order[:kept]))
        return Ranking(cells_in_order, values, ranks, kept, figures, ranks.count(ranks[-1]) if ranks else 0)

    def where(self, bounds: Sequence[Bound]) -> "Pool":
        """The pool of those whose value meets every condition; what was left out stays named."""
        kept = Pool([c for c, v in zip(self.used, self.values, strict=True) if cells.meets(bounds, v, self.unit)])
        kept.left_out, kept.numbers, kept.condition = self.left_out, self.numbers, cells.told(bounds)
        return kept

    def every_year(self, years: Collection[int]) -> "Pool":
        """The pool of the agencies that are in it with each of the years: 两年都超过50的."""
        found: dict[str, set[int | None]] = {}
        for cell in self.used:
            found.setdefault(cell.entry.agency, set()).add(cell.entry.year)
        kept = Pool([cell for cell in self.used if found[cell.entry.agency].issuperset(years)])
        kept.left_out, kept.numbers, kept.condition = self.left_out, self.numbers, self.condition
        return kept

    @property
    def coverage(self) -> Coverage:
        """How many were read, and what was left out."""
        return Coverage(self.reports, tuple(self.left_out), self.numbers)


def is_amount(column: str) -> bool:
    """The column holds amounts of money."""
    return column in (form.FEE_AMOUNT, form.PURCHASE_AMOUNT)


def is_unitless(cell: Cell) -> bool:
    """An amount other than 0 without a unit of money: 12 is not to be added to 万元, nor is 12项."""
    return bool(cell.value) and is_amount(cell.column) and cell.unit not in YUAN


def in_unit(value: Decimal, unit: str | None, wanted: str | None) -> Decimal:
    """An amount in another unit of money; what has none, or is none, as it is."""
    if unit == wanted or not value or unit not in YUAN or wanted not in YUAN:
        return value
    return value * YUAN[unit or ""] / YUAN[wanted or ""]


def in_one_unit(used: Sequence[Cell]) -> tuple[str | None, list[Decimal]]:
    """The common unit and the values in it; amounts in several printed units are converted to 万元."""
    values = [cell.value or Decimal(0) for cell in used]
    if used and is_amount(used[0].column):
        return amounts(values, [cell.unit for cell in used])
    units = {cell.unit for cell in used if cell.unit}
    # Of counters the form has one a column.
    return next(iter(units), None) if len(units) < 2 else used[0].unit, values


def amounts(values: Sequence[Decimal], units: Sequence[str | None]) -> tuple[str | None, list[Decimal]]:
    """(the unit of all, the amounts in it): that which is printed, or 万元 where several are. A 0 may have none."""
    printed = {unit for unit in units if unit in YUAN}
    unit = "万元" if len(printed) > 1 else next(iter(printed), None)
    if len(printed) < 2:
        return unit, list(values)
    return unit, [in_unit(value, own, unit) for value, own in zip(values, units, strict=True)]


def extra(library: Library, pool: Pool, language: str) -> list[Note]:
    """Notes that the operands are mixed or disputed."""
    mixes = compose.mixes(pool.years, pool.editions, language)
    return [*mixes, *pool.disputed(library, language)]


def reading(operation: str, pool: Pool, row: str, column: str) -> Reading:
    """How the question was read, with the years of all of the pool and the agencies of those shown."""
    read = compose.reading(operation, [cell.entry for cell in pool.used], row, column)
    return replace(read, years=tuple(sorted(year for year in pool.years if year is not None)))
