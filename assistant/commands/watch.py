"""`watch`: keeps a library in step with a folder.

The folder is looked at again and again: that works on every disk, shared ones too, of which no system tells what
changes there. To look costs a stat a file; nothing is read until the folder was found twice the same.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.answer import Exit
from assistant.commands.library import put_line, refresh_search
from assistant.commands.out import put, tell, tell_error
from assistant.language import say
from assistant.library import build
from assistant.library.walk import files
from assistant.output.escape import visible
from corpus.errors import LibraryBusy, Usage
from corpus.library.store import Library

Marks = Mapping[Path, tuple[int, int, int]]
"""Size, time and number of each file: another one whenever it is written."""
_PATIENCE = 10
"""After so many looks a folder that is written to all the time is read all the same."""


def watch(home: Path | None, folder: Path, *, remove: bool, every: float, once: bool) -> Exit:
    """Add what is new or changed, a line a change, until interrupted; `remove` forgets reports whose files are gone.

    `every` is the seconds between two looks; `once` looks a single time. Raises Usage where there is no such folder.
    """
    folder = folder.absolute()
    if not folder.is_dir():
        raise Usage(f"没有这个文件夹：{folder}", f"no such folder: {folder}")
    with build.open_library(home, writable=True) as library:
        told: dict[Path, tuple[int, int, int]] = {}
        for now in _looks(folder, told, every, once):
            try:
                changed = [*_added(library, folder, told, now), *_gone(library, folder, told, now, remove)]
            except LibraryBusy as error:
                tell_error(error)
                continue
            told.clear()
            told.update(now)
            if changed:
                refresh_search(library, home)
            sys.stdout.flush()
    return Exit.OK


def _looks(folder: Path, told: Marks, every: float, once: bool) -> Iterator[Marks]:
    """The files of a folder: at first, and whenever they are not those told of and stayed as they are for one look."""
    if not once:
        tell(f"正在留意 {folder}，按 Ctrl-C 结束", f"watching {folder}; Ctrl-C ends it")
    before = now = _marks(folder)
    yield now
    looks = 0
    while not once:
        time.sleep(every)
        before, now = now, _marks(folder)
        looks = looks + 1 if now != told else 0
        if looks and (now == before or looks > _PATIENCE):
            looks = 0
            yield now


def _marks(folder: Path) -> Marks:
    """Every file that a folder holds now and that may be a report."""
    found = {}
    for file in files(folder):
        if not file.refused:
            try:
                entry = file.path.stat()
            except OSError:
                continue  # gone since it was listed
            found[file.path] = (entry.st_size, entry.st_mtime_ns, entry.st_ino)
    return found


def _added(library: Library, folder: Path, told: Marks, now: Marks) -> list[str]:
    """Read what is new; returns the reports that changed. A file that was told of is not told of again."""
    if now.items() <= told.items():
        return []
    changed: list[str] = []

    def each(added: build.Added) -> None:
        path = folder / added.file
        if added.result == "unchanged" or (path in told and told[path] == now.get(path)) or path not in now:
            return
        put_line(added)
        if added.report and added.result in ("added", "replaced"):
            changed.append(added.report)

    build.add(library, [folder], None, each, gently=True)
    return changed


def _gone(library: Library, folder: Path, told: Marks, now: Marks, remove: bool) -> list[str]:
    """The reports whose files the folder has no more, forgotten where that is wanted."""
    if not folder.is_dir():
        tell(f"文件夹不见了：{folder}。其报告保留。", f"the folder is gone: {folder}. Its reports stay.")
        return []
    held = {Path(path): report for path, (report, _) in library.digests().items()}
    gone = [path for path in held if path.is_relative_to(folder) and path not in now and not path.exists()]
    if remove:
        library.remove(*(held[path] for path in gone))
    for path in gone:
        name = visible(path.relative_to(folder).as_posix())
        if remove:
            put(say(f"已移除  {name}  → {held[path]}", f"removed  {name}  → {held[path]}"))
        elif not told or path in told:
            put(
                say(
                    f"已不在  {name}（报告保留，--remove 会移除）",
                    f"gone  {name} (its report stays; --remove forgets it)",
                )
            )
    return [held[path] for path in gone] if remove else []
