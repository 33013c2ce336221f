"""From an answer into the report: citations, rows, the source pane, whatever size the screen has."""

import threading
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from assistant.tui.answers import AnswerBlock
from assistant.tui.picks import CitationLine
from assistant.tui.rows import Rows
from assistant.tui.source_pane import SourceText
from corpus.errors import LibraryBusy
from fake_chat import FakeChat
from tui_seat import Seat, seated, shown

QUESTION = "云溪县林业局2020年行政处罚多少件"


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)


class Slow(FakeChat):
    """Reads the lines of a report when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def lines(self, report: str) -> tuple[str, ...]:
        assert self.gate.wait(30)
        return super().lines(report)


class Unreadable(FakeChat):
    """Cannot read them at all."""

    def lines(self, report: str) -> tuple[str, ...]:
        raise LibraryBusy("库正被另一个进程写入。", "another process writes.")


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


def test_a_key_pressed_before_the_source_stands_there_goes_on_from_it_and_escape_calls_it_off() -> None:
    chat = Slow()

    async def script(seat: Seat) -> None:
        await seat.enter("quoted")
        await seat.pilot.press("ctrl+n", "ctrl+n")
        chat.gate.set()
        await seat.settle()
        assert shown(seat.app.query_one(".caption", Static)).startswith("2/2")
        await seat.press("escape")
        seat.app.texts, chat.gate = {}, threading.Event()
        await seat.pilot.press("ctrl+n", "escape")
        chat.gate.set()
        await seat.settle()
        assert not seat.pane.display
        assert seat.box.has_focus

    seated(script, chat)


def test_a_source_that_cannot_be_read_is_told_and_leaves_nothing_open() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("quoted")
        await seat.press("ctrl+n")
        assert len(seat.texts(".failed")) == 1
        assert not seat.pane.display and seat.app.opened is None

    seated(script, Unreadable())


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


def test_closing_a_source_leads_back_to_what_it_was_opened_from() -> None:
    async def script(seat: Seat) -> None:
        for question in (QUESTION, *("quoted",) * 4):
            await seat.enter(question)
        block = seat.transcript.query(AnswerBlock).first()
        seat.transcript.scroll_to_widget(block, animate=False)
        await seat.settle()
        await seat.click(block.query_one(CitationLine))
        assert seat.pane.display
        await seat.press("escape")
        assert not seat.pane.display
        assert seat.transcript.region.overlaps(block.region)
        await seat.press("ctrl+n", "escape")
        assert seat.transcript.scroll_y == seat.transcript.max_scroll_y

    seated(script, size=(80, 24))
