"""Vectors: the nearest ones, and only among those allowed, however they are compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import LibraryDamaged
from index import vectors
from index.encoder import normalise
from index.vectors import Way

if TYPE_CHECKING:
    from index.encoder import Matrix
    from index.vectors import Half, Vectors

SEEDS = st.integers(0, 2**32 - 1)
NONE = np.zeros((0, 8), np.float32)


@pytest.fixture(params=["few", "flat"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With numpy alone, and with faiss for however few."""
    if request.param == "flat":
        monkeypatch.setattr(vectors, "FEW", -1)
        monkeypatch.setattr(vectors, "_PICKED", -1.0)
    return iter(())


def random_rows(seed: int, count: int, dimension: int = 8) -> Matrix:
    return normalise(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))


def halved(rows: Matrix) -> Half:
    return rows.astype(np.float16)


def opened(folder: Path, rows: Half, questions: Matrix = NONE, like: Vectors | None = None) -> tuple[Vectors, Way]:
    way = vectors.save(folder / "年报.vectors", rows, questions, like)
    return vectors.load(folder / "年报.vectors"), way


@pytest.mark.usefixtures("how")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SEEDS, st.integers(1, 30), st.integers(0, 35), st.data())
def test_the_nearest_are_those_that_comparing_with_all_would_give(
    tmp_path: Path, seed: int, count: int, k: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.none() | st.lists(st.booleans(), min_size=count, max_size=count))
    within = None if chosen is None else np.array(chosen)
    rows, query = halved(random_rows(seed, count)), random_rows(seed + 1, 1)[0]
    expected = [float(row.astype(np.float32) @ query) for row in rows]
    allowed = [n for n in range(count) if chosen is None or chosen[n]]
    places, scores = vectors.nearest(opened(tmp_path, rows)[0], query, k, within)

    assert scores.tolist() == pytest.approx(sorted((expected[n] for n in allowed), reverse=True)[:k], abs=1e-5)
    assert set(places.tolist()) <= set(allowed) and len(set(places.tolist())) == len(places)
    assert scores.tolist() == pytest.approx([expected[place] for place in places], abs=1e-5)


@pytest.mark.usefixtures("how")
def test_what_is_saved_comes_back_also_under_a_chinese_path(tmp_path: Path) -> None:
    rows = halved(random_rows(3, 5))
    index, way = opened(tmp_path, rows)
    assert vectors.count(index) == 5 and way == Way()
    assert np.array_equal(vectors.rows(index, np.array([4, 0, 2])), rows[[4, 0, 2]].astype(np.float32))


@pytest.mark.usefixtures("how")
def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    index, _ = opened(tmp_path, np.zeros((0, 8), np.float16))
    assert vectors.nearest(index, np.ones(8, np.float32), 3, None)[0].tolist() == []


def test_equally_near_ones_come_in_their_order(tmp_path: Path) -> None:
    index, _ = opened(tmp_path, np.ones((3, 8), np.float16))
    assert vectors.nearest(index, np.ones(8, np.float32), 3, None)[0].tolist() == [0, 1, 2]


def test_the_score_of_a_row_does_not_depend_on_the_rows_beside_it() -> None:
    rows, query = random_rows(5, 500, 256), random_rows(6, 1, 256)[0]
    whole = vectors.scores(rows, query)
    assert all(vectors.scores(rows[n : n + 1], query)[0] == whole[n] for n in range(0, 500, 7))


def around(centres: Matrix, seed: int) -> Half:
    """So many vectors around so many centres that lists pay."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(9_000, 16)).astype(np.float32) * 0.1
    of = centres[random.integers(0, len(centres), len(noise))]
    return halved(normalise((of + noise).astype(np.float32)))


@pytest.fixture(scope="module", params=["learnt", "of others like these", "of others unlike these"])
def in_lists(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Vectors, Way, Half]:
    """Vectors in lists, which may be those of others."""
    folder, centres = tmp_path_factory.mktemp("lists"), random_rows(0, 200, 16)
    rows = around(centres, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "FEW", 0)
        patch.setattr(vectors, "MANY", 8_000)
        like = None
        if request.param != "learnt":
            others = around(centres if request.param == "of others like these" else random_rows(77, 30, 16), 2)
            like, _ = opened(folder, others, others[::200].astype(np.float32))
            folder = tmp_path_factory.mktemp("shared")
        index, way = opened(folder, rows, rows[::200].astype(np.float32), like)
        if like is not None:
            assert np.array_equal(centres_of(index), centres_of(like))
    return index, way, rows


def centres_of(index: Vectors) -> Matrix:
    assert isinstance(index, vectors.Many)
    found: Matrix = index.index.quantizer.reconstruct_n(0, index.lists)
    return found


def recall(of: tuple[Vectors, Way, Half], within: np.ndarray[tuple[int], np.dtype[np.bool_]] | None) -> float:
    """Of the ten nearest, over questions that the lists were not tuned on; ties count."""
    index, _, rows = of
    hits = []
    for query in normalise((rows[7::300] + random_rows(9, 1, 16) / 5).astype(np.float32)):
        every = vectors.scores(rows.astype(np.float32), query)
        tenth = np.sort(every if within is None else every[within])[-10]
        places, scores = vectors.nearest(index, query, 10, within)
        assert within is None or within[places].all()
        hits.append(np.count_nonzero(scores >= tenth - 1e-6) / 10)
    return float(np.mean(hits))


def test_many_vectors_stand_in_lists_that_are_tuned_to_the_recall_promised(
    in_lists: tuple[Vectors, Way, Half],
) -> None:
    way = in_lists[1]
    assert way.lists > way.probes >= 1
    assert way.recall >= vectors.RECALL
    assert way.ms > 0
    assert recall(in_lists, None) >= 0.98


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_few_that_may_be_found_are_found_as_surely_as_all(in_lists: tuple[Vectors, Way, Half], share: float) -> None:
    within = np.random.default_rng(3).random(len(in_lists[2])) < share
    assert recall(in_lists, within) >= 0.98


def test_what_may_be_found_is_found_where_little_of_it_is_near_the_question(
    in_lists: tuple[Vectors, Way, Half], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_ENOUGH", 100)
    within = np.asarray(in_lists[2][:, 0] < -0.1)
    assert 2_000 < np.count_nonzero(within) < 6_000
    assert recall(in_lists, within) >= 0.98
    monkeypatch.setattr(vectors, "_RARER", 1.0)
    assert recall(in_lists, within) < 0.98


def test_rows_of_lists_come_back_as_they_were_kept(in_lists: tuple[Vectors, Way, Half]) -> None:
    index, _, rows = in_lists
    places = np.array([8_500, 3, 1])
    assert np.array_equal(vectors.rows(index, places), rows[places].astype(np.float32))


@pytest.mark.parametrize("content", [b"", b"no index at all, only a few words", None])
def test_a_file_that_is_no_index_is_said_to_be_damaged(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.vectors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LibraryDamaged):
        vectors.load(path)


@pytest.mark.usefixtures("how")
def test_a_file_cut_short_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.vectors"
    vectors.save(path, halved(random_rows(0, 2)), NONE)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LibraryDamaged):
        vectors.load(path)
