"""Quotients of figures: shares, growth, amount per item, one row against another, and the usual rates by name.

A rate shows its operands; 0 ÷ 0 is `undefined`, never 0. A quotient of columns that count different things says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant import notes
from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import across, cells, compose, refusals
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.question import Question
from assistant.scope import Scope
from corpus import form
from corpus.numbers import plain
from corpus.report import Figure
from corpus.store import Library

Term = tuple[str, str]
"""(row, column)"""


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate by its usual name: the sum of some cells over the sum of others."""

    zh: str
    en: str
    over: tuple[Term, ...]
    under: tuple[Term, ...]
    less: tuple[Term, ...] = ()
    """Cells taken off the denominator in its other usual form."""


_ALL = form.GRAND_TOTAL
_REVIEWS: tuple[str, ...] = ("行政复议",)
_EVERY: tuple[str, ...] = form.BLOCKS


def _cases(blocks: Sequence[str], result: str) -> tuple[Term, ...]:
    return tuple((block, result) for block in blocks)


def _correction(zh: str, en: str, blocks: Sequence[str]) -> Metric:
    return Metric(zh, en, _cases(blocks, "结果纠正"), _cases(blocks, _ALL), _cases(blocks, "尚未审结"))


METRICS = {
    "review_correction": _correction("复议纠错率", "review correction rate", _REVIEWS),
    "suit_correction": _correction("诉讼纠错率", "litigation correction rate", form.BLOCKS[1:]),
    "correction": _correction("总纠错率", "correction rate", _EVERY),
    "handled": Metric(
        "办结率", "completion rate", ((_ALL, _ALL),), ((form.NEW_REQUESTS, _ALL), (form.CARRIED_IN, _ALL))
    ),
    "granted": Metric("予以公开率", "disclosure rate", (("予以公开", _ALL),), ((_ALL, _ALL),)),
    "refused": Metric("不予公开率", "refusal rate", (("不予公开", _ALL),), ((_ALL, _ALL),)),
    "natural": Metric(
        "自然人占比", "share of natural persons", ((form.NEW_REQUESTS, "自然人"),), ((form.NEW_REQUESTS, _ALL),)
    ),
    "carried": Metric(
        "结转率",
        "carry-over rate",
        ((form.CARRIED_OUT, _ALL),),
        ((form.NEW_REQUESTS, _ALL), (form.CARRIED_IN, _ALL)),
    ),
}


@dataclass(frozen=True, slots=True)
class _Quotient:
    agency: str
    year: int | None
    over: tuple[Cell, ...]
    under: tuple[Cell, ...]
    less: tuple[Cell, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (*self.over, *self.under, *self.less)

    @property
    def lost(self) -> Cell | None:
        """The first operand that is missing."""
        return next((cell for cell in (*self.over, *self.under) if cell.value is None), None)

    @property
    def operands(self) -> tuple[Decimal, Decimal]:
        return _sum(self.over), _sum(self.under)


def _sum(found: Sequence[Cell]) -> Decimal:
    return sum((cell.value for cell in found if cell.value is not None), Decimal(0))


def metric(question: Question, scope: Scope, library: Library) -> Answer:
    """A rate by name, for each report that fits."""
    scope = across.households(question, scope)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    named = METRICS[question.metrics[0]]
    quotients = [_quotient(named, scope, library, n) for n in range(len(scope.entries))]
    return _table(question, scope, named, quotients)


def _quotient(named: Metric, scope: Scope, library: Library, n: int) -> _Quotient:
    entry = scope.entries[n]

    def terms(wanted: tuple[Term, ...]) -> tuple[Cell, ...]:
        return tuple(cells.pick(library, [entry], row, column)[0] for row, column in wanted)

    return _Quotient(entry.agency, entry.year, terms(named.over), terms(named.under), terms(named.less))


def _table(question: Question, scope: Scope, named: Metric, quotients: Sequence[_Quotient]) -> Answer:
    lang = question.language
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    left_out: list[Skipped] = []
    for quotient in quotients:
        lost = quotient.lost
        if lost is not None:
            left_out.append(compose.skipped(lost))
            figures += lost.figures
            continue
        rows.append(_rate_row(quotient, len(figures), lang))
        figures += cells.figures_of(quotient.cells)
    if not rows and quotients and quotients[0].lost:
        return refusals.no_cell(question, scope, quotients[0].lost)
    defined = [row for row in rows if row.value is not None]
    name = say(named.zh, named.en, lang)
    first = f"{name} {defined[0].formula}" if len(defined) == 1 == len(rows) else f"{name}：{how(named, lang)}"
    line = (
        first
        if defined
        else say(
            f"{name}无法计算：{how(named, lang)}，分母是 0（0 ÷ 0）",
            f"{name} is undefined: {how(named, lang)}; 0 ÷ 0",
            lang,
        )
    )
    single = defined[0].value if len(defined) == 1 == len(rows) else None
    return compose.answer(
        question,
        scope,
        compose.reading("rate", scope.entries, topic=name),
        line,
        outcome=Outcome.ANSWERED if defined else Outcome.UNDEFINED,
        value=single,
        unit="%" if single else None,
        formula=rows[0].formula if len(rows) == 1 else None,
        figures=figures,
        rows=rows,
        more=compose.mixed([c for q in quotients if q.lost is None for c in q.over], lang),
        coverage=Coverage(len(rows), tuple(left_out)),
    )


def how(named: Metric, language: str) -> str:
    """The formula in the form's own labels, with its other usual denominator."""

    def terms(wanted: tuple[Term, ...]) -> str:
        return " + ".join(row if column == _ALL and row != _ALL else f"{row}·{column}" for row, column in wanted)

    line = f"({terms(named.over)}) ÷ ({terms(named.under)})"
    if named.less:
        line += say("；另一种分母：总计 − 尚未审结", "; other denominator: 总计 − 尚未审结", language)
    return line


def _rate_row(quotient: _Quotient, at: int, language: str) -> ResultRow:
    over, under = quotient.operands
    count = len(cells.figures_of(quotient.cells))
    edition = quotient.over[0].edition
    operands = f"{plain(over)} ÷ {plain(under)}"
    places = tuple(range(at, at + count))
    codes = tuple(dict.fromkeys(code for f in cells.figures_of(quotient.cells) for code in f.notes))
    if not under:
        return ResultRow(
            quotient.agency, quotient.year, edition, None, None, "undefined", None, places, operands, codes
        )
    value = compose.percent(over, under)
    less = _sum(quotient.less)
    if quotient.less and less and under - less:
        other = compose.two_places(compose.percent(over, under - less))
        operands += say(f"；按已审结 {other} %", f"; of concluded cases {other} %", language)
    return ResultRow(quotient.agency, quotient.year, edition, value, "%", "printed", None, places, operands, codes)


def share(question: Question, scope: Scope, whole: Scope, library: Library) -> Answer:
    """One agency's figure of the sum over several, or one column of another."""
    row = question.rows[0]
    columns = cells.columns_asked(question, row)
    if len(columns) == 2 and len(scope.entries) == 1:
        return _columns(question, scope, library, row, columns)
    if len(question.rows) == 2 and len(scope.entries) == 1:
        return _two_rows(question, scope, library)
    if not scope.mentions:
        return (
            refusals.which_report(question, scope, library)
            if scope.ambiguous
            else across.over(question, scope, library)
        )
    column = columns[0] if columns else form.default_of(row)
    part = cells.pick(library, scope.entries, row, column)
    pool = across.Pool(cells.pick(library, whole.entries, row, column))
    lost = next((cell for cell in part if cell.value is None), None)
    if lost is not None:
        return refusals.lost(question, scope, lost, library)
    over, under = _sum(part), sum(pool.values, Decimal(0))
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
        more=across.extra(library, pool, lang),
        coverage=pool.coverage,
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
    lang = question.language
    over, under = ((row, (cells.columns_asked(question, row) or (form.GRAND_TOTAL,))[0]) for row in question.rows[:2])
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    left_out: list[Skipped] = []
    used: list[Cell] = []
    tops = cells.pick(library, scope.entries, *over)
    bottoms = cells.pick(library, scope.entries, *under)
    for top, bottom in zip(tops, bottoms, strict=True):
        lost = next((cell for cell in (top, bottom) if cell.value is None), None)
        if lost is not None:
            left_out.append(compose.skipped(lost))
            continue
        rows.append(_ratio_row(top, bottom, len(figures), lang))
        figures += cells.figures_of((top, bottom))
        used += [top, bottom]
    line = f"{over[0]} ÷ {under[0]}"
    return compose.answer(
        question,
        scope,
        compose.reading("ratio", scope.entries, over[0], over[1]),
        line,
        figures=figures,
        rows=rows,
        more=[*compose.mixed(used, lang), *compose.disputed(library, used, lang)],
        coverage=Coverage(len(rows), tuple(left_out)),
    )


def _ratio_row(top: Cell, bottom: Cell, at: int, language: str) -> ResultRow:
    over, under = top.value or Decimal(0), bottom.value or Decimal(0)
    places = tuple(range(at, at + len(top.figures) + len(bottom.figures)))
    operands = f"{plain(over)} ÷ {plain(under)}"
    entry = top.entry
    if not under:
        cannot = operands + say("，无法计算", ", undefined", language)
        return ResultRow(entry.agency, entry.year, top.edition, None, None, "undefined", None, places, cannot)
    return ResultRow(
        entry.agency, entry.year, top.edition, _quotient_text(over, under), None, "printed", None, places, operands
    )


def _quotient_text(over: Decimal, under: Decimal) -> str:
    return plain(compose.trimmed((over / under).quantize(Decimal("0.000001"))))


def _divided(question: Question, scope: Scope, library: Library, terms: Sequence[Term], unit: str | None) -> Answer:
    """One cell over another of the same report."""
    if len(scope.entries) != 1:
        return across.over(question, scope, library)
    entry = scope.entries[0]
    found = [cells.pick(library, [entry], row, column)[0] for row, column in terms]
    lost = next((cell for cell in found if cell.value is None), None)
    if lost is not None:
        return refusals.lost(question, scope, lost, library)
    over, under = (cell.value or Decimal(0) for cell in found)
    if not under:
        return _undefined(question, scope, found, over, under)
    lang = question.language
    rate = unit == "%"
    unit_of = unit if rate else found[0].unit if unit == "amount" else None
    value = compose.percent(over, under) if rate else _quotient_text(over, under)
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
