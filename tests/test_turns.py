"""Half sentences about what was shown: numbers of several turns put together, and the places of a ranking."""

import pytest

from assistant.answer import Answer, Outcome
from town import SHENGZHOU, SHOUGUANG, WUYUAN, ask

FIRST = "寿光2020年行政处罚多少"


def made(answer: Answer) -> tuple[str | None, str | None, str | None]:
    return answer.value, answer.unit, answer.formula


@pytest.mark.parametrize(
    "how", ["合计", "加起来多少", "一共多少", "总共多少件", "加在一起呢", "两个加起来", "in total?"]
)
def test_the_numbers_of_the_turns_before_are_added_up_and_named(how: str) -> None:
    answer = ask(FIRST, "许可呢", how)
    assert made(answer) == ("55", "件", "15 + 40 = 55")
    assert [(figure.row, figure.raw) for figure in answer.figures] == [("行政处罚", "15"), ("行政许可", "40")]
    assert "行政处罚" in (answer.reading.topic or "") and "行政许可" in (answer.reading.topic or "")


@pytest.mark.parametrize("how", ["差多少", "相差多少", "哪个多，多多少", "the difference?"])
def test_two_numbers_are_set_against_each_other(how: str) -> None:
    assert made(ask(FIRST, "许可呢", how)) == ("25", "件", "40 - 15 = 25")


def test_numbers_of_the_prose_are_added_with_their_sentence() -> None:
    answer = ask("寿光2021年网站公开多少条", "微信公众号呢", "加起来")
    assert made(answer) == ("410", "条", "300 + 110 = 410")
    assert "300条" in answer.passages[0].passage.text


@pytest.mark.parametrize(
    ("turns", "why"),
    [
        (["寿光2021年主动公开政府信息多少条", "网站呢"], "重复"),
        (["寿光2020年网站公开多少条", "举办政务公开培训几次"], "单位"),
        ([FIRST, "网站公开多少条"], "正文"),
        ([FIRST, "上一年项目数量呢"], "单位"),
        ([FIRST, "新收申请呢"], "同一件事"),
        (["寿光2020年新收申请多少", "予以公开呢"], "重复"),
        (["寿光2020年予以公开多少", "办理结果总计呢"], "重复"),
        (["寿光2020年行政复议多少", "结果维持呢"], "重复"),
        (["寿光2020年采购金额", "婺源呢"], "没有印单位"),
        (["寿光2020年处罚占三家的比例", "婺源呢"], None),
    ],
)
def test_what_is_no_sum_is_refused_with_the_reason(turns: list[str], why: str | None) -> None:
    answer = ask(*turns, "合计")
    assert answer.value is None
    assert answer.outcome in (Outcome.NOT_STATED, Outcome.CLARIFY)
    assert why is None or why in answer.headline


def test_amounts_in_two_units_are_converted_and_say_so() -> None:
    answer = ask("寿光2020年采购金额", "嵊州呢", "合计")
    assert made(answer) == ("46", "万元", "36.5 + 9.5 = 46")
    assert "95000 元 = 9.5 万元" in answer.headline


def test_after_one_number_or_none_there_is_nothing_to_add() -> None:
    one = ask(FIRST, "合计")
    assert (one.outcome, one.value) == (Outcome.CLARIFY, None)
    none = ask(FIRST, "寿光2020年有哪些问题", "加起来多少")
    assert (none.outcome, none.value) == (Outcome.CLARIFY, None)


def test_a_number_asked_twice_is_one_operand_and_a_sum_is_none() -> None:
    assert made(ask(FIRST, "许可呢", "处罚呢", "合计"))[0] == "55"
    assert made(ask(FIRST, "许可呢", "合计", "强制呢", "合计"))[2] == "15 + 40 + 0 = 55"


def test_of_three_numbers_of_several_things_it_is_open_which_are_meant() -> None:
    turns = (FIRST, "许可呢", "婺源呢")
    assert ask(*turns, "合计").outcome is Outcome.CLARIFY
    assert made(ask(*turns, "最后两个加起来")) == ("65", "件", "40 + 25 = 65")
    assert made(ask(*turns, "前两个加起来")) == ("55", "件", "15 + 40 = 55")


def test_a_sum_goes_on_to_another_agency() -> None:
    answer = ask(FIRST, "许可呢", "合计", "婺源呢")
    assert (answer.reading.agencies, answer.value, answer.formula) == ((WUYUAN,), "40", "15 + 25 = 40")


RANKING = "2020年行政许可排名"
"""寿光 40, 婺源 25, 嵊州 0."""


@pytest.mark.parametrize(
    ("half", "value", "formula"),
    [
        ("第一名比第三名多多少", "40", "40 - 0 = 40"),
        ("前两名差多少", "15", "40 - 25 = 15"),
        ("第一名是第二名的多少倍", "1.6", "40 ÷ 25"),
        ("第二名占多少", "38.461538", "25 ÷ (40 + 25 + 0 = 65)"),
        ("前两名占全部的多少", "100", "(40 + 25 = 65) ÷ (40 + 25 + 0 = 65)"),
        ("去掉第一名呢合计", "25", "25 + 0 = 25"),
        ("去掉最后一名平均多少", "32.5", "(40 + 25) ÷ 2 = 32.50"),
        ("前两名一共多少", "65", "40 + 25 = 65"),
        ("第二名是谁", "25", None),
        ("倒数第二是谁", "25", None),
        ("垫底的呢", "0", None),
        ("who came second?", "25", None),
        ("what share does the first have?", "61.538462", "40 ÷ (40 + 25 + 0 = 65)"),
        ("the difference between the first and the second?", "15", "40 - 25 = 15"),
    ],
)
def test_a_place_is_one_of_the_ranking_before(half: str, value: str, formula: str | None) -> None:
    answer = ask(RANKING, half)
    assert (answer.value, answer.formula) == (value, formula)


@pytest.mark.parametrize(
    ("half", "value"), [("是第二名的多少倍", "1.6"), ("比第二名多多少", "15"), ("by how much over the second?", "15")]
)
def test_what_is_set_against_a_place_is_the_one_just_found(half: str, value: str) -> None:
    assert ask("2020年行政许可谁最多", half).value == value


def test_what_is_set_against_a_place_is_asked_where_nobody_was_found() -> None:
    assert ask(RANKING, "比第二名多多少").outcome is Outcome.CLARIFY


def test_the_holder_of_a_place_is_spoken_of_from_then_on() -> None:
    assert ask(RANKING, "第二名是谁", "它的处罚呢").reading.agencies == (WUYUAN,)
    answer = ask(RANKING, "第三名的处罚呢")
    assert (answer.reading.agencies, answer.value) == ((SHENGZHOU,), "33")


def test_a_tie_is_not_decided() -> None:
    tied = "2020年行政处罚排名"
    assert ask(tied, "第三名是谁").outcome is Outcome.CLARIFY
    assert ask(tied, "第二名占多少").outcome is Outcome.CLARIFY
    assert {row.agency for row in ask(tied, "第二名是谁").rows if row.rank == 2} == {SHOUGUANG, WUYUAN}


def test_a_word_of_the_ranking_is_not_asked_of_one_agency() -> None:
    answer = ask("2020年行政许可谁最多", "它的采购金额")
    assert (answer.reading.agencies, answer.value) == ((SHOUGUANG,), "36.5")


def test_two_rows_added_after_one_agency_are_those_of_that_agency() -> None:
    assert made(ask(FIRST, "用表格的数，许可加处罚"))[0] == "55"


def test_above_the_mean_are_all_that_are() -> None:
    answer = ask("2020年行政许可平均多少", "哪家超过平均")
    assert [row.agency for row in answer.rows] == [WUYUAN, SHOUGUANG]


def test_what_was_asked_of_one_place_is_asked_of_the_next() -> None:
    turns = ("2020年行政许可排名", "第二名的处罚呢")
    assert ask(*turns, "第三名呢").value == "33"
    assert ask(*turns, "第三名是谁").value == "0"


@pytest.mark.parametrize(
    "question",
    [
        "2020年许可排第二的是谁",
        "2020年许可排名第二是哪家",
        "2020年许可位列第二的机关",
        "2020年许可第二多的是谁",
        "Who is number two in permits in 2020?",
        "Which agency ranks second for permits in 2020?",
        "second highest permits in 2020",
    ],
)
def test_the_second_is_found_however_it_is_said(question: str) -> None:
    answer = ask(question)
    assert (answer.value, answer.rows[1].agency) == ("25", WUYUAN)


@pytest.mark.parametrize("half", ["现在多少项", "年底还有几项", "目前有多少项许可", "how many items are there now?"])
def test_what_there_is_at_the_end_of_the_year_is_what_there_was_and_the_change(half: str) -> None:
    answer = ask("寿光2020年许可上一年项目数量", half)
    assert made(answer) == ("15", "项", "12 + 3 = 15")
    assert [figure.raw for figure in answer.figures] == ["12", "增加 3"]


def test_a_form_without_item_columns_has_no_items_now() -> None:
    answer = ask("寿光2021年许可多少", "现在多少项")
    assert (answer.outcome, answer.value) == (Outcome.NO_FIELD, None)


def test_the_end_of_the_year_goes_on_to_another_row() -> None:
    answer = ask("寿光2020年许可上一年项目数量", "现在多少项", "处罚呢")
    assert made(answer)[2] == "20 + (-5) = 15"
    assert "items_filled_as_decisions" in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    ("asked", "outcome", "word"),
    [
        ("婺源2020年采购金额", Outcome.NOT_STATED, "没有印单位"),
        ("寿光2020年采购金额", Outcome.ANSWERED, "单位印的是万元"),
        ("寿光2020年行政处罚", Outcome.ANSWERED, "表格的计数单位"),
    ],
)
def test_the_unit_is_that_of_the_figure_just_shown(asked: str, outcome: Outcome, word: str) -> None:
    answer = ask(asked, "这个单位是元还是万元")
    assert (answer.outcome, word in answer.headline) == (outcome, True)


def test_a_share_right_after_a_sum_is_of_that_sum() -> None:
    assert ask(FIRST, "许可呢", "合计", "处罚占多少").formula == "15 ÷ (15 + 40 = 55)"
    assert ask(FIRST, "婺源呢", "合计", "婺源占多少").formula == "15 ÷ (15 + 15 = 30)"


def test_of_those_listed_only_those_are_ranked() -> None:
    answer = ask("2020年哪些机关行政许可超过20", "其中处罚最多的是谁")
    assert {row.agency for row in answer.rows} == {SHOUGUANG, WUYUAN}


def test_the_other_two_are_those_not_spoken_of() -> None:
    answer = ask("寿光2020年行政许可多少", "另外两家2020年的呢")
    assert {row.agency for row in answer.rows} == {WUYUAN, SHENGZHOU}


def test_of_three_numbers_the_last_two_are_compared_where_they_differ_in_one_thing() -> None:
    assert made(ask("寿光2020年许可", "处罚呢", "婺源呢", "差多少"))[2] == "15 - 15 = 0"
    assert ask(FIRST, "婺源呢", "嵊州呢", "差多少").outcome is Outcome.CLARIFY


def test_a_number_quoted_back_is_one_of_the_report_spoken_of() -> None:
    answer = ask("嵊州2020年行政处罚多少", "那41是什么")
    assert (answer.outcome, answer.value) == (Outcome.DISPUTED, "33")


def test_an_agency_without_a_report_of_the_year_is_told_to_be_not_loaded() -> None:
    answer = ask("寿光2021年行政许可比婺源多多少")
    assert (answer.outcome, answer.value) == (Outcome.NO_REPORT, None)


@pytest.mark.parametrize(
    ("turns", "value", "formula"),
    [
        ((RANKING, "第二名占第一名的多少"), "62.5", "25 ÷ 40"),
        ((RANKING, "第二名和第三名加起来占多少"), "38.461538", "(25 + 0 = 25) ÷ (40 + 25 + 0 = 65)"),
        (("2020年行政许可谁最多", "比最少的多多少"), "40", "40 - 0 = 40"),
        (("2020年行政许可谁最少", "比最多的少多少"), "40", "40 - 0 = 40"),
        (("2020年行政许可最多的两家", "差多少"), "15", "40 - 25 = 15"),
        ((RANKING, "第一名比婺源多多少"), None, "40 - 25 = 15"),
        (("寿光2021年网站公开多少条", "加上微信公众号呢"), "410", "300 + 110 = 410"),
        (("寿光2020年许可上一年项目数量", "处罚呢"), "20", None),
        (("寿光2020年许可上一年项目数量", "处罚决定呢"), "15", None),
        (("寿光2021年网站公开多少条", "微信公众号呢", "合计", "网站占多少"), "73.170732", "300 ÷ (300 + 110 = 410)"),
    ],
)
def test_what_is_set_against_what_is_what_was_said(turns: tuple[str, ...], value: str | None, formula: str) -> None:
    answer = ask(*turns)
    assert answer.formula == formula
    assert value is None or answer.value == value


@pytest.mark.parametrize("half", ["第一名占多少", "前两名差多少", "去掉第一名合计"])
def test_a_place_without_a_ranking_is_asked_back(half: str) -> None:
    answer = ask(FIRST, "许可呢", half)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_a_percentage_less_is_no_share() -> None:
    assert ask(RANKING, "第二名比第一名少百分之几").outcome is Outcome.CLARIFY


def test_a_sum_asked_again_is_not_the_last_sum() -> None:
    answer = ask("2020年行政许可合计", "2020年行政处罚合计", "加起来")
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_a_year_that_is_not_loaded_leaves_nothing_to_add() -> None:
    answer = ask(FIRST, "2018年呢", "合计")
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ((RANKING, "前两名的处罚合计"), "30"),
        ((RANKING, "第二名处罚多少"), "15"),
        ((RANKING, "第一名的许可占它处罚的多少"), "266.666667"),
        (("2020年行政许可谁最多", "去掉它合计"), "25"),
        ((FIRST, "婺源的许可呢", "前者减后者"), "-10"),
        ((FIRST, "婺源的许可呢", "后者是前者的几倍"), "1.666667"),
        ((FIRST, "婺源的许可呢", "前者占后者多少"), "60"),
    ],
)
def test_what_is_asked_of_places_and_of_two_is_asked_of_those(turns: tuple[str, ...], value: str) -> None:
    assert ask(*turns).value == value


@pytest.mark.parametrize(
    "turns",
    [
        (FIRST, "婺源呢", "加100"),
        (FIRST, "婺源呢", "还差多少到200"),
        (FIRST, "许可呢", "合计", "占比呢"),
        ("2020年行政许可谁最多", "它比第二名多百分之几"),
        ("2020年行政许可谁最多", "它占前两名的多少"),
        ("寿光2020年采购金额", "平均每项", "合计"),
    ],
)
def test_what_is_not_certain_gets_no_number(turns: tuple[str, ...]) -> None:
    assert ask(*turns).value is None


def test_two_places_asked_one_after_the_other_are_two_numbers() -> None:
    assert made(ask(RANKING, "第一名多少", "第二名多少", "合计"))[2] == "40 + 25 = 65"
    assert made(ask(RANKING, "第二名是谁", "第一名呢", "差多少"))[2] == "40 - 25 = 15"


def test_the_second_place_is_no_second_item_of_what_was_quoted() -> None:
    assert ask(RANKING, "寿光有哪些问题", "第二名是谁").value == "25"
