"""The names that a question may say: of loaded agencies, looked up in the library, and of the user's own metrics."""

from collections.abc import Collection, Iterator, Mapping

from assistant.understanding.metrics import Metric
from corpus.library import names
from corpus.library.store import Library

_REMEMBERED = 20_000
"""Words of which it is remembered whether they are names."""


class Names(Mapping[str, object]):
    """Normalised name → itself, or the metric of the user's own that it names; the library's are never all loaded."""

    def __init__(self, library: Library, own: Mapping[str, Metric] | None = None) -> None:
        self._library = library
        self._own = own or {}
        self._known: dict[str, bool] = {}

    def look_up(self, words: Collection[str]) -> None:
        """Ask for many words at once; each by itself costs as much as all together."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        unknown = [word for word in words if word not in self._known]
        if unknown:
            there = names.known(self._library, unknown)
            self._known.update((word, word in there) for word in unknown)

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str):
            return False
        if word in self._own:
            return True
        if word not in self._known:
            self.look_up((word,))
        return self._known[word]

    def __getitem__(self, word: str) -> object:
        if word in self._own:
            return self._own[word]
        if word in self:
            return word
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from (name for name in names.every(self._library) if name not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)
