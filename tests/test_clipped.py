"""A department said without 局, and words that only look like one."""

import atexit
from functools import cache

import pytest

import town
from assistant.answer import Answer, Outcome
from corpus.library.store import Library

FINANCE, SCHOOLS, HEALTH, ROADS = "长子县财政局", "长子县教育局", "长子县卫生健康委员会", "长子县交通运输局"
_PENALTIES = {FINANCE: 11, SCHOOLS: 12, HEALTH: 13, ROADS: 14}
_PLACE = ("山西省", "长治市", "长子县")


@cache
def _county() -> Library:
    """Four departments of one county, and a department of another."""
    made = Library.memory()
    atexit.register(made.close)
    for n, (agency, decided) in enumerate(_PENALTIES.items()):
        said = f"通过网站公开预算{n + 3}条。"
        told = town.Told(str(n + 3), "条", "通过网站公开预算", f"{n + 3}条", said)
        rows: dict[str, tuple[str, ...]] = {"行政处罚": ("1", "0", str(decided)), "行政事业性收费": ("2", "0")}
        town.add(made, town.Made(f"zhangzi-{n}-2019", agency, _PLACE, 2019, "2019", rows, (told,)))
    elsewhere = ("山西省", "长治市", "襄垣县")
    town.add(made, town.Made("xiangyuan-2019", "襄垣县水利局", elsewhere, 2019, "2019", {"行政处罚": ("1", "0", "5")}))
    return made


def ask(*questions: str) -> Answer:
    """The answer to the last of several questions about the county."""
    chat = town.Town(_county())
    return [chat.ask(question) for question in questions][-1]


@pytest.mark.parametrize(
    ("question", "agency"),
    [
        ("长子县财政2019年处罚", FINANCE),
        ("长子县教育 2019年行政处罚多少件", SCHOOLS),
        ("2019年长子县卫健的处罚是多少", HEALTH),
        ("长子财政，处罚有多少", FINANCE),
        ("长子县交通2019年度行政处罚决定数量", ROADS),
        ("how many penalties did 长子县财政 impose in 2019", FINANCE),
        ("长子县财政处罚多少件", FINANCE),
        ("长子县教育部门处罚多少件", SCHOOLS),
    ],
)
def test_a_department_said_without_its_last_word_is_the_one_that_is_loaded(question: str, agency: str) -> None:
    answer = ask(question)
    assert answer.value == str(_PENALTIES[agency])
    assert answer.reading.agencies == (agency,)
    assert agency in answer.headline


def test_several_departments_are_said_so_and_set_side_by_side() -> None:
    answer = ask("长子县财政和长子县教育2019年处罚谁多")
    assert set(answer.reading.agencies) == {FINANCE, SCHOOLS}


@pytest.mark.parametrize(
    "question", ["长子县财政怎么公开预算", "长子县财政公开了哪些预算", "长子县财政主动公开预算几条"]
)
def test_a_question_in_words_is_answered_from_its_report_alone(question: str) -> None:
    answer = ask(question)
    assert {hit.passage.agency for hit in answer.passages} == {FINANCE}
    assert answer.reading.agencies == (FINANCE,)


@pytest.mark.parametrize(
    "question",
    [
        "长子县财政预算怎么公开",
        "长子县财政资金公开几条",
        "长子县教育领域公开几条",
        "长子县教育收费多少项",
        "长子县财政信息公开几条",
        "长子县卫健系统处罚多少件",
    ],
)
def test_a_word_that_goes_on_or_narrows_a_row_is_no_department(question: str) -> None:
    answer = ask(question)
    assert len(answer.reading.agencies) != 1
    assert answer.value is None


def test_a_department_that_is_not_loaded_is_not_read_as_another() -> None:
    answer = ask("襄垣县财政2019年处罚多少件")
    assert answer.outcome is Outcome.NO_REPORT
    assert answer.value is None
    assert "财政" in answer.headline
    # What follows may make it a matter: no department is missing then.
    assert ask("襄垣县信访和热线的处罚多少件").outcome is Outcome.NOT_STATED


def test_two_loaded_agencies_that_go_by_the_clipped_name_are_asked_for() -> None:
    made = Library.memory()
    for n, agency in enumerate(("长子县卫生健康局", "长子县卫生健康委员会")):
        rows: dict[str, tuple[str, ...]] = {"行政处罚": ("1", "0", str(20 + n))}
        town.add(made, town.Made(f"zhangzi-{n}-2019", agency, _PLACE, 2019, "2019", rows))
    chat = town.Town(made)
    answer = chat.ask("长子县卫健2019年处罚")
    chat.close()
    assert answer.outcome is Outcome.CLARIFY
    assert {choice.label for choice in answer.choices} == {"长子县卫生健康局 2019", "长子县卫生健康委员会 2019"}
