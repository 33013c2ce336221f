"""Means and medians, and what they rest on in words."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answers import compose
from corpus.numbers import plain


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """The mean, to six places, half-even."""
    return mean(sum(values, Decimal(0)), len(values))


def mean(total: Decimal, number: int) -> Decimal:
    """The same of the sum of so many."""
    return compose.trimmed((total / number).quantize(Decimal("0.000001")))


def median_of(values: Sequence[Decimal]) -> Decimal:
    """The value in the middle, or half-way between the two that stand there."""
    ordered = sorted(values)
    return between(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])


def between(values: Sequence[Decimal]) -> Decimal:
    """The one value in the middle, or half-way between the two."""
    return compose.trimmed((values[0] + values[1]) / 2 if len(values) == 2 else values[0])


def quotient(values: Sequence[Decimal], total: Decimal, number: int) -> str:
    """`(3 + 4) ÷ 2`; beyond 50 operands `(Σ 98,211 cells = N) ÷ 98211`."""
    whole = compose.formula(values, total, number)
    return f"({whole if number > compose.FORMULA_OPERANDS else whole.rpartition(' = ')[0]}) ÷ {number}"


def around(values: Sequence[Decimal], middle: Sequence[Decimal], number: int) -> str:
    """The values in order; beyond 50 only those in the middle, which alone say anything."""
    if number > compose.FORMULA_OPERANDS:
        return "，".join(("…", *map(plain, middle), "…"))
    return "，".join(map(plain, sorted(values)))
