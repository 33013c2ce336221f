"""The index of a library, made or brought up to date: what is new is embedded and written, the rest stays as it is.

    what is there ─┐
                   ├─compare stamps→ gone, new ─embed→ a segment ─merge with small ones→ a sub-folder ─point→ the index
    what shall be ─┘

A change costs what changed: new reports make a segment, removed ones are listed as gone, both are told to the word
index, and all other files are carried over. Vectors of what is gone serve what is new: a report that is read again, or
told another agency, is not embedded again. A damaged index is made anew in the same way from what of it is whole.
"""

from __future__ import annotations

import secrets
import shutil
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import LibraryDamaged
from corpus.report import Passage
from index import lexical, segments
from index.encoder import Encoder, Progress, normalise
from index.filter import marks_of, words_of
from index.folder import Fingerprint, alone, carry, renew, replace, whole_files
from index.opened import SEGMENTS, WORDS, Index, open_index, read_segments, write_segments
from index.passage import sentences
from index.segments import PLACE_BITS, Known, Part, Segment
from index.terms import written
from index.texts import digest, in_words, of_report, under_headings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.vectors import Half

NAME_SHARE = 0.8
"""Of the vector of agency and year against the passage's own."""
_FETCHED = 100
"""Reports that are read and embedded together."""


@dataclass(frozen=True, slots=True)
class Held:
    """A report as the index is to hold it."""

    stamp: int
    """Known by it: another number whenever anything here changes."""
    passages: Sequence[Passage]
    called: Collection[str] = ()
    """Other ways to say its agency: its name in Latin letters, or an earlier one."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that an index is to hold."""

    stamps: Collection[int]
    """Each once; those that are new are fetched in this order."""
    fetch: Callable[[Sequence[int]], Iterable[Held]]
    """The reports of some stamps; one that is gone meanwhile is left out."""


def build(
    folder: Path,
    passages: Sequence[Passage],
    encoder: Encoder,
    library: str,
    progress: Progress | None = None,
    called: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Make the index of `folder` the one of these passages, each with a key of its own; see `update`.

    `called` gives, by report, other ways to say its agency.
    """
    held = {}
    for report, own in groupby(sorted(passages, key=lambda passage: passage.report), lambda passage: passage.report):
        one, names = tuple(own), tuple((called or {}).get(report, ()))
        stamp = digest(repr((one, names))) >> 1
        held[stamp] = Held(stamp, one, names)
    holdings = Holdings(held, lambda stamps: (held[stamp] for stamp in stamps))
    update(folder, holdings, encoder, library, progress)


def update(
    folder: Path,
    holdings: Holdings,
    encoder: Encoder,
    library: str,
    progress: Progress | None = None,
    *,
    compact: bool = False,
    thorough: bool = False,
) -> None:
    """Make the index of `folder` the one of these reports; `library` is what `is_current` will be asked about.

    `progress` hears of the reports embedded; what it raises stops the work and leaves the index as it was. `compact`
    merges segments and leaves nothing in them that is gone; `thorough` reads every file there is before it is trusted,
    however large. Raises OSError where the folder cannot be written, and
    LibraryBusy where another process has been writing there for very long.
    """
    fingerprint = Fingerprint(encoder.name, library)
    with alone(folder):
        before = None
        with suppress(LibraryDamaged):
            before = open_index(folder, thorough=thorough)
            if before.fingerprint == fingerprint and not compact:
                return  # another process has just done it
        if before and before.fingerprint.encoder != encoder.name:
            before = None
        change = _compared(folder, before, holdings, encoder.name)
        if before and not compact and not change.new and not change.gone:
            renew(folder, fingerprint)
            return
        older = before.parts if before else None
        replace(folder, fingerprint, lambda parts: _write(parts, change, holdings, encoder, progress, compact), older)


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to be done to an index."""

    before: Index | None
    new: Sequence[int]
    gone: frozenset[int]
    known: Known


def _compared(folder: Path, before: Index | None, holdings: Holdings, encoder: str) -> _Change:
    if before is None:
        return _Change(None, tuple(holdings.stamps), frozenset(), Known(_left_whole(folder, encoder)))
    there = segments.stamps_of(before.segments)
    gone = there.difference(holdings.stamps)
    listed = np.array(sorted(gone), dtype=np.int64)
    held = [(one, np.isin(one.stamps, listed) & one.staying) for one in before.segments] if gone else []
    new = tuple(stamp for stamp in holdings.stamps if stamp not in there)
    return _Change(before, new, gone, Known(one for one in held if one[1].any()))


def _left_whole(folder: Path, encoder: str) -> Iterator[tuple[Segment, NDArray[np.bool_]]]:
    """The segments of a damaged index whose files are all as they were written."""
    found = whole_files(folder)
    if found is None or found[1].encoder != encoder or SEGMENTS not in found[2]:
        return
    with suppress(LibraryDamaged):
        for segment in read_segments(found[0]):
            if found[2].issuperset(segment.files):
                yield segment, np.ones(len(segment.stamps), dtype=bool)


def _write(
    parts: Path, change: _Change, holdings: Holdings, encoder: Encoder, progress: Progress | None, compact: bool
) -> None:
    """The whole of `update` but what makes it count."""
    old = _without(change.before.segments, change.gone) if change.before else ()
    if change.before:
        _carry_words(change.before.parts / WORDS, parts / WORDS)
    fresh: list[Segment] = []
    new: list[Part] = []
    with lexical.changing(parts / WORDS, change.gone if change.before else ()) as put:
        for part in _embedded(change, holdings, encoder, put, progress):
            new.append(part)
            if sum(one.size for one in new) > segments.LARGEST:
                fresh += _written(parts, new, [*fresh, *old])
    again = _again(old, sum(part.size for part in new), compact)
    for places in again:
        held = [old[place].part(old[place].staying) for place in places if place < len(old)]
        if len(old) in places:
            held += new
            new.clear()
        fresh += _written(parts, held, [*fresh, *old])
    staying = [one for place, one in enumerate(old) if not any(place in places for places in again)]
    for one in staying:
        for name in one.files:
            carry(one.folder / name, parts / name)
    write_segments(parts, [*staying, *fresh])


def _again(old: Sequence[Segment], new: int, compact: bool) -> Sequence[Collection[int]]:
    """Which segments, by place, are written as one each; what is new has the place behind them."""
    sizes = [one.staying_size for one in old]
    worn = {place for place, one in enumerate(old) if one.is_worn or (compact and one.gone)}
    if compact:
        groups = segments.to_compact([*sizes, new])
        alone_ = {place for place in (*worn, len(old)) if not any(place in group for group in groups)}
        return [*groups, *([place] for place in alone_)]
    left = [place for place in range(len(old)) if place not in worn]
    total = new + sum(sizes[place] for place in worn)
    merged = {left[n] for n in segments.to_merge([sizes[place] for place in left], total)}
    return [{*worn, *merged, len(old)}]


def _written(parts: Path, of: list[Part], others: Sequence[Segment]) -> list[Segment]:
    """The segment of some parts, written beside others; none where they hold no report. The list is emptied."""
    of[:] = [part for part in of if len(part.stamps)]
    if not of:
        return []
    name = secrets.token_hex(4)
    return [Segment(parts, name, segments.write(parts, name, segments.joined(of), others))]


def _without(all_: Sequence[Segment], gone: frozenset[int]) -> tuple[Segment, ...]:
    """The segments, with those reports listed as gone that are in them."""
    return tuple(
        Segment(one.folder, one.name, one.ways, one.gone | gone.intersection(one.stamps.tolist())) if gone else one
        for one in all_
    )


def _carry_words(old: Path, new: Path) -> None:
    """tantivy never changes its files but the two that list them."""
    new.mkdir()
    for path in old.iterdir():
        if path.suffix == ".json":
            shutil.copyfile(path, new / path.name)
        elif path.suffix != ".lock":
            carry(path, new / path.name)


def _embedded(
    change: _Change, holdings: Holdings, encoder: Encoder, put: lexical.Put, progress: Progress | None
) -> Iterator[Part]:
    """What is new, some reports at once, its words told to the word index.

    Vectors are made beside, mostly outside Python, while the next reports are read and their words are cut.
    """
    total = len(change.new)
    beside, waiting = ThreadPoolExecutor(1, "encoder"), deque[Callable[[], Part]]()
    try:
        for start in range(0, total, _FETCHED):
            stamps = change.new[start : start + _FETCHED]

            def heard(done: int, of: int, begin: int = start, several: int = len(stamps)) -> None:
                if progress:
                    progress(begin + several * done // max(1, of), total)

            waiting.append(_part(list(holdings.fetch(stamps)), encoder, change.known, put, heard, beside))
            if len(waiting) > 1:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()
    finally:
        beside.shutdown(cancel_futures=True)


def _part(
    held: Sequence[Held], encoder: Encoder, known: Known, put: lexical.Put, heard: Progress, beside: Executor
) -> Callable[[], Part]:
    """Some reports, their words told and their vectors begun; what is returned waits for these."""
    owned = sorted(
        ((passage, n) for n, one in enumerate(held) for passage in one.passages), key=lambda pair: pair[0].key
    )
    wholes = [(under_headings(passage, passage.text), of_report(passage)) for passage, _ in owned]
    cut = [sentences(passage.text)[: 1 << PLACE_BITS] for passage, _ in owned]
    lines = [(under_headings(p, line),) for (p, _), own in zip(owned, cut, strict=True) for line in own]
    texts = [*wholes, *lines]
    digests = np.array([digest(*text) for text in texts], dtype=np.uint64)
    vectors = beside.submit(_vectors, texts, digests, encoder, known, heard)
    marks = [marks_of(passage) for passage, _ in owned]
    said = written([in_words(passage) for passage, _ in owned])
    called = [_called(one) for one in held]
    for (p, n), (text, _), own in zip(owned, said, marks, strict=True):
        put(p.key, text, called[n][0], held[n].stamp, words_of(own))
    terms = [(count, called[n][1]) for (_, n), (_, count) in zip(owned, said, strict=True)]

    def whole() -> Part:
        rows = vectors.result()
        return Part(
            stamps=np.array([one.stamp for one in held], dtype=np.int64),
            owner=np.array([n for _, n in owned], dtype=np.int32),
            keys=np.array([passage.key for passage, _ in owned], dtype=np.int64),
            first=np.cumsum([0, *(len(own) for own in cut)], dtype=np.int64),
            terms=np.array(terms, dtype=np.int32).reshape(-1, 2),
            marks=np.array(marks, dtype=np.int16).reshape(-1, 3),
            digests=digests,
            passages=rows[: len(wholes)],
            sentences=rows[len(wholes) :],
        )

    return whole


def _called(held: Held) -> tuple[str, int]:
    """The terms of all ways to say whose report it is, and how many they are."""
    return lexical.distinct(" ".join((*map(of_report, held.passages[:1]), *held.called)))


def _vectors(
    texts: Sequence[tuple[str, ...]], digests: NDArray[np.uint64], encoder: Encoder, known: Known, heard: Progress
) -> Half:
    """One vector a text, those not known from the encoder, each different text once.

    A text may have the name of its report with it; the vector then stands between the two, nearer to the text.
    """
    heard(0, 1)
    found, rows = known.find(digests)
    matrix: Half = np.zeros((len(texts), encoder.dimension), dtype=np.float16)
    if found.any():
        matrix[found] = rows
    new = np.flatnonzero(~found).tolist()
    different = list(dict.fromkeys(part for n in new for part in texts[n]))
    row_of = {part: n for n, part in enumerate(different)}
    encoded = encoder.encode(different, heard)
    matrix[new] = encoded[[row_of[texts[n][0]] for n in new]]
    named = [n for n in new if len(texts[n]) > 1]
    own, names = (encoded[[row_of[texts[n][part]] for n in named]] for part in (0, 1))
    matrix[named] = normalise(own + NAME_SHARE * names)
    return matrix
