"""Sums of agencies that are named, set against each other: 甲和乙合计比丙多多少."""

import pytest

from assistant.answer import Outcome
from assistant.output.render import answer_record
from digits import unexplained
from three_years import ask as of_three
from town import ask as of_town
from two_years import ask

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


@pytest.mark.parametrize(
    ("text", "value", "formula"),
    [
        ("寿光和婺源2021年行政许可合计比潍坊多多少", "5", "70 - 65 = 5"),
        ("2021年寿光、婺源行政许可加起来比潍坊少多少", "5", "70 - 65 = 5"),
        ("2021年潍坊的行政许可比寿光和婺源合计多多少", "5", "70 - 65 = 5"),
        ("2021年寿光和婺源的行政许可之和是潍坊的几倍", "0.928571", "65 ÷ 70"),
        ("2021年寿光和婺源行政许可之和减去潍坊", "-5", "65 - 70 = -5"),
        ("寿光和婺源2021年行政许可合计比潍坊和嵊州合计多多少", "5", "70 - 65 = 5"),
        ("how many more permits did 潍坊 report in 2021 than 寿光 and 婺源 together", "5", "70 - 65 = 5"),
        ("寿光2021年和2022年行政许可合计比潍坊多多少", "38", "130 - 92 = 38"),
        ("2022年寿光和婺源收费金额合计比潍坊少多少", "6", "10 - 4 = 6"),
    ],
)
def test_the_sum_of_some_is_set_against_that_of_others(text: str, value: str, formula: str) -> None:
    answer = ask(text)
    assert answer.outcome in GIVEN, answer.headline
    assert (answer.value, answer.formula) == (value, formula)


def test_every_operand_is_shown_with_its_cell() -> None:
    answer = ask("寿光和婺源2021年行政许可合计比潍坊多多少")
    assert "寿光、婺源合计 65 件" in answer.headline
    assert "潍坊合计 70 件" in answer.headline
    assert answer.rows[0].formula == "25 + 40 = 65"
    assert [figure.raw for figure in answer.figures] == ["25", "40", "70"]
    assert answer.coverage.read == 3
    assert unexplained(answer_record(answer), {"2021", "2022"}) == set()


def test_one_year_against_another_is_still_a_change_of_the_sum() -> None:
    answer = ask("寿光和潍坊2022年行政许可合计比2021年多多少")
    assert (answer.reading.operation, answer.value) == ("change", "2")


@pytest.mark.parametrize(
    "text", ["寿光和婺源行政许可合计比潍坊多多少", "寿光2021年和2022年行政许可合计比潍坊2021年多多少"]
)
def test_years_that_are_open_are_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_where_one_has_no_report_or_no_figure_there_is_no_sum() -> None:
    assert of_three("寿光和金塔2021年行政许可合计比婺源多多少").outcome is Outcome.NO_REPORT
    lost = of_three("寿光和嵊州2021年行政处罚合计比婺源多多少")
    assert (lost.outcome, lost.value) == (Outcome.NO_CELL, None)
    assert of_town("寿光和婺源2020年采购金额合计比嵊州多多少").value is None


@pytest.mark.parametrize(
    "text",
    [
        "寿光市民正局和婺源2021年行政许可合计比潍坊多多少",
        "寿光和婺源2021年行政许可合计比寿光多多少",
        "寿光和婺源2021年行政许可合计比寿光和潍坊合计多多少",
        "潍坊市民政局和寿光2021年行政许可合计比潍坊和婺源多多少",
    ],
)
def test_a_name_that_may_stand_on_either_side_is_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_a_name_written_apart_is_on_no_side() -> None:
    answer = ask("how many more permits did shou guang and wuyuan together report in 2021 than weifang")
    assert answer.value in ("5", None)
