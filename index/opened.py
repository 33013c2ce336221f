"""An index that was opened: what stands near a question, among all segments alike."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from index import lexical, vectors
from index.filter import Filter, Within
from index.folder import Fingerprint, trusted, unusable
from index.segments import Segment, ascending, sentences_of
from index.vectors import Way

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.lexical import Words

    Keys: TypeAlias = NDArray[np.int64]
    Near: TypeAlias = tuple[float, tuple[float, int] | None]
    """How near a passage is, and its nearest sentence with that one's place in the passage, where it has any."""

WORDS, SEGMENTS = "words", "segments.json"


class Index:
    """An index that was opened; its parts are loaded when the first question needs them."""

    def __init__(self, parts: Path, fingerprint: Fingerprint) -> None:
        self.parts = parts
        self.fingerprint = fingerprint

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The segments, oldest first."""
        return read_segments(self.parts)

    @cached_property
    def words(self) -> Words:
        """The words of the passages."""
        return lexical.open_words(self.parts / WORDS)

    @cached_property
    def means(self) -> tuple[float, float]:
        """Of a passage's text the terms on the average, and of its names."""
        sums, count = np.zeros(2), 0
        for segment in self.segments:
            terms = segment.terms if segment.alive is None else segment.terms[segment.alive]
            sums, count = sums + terms.sum(axis=0, dtype=np.int64), count + len(terms)
        text, names = (float(total / count) if total else 1.0 for total in sums)
        return text, names

    def lengths(self, keys: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
        """By key, the terms of each passage's text and of its names."""
        texts: dict[int, int] = {}
        names: dict[int, int] = {}
        for segment, found, places in self._standing(ascending(keys)):
            terms = segment.terms[places]
            texts.update(zip(found, terms[:, 0].tolist(), strict=True))
            names.update(zip(found, terms[:, 1].tolist(), strict=True))
        return texts, names

    def within(self, wanted: Filter) -> Within:
        """What of it may be found."""
        masks = tuple(segment.within(wanted) for segment in self.segments)
        both = list(zip(self.segments, masks, strict=True))

        def keys() -> Keys:
            found = [one.keys if mask is None else one.keys[mask] for one, mask in both]
            return np.sort(np.concatenate([np.empty(0, np.int64), *found]), kind="stable")

        count = sum(len(one.keys) if mask is None else int(np.count_nonzero(mask)) for one, mask in both)
        return Within(wanted, masks, count, keys)

    def near(self, vector: NDArray[np.float32], k: int, allowed: Within) -> set[int]:
        """Keys of the passages that are among the `k` nearest, or have a sentence that is."""
        wholes: list[tuple[float, int]] = []
        lines: list[tuple[float, int]] = []
        for segment, within in zip(self.segments, allowed.passages, strict=True):
            places, scores = vectors.nearest(segment.passages, vector, k, within)
            wholes += zip(scores.tolist(), segment.keys[places].tolist(), strict=True)
            places, scores = vectors.nearest(segment.sentences, vector, k, segment.of_sentences(within))
            lines += zip(scores.tolist(), segment.passages_of(places).tolist(), strict=True)
        return {key for found in (wholes, lines) for _, key in sorted(found, key=_first)[:k]}

    def compared(self, vector: NDArray[np.float32], keys: Collection[int]) -> dict[int, Near]:
        """How near each of some passages is, by key."""
        near: dict[int, Near] = {}
        for segment, found, places in self._standing(ascending(keys)):
            wholes = vectors.scores(vectors.rows(segment.passages, places), vector).tolist()
            begins, ends = segment.first[places], segment.first[places + 1]
            lines = sentences_of(segment.first, places)
            scores, at = vectors.scores(vectors.rows(segment.sentences, lines), vector), 0
            for key, whole, count in zip(found, wholes, (ends - begins).tolist(), strict=True):
                own = scores[at : at + count]
                best = int(np.argmax(own)) if count else 0
                near[key] = whole, (float(own[best]), best) if count else None
                at += count
        return near

    def _standing(self, keys: Keys) -> Iterable[tuple[Segment, list[int], vectors.Places]]:
        """Each segment that has some of the passages, their keys and their places in it."""
        for segment in self.segments:
            places = segment.places(keys)
            if segment.alive is not None:
                places = places[segment.alive[places]]
            if len(places):
                yield segment, segment.keys[places].tolist(), places


@dataclass(frozen=True, slots=True)
class Kind:
    """The vectors of one kind in an index, over all its segments."""

    vectors: int
    lists: int
    """Of its largest segment; 0 where every vector is compared."""
    probes: int
    recall: float
    """The worst of any segment."""
    ms: float
    """Of a question, in milliseconds, where it was measured."""


def described(index: Index) -> tuple[Kind, Kind]:
    """How passages, and how sentences, are found."""
    counts = [
        sum(counts) for counts in zip(*((len(one.keys), int(one.first[-1])) for one in index.segments), strict=True)
    ] or [0, 0]
    kinds = []
    for place, count in enumerate(counts):
        ways = [one.ways[place] for one in index.segments] or [Way()]
        largest = max(ways, key=lambda way: way.lists)
        recall, cost = min(way.recall for way in ways), sum(way.ms for way in ways)
        kinds.append(Kind(count, largest.lists, largest.probes, recall, cost))
    return kinds[0], kinds[1]


def open_index(folder: Path, *, thorough: bool = False) -> Index:
    """Open the index of a folder; `thorough` reads every file through, see `trusted`.

    Raises LibraryDamaged where there is none, or one that is damaged or of another format: then build it.
    """
    return Index(*trusted(folder, thorough=thorough))


def write_segments(parts: Path, all_: Sequence[Segment]) -> None:
    """Write down which segments an index has."""
    said = [{"name": one.name, "ways": [asdict(way) for way in one.ways], "gone": sorted(one.gone)} for one in all_]
    (parts / SEGMENTS).write_text(json.dumps(said), encoding="ascii")


def read_segments(parts: Path) -> tuple[Segment, ...]:
    """The segments of a sub-folder. Raises LibraryDamaged."""
    try:
        said = json.loads((parts / SEGMENTS).read_text(encoding="ascii"))
        return tuple(Segment(parts, one["name"], _both(one["ways"]), frozenset(one["gone"])) for one in said)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise unusable(parts.parent) from error


def _both(ways: Sequence[Mapping[str, float]]) -> tuple[Way, Way]:
    passages, sentences = (Way(int(w["lists"]), int(w["probes"]), w["recall"], w["ms"]) for w in ways)
    return passages, sentences


def _first(found: tuple[float, int]) -> tuple[float, int]:
    return -found[0], found[1]
