"""Which files are read, by how many processes, and which of them need not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.library.contents import Job
from assistant.library.walk import File
from corpus.errors import NianbaoError
from corpus.library.store import Library

if TYPE_CHECKING:
    from assistant.library.contents import Outcome


def unchanged(library: Library, found: Sequence[File]) -> dict[Path, str]:
    """The report of each file that the library holds as it is; to look costs less than to hand a file to a worker."""
    from corpus.library.known import known
    from corpus.read import same_bytes

    held = known(library, [str(file.path) for file in found if not file.refused])
    looked_up = ((file.path, held.get(str(file.path))) for file in found if not file.refused)
    return {path: of[0] for path, of in looked_up if of and same_bytes(path, of[1])}


def read(
    library: Library, found: Sequence[File], same: Mapping[Path, str], gently: bool
) -> Iterator[list[tuple[File, Outcome]]]:
    """What the files hold, in their order, as much at once as is ready; None for one that is known to be the same."""
    from assistant.library.crew import batches, workers_for

    def asked() -> Iterator[tuple[File, Job | NianbaoError | None]]:
        for file in found:
            if file.path in same:
                yield file, None
            else:
                known = None if file.refused else library.holding(str(file.path))
                yield file, file.refused or Job(file.path, file.root, known[1] if known else "")

    jobs = [Job(file.path, file.root) for file in found if not file.refused and file.path not in same]
    with closing(batches(asked(), workers_for(jobs, gently=gently), gently=gently)) as ready:
        yield from ready
