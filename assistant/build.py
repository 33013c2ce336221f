"""Files → library: what becomes of each file, a home's library at first need, what a person tells of a report."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import paths
from assistant.language import interface, say
from corpus.database import FORMAT
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
from corpus.report import Report
from corpus.store import Identity, Library, Told

LOCK_SECONDS = 60.0
"""How long a second process waits for the first to make the library."""

KINDS = (".txt", ".text", ".md")
"""Files of a folder that are opened; a file named by itself always is."""


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


Watch = Callable[[Progress], None] | None
"""Who is told how far the work is."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file to add, and the folder its name is relative to."""

    path: Path
    root: Path
    refused: NianbaoError | None = None
    """Why it is not even opened."""

    @property
    def name(self) -> str:
        return self.path.relative_to(self.root).as_posix()


def open_library(home: Path | None = None, *, writable: bool = False) -> Library:
    """The library of a home, made of the bundled reports where there is none yet.

    A home that cannot be written gives the bundled reports in memory, and with `writable` HomeUnwritable. A library of
    an older version is rebuilt from its files. Raises LibraryDamaged, LibraryNewer or LibraryBusy.
    """
    root = paths.home(home)
    file = root / paths.LIBRARY
    try:
        if not _is_there(file):
            _under_lock(root, lambda: _make(root, bundled=True))
        library = _opened(root)
    except (HomeUnwritable, LibraryBusy):
        if writable or _is_there(file):
            raise
        return _bundled_in_memory()
    if writable:
        library.require_writable()
    return library


def init(home: Path | None = None, *, empty: bool = False) -> bool:
    """Make the library of a home, without the bundled reports where `empty`; false where there is one already."""
    root = paths.home(home)
    if _is_there(root / paths.LIBRARY):
        _opened(root).close()
        return False
    _under_lock(root, lambda: _make(root, bundled=not empty))
    return True


def add(library: Library, named: Sequence[Path], progress: Watch = None) -> tuple[Added, ...]:
    """Read files and folders into the library; one result a file, in the order of the names, folders sorted.

    A file that cannot be read is a result, not an error, and stops no other. Raises LibraryError where the library
    itself cannot be written: what was stored until then stays.
    """
    library.require_writable()
    return _add_all(library, named, progress)


def read_aside(named: Sequence[Path], progress: Watch = None) -> tuple[Library, tuple[Added, ...]]:
    """A library in memory of files and folders that are not to be kept."""
    library = Library.memory()
    return library, _add_all(library, named, progress)


def read(path: Path, root: Path | None = None) -> Report:
    """A file read and understood, without a library. Raises Unreadable or NotAReport."""
    from corpus.parse import parse
    from corpus.read import read as read_document

    return parse(read_document(path, root or path.parent))


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
    path, digest = next((path, digest) for path, (id_, digest) in library.digests().items() if id_ == report)
    before = library.told(path, digest)
    told = Told(agency or before.agency, before.place if place is None else place)
    identity = _identity(entry.agency, "\n".join(library.lines(report)), told)
    library.set(report, agency=agency, place=place, year=year, identity=identity)


def _is_there(file: Path) -> bool:
    # Path.exists raises where a folder above may not be entered.
    try:
        return bool(file.stat())
    except OSError:
        return False


def _opened(root: Path) -> Library:
    file = root / paths.LIBRARY
    try:
        return Library.open(file)
    except LibraryOld:
        _under_lock(root, lambda: _rebuild(root))
        return Library.open(file)


def _under_lock(root: Path, work: Callable[[], None]) -> None:
    """Do it while no other process does. Raises HomeUnwritable, or LibraryBusy after LOCK_SECONDS."""
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / paths.LOCK, timeout=LOCK_SECONDS):
            work()
    except Timeout as error:
        raise LibraryBusy(
            f"另一个 nianbao 正在建库：{root}。请等它结束后再试。",
            f"another nianbao is making the library in {root}. Try again when it has finished.",
        ) from error
    except OSError as error:
        raise HomeUnwritable(
            f"文件夹不能写入：{root}（{error.strerror}）。请检查权限与磁盘空间，或用 --home 指定另一个文件夹。",
            f"the folder cannot be written: {root} ({error.strerror}). "
            "Check permissions and disk space, or name another folder with --home.",
        ) from error


def _make(root: Path, *, bundled: bool) -> None:
    file = root / paths.LIBRARY
    if file.exists():
        return
    with _written_aside(file) as new:
        if bundled:
            _add_all(new, [paths.bundled()])


def _rebuild(root: Path) -> None:
    """Read the files of a library of an older version again; it is kept beside the new one."""
    file = root / paths.LIBRARY
    kept = file.with_suffix(".old.db")
    with Library.of_any_format(file) as old:
        if old.format == FORMAT:
            return
        known = [Path(path) for path in old.digests()]
        there = [path for path in known if path.is_file()]
        shutil.copyfile(file, kept)
        with _written_aside(file) as new:
            new.keep_told(old)
            _add_all(new, there)
    gone = len(known) - len(there)
    told = say(
        f"旧版库已重建：重新读取 {len(there)} 份文件，{gone} 份已不在原处。旧库保存在 {kept}。",
        f"rebuilt the library of an older version: {len(there)} files read again, {gone} no longer in place. "
        f"The old one is kept as {kept}.",
    )
    print(told, file=sys.stderr)


@contextmanager
def _written_aside(file: Path) -> Iterator[Library]:
    """A new library that takes the place of `file` at once, when it is complete. The lock is held."""
    for left in file.parent.glob(f"{file.name}.new-*"):
        left.unlink()
    new = file.with_name(f"{file.name}.new-{os.getpid()}")
    try:
        with Library.create(new) as library:
            yield library
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _bundled_in_memory() -> Library:
    library = Library.memory()
    _add_all(library, [paths.bundled()])
    return library


def _add_all(library: Library, named: Sequence[Path], progress: Watch = None) -> tuple[Added, ...]:
    files = [file for path in named for file in _files(path.resolve())]
    results = []
    for n, file in enumerate(files):
        if progress:
            progress(Progress(n, len(files), file.name))
        results.append(_add_one(library, file))
    if progress:
        progress(Progress(len(files), len(files), ""))
    return tuple(results)


def _files(path: Path) -> Iterator[_File]:
    """The files of a name, sorted; folders that begin with a dot are not entered."""
    if not path.is_dir():
        yield _File(path, path.parent, _refusal(path))
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            yield _File(file, path, _passed_over(file) or _refusal(file))
    for error in closed:
        yield _File(Path(error.filename), path, _cannot_read(error))


def _passed_over(file: Path) -> NianbaoError | None:
    if file.name.startswith("."):
        return NotAReport("隐藏文件，未读。", "a hidden file, not read.")
    if file.suffix.lower() not in KINDS:
        return NotAReport(
            f"不读 {file.suffix or '无后缀'} 类文件。", f"files of kind {file.suffix or '(none)'} are not read."
        )
    return None


def _refusal(file: Path) -> NianbaoError | None:
    if not os.path.lexists(file):
        return Unreadable("没有这个文件或文件夹。请检查路径。", "no such file or folder. Check the path.")
    if not file.is_file():
        return Unreadable("不是普通文件。请给出报告文件或文件夹。", "not a regular file. Name a report or a folder.")
    return None


def _add_one(library: Library, file: _File) -> Added:
    """The result of one file; only an error of the library itself is raised."""
    try:
        if file.refused:
            raise file.refused
        return _stored(library, file)
    except LibraryError:
        raise
    except NianbaoError as error:
        return _failed(file, error)
    except OSError as error:
        return _failed(file, _cannot_read(error))
    except UNFORESEEN as error:
        return _failed(file, _unforeseen(error))


def _stored(library: Library, file: _File) -> Added:
    from corpus.figures import figures
    from corpus.prose import counts
    from index.passage import split

    known = library.digests().get(str(file.path))
    if known and known[1] == _digest(file.path):
        return Added(file.name, "unchanged", known[0])
    report = read(file.path, file.root)
    document = report.document
    told = library.told(document.path, document.digest)
    head = "\n".join(line.text for line in document.lines)
    identity = _identity(report.agency, head, told)
    id_, result = library.add(report, figures(report), counts(report), split(report), identity)
    return Added(file.name, result, id_)


def _digest(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as bytes_:
        return file_digest(bytes_, "sha256").hexdigest()


def _identity(agency: str, text: str, told: Told) -> Identity:
    """Where an agency is and how people call it; what a person told goes before what the text says."""
    from corpus.agencies import level_of, names_of, place_of

    agency = told.agency or agency
    place, place_from = (told.place, "person") if told.place else place_of(agency, _head(text))
    names = tuple((name.text, name.origin) for name in names_of(agency, place))
    return Identity(place, place_from, level_of(agency), names)


def _head(text: str) -> str:
    """The part that says who reports."""
    return text[:500]


def _failed(file: _File, error: NianbaoError) -> Added:
    """Reason and remedy are the first sentence of an error and the rest."""
    result = "not_a_report" if isinstance(error, NotAReport) else "failed"
    stop = say("。", ". ")
    reason, _, remedy = error.text(interface()).partition(stop)
    return Added(file.name, result, reason=reason.rstrip(stop), remedy=remedy or None)


def _cannot_read(error: OSError) -> Unreadable:
    why = error.strerror or type(error).__name__
    return Unreadable(f"读不了文件：{why}。请检查权限。", f"the file cannot be read: {why}. Check its permissions.")


def _unforeseen(error: BaseException) -> Unreadable:
    why = type(error).__name__
    return Unreadable(
        f"读这份文件时程序出错（{why}）。请把文件连同此行报告给开发者。",
        f"reading this file failed inside nianbao ({why}). Please report it with the file.",
    )
