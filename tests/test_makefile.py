"""The set-up that `make chat` and `make test` begin with, with a Python that only tells what it was asked for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import form

ROOT = Path(form.__file__).parents[1]
# Who makes the environment waits there until the other has come as far as it can without the lock.
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) echo looked >> log ;;
  *"-m venv"*)
    echo made >> log
    until [ "$(grep -c looked log)" -ge {makes} ]; do :; done
    mkdir -p .venv/bin && cp python .venv/bin/python ;;
  *"pip install"*) echo installed >> log; cp python .venv/bin/nianbao ;;
  *"pip --version"*) ;;
  *) exec {python} "$@" ;;
esac
"""


def checkout(folder: Path, makes: int) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    (folder / "python").write_text(PYTHON.format(makes=makes, python=sys.executable))
    (folder / "python").chmod(0o755)
    return folder


def set_up(folder: Path) -> subprocess.Popen[bytes]:
    # What the make that runs the tests was told is not for this one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "setup", "PYTHON=./python"]
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL)


@pytest.mark.skipif(shutil.which("make") is None or sys.platform == "win32", reason="needs make and a shell")
@pytest.mark.parametrize("makes", [1, 2, 4])
def test_many_that_set_up_at_once_do_so_once(tmp_path: Path, makes: int) -> None:
    folder = checkout(tmp_path, makes)
    assert [make.wait() for make in [set_up(folder) for _ in range(makes)]] == [0] * makes
    told = ["installed", *["looked"] * makes, "made"]
    assert sorted((folder / "log").read_text().split()) == told
    assert set_up(folder).wait() == 0
    assert sorted((folder / "log").read_text().split()) == told
