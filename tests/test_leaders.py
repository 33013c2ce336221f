"""Those that lead a ranking, or meet a condition, in their own words: figure first, then what they write."""

import pytest

from assistant.answer import Answer, Outcome
from town import SHENGZHOU, SHOUGUANG, WUYUAN, ask

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


def said(answer: Answer) -> set[tuple[str, str]]:
    return {(hit.passage.agency, hit.passage.text) for hit in answer.passages}


@pytest.mark.parametrize(
    "question", ["2020年处罚第一名的改进措施", "2020年处罚最多的机关有哪些改进措施", "2020年处罚最多的那家怎么改"]
)
def test_the_measures_of_the_one_that_leads_stand_below_its_figure(question: str) -> None:
    answer = ask(question)
    assert answer.outcome in GIVEN
    assert (answer.value, answer.unit) == ("33", "件")
    assert said(answer) == {(SHENGZHOU, "一是加强对政府信息公开业务的检查。")}
    assert "措施" in answer.headline


def test_the_problems_of_the_first_two() -> None:
    answer = ask("2020年许可最多的两家存在什么问题")
    assert answer.outcome in GIVEN
    assert {agency for agency, _ in said(answer)} == {SHOUGUANG, WUYUAN}
    assert all("不" in text or "少" in text for _, text in said(answer))


def test_the_second_is_quoted_and_not_the_first() -> None:
    assert {agency for agency, _ in said(ask("2020年许可第二名的改进措施"))} == {WUYUAN}


def test_those_that_meet_a_condition_are_quoted() -> None:
    answer = ask("2020年处罚超过20件的机关有什么问题")
    assert answer.outcome in GIVEN
    assert said(answer) == {(SHENGZHOU, "一是信息更新不及时。")}


def test_a_report_that_writes_nothing_of_it_is_said_to() -> None:
    answer = ask("2021年许可最多的机关的改进措施")
    assert (answer.value, answer.passages) == ("200", ())
    assert "报告没有写措施" in answer.headline


def test_a_sum_and_words_are_two_questions() -> None:
    answer = ask("2020年处罚合计和改进措施")
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)
    assert "措施" in answer.headline
    assert "两问" in answer.headline


def test_of_a_rate_too() -> None:
    answer = ask("2020年予以公开率最高的机关的改进措施")
    assert answer.value is None or answer.reading.operation == "rate"
    assert {agency for agency, _ in said(answer)} <= {row.agency for row in answer.rows if row.rank == 1}
