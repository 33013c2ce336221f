"""A ranking and the places in it in one sentence. In 2020: permits 40, 25, 0; penalties 33 and twice 15."""

import pytest

from assistant.answer import Outcome
from town import SHENGZHOU, SHOUGUANG, WUYUAN, ask


@pytest.mark.parametrize(
    ("text", "value", "formula"),
    [
        ("2020年行政许可最多的比第二名多多少", "15", "40 - 25 = 15"),
        ("2020年行政许可第一名和第三名差多少", "40", "40 - 0 = 40"),
        ("2020年行政许可最多的两家差多少", "15", "40 - 25 = 15"),
        ("how many more permits did the top agency have than the second in 2020", "15", "40 - 25 = 15"),
        ("2020年行政许可第二名是第一名的几倍", "0.625", "25 ÷ 40"),
        ("2020年行政许可最多的占合计的多少", "61.538462", "40 ÷ (40 + 25 + 0 = 65)"),
        ("去掉最多的那家，2020年行政许可平均多少", "12.5", "(25 + 0) ÷ 2 = 12.50"),
        ("2020年行政许可最多的两家平均多少", "32.5", "(40 + 25) ÷ 2 = 32.50"),
        ("2020年行政许可最少的两家合计", "25", "25 + 0 = 25"),
        ("2020年行政许可最少的两家的中位数", "12.5", "0，25"),
        ("2020年行政许可第一名比平均多多少", "18.333333", "40 - (40 + 25 + 0) ÷ 3 = 40 - 21.67 = 18.33"),
        ("2020年婺源县民政局行政许可比平均多多少", "3.333333", "25 - (40 + 25 + 0) ÷ 3 = 25 - 21.67 = 3.33"),
        ("2020年嵊州市民政局行政许可比第一名少多少", "40", "40 - 0 = 40"),
        ("2020年行政许可最高的是平均的几倍", "1.846154", "40 ÷ ((40 + 25 + 0) ÷ 3) = 40 ÷ 21.67 = 1.85"),
    ],
)
def test_what_is_asked_of_the_places_is_worked_out_from_them(text: str, value: str, formula: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.formula) == (value, formula)


@pytest.mark.parametrize(
    ("text", "value", "whose"),
    [
        ("2020年行政许可第二名的行政处罚多少", "15", (WUYUAN,)),
        ("2020年行政许可最多的前两家行政处罚合计", "30", (WUYUAN, SHOUGUANG)),
        ("2020年行政处罚第一名的行政许可", "0", (SHENGZHOU,)),
    ],
)
def test_one_row_ranks_and_another_is_asked_of_those_who_hold_the_places(
    text: str, value: str, whose: tuple[str, ...]
) -> None:
    answer = ask(text)
    assert (answer.value, set(answer.reading.agencies)) == (value, set(whose))


@pytest.mark.parametrize(
    "text",
    [
        "2020年行政处罚第二名的行政许可多少",
        "2020年行政许可最多的平均多少",
    ],
)
def test_a_place_held_by_two_and_a_mean_of_nobody_said_are_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_the_end_of_a_ranking_is_that_of_the_figures_whichever_comes_first() -> None:
    rising = "2020年行政许可从低到高"
    assert ask(rising, "最多的两家合计").formula == "25 + 40 = 65"
    assert ask(rising, "前两名合计").formula == "0 + 25 = 25"


def test_an_agency_is_set_against_the_mean_of_the_ranking_shown() -> None:
    assert ask("2020年行政许可排名", "婺源比平均多多少").value == "3.333333"


def test_enterprises_are_not_counted_as_the_requests_they_made() -> None:
    assert ask("寿光2020年企业多少家").outcome is Outcome.NOT_STATED
