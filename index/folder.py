"""Where an index lies on disk, and whether it can be trusted.

`index.json` says what the index was built from and in which sub-folder its parts lie, each with its size and checksum.
A new index is written to a sub-folder of its own; replacing `index.json` is what makes it the index. So a reader sees
the old one or the new one, never half of each, and no file that someone has open is in the way.
"""

import json
import re
import shutil
import time
import uuid
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import LibraryDamaged

FORMAT = 4
"""Raised whenever the files, the prefixes or the cutting into sentences change: an older index is then built anew."""

_POINTER = "index.json"
_PARTS = re.compile(r"[0-9a-f]{32}")
_ABANDONED = 3600
"""Seconds after which a sub-folder that `index.json` does not name was left by a build that was stopped."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an index was built from."""

    encoder: str
    """The encoder's name."""
    library: str
    """Whatever the caller knows its passages by, such as the library's generation."""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class _Pointer:
    fingerprint: Fingerprint
    parts: str
    files: dict[str, tuple[int, int]]
    """Size and checksum by path below the sub-folder."""


def is_there(folder: Path) -> bool:
    """Whether something stands there that says it is an index."""
    return (folder / _POINTER).is_file()


def is_current(folder: Path, fingerprint: Fingerprint) -> bool:
    """Whether the folder holds a whole index that was built from this. Never raises: no means build it."""
    pointer = _read(folder)
    return pointer is not None and pointer.fingerprint == fingerprint and _is_whole(folder, pointer, _size)


def trusted(folder: Path) -> tuple[Path, Fingerprint]:
    """The sub-folder of the index, every file checked against its checksum, and what it was built from.

    Raises LibraryDamaged where there is none, or one that is damaged or of another format.
    """
    pointer = _read(folder)
    if pointer is None or pointer.fingerprint.format != FORMAT or not _is_whole(folder, pointer, _sum):
        raise unusable(folder)
    return folder / pointer.parts, pointer.fingerprint


def replace(folder: Path, fingerprint: Fingerprint, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new sub-folder, then make that the index; whatever stops it leaves the index as it was."""
    before = _read(folder)
    parts = folder / uuid.uuid4().hex
    parts.mkdir(parents=True)
    try:
        write(parts)
        files = {path.relative_to(parts).as_posix(): _sum(path) for path in _files(parts)}
        pointer = json.dumps(asdict(_Pointer(fingerprint, parts.name, files)), ensure_ascii=False)
        (parts / _POINTER).write_text(pointer, encoding="utf-8")
        (parts / _POINTER).replace(folder / _POINTER)
    except BaseException:
        shutil.rmtree(parts, ignore_errors=True)
        raise
    _sweep(folder, parts.name, before.parts if before else None)


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
        files = {name: (int(size), int(crc)) for name, (size, crc) in said["files"].items()}
        pointer = _Pointer(Fingerprint(**said["fingerprint"]), said["parts"], files)
        return pointer if _PARTS.fullmatch(pointer.parts) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _is_whole(folder: Path, pointer: _Pointer, measure: Callable[[Path], tuple[int, ...]]) -> bool:
    try:
        return all(
            (measured := measure(folder / pointer.parts / name)) == said[: len(measured)]
            for name, said in pointer.files.items()
        )
    except OSError:
        return False


def _files(parts: Path) -> list[Path]:
    """What makes up the index, without the locks, which come and go."""
    return sorted(path for path in parts.rglob("*") if path.is_file() and path.suffix != ".lock")


def _size(path: Path) -> tuple[int, ...]:
    return (path.stat().st_size,)


def _sum(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    return len(content), zlib.crc32(content)


def _sweep(folder: Path, current: str, before: str | None) -> None:
    """Remove the index before and what stopped builds left. What is held open stays until the next build."""
    for path in folder.iterdir():
        if path.name == current or not _PARTS.fullmatch(path.name):
            continue
        try:
            spent = path.name == before or time.time() - path.stat().st_mtime > _ABANDONED
        except FileNotFoundError:
            continue
        if spent:
            shutil.rmtree(path, ignore_errors=True)
