"""A province or a city with a word of sum: what is loaded of it is added up, and said to be no more than that."""

import pytest

from assistant.answer import Outcome
from two_years import ask

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


@pytest.mark.parametrize(
    ("question", "value", "formula"),
    [
        ("浙江省2021年行政许可合计多少", "55", "0 + 55 = 55"),
        ("浙江2021年行政许可一共多少件", "55", "0 + 55 = 55"),
        ("2022年山东省行政处罚总数", "82", "18 + 64 = 82"),
        ("江西省2022年行政许可平均多少", "90.5", "(150 + 31) ÷ 2 = 90.50"),
        ("江西省2022年行政许可的中位数", "90.5", "31，150"),
        ("what is the total of permits in Zhejiang in 2021", "55", "0 + 55 = 55"),
    ],
)
def test_a_sum_of_a_province_is_that_of_its_loaded_reports(question: str, value: str, formula: str) -> None:
    answer = ask(question)
    assert answer.outcome in GIVEN
    assert (answer.value, answer.formula, answer.coverage.read) == (value, formula, 2)


def test_it_says_of_how_many_reports_and_that_others_are_not_in_it() -> None:
    answer = ask("浙江省2021年行政许可合计多少")
    assert "浙江省已载入的报告里有数的 2 份" in answer.headline
    assert "没有载入的不在内" in answer.headline
    assert answer.coverage.read == 2
    english = ask("total of permits in 浙江省 in 2021")
    assert "2 loaded reports of 浙江省" in english.headline


def test_over_several_years_the_years_are_noted_as_mixed() -> None:
    answer = ask("浙江省行政许可合计多少")
    assert (answer.value, answer.coverage.read) == ("117", 4)
    assert "mixed_years" in {note.code for note in answer.notes}


def test_two_provinces_are_added_up() -> None:
    answer = ask("浙江省和江西省2021年行政许可合计")
    assert (answer.value, answer.coverage.read) == ("190", 4)
    assert "浙江省、江西省已载入的" in answer.headline


def test_without_a_word_of_sum_a_province_is_no_report() -> None:
    assert ask("浙江省2021年行政许可多少").outcome is Outcome.NO_REPORT


def test_a_province_of_which_nothing_is_loaded_has_no_sum() -> None:
    answer = ask("福建省2021年行政许可合计")
    assert (answer.outcome, answer.value) == (Outcome.NO_REPORT, None)


def test_levels_and_conditions_go_with_a_province() -> None:
    assert ask("浙江省县级机关2021年行政许可合计").value is None, "one agency is no sum of a province"
    assert ask("山东省2021年行政处罚超过20件的合计").value == "80"
