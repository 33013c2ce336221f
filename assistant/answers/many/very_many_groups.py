"""Groups of very many reports: their values as plain numbers, and the cells of the first of each group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from assistant.answer import Answer, Skipped
from assistant.answers import boundary, cells, compose, notes
from assistant.answers.cells import YUAN, Cell
from assistant.answers.many.abreast import Abreast
from assistant.answers.many.pool import Pool, amounts
from corpus import form
from corpus.library import census
from corpus.library.abreast import ValueLine
from corpus.library.census import Seat
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.sums import Asked
from corpus.report import Figure, Note

_NAMED = 100
"""So many of those left out of a group are named; each is counted."""


class Of(Pool):
    """The values of a group. None of its cells is at hand, and what is to be said of them is said of all groups.

    Without a `unit` they are amounts, each in its own.
    """

    def __init__(self, abreast: Abreast, unit: str | None, group: Sequence[tuple[Seat, ValueLine]]) -> None:
        super().__init__(())
        self._abreast = abreast
        self.lines = [line for _, line in group if line.whole]
        self.agencies = tuple(dict.fromkeys(seat.agency for seat, line in group if line.whole))
        self._units = () if unit else tuple(line.unit_of(0) for line in self.lines)
        if self._units and len(self.lines) <= compose.FORMULA_OPERANDS:
            # Each of so few is written out.
            self.lines = abreast.as_printed(self.lines)
        values = [Decimal(line.values[0]) for line in self.lines]
        self.unit, self.values = (unit, values) if unit else amounts(values, self._units)
        self.unit = self.unit if self.lines else None
        lost = [(seat, str(line.values[0])) for seat, line in group if not line.whole]
        self.left_out = [Skipped(seat.agency, seat.year, why) for seat, why in lost[:_NAMED]]
        self.numbers = tuple(Counter(why for _, why in lost).items()) if len(lost) > _NAMED else ()

    @property
    def number(self) -> int:
        """How many reports have a value."""
        return len(self.lines)

    @property
    def reports(self) -> int:
        """The same: a report has one."""
        return self.number

    @property
    def figures(self) -> int:
        """On how many figures they rest."""
        return self._abreast.figures(self.lines)

    @property
    def converted(self) -> bool:
        """Amounts in several printed units were made one."""
        return len({unit for unit in self._units if unit in YUAN}) > 1

    @property
    def years(self) -> frozenset[int | None]:
        """Of which years the reports are."""
        return frozenset(line.year for line in self.lines)

    @property
    def editions(self) -> frozenset[str]:
        """Which editions of the form the cells are of."""
        return self._abreast.editions(self.lines)

    def disputed(self, library: Library, language: str) -> list[Note]:
        """Nothing: `Seated.shown` says it of all groups."""
        return []


class Seated:
    """The reports of a question with their values and where their agencies are, in the reports' order."""

    def __init__(self, reports: Reports, row: str, column: str) -> None:
        self._abreast = Abreast(reports, [(row, column)])
        self.seats = census.seats(reports.library, reports.where)
        """Where they are, in the same order."""
        self._every = list(zip(self.seats, self._abreast.lines, strict=True))
        self._asked = Asked((row,), column)

    def pool(self, group: Sequence[int]) -> Of:
        """The values of the reports at some positions."""
        return Of(self._abreast, self._unit, [self._every[n] for n in group])

    def named(self, made: Answer, pool: Of) -> Answer:
        """The answer of a group, which says whose reports it is of; without a value all of them are left out."""
        read = made.coverage if made.value is not None else replace(made.coverage, read=0)
        return replace(made, reading=replace(made.reading, agencies=pool.agencies), coverage=read)

    def shown(
        self, pools: Sequence[Of], others: Sequence[Of], language: str
    ) -> tuple[list[tuple[Figure, ...]], list[Note]]:
        """(the figures of the first reports of each group, of one at least; the notes of all, the others included)."""
        left, kept = boundary.SHOWN, list[list[ValueLine]]()
        for pool in pools:
            kept.append(pool.lines[: max(1, left)])
            left -= len(kept[-1])
        first = [line for mine in kept for line in mine]
        picked = self._abreast.cells(first)
        found = iter(picked)
        figures = [cells.figures_of([next(found) for _ in mine]) for mine in kept]
        rest = [line for pool, mine in zip(pools, kept, strict=True) for line in pool.lines[len(mine) :]]
        rest += [line for pool in others for line in pool.lines]
        return figures, self._notes([*first, *rest], picked, language)

    def _notes(self, every: Sequence[ValueLine], first: Sequence[Cell], language: str) -> list[Note]:
        """The notes of the cells of these reports, of the first of which the cells are at hand."""
        if len(every) <= boundary.SHOWN:
            first = self._abreast.cells(every)
            disputed = compose.disputed(self._abreast.library, first, language)
            carried = list(notes.of_figures(cells.figures_of(first), language))
        else:
            disputed = self._abreast.disputed(every, first, language)
            carried = self._abreast.remarks(every, cells.figures_of(first), language)
        return [*compose.mixes((), self._abreast.editions(every), language), *disputed, *carried]

    @cached_property
    def _unit(self) -> str | None:
        """In what the form counts what is asked."""
        found = [cell for edition in form.EDITIONS for cell in self._asked.cells(edition)]
        return next((form.unit(table, column) for table, _, column in found), None)
