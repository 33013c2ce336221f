"""Several measures of one figure over all reports, side by side: 合计和平均各多少, 最多和最少分别是谁."""

from collections.abc import Sequence

from assistant.answers import compose
from assistant.answers.cells import Cell
from assistant.answers.many import averages
from assistant.answers.many.pool import Pool
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from corpus.numbers import plain

_NAMES = {
    "sum": ("合计", "sum"),
    "mean": ("平均数", "mean"),
    "median": ("中位数", "median"),
    "max": ("最多", "highest"),
    "min": ("最少", "lowest"),
}
ENDS = frozenset(("max", "min"))
"""Measures that are figures of somebody."""
_OTHER = frozenset("difference ratio share versus compare above below growth grew fell moved".split())
"""What sets one measure against another, or chooses by it."""


def asked(question: Question) -> tuple[str, ...]:
    """The measures asked side by side; () where it is one, and of 最多的平均, which may be the mean of some."""
    ops = question.ops
    measures = tuple(op for op in _NAMES if op in ops)
    mixed = bool(set(measures) & ENDS) and not set(measures) <= ENDS
    chosen = question.top or question.nth or ops & _OTHER or len(question.rows) > 1
    return () if chosen or mixed or len(measures) < 2 else measures


def ends(pool: Pool) -> list[Cell]:
    """Those with the highest figure, then those with the lowest."""
    found = (pool.ranking([1], rising=False), pool.ranking([1], rising=True))
    every = [cell for ranking in found for cell in ranking.cells[: ranking.kept]]
    return list({cell.entry.report: cell for cell in every}.values())


def told(measures: Sequence[str], pool: Pool, language: str) -> tuple[str, str]:
    """(each measure with what it comes to, how they were worked out)."""
    made = [(say(*_NAMES[name], language), *_one(name, pool, language)) for name in measures]
    line = say("，", ", ", language).join(f"{name} {value}" for name, value, _ in made)
    return line, say("；", "; ", language).join(formula for *_, formula in made if formula)


def _one(name: str, pool: Pool, language: str) -> tuple[str, str]:
    """(what one measure comes to, its formula)."""
    if name in ENDS:
        return _end(pool, language, rising=name == "min"), ""
    if name == "sum":
        value, formula = plain(pool.total), compose.formula(pool.values, pool.total, pool.number)
    elif name == "mean":
        value = compose.short(averages.mean(pool.total, pool.number))
        formula = f"{averages.quotient(pool.values, pool.total, pool.number)} = {value}"
    else:
        value = compose.short(averages.between(pool.middle))
        formula = f"{averages.around(pool.values, pool.middle, pool.number)} → {value}"
    return shown(value, pool.unit, "printed", language), formula


def _end(pool: Pool, language: str, *, rising: bool) -> str:
    """The highest or the lowest figure and whose it is; of more than three, how many."""
    ranking = pool.ranking([1], rising=rising)
    firsts = ranking.cells[: ranking.kept]
    names = "、".join(compose.who(cell.entry, language) for cell in firsts[:3])
    more = say(" 等", " and others", language) if len(firsts) > 3 else ""
    value = shown(plain(ranking.values[0]), pool.unit, "printed", language)
    return f"{value}{say('（', ' (', language)}{names}{more}{say('）', ')', language)}"
