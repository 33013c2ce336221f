"""Asking: the box, its history, the choices, what a conversation looks like."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from assistant.answer import Answer
from assistant.tui.picks import Offer
from assistant.tui.slot_line import KeyLine, SlotLine
from assistant.tui.transcript import MOST_PARTS
from assistant.tui.welcome import Examples
from corpus.errors import HomeUnwritable
from fake_chat import ENTRIES, QINGLAN, YUNXI, FakeChat
from tui_seat import Seat, seated, shown

QUESTION = "云溪县林业局2020年行政处罚多少件"


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
        assert seat.app.query_one(SlotLine).text == f"{YUNXI} · 2020 · 行政处罚 · 处理决定数量 · 数值"
        assert seat.box.text == ""

    seated(script)


def test_escape_stops_an_answer_that_is_awaited() -> None:
    chat = FakeChat()

    async def script(seat: Seat) -> None:
        seat.box.write("endless")
        await seat.pilot.press("enter")
        await seat.until(chat.under_way.is_set)
        await seat.press("escape")
        assert "已停下。" in seat.said() and not seat.transcript.query(".waiting")
        await seat.enter(QUESTION)
        assert "73 件" in seat.said()

    seated(script, chat)


def test_the_interface_speaks_english_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "en")

    async def script(seat: Seat) -> None:
        assert f"how many 行政处罚 did {YUNXI} report in 2020?" in seat.said()
        assert "2 reports · 2 agencies · 2020-2021" in seat.screen()[0]

    seated(script)


def test_a_follow_up_shows_the_slots_it_was_read_with() -> None:
    class Follows(FakeChat):
        def ask(self, text: str, stopped: Callable[[], bool] | None = None) -> Answer:
            answer = super().ask(text)
            if "青岚" in text:
                answer = replace(answer, reading=replace(answer.reading, agencies=(QINGLAN,), years=(2021,)))
                self.turns[-1] = answer
            return answer

    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        await seat.enter("那青岚市呢")
        assert f"{QINGLAN} · 2021" in seat.app.query_one(SlotLine).text

    seated(script, Follows())


def test_the_box_takes_keys_while_the_library_is_read_and_asks_one_question_at_a_time() -> None:
    gate = threading.Event()

    class Slow(FakeChat):
        def ask(self, text: str, stopped: Callable[[], bool] | None = None) -> Answer:
            assert gate.wait(30)
            return super().ask(text)

    async def script(seat: Seat) -> None:
        seat.box.write("first")
        await seat.pilot.press("enter", *"second", "enter")
        assert [shown(sign) for sign in seat.transcript.query(".waiting").results(Static)] == ["正在查阅…  Esc 停下"]
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
        assert "/add 加路径" in seat.said()
        assert "/library 翻阅" in seat.said()
        assert not seat.transcript.query(Offer)

    seated(script, FakeChat(entries=()))


def test_reports_without_a_year_are_counted_but_no_example_names_them() -> None:
    async def script(seat: Seat) -> None:
        assert "1 份报告" in seat.said()
        assert not seat.transcript.query(Offer)

    seated(script, FakeChat(entries=(replace(ENTRIES[0], year=None),)))


def test_a_question_with_markup_is_shown_as_typed() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("[bold]x[/bold] [/nothing]")
        assert "> [bold]x[/bold] [/nothing]" in seat.texts()

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


def test_what_is_offered_under_an_answer_comes_into_sight() -> None:
    async def script(seat: Seat) -> None:
        for question in (QUESTION, QUESTION, QUESTION, "followed"):
            await seat.enter(question)
        await seat.until(lambda: seat.transcript.scroll_y == seat.transcript.max_scroll_y)
        assert any(f"1 {YUNXI}2020年行政许可多少件？" in line for line in seat.screen())

    seated(script, size=(80, 24))


def test_the_transcript_stays_where_a_person_scrolled_to_until_something_is_asked() -> None:
    async def script(seat: Seat) -> None:
        for _ in range(6):
            await seat.enter(QUESTION)
        await seat.press("pageup")
        at = seat.transcript.scroll_y
        await seat.resize(90, 24)
        assert seat.transcript.scroll_y == at < seat.transcript.max_scroll_y
        await seat.enter(QUESTION)
        assert seat.transcript.scroll_y == seat.transcript.max_scroll_y

    seated(script, size=(80, 24))


def test_only_what_was_offered_last_has_numbers_and_older_follow_ups_are_gone() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("followed")
        assert list(seat.transcript.offers()) == ["1"]
        assert [offer.n for offer in seat.transcript.query(Offer)] == [0, 0, 0, 1]
        await seat.enter("clarify")
        assert "接着可以问：" not in seat.texts()
        assert [offer.n for offer in seat.transcript.query(Offer)] == [0, 0, 0, 1, 2, 3]

    seated(script)


def test_what_is_taken_off_leaves_no_room_behind_however_busy_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    async def no_wait(*_: float) -> None:
        await asyncio.sleep(0)

    # A key is followed by the next as soon as the loop has gone round, as where the processor is another's meanwhile.
    monkeypatch.setattr("textual.app.wait_for_idle", no_wait)
    monkeypatch.setattr("textual.pilot.wait_for_idle", no_wait)

    async def script(seat: Seat) -> None:
        await seat.enter(QUESTION)
        (examples,) = seat.transcript.query(Examples)
        assert examples.region.bottom == examples.children[-1].region.bottom

    seated(script)


def test_a_turn_that_cannot_be_kept_is_told_once_with_what_to_do_and_answered_all_the_same() -> None:
    chat = FakeChat()
    full = HomeUnwritable("会话写不进 /x：磁盘已满。请检查磁盘空间。", "the session cannot be written: disk full.")

    async def script(seat: Seat) -> None:
        chat.unsaved = full
        await seat.enter(QUESTION)
        await seat.enter(QUESTION)
        assert seat.texts(".failed") == [full.zh]
        assert seat.said().count("73 件") == 2
        chat.unsaved = None
        await seat.enter(QUESTION)
        chat.unsaved = full
        await seat.enter(QUESTION)
        assert seat.texts(".failed") == [full.zh, full.zh]

    seated(script, chat)


def test_the_keys_shown_are_those_of_what_has_the_focus() -> None:
    async def script(seat: Seat) -> None:
        def keys() -> str:
            return shown(seat.app.query_one(KeyLine))

        await seat.enter("table")
        assert "Ctrl+N 看出处" in keys()
        await seat.press("tab")
        assert keys().startswith("↑ ↓ 选行  Enter 看原文  s 排序")
        await seat.press("escape")
        await seat.press("shift+tab")
        assert "Enter 换一个" in keys()
        await seat.press("escape")
        assert "Ctrl+N 看出处" in keys()

    seated(script)


def test_a_reading_without_a_slot_leaves_the_line_as_it_was_before_the_first_question() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("refusal")
        assert seat.app.query_one(SlotLine).text == ""
        assert "接着问" not in "\n".join(seat.screen())

    seated(script)
