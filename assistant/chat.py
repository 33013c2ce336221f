"""Chat: an open library and the turns asked of it. What every front end holds; it is all a front end needs."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.answer import Answer, Reading
from assistant.build import Added, Progress
from corpus.report import Check, Entry
from corpus.store import Library


class Chat:
    """A conversation over one library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.turns: list[Answer] = []

    @classmethod
    def open(cls, home: Path | None = None) -> "Chat":
        """Open the library of `home` (else NIANBAO_HOME, else the platform's folder), making it at first use."""
        raise NotImplementedError

    def ask(self, text: str) -> Answer:
        """Answer one question, in the light of the turns before it."""
        raise NotImplementedError

    def slots(self) -> Reading | None:
        """The reading that a follow-up would start from; None before the first question and after `restart`."""
        raise NotImplementedError

    def restart(self) -> None:
        """Forget the turns and the slots."""
        raise NotImplementedError

    def entries(self) -> tuple[Entry, ...]:
        """The reports of the library."""
        return self.library.entries()

    def lines(self, report: str) -> tuple[str, ...]:
        """The text of a report as decoded, line 1 first, for a source pane."""
        return self.library.lines(report)

    def checks(self, report: str | None = None) -> tuple[Check, ...]:
        """The checks of one report, or of all."""
        raise NotImplementedError

    def add(self, paths: Sequence[Path], progress: Callable[[Progress], None] | None = None) -> tuple[Added, ...]:
        """Add files or folders; one result a file."""
        raise NotImplementedError

    def export(self, kind: str) -> str:
        """The conversation as `md`, or the last table of figures as `csv` or `json`."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the library."""
