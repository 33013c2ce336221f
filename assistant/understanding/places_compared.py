"""Places of which the sums are asked though no word says so: 甲省处罚比乙省多多少, 长三角处罚."""

import re
from dataclasses import replace

from assistant.understanding.gazetteer import is_place, members, parts_of, stands_once
from assistant.understanding.question import Question
from assistant.understanding.scope import find
from corpus.library.reports import Reports
from corpus.library.where import Where

WHICH = re.compile(
    r"(?:哪个|哪些|哪边|谁|哪一个)(?:更|比较)?[多少高低大小]"
    r"|(?:哪个|哪边|谁|哪一个|哪里|哪儿)的?[^哪谁最,，]{1,12}?(?:更|比较)?[多高低大](?!少)"
    r"|which .*(?:more|fewer|higher|lower)"
)
"""Which of two is more."""
_EACH = re.compile("各(?:是|有|为)?(?:多少|几)|分别|respectively")
_AGAINST = frozenset(("difference", "versus", "ratio"))
_BESIDE = _AGAINST | frozenset("max min list whatis did which_right export chart".split())


def with_sums(question: Question, reports: Reports) -> Question:
    """The question with a word of sum where it sets two places of many agencies side by side, or is of a region."""
    summed = replace(question, ops=question.ops | {"sum"}, said=(*question.said, ("op", "sum", "合计")))
    if _is_of_region(question):
        return summed
    if not _sets_two(question):
        return question
    for one in (summed, _as_places(summed)):
        scope = find(one, reports)
        several = all(len(mention.agencies) > 1 for mention in scope.mentions)
        two = len(scope.area) == 2 and several and _are_once(scope.area, reports)
        if not scope.unknown and (two or scope.open):
            # Of a name that several places have it is asked which is meant.
            return one
    return question


def _is_of_region(question: Question) -> bool:
    """长三角行政处罚: no agency goes by the name of a region."""
    alone = len(question.places) == 1 and bool(members(question.places[0])) and not question.names
    plain = not (question.ops - {"whatis"} or question.groups or question.clauses or question.bounds or question.top)
    return alone and plain and len(question.rows) == 1 and not {"who", "span"} & question.flags


def _sets_two(question: Question) -> bool:
    """Two names stand beside one row, and one is held against the other, or each is asked."""
    chosen = question.top or question.nth or question.bounds or question.clauses or question.households or question.they
    placed = any(slot == "op" and value in ("max", "min") for slot, value, _ in question.said)
    if question.ops - _BESIDE or chosen or placed or question.groups or len(question.rows) != 1 or question.pairs:
        return False
    against = question.ops & _AGAINST or WHICH.search(question.normal) or _EACH.search(question.normal)
    return bool(against) and len(question.names) + len(question.places) > 1


def _are_once(area: tuple[str, ...], reports: Reports) -> bool:
    there = reports.only(Where(places=(tuple(part for name in area for part in parts_of(name)),))).places
    return all(stands_once(name, there) for name in area)


def _as_places(question: Question) -> Question:
    """Of one place agencies go by its name, and of the other none: both are meant as places."""
    names = list(filter(is_place, question.names))
    said = sorted((*names, *question.places), key=question.normal.find)
    return replace(
        question, names=tuple(n for n in question.names if n not in names), places=tuple(dict.fromkeys(said))
    )
