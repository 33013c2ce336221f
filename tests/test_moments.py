"""Several processes in one library: what one reads together is of one moment, and what it stores is not lost."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest

from assistant import paths
from assistant.answers.routes import route
from assistant.chat import Chat
from assistant.library import anew, build, finding
from assistant.library.build import Progress
from corpus.errors import HomeUnwritable, LibraryBusy, Stopped
from corpus.library import aside, database
from corpus.library.store import Library
from homes import filled, report_text

REPORT = "longkou-2020"
_SAID = TypeVar("_SAID")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.0)
    return filled(tmp_path / "home")


def interrupted(home: Path, own: Callable[..., _SAID], told: list[str]) -> Callable[..., _SAID]:
    """The same, but another process would remove a report first; what it is told is kept."""

    def instead(*arguments: object, **named: object) -> _SAID:
        with Library.open(home / paths.LIBRARY) as other:
            try:
                other.remove(REPORT)
            except LibraryBusy as error:
                told.append(error.text("en"))
        return own(*arguments, **named)

    return instead


def test_figures_are_read_whole_while_another_process_removes_their_report(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    with build.open_library(home) as library:
        before = library.figures()
        monkeypatch.setattr(aside, "together", interrupted(home, aside.together, told))
        assert library.figures() == before
        assert told
        monkeypatch.undo()
        library.remove(REPORT)
        assert {figure.report for figure in before} - {figure.report for figure in library.figures()} == {REPORT}


def test_of_very_many_reports_others_wait_for_a_few_at_most(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with build.open_library(home) as library:
        whole = library.figures()
        monkeypatch.setattr("corpus.library.figures._AT_ONCE", 1)
        assert library.figures() == whole
        ids = [entry.report for entry in library.entries(active=False)]
        assert library.figures(reports=ids[::-1]) == whole


def test_an_answer_is_of_one_moment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(route, "answer", interrupted(home, route.answer, told))
    chat = Chat.open(home)
    assert chat.ask("龙口2020年行政处罚多少件").value == "102"
    assert told
    # Between two questions nobody waits.
    with Library.open(home / paths.LIBRARY) as other:
        other.remove(REPORT)
    monkeypatch.undo()
    assert chat.ask("龙口2020年行政处罚多少件").value is None
    chat.close()


COUNTED = "with recursive n (i) as (select 1 union all select i + 1 from n limit 50000000) select max(i) from n"


def test_an_answer_that_nobody_waits_for_any_more_ends_and_the_chat_goes_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, stopping = Chat.open(home), Event()

    def endless(*_: object, **named: object) -> object:
        stopping.set()
        chat.library.select(COUNTED)
        raise AssertionError("it went on")

    with monkeypatch.context() as patched:
        patched.setattr(route, "answer", endless)
        with pytest.raises(Stopped):
            chat.ask("龙口2020年行政处罚多少件", stopping.is_set)
    with pytest.raises(Stopped):
        # It was stopped while it waited for its turn.
        chat.ask("龙口2020年行政处罚多少件", stopping.is_set)
    assert chat.turns == [] and chat.slots() is None
    stopping.clear()
    answer = chat.ask("龙口2020年行政处罚多少件")
    assert answer.value == "102"
    # What may be asked next is tried in the same way.
    with monkeypatch.context() as patched:
        patched.setattr(route, "answer", endless)
        with pytest.raises(Stopped):
            chat.suggestions(answer, stopping.is_set)
    assert chat.library.select("select 1") == [(1,)]
    chat.close()


def test_making_a_search_index_is_stopped_with_the_answer_it_is_made_for(home: Path) -> None:
    said: list[int] = []

    def heard(progress: Progress) -> None:
        said.append(progress.done)

    chat = Chat.open(home, heard)
    with pytest.raises(Stopped):
        chat.ask("龙口怎么培训干部", lambda: bool(said))
    assert len(said) == 1
    assert chat.ask("龙口2020年行政处罚多少件").value == "102"
    chat.close()


def test_while_the_search_index_is_made_for_a_question_others_may_write(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = Chat.open(home)
    told: list[str] = []
    monkeypatch.setattr("assistant.chat.find_anew", interrupted(home, refuse, told))
    with pytest.raises(LibraryBusy, match="nobody"):
        chat.ask("龙口怎么培训干部")
    assert not told
    assert REPORT not in [entry.report for entry in chat.entries()]
    chat.close()


def refuse(*_: object, **named: object) -> object:
    raise LibraryBusy("没有人", "nobody")


def test_a_search_index_that_another_process_replaces_before_it_is_read_is_opened_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_search, opened = finding.open_search, []

    def meanwhile(library: Library, *arguments: Any, thorough: bool = False) -> finding.Search:
        search = open_search(library, *arguments, thorough=thorough)
        opened.append(thorough)
        if len(opened) < 3:
            with Library.open(home / paths.LIBRARY) as other:
                other.remove(other.entries()[0].report)
                open_search(other, home)
        return search

    with build.open_library(home) as library:
        monkeypatch.setattr(finding, "open_search", meanwhile)
        _, hits = finding.find_anew(library, home, None, "政府信息公开培训", limit=5)
        left = [entry.report for entry in library.entries()]
        assert hits and all(hit.passage.report in left for hit in hits)
    # Nothing was damaged, so that nothing had to be read through.
    assert opened == [False, False, False]


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced there")
def test_nothing_is_stored_in_a_library_whose_place_another_has_taken(home: Path, tmp_path: Path) -> None:
    with build.open_library(home, writable=True) as library:
        with Library.create(tmp_path / "new.db"):
            pass
        (tmp_path / "new.db").replace(home / paths.LIBRARY)
        with pytest.raises(HomeUnwritable):
            library.remove(REPORT)


def test_a_damaged_library_that_another_process_mends_is_not_mended_again(home: Path, tmp_path: Path) -> None:
    damaged = home / paths.LIBRARY
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    assert build.remake(home)
    assert build.remake(home) is None
    assert (home / "library.damaged.db").read_bytes() == content
    assert anew.is_sound(damaged)


def test_what_another_process_adds_while_a_damaged_library_is_made_anew_is_in_the_new_one(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = tmp_path / "later.txt"
    later.write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    add_all = build._add_all
    monkeypatch.setattr(anew, "is_sound", lambda _: False)
    monkeypatch.setattr(build, "is_sound", lambda _: False)

    def meanwhile(library: Library, named: list[Path]) -> object:
        with monkeypatch.context() as once, Library.open(home / paths.LIBRARY) as other:
            once.setattr(build, "_add_all", add_all)
            build.add(other, [later])
        return add_all(library, named)

    monkeypatch.setattr(build, "_add_all", meanwhile)
    build.remake(home)
    monkeypatch.undo()
    with build.open_library(home) as library:
        assert "later" in [entry.report for entry in library.entries(active=False)]
