"""The library browsed: places, agencies, years, sections; the tables as the form, each state told apart."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Tree

from assistant.output.escape import width
from assistant.tui.form_sheet import legend, shown, tone
from assistant.tui.library_screen import LibraryScreen, Sourced
from assistant.tui.rows import Column, Rows, ordered, wrapped
from corpus.report import Check, Entry, State
from fake_chat import ENTRIES, FOUND, FakeChat, figure
from tui_seat import Seat, seated


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)


ACTIVE = ("/library", "key:down,down,right,down,down")


def test_every_state_of_a_cell_is_told_apart_by_its_words_alone() -> None:
    cells = [figure(raw="0"), FOUND, figure(raw="/", state=State.DASH), figure(raw="", state=State.BLANK)]
    cells += [figure(raw=None, state=State.CUT_OFF), figure(raw="99", state=State.UNREADABLE)]
    cells += [figure(raw="3", state=State.INFERRED)]
    assert [shown(cell) for cell in cells] == ["0", "73", "/", "空白", "截断", "不清", "[3]"]
    assert len({tone(cell) for cell in cells}) >= 5


def test_a_section_is_opened_from_its_place_agency_and_year() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("f2")
        screen = "\n".join(seat.screen())
        assert "地区未知" in screen
        assert "云溪县林业局" in screen
        await seat.follow(ACTIVE[1:])
        screen = "\n".join(seat.screen())
        assert "行政许可" in screen
        assert "空白 未填" in screen
        await seat.press("escape")
        assert not isinstance(seat.app.screen, LibraryScreen)
        assert seat.box.has_focus

    seated(script, FakeChat())


def test_a_row_of_a_table_leads_to_its_line_in_the_report() -> None:
    async def script(seat: Seat) -> None:
        await seat.follow((*ACTIVE, "key:tab,down,enter"))
        assert not isinstance(seat.app.screen, LibraryScreen)
        assert any("> " in line and "9 行政处罚" in line for line in seat.screen())
        await seat.press("ctrl+p")
        assert any("> " in line and "8 行政许可" in line for line in seat.screen())

    seated(script)


def test_the_checks_of_one_report_stand_under_it() -> None:
    async def script(seat: Seat) -> None:
        await seat.follow(("/library", "key:down,down,right,down,down,down"))
        assert any("正文七十四件" in line for line in seat.screen())
        await seat.press("tab", "enter")
        assert any("> " in line and "4 2020年" in line for line in seat.screen())

    seated(script)


def test_left_closes_a_node_and_goes_up() -> None:
    async def script(seat: Seat) -> None:
        await seat.follow(("/library", "key:down,down,right,left"))
        tree = seat.app.screen.query_one("#tree", Tree)
        assert tree.cursor_node
        assert not tree.cursor_node.is_expanded
        await seat.press("left")
        assert str(tree.cursor_node.label) == "青岚市交通运输局" or "局" in str(tree.cursor_node.label)

    seated(script)


def test_an_empty_library_says_so() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/library")
        assert any("库里还没有报告" in line for line in seat.screen())

    seated(script, FakeChat(entries=()))


def test_rows_are_sorted_numbers_by_size_and_narrowed() -> None:
    lines = (("丙", "9 件"), ("甲", "102 件"), ("乙", "空白"), ("丁", "-3"))
    assert ordered(lines, None, False, "") == [0, 1, 2, 3]
    assert ordered(lines, 1, False, "") == [3, 0, 1, 2]
    assert ordered(lines, 1, True, "") == [1, 0, 3, 2]
    assert ordered(lines, 1, True, "件") == [1, 0]


def test_a_table_is_sorted_turned_and_narrowed_by_keys_and_opens_the_right_row() -> None:
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        await seat.enter("table")
        await seat.press("tab", *"ssss")
        rows = seat.app.query_one(Rows)
        before = list(rows.order)
        await seat.press("r")
        assert rows.order != before
        await seat.press("f", "云", "enter")
        assert [rows.lines[n][1] for n in rows.order] == ["云溪县林业局"]
        await seat.press("enter")
        assert chat.opened == ["yunxi-2020"]

    seated(script, chat)


def test_a_heading_clicked_sorts_by_its_column_and_escape_ends_narrowing() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("table")
        rows = seat.app.query_one(Rows)
        await seat.pilot.click(Rows, offset=(5, 0))
        await seat.settle()
        assert rows.by == 1
        rows.focus()
        await seat.press("f", "x", "y")
        assert rows.order == []
        await seat.press("backspace", "backspace", "escape")
        assert (len(rows.order), rows.narrowing) == (3, False)
        assert seat.box.text == ""

    seated(script)


def test_a_table_in_the_library_knows_the_place_of_every_row() -> None:
    async def script(seat: Seat) -> None:
        await seat.follow(ACTIVE)
        tables = list(seat.app.screen.query(Sourced))
        assert all(len(table.spots) == len(table.lines) for table in tables)

    seated(script)


def test_a_place_and_an_agency_show_what_is_loaded_of_them() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("f2")
        screen = "\n".join(seat.screen())
        assert "2 份报告 · 2 个机关 · 2020-2021" in screen
        assert "云溪县林业局 2020 · yunxi-2020.txt" in screen
        await seat.press("down")
        assert "1 份报告 · 1 个机关" in "\n".join(seat.screen())

    seated(script)


def test_of_many_reports_only_what_is_opened_is_read() -> None:
    class Reading(FakeChat):
        def entries(self, reports: Sequence[str] | None = None) -> tuple[Entry, ...]:
            asked.append(None if reports is None else len(reports))
            return super().entries(reports)

    asked: list[int | None] = []
    chat = Reading(tuple(replace(ENTRIES[0], report=f"r{n}", agency=f"第{n:03}局") for n in range(150)))

    async def script(seat: Seat) -> None:
        await seat.press("f2")
        tree = seat.app.screen.query_one("#tree", Tree)
        (province,) = tree.root.children
        assert not province.children
        screen = "\n".join(seat.screen())
        assert "150 份报告 · 150 个机关" in screen
        await seat.press("right", "down", "right")
        assert len(province.children) == 150
        assert [len(agency.children) for agency in province.children] == [1, *[0] * 149]
        await seat.press("left", "right")
        assert len(province.children[0].children) == 1

    seated(script, chat)
    # A hundred are read to list those of the province; else those that were opened.
    assert set(asked) == {100, 1}


def test_the_legend_explains_the_states_there_are() -> None:
    assert legend([FOUND]) == "0 印作零"
    assert legend([FOUND, figure(raw=None, state=State.CUT_OFF)]) == "0 印作零   截断 文件在此断开"


@given(st.text(st.characters(categories=["Lo", "Nd", "Ll"]), max_size=60), st.integers(2, 30))
def test_a_cell_that_goes_on_loses_no_character_and_keeps_its_width(text: str, room: int) -> None:
    lines = wrapped(Column("", wraps=True), text, room)
    assert all(width(line) == room for line in lines)
    assert "".join(line.strip() for line in lines) == text
    assert len(wrapped(Column(""), text, room)) == 1


class Wordy(FakeChat):
    """Two checks that fail, each too long for one line of a narrow table."""

    def checks(self, report: str | None = None) -> tuple[Check, ...]:
        long = "新收加上年结转等于总计加结转下年度，七列都平。" * 4
        return tuple(Check(entry.report, "balance", "fail", long, (), (1,)) for entry in self.loaded)


def test_every_line_of_a_row_that_goes_on_opens_that_row() -> None:
    chat = Wordy()

    async def script(seat: Seat) -> None:
        await seat.enter("/check")
        assert sum("七列都平" in line for line in seat.screen()) >= 4
        for line, report in ((3, "yunxi-2020"), (6, "qinglan-2021")):
            await seat.pilot.click(Rows, offset=(40, line))
            await seat.settle()
            assert chat.opened[-1] == report
            await seat.press("escape")

    seated(script, chat, size=(80, 40))


def test_a_character_that_comes_with_the_key_that_narrows_narrows() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("table")
        await seat.press("tab")
        await seat.pilot.press("f", "云")
        await seat.settle()
        assert (seat.app.query_one(Rows).kept, seat.box.text) == ("云", "")

    seated(script)
