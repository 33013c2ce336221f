"""Every operation that a question asks for has a part in the answer over several reports, or it is asked back.

`fit.unused` and `fit.unheard` do the same for one figure and for a number of the prose. A word that narrows, orders,
groups or compares, and that the answer does not use, leaves the answer to another question.
"""

import re
from dataclasses import replace

from assistant.answer import Answer, Exit, Outcome
from assistant.answers import cells
from assistant.answers.many import changes
from assistant.language import say
from assistant.understanding.excepted import other_levels
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form

_FRAME = frozenset("list chart export whatis did which_right mention source".split())
"""What leaves any answer the one that was asked for."""
_USED = {
    operation: frozenset(ops.split()) | _FRAME
    for operation, ops in {
        "sum": "sum",
        "mean": "mean each",
        "median": "median",
        "rank": "max min rank ascending compare",
        "filter": "above below versus max min count_agencies",
        "difference": "difference versus max min",
        "ratio": "ratio share versus difference compare max min rank ascending",
        "compare": "compare above below versus difference both",
        "share": "share rank",
        "change": "moved grew fell growth lastyear difference versus compare max min rank ascending count_agencies same"
        " share",
        "groups": "sum mean max min rank ascending provinces compare",
        "streak": "grew fell count_agencies both did trend",
        "trend": "trend moved grew fell",
        "measures": "sum mean median max min",
        "rate": "max min rank ascending compare count_agencies share",
    }.items()
}
"""Reading.operation → the operations it is made with."""
_TAKEN_OVER = {
    "sum": "合计",
    "mean": "平均",
    "median": "中位数",
    "difference": "差",
    "ratio": "倍",
    "share": "占",
    "growth": "增长",
    "count_agencies": "几家",
    "place": "第几",
}
_OF_SEVERAL = frozenset("sum mean median rank filter measures rate groups".split())
"""Made over all reports that fit, though it be one."""
_CHOSEN = frozenset("sum mean median rank filter change rate measures".split())
"""What is made of those that meet a condition."""
_OF_CLAUSES = _CHOSEN | {"difference", "ratio"}
"""What is made of those that meet several conditions, or one in another row."""
_PLACED = frozenset("sum mean median rank change rate groups".split())
"""And of the first so many."""
_IN_ORDER = frozenset("rank change rate groups".split())
"""Each line of these has a place."""
_ONCE = frozenset("mean median max min".split())
"""Said twice, each is asked of something else: 高于平均的平均."""


_WHICH_YEAR = re.compile(
    "哪一?年|什么年份|哪个年[份度]|最[多高大少低小]的(?:是?哪)?(?:一年|年份|年度|那年)|which year|what year"
)
"""A year is asked for, and no agency."""


def for_all(question: Question, scope: Scope, made: Answer) -> Answer:
    """The answer, or its lines without a figure where words of the question have no part in it."""
    if made.exit is not Exit.OK or made.reading.operation == "place":
        return made
    places = [word for slot, value, word in question.said if (slot, value) == ("op", "place")]
    words = (*places, *_left_out(question))
    operation = made.reading.operation
    if operation == "share" and scope.area:
        # 某市处罚合计占某省的比例: what is divided is a sum.
        question = replace(question, ops=question.ops - {"sum"})
    if operation in _OF_SEVERAL and not (made.rows or made.value or places or _moves_a_rate(question, operation)):
        # None meets the condition: nothing is asked of nobody.
        return made
    if operation in _OF_SEVERAL or made.coverage.read > 1 and operation in _USED:
        words += (*_unused(question, made), *_of_groups(question, scope, made))
    if not words:
        return _with_place(question, made)
    told = "、".join(dict.fromkeys(words))
    line = say(
        f"“{told}”没有算进去，照别的字算出的是另一个数。请一次只问一种算法，或把它拆成几问。",
        f"“{told}” could not be made part of the answer, and without it another question would be answered. "
        "Ask for one operation at a time.",
        question.language,
    )
    return replace(
        made, outcome=Outcome.CLARIFY, headline=line, value=None, unit=None, formula=None, chart=False, choices=()
    )


def _with_place(question: Question, made: Answer) -> Answer:
    """The answer; where a place beyond the last is asked for, that there are only so many."""
    placed = [row for row in made.rows if row.rank is not None] or [row for row in made.rows if row.value is not None]
    number = made.rows_total or len(placed)
    if not number or made.reading.operation not in _IN_ORDER or (question.nth or 0) <= number:
        return made
    line = say(
        f"一共只排到第 {number}，没有第 {question.nth}。",
        f"There are only {number} in order, and no number {question.nth}.",
        question.language,
    )
    return replace(made, outcome=Outcome.CLARIFY, headline=line, value=None, unit=None, formula=None, chart=False)


_ITEM = re.compile("项|item|project")


def _unused(question: Question, made: Answer) -> tuple[str, ...]:
    operation = made.reading.operation
    used = (_USED[operation] | _besides(question, made)) - _not_beside(question, operation)
    ops = [(value, word) for slot, value, word in question.said if slot == "op"]
    said = [value for value, _ in ops]
    words = [word for value, word in ops if value in question.ops and value not in used]
    # Taken over from the turn before: said there.
    words += [name for op, name in _TAKEN_OVER.items() if op in question.ops - used and op not in said]
    words += [word for slot, _, word in question.said if slot == "groups" and operation != "groups"]
    # 平均每个项目 is no mean of agencies.
    words += [word for value, word in ops if value == "each" and operation == "mean" and _ITEM.search(word)]
    beyond = _beyond(question)
    again = _ONCE - {"mean", "median"} if beyond else _ONCE
    words += [word for value, word in ops if value in again and said.count(value) > 1]
    if beyond:
        words += [word for slot, _, word in question.said if slot in _WHOSE and _has_mean(word, question.normal)]
    if operation == "compare" and {"above", "below"} <= question.ops or beyond and len(question.rows) > 1:
        words += [word for value, word in ops if value in ("above", "below")]
    # The share of each of all: a condition in percent and the first so many are of that.
    each = operation == "share" and not question.names
    spread = operation in ("difference", "ratio") and {"max", "min"} <= question.ops and len(question.rows) == 1
    of_share = spread or each and all(bound.unit == "%" for bound in question.bounds)
    if question.bounds and (operation not in _CHOSEN and not of_share or beyond):
        words.append(cells.told(question.bounds))
    if question.clauses and (operation not in _OF_CLAUSES or question.names and question.ops & _THAN_ONE):
        words += [cells.told(clause.bounds) for clause in question.clauses]
    if operation == "rate" and "bound_denied" in question.flags:
        words.append(cells.told(question.bounds))
    if operation == "groups" and (question.recent or "recent" in question.flags):
        words += [word for slot, _, word in question.said if slot == "recent"] or [f"近{question.recent}年"]
    if (question.top or question.nth) and operation not in _PLACED and not (each and question.top):
        words.append(say(f"第{question.nth}" if question.nth else f"前{question.top}", "", "zh"))
    if operation == "rank" and len(made.reading.agencies) > 1 and (year := _WHICH_YEAR.search(question.normal)):
        words.append(year[0])
    if operation in ("sum", "mean", "median"):
        words += _APART.findall(question.normal)
    if operation == "sum":
        words += [word for slot, _, word in question.said if slot == "span" and word.startswith(("每", "each"))]
    return tuple(dict.fromkeys(words))


def _of_groups(question: Question, scope: Scope, made: Answer) -> tuple[str, ...]:
    """县级和市级哪个多 asks for two figures, and no agency."""
    several = len(scope.mentions) > 1 and any(len(mention.agencies) > 1 for mention in scope.mentions)
    if made.reading.operation not in ("rank", "sum", "mean") or not (
        several or len(question.levels) > 1 or len(question.places) > 1
    ):
        return ()
    each = [word for word in ("分别", "各多少", "respectively") if word in question.normal]
    return tuple(each) + tuple(word for slot, _, word in question.said if slot == "degree")


def _moves_a_rate(question: Question, operation: str) -> bool:
    """Nobody met a condition that is not the one asked: that the rate grew, or a range that is denied."""
    return operation == "rate" and bool(question.ops & {"grew", "fell"} or "bound_denied" in question.flags)


_THAN_ONE = frozenset(("versus", "above", "below"))
"""Held against an agency that is named, which is no condition of a row."""


def _not_beside(question: Question, operation: str) -> frozenset[str]:
    """Of provinces and levels either sums or means are made, and means of one row."""
    if operation != "groups" or "mean" not in question.ops:
        return frozenset()
    return frozenset(("sum", "mean") if len(question.rows) > 1 else ("sum",))


_APART = re.compile("(?:分别|各自?)(?:合计|平均|一共|总共)|(?:合计|平均)(?:各|分别)")
"""Of groups that were not told apart: 各级机关分别合计."""
_BUT_ENDS = re.compile(
    r"(?:去掉|除了?|除去|扣除|剔除|排除|不算|不含|不包括)(?:最[多高大少低小]|第[一二三四五六七八九十])"
    r"|(?:excluding|except(?: for)?|without|leaving out) the (?:top|highest|largest|lowest|smallest|most|fewest)"
)
"""Places of a ranking, which only a ranking leaves out."""


def _left_out(question: Question) -> tuple[str, ...]:
    """除了 what is neither an agency nor a level: nothing was left out."""
    ends = _BUT_ENDS.findall(question.normal)
    if ends or "except" not in question.flags or question.names or other_levels(question):
        return tuple(ends)
    return tuple(word for slot, _, word in question.said if slot == "except")


_WHOSE = frozenset(("level", "placekind", "agency"))


def _has_mean(word: str, normal: str) -> bool:
    """高于县级平均的机关: the mean is of those, and the agencies asked for may be others."""
    return bool(re.search(rf"{re.escape(word)}的?(?:平均|均值|中位)", normal))


def _beyond(question: Question) -> bool:
    """Those above or below the middle of all are meant."""
    return bool(question.ops & {"above", "below"} and question.ops & {"mean", "median"})


def _of_any_column(question: Question) -> bool:
    """The question leaves open which column meets its condition, or has conditions of several rows."""
    return bool(question.clauses) or len(question.rows) == 1 and not cells.columns_asked(question, question.rows[0])


def _besides(question: Question, made: Answer) -> frozenset[str]:
    """Operations that this one answer is made with, where another of its kind is not."""
    operation, ops, found = made.reading.operation, question.ops, set()
    if operation == "rank" and made.reading.column == form.CHANGE or operation == "filter":
        found |= {"grew", "fell"}
    joined = "+" in (made.reading.row or "") and operation != "mean"
    if joined or operation == "rank" and len(made.reading.years) == 1:
        # The rows of each report are added up; of one year a report has one figure, which is its sum too.
        found.add("sum")
    if operation == "rate" and made.coverage.read > 1 and (question.top or not ops & {"max", "min"}):
        found |= {"mean", "median"}
    spread = operation in ("difference", "ratio") and {"max", "min"} <= ops and len(question.rows) == 1
    if (operation in _CHOSEN or spread) and _beyond(question) and (operation != "rate" or made.coverage.read > 1):
        found |= {"above", "below", "mean", "median"}
    if operation == "filter" and (len(made.reading.years) < 2 or not made.rows_total or not _of_any_column(question)):
        # 两年都: of those that have it in every year.
        found.add("both")
    if operation in ("sum", "mean", "median") and question.top:
        found |= {"max", "min", "rank", "ascending"}
    if operation == "compare":
        # 甲比乙多吗 is said of two that are named, and no highest of all.
        found |= ({"max", "min"} if question.names else set()) | ({"sum"} if made.value is not None else set())
    if operation == "compare" and made.formula and len(question.names) == 1:
        # One agency against the middle of all.
        found |= {"mean", "median"}
    if operation == "share":
        found |= {"count_agencies"} if question.bounds else set()
        found |= {"max"} if question.top else set()
        found |= {"sum"} if question.top and "占" in question.normal else set()
    if operation == "groups" and not question.groups and made.rows and made.rows[0].year:
        found.add("trend")
    if operation == "trend":
        found |= {"sum", "mean"} if len(made.reading.agencies) > 1 else {"sum"}
        # The year of the highest or the lowest sum.
        found |= {"max", "min"} if made.value is not None else set()
    if "trend" in ops and len(made.reading.agencies) == 1:
        # 历年合计: the years are those added up.
        found.add("trend")
    if operation == "change" and changes.of_all(question):
        found |= {"sum", "mean"}
    return frozenset(found)
