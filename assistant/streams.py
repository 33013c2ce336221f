"""Standard output and error, made fit for whatever we run in."""

import os
import sys
from io import StringIO, TextIOWrapper


class _Nowhere(StringIO):
    """A stream that keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)


def settle() -> None:
    """A pipe gets UTF-8 wherever we run, a terminal what it can show; a closed stream takes all and keeps none."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The next file opened would take the number, and get what is written to the stream.
            os.open(os.devnull, os.O_RDWR)
    sys.stdout, sys.stderr = sys.stdout or _Nowhere(), sys.stderr or _Nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
