"""Of very many reports no more is read than an answer shows, whatever is asked of them."""

from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers import boundary
from assistant.chat import Chat
from corpus.library.store import Library
from corpus.report import Entry, Figure
from made import named
from many_reports import library

LIBRARY = library(5, 120)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports are made, and how many of the reports asked have their cells read, at each reading."""
    counts: list[int] = []
    entries, figures = Library.entries, Library.figures

    def count_entries(*arguments: Any, **named: Any) -> tuple[Entry, ...]:
        made = entries(*arguments, **named)
        counts.append(len(made))
        return made

    def count_figures(*arguments: Any, **named: Any) -> tuple[Figure, ...]:
        made = figures(*arguments, **named)
        counts.append(len({figure.report for figure in made}))
        return made

    monkeypatch.setattr(Library, "entries", count_entries)
    monkeypatch.setattr(Library, "figures", count_figures)
    return counts


def asked(text: str, home: Path) -> Answer:
    return Chat(LIBRARY, home).ask(text)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("行政许可多少件", Outcome.CLARIFY),
        ("行政处罚", Outcome.CLARIFY),
        ("去年行政处罚多少", Outcome.CLARIFY),
        ("教育局2015年行政处罚多少", Outcome.NO_REPORT),
        ("how many penalties", Outcome.CLARIFY),
    ],
)
def test_what_is_asked_back_reads_few(text: str, outcome: Outcome, read: list[int], tmp_path: Path) -> None:
    assert asked(text, tmp_path).outcome is outcome
    assert max(read, default=0) <= 30


def test_whole_tables_of_very_many_reports_are_for_a_file(
    read: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(boundary, "MANY", 10)
    assert asked("所有报告的表三", tmp_path).outcome is Outcome.CLARIFY
    assert max(read, default=0) <= 30
    chat = Chat(LIBRARY, tmp_path)
    chat.whole = True
    assert len({(row.agency, row.year) for row in chat.ask("所有报告的表三").rows}) > 60


def test_of_many_agencies_that_lack_a_year_the_first_are_named(tmp_path: Path) -> None:
    ids = [f"{n}县民政局" for n in "甲乙丙丁戊己庚辛"]
    with named([(name, "report", name) for name in ids] + [("民政局", "kind", name) for name in ids]) as made:
        answer = Chat(made, tmp_path).ask("民政局2015年行政处罚多少")
    assert answer.outcome is Outcome.NO_REPORT
    assert " 等 8 个机关 2015 年的报告。" in answer.headline
    assert sum(name in answer.headline.partition("。")[0] for name in ids) == 6
