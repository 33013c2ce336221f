"""Segments: however an index came about, it finds the same, and a change costs what changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import LibraryDamaged
from corpus.report import Hit, Passage, Source
from index import segments, vectors
from index.build import Held, Holdings, update
from index.encoder import Progress, load
from index.folder import Fingerprint, is_current
from index.opened import Index, open_index
from index.search import search

if TYPE_CHECKING:
    from index.encoder import Matrix

DEFAULT = load(None)
WORDS = "公开 信息 培训 微信 申请 收费 条例 网站 更新 不够 及时 栏目 hospital 12 件".split()
QUESTIONS = ("微信培训", "网站更新不够及时", "hospital 收费", "乙市申请 12 件", "公开")
AGENCIES = ("甲县教育局", "乙市财政局", "丙镇人民政府")


def report(number: int, texts: Iterable[str], agency: str) -> Held:
    """A report whose passages have keys that no other has."""
    source = Source("a.txt", "/a.txt", 1)
    own = [
        Passage(f"r{number}", agency, 2020, "一、总体情况", 1, (), "prose", None, text, source, 100 * number + n)
        for n, text in enumerate(texts)
    ]
    return Held(number, own, (agency[:2],))


def holding(held: Collection[Held]) -> Holdings:
    by_stamp = {one.stamp: one for one in held}
    return Holdings(by_stamp, lambda stamps: [by_stamp[stamp] for stamp in stamps])


def made(folder: Path, held: Collection[Held], library: str, *, compact: bool = False) -> None:
    update(folder, holding(held), DEFAULT, library, compact=compact)


def found(index: Index, held: Collection[Held], allowed: Collection[int] | None = None) -> list[tuple[Hit, ...]]:
    passages = {passage.key: passage for one in held for passage in one.passages}
    return [search(index, question, passages, DEFAULT, allowed, 10) for question in QUESTIONS]


def same(one: Sequence[tuple[Hit, ...]], other: Sequence[tuple[Hit, ...]]) -> None:
    for hits, others in zip(one, other, strict=True):
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in others], abs=1e-6)
        # Where two score the same to six digits either may come first.
        assert {(hit.passage.key, hit.best) for hit in hits[:-1] if hit.score > hits[-1].score + 1e-6} == {
            (hit.passage.key, hit.best) for hit in others[:-1] if hit.score > others[-1].score + 1e-6
        }


TEXT = st.lists(st.sampled_from(WORDS), min_size=0, max_size=12).map(
    lambda words: "".join(words[:6]) + "。" + "".join(words[6:])
)
REPORTS = st.lists(st.tuples(st.lists(TEXT, max_size=4), st.sampled_from(AGENCIES)), min_size=1, max_size=10)
STEPS = st.lists(st.tuples(st.sets(st.integers(0, 9)), st.booleans()), min_size=1, max_size=5)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(REPORTS, STEPS)
def test_whatever_was_added_removed_and_compacted_the_index_finds_what_one_made_at_once_finds(
    drawn: list[tuple[list[str], str]], steps: list[tuple[set[int], bool]]
) -> None:
    every = [report(number, texts, agency) for number, (texts, agency) in enumerate(drawn, 1)]
    with TemporaryDirectory(ignore_cleanup_errors=True) as place:
        for step, (chosen, compact) in enumerate(steps):
            held = [one for one in every if one.stamp in chosen]
            made(Path(place, "grown"), held, str(step), compact=compact)
        made(Path(place, "at once"), held, "0")
        grown, at_once = open_index(Path(place, "grown")), open_index(Path(place, "at once"))
        assert segments.stamps_of(grown.segments) == {one.stamp for one in held}
        assert grown.means == pytest.approx(at_once.means)
        same(found(grown, held), found(at_once, held))
        some = [passage.key for one in held[::2] for passage in one.passages]
        same(found(grown, held, some), found(at_once, held, some))
        if compact:
            assert not any(one.gone for one in grown.segments)


def many(numbers: Iterable[int]) -> list[Held]:
    return [report(n, [f"第{n}项{WORDS[n % len(WORDS)]}工作。", "按期完成。"], AGENCIES[n % 3]) for n in numbers]


def test_what_is_there_is_neither_read_nor_embedded_nor_written_again(tmp_path: Path) -> None:
    held = many(range(1, 500))
    made(tmp_path, held, "1")
    before = {path.stat().st_ino for path in tmp_path.rglob("*.npy")}
    asked: list[int] = []

    def fetch(stamps: Sequence[int]) -> Iterator[Held]:
        asked.extend(stamps)
        yield from many(stamps)

    update(tmp_path, Holdings([*range(3, 500), 1000], fetch), DEFAULT, "2")
    assert asked == [1000]
    assert before <= {path.stat().st_ino for path in tmp_path.rglob("*.npy")}


def test_what_is_new_is_fetched_in_the_order_in_which_it_is_held(tmp_path: Path) -> None:
    asked: list[int] = []

    def fetch(stamps: Sequence[int]) -> list[Held]:
        asked.extend(stamps)
        return many(stamps)

    first, more = [7, 3, 250, 1], [9, 7, 2, 3, 8]
    update(tmp_path, Holdings(first, fetch), DEFAULT, "1")
    update(tmp_path, Holdings(more, fetch), DEFAULT, "2")
    assert asked == [7, 3, 250, 1, 9, 2, 8]


def test_a_change_that_is_none_to_the_index_writes_one_small_file(tmp_path: Path) -> None:
    made(tmp_path, many(range(9)), "1")
    parts = open_index(tmp_path).parts
    made(tmp_path, many(range(9)), "2")
    assert is_current(tmp_path, Fingerprint(DEFAULT.name, "2"))
    assert open_index(tmp_path).parts == parts


def test_a_report_that_changes_hands_and_comes_back_is_not_embedded_again(tmp_path: Path) -> None:
    heard: list[str] = []

    class Listening:
        name, dimension = "listening", DEFAULT.dimension

        def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
            heard.extend(texts)
            return DEFAULT.encode(texts, progress)

    for library, held in enumerate((many([1, 2]), many([2]), many([1, 2]))):
        update(tmp_path, holding(held), Listening(), str(library))
        if library == 1:
            heard.clear()
    assert len(heard) > 0
    again = Held(77, many([1])[0].passages)
    heard.clear()
    update(tmp_path, holding([again, *many([2])]), Listening(), "9")
    assert heard == []


def test_a_stamp_that_nobody_holds_any_more_is_left_out(tmp_path: Path) -> None:
    update(tmp_path, Holdings([1, 2], lambda stamps: many([1])), DEFAULT, "1")
    assert segments.stamps_of(open_index(tmp_path).segments) == {1}


def test_segments_stay_few_however_many_reports_come_one_by_one(tmp_path: Path) -> None:
    for count in range(1, 40):
        made(tmp_path, many(range(count)), str(count))
    assert len(open_index(tmp_path).segments) <= 6
    made(tmp_path, many(range(40)), "x", compact=True)
    assert len(open_index(tmp_path).segments) == 1


def test_a_segment_of_which_much_is_gone_is_written_again_without_it(tmp_path: Path) -> None:
    made(tmp_path, many(range(30)), "1")
    made(tmp_path, many(range(25)), "2")
    assert [len(one.gone) for one in open_index(tmp_path).segments] == [5]
    made(tmp_path, many(range(15)), "3")
    assert [len(one.gone) for one in open_index(tmp_path).segments] == [0]


@given(st.lists(st.integers(0, 800_000), max_size=14), st.integers(0, 100_000))
def test_what_is_merged_is_not_much_more_than_what_is_new(sizes: list[int], new: int) -> None:
    chosen = segments.to_merge(sizes, new)
    assert len(set(chosen)) == len(chosen)
    total = new
    for place in chosen:
        assert sizes[place] <= 4 * total
        total += sizes[place]
    assert not chosen or total <= segments.LARGEST


@given(st.lists(st.integers(0, 800_000), max_size=14))
def test_compacting_joins_what_fits_together(sizes: list[int]) -> None:
    groups = segments.to_compact(sizes)
    joined = [place for group in groups for place in group]
    assert len(set(joined)) == len(joined)
    assert all(len(group) > 1 and sum(sizes[n] for n in group) <= segments.LARGEST for group in groups)
    left = sorted([sizes[n] for n in range(len(sizes)) if n not in joined] + [sum(sizes[n] for n in g) for g in groups])
    assert len(left) < 2 or left[0] + left[1] > segments.LARGEST


@pytest.mark.parametrize("lost", ["words", "one file", "nothing"])
def test_a_damaged_index_is_made_anew_from_what_of_it_is_whole(tmp_path: Path, lost: str) -> None:
    held = many(range(9))
    made(tmp_path, held, "1")
    expected = found(open_index(tmp_path), held)
    parts = open_index(tmp_path).parts
    if lost != "nothing":
        (next((parts / "words").glob("*.idx")) if lost == "words" else next(parts.glob("*-keys.npy"))).unlink()
        with pytest.raises(LibraryDamaged):
            open_index(tmp_path)
    heard: list[str] = []

    class Listening:
        name, dimension = DEFAULT.name, DEFAULT.dimension

        def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
            heard.extend(texts)
            return DEFAULT.encode(texts, progress)

    update(tmp_path, holding(held), Listening(), "2")
    assert bool(heard) == (lost == "one file")
    same(found(open_index(tmp_path), held), expected)


def test_of_a_large_index_only_what_was_written_to_since_is_read_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.folder._ALWAYS_SUMMED", 0)
    monkeypatch.setattr("index.folder._SMALL", 0)
    made(tmp_path, many(range(9)), "1")
    file = next(open_index(tmp_path).parts.glob("*-passages.vectors"))
    written = file.stat().st_mtime_ns
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    os.utime(file, ns=(written + 1, written + 1))
    with pytest.raises(LibraryDamaged):
        open_index(tmp_path)
    # A disk that loses a bit tells nobody.
    os.utime(file, ns=(written, written))
    open_index(tmp_path)
    with pytest.raises(LibraryDamaged):
        open_index(tmp_path, thorough=True)
    # A copy of the file is younger, and is known from then on.
    file.write_bytes(sound)
    os.utime(file, ns=(written + 1, written + 1))
    open_index(tmp_path)
    assert file.stat().st_mtime_ns == written
    file.write_bytes(sound[:-1])
    os.utime(file, ns=(written, written))
    with pytest.raises(LibraryDamaged):
        open_index(tmp_path)
    update(tmp_path, holding(many(range(9))), DEFAULT, "1", thorough=True)
    assert np.all(open_index(tmp_path, thorough=True).segments[0].staying)


@pytest.mark.parametrize("every", (1, 2, 7, 9, 40, 200))
def test_the_sentences_of_few_passages_are_those_of_the_same_among_many(every: int, tmp_path: Path) -> None:
    made(tmp_path / "i", [report(n, ["公开。" * (n % 4 + 1), "培训"], AGENCIES[0]) for n in range(60)], "1")
    (segment,) = open_index(tmp_path / "i").segments
    within = np.arange(len(segment.keys)) % every == every - 1
    counts = np.diff(segment.first)
    of_sentences = segment.of_sentences(within)
    assert of_sentences is not None
    assert of_sentences.tolist() == [may for may, count in zip(within, counts, strict=True) for _ in range(count)]


def part(seed: int) -> segments.Part:
    """One report of so many passages, a sentence each, that they stand in lists."""
    random, count = np.random.default_rng(seed), 5_000
    rows = random.normal(size=(2 * count, 8)).astype(np.float16)
    return segments.Part(
        stamps=np.array([seed]),
        owner=np.zeros(count, np.int32),
        keys=np.arange(count),
        first=np.arange(count + 1),
        terms=np.zeros((count, 2), np.int32),
        marks=np.zeros((count, 3), np.int16),
        digests=np.arange(2 * count, dtype=np.uint64),
        passages=rows[:count],
        sentences=rows[count:],
    )


def centres(segment: segments.Segment) -> list[bytes]:
    found = []
    for of in (segment.passages, segment.sentences):
        assert isinstance(of, vectors.Many)
        found.append(of.index.quantizer.reconstruct_n(0, of.lists).tobytes())
    return found


def test_a_segment_stands_in_the_lists_of_one_before_it_unless_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "FEW", 0)
    monkeypatch.setattr(vectors, "MANY", 4_000)

    def written(name: str, seed: int, *others: segments.Segment) -> segments.Segment:
        return segments.Segment(tmp_path, name, segments.write(tmp_path, name, part(seed), others))

    first = written("1", 1)
    second = written("2", 2, first)
    assert centres(second) == centres(first) != centres(written("3", 2))
    assert all(way.recall >= vectors.RECALL for way in second.ways)
    broken = segments.Segment(tmp_path, "4", first.ways)
    assert centres(written("5", 2, broken)) == centres(written("6", 2))
    assert centres(written("7", 3, broken, second)) == centres(first)
