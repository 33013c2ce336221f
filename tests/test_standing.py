"""Which of several reports counts: decided by what they are, never by the order in which they came."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library.standing import Rival, settle
from corpus.report import Standing

HERE = ("甲省", "乙市", "丙县")
ONE = Rival("one", "丙县教育局", HERE, "教育", 2020, False, 1, False, "2021-01-29", 100, 20, "0a")


def rival(report: str, **changes: Any) -> Rival:
    return replace(ONE, report=report, **changes)


def twins(one: Rival, other: Rival, *, strong: bool) -> tuple[Rival, Rival]:
    return replace(one, twins={other.report: strong}), replace(other, twins={one.report: strong})


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"told": True, "revised": False}, "told"),
        ({"revised": True, "dated": "2020-12-31"}, "revised"),
        ({"dated": "2021-03-01", "cells": 1}, "dated"),
        ({"cells": 101, "passages": 1}, "cells"),
        ({"passages": 21, "digest": "ff"}, "passages"),
        ({"digest": "09"}, "bytes"),
    ],
)
def test_of_two_versions_the_better_one_counts_and_says_by_what(changes: dict[str, Any], because: str) -> None:
    assert settle([ONE, rival("two", **changes)]) == {
        "one": Standing("replaced_by", "two", because),
        "two": Standing(),
    }


def test_a_long_and_a_short_name_at_one_place_are_one_agency() -> None:
    short = rival("short", agency="教育局", digest="09")
    assert settle([ONE, short])["one"] == Standing("replaced_by", "short", "bytes")
    town = rival("town", agency="丙县丁乡人民政府", kind="乡镇")
    county = rival("county", agency="人民政府", kind="人民政府")
    assert set(settle([town, county]).values()) == {Standing()}


def test_another_year_another_place_and_an_unknown_place_are_no_versions_of_one_report() -> None:
    others = [
        rival("year", year=2021),
        rival("place", place=("甲省", "乙市", "丁县")),
        rival("kind", agency="丙县民政局"),
    ]
    assert set(settle([ONE, *others]).values()) == {Standing()}
    assert set(settle([rival("a", place=()), rival("b", place=())]).values()) == {Standing()}


def test_the_same_text_in_two_files_is_one_report_even_where_the_place_is_unknown() -> None:
    word, page = twins(rival("word", place=(), cells=90), rival("page", place=()), strong=False)
    assert settle([word, page]) == {"word": Standing("duplicate_of", "page", "cells"), "page": Standing()}


def test_the_same_text_under_another_name_is_a_mirror_only_where_the_figures_prove_it() -> None:
    other = rival("two", agency="某某网", place=(), kind="")
    assert set(settle(twins(ONE, other, strong=False)).values()) == {Standing()}
    assert settle(twins(ONE, other, strong=True)) == {"one": Standing(), "two": Standing("mirror_of", "one", "named")}


def test_a_long_and_a_short_name_of_one_agency_are_no_mirror() -> None:
    short = rival("two", agency="丙县教育体育局", cells=90)
    assert settle(twins(ONE, short, strong=True))["two"] == Standing("duplicate_of", "one", "cells")


def test_two_townships_of_one_county_are_never_one_agency() -> None:
    one, other = (rival(name, agency=f"丙县{name}乡人民政府", kind="乡镇") for name in ("东", "西"))
    assert set(settle(twins(one, other, strong=False)).values()) == {Standing()}


def test_a_mirror_does_not_push_out_the_report_of_the_agency_whose_name_it_bears() -> None:
    victim = rival("victim", agency="丁县教育局", place=("甲省", "乙市", "丁县"), cells=5, digest="ff")
    original, mirror = twins(ONE, replace(victim, report="mirror", named=0, cells=100), strong=True)
    assert settle([original, mirror, victim]) == {
        "one": Standing(),
        "mirror": Standing("mirror_of", "one", "named"),
        "victim": Standing(),
    }


def test_a_person_who_names_the_agency_settles_which_name_is_false() -> None:
    original, mirror = twins(ONE, rival("two", agency="丁县教育局", place=("丁县",), told=True), strong=True)
    assert settle([original, mirror])["one"] == Standing("mirror_of", "two", "told")


@given(
    st.lists(
        st.builds(
            lambda agency, placed, year, dated, cells, revised: (agency, placed, year, dated, cells, revised),
            st.sampled_from("甲乙"),
            st.booleans(),
            st.sampled_from([2020, 2021, None]),
            st.sampled_from(["", "2021-01-01", "2021-02-01"]),
            st.integers(0, 2),
            st.booleans(),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_the_order_of_adding_changes_nothing_and_something_always_counts(
    made: list[tuple[str, bool, int | None, str, int, bool]],
) -> None:
    rivals = [
        Rival(str(n), agency, HERE if placed else (), "", year, False, 1, revised, dated, cells, 1, f"{n:02}")
        for n, (agency, placed, year, dated, cells, revised) in enumerate(made)
    ]
    every = {r.report: True for r in rivals}
    rivals = [replace(r, twins={id_: True for id_ in every if id_ != r.report}) for r in rivals]
    first = settle(rivals)
    assert all(settle(order) == first for order in permutations(rivals))
    assert any(not standing.relation for standing in first.values())
    assert all(standing.counterpart in every for standing in first.values() if standing.relation)
