"""Questions over a made library of many agencies and four years, held against what its writer wrote.

The truth is computed here from the written cells; nothing of the assistant takes part in it.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

import nation
from assistant.answer import Answer, Outcome
from assistant.chat import Chat
from corpus.library.store import Library

GIVEN = (Outcome.ANSWERED, Outcome.NOTED, Outcome.DISPUTED)
REPORTS = nation.nation(seed=4, count=40)
YEARS = (2019, 2020, 2021, 2022)
PENALTIES, PERMITS = "行政处罚", "行政许可"
Found = dict[str, Decimal]
"""Agency → figure."""


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Chat:
    folder = tmp_path_factory.mktemp("nation")
    nation.write(folder, REPORTS)
    made = Chat.open(tmp_path_factory.mktemp("home"))
    for entry in made.entries():
        made.library.remove(entry.report)
    made.add([folder])
    return made


def number(one: nation.Written, row: str, column: str = "") -> Decimal | None:
    """A cell as written; None where it states no number or the form does not ask it."""
    columns = (column,) if column else ("处理决定数量", "本年处理决定数量", "总计")
    texts = [text for (_, r, c), text in one.values.items() if r == row and c in columns]
    return Decimal(texts[0]) if texts and texts[0] not in ("", "/") else None


def figures(year: int, row: str, ending: str = "", column: str = "") -> Found:
    """The figure of each agency that reports one."""
    found = {
        one.agency: number(one, row, column) for one in REPORTS if one.year == year and one.agency.endswith(ending)
    }
    return {agency: value for agency, value in found.items() if value is not None}


def asked(chat: Chat, *turns: str) -> Answer:
    """The answer to the last turn."""
    chat.restart()
    return [chat.ask(turn) for turn in turns][-1]


def named(answer: Answer) -> set[str]:
    """The agencies of the rows."""
    return {row.agency for row in answer.rows}


def value(answer: Answer) -> Decimal:
    assert answer.outcome in GIVEN, (answer.question, answer.headline)
    assert answer.value is not None, (answer.question, answer.headline)
    return Decimal(answer.value)


KINDS = sorted(
    {one.agency[-3:] for one in REPORTS if one.agency[-3:] in ("公安局", "水利局", "教育局", "财政局", "民政局")}
)
EACH = [
    (year, row)
    for year in YEARS
    for row in (PENALTIES, PERMITS, "行政强制", "行政复议", "本年新收政府信息公开申请数量")
]


@pytest.mark.parametrize(("year", "row"), EACH)
def test_a_sum_and_a_median_run_over_every_report_with_a_figure(chat: Chat, year: int, row: str) -> None:
    found = figures(year, row)
    assert value(asked(chat, f"{year}年{row}合计")) == sum(found.values())
    assert value(asked(chat, f"{year}年{row}的中位数")) == median(found.values())


@pytest.mark.parametrize(("year", "row"), EACH)
def test_the_highest_the_second_and_the_lowest(chat: Chat, year: int, row: str) -> None:
    found = figures(year, row)
    ordered = sorted(found.values(), reverse=True)
    assert value(asked(chat, f"{year}年{row}最多的是谁")) == ordered[0]
    assert value(asked(chat, f"{year}年{row}最少的是谁")) == ordered[-1]
    if len(set(ordered[:3])) == 3:
        assert value(asked(chat, f"{year}年{row}第二多的是谁")) == ordered[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", YEARS)
def test_a_kind_of_department_chooses(chat: Chat, kind: str, year: int) -> None:
    found = figures(year, PENALTIES, kind)
    answer = asked(chat, f"{year}年所有{kind}处罚合计")
    if len(found) > 0:
        assert value(answer) == sum(found.values())
    else:
        assert answer.outcome not in GIVEN


CONDITIONS: list[tuple[str, Callable[[Decimal], bool]]] = [
    ("超过5件", lambda x: x > 5),
    ("不少于5件", lambda x: x >= 5),
    ("不超过3件", lambda x: x <= 3),
    ("少于10件", lambda x: x < 10),
    ("在2到50之间", lambda x: 2 <= x <= 50),
    ("多于1少于9", lambda x: 1 < x < 9),
    ("为零", lambda x: x == 0),
    ("不为零", lambda x: x != 0),
    ("至少1件", lambda x: x >= 1),
    ("10件以内", lambda x: x <= 10),
]


@pytest.mark.parametrize(("said", "meets"), CONDITIONS, ids=[said for said, _ in CONDITIONS])
@pytest.mark.parametrize("year", YEARS)
def test_a_condition_keeps_those_that_meet_it(
    chat: Chat, year: int, said: str, meets: Callable[[Decimal], bool]
) -> None:
    kept = {agency for agency, figure in figures(year, PENALTIES).items() if meets(figure)}
    assert value(asked(chat, f"{year}年处罚{said}的有几家")) == len(kept)
    assert named(asked(chat, f"{year}年处罚{said}的机关有哪些")) == kept
    total = asked(chat, f"{year}年处罚{said}的一共多少件")
    if kept:
        assert value(total) == sum(figures(year, PENALTIES)[agency] for agency in kept)


def both(year: int, meets: Callable[[Decimal, Decimal], bool]) -> set[str]:
    """The agencies whose permits and penalties meet a condition together."""
    permits, penalties = figures(year, PERMITS), figures(year, PENALTIES)
    return {a for a in permits.keys() & penalties.keys() if meets(permits[a], penalties[a])}


@pytest.mark.parametrize("year", YEARS)
def test_two_figures_of_one_report_are_set_against_each_other(chat: Chat, year: int) -> None:
    assert named(asked(chat, f"{year}年许可多于处罚的机关")) == both(year, lambda x, y: x > y)
    assert named(asked(chat, f"{year}年哪些机关处罚比许可多")) == both(year, lambda x, y: y > x)
    assert named(asked(chat, f"{year}年许可超过3且处罚为零的机关")) == both(year, lambda x, y: x > 3 and y == 0)
    assert named(asked(chat, f"{year}年没有许可但有处罚的机关")) == both(year, lambda x, y: x == 0 and y != 0)
    either = {a for a in figures(year, PERMITS) if figures(year, PERMITS)[a] > 50}
    either |= {a for a in figures(year, PENALTIES) if figures(year, PENALTIES)[a] > 50}
    assert named(asked(chat, f"{year}年许可或处罚超过50的机关")) == either


def pairs(year: int) -> dict[str, Decimal]:
    """By how much the penalties of each agency moved from the year before."""
    before, after = figures(year - 1, PENALTIES), figures(year, PENALTIES)
    return {agency: after[agency] - before[agency] for agency in before.keys() & after.keys()}


@pytest.mark.parametrize("year", YEARS[1:])
def test_from_one_year_to_the_next(chat: Chat, year: int) -> None:
    moved = pairs(year)
    assert value(asked(chat, f"{year}年处罚同比增加的机关有几家")) == sum(1 for gap in moved.values() if gap > 0)
    assert value(asked(chat, f"{year}年处罚比{year - 1}年增加最多的机关")) == max(moved.values())
    for agency, gap in list(moved.items())[:8]:
        assert value(asked(chat, f"{agency}{year}年处罚同比变化")) == gap
        assert value(asked(chat, f"{agency}{year - 1}年到{year}年处罚增加了多少")) == gap


def agencies_with_all_years() -> Iterable[str]:
    every = {one.agency for one in REPORTS}
    for year in YEARS:
        every &= figures(year, PENALTIES).keys()
    return sorted(every)


def test_a_trend_has_every_year(chat: Chat) -> None:
    for agency in list(agencies_with_all_years())[:6]:
        answer = asked(chat, f"{agency}历年处罚")
        assert [Decimal(row.value or "") for row in answer.rows] == [figures(y, PENALTIES)[agency] for y in YEARS]
        latest = asked(chat, f"{agency}近三年处罚")
        assert [row.year for row in latest.rows] == list(YEARS[1:])
        since = asked(chat, f"{agency}2021年以来处罚合计")
        assert value(since) == figures(2021, PENALTIES)[agency] + figures(2022, PENALTIES)[agency]


def test_the_sum_by_year_runs_over_those_that_have_every_year(chat: Chat) -> None:
    kept = set(agencies_with_all_years())
    answer = asked(chat, "历年行政处罚总量趋势")
    sums = [sum(figures(year, PENALTIES)[agency] for agency in kept) for year in YEARS]
    assert [Decimal(row.value or "") for row in answer.rows] == sums


def refusal_rate(one: nation.Written) -> Decimal | None:
    handled = number(one, "总计", "总计")
    members = [text for (_, r, c), text in one.values.items() if r.startswith("不予公开/") and c == "总计"]
    if not handled or any(text in ("", "/") for text in members):
        return None
    return sum((Decimal(text) for text in members), Decimal(0)) * 100 / handled


@pytest.mark.parametrize("year", YEARS)
def test_a_rate_is_ranked_where_it_is_defined(chat: Chat, year: int) -> None:
    rates = {one.agency: rate for one in REPORTS if one.year == year and (rate := refusal_rate(one)) is not None}
    answer = asked(chat, f"{year}年不予公开率最高的机关")
    assert abs(value(answer) - max(rates.values())) < Decimal("0.00001")
    above = asked(chat, f"{year}年不予公开率超过40%的有几家")
    assert value(above) == sum(1 for rate in rates.values() if rate > 40)


def test_a_province_chooses_and_is_no_agency(chat: Chat) -> None:
    for province in sorted({one.place[0] for one in REPORTS}):
        inside = {one.agency for one in REPORTS if one.place[0] == province}
        found = {a: v for a, v in figures(2021, PENALTIES).items() if a in inside}
        answer = asked(chat, f"2021年{province}处罚最多的机关")
        assert value(answer) == max(found.values())
        total = asked(chat, f"{province}2021年处罚多少")
        assert total.outcome not in GIVEN, total.headline


def test_a_conversation_over_many_agencies(chat: Chat) -> None:
    agency, other = list(agencies_with_all_years())[:2]
    permits, penalties = figures(2021, PERMITS), figures(2021, PENALTIES)
    assert value(asked(chat, f"{agency}2021年处罚", "许可呢")) == permits[agency]
    assert value(asked(chat, f"{agency}2021年处罚", f"{other}呢")) == penalties[other]
    assert value(asked(chat, f"{agency}2021年处罚", "2022年呢")) == figures(2022, PENALTIES)[agency]
    assert value(asked(chat, f"{agency}2021年处罚", "不是处罚，是许可")) == permits[agency]
    assert value(asked(chat, f"{agency}2021年处罚", f"不是{agency}，是{other}")) == penalties[other]
    both_asked = (f"{agency}和{other}2021年处罚", "这两家一共多少")
    assert value(asked(chat, *both_asked)) == penalties[agency] + penalties[other]
    assert value(asked(chat, both_asked[0], "后者的许可呢")) == permits[other]
    assert value(asked(chat, "2021年处罚最多的是谁", "许可呢")) == max(permits.values())
    kept = {a for a, v in penalties.items() if v > 5}
    assert value(asked(chat, "2021年处罚超过5的有哪些", "一共多少件")) == sum(penalties[a] for a in kept)
    assert named(asked(chat, "2021年处罚超过5的有哪些", "超过50的呢")) == {a for a, v in penalties.items() if v > 50}


def test_what_is_not_loaded_is_declined(chat: Chat) -> None:
    agency = next(iter(agencies_with_all_years()))
    for question in (
        f"{agency}2017年处罚",
        f"{agency}去年处罚",
        f"{agency}2021年餐饮处罚",
        f"{agency}2021年罚款金额",
        f"{agency}2021年处罚的复议",
        f"{agency}2021年上半年许可",
        f"{agency}处罚多少",
        "2021年处罚多少",
        "2021年全国处罚合计",
    ):
        answer = asked(chat, question)
        assert answer.outcome not in GIVEN, (question, answer.headline)


def test_a_bureau_of_a_city_that_is_added_up_is_none_of_its_districts(tmp_path: Path) -> None:
    # The city's finance bureau is loaded, and a civil affairs bureau only of its district.
    there = [one for one in nation.nation(seed=41) if one.agency in ("周口市财政局", "周口市川汇区民政局")]
    (tmp_path / "files").mkdir()
    nation.write(tmp_path / "files", there)
    chat = Chat(Library.memory())
    chat.add([tmp_path / "files"])
    for text in ("周口市民政局2020年一共有多少件行政处罚", "周口市民政局2020年行政处罚合计"):
        assert asked(chat, text).outcome is Outcome.NO_REPORT, text


def of_kind(year: int, row: str, kind: str, place: str = "") -> Found:
    """The figures of the agencies of a kind, of a province or a city where one is named."""
    inside = {one.agency for one in REPORTS if not place or place in one.place}
    return {agency: value for agency, value in figures(year, row, kind).items() if agency in inside}


@pytest.mark.parametrize("text", ["哪些{}没有行政处罚", "多少家{}没有行政处罚", "没有行政处罚的{}有几家"])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if len(figures(2021, PENALTIES, kind)) > 1])
def test_which_of_a_kind_have_none(chat: Chat, text: str, kind: str) -> None:
    without = {agency for agency, found in of_kind(2021, PENALTIES, kind).items() if not found}
    answer = asked(chat, "2021年" + text.format(kind))
    assert answer.outcome in GIVEN, answer.headline
    assert named(answer) == without


@pytest.mark.parametrize("every", ["各", "所有", "全部"])
def test_all_of_a_kind_in_a_place_are_added(chat: Chat, every: str) -> None:
    for place in sorted({one.place[0] for one in REPORTS}):
        for kind in KINDS:
            found = of_kind(2021, PENALTIES, kind, place)
            if len(found) > 1:
                assert value(asked(chat, f"2021年{place}{every}{kind}行政处罚合计")) == sum(found.values())


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("哪年处罚最多", max),
        ("处罚最多的是哪一年", max),
        ("处罚最多的年份", max),
        ("哪一年处罚最少", min),
        ("处罚最少的一年", min),
    ],
)
def test_in_which_year_one_agency_had_the_most(chat: Chat, text: str, pick: Callable[..., Decimal]) -> None:
    for agency in list(agencies_with_all_years())[:3]:
        own = {year: found[agency] for year in YEARS if agency in (found := figures(year, PENALTIES))}
        answer = asked(chat, agency + text)
        assert value(answer) == pick(own.values())
        assert {row.year for row in answer.rows if row.rank == 1} == {y for y, v in own.items() if v == value(answer)}


def test_a_year_that_no_figure_has_is_looked_for_in_the_prose(chat: Chat) -> None:
    agency = next(iter(agencies_with_all_years()))
    for text in ("是哪一年成立的", "哪年的问题最多"):
        assert asked(chat, agency + text).reading.operation == "narrative"


def test_the_latest_years_are_said_in_two_ways(chat: Chat) -> None:
    agency = next(iter(agencies_with_all_years()))
    assert value(asked(chat, f"三年来{agency}处罚合计")) == value(asked(chat, f"近三年{agency}处罚合计"))
