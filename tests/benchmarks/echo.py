"""How soon a key shows while a folder is being added, and what a long talk costs: `python tests/benchmarks/echo.py`.

The chat runs in a pseudo-terminal of 80×24. A key's time is from the moment it is sent until its character is written
back. The characters are such as stand nowhere else on the screen. Memory is that of the process after so many turns.
"""

import argparse
import os
import platform
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from drive import reports
from paint import ESCAPES, NIANBAO, QUESTION, VALUE, Terminal, environment

CHARACTERS = "鼋鼍鼐鼗鼙齑齄齇龂龆"
PAUSE = 0.06
"""Seconds between two keys, as of someone who types fast."""
EMPTY = "问一个问题"
OFFERED = "接着可以问"
REQUIRED = 30.0
"""Milliseconds, for 95 of 100 keys while a folder is being added."""


def idle(terminal: Terminal, seconds: float) -> None:
    """Take in what is written for so long."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        if select.select([terminal.file], [], [], left)[0]:
            terminal.written += os.read(terminal.file, 65536)


def echoes(terminal: Terminal, keys: int) -> Iterator[float]:
    """Milliseconds from each key to its character; the box is emptied every so often."""
    for n in range(keys):
        character = CHARACTERS[n % len(CHARACTERS)]
        idle(terminal, PAUSE)
        behind = len(terminal.written)
        sent = time.perf_counter()
        terminal.type(character)
        yield (terminal.wait_for(character, behind) - sent) * 1000
        if character == CHARACTERS[-1]:
            behind = len(terminal.written)
            terminal.type("\x7f" * len(CHARACTERS))
            terminal.wait_for(EMPTY, behind)


def opened(home: Path) -> Terminal:
    """The chat, its first screen and its examples there."""
    terminal = Terminal(NIANBAO, environment(home))
    terminal.wait_for("可以这样问")
    return terminal


def typing(folder: Path, keys: int, count: int) -> dict[str, list[float]]:
    """Times of keys with nothing else to do, and while that many reports are being added."""
    reports(folder / "many", count, 2)
    terminal = opened(folder / "home")
    quiet = list(echoes(terminal, keys))
    terminal.type(f"/add {folder / 'many'}\r")
    terminal.wait_for("Esc 停下")
    busy = list(echoes(terminal, keys))
    behind = len(terminal.written)
    idle(terminal, 1.0)
    if "Esc 停下".encode() not in ESCAPES.sub(b"", bytes(terminal.written[behind:])):
        sys.exit(f"{count} reports were added before the last key: take more with --reports")
    terminal.type("\x1b")
    terminal.wait_for("已停下", behind)
    terminal.end()
    return {"nothing else": quiet, "a folder being added": busy}


def talk(home: Path, turns: int) -> dict[int, float]:
    """MiB of the process after 100 turns, 200 and so on."""
    terminal = opened(home)
    taken = {}
    for n in range(1, turns + 1):
        behind = len(terminal.written)
        terminal.type(QUESTION + "\r")
        terminal.wait_for(VALUE, behind)
        # As a person does: the next question comes when all of the answer stands there.
        terminal.wait_for(OFFERED, behind)
        if n % 100 == 0:
            idle(terminal, 1.0)
            told = subprocess.run(["ps", "-o", "rss=", "-p", str(terminal.pid)], capture_output=True, check=True)
            taken[n] = int(told.stdout) / 1024
        # All of it would be searched again at every turn.
        del terminal.written[:-4096]
    terminal.end()
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print two tables. Fails where keys show too late."""
    parser = argparse.ArgumentParser(description="Measure the echo of keys and the memory of a long talk.")
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=500)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        times = typing(Path(name), options.keys, options.reports)
        memory = talk(Path(name) / "talk", options.turns)
    print(f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs · {options.keys} keys each\n")
    print("| beside the typing | p50 ms | p95 ms | most |\n|---|--:|--:|--:|")
    late = {}
    for beside, took in times.items():
        late[beside] = statistics.quantiles(took, n=20)[-1]
        print(f"| {beside} | {statistics.median(took):.1f} | {late[beside]:.1f} | {max(took):.1f} |")
    print("\n| turns | MiB |\n|--:|--:|")
    print("\n".join(f"| {turns} | {size:.0f} |" for turns, size in memory.items()))
    return int(late["a folder being added"] > REQUIRED)


if __name__ == "__main__":
    sys.exit(main())
