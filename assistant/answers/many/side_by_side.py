"""Figures side by side: several agencies and rows in one table, one against the mean."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import boundary, cells, compose, no_value, refusals
from assistant.answers.cells import Cell, Term
from assistant.answers.many import across, averages, filtered, shares
from assistant.answers.many.pool import extra, in_unit, is_unitless
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.numbers import plain

if TYPE_CHECKING:
    from assistant.answers.many.abreast import Abreast
    from corpus.library.abreast import ValueLine

_SHOWN = 50
_CELLS, _MOST = 200, 1_000_000
"""Cells of a table, about; of so many cells a table is no answer any more."""


def compare(question: Question, scope: Scope, library: Library) -> Answer:
    """Rows side by side for several agencies; without rows, every row of the table named."""
    rows = question.rows or _rows_of(question.table or form.ACTIVE, scope)
    reports = boundary.too_many(question, scope)
    if reports and question.rows and not scope.mentions:
        return _of_very_many(question, scope, reports)
    found = compose.as_said(_cells(question, scope, library, rows), scope)
    if question.bounds and not question.rows:
        found = [c for c in found if c.value is not None and cells.meets(question.bounds, c.value, c.unit)]
    have = [cell for cell in found if cell.value is not None]
    if not have:
        return across.nothing(question, scope, library, found)
    lang = question.language
    n = len({cell.entry.report for cell in have})
    line, formula = _headline(question, n), None
    if len(have) == 2 and (len(scope.entries) == 2) != (len(question.rows) == 2) and have[0].unit == have[1].unit:
        formula = compose.gap_formula(question, have) if have[0].unit else None
        line = _two(lang, have, formula) if formula else line
    left_out = tuple(compose.skipped(cell) for cell in found if cell.value is None and question.rows)
    gap = compose.gap(question, have)
    return compose.answer(
        question,
        scope,
        compose.reading("compare", [cell.entry for cell in found], question.rows[0] if question.rows else None),
        line,
        value=None if gap is None else plain(gap),
        unit=None if gap is None else compose.gap_unit(have),
        formula=formula,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
        more=[*compose.mixed(have, lang), *compose.disputed(library, have, lang)],
        coverage=Coverage(n, left_out),
        chart="chart" in question.ops,
    )


def _cells(question: Question, scope: Scope, library: Library, rows: Sequence[str]) -> list[Cell]:
    """One report after the other, of each row the columns asked, else those that the report's own edition has."""
    terms, open_ = _terms(question, rows)
    by_term = cells.pick_each(library, scope.entries, terms)
    return [
        cell
        for of_report in zip(*by_term, strict=True)
        for n, cell in enumerate(of_report)
        if cell.reason != cells.NO_FIELD or n not in open_
    ]


def _terms(question: Question, rows: Sequence[str]) -> tuple[list[Term], frozenset[int]]:
    """(the rows with their columns, the numbers of those whose column the question leaves open)."""
    terms, open_ = list[Term](), set[int]()
    for row in rows:
        columns = cells.columns_asked(question, row)
        if not columns:
            columns = refusals.columns_of(row)
            open_ |= set(range(len(terms), len(terms) + len(columns)))
        terms += [(row, column) for column in columns]
    return terms, frozenset(open_)


def _of_very_many(question: Question, scope: Scope, reports: Reports) -> Answer:
    """Rows of reports that are too many for each of their cells to be read."""
    from assistant.answers.many.abreast import Abreast  # a question about one report does not pay for it

    lang, (terms, open_) = question.language, _terms(question, question.rows)
    found = Abreast(reports, terms)
    kept: list[ValueLine] = []
    places: list[tuple[int, ...]] = []
    lost: list[tuple[ValueLine, str]] = []
    have = 0
    for line in found.lines:
        reasons = _reasons(found, line)
        meant = tuple(n for n, reason in enumerate(reasons) if reason != cells.NO_FIELD or n not in open_)
        if meant:
            kept.append(line)
            places.append(meant)
        have += any(not reasons[n] for n in meant)
        lost += [(line, reasons[n]) for n in meant if reasons[n]]
    if not have:
        few = replace(scope, entries=reports[: boundary.SHOWN])
        return across.nothing(question, scope, reports.library, _cells(question, few, reports.library, question.rows))
    picked = found.cells(kept[: boundary.SHOWN])
    shown = [picked[n * len(terms) + at] for n, meant in enumerate(places[: boundary.SHOWN]) for at in meant]
    figures, number = cells.figures_of(shown), sum(map(len, places))
    return compose.answer(
        question,
        scope,
        compose.reading("compare", reports, question.rows[0]),
        _headline(question, have),
        figures=figures,
        figures_total=found.figures(kept),
        rows=compose.result_rows(shown, [f"{cell.row} · {cell.column}" for cell in shown]),
        rows_total=number,
        more=[
            *compose.mixes({line.year for line in kept}, found.editions(kept), lang),
            *found.disputed(kept, shown, lang),
            *found.remarks(kept, figures, lang, of=places),
        ],
        coverage=Coverage(have, *found.left_out(lost)),
        chart="chart" in question.ops,
    )


def _reasons(found: "Abreast", line: "ValueLine") -> list[str]:
    """Why a report has no value, of each row and column; empty where it has one. An amount may have no unit."""
    if not line.edition and set(line.values) != {cells.NO_FIELD}:
        return [cell.reason for cell in found.cells([line])]
    return [value if isinstance(value, str) and value != cells.NO_UNIT else "" for value in line.values]


def _headline(question: Question, number: int) -> str:
    what = "、".join(question.rows) or form.TABLE_NAMES[question.table or form.ACTIVE][0]
    return say(f"{what}：{number} 份报告并列", f"{what}: {number} reports side by side", question.language)


def own_rows(question: Question, scope: Scope, library: Library) -> Answer:
    """甲的许可和乙的处罚: the figure of each, and their sum or difference where that is asked."""
    found: list[Cell] = []
    for name, row in question.pairs:
        agencies = {agency for mention in scope.mentions if mention.said == name for agency in mention.agencies}
        column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
        found += cells.pick(library, [e for e in scope.entries if e.agency in agencies], row, column)
    lost = next((cell for cell in found if cell.value is None), None)
    if lost is not None or len(found) != len(question.pairs) or len({cell.unit for cell in found}) > 1:
        return no_value.lost(question, scope, lost, library) if lost else refusals.not_stated(question, scope)
    lang = question.language
    values = [cell.value or Decimal(0) for cell in found]
    total, formula = None, None
    if "sum" in question.ops:
        total = sum(values, Decimal(0))
        formula = compose.formula(values, total)
    elif len(found) == 2:
        total, formula = compose.gap(question, found), compose.gap_formula(question, found)
    each = say("，", ", ", lang).join(
        f"{compose.about(cell, lang)} {plain(cell.value or Decimal(0))}" for cell in found
    )
    return compose.answer(
        question,
        scope,
        compose.reading("compare", [cell.entry for cell in found]),
        f"{each}\n{formula}" if formula else each,
        value=None if total is None else plain(total),
        unit=None if total is None else found[0].unit,
        formula=formula,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
        more=[*compose.mixed(found, lang), *compose.disputed(library, found, lang)],
        coverage=Coverage(len(found)),
    )


def _two(language: str, have: Sequence[Cell], gap: str) -> str:
    """Two figures compared: each, and by how much they differ."""
    first, second = (f"{compose.about(cell, language)} {plain(cell.value or Decimal(0))}" for cell in have)
    return say(f"{first}，{second}；{gap}", f"{first}, {second}; {gap}", language)


def _rows_of(table: str, scope: Scope) -> tuple[str, ...]:
    editions = {edition for entry in scope.entries for edition in entry.editions}
    labels = (form.generic_row(r.label) for e in form.EDITIONS if e in editions for r in form.rows(e, table))
    return tuple(dict.fromkeys(labels))


def against_mean(question: Question, scope: Scope, whole: Scope, library: Library) -> Answer:
    """Whether one agency's figure is above the mean (or median) of several."""
    from assistant.answers.many import very_many

    if whole.ambiguous and question.households:
        return refusals.which_report(question, whole, library)
    row = question.rows[0]
    columns = cells.columns_asked(question, row)
    column = columns[0] if columns else form.default_of(row)
    part = cells.pick(library, scope.entries, row, column)[0]
    pool = very_many.pool_of(question, whole, library, row, column)
    if part.value is None or not pool.used:
        return no_value.lost(question, scope, part, library)
    if is_unitless(part):
        return shares.without_unit(question, scope)
    value = in_unit(part.value, part.unit, pool.unit)
    lang = question.language
    median = "median" in question.ops
    mean = averages.between(pool.middle) if median else averages.mean(pool.total, pool.number)
    sign = ">" if value > mean else "<" if value < mean else "="
    name = say("中位数" if median else "平均", "the median" if median else "the mean", lang)
    word = {">": ("高于", "above "), "<": ("低于", "below "), "=": ("等于", "equal to ")}[sign]
    verdict = f"{say(*word, lang)}{name}"
    compared = f"{plain(value)} {sign} {compose.short(mean)}"
    total = averages.quotient(pool.values, pool.total, pool.number)
    ordered = averages.around(pool.values, pool.middle, pool.number)
    formula = f"{ordered} → {compose.short(mean)}" if median else f"{total} = {compose.short(mean)}"
    line = f"{verdict}{say('：', ': ', lang)}{compared}{say('，', ', ', lang)}{compose.about(part, lang)}\n{formula}"
    used = shares.beside([part], pool)
    return compose.answer(
        question,
        scope,
        compose.reading("compare", [c.entry for c in used], row, column),
        line,
        unit=pool.unit,
        formula=formula,
        figures=cells.figures_of(used),
        figures_total=pool.figures,
        rows=compose.result_rows(used),
        rows_total=pool.number,
        more=extra(library, pool, lang),
        others=pool.remarks(lang),
        coverage=pool.coverage,
    )


def table(question: Question, scope: Scope, library: Library) -> Answer:
    """Every cell of a table for the reports that fit, in the form's order: what an export writes."""
    scope = across.households(question, scope)
    lang = question.language
    if len(scope.entries) * _CELLS > _MOST:
        return _too_large(question, scope)
    reports = [entry.report for entry in scope.entries]
    figures = library.figures(reports=reports, table=question.table)
    entry = {one.report: one for one in scope.entries}
    found = [Cell(entry[f.report], f.row, f.column, (f,), f.value, "", f.edition) for f in figures]
    name = form.TABLE_NAMES[question.table or form.ACTIVE][0]
    line = say(
        f"{name}：{len(reports)} 份报告 {len(figures)} 格。写成文件：-o 表.csv 或 .xlsx",
        f"{name}: {len(figures)} cells of {len(reports)} reports. Into a file: -o FILE.csv or .xlsx",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("export", scope.entries),
        line,
        figures=figures,
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
        coverage=Coverage(len(reports)),
    )


def _too_large(question: Question, scope: Scope) -> Answer:
    """A table of so many reports is no answer any more: what writes it all is named."""
    name, number = form.TABLE_NAMES[question.table or form.ACTIVE], len(scope.entries)
    line = say(
        f"{name[0]}：{number} 份报告的每一格，一次答不完。请说出年份或地区；全部写成文件：nianbao figures -o 表.csv",
        f"{name[1]}: every cell of {number} reports is too much for one answer. Name a place or a year; "
        "`nianbao figures -o FILE.csv` writes them all.",
        question.language,
    )
    reading = compose.reading("export", scope.entries)
    return compose.answer(question, scope, reading, line, outcome=Outcome.CLARIFY, coverage=Coverage(number))


def all_that(question: Question, scope: Scope, library: Library) -> Answer:
    """Every cell of one report, in the form's order, that meets a condition: those that are not 0."""
    lang, entry = question.language, scope.entries[0]
    figures = [
        f for f in library.figures(reports=[entry.report], table=question.table) if f.in_form and f.value is not None
    ]
    kept = [f for f in figures if cells.meets(question.bounds, f.value or Decimal(0), f.unit)]
    found = [Cell(entry, f.row, f.column, (f,), f.value, "", f.edition) for f in kept]
    what = cells.told(question.bounds)
    name = say("三张表", "the three tables", lang)
    name = say(*form.TABLE_NAMES[question.table], lang) if question.table else name
    line = say(
        f"{compose.who(entry, lang)}：{name}里有 {len(kept)} 格 {what}",
        f"{compose.who(entry, lang)}: {len(kept)} cells of {name} are {what}",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("list", [entry]),
        line,
        figures=kept,
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found])[:_SHOWN],
        more=compose.disputed(library, found, lang),
        coverage=Coverage(1),
    )


def moved(question: Question, scope: Scope, library: Library) -> Answer:
    """哪些事项减少了: the rows of 表二 whose items grew or fell, in the form's order; of one report."""
    lang, entry = question.language, scope.entries[0]
    rows = [r.label for r in form.rows("2019", form.ACTIVE) if form.CHANGE in r.columns]
    found = [cells.pick(library, [entry], row, form.CHANGE)[0] for row in rows]
    if all(cell.value is None for cell in found):
        return no_value.lost(question, scope, found[0], library)
    bounds = filtered.bounds_of(question)
    kept = [cell for cell in found if cell.value is not None and cells.meets(bounds, cell.value, cell.unit)]
    each = "，".join(f"{c.row} {shown(plain(c.value or Decimal(0)), c.unit, c.state, lang)}" for c in kept)
    who, told = compose.who(entry, lang), f"{form.CHANGE} {cells.told(bounds)}"
    none = say("没有这样的事项", "no such rows", lang)
    line = f"{who} {told}{say('：', ': ', lang)}{each or none}"
    lost = "、".join(cell.row for cell in found if cell.value is None)
    line += say(f"\n没有读到：{lost}", f"\nNot read: {lost}", lang) if lost else ""
    return compose.answer(
        question,
        scope,
        compose.reading("list", [entry], None, form.CHANGE),
        line,
        figures=cells.figures_of(kept),
        rows=compose.result_rows(kept, [f"{cell.row} · {cell.column}" for cell in kept]),
        coverage=Coverage(1),
    )
