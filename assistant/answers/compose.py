"""Putting an answer together: what all kinds of answers have in common."""

from collections.abc import Collection, Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby

from assistant.answer import NOTED_BY, Answer, Choice, Coverage, Outcome, Reading, ResultRow, Skipped
from assistant.answers import notes
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.understanding.gazetteer import members
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry, Figure, Hit, Note, State

FORMULA_OPERANDS = 50
"""Beyond so many operands a formula gives the number of cells only (answers.md, rule 7)."""


def answer(
    question: Question,
    scope: Scope,
    reading: Reading,
    headline: str,
    *,
    outcome: Outcome = Outcome.ANSWERED,
    value: str | None = None,
    unit: str | None = None,
    formula: str | None = None,
    figures: Sequence[Figure] = (),
    figures_total: int | None = None,
    passages: Sequence[Hit] = (),
    rows: Sequence[ResultRow] = (),
    rows_total: int = 0,
    choices: Sequence[Choice] = (),
    more: Iterable[Note] = (),
    others: Iterable[Note] = (),
    coverage: Coverage | None = None,
    chart: bool = False,
) -> Answer:
    """The answer, with the notes of its figures, its names and what was left out; `noted` where a note asks it.

    `figures_total` is on how many figures it rests, `rows_total` how many rows there are, where these are the first;
    `others` are notes of figures that are not among them.
    """
    lang = question.language
    coverage = coverage or Coverage(len({f.report for f in figures} | {h.passage.report for h in passages}))
    every = notes.once(
        (*of_names(question, scope), *more, *notes.of_figures(figures, lang), *others, *_of_skipped(coverage, lang))
    )
    if outcome is Outcome.ANSWERED and any(note.code in NOTED_BY for note in every):
        outcome = Outcome.NOTED
    return Answer(
        question=question.text,
        outcome=outcome,
        language=lang,
        headline=headline,
        reading=reading,
        value=value,
        unit=unit,
        formula=formula,
        figures=tuple(figures),
        figures_total=len(figures) if figures_total is None else figures_total,
        passages=tuple(passages),
        rows=tuple(rows),
        rows_total=rows_total if rows_total > len(rows) else 0,
        choices=tuple(choices),
        notes=every,
        coverage=coverage,
        chart=chart,
    )


def of_names(question: Question, scope: Scope) -> list[Note]:
    """Notes on how the names of the question were read."""
    lang = question.language
    found = [notes.corrected(said, meant, lang) for said, meant in question.corrected]
    if scope.gazetteer:
        found.append(notes.note("agency_from_gazetteer", lang))
    return [*found, *_of_regions(question, scope)]


def _of_regions(question: Question, scope: Scope) -> list[Note]:
    """Which provinces or cities a region takes in, and of which of them there is no report among those meant."""
    found = []
    for region in question.places:
        if within := members(region):
            entries = scope.entries
            places = entries.places if isinstance(entries, Reports) else {entry.place for entry in entries}
            there = {part for place in places for part in place}
            absent = [name for name in within if name not in there]
            lang = question.language
            line = f"{region}{say('：', ': ', lang)}{'、'.join(within)}"
            if absent:
                names = "、".join(absent)
                line += say(f"（没有载入：{names}）", f" (not loaded: {names})", lang)
            found.append(line)
    return [Note("region", say("；", "; ", question.language).join(found))] if found else []


def _of_skipped(coverage: Coverage, language: str) -> list[Note]:
    return [notes.note("report_skipped", language)] if coverage.skipped else []


def skipped(cell: Cell, reason: str | None = None) -> Skipped:
    """The cell's report as left out."""
    return Skipped(cell.entry.agency, cell.entry.year, reason or cell.reason)


def result_row(cell: Cell, at: int, *, rank: int | None = None, label: str = "") -> ResultRow:
    """The cell as a line of a table of results; `at` is the position of its first figure in the answer."""
    figures = tuple(range(at, at + len(cell.figures)))
    codes = tuple(dict.fromkeys(code for figure in cell.figures for code in figure.notes))
    value = None if cell.value is None else plain(cell.value)
    state = str(State.NOT_ASKED if cell.reason == "no_field" else cell.state)
    if value is None and state in (State.PRINTED, State.INFERRED):
        state = str(State.UNREADABLE)
    return ResultRow(
        cell.entry.agency,
        cell.entry.year,
        cell.edition,
        value,
        cell.unit,
        state,
        rank,
        figures,
        cell.formula,
        codes,
        label,
    )


def result_rows(cells: Sequence[Cell], labels: Sequence[str] = (), ranks: Sequence[int | None] = ()) -> list[ResultRow]:
    """The cells as a table of results whose figures are those of the cells, in order."""
    rows, at = [], 0
    for n, cell in enumerate(cells):
        rows.append(result_row(cell, at, rank=ranks[n] if ranks else None, label=labels[n] if labels else ""))
        at += len(cell.figures)
    return rows


def ranks(values: Sequence[Decimal]) -> list[int]:
    """The rank of each of some values in order, equal ones on the same rank."""
    first: dict[Decimal, int] = {}
    for n, value in enumerate(values, 1):
        first.setdefault(value, n)
    return [first[value] for value in values]


def reading(
    operation: str,
    entries: Sequence[Entry],
    row: str | None = None,
    column: str | None = None,
    *,
    section: int | None = None,
    topic: str | None = None,
) -> Reading:
    """How the question was read, from the reports it covers."""
    return Reading(
        operation,
        agencies_of(entries),
        years_of(entries),
        form.table_of(row.split(" + ")[0]) if row else None,
        row,
        column,
        section,
        topic,
    )


def agencies_of(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Whose reports they are, in their order, each once; of very many none is read for it."""
    return entries.agencies if isinstance(entries, Reports) else tuple(dict.fromkeys(entry.agency for entry in entries))


def years_of(entries: Sequence[Entry]) -> tuple[int, ...]:
    """Of which years they are, ascending; likewise."""
    if isinstance(entries, Reports):
        return entries.years
    return tuple(sorted({entry.year for entry in entries if entry.year is not None}))


def about(cell: Cell, language: str) -> str:
    """`某机关 2020 年 行政处罚 · 处理决定数量`."""
    return f"{who(cell.entry, language)}{say(' ', ', ', language)}{field(cell.row, cell.column)}"


def field(row: str, column: str) -> str:
    """Row and column for people: 总计 · 总计 says which total."""
    shown = "（七）总计" if row == form.GRAND_TOTAL else row
    return f"{shown} · {column}"


def who(entry: Entry, language: str) -> str:
    """The agency and the year of a report; its file where it does not say whose it is."""
    agency = entry.agency or entry.file
    if entry.year is None:
        return agency
    return say(f"{agency} {entry.year} 年", f"{agency} {entry.year}", language)


def as_said(found: Sequence[Cell], scope: Scope) -> list[Cell]:
    """The cells in the order in which the question names their agencies."""
    named = dict.fromkeys(agency for mention in scope.mentions for agency in mention.agencies)
    order = {agency: n for n, agency in enumerate(named)}
    return sorted(found, key=lambda cell: order.get(cell.entry.agency, len(order)))


def gap(question: Question, have: Sequence[Cell]) -> Decimal | None:
    """By how much two figures differ, where that is asked: 减去 keeps the order said, 相差 has no sign."""
    asked = "difference" in question.ops or ("versus" in question.ops and "quantity" in question.flags)
    amounts = any(cell.column in (form.FEE_AMOUNT, form.PURCHASE_AMOUNT) for cell in have)
    if not asked or len(have) != 2 or (amounts and (have[0].unit is None or have[0].unit != have[1].unit)):
        return None
    first, second = (cell.value or Decimal(0) for cell in have)
    signed = "减" in question.normal or "minus" in question.normal
    return first - second if signed else abs(first - second)


def gap_formula(question: Question, have: Sequence[Cell]) -> str:
    """The larger of two figures less the smaller, or in the order said: `40 - 25 = 15`."""
    first, second = (cell.value or Decimal(0) for cell in have)
    if not ("减" in question.normal or "minus" in question.normal):
        first, second = max(first, second), min(first, second)
    return f"{plain(first)} - {plain(second)} = {plain(first - second)}"


def gap_unit(have: Sequence[Cell]) -> str | None:
    """The unit of a difference: that of both, none where decisions are taken from items."""
    return have[0].unit if len({cell.unit for cell in have}) == 1 else None


def percent(numerator: Decimal, denominator: Decimal) -> str:
    """The percentage rounded half-even to 6 places, without trailing zeros."""
    return plain(trimmed((numerator * 100 / denominator).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)))


def two_places(value: str) -> str:
    """A rate as text shows it: two places."""
    return str(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def short(value: Decimal) -> str:
    """Whole as it is, else two places."""
    return plain(value) if value == value.to_integral_value() else two_places(str(value))


def trimmed(value: Decimal) -> Decimal:
    """The number without zeros at the end of its fraction."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def formula(values: Sequence[Decimal], total: Decimal, number: int | None = None) -> str:
    """`3 + 4 = 7`; beyond 50 operands `Σ 98,211 cells = N`. `number` says how many, where these are the first."""
    number = len(values) if number is None else number
    if number > FORMULA_OPERANDS:
        return f"Σ {number:,} cells = {plain(total)}"
    terms = " + ".join(plain(v) if v >= 0 else f"({plain(v)})" for v in values)
    return f"{terms} = {plain(total)}"


def mixed(cells: Sequence[Cell], language: str) -> list[Note]:
    """Notes that the operands are of several years or editions."""
    return mixes({cell.entry.year for cell in cells}, {cell.edition for cell in cells}, language)


def mixes(years: Collection[int | None], editions: Collection[str], language: str) -> list[Note]:
    """Notes that these are several years or editions."""
    found = [notes.note("mixed_years", language)] if len(years) > 1 else []
    return [*found, *([notes.note("mixed_editions", language)] if len(editions) > 1 else [])]


def disputed(library: Library, cells: Sequence[Cell], language: str) -> list[Note]:
    """A note where the prose of an operand's report gives another number for the same thing."""
    from corpus.checking.checks import disputes

    counts = library.counts(reports=dict.fromkeys(cell.entry.report for cell in cells))
    told = {report: tuple(of) for report, of in groupby(counts, key=lambda count: count.report)}
    pairs = [pair for cell in cells if (own := told.get(cell.entry.report)) for pair in disputes(cell.figures, own)]
    if not pairs:
        return []
    at = {id(figure): n for n, figure in enumerate(f for cell in cells for f in cell.figures)}
    # The number of the prose is not quoted here: an answer about several reports carries no sentence of theirs.
    detail = "；".join(dict.fromkeys(f"{figure.agency} {figure.row}" for figure, _ in pairs[:3]))
    return [notes.note("disputed_operand", language, [at[id(f)] for f, _ in pairs if id(f) in at], detail)]
