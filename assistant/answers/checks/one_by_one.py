"""Every check of every report, one report after the other: what two reports share is read once."""

from collections.abc import Generator, Sequence
from functools import lru_cache

from assistant.answers.checks import checking
from assistant.library.build import Progress, Watch
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Check, Figure

_AT_ONCE = 200
"""Reports that are held at a time."""
_KEPT = 8
"""So many have their figures held: a report stands behind that of the year before."""


def every(library: Library, reports: Sequence[str], progress: Watch = None) -> Generator[Check, None, None]:
    """The checks of some reports, in their order. One that another process removes meanwhile has none."""

    @lru_cache(_KEPT)
    def read(report: str) -> tuple[Figure, ...]:
        return library.figures(reports=[report])

    with library.marks_sorted(len(reports)):
        for start in range(0, len(reports), _AT_ONCE):
            some = library.entries(Where(reports=tuple(reports[start : start + _AT_ONCE]), active=False))
            for done, entry in enumerate(some, start):
                if progress:
                    progress(Progress(done, len(reports), entry.report))
                yield from checking.every(library, entry, read)
