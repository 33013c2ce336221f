"""The files that a name means: itself, or what stands below a folder, and why some are not opened."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.library.contents import cannot_read
from corpus.errors import NianbaoError, NotAReport, Unreadable


@dataclass(frozen=True, slots=True)
class File:
    """A file to add, and the folder its name is relative to."""

    path: Path
    root: Path
    refused: NianbaoError | None = None
    """Why it is not even opened."""

    @property
    def name(self) -> str:
        """Its path below the folder, or its own name."""
        return self.path.name if self.path == self.root else self.path.relative_to(self.root).as_posix()


def files(path: Path) -> Iterator[File]:
    """The files of a name, sorted; folders that begin with a dot are not entered."""
    if not _is_folder(path):
        yield File(path, path.parent, _refusal(path))
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            yield File(file, path, _passed_over(file) or _refusal(file))
    for error in closed:
        yield File(Path(error.filename), path, cannot_read(error))


def _passed_over(file: Path) -> NianbaoError | None:
    """Why a file of a folder is not even looked into; one that is named by itself always is."""
    if file.name.startswith("."):
        return NotAReport("隐藏文件，未读。", "a hidden file, not read.")
    from corpus.read import kinds

    suffix = file.suffix.lower()
    if suffix in kinds.SUFFIXES:
        return None
    if known := kinds.of_suffix(suffix):
        refused = kinds.refusal(file.name, known)
        return NotAReport(refused.zh, refused.en)
    return NotAReport(
        f"文件夹里的 {suffix or '无后缀'} 文件不读。如果是报告，请单独给出它的路径。",
        f"{suffix or '(no suffix)'} files of a folder are passed over. If it is a report, name it by itself.",
    )


def _refusal(file: Path) -> NianbaoError | None:
    if not _is_text(str(file)):
        return Unreadable(
            "文件或文件夹的名称不是 UTF-8。请改名后再加。", "its name, or that of its folder, is not UTF-8. Rename it."
        )
    try:
        regular = stat.S_ISREG(file.stat().st_mode)
    except FileNotFoundError:
        return Unreadable("没有这个文件或文件夹。请检查路径。", "no such file or folder. Check the path.")
    except OSError as error:
        return cannot_read(error)
    if not regular:
        return Unreadable("不是普通文件。请给出报告文件或文件夹。", "not a regular file. Name a report or a folder.")
    return None


def _is_text(name: str) -> bool:
    """Whether a name can be written down; a system may hold bytes in it that are no characters."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_folder(path: Path) -> bool:
    # Path.is_dir raises where a folder above may not be entered.
    try:
        return path.is_dir()
    except OSError:
        return False
