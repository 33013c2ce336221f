"""One agency as a measure or as a find: those with more than it, and another figure of the one that leads."""

import re
from dataclasses import replace

from assistant.answer import Answer
from assistant.answers import cells, compose, no_value, refusals
from assistant.answers.many import across
from assistant.answers.many.pool import Pool, extra
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import names
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.numbers import plain

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
        return no_value.lost(question, scope, cell, library)
    less = question.ops & {"below", "min"}
    asked = replace(
        question,
        names=(),
        ops=question.ops & {"count_agencies"},
        flags=question.flags | {"who"},
        bounds=(Bound("<" if less else ">", cell.value),),
    )
    return across.over(asked, replace(whole, mentions=(), spanning=True, ambiguous=()), library)


def has_place(question: Question, scope: Scope) -> bool:
    """甲的处罚排第几: of one agency and one year, one figure."""
    alone = len(scope.mentions) == 1 and len(scope.entries) == 1 and len(question.rows) == 1
    plain = not (question.bounds or question.clauses or question.ops - {"place", "rank", "max", "min"})
    return alone and plain and "place" in question.ops


def among(question: Question, reports: Reports) -> tuple[str, ...]:
    """在民政局里排第几: the kinds of department among which the place is asked; () where it is among all."""
    said = (name for name in question.names if names.origin(reports.library, name) == "kind")
    return tuple(
        name
        for name in said
        if re.search(rf"在[^,，]{{0,4}}{re.escape(name)}|{re.escape(name)}[里中当]", question.normal)
    )


def place(question: Question, scope: Scope, whole: Scope, library: Library) -> Answer:
    """Which place one agency's figure has among those of the year, equal ones on one place."""
    from assistant.answers.many import very_many  # as across does: most questions need none

    lang, row = question.language, question.rows[0]
    column = (cells.columns_asked(replace(question, ops=frozenset()), row) or (form.default_of(row),))[0]
    cell = cells.pick(library, scope.entries, row, column)[0]
    if cell.value is None:
        return no_value.lost(question, scope, cell, library)
    pool = very_many.pool(question, whole, column) or Pool(cells.pick(library, whole.entries, row, column))
    if cell.entry.report in {alone.entry.report for alone in pool.unitless}:
        told = ("金额没有印单位，不能排名。", "The amount is printed without a unit and cannot be ranked. ")
        return refusals.not_stated(question, scope, told)
    last = "倒数" in question.normal or "min" in question.ops
    mine = cells.in_unit(Bound("=", cell.value, cell.unit or ""), pool.unit)
    before = pool.where((Bound("<" if last else ">", mine),)).number
    same = pool.where((Bound("=", mine),)).number > 1
    amount = shown(plain(cell.value), cell.unit, "printed", lang)
    who, number = compose.about(cell, lang), before + 1
    tied = say("，有并列", ", with others", lang) if same else ""
    line = say(
        f"{'倒数' if last else ''}第 {number}{tied}（{amount}，共 {pool.number} 份报告）：{who}",
        f"number {number}{' from the last' if last else ''}{tied} of {pool.number} reports ({amount}): {who}",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("place", scope.entries, row, column),
        line,
        value=str(number),
        figures=cells.figures_of((cell,)),
        more=extra(library, pool, lang),
        coverage=pool.coverage,
    )


def of_first(question: Question, scope: Scope) -> bool:
    """许可最多的机关的处罚: a second figure of the agency that leads in the first."""
    if len(question.rows) != 2 or scope.mentions or question.bounds or question.clauses:
        return False
    if question.ops & {"versus", "compare", "sum", "share", "ratio", "difference", "mean", "median"} or question.top:
        return False
    if {"max", "min"} <= question.ops:
        # 许可最多但处罚最少的: two conditions, and no leader's other figure.
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
