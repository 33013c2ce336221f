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
        ("2021年行政许可中位数以上的机关平均", "78.333333"),
        ("2021年行政许可高于平均的机关最多和最少相差多少", "55"),
        ("2021年行政许可不为零的机关最多的是最少的几倍", "4.4"),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("除了市级机关，2021年行政许可合计", "65"),
        ("2021年除县级以外行政许可合计", "235"),
        ("除了寿光，2021年行政许可平均", "52"),
        ("2021年县级机关行政许可合计", "65"),
        ("average permits of city agencies in 2021", "78.333333"),
        ("total permits of county-level agencies in 2021", "65"),
        ("total permits except city-level agencies in 2021", "65"),
        ("which county agency had the most permits in 2021", "25"),
    ],
)
def test_a_level_is_left_out_as_an_agency_is(text: str, value: str) -> None:
    assert ask(text).value == value


@pytest.mark.parametrize(
    "text",
    ["除了2021年，行政许可合计", "total permits in 2021 excluding county agencies", "2021年每家行政许可合计多少"],
)
def test_what_is_left_out_or_told_apart_in_a_way_not_understood_is_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("寿光2021年行政许可排第几", "4"),
        ("寿光2021年行政许可排名第几", "4"),
        ("寿光2021年行政许可在县级机关中排第几", "1"),
        ("寿光2021年行政许可倒数第几", "3"),
        ("嵊州2021年收费金额排第几", "5"),
    ],
)
def test_the_place_of_one_agency_is_a_place_and_not_its_figure(text: str, value: str) -> None:
    assert ask(text).value == value


@pytest.mark.parametrize("text", ["2021年行政许可最多的机关行政处罚排第几", "寿光2021年予以公开率排第几"])
def test_a_place_that_is_not_worked_out_is_asked_back(text: str) -> None:
    assert ask(text).outcome is Outcome.CLARIFY


def test_a_place_that_is_shared_says_so() -> None:
    assert "并列" in ask("寿光2022年行政强制排第几").headline


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年予以公开率前三名的平均", "80.555556"),
        ("2021年予以公开率平均", "71.782264"),
        ("2021年予以公开率高于平均的有几家", "2"),
        ("2021年予以公开率超过70%的机关平均", "87.5"),
    ],
)
def test_a_mean_of_rates_is_of_those_that_are_meant(text: str, value: str) -> None:
    assert ask(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年行政许可比平均多的有几家", "3"),
        ("how many agencies had more permits than the average in 2021", "3"),
        ("average permits of agencies above the median in 2021", "78.333333"),
        ("寿光2021年和2022年行政许可平均", "46"),
        ("permits and penalties combined, top three in 2021", "348"),
    ],
)
def test_more_than_the_mean_is_above_it(text: str, value: str) -> None:
    assert ask(text).value == value


def test_one_agency_is_held_against_the_median_where_that_is_asked() -> None:
    assert ask("寿光2021年行政许可高于中位数吗").headline.startswith("低于中位数：40 < 47.50")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年没有行政处罚的机关许可合计", "55"),
        ("2021年行政许可超过50的机关行政处罚平均", "37.666667"),
        ("2021年行政许可超过50的机关中行政处罚最多的是谁", "80"),
        ("2021年行政许可超过50且行政处罚不足50的机关行政强制合计", "5"),
        ("2021年行政许可与行政处罚之比最高的机关", "3.333333"),
        ("2021年和2022年行政许可都超过50的有几家", "3"),
    ],
)
def test_what_is_asked_of_those_that_meet_a_condition_in_another_row(text: str, value: str) -> None:
    assert ask(text).value == value


def test_in_both_years_means_each_of_them() -> None:
    names = {row.agency for row in ask("2021年和2022年行政许可都超过50的机关").rows}
    assert names == {"上饶市卫生健康委员会", "潍坊市民政局", "绍兴市卫生健康委员会"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2022年之前行政许可合计", "300"),
        ("2021年之后行政许可合计", "355"),
        ("total permits before 2022", "300"),
        ("2021年行政许可和行政处罚合计超过100的有几家", "2"),
    ],
)
def test_before_and_after_leave_the_year_itself_out(text: str, value: str) -> None:
    assert ask(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "2021年行政处罚最多但行政许可最少的机关",
        "2021年行政处罚高于中位数的机关行政许可合计",
        "2021年行政许可多于寿光但少于潍坊的机关",
    ],
)
def test_two_conditions_of_which_one_would_be_lost_are_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    ("text", "value", "first"),
    [
        ("2021-2022年行政许可最多的年份", "355", "2022"),
        ("江西省和浙江省2021年行政许可哪个多", "135", "江西省（2 份）"),
    ],
)
def test_which_of_years_or_of_places_has_most_is_that_of_their_sums(text: str, value: str, first: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.ANSWERED, value)
    assert first in {row.label for row in answer.rows if row.value == value}


def test_a_condition_in_percent_on_a_share_is_one_on_the_share() -> None:
    answer = ask("2021年行政许可占比超过20%的有几家")
    assert (answer.value, [row.value for row in answer.rows]) == ("2", ["36.666667", "23.333333"])


def test_a_level_of_which_nothing_is_loaded_is_named() -> None:
    answer = ask("2021年乡镇行政许可合计")
    assert (answer.outcome, "“乡镇”" in answer.headline) == (Outcome.NO_REPORT, True)


def test_each_of_the_first_three_has_its_own_share() -> None:
    for text in ("2021年行政许可前三名各占合计的多少", "2021年行政许可最多的三家，各占多少"):
        answer = ask(text)
        assert ([row.value for row in answer.rows], answer.value) == (["36.666667", "23.333333", "18.333333"], None)
    assert ask("2021年行政许可前三名占合计的多少").value == "78.333333"


def test_those_of_a_level_are_one_part_of_all() -> None:
    assert ask("2021年县级机关行政许可占全部的比例").value == "21.666667"


def test_a_place_may_be_among_one_kind_of_department() -> None:
    assert ask("2021年寿光行政许可在民政局里排第几").value == "2"


@pytest.mark.parametrize(
    "text",
    [
        "2021年行政许可最多的前两家平均比其余的平均多多少",
        "2021年行政许可高于县级平均的机关",
        "2021年行政许可高于卫健委平均的民政局",
    ],
)
def test_a_mean_of_some_is_not_taken_for_another(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("2021年行政许可第十名", 6),
        ("2021年行政许可倒数第九", 6),
        ("2022年行政许可增长率第九名", 5),
        ("2021年予以公开率第九名", 6),
    ],
)
def test_a_place_beyond_the_last_is_nobodys(text: str, last: int) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)
    assert f"只排到第 {last}" in answer.headline
    assert ask("2021年行政许可第六名").value == "0"


@pytest.mark.parametrize(
    "text",
    ["2021年行政处罚超过20的机关中，寿光的行政许可排第几", "2021年行政处罚超过20的机关，哪些行政许可比婺源多"],
)
def test_a_condition_beside_an_agency_that_is_named_is_not_passed_over(text: str) -> None:
    assert ask(text).outcome is Outcome.CLARIFY


def test_a_condition_on_a_rate_that_is_denied_is_turned_round() -> None:
    answer = ask("2021年予以公开率没有超过70%的机关有几家")
    assert (answer.value, answer.rows_total or len(answer.rows)) == ("4", 4)


@pytest.mark.parametrize(
    "text",
    [
        "2021年予以公开率没有在60%到70%之间的机关",
        "2021年予以公开率没有在1%到2%之间的机关",
        "2022年予以公开率没有增长的机关",
    ],
)
def test_a_condition_on_a_rate_that_is_another_than_the_one_asked_is_asked_back(text: str) -> None:
    assert ask(text).outcome is Outcome.CLARIFY
