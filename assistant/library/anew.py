"""A library's file made, or made anew: by one process at a time, beside the one before, which is kept."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant import paths
from corpus.errors import HomeUnwritable, LibraryBusy, LibraryDamaged
from corpus.library.store import Library

LOCK_SECONDS = 60.0
"""How long a second process waits for the first to make the library."""


def under_lock(root: Path, work: Callable[[], None]) -> None:
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


def is_sound(file: Path) -> bool:
    """Whether a library can be opened and nothing is wrong with it. Raises LibraryOld, LibraryNewer or LibraryBusy."""
    try:
        with Library.open(file) as library:
            return not library.faults()
    except LibraryDamaged:
        return False


def keep(file: Path, kept: Path) -> None:
    """A copy that outlives the loss of power: it is on the disk before something else takes the place of the file."""
    shutil.copyfile(file, kept)
    with kept.open("rb+") as copy:
        os.fsync(copy.fileno())


@contextmanager
def written_aside(file: Path) -> Iterator[Library]:
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
