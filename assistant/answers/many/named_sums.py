"""Sums of agencies that are named, set against each other: 甲和乙合计比丙多多少."""

import re
from dataclasses import replace

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import cells, compose, no_value, refusals
from assistant.answers.many import totals
from assistant.answers.many.pool import is_unitless
from assistant.answers.many.totals import Side
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Mention, Scope
from corpus.library import names
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where

_AGAINST = frozenset(("difference", "versus", "ratio"))
_BETWEEN = re.compile("比(?![较例重率值])|减去|[是为](?=.*倍)|相当于|除以|(?<![a-z])(?:than|minus|divided by)(?![a-z])")
_YEAR = re.compile(r"(?:19|20)\d\d")


def sets(question: Question, scope: Scope, library: Library) -> bool:
    """Agencies stand on both sides of 比, 减去 or the like, and those of one side, or their years, are added up."""
    if "sum" not in question.ops or not question.ops & _AGAINST or len(question.rows) != 1 or scope.left:
        return False
    chosen = question.top or question.nth or question.bounds or question.clauses or "except" in question.flags
    if chosen or len(scope.mentions) < 2 or any(len(mention.agencies) != 1 for mention in scope.mentions):
        return False
    several = len(scope.mentions) > 2 or len(question.years) > 1
    if _in_doubt(question, scope, library):
        # 甲和乙合计比甲多多少: only two are named, and still one side is a sum.
        twice = any(question.normal.count(mention.said) > 1 for mention in scope.mentions)
        return bool(_BETWEEN.search(question.normal)) and (several or twice)
    first, second = _two_sides(question, scope)
    return bool(first and second) and several


def against(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The sum of each side with its operands, and their difference or quotient; none where an operand is missing."""
    if _in_doubt(question, scope, reports.library):
        return _whose_side(question, scope)
    row = question.rows[0]
    columns = cells.columns_asked(question, row)
    years = question.years or scope.years
    if len(columns) != 1:
        return refusals.which_column(question, scope, reports.library, row)
    if len(years) > 1 and (not question.years or _YEAR.search(_BETWEEN.split(question.normal, maxsplit=1)[-1])):
        return _whose_years(question, scope)
    held = {(entry.agency, entry.year) for entry in scope.entries}
    for mention in scope.mentions:
        for year in years:
            if (mention.agencies[0], year) not in held:
                absent = replace(scope, unknown=(f"{mention.agencies[0]} {year}",), near=())
                return refusals.no_report(question, absent, reports.library)
    found = cells.pick(reports.library, scope.entries, row, columns[0])
    if lost := next((cell for cell in found if cell.value is None), None):
        return no_value.lost(question, scope, lost, reports.library)
    if any(map(is_unitless, found)):
        told = ("金额没有都印单位，不能相加减。", "An amount is printed without a unit and cannot be added. ")
        return refusals.not_stated(question, scope, told)
    both = [_side(question, scope, part, reports) for part in _two_sides(question, scope)]
    return totals.against(question, both, reports.library)


def _in_doubt(question: Question, scope: Scope, library: Library) -> bool:
    """On which side a name stands is open: it was put right or written apart, said twice, or is part of another."""
    said, normal = [mention.said for mention in scope.mentions], question.normal
    if any(one != other and one in other for one in said for other in said):
        return True
    others = (name for name in question.names if name not in said and names.origin(library, name) != "kind")
    # Of two names of one agency only one is a mention; 某省 before 某市 says where that is.
    again = any(not any(name + one in normal for one in said) for name in others)
    return again or any(normal.count(name) != 1 for name in said)


def _two_sides(question: Question, scope: Scope) -> tuple[list[Mention], list[Mention]]:
    """The agencies before the word that sets them against each other, and those behind it."""
    word = _BETWEEN.search(question.normal)
    at = word.start() if word else 0
    before = [mention for mention in scope.mentions if question.normal.find(mention.said) < at]
    return before, [mention for mention in scope.mentions if mention not in before]


def _side(question: Question, scope: Scope, mentions: list[Mention], reports: Reports) -> Side:
    """The agencies as they were read side by side: alone, the name of a city may be the whole of it."""
    flags, called = question.flags - {"who"}, tuple(mention.said for mention in mentions)
    asked = replace(question, names=called, ops=frozenset(("sum",)), flags=flags)
    agencies = tuple(mention.agencies[0] for mention in mentions)
    entries = reports.only(Where(agencies=agencies, years=question.years or None))
    mine = replace(scope, entries=entries, mentions=tuple(mentions), spanning=True, ambiguous=(), area=())
    return Side("、".join(called), asked, mine)


def _whose_side(question: Question, scope: Scope) -> Answer:
    line = say(
        "哪几家在“比”的哪一边看不准。请写出每家的名称，每家只写一次。",
        "On which side each agency stands is open. Write each name out, and once.",
        question.language,
    )
    return _asked_back(question, scope, line)


def _whose_years(question: Question, scope: Scope) -> Answer:
    line = say(
        "哪一年的合计要说清：请写一个年份，或两边相同的几个年份。",
        "Say of which year: name one, or the same years for both sides.",
        question.language,
    )
    return _asked_back(question, scope, line)


def _asked_back(question: Question, scope: Scope, line: str) -> Answer:
    reading = compose.reading("totals", scope.entries, question.rows[0])
    coverage = Coverage(len(scope.entries))
    return compose.answer(question, scope, reading, line, outcome=Outcome.CLARIFY, coverage=coverage)
