"""Reports are asked for by what they do not have: 没有表三, 行政处罚是空白, 没填, 看不清. A blank is no 0.

Such a question is understood only where every word of it is: beside a condition, a ranking or a word that nothing
explains it asks something else.
"""

import re

from assistant.understanding import fit
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope

_WAYS = (
    ("unfilled", r"没有?填(?:写|报|列)?|未填(?:写|报|列)?|(?:did|have|has|do|are) not fill(?:ed)?(?: in| out)?"),
    ("blank", r"空白|空着|留空|是空的|left\b(?=.*\bblank\b)|blank|empty"),
    ("dash", r"(?:打|划|画)?斜[杠线]|(?:打|划|画)杠|(?:a )?(?:slash|dash)(?:es)?"),
    ("cut_off", r"截断|cut off|truncated"),
    ("unreadable", r"看不清楚?|读不出来?|认不出来?|无法(?:读出|辨认)|illegible|unreadable|(?:cannot|can't) be read"),
    ("damaged", r"不完整|残缺|不全|破损|残损|损坏|incomplete|damaged"),
    ("lost", r"缺失|缺少|缺|丢失|没有?数(?!量|目)[据字值]?|missing|lack(?:s|ing)?\b|no (?:number|data|figure)s?\b"),
    ("denied", r"不是|不为|(?<!有)没被|(?:is|are)(?: not|n't)"),
    ("none", r"(?<!有)没有|(?<!有)没|(?:do|does|did)(?: not|n't) have|without|no\b"),
)
_SAID = re.compile("|".join(rf"(?P<{way}>(?<![a-z])(?:{words}))" for way, words in _WAYS))
_SLOTS = frozenset(
    "who span none table row row_requests row_fees column column_count column_money column_projects column_items "
    "result applicant filler level placekind agency year quantity total place except body decided".split()
)
_OPS = frozenset("missing did list count_agencies reports".split())
_OF_THE_FORM = ("agency", "row", "row_requests", "row_fees", "column", "result", "applicant", "place", "decided")
_LISTED = re.compile(r"的(?:报告|机关|单位|部门)\W*$|\breports\b")
_ZERO = re.compile(r"(?<!\d)0(?!\d)|零|zero")


def tables(question: Question) -> tuple[str, ...]:
    """The tables that the question names."""
    return tuple(dict.fromkeys(value for slot, value, _ in question.said if slot == "table"))


def of_several(question: Question, scope: Scope) -> bool:
    """Two tables are named that are not there: whether one of them is enough is open."""
    several = len(tables(question)) > 1 and not question.rows and _asks_which(question, scope)
    return several and bool(
        {"lost", "none", "damaged"} & {match.lastgroup for match in _SAID.finditer(question.normal)}
    )


def way(question: Question, scope: Scope) -> str:
    """How the table or row named is to be lacking; empty where something else is asked.

    `none`, `lost`, `damaged`, `cut_off`, `unreadable`, `unfilled`, `blank` or `dash`; of a row never `none`, which asks
    for a 0.
    """
    if len(tables(question)) + len(question.rows) != 1 or not _asks_which(question, scope):
        return ""
    text = question.normal
    for word in sorted((word for slot, _, word in question.said if slot in _OF_THE_FORM), key=len, reverse=True):
        text = text.replace(word, "|")
    found = list(_SAID.finditer(text))
    ways = {match.lastgroup or "" for match in found}
    if len(ways) != 1 or ways & ({"denied", "none"} if question.rows else {"denied"}) or _ZERO.search(text):
        return ""
    return ways.pop() if _is_all(question, scope, " ".join(match[0] for match in found)) else ""


def _asks_which(question: Question, scope: Scope) -> bool:
    """Reports are asked for, not how one stands."""
    if scope.mentions and "who" not in question.flags:
        return False
    listed = question.ops & {"count_agencies", "list", "reports", "did"} or _LISTED.search(question.normal)
    return bool({"who", "span"} & question.flags or listed)


def _is_all(question: Question, scope: Scope, said: str) -> bool:
    """The words that say so are all that is left of the question."""
    if any(bound.sign != "=" or bound.value for bound in question.bounds):
        return False
    other = (question.top, question.nth, question.clauses, question.metrics, question.groups, question.households)
    more = (question.streak, question.recent, question.quoted, question.units, question.section, question.article)
    explained = all(slot in _SLOTS or (slot == "op" and value in _OPS) for slot, value, _ in question.said)
    left = [word for word in (*scope.left, *fit.left_over(question)) if word not in said]
    return explained and not (any(other) or any(more) or left)
