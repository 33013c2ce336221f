"""Answers in the reports' own words: verbatim, with their place, and of the right report."""

import pytest

from assistant.answer import Outcome
from town import MINZONG, MIYI, SHENGZHOU, SHOUGUANG, TOWN, WUYUAN, ask

EVERYTHING = {
    sentence
    for one in TOWN
    for sentence in (*one.problems, *one.measures, one.last, *(told.sentence for told in one.told))
}


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("寿光2020年有哪些问题", ["一是公开目录更新不及时。", "二是基层业务人员培训不足。"]),
        ("婺源提出了哪些改进措施", ["一是增加政策解读数量。", "二是组织一次政府开放日。"]),
        ("嵊州的问题和措施", ["一是信息更新不及时。", "一是加强对政府信息公开业务的检查。"]),
        ("What problems did Wuyuan report?", ["一是政策解读数量偏少。"]),
    ],
)
def test_problems_and_measures_are_the_items_of_that_report_in_its_order(question: str, texts: list[str]) -> None:
    answer = ask(question)
    assert [hit.passage.text for hit in answer.passages] == texts
    assert all(hit.passage.source.line for hit in answer.passages)
    assert len(answer.reading.agencies) == 1


def test_a_report_that_names_no_problem_is_not_stated() -> None:
    answer = ask("米易2021年存在什么问题")
    assert (answer.outcome, answer.passages, answer.coverage.read) == (Outcome.NOT_STATED, (), 1)


def test_who_mentions_something_is_asked_of_every_report() -> None:
    answer = ask("哪些报告提到政策解读")
    assert set(answer.reading.agencies) == {WUYUAN, SHOUGUANG}
    assert answer.coverage.read == 6
    said, not_said = answer.headline.split("；")
    assert SHENGZHOU not in said
    assert all(agency in not_said for agency in (SHENGZHOU, MIYI, MINZONG))
    assert all("政策解读" in hit.passage.text for hit in answer.passages)


def test_who_does_not_mention_it_are_the_others() -> None:
    assert set(ask("哪些报告没有提到政策解读").reading.agencies) == {SHOUGUANG, SHENGZHOU, MIYI, MINZONG}


def test_who_names_it_as_a_problem_is_not_who_names_it_as_a_measure() -> None:
    answer = ask("哪些报告存在政策解读方面的问题")
    assert {hit.passage.kind for hit in answer.passages} == {"problem"}


def test_what_no_report_mentions_is_not_stated() -> None:
    answer = ask("哪些报告提到区块链")
    assert (answer.outcome, answer.passages, answer.coverage.read) == (Outcome.NOT_STATED, (), 6)


def test_a_section_that_says_nothing_of_substance_does_not_count() -> None:
    answer = ask("哪家在第六部分写了实际内容")
    assert {hit.passage.agency for hit in answer.passages} == {SHOUGUANG}


def test_a_cause_is_a_sentence_of_the_report_or_none() -> None:
    assert [hit.best for hit in ask("婺源2020年为什么线上公开").passages] == ["因受疫情影响，通过线上公开信息60条。"]
    none = ask("寿光2020年处罚为什么减少了")
    assert (none.outcome, none.passages) == (Outcome.NOT_STATED, ())


def test_a_telephone_number_is_quoted_and_nothing_else() -> None:
    assert "0536-5221111" in ask("寿光2020年联系电话").headline
    assert ask("婺源联系电话").outcome is Outcome.NOT_STATED


@pytest.mark.parametrize(
    "question", ["寿光2020年有哪些问题", "谁提到了培训", "寿光2020年更新及时吗", "哪家办了政府开放日", "婺源说了疫情吗"]
)
def test_every_passage_is_verbatim(question: str) -> None:
    answer = ask(question)
    assert answer.passages
    assert {hit.passage.text for hit in answer.passages} <= EVERYTHING


def test_a_question_about_one_agency_is_answered_from_its_report_only() -> None:
    answer = ask("婺源政策解读怎么样")
    assert {hit.passage.agency for hit in answer.passages} <= {WUYUAN}


def test_an_item_of_what_was_just_shown_is_found_by_its_number() -> None:
    answer = ask("寿光2020年的改进措施", "第二条展开说说")
    assert [hit.passage.text for hit in answer.passages] == ["二是组织政务公开业务培训。"]
    assert answer.reading.years == (2020,)


def test_an_item_of_two_agencies_is_asked_back() -> None:
    answer = ask("寿光和婺源2020年的改进措施", "第二条展开说说")
    assert answer.outcome is Outcome.CLARIFY
    assert len(answer.choices) == 2
