"""Sessions: the turns of a conversation, kept in the home under a name, a line a turn.

A line is written whole, behind the lines of whoever else writes; one that was cut off costs itself only. A turn stays
as it was said: its answer is what the library held then, and it names the library's state of that time.
"""

import json
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant import paths, written
from assistant.answer import Answer
from assistant.output.render import shortened
from assistant.understanding.conversation import Held, Memory
from corpus.errors import HomeUnwritable, LibraryBusy, Usage

FOLDER = "sessions"
VERSION = 1
_LONGEST = 64
_WAIT_SECONDS = 60.0
"""The lock takes no turns: who waits may wait for all that another writes, on a slow disk seconds a turn."""
# Names that are devices on some systems, whatever ending they have.
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))))


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, or the point at which the conversation started over."""

    said: str
    """When, as `2026-11-22T07:31:05+00:00`."""
    library: int
    """The library's generation at that time."""
    answer: Answer | None = None
    """None where the conversation started over."""
    held: Held = Held()
    """What the conversation holds after it."""
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it stands in its file."""

    name: str
    turns: tuple[Turn, ...]
    lost: int = 0
    """Lines that could not be read."""

    @property
    def answered(self) -> tuple[Turn, ...]:
        """The turns that have an answer."""
        return tuple(turn for turn in self.turns if turn.answer)

    @property
    def open_turns(self) -> tuple[Turn, ...]:
        """The turns since the conversation last started over."""
        started = max((n for n, turn in enumerate(self.turns) if turn.answer is None), default=-1)
        return self.turns[started + 1 :]


def file_of(home: Path | None, name: str) -> Path:
    """The file of a session. Raises Usage for a name that is none, or that could lead elsewhere."""
    plain = unicodedata.normalize("NFC", name.strip())
    letters = all(ch.isalnum() or ch in "-_." or unicodedata.combining(ch) for ch in plain)
    device = plain.split(".")[0].lower() in _DEVICES
    if not plain or len(plain) > _LONGEST or not letters or plain[0] in ".-" or plain[-1] == "." or device:
        raise Usage(
            f"会话名“{name}”不能用：只用字母、汉字、数字、- _ .，不以 . 或 - 开头，至多 {_LONGEST} 个字。",
            f"“{name}” cannot name a session: letters, digits, - _ and . only, not first . or -, at most {_LONGEST}.",
        )
    return paths.home(home) / FOLDER / f"{plain}.jsonl"


def fresh_name() -> str:
    """A name for a conversation that nobody named: when it began and in which process."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}"


def read(home: Path | None, name: str) -> Session:
    """A session, empty where there is none of that name. Raises Usage for a name that is none."""
    file = file_of(home, name)
    try:
        lines = file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return Session(file.stem, ())
    found = [_turn(line) for line in lines if line.strip()]
    turns = tuple(turn for turn in found if turn)
    return Session(file.stem, turns, len(found) - len(turns))


def _turn(line: bytes) -> Turn | None:
    """The turn of a line; None where it was cut off, spoilt or written by a later version."""
    try:
        turn = written.of_plain(Turn, json.loads(line))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return turn if turn.version <= VERSION else None


def names(home: Path | None) -> tuple[str, ...]:
    """The names of all sessions, the one used last first."""
    folder = paths.home(home) / FOLDER
    files = list(folder.glob("*.jsonl")) if paths.is_there(folder) else []
    return tuple(file.stem for file in sorted(files, key=lambda file: (-_last_used(file), file.stem)))


def _last_used(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        # Removed by another process in the meantime.
        return 0


def keep(home: Path | None, name: str, library: int, answer: Answer | None, memory: Memory) -> None:
    """Write a turn behind those that are there; `answer` None is a new start. Raises HomeUnwritable or LibraryBusy."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    turn = Turn(now, library, shortened(answer) if answer else None, memory.held())
    line = json.dumps(written.to_plain(turn), ensure_ascii=False, separators=(",", ":"))
    file = file_of(home, name)
    with _alone(file), file.open("a+b") as lines:
        cut = lines.seek(0, os.SEEK_END) and (lines.seek(-1, os.SEEK_END), lines.read(1))[1] != b"\n"
        # In one piece: whoever is stopped in the middle spoils this line and no other.
        lines.write((b"\n" if cut else b"") + line.encode("utf-8", "replace") + b"\n")
        lines.flush()
        os.fsync(lines.fileno())


def remove(home: Path | None, name: str) -> bool:
    """Remove a session; false where there was none."""
    file = file_of(home, name)
    if not paths.is_there(file):
        return False
    with _alone(file):
        file.unlink(missing_ok=True)
    return True


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """While no other process writes a session."""
    from filelock import FileLock, Timeout

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.parent / ".lock", timeout=_WAIT_SECONDS):
            yield
    except Timeout as error:
        raise LibraryBusy(
            f"另一个 nianbao 正在写会话：{file.parent}。请稍后再试。",
            f"another nianbao is writing sessions in {file.parent}. Try again later.",
        ) from error
    except OSError as error:
        raise HomeUnwritable(
            f"会话写不进 {file.parent}：{error.strerror}。请检查权限与磁盘空间，或用 --home 指定另一个文件夹。",
            f"the session cannot be written in {file.parent}: {error.strerror}. "
            "Check permissions and disk space, or name another folder with --home.",
        ) from error


def found(session: Session, words: str) -> tuple[tuple[int, Turn], ...]:
    """The turns, with their number from 1, whose question or answer holds every one of the words."""
    wanted = [_folded(word) for word in words.split()]
    numbered = enumerate(session.answered, 1)
    return tuple((n, turn) for n, turn in numbered if all(word in _said(turn) for word in wanted))


def _said(turn: Turn) -> str:
    answer = turn.answer
    if answer is None:
        return ""
    quoted = " ".join(hit.passage.text for hit in answer.passages)
    rows = " ".join(f"{row.agency} {row.label} {row.value or ''}" for row in answer.rows)
    return _folded(f"{answer.question} {answer.headline} {rows} {quoted} {' '.join(answer.reading.agencies)}")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
