"""A metric in each report: what it comes to, and the cells that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from assistant.answer import Coverage
from assistant.answers import cells, compose
from assistant.answers.cells import Cell
from assistant.answers.many.pool import is_amount, is_unitless
from assistant.understanding import formula as formulas
from assistant.understanding.formula import Formula, Operation, Term
from assistant.understanding.metrics import Metric
from corpus.library.store import Library
from corpus.report import Entry, Figure, Note


@dataclass(frozen=True, slots=True)
class Part:
    """A formula, or one side of it, over the cells of one report."""

    formula: Formula | None
    """None where the metric has no such part."""
    cells: Mapping[Term, Cell]

    @property
    def value(self) -> Decimal | None:
        """What it comes to; None where it divides by 0."""
        values = {term: in_one_unit(cell) for term, cell in self.cells.items()}
        return None if self.formula is None else formulas.value_of(self.formula, values)


@dataclass(frozen=True, slots=True)
class Rate:
    """One metric of one report."""

    entry: Entry
    over: Part
    under: Part
    other: Part
    unit: str | None
    other_name: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All that it is made from or set beside, each once."""
        every = (cell for part in (self.over, self.under, self.other) for cell in part.cells.values())
        return tuple({(cell.row, cell.column): cell for cell in every}.values())

    @property
    def lost(self) -> Cell | None:
        """The first operand that is missing, or is an amount of which nobody says in what."""
        needed = (*self.over.cells.values(), *self.under.cells.values())
        return next((cell for cell in needed if cell.value is None or is_unitless(cell)), None)

    @property
    def value(self) -> Decimal | None:
        """What the metric comes to, to six places; None for 0 ÷ 0 and the like."""
        over = self.over.value
        if self.under.formula is None or over is None:
            return None if over is None else places(over * 100 if self.unit == "%" else over)
        return quotient(over, self.under.value, self.unit)


def quotient(over: Decimal, under: Decimal | None, unit: str | None) -> Decimal | None:
    """One part over another, to six places; None where that is 0."""
    if not under:
        return None
    return Decimal(compose.percent(over, under)) if unit == "%" else places(over / under)


def places(value: Decimal) -> Decimal:
    """A number with no more than six places."""
    exponent = value.as_tuple().exponent
    long = isinstance(exponent, int) and exponent < -6
    return compose.trimmed(value.quantize(Decimal("0.000001"))) if long else value


def in_one_unit(cell: Cell) -> Decimal:
    """The value of a cell, an amount in 万元."""
    value = cell.value or Decimal(0)
    return value * cells.YUAN[cell.unit or "万元"] / cells.YUAN["万元"] if is_amount(cell.column) and value else value


def sides(named: Metric) -> tuple[Formula, Formula | None, Formula | None]:
    """What is divided by what, and the other denominator; a formula that divides nothing at its top is one side."""
    whole = formulas.parse(named.formula)
    other = formulas.parse(named.other) if named.other else None
    divides = isinstance(whole, Operation) and whole.sign == "/"
    return (whole.left, whole.right, other) if isinstance(whole, Operation) and divides else (whole, None, other)


def terms_of(named: Metric) -> tuple[list[Term], int]:
    """(every cell of a metric, how many of them, the first, its value rests on)."""
    over, under, other = sides(named)
    needed = dict.fromkeys(term for one in (over, under) if one is not None for term in formulas.terms_of(one))
    every = dict.fromkeys((*needed, *(formulas.terms_of(other) if other is not None else ())))
    return list(every), len(needed)


def rates_of(named: Metric, entries: Sequence[Entry], library: Library) -> list[Rate]:
    """The metric of each report."""
    over, under, other = sides(named)
    terms = terms_of(named)[0]
    found = cells.pick_each(library, entries, [(term.row, term.column) for term in terms])
    picked = dict(zip(terms, found, strict=True))

    def part(side: Formula | None, n: int) -> Part:
        return Part(side, {} if side is None else {term: picked[term][n] for term in formulas.terms_of(side)})

    return [
        Rate(entry, part(over, n), part(under, n), part(other, n), named.unit, named.other_name)
        for n, entry in enumerate(entries)
    ]


class One(NamedTuple):
    """What a metric comes to in a report whose cells are all there."""

    at: int
    """Its place among the reports."""
    value: Decimal | None
    over: Decimal | None
    under: Decimal | None


def _reason(lost: Cell | None) -> str:
    return cells.NO_UNIT if lost is None or lost.value is not None else lost.reason


class Rates:
    """A metric over the reports of a question, here with every cell at hand."""

    def __init__(self, named: Metric, entries: Sequence[Entry], library: Library) -> None:
        self.named = named
        self._entries = entries
        self._rates = rates_of(named, entries, library)

    @cached_property
    def whole(self) -> list[One]:
        """The reports of which no cell is missing, in their order."""
        return [
            One(n, rate.value, rate.over.value, rate.under.value)
            for n, rate in enumerate(self._rates)
            if rate.lost is None
        ]

    @property
    def each(self) -> list[One | str]:
        """Every report in order: what the metric comes to there, or the reason why it is left out."""
        made: dict[int, One] = {one.at: one for one in self.whole}
        return [made.get(n) or _reason(rate.lost) for n, rate in enumerate(self._rates)]

    @property
    def first_lost(self) -> Cell | None:
        """What is missing in the first report."""
        return self._rates[0].lost if self._rates else None

    def coverage(self) -> Coverage:
        """How many were read, and what was left out."""
        lost = [rate.lost for rate in self._rates if rate.lost is not None]
        out = tuple(compose.skipped(cell, cells.NO_UNIT if cell.value is not None else None) for cell in lost)
        return Coverage(len(self.whole), out)

    def first(self, kept: Sequence[One], number: int) -> list[Rate]:
        """The metric with its cells of some reports; of very many only of so many."""
        return [self._rates[one.at] for one in kept]

    def figures(self, kept: Sequence[One]) -> int:
        """On how many figures these rest."""
        return sum(len(cells.figures_of(self._rates[one.at].cells)) for one in kept)

    def entries(self, kept: Sequence[One] | None) -> Sequence[Entry]:
        """These reports, or all; of very many the first."""
        return self._entries if kept is None else [self._rates[one.at].entry for one in kept]

    def years(self, kept: Sequence[One] | None) -> frozenset[int | None]:
        """Of which years these reports are, or all."""
        return frozenset(entry.year for entry in self.entries(kept))

    def editions(self, kept: Sequence[One]) -> frozenset[str]:
        """Of which editions of the form the cells are that stand over the stroke."""
        return frozenset(cell.edition for one in kept for cell in self._rates[one.at].over.cells.values())

    def units(self, kept: Sequence[One]) -> frozenset[str | None]:
        """In what their cells are."""
        return frozenset(cell.unit for one in kept for cell in self._rates[one.at].cells)

    def remarks(self, kept: Sequence[One], figures: Sequence[Figure], language: str) -> list[Note]:
        """Notes of figures that are not shown; here all are."""
        return []
