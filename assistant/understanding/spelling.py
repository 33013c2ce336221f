"""One wrong character in a name or in a word of the form. Only longer words, only where one word fits."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

from assistant.understanding import terms

_NAME, _WORD = 3, 4
"""Shortest name and shortest word of the form in which a character may be wrong."""
_LONGEST = 12
"""Longest word that is read as another."""
_RANKS = frozenset("部厅局委署办处科院会")
"""The last character of an agency says what it is."""


_LOOKALIKES = str.maketrans("囗", "口")
"""Signs of no word of these questions that are typed for another."""

Known = Callable[[Collection[str]], frozenset[str]]
"""Those of some words that are names."""
Alike = Callable[[Collection[str]], Mapping[str, Sequence[str]]]
"""Words → for each names as long as it, among them all that one character parts from it."""


class Speller:
    """Reads a misspelt name or word of the form as the only known one that differs in one character."""

    def __init__(self, alike: Alike, known: Known) -> None:
        self._alike, self._known = alike, known

    def mend(self, run: str) -> list[tuple[str, str]]:
        """(as said, as meant) for each word of a run of text that nothing explains."""
        repairs = self._repairs(run.translate(_LOOKALIKES))
        at, found = 0, []
        for said, meant in repairs:
            at = run.translate(_LOOKALIKES).index(said, at)
            found.append((run[at : at + len(said)], meant))
            at += len(said)
        return found

    def _repairs(self, run: str) -> list[tuple[str, str]]:
        starts = range(len(run) - _NAME + 1)
        words = {run[start : start + n] for start in starts for n in _lengths(run, start)}
        alike = self._alike([word for word in words if not word.isascii()])
        repairs, at = [], 0
        while at < len(run):
            repair = _at(run, at, alike, self._known)
            if repair:
                repairs.append(repair)
                at += len(repair[0])
            else:
                at += 1
        return repairs


def _lengths(run: str, start: int) -> range:
    """Of the words that start there, the longest first."""
    return range(min(len(run) - start, _LONGEST), _NAME - 1, -1)


def _at(run: str, start: int, alike: Mapping[str, Sequence[str]], known: Known) -> tuple[str, str] | None:
    for length in _lengths(run, start):
        said = run[start : start + length]
        words = _words_of(length) if length >= _WORD else []
        near = [*alike.get(said, ()), *words]
        if said in near and (said in words or known((said,))):
            return said, said
        fits = [word for word in _one_off(said, near) if not _of_other_rank(said, word)] if near else []
        fits = [word for word in fits if word in words or known((word,))]
        if len(fits) == 1 and not _is_another(said, fits[0]):
            return said, fits[0]
    return None


@cache
def _words_of(length: int) -> list[str]:
    rows = ("row", "row_requests", "result")
    return [w for w, slots in terms.words().items() if len(w) == length and slots[0][0] in rows and not w.isascii()]


def _one_off(said: str, known: list[str]) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import Hamming

    return [word for word, *_ in process.extract(said, known, scorer=Hamming.distance, score_cutoff=1, limit=None)]


def _of_other_rank(said: str, meant: str) -> bool:
    """A 厅 is no misspelling of a 局: it is the agency of a province. Nor is a field before another word: 财政|预算."""
    return meant[-1] in _RANKS and not is_slip(said[-1], meant[-1])


def _is_another(said: str, meant: str) -> bool:
    """A real place is no misspelling of another, nor a known kind of department: 民政局 of 财政局, 审计局 of 统计局."""
    from corpus.identity.agencies import kind_of
    from corpus.identity.regions import chain, mentions, named

    kind = kind_of(said)
    if named(said) or (kind and kind != kind_of(meant)):
        return True
    there = {region for mention in mentions(said) for region in mention.regions}
    over = {above for mention in mentions(meant) for region in mention.regions for above in chain(region)}
    return bool(there) and not there & over


def is_slip(said: str, meant: str) -> bool:
    """Where two words of one length differ the characters sound or look alike."""
    return all(a == b or any(a in alike and b in alike for alike in _ALIKE) for a, b in zip(said, meant, strict=True))


_ALIKE = (
    "健建键件渐剑检见简 卫位未 政正证整征 行形刑型 处初 罚发伐法 许徐 可克 强墙 制治致 复副付 议义意 诉述素 讼颂 采彩 "
    "购构够 收首 费废 申身 请情 规归 章张 局居句具据剧 委伟位 体提 计记纪 民明名 教叫 务物 生升声 保宝 "
    "阳杨扬洋羊 口囗 县现线 市是世 区曲渠 坡波破 头投 州洲 安按 城成 河和合 山三 江疆 泉全 平苹 宁凝 龙隆"
).split()
"""Characters that are typed or read for one another in the words of the form and in names of places and offices."""
