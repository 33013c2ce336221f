"""One wrong character in a name or in a word of the form. Only longer words, only where one word fits."""

from collections.abc import Iterable, Iterator
from functools import cache

from assistant.understanding import terms

_NAME, _WORD = 3, 4
"""Shortest name and shortest word of the form in which a character may be wrong."""
_RANKS = frozenset("部厅局委署办处科院会")
"""The last character of an agency says what it is."""


class Speller:
    """Reads a misspelt name or word of the form as the only known one that differs in one character."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._halves: dict[tuple[int, bool, str], list[str]] | None = None

    def mend(self, run: str) -> list[tuple[str, str]]:
        """(as said, as meant) for each word of a run of text that nothing explains."""
        repairs, at = [], 0
        while at < len(run):
            repair = self._at(run, at)
            if repair:
                repairs.append(repair)
                at += len(repair[0])
            else:
                at += 1
        return repairs

    def _at(self, run: str, start: int) -> tuple[str, str] | None:
        for length in range(min(len(run) - start, 12), _NAME - 1, -1):
            said = run[start : start + length]
            known = [*self._alike(said), *(_words_of(length) if length >= _WORD else ())]
            fits = [word for word in _one_off(said, known) if not _of_other_rank(said, word)] if known else []
            if len(fits) == 1 and not _is_region(said):
                return said, fits[0]
        return None

    def _alike(self, said: str) -> Iterator[str]:
        """The names of that length with which it shares its first half or its second: all that one character parts."""
        if self._halves is None:
            self._halves = _by_halves(self._names)
        first, second = _halves_of(said)
        yield from self._halves.get(first, ())
        yield from (name for name in self._halves.get(second, ()) if not name.startswith(first[2]))


def _by_halves(names: Iterable[str]) -> dict[tuple[int, bool, str], list[str]]:
    found: dict[tuple[int, bool, str], list[str]] = {}
    for name in names:
        if len(name) >= _NAME and not name.isascii():
            for half in _halves_of(name):
                found.setdefault(half, []).append(name)
    return found


def _halves_of(text: str) -> tuple[tuple[int, bool, str], tuple[int, bool, str]]:
    """Both, each as (length of the whole, whether it is the first, the half)."""
    middle = len(text) // 2
    return (len(text), True, text[:middle]), (len(text), False, text[middle:])


@cache
def _words_of(length: int) -> list[str]:
    rows = ("row", "row_requests", "result")
    return [w for w, slots in terms.words().items() if len(w) == length and slots[0][0] in rows and not w.isascii()]


def _one_off(said: str, known: list[str]) -> list[str]:
    from rapidfuzz import process
    from rapidfuzz.distance import Hamming

    return [word for word, *_ in process.extract(said, known, scorer=Hamming.distance, score_cutoff=1, limit=2)]


def _of_other_rank(said: str, meant: str) -> bool:
    """A 厅 is no misspelling of a 局: it is the agency of a province."""
    return said[-1] != meant[-1] and {said[-1], meant[-1]} <= _RANKS


def _is_region(said: str) -> bool:
    """A real place of that name is no misspelling of another."""
    from corpus.identity.regions import named

    return bool(named(said))
