"""The sum or mean by year of very many agencies: the library says every value, and a few cells are read."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Answer, Coverage, ResultRow, Skipped
from assistant.answers import boundary, cells, compose
from assistant.answers.cells import Cell
from assistant.answers.many import averages, very_many
from assistant.answers.many.pool import is_amount
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import heard, sums
from corpus.library.reports import Reports
from corpus.library.sums import Asked, Value
from corpus.library.where import Where, both
from corpus.numbers import plain

_SHOWN = 12
"""Of each year so many cells are read."""
_NAMED = 100
"""So many of the reports left out are named; all are counted."""


def of_many(question: Question, scope: Scope, row: str, column: str) -> Answer | None:
    """The answer over the agencies that have a figure in every year; None where every cell is to be read."""
    reports = boundary.too_many(question, scope)
    if reports is None or is_amount(column):
        return None
    asked = Asked((row,), column)
    years, by_agency = scope.years, dict[str, list[Value]]()
    for value in sums.meeting(reports.library, asked, reports.where).values:
        by_agency.setdefault(value.agency, []).append(value)
    every = {agency: mine for agency, mine in by_agency.items() if sorted(one.year or 0 for one in mine) == [*years]}
    kept = [value for mine in every.values() for value in mine]
    if len({value.unit for value in kept}) != 1:
        return None
    lang, mean = question.language, "mean" in question.ops
    by_year = [[value for value in kept if value.year == year] for year in years]
    shown = [_cells(reports, row, column, mine[:_SHOWN]) for mine in by_year]
    rows, at = [], 0
    for mine, read in zip(by_year, shown, strict=True):
        rows.append(_row(mine, at, sum(len(cell.figures) for cell in read), mean=mean))
        at += len(rows[-1].figures)
    among = Where(agencies=tuple(every))
    said = very_many.remarks(reports, heard.remarked(reports.library, asked, both(reports.where, among), ()), lang)
    out = reports.only(Where(without=tuple(every)))
    named = tuple(Skipped(one.agency, one.year, "not_every_year") for one in out[:_NAMED])
    what, (zh, en) = f"{row} · {form.generic_column(column)}", ("平均", "means") if mean else ("合计", "sums")
    return compose.answer(
        question,
        scope,
        compose.reading("trend", [cell.entry for read in shown for cell in read], row, form.generic_column(column)),
        say(
            f"{what}：{len(every)} 家每年都有数的机关的{zh}",
            f"{what}: {en} over the {len(every)} agencies that have every year",
            lang,
        ),
        unit=kept[0].unit,
        figures=cells.figures_of([cell for read in shown for cell in read]),
        figures_total=sum(len(asked.cells(value.edition)) for value in kept),
        rows=rows,
        more=compose.mixes((), {value.edition for value in kept}, lang),
        others=said,
        coverage=Coverage(len(kept), named, (("not_every_year", len(out)),) if named else ()),
        chart=True,
    )


def _row(mine: Sequence[Value], at: int, figures: int, *, mean: bool) -> ResultRow:
    """The line of a year; so many figures of it are shown, from that position on."""
    values, first = [value.value for value in mine], mine[0]
    total = sum(values, Decimal(0))
    made, formula = plain(total), compose.formula(values, total)
    if mean:
        made = plain(averages.mean_of(values))
        formula = f"{averages.quotient(values, total, len(mine))} = {compose.short(Decimal(made))}"
    places = tuple(range(at, at + figures))
    return ResultRow(
        "", first.year, first.edition, made, first.unit, "printed", None, places, formula, (), str(first.year)
    )


def _cells(reports: Reports, row: str, column: str, values: Sequence[Value]) -> list[Cell]:
    """The cells of some values, in their order."""
    entries = reports.only(Where(reports=tuple(value.report for value in values)))
    return list(cells.pick(reports.library, entries, row, column))
