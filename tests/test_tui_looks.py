"""Keys, colours, borders, language, and the clipboard."""

import json
import os
from pathlib import Path

import pytest

from assistant.answer import Answer, Outcome, Reading
from assistant.tui import clipboard, looks
from assistant.tui.keymap import KEYS, keys_of
from fake_chat import FakeChat, answered, quoted, table
from tui_seat import Seat, seated


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_TTY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)


def test_keys_are_changed_in_one_file(tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_text('help = "f5"\nnext = "f8,ctrl+n"\nslots = "f9"\n', encoding="utf-8")

    async def script(seat: Seat) -> None:
        assert "F5帮助" in "".join(seat.screen()).replace(" ", "")
        await seat.press("f1")
        assert len(seat.app.screen_stack) == 1
        await seat.enter("quoted")
        await seat.press("f8")
        assert seat.pane.display
        await seat.press("escape", "f5")
        assert len(seat.app.screen_stack) == 2
        assert "F8" in "\n".join(seat.screen())

    seated(script, FakeChat(home=tmp_path))


@pytest.mark.parametrize(
    "text",
    ["help = [", 'nothing = "f1"', "help = 1", 'help = "no_such_key"', 'help = "hyper+x"', "\xff"],
)
def test_a_bad_key_file_is_one_line_and_the_keys_stay_as_they_are(text: str, tmp_path: Path) -> None:
    (tmp_path / "keys.toml").write_bytes(text.encode("latin-1"))
    keys, fault = keys_of(tmp_path)
    assert keys == KEYS
    assert "keys.toml" in fault
    assert "\n" not in fault

    async def script(seat: Seat) -> None:
        assert seat.texts(".failed") == [fault]

    seated(script, FakeChat(home=tmp_path))


def test_no_key_file_is_no_fault(tmp_path: Path) -> None:
    assert keys_of(tmp_path) == (KEYS, "")


def test_colours_borders_and_language_are_changed_and_kept(tmp_path: Path) -> None:
    async def change(seat: Seat) -> None:
        await seat.enter("/theme contrast")
        await seat.enter("/borders")
        await seat.enter("/language en")
        assert seat.app.theme == "nianbao-contrast"
        assert seat.app.has_class("-ascii")
        screen = "\n".join(seat.screen())
        assert "Ask a question" in screen
        assert not set(screen) & set("╭╮╰╯│─▌")
        assert "2 reports · 2 agencies" in screen

    async def again(seat: Seat) -> None:
        assert seat.app.theme == "nianbao-contrast"
        assert "Ask a question" in "\n".join(seat.screen())

    seated(change, FakeChat(home=tmp_path))
    assert json.loads((tmp_path / "chat.json").read_text()) == {
        "theme": "contrast", "language": "en", "borders": "ascii",
    }  # fmt: skip
    os.environ["NIANBAO_LANG"] = "zh"
    seated(again, FakeChat(home=tmp_path))


def test_looks_that_do_not_exist_are_told_and_damaged_ones_forgotten(tmp_path: Path) -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("/theme pink")
        assert seat.texts(".failed") == ["/theme: dark · paper · contrast"]
        await seat.enter("/theme paper")
        assert any("没有写下来" in line for line in seat.texts(".said"))

    seated(script)
    for text in ("{", "[]", '{"theme": "pink", "borders": 1}'):
        (tmp_path / "chat.json").write_text(text)
        assert looks.looks_of(tmp_path) == looks.Looks()


def test_parts_of_an_answer_are_copied() -> None:
    assert clipboard.part_of(answered(), "value") == "73 件"
    assert clipboard.part_of(answered(), "citation").startswith("yunxi-2020.txt:9 表二")
    assert clipboard.part_of(quoted(), "citation").count("\n") == 1
    assert clipboard.part_of(table(), "table").splitlines()[0].startswith("青岚市交通运输局\t2021")
    refusal = Answer("x", Outcome.OUT_OF_SCOPE, "zh", "不在范围内", Reading("none"))
    assert clipboard.part_of(refusal, "value") == clipboard.part_of(refusal, "table") == ""
    assert "不在范围内" in clipboard.part_of(refusal, "answer")


def test_the_copy_command_copies_a_part_and_says_how() -> None:
    async def script(seat: Seat) -> None:
        await seat.enter("云溪县林业局2020年行政处罚多少件")
        await seat.enter("/copy value")
        assert seat.app.clipboard == "73 件"
        assert seat.texts(".said") == ["已交给终端复制（OSC 52）：1 行。"]
        await seat.enter("/copy nothing")
        assert seat.texts(".failed") == ["/copy: answer · value · citation · table"]
        await seat.press("f3")
        assert "yunxi-2020.txt:9" in seat.app.clipboard

    seated(script)


def test_the_clipboard_of_the_machine_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert clipboard.put("x") == ""
    tool = tmp_path / "bin" / "xclip"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\ncat > "{tmp_path}/copied"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
    assert clipboard.put("七十三 件") == "xclip"
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "七十三 件"
    monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
    assert clipboard.put("x") == ""
