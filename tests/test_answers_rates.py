"""Quotients: each with its operands, 0 ÷ 0 undefined, and a share of the right whole."""

from decimal import Decimal

import pytest

from assistant.answer import Outcome
from assistant.answers.compose import percent, trimmed, two_places
from town import SHOUGUANG, WUYUAN, ask


def test_a_share_is_of_the_sum_over_the_reports_named() -> None:
    answer = ask("寿光处罚占2020年三家处罚的比例")
    assert (answer.value, answer.unit) == ("23.809524", "%")
    assert answer.formula == "15 ÷ (15 + 15 + 33 = 63)"
    assert answer.headline.startswith("23.81 % (15/63)")


def test_a_share_of_rows_is_of_the_rows_behind_it() -> None:
    assert ask("寿光2020年行政处罚占行政许可的比例").value == "37.5"
    answer = ask("寿光2020年许可占处罚和许可之和的比例")
    assert (answer.value, answer.formula) == ("72.727273", "40 ÷ (15 + 40 = 55)")


def test_a_rate_by_name_gives_both_usual_denominators() -> None:
    answer = ask("寿光2020年纠错率")
    assert (answer.value, answer.unit) == ("14.285714", "%")
    assert answer.headline.startswith("14.29 % (1 ÷ 7；只算已审结 1 ÷ 4 = 25.00 %)")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("寿光2020年复议纠错率", "25"),
        ("寿光2020年诉讼纠错率", "0"),
        ("寿光2020年办结率", "87.5"),
        ("寿光2020年予以公开率", "57.142857"),
        ("寿光2020年不予公开率", "14.285714"),
        ("寿光2020年结转率", "12.5"),
    ],
)
def test_a_rate_by_name_is_read_from_the_cells_it_names(question: str, value: str) -> None:
    assert ask(question).value == value


def test_zero_by_zero_is_undefined_and_not_zero() -> None:
    answer = ask("寿光2021年纠错率")
    assert (answer.outcome, answer.value, answer.exit) == (Outcome.UNDEFINED, None, 3)
    assert "0 ÷ 0" in answer.headline


def test_one_undefined_rate_does_not_hide_the_others() -> None:
    answer = ask("各家纠错率")
    assert [(row.agency, row.year) for row in answer.rows if row.value] == [(SHOUGUANG, 2020)]
    assert {row.state for row in answer.rows if row.value is None} == {"undefined"}
    assert [(s.agency, s.reason) for s in answer.coverage.skipped] == [(WUYUAN, "no_cell")]


def test_the_rate_of_a_report_that_is_cut_off_is_no_cell() -> None:
    assert ask("婺源2020年纠错率").outcome is Outcome.NO_CELL


def test_a_number_divided_by_zero_is_undefined() -> None:
    answer = ask("寿光2020年处罚是嵊州许可的几倍")
    assert answer.value is None
    assert ask("寿光2020年许可是嵊州的几倍").outcome is Outcome.UNDEFINED


def test_growth_is_the_change_over_the_items_before() -> None:
    answer = ask("寿光2020年行政许可增长率")
    assert (answer.value, answer.formula) == ("25", "3 ÷ 12")


def test_an_amount_per_item_keeps_the_printed_unit_or_none() -> None:
    there, none = ask("嵊州2020年平均每个采购项目多少钱"), ask("婺源2020年平均每个采购项目多少钱")
    assert (there.value, there.unit) == ("31666.666667", "元")
    assert (none.value, none.unit) == ("44000", None)
    assert "unit_not_printed" in {note.code for note in none.notes}


def test_decisions_divided_by_items_say_that_they_count_different_things() -> None:
    answer = ask("寿光2020年处罚决定数相当于项目数的百分之几")
    assert answer.value == "75"
    assert "columns_mixed" in {note.code for note in answer.notes}


def test_one_agency_as_a_multiple_of_another_in_the_order_said() -> None:
    assert ask("寿光2020年许可是婺源的几倍").value == "1.6"
    assert ask("婺源2020年许可是寿光的几倍").value == "0.625"


def test_a_ratio_for_each_report_shows_the_operands_of_each() -> None:
    answer = ask("2020年各家许可处罚比")
    assert {row.agency: row.formula for row in answer.rows}[SHOUGUANG] == "40 ÷ 15"


@pytest.mark.parametrize(
    ("over", "under", "value", "shown"),
    [
        ("102", "259", "39.382239", "39.38"),
        ("1", "3", "33.333333", "33.33"),
        ("1", "8", "12.5", "12.50"),
        ("1", "1600", "0.0625", "0.06"),
        ("0", "5", "0", "0.00"),
        ("5", "5", "100", "100.00"),
    ],
)
def test_a_percentage_has_six_places_and_is_shown_with_two(over: str, under: str, value: str, shown: str) -> None:
    assert percent(Decimal(over), Decimal(under)) == value
    assert two_places(value) == shown


def test_halves_go_to_the_even_side() -> None:
    assert two_places("0.125") == "0.12"
    assert two_places("0.135") == "0.14"


def test_zeros_at_the_end_of_a_fraction_fall_away_and_others_stay() -> None:
    assert str(trimmed(Decimal("12.500"))) == "12.5"
    assert str(trimmed(Decimal("100.00"))) == "100"
