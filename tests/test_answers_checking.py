"""Does it add up: told as it is, never better."""

import pytest

from assistant.answer import Outcome
from town import SHENGZHOU, ask


def test_a_check_that_holds_shows_its_numbers() -> None:
    answer = ask("寿光2020年表三勾稽吗")
    assert answer.outcome is Outcome.ANSWERED
    assert "新收 7 + 上年结转 1 = 总计 7 + 结转下年度 1" in answer.headline


def test_a_check_on_an_inferred_cell_is_uncertain_and_never_a_pass() -> None:
    answer = ask("嵊州2020年表三勾稽吗")
    assert answer.outcome is Outcome.NOTED
    assert "不能确定" in answer.headline
    assert "value_lost" in {note.code for note in answer.notes}


def test_a_check_on_a_table_that_is_cut_off_cannot_be_assessed() -> None:
    answer = ask("婺源2020年表三平衡吗")
    assert answer.outcome is Outcome.NO_CELL
    assert "不能核对" in answer.headline


def test_zeros_that_add_up_show_little() -> None:
    assert "weak_evidence" in {note.code for note in ask("寿光2021年表四核对").notes}


def test_the_report_that_contradicts_itself_is_found_among_all() -> None:
    answer = ask("哪些报告正文和表格不一致")
    assert answer.reading.agencies == (SHENGZHOU,)
    assert answer.coverage.read == 6
    assert all(number in answer.headline for number in ("33", "41件"))


def test_what_is_missing_is_told_as_cut_off_and_not_as_zero() -> None:
    answer = ask("婺源报告缺哪些内容")
    assert "截断" in answer.headline
    assert "不是 0" in answer.headline
    assert "wuyuan-2020.txt:18" in answer.headline


def test_a_complete_report_lacks_nothing() -> None:
    assert "都完整" in ask("寿光2020年报告缺哪些内容").headline


def test_parts_that_the_prose_lists_are_added_up() -> None:
    answer = ask("寿光2021年410条的构成对得上吗")
    assert answer.outcome is Outcome.ANSWERED
    assert "410 = 300 + 110" in answer.headline


@pytest.mark.parametrize("question", ["寿光2020年320条的构成对得上吗", "寿光2020年999条对得上吗"])
def test_a_total_whose_parts_the_prose_does_not_list_is_not_checked_with_something_else(question: str) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.NOT_STATED
    assert "成立" not in answer.headline
