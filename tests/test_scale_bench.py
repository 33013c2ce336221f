"""The bench of scale: what it writes is what its questions are answered from."""

from decimal import Decimal
from itertools import islice

from assistant.chat import Chat
from damage_form import ACTIVE
from scale import OVER, agencies, library, over, understanding


def test_every_name_is_another() -> None:
    assert len({agency for agency, _ in islice(agencies(), 5_000)}) == 5_000
    assert next(agencies())[1] == ("北京市",)


def test_a_sum_over_the_library_is_the_sum_of_what_was_written() -> None:
    made = library(7)
    written = [f.value for f in made.figures(table=ACTIVE, rows=["行政处罚"], columns=["处理决定数量"])]
    chat = Chat(made)
    answer = chat.ask(OVER[0])
    assert len(written) == 7 and Decimal(answer.value or "-1") == sum(value or Decimal(0) for value in written)
    assert [text for text, _ in over(chat, 1)] == list(OVER)
    chat.close()


def test_each_question_is_measured() -> None:
    assert len(understanding(300, 12)) == 12
