"""The chat in a terminal, driven by keys and clicks."""

import codecs
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from assistant.answer import Answer
from assistant.tui.help_screen import HelpScreen
from assistant.tui.picks import CitationLine, Offer
from assistant.tui.rows import Rows
from assistant.tui.slot_line import SlotLine
from assistant.tui.source_pane import SourceText
from assistant.tui.transcript import MOST_PARTS
from fake_chat import ENTRIES, QINGLAN, YUNXI, FakeChat
from tui_seat import Seat, seated

QUESTION = "云溪县林业局2020年行政处罚多少件"


def shown(widget: Static) -> str:
    assert isinstance(widget.content, Content)
    return widget.content.plain


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)


def test_a_question_is_answered_with_its_cell_and_the_reading_it_leaves() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        assert f"> {QUESTION}" in seat.texts()
        assert "73 件" in seat.said()
        assert "行政处罚 61 增加 5 73" in seat.said()
        assert "yunxi-2020.txt:9" in seat.said()
        slots = shown(seat.app.query_one(SlotLine))
        assert slots == f"接着问 {YUNXI} · 2020 · 行政处罚 · 处理决定数量 · 数值"
        assert seat.box.text == ""

    seated(script)


def test_the_interface_speaks_english_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "en")

    async def script(seat: Seat) -> None:
        assert f"how many 行政处罚 did {YUNXI} report in 2020?" in seat.said()
        assert "2 reports · 2 agencies · 2020-2021" in seat.screen()[0]

    seated(script)


def test_a_follow_up_shows_the_slots_it_was_read_with() -> None:
    class Follows(FakeChat):
        def ask(self, text: str) -> Answer:
            answer = super().ask(text)
            if "青岚" in text:
                answer = replace(answer, reading=replace(answer.reading, agencies=(QINGLAN,), years=(2021,)))
                self.turns[-1] = answer
            return answer

    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.enter("那青岚市呢")
        assert f"{QINGLAN} · 2021" in shown(seat.app.query_one(SlotLine))

    seated(script, Follows())


def test_the_box_takes_keys_while_the_library_is_read_and_asks_one_question_at_a_time() -> None:
    gate = threading.Event()

    class Slow(FakeChat):
        def ask(self, text: str) -> Answer:
            assert gate.wait(30)
            return super().ask(text)

    async def script(seat: Seat) -> None:
        seat.box.write("first")
        await seat.pilot.press("enter", *"second", "enter")
        assert [shown(sign) for sign in seat.transcript.query(".waiting").results(Static)] == ["正在查阅…"]
        assert seat.box.text == "second"
        assert "73 件" not in seat.said()
        gate.set()
        await seat.settle()
        assert not seat.transcript.query(".waiting")
        assert "73 件" in seat.said()
        await seat.press("enter")
        assert "> second" in seat.texts()

    seated(script, Slow())


def test_up_brings_back_what_was_asked_and_down_what_was_being_typed() -> None:
    async def script(seat: Seat) -> None:
        for question in ("one", "two", "two"):
            await seat.enter(question)
        seat.box.write("half a thou")
        seen = []
        for key in ("up", "up", "up", "down", "down", "down"):
            await seat.press(key)
            seen.append(seat.box.text)
        assert seen == ["two", "one", "one", "two", "half a thou", "half a thou"]

    seated(script)


def test_up_moves_within_a_question_that_takes_several_lines() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("one")
        seat.box.write("长" * 100)
        await seat.press("up")
        assert seat.box.text == "长" * 100
        assert seat.box.size.height > 1
        await seat.press("up", "up")
        assert seat.box.text == "one"

    seated(script)


def test_a_pasted_line_break_is_a_blank() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("云溪县\n行政处罚")
        assert "> 云溪县 行政处罚" in seat.texts()

    seated(script)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_number_picks_the_reading_it_stands_at(n: int) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("clarify")
        await seat.press(str(n), "enter")
        name = ("行政许可", "行政处罚", "行政强制")[n - 1]
        assert f"> {YUNXI}2020年{name}处理决定数量" in seat.texts()

    seated(script)


def test_a_reading_is_picked_by_clicking_it() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("clarify")
        await seat.click(list(seat.transcript.query(Offer))[-1])
        assert f"> {YUNXI}2020年行政强制处理决定数量" in seat.texts()
        assert seat.box.has_focus

    seated(script)


def test_a_number_is_a_question_where_nothing_is_offered() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.enter("2")
        assert "> 2" in seat.texts()

    seated(script)


def test_the_welcome_offers_questions_about_what_is_loaded() -> None:
    async def script(seat: Seat) -> None:
        offered = [offer.question for offer in seat.transcript.query(Offer)]
        assert offered == [
            f"{YUNXI}2020年行政处罚多少件？",
            "哪个机关的行政处罚处理决定最多？",
            f"{QINGLAN}2021年存在哪些问题？",
        ]
        await seat.enter("2")
        assert f"> {offered[1]}" in seat.texts()

    seated(script)


def test_an_empty_library_says_what_to_do() -> None:
    async def script(seat: Seat) -> None:
        assert "nianbao add" in seat.said()
        assert "nianbao init" in seat.said()
        assert not seat.transcript.query(Offer)

    seated(script, FakeChat(entries=()))


def test_reports_without_a_year_are_counted_but_no_example_names_them() -> None:
    async def script(seat: Seat) -> None:
        assert "1 份报告" in seat.said()
        assert not seat.transcript.query(Offer)

    seated(script, FakeChat(entries=(replace(ENTRIES[0], year=None),)))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_citation_opens_its_report_at_the_line_with_the_cell_marked(size: tuple[int, int]) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.press("tab")
        assert isinstance(seat.app.focused, CitationLine)
        await seat.press("enter")
        assert seat.pane.display
        assert any("> " in line and "9 行政处罚" in line and "73" in line for line in seat.screen())
        page = seat.app.query_one(".text", Static).content
        assert isinstance(page, Content)
        marked = [page.plain[s.start : s.end] for s in page.spans if s.style == "bold reverse"]
        assert marked == ["73"]

    seated(script, size=size)


@pytest.mark.parametrize("size", [(80, 24), (101, 30), (120, 40), (160, 45)])
def test_the_source_is_folded_for_the_room_it_has(size: tuple[int, int]) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.press("ctrl+n")
        text = seat.app.query_one(".text", Static)
        assert text.size.width == seat.app.query_one(SourceText).width
        assert text.size.height == len(shown(text).split("\n"))

    seated(script, size=size)


def test_a_click_opens_a_citation_too() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("quoted")
        await seat.click(list(seat.transcript.query(CitationLine))[1])
        assert seat.pane.display
        assert any("> 15 " in line for line in seat.screen())

    seated(script)


def test_brackets_walk_through_the_citations_and_escape_closes() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("quoted")
        await seat.press("tab", "enter")
        seen = []
        for key in ("right_square_bracket", "right_square_bracket", "left_square_bracket"):
            await seat.press(key)
            seen.append(shown(seat.app.query_one(".caption", Static))[:3])
        assert seen == ["2/2", "1/2", "2/2"]
        await seat.press("escape")
        assert not seat.pane.display
        assert seat.box.has_focus

    seated(script)


def test_in_the_box_a_bracket_is_a_character_and_control_keys_walk() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("quoted")
        await seat.press("left_square_bracket")
        assert seat.box.text == "["
        assert not seat.pane.display
        await seat.press("ctrl+n", "ctrl+n")
        assert shown(seat.app.query_one(".caption", Static)).startswith("2/2")
        await seat.press("ctrl+p")
        assert shown(seat.app.query_one(".caption", Static)).startswith("1/2")
        assert seat.box.has_focus
        assert seat.box.text == "["

    seated(script)


def test_no_source_opens_where_nothing_is_cited() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("ctrl+n")
        await seat.enter("refusal")
        await seat.press("ctrl+n")
        assert not seat.pane.display

    seated(script)


def test_a_row_of_a_table_opens_the_report_it_was_read_from() -> None:
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        await seat.enter("table")
        await seat.press("tab", "down", "enter")
        assert chat.opened == ["yunxi-2020"]
        await seat.press("escape", "tab", "up", "enter")
        assert chat.opened == ["yunxi-2020", "qinglan-2021"]

    seated(script, chat)


def test_walking_sets_off_the_row_whose_source_is_shown() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("table")
        seen = []
        for _ in range(2):
            await seat.press("ctrl+n")
            seen.append(seat.app.query_one(Rows).opened)
        await seat.press("escape")
        assert [*seen, seat.app.query_one(Rows).opened] == [1, 0, None]

    seated(script)


def test_control_c_says_how_to_leave_and_does_not() -> None:
    async def script(seat: Seat) -> None:
        seat.app.action_help_quit()
        await seat.settle()
        assert any("Ctrl+Q 退出" in line for line in seat.screen()[-8:])
        assert seat.app.is_running

    seated(script)


def test_a_row_with_no_cell_opens_nothing() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("table")
        await seat.press("tab", "end", "enter")
        assert seat.app.query_one(Rows).at == 2
        assert not seat.pane.display

    seated(script)


def test_a_click_on_a_row_opens_it() -> None:
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        await seat.enter("table")
        await seat.pilot.click(Rows, offset=(4, 2))
        await seat.settle()
        assert chat.opened == ["yunxi-2020"]

    seated(script, chat)


def test_a_change_of_size_loses_nothing() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("table")
        await seat.enter(QUESTION)
        await seat.press("ctrl+n")
        seat.box.write("half a thou")
        before = seat.said()
        for size in ((60, 18), (200, 50), (80, 24)):
            await seat.resize(*size)
            assert seat.said() == before
            assert seat.box.text == "half a thou"
            assert seat.pane.display
            assert any("> " in line and "9 行政处罚" in line for line in seat.screen())

    seated(script)


def test_the_source_stands_beside_the_transcript_on_a_wide_screen_and_under_it_on_a_narrow_one() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.press("ctrl+n")
        assert seat.pane.region.x > seat.transcript.region.x
        assert seat.pane.region.y == seat.transcript.region.y
        await seat.resize(80, 24)
        assert seat.pane.region.x == seat.transcript.region.x
        assert seat.pane.region.y == seat.transcript.region.bottom

    seated(script)


@pytest.mark.parametrize("way", ["ctrl+q", "/quit", "/退出"])
def test_there_is_a_way_out(way: str) -> None:
    async def script(seat: Seat) -> None:
        await (seat.enter(way) if way.startswith("/") else seat.press(way))
        assert not seat.app.is_running

    assert seated(script).return_code == 0


def test_a_report_is_shown_as_it_is_printed_neither_markup_nor_escape_has_an_effect() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("escaped")
        said = seat.said()
        assert "[bold]照原样[/bold] ␛[31m显示" in said
        assert "␛[31m本行含有␛[0m控制字符␇与 [red]记号[/red]。" in said
        assert "[red]也照原样[/red]" in said
        await seat.press("ctrl+n")
        screen = "\n".join(seat.screen())
        assert "␛[31m本行含有␛[0m控制字符␇与 [red]记号[/red]。" in screen
        assert "[bold]305[/bold]" in screen
        assert "\x1b" not in screen

    seated(script)


def test_a_question_with_markup_is_shown_as_typed() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("[bold]x[/bold] [/nothing]")
        assert "> [bold]x[/bold] [/nothing]" in seat.texts()

    seated(script)


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
        assert "核对了 2 处，1 处相符" in seat.texts()
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
        assert "接着问" not in shown(seat.app.query_one(SlotLine))
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
        await seat.enter("/export csv")
        await seat.enter("/export csv nianbao.csv")

    seated(script)
    assert {path.name for path in tmp_path.iterdir()} == {"nianbao.md", "nianbao-2.md", "nianbao.csv"}
    assert (tmp_path / "nianbao.md").read_text(encoding="utf-8") == f"# md\n{QUESTION}\n"
    assert (tmp_path / "nianbao.csv").read_bytes().startswith(codecs.BOM_UTF8)


def test_an_export_says_why_it_cannot_be_written() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/export json nowhere/at/all.json")
        assert any("写不了" in line and "all.json" in line for line in seat.texts(".said"))

    seated(script)


def test_the_last_answer_can_be_copied_as_plain_text() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/copy")
        assert seat.app.clipboard == ""
        await seat.enter(QUESTION)
        await seat.enter("/copy")
        assert "73 件" in seat.app.clipboard
        assert "yunxi-2020.txt:9" in seat.app.clipboard

    seated(script)


def test_what_is_typed_elsewhere_goes_into_the_box() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.press("tab", "enter")
        assert not seat.box.has_focus
        await seat.press("a", "b")
        assert seat.box.text == "ab"
        assert seat.box.has_focus

    seated(script)


def test_the_palette_lists_the_commands() -> None:
    async def script(seat: Seat) -> None:
        names = [command.title for command in seat.app.get_system_commands(seat.app.screen)]
        assert names == ["/help", "/reports", "/check", "/export", "/copy", "/restart", "/quit", "配色"]

    seated(script)


def test_a_page_of_the_transcript_is_turned_from_the_box() -> None:
    async def script(seat: Seat) -> None:
        for _ in range(6):
            await seat.enter("table")
        end = seat.transcript.scroll_y
        await seat.press("pageup")
        assert seat.transcript.scroll_y < end
        await seat.press("pagedown")
        assert seat.transcript.scroll_y == end

    seated(script, size=(80, 24))


def test_a_long_talk_folds_its_oldest_part_away_and_keeps_the_newest() -> None:
    async def script(seat: Seat) -> None:
        for n in range(MOST_PARTS + 5):
            seat.transcript.say(f"line {n}")
        await seat.enter(QUESTION)
        assert len(seat.transcript.children) == MOST_PARTS + 1
        assert "73 件" in seat.said()
        assert "line 0" not in seat.texts()
        assert shown(seat.transcript.query_one("#folded", Static)).startswith("前面 8 条")

    seated(script)
