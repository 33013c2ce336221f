"""A figure over the years: of one agency year by year, from one year to the next, and over many agencies."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import cells, compose, no_value, refusals
from assistant.answers.cells import Cell
from assistant.answers.many import averages, changes
from assistant.answers.many.pool import Pool, extra, is_unitless
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.numbers import plain

_FEW = 5
"""So many agencies are shown year by year; of more, the sum of those that have every year."""


def trend(question: Question, scope: Scope, library: Library) -> Answer:
    """A figure over the years of one agency or a few; never from one point."""
    from assistant.answers.many import very_many_years  # a question about one report does not pay for it

    row = question.rows[0]
    column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
    scope = latest(question, scope)
    if len(scope.agencies) > _FEW and (made := very_many_years.of_many(question, scope, row, column)):
        return _leading(question, scope, made)
    found = compose.as_said(cells.pick(library, scope.entries, row, column), scope)
    have = [cell for cell in found if cell.value is not None]
    several = len(scope.agencies) > 1
    years: dict[str, int] = {}
    for cell in have:
        years[cell.entry.agency] = years.get(cell.entry.agency, 0) + 1
    if not have or max(years.values()) < 2:
        if several and not scope.mentions:
            return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
        return _one_point(question, scope, library, have)
    summed = question.ops & {"sum", "mean"} or _asks_year(question, scope)
    if len(scope.agencies) > _FEW or several and summed:
        return _leading(question, scope, _of_many(question, scope, library, found))
    lang = question.language
    pool = Pool(found)
    n = len({cell.entry.year for cell in have})
    who = f"，{len(years)} 家" if several else ""
    line = say(f"{row} · {column}，{n} 个年份{who}", f"{row} · {column}, {n} years", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("trend", scope.entries, row, column),
        line,
        unit=pool.unit,
        figures=cells.figures_of(pool.used),
        rows=compose.result_rows(pool.used),
        more=[note for note in extra(library, pool, lang) if note.code != "mixed_years"],
        coverage=Coverage(len(have), (*pool.left_out, *_years_left_out(scope))),
        chart=not several,
    )


_BY_YEAR = frozenset("trend max min sum mean whatis".split())
"""With what the year is asked in which a sum was highest."""


def _asks_year(question: Question, scope: Scope) -> bool:
    """河南省哪一年处罚最多: one end of the years is asked, of one figure of one place or of all; and nothing else."""
    said = any(value == "whichyear" for _, value, _ in question.said)
    chosen = question.top or question.nth or question.bounds or question.clauses or question.groups
    several = max(map(len, (question.rows, question.columns, question.applicants, question.results))) > 1
    one_end = len(question.ops & {"max", "min"}) == 1 and not question.ops - _BY_YEAR
    one = len(scope.mentions or question.places) < 2
    return said and one_end and one and not (chosen or several or "who" in question.flags)


def _leading(question: Question, scope: Scope, made: Answer) -> Answer:
    """The sums or means by year, with the highest or lowest of them first where it is asked of which year that is."""
    if not _asks_year(question, scope) or made.reading.operation != "trend" or not made.rows:
        return made
    lang, values = question.language, [Decimal(row.value or 0) for row in made.rows]
    value = min(values) if "min" in question.ops else max(values)
    years = [row.label for row, own in zip(made.rows, values, strict=True) if own == value]
    amount = shown(compose.short(value), made.unit, "printed", lang)
    told = say(f"{'、'.join(years)} 年：{amount}，", f"{', '.join(years)}: {amount}, ", lang)
    return replace(made, value=plain(value), headline=told + made.headline)


_EACH_YEAR = re.compile(
    r"[每各]一?年|分年|按年|逐年|各自|[各分]别?是?(?:合计|平均|一共|总共)|per year|each year|by year|annual"
)


def each_year(question: Question, scope: Scope) -> bool:
    """A sum or a mean is asked of every year for itself: 每年合计, 2021年和2022年各合计多少."""
    own = bool(_EACH_YEAR.search(question.normal)) and bool(question.ops & {"sum", "mean"})
    ranked = question.ops & {"max", "min", "rank", "ascending", "count_agencies"} or question.top or question.nth
    return own and len(scope.years) > 1 and not (ranked or question.bounds)


def of_all_years(question: Question, scope: Scope) -> bool:
    """历年合计 of one agency is the sum of its years, and 历年最多 the highest of them."""
    over = question.ops & {"sum", "mean", "median", "max", "min"}
    return bool("trend" in question.ops and over) and len(scope.agencies) == 1 and not each_year(question, scope)


def latest(question: Question, scope: Scope) -> Scope:
    """近三年: the latest three years that are loaded of what is asked."""
    if not question.recent:
        return scope
    kept = scope.years[-question.recent :]
    if isinstance(scope.entries, Reports):
        return replace(scope, entries=scope.entries.only(Where(years=kept)))
    return replace(scope, entries=tuple(entry for entry in scope.entries if entry.year in kept))


def _of_many(question: Question, scope: Scope, library: Library, found: Sequence[Cell]) -> Answer:
    """The sum, or mean, by year of the agencies that have a figure in every year: others would move it as they come."""
    lang, years, mean = question.language, scope.years, "mean" in question.ops
    by_agency: dict[str, list[Cell]] = {}
    for cell in found:
        if cell.value is not None and not is_unitless(cell):
            by_agency.setdefault(cell.entry.agency, []).append(cell)
    kept = [cell for mine in by_agency.values() if {cell.entry.year for cell in mine} == {*years} for cell in mine]
    if not kept:
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    rows, figures = [], [figure for year in years for c in kept if c.entry.year == year for figure in c.figures]
    at = 0
    for year in years:
        mine = [cell for cell in kept if cell.entry.year == year]
        pool = Pool(mine)
        total = sum(pool.values, Decimal(0))
        places = tuple(range(at, at + sum(len(cell.figures) for cell in mine)))
        at += len(places)
        made, formula = plain(total), compose.formula(pool.values, total)
        if mean:
            made = plain(averages.mean_of(pool.values))
            formula = f"{averages.quotient(pool.values, total, len(mine))} = {compose.short(Decimal(made))}"
        rows.append(
            ResultRow("", year, mine[0].edition, made, pool.unit, "printed", None, places, formula, (), str(year))
        )
    agencies = {cell.entry.agency for cell in kept}
    out = [e for e in scope.entries if e.agency not in agencies]
    row, column = question.rows[0], kept[0].column
    zh, en = ("平均", "means") if mean else ("合计", "sums")
    return compose.answer(
        question,
        scope,
        compose.reading("trend", [cell.entry for cell in kept], row, form.generic_column(column)),
        say(
            f"{row} · {form.generic_column(column)}：{len(agencies)} 家每年都有数的机关的{zh}",
            f"{row} · {form.generic_column(column)}: {en} over the {len(agencies)} agencies that have every year",
            lang,
        ),
        unit=rows[0].unit,
        figures=figures,
        rows=rows,
        more=[note for note in compose.mixed(kept, lang) if note.code != "mixed_years"],
        coverage=Coverage(len(kept), tuple(Skipped(e.agency, e.year, "not_every_year") for e in out)),
        chart=True,
    )


def _years_left_out(scope: Scope) -> list[Skipped]:
    agency = scope.agencies[0] if len(scope.agencies) == 1 else ""
    return [Skipped(agency, year, "no_report") for year in scope.absent_years]


def _one_point(question: Question, scope: Scope, library: Library, have: Sequence[Cell]) -> Answer:
    lang = question.language
    agency = "、".join(scope.agencies or dict.fromkeys(e.agency for e in scope.near))
    years = "、".join(map(str, scope.absent_years))
    there = "、".join(map(str, scope.years)) or say("无", "none", lang)
    line = say(
        f"只有一个年份有数，画不出趋势：{agency}已载入 {there} 年" + (f"，没有载入 {years} 年。" if years else "。"),
        f"One year is no trend: {agency}, loaded: {there}" + (f"; not loaded: {years}." if years else "."),
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("trend", scope.entries, question.rows[0]),
        line,
        outcome=Outcome.NO_REPORT,
        figures=cells.figures_of(have),
        rows=compose.result_rows(have),
        coverage=Coverage(len(have), tuple(_years_left_out(scope))),
    )


_MOVING = frozenset("moved grew fell difference growth lastyear versus compare same".split())


def moves(question: Question, scope: Scope) -> bool:
    """A figure is asked from one year to another, and reports of both are there."""
    asked = form.CHANGE in question.columns or question.ops & _MOVING
    if not asked or len(question.rows) != 1 or len(scope.years) != 2 or _own_column(question):
        return False
    if form.table_of(question.rows[0]) == form.ACTIVE and form.PRIOR_ITEMS in question.columns:
        return False
    # 2022年增加的: of one year that is named the one before it was added.
    both = (
        len(question.years) in (1, 2)
        or by_rate(question)
        or _of_no_edition(question)
        or bool(question.ops & {"lastyear", "growth"})
    )
    return both and len(scope.entries) > len(scope.agencies)


def _own_column(question: Question) -> bool:
    """The column 本年增/减 is asked by its name; 增加了多少 beside two years is not."""
    return form.CHANGE in question.columns and ("增减" in question.normal or "增/减" in question.normal)


def _of_no_edition(question: Question) -> bool:
    """Whether requests or an amount grew is asked: there is no such column in any edition."""
    if not question.ops & {"grew", "fell"} or len(question.rows) != 1:
        return False
    if question.columns:
        return not set(question.columns) & {form.CHANGE, form.PRIOR_ITEMS}
    return not any(form.columns(edition, question.rows[0], form.CHANGE) for edition in form.EDITIONS)


def without_column(question: Question, scope: Scope, library: Library) -> bool:
    """Whether a figure grew or fell is asked of a row, or an edition, that has no column of changes: of two years."""
    if _of_no_edition(question):
        return True
    if not question.ops & {"grew", "fell"} or len(question.rows) != 1 or question.columns:
        return False
    row = question.rows[0]
    items = question.flags & {"column_projects", "column_items", "column_count"}
    if items or len(question.years) != 1:
        return False
    first = cells.pick(library, scope.entries[:3], row, form.CHANGE)
    return bool(first) and all(cell.reason == cells.NO_FIELD for cell in first)


def before(question: Question, scope: Scope, reports: Reports) -> Scope:
    """同比: the scope with the reports of the year before, where those of the agencies are loaded."""
    items = question.flags & {"column_projects", "column_items", "column_count"} or question.columns
    asked = "lastyear" in question.ops or by_rate(question) or ("growth" in question.ops and not items)
    asked = asked or (len(scope.years) == 1 and without_column(question, scope, reports.library))
    if not asked or len(scope.years) != 1:
        return scope
    year = scope.years[0] - 1
    earlier = reports.only(Where(agencies=scope.agencies, years=(year,)))
    if not earlier:
        return scope
    kept = [e for e in scope.entries if not earlier.few(1) or e.agency in earlier.agencies]
    wanted = tuple(dict.fromkeys(e.report for e in (*earlier, *kept)))
    return replace(scope, entries=reports.only(Where(reports=wanted)))


def by_rate(question: Question) -> bool:
    """翻番, 增长10%以上: a condition on what became of a figure from one year to another."""
    return bool(question.ops & {"grew", "fell"}) and any(bound.unit == "%" for bound in question.bounds)


def two_of(question: Question, scope: Scope) -> Scope:
    """Of more years than two, where a rate of change is a condition: the two ends of those named, or the latest two."""
    anywhere = any(form.columns(edition, row, form.CHANGE) for row in question.rows for edition in form.EDITIONS)
    moved = by_rate(question) or (
        question.ops & {"grew", "fell"} and not (anywhere or question.columns or question.years)
    )
    if not moved or "trend" in question.ops or question.recent or len(scope.years) < 3:
        return scope
    years = (scope.years[0], scope.years[-1]) if len(question.years) > 2 else scope.years[-2:]
    if isinstance(scope.entries, Reports):
        return replace(scope, entries=scope.entries.only(Where(years=years)))
    return replace(scope, entries=tuple(entry for entry in scope.entries if entry.year in years))


def not_two(question: Question, scope: Scope) -> Answer:
    """A rate of change where no agency has both years: there is nothing to set against the other."""
    lang = question.language
    held = "、".join(map(str, scope.years)) or say("无", "none", lang)
    line = say(
        f"要比两年，没有机关两年的报告都已载入；已载入的年份：{held}。",
        f"Two years are needed, and no agency has the reports of both. Loaded years: {held}.",
        lang,
    )
    reading = compose.reading("change", (), question.rows[0])
    return compose.answer(question, scope, reading, line, outcome=Outcome.NO_REPORT, coverage=Coverage(0))


def moved(question: Question, scope: Scope, library: Library) -> Answer:
    """The difference between two years, of one agency or of each that has both."""
    row = question.rows[0]
    named = [c for c in cells.columns_asked(replace(question, ops=frozenset()), row) if c != form.CHANGE]
    column = (named or [form.default_of(row)])[0]
    pairs, left_out = [], []
    by_agency: dict[str, list[Cell]] = {}
    for cell in cells.pick(library, scope.entries, row, column):
        by_agency.setdefault(cell.entry.agency, []).append(cell)
    for agency, found in by_agency.items():
        if len({cell.entry.year for cell in found}) != 2 or len(found) != 2:
            left_out += [Skipped(agency, cell.entry.year, "no_report") for cell in found]
            continue
        first, second = sorted(found, key=lambda cell: cell.entry.year or 0)
        lost = next((cell for cell in (first, second) if cell.value is None), None)
        if lost is None and not (is_unitless(first) or is_unitless(second)):
            pairs.append((first, second))
        elif len(scope.agencies) == 1:
            return no_value.lost(question, scope, lost, library) if lost else _no_unit(question, scope)
        else:
            left_out.append(compose.skipped(lost) if lost else Skipped(agency, second.entry.year, cells.NO_UNIT))
    if len(scope.agencies) == 1:
        return _one(question, scope, library, *pairs[0])
    asked = changes.together if changes.of_all(question) else changes.each
    return asked(question, scope, library, pairs, left_out)


def _no_unit(question: Question, scope: Scope) -> Answer:
    told = ("金额没有印单位，两年不能相比。", "An amount is printed without a unit; the years cannot be compared. ")
    return refusals.not_stated(question, scope, told)


def _one(question: Question, scope: Scope, library: Library, first: Cell, second: Cell) -> Answer:
    lang = question.language
    of_both = changes.unit_of([(first, second)])
    earlier, later = changes.sides((first, second), of_both)
    gap, formula = changes.gap(earlier, later)
    rate = compose.percent(gap, earlier) if earlier else None
    growth = changes.asks_rate(question)
    if growth and rate is None:
        outcome, value, unit, formula = Outcome.UNDEFINED, None, None, f"{plain(gap)} ÷ 0"
        line = say(f"无法计算：{formula}", f"undefined: {formula}", lang)
    else:
        outcome, value, unit = Outcome.ANSWERED, plain(gap), of_both or second.unit
        word = (
            say("不变", "unchanged", lang)
            if not gap
            else say("增加", "up", lang)
            if gap > 0
            else say("减少", "down", lang)
        )
        line = f"{word} {shown(plain(abs(gap)), unit, 'printed', lang)}" if gap else word
        if growth:
            value, unit = rate, "%"
            formula = f"({plain(later)} - {plain(earlier)} = {plain(gap)}) ÷ {plain(earlier)}"
        if question.bounds and value is not None:
            met = cells.meets(changes.bounds_of(question), Decimal(value), None if growth else unit)
            line = say("是：" if met else "否：", "yes: " if met else "no: ", lang) + line
        if rate is not None and gap:
            line += f"{say('（', ' (', lang)}{compose.two_places(rate)} %{say('）', ')', lang)}"
        line += f"{say('：', ': ', lang)}{formula}{say('，', ', ', lang)}{first.row} · {first.column}"
    if first.column != second.column:
        line += f" → {second.row} · {second.column}"
    return compose.answer(
        question,
        scope,
        compose.reading("change", [first.entry, second.entry], first.row, first.column),
        line,
        outcome=outcome,
        value=value,
        unit=unit,
        formula=formula,
        figures=cells.figures_of((first, second)),
        rows=compose.result_rows((first, second)),
        more=[
            *(n for n in compose.mixed((first, second), lang) if n.code == "mixed_editions"),
            *compose.disputed(library, (first, second), lang),
        ],
        coverage=Coverage(2),
    )
