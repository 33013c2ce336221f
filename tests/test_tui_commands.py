"""Commands, errors, help, and the ways out."""

import codecs
from pathlib import Path

import pytest

from assistant import sessions
from assistant.chat import Chat
from assistant.tui.commands import KINDS, NAMES
from assistant.tui.help_screen import HelpScreen
from assistant.tui.rows import Rows
from assistant.tui.slot_line import SlotLine
from assistant.tui.source_pane import SourceText
from fake_chat import QINGLAN, FakeChat
from homes import filled
from tui_seat import Seat, seated

QUESTION = "云溪县林业局2020年行政处罚多少件"


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)


def test_control_c_says_how_to_leave_and_does_not() -> None:
    async def script(seat: Seat) -> None:
        seat.app.action_help_quit()
        await seat.settle()
        assert any("Ctrl+Q 退出" in line for line in seat.screen()[-8:])
        assert seat.app.is_running

    seated(script)


def test_of_very_many_reports_the_first_are_listed_and_the_rest_is_where_it_can_be_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.tui.deeds.MOST", 1)
    monkeypatch.setattr("assistant.tui.deeds._VERY_MANY", 1)

    async def script(seat: Seat) -> None:
        await seat.enter("/reports")
        assert "2 份报告 · 2 个机关" in seat.said() and "这里是前 1 份" in seat.said()
        assert len(seat.app.query_one(Rows).lines) == 1
        await seat.enter("/check")
        assert "> 哪些报告的表格对不上" in seat.said()

    seated(script)


@pytest.mark.parametrize("way", ["ctrl+q", "/quit", "/退出"])
def test_there_is_a_way_out(way: str) -> None:
    async def script(seat: Seat) -> None:
        await (seat.enter(way) if way.startswith("/") else seat.press(way))
        assert not seat.app.is_running

    assert seated(script).return_code == 0


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("busy", "库正被另一个进程写入，请稍后再试。"),
        ("broken", "程序出错（RuntimeError: a slip of ours）。可继续提问。"),
    ],
)
def test_an_error_is_one_line_and_the_next_question_is_answered(question: str, line: str) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(question)
        assert seat.texts(".failed") == [line]
        assert not seat.transcript.query(".waiting")
        await seat.enter(QUESTION)
        assert "73 件" in seat.said()

    seated(script)


def test_a_command_that_does_not_exist_is_named() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/reprots")
        assert seat.texts(".failed") == ["没有 /reprots 命令；/help 列出命令。"]

    seated(script)


@pytest.mark.parametrize("way", ["f1", "ctrl+g", "/help", "/"])
def test_help_lists_keys_and_commands_and_goes_again(way: str) -> None:
    async def script(seat: Seat) -> None:
        await (seat.enter(way) if way.startswith("/") else seat.press(way))
        assert isinstance(seat.app.screen, HelpScreen)
        assert "Ctrl+Q" in "\n".join(seat.screen())
        await seat.press("escape")
        assert not isinstance(seat.app.screen, HelpScreen)
        assert seat.box.has_focus

    seated(script)


def test_reports_are_listed_and_open_at_their_beginning() -> None:
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        await seat.enter("/reports")
        rows = [line.replace("▌", " ").split() for line in seat.screen() if "qinglan-2021.txt" in line]
        assert rows[0][-6:] == [QINGLAN, "2021", "2019", "3", "7", "qinglan-2021.txt"]
        await seat.press("tab", "enter")
        assert chat.opened == ["yunxi-2020"]
        assert any("> 1 " in line or ">  1 " in line for line in seat.screen())

    seated(script, chat)


def test_checks_that_do_not_hold_are_listed_with_their_lines() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/check")
        assert "核对了 2 处，1 处相符；其余 1 处在 1 份报告里" in seat.texts()
        assert any("不符" in line and "正文七十四件，表格 73 件" in line for line in seat.screen())
        await seat.press("tab", "enter")
        assert seat.pane.display
        spot = seat.app.query_one(SourceText).spot
        assert spot is not None
        assert (spot.report, spot.lines) == ("yunxi-2020", (4, 9))
        assert sum(" 4 2020年" in line or " 9 行政处罚" in line for line in seat.screen() if "> " in line) == 2

    seated(script)


def test_restart_forgets_the_turns_the_slots_and_the_screen() -> None:
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.press("ctrl+n")
        await seat.enter("/restart")
        assert chat.turns == []
        assert not seat.pane.display
        assert seat.app.query_one(SlotLine).text == ""
        assert "73 件" not in seat.said()
        assert "可以这样问：" in seat.said()
        await seat.press("up", "up")
        assert seat.box.text == QUESTION

    seated(script, chat)


def test_an_export_is_written_under_a_name_that_is_free(tmp_path: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        for _ in range(2):
            await seat.enter("/export")
        for kind in ("csv", "xlsx", "json", "csv nianbao.csv"):
            await seat.enter(f"/export {kind}")
        assert seat.texts(".failed") == [f"{tmp_path / 'nianbao.csv'} 已存在，请换一个文件名。"]

    seated(script)
    assert {path.name for path in tmp_path.iterdir()} == {
        "nianbao.md",
        "nianbao-2.md",
        *(f"nianbao.{kind}" for kind in ("csv", "xlsx", "json")),
    }
    assert QUESTION in (tmp_path / "nianbao.md").read_text(encoding="utf-8")
    assert (tmp_path / "nianbao.csv").read_bytes().startswith(codecs.BOM_UTF8)
    assert (tmp_path / "nianbao.xlsx").read_bytes().startswith(b"PK")
    assert '"73"' in (tmp_path / "nianbao.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("json nowhere/at/all.json", "写不了"),
        ("table.doc", "请用 .csv、.xlsx、.md 或 .json 结尾"),
    ],
)
def test_an_export_says_why_it_cannot_be_written(words: str, why: str) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.enter(f"/export {words}")
        assert why in seat.texts(".failed")[0]

    seated(script)


def test_a_table_is_only_exported_where_there_is_one(tmp_path: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/export xlsx")
        assert "没有可以导出的表" in seat.texts(".failed")[0]

    seated(script)
    assert not list(tmp_path.iterdir())


def test_a_metric_that_cannot_be_used_is_named_at_the_start(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    (home / "metrics.toml").write_text("[[metric]\n", encoding="utf-8")

    async def script(seat: Seat) -> None:
        assert any("metrics.toml" in line for line in seat.texts(".failed"))
        await seat.enter("2020年龙口行政处罚多少件")
        assert "102 件" in seat.said()

    seated(script, Chat.open(home))


def kept(home: Path, name: str, *questions: str) -> None:
    chat = Chat.open(home)
    chat.resume(name)
    for question in questions:
        chat.ask(question)
    chat.close()


def test_an_earlier_conversation_is_chosen_shown_and_gone_on_with(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    kept(home, "one", "龙口2020年行政处罚多少件")
    kept(home, "two", "沙县2020年行政许可多少件", "那行政处罚呢")

    async def script(seat: Seat) -> None:
        await seat.enter("沙县2020年行政强制多少件")
        await seat.enter("/sessions")
        lines = [line for line in seat.screen() if " 轮 · " in line]
        assert "2 轮 · 沙县2020年行政许可多少件 · two" in lines[0]
        assert "1 轮 · 龙口2020年行政处罚多少件 · one" in lines[1]
        await seat.press("enter")
        assert "436 件" in seat.said()
        assert "接着对话“two”。" in seat.texts(".said")
        assert "沙县" in seat.app.query_one(SlotLine).text
        await seat.enter("那龙口呢")
        assert "102 件" in seat.said()

    seated(script, Chat.open(home))
    assert len(sessions.read(home, "two").answered) == 3
    assert len(sessions.read(home, "one").answered) == 1


def test_a_conversation_is_named_by_hand_and_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")

    async def script(seat: Seat) -> None:
        await seat.enter("/sessions")
        assert seat.texts(".said") == ["还没有以前的对话。"]
        await seat.enter("/sessions ../x")
        assert "会话名" in seat.texts(".failed")[0]
        await seat.enter("/sessions fines")
        assert seat.texts(".said") == ["新的对话“fines”从这里开始。"]
        await seat.enter("龙口2020年行政处罚多少件")

    seated(script, Chat.open(home))
    assert sessions.names(home) == ("fines",)


def test_the_last_answer_can_be_copied_as_plain_text() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/copy")
        assert seat.app.clipboard == ""
        await seat.enter(QUESTION)
        await seat.enter("/copy")
        assert "73 件" in seat.app.clipboard
        assert "yunxi-2020.txt:9" in seat.app.clipboard

    seated(script)


def test_the_palette_lists_the_commands() -> None:
    async def script(seat: Seat) -> None:
        names = [command.title for command in seat.app.get_system_commands(seat.app.screen)]
        assert {name.split()[0] for name in names} == set(NAMES) - {"/add"}
        assert [name for name in names if name.startswith("/export")] == [f"/export {kind}" for kind in KINDS]

    seated(script)


def test_the_palette_asks_in_the_language_of_the_interface() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("ctrl+o")
        assert any("键入以查找命令" in line for line in seat.screen())
        await seat.press("ctrl+o")
        assert len(seat.app.screen_stack) == 2
        await seat.press("escape")
        assert len(seat.app.screen_stack) == 1

    seated(script)


def test_checks_are_narrowed_to_an_agency() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/check 青岚")
        assert "核对了 2 处" in seat.texts(".headline")[-1]
        await seat.enter("/check 白鹤")
        assert seat.texts(".failed") == ["没有“白鹤”的报告。"]

    seated(script)


def test_checks_of_very_many_reports_are_asked_for_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.tui.deeds.MOST", 1)
    monkeypatch.setattr("assistant.tui.deeds._VERY_MANY", 1)
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        await seat.enter("/check 2")
        assert seat.texts(".failed") == ["有 2 份报告符合“2”，请写得更具体。"]
        await seat.enter("/check")
        assert any("哪些报告的表格对不上" in line for line in seat.screen())

    seated(script, chat)
