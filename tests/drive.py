"""The chat driven as a person would, in tmux: `python tests/drive.py`, or `make drive`.

Types ten questions key by key, opens sources, adds a folder and stops it, changes the size of the terminal, browses and
leaves. What stands on the screen is read off tmux; each step waits for its words there, however long the machine takes.
At the end nothing may be left: no process, no temporary file. Exits 1 with the last screen where a step fails.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from assistant.paths import LIBRARY, bundled
from corpus.library.store import Library

ROOT = Path(__file__).parents[1]
LIMIT = 90.0
MARK = "NIANBAO_DRIVEN"

QUESTIONS = (
    ("龙口2020年行政处罚多少件", "102 件"),
    ("那2019年呢", "没有载入"),
    ("沙坡头2019年行政处罚数量是多少", "0 件"),
    ("how many 行政处罚 did 龙口 report in 2020", "102 件"),
    ("2020年各单位行政许可一共多少件", "437 件"),
    ("哪个机关的行政处罚处理决定最多", "这些报告不是同一年的"),
    ("卫健委2021年行政处罚多少件", "两处不一致"),
    ("龙口2020年存在哪些问题", "本机关平台建设还需进一步加强"),
    ("what problems did 龙口 name in 2020", "3 items"),
    ("今天天气怎么样", "不在范围内"),
)
PERMITS = "行政许可\t19\t减少 18\t1"
ANSWERED_SHORT = frozenset(question for question, _ in QUESTIONS[:5])
"""Their answers leave their question on the screen."""


class Failed(Exception):
    """A step did not lead where it should; the message holds the screen."""


class Terminal:
    """The chat in a tmux of its own."""

    def __init__(self, home: Path, folder: Path, size: tuple[int, int]) -> None:
        self.tmux = ["tmux", "-L", f"nianbao-drive-{os.getpid()}", "-f", "/dev/null"]
        self.done = folder / "left"
        program = shlex.join([sys.executable, "-c", "from assistant.start import main; main()"])
        words = {"NIANBAO_HOME": home, "NIANBAO_LANG": "zh", "TMPDIR": folder / "tmp", MARK: "1", "PYTHONPATH": ROOT}
        setting = " ".join(f"{name}={shlex.quote(str(value))}" for name, value in words.items())
        start = f"cd {shlex.quote(str(folder))}; {setting} {program}; echo $? > {shlex.quote(str(self.done))}"
        self.run("new-session", "-d", "-x", str(size[0]), "-y", str(size[1]), start)

    def run(self, *words: str) -> str:
        """One command of tmux."""
        told = subprocess.run([*self.tmux, *words], capture_output=True, encoding="utf-8", check=False)
        return told.stdout

    def screen(self) -> str:
        """What stands on the screen."""
        return self.run("capture-pane", "-p")

    def type(self, text: str) -> None:
        """Type a text, a key a character."""
        for character in text:
            self.run("send-keys", "-l", character)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self.run("send-keys", *keys)

    def size(self, width: int, height: int) -> None:
        """Give the window another size."""
        self.run("resize-window", "-x", str(width), "-y", str(height))

    def see(self, *words: str, gone: str = "") -> str:
        """Wait until all the words stand on the screen, and `gone` does not; returns the screen."""
        return self.wait(lambda screen: all(w in screen for w in words) and not (gone and gone in screen), words)

    def wait(self, there: Callable[[str], bool], what: object) -> str:
        """Wait for a screen that fits."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if there(screen := self.screen()):
                return screen
        raise Failed(f"never seen: {what}\n{self.screen()}")

    def left(self) -> int:
        """Wait until the program has ended; its exit code."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            if self.done.exists() and (code := self.done.read_text()):
                return int(code)
        raise Failed(f"it does not end\n{self.screen()}")

    def close(self) -> None:
        """End tmux."""
        self.run("kill-server")


def steps(terminal: Terminal, folder: Path) -> Iterator[str]:
    """What a person does, a line a step."""
    terminal.see("问一个问题", "可以这样问", "5 份报告")
    yield "launch"
    for question, words in QUESTIONS:
        terminal.type(question)
        terminal.press("Enter")
        terminal.wait(partial(answered, question, words), f"{question}: {words}")
        yield question
    terminal.type("沙县2020年行政许可多少件")
    terminal.press("Enter")
    terminal.see("436 件", "接着可以问", gone="正在查阅")
    terminal.press("C-n")
    terminal.wait(marked, "the line of the figure, marked")
    yield "its source, the line marked"
    terminal.size(120, 40)
    terminal.see("436", "[ ] 换出处")
    terminal.size(80, 24)
    terminal.see("[ ] 换出处")
    terminal.press("Escape")
    terminal.see("问一个问题", gone="[ ] 上一处")
    yield "another size, and back"
    terminal.press("F2")
    terminal.see("山东省", "→ ← 展开")
    terminal.press("Escape")
    terminal.see("问一个问题")
    yield "the library"
    yield from adding(terminal, folder)
    terminal.press("C-q")
    if code := terminal.left():
        raise Failed(f"it left with {code}")
    yield "quit"


def marked(screen: str) -> bool:
    """Whether a marked line with the figure stands in an open source pane."""
    lines = [line.lstrip(" │┃") for line in screen.splitlines()]
    return "换出处" in screen and any(line.startswith(">") and "436" in line for line in lines)


def answered(question: str, words: str, screen: str) -> bool:
    """Whether the answer to a question stands on the screen, which may have scrolled its question away."""
    asked = screen.rfind(f"> {question}")
    shown = screen[asked:] if asked >= 0 else screen if question not in ANSWERED_SHORT else ""
    return words in shown and "正在查阅" not in screen


def adding(terminal: Terminal, folder: Path) -> Iterator[str]:
    """A small folder to its end, a large one stopped half way."""
    terminal.type(f"/add {folder / 'few'}")
    terminal.press("Enter")
    terminal.see("加入 2", "7 份报告")
    yield "a folder added"
    terminal.type(f"/add {folder / 'many'}")
    terminal.press("Enter")
    terminal.see("Esc 停下", "/400")
    terminal.type("龙口2020年行政许可多少件")
    terminal.see("行政许可多少件 ")
    yield "a question typed meanwhile"
    terminal.press("Escape")
    terminal.see("已停下")
    yield "stopped"


def reports(folder: Path, count: int, first: int) -> None:
    """Reports made of a bundled one, each of an agency and with a figure of its own: else it would be a reprint."""
    text = (bundled() / "longkou-2020.txt").read_text(encoding="utf-8")
    folder.mkdir()
    for n in range(first, first + count):
        own = text.replace("龙口市", f"第{n}龙口市").replace(PERMITS, f"行政许可\t{n + 18}\t减少 18\t{n}")
        (folder / f"r{n}.txt").write_text(own, encoding="utf-8")


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder with reports to add, and one for temporary files."""
    with tempfile.TemporaryDirectory(prefix="nianbao-drive-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        reports(folder / "few", 2, 2)
        reports(folder / "many", 400, 100)
        yield folder


def driven() -> list[str]:
    """Processes that the chat has left, by their environment; empty where the system does not tell."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}=1".encode() in environment.read_bytes():
                found.append((environment.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def remains(folder: Path) -> str:
    """What is left though nothing should be, and what is broken in the library."""
    end = time.monotonic() + LIMIT
    while driven() and time.monotonic() < end:
        pass
    files = [str(path) for path in (folder / "tmp").rglob("*")]
    home = [path.name for path in (folder / "home").iterdir() if ".new" in path.name or ".part" in path.name]
    with Library.open(folder / "home" / LIBRARY) as library:
        faults = library.faults()
    return "\n".join([*driven(), *files, *home, *map(str, faults)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Drive it once; say each step."""
    parser = argparse.ArgumentParser(description="Drive the chat in tmux as a person would.")
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args(arguments)
    if shutil.which("tmux") is None:
        sys.exit("tmux is needed: install it, then run this again.")
    with workplace() as folder:
        terminal = Terminal(folder / "home", folder, (80, 24))
        try:
            for step in steps(terminal, folder):
                if not options.quiet:
                    print(f"ok  {step}", flush=True)
            if left := remains(folder):
                raise Failed(f"left behind:\n{left}")
        except Failed as failure:
            print(f"FAILED  {failure}", file=sys.stderr)
            return 1
        finally:
            terminal.close()
    print("ok  nothing left behind")
    return 0


if __name__ == "__main__":
    sys.exit(main())
