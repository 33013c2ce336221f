"""Which reports a question is about."""

import pytest

from assistant.understanding.gazetteer import places_in
from assistant.understanding.names import Names
from assistant.understanding.question import understand
from assistant.understanding.scope import Scope, find
from corpus.identity.agencies import names_of
from corpus.library.names import origin
from corpus.library.reports import Reports
from corpus.library.store import Identity, Library
from corpus.library.where import Where
from corpus.report import Document, Report
from made import named
from town import MINZONG, MIYI, SHENGZHOU, SHOUGUANG, WUYUAN, library

LIBRARY = library()


def scope(text: str, library: Library = LIBRARY) -> Scope:
    return find(understand(text, Names(library), None, places_in), Reports(library))


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("寿光市民政局的许可", {SHOUGUANG}),
        ("寿光的许可", {SHOUGUANG}),
        ("Shouguang permits", {SHOUGUANG}),
        ("寿光民政局的许可", {SHOUGUANG}),
        ("米易交通局的许可", {MIYI}),
        ("民宗局的许可", {MINZONG}),
        ("寿光和婺源的许可", {SHOUGUANG, WUYUAN}),
        ("民政局的许可", {SHOUGUANG, WUYUAN, SHENGZHOU}),
    ],
)
def test_an_agency_is_found_by_every_name_people_use(text: str, agencies: set[str]) -> None:
    assert set(scope(text).agencies) == agencies


def test_a_kind_beside_a_place_narrows_the_place() -> None:
    assert scope("婺源民政局的许可").agencies == (WUYUAN,)


def departments() -> Library:
    """Of two counties of one city, and of that city."""
    made = Library.memory()
    for n, (county, kind) in enumerate((c, k) for c in ("寿光市", "青州市", "") for k in ("教育", "财政", "民政")):
        agency = f"{county or '潍坊市'}{kind}局"
        if agency == "青州市民政局":
            continue
        place = ("山东省", "潍坊市", county) if county else ("山东省", "潍坊市")
        document = Document(f"{n}.txt", f"/{n}.txt", f"{n:064}", "utf-8", ())
        names = tuple((name.text, name.origin) for name in names_of(agency, place))
        level = "county" if county else "city"
        made.add(
            Report(document, agency, agency, 2020, (), ()), (), (), (), Identity(place, "report", level, names, kind)
        )
    return made


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("寿光市教育局和财政局许可各多少", ["寿光市教育局", "寿光市财政局"]),
        ("寿光教育局的许可比民政局多多少", ["寿光市教育局", "寿光市民政局"]),
        ("寿光市教育局、财政局和民政局许可各多少", ["寿光市教育局", "寿光市财政局", "寿光市民政局"]),
        ("潍坊市教育局和财政局许可各多少", ["潍坊市教育局", "潍坊市财政局"]),
        ("寿光市财政局和青州市教育局许可各多少", ["寿光市财政局", "青州市教育局"]),
    ],
)
def test_a_department_said_by_its_kind_after_one_of_a_place_is_of_that_place(text: str, agencies: list[str]) -> None:
    with departments() as made:
        found = scope(text, made)
        assert (sorted(found.agencies), found.unknown, found.ambiguous) == (sorted(agencies), (), ())


def test_a_department_that_its_place_has_not_is_the_one_that_is_not_loaded() -> None:
    with departments() as made:
        assert scope("青州市教育局和民政局许可各多少", made).unknown == ("民政局",)


def test_a_year_chooses_among_the_reports_of_an_agency() -> None:
    assert [entry.year for entry in scope("寿光2021年许可").entries] == [2021]
    assert scope("寿光2018年许可").absent_years == (2018,)
    assert scope("寿光2020年和2018年许可").absent_years == (2018,)


def test_several_agencies_of_a_kind_are_ambiguous_unless_all_are_meant() -> None:
    assert len({entry.agency for entry in scope("民政局的许可多少").ambiguous}) == 3
    assert scope("民政局的许可合计").ambiguous == ()
    assert scope("哪个民政局许可最多").ambiguous == ()


def test_without_an_agency_every_report_is_ambiguous_or_all_are_meant() -> None:
    assert len(scope("行政许可多少").ambiguous) == 6
    everything = scope("所有报告行政许可合计")
    assert (everything.ambiguous, everything.spanning, len(everything.entries)) == ((), True, 6)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("金塔县的许可", "金塔县"),
        ("寿光市教育局的许可", "教育局"),
        ("潍坊市的许可", "潍坊市"),
        ("财政局的许可", "财政局"),
        ("寿光镇的许可", "镇"),
        ("寿光开发区的许可", "开发区"),
        ("局里的许可", "局"),
    ],
)
def test_an_agency_or_place_that_is_not_loaded_is_unknown(text: str, unknown: str) -> None:
    assert scope(text).unknown == (unknown,)


@pytest.mark.parametrize("text", ["浙江省民政厅2020年的许可", "浙江省民政局2020年的许可", "浙江省的民政局2020年的许可"])
def test_the_department_of_a_province_is_none_of_its_counties(text: str) -> None:
    found = scope(text)
    assert found.unknown
    assert not found.mentions or not any(mention.agencies for mention in found.mentions)


def test_a_place_chooses_among_the_departments_of_a_kind() -> None:
    assert scope("浙江省哪些民政局的许可最多").agencies == (SHENGZHOU,)


def test_what_is_near_is_inside_the_place_named() -> None:
    assert {entry.agency for entry in scope("潍坊市的许可").near} == {SHOUGUANG}
    assert not scope("金塔县的许可").near


def test_a_province_is_a_place_only_where_several_are_meant() -> None:
    assert scope("山东省的许可").unknown == ("山东省",)
    assert set(scope("山东省哪家许可最多").agencies) == {SHOUGUANG}


def test_county_level_cities_are_told_from_counties() -> None:
    assert set(scope("县级市里谁的许可多").agencies) == {SHOUGUANG, SHENGZHOU}


def test_all_but_one() -> None:
    rest = scope("除了寿光，谁的许可最多")
    assert SHOUGUANG not in rest.agencies
    assert len(rest.agencies) == 4


def test_an_english_word_touched_by_chinese_is_still_that_word() -> None:
    assert scope("寿光 disclosure guide群众能用来干什么").unknown == ()
    assert scope("guide county有什么问题").unknown


def test_any_bureau_is_meant_where_none_is_named_and_no_figure_is_asked() -> None:
    assert scope("哪家局印了小册子").unknown == ()
    assert scope("局里有没有专人负责").unknown == ()


def test_words_that_are_no_agency_are_left_over() -> None:
    found = scope("寿光养老机构的许可")
    assert found.unknown == ()
    assert found.left


def as_known(report: str, *names: tuple[str, str], place_from: str = "report") -> Library:
    """The town, where one agency is called by these names alone."""
    made = library()
    entry = made.entry(report)
    made.set(report, identity=Identity(entry.place, place_from, entry.level, names, entry.kind))
    return made


def test_a_name_from_the_gazetteer_is_noted() -> None:
    found = scope("益都的许可", as_known("shouguang-2020", ("益都", "gazetteer")))
    assert (found.agencies, found.gazetteer) == ((SHOUGUANG,), True)


def test_a_name_that_both_report_and_gazetteer_give_is_the_reports() -> None:
    both = named((("寿光", "gazetteer", "a"), ("寿光", "report", "b"), ("益都", "gazetteer", "a")))
    assert [origin(both, name) for name in ("寿光", "益都", "潍坊")] == ["report", "gazetteer", None]
    assert Reports(both, Where(called=(("寿光",),))).ids == ("a", "b")


def test_no_reports_are_no_scope() -> None:
    assert not scope("寿光的许可", Library.memory()).entries


def test_a_place_that_only_the_gazetteer_knows_is_noted() -> None:
    assert not scope("山东省哪家许可最多").gazetteer
    assert scope("山东省哪家许可最多", as_known("shouguang-2020", place_from="gazetteer")).gazetteer
