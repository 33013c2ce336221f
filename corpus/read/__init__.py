"""A file → Document. One function chooses the reader; a file that cannot be read is refused in one line."""

import os
import re
import stat
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from corpus.errors import Unreadable
from corpus.report import Document

LARGEST = 20_000_000
"""Bytes. The largest real report is well under 5 MB."""

# A pipe that nobody writes to must not keep us.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_TEXTS = (".txt", ".text", ".md")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.I
)
_FRAGMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:head|body|meta|table|div|p|h\d)[\s>]", re.I)
_AS_TEXT = ("另存为文本（.txt）", "save it as text (.txt)")
_AS_DOCX = ("在 Word 或 WPS 里另存为 .docx", "save it as .docx in Word or WPS")
_AS_PDF = ("导出为 PDF 或另存为 .docx", "export it as PDF or save it as .docx")
_UNPACKED = ("解压后再加", "unpack it first")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
_REFUSED = (
    ((b"\xd0\xcf\x11\xe0",), (".doc", ".wps", ".wpt"), "Word 97/WPS (.doc, .wps)", _AS_DOCX),
    ((b"{\\rtf",), (".rtf",), "RTF", _AS_DOCX),
    ((), (".ofd",), "OFD", _AS_PDF),
    (_IMAGES, (".jpg", ".png", ".tif"), "图像 (an image)", _AS_TEXT),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), (".rar", ".7z", ".gz"), "压缩包 (an archive)", _UNPACKED),
)


def read(path: Path, root: Path | None = None) -> Document:
    """The file decoded, its tables as rows of cells. Raises Unreadable with the reason and the remedy."""
    content = content_of(path)
    return document_of(content, digest_of(content), path, root)


def document_of(content: bytes, digest: str, path: Path, root: Path | None = None) -> Document:
    """The bytes of a file decoded. Raises Unreadable with the reason and the remedy."""
    file = path.name if root is None or not path.is_relative_to(root) else path.relative_to(root).as_posix()
    return _reader(path, content)(content, file, str(path.absolute()), digest)


def digest_of(content: bytes) -> str:
    """What tells one file from another: the sha256 of its bytes, hexadecimal."""
    return sha256(content).hexdigest()


def _reader(path: Path, content: bytes) -> Callable[[bytes, str, str, str], Document]:
    """What reads this kind of file, told by its first bytes before its name. Raises Unreadable for other kinds."""
    suffix = path.suffix.lower()
    if b"%PDF-" in content[:1024]:
        from corpus.read.pdf import document as pdf

        return pdf
    if content.startswith(b"PK\x03\x04") and suffix != ".ofd":
        from corpus.read.docx import document as docx

        return docx
    if _PAGE.match(content) or suffix in _PAGES or (suffix not in _TEXTS and _FRAGMENT.match(content)):
        from corpus.read.html import document as html

        _refuse_binary(path, content)
        return html
    _refuse_kind(path, content, suffix)
    _refuse_binary(path, content)
    from corpus.read.text import document as text

    return text


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


def _refuse_kind(path: Path, content: bytes, suffix: str) -> None:
    """Kinds that are known and not read, by their first bytes or, of other files than text, by their names."""
    for marks, suffixes, name, (zh, en) in _REFUSED:
        if (marks and content.startswith(marks)) or suffix in suffixes:
            raise Unreadable(
                f"{path.name} 是 {name} 文件，不能直接读。请{zh}。", f"{path.name} is {name}, not read. Please {en}."
            )
    if suffix in (".pdf", ".docx"):
        raise Unreadable(
            f"{path.name} 的内容不是 {suffix[1:].upper()}，文件可能已损坏。请重新取得。",
            f"{path.name} holds no {suffix[1:].upper()}, it may be damaged. Get it again.",
        )


def _refuse_binary(path: Path, content: bytes) -> None:
    if b"\x00" in content[:100_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            f"{path.name} 不是文本文件。请另存为文本（.txt）。",
            f"{path.name} is not a text file. Save it as text (.txt).",
        )
