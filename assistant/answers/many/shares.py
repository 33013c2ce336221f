"""Shares of a sum over several reports: one agency's, or that of each."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import cells, compose, no_value, refusals
from assistant.answers.cells import Cell
from assistant.answers.many import across
from assistant.answers.many.pool import Pool, extra, in_unit, is_unitless
from assistant.language import say
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain

_NAMED = 10


def of_all(question: Question, scope: Scope, whole: Scope, library: Library, row: str, column: str) -> Answer:
    """One agency's figure, or those of several together, of the sum over all that fit."""
    from assistant.answers.many import very_many

    part = cells.pick(library, scope.entries, row, column)
    lost = next((cell for cell in part if cell.value is None), None)
    if lost is not None:
        return no_value.lost(question, scope, lost, library)
    if any(map(is_unitless, part)):
        return without_unit(question, scope)
    pool = very_many.pool_of(question, whole, library, row, column)
    over = sum((in_unit(cell.value or Decimal(0), cell.unit, pool.unit) for cell in part), Decimal(0))
    under, lang = pool.total, question.language
    if not under:
        return undefined(question, scope, part, over, under)
    value = compose.percent(over, under)
    formula = f"{plain(over)} ÷ ({compose.formula(pool.values, under, pool.number)}{_converted(pool)})"
    used = beside(part, pool)
    names = "、".join(compose.who(cell.entry, lang) for cell in used)
    if pool.number > len(used):
        names = say(f"共 {pool.number} 份报告", f"{pool.number} reports in all", lang)
    told = f"{compose.two_places(value)} % ({plain(over)}/{plain(under)})"
    line = say(f"{told}：{row} · {column}\n{formula}\n{names}", f"{told}: {row} · {column}\n{formula}\n{names}", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("share", scope.entries, row, column),
        line,
        value=value,
        unit="%",
        formula=formula,
        figures=cells.figures_of(used),
        figures_total=pool.figures,
        rows=compose.result_rows(used),
        rows_total=pool.number,
        more=extra(library, pool, lang),
        others=pool.remarks(lang),
        coverage=pool.coverage,
    )


def _converted(pool: Pool) -> str:
    """The unit into which amounts were converted, behind their sum."""
    return f" {pool.unit}" if pool.converted else ""


def beside(part: Sequence[Cell], pool: Pool) -> list[Cell]:
    """The cells of a pool; where only the first are at hand, those that are set against all stand before them."""
    if pool.number <= len(pool.used):
        return pool.used
    own = {cell.entry.report for cell in part}
    return [*part, *(cell for cell in pool.used if cell.entry.report not in own)]


def without_unit(question: Question, scope: Scope) -> Answer:
    """An amount that nothing can be set against."""
    told = (
        "金额没有印单位，不能与别的金额相加相除。",
        "The amount is printed without a unit and cannot be set against others. ",
    )
    return refusals.not_stated(question, scope, told)


def of_each(question: Question, scope: Scope, library: Library) -> Answer:
    """Every agency's share of the sum over all that fit."""
    from assistant.answers.many import very_many

    scope = across.households(question, scope)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    row, lang, top = question.rows[0], question.language, question.top
    column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
    pool = very_many.pool_of(question, scope, library, row, column)
    total = pool.total
    if not total:
        return across.over(question, scope, library)
    of_share = bool(question.bounds) and all(bound.unit == "%" for bound in question.bounds)
    at_hand = pool.number <= len(pool.used)
    chosen = pool if at_hand or not of_share else pool.where(_as_values(question.bounds, pool, total))
    ranking = chosen.ranking([top] if top and not (at_hand or of_share) else [], rising=False)
    used = ranking.cells[: ranking.kept]
    sizes = list(zip(used, ranking.values, ranking.ranks, strict=False))
    rows = [
        replace(one, value=compose.percent(value, total), unit="%", formula=f"{plain(value)}/{plain(total)}")
        for one, (_, value, _) in zip(compose.result_rows(used), sizes, strict=True)
    ]
    formula = compose.formula(pool.values, total, pool.number) + _converted(pool)
    line, counted, number = f"{row} · {column}{say('：', ': ', lang)}{formula}", None, ranking.kept
    if of_share:
        # 占比超过20%的机关: the condition is one on the share.
        rows = [one for one in rows if one.value and cells.meets(question.bounds, Decimal(one.value), None)]
        number = len(rows) if at_hand else number
        names = "、".join(one.agency for one in rows[:_NAMED])
        told = f"{say('占比', 'share', lang)} {cells.told(question.bounds)}"
        which = say(f"{number} 份报告", f"{number} reports", lang) + (names and say("：", ": ", lang) + names)
        line = f"{which} ({told})\n{line}"
        counted = str(number) if "count_agencies" in question.ops else None
    elif "rank" in question.ops or top:
        rows = [replace(one, rank=rank) for one, (_, _, rank) in zip(rows, sizes, strict=True) if rank <= (top or rank)]
        number = len(rows) if at_hand else number
    return compose.answer(
        question,
        scope,
        compose.reading("share", scope.entries, row, column),
        line,
        value=counted,
        unit=say("份", "reports", lang) if counted else None,
        formula=formula,
        figures=cells.figures_of(used),
        figures_total=pool.figures,
        rows=rows,
        rows_total=number,
        more=extra(library, pool, lang),
        others=pool.remarks(lang),
        coverage=pool.coverage,
    )


def _as_values(bounds: Sequence[Bound], pool: Pool, total: Decimal) -> tuple[Bound, ...]:
    """The conditions on a share, as it is rounded, as conditions on the value: a share rises or falls with it."""
    values = sorted(pool.distinct)
    fits = [cells.meets(bounds, Decimal(compose.percent(value, total)), None) for value in values]
    kept = [value for value, fit in zip(values, fits, strict=True) if fit]
    if not kept:
        return (Bound("<", values[0]),)
    but = [value for value, fit in zip(values, fits, strict=True) if kept[0] < value < kept[-1] and not fit]
    return (Bound(">=", kept[0]), Bound("<=", kept[-1]), *(Bound("!=", value) for value in but))


def undefined(question: Question, scope: Scope, found: Sequence[Cell], over: Decimal, under: Decimal) -> Answer:
    """A quotient by 0."""
    formula = f"{plain(over)} ÷ {plain(under)}"
    line = say(f"无法计算：{formula}", f"undefined: {formula}", question.language)
    return compose.answer(
        question,
        scope,
        compose.reading("ratio", [cell.entry for cell in found], found[0].row),
        line,
        outcome=Outcome.UNDEFINED,
        formula=formula,
        figures=cells.figures_of(found),
        coverage=Coverage(len({cell.entry.report for cell in found})),
    )
