"""Reports read into a library by a process of its own, at lower priority, so that whoever asks need not wait."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.library.build import Added
from assistant.library.walk import files

_PROGRAM = "import os; getattr(os, 'nice', int)(10); from assistant.cli import main; main()"
_FAULT = "nianbao: "
"""What an error of a command begins with."""
_PATIENCE = 20.0
"""Seconds that a process has to end what it is writing before it is killed; what it stored until then stays."""


class Adding:
    """Files and folders being added. `results` is to be read to its end, by one thread."""

    def __init__(self, home: Path, named: Sequence[Path]) -> None:
        self.total = sum(1 for path in named for _ in files(path.resolve()))
        """Number of files there is a result to come of."""
        self.cancelled = False
        command = [sys.executable, "-c", _PROGRAM, "--home", str(home), "add", "--json", "--", *map(str, named)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            encoding="utf-8",
        )
        self.told = ""
        """What the process said last besides its results: how the checks of what it added came out."""
        self._fault = ""

    def results(self) -> Iterator[Added]:
        """What becomes of each file, as it is known; ends when the process has."""
        with self._process as process:
            for line in process.stdout or ():
                if line.startswith("{"):
                    yield Added(**json.loads(line))
                elif line.startswith(_FAULT):
                    self._fault = line.strip().removeprefix(_FAULT)
                else:
                    self.told = line.strip()

    def fault(self) -> str:
        """Why the process could not do its work; empty where it did, or was cancelled."""
        return "" if self.cancelled else self._fault

    def cancel(self) -> None:
        """Stop the work between two files: what was stored stays, whole."""
        self.cancelled = True
        if self._process.poll() is not None:
            return
        if os.name == "posix":
            os.killpg(self._process.pid, signal.SIGINT)
        else:
            self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
