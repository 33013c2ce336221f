"""A thousand questions asked by someone who had not seen the code: none may be answered with a wrong figure.

`asked.jsonl` holds each question, or the turns of a conversation, with the outcomes a careful reader of the reports
accepts for the last one, and the value where there is one. They were used to mend the understanding, so they are no
measure of it: they keep it from slipping back.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.chat import Chat
from assistant.output.render import answer_record

ASKED = [json.loads(line) for line in Path(__file__).with_name("asked.jsonl").read_text(encoding="utf-8").splitlines()]
ANSWERS = {"answered", "noted", "disputed"}
AT_LEAST = 0.85


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The answer to each question, in the order of the file."""
    chat = Chat.open(tmp_path_factory.mktemp("home"))
    return [_asked(chat, item) for item in ASKED]


def _asked(chat: Chat, item: dict[str, Any]) -> dict[str, Any]:
    chat.restart()
    record: dict[str, Any] = {}
    for turn in item.get("turns") or [item["question"]]:
        record = answer_record(chat.ask(turn))
    return record


def _wrong(record: dict[str, Any], expect: dict[str, Any]) -> bool:
    """A figure is given where none may be, or another than the one that is right. The sign of a difference is free."""
    if record["value"] is None or record["outcome"] not in ANSWERS:
        return False
    if not ANSWERS & set(expect["outcome"]):
        return True
    return "value" in expect and abs(abs(Decimal(record["value"])) - abs(Decimal(expect["value"]))) > Decimal("0.00001")


def test_no_question_is_answered_with_a_wrong_figure(records: list[dict[str, Any]]) -> None:
    wrong = [
        (item.get("turns") or item["question"], record["value"], record["outcome"])
        for item, record in zip(ASKED, records, strict=True)
        if _wrong(record, item["expect"])
    ]
    assert wrong == []


def test_most_questions_end_as_a_reader_expects(records: list[dict[str, Any]]) -> None:
    right = sum(r["outcome"] in item["expect"]["outcome"] for item, r in zip(ASKED, records, strict=True))
    assert right / len(ASKED) >= AT_LEAST
