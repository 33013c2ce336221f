"""Segments: what the index holds of some reports, written once and never changed.

A segment keeps the vectors of its passages and of their sentences, and what else cannot be had again without reading
the texts: how many words each has and a digest of each, so that no text is ever embedded twice. Reports that are gone
are listed beside the segments; a segment is written again, with others, when a third of it is gone or when those newer
than it have grown to a quarter of it. So each report is written a few times at most, however many come one by one, and
there are never more than a few segments to look into.

A report is known by its stamp: another number whenever anything changes that the index holds of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import LibraryDamaged
from index import vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.encoder import Matrix
    from index.filter import Filter
    from index.vectors import Half, Places, Vectors, Way

PLACE_BITS = 16
"""A passage has at most so many sentences, in bits."""
LARGEST = 750_000
"""Vectors of a segment, beyond which it is closed: what building one takes in memory and in time stays bounded."""
AT_ONCE = 60_000
"""Vectors of a segment that is merged on the way, while someone waits; larger ones wait until there are `MANY`."""
MANY = 12
_FOURTH = 4
_RARE = 8
"""Of fewer than one passage in so many the sentences are looked up, not those of all passages."""
_GONE_AT_MOST = 1 / 3
_QUESTIONS = 100
_PASSAGES, _SENTENCES = "passages", "sentences"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some reports as a segment holds them, in memory; passages by ascending key, with their sentences behind them."""

    stamps: NDArray[np.int64]
    owner: NDArray[np.int32]
    """For each passage its report, as a place in `stamps`."""
    keys: NDArray[np.int64]
    first: NDArray[np.int64]
    """For each passage its first sentence; one more entry at the end."""
    terms: NDArray[np.int32]
    """For each passage how many terms its text has, and how many its names."""
    marks: NDArray[np.int16]
    """For each passage what a filter asks of it, see `marks_of`."""
    digests: NDArray[np.uint64]
    """Of the texts of the passages, then of the sentences."""
    passages: Half
    sentences: Half

    @property
    def size(self) -> int:
        """How many vectors."""
        return len(self.passages) + len(self.sentences)


_TABLES = tuple(field.name for field in fields(Part) if field.name not in (_PASSAGES, _SENTENCES))


class Segment:
    """A segment that was opened; its parts are mapped when the first question needs them."""

    def __init__(self, folder: Path, name: str, ways: tuple[Way, Way], gone: Collection[int] = frozenset()) -> None:
        self.folder = folder
        self.name = name
        self.ways = ways
        """How passages and sentences are compared."""
        self.gone = frozenset(gone)
        """Stamps of the reports that are not there any more."""

    @property
    def files(self) -> tuple[str, ...]:
        """Names of its files."""
        return tuple(_file(self.name, part) for part in (*_TABLES, _PASSAGES, _SENTENCES))

    @cached_property
    def stamps(self) -> NDArray[np.int64]:
        """Of all its reports, also of those that are gone."""
        return self._table("stamps")

    @cached_property
    def keys(self) -> NDArray[np.int64]:
        """Of its passages, ascending."""
        return self._table("keys")

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """See `Part`."""
        return self._table("first")

    @cached_property
    def terms(self) -> NDArray[np.int32]:
        """See `Part`."""
        return self._table("terms")

    @cached_property
    def marks(self) -> NDArray[np.int16]:
        """See `Part`."""
        return self._table("marks")

    @cached_property
    def owner(self) -> NDArray[np.int32]:
        """See `Part`."""
        return self._table("owner")

    @cached_property
    def passages(self) -> Vectors:
        """Vectors of the passages."""
        return vectors.load(self._path(_PASSAGES))

    @cached_property
    def sentences(self) -> Vectors:
        """Vectors of the sentences."""
        return vectors.load(self._path(_SENTENCES))

    @cached_property
    def staying(self) -> NDArray[np.bool_]:
        """For each report whether it is still there."""
        return ~np.isin(self.stamps, np.fromiter(self.gone, np.int64, len(self.gone)))

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """For each passage whether its report is still there; None where all are."""
        return None if self.staying.all() else self.staying[self.owner]

    @property
    def size(self) -> int:
        """How many vectors, also of reports that are gone."""
        return len(self.keys) + int(self.first[-1])

    @property
    def staying_size(self) -> int:
        """How many vectors, without those that are gone."""
        if self.alive is None:
            return self.size
        return int(np.count_nonzero(self.alive) + np.diff(self.first)[self.alive].sum())

    @property
    def is_worn(self) -> bool:
        """Whether so much of it is gone that it is to be written again."""
        return float(np.mean(~self.staying)) > _GONE_AT_MOST

    def within(self, wanted: Filter) -> NDArray[np.bool_] | None:
        """For each passage whether it may be found; None where all may."""
        masks = [] if self.alive is None else [self.alive]
        for column, values in enumerate(wanted.marks):
            if values is not None:
                # One by one: there are a few at most, and to look them up in a table takes twice as long.
                own = self.marks[:, column]
                masks.append(np.logical_or.reduce([np.zeros(len(own), dtype=bool), *(own == one for one in values)]))
        if wanted.reports is not None:
            masks.append(np.isin(self.stamps, ascending(wanted.reports))[self._owner])
        if wanted.keys is not None:
            masks.append(np.zeros(len(self.keys), dtype=bool))
            masks[-1][self.places(ascending(wanted.keys))] = True
        return np.logical_and.reduce(masks) if masks else None

    def places(self, keys: NDArray[np.int64]) -> Places:
        """Where those of some ascending keys stand that it has, whether gone or not."""
        if not len(self.keys):
            return np.empty(0, np.int64)
        keys = keys[np.searchsorted(keys, self.keys[0]) : np.searchsorted(keys, self.keys[-1], "right")]
        found = np.searchsorted(self.keys, keys)
        places: Places = found[self.keys[found] == keys]
        return places

    def of_sentences(self, within: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
        """For each sentence whether its passage may be found."""
        if within is None:
            return None
        places = np.flatnonzero(within)
        if len(places) * _RARE > len(within):
            return within[self._passage]
        may = np.zeros(int(self.first[-1]), dtype=bool)
        may[sentences_of(self.first, places)] = True
        return may

    @cached_property
    def _passage(self) -> NDArray[np.intp]:
        """For each sentence its passage, as wide as numpy uses it: kept, for to make it takes longer than to use it."""
        return np.repeat(np.arange(len(self.keys), dtype=np.intp), np.diff(self.first))

    @cached_property
    def _owner(self) -> NDArray[np.intp]:
        """For each passage its report, likewise."""
        return self.owner.astype(np.intp)

    def passages_of(self, sentences: Places) -> NDArray[np.int64]:
        """The keys of the passages in which some sentences stand."""
        return self.keys[np.searchsorted(self.first, sentences, "right") - 1]

    def part(self, reports: NDArray[np.bool_]) -> Part:
        """Of these reports all that it holds, read into memory."""
        owner, digests = self.owner, self._table("digests")
        kept = np.flatnonzero(reports[owner])
        lines = sentences_of(self.first, kept)
        return Part(
            stamps=self.stamps[reports],
            owner=(np.cumsum(reports) - 1)[owner[kept]].astype(np.int32),
            keys=self.keys[kept],
            first=_firsts(np.diff(self.first)[kept]),
            terms=self.terms[kept],
            marks=self.marks[kept],
            digests=np.concatenate((digests[kept], digests[len(owner) :][lines])),
            passages=_half(self.passages, kept),
            sentences=_half(self.sentences, lines),
        )

    def _table(self, part: str) -> NDArray[Any]:
        path = self._path(part)
        try:
            table: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, EOFError, ValueError, TokenError, MemoryError) as error:
            raise vectors.damaged(path) from error
        return table

    def _path(self, part: str) -> Path:
        return self.folder / _file(self.name, part)


def write(folder: Path, name: str, part: Part, others: Sequence[Segment] = ()) -> tuple[Way, Way]:
    """Write a segment into a folder; returns how its passages and its sentences are compared from now on.

    The lists of one of the others may serve for it too.
    """
    for table in _TABLES:
        np.save(folder / _file(name, table), getattr(part, table))
    # A question is shorter than a passage and longer than many a sentence: each serves to try the other.
    of_passages, of_sentences = _picked(part.sentences), _picked(part.passages)
    both = _like(others, 0, part.passages), _like(others, 1, part.sentences)
    return (
        vectors.save(folder / _file(name, _PASSAGES), part.passages, of_passages, both[0]),
        vectors.save(folder / _file(name, _SENTENCES), part.sentences, of_sentences, both[1]),
    )


def _like(others: Sequence[Segment], kind: int, rows: Half) -> Vectors | None:
    """Passages (0) or sentences (1) of one of the others that stand in as many lists as these vectors will."""
    lists = vectors.lists_for(len(rows))
    for one in others:
        if lists and one.ways[kind].lists == lists:
            # Where they cannot be read, lists are learnt.
            with suppress(LibraryDamaged):
                return one.sentences if kind else one.passages
    return None


def joined(parts: list[Part]) -> Part:
    """Several as one. The list is emptied: vectors are let go as soon as they are copied."""
    if len(parts) == 1:
        return parts.pop()
    begin = np.cumsum([0, *(len(part.stamps) for part in parts)])
    keys = np.concatenate([part.keys for part in parts])
    counts = np.concatenate([np.diff(part.first) for part in parts])
    order, before = np.argsort(keys, kind="stable"), _firsts(counts)
    lines = sentences_of(before, order)
    of_passages = np.concatenate([part.digests[: len(part.keys)] for part in parts])
    of_sentences = np.concatenate([part.digests[len(part.keys) :] for part in parts])
    wholes, own = [part.passages for part in parts], [part.sentences for part in parts]
    made = Part(
        stamps=np.concatenate([part.stamps for part in parts]),
        owner=np.concatenate([p.owner + n for p, n in zip(parts, begin[:-1], strict=True)])[order].astype(np.int32),
        keys=keys[order],
        first=_firsts(counts[order]),
        terms=np.concatenate([part.terms for part in parts])[order],
        marks=np.concatenate([part.marks for part in parts])[order],
        digests=np.concatenate((of_passages[order], of_sentences[lines])),
        passages=wholes[0][:0],
        sentences=own[0][:0],
    )
    parts.clear()
    return replace(made, passages=_in_order(wholes, order), sentences=_in_order(own, lines))


def _in_order(blocks: list[Half], order: Places) -> Half:
    """The rows of all blocks, the one that is `order[n]` of them as row n."""
    rows: Half = np.empty((len(order), blocks[0].shape[1]), np.float16)
    place, begin = np.argsort(order, kind="stable"), 0
    while blocks:
        block = blocks.pop(0)
        rows[place[begin : begin + len(block)]] = block
        begin += len(block)
    return rows


def to_merge(sizes: Sequence[int], new: int) -> tuple[int, ...]:
    """Which segments, by place, are written again together with `new` vectors; each may hold `sizes` vectors.

    From the smallest up, each that is not four times as large as what is written anyway.
    """
    chosen, total = [], new
    most = LARGEST if len(sizes) >= MANY else AT_ONCE
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place]):
        if not new or sizes[place] > _FOURTH * total or total + sizes[place] > most:
            break
        chosen.append(place)
        total += sizes[place]
    return tuple(chosen)


def to_compact(sizes: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Which segments, by place, are written again as one: as few as hold no more than `LARGEST` each."""
    groups: list[tuple[int, list[int]]] = []
    for place in sorted(range(len(sizes)), key=lambda place: -sizes[place]):
        fitting = next((n for n, (total, _) in enumerate(groups) if total + sizes[place] <= LARGEST), None)
        if fitting is None:
            groups.append((sizes[place], [place]))
        else:
            total, places = groups[fitting]
            groups[fitting] = (total + sizes[place], [*places, place])
    return tuple(tuple(sorted(places)) for _, places in groups if len(places) > 1)


class Known:
    """Vectors of texts that are embedded already, by digest of the text."""

    def __init__(self, held: Iterable[tuple[Segment, NDArray[np.bool_]]] = ()) -> None:
        """Of each segment the reports that are told."""
        parts = []
        for segment, reports in held:
            # What cannot be read after all is embedded again.
            with suppress(LibraryDamaged):
                parts.append(segment.part(reports))
        digests = np.concatenate([np.empty(0, np.uint64), *(part.digests for part in parts)])
        rows = [rows for part in parts for rows in (part.passages, part.sentences)]
        order = np.argsort(digests, kind="stable")
        self._digests = digests[order]
        self._rows = np.concatenate(rows)[order] if rows else np.empty((0, 0), np.float16)

    def find(self, digests: NDArray[np.uint64]) -> tuple[NDArray[np.bool_], Half]:
        """For each digest whether it is known, and the vectors of those that are, a row each."""
        at = np.searchsorted(self._digests, digests)
        known = np.zeros(len(digests), dtype=bool)
        there = at < len(self._digests)
        known[there] = self._digests[at[there]] == digests[there]
        return known, self._rows[at[known]]


def ascending(numbers: Collection[int]) -> NDArray[np.int64]:
    """Keys or stamps as the segments compare them, each once."""
    return np.unique(np.fromiter(numbers, np.int64, len(numbers)))


def stamps_of(segments: Collection[Segment]) -> frozenset[int]:
    """The stamps of all reports that are there."""
    return frozenset(stamp for one in segments for stamp in one.stamps[one.staying].tolist())


def _file(name: str, part: str) -> str:
    return f"{name}-{part}.npy" if part in _TABLES else f"{name}-{part}.vectors"


def _firsts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)))


def sentences_of(first: NDArray[np.int64], places: Places) -> Places:
    """The places of the sentences of some passages, passage by passage."""
    begins, counts = first[places], first[places + 1] - first[places]
    skipped = np.repeat(begins - _firsts(counts)[:-1], counts)
    return skipped + np.arange(len(skipped))


def _half(of: Vectors, places: Places) -> Half:
    """In blocks: a large segment in single precision would take twice the memory."""
    blocks = [vectors.rows(of, places[n : n + AT_ONCE]).astype(np.float16) for n in range(0, len(places), AT_ONCE)]
    return np.concatenate(blocks) if blocks else vectors.rows(of, places).astype(np.float16)


def _picked(rows: Half) -> Matrix:
    """Some vectors, each halfway to another, as a question stands between the passages that answer it."""
    if not len(rows):
        return rows.astype(np.float32)
    random = np.random.default_rng(0)
    picked, others = (rows[np.sort(random.integers(0, len(rows), _QUESTIONS))].astype(np.float32) for _ in range(2))
    return np.asarray(picked + random.permutation(others) / 2, dtype=np.float32)
