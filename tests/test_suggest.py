"""Every question that is offered can be answered, and says what it was offered for."""

from collections.abc import Iterator

import pytest

from assistant.answer import Outcome
from assistant.answers.turns.suggest import SLOTS, asked, slot_choices
from assistant.chat import Chat
from corpus import form
from corpus.report import Entry
from homes import filled

FIRST = (
    "龙口2020年行政处罚多少件",
    "how many 行政处罚 did 龙口 report in 2020",
    "2020年各单位行政许可一共多少件",
    "哪个机关的行政处罚处理决定最多？",
    "卫健委2021年行政处罚多少件",
    "沙县2020年新收申请多少件",
    "汾阳2020年行政复议总计多少件",
    "龙口2020年存在哪些问题",
)


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    opened = Chat.open(filled(tmp_path_factory.mktemp("suggest") / "home"))
    yield opened
    opened.close()


@pytest.mark.parametrize("question", FIRST)
def test_every_follow_up_that_is_offered_is_answered(chat: Chat, question: str) -> None:
    chat.restart()
    answer = chat.ask(question)
    offered = chat.suggestions(answer)
    assert offered
    assert question not in offered
    for text in offered:
        again = chat.ask(text)
        assert again.outcome in (Outcome.ANSWERED, Outcome.NOTED), text
        assert again.language == answer.language


def test_trying_a_follow_up_leaves_the_conversation_as_it_was(chat: Chat) -> None:
    chat.restart()
    answer = chat.ask(FIRST[0])
    before = chat.slots()
    chat.suggestions(answer)
    assert chat.slots() == before
    assert chat.turns == [answer]


def test_a_refusal_without_a_row_offers_nothing(chat: Chat) -> None:
    chat.restart()
    assert chat.suggestions(chat.ask("今天天气怎么样")) == ()


def cells(entry: Entry) -> Iterator[tuple[str, str]]:
    for edition in entry.editions:
        for table in form.TABLES:
            for row in form.rows(edition, table):
                yield from ((row.label, column) for column in row.columns)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_cell_that_the_slots_can_be_set_to_is_read_as_that_cell(chat: Chat, language: str) -> None:
    misread = []
    for entry in chat.entries():
        for row, column in cells(entry):
            if column == "其他" or row.endswith("/其他"):
                continue
            chat.restart()
            reading = chat.ask(asked(entry.agency, entry.year, row, column, language)).reading
            if (reading.agencies, reading.years, reading.row, reading.column) != (
                (entry.agency,), (entry.year,), row, column,
            ):  # fmt: skip
                misread.append((entry.report, row, column, reading))
    assert misread == []


def test_slots_offer_what_is_loaded_and_what_the_form_has(chat: Chat) -> None:
    chat.restart()
    chat.ask(FIRST[0])
    offered = {slot: dict(chat.slot_choices(slot)) for slot in SLOTS}
    assert set(offered["agency"]) == {entry.agency for entry in chat.entries()}
    assert list(offered["year"]) == ["2020"]
    assert len(offered["row"]) == 8 + 23 + 3
    assert list(offered["column"]) == ["上一年项目数量", "本年增/减", "处理决定数量"]


def test_before_the_first_question_no_slot_offers_anything(chat: Chat) -> None:
    chat.restart()
    assert [chat.slot_choices(slot) for slot in SLOTS] == [()] * 4


def test_an_answer_without_a_cell_has_no_slots_to_change(chat: Chat) -> None:
    answer = chat.ask("龙口2020年存在哪些问题")
    assert slot_choices(answer.reading, "row", chat.entries(), "zh") == ()
