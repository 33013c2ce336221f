"""Half sentences after a sum, a rank or a count of a place or of a kind of department: they stay with those."""

from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from town import Made, Town, _parts

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)
PLACES = {
    ("河南省",): "厅",
    ("河南省", "开封市"): "局",
    ("河南省", "开封市", "兰考县"): "局",
    ("河南省", "洛阳市"): "局",
    ("山东省",): "厅",
    ("山东省", "潍坊市"): "局",
    ("山东省", "潍坊市", "寿光市"): "局",
}
KINDS = ("民政", "财政", "教育")
YEARS = (2020, 2021)
Key = tuple[tuple[str, ...], str, int]
KEYS: list[Key] = [(place, kind, year) for place in PLACES for kind in KINDS for year in YEARS]
PENALTIES = {key: (n * 37) % 101 + (0 if n % 5 else -((n * 37) % 101)) for n, key in enumerate(KEYS)}
PERMITS = {key: n * 3 + 1 for n, key in enumerate(KEYS)}


def _library() -> Library:
    made = Library.memory()
    levels = {1: "province", 2: "city", 3: "county"}
    for place, kind, year in KEYS:
        agency = f"{place[-1]}{kind}{PLACES[place]}"
        key = (place, kind, year)
        rows: dict[str, tuple[str, ...]] = {"行政处罚": (str(PENALTIES[key]),), "行政许可": (str(PERMITS[key]),)}
        report, figures, counts, passages = _parts(Made(f"{agency}-{year}", agency, place, year, "2021", rows))
        names = tuple((name.text, name.origin) for name in names_of(agency, place))
        made.add(
            report, figures, counts, passages, Identity(place, "report", levels[len(place)], names, kind_of(agency))
        )
    return made


LIBRARY = _library()


def ask(*questions: str) -> Answer:
    chat = Town(LIBRARY)
    return [chat.ask(question) for question in questions][-1]


def of(figures: dict[Key, int], place: str = "", kind: str = "", year: int = 2021) -> list[int]:
    return [n for (at, k, y), n in figures.items() if y == year and (not place or place in at) and kind in k]


def bureaus(kind: str, place: str = "") -> int:
    """The sum over the 局 of a kind; a province has a 厅."""
    every = ((at, figure) for (at, of_kind, year), figure in PENALTIES.items() if (of_kind, year) == (kind, 2021))
    return sum(figure for at, figure in every if len(at) > 1 and (not place or place in at))


FIRST = "2021年河南省行政处罚合计"
HENAN = of(PENALTIES, "河南省")
CITIES = [figure for (at, _, year), figure in PENALTIES.items() if at[0] == "河南省" and (len(at), year) == (2, 2021)]


@pytest.mark.parametrize(
    ("then", "value"),
    [
        (["2020年呢"], sum(of(PENALTIES, "河南省", year=2020))),
        (["山东呢"], sum(of(PENALTIES, "山东省"))),
        (["许可呢"], sum(of(PERMITS, "河南省"))),
        (["开封市呢"], sum(of(PENALTIES, "开封市"))),
        (["教育局呢"], bureaus("教育", "河南省")),
        (["平均呢"], Decimal(sum(HENAN)) / len(HENAN)),
        (["只看县级呢"], sum(of(PENALTIES, "兰考县"))),
        (["不含市级呢"], sum(HENAN) - sum(CITIES)),
        (["最多的是哪家"], max(HENAN)),
        (["有几家是0"], HENAN.count(0)),
        (["和山东加起来"], sum(of(PENALTIES))),
        (["加上山东"], sum(of(PENALTIES))),
        (["比上年增加了多少"], sum(HENAN) - sum(of(PENALTIES, "河南省", year=2020))),
        (["2020年呢", "山东呢", "许可呢"], sum(of(PERMITS, "山东省", year=2020))),
        (["开封市教育局呢"], PENALTIES[("河南省", "开封市"), "教育", 2021]),
    ],
)
def test_what_is_not_said_anew_stays_with_the_place(then: list[str], value: Decimal | int) -> None:
    answer = ask(FIRST, *then)
    assert answer.outcome in GIVEN, answer.headline
    said = answer.value or answer.headline.split(" ")[0]
    assert abs(Decimal(said) - value) < Decimal("0.000001"), answer.headline


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (["2021年行政处罚合计", "河南省呢"], sum(HENAN)),
        (["2021年教育局行政处罚合计", "财政局呢"], bureaus("财政")),
        (["2021年河南省行政处罚最多的机关", "2020年呢"], max(of(PENALTIES, "河南省", year=2020))),
        (["2021年河南省行政处罚最多的机关", "山东呢"], max(of(PENALTIES, "山东省"))),
        (["total penalties in Henan in 2021", "and in 2020?"], sum(of(PENALTIES, "河南省", year=2020))),
        (["total penalties in Henan in 2021", "what about Shandong?"], sum(of(PENALTIES, "山东省"))),
        (["2021年行政处罚合计", "比上年增加了多少"], sum(of(PENALTIES)) - sum(of(PENALTIES, year=2020))),
    ],
)
def test_a_place_gives_way_to_a_place_and_a_kind_to_a_kind(turns: list[str], value: int) -> None:
    answer = ask(*turns)
    assert answer.outcome in GIVEN, answer.headline
    assert Decimal(answer.value or "") == value, answer.headline


def test_one_agency_named_ends_it() -> None:
    answer = ask(FIRST, "开封市教育局呢", "许可呢")
    assert answer.value == str(PERMITS[("河南省", "开封市"), "教育", 2021])


def test_all_reports_are_all_of_them() -> None:
    assert ask(FIRST, "全部报告呢").value == str(sum(of(PENALTIES)))
