"""An agency, a year or all reports, and nothing asked of them by name of a row, a table or a matter."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import answers
from assistant.answer import Answer
from assistant.answers import refusals
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Hit

_WHERE = re.compile(r"在哪|哪里|哪儿|什么时候|何时|哪天|哪个月|几月|几号|\b(?:where|when)\b")


def of_it(
    question: Question,
    scope: Scope,
    library: Library,
    search: Callable[[str, Where, int], Sequence[Hit]],
) -> Answer | None:
    """What is known of one agency, a list of reports where several fit; None where nothing is named at all."""
    if (
        scope.mentions
        and _WHERE.search(question.normal)
        and (told := answers.narrative.instead(question, scope, search))
    ):
        return told
    one = len(scope.entries) == 1 and bool(scope.mentions)
    if "matters" in question.flags and question.ops & {"grew", "fell", "moved"}:
        if len(scope.entries) > 1:
            return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
        return answers.side_by_side.moved(question, scope, library)
    if one and question.applicants and "count_agencies" in question.ops:
        # 企业多少家: as the applicants are classed, it is requests that are counted, not enterprises.
        words = tuple(word for slot, _, word in question.said if slot == "applicant")
        return refusals.not_stated(question, replace(scope, left=words))
    if one and (word := _alone(question)):
        return refusals.which_row(question, scope, library, word)
    if one:
        return answers.holdings.profile(question, scope, library)
    if (
        scope.mentions
        or question.years
        or question.flags & {"who", "span"}
        or question.ops & {"list", "count_agencies"}
    ):
        return answers.holdings.reports(question, scope, library)
    return None


def _alone(question: Question) -> str:
    """A label that the form has in several places, said without the rest: 其他, 总计, 自然人; empty where none is."""
    if question.ops - {"sum"} or question.flags - {"total", "other", "quantity", "again"}:
        return ""
    if "total" in question.flags or "sum" in question.ops:
        return form.GRAND_TOTAL
    return "其他" if "other" in question.flags else next(iter(question.applicants), "")
