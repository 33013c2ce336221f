"""Figures of two years and more: who moved most, by what rate, and what became of all together."""

import pytest

from assistant.answer import Answer, Outcome
from two_years import ask


def lines(answer: Answer) -> list[tuple[str, str | None]]:
    return [(row.agency or row.label, row.value) for row in answer.rows]


@pytest.mark.parametrize(
    "text", ["2022年行政许可增长最快的机关", "2022年行政许可增长率最高的机关", "fastest growing permits in 2022"]
)
def test_the_fastest_is_the_highest_rate_and_not_the_highest_figure(text: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.unit) == ("36.363636", "%")
    assert lines(answer) == [("上饶市卫生健康委员会", "36.363636")]


def test_a_rate_of_what_was_zero_has_no_place_and_is_named_as_left_out() -> None:
    answer = ask("2022年行政许可增长率排名")
    assert [value for _, value in lines(answer)] == ["36.363636", "30", "24", "0", "-14.285714"]
    assert [(s.agency, s.reason) for s in answer.coverage.skipped] == [("嵊州市民政局", "undefined")]


def test_a_condition_in_percent_is_one_on_the_rate() -> None:
    assert ask("2022年行政许可同比增长25%以上的有几家").value == "2"
    assert [name for name, _ in lines(ask("2022年行政处罚比上年减少超过10%的机关"))] == ["潍坊市民政局"]
    assert [name for name, _ in lines(ask("2022年行政许可比上年增加超过10件的机关"))] == [
        "上饶市卫生健康委员会",
        "寿光市民政局",
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2022年行政许可合计比2021年多多少", "55", "件"),
        ("2022年行政许可总数较上年增长率", "18.333333", "%"),
        ("2022年行政许可合计比2021年增长百分之几", "18.333333", "%"),
        ("2022年行政许可平均比2021年增加多少", "9.166667", "件"),
        ("2022年县级机关行政许可合计比上年增加多少", "25", "件"),
        ("2022年收费金额合计比上年增加多少", "0.3", "万元"),
    ],
)
def test_the_sum_of_all_moves_from_one_year_to_the_next(text: str, value: str, unit: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每年行政许可合计", [("2021", "300"), ("2022", "355")]),
        ("各年行政许可平均", [("2021", "50"), ("2022", "59.166667")]),
        ("2021年和2022年行政许可各合计多少", [("2021", "300"), ("2022", "355")]),
        ("2021年和2022年寿光和潍坊行政许可分别合计", [("2021", "110"), ("2022", "112")]),
        ("average permits each year", [("2021", "50"), ("2022", "59.166667")]),
    ],
)
def test_each_year_for_itself_is_not_all_years_in_one(text: str, expected: list[tuple[str, str]]) -> None:
    answer = ask(text)
    assert (lines(answer), answer.value) == (expected, None)


def test_the_years_of_one_agency_are_added_up_and_the_highest_of_them_is_found() -> None:
    assert ask("寿光市民政局历年行政许可合计").value == "92"
    assert ask("寿光市民政局历年行政许可最多").value == "52"


def test_all_years_together_are_one_sum_and_the_highest_of_each_year_is_asked_back() -> None:
    assert ask("2021年和2022年行政许可合计").value == "655"
    assert ask("各年行政许可最多的是谁").outcome is Outcome.CLARIFY
