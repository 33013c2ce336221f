"""The pool of a question over very many reports: the library adds, orders and compares, and a few cells are read."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from assistant.answer import Skipped
from assistant.answers import boundary, cells, compose, notes
from assistant.answers.cells import YUAN, Cell
from assistant.answers.many.pool import Pool, Ranking, in_unit, is_amount
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import heard, sums
from corpus.library.heard import Heard
from corpus.library.remarks import DISPUTED
from corpus.library.reports import Reports
from corpus.library.sheets import FEN
from corpus.library.store import Library
from corpus.library.sums import Asked, Part, Total, Value
from corpus.library.where import Where
from corpus.report import Note

_NAMED = 100
"""So many of those left out are named; each is counted."""


class Wide(Pool):
    """The values of rows of the form, added up in each of very many reports; those that meet bounds where there are.

    Its cells are only the first: `used` with `values`, `unitless` and `left_out`.
    """

    def __init__(self, reports: Reports, asked: Asked, total: Total, bounds: Sequence[Bound] = ()) -> None:
        super().__init__(())
        self._reports, self._asked, self._total, self._bounds = reports, asked, total, tuple(bounds)
        self._library, self._where = reports.library, reports.where
        self.unit = total.unit
        self.condition = cells.told(bounds)
        reasons = ("no_field", total.no_field), ("no_cell", total.no_cell), ("unit_not_printed", total.unit_not_printed)
        self.numbers = tuple((reason, number) for reason, number in reasons if number)

    @cached_property
    def used(self) -> list[Cell]:
        """The first cells, by agency then year."""
        if self._bounds and self.number <= boundary.SHOWN:
            return self._cells(self._every)
        found: list[Cell] = []
        ids = heard.first(self._library, self._asked, self._where, self._scaled, 2 * boundary.SHOWN)
        for at in (0, boundary.SHOWN):
            if len(found) < boundary.SHOWN:
                found += filter(self._fits, self._of_reports(ids[at : at + boundary.SHOWN]))
        if len(found) < min(boundary.SHOWN, self.number):
            found = self._cells(
                sums.meeting(self._library, self._asked, self._where, self._limits, boundary.SHOWN).values
            )
        return found[: boundary.SHOWN]

    @cached_property
    def values(self) -> list[Decimal]:
        """Theirs, in one unit."""
        return [self._in_unit(cell.value or Decimal(0), cell.unit) for cell in self.used]

    @cached_property
    def unitless(self) -> list[Cell]:
        """The first amounts other than 0 without a unit."""
        if not self._total.unit_not_printed:
            return []
        left = sums.left_out(self._library, self._asked, self._where)
        return self._of_reports([one.report for one in left if one.reason == "unit_not_printed"][: boundary.SHOWN])

    @cached_property
    def left_out(self) -> list[Skipped]:
        """The first reports without a value."""
        found = sums.left_out(self._library, self._asked, self._where, _NAMED) if self.numbers else ()
        return [Skipped(one.agency, one.year, one.reason) for one in found]

    @cached_property
    def number(self) -> int:
        """How many reports have a value that meets the bounds."""
        return sum(part.reports for part in self._parts) if self._bounds else self._total.read

    @cached_property
    def distinct(self) -> frozenset[Decimal]:
        """The values that meet the bounds, each once, in one unit."""
        if self._bounds:
            return frozenset(map(self._size, self._every))
        found = set(sums.sizes(self._library, self._asked, self._where))
        if not is_amount(self._asked.column):
            return frozenset(map(Decimal, found))
        return frozenset(in_unit(Decimal(size) / FEN["元"], "元", self.unit) for size in found)

    @property
    def reports(self) -> int:
        """The same: a report has one."""
        return self.number

    @property
    def figures(self) -> int:
        """On how many figures they rest."""
        of = self._parts if self._bounds else self._total.shares
        return sum(one.reports * len(self._asked.cells(one.edition)) for one in of)

    @property
    def total(self) -> Decimal:
        """The sum of the values."""
        if not self._bounds:
            return self._total.value
        return sum((self._in_unit(part.value, part.unit) for part in self._parts), Decimal(0))

    @cached_property
    def middle(self) -> tuple[Decimal, ...]:
        """The value in the middle, or the two that stand there."""
        if not self._bounds:
            return tuple(map(self._size, sums.middle(self._library, self._asked, self._where)))
        ordered = sorted(map(self._size, self._every))
        return tuple(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])

    @property
    def converted(self) -> bool:
        """Amounts in several printed units were made one."""
        of = self._parts if self._bounds else self._total.shares
        return is_amount(self._asked.column) and len({one.unit for one in of if one.unit}) > 1

    @cached_property
    def years(self) -> frozenset[int | None]:
        """Of which years the reports are."""
        if not self._bounds:
            return sums.years(self._library, self._asked, self._where, self._reports.years)
        return frozenset(part.year for part in self._parts if part.reports)

    @property
    def editions(self) -> frozenset[str]:
        """Which editions of the form the cells are of."""
        of = self._parts if self._bounds else self._total.shares
        return frozenset(one.edition for one in of if one.reports)

    def disputed(self, library: Library, language: str) -> list[Note]:
        """A note where the prose of a report gives another number for its cell."""
        if self.number <= boundary.SHOWN:
            return super().disputed(library, language)
        reports = [id_ for one in self._remarks if one.code == DISPUTED for id_ in one.reports]
        # Which figures these are is not said: most of them are not shown.
        return [replace(note, figures=()) for note in compose.disputed(library, self._of_reports(reports), language)]

    def remarks(self, language: str) -> list[Note]:
        """The notes that the figures carry, those of cells that are not shown included."""
        return remarks(self._reports, self._remarks, language) if self.number > boundary.SHOWN else []

    def best(self, number: int, *, least: bool) -> Pool:
        """The pool of no more than the first so many; what was left out before stays named."""
        kept = Pool(self._cells(self._first(number, least=least).values))
        kept.left_out, kept.numbers = self.left_out, self.numbers
        return kept

    def where(self, bounds: Sequence[Bound]) -> Pool:
        """The pool of those whose value meets every condition; what was left out stays named."""
        return Wide(self._reports, self._asked, self._total, (*self._bounds, *bounds))

    def every_year(self, years: Collection[int]) -> Pool:
        """The pool of the agencies that are in it with each of the years; what was left out stays named."""
        found: dict[str, set[int | None]] = {}
        for value in self._every:
            found.setdefault(value.agency, set()).add(value.year)
        kept = tuple(agency for agency, of_it in found.items() if of_it.issuperset(years))
        return Wide(self._reports.only(Where(agencies=kept)), self._asked, self._total, self._bounds)

    @property
    def bodies(self) -> int:
        """Of how many agencies they are."""
        return len({value.agency for value in self._every})

    def ranking(self, places: Sequence[int], *, rising: bool) -> Ranking:
        """The first in order, equal ones on one rank and in the order of the reports; how many are meant."""
        wanted = max(boundary.SHOWN, *places) if places else boundary.SHOWN
        first = self._first(wanted, least=rising)
        sizes = list(map(self._size, first.values))
        ranks = compose.ranks(sizes)
        kept = sum(1 for rank in ranks if rank <= max(places)) if places else self.number
        if places and kept == len(ranks) and ranks:
            # The last that is listed may share its rank with others that are not.
            kept = ranks[-1] - 1 + first.tied
        cells_of, figures = self._cells(first.values[:kept]), self._figures_of(first.values, kept)
        return Ranking(cells_of, sizes, ranks, kept, figures, first.tied)

    def _figures_of(self, values: Sequence[Value], kept: int) -> int:
        """On how many figures the first so many rest, of which these are the first."""
        each = {len(found) for edition in form.EDITIONS if (found := self._asked.cells(edition))}
        if len(each) == 1:
            return kept * each.pop()
        if kept > len(values):
            ends = sorted((self._size(values[0]), self._size(values[-1])))
            values = [value for value in self._every if kept == self.number or ends[0] <= self._size(value) <= ends[1]]
        editions = Counter(value.edition for value in values[:kept])
        return sum(number * len(self._asked.cells(edition)) for edition, number in editions.items())

    def _first(self, number: int, *, least: bool) -> sums.Ranking:
        """The first so many of those that meet the bounds, from the highest or the lowest."""
        if not self._bounds:
            return sums.first(self._library, self._asked, self._where, number, least=least)
        ordered = sorted(self._every, key=self._size, reverse=not least)
        values = tuple(ordered[:number])
        tied = sum(1 for value in ordered if self._size(value) == self._size(values[-1])) if values else 0
        return sums.Ranking(values, tied)

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        """What those that meet the bounds add up to, by edition, unit and year."""
        return sums.parts_meeting(self._library, self._asked, self._where, self._limits)

    @cached_property
    def _every(self) -> tuple[Value, ...]:
        """All values that meet the bounds: where they have none, very many."""
        return sums.meeting(self._library, self._asked, self._where, self._limits).values

    @property
    def _limits(self) -> list[tuple[str, Decimal]]:
        """The bounds, of amounts in 元."""
        own = YUAN.get(self.unit or "", Decimal(1))
        scale = [YUAN.get(bound.unit, own) if is_amount(self._asked.column) else Decimal(1) for bound in self._bounds]
        return [(bound.sign, bound.value * unit) for bound, unit in zip(self._bounds, scale, strict=True)]

    @property
    def _scaled(self) -> list[tuple[str, Decimal]]:
        """The bounds, of amounts in 分."""
        scale = FEN["元"] if is_amount(self._asked.column) else 1
        return [(sign, limit * scale) for sign, limit in self._limits]

    @cached_property
    def _remarks(self) -> tuple[Heard, ...]:
        return heard.remarked(self._library, self._asked, self._where, self._scaled)

    def _fits(self, cell: Cell) -> bool:
        """The cell has a value that meets the bounds."""
        if cell.value is None or (is_amount(cell.column) and cell.value and cell.unit is None):
            return False
        return cells.meets(self._bounds, self._in_unit(cell.value, cell.unit), self.unit)

    def _size(self, value: Value) -> Decimal:
        return self._in_unit(value.value, value.unit)

    def _in_unit(self, value: Decimal, unit: str | None) -> Decimal:
        """An amount in the unit of all."""
        return in_unit(value, unit, self.unit)

    def _cells(self, values: Sequence[Value]) -> list[Cell]:
        return self._of_reports([value.report for value in values])

    def _of_reports(self, ids: Sequence[str]) -> list[Cell]:
        """The cells of these reports, in their order."""
        if not ids:
            return []
        there = {entry.report: entry for entry in self._reports.only(Where(reports=tuple(ids)))}
        entries = [there[id_] for id_ in ids]
        found = [cell for r in self._asked.rows for cell in cells.pick(self._library, entries, r, self._asked.column)]
        return found if len(self._asked.rows) == 1 else cells.together(found)


def remarks(reports: Reports, found: Sequence[Heard], language: str) -> list[Note]:
    """The notes that say what was remarked on figures of these reports."""
    told = [one for one in found if one.code != DISPUTED and notes.is_told(one.code)]
    whose = [dict.fromkeys(entry.agency for entry in reports.only(Where(reports=one.reports))) for one in told]
    return [notes.carried(one.code, language, tuple(who)) for one, who in zip(told, whose, strict=True)]


def pool(question: Question, scope: Scope, column: str) -> Wide | None:
    """The pool of the question's rows, added up in each report; None where the reports are so few that all are read."""
    if len(question.rows) > 1 and is_amount(column):
        return None
    reports = boundary.too_many(question, scope)
    if reports is None:
        return None
    asked = Asked(question.rows, column)
    return Wide(reports, asked, sums.total(reports.library, asked, reports.where))


def pool_of(question: Question, scope: Scope, library: Library, row: str, column: str) -> Pool:
    """The pool of one row, however many the reports are."""
    from_library = pool(replace(question, rows=(row,)), scope, column)
    if from_library is not None:
        return from_library
    return Pool(cells.pick(library, scope.entries, row, column))
