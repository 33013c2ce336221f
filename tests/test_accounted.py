"""A word that narrows, orders, groups or compares is in the answer, or the question is asked back."""

import pytest

from assistant.answer import Outcome
from two_years import ask


@pytest.mark.parametrize(
    "text",
    [
        "2021年行政许可前三名平均比总平均多多少",
        "2021年哪个省行政许可最多",
        "2021年许可最多的机关的处罚占全部处罚的多少",
        "2021年行政许可占比超过20%的机关",
        "2021年行政许可超过50的机关占多少",
        "2021年行政许可平均和中位数差多少",
        "2022年行政许可最多的比2021年最多的多多少",
        "2021年行政处罚比行政许可多的机关行政强制合计",
        "近两年行政许可合计最多的是谁",
        "which agency had the most permits in total in 2021 and 2022",
        "2021年予以公开率之和",
    ],
)
def test_an_operation_that_the_answer_would_pass_over_is_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年行政许可合计", "300"),
        ("2021年行政许可合计最多的是谁", "110"),
        ("2021年行政许可和行政处罚合计最多的是谁", "150"),
        ("2021年行政许可不足50的机关合计", "65"),
        ("2021年行政许可高于平均的有几家", "3"),
        ("2022年行政许可比上年增长的有几家", "4"),
    ],
)
def test_an_operation_that_says_what_the_answer_does_is_answered(text: str, value: str | None) -> None:
    assert ask(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年行政许可中位数以上的合计", "235"),
        ("2021年行政许可高于平均的合计", "235"),
        ("2021年行政许可高于平均的平均", "78.333333"),
        ("2021年高于平均的机关中行政许可最少的是谁", "55"),
        ("2022年县级机关行政许可中位数以上的有几家", "2"),
    ],
)
def test_those_beyond_the_middle_are_added_up_and_ranked(text: str, value: str) -> None:
    assert ask(text).value == value


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "2021年行政许可最大值和最小值",
            "最多 110 件（上饶市卫生健康委员会 2021 年），最少 0 件（嵊州市民政局 2021 年）",
        ),
        ("2021年行政许可合计、平均、中位数各多少", "合计 300 件，平均数 50 件，中位数 47.50 件"),
        ("mean and median permits in 2021", "mean 50 件, median 47.50 件"),
    ],
)
def test_several_measures_are_given_side_by_side_and_none_alone_is_the_value(text: str, told: str) -> None:
    answer = ask(text)
    assert (answer.headline.startswith(told), answer.value) == (True, None)
