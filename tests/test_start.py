"""The chat, started as a person starts it: in a terminal, with nothing but its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import paint

START = "from assistant.start import main; main()"


def test_the_chat_opens_and_answers_in_a_fresh_home(tmp_path: Path) -> None:
    terminal = paint.Terminal(paint.NIANBAO, paint.environment(tmp_path / "home"))
    terminal.wait_for("可以这样问")
    terminal.type(f"{paint.QUESTION}\r")
    terminal.wait_for(paint.VALUE)
    terminal.type("\x11")
    assert terminal.left() == 0


def test_a_library_that_cannot_be_opened_ends_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("no library")
    terminal = paint.Terminal(paint.NIANBAO, paint.environment(tmp_path))
    terminal.wait_for("nianbao: ")
    assert terminal.left() == 1
    assert "Traceback" not in terminal.text()


def test_a_command_is_run_and_without_a_terminal_the_chat_is_refused() -> None:
    environment = os.environ | {"NIANBAO_LANG": "en"}
    for arguments, code, words in ((["--version"], 0, "nianbao"), ([], 2, "the chat needs a terminal")):
        run = subprocess.run(
            [sys.executable, "-c", START, *arguments],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == code
        assert words in run.stdout + run.stderr


@pytest.mark.parametrize(
    "question", ["龙口2020年行政处罚多少", "汾阳通过什么渠道公开", "明年龙口处罚多少", "", "两家处罚多少"]
)
def test_a_bare_question_is_answered_as_with_options(tmp_path: Path, question: str) -> None:
    environment = os.environ | {"NIANBAO_HOME": str(tmp_path)}
    ended = [
        subprocess.run(
            [sys.executable, "-c", START, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        for arguments in (["ask", question], ["--home", str(tmp_path), "ask", question])
    ]
    # The first makes the library, and says so.
    assert (ended[0].returncode, ended[0].stdout) == (ended[1].returncode, ended[1].stdout)
    assert "Traceback" not in ended[0].stderr


def test_a_bare_question_to_a_broken_library_ends_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_text("no library")
    environment = os.environ | {"NIANBAO_HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", START, "ask", "龙口"], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
