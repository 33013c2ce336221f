"""What a metric comes to in each report: the lines that are ordered, chosen and averaged, and the cells of those shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Skipped
from assistant.answers import cells, compose
from assistant.answers.cells import Cell
from assistant.answers.pool import is_unitless
from assistant.understanding import formula as formulas
from assistant.understanding.formula import Formula, Operation, Term
from assistant.understanding.metrics import Metric
from corpus import form
from corpus.library.store import Library
from corpus.report import Entry


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
    if not under:
        return None
    return Decimal(compose.percent(over, under)) if unit == "%" else places(over / under)


def places(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    long = isinstance(exponent, int) and exponent < -6
    return compose.trimmed(value.quantize(Decimal("0.000001"))) if long else value


def is_amount(cell: Cell) -> bool:
    return cell.column in (form.FEE_AMOUNT, form.PURCHASE_AMOUNT)


def in_one_unit(cell: Cell) -> Decimal:
    """The value of a cell, an amount in 万元."""
    value = cell.value or Decimal(0)
    return value * cells.YUAN[cell.unit or "万元"] / cells.YUAN["万元"] if is_amount(cell) and value else value


def sides(named: Metric) -> tuple[Formula, Formula | None, Formula | None]:
    """What is divided by what, and the other denominator; a formula that divides nothing at its top is one side."""
    whole = formulas.parse(named.formula)
    other = formulas.parse(named.other) if named.other else None
    divides = isinstance(whole, Operation) and whole.sign == "/"
    return (whole.left, whole.right, other) if isinstance(whole, Operation) and divides else (whole, None, other)


def rates_of(named: Metric, entries: Sequence[Entry], library: Library) -> list[Rate]:
    sides = sides(named)
    every = dict.fromkeys(term for side in sides if side is not None for term in formulas.terms_of(side))
    picked = {term: cells.pick(library, entries, term.row, term.column) for term in every}

    def part(side: Formula | None, n: int) -> Part:
        return Part(side, {} if side is None else {term: picked[term][n] for term in formulas.terms_of(side)})

    over, under, other = sides
    return [
        Rate(entry, part(over, n), part(under, n), part(other, n), named.unit, named.other_name)
        for n, entry in enumerate(entries)
    ]


