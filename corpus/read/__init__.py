"""A file → Document. One function chooses the reader; a file that cannot be read is refused in one line."""

from hashlib import sha256
from pathlib import Path

from corpus.errors import Unreadable
from corpus.report import Document

LARGEST = 20_000_000
"""Bytes. The largest real report is well under 5 MB."""

_LATER = {
    b"%PDF": ("PDF", "另存为文本（.txt）", "save it as text (.txt)"),
    b"PK\x03\x04": ("Word/ZIP", "另存为文本（.txt）", "save it as text (.txt)"),
    b"\xd0\xcf\x11\xe0": ("Word 97 (.doc, .wps)", "另存为文本（.txt）", "save it as text (.txt)"),
}
_SUFFIXES = {
    ".html": "HTML",
    ".htm": "HTML",
    ".ofd": "OFD",
    ".pdf": "PDF",
    ".docx": "Word",
    ".doc": "Word",
    ".wps": "WPS",
}


def read(path: Path, root: Path | None = None) -> Document:
    """The file decoded, its tables as rows of cells. Raises Unreadable with the reason and the remedy."""
    content = _content(path)
    _refuse_kind(path, content)
    from corpus.read.text import document

    file = path.name if root is None or not path.is_relative_to(root) else path.relative_to(root).as_posix()
    return document(content, file, str(path.absolute()), sha256(content).hexdigest())


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable(f"{path} 是文件夹。请给出文件。", f"{path} is a folder. Name a file.")
        if path.stat().st_size > LARGEST:
            raise Unreadable(
                f"{path.name} 超过 20 MB，不像报告。请只留报告本身再加。",
                f"{path.name} is larger than 20 MB, no such report. Keep the report alone and add it again.",
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(f"没有这个文件：{path}。请检查路径。", f"no such file: {path}. Check the path.") from error
    except PermissionError as error:
        raise Unreadable(
            f"没有权限读 {path}。请改权限。", f"no permission to read {path}. Change its permissions."
        ) from error
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise Unreadable(f"{path.name} 是空文件。请重新取得报告。", f"{path.name} is empty. Get the report again.")
    return content


def _refuse_kind(path: Path, content: bytes) -> None:
    kind = next(((name, zh, en) for mark, (name, zh, en) in _LATER.items() if content.startswith(mark)), None)
    if kind is None and path.suffix.lower() in _SUFFIXES and path.suffix.lower() not in (".html", ".htm"):
        kind = (_SUFFIXES[path.suffix.lower()], "另存为文本（.txt）", "save it as text (.txt)")
    if kind is None and content[:1000].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        kind = ("HTML", "把网页另存为文本（.txt）", "save the page as text (.txt)")
    if kind:
        name, zh, en = kind
        raise Unreadable(
            f"{path.name} 是 {name} 文件，还不能读。请{zh}。", f"{path.name} is {name}, not read yet. Please {en}."
        )
    if b"\x00" in content[:100_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            f"{path.name} 不是文本文件。请另存为文本（.txt）。",
            f"{path.name} is not a text file. Save it as text (.txt).",
        )
