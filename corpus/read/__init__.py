"""A file → Document. One function chooses the reader; a file that cannot be read is refused in one line."""

import os
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from corpus.errors import Unreadable
from corpus.read import kinds
from corpus.report import Document

LARGEST = 20_000_000
"""Bytes. The largest real report is well under 5 MB."""

_AT_ONCE = 1 << 20
# A pipe that nobody writes to must not keep us.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read(path: Path, root: Path | None = None) -> Document:
    """The file decoded, its tables as rows of cells. Raises Unreadable with the reason and the remedy."""
    content = content_of(path)
    return document_of(content, digest_of(content), path, root)


def document_of(content: bytes, digest: str, path: Path, root: Path | None = None) -> Document:
    """The bytes of a file decoded. Raises Unreadable with the reason and the remedy."""
    file = path.name if root is None or not path.is_relative_to(root) else path.relative_to(root).as_posix()
    reader = _reader(kinds.kind_of(content, path.suffix.lower(), path.name))
    return reader(content, file, str(path.absolute()), digest)


def digest_of(content: bytes) -> str:
    """What tells one file from another: the sha256 of its bytes, hexadecimal."""
    return sha256(content).hexdigest()


def same_bytes(path: Path, digest: str) -> bool:
    """Whether a file still has the bytes of that digest; no where it cannot be read."""
    found = sha256()
    try:
        # Of thousands of small files what is made around each to read it takes longer than its bytes.
        opened = os.open(path, _OPEN)
        try:
            while block := os.read(opened, _AT_ONCE):
                found.update(block)
        finally:
            os.close(opened)
    except OSError:
        return False
    return found.hexdigest() == digest


def _reader(kind: str) -> Callable[[bytes, str, str, str], Document]:
    """What reads a kind of file; imported when there is one."""
    match kind:
        case kinds.PDF:
            from corpus.read.pdf import document
        case kinds.DOCX:
            from corpus.read.docx import document
        case kinds.PAGE:
            from corpus.read.html import document
        case kinds.ARCHIVED_PAGE:
            from corpus.read.archived import document
        case kinds.OFFICE:
            from corpus.read.office import document
        case kinds.PICTURE:
            from corpus.read.scan import picture as document
        case _:
            from corpus.read.text import document
    return document


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable where there are none, too many, or they may not be read."""
    try:
        if path.is_dir():
            raise Unreadable(f"{path} 是文件夹。请给出文件。", f"{path} is a folder. Name a file.")
        with os.fdopen(os.open(path, _OPEN), "rb") as opened:
            content = _whole(opened, path)
    except FileNotFoundError as error:
        raise Unreadable(f"没有这个文件：{path}。请检查路径。", f"no such file: {path}. Check the path.") from error
    except PermissionError as error:
        raise Unreadable(
            f"没有权限读 {path}。请改权限。", f"no permission to read {path}. Change its permissions."
        ) from error
    if not content.strip():
        raise Unreadable(f"{path.name} 是空文件。请重新取得报告。", f"{path.name} is empty. Get the report again.")
    return content


def _whole(opened: BinaryIO, path: Path) -> bytes:
    """What an open file holds. Raises Unreadable where it is no file, or is written to meanwhile."""
    before = os.fstat(opened.fileno())
    if not stat.S_ISREG(before.st_mode):
        raise Unreadable(
            f"{path.name} 不是普通文件。请给出报告文件。", f"{path.name} is not a regular file. Name a report."
        )
    if before.st_size > LARGEST:
        raise Unreadable(
            f"{path.name} 超过 20 MB，不像报告。请只留报告本身再加。",
            f"{path.name} is larger than 20 MB, no such report. Keep the report alone and add it again.",
        )
    content = opened.read(LARGEST + 1)
    after = os.fstat(opened.fileno())
    if (after.st_size, after.st_mtime_ns) != (len(content), before.st_mtime_ns):
        raise Unreadable(
            f"{path.name} 正在被改写。请写完后再加。", f"{path.name} is being written to. Add it when that is done."
        )
    return content
