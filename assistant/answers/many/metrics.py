"""Rates by their usual names, each with its formula and, where two are in use, its other denominator."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Outcome, ResultRow
from assistant.answers import boundary, cells, compose, no_value, notes, refusals
from assistant.answers.cells import Cell
from assistant.answers.many import across, averages
from assistant.answers.many.pool import is_amount
from assistant.answers.many.rated import One, Part, Rate, Rates, in_one_unit, places, sides
from assistant.language import say
from assistant.output.render import shown as shown_value
from assistant.understanding import formula as formulas
from assistant.understanding.bounds import Bound
from assistant.understanding.formula import Formula, Operation, Term
from assistant.understanding.metrics import Metric
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Figure, Note

_RANKING = frozenset("max min rank ascending".split())


def fits(question: Question) -> bool:
    """The words beside the metric are its own: rows of its cells, or applicants where its cells have them."""
    terms = tuple(formulas.terms_of(formulas.parse(question.metrics[0].formula)))
    of_metric = {term.row for term in terms}
    tables = {form.table_of(row) for row in of_metric}
    rows = set() if "row_implied" in question.flags else set(question.rows)
    rows -= {form.NEW_REQUESTS} if "row_requests" in question.flags else set()
    rows -= {form.SUITS} if of_metric & set(form.BLOCKS[1:]) else set()
    # 败诉率（结果纠正占比）: its own result, spelled out.
    if rows - of_metric or set(question.results) - {term.column for term in terms} or question.columns:
        return False
    return not question.applicants or tables == {form.REQUESTS}


def metric(question: Question, scope: Scope, library: Library) -> Answer:
    """A rate by name, for each report that fits."""
    scope = across.households(question, scope)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    named = of_applicant(question.metrics[0], question.applicants)
    rates = rates_over(question, scope, named, library)
    whole = rates.whole
    if not whole and (lost := rates.first_lost):
        return refused(question, scope, lost, library)
    defined = [rate for rate in whole if rate.value is not None]
    if defined and question.ops & {"mean", "median"} and question.ops & {"above", "below"}:
        question = _beyond(question, defined, named)
    if len(whole) > 1 and defined and question.ops & {"mean", "median"}:
        kept = [rate for rate in _chosen(question, whole, named) if rate.value is not None]
        return _middle(question, scope, named, rates, kept) if kept else _table(question, scope, named, rates, kept)
    return _table(question, scope, named, rates, _chosen(question, whole, named))


def rates_over(question: Question, scope: Scope, named: Metric, library: Library) -> Rates:
    """The metric of each report; where they are too many for each of their cells to be read, from plain numbers."""
    reports = boundary.too_many(question, scope)
    if reports is None:
        return Rates(named, scope.entries, library)
    from assistant.answers.many.very_many_rates import VeryManyRates  # a question about one report does not pay for it

    return VeryManyRates(named, reports)


def _beyond(question: Question, defined: Sequence[One], named: Metric) -> Question:
    """率高于平均的机关: the mean or the median of all is the condition."""
    limit, rest = averages.limit_of(question)
    values = [rate.value or Decimal(0) for rate in defined]
    value = averages.median_of(values) if limit == "median" else averages.mean_of(values)
    unit = named.unit or ""
    return replace(question, ops=rest, bounds=(Bound(averages.sign_of(question), value, unit),))


def refused(question: Question, scope: Scope, lost: Cell, library: Library) -> Answer:
    """No report has all operands: why the first has not."""
    if lost.value is None:
        return no_value.lost(question, scope, lost, library)
    told = (
        "金额没有印单位，不能与别的数相加相除。",
        "The amount is printed without a unit and cannot be set against others. ",
    )
    return refusals.not_stated(question, scope, told)


def of_applicant(named: Metric, applicants: tuple[str, ...]) -> Metric:
    """企业的不予公开率: the same rate of one column of 表三."""
    if not applicants:
        return named

    def of(text: str) -> str:
        parsed = formulas.parse(text)
        return formulas.shown(formulas.mapped(parsed, column), lambda term: f"{term.row}·{term.column}")

    def column(term: Term) -> Term:
        return replace(term, column=applicants[0]) if term.column == form.GRAND_TOTAL else term

    names = tuple(f"{applicants[0]}·{name}" for name in named.names)
    return replace(named, names=names, formula=of(named.formula), other=of(named.other) if named.other else "")


def _chosen(question: Question, whole: Sequence[One], named: Metric) -> list[One]:
    """Those that meet a condition, in the order asked for; a rate that is undefined has no rank."""
    kept = list(whole)
    if question.bounds:
        bounds = tuple(map(_as_percent, question.bounds)) if named.unit == "%" else question.bounds
        kept = [r for r in kept if r.value is not None and cells.meets(bounds, r.value, None)]
    if question.ops & _RANKING or question.top or question.nth:
        rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
        defined = sorted((r for r in kept if r.value is not None), key=lambda r: r.value or 0, reverse=not rising)
        first = question.top or question.nth
        kept = defined[:first] if first else [*defined, *(r for r in kept if r.value is None)]
    return kept


def _as_percent(bound: Bound) -> Bound:
    """0.9 of a rate is 90 %."""
    fraction = not bound.unit and bound.value < 1
    return replace(bound, value=bound.value * 100 if fraction else bound.value, unit="")


def _middle(question: Question, scope: Scope, named: Metric, rates: Rates, defined: list[One]) -> Answer:
    """The mean or median of the rates of the reports, each counting once; beside it the rate of all together."""
    lang = question.language
    values = [rate.value or Decimal(0) for rate in defined]
    median = "median" in question.ops
    value = places(averages.median_of(values)) if median else averages.mean_of(values)
    over, under = (
        sum((part or Decimal(0) for part in parts), Decimal(0))
        for parts in ([one.over for one in defined], [one.under for one in defined])
    )
    name = say(named.zh, named.en, lang)
    word = say("中位数" if median else "平均数", "median" if median else "mean", lang)
    unit = named.unit
    line = f"{compose.two_places(str(value))} {unit or ''}".strip() + say(
        f"：{len(defined)} 份报告{name}的{word}（{how(named, lang)}）",
        f": {word} of the {name} of {len(defined)} reports ({how(named, lang)})",
        lang,
    )
    formula = None
    if unit == "%" and under:
        pooled = f"{compose.two_places(compose.percent(over, under))} %"
        formula = f"{plain(over)} ÷ {plain(under)} = {pooled}"
        line += say(f"\n合在一起算：{formula}", f"\nall together: {formula}", lang)
    made = _table(question, scope, named, rates, defined)
    return replace(made, headline=line, value=plain(value), unit=unit, formula=formula)


def _table(question: Question, scope: Scope, named: Metric, rates: Rates, kept: Sequence[One]) -> Answer:
    lang = question.language
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    ranked = bool(question.ops & _RANKING)
    ranks: dict[Decimal | None, int] = {}
    shown = rates.first(kept, max(boundary.SHOWN, question.top or 0, question.nth or 0))
    for n, rate in enumerate(shown, 1):
        rank = ranks.setdefault(rate.value, n) if ranked and rate.value is not None else None
        rows.append(_row(rate, len(figures), rank))
        figures += cells.figures_of(rate.cells)
    defined = [row for row in rows if row.value is not None]
    alone = defined[0] if len(defined) == 1 == len(rates.whole) else None
    first = alone or (defined[0] if defined and ranked and question.ops & {"max", "min"} else None)
    if question.nth and len(defined) >= question.nth:
        first = defined[question.nth - 1]
    counted = str(len(kept)) if question.bounds and "count_agencies" in question.ops else None
    asked = rates.whole if question.bounds else kept
    answered = any(one.value is not None for one in asked)
    meant = kept if question.bounds else None
    reading = compose.reading("rate", rates.entries(meant), topic=named.zh)
    mixed = compose.mixes(rates.years(kept), rates.editions(kept), lang)
    return compose.answer(
        question,
        scope,
        replace(reading, years=tuple(sorted(year for year in rates.years(meant) if year is not None))),
        _line(question, named, rows, len(kept), first, answered),
        outcome=Outcome.ANSWERED if answered else Outcome.UNDEFINED,
        value=counted or (first.value if first else None),
        unit=None if counted or not first else first.unit,
        formula=rows[0].formula if len(kept) == 1 else None,
        figures=figures,
        figures_total=rates.figures(kept),
        rows=rows,
        rows_total=len(kept),
        more=[*mixed, *mixes(rates.units(kept), lang), *rates.remarks(kept, figures, lang)],
        coverage=rates.coverage(),
    )


def mixes(units: Collection[str | None], language: str) -> list[Note]:
    """Decisions and items in one formula count different things."""
    return [notes.note("columns_mixed", language)] if {"件", "项"}.issubset(units) else []


def _line(
    question: Question, named: Metric, rows: Sequence[ResultRow], number: int, first: ResultRow | None, answered: bool
) -> str:
    """The first lines of the answer over so many reports, of which these are the rows or the first of them."""
    lang = question.language
    name, formula = say(named.zh, named.en, lang), how(named, lang)
    if first:
        amount = f"{compose.two_places(first.value or '0')} %" if first.unit == "%" else _amount(first, lang)
        whose = "" if number == 1 else f"{first.agency} {first.year or ''}{say('：', ': ', lang)}"
        return f"{whose}{amount} ({first.formula}){say('：', ': ', lang)}{name} = {formula}"
    if answered and question.bounds:
        names = "、".join(dict.fromkeys(f"{row.agency} {row.year or ''}".strip() for row in rows[:10]))
        told = f"{name} {cells.told(question.bounds)}，{formula}"
        return say(
            f"{number} 份报告{'：' + names if rows else ''}（{told}）",
            f"{number} reports: {names} ({told})",
            lang,
        )
    if answered:
        return f"{name}{say('：', ': ', lang)}{formula}"
    operands = f"（{rows[0].formula}）" if number == 1 else ""
    divided = f"; {rows[0].formula}" if number == 1 else "; the divisor is 0"
    return say(f"{name}无法计算：{formula}，分母是 0{operands}", f"{name} is undefined: {formula}{divided}", lang)


def _amount(row: ResultRow, language: str) -> str:
    return shown_value(row.value, row.unit, row.state, language)


def how(named: Metric, language: str) -> str:
    """The formula in the form's own labels, with its other usual denominator."""

    def cell(term: Term) -> str:
        whole = term.column == form.GRAND_TOTAL and term.row != form.GRAND_TOTAL
        return term.row if whole else compose.field(term.row, term.column).replace(" · ", "·")

    over, under, other = sides(named)
    if under is None:
        return formulas.shown(over, cell)
    line = f"({formulas.shown(over, cell)}) ÷ ({formulas.shown(under, cell)})"
    if other is not None:
        told = f"{named.other_name}：({formulas.shown(other, cell)})"
        line += say(f"；另一种分母，{told}", f"; other denominator, {told}", language)
    return line


def _row(rate: Rate, at: int, rank: int | None) -> ResultRow:
    figures = cells.figures_of(rate.cells)
    first = next(iter(rate.over.cells.values()), None) or rate.cells[0]
    codes = tuple(dict.fromkeys(code for f in figures for code in f.notes))
    places = tuple(range(at, at + len(figures)))
    value = rate.value
    return ResultRow(
        rate.entry.agency,
        rate.entry.year,
        first.edition,
        None if value is None else plain(value),
        None if value is None else rate.unit or unit_of(rate),
        "undefined" if value is None else "printed",
        None if value is None else rank,
        places,
        _operands(rate),
        codes,
    )


def unit_of(rate: Rate) -> str | None:
    """The unit of a sum or difference of cells that have one and the same; a quotient and the like have none."""
    formula = rate.over.formula
    signs = {step.sign for step in _steps(formula)} if formula is not None else set()
    units = {"万元" if is_amount(cell.column) else cell.unit for cell in rate.over.cells.values()}
    return units.pop() if rate.under.formula is None and signs <= {"+", "-"} and len(units) == 1 else None


def _steps(formula: Formula) -> list[Operation]:
    if not isinstance(formula, Operation):
        return []
    return [formula, *_steps(formula.left), *_steps(formula.right)]


def _operands(rate: Rate) -> str:
    """`5 ÷ 7`, or the whole formula in numbers: `5 - 2 = 3`."""
    over, under = rate.over, rate.under
    if under.formula is None or over.value is None or under.value is None:
        line = _in_numbers(over)
        if under.formula is not None:
            return f"({line}) ÷ ({_in_numbers(under)})"
        return line if rate.value is None else f"{line} = {plain(over.value or Decimal(0))}"
    operands = f"{_short(over.value)} ÷ {_short(under.value)}"
    other = rate.other.value if all(cell.value is not None for cell in rate.other.cells.values()) else None
    if other and other != under.value:
        told = compose.two_places(compose.percent(over.value, other))
        operands += f"；{rate.other_name} {plain(over.value)} ÷ {plain(other)} = {told} %"
    return operands


def _short(value: Decimal) -> str:
    return plain(places(value))


def _in_numbers(part: Part) -> str:
    def number(term: Term) -> str:
        value = in_one_unit(part.cells[term])
        return plain(value) if value >= 0 else f"({plain(value)})"

    return "" if part.formula is None else formulas.shown(part.formula, number)
