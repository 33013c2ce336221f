"""Which of some files a library holds, and with which bytes: asked for all of them at once."""

from collections.abc import Iterator, Sequence

from corpus.library.store import Library
from corpus.library.where import among, listed

_AT_ONCE = 5_000


def known(library: Library, paths: Sequence[str]) -> dict[str, tuple[str, str]]:
    """path → (report id, sha256) of those that are in the library, or whose copy stands there."""
    return {path: (id_, digest) for path, id_, digest in _rows(library, paths)}


def _rows(library: Library, paths: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    sql = (
        f"select path, id, digest from report where {among('path')} union all "
        f"select c.path, r.id, r.digest from copy c join report r on r.key = c.report where {among('c.path')}"
    )
    for start in range(0, len(paths), _AT_ONCE):
        some = listed(paths[start : start + _AT_ONCE])
        yield from library.select(sql, (some, some))
