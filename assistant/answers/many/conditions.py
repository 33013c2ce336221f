"""Reports that meet conditions on several figures, or in which one figure is more than another."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Choice, Coverage, Outcome, Skipped
from assistant.answers import cells, compose, refusals
from assistant.answers.cells import Cell
from assistant.answers.many import across
from assistant.answers.many.pool import is_unitless
from assistant.language import say
from assistant.understanding.bounds import OPERATORS, Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.report import Entry

_OVER_THOSE = frozenset("sum mean median max min rank ascending".split())
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
    tried = _tried(scope.entries, asked, question.either, library)
    kept = [one for one in tried if one.verdict]
    lost = [one for one in tried if one.verdict is None]
    lang = question.language
    if not kept and len(lost) == len(tried) and tried:
        return across.nothing(question, scope, library, [cell for one in lost for cell in one.cells])
    joined = say(" 或 " if question.either else " 且 ", " or " if question.either else " and ", lang)
    condition = joined.join(one.text for one in asked)
    if kept and question.clauses and question.ops & _OVER_THOSE:
        # The mean of another row over those that meet it.
        rest = replace(question, clauses=(), rows=_others(question) or question.clauses[0].rows)
        made = across.over(rest, replace(scope, entries=tuple(one.entry for one in kept)), library)
        return replace(made, headline=f"{made.headline}\n({condition})")
    names = "、".join(compose.who(one.entry, lang) for one in kept[:10])
    line = say(
        f"{len(kept)} 份报告{'：' + names if kept else ''}（{condition}）",
        f"{len(kept)} reports{': ' + names if kept else ''} ({condition})",
        lang,
    )
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
    mine = [cells.pick(library, entries, one.row, one.column) for one in asked]
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
    if other is None or other.value is None or other.unit != cell.unit:
        return None
    return OPERATORS[condition.sign](cell.value, other.value)


def _joined(verdicts: Iterable[bool | None], either: bool) -> bool | None:
    """And, or or; None only where a missing figure would decide."""
    known = list(verdicts)
    if either in known:
        return either
    return None if None in known else not either


def _skipped(one: _Tried) -> Skipped:
    missing = next((cell for cell in one.cells if cell.value is None), one.cells[0])
    return Skipped(one.entry.agency, one.entry.year, missing.reason or "unit_not_printed")
