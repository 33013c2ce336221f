"""Rates by their usual names, each with its formula and, where two are in use, its other denominator."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome, ResultRow
from assistant.answers import across, cells, compose, refusals
from assistant.answers.cells import Cell
from assistant.bounds import Bound
from assistant.language import say
from assistant.metrics import Metric, Term, known
from assistant.question import Question
from assistant.scope import Scope
from corpus import form
from corpus.numbers import plain
from corpus.report import Entry, Figure
from corpus.store import Library

_SHOWN = 50
_RANKING = frozenset("max min rank ascending".split())


@dataclass(frozen=True, slots=True)
class _Sum:
    """Cells of one report, added and taken off."""

    terms: tuple[Term, ...]
    cells: tuple[Cell, ...]

    @property
    def value(self) -> Decimal:
        values = (t.sign * (c.value or Decimal(0)) for t, c in zip(self.terms, self.cells, strict=True))
        return sum(values, Decimal(0))


@dataclass(frozen=True, slots=True)
class _Rate:
    """One metric of one report."""

    entry: Entry
    over: _Sum
    under: _Sum
    other: _Sum

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(
            {(c.row, c.column): c for part in (self.over, self.under, self.other) for c in part.cells}.values()
        )

    @property
    def lost(self) -> Cell | None:
        """The first operand that is missing."""
        return next((cell for cell in (*self.over.cells, *self.under.cells) if cell.value is None), None)

    @property
    def value(self) -> Decimal | None:
        """The percentage, or the difference; None for 0 ÷ 0 and the like."""
        if not self.under.terms:
            return self.over.value
        return Decimal(compose.percent(self.over.value, self.under.value)) if self.under.value else None


def fits(question: Question) -> bool:
    """The words beside the metric are its own: rows of its cells, or applicants where its cells have them."""
    named = known()[question.metrics[0]]
    tables = {form.table_of(row) for row in named.rows}
    rows = set(question.rows) - ({form.NEW_REQUESTS} if "row_requests" in question.flags else set())
    rows -= {form.SUITS} if named.rows & set(form.BLOCKS[1:]) else set()
    if rows - named.rows or question.results or question.columns:
        return False
    return not question.applicants or tables == {form.REQUESTS}


def metric(question: Question, scope: Scope, library: Library) -> Answer:
    """A rate by name, for each report that fits."""
    scope = across.households(question, scope)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    named = _of_applicant(known()[question.metrics[0]], question.applicants)
    rates = _rates(named, scope.entries, library)
    whole = [rate for rate in rates if rate.lost is None]
    if not whole and rates and rates[0].lost:
        return refusals.lost(question, scope, rates[0].lost, library)
    defined = [rate for rate in whole if rate.value is not None]
    if len(whole) > 1 and defined and question.ops & {"mean", "median"}:
        return _middle(question, scope, named, rates, defined)
    return _table(question, scope, named, rates, _chosen(question, whole))


def _of_applicant(named: Metric, applicants: tuple[str, ...]) -> Metric:
    """企业的不予公开率: the same rate of one column of 表三."""
    if not applicants:
        return named

    def of(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(replace(t, column=applicants[0]) if t.column == form.GRAND_TOTAL else t for t in terms)

    names = tuple(f"{applicants[0]}·{name}" for name in named.names)
    return Metric(names, of(named.over), of(named.under), of(named.other), named.other_name)


def _rates(named: Metric, entries: Sequence[Entry], library: Library) -> list[_Rate]:
    def column(terms: tuple[Term, ...]) -> list[tuple[Cell, ...]]:
        return [cells.pick(library, entries, term.row, term.column) for term in terms]

    over, under, other = column(named.over), column(named.under), column(named.other)

    def part(terms: tuple[Term, ...], found: list[tuple[Cell, ...]], n: int) -> _Sum:
        return _Sum(terms, tuple(each[n] for each in found))

    return [
        _Rate(entry, part(named.over, over, n), part(named.under, under, n), part(named.other, other, n))
        for n, entry in enumerate(entries)
    ]


def _chosen(question: Question, whole: Sequence[_Rate]) -> list[_Rate]:
    """Those that meet a condition, in the order asked for; a rate that is undefined has no rank."""
    kept = list(whole)
    if question.bounds:
        bounds = tuple(map(_as_percent, question.bounds))
        kept = [r for r in kept if r.value is not None and cells.meets(bounds, r.value, None)]
    if question.ops & _RANKING or question.top or question.nth:
        rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
        defined = sorted((r for r in kept if r.value is not None), key=lambda r: r.value or 0, reverse=not rising)
        kept = [*defined[: question.top or question.nth or len(defined)], *(r for r in kept if r.value is None)]
    return kept


def _as_percent(bound: Bound) -> Bound:
    """0.9 of a rate is 90 %."""
    fraction = not bound.unit and bound.value < 1
    return replace(bound, value=bound.value * 100 if fraction else bound.value, unit="")


def _middle(question: Question, scope: Scope, named: Metric, rates: list[_Rate], defined: list[_Rate]) -> Answer:
    """The mean or median of the rates of the reports, each counting once; beside it the rate of all together."""
    lang = question.language
    values = [rate.value or Decimal(0) for rate in defined]
    ordered = sorted(values)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    median = "median" in question.ops
    value = compose.trimmed(middle.quantize(Decimal("0.000001"))) if median else across.mean_of(values)
    over, under = sum(r.over.value for r in defined), sum(r.under.value for r in defined)
    name = say(named.zh, named.en, lang)
    word = say("中位数" if median else "平均数", "median" if median else "mean", lang)
    unit = "%" if named.under else None
    line = f"{compose.two_places(str(value))} {unit or ''}".strip() + say(
        f"：{len(defined)} 份报告{name}的{word}（{how(named, lang)}）",
        f": {word} of the {name} of {len(defined)} reports ({how(named, lang)})",
        lang,
    )
    formula = None
    if named.under and under:
        formula = f"{plain(Decimal(over))} ÷ {plain(Decimal(under))}"
        pooled = compose.two_places(compose.percent(Decimal(over), Decimal(under)))
        line += say(f"\n合在一起算：{pooled} %（{formula}）", f"\nall together: {pooled} % ({formula})", lang)
    made = _table(question, scope, named, rates, defined)
    return replace(made, headline=line, value=plain(value), unit=unit, formula=formula)


def _table(question: Question, scope: Scope, named: Metric, rates: Sequence[_Rate], shown: Sequence[_Rate]) -> Answer:
    lang = question.language
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    ranked = bool(question.ops & _RANKING)
    values = [rate.value for rate in shown]
    for rate in shown:
        rank = None
        if ranked and rate.value is not None:
            rank = 1 + values.index(rate.value)
        rows.append(_row(rate, named, len(figures), rank, lang))
        figures += cells.figures_of(rate.cells)
    whole = [rate for rate in rates if rate.lost is None]
    left_out = tuple(compose.skipped(rate.lost) for rate in rates if rate.lost is not None)
    defined = [row for row in rows if row.value is not None]
    alone = defined[0] if len(defined) == 1 == len(whole) else None
    first = alone or (defined[0] if defined and ranked and question.ops & {"max", "min"} else None)
    if question.nth and len(defined) >= question.nth:
        first = defined[question.nth - 1]
    counted = str(len(shown)) if question.bounds and "count_agencies" in question.ops else None
    answered = bool(defined) or bool(question.bounds) and any(rate.value is not None for rate in whole)
    return compose.answer(
        question,
        scope,
        compose.reading("rate", scope.entries if not question.bounds else [r.entry for r in shown], topic=named.zh),
        _line(question, named, rows, first, answered),
        outcome=Outcome.ANSWERED if answered else Outcome.UNDEFINED,
        value=counted or (first.value if first else None),
        unit=None if counted or not first else first.unit,
        formula=rows[0].formula if len(rows) == 1 else None,
        figures=figures,
        rows=rows[:_SHOWN],
        more=compose.mixed([c for rate in shown for c in rate.over.cells], lang),
        coverage=Coverage(len(whole), left_out),
    )


def _line(question: Question, named: Metric, rows: Sequence[ResultRow], first: ResultRow | None, answered: bool) -> str:
    lang = question.language
    name, formula = say(named.zh, named.en, lang), how(named, lang)
    if first:
        amount = f"{compose.two_places(first.value or '0')} %" if named.under else first.value
        whose = "" if len(rows) == 1 else f"{first.agency} {first.year or ''}{say('：', ': ', lang)}"
        return f"{whose}{amount} ({first.formula}){say('：', ': ', lang)}{name} = {formula}"
    if answered and question.bounds:
        names = "、".join(dict.fromkeys(f"{row.agency} {row.year or ''}".strip() for row in rows[:10]))
        told = f"{name} {cells.told(question.bounds)}，{formula}"
        return say(
            f"{len(rows)} 份报告{'：' + names if rows else ''}（{told}）",
            f"{len(rows)} reports: {names} ({told})",
            lang,
        )
    if answered:
        return f"{name}{say('：', ': ', lang)}{formula}"
    return say(f"{name}无法计算：{formula}，分母是 0（0 ÷ 0）", f"{name} is undefined: {formula}; 0 ÷ 0", lang)


def how(named: Metric, language: str) -> str:
    """The formula in the form's own labels, with its other usual denominator."""

    def terms(wanted: tuple[Term, ...]) -> str:
        line = ""
        for term in wanted:
            whole = term.column == form.GRAND_TOTAL and term.row != form.GRAND_TOTAL
            cell = term.row if whole else compose.field(term.row, term.column).replace(" · ", "·")
            line += f"{' + ' if term.sign > 0 else ' − '}{cell}" if line else cell
        return line

    if not named.under:
        return terms(named.over)
    line = f"({terms(named.over)}) ÷ ({terms(named.under)})"
    if named.other:
        other = f"{named.other_name}：({terms(named.other)})"
        line += say(f"；另一种分母，{other}", f"; other denominator, {other}", language)
    return line


def _row(rate: _Rate, named: Metric, at: int, rank: int | None, language: str) -> ResultRow:
    figures = cells.figures_of(rate.cells)
    over, under, entry = rate.over.value, rate.under.value, rate.entry
    edition = rate.over.cells[0].edition
    places = tuple(range(at, at + len(figures)))
    codes = tuple(dict.fromkeys(code for f in figures for code in f.notes))
    if not named.under:
        operands = _signed(rate.over)
        unit = rate.over.cells[0].unit
        return ResultRow(entry.agency, entry.year, edition, plain(over), unit, "printed", rank, places, operands, codes)
    operands = f"{plain(over)} ÷ {plain(under)}"
    if rate.value is None:
        return ResultRow(entry.agency, entry.year, edition, None, None, "undefined", None, places, operands, codes)
    value = compose.percent(over, under)
    if rate.other.terms and all(c.value is not None for c in rate.other.cells) and rate.other.value not in (0, under):
        other = compose.two_places(compose.percent(over, rate.other.value))
        operands += f"；{named.other_name} {plain(over)} ÷ {plain(rate.other.value)} = {other} %"
    return ResultRow(entry.agency, entry.year, edition, value, "%", "printed", rank, places, operands, codes)


def _signed(part: _Sum) -> str:
    """`5 - 2 = 3`."""
    line = ""
    for term, cell in zip(part.terms, part.cells, strict=True):
        value = plain(cell.value or Decimal(0))
        line += f"{' + ' if term.sign > 0 else ' - '}{value}" if line else value
    return f"{line} = {plain(part.value)}"
