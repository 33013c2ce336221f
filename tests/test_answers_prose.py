"""Numbers that only the prose gives, each with the sentence it stands in."""

from contextlib import closing

import pytest

from assistant.answer import Outcome
from corpus.library.store import Library
from town import PARTS, SHENGZHOU, SHOUGUANG, WUYUAN, Made, Told, Town, add, ask


@pytest.mark.parametrize(
    ("question", "value", "unit", "sentence"),
    [
        ("寿光2020年政务公开培训几次", "26", "次", "举办政务公开培训26次。"),
        ("寿光2021年主动公开政府信息多少条", "410", "条", f"全年主动公开政府信息{PARTS}。"),
        ("婺源2020年受疫情影响线上公开信息多少条", "60", "条", "因受疫情影响，通过线上公开信息60条。"),
    ],
)
def test_a_number_of_the_prose_is_quoted_with_its_sentence(question: str, value: str, unit: str, sentence: str) -> None:
    answer = ask(question)
    assert (answer.value, answer.unit, answer.figures) == (value, unit, ())
    assert [hit.passage.text for hit in answer.passages] == [sentence]


def test_an_approximate_number_says_so() -> None:
    answer = ask("寿光2020年公众号多少条")
    assert (answer.outcome, answer.value) == (Outcome.NOTED, "90")
    assert "90余条" in answer.headline
    assert "approximate" in {note.code for note in answer.notes}


def test_a_share_within_one_sentence_names_both_numbers() -> None:
    answer = ask("寿光2021年网站占主动公开政府信息的比例")
    assert (answer.value, answer.formula) == ("73.170732", "300 ÷ 410")


def test_there_is_no_share_where_the_parts_do_not_add_up_to_the_whole() -> None:
    assert ask("寿光2020年网站占比").value is None


def test_each_report_counts_in_its_own_way_and_one_that_says_nothing_is_named() -> None:
    answer = ask("2020年主动公开信息条数排名")
    assert [(row.agency, row.value) for row in answer.rows] == [(SHOUGUANG, "320"), (WUYUAN, "150")]
    assert [(s.agency, s.reason) for s in answer.coverage.skipped] == [(SHENGZHOU, "not_stated")]
    assert "different_scopes" in {note.code for note in answer.notes}


@pytest.mark.parametrize("question", ["寿光2020年有多少工作人员", "婺源2020年发了多少条微博", "米易2021年举办培训几次"])
def test_a_number_that_no_sentence_gives_is_not_stated(question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.value) == (Outcome.NOT_STATED, None)


def test_the_number_of_another_report_is_not_taken() -> None:
    answer = ask("婺源2020年政务公开培训几次")
    assert answer.value is None
    assert "26" not in answer.headline


def test_two_numbers_quoted_back_are_both_found_with_what_they_count() -> None:
    answer = ask("寿光2020年公开信息到底是320条还是200条")
    assert "320条" in answer.headline
    assert "200条" in answer.headline
    assert answer.value is None


def test_an_amount_of_something_that_is_nowhere_stated_is_declined_not_quoted_around() -> None:
    answer = ask("寿光2020年办公用品花了多少钱")
    assert answer.outcome is Outcome.NOT_STATED
    assert not answer.passages


def test_a_number_of_more_than_the_year_says_that_it_is_cumulative() -> None:
    sentence = "自2008年以来累计公开政府信息9000条。"
    told = Told("9000", "条", "累计公开政府信息", "9000条", sentence, cumulative=True)
    made = Library.memory()
    add(made, Made("a-2020", SHOUGUANG, ("山东省", "潍坊市", "寿光市"), 2020, "2019", {}, (told,)))
    chat = Town(made)
    for question in ("寿光2020年公开政府信息多少条", "2020年公开信息条数排名"):
        chat.restart()
        answer = chat.ask(question)
        assert "累计 9000条" in answer.headline, question
        assert "cumulative" in {note.code for note in answer.notes}
    chat.close()


@pytest.mark.parametrize(
    "question",
    [
        "寿光2020年的公开目录有多少项",
        "寿光2020年没公开多少条信息",
        "寿光2020年公开企业信息多少条",
        "寿光2020年公开自然人信息多少条",
        "寿光2020年导出了多少条信息",
        "寿光2020年与上年相比公开了多少条信息",
        "寿光2020年公开了多少条联系方式",
        "寿光2020年开展检查多少次",
        "寿光2020年公开其他信息多少条",
        "寿光2020年公开县级信息多少条",
    ],
)
def test_a_word_that_is_a_slot_elsewhere_is_not_passed_over_beside_a_number_of_the_prose(question: str) -> None:
    answer = ask(question)
    assert answer.value is None
    assert not answer.rows


def test_a_sum_of_nothing_but_common_words_gives_the_numbers_side_by_side() -> None:
    assert "410条" in ask("寿光2021年公开信息合计多少条").headline


def test_other_penalties_than_those_of_the_form_are_none_of_its_figures() -> None:
    assert ask("寿光2020年别的行政处罚多少件").value is None


def _told(*told: Told) -> Town:
    made = Library.memory()
    add(made, Made("a-2020", SHOUGUANG, ("山东省", "潍坊市", "寿光市"), 2020, "2019", {}, told))
    return Town(made)


def test_the_total_of_a_list_is_no_number_of_one_of_its_entries() -> None:
    whole = "公开医疗、养老、托幼等民生信息"
    told = Told("25", "条", whole, "25条", f"{whole}25条。")
    for question, value in (
        ("寿光2020年养老信息多少条", None),
        ("寿光2020年医疗信息公开了多少条", None),
        ("寿光2020年民生信息多少条", "25"),
    ):
        with closing(_told(told)) as chat:
            assert chat.ask(question).value == value, question


def test_each_of_two_has_the_number_that_is_given_for_each() -> None:
    with closing(_told(Told("1", "个", "设立公众号、政务微博", "1个", "设立公众号、政务微博各1个。"))) as chat:
        assert chat.ask("寿光2020年政务微博几个").value == "1"


def test_a_number_that_counts_just_what_is_asked_goes_before_one_that_names_it_by_the_way() -> None:
    sentence = "网站发布信息64条，其中部门动态信息35条。"
    by_the_way = "通过网站发布栏目和部门动态公开重点领域信息"
    told = (
        Told("35", "条", "部门动态信息", "35条", sentence),
        Told("25", "条", by_the_way, "25条", f"{by_the_way}25条。"),
    )
    with closing(_told(*told)) as chat:
        assert chat.ask("寿光2020年网站发布的信息里，部门动态信息几条").value == "35"


def test_up_to_a_date_may_be_the_year_and_is_not_called_cumulative() -> None:
    with closing(
        _told(Told("85", "条", "主动公开信息", "85条", "截至12月底，主动公开信息85条。", cumulative=True))
    ) as chat:
        answer = chat.ask("寿光2020年主动公开信息多少条")
    assert answer.headline.startswith("85条")
    assert "cumulative" in {note.code for note in answer.notes}


def _two_told() -> Town:
    sentence = "承办人大建议共2件、政协提案共7件，通过平台主动公开信息129条。"
    told = (
        Told("2", "件", "承办人大建议", "2件", sentence),
        Told("7", "件", "政协提案", "7件", sentence),
        Told("129", "条", "通过平台主动公开信息", "129条", sentence),
    )
    made = Library.memory()
    add(made, Made("a-2020", SHOUGUANG, ("山东省", "潍坊市", "寿光市"), 2020, "2019", {}, told))
    return Town(made)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many CPPCC proposals did Shouguang handle in 2020?", "7"),
        ("How many NPC suggestions did Shouguang handle in 2020?", "2"),
        ("How many items did Shouguang disclose on its own initiative in 2020?", "129"),
    ],
)
def test_a_number_is_that_of_the_thing_said_in_english_and_of_none_related(question: str, value: str) -> None:
    with closing(_two_told()) as chat:
        answer = chat.ask(question)
    assert answer.value in (value, None)
    assert not answer.headline[:1].isdigit() or answer.headline.startswith(value)


@pytest.mark.parametrize(
    "question",
    [
        "How many full-time staff work on information disclosure in Shouguang in 2020?",
        "How many leaflets about information disclosure did Shouguang print in 2020?",
        "寿光2020年主动公开信息的有多少人",
    ],
)
def test_items_are_no_people_and_an_unread_word_fits_no_number(question: str) -> None:
    with closing(_two_told()) as chat:
        assert chat.ask(question).value is None
