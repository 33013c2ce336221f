"""The commands as processes: their streams, and several at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.library.store import Library
from homes import filled, report_text

FIGURE = "龙口2020年行政处罚多少件"
SCRIPT = [sys.executable, "-c", "from assistant.start import main; main()"]


def started(*arguments: str, home: Path, **environment: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    surroundings = os.environ | {"NIANBAO_HOME": str(home)} | environment
    return subprocess.Popen([*SCRIPT, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=surroundings)


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    with started("figures", "--json", home=filled(tmp_path)) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_stream_that_is_closed_is_no_error(tmp_path: Path, closed: str) -> None:
    command = f'exec "$@" {"1" if closed == "stdout" else "2"}>&-'
    environment = os.environ | {"NIANBAO_HOME": str(filled(tmp_path))}
    run = subprocess.run(
        ["sh", "-c", command, "sh", *SCRIPT, "ask", FIGURE],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("102 件") or closed == "stdout"


def test_a_batch_answers_each_line_before_the_next_is_written(tmp_path: Path) -> None:
    with started("ask", "--batch", "-", home=filled(tmp_path)) as process:
        assert process.stdout and process.stdin
        for _ in range(2):
            process.stdin.write(f"{FIGURE}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["value"] == "102"
    assert process.returncode == 0


def test_a_pipe_gets_utf_8_whatever_the_machine_prefers(tmp_path: Path) -> None:
    process = started("ask", "--json", FIGURE, home=filled(tmp_path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = process.communicate()
    assert err == b""
    assert json.loads(out.decode("utf-8"))["question"] == FIGURE


def test_two_processes_may_add_at_once(tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    files = []
    for n, name in enumerate(("招远", "蓬莱", "栖霞")):
        files.append(tmp_path / f"r{n}.txt")
        files[-1].write_text(report_text((("龙口", name),)), encoding="utf-8")
    running = [started("add", str(file), home=home) for file in files]
    ended = [(process.communicate()[1], process.returncode) for process in running]
    assert [(said.count(b"\n"), said[:7], code) for said, code in ended] == [(1, b"checks:", 0)] * 3
    with Library.open(home / "library.db") as library:
        assert {"r0", "r1", "r2"} <= {entry.report for entry in library.entries()}
