"""Vectors: the nearest ones, exactly, and only among those allowed."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import LibraryDamaged
from index import vectors
from index.encoder import normalise

SEEDS = st.integers(0, 2**32 - 1)
FEW = vectors.FEW


@pytest.fixture(autouse=True, params=["few", "many"])
def how_many_are_few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test twice: with numpy alone, and with faiss for however few."""
    monkeypatch.setattr(vectors, "FEW", FEW if request.param == "few" else -1)


def random_rows(seed: int, count: int, dimension: int = 8) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return normalise(rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SEEDS, st.sets(st.integers(1, 2**47), min_size=1, max_size=30), st.data())
def test_the_nearest_are_those_that_comparing_with_all_would_give(
    seed: int, numbers: set[int], data: st.DataObject
) -> None:
    keys = sorted(numbers)
    allowed = data.draw(st.none() | st.sets(st.sampled_from(keys)))
    k = data.draw(st.integers(0, 35))
    rows, query = random_rows(seed, len(keys)), random_rows(seed + 1, 1)[0]
    scores = {key: float(row @ query) for key, row in zip(keys, rows, strict=True) if allowed is None or key in allowed}
    found = vectors.search(vectors.build(keys, rows), query, k, allowed)

    assert [score for _, score in found] == pytest.approx(sorted(scores.values(), reverse=True)[:k], abs=1e-5)
    assert all(score == pytest.approx(scores[key], abs=1e-5) for key, score in found)
    assert len({key for key, _ in found}) == len(found)


def test_keys_that_the_index_has_not_are_no_harm() -> None:
    index = vectors.build([4, 8], random_rows(0, 2))
    assert [key for key, _ in vectors.search(index, random_rows(1, 1)[0], 5, [8, 99])] == [8]


def test_equally_near_ones_come_by_key() -> None:
    index = vectors.build([9, 2, 5], np.ones((3, 4), np.float32))
    assert [key for key, _ in vectors.search(index, np.ones(4, np.float32), 3, None)] == [2, 5, 9]


def test_an_index_of_nothing_finds_nothing() -> None:
    index = vectors.build([], np.zeros((0, 4), np.float32))
    assert vectors.search(index, np.ones(4, np.float32), 3, None) == []


def test_what_is_saved_comes_back_also_under_a_chinese_path(tmp_path: Path) -> None:
    path = tmp_path / "年报.faiss"
    rows = random_rows(3, 5)
    vectors.save(vectors.build([10, 30, 20, 50, 40], rows), path)
    index = vectors.load(path)
    assert vectors.keys(index).tolist() == [10, 30, 20, 50, 40]
    assert np.array_equal(vectors.matrix(index), rows)
    key, score = vectors.search(index, rows[2], 1, None)[0]
    assert key == 20
    assert score == pytest.approx(1)


@pytest.mark.parametrize("keys", [[1, 1], [1], [1, 2, 3]])
def test_every_vector_needs_a_key_of_its_own(keys: list[int]) -> None:
    with pytest.raises(ValueError, match="key"):
        vectors.build(keys, random_rows(0, 2))


@pytest.mark.parametrize("content", [b"", b"no index at all, only a few words", None])
def test_a_file_that_is_no_index_is_said_to_be_damaged(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.faiss"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LibraryDamaged):
        vectors.load(path)


def test_a_file_cut_short_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "x.faiss"
    vectors.save(vectors.build([1, 2], random_rows(0, 2)), path)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(LibraryDamaged):
        vectors.load(path)


def test_few_and_many_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, query = random_rows(0, 300), random_rows(1, 1)[0]
    found = []
    for few in (FEW, -1):
        monkeypatch.setattr(vectors, "FEW", few)
        index = vectors.build(range(1, 301), rows)
        assert isinstance(index, vectors.Few) is (few == FEW)
        found.append(vectors.search(index, query, 20, range(50, 200)))
    assert [key for key, _ in found[0]] == [key for key, _ in found[1]]
    assert [score for _, score in found[0]] == pytest.approx([score for _, score in found[1]], abs=1e-5)
