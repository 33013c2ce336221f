"""Quotients of figures: shares, growth, amount per item, one row against another.

A rate shows its operands; 0 ÷ 0 is `undefined`, never 0. A quotient of columns that count different things says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import cells, compose, no_value, notes, refusals
from assistant.answers.cells import Cell, Term, sum_of
from assistant.answers.many import across, ratios
from assistant.answers.many.pool import Pool, extra
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain


def share(question: Question, scope: Scope, whole: Scope, library: Library) -> Answer:
    """One agency's figure of the sum over several, or one column of another."""
    row = question.rows[0]
    columns = cells.columns_asked(question, row)
    if len(columns) == 2 and len(scope.entries) == 1:
        return _columns(question, scope, library, row, columns)
    if question.share_of and len(scope.entries) == 1:
        return _of_rows(question, scope, library)
    if len(question.rows) == 2 and len(scope.entries) == 1:
        return _two_rows(question, scope, library)
    if not scope.mentions and not of_level(question):
        return _of_each(question, scope, library)
    if whole.ambiguous and question.households:
        return refusals.which_report(question, whole, library)
    column = columns[0] if columns else form.default_of(row)
    part = cells.pick(library, scope.entries, row, column)
    pool = Pool(cells.pick(library, whole.entries, row, column))
    lost = next((cell for cell in part if cell.value is None), None)
    if lost is not None:
        return no_value.lost(question, scope, lost, library)
    if any(cell.entry.report == alone.entry.report for cell in part for alone in pool.unitless):
        told = (
            "金额没有印单位，不能与别的金额相加相除。",
            "The amount is printed without a unit and cannot be set against others. ",
        )
        return refusals.not_stated(question, scope, told)
    over, under = sum_of(part), sum(pool.values, Decimal(0))
    lang = question.language
    if not under:
        return _undefined(question, scope, part, over, under)
    value = compose.percent(over, under)
    formula = f"{plain(over)} ÷ ({compose.formula(pool.values, under)})"
    names = "、".join(compose.who(cell.entry, lang) for cell in pool.used)
    shown = f"{compose.two_places(value)} % ({plain(over)}/{plain(under)})"
    line = say(f"{shown}：{row} · {column}\n{formula}\n{names}", f"{shown}: {row} · {column}\n{formula}\n{names}", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("share", scope.entries, row, column),
        line,
        value=value,
        unit="%",
        formula=formula,
        figures=cells.figures_of(pool.used),
        rows=compose.result_rows(pool.used),
        more=extra(library, pool, lang),
        coverage=pool.coverage,
    )


def of_level(question: Question) -> bool:
    """县级机关占全部的比例: those of a level together, in all."""
    return bool((question.levels or question.placekinds) and "span" in question.flags and not question.names)


def _of_each(question: Question, scope: Scope, library: Library) -> Answer:
    """Every agency's share of the sum over all that fit."""
    scope = across.households(question, scope)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    row, lang = question.rows[0], question.language
    column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
    pool = Pool(cells.pick(library, scope.entries, row, column))
    total = sum(pool.values, Decimal(0))
    if not total:
        return across.over(question, scope, library)
    order = sorted(range(len(pool.used)), key=lambda n: -pool.values[n])
    used = [pool.used[n] for n in order]
    rows = [
        replace(line, value=compose.percent(pool.values[n], total), unit="%", formula=_of(pool.values[n], total))
        for line, n in zip(compose.result_rows(used), order, strict=True)
    ]
    formula = compose.formula(pool.values, total)
    line, counted = f"{row} · {column}{say('：', ': ', lang)}{formula}", None
    if question.bounds and all(bound.unit == "%" for bound in question.bounds):
        # 占比超过20%的机关: the condition is one on the share.
        rows = [one for one in rows if one.value and cells.meets(question.bounds, Decimal(one.value), None)]
        names = "、".join(one.agency for one in rows[:10])
        told = f"{say('占比', 'share', lang)} {cells.told(question.bounds)}"
        which = say(f"{len(rows)} 份报告", f"{len(rows)} reports", lang) + (names and say("：", ": ", lang) + names)
        line = f"{which} ({told})\n{line}"
        counted = str(len(rows)) if "count_agencies" in question.ops else None
    elif "rank" in question.ops or question.top:
        ranks = compose.ranks([pool.values[n] for n in order])
        rows = [replace(one, rank=rank) for one, rank in zip(rows, ranks, strict=True)]
        rows = [one for one in rows if one.rank and one.rank <= (question.top or len(rows))]
    return compose.answer(
        question,
        scope,
        compose.reading("share", scope.entries, row, column),
        line,
        value=counted,
        unit=say("份", "reports", lang) if counted else None,
        formula=formula,
        figures=cells.figures_of(used),
        rows=rows,
        more=extra(library, pool, lang),
        coverage=pool.coverage,
    )


def of_requests(question: Question, scope: Scope, library: Library) -> Answer:
    """An outcome's share of the requests handled: the rate of that name, where the dictionary has one."""
    from assistant.answers.many import metrics
    from assistant.understanding.metrics import known

    if rate := known().get(f"{question.rows[0]}率"):
        return metrics.metric(replace(question, metrics=(rate,)), scope, library)
    if len(scope.entries) != 1:
        return refusals.not_stated(question, scope)
    asked = replace(question, rows=(*question.rows, form.GRAND_TOTAL), share_of=(form.GRAND_TOTAL,))
    return _of_rows(asked, scope, library)


def _of(part: Decimal, total: Decimal) -> str:
    return f"{plain(part)}/{plain(total)}"


def _of_rows(question: Question, scope: Scope, library: Library) -> Answer:
    """许可占处罚和许可之和的比例: a row over the sum of the rows behind 占."""
    lang, entry = question.language, scope.entries[0]

    def cell(row: str) -> Cell:
        column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
        return cells.pick(library, [entry], row, column)[0]

    part = [cell(row) for row in question.rows if row not in question.share_of] or [cell(question.rows[0])]
    whole = [cell(row) for row in question.share_of]
    missing = next((c for c in (*part, *whole) if c.value is None), None)
    if missing is not None:
        return no_value.lost(question, scope, missing, library)
    over, under = sum_of(part), sum_of(whole)
    if not under:
        return _undefined(question, scope, whole, over, under)
    value = compose.percent(over, under)
    formula = f"{plain(over)} ÷ ({compose.formula([c.value or Decimal(0) for c in whole], under)})"
    if len(whole) == 1:
        formula = f"{plain(over)} ÷ {plain(under)}"
    used = [*whole, *(c for c in part if c.row not in {w.row for w in whole})]
    labels = f"{part[0].row} ÷ {' + '.join(c.row for c in whole)}"
    line = f"{compose.two_places(value)} %{say('：', ': ', lang)}{compose.who(entry, lang)} {labels}\n{formula}"
    return compose.answer(
        question,
        scope,
        compose.reading("share", [entry], part[0].row, part[0].column),
        line,
        value=value,
        unit="%",
        formula=formula,
        figures=cells.figures_of(used),
        more=compose.disputed(library, used, lang),
        coverage=Coverage(1),
    )


def _undefined(question: Question, scope: Scope, found: Sequence[Cell], over: Decimal, under: Decimal) -> Answer:
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


def _columns(question: Question, scope: Scope, library: Library, row: str, columns: tuple[str, ...]) -> Answer:
    """One column of another, in the order asked."""
    order = sorted(columns, key=lambda column: _position(question, column))
    return _divided(question, scope, library, [(row, order[0]), (row, order[1])], "%")


def _position(question: Question, column: str) -> int:
    return question.columns.index(column) if column in question.columns else len(question.columns)


def _two_rows(question: Question, scope: Scope, library: Library) -> Answer:
    terms = [(row, (cells.columns_asked(question, row) or (form.GRAND_TOTAL,))[0]) for row in question.rows[:2]]
    return _divided(question, scope, library, terms, "%" if question.ops & {"share"} else None)


def growth(question: Question, scope: Scope, library: Library) -> Answer:
    """本年增/减 over 上一年项目数量, both as the report prints them."""
    return _divided(
        question, scope, library, [(question.rows[0], form.CHANGE), (question.rows[0], form.PRIOR_ITEMS)], "%"
    )


def each(question: Question, scope: Scope, library: Library) -> Answer:
    """The amount bought per procurement item."""
    row = "政府集中采购"
    terms = [(row, form.PURCHASE_AMOUNT), (row, form.default_of(row))]
    return _divided(question, scope, library, terms, "amount")


def ratio(question: Question, scope: Scope, library: Library) -> Answer:
    """One row against another, for each report that fits."""
    if len(scope.entries) == 1:
        return _two_rows(question, scope, library)
    over, under = ((row, (cells.columns_asked(question, row) or (form.GRAND_TOTAL,))[0]) for row in question.rows[:2])
    return ratios.of_each(question, scope, library, over, under)


# What percentage of the second are the first's?
_WHOLE_FIRST = re.compile(
    r"^\W*(?:what (?:percentage|percent|share|proportion) of "
    r"|how many times (?!larger|more|higher|bigger|as |is |are ))"
)


def of_two(question: Question, scope: Scope, library: Library) -> Answer:
    """One agency's figure as a multiple of another's, in the order in which the question names them."""
    lang, row = question.language, question.rows[0]
    column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
    top, bottom = compose.as_said(cells.pick(library, scope.entries, row, column), scope)
    if _WHOLE_FIRST.search(question.normal):
        top, bottom = bottom, top
    missing = next((cell for cell in (top, bottom) if cell.value is None), None)
    if missing is not None:
        return no_value.lost(question, scope, missing, library)
    over, under = top.value or Decimal(0), bottom.value or Decimal(0)
    if not under:
        return _undefined(question, scope, [top, bottom], over, under)
    formula = f"{plain(over)} ÷ {plain(under)}"
    if "versus" in question.ops:
        # 比…多百分之几: the difference over what it is set against.
        formula = f"({plain(over)} - {plain(under)}) ÷ {plain(under)}"
        over -= under
        over = abs(over)
    rate = "share" in question.ops
    value = compose.percent(over, under) if rate else ratios.quotient_text(over, under)
    told = f"{compose.two_places(value)} %" if rate else value
    labels = " ÷ ".join(compose.about(cell, lang) for cell in (top, bottom))
    return compose.answer(
        question,
        scope,
        compose.reading("ratio", scope.entries, row, column),
        f"{told} ({formula}){say('：', ': ', lang)}{labels}",
        value=value,
        unit="%" if rate else None,
        formula=formula,
        figures=cells.figures_of((top, bottom)),
        more=[*compose.mixed((top, bottom), lang), *compose.disputed(library, (top, bottom), lang)],
        coverage=Coverage(2),
    )


def _divided(question: Question, scope: Scope, library: Library, terms: Sequence[Term], unit: str | None) -> Answer:
    """One cell over another of the same report."""
    if len(scope.entries) != 1:
        return across.over(question, scope, library)
    entry = scope.entries[0]
    found = [cells.pick(library, [entry], row, column)[0] for row, column in terms]
    lost = next((cell for cell in found if cell.value is None), None)
    if lost is not None:
        return no_value.lost(question, scope, lost, library)
    over, under = (cell.value or Decimal(0) for cell in found)
    if not under:
        return _undefined(question, scope, found, over, under)
    lang = question.language
    rate = unit == "%"
    unit_of = unit if rate else found[0].unit if unit == "amount" else None
    value = compose.percent(over, under) if rate else ratios.quotient_text(over, under)
    shown = f"{compose.two_places(value) if rate else value} {unit_of or ''}".strip()
    formula = f"{plain(over)} ÷ {plain(under)}"
    labels = " ÷ ".join(f"{cell.row} · {cell.column}" for cell in found)
    line = say(
        f"{shown}（{formula}）：{compose.who(entry, lang)} {labels}",
        f"{shown} ({formula}): {compose.who(entry, lang)} {labels}",
        lang,
    )
    more = [notes.note("columns_mixed", lang)] if _mixes(found) else []
    return compose.answer(
        question,
        scope,
        compose.reading("ratio", [entry], found[0].row, found[0].column),
        line,
        value=value,
        unit=unit_of,
        formula=formula,
        figures=cells.figures_of(found),
        more=[*more, *compose.disputed(library, found, lang)],
        coverage=Coverage(1),
    )


def _mixes(found: Sequence[Cell]) -> bool:
    """Decisions divided by items, or the other way round: 增/减 over 上一年 is of one kind."""
    return {cell.unit for cell in found} == {"件", "项"}
