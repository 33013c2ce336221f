"""The reports that have anything, or nothing, in a row whose columns are all alike: 谁有规章, 谁没有规范性文件."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.answer import Answer, Coverage, Skipped
from assistant.answers import boundary, cells, compose, refusals
from assistant.answers.many.filtered import bounds_of
from assistant.answers.many.pool import is_amount
from assistant.language import say
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.report import Entry

if TYPE_CHECKING:
    from assistant.answers.many.abreast import Abreast
    from corpus.library.abreast import ValueLine

_IN_LINE = 10
"""So many reports are named in the first line."""
_SOME = Decimal(1)
"""Stands for any amount other than 0."""


def of_row(question: Question, scope: Scope, library: Library, row: str) -> Answer:
    """Which reports have a figure that meets the condition in any column of a row; `=` is asked of every column."""
    if reports := boundary.too_many(question, scope):
        return _of_very_many(question, scope, reports, row)
    found = [cell for entry in scope.entries for cell in refusals.every_column(library, entry, row)]
    bounds = bounds_of(question)
    if bounds[0].sign == "=":
        reports_out = {c.entry.report for c in found if c.value is None or not cells.meets(bounds, c.value, c.unit)}
        kept = [cell for cell in found if cell.entry.report not in reports_out]
    else:
        kept = [cell for cell in found if cell.value is not None and cells.meets(bounds, cell.value, cell.unit)]
    entries = {cell.entry.report: cell.entry for cell in kept}
    read = {cell.entry.report for cell in found}
    unsure = {cell.entry.report for cell in found if cell.value is None} - entries.keys()
    lost = tuple(
        Skipped(e.agency, e.year, cells.NO_CELL if e.report in unsure else cells.NO_FIELD)
        for e in scope.entries
        if e.report in unsure or e.report not in read
    )
    headings = list(dict.fromkeys(cell.column for cell in found))
    return compose.answer(
        question,
        scope,
        compose.reading("filter", [c.entry for c in kept], row),
        _line(question, row, headings, len(entries), list(entries.values())),
        value=str(len(entries)) if "count_agencies" in question.ops else None,
        figures=cells.figures_of(kept),
        rows=compose.result_rows(kept, [cell.column for cell in kept]),
        coverage=Coverage(len(read - unsure), lost),
    )


def _of_very_many(question: Question, scope: Scope, reports: Reports, row: str) -> Answer:
    """The same of reports that are too many for each of their cells to be read."""
    from assistant.answers.many.abreast import Abreast  # a question about one report does not pay for it

    columns, bounds = refusals.columns_of(row), bounds_of(question)
    found = Abreast(reports, [(row, column) for column in columns])
    kept: list[ValueLine] = []
    places: list[tuple[int, ...]] = []
    lost: list[tuple[ValueLine, str]] = []
    for line in found.lines:
        values = _values(found, line, bounds)
        met = tuple(n for n, value in values.items() if value is not None and cells.meets(bounds, *value))
        if bounds[0].sign == "=" and len(met) < len(values):
            met = ()
        if met:
            kept.append(line)
            places.append(met)
        elif not values or None in values.values():
            lost.append((line, cells.NO_CELL if values else cells.NO_FIELD))
    shown = found.cells(kept[: boundary.SHOWN])
    meant = [shown[n * len(columns) + at] for n, met in enumerate(places[: boundary.SHOWN]) for at in met]
    entries = list({cell.entry.report: cell.entry for cell in meant}.values())
    figures = cells.figures_of(meant)
    years = {line.year for line in kept}
    reading = compose.reading("filter", entries, row)
    return compose.answer(
        question,
        scope,
        replace(reading, years=tuple(sorted(year for year in years if year is not None))),
        _line(question, row, _headings(found, row), len(kept), entries),
        value=str(len(kept)) if "count_agencies" in question.ops else None,
        figures=figures,
        figures_total=sum(map(len, places)),
        rows=compose.result_rows(meant, [cell.column for cell in meant]),
        rows_total=sum(map(len, places)),
        more=found.remarks(kept, figures, question.language, of=places),
        coverage=Coverage(len(found.lines) - len(lost), *found.left_out(lost)),
    )


def _values(
    found: "Abreast", line: "ValueLine", bounds: Sequence[Bound]
) -> dict[int, tuple[Decimal, str | None] | None]:
    """(value, unit) of each column that the report's edition asks, by its number; None where the cell is lost."""
    unitless, of_zero = cells.NO_UNIT in line.values, not any(bound.value for bound in bounds)
    if (unitless and not of_zero) or (not line.edition and set(line.values) != {cells.NO_FIELD}):
        return {
            n: None if cell.value is None else (cell.value, cell.unit)
            for n, cell in enumerate(found.cells([line]))
            if cell.reason != cells.NO_FIELD
        }
    return {n: _value(line, found.terms[n][1], value) for n, value in enumerate(line.values) if value != cells.NO_FIELD}


def _value(line: "ValueLine", column: str, value: int | Decimal | str) -> tuple[Decimal, str | None] | None:
    if isinstance(value, str):
        return (_SOME, None) if value == cells.NO_UNIT else None
    return Decimal(value), line.unit if is_amount(column) else None


def _headings(found: "Abreast", row: str) -> list[str]:
    """The columns of the reports, in the order in which they come."""
    headings: dict[str, None] = {}
    seen: set[str] = set()
    for line in found.lines:
        if set(line.values) == {cells.NO_FIELD} or line.edition in seen:
            continue
        if line.edition:
            seen.add(line.edition)
            every = (form.columns(line.edition, row, column) for _, column in found.terms)
            headings |= dict.fromkeys(heading for columns in every for heading in columns)
        else:
            headings |= dict.fromkeys(cell.column for cell in found.cells([line]) if cell.reason != cells.NO_FIELD)
        if seen.issuperset(form.EDITIONS):
            break
    return list(headings)


def _line(question: Question, row: str, headings: Sequence[str], number: int, first: Sequence[Entry]) -> str:
    lang, every = question.language, "、".join(headings)
    names = "、".join(dict.fromkeys(compose.who(entry, lang) for entry in first[:_IN_LINE]))
    return say(
        f"{number} 份报告{'：' + names if number else ''}（{row}，各栏：{every}）",
        f"{number} reports{': ' + names if number else ''} ({row}, any of {every})",
        lang,
    )
