"""Turns that go on from a choice among reports: what is asked next is asked of those."""

import pytest

from assistant.answer import Outcome
from two_years import ask


@pytest.mark.parametrize(
    ("first", "then", "value"),
    [
        ("2021年县级机关行政许可合计", "平均呢", "21.666667"),
        ("2021年县级机关行政许可合计", "行政处罚呢", "32"),
        ("2021年县级机关行政许可合计", "所有机关呢", "300"),
        ("2021年除市级以外行政许可合计", "平均呢", "21.666667"),
        ("2021年除市级以外行政许可合计", "行政处罚呢", "32"),
        ("2021年行政许可高于平均的机关", "合计", "235"),
        ("2021年行政许可高于平均的机关", "有几家", "3"),
        ("2022年行政许可增长最快的机关", "最慢的呢", "-14.285714"),
        ("2022年行政许可增长最快的机关", "行政处罚呢", "150"),
        ("寿光2021年行政许可排第几", "行政处罚呢", "3"),
        ("2021年行政许可排名", "寿光排第几", "4"),
        ("江西省2021年行政许可排名", "合计", "135"),
    ],
)
def test_what_was_chosen_is_still_meant(first: str, then: str, value: str) -> None:
    assert ask(first, then).value == value


def test_each_year_stays_each_year() -> None:
    answer = ask("每年行政许可合计", "平均呢")
    assert [row.value for row in answer.rows] == ["50", "59.166667"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2021年县级机关和市级机关行政许可合计差多少", "行政处罚呢"),
        ("2021年行政许可排名", "增长最快的呢"),
    ],
)
def test_what_cannot_be_taken_over_is_not_answered_without_it(first: str, then: str) -> None:
    answer = ask(first, then)
    assert (answer.outcome in (Outcome.CLARIFY, Outcome.NO_REPORT), answer.value) == (True, None)
