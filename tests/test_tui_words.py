"""What the box offers while one types, and what can be asked next."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser

from assistant.tui.complete import Completion, completions, vocabulary
from assistant.tui.complete_command import of_command
from assistant.tui.initials import initials
from assistant.tui.popup import Popup
from assistant.tui.question_box import QuestionBox
from fake_chat import YUNXI, FakeChat
from tui_seat import Seat, seated

KNOWN = vocabulary(((YUNXI, YUNXI), ("云溪县", YUNXI), ("yunxi", YUNXI)), (2019, 2020, None))


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("云溪", YUNXI),
        ("请问yunx", YUNXI),
        ("云溪县林业局20", "2020年"),
        ("云溪县2020年行政处", "行政处罚"),
        ("xzcf", "行政处罚"),
        ("yxx", YUNXI),
        ("yxxlyj", YUNXI),
        ("cljds", "处理决定数量"),
        ("xingzhengxu", "行政许可"),
        ("结转下", "结转下年度继续办理"),
    ],
)
def test_the_beginning_of_a_word_offers_the_word(typed: str, offered: str) -> None:
    assert offered in [completion.text for completion in completions(typed, KNOWN)]


@pytest.mark.parametrize("typed", ["", "云", "x", "行政处罚", "云溪县林业局", "几件", "12345", "hello world"])
def test_nothing_is_offered_for_a_whole_word_or_one_that_could_be_anything(typed: str) -> None:
    assert completions(typed, KNOWN) == ()


@pytest.mark.parametrize(
    ("word", "first", "letters"),
    [
        ("行政处罚", "", "xzcf"),
        ("重庆市财政局", "", "cqsczj"),
        ("亳州市", "", ""),
        ("亳州市", "b", "bzs"),
        ("医保 A 局", "", ""),
        ("", "", ""),
    ],
)
def test_initials_are_known_of_common_characters_and_no_letter_is_guessed(word: str, first: str, letters: str) -> None:
    assert initials(word, first) == letters


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=8))
def test_a_word_has_a_letter_for_every_character_or_no_initials(word: str) -> None:
    assert len(initials(word)) in (0, len(word))


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/he", "/help"),
        ("／HE", "/help"),
        ("/export ", "json"),
        ("/导出 x", "xlsx"),
        ("/theme P", "paper"),
        ("/copy v", "value"),
    ],
)
def test_a_command_and_the_word_behind_it_are_completed(typed: str, offered: str) -> None:
    assert offered in [completion.text for completion in of_command(typed)]


@pytest.mark.parametrize("typed", ["/help", "/export csv", "/nothing x", "/library a"])
def test_nothing_is_offered_for_a_command_that_is_complete(typed: str) -> None:
    assert of_command(typed) == ()


def test_a_path_behind_add_is_completed_folders_first_and_hidden_files_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "reports 2021").mkdir()
    for name in ("readme.txt", ".hidden", "re\x1b[31mport.txt", "other.txt"):
        (tmp_path / name).touch()
    typed = f"/add {tmp_path}/re"
    assert of_command(typed) == (Completion("reports 2021/", 2), Completion("readme.txt", 2))
    assert [completion.text for completion in of_command(f"/add {tmp_path}/.h")] == [".hidden"]
    assert of_command(f"/add {tmp_path}/reports 2021/") == ()
    assert of_command(f"/add {tmp_path}/nowhere/x") == ()


def test_only_what_was_typed_of_the_word_is_replaced() -> None:
    assert Completion("行政处罚", 3) in completions("云溪县2020年行政处", KNOWN)


def test_tab_takes_the_word_and_only_then_leaves_the_box() -> None:
    async def script(seat: Seat) -> None:
        await seat.press(*"yunx")
        assert seat.app.query_one(Popup).display
        await seat.press("tab")
        assert (seat.box.text, seat.app.query_one(Popup).display) == (YUNXI, False)
        assert seat.box.has_focus
        await seat.press("tab")
        assert not seat.box.has_focus

    seated(script)


def test_arrows_choose_among_the_words_enter_takes_and_escape_closes() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("slash", "r", "e")
        assert [c.text for c in seat.app.query_one(Popup).offered] == ["/reports", "/restart"]
        await seat.press("down", "down", "enter")
        assert seat.box.text == "/restart"
        seat.box.write("/re")
        await seat.press("escape")
        assert not seat.app.query_one(Popup).display
        assert seat.box.has_focus

    seated(script)


def test_every_command_says_what_it_does_and_the_list_follows_the_one_chosen() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("slash")
        assert any("/add" in line and "读入库" in line for line in seat.screen())
        assert not any("/quit" in line for line in seat.screen())
        await seat.press("up")
        assert any("/quit" in line and "退出" in line for line in seat.screen())
        await seat.pilot.click(Popup, offset=(3, 0))
        await seat.settle()
        assert seat.box.text == of_command("/")[-8].text

    seated(script, size=(80, 24))


def test_a_word_is_taken_by_a_click() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("slash", "r", "e")
        await seat.pilot.click(Popup, offset=(3, 1))
        await seat.settle()
        assert seat.box.text == "/restart"

    seated(script)


def test_enter_asks_what_is_typed_though_words_are_offered() -> None:
    async def script(seat: Seat) -> None:
        await seat.press(*"yunx", "enter")
        assert "> yunx" in seat.texts()
        assert not seat.app.query_one(Popup).display

    seated(script)


def test_characters_of_an_input_method_come_whole_and_several_at_once() -> None:
    async def script(seat: Seat) -> None:
        seat.box.insert("行政")
        await seat.press("处", "罚", "𠮷")
        assert seat.box.text == "行政处罚𠮷"

    seated(script)


@pytest.mark.parametrize("sent", ["处罚", "\x1b[0;;22788:32602u", "\x1b[22788u\x1b[32602u"])
def test_what_a_terminal_sends_for_an_input_method_is_what_stands_in_the_box(sent: str) -> None:
    async def script(seat: Seat) -> None:
        for event in XTermParser().feed(sent):
            seat.app.post_message(event)
        await seat.settle()
        assert seat.box.text == "处罚"

    seated(script)


def test_the_switch_for_terminals_with_broken_keys_is_named_in_the_help_and_known_to_textual() -> None:
    async def script(seat: Seat) -> None:
        await seat.press("f1")
        await seat.press("end")
        await seat.until(lambda: any("TEXTUAL_DISABLE_KITTY_KEY=1" in line for line in seat.screen()))

    seated(script, size=(80, 24))
    told = "from textual import constants; print(constants.DISABLE_KITTY_KEY)"
    switched = os.environ | {"TEXTUAL_DISABLE_KITTY_KEY": "1"}
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env=switched, check=True)
    assert run.stdout.strip() == "True"


def test_a_follow_up_offered_is_asked_by_its_number() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("followed")
        assert "接着可以问：" in seat.texts()
        await seat.enter("1")
        assert f"> {YUNXI}2020年行政许可多少件？" in seat.texts()

    seated(script)


def test_a_slot_is_changed_by_keys_and_asked_again() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("云溪县林业局2020年行政处罚多少件")
        await seat.press("shift+tab", "right", "right", "enter")
        assert "换一个项目" in "\n".join(seat.screen())
        await seat.press(*"强", "enter")
        assert "> 行政强制呢？" in seat.texts()

    seated(script)


def test_a_slot_is_changed_by_clicks_and_escape_changes_nothing() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("云溪县林业局2020年行政处罚多少件")
        chips = list(seat.app.query("Chip"))
        assert len(chips) == 4
        await seat.pilot.click(chips[3])
        await seat.settle()
        await seat.press("escape")
        assert len(seat.app.screen_stack) == 1
        await seat.pilot.click(chips[1])
        await seat.settle()
        await seat.press("down", "enter")
        assert "> 行政强制呢？" in seat.texts()

    seated(script)


class Many(FakeChat):
    """Forty values for every slot."""

    def slot_choices(self, slot: str) -> tuple[tuple[str, str], ...]:
        return tuple((f"第{n}行", f"第{n}行呢？") for n in range(40))


def test_a_long_list_scrolls_with_what_is_chosen_between_its_title_and_its_keys() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("云溪县林业局2020年行政处罚多少件")
        await seat.press("shift+tab", "enter")
        await seat.press("end")
        screen = "\n".join(seat.screen())
        assert all(words in screen for words in ("换一个机关", "第39行", "键入筛选"))
        await seat.press("enter")
        assert "> 第39行呢？" in seat.texts()

    seated(script, Many(), size=(80, 24))


def test_slots_of_an_answer_without_a_cell_are_only_shown() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("quoted")
        assert not seat.app.query("Chip")
        await seat.press("shift+tab")
        assert isinstance(seat.app.focused, QuestionBox)

    seated(script, FakeChat())
