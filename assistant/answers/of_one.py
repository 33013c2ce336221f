"""One agency as a measure or as a find: those with more than it, and another figure of the one that leads."""

import re
from dataclasses import replace

from assistant.answer import Answer
from assistant.answers import across, cells, refusals
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library

_SEVERAL = re.compile("机关|单位|部门|报告|哪些|哪几|哪家|谁|几家|agenc|bureau|who|which")
_BEFORE = re.compile(r"(?:超过|高于|多于|大于|少于|低于|小于|不如|比|more than|fewer than|above|below|than)\s*$")
_RANK = re.compile(r"（第 \d+）| \(number \d+\)")
_LEADER = re.compile(
    r"(?:最[多高大少低小]|第[一二三四五六七八九十\d]+[名多高大少低小]?)的?"
    r"(?:那?一?家|机关|单位|部门|局|报告)"
)


def beyond(question: Question, scope: Scope) -> bool:
    """处罚超过甲的机关: which agencies have more than the one named."""
    if len(scope.mentions) != 1 or len(scope.entries) != 1 or len(question.rows) != 1 or question.bounds:
        return False
    sets = question.ops & {"above", "below"} or ("versus" in question.ops and question.ops & {"max", "min"})
    said = scope.mentions[0].said
    before = question.normal.partition(said)[0]
    return bool(sets) and bool(_BEFORE.search(before)) and bool(_SEVERAL.search(question.normal.replace(said, "")))


def those_beyond(question: Question, scope: Scope, whole: Scope, library: Library) -> Answer:
    """The reports of the same years whose figure is beyond that of the agency named."""
    row = question.rows[0]
    column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
    cell = cells.pick(library, scope.entries, row, column)[0]
    if cell.value is None:
        return refusals.lost(question, scope, cell, library)
    less = question.ops & {"below", "min"}
    asked = replace(
        question,
        names=(),
        ops=question.ops & {"count_agencies"},
        flags=question.flags | {"who"},
        bounds=(Bound("<" if less else ">", cell.value),),
    )
    return across.over(asked, replace(whole, mentions=(), spanning=True, ambiguous=()), library)


def of_first(question: Question, scope: Scope) -> bool:
    """许可最多的机关的处罚: a second figure of the agency that leads in the first."""
    if len(question.rows) != 2 or scope.mentions or question.bounds or question.clauses:
        return False
    if question.ops & {"versus", "compare", "sum", "share", "ratio", "difference", "mean", "median"} or question.top:
        return False
    return bool((question.ops & {"max", "min"} or question.nth) and _LEADER.search(question.normal))


def other_row(question: Question, scope: Scope, library: Library) -> Answer:
    """The second row's figure of every report that leads in the first."""
    scope = across.households(question, replace(scope, spanning=True, ambiguous=()))
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    first, second = question.rows
    ops = question.ops & {"max", "min"} or frozenset(("max",))
    leading = across.over(replace(question, rows=(first,), ops=ops), scope, library)
    place = question.nth or 1
    agencies = {(row.agency, row.year) for row in leading.rows if row.rank == place}
    entries = tuple(e for e in scope.entries if (e.agency, e.year) in agencies)
    if not entries:
        return leading
    rest = replace(question, rows=(second,), ops=frozenset(("max",)), nth=None)
    made = across.over(rest, replace(scope, entries=entries), library)
    value = made.value if len(entries) == 1 else None
    reports = {entry.report for entry in entries}
    figures = (*made.figures, *(figure for figure in leading.figures if figure.report in reports))
    # Its rank is not repeated: the rows of this answer have ranks of their own.
    headline = f"{_RANK.sub('', leading.headline)}\n{made.headline}"
    return replace(made, value=value, headline=headline, figures=figures, figures_total=len(figures))
