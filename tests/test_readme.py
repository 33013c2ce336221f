"""The README says only what the program does: each command exists, each example prints what stands there."""

import os
import re
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import form

ROOT = Path(form.__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = sysconfig.get_path("scripts")
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\| `nianbao ?([a-z]*)([^`]*)`", re.MULTILINE)
TIMES = re.compile(r'("elapsed_ms": ?)\d+|\b\d+ ms\b')


@dataclass(frozen=True, slots=True)
class Example:
    """A command line and what it prints."""

    command: str
    printed: str
    """A line `…` stands for any lines, `…` within a line for any characters."""


def blocks() -> list[list[Example]]:
    """Every console block of the README: each `$ …` with the lines after it, in order."""
    return [
        [Example(*part.split("\n", 1)) for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
        for block in CONSOLE.findall(README)
    ]


def said(command: str, home: Path) -> str:
    """What a shell prints on standard output for a command line, or on standard error where that is all."""
    environment = os.environ | {
        "NIANBAO_HOME": str(home),
        "PATH": os.pathsep.join((SCRIPTS, os.environ["PATH"])),
    }
    run = subprocess.run(
        ["sh", "-c", command],
        cwd=home.parent,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in run.stderr
    return run.stdout or run.stderr


def pattern(printed: str) -> re.Pattern[str]:
    """What output fits an example; times are not compared, nor blanks at the ends of lines."""
    lines = []
    for line in plain(printed).splitlines(keepends=True):
        lines.append(r"(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".*"))
    return re.compile("".join(lines))


def plain(text: str) -> str:
    """Without times and blanks at the ends of lines."""
    return re.sub(r"[ \t]+$", "", TIMES.sub(lambda found: (found[1] or "") + "0", text), flags=re.MULTILINE)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home as a reader has one, with the metrics that the README shows."""
    made = tmp_path / "home"
    made.mkdir()
    (made / "metrics.toml").write_text("".join(TOML.findall(README)), encoding="utf-8")
    return made


# The commands of a block follow from one another; a block needs no other before it, so that tests may run in any order.
@pytest.mark.parametrize("block", blocks(), ids=lambda block: block[0].command)
def test_a_block_prints_what_stands_there(block: list[Example], home: Path) -> None:
    for example in block:
        output = plain(said(example.command, home))
        assert pattern(example.printed).fullmatch(output), f"{example.command} printed:\n{output}"


def test_an_example_that_prints_something_else_is_seen() -> None:
    assert pattern("102 件\n…\nSource …:57\n").fullmatch("102 件\na\nb\nSource x.txt:57\n")
    assert not pattern("102 件\n…\n").fullmatch("103 件\n")
    assert not pattern("102 件\n").fullmatch("102 件\nmore\n")


@pytest.mark.parametrize(("command", "usage"), COMMAND.findall(README), ids=lambda part: part.strip() or "nianbao")
def test_a_command_of_the_table_exists_with_its_options(command: str, usage: str, home: Path) -> None:
    help_text = said(f"COLUMNS=200 nianbao {command} --help", home)
    options = set(re.findall(r"--[a-z]+", usage))
    assert "Usage" in help_text
    assert {option for option in options if option not in help_text} == set()


def test_every_command_stands_in_the_table(home: Path) -> None:
    listed = said("nianbao --help", home).partition("Commands:")[2]
    assert set(re.findall(r"^ +([a-z]+) ", listed, re.MULTILINE)) == {
        name for name, _ in COMMAND.findall(README) if name
    }


def test_every_variable_stands_in_the_readme() -> None:
    modules = (path for package in ("assistant", "index", "corpus") for path in (ROOT / package).rglob("*.py"))
    read = {name for path in modules for name in re.findall(r"NIANBAO_[A-Z]+", path.read_text(encoding="utf-8"))}
    assert read == set(re.findall(r"^\| `(NIANBAO_[A-Z]+)` ", README, re.MULTILINE))
