"""Lines out: what was asked for on stdout, everything said about it on stderr."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.language import interface, say
from assistant.library.build import Progress
from assistant.output.escape import clip, one_line, pad, visible, width
from corpus.errors import NianbaoError

if TYPE_CHECKING:
    from assistant.output.sheets import Sheet

_WIPED = "\r\x1b[K"
_TELLING = 2.0
"""Seconds of work after which its speed says something."""


def put(text: str = "") -> None:
    """A line of what was asked for."""
    print(text)


def put_record(record: dict[str, Any]) -> None:
    """One JSON object on one line, at once: a reader of a pipe need not wait for the next."""
    # In one piece: an interrupt between a line and its end would glue the next one to it.
    sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(", ", ": ")) + "\n")
    sys.stdout.flush()


def tell(zh: str, en: str) -> None:
    """A line about the work, in the interface's language."""
    print(one_line(say(zh, en)), file=sys.stderr)


def tell_error(error: NianbaoError) -> None:
    """An error as one line."""
    print("nianbao: " + visible(error.text(interface())).replace("\n", " "), file=sys.stderr)


def save(path: Path, sheet: "Sheet", text: str | None = None) -> None:
    """Write a table into a file and say so; `text` is the whole of a Markdown file. Raises Unwritable."""
    from assistant.output import export

    export.write(path, sheet, text)
    rows = max(len(sheet.rows), len(sheet.records))
    tell(f"已写入 {path}（{rows} 行）", f"written to {path} ({rows} rows)")


def only_ascii() -> bool:
    """Whether standard output takes no more than ASCII: a dumb terminal, or an encoding without bars."""
    if os.environ.get("TERM") == "dumb" and sys.stdout.isatty():
        return True
    try:
        "█▏│".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


def columns() -> int:
    """Cells of a line of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def table(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), indent: str = "") -> Iterator[str]:
    """Rows as aligned columns, Chinese two cells wide; in a terminal the widest columns give way until a line fits.

    The cells of the columns in `right` end under each other.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    wide = [max(width(cell) for cell in column) for column in zip(*cells, strict=True)]
    if sys.stdout.isatty():
        wide = _narrowed(wide, columns() - len(indent) - 2 * (len(wide) - 1))
    for row in cells:
        yield (
            indent
            + "  ".join(pad(clip(cell, wide[n]), wide[n], right=n in right) for n, cell in enumerate(row)).rstrip()
        )


def _narrowed(wide: Sequence[int], room: int, least: int = 6) -> list[int]:
    narrowed = list(wide)
    while sum(narrowed) > room and max(narrowed) > least:
        narrowed[narrowed.index(max(narrowed))] -= 1
    return narrowed


def bar(clock: Callable[[], float] = time.monotonic) -> Callable[[Progress], None] | None:
    """A progress bar on one line of stderr, gone when the work is done; None where nobody watches."""
    stream = sys.stderr
    if not stream.isatty():
        return None
    started = clock()

    def draw(progress: Progress) -> None:
        if progress.done >= progress.total:
            stream.write(_WIPED)
        else:
            full = 20 * progress.done // max(progress.total, 1)
            pace = _pace(progress, clock() - started)
            label = clip(one_line(progress.label), 40)
            stream.write(f"\r[{'#' * full}{'.' * (20 - full)}] {progress.done}/{progress.total} {pace}{label}\x1b[K")
        stream.flush()

    return draw


def wipe() -> None:
    """Take the bar away before a line is put in its place."""
    if sys.stderr.isatty():
        sys.stderr.write(_WIPED)
        sys.stderr.flush()


def _pace(progress: Progress, seconds: float) -> str:
    """How many a second and how long the rest will take; empty until that can be said."""
    if seconds < _TELLING or not progress.done:
        return ""
    rate = progress.done / seconds
    left = round((progress.total - progress.done) / rate)
    minutes, rest = divmod(left, 60)
    return say(
        f"{rate:.3g} 份/秒，还需 {minutes} 分 {rest} 秒 ",
        f"{rate:.3g}/s, {minutes} min {rest} s left ",
    )
