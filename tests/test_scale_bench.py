"""The bench of scale: what it writes is what its questions are answered from."""

from decimal import Decimal
from itertools import islice
from pathlib import Path

from assistant.chat import Chat
from corpus import form
from scale import OVER, agencies, library, over, understanding


def test_every_name_is_another() -> None:
    assert len({agency for agency, _ in islice(agencies(), 5_000)}) == 5_000
    assert next(agencies())[1] == ("北京市",)


def test_a_sum_over_the_library_is_the_sum_of_what_was_written(tmp_path: Path) -> None:
    made = library(7, tmp_path / "library.db")
    written = [f.value for f in made.figures(table=form.ACTIVE, rows=["行政处罚"]) if "处理决定" in f.column]
    chat = Chat(made)
    answer = chat.ask(OVER[0])
    assert len(written) == 7 and Decimal(answer.value or "-1") == sum(value or Decimal(0) for value in written)
    assert [text for text, _ in over(chat, OVER, 1)] == list(OVER)
    chat.close()


def test_each_question_is_measured() -> None:
    assert len(understanding(library(8), 12)) == 12
