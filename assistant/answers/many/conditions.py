"""Reports that meet conditions on several figures, or in which one figure is more than another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.answer import Answer, Choice, Coverage, Outcome, Skipped
from assistant.answers import boundary, cells, compose, refusals
from assistant.answers.cells import Cell
from assistant.answers.many import across
from assistant.answers.many.pool import is_amount, is_unitless
from assistant.language import say
from assistant.understanding.bounds import OPERATORS, Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry

if TYPE_CHECKING:
    from corpus.library.abreast import ValueLine

_OVER_THOSE = frozenset("sum mean median max min rank ascending".split())
_TWO_KINDS = (
    "一个数的是决定或件数，另一个数的是项目或金额，不能比大小。",
    "One counts decisions, the other items or money; they are not held against each other. ",
)
_FIRST = (cells.NO_CELL, cells.NO_FIELD, cells.NO_UNIT)
"""Of the reasons why no report has a figure this one is told."""
_IN_LINE = 10
"""So many reports are named in the first line."""
_COMPARING = {"above": ">", "below": "<", "max": ">", "min": "<"}


@dataclass(frozen=True, slots=True)
class _Condition:
    """A figure against numbers, or against another figure."""

    row: str
    column: str
    bounds: tuple[Bound, ...] = ()
    sign: str = ""
    other: tuple[str, str] | None = None

    @property
    def text(self) -> str:
        """As a reader writes it."""
        mine = f"{self.row} · {self.column}"
        if self.other:
            return f"{mine} {self.sign} {' · '.join(self.other)}"
        return f"{mine} {cells.told(self.bounds)}"


@dataclass(frozen=True, slots=True)
class _Tried:
    """One report held against the conditions."""

    entry: Entry
    cells: tuple[Cell, ...]
    verdict: bool | None
    """None where a figure is missing that would decide."""


def has(question: Question, scope: Scope) -> bool:
    """Conditions that choose among reports: several, or one on two rows, or of one row on another."""
    if question.clauses:
        return True
    if len(question.rows) > 1 and question.bounds and not scope.mentions:
        return True
    several = "who" in question.flags or "span" in question.flags or not scope.mentions
    if len(question.rows) != 2 or question.ops & {"share", "ratio", "difference", "growth"}:
        return False
    if question.bounds:
        return "both" in question.ops
    sets = bool(question.ops & {"above", "below"}) or _more_than(question)
    return sets and several and not question.ops & {"mean", "median", "sum"}


def _more_than(question: Question) -> bool:
    """处罚比许可多, `more penalties than permits`."""
    return bool(question.ops & {"max", "min"}) and ("versus" in question.ops or " than " in question.normal)


_TOGETHER = re.compile(
    r"(?:合计|之和|总[数和量计]|加起来|相加|一共)(?:数量?)?(?:在?[大多高少低小]于|[超不未至]|为|等于|[达在])"
)
"""许可和处罚合计超过100: of both together the condition is asked."""


def those(question: Question, scope: Scope, library: Library) -> Answer:
    """The reports that meet the conditions, with the figures that decide; how many where that is asked."""
    scope = across.households(question, scope)
    if not scope.mentions and not question.households:
        scope = replace(scope, ambiguous=(), spanning=True)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    if len(question.rows) > 1 and question.bounds and "both" not in question.ops:
        if _TOGETHER.search(question.normal) and question.ops <= {"sum", "count_agencies"}:
            return across.over(replace(question, ops=question.ops - {"sum"}), scope, library)
        return _of_which(question, scope)
    asked = _conditions(question)
    if any(one.other and _of_two_kinds((one.row, one.column), one.other) for one in asked):
        return refusals.not_stated(question, scope, _TWO_KINDS)
    if reports := boundary.too_many(question, scope):
        return _of_very_many(question, scope, reports, asked)
    tried = _tried(scope.entries, asked, question.either, library)
    kept = [one for one in tried if one.verdict]
    lost = [one for one in tried if one.verdict is None]
    lang = question.language
    if not kept and len(lost) == len(tried) and tried:
        return across.nothing(question, scope, library, [_missing(one) for one in lost])
    condition = _in_words(question, asked)
    if kept and _asks_over_those(question):
        return _over_those(question, replace(scope, entries=tuple(one.entry for one in kept)), library, condition)
    line = _line(question, len(kept), [one.entry for one in kept[:_IN_LINE]], condition)
    found = [*(cell for one in kept for cell in one.cells), *_shown(question, kept, library)]
    order = {one.entry.report: n for n, one in enumerate(kept)}
    found.sort(key=lambda cell: order[cell.entry.report])
    counted = "count_agencies" in question.ops
    return compose.answer(
        question,
        scope,
        compose.reading("filter", [one.entry for one in kept], asked[0].row, asked[0].column),
        line,
        value=str(len(kept)) if counted else None,
        unit=say("份", "reports", lang) if counted else None,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
        more=[*compose.mixed(found, lang), *compose.disputed(library, found, lang)],
        coverage=Coverage(len(tried) - len(lost), tuple(map(_skipped, lost))),
    )


def _of_very_many(question: Question, scope: Scope, reports: Reports, asked: Sequence[_Condition]) -> Answer:
    """The same of reports that are too many for each of their cells to be read."""
    from assistant.answers.many.abreast import Abreast  # a question about one report does not pay for it

    lang, library = question.language, reports.library
    terms = dict.fromkeys(term for one in asked for term in ((one.row, one.column), one.other) if term)
    others = [(row, _column(question, row)) for row in _others(question)]
    found = Abreast(reports, (*terms, *others))
    verdicts = [_verdict_of(line, found.terms, asked, either=question.either) for line in found.lines]
    kept = [line for line, verdict in zip(found.lines, verdicts, strict=True) if verdict]
    lost = [line for line, verdict in zip(found.lines, verdicts, strict=True) if verdict is None]
    skipped = [(line, _reason(line, len(terms))) for line in lost]
    if not kept and len(lost) == len(found.lines):
        reasons = [reason for _, reason in skipped]
        first = next(reasons.index(why) for why in _FIRST if why in reasons)
        (one,) = _tried(found.entries(lost[first : first + 1]), asked, question.either, library)
        made = across.nothing(question, scope, library, [_missing(one)])
        rest = found.left_out(skipped[:first] + skipped[first + 1 :])
        return replace(made, coverage=Coverage(made.coverage.read, *rest))
    condition = _in_words(question, asked)
    if kept and _asks_over_those(question):
        those_kept = replace(scope, entries=reports.only(Where(reports=found.ids(kept))))
        return _over_those(question, those_kept, library, condition)
    shown = found.cells(kept[: boundary.SHOWN])
    figures = cells.figures_of(shown)
    entries = [cell.entry for cell in shown[:: len(found.terms)]]
    counted = "count_agencies" in question.ops
    reading = compose.reading("filter", entries, asked[0].row, asked[0].column)
    years = {line.year for line in kept}
    return compose.answer(
        question,
        scope,
        replace(reading, years=tuple(sorted(year for year in years if year is not None))),
        _line(question, len(kept), entries[:_IN_LINE], condition),
        value=str(len(kept)) if counted else None,
        unit=say("份", "reports", lang) if counted else None,
        figures=figures,
        figures_total=found.figures(kept),
        rows=compose.result_rows(shown, [f"{cell.row} · {cell.column}" for cell in shown]),
        rows_total=len(kept) * len(found.terms),
        more=[
            *compose.mixes(years, found.editions(kept), lang),
            *found.disputed(kept, shown, lang),
            *found.remarks(kept, figures, lang),
        ],
        coverage=Coverage(len(found.lines) - len(lost), *found.left_out(skipped)),
    )


def _verdict_of(
    line: "ValueLine", terms: Sequence[tuple[str, str]], asked: Sequence[_Condition], *, either: bool
) -> bool | None:
    """Of a report's values, told in the order of the terms."""
    return _joined((_holds(one, line, terms) for one in asked), either)


def _holds(condition: _Condition, line: "ValueLine", terms: Sequence[tuple[str, str]]) -> bool | None:
    at = terms.index((condition.row, condition.column))
    mine, other = line.values[at], line.values[terms.index(condition.other)] if condition.other else ""
    if isinstance(mine, str):
        return None
    if condition.other is None:
        unit = line.unit_of(at) if is_amount(condition.column) else None
        return cells.meets(condition.bounds, Decimal(mine), unit)
    if isinstance(other, str) or not _alike((condition.row, condition.column), condition.other):
        return None
    return OPERATORS[condition.sign](Decimal(mine), Decimal(other))


def _reason(line: "ValueLine", number: int) -> str:
    """Why a report cannot be held against the conditions, told by the first so many of its values."""
    missing = [value for value in line.values[:number] if isinstance(value, str)]
    return next((reason for reason in missing if reason != cells.NO_UNIT), cells.NO_UNIT)


def _asks_over_those(question: Question) -> bool:
    return bool(question.clauses and question.ops & _OVER_THOSE)


def _over_those(question: Question, scope: Scope, library: Library, condition: str) -> Answer:
    """The mean of another row over the reports that meet it."""
    rest = replace(question, clauses=(), rows=_others(question) or question.clauses[0].rows)
    made = across.over(rest, scope, library)
    return replace(made, headline=f"{made.headline}\n({condition})")


def _in_words(question: Question, asked: Sequence[_Condition]) -> str:
    joined = (" 或 ", " or ") if question.either else (" 且 ", " and ")
    return say(*joined, question.language).join(one.text for one in asked)


def _line(question: Question, number: int, first: Sequence[Entry], condition: str) -> str:
    lang = question.language
    names = "、".join(compose.who(entry, lang) for entry in first)
    return say(
        f"{number} 份报告{'：' + names if number else ''}（{condition}）",
        f"{number} reports{': ' + names if number else ''} ({condition})",
        lang,
    )


def _of_which(question: Question, scope: Scope) -> Answer:
    """A condition beside several rows: of which is it asked?"""
    lang, bounds = question.language, cells.told(question.bounds)
    line = say(
        f"条件“{bounds}”说的是哪一项？{'、'.join(question.rows)}",
        f"Of which is “{bounds}” asked? {', '.join(question.rows)}",
        lang,
    )
    years = "、".join(map(str, question.years))
    choices = [
        Choice(
            n,
            row,
            say(
                f"{years}{'年' if years else ''}{row}{bounds}的机关有哪些",
                f"which agencies had {row} {bounds} {years}",
                lang,
            ),
        )
        for n, row in enumerate(question.rows[:3], 1)
    ]
    reading = compose.reading("filter", scope.entries if scope.mentions else (), question.rows[0])
    return compose.answer(question, scope, reading, line, outcome=Outcome.CLARIFY, choices=choices, coverage=Coverage())


def _shown(question: Question, kept: Sequence[_Tried], library: Library) -> list[Cell]:
    """The figures asked of those that meet the conditions: 处罚超过70的机关，许可各多少."""
    rows = _others(question)
    return [cell for row in rows for cell in cells.pick(library, [o.entry for o in kept], row, _column(question, row))]


def _others(question: Question) -> tuple[str, ...]:
    decided = {clause.rows[0] for clause in question.clauses}
    return tuple(row for row in question.rows if question.clauses and row not in decided)


def _conditions(question: Question) -> list[_Condition]:
    if question.clauses:
        return [_Condition(c.rows[0], _column(c, c.rows[0]), c.bounds) for c in question.clauses]
    if question.bounds:
        return [_Condition(row, _column(question, row), question.bounds) for row in question.rows]
    first, second = question.rows
    sign = next(sign for op, sign in _COMPARING.items() if op in question.ops)
    return [_Condition(first, _column(question, first), (), sign, (second, _column(question, second)))]


def _column(question: Question, row: str) -> str:
    return (cells.columns_asked(question, row) or (form.default_of(row),))[0]


def _tried(entries: Sequence[Entry], asked: Sequence[_Condition], either: bool, library: Library) -> tuple[_Tried, ...]:
    mine = cells.pick_each(library, entries, [(one.row, one.column) for one in asked])
    others = [cells.pick(library, entries, *one.other) if one.other else () for one in asked]
    made = []
    for n, entry in enumerate(entries):
        verdicts = [_verdict(one, mine[k][n], others[k][n] if others[k] else None) for k, one in enumerate(asked)]
        own = [cell for k, _ in enumerate(asked) for cell in (mine[k][n], *others[k][n : n + 1])]
        once = {(cell.row, cell.column): cell for cell in own}
        made.append(_Tried(entry, tuple(once.values()), _joined(verdicts, either)))
    return tuple(made)


def _verdict(condition: _Condition, cell: Cell, other: Cell | None) -> bool | None:
    if cell.value is None or is_unitless(cell):
        return None
    if condition.other is None:
        return cells.meets(condition.bounds, cell.value, cell.unit)
    if other is None or other.value is None or not _alike((cell.row, cell.column), (other.row, other.column)):
        return None
    return OPERATORS[condition.sign](cell.value, other.value)


def _units(one: tuple[str, str], other: tuple[str, str]) -> list[str | None]:
    return [form.unit(form.table_of(row), column) for row, column in (one, other)]


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Both are counts of the same kind, whatever counter an agency prints: decisions are not held against items."""
    return None not in _units(one, other) and not _of_two_kinds(one, other)


def _of_two_kinds(one: tuple[str, str], other: tuple[str, str]) -> bool:
    first, second = _units(one, other)
    return first != second


def _joined(verdicts: Iterable[bool | None], either: bool) -> bool | None:
    """And, or or; None only where a missing figure would decide."""
    known = list(verdicts)
    if either in known:
        return either
    return None if None in known else not either


def _missing(one: _Tried) -> Cell:
    """The cell without a value, or the amount without a unit, for which the report fails."""
    return next((cell for cell in one.cells if cell.value is None), next(filter(is_unitless, one.cells), one.cells[0]))


def _skipped(one: _Tried) -> Skipped:
    return Skipped(one.entry.agency, one.entry.year, _missing(one).reason or cells.NO_UNIT)
