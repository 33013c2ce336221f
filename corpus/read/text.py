"""Text and Markdown → Document: decoded, tab and pipe rows as cells."""

import codecs

from corpus.errors import Unreadable
from corpus.report import Document, Line, Problem

_MOST_CELLS = 200
"""A line with more separators is no row of a table."""
_MOST_LINES = 100_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def document(content: bytes, file: str, path: str, digest: str) -> Document:
    """The bytes as lines; whatever decoding lost is a problem. Raises Unreadable where it is no text of a report."""
    text, encoding, lost = decode(content)
    if not text.strip("\ufeff \t\r\n"):
        raise Unreadable(f"{file} 是空文件。请重新取得报告。", f"{file} is empty. Get the report again.")
    if lost * 10 > len(text) or content.count(b"\n") > _MOST_LINES:
        raise Unreadable(
            f"{file} 不像报告的文本。请另存为文本（.txt，UTF-8）。",
            f"{file} does not look like the text of a report. Save it as text (.txt, UTF-8).",
        )
    problems: tuple[Problem, ...] = ()
    if lost:
        problems = (Problem("wrong_encoding", f"有 {lost} 个字符按 {encoding} 读不出"),)
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = tuple(Line(number, line, cells_of(line)) for number, line in enumerate(whole.split("\n"), 1))
    return Document(file, path, digest, encoding, lines, problems)


def decode(content: bytes) -> tuple[str, str, int]:
    """(text, encoding, characters lost): BOM, then UTF-8, then GB 18030, then the one that loses fewer characters."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content.decode(encoding, errors="replace")
            return text, encoding, text.count("\ufffd")
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            continue
    tries = [(content.decode(encoding, errors="replace"), encoding) for encoding in ("utf-8", "gb18030")]
    text, encoding = min(tries, key=lambda tried: tried[0].count("\ufffd"))
    return text, encoding, text.count("\ufffd")


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row set with tabs or pipes; () for any other line and for the rule under a heading row.

    A pipe ends a cell: `规章 | 0 |` has two, and a line that holds only `||` two blank ones.
    """
    if line.count("\t") + line.count("|") > _MOST_CELLS:
        return ()
    if "\t" in line:
        return tuple(cell.strip() for cell in line.split("\t"))
    if "|" not in line or ("--" in line and not line.strip("|-: ")):
        return ()
    bare = line.strip()
    if not bare.strip("| "):
        return ("",) * bare.count("|")
    bare = bare.removeprefix("|")
    return tuple(cell.strip() for cell in bare.removesuffix("|").split("|"))
