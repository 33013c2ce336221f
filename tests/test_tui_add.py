"""Adding reports from the chat: in a process of its own, with progress, stopped by Esc, the library whole."""

import io
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.chat import Chat
from assistant.commands.out import put_record
from assistant.library import aside
from assistant.library.aside import Adding
from assistant.library.build import Added
from assistant.library.crew import MOST_AT_ONCE
from assistant.paths import bundled
from assistant.tui.adding_line import AddingLine, progress_line
from assistant.tui.picks import Offer
from corpus.errors import Usage
from corpus.library.store import Library
from fake_chat import ENTRIES, FakeAdding, FakeChat
from held import HELD
from homes import filled
from tui_seat import Seat, seated, shown


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)


class Gated(FakeChat):
    """Adds five files and waits at the fourth."""

    def __init__(self) -> None:
        super().__init__()
        self.adding: list[FakeAdding] = []

    def add_aside(self, named: Sequence[Path]) -> Adding:
        adding = FakeAdding(named)
        adding.gate = threading.Event()
        self.adding.append(adding)
        return adding


def the_line(seat: Seat) -> str:
    return shown(seat.app.query_one(AddingLine))


def at_the_gate(seat: Seat) -> bool:
    return [sum(line.results.values()) for line in seat.app.query(AddingLine)] == [3]


def test_what_became_of_the_files_is_counted_and_a_failure_says_why() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/add some/folder")
        assert the_line(seat) == "加入 4，失败 1。\n  c.pdf: 文件有密码。请去掉密码。"

    seated(script)


def test_how_the_checks_came_out_is_said_after_what_was_counted_and_is_no_failure() -> None:
    adding = FakeAdding(())
    adding.told = "核对：相符 24 · 不符 2（nianbao check a）"
    line = AddingLine(adding)

    async def script(seat: Seat) -> None:
        seat.transcript.add(line)
        await seat.settle()
        line.hear(Added("a.txt", "added", "a"))
        line.end(adding.fault())
        assert shown(line) == "加入 1。\n  核对：相符 24 · 不符 2（/check a）"
        assert not line.has_class("failed")

    seated(script)


def test_meanwhile_questions_are_answered_and_a_second_folder_has_to_wait() -> None:
    chat = Gated()

    async def script(seat: Seat) -> None:
        seat.box.write("/add here")
        await seat.pilot.press("enter")
        await seat.until(lambda: bool(chat.adding) and bool(seat.app.query(AddingLine)))
        seat.box.write("云溪县林业局2020年行政处罚多少件")
        await seat.pilot.press("enter")
        await seat.until(lambda: "73 件" in seat.said())
        seat.box.write("/add there")
        await seat.pilot.press("enter")
        await seat.until(lambda: "正在添加，先等它完成或按 Esc。" in seat.texts())
        gate = chat.adding[0].gate
        assert gate
        gate.set()
        await seat.settle()
        assert the_line(seat).startswith("加入 4")

    seated(script, chat)


def test_escape_stops_the_adding_and_the_box_keeps_the_keys() -> None:
    chat = Gated()

    async def script(seat: Seat) -> None:
        seat.box.write("/add here")
        await seat.pilot.press("enter")
        await seat.until(lambda: at_the_gate(seat))
        await seat.press("escape")
        assert chat.adding[0].cancelled
        assert the_line(seat).startswith("已停下；加入 2")
        assert seat.box.has_focus
        assert seat.app.adding is None

    seated(script, chat)


def test_leaving_stops_the_adding() -> None:
    chat = Gated()

    async def script(seat: Seat) -> None:
        seat.box.write("/add here")
        await seat.pilot.press("enter")
        await seat.until(lambda: bool(seat.app.query(AddingLine)))

    seated(script, chat)
    assert chat.adding[0].cancelled


def test_the_bar_says_how_fast_it_goes_and_how_long_it_takes() -> None:
    adding = FakeAdding(())
    adding.total = 2000
    line = progress_line(500, adding, 10.0, "a/b.txt")
    assert line == "[#####...............] 500/2000 · 50 份/秒 · 还需 0:30 · a/b.txt · Esc 停下"
    assert progress_line(2000, adding, 40.0, "z") == "已读完，正在更新检索索引…"
    assert progress_line(0, adding, 0.1, "").startswith("[....................] 0/2000")


def test_a_folder_is_really_read_by_another_process(tmp_path: Path) -> None:
    Library.create(tmp_path / "library.db").close()
    folder = tmp_path / "in"
    shutil.copytree(bundled(), folder)
    (folder / "note.txt").write_text("no report\n", encoding="utf-8")
    chat = Chat.open(tmp_path)
    adding = chat.add_aside([folder])
    results = list(adding.results())
    assert len(results) == adding.total
    assert sum(added.result == "added" for added in results) == 5
    assert len(chat.entries()) == 5
    assert adding.fault() == ""
    assert adding.told.startswith("核对：")
    chat.close()


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_what_was_read_before_it_was_stopped_stays_and_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "_PROGRAM", HELD)
    Library.create(tmp_path / "library.db").close()
    folder = tmp_path / "in"
    folder.mkdir()
    text = (bundled() / "longkou-2020.txt").read_text(encoding="utf-8")
    for n in range(3 * MOST_AT_ONCE):
        own = text.replace("2020年", f"{1921 + n % 100}年").replace("龙口", f"龙{'口山水海'[n // 100]}")
        (folder / f"r{n:03}.txt").write_text(own, encoding="utf-8")
    chat = Chat.open(tmp_path)
    adding = chat.add_aside([folder])
    results = adding.results()
    first = next(results)
    adding.cancel()
    told = [first, *results]
    chat.close()
    with Library.open(tmp_path / "library.db") as library:
        stored = library.entries(active=False)
        assert library.faults() == ()
        assert 1 <= len(told) <= len(stored) < 3 * MOST_AT_ONCE
        assert all(library.figures(reports=[entry.report]) for entry in stored)
    assert adding.fault() == ""


def test_what_keeps_a_process_from_its_work_is_its_fault(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    adding = Adding(tmp_path / "home", [bundled()])
    assert list(adding.results()) == []
    assert str(tmp_path / "home") in adding.fault()
    assert adding.told == ""


def test_in_an_empty_library_the_command_alone_takes_the_bundled_reports(tmp_path: Path) -> None:
    Library.create(tmp_path / "library.db").close()
    chat = Chat.open(tmp_path)
    assert chat.to_begin_with() == (bundled(),)
    chat.close()
    full = Chat.open(filled(tmp_path / "full"))
    with pytest.raises(Usage):
        full.to_begin_with()
    full.close()


class Growing(FakeChat):
    """An empty library that holds two reports once something was added."""

    def add_aside(self, named: Sequence[Path]) -> Adding:
        self.loaded = ENTRIES
        return FakeAdding(named)


def test_the_first_reports_of_an_empty_library_bring_questions_to_ask() -> None:
    async def script(seat: Seat) -> None:
        assert not seat.transcript.query(Offer)
        await seat.enter("/add here")
        assert list(seat.transcript.offers()) == ["1", "2", "3"]
        await seat.enter("/add here")
        assert len(seat.transcript.query(Offer)) == 3

    seated(script, Growing(entries=()))


def test_files_that_are_no_reports_are_named_after_those_that_failed() -> None:
    line = AddingLine(FakeAdding(()))
    for n in range(4):
        line.hear(Added(f"list{n}.csv", "not_a_report", None, "不是年度报告", None))
    line.hear(Added("a.pdf", "failed", None, "文件有密码", "请去掉密码。"))
    line.hear(Added("b.pdf", "failed", None, "b.pdf 有密码", "请去掉密码。"))

    async def script(seat: Seat) -> None:
        seat.transcript.add(line)
        await seat.settle()
        line.end("")
        assert shown(line).splitlines() == [
            "不是报告 4，失败 2。",
            "  a.pdf: 文件有密码。请去掉密码。",
            "  b.pdf 有密码。请去掉密码。",
            "  list0.csv: 不是年度报告。",
            "  list1.csv: 不是年度报告。",
            "  list2.csv: 不是年度报告。",
            "  另有 1 个文件",
        ]

    seated(script)


def test_a_record_is_written_with_its_end_so_that_an_interrupt_parts_none_from_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pieces: list[str] = []

    class Pipe(io.StringIO):
        def write(self, text: str) -> int:
            pieces.append(text)
            return len(text)

    monkeypatch.setattr("sys.stdout", Pipe())
    put_record({"file": "a.txt"})
    assert pieces == ['{"file": "a.txt"}\n']
