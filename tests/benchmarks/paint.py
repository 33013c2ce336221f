"""How long until the chat stands on the screen: `python tests/benchmarks/paint.py`, or `make bench-paint`.

Every case is a process of its own in a pseudo-terminal of 80×24; the cases take turns, so that a busy moment of the
machine falls on all of them. A case is over when its words stand on the screen; its processor time is that of the
process until then. The measures are the smallest Textual app and the smallest Typer app.
"""

import argparse
import fcntl
import os
import platform
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
# What the installed script does.
NIANBAO = (sys.executable, "-c", "from assistant.start import main; main()")
QUESTION, VALUE = "龙口2020年行政处罚多少件", "102 件"
LIMIT = 60.0
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()][A-Z0-9]|.)")
BARE = "smallest Textual app"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to start, and the words that end it."""

    name: str
    command: tuple[str, ...]
    words: str
    then_type: str = ""
    """Typed once the words stand there; the case then ends with `then_words`."""
    then_words: str = ""


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds from before the process to the words on the screen."""

    wall: float
    cpu: float


CASES = (
    Case("smallest Typer app", (sys.executable, str(HERE / "noop.py"), "ready"), "ready"),
    Case(BARE, (sys.executable, str(HERE / "bare.py")), "ready"),
    Case("first paint", NIANBAO, "问一个问题"),
    Case("what is loaded", NIANBAO, "可以这样问"),
    Case("first figure", NIANBAO, "问一个问题", QUESTION + "\r", VALUE),
)


class Terminal:
    """A process in a pseudo-terminal, and everything it wrote."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int] = (80, 24)) -> None:
        self.written = bytearray()
        self.started = time.perf_counter()
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def type(self, text: str) -> None:
        """Send keys."""
        os.write(self.file, text.encode())

    def wait_for(self, words: str, after: int = 0) -> float:
        """Read until the words were written behind that many bytes; returns when. Leaves where they never are."""
        wanted, end = words.encode(), time.perf_counter() + LIMIT
        while wanted not in ESCAPES.sub(b"", bytes(self.written[after:])):
            chunk = self._read()
            if not chunk or time.perf_counter() > end:
                sys.exit(f"never written: {words}\n{self.text()[-2000:]}")
            self.written += chunk
        return time.perf_counter()

    def text(self) -> str:
        """What was written, without the escapes."""
        return ESCAPES.sub(b"", bytes(self.written)).decode("utf-8", "replace")

    def left(self) -> int:
        """Read until the process ends by itself; returns its exit code."""
        while chunk := self._read():
            self.written += chunk
        _, status = os.waitpid(self.pid, 0)
        os.close(self.file)
        return os.waitstatus_to_exitcode(status)

    def _read(self) -> bytes:
        """What comes next; nothing once the other side is closed."""
        if not select.select([self.file], [], [], LIMIT)[0]:
            sys.exit(f"does not end\n{self.text()[-2000:]}")
        try:
            return os.read(self.file, 65536)
        except OSError:
            return b""

    def end(self) -> float:
        """Kill the process; returns its processor time in seconds."""
        os.kill(self.pid, signal.SIGKILL)
        _, _, used = os.wait4(self.pid, 0)
        os.close(self.file)
        return used.ru_utime + used.ru_stime


def environment(home: Path) -> dict[str, str]:
    """That of a person's terminal. An installed program has its bytecode: no variable of Python's goes in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if path := os.environ.get("PYTHONPATH"):
        kept["PYTHONPATH"] = path
    return kept | {"NIANBAO_HOME": str(home), "NIANBAO_LANG": "zh", "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def once(case: Case, home: Path) -> Took:
    """One start."""
    terminal = Terminal(case.command, environment(home))
    at = terminal.wait_for(case.words)
    if case.then_type:
        terminal.type(case.then_type)
        at = terminal.wait_for(case.then_words)
    return Took((at - terminal.started) * 1000, terminal.end() * 1000)


def measure(cases: Sequence[Case], runs: int) -> dict[str, Took]:
    """Medians of each case. One round before the counted ones fills caches and the home."""
    taken: dict[str, list[Took]] = {case.name: [] for case in cases}
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        for _ in range(runs + 1):
            for case in cases:
                taken[case.name].append(once(case, Path(folder) / "home"))
    return {
        name: Took(statistics.median(t.wall for t in took[1:]), statistics.median(t.cpu for t in took[1:]))
        for name, took in taken.items()
    }


def table(medians: dict[str, Took], runs: int) -> str:
    """The result in Markdown."""
    head = f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs · median of {runs}"
    lines = [f"| start | ms | × {BARE} | processor ms | × {BARE} |", "|---|--:|--:|--:|--:|"]
    bare = medians[BARE]
    for name, took in medians.items():
        ratios = f"{took.wall / bare.wall:.2f}", f"{took.cpu / bare.cpu:.2f}"
        lines.append(f"| {name} | {took.wall:.0f} | {ratios[0]} | {took.cpu:.0f} | {ratios[1]} |")
    return "\n".join((head, "", *lines, ""))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Measure how soon the chat stands on the screen.")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args(arguments)
    print(table(measure(CASES, options.runs), options.runs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
