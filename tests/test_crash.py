"""A slice of `make bench-crash`: commands that die or meet a full disk at some of the calls that change the home."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
COMPILER = shutil.which("cc")


@pytest.fixture(scope="module")
def boundaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if sys.platform != "linux" or COMPILER is None:
        pytest.skip("needs a C compiler on Linux")
    library = tmp_path_factory.mktemp("boundaries") / "boundaries.so"
    compile_ = (COMPILER, "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "boundaries.c"), "-ldl")
    subprocess.run(compile_, check=True)
    return library


def test_no_report_is_lost_wherever_a_command_is_stopped(boundaries: Path) -> None:
    command = [sys.executable, str(HERE / "crash.py"), "--points", "2", "--calls", "1", "--only", "add"]
    environment = os.environ | {"LD_PRELOAD": str(boundaries)}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [change["change"] for change in said] == ["add"], ran.stderr
    for change in said:
        assert change["calls"] > 10
        assert set(change["tried"]) == {"kill", "power", "names", "torn", "full", "late", "shut", "back", "both"}
        assert change["wrong"] == []
