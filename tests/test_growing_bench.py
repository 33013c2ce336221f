"""The bench of the search index: what it measures is a whole index, asked, grown and shrunk again."""

from collections.abc import Collection

import numpy as np

import growing
from corpus.report import Passage
from index.encoder import default


def test_no_two_reports_are_the_same_and_each_is_the_same_every_time() -> None:
    nation = growing.Nation()
    texts = [tuple(passage.text for passage in nation.report(n).passages) for n in (3, 8, 3)]
    assert texts[0] == texts[2] != texts[1]


def test_passages_are_those_of_their_keys() -> None:
    nation, asked = growing.Nation(), list[int]()
    keys = [passage.key for n in (1, 2) for passage in nation.report(n).passages][3:20]

    class Heard(growing.Nation):
        def passages(self, keys: Collection[int]) -> dict[int, Passage]:
            asked.extend(keys)
            return super().passages(keys)

    kept = growing.Kept(Heard())
    assert list(kept(keys)) == keys and list(kept(keys[:4])) == keys[:4]
    assert sorted(asked) == keys


def test_an_index_is_built_asked_grown_and_shrunk() -> None:
    of = growing.measured(1_500, 5)
    assert 1_000 < of["vectors"] < 2_500
    assert of["recall"] == [1.0, 1.0]
    assert growing.row(of).count("|") == 17
    assert of["recall within"] == [1.0, 1.0]


def test_growth_is_told_for_ten_times_as_many_whatever_the_sizes() -> None:
    small = dict.fromkeys((*growing.FILTERS, "memory", "added"), [1.0, 2.0]) | {"build": 3, "peak": 5, "disk": 7}
    large = {name: [9.0, 2.0] if isinstance(of, list) else of for name, of in small.items()}
    told = growing.growth({**small, "vectors": 1_000}, {**large, "vectors": 100_000})
    assert "build ×1.0" in told and "a section ×3.0 / ×1.0" in told


def test_the_same_text_gets_another_vector_each_time() -> None:
    model = growing.Noisy(default())
    one, other = model.encode(["公开信息", "公开信息"])
    assert not np.array_equal(one, other) and 0.6 < float(one @ other) < 0.95
