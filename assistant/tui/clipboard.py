"""Parts of an answer as text, and the clipboard of the machine beside that of the terminal."""

import os
import shutil
import subprocess
import sys

from assistant.answer import Answer
from assistant.output import render
from assistant.output.escape import visible
from corpus.report import Figure, Hit

PARTS = ("answer", "value", "citation", "table")
_SECONDS = 2.0


def part_of(answer: Answer, part: str) -> str:
    """The whole answer, its value with unit, its citations a line each, or its table with tabs; empty without one."""
    match part:
        case "value":
            return visible(render.shown(answer.value, answer.unit, "", answer.language)) if answer.value else ""
        case "citation":
            items: tuple[Figure | Hit, ...] = (*answer.figures, *answer.passages)
            return "\n".join(dict.fromkeys(render.citation(item, answer.language) for item in items))
        case "table":
            rows = ((row.agency, row.year or "", row.label, row.value or "", row.unit or "") for row in answer.rows)
            return "\n".join("\t".join(visible(str(cell)) for cell in row) for row in rows)
        case _:
            return render.text(answer)


def tools() -> tuple[tuple[str, ...], ...]:
    """The commands that may put text on this machine's clipboard; none where we are on another's terminal."""
    if os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION"):
        return ()
    if sys.platform == "darwin":
        return (("pbcopy",),)
    if sys.platform == "win32":
        return (("clip.exe",),)
    wayland = (("wl-copy",),) if os.environ.get("WAYLAND_DISPLAY") else ()
    x11 = (("xclip", "-selection", "clipboard"), ("xsel", "-ib")) if os.environ.get("DISPLAY") else ()
    return wayland + x11


def put(text: str) -> str:
    """Put the text on this machine's clipboard; returns the tool that did it, empty where none could."""
    for command in tools():
        if shutil.which(command[0]) is None:
            continue
        encoding = "utf-16" if command[0] == "clip.exe" else "utf-8"
        try:
            # What the tool leaves running to hold the text must not hold our output with it.
            run = subprocess.run(
                command,
                input=text.encode(encoding),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if run.returncode == 0:
            return command[0]
    return ""
