"""How a command ends: its exit code, and one line on stderr where it could not do its work."""

import errno
import os
import sys
from collections.abc import Callable

from assistant import streams
from assistant.answer import Exit
from assistant.language import interface, say
from assistant.output.escape import visible
from corpus.errors import UNFORESEEN, NianbaoError, Usage


def run(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code. Whatever goes wrong ends in one line on stderr."""
    streams.settle()
    try:
        code = command()
        sys.stdout.flush()
        return int(code or Exit.OK)
    except KeyboardInterrupt:
        return 130
    except (BrokenPipeError, SystemExit):
        # Whoever read us has enough, which typer makes a SystemExit of; what is buffered must not fail at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.OK
    except NianbaoError as error:
        return ended_by(error)
    except UNFORESEEN as error:
        if os.environ.get("NIANBAO_DEBUG"):
            raise
        return ended_unforeseen(error)


def ended_by(error: NianbaoError) -> int:
    """Say an error in one line on stderr; returns the exit code."""
    return ended(error.text(interface()), Exit.USAGE if isinstance(error, Usage) else Exit.FAILED)


def ended(line: str, code: Exit) -> int:
    """Say a line on stderr; returns the exit code."""
    print("nianbao: " + visible(" ".join(line.split())), file=sys.stderr)
    return code


def ended_unforeseen(error: Exception) -> int:
    """Say what nobody thought of, or that the disk takes no more; returns the exit code."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        why = error.strerror
        return ended(say(f"写不出去：{why}。请检查磁盘。", f"cannot write: {why}. Check the disk."), Exit.FAILED)
    what = f"{type(error).__name__}: {error}"
    what_ended = say(
        f"意外错误：{what}。请报告给开发者；设 NIANBAO_DEBUG=1 可得详情。",
        f"unexpected error: {what}. Please report it; NIANBAO_DEBUG=1 gives the details.",
    )
    return ended(what_ended, Exit.FAILED)
