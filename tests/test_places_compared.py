"""Two places set against each other, without a word of sum, are the sums of what is loaded of each."""

import re
from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers import boundary
from assistant.chat import Chat
from places_made import of_written, placed
from two_years import AGENCIES, PENALTIES, PERMITS, YEARS, ask

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


def total(figures: Mapping[int, tuple[int, ...]], at: int, name: str, years: tuple[int, ...] = YEARS) -> int:
    """The sum over the reports of a place of that depth, as they were written."""
    return sum(figures[y][n] for y in years for n, (_, place, _) in enumerate(AGENCIES) if place[at] == name)


def told(answer: Answer) -> dict[str, Decimal]:
    assert answer.outcome in GIVEN, answer.headline
    assert all("（" in row.label or " (" in row.label for row in answer.rows)
    return {re.split("（| [(]", row.label)[0]: Decimal(row.value or "nan") for row in answer.rows}


@pytest.mark.parametrize(
    "text",
    [
        "2021年{0}行政许可比{1}多多少",
        "2021年{0}的行政许可比{1}少多少",
        "2021年{0}和{1}行政许可相差多少",
        "how many more permits did {0} issue than {1} in 2021",
    ],
)
@pytest.mark.parametrize(
    ("at", "one", "other"), [(0, "山东省", "江西省"), (0, "浙江", "山东"), (1, "潍坊市", "上饶市")]
)
def test_a_difference_of_two_places_is_that_of_their_sums(text: str, at: int, one: str, other: str) -> None:
    answer = ask(text.format(one, other))
    whole = [name + "省" * (len(name) < 3) for name in (one, other)]
    first, second = (total(PERMITS, at, name, (2021,)) for name in whole)
    assert told(answer) == {one: first, other: second}
    assert answer.value == str(abs(first - second))
    assert answer.coverage.read == 4
    assert ("2 份报告" in answer.headline) or ("2 reports" in answer.headline)


@pytest.mark.parametrize("text", ["山东和江西哪个处罚多", "山东和江西哪个行政处罚更多", "山东处罚和江西处罚哪个多"])
def test_which_of_two_places_has_more_is_told_over_all_that_is_loaded(text: str) -> None:
    answer = ask(text)
    assert told(answer) == {"山东": total(PENALTIES, 0, "山东省"), "江西": total(PENALTIES, 0, "江西省")}
    assert answer.headline.startswith("山东更多")
    assert "没有载入的不在内" in answer.headline
    assert "mixed_years" in {note.code for note in answer.notes}


def test_how_many_times_the_one_is_the_other() -> None:
    answer = ask("2021年山东省处罚是江西省的几倍")
    assert (answer.value, answer.formula) == ("2.111111", "95 ÷ 45")


def test_each_of_two_places_is_told() -> None:
    assert told(ask("2021年山东省和江西省行政许可各多少")) == {"山东省": 110, "江西省": 135}


def test_the_sums_of_two_cities_are_those_of_all_in_them() -> None:
    both = told(ask("2021年潍坊市和上饶市行政许可合计哪个多"))
    alone = {name: Decimal(ask(f"2021年{name}行政许可合计").value or "") for name in both}
    assert both == alone == {"潍坊市": 110, "上饶市": 135}


@pytest.mark.parametrize(
    "text",
    [
        "2021年寿光市行政许可比婺源县多多少",
        "2021年寿光市民政局行政许可比婺源县民政局多多少",
        "2021年潍坊市民政局行政许可比上饶市卫生健康委员会多多少",
    ],
)
def test_two_agencies_are_not_their_places(text: str) -> None:
    answer = ask(text)
    assert (answer.reading.operation, answer.figures_total) == ("compare", 2)


PLACES = (
    ("南京市鼓楼区教育局", ("江苏省", "南京市", "鼓楼区"), "1"),
    ("南京市鼓楼区民政局", ("江苏省", "南京市", "鼓楼区"), "2"),
    ("福州市鼓楼区教育局", ("福建省", "福州市", "鼓楼区"), "4"),
    ("杭州市西湖区教育局", ("浙江省", "杭州市", "西湖区"), "8"),
    ("杭州市西湖区民政局", ("浙江省", "杭州市", "西湖区"), "16"),
    ("浙江省教育厅", ("浙江省",), "32"),
)


def test_a_name_of_two_districts_is_not_their_sum() -> None:
    assert of_written(PLACES, "2021年鼓楼区行政许可比西湖区多多少").value is None


def test_a_department_of_a_province_is_not_the_province() -> None:
    written = [*PLACES, ("江苏省教育厅", ("江苏省",), "64")]
    answer = of_written(written, "2021年浙江省教育厅行政许可比江苏省教育厅多多少")
    assert (answer.value, answer.figures_total) == ("32", 2)


def test_of_one_place_agencies_go_by_its_name_and_of_the_other_none() -> None:
    answer = of_written(PLACES, "2021年浙江省行政许可比江苏省多多少")
    assert told(answer) == {"浙江省": 56, "江苏省": 3}


def test_one_agency_is_no_sum_of_its_province() -> None:
    assert of_written(PLACES, "2021年福建省行政许可比浙江省多多少").value is None


@pytest.mark.parametrize("many", [10, 1000])
@pytest.mark.parametrize(
    "text", ["浙江省行政处罚比北京市多多少", "浙江和福建哪个收费金额多", "杭州市处罚是福州市的几倍"]
)
def test_of_very_many_the_sums_are_those_of_one_place_asked_alone(
    text: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary, "MANY", many)
    with closing(Chat(placed(2, 160))) as chat:
        answer = chat.ask(text)
        row = "收费金额" if "收费金额" in text else "行政处罚"
        for label, value in told(answer).items():
            chat.restart()
            alone = chat.ask(f"{label}{row}合计")
            assert Decimal(alone.value or "nan") == value


@pytest.mark.parametrize(
    ("first", "then", "same"),
    [
        ("2021年浙江省行政处罚合计", "行政许可呢", "2021年浙江省行政许可合计"),
        ("2021年杭州市行政处罚合计", "行政许可呢", "2021年杭州市行政许可合计"),
        ("2021年浙江省行政处罚合计", "2020年呢", "2020年浙江省行政处罚合计"),
        ("浙江省不予公开率", "予以公开率呢", "浙江省予以公开率"),
        ("浙江省各县行政处罚合计", "行政许可呢", "浙江省各县行政许可合计"),
    ],
)
def test_what_follows_is_asked_of_the_same_place(first: str, then: str, same: str) -> None:
    with closing(Chat(placed(3, 400))) as chat:
        chat.ask(first)
        followed = chat.ask(then)
        chat.restart()
        alone = chat.ask(same)
    assert (followed.outcome, followed.value, followed.rows) == (alone.outcome, alone.value, alone.rows)
    assert followed.outcome in GIVEN


NESTED = (
    ("绍兴市教育局", ("浙江省", "绍兴市"), "10"),
    ("嵊州市教育局", ("浙江省", "绍兴市", "嵊州市"), "5"),
    ("衢州市教育局", ("浙江省", "衢州市"), "3"),
)


@pytest.mark.parametrize("text", ["2021年浙江省行政许可比绍兴市多多少", "2021年浙江省和绍兴市行政许可相差多少"])
def test_a_place_is_set_against_one_in_it_and_that_is_said(text: str) -> None:
    answer = of_written(NESTED, text)
    assert answer.value == "3"
    assert told(answer) == {"浙江省": 18, "绍兴市": 15}
    assert "绍兴市在浙江省之内" in answer.headline


def test_of_two_places_apart_nothing_of_the_kind_is_said() -> None:
    answer = of_written(NESTED, "2021年绍兴市行政许可比衢州市多多少")
    assert "之内" not in answer.headline


@pytest.mark.parametrize(
    "text",
    [
        "2021年浙江省和绍兴市行政许可合计",
        "2021年绍兴市和浙江省行政许可一共多少",
        "2021年浙江省行政许可加上绍兴市行政许可",
        "2021年浙江省和绍兴市行政许可平均",
        "combined permits of Zhejiang and Shaoxing in 2021",
    ],
)
@pytest.mark.parametrize("own", [(), (("浙江省教育局", ("浙江省",), "7"),)])
def test_a_place_and_one_in_it_are_not_added_up_and_why_is_said(
    text: str, own: tuple[tuple[str, tuple[str, ...], str], ...]
) -> None:
    answer = of_written((*NESTED, *own), text)
    assert (answer.outcome, answer.value, answer.figures) == (Outcome.CLARIFY, None, ())
    assert ("算两次" in answer.headline) or ("counted twice" in answer.headline)
    assert "没有载入" not in answer.headline


@pytest.mark.parametrize(
    "text",
    ["2021年浙江省绍兴市行政许可合计", "2021年浙江省的绍兴市行政许可合计", "浙江省2021年绍兴市行政许可合计"],
)
def test_a_place_may_say_where_the_other_is(text: str) -> None:
    assert of_written(NESTED, text).value == "15"


def test_a_place_that_is_not_loaded_is_said_to_be_so() -> None:
    assert of_written(NESTED, "2021年福建省和绍兴市行政许可合计").outcome is Outcome.NO_REPORT
