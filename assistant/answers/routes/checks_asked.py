"""Which check a question asks for, if any: the form's arithmetic, sums of the prose, prose against table, years."""

import re
from dataclasses import replace

from assistant import answers
from assistant.answer import Answer
from assistant.answers import boundary, refusals
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library

_BALANCE = frozenset((form.NEW_REQUESTS, form.CARRIED_IN, form.CARRIED_OUT, form.GRAND_TOTAL))
_SO_MANY = re.compile(r"\d+\s*个(?:数|值)|\d+ (?:numbers|values)")
_SAYS_SUM = re.compile(r"是不是|是否|等于|吗|对不对|(?<![a-z])(?:equal|is it|does it|do they)(?![a-z])")


def asked(question: Question, scope: Scope, library: Library) -> Answer | None:
    """The check asked for; None where the question asks something else."""
    ops = question.ops
    if "prose" in question.flags and question.rows and not question.metrics and answers.counted.any_kind(scope):
        return answers.prose_and_table.of_rows(question, scope, library)
    if question.quoted and "sum" in ops and not (question.table or question.rows):
        return _adds_up(question, scope, library)
    if _counts_values(question) and len(scope.entries) == 1:
        return answers.misprints.values(question, scope, library)
    spelled = "equal" in question.flags and "sum" in ops
    if not (spelled or ops & {"check", "faults", "conflict", "yearcheck", "missing", "parts"} or question.table):
        return None
    if "yearcheck" in ops:
        return _years(question, scope, library)
    if "conflict" in ops:
        of_one = len(question.rows) == 1 and len(scope.entries) == 1 and bool(scope.mentions) and not scope.left
        return (answers.prose_and_table.of_rows if of_one else _conflicts)(question, scope, library)
    if "missing" in ops and scope.left:
        return None
    if "missing" in ops and not question.rows and not scope.mentions:
        return answers.holdings.damaged(question, scope, library)
    if "missing" in ops and not question.rows:
        return _of_one(question, scope, library)
    if question.quoted and ops & {"check", "parts"} and not (question.table or question.rows):
        return answers.checking.breakdown(question, scope, library)
    return _arithmetic(question, scope, library)


def _arithmetic(question: Question, scope: Scope, library: Library) -> Answer | None:
    """The sums of a table, or of all; a question may spell out the sum: 新收加结转等不等于总计加结转下年度."""
    ops = question.ops
    spelled = "check" in ops or ("equal" in question.flags and "sum" in ops)
    asks_table = bool(question.table and "problems" in question.flags and "measures" not in question.flags)
    adds_up = "sum" in ops and bool(question.table) and "add up" in question.normal
    if not (spelled or "faults" in ops or asks_table or adds_up):
        return None
    if not question.rows:
        return _balanced(question, scope, library)
    if scope.left or not spelled:
        return None
    if set(question.rows) <= _BALANCE and len(question.rows) > 1:
        return _balanced(replace(question, table=form.REQUESTS), scope, library)
    if "total" in question.flags and all(form.table_of(row) == form.REVIEW for row in question.rows):
        return _balanced(replace(question, table=form.REVIEW), scope, library)
    return None


def _balanced(question: Question, scope: Scope, library: Library) -> Answer:
    if reports := _very_many(question, scope):
        return answers.tallied.arithmetic(question, scope, reports)
    return answers.checking.arithmetic(question, scope, library)


def _conflicts(question: Question, scope: Scope, library: Library) -> Answer:
    if reports := _very_many(question, scope):
        return answers.tallied.conflicts(question, scope, reports)
    return answers.checking.conflicts(question, scope, library)


def _years(question: Question, scope: Scope, library: Library) -> Answer:
    if reports := _very_many(question, scope):
        return answers.tallied.years(question, scope, reports)
    return answers.checking.years(question, scope, library)


def _very_many(question: Question, scope: Scope) -> Reports | None:
    """The reports where they are too many for their checks to be told one by one, into a file too."""
    return boundary.too_many(replace(question, whole=False), scope)


def _counts_values(question: Question) -> bool:
    """表四有几个数, 总计那一行为什么有8个数: how many numbers a row prints."""
    counted = "values" in question.flags or _SO_MANY.search(question.normal)
    return bool(question.table in (form.REQUESTS, form.REVIEW) and not question.rows and counted)


def _of_one(question: Question, scope: Scope, library: Library) -> Answer:
    if len(scope.entries) > 1:
        return refusals.which_report(question, replace(scope, ambiguous=tuple(scope.entries)), library)
    return answers.checking.missing(question, scope, library)


def _adds_up(question: Question, scope: Scope, library: Library) -> Answer | None:
    """64条的分类加起来是不是64: the sum of the prose with that total; None where no sentence lists its parts."""
    if len(scope.entries) != 1 or not scope.mentions or not _SAYS_SUM.search(question.normal):
        return None
    total = max(question.quoted, key=lambda quoted: quoted.value)
    return answers.checking.parts_of(replace(question, quoted=(total,)), scope, library)
