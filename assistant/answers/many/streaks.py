"""Who rose, or fell, in every step of several years on end: 连续两年增长 is two steps, and needs three years."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import cells, compose, no_value, refusals
from assistant.answers.cells import Cell
from assistant.answers.many.pool import is_amount, is_unitless
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope, find
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Figure

Run = tuple[Cell, ...]
"""The cells of one agency, a year each, in the order of the years."""


def of_years(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The agencies whose figure rose in every step, or fell; of one that is named, whether it did."""
    row = question.rows[0]
    columns = cells.columns_asked(replace(question, ops=question.ops - {"grew", "fell"}), row)
    named = [column for column in columns if column != form.CHANGE] or [form.default_of(row)]
    if len(question.rows) > 1 or len(named) > 1 or {"grew", "fell"} <= question.ops:
        return refusals.not_stated(question, scope, _ONE_FIELD)
    years = _years(question, scope)
    there = find(replace(question, years=years), reports)
    if len(years) < 2 or there.absent_years or not there.entries:
        return _too_few(question, scope, years or scope.years)
    found: dict[str, list[Cell]] = {}
    for cell in cells.pick(reports.library, there.entries, row, named[0]):
        found.setdefault(cell.entry.agency, []).append(cell)
    runs, left_out = [], []
    for mine in found.values():
        lost = _lost(mine, years)
        left_out += lost
        if not lost:
            runs.append(tuple(sorted(mine, key=lambda cell: cell.entry.year or 0)))
    return _told(question, there, reports.library, named[0], years, runs, left_out)


_NO_UNIT = (
    "各年的金额没有都印单位，或印的单位不同，看不出每一步。",
    "The amounts are not all printed with a unit, or in different ones; the steps cannot be told. ",
)
_ONE_FIELD = (
    "连续增长或连续下降一次只能问一项、一个方向。",
    "Of figures that rise or fall year after year ask for one, and for one direction. ",
)


def _years(question: Question, scope: Scope) -> tuple[int, ...]:
    """Those named; of 连续两年 the three that end with the last of them, or with the latest loaded."""
    steps, named = question.streak or 0, question.years
    if not steps:
        return named or scope.years
    if len(named) == steps + 1:
        return named
    last = max(named or scope.years, default=0)
    if len(named) > 1 and named != tuple(range(last - steps + 1, last + 1)):
        return ()
    return tuple(range(last - steps, last + 1))


def _lost(mine: Sequence[Cell], years: Sequence[int]) -> list[Skipped]:
    """Why nothing can be said of an agency: a year not loaded, a cell without a value, an amount without unit."""
    held = [cell.entry.year for cell in mine]
    agency = mine[0].entry.agency
    lost = [Skipped(agency, year, "no_report") for year in years if year not in held]
    lost += [Skipped(agency, year, "two_reports") for year in years if held.count(year) > 1]
    lost += [compose.skipped(cell) for cell in mine if cell.value is None]
    if lost:
        return lost[:1]
    # A count is the same with whatever counter: 3项 and 3.
    units = {cell.unit for cell in mine if cell.value and is_amount(cell.column)}
    if bare := next((cell for cell in mine if is_unitless(cell)), None):
        return [compose.skipped(bare, cells.NO_UNIT)]
    return [compose.skipped(mine[0], "units_differ")] if len(units) > 1 else []


def _keeps_on(run: Run, *, falling: bool) -> bool:
    values = [cell.value for cell in run if cell.value is not None]
    steps = zip(values, values[1:], strict=False)
    return all(after < before if falling else after > before for before, after in steps)


def _told(
    question: Question,
    scope: Scope,
    library: Library,
    column: str,
    years: Sequence[int],
    runs: Sequence[Run],
    left_out: Sequence[Skipped],
) -> Answer:
    lang, falling = question.language, "fell" in question.ops
    alone = len(scope.mentions) == 1 and len(scope.agencies) == 1
    if not runs:
        return _of_lost(question, scope, library, column) if alone else _of_nobody(question, scope, years, left_out)
    kept = [run for run in runs if _keeps_on(run, falling=falling)]
    n, row = len(kept), question.rows[0]
    did = say("下降" if falling else "增长", "fell" if falling else "rose", lang)
    span = " → ".join(map(str, years))
    what = say(f"{row}逐年{did}，{span}", f"{row} {did} in every step, {span}", lang)
    names = "、".join(run[-1].entry.agency for run in kept[:10])
    line = say(
        f"{n} 家{'：' + names if n else ''}（{what}）", f"{n} agencies{': ' + names if n else ''} ({what})", lang
    )
    if alone:
        line = say(
            f"{'是' if n else '否'}：{_steps(runs[0])}（{what}）",
            f"{'yes' if n else 'no'}: {_steps(runs[0])} ({what})",
            lang,
        )
    rows, figures = _lines(runs if alone else kept)
    counted = "count_agencies" in question.ops and not alone
    shown = [cell for run in (runs if alone else kept) for cell in run]
    return compose.answer(
        question,
        scope,
        replace(
            compose.reading("streak", [cell.entry for cell in shown], row, shown[0].column if shown else None),
            years=tuple(years),
        ),
        line,
        value=str(n) if counted else None,
        unit=say("家", "agencies", lang) if counted else None,
        figures=figures,
        rows=rows,
        more=[note for note in compose.mixed(shown, lang) if note.code == "mixed_editions"],
        coverage=Coverage(len(years) * len(runs), tuple(left_out)),
    )


def _of_lost(question: Question, scope: Scope, library: Library, column: str) -> Answer:
    """The one agency that is named has no value in one of the years, or its amounts are in no common unit."""
    found = cells.pick(library, scope.entries, question.rows[0], column)
    lost = next((cell for cell in found if cell.value is None), None)
    if lost is None:
        return refusals.not_stated(question, scope, _NO_UNIT)
    return no_value.lost(question, scope, lost, library)


def _of_nobody(question: Question, scope: Scope, years: Sequence[int], left_out: Sequence[Skipped]) -> Answer:
    lang, wanted = question.language, "、".join(map(str, years))
    line = say(f"没有一家机关 {wanted} 年都有数，看不出每一步。", f"No agency has a figure in each of {wanted}.", lang)
    reading = replace(compose.reading("streak", [], question.rows[0]), years=tuple(years))
    coverage = Coverage(0, tuple(left_out))
    return compose.answer(question, scope, reading, line, outcome=Outcome.NO_REPORT, coverage=coverage)


def _too_few(question: Question, scope: Scope, years: Sequence[int]) -> Answer:
    lang = question.language
    wanted, held = ("、".join(map(str, some)) or say("无", "none", lang) for some in (years, scope.years))
    line = say(
        f"要看每一步，各年的报告都要有：需要 {wanted} 年，已载入 {held} 年。",
        f"Every step needs the reports of both its years: needed {wanted}, loaded {held}.",
        lang,
    )
    missing = tuple(Skipped("", year, "no_report") for year in years if year not in scope.years)
    reading = compose.reading("streak", [], question.rows[0])
    return compose.answer(question, scope, reading, line, outcome=Outcome.NO_REPORT, coverage=Coverage(0, missing))


def _steps(run: Run) -> str:
    return " → ".join(plain(cell.value) for cell in run if cell.value is not None)


def _lines(runs: Sequence[Run]) -> tuple[list[ResultRow], list[Figure]]:
    """A line an agency: its latest figure, and all of them in order."""
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    for run in runs:
        row = compose.result_row(run[-1], 0)
        mine = cells.figures_of(run)
        places = tuple(range(len(figures), len(figures) + len(mine)))
        rows.append(replace(row, figures=places, formula=_steps(run)))
        figures += mine
    return rows, figures
