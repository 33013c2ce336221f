"""Which reports are meant: the condition of SQL and the plain words agree."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library.reports import Reports
from corpus.library.store import Identity, Library
from corpus.library.where import Where, both
from corpus.report import Document, Entry, Line, Report

PLACES = (
    (),
    ("甲省",),
    ("甲省", "乙市"),
    ("甲省", "乙市", "丙县"),
    ("甲省", "乙市", "丁区"),
    ("甲省", "乙市", "戊市", "己镇"),
    ("甲", "乙市"),
    ("庚省", "乙市"),
    ("庚省", '"甲省"', "丙县"),
    ("庚省", ',"甲省', "a[\\"),
)
AGENCIES = ("甲局", "乙局", "丙'局", '丁"局')
YEARS = (None, 2019, 2020, 2021)
NAMES = (("甲",), ("甲", "乙"), ("丙",), (), ("乙",))
LEVELS, KINDS = ("", "province", "county"), ("", "民政", "教育")


@cache
def library() -> Library:
    """Two hundred reports, some of which count for nothing."""
    made = Library.memory()
    for n in range(200):
        agency, year, place = AGENCIES[n % 4], YEARS[n // 4 % 4], PLACES[n % 10]
        document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n}", "utf-8", (Line(1, agency),))
        names = tuple((name, "short") for name in NAMES[n % 5])
        identity = Identity(place, "report", LEVELS[n % 3], names, KINDS[n // 3 % 3], named=n)
        made.add(Report(document, agency, agency, year, (), ()), [], [], [], identity)
    return made


def county_ends(entry: Entry) -> str | None:
    """The last character of its county's name."""
    known = (entry.level == "county" or len(entry.place) > 2) and entry.place and not entry.place[-1].endswith("林区")
    return entry.place[-1][-1] if known else None


def fits(entry: Entry, where: Where) -> bool:
    """The plain words."""
    place = entry.place
    return all(
        (
            where.reports is None or entry.report in where.reports,
            where.agencies is None or entry.agency in where.agencies,
            entry.agency not in where.without,
            where.years is None or entry.year in where.years,
            all(set(names) & set(place) for names in where.places),
            all(any(len(place) > len(at) and place[: len(at)] == at for at in each) for each in where.inside),
            all(set(words) & set(NAMES[int(entry.report[1:]) % 5]) for words in where.called),
            where.levels is None or entry.level in where.levels,
            where.endings is None or county_ends(entry) in where.endings,
            where.kinds is None or entry.kind in where.kinds,
            entry.active or not where.active,
        )
    )


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


PARTS = tuple(dict.fromkeys(part for place in PLACES for part in place))
ANYWHERE = st.builds(
    Where,
    reports=st.none() | some(tuple(f"r{n}" for n in range(12))),
    agencies=st.none() | some(AGENCIES),
    without=st.just(()) | some(AGENCIES),
    years=st.none() | st.lists(st.sampled_from((2019, 2020, 2021)), max_size=3).map(tuple),
    places=st.lists(some(PARTS), max_size=2).map(tuple),
    inside=st.lists(st.lists(st.sampled_from(PLACES), max_size=2).map(tuple), max_size=2).map(tuple),
    called=st.lists(some(("甲", "乙", "丙")), max_size=2).map(tuple),
    levels=st.none() | some(LEVELS),
    endings=st.none() | some(("县", "区", "市", "\\")),
    kinds=st.none() | some(KINDS),
    active=st.booleans(),
)


@given(ANYWHERE)
def test_sql_means_what_the_words_mean(where: Where) -> None:
    meant = tuple(entry for entry in library().entries(active=False) if fits(entry, where))
    assert library().entries(where) == meant
    assert len(Reports(library(), where)) == len(meant)


@given(ANYWHERE, ANYWHERE)
def test_narrowed_twice_means_both(one: Where, other: Where) -> None:
    found = {(entry.report, entry.active) for entry in library().entries(one)}
    found &= {(entry.report, entry.active) for entry in library().entries(other)}
    assert {(entry.report, entry.active) for entry in library().entries(both(one, other))} == found


@given(ANYWHERE)
def test_a_list_says_of_its_reports_what_reading_them_says(where: Where) -> None:
    entries, reports = library().entries(where), Reports(library(), where)
    assert (bool(reports), len(reports)) == (bool(entries), len(entries))
    assert reports.agencies == tuple(dict.fromkeys(entry.agency for entry in entries))
    assert reports.years == tuple(sorted({entry.year for entry in entries if entry.year}))
    assert set(reports.places) == {entry.place for entry in entries if entry.place}
    assert set(reports.kinds) == {entry.kind for entry in entries}
    assert [reports.few(n) for n in (1, 2)] == [len(reports.agencies) <= n for n in (1, 2)]
    assert reports[:3] == entries[:3]
    assert reports.ids == tuple(entry.report for entry in entries)
    assert tuple(reports) == entries
    told = [(title.report, title.agency, title.province, title.year) for title in reports.titles()]
    assert told == [(e.report, e.agency, e.place[0] if e.place else "", e.year) for e in entries]


def test_the_library_has_reports_that_do_not_count() -> None:
    assert len(Reports(library())) < len(Reports(library(), Where(active=False))) == 200


@pytest.mark.parametrize(
    ("where", "number"),
    [
        (Where(), 200),
        (Where(reports=()), 0),
        (Where(places=(("甲省",),)), 100),
        (Where(places=(("甲省", "庚省"), ("丙县",))), 40),
        (Where(inside=((("甲省",),),)), 80),
        (Where(inside=(((),),)), 180),
        (Where(inside=((),)), 0),
        (Where(called=(("甲",),)), 80),
        (Where(called=(("甲", "丙"),)), 120),
        (Where(endings=("县",)), 40),
        (Where(years=()), 0),
    ],
)
def test_what_each_field_narrows(where: Where, number: int) -> None:
    assert len(Reports(library(), replace(where, active=False))) == number
