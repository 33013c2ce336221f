"""A Word file → Document: its paragraphs and the rows of its tables, as they would be printed.

Content controls are looked into, insertions kept, deletions left out; so are headers, footers and footnotes. A row that
holds another table or several paragraphs of prose in one cell is taken apart, as on a page.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.errors import Unreadable
from corpus.read.blocks import Block, is_layout, joined, numbered, raised, row, tidy
from corpus.read.numbering import Ordinals, attribute, below
from corpus.report import Document

_LARGEST = 50_000_000
"""Bytes of document.xml, unpacked."""
_MOST_EXPANDED = 200
"""Times. A long report's text is packed to a twentieth."""
_SMALL = 1_000_000
_DEEPEST = 160
"""Tables within tables, content controls within content controls; five are many."""
_MAIN = re.compile(r"word/document\d*\.xml")
_LISTS, _STYLES = "word/numbering.xml", "word/styles.xml"
# Everything printed stands in these; what is deleted, moved away or the second form of a drawing does not.
_AROUND = frozenset(
    "body sdt sdtContent ins moveTo smartTag customXml hyperlink fldSimple dir bdo ruby rubyBase r p tr tc".split()
)
_NO_BOX = frozenset("Fallback del moveFrom rPr pPr t".split())
_UNSAID = ("vanish", "strike", "dstrike")
"""How a run is set that is hidden, or struck through."""
_SIGNS = {"tab": "\t", "noBreakHyphen": "-", "ptab": "\t", "cr": "\n", "br": "\n"}


def document(content: bytes, file: str, path: str, digest: str) -> Document:
    """The body's blocks, numbered from 1. Raises Unreadable for a damaged file, a bomb, or another kind of archive."""
    main, *others = _parts_of(content, file)
    root = _root(main, file)
    ordinals = Ordinals(*(_root(part, file) if part else None for part in others))
    try:
        lines = tuple(numbered(_blocks(root, ordinals, 0)))
    except RecursionError as error:
        raise _damaged(file, "表格嵌套太深", "its tables are nested too deep") from error
    return Document(file, path, digest, "docx", lines)


def _parts_of(content: bytes, file: str) -> tuple[bytes, bytes, bytes]:
    """The text of the file, its numbered lists and its styles, as XML; empty where it has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            main = next((part for part in parts if _MAIN.fullmatch(part.filename)), None)
            if main is None:
                raise Unreadable(
                    f"{file} 是压缩包，不是 .docx。请给出报告文件本身。",
                    f"{file} is an archive and no .docx. Name the report itself.",
                )
            named = {part.filename: part for part in parts}
            lists, styles = (
                _unpacked(archive, named[name], file) if name in named else b"" for name in (_LISTS, _STYLES)
            )
            return _unpacked(archive, main, file), lists, styles if lists else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise _damaged(file, "压缩包不完整或已加密", "the archive is incomplete or encrypted") from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> bytes:
    expanded = part.file_size > _MOST_EXPANDED * max(part.compress_size, 1)
    if part.file_size > _LARGEST or (part.file_size > _SMALL and expanded):
        raise _too_large(file)
    with archive.open(part) as opened:
        content = opened.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise _too_large(file)
    return content


def _root(main: bytes, file: str) -> Element:
    # Word declares no document type; one is only there to make entities of it.
    if b"<!DOCTYPE" in main or b"\x00" in main:
        raise _damaged(file, "内容不是 Word 写的", "its content was not written by Word")
    try:
        return ElementTree.fromstring(main, parser=ElementTree.XMLParser(encoding="utf-8"))
    except ElementTree.ParseError as error:
        raise _damaged(file, "内容不是完整的 XML", "its content is no complete XML") from error


def _damaged(file: str, zh: str, en: str) -> Unreadable:
    return Unreadable(
        f"{file} 不是完好的 .docx：{zh}。请用 Word 打开后另存为 .docx 或文本（.txt）。",
        f"{file} is no sound .docx: {en}. Open it in Word and save it as .docx or text (.txt).",
    )


def _too_large(file: str) -> Unreadable:
    return Unreadable(
        f"{file} 解压后过大，不像报告。请用 Word 打开后只留正文，另存为 .docx。",
        f"{file} is too large when unpacked, no such report. Keep the text alone in Word and save it as .docx.",
    )


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2]


def _is_on(node: Element | None) -> bool:
    return node is not None and attribute(node) not in ("0", "false", "off", "none")


def _blocks(root: Element, ordinals: Ordinals, depth: int) -> Iterator[Block]:
    """The paragraphs and rows in a body, a cell or a text box; a paragraph goes on where its mark is deleted."""
    carried = ""
    for node in _parts(root, depth):
        if _name(node) == "tbl":
            yield from _rows(node, ordinals, depth + 1)
            continue
        own = "".join(_texts(node))
        text = carried + (ordinals.next(node) + own if own.strip() else own)
        carried = ""
        if below(node, "pPr", "rPr", "del") is not None:
            carried = text
            continue
        for line in text.split("\n"):
            yield Block(tidy(line))
        for box in _boxes(node):
            yield from _blocks(box, ordinals, depth + 1)
    yield Block(tidy(carried))


def _parts(root: Element, depth: int) -> Iterator[Element]:
    """The paragraphs and tables directly in a body, cell or text box, whatever controls they stand in."""
    if depth > _DEEPEST:
        raise RecursionError
    for node in root:
        name = _name(node)
        if name in ("p", "tbl"):
            yield node
        elif name in _AROUND:
            yield from _parts(node, depth + 1)


def _texts(node: Element) -> Iterator[str]:
    """What a paragraph prints, its text boxes apart."""
    for child in node:
        name = _name(child)
        if name == "t":
            yield (child.text or "").replace("\n", " ")
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "r":
            yield from _run(child)
        elif name in _AROUND:
            yield from _texts(child)


def _run(node: Element) -> Iterator[str]:
    """What a run prints: nothing where it is hidden or struck through."""
    properties = below(node, "rPr")
    ways = {_name(way): way for way in properties} if properties is not None else {}
    if any(_is_on(ways.get(way)) for way in _UNSAID):
        return
    above = "vertAlign" in ways and attribute(ways["vertAlign"]) == "superscript"
    yield from (raised(text) if above else text for text in _texts(node))


def _boxes(node: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph."""
    for child in node:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name not in _NO_BOX:
            yield from _boxes(child)


def _rows(table: Element, ordinals: Ordinals, depth: int) -> Iterator[Block]:
    for node in _of(table, "tr", depth):
        properties = below(node, "trPr")
        if below(properties, "del") is not None or _is_on(below(properties, "hidden")):
            continue
        cells = [cell for cell in _of(node, "tc", depth) if below(cell, "tcPr", "cellDel") is None]
        found = [[block for block in _blocks(cell, ordinals, depth + 1) if block.text] for cell in cells]
        texts = [joined(block.text for block in blocks) for blocks in found]
        nested = any(block.cells for blocks in found for block in blocks)
        if nested or is_layout(texts, any(len(blocks) > 1 for blocks in found)):
            yield from chain.from_iterable(found)
        else:
            yield row(tuple(_in_columns(node, cells, texts)))


def _of(node: Element, name: str, depth: int) -> Iterator[Element]:
    """The rows of a table or the cells of a row, whatever controls they stand in."""
    if depth > _DEEPEST:
        raise RecursionError
    for child in node:
        if _name(child) == name:
            yield child
        elif _name(child) in _AROUND:
            yield from _of(child, name, depth + 1)


def _in_columns(node: Element, cells: Sequence[Element], texts: Sequence[str]) -> Iterator[str]:
    """The texts of a row's cells, each followed by an empty one for every further column that its cell covers."""
    yield from [""] * _count(below(node, "trPr", "gridBefore"), 0)
    for cell, text in zip(cells, texts, strict=True):
        merged = below(cell, "tcPr", "vMerge")
        yield "" if merged is not None and attribute(merged) != "restart" else text
        yield from [""] * (_count(below(cell, "tcPr", "gridSpan"), 1) - 1)


def _count(node: Element | None, otherwise: int) -> int:
    said = attribute(node) or ""
    return min(int(said), 64) if said.isascii() and said.isdigit() and len(said) < 6 else otherwise
