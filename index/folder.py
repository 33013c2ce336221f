"""Where an index lies on disk, and whether it can be trusted.

`index.json` says what the index was built from and in which sub-folder its parts lie, each with its size and checksum.
A changed index is a sub-folder of its own, in which the files that stay are the same files under a second name (hard
links; copies where a disk knows none): no file is ever written twice. Replacing `index.json` is the only moment at
which the index changes, and everything it names is on the disk by then. So a reader sees the old one or the new one,
never half of each, keeps what it opened, and no file that someone has open is in the way.

Why a file of its own and no row of the library: the index is derived at the first question after a change, by whoever
asks. As a row, each such question would have to wait for whoever writes to the library, and would keep others from
reading it. Nothing is lost by it: what the index was made from stands in it, and is compared before it is used.
"""

import json
import os
import re
import shutil
import time
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from corpus.errors import LibraryBusy, LibraryDamaged

FORMAT = 6
"""Raised whenever the files, the prefixes or the cutting into sentences change: an older index is then built anew."""
LOCK_SECONDS = 600.0
"""How long a second process waits for one that builds."""

_POINTER, _LOCK = "index.json", "index.lock"
_PARTS = re.compile(r"[0-9a-f]{32}")
_ABANDONED = 3600
"""Seconds after which a sub-folder that `index.json` does not name was left by a build that was stopped."""
_ALWAYS_SUMMED = 64_000_000
"""Bytes up to which an index is checked against its checksums whenever it is opened."""
_SMALL = 1_000_000
"""Bytes up to which a file is, however large the index."""
_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an index was built from."""

    encoder: str
    """The encoder's name."""
    library: str
    """Whatever the caller knows its passages by, such as the library's generation."""
    format: int = FORMAT


class _Said(NamedTuple):
    """What a file of the index is like."""

    size: int
    crc: int
    written: int = 0
    """When, in nanoseconds as the disk keeps it; 0 where that was not written down."""


@dataclass(frozen=True, slots=True)
class _Pointer:
    fingerprint: Fingerprint
    parts: str
    files: dict[str, _Said]
    """By path below the sub-folder."""


def is_there(folder: Path) -> bool:
    """Whether something stands there that says it is an index."""
    return (folder / _POINTER).is_file()


def is_current(folder: Path, fingerprint: Fingerprint) -> bool:
    """Whether the folder holds a whole index that was built from this. Never raises: no means build it."""
    pointer = _read(folder)
    return pointer is not None and pointer.fingerprint == fingerprint and _is_whole(folder, pointer, _has_size)


def trusted(folder: Path, *, thorough: bool = False) -> tuple[Path, Fingerprint]:
    """The sub-folder of the index, and what it was built from.

    Every file has its size; up to 64 MB together, and `thorough` always, its checksum too. Of a larger index the small
    files are read through, and those that were written to since: gigabytes would take longer than the question. So
    what anybody changed is found here; what a disk lost without telling is found by `doctor`, and until then can keep
    a passage from being found but not change a word or a figure, which are the library's. Raises LibraryDamaged where
    there is none, or one that is damaged or of another format.
    """
    pointer = _read(folder)
    while pointer is not None and pointer.fingerprint.format == FORMAT:
        every = thorough or sum(said.size for said in pointer.files.values()) <= _ALWAYS_SUMMED
        if _is_whole(folder, pointer, _has_sum if every else _is_untouched):
            return folder / pointer.parts, pointer.fingerprint
        before, pointer = pointer, _read(folder)
        if pointer == before:
            break
        # Another process has just replaced it and swept the one before away.
    raise unusable(folder)


def whole_files(folder: Path) -> tuple[Path, Fingerprint, frozenset[str]] | None:
    """What of a damaged index is as it was written: sub-folder, what it was built from, paths; None where unknown."""
    pointer = _read(folder)
    if pointer is None or pointer.fingerprint.format != FORMAT:
        return None
    parts = folder / pointer.parts
    whole = {name for name, said in pointer.files.items() if _holds(parts / name, said, _has_sum)}
    return parts, pointer.fingerprint, frozenset(whole)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else changes the index of the folder meanwhile. Raises LibraryBusy after LOCK_SECONDS."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=LOCK_SECONDS):
            yield
    except Timeout as error:
        raise LibraryBusy(
            f"另一个 nianbao 正在建立检索索引：{folder}。请等它结束后再试。",
            f"another nianbao is building the search index in {folder}. Try again when it has finished.",
        ) from error


def replace(folder: Path, fingerprint: Fingerprint, write: Callable[[Path], None], older: Path | None = None) -> None:
    """Let `write` fill a new sub-folder, then make that the index; whatever stops it leaves the index as it was.

    What it takes over from `older`, the sub-folder before, by `carry` is not read again.
    """
    before = _read(folder)
    parts = folder / uuid.uuid4().hex
    parts.mkdir(parents=True)
    try:
        write(parts)
        _point(folder, _Pointer(fingerprint, parts.name, _summed(parts, older, before)))
    except BaseException:
        shutil.rmtree(parts, ignore_errors=True)
        raise
    _sweep(folder, parts.name, before.parts if before else None)


def renew(folder: Path, fingerprint: Fingerprint) -> None:
    """The index as it stands is that of this too."""
    pointer = _read(folder)
    if pointer is None:
        raise unusable(folder)
    _point(folder, _Pointer(fingerprint, pointer.parts, pointer.files))


def carry(old: Path, new: Path) -> None:
    """Let a file that never changes stand in another folder as well."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def unusable(folder: Path) -> LibraryDamaged:
    """The error for an index that cannot be used; building it anew is the remedy."""
    return LibraryDamaged(
        f"检索索引不可用：删除文件夹 {folder} 后会自动重建。",
        f"The search index cannot be used: delete the folder {folder} and it is built again.",
    )


def _read(folder: Path) -> _Pointer | None:
    """What `index.json` says; None where there is none or it says nothing sensible."""
    try:
        said = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
        files = {name: _Said(*map(int, told)) for name, told in said["files"].items()}
        pointer = _Pointer(Fingerprint(**said["fingerprint"]), said["parts"], files)
        return pointer if _PARTS.fullmatch(pointer.parts) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _point(folder: Path, pointer: _Pointer) -> None:
    """The moment of change."""
    aside = folder / f"{uuid.uuid4().hex}.json"
    try:
        aside.write_text(json.dumps(asdict(pointer), ensure_ascii=False), encoding="utf-8")
        _synced(aside)
        aside.replace(folder / _POINTER)
    finally:
        aside.unlink(missing_ok=True)
    _synced(folder)


def _summed(parts: Path, older: Path | None, before: _Pointer | None) -> dict[str, _Said]:
    """What every file is like, and all of it on the disk."""
    known = before.files if older and before and older.name == before.parts else {}
    sums = {}
    for path in _files(parts):
        name = path.relative_to(parts).as_posix()
        if older and name in known and _is_same(path, older / name):
            sums[name] = known[name]
        else:
            _synced(path)
            sums[name] = _Said(*_sum(path), path.stat().st_mtime_ns)
    for folder in (*(path for path in parts.rglob("*") if path.is_dir()), parts, parts.parent):
        _synced(folder)
    return sums


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, would outlive the loss of power. Windows knows no such folders."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _is_whole(folder: Path, pointer: _Pointer, holds: Callable[[Path, _Said], bool]) -> bool:
    return all(_holds(folder / pointer.parts / name, said, holds) for name, said in pointer.files.items())


def _holds(path: Path, said: _Said, holds: Callable[[Path, _Said], bool]) -> bool:
    try:
        return holds(path, said)
    except OSError:
        return False


def _files(parts: Path) -> list[Path]:
    """What makes up the index, without the locks, which come and go."""
    return sorted(path for path in parts.rglob("*") if path.is_file() and path.suffix != ".lock")


def _has_size(path: Path, said: _Said) -> bool:
    return path.stat().st_size == said.size


def _has_sum(path: Path, said: _Said) -> bool:
    return _sum(path) == (said.size, said.crc)


def _is_untouched(path: Path, said: _Said) -> bool:
    """Whether a file is as it was written; a large one is read through where something wrote to it or copied it."""
    found = path.stat()
    if found.st_size != said.size or found.st_size <= _SMALL:
        return _has_sum(path, said)
    if said.written in (0, found.st_mtime_ns):
        return True
    if not _has_sum(path, said):
        return False
    with suppress(OSError):
        # A copy of the home is read through once, and not at every question.
        os.utime(path, ns=(found.st_atime_ns, said.written))
    return True


def _sum(path: Path) -> tuple[int, int]:
    size = crc = 0
    with path.open("rb") as file:
        while block := file.read(_AT_ONCE):
            size, crc = size + len(block), zlib.crc32(block, crc)
    return size, crc


def _sweep(folder: Path, current: str, before: str | None) -> None:
    """Remove the index before and what stopped builds left. What is held open stays until the next build."""
    for path in folder.iterdir():
        if path.name == current or not _PARTS.fullmatch(path.stem):
            continue
        with suppress(FileNotFoundError):
            spent = path.name == before or time.time() - path.stat().st_mtime > _ABANDONED
            if spent and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif spent:
                path.unlink()
