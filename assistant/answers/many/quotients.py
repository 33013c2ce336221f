"""What a metric comes to over several reports together: the quotient of their sums, and a mean only where one is asked.

A report that lacks an operand is in neither sum, and is named as left out.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Coverage, Skipped
from assistant.answers import compose
from assistant.answers.many import averages, rated, seats
from assistant.answers.many.rated import One
from assistant.understanding import formula as formulas
from assistant.understanding.metrics import Metric
from assistant.understanding.question import Question
from corpus.library.census import Seat
from corpus.numbers import plain

_NAMED = 100
"""Of very many so many that are left out are named; each is counted."""
_ORDERED = frozenset("max min rank ascending".split())


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked of several reports together: those of a place, a level or a year."""

    label: str
    year: int | None
    reports: Sequence[int]
    """Their positions among all."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A group with the reports of which no operand is missing, one at least."""

    of: Group
    ones: Sequence[One]
    value: Decimal | None
    """None where the divisor is 0."""
    formula: str


def of_sums(named: Metric) -> Metric | None:
    """The metric as one quotient of sums of cells, which can be reckoned of many reports; None where it is none."""
    found = formulas.quotient_of(formulas.parse(named.formula))
    if found is None:
        return None
    over, under = (one and formulas.shown(one, lambda term: f"{term.row}·{term.column}") for one in found)
    return replace(named, formula=f"({over}) / ({under})" if under else str(over))


def of_group(group: Group, named: Metric, each: Sequence[One | str], *, mean: bool) -> Pooled | None:
    """What the metric, which `of_sums` gave, comes to in a group; None where no report of it has every operand."""
    ones = [one for at in group.reports if isinstance(one := each[at], One)]
    if mean:
        ones = [one for one in ones if one.value is not None]
    if not ones:
        return None
    if mean:
        values = [compose.trimmed(one.value or Decimal(0)) for one in ones]
        line, value = (
            averages.quotient(values, sum(values, Decimal(0)), len(values)),
            averages.mean_of(_exact(ones, named)),
        )
        return Pooled(group, ones, value, f"{line} = {amount(value, named.unit)}")
    tops = [one.over or Decimal(0) for one in ones]
    over = sum(tops, Decimal(0))
    if rated.sides(named)[1] is None:
        value = rated.places(over * 100 if named.unit == "%" else over)
        return Pooled(group, ones, value, compose.formula(tops, over))
    under = sum((one.under or Decimal(0) for one in ones), Decimal(0))
    quotient = rated.quotient(over, under, named.unit)
    line = f"{plain(rated.places(over))} ÷ {plain(rated.places(under))}"
    return Pooled(group, ones, quotient, line if quotient is None else f"{line} = {amount(quotient, named.unit)}")


def _exact(ones: Sequence[One], named: Metric) -> list[Decimal]:
    """The rates before they are rounded, so that their mean is not that of rounded ones."""
    if rated.sides(named)[1] is None:
        return [one.value or Decimal(0) for one in ones]
    scale = 100 if named.unit == "%" else 1
    return [(one.over or Decimal(0)) * scale / (one.under or Decimal(1)) for one in ones]


def amount(value: Decimal, unit: str | None) -> str:
    """`59.57 %`; what is no percentage with the unit that its metric says, if any."""
    return f"{compose.two_places(plain(value))} %" if unit == "%" else f"{compose.short(value)} {unit or ''}".strip()


def coverage(
    groups: Sequence[Group], where: Sequence[Seat], each: Sequence[One | str], *, mean: bool, many: bool
) -> Coverage:
    """How many were read; left out are those in no group, those that lack an operand and, of a mean, those of 0 ÷ 0."""
    there = {at for group in groups for at in group.reports}
    lost: list[tuple[Seat, str]] = []
    for at, (seat, one) in enumerate(zip(where, each, strict=True)):
        if at not in there:
            # Of years it does not matter where it is.
            lost.append((seat, "no_group" if groups and groups[0].year else seats.why_nowhere(seat)))
        elif isinstance(one, str) or (mean and one.value is None):
            lost.append((seat, one if isinstance(one, str) else "undefined"))
    several = many and len(lost) > _NAMED
    named = tuple(Skipped(seat.agency, seat.year, why) for seat, why in (lost[:_NAMED] if several else lost))
    numbers = tuple(Counter(why for _, why in lost).items()) if several else ()
    return Coverage(len(where) - len(lost), named, numbers)


def in_order(question: Question, made: Sequence[Pooled]) -> list[tuple[Pooled, int | None]]:
    """Those that are meant with their ranks: the highest first, those without a value last and without a rank.

    Years, and places that are named, stay as they are said, unless an order is asked for.
    """
    placed = question.top or question.nth
    if not (question.groups or placed or question.ops & _ORDERED):
        return [(one, None) for one in made]
    rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
    defined = sorted((one for one in made if one.value is not None), key=lambda one: one.value or 0, reverse=not rising)
    ranks = compose.ranks([one.value or Decimal(0) for one in defined])
    kept = [(one, rank) for one, rank in zip(defined, ranks, strict=True) if rank <= (placed or len(made))]
    return [*kept, *((one, None) for one in made if one.value is None and not placed)]
