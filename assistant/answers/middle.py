"""Means and medians, and what they rest on in words."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answers import compose
from corpus.numbers import plain


def mean_of(values: Sequence[Decimal]) -> Decimal:
    """The mean, to six places, half-even."""
    return compose.trimmed((sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.000001")))


def median_of(values: Sequence[Decimal]) -> Decimal:
    """The value in the middle, or half-way between the two that stand there."""
    ordered, half = sorted(values), len(values) // 2
    return compose.trimmed(ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2)


def quotient(values: Sequence[Decimal]) -> str:
    """`(3 + 4) ÷ 2`; beyond 50 operands `(Σ 98,211 cells = N) ÷ 98211`."""
    total = compose.formula(values, sum(values, Decimal(0)))
    whole = total if len(values) > compose.FORMULA_OPERANDS else total.rpartition(" = ")[0]
    return f"({whole}) ÷ {len(values)}"


def around(values: Sequence[Decimal]) -> str:
    """The values in order; beyond 50 only those in the middle, which alone say anything."""
    ordered, half = list(map(plain, sorted(values))), len(values) // 2
    if len(ordered) > compose.FORMULA_OPERANDS:
        ordered = ["…", *ordered[(len(ordered) - 1) // 2 : half + 1], "…"]
    return "，".join(ordered)
