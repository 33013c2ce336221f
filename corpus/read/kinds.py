"""What kind of file it is, told by its bytes before its name, and what to do about a kind that is not read."""

import re
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from corpus.errors import Unreadable

PDF, DOCX, PAGE, ARCHIVED_PAGE, TEXT, OFFICE = "pdf", "docx", "page", "archived page", "text", "office"
PICTURE = "picture"
"""The kinds that are read; OFFICE and PICTURE through other programs, where they are installed."""

_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_TEXTS = (".txt", ".text", ".md")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.I
)
_FRAGMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:head|body|meta|table|div|p|h\d)[\s>]", re.I)
_ARCHIVED_PAGE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?MIME-Version:", re.I)
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Refused:
    """A kind that is known and not read."""

    marks: tuple[bytes, ...]
    suffixes: tuple[str, ...]
    name: tuple[str, str]
    remedy: tuple[str, str]


_AS_DOCX = ("在 Word 或 WPS 里另存为 .docx", "save it as .docx in Word or WPS")
_AS_PDF = ("导出为 PDF 或另存为 .docx", "export it as PDF or save it as .docx")
_INTO_WORD = ("把表格连同文字粘贴到 Word 或 WPS 里，另存为 .docx", "paste it into Word or WPS and save it as .docx")
_UNPACKED = ("解压后再加", "unpack it first")
_BY_ITSELF = ("单独给出它的路径（读图像需要 nianbao[ocr]）", "name it by itself; to read an image takes nianbao[ocr]")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*")
SHEET = Refused((), (".xls", ".xlsx", ".et"), ("表格文件 (Excel)", "a spreadsheet"), _INTO_WORD)
SLIDES = Refused((), (".ppt", ".pptx", ".dps"), ("演示文稿", "a presentation"), _INTO_WORD)
OFD = Refused((), (".ofd",), ("OFD 文件", "an OFD file"), _AS_PDF)
IMAGE = Refused(_IMAGES, (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif"), ("图像", "an image"), _BY_ITSELF)
ARCHIVE = Refused(
    (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), (".zip", ".rar", ".7z", ".gz", ".tar"), ("压缩包", "an archive"), _UNPACKED
)
LOCKED = Refused((), (), ("有密码的 Office 文件", "an Office file with a password"), _AS_DOCX)
_OF_SUFFIX = (SHEET, SLIDES, OFD, IMAGE, ARCHIVE)
_OFFICES = (".doc", ".wps", ".wpt", ".dot", ".rtf", ".odt")
SUFFIXES = (*_TEXTS, *_PAGES, ".mht", ".mhtml", ".pdf", ".docx", *_OFFICES, ".ofd")
"""Names of files that may be reports."""
# What stands in an archive → what it is.
_PARTS = (
    ("word/", DOCX),
    ("xl/", SHEET),
    ("ppt/", SLIDES),
    ("OFD.xml", OFD),
    ("content.xml", OFFICE),
)
# What stands in the directory of a compound file, the container of Office 97 → what it is.
_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", OFFICE),
    ("Workbook", SHEET),
    ("PowerPoint Document", SLIDES),
)


def kind_of(content: bytes, suffix: str, name: str) -> str:
    """One of the kinds above. Raises Unreadable for every other, with what to do."""
    found = _by_content(content, suffix)
    if isinstance(found, Refused):
        raise refusal(name, found)
    if found:
        return found
    for kind in _OF_SUFFIX:
        if content.startswith(kind.marks) or suffix in kind.suffixes:
            if kind is IMAGE:
                return PICTURE
            raise refusal(name, kind)
    if suffix in (".pdf", ".docx"):
        raise Unreadable(
            f"{name} 的内容不是 {suffix[1:].upper()}，文件可能已损坏。请重新取得。",
            f"{name} holds no {suffix[1:].upper()}, it may be damaged. Get it again.",
        )
    if b"\x00" in content[:100_000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            f"{name} 不是文本文件。请另存为文本（.txt）。", f"{name} is not a text file. Save it as text (.txt)."
        )
    return PAGE if suffix in _PAGES else TEXT


def _by_content(content: bytes, suffix: str) -> str | Refused:
    """What the bytes say for sure; empty where they say nothing."""
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _of_archive(content, suffix)
    if content.startswith(_COMPOUND[:4]):
        return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in content), OFFICE)
    if content.startswith(b"{\\rtf"):
        return OFFICE
    if b"\x00" in content[:100_000]:
        return ""
    if _PAGE.match(content) or (suffix not in _TEXTS and _FRAGMENT.match(content)):
        return PAGE
    return ARCHIVED_PAGE if suffix not in _TEXTS and _ARCHIVED_PAGE.match(content[:4_000]) else ""


def _of_archive(content: bytes, suffix: str) -> str | Refused:
    """What the parts of an archive make it; the Word reader says what is wrong with a broken one."""
    from zipfile import BadZipFile, ZipFile

    names: list[str] = []
    with suppress(BadZipFile, ValueError, OSError, EOFError, NotImplementedError), ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    if names or suffix in ARCHIVE.suffixes:
        return ARCHIVE
    return next((kind for kind in _OF_SUFFIX if suffix in kind.suffixes), DOCX)


def refusal(name: str, kind: Refused) -> Unreadable:
    """A file of a kind that is not read, with what to do."""
    return Unreadable(
        f"{name} 是{kind.name[0]}，不能直接读。请{kind.remedy[0]}。",
        f"{name} is {kind.name[1]}, not read. Please {kind.remedy[1]}.",
    )


def of_suffix(suffix: str) -> Refused | None:
    """The kind that is not read which a name tells; None for any other."""
    return next((kind for kind in _OF_SUFFIX if suffix in kind.suffixes), None)
