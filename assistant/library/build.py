"""Files → library: what becomes of each file, a home's library at first need, what a person tells of a report."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import paths
from assistant.language import interface, say
from assistant.library import standing
from assistant.library.anew import is_sound, keep, under_lock, written_aside
from assistant.library.contents import Job, unforeseen
from assistant.library.contents import outcome as outcome_of
from assistant.library.identity import identity_of
from assistant.library.reading import read, unchanged
from assistant.library.walk import File, files
from corpus.errors import (
    UNFORESEEN,
    HomeUnwritable,
    LibraryBusy,
    LibraryError,
    LibraryOld,
    NianbaoError,
    NotAReport,
    Unreadable,
)
from corpus.library import pieces
from corpus.library.database import FORMAT
from corpus.library.store import Library, Told

if TYPE_CHECKING:
    from assistant.library.contents import Contents, Outcome


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work is."""

    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file."""

    file: str
    result: str
    """`added`, `unchanged`, `replaced`, `duplicate`, `not_a_report` or `failed`."""
    report: str | None = None
    reason: str | None = None
    remedy: str | None = None

    @property
    def because(self) -> str:
        """Why a file was not simply added and what to do; empty where there is nothing to say."""
        if not (self.reason or self.remedy):
            return ""
        stop = say("。", ". ")
        return "".join(part.rstrip("。.") + stop for part in (self.reason, self.remedy) if part).strip()


Watch = Callable[[Progress], None] | None
"""Who is told how far the work is."""


def open_library(home: Path | None = None, *, writable: bool = False) -> Library:
    """The library of a home, made of the bundled reports where there is none yet.

    A home that cannot be written gives the bundled reports in memory, and with `writable` HomeUnwritable. A library of
    an older version is rebuilt from its files. Raises LibraryDamaged, LibraryNewer or LibraryBusy.
    """
    root = paths.home(home)
    file = root / paths.LIBRARY
    try:
        if not paths.is_there(file):
            under_lock(root, lambda: _make(root, bundled=True))
        library = _opened(root)
    except (HomeUnwritable, LibraryBusy):
        if writable or paths.is_there(file):
            raise
        return _bundled_in_memory()
    if writable:
        library.require_writable()
    return library


def init(home: Path | None = None, *, empty: bool = False) -> bool:
    """Make the library of a home, without the bundled reports where `empty`; false where there is one already."""
    root = paths.home(home)
    if paths.is_there(root / paths.LIBRARY):
        _opened(root).close()
        return False
    under_lock(root, lambda: _make(root, bundled=not empty))
    return True


def add(
    library: Library,
    named: Sequence[Path],
    progress: Watch = None,
    each: Callable[[Added], None] | None = None,
    *,
    gently: bool = False,
) -> tuple[Added, ...]:
    """Read files and folders into the library; one result a file, in the order of the names, folders sorted.

    `each` and then `progress` hear of a file when its result is stored for good. A file that cannot be read is a
    result, not an error, and stops no other. Raises LibraryError where the library itself cannot be written: what was
    stored until then stays. `gently` reads with a lower priority and leaves one core to everything else.
    """
    library.require_writable()
    return _add_all(library, named, progress, each, gently=gently)


def read_aside(named: Sequence[Path], progress: Watch = None) -> tuple[Library, tuple[Added, ...]]:
    """A library in memory of files and folders that are not to be kept."""
    library = Library.memory()
    return library, _add_all(library, named, progress)


def tell(
    library: Library,
    report: str,
    *,
    agency: str | None = None,
    place: tuple[str, ...] | None = None,
    year: int | None = None,
) -> None:
    """Keep what a person knows of a report; its place, level and names follow from it."""
    entry = next(entry for entry in library.entries(active=False) if entry.report == report)
    before = library.told_of(report)
    told = Told(agency or before.agency, before.place if place is None else place)
    identity = identity_of(entry.agency, "\n".join(library.lines(report)), told)
    library.set(report, agency=agency, place=place, year=year, identity=identity)


def untell(library: Library, report: str, things: Collection[str]) -> None:
    """Take back what a person told: `agency`, `place` or `year` are again what the file says.

    Raises Unreadable where the file is not there any more, or is not as it was read.
    """
    path = library.path_of(report)
    aside, _ = read_aside([Path(path)])
    with aside:
        found, held = aside.holding(path), library.holding(path)
        printed = aside.entries(active=False)
    if found is None or held is None or found[1] != held[1]:
        raise Unreadable(
            f"文件已不在原处或有改动：{path}。请先用 nianbao add 重新读入。",
            f"the file is gone or changed: {path}. Read it again with `nianbao add` first.",
        )
    before = library.told_of(report)
    told = Told(
        None if "agency" in things else before.agency,
        None if "place" in things else before.place,
        None if "year" in things else before.year,
    )
    (entry,) = printed
    identity = identity_of(entry.agency, "\n".join(library.lines(report)), told)
    library.unset(report, told, told.agency or entry.agency, told.year or entry.year, identity)


def _opened(root: Path) -> Library:
    file = root / paths.LIBRARY
    try:
        return Library.open(file)
    except LibraryOld:
        under_lock(root, lambda: _rebuild(root))
        return Library.open(file)


def _make(root: Path, *, bundled: bool) -> None:
    file = root / paths.LIBRARY
    if file.exists():
        return
    with written_aside(file) as new:
        if bundled:
            _add_bundled(new)


def _rebuild(root: Path) -> None:
    """Read the files of a library of an older version again; it is kept beside the new one."""
    file = root / paths.LIBRARY
    kept = file.with_suffix(".old.db")
    with Library.of_any_format(file) as old:
        if old.format == FORMAT:
            return
        known = [Path(path) for path in old.digests()]
        there = [path for path in known if paths.is_there(path)]
        keep(file, kept)
        with written_aside(file) as new:
            new.keep_told(old)
            _add_all(new, there)
    gone = len(known) - len(there)
    told = say(
        f"旧版库已重建：重新读取 {len(there)} 份文件，{gone} 份已不在原处。旧库保存在 {kept}。",
        f"rebuilt the library of an older version: {len(there)} files read again, {gone} no longer in place. "
        f"The old one is kept as {kept}.",
    )
    print(told, file=sys.stderr)


def remake(home: Path | None = None) -> tuple[Path, int, int] | None:
    """Make a damaged library anew from the files that it knew, as far as it can still be read.

    Returns where the damaged one is kept, how many files were read again, and how many are known that are not in
    place. Where nothing can be read any more, the bundled reports are all there is. None where there is nothing to do:
    another process may just have done it.
    """
    root = paths.home(home)
    file = root / paths.LIBRARY
    kept = file.with_suffix(".damaged.db")
    counts: list[int] = []

    def make() -> None:
        if is_sound(file):
            return
        keep(file, kept)
        known: list[Path] = []
        there: list[Path] = []
        with written_aside(file) as new:
            # Another process may add to what is not damaged of it until the new one takes its place.
            while more := [path for path in _known_by_a_damaged(file, new) if path not in known]:
                known += more
                there += (found := [path for path in more if paths.is_there(path)])
                _add_all(new, found)
            if not there:
                _add_bundled(new)
        counts.extend((len(there), len(known) - len(there)))

    under_lock(root, make)
    return (kept, counts[0], counts[1]) if counts else None


def _known_by_a_damaged(file: Path, new: Library) -> list[Path]:
    """The files that a damaged library still names; what a person told is taken over where it can be read."""
    known: list[Path] = []
    with suppress(LibraryError), Library.of_any_format(file) as old:
        known = [Path(path) for path in old.digests()]
        new.keep_told(old)
    return known


def _bundled_in_memory() -> Library:
    library = Library.memory()
    _add_bundled(library)
    return library


def _add_bundled(library: Library) -> None:
    for added in _add_all(library, [paths.bundled()]):
        if added.result == "failed":
            raise LibraryError(
                f"内置报告 {added.file} 读不了：{added.reason}。请重新安装 nianbao。",
                f"the bundled report {added.file} cannot be read: {added.reason}. Install nianbao again.",
            )


def _add_all(
    library: Library,
    named: Sequence[Path],
    progress: Watch = None,
    each: Callable[[Added], None] | None = None,
    *,
    gently: bool = False,
) -> tuple[Added, ...]:
    from assistant.library.interrupt import held_back  # a question needs none of it

    found = [file for path in named for file in files(path.resolve())]
    results: list[Added] = []

    def put(added: Added) -> None:
        results.append(added)
        if each:
            each(added)
        if progress:
            progress(Progress(len(results), len(found), added.file))

    if progress and found:
        progress(Progress(0, len(found), found[0].name))
    same = unchanged(library, found)
    for batch in read(library, found, same, gently):
        # What is put out is kept, and what is kept is put out: a whole batch is stored before the first line of it, and
        # an interrupt waits for the last.
        with held_back():
            with library.together():
                added = []
                for file, outcome in batch:
                    added.append(_add_one(library, file, outcome, same))
                    if added[-1].result != "unchanged":
                        same = {}  # what one file changes may change whose copy another is
            for one in added:
                put(one)
        library.sort_marks()
    pieces.lay_out(library)
    return tuple(results)


def _add_one(library: Library, file: File, outcome: Outcome, same: Mapping[Path, str]) -> Added:
    """The result of one file; only an error of the library itself is raised."""
    if isinstance(outcome, NianbaoError):
        return _failed(file, outcome)
    try:
        if outcome is None:
            if known := same.get(file.path) or next(iter(library.holding(str(file.path)) or ()), ""):
                return Added(file.name, "unchanged", known)
            # It was another's copy, and that one has changed since.
            return _add_one(library, file, outcome_of(Job(file.path, file.root)), same)
        return _stored(library, file, outcome)
    except LibraryError:
        raise
    except NianbaoError as error:
        return _failed(file, error)
    except UNFORESEEN as error:
        if os.environ.get("NIANBAO_DEBUG"):
            raise
        return _failed(file, unforeseen(error))


def _stored(library: Library, file: File, contents: Contents) -> Added:
    rows = contents.rows
    told = library.told(rows.path, rows.digest)
    identity = contents.identity if told == Told() else identity_of(rows.agency, contents.text, told)
    id_, result = library.keep(rows, identity)
    if result == "duplicate" and not paths.is_there(Path(library.path_of(id_))):
        library.move(id_, path=rows.path, file=rows.file)
        return Added(file.name, "unchanged", id_, say("文件移到了这里", "the file was moved here"))
    return Added(file.name, result, id_, standing.line_of(library, id_) if result != "duplicate" else None)


def _failed(file: File, error: NianbaoError) -> Added:
    """Reason and remedy are the first sentence of an error and the rest."""
    result = "not_a_report" if isinstance(error, NotAReport) else "failed"
    stop = say("。", ". ")
    reason, _, remedy = error.text(interface()).partition(stop)
    return Added(file.name, result, reason=reason.rstrip(stop), remedy=remedy or None)
