"""Means and medians, and what they rest on in words."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answers import compose
from assistant.understanding.question import Question
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


def limit_of(question: Question) -> tuple[str, frozenset[str]]:
    """(which of mean and median is the limit, what is asked of those beyond it): 高于平均的中位数, 高于平均的平均.

    The limit is what follows 高于 or, of 中位数以上, stands before it.
    """
    words = [(value, word) for slot, value, word in question.said if slot == "op" and value in _LIMITS]
    said = [value for value, _ in words]
    at = next((n for n, value in enumerate(said) if value in ("above", "below")), None)
    beside: list[str] = []
    if at is not None:
        before, after = said[at - 1 : at] if at else [], said[at + 1 : at + 2]
        beside = [*before, *after] if words[at][1] in ("以上", "以下") else [*after, *before]
    found = [value for value in beside if value in ("mean", "median")]
    limit = found[0] if found else "median" if "median" in question.ops else "mean"
    once = {limit} if said.count(limit) < 2 else set()
    return limit, question.ops - {"above", "below"} - once


_LIMITS = frozenset(("above", "below", "mean", "median"))


def sign_of(question: Question) -> str:
    """Above or below the limit; 以上 and 以下 include it."""
    itself = "=" if {"以上", "以下"} & {word for _, _, word in question.said} else ""
    return (">" if "above" in question.ops else "<") + itself
