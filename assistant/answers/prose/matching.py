"""How well a number of the prose fits the words of a question: by what it counts and by what stands before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.understanding import fit
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.report import Count
from index.kind import COUNTERS, kind

_PIECES = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+")
ENOUGH = 0.75
BESIDE = 0.6
"""Of the words beside a row of the form so much must stand in the words or the sentence before the number."""
_CONTEXT = 0.35
"""What a word is worth that stands in the sentence before the number, but not among the words it counts."""
_EXACT = 0.15
"""What it is worth that a count counts nothing but what is asked."""
_OF_IT = 0.7
"""What is left of the score of a count of something that only belongs to what is asked."""
_LIGHT = 0.3
"""What a character of a word is worth that stands in every sentence of such a report."""
_COMMON = frozenset(("公开", "发布", "信息", "公布", "政府", "主动", "数量", "情况", "处理", "工作", "承办", "办理"))
_COUNTED_EN = frozenset(
    "times articles article items item pieces piece messages posts people persons calls copies".split()
)
"""English counters: the unit of the number says as much."""
_ITEMS = frozenset("条件篇项则份")
"""Counters of whatever is written down, one as good as another."""
_SAME = {
    "公众号": "微信",
    "官微": "微信",
    "推文": "微信",
    "wechat": "微信",
    "weibo": "微博",
    "website": "网站",
    "epidemic": "疫情",
    "hotline": "热线",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A count with how well it fits."""

    count: Count
    score: float


def pieces(text: str) -> list[str]:
    """What is compared: two-character pieces of Chinese, whole Latin words and numbers."""
    found: list[str] = []
    for run in _PIECES.findall(text.lower()):
        if run[0] > "\u3400" and len(run) > 1:
            found += [run[n : n + 2] for n in range(len(run) - 1)]
        else:
            found.append(run)
    return found


def topic(question: Question, scope: Scope) -> list[tuple[str, ...]]:
    """What says what is counted, the form's own words among it, each as words of which any will do.

    English ones by what reports call them; one that nothing explains stays, and fits no number.
    """
    words = [w for w in question.topic if any(w in left or left in w for left in scope.left)] or list(scope.left)
    english = " ".join(word for word in words if word.isascii() and not word.isdigit())
    found = [word for word in words if not word.isascii() or word.isdigit()]
    said: list[tuple[str, ...]] = [(same,) for word in found for same in _with_same(word)]
    if english:
        from index.thesaurus import strictly

        said += [thing for thing in strictly(english) if not _COUNTED_EN.issuperset(thing)]
    return said


def _with_same(word: str) -> list[str]:
    return [word, *(same for said, same in _SAME.items() if said in word and same not in word)]


def covers(words: Sequence[str], own: set[str], around: set[str]) -> tuple[float, bool]:
    """The share of the words that a count covers, by characters, and whether its own words cover any."""
    got = mass = 0.0
    direct = False
    for word in words:
        for run in _PIECES.findall(word.lower()):
            parts = pieces(run)
            step = len(parts) > 1
            for n, _ in enumerate(run) if step else [(0, run)]:
                over = parts[max(0, n - 1) : n + 1] if step else parts
                weight = _LIGHT if any(piece in _COMMON for piece in over) else 1.0
                worth = 1.0 if any(p in own for p in over) else _CONTEXT if any(p in around for p in over) else 0.0
                direct = direct or worth == 1.0
                mass += weight
                got += weight * worth
    return (got / mass if mass else 0.0), direct


def is_common(word: str) -> bool:
    """A word of the kind every sentence of such a report has."""
    return all(piece in _COMMON for piece in pieces(word))


def _counts_that(object_: str, words: Sequence[str]) -> bool:
    """政协提案的复文 counts 复文: what stands behind the last 的 must be among the words, or common."""
    _, of, head = object_.rpartition("的")
    near = {piece for word in words for piece in pieces(word)}
    return not of or not pieces(head) or is_common(head) or any(piece in near for piece in pieces(head))


def _touched(word: str, near: set[str]) -> bool:
    """Some piece of the word stands in or before what is counted; a word of the kind every sentence has need not."""
    parts = pieces(word)
    return any(piece in near for piece in parts) or is_common(word)


def _exact(words: Sequence[str], own: set[str]) -> float:
    """How much of what a count counts the words say: 政协提案 is nearer to 政协提案 than to 公开的政协提案的复文."""
    said = {piece for word in words for piece in pieces(word)}
    return len(own & said) / len(own) if own else 0.0


def matches(question: Question, scope: Scope, counts: Sequence[Count]) -> list[Match]:
    """The counts whose words fit the question's, best first; none where less than half of what it says is found."""
    asked = topic(question, scope)
    units = set(question.units) | ({"人次", "名"} if "人" in question.units else set())
    persons = {"人", "人次", "名"} if units & {"人", "名"} else set()
    units |= {"篇"} if question.language == "en" and "条" in units else set()
    found = []
    for count in counts:
        own, around = set(pieces(count.object)), set(pieces(count.sentence.split(count.raw)[0]))
        if persons and count.unit in persons:
            # 邀请代表共计20人参加开放日活动: what people came to stands beside their number.
            after = re.split("[。；]", count.sentence.partition(count.raw)[2])[0]
            own = around = own | around | set(pieces(after))
        words = [max(said, key=lambda word: covers((word,), own, around)) for said in asked]
        score, direct = covers(words, own, around)
        if units and count.unit not in units:
            score *= 0.6
        if not _counts_that(count.object, words):
            score *= _OF_IT
        if _asks_a_part(count, fit.joined(words, question.normal)):
            continue
        if direct and score >= ENOUGH and all(_touched(word, own | around) for word in words):
            found.append(Match(count, score + _EXACT * _exact(words, own)))
    last = asked[-1] if asked else ()
    counting = [m for m in found if any(m.count.object == word and not is_common(word) for word in last)]
    return sorted(counting or found, key=lambda m: -m.score)


def of_the_kind(question: Question, counts: Sequence[Count]) -> list[Count]:
    """The counts of such things as are asked: of people no pieces of information, of money no times."""
    asked = kind(question.normal)
    if asked is None or not asked.in_clause:
        return list(counts)
    fits = {unit for unit in {*COUNTERS, "元", *(count.unit for count in counts)} if asked.printed.search(f"1{unit}")}
    if not fits - {"%"}:
        return list(counts)
    return [count for count in counts if count.unit in fits or (count.unit in _ITEMS and not fits.isdisjoint(_ITEMS))]


def _asks_a_part(count: Count, words: Sequence[str]) -> bool:
    """One entry of a list is asked of which the number counts the whole: 医疗、养老等信息25条 says nothing of 养老."""
    *entries, last = count.object.split("、")
    if not entries or count.sentence.partition(count.raw)[0].rstrip().endswith("各"):
        return False
    entries.append(last.partition("等")[0])
    asked = [_bare(word) for word in words]
    return any(len(word) > 1 and _is_entry(word, entries) for word in asked) and not any(
        sum(word in entry for entry in entries) > 1 for word in asked if word
    )


def _is_entry(word: str, entries: Sequence[str]) -> bool:
    first, *others = entries
    return first.endswith(word) or any(word in entry or (entry and entry in word) for entry in others)


def _bare(word: str) -> str:
    """The word without what every sentence of such a report has at its end: 养老信息 → 养老."""
    while len(word) > 3 and word[-2:] in _COMMON:
        word = word[:-2]
    return word
