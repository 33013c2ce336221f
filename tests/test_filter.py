"""Filters: what of an index may be found, by report, year, section and kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Passage
from index import lexical, search
from index.build import Held, Holdings, update
from index.filter import KINDS, Filter
from index.opened import Index, open_index
from searched import DEFAULT, passage

REPORTS = {
    stamp: tuple(
        replace(
            passage(10 * n + place, f"第{place}项：{'培训' if place % 2 else '公开'}工作按期完成。"),
            report=f"r{n}",
            year=(2019, 2020, None)[n % 3],
            number=place % 7,
            kind=KINDS[place % 3],
        )
        for place in range(8)
    )
    for n, stamp in enumerate((-(2**62), -5, 3, 77, 2**62), 1)
}
PASSAGES = {one.key: one for own in REPORTS.values() for one in own}
STAMP_OF = {one.key: stamp for stamp, own in REPORTS.items() for one in own}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """In steps, so that it has a part of its own for each, and one report that is gone."""
    folder = tmp_path_factory.mktemp("home")
    held = {stamp: Held(stamp, own) for stamp, own in REPORTS.items()} | {9: Held(9, (passage(900, "培训公开。"),))}
    for stamps in ([-5, 9], [*REPORTS]):
        update(folder, Holdings(stamps, lambda wanted: (held[stamp] for stamp in wanted)), DEFAULT, str(stamps))
    return open_index(folder)


def fits(one: Passage, wanted: Filter) -> bool:
    said = ((STAMP_OF[one.key], wanted.reports), (one.year or 0, wanted.years), (one.number, wanted.sections))
    more = ((one.kind, wanted.kinds), (one.key, wanted.keys))
    return all(values is None or value in values for value, values in (*said, *more))


def some(values: st.SearchStrategy[int]) -> st.SearchStrategy[list[int] | None]:
    return st.none() | st.lists(values, max_size=4)


FILTERS = st.builds(
    Filter,
    reports=some(st.sampled_from([*REPORTS, 1_000])),
    years=some(st.sampled_from([2019, 2020, 2031])),
    sections=some(st.integers(0, 8)),
    kinds=st.none() | st.lists(st.sampled_from(KINDS), max_size=3),
    keys=some(st.sampled_from([*PASSAGES, 900, 12_345])),
)


@given(FILTERS)
def test_what_may_be_found_is_what_fits_every_field_that_is_set(index: Index, wanted: Filter) -> None:
    within = index.within(wanted)
    expected = sorted(one.key for one in PASSAGES.values() if fits(one, wanted))
    assert within.keys().tolist() == expected
    assert within.count == len(expected)


@given(FILTERS, st.sampled_from([0, 1, 4_000]))
def test_words_propose_what_fits_however_the_filter_is_asked(index: Index, wanted: Filter, listed: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexical, "_LISTED", listed)
        found = lexical.proposed(index.words, "培训工作", 100, index.within(wanted))
    assert sorted(found) == sorted(one.key for one in PASSAGES.values() if fits(one, wanted))


@pytest.mark.parametrize(
    ("wanted", "is_right"),
    [
        (Filter(reports=[3]), lambda one: one.report == "r3"),
        (Filter(years=[2020]), lambda one: one.year == 2020),
        (Filter(sections=[5]), lambda one: one.number == 5),
        (Filter(kinds=["measure"]), lambda one: one.kind == "measure"),
        (Filter(reports=[77, -5], sections=[1, 3]), lambda one: one.report in ("r2", "r4") and one.number in (1, 3)),
    ],
)
def test_only_what_fits_is_found(index: Index, wanted: Filter, is_right: Callable[[Passage], bool]) -> None:
    hits = search.search(index, "培训", PASSAGES, DEFAULT, wanted, 100)
    assert hits and all(is_right(hit.passage) for hit in hits)
    trained = {one.key for one in PASSAGES.values() if is_right(one) and "培训" in one.text}
    assert trained <= {hit.passage.key for hit in hits}


def test_a_filter_that_nothing_fits_finds_nothing(index: Index) -> None:
    for wanted in (Filter(reports=[]), Filter(years=[1999]), Filter(kinds=[])):
        assert search.search(index, "培训", PASSAGES, DEFAULT, wanted, 5) == ()
