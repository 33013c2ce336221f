"""Homes for tests of the library and the command line, and reports to put in them."""

import atexit
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant import paths
from assistant.cli import run
from assistant.library import build

BUNDLED = sorted(paths.bundled().glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


class Commands:
    """Runs commands in one home, in this process."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.capsys = capsys

    def __call__(self, *arguments: str | Path) -> Ran:
        self.capsys.readouterr()
        code = run(["--home", str(self.home), *map(str, arguments)])
        said = self.capsys.readouterr()
        return Ran(code, said.out, said.err)


@cache
def _made_once() -> Path:
    home = Path(mkdtemp(prefix="nianbao-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    build.init(home)
    return home


def filled(home: Path) -> Path:
    """A home with the bundled reports, made by copying one that was made before."""
    shutil.copytree(_made_once(), home, dirs_exist_ok=True)
    return home


def report_text(changes: Sequence[tuple[str, str]] = (), of: str = "longkou-2020") -> str:
    """The text of a bundled report with words replaced.

    One that is given to another agency gets a figure of its own too: else it would be a copy under a false name.
    """
    text = (paths.bundled() / f"{of}.txt").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    renamed = "".join(new for old, new in changes if old == "龙口")
    return text.replace("\t76\t", f"\t{1000 + sum(map(ord, renamed)) % 9000}\t") if renamed else text
