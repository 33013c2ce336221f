"""The reports whose figure meets a condition."""

from decimal import Decimal

from assistant.answer import Answer
from assistant.answers import cells, compose
from assistant.answers.many.pool import Pool, extra, reading
from assistant.language import say
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.store import Library


def by_bounds(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    """The reports whose figure satisfies the condition; without one, those whose figure is not 0."""
    lang, bounds = question.language, bounds_of(question)
    kept = pool.where(bounds)
    every = "both" in question.ops and len(question.rows) == 1 and len(years := question.years or scope.years) > 1
    if every:
        kept = kept.every_year(years)
    n = kept.bodies if every else kept.number
    condition = f"{row} · {column} {cells.told(bounds)}"
    whose = ("家每年都有的机关", "agencies with every year") if every else ("份报告", "reports")
    names = "、".join(
        dict.fromkeys(cell.entry.agency if every else compose.who(cell.entry, lang) for cell in kept.used[:10])
    )
    line = say(
        f"{n} {whose[0]}{'：' + names if n else ''}（{condition}）",
        f"{n} {whose[1]}{': ' + names if n else ''} ({condition})",
        lang,
    )
    counted = "count_agencies" in question.ops
    return compose.answer(
        question,
        scope,
        reading("filter", kept, row, column),
        line,
        value=str(n) if counted else None,
        unit=say(*(("家", "agencies") if every else ("份", "reports")), lang) if counted else None,
        figures=cells.figures_of(kept.used),
        figures_total=kept.figures,
        rows=compose.result_rows(kept.used),
        rows_total=kept.number,
        more=extra(library, kept, lang) if n else [],
        others=kept.remarks(lang),
        coverage=pool.coverage,
    )


def bounds_of(question: Question) -> tuple[Bound, ...]:
    """The conditions asked; without any, that the figure is not 0, or grew, or fell."""
    if question.bounds:
        return question.bounds
    if len(question.quoted) == 1:
        return (Bound("=", question.quoted[0].value),)
    sign = ">" if "grew" in question.ops else "<" if "fell" in question.ops else "!="
    return (Bound(sign, Decimal(0)),)
