"""The search index of a library: opened, built where it is not current, and the embedding model chosen for it.

The model that a person chose is written down beside the library. It is written after the index is complete, so that
whatever stops a change of models leaves both as they were.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import paths
from assistant.language import say
from assistant.library.build import Progress, Watch
from corpus.errors import UNFORESEEN, HomeUnwritable, LibraryDamaged, NianbaoError
from corpus.library import indexed
from corpus.library.store import Library
from corpus.library.where import Where

if TYPE_CHECKING:
    from corpus.report import Hit, Passage
    from index.build import Held
    from index.encoder import Encoder
    from index.opened import Index, Kind

_EVERY = Where()
_TRIES = 5
"""How often an index is opened that others replace meanwhile."""
DEFAULT = "default"
"""How a person names the model that comes with nianbao."""


@dataclass(frozen=True, slots=True)
class Search:
    """The search index of a library, and the encoder it was made with."""

    library: Library
    index: Index
    encoder: Encoder

    def find(self, text: str, *, limit: int, where: Where = _EVERY, number: int | None = None) -> tuple[Hit, ...]:
        """The passages that fit the text best, best first; reports and section are chosen before ranking.

        Raises LibraryDamaged where the index turns out to be damaged.
        """
        with _breaking_is_damage(self.index.parts):
            return self.find_in_sound(text, limit=limit, where=where, number=number)

    def find_in_sound(
        self, text: str, *, limit: int, where: Where = _EVERY, number: int | None = None
    ) -> tuple[Hit, ...]:
        """The same in an index of which every file was read through: what breaks there is a fault of ours."""
        from index.filter import Filter
        from index.search import search

        def passages(keys: Collection[int]) -> dict[int, Passage]:
            return {passage.key: passage for passage in self.library.passages(keys=keys)}

        # The index knows years and sections itself; which reports are of a place or an agency only the library does.
        stamps = None if replace(where, years=None) == _EVERY else indexed.stamps(self.library, where)
        allowed = Filter(stamps, where.years if stamps is None else None, None if number is None else [number])
        return search(self.index, text, passages, self.encoder, allowed, limit)


@contextmanager
def _breaking_is_damage(parts: Path) -> Iterator[None]:
    """What a disk lost bits of, in a file too large to be read through at each question, breaks in any way."""
    from index.folder import unusable

    try:
        yield
    except NianbaoError:
        raise
    except UNFORESEEN as error:
        raise unusable(parts.parent) from error
    except BaseException as error:
        # tantivy's own: nothing that could be imported has that class.
        if type(error).__name__ == "PanicException":
            raise unusable(parts.parent) from error
        raise


def find_anew(
    library: Library,
    home: Path | None,
    progress: Watch,
    text: str,
    *,
    limit: int,
    where: Where = _EVERY,
    number: int | None = None,
) -> tuple[Search, tuple[Hit, ...]]:
    """Open the search index and find; an index that turns out to be damaged is mended first."""
    search = open_search(library, home, progress)
    for _ in range(_TRIES):
        with suppress(LibraryDamaged):
            return search, search.find(text, limit=limit, where=where, number=number)
        # Another process may also have replaced it before all of its files were opened.
        search = open_search(library, home, progress, thorough=search.index.parts.exists())
    return search, search.find_in_sound(text, limit=limit, where=where, number=number)


def open_search(
    library: Library, home: Path | None = None, progress: Watch = None, *, thorough: bool = False
) -> Search:
    """The search index of a library, brought up to date where it is missing, stale or damaged.

    It stands in the home; where that cannot be written, in a folder that goes with the process. `thorough` reads all of
    a large index before it is trusted. Raises ModelMissing where the model chosen is not on this machine.
    """
    from index.encoder import load

    encoder = load(model(home))
    if library.path is not None:
        with suppress(OSError, LibraryDamaged):
            return _opened(library, paths.home(home) / paths.INDEX, encoder, progress, thorough=thorough)
    return _opened(library, _passing_folder(), encoder, progress)


def open_if_current(library: Library, home: Path | None = None) -> Search | None:
    """The search index where it stands ready, its parts loaded; None where `open_search` would have to build it."""
    from index.encoder import load
    from index.folder import Fingerprint, is_current
    from index.opened import open_index

    folder = paths.home(home) / paths.INDEX
    with suppress(OSError, NianbaoError):
        encoder = load(model(home))
        if library.path is not None and is_current(folder, Fingerprint(encoder.name, str(library.generation))):
            search = Search(library, open_index(folder), encoder)
            search.find("公开", limit=1)
            return search
    return None


def state(library: Library, home: Path | None = None) -> str:
    """How the index in a home stands: `absent`, `current`, `stale`, or `damaged`. Reads all of it."""
    from index.encoder import load
    from index.folder import Fingerprint, is_there
    from index.opened import open_index

    folder = paths.home(home) / paths.INDEX
    if not is_there(folder):
        return "absent"
    try:
        made_from = open_index(folder, thorough=True).fingerprint
    except (LibraryDamaged, OSError):
        return "damaged"
    wanted = Fingerprint(load(model(home)).name, str(library.generation))
    return "current" if made_from == wanted else "stale"


def described(home: Path | None = None) -> tuple[int, int, Sequence[Kind]]:
    """Of a sound index its segments, its megabytes, and how passages and how sentences are found."""
    from index.opened import described, open_index

    index = open_index(paths.home(home) / paths.INDEX)
    size = sum(path.stat().st_size for path in index.parts.rglob("*") if path.is_file())
    return len(index.segments), round(size / 1e6), described(index)


def compact(library: Library, home: Path | None = None, progress: Watch = None) -> Search:
    """Bring the index of a home up to date, merge its segments, and leave nothing in them that is gone."""
    from index.encoder import load

    return _opened(library, paths.home(home) / paths.INDEX, load(model(home)), progress, compact=True)


def model(home: Path | None = None) -> str | None:
    """The model that NIANBAO_MODEL names, else the one chosen for this home; None for the default."""
    if named := os.environ.get("NIANBAO_MODEL"):
        return None if named == DEFAULT else named
    with suppress(OSError, UnicodeDecodeError):
        return (paths.home(home) / paths.MODEL).read_text(encoding="utf-8").strip() or None
    return None


def use(library: Library, home: Path | None, named: str, progress: Watch = None) -> Search:
    """Make the index of a home anew with another model, a name, a folder or `default`, then write the choice down.

    A model that is on this machine is taken from it and no server is asked; another is fetched. The index before
    answers until the new one is complete. Raises ModelMissing, or HomeUnwritable.
    """
    from index.encoder import load, obtain

    library.require_writable()
    root = paths.home(home)
    name = None if named == DEFAULT else str(Path(named).absolute()) if Path(named).is_dir() else named
    encoder = load(None) if name is None else obtain(name)
    try:
        found = _opened(library, root / paths.INDEX, encoder, progress)
        aside = root / f"{paths.MODEL}.new-{os.getpid()}"
        with aside.open("w", encoding="utf-8") as file:
            file.write(name or "")
            file.flush()
            os.fsync(file.fileno())
        aside.replace(root / paths.MODEL)
    except OSError as error:
        raise HomeUnwritable(
            f"检索索引不能写入：{root}（{error.strerror}）。请检查权限与磁盘空间。",
            f"the search index cannot be written in {root} ({error.strerror}). Check permissions and disk space.",
        ) from error
    return found


def _opened(
    library: Library, folder: Path, encoder: Encoder, progress: Watch, *, thorough: bool = False, compact: bool = False
) -> Search:
    from index.build import Holdings, update
    from index.folder import Fingerprint, is_current
    from index.opened import open_index

    # Read first: what changes meanwhile makes the index stale, and the next question looks again.
    generation = str(library.generation)
    if not thorough and not compact:
        with suppress(LibraryDamaged):
            if is_current(folder, Fingerprint(encoder.name, generation)):
                return Search(library, open_index(folder), encoder)
    holdings = Holdings(indexed.in_order(library), lambda stamps: _held(library, stamps))
    update(folder, holdings, encoder, generation, _heard(progress), compact=compact, thorough=thorough)
    return Search(library, open_index(folder), encoder)


def _held(library: Library, stamps: Sequence[int]) -> Iterator[Held]:
    """The reports of some stamps as the index holds them."""
    from index.build import Held

    reports = indexed.reports(library, stamps)
    called = indexed.called(library, stamps)
    own: dict[str, list[Passage]] = {report: [] for report in reports.values()}
    for passage in library.passages(reports=own):
        own[passage.report].append(passage)
    for stamp, report in reports.items():
        yield Held(stamp, own[report], called.get(stamp, ()))


def _heard(progress: Watch) -> Callable[[int, int], None] | None:
    label = say("建立检索索引", "building the search index")
    return None if progress is None else lambda done, total: progress(Progress(done, total, label))


def _passing_folder() -> Path:
    """A folder that is removed when the process ends."""
    import atexit
    import tempfile

    folder = tempfile.mkdtemp(prefix="nianbao-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
