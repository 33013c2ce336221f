"""Which passages may be found: as a caller says it, and as the parts of an index take it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.report import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

KINDS = ("prose", "problem", "measure")
_NO_YEAR = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """The passages that fit every field that is set; None narrows nothing."""

    reports: Collection[int] | None = None
    """Stamps of reports, see `index.build.Held`."""
    years: Collection[int] | None = None
    sections: Collection[int] | None = None
    """Numbers of sections, 0 to 6."""
    kinds: Collection[str] | None = None
    """Of `KINDS`."""
    keys: Collection[int] | None = None
    """Passages, by key."""

    @property
    def marks(self) -> tuple[Collection[int] | None, ...]:
        """The values wanted of each of `marks_of`."""
        kinds = None if self.kinds is None else [KINDS.index(kind) for kind in self.kinds]
        return self.years, self.sections, kinds

    @property
    def words(self) -> Iterator[tuple[str, ...]]:
        """Of each of these one is among `words_of` the marks of a passage that fits."""
        for place, values in enumerate(self.marks):
            if values is not None:
                yield tuple(_word(place, value) for value in values)


@dataclass(frozen=True, slots=True)
class Within:
    """What of an index may be found."""

    wanted: Filter
    passages: tuple[Mask | None, ...]
    """For each segment which of its passages; None where all."""
    count: int
    """How many passages, of all segments."""
    keys: Callable[[], NDArray[np.int64]]
    """Their keys, ascending."""


def marks_of(passage: Passage) -> tuple[int, int, int]:
    """What of a passage a filter may ask for, as small numbers: year, section, kind."""
    return passage.year or _NO_YEAR, passage.number, KINDS.index(passage.kind)


def words_of(marks: Collection[int]) -> str:
    """The same as words of their own."""
    return " ".join(_word(place, value) for place, value in enumerate(marks))


def _word(place: int, value: int) -> str:
    return f"{'ysk'[place]}{value}"
