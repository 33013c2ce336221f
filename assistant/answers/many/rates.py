"""Quotients of figures: shares, growth, amount per item, one row against another.

A rate shows its operands; 0 ÷ 0 is `undefined`, never 0. A quotient of columns that count different things says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage
from assistant.answers import cells, compose, no_value, notes, refusals
from assistant.answers.cells import Cell, Term, sum_of
from assistant.answers.many import across, ratios, shares
from assistant.answers.many.pool import in_one_unit, is_unitless
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
        return shares.of_each(question, scope, library)
    if whole.ambiguous and question.households:
        return refusals.which_report(question, whole, library)
    return shares.of_all(question, scope, whole, library, row, columns[0] if columns else form.default_of(row))


def of_level(question: Question) -> bool:
    """县级机关占全部的比例: those of a level together, in all."""
    return bool((question.levels or question.placekinds) and "span" in question.flags and not question.names)


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
        return shares.undefined(question, scope, whole, over, under)
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


MORE_BY = re.compile("(?:多|少|高|低)出?了?百分之(?:几|多少)")
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
    if is_unitless(top) or is_unitless(bottom):
        return shares.without_unit(question, scope)
    unit, (over, under) = in_one_unit((top, bottom))
    if not under:
        return shares.undefined(question, scope, [top, bottom], over, under)
    converted = f" {unit}" if {top.unit, bottom.unit} - {unit, None} else ""
    formula = f"{plain(over)} ÷ {plain(under)}{converted}"
    if "versus" in question.ops or MORE_BY.search(question.normal):
        # 比…多百分之几: the difference over what it is set against.
        formula = f"({plain(over)} - {plain(under)}) ÷ {plain(under)}{converted}"
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
        return shares.undefined(question, scope, found, over, under)
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
