"""The usual rates by name, each with its formula and, where two are in use, its other denominator."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import across, cells, compose, refusals
from assistant.answers.cells import Cell, sum_of
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
        return sum_of(self.over), sum_of(self.under)


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
    first = f"{name}：{how(named, lang)}"
    if len(defined) == 1 == len(rows):
        rate = compose.two_places(defined[0].value or "0")
        first = f"{rate} % ({defined[0].formula}){say('：', ': ', lang)}{name}"
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
    less = sum_of(quotient.less)
    if quotient.less and less and under - less:
        other = compose.two_places(compose.percent(over, under - less))
        operands += say(f"；按已审结 {other} %", f"; of concluded cases {other} %", language)
    return ResultRow(quotient.agency, quotient.year, edition, value, "%", "printed", None, places, operands, codes)
