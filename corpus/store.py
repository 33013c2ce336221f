"""The library: reports, figures with their cells, counts, passages. All SQL of the project is here."""

from collections.abc import Collection, Sequence
from pathlib import Path

from corpus.report import Count, Entry, Figure, Passage, Report


class Library:
    """One library, open for reading and, where its folder allows, writing."""

    path: Path | None
    """The file; None for the bundled reports held in memory."""

    @classmethod
    def open(cls, path: Path) -> "Library":
        """Open an existing library. Raises LibraryDamaged where the file is not one, or a newer one."""
        raise NotImplementedError

    @classmethod
    def memory(cls) -> "Library":
        """An empty library in memory."""
        raise NotImplementedError

    def entries(self, *, active: bool = True) -> tuple[Entry, ...]:
        """The reports, by agency then year."""
        raise NotImplementedError

    def figures(
        self,
        *,
        reports: Collection[str] | None = None,
        table: str | None = None,
        rows: Collection[str] | None = None,
        columns: Collection[str] | None = None,
    ) -> tuple[Figure, ...]:
        """Cells that fit, reports by agency then year, cells in the form's order, rows not of the form last."""
        raise NotImplementedError

    def counts(self, *, reports: Collection[str] | None = None) -> tuple[Count, ...]:
        """Numbers of the prose, in the reports' order."""
        raise NotImplementedError

    def passages(
        self,
        *,
        reports: Collection[str] | None = None,
        number: int | None = None,
        kinds: Collection[str] | None = None,
        keys: Collection[int] | None = None,
    ) -> tuple[Passage, ...]:
        """Passages that fit, in the reports' order."""
        raise NotImplementedError

    def lines(self, report: str) -> tuple[str, ...]:
        """The decoded text of a report, line 1 first."""
        raise NotImplementedError

    def digests(self) -> dict[str, tuple[str, str]]:
        """path → (report id, sha256) of every file in the library."""
        raise NotImplementedError

    def add(
        self, report: Report, figures: Sequence[Figure], counts: Sequence[Count], passages: Sequence[Passage]
    ) -> tuple[str, str]:
        """Store a report in one transaction; returns (id, `added`, `replaced`, `unchanged` or `duplicate`)."""
        raise NotImplementedError

    def remove(self, report: str) -> None:
        """Forget a report and everything of it."""
        raise NotImplementedError

    def set(self, report: str, *, agency: str | None, place: tuple[str, ...] | None, year: int | None) -> None:
        """Keep what a person knows and the file does not say; it survives re-adding."""
        raise NotImplementedError

    @property
    def generation(self) -> int:
        """Grows with every change; the search indexes are trusted only if built at this generation."""
        raise NotImplementedError
