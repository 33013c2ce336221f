"""One figure over many reports: sums, ranks, conditions, and what is left out."""

from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers.many import averages
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Document, Figure, Line, Report, Source, State
from town import MINZONG, MIYI, SHENGZHOU, SHOUGUANG, TOWN, WUYUAN, Town, add, ask, library


def ranked(answer: Answer) -> list[tuple[int | None, str, str | None]]:
    return [(row.rank, row.agency, row.value) for row in answer.rows]


def skipped(answer: Answer) -> set[tuple[str, int | None, str]]:
    return {(s.agency, s.year, s.reason) for s in answer.coverage.skipped}


def codes(answer: Answer) -> set[str]:
    return {note.code for note in answer.notes}


def test_a_sum_shows_its_operands_and_how_many_reports() -> None:
    answer = ask("2020年行政许可合计")
    assert (answer.value, answer.formula) == ("65", "25 + 40 + 0 = 65")
    assert (answer.coverage.read, answer.coverage.skipped) == (3, ())


def test_a_disputed_operand_is_noted() -> None:
    answer = ask("2020年行政处罚合计")
    assert (answer.value, answer.outcome) == ("63", Outcome.NOTED)
    assert codes(answer) == {"disputed_operand"}


def test_years_and_editions_that_are_mixed_are_noted() -> None:
    answer = ask("所有报告行政许可一共多少")
    assert answer.value == "323"
    assert {"mixed_years", "mixed_editions"} <= codes(answer)


def test_printed_units_are_converted_and_an_amount_without_unit_is_left_out_and_named() -> None:
    answer = ask("2020年采购金额合计")
    assert answer.value is not None
    assert (Decimal(answer.value), answer.unit) == (Decimal(46), "万元")
    assert answer.formula is not None
    assert answer.formula.startswith("36.5 + 9.5 = 46")
    assert skipped(answer) == {(WUYUAN, 2020, "unit_not_printed")}
    assert "88000" not in (answer.formula + answer.headline)


def test_a_report_whose_edition_does_not_ask_is_named() -> None:
    answer = ask("其他对外管理服务事项合计")
    assert answer.value == "430"
    assert skipped(answer) == {(agency, 2021, "no_field") for agency in (SHOUGUANG, MIYI, MINZONG)}
    assert "report_skipped" in codes(answer)


def test_a_report_whose_cell_is_lost_is_named_and_is_not_zero() -> None:
    answer = ask("2020年办理结果总计合计多少")
    assert answer.value == "11"
    assert skipped(answer) == {(WUYUAN, 2020, "no_cell")}


def test_what_nobody_has_is_refused_with_the_reason_of_each() -> None:
    answer = ask("2021年采购金额合计")
    assert (answer.outcome, answer.value) == (Outcome.NO_FIELD, None)


def test_equal_figures_share_a_rank_and_the_next_is_counted_on() -> None:
    answer = ask("2020年处罚最少的是谁")
    assert ranked(answer) == [(1, WUYUAN, "15"), (1, SHOUGUANG, "15"), (3, SHENGZHOU, "33")]
    assert WUYUAN in answer.headline
    assert SHOUGUANG in answer.headline
    assert SHENGZHOU not in answer.headline


def test_the_second_is_all_who_share_the_second_rank() -> None:
    answer = ask("2020年处罚第二高")
    first = answer.headline.split("：")[0]
    assert WUYUAN in first
    assert SHOUGUANG in first
    assert SHENGZHOU not in first


def test_the_first_two_are_three_where_two_share_the_second_rank() -> None:
    assert [rank for rank, _, _ in ranked(ask("2020年处罚前两名"))] == [1, 2, 2]


def test_the_order_may_rise() -> None:
    assert [value for _, _, value in ranked(ask("2020年行政许可从低到高"))] == ["0", "25", "40"]


def test_amounts_are_ranked_by_what_they_are_worth_and_one_without_unit_stands_beside() -> None:
    answer = ask("2020年谁的采购金额最高")
    assert ranked(answer) == [(1, SHOUGUANG, "36.5"), (2, SHENGZHOU, "95000"), (None, WUYUAN, "88000")]
    assert {"unit_not_printed", "report_skipped"} <= codes(answer)
    assert "88000" in answer.headline


def test_mean_and_median_show_how_they_were_made() -> None:
    mean, median = ask("2020年处罚平均数"), ask("2020年许可的中位数")
    assert (mean.value, mean.formula) == ("21", "(15 + 15 + 33) ÷ 3 = 21")
    assert (median.value, median.formula) == ("25", "0，25，40")


@pytest.mark.parametrize(
    ("question", "agencies"),
    [
        ("行政许可超过50的有几家", {SHOUGUANG, MIYI}),
        ("2021年行政许可不少于52的", {SHOUGUANG, MIYI}),
        ("2020年许可为0的有几家", {SHENGZHOU}),
        ("哪家2020年行政处罚减少了", {SHOUGUANG}),
        ("哪些机关2021年收到过信息公开申请", {SHOUGUANG}),
    ],
)
def test_a_condition_is_met_by_exactly_these(question: str, agencies: set[str]) -> None:
    assert {row.agency for row in ask(question).rows} == agencies


def test_a_count_of_agencies_is_the_value() -> None:
    assert ask("2020年许可为0的有几家").value == "1"


def test_who_has_any_leaves_out_the_report_that_cannot_be_read() -> None:
    answer = ask("谁有规范性文件")
    assert {row.agency for row in answer.rows} == {SHOUGUANG}
    assert skipped(answer) == {(MIYI, 2021, "no_cell")}
    assert answer.coverage.read == 5


def test_a_number_of_agencies_that_fits_no_year_is_asked_back() -> None:
    assert ask("四家处罚合计").outcome is Outcome.CLARIFY
    assert ask("2020年两家处罚合计").outcome is Outcome.CLARIFY
    assert ask("寿光占2020年两家处罚的比例").outcome is Outcome.CLARIFY
    assert ask("2020年三家许可合计").value == "65"


def test_all_but_one_leaves_out_that_agency() -> None:
    assert {row.agency for row in ask("除了寿光，2020年谁许可最多").rows} == {WUYUAN, SHENGZHOU}


def test_a_province_narrows_the_reports() -> None:
    assert {row.agency for row in ask("山东省哪家许可最多").rows} == {SHOUGUANG}


def test_two_agencies_stand_side_by_side_with_their_difference() -> None:
    answer = ask("比较寿光和婺源2020年的行政许可")
    assert [(row.agency, row.value) for row in answer.rows] == [(SHOUGUANG, "40"), (WUYUAN, "25")]
    assert "40 - 25 = 15" in answer.headline
    assert ask("寿光2020年行政许可比婺源多多少").value == "15"


def test_two_years_of_one_agency_are_both_shown() -> None:
    answer = ask("寿光2020年和2021年行政许可")
    assert {(row.year, row.value) for row in answer.rows} == {(2020, "40"), (2021, "52")}


def test_a_trend_needs_two_years() -> None:
    there, not_there = ask("寿光行政处罚趋势"), ask("婺源行政处罚趋势")
    assert [(row.year, row.value) for row in there.rows] == [(2020, "15"), (2021, "18")]
    assert there.chart
    assert (not_there.outcome, not_there.chart) == (Outcome.NO_REPORT, False)


def test_above_the_mean_is_told_with_both_numbers() -> None:
    answer = ask("寿光2020年处罚高于三家平均吗")
    assert answer.headline.startswith("低于平均：15 < 21")


def test_a_whole_table_of_three_reports_is_every_cell_of_it() -> None:
    answer = ask("导出2020年三家表二")
    assert answer.figures_total == 66
    assert answer.coverage.read == 3


def test_beyond_fifty_operands_the_formula_counts_them() -> None:
    made = library()
    for n in range(60):
        one = TOWN[1]
        add(made, type(one)(f"many-{n}", f"新区{n}管理局", (), 2021, "2021", {"行政许可": (str(n),)}))
    chat = Town(made)
    answer = chat.ask("所有报告行政许可一共多少")
    chat.close()
    total = 323 + sum(range(60))
    assert (answer.value, answer.formula) == (plain(Decimal(total)), f"Σ 66 cells = {total}")
    assert (answer.figures_total, answer.coverage.read) == (66, 66)


def test_a_mean_or_median_of_many_says_what_it_rests_on_and_not_the_first_fifty() -> None:
    two, one = (Decimal(29), Decimal(30)), (Decimal(30),)
    assert averages.quotient((), Decimal(1770), 60) == "(Σ 60 cells = 1770) ÷ 60"
    assert averages.around((), two, 60) == "…，29，30，…"
    assert averages.around((), one, 61) == "…，30，…"
    assert (averages.between(two), averages.between(one)) == (Decimal("29.5"), Decimal(30))
    assert averages.median_of([Decimal(n) for n in range(60)]) == Decimal("29.5")
    assert averages.quotient([Decimal(0), Decimal(1), Decimal(2)], Decimal(3), 3) == "(0 + 1 + 2) ÷ 3"
    assert averages.around([Decimal(3), Decimal(1)], (), 2) == "1，3"


def test_a_group_of_which_a_row_is_lost_has_no_sum() -> None:
    made = Library.memory()
    labels = form.labels("2021", "不予公开")[:-1]
    place = Source("one.txt", "/one.txt", 3)
    figures = [
        Figure("", "", None, "2021", form.REQUESTS, label, "总计", Decimal(1), "件", State.PRINTED, place)
        for label in labels
    ]
    document = Document("one.txt", "/one.txt", "1", "utf-8", (Line(1, "甲县教育局"),))
    made.add(Report(document, "甲县教育局", "甲县教育局", 2021, (), ()), figures, (), ())
    chat = Town(made)
    answers = [chat.ask("2021年不予公开多少件"), chat.ask("所有报告不予公开合计多少件")]
    chat.close()
    assert [(one.outcome, one.value) for one in answers] == [(Outcome.NO_CELL, None)] * 2


@pytest.mark.parametrize(
    ("question", "agencies"),
    [
        ("2020年行政处罚减少超过3项的机关", {SHOUGUANG}),
        ("2020年行政处罚减少超过5项的机关", set()),
        ("2020年行政处罚没有减少的机关", {SHENGZHOU, WUYUAN}),
        ("2020年行政处罚没有增加的机关", {SHENGZHOU, SHOUGUANG}),
        ("2020年行政处罚增加不到20项的机关", {WUYUAN}),
    ],
)
def test_a_condition_on_a_decrease_is_below_zero(question: str, agencies: set[str]) -> None:
    assert {row.agency for row in ask(question).rows} == agencies
