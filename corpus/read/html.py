"""A page of a government site → Document: prose as blocks, tables as rows, menus and what is hidden left out.

The page is decoded first and each tag told its line, then parsed as a browser would. A row that holds another table or
a page of prose only arranges them: it is taken apart, so that a layout table leaves no trace.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from corpus.read.blocks import LONGEST_CELL, Block, Spanned, expanded, is_layout, joined, numbered, raised, row, tidy
from corpus.read.style import HIDDEN, hidden_names
from corpus.read.text import decode
from corpus.report import Document, Problem

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PARAGRAPHS = (
    "address article blockquote br caption center dd div dl dt fieldset figcaption figure form h1 h2 h3 h4 h5 h6 "
    "header hr li main ol p pre section table tbody td tfoot th thead tr ul"
)
_BREAKS = frozenset(_PARAGRAPHS.split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNPRINTED = (
    "head,script,style,noscript,template,iframe,object,svg,select,textarea,button,nav,footer,aside,dialog,del,[hidden],"
    "[role=navigation],[role=menu]"
)
_FURNITURE = frozenset(
    "footer foot nav menu navbar breadcrumb breadcrumbs crumb crumbs sidebar copyright share".split()
)
_LONGEST_FURNITURE = 600
# Marks of style carry no meaning here; left open they would be opened again in every paragraph.
_TAGS = re.compile(
    r"</?(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s>/])[^<>]*>"
    rf"|<(?P<block>{_PARAGRAPHS.replace(' ', '|')})(?=[\s>/])|<(?P<end>/?)(?P<other>[a-z][\w:-]*)",
    re.I,
)
_CLOSED_BY_ITSELF = frozenset("br hr img input link meta col p li td th tr dd dt option area param source wbr".split())
_MOST_TAGS = 400_000
_MOST_WORK = 300_000_000
"""Tags times depth: what the parser's look upwards from every tag costs."""
_STRUCK = re.compile(r"<(s|strike)(?=[\s>])[^<>]*>[^<>]{0,80}</\1\s*>", re.I)
"""Text struck through, which is not what is said; a longer one may be a tag left open."""
_SPAN = re.compile(r"\s*(\d{1,5})")
_MOSTLY = 0.8


def document(content: bytes, file: str, path: str, digest: str) -> Document:
    """The page as blocks and rows, each at its line of the decoded file. Raises Unreadable for a monstrous one."""
    from selectolax.lexbor import LexborHTMLParser

    text, encoding, lost = decode(content)
    marked = _marked(text.replace("\r\n", "\n").replace("\r", "\n"), file)
    tree = LexborHTMLParser(marked)
    problems = (Problem("wrong_encoding", f"有 {lost} 个字符按 {encoding} 读不出"),) if lost else ()
    lines = tuple(numbered(_without_menus(_Page(tree.root).pieces()))) if tree.root else ()
    return Document(file, path, digest, encoding, lines, problems)


def _marked(text: str, file: str) -> str:
    """The page with every block's tag told its line. Raises Unreadable where its tags are too many or too deep."""
    line, at, depth, deepest, tags = 1, 0, 0, 0, 0

    def mark(tag: re.Match[str]) -> str:
        nonlocal line, at, depth, deepest, tags
        tags += 1
        block, end, other = tag.groups()
        name = (block or other or "").lower()
        if not name:
            return ""
        if name not in _CLOSED_BY_ITSELF:
            depth = max(depth + (-1 if end else 1), 0)
            deepest = max(deepest, depth)
        if not block:
            return tag[0]
        start = tag.start()
        line, at = line + text.count("\n", at, start), start
        return f"{tag[0]} at={line} "

    if (opened := text.count("<")) > 2 * _MOST_TAGS:
        raise _monstrous(file, opened, deepest)
    marked = _TAGS.sub(mark, _STRUCK.sub(lambda struck: "\n" * struck[0].count("\n"), text))
    if tags > _MOST_TAGS or tags * deepest > _MOST_WORK:
        raise _monstrous(file, tags, deepest)
    return marked


def _monstrous(file: str, tags: int, deepest: int) -> Unreadable:
    return Unreadable(
        f"{file} 的标签有 {tags} 个、嵌套 {deepest} 层，不像报告网页。请把报告正文另存为文本（.txt）。",
        f"{file} has {tags} tags nested {deepest} deep, no report's page. Save the report itself as text (.txt).",
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    block: Block
    linked: bool
    """Nothing but links to elsewhere: a menu, the way to this page, the next one."""


@dataclass(slots=True)
class _Text:
    """A paragraph as it grows."""

    parts: list[str] = field(default_factory=list)
    at: int = 0
    links: int = 0
    """Characters that stand in a link."""

    def piece(self, heading: bool) -> _Piece:
        text = tidy("".join(self.parts))
        return _Piece(Block(text, at=self.at), not heading and self.links * 2 > len(text))


class _Page:
    """One walk through a page."""

    def __init__(self, root: "LexborNode") -> None:
        self.root = root
        self.skipped = set(_unprinted(root))
        self.nested = set(_rows_around_tables(root))
        self.rows: dict[int, _Piece] = {}
        self.text = _Text()
        self.at = 0
        self.inside = Counter[str]()
        """How many links, headings, preformatted and raised texts are open."""

    def pieces(self) -> Iterator[_Piece]:
        """The blocks and rows in the order of the page."""
        for node, entering in self.walk(self.root):
            tag = node.tag or ""
            if tag == "-text":
                yield from self._printed(node.text_content or "")
            elif tag == "a":
                self.inside["link"] += _leads_away(node) * (1 if entering else -1)
            elif tag == "sup":
                self.inside["raised"] += 1 if entering else -1
            elif tag in _BREAKS and (entering or tag != "br"):
                if self.text.parts:
                    yield self._ended()
                self._count(tag, 1 if entering else -1)
                if entering:
                    self.at = _number(node, "at", self.at)
                    yield from self._table_or_row(node, tag)
        yield self._ended()

    def _printed(self, said: str) -> Iterator[_Piece]:
        """A text, which ends a line only where it is preformatted."""
        for n, part in enumerate(said.split("\n") if self.inside["pre"] else (said,)):
            if n:
                yield self._ended()
                self.at += 1
            self.text.at = self.text.at or self.at
            self.text.parts.append(raised(part) if self.inside["raised"] else part)
            self.text.links += _led(part) if self.inside["link"] else 0

    def _ended(self) -> _Piece:
        ended, self.text = self.text, _Text()
        return ended.piece(heading=self.inside["heading"] > 0)

    def _count(self, tag: str, step: int) -> None:
        if tag == "pre":
            self.inside["pre"] += step
        elif tag in _HEADINGS:
            self.inside["heading"] += step

    def _table_or_row(self, node: "LexborNode", tag: str) -> Iterator[_Piece]:
        if tag == "table":
            self.rows.update(self.rows_of(node))
        elif tag == "tr" and node.mem_id in self.rows:
            self.skipped.add(node.mem_id)
            yield self.rows.pop(node.mem_id)

    def walk(self, root: "LexborNode") -> Iterator[tuple["LexborNode", bool]]:
        """Every node below `root` that is not skipped, on the way in and, elements, on the way out."""
        above: list[LexborNode] = []
        node = root.first_child
        while node is not None or above:
            if node is None:
                parent = above.pop()
                yield parent, False
                node = parent.next
                continue
            if node.mem_id not in self.skipped:
                yield node, True
                if node.is_element_node and node.mem_id not in self.skipped:
                    above.append(node)
                    node = node.first_child
                    continue
            node = node.next

    def rows_of(self, table: "LexborNode") -> Iterator[tuple[int, _Piece]]:
        """(row, its piece) of the rows of a table that are not taken apart; a span ends with its group of rows."""
        for _, group in groupby(self._own_rows(table), key=lambda found: found[0]):
            rows = [found[1] for found in group]
            cells = [[self.cell(node) for node in _cells(row_, self.skipped)] for row_ in rows]
            spanned = expanded([cell.spanned for cell in of_row] for of_row in cells)
            for node, of_row, texts in zip(rows, cells, spanned, strict=True):
                own = [cell.spanned.text for cell in of_row]
                if node.mem_id not in self.nested and not is_layout(own, any(cell.broken for cell in of_row)):
                    linked = any(own) and all(cell.linked for cell in of_row if cell.spanned.text)
                    yield node.mem_id, _Piece(row(texts, _number(node, "at", 0)), linked)

    def _own_rows(self, table: "LexborNode") -> Iterator[tuple[int, "LexborNode"]]:
        for child in table.iter():
            if child.tag == "tr":
                yield 0, child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from ((child.mem_id, node) for node in child.iter() if node.tag == "tr")

    def cell(self, node: "LexborNode") -> "_Cell":
        """What one cell prints, and what it covers."""
        only = node.first_child
        if only is not None and only.tag == "-text" and only.next is None:
            said = only.text_content or ""
            plain = _plain_cell if len(said) <= LONGEST_CELL else _plain_cell.__wrapped__
            return plain(said, *_spans(node))
        parts, link, links, above = [""], 0, 0, 0
        if node.mem_id not in self.nested:
            for inner, entering in self.walk(node):
                if inner.tag == "-text":
                    said = inner.text_content or ""
                    parts[-1] += raised(said) if above else said
                    links += _led(said) if link else 0
                elif inner.tag == "a":
                    link += _leads_away(inner) * (1 if entering else -1)
                elif inner.tag == "sup":
                    above += 1 if entering else -1
                elif inner.tag in _BREAKS:
                    parts.append("")
        text = joined(parts)
        broken = len(parts) > 1 and sum(1 for part in parts if tidy(part)) > 1
        return _Cell(Spanned(text, *_spans(node)), broken, links * 2 > len(text))


@dataclass(frozen=True, slots=True)
class _Cell:
    spanned: Spanned
    broken: bool
    """It has more than one paragraph."""
    linked: bool


# The same labels and numbers stand in row after row.
@lru_cache(1024)
def _plain_cell(said: str, across: int, down: int) -> _Cell:
    """A cell that holds nothing but a text."""
    return _Cell(Spanned(joined((said,)), across, down), broken=False, linked=False)


def _cells(row_: "LexborNode", skipped: set[int]) -> Iterator["LexborNode"]:
    return (node for node in row_.iter() if node.tag in ("td", "th") and node.mem_id not in skipped)


def _spans(node: "LexborNode") -> tuple[int, int]:
    """How many columns and rows a cell covers."""
    said = node.attributes
    across, down = said.get("colspan"), said.get("rowspan")
    return (_span(across, 1), _span(down, 1)) if across or down else (1, 1)


def _number(node: "LexborNode", name: str, otherwise: int) -> int:
    return _span(node.attributes.get(name), otherwise)


def _span(said: str | None, otherwise: int) -> int:
    found = _SPAN.match(said) if said else None
    return int(found[1]) if found else otherwise


def _leads_away(link: "LexborNode") -> bool:
    return "href" in link.attributes


def _led(text: str) -> int:
    """Characters of a link's name; an address written out belongs to its sentence."""
    return 0 if "://" in text or "www." in text else len(tidy(text))


def _unprinted(root: "LexborNode") -> Iterator[int]:
    """Elements that a reader of the page does not see, and what frames every page of a site."""
    for node in root.css(_UNPRINTED):
        yield node.mem_id
    for node in root.css("[style]"):
        if HIDDEN.search(node.attributes.get("style") or ""):
            yield node.mem_id
    hidden = hidden_names(node.text() or "" for node in root.css("style"))
    for node in root.css("[class],[id]"):
        named = node.attributes
        if hidden and not hidden.isdisjoint(_selectors(node)):
            yield node.mem_id
        words = f"{named.get('class') or ''} {named.get('id') or ''}".lower().split()
        if not _FURNITURE.isdisjoint(words) and len(node.text()) < _LONGEST_FURNITURE:
            yield node.mem_id


def _selectors(node: "LexborNode") -> Iterator[str]:
    """How a style may name an element: `.name`, `tag.name`, `#id`, `tag#id`."""
    tag = node.tag or ""
    classes = (f".{name}" for name in (node.attributes.get("class") or "").split())
    for name in (*classes, f"#{(node.attributes.get('id') or '').strip()}"):
        yield from (name, tag + name)


def _rows_around_tables(root: "LexborNode") -> Iterator[int]:
    """The rows and cells that hold a table."""
    for table in root.css("table"):
        above = table.parent
        while above is not None and above.tag not in ("tr", "table"):
            if above.tag in ("td", "th"):
                yield above.mem_id
            above = above.parent
        if above is not None and above.tag == "tr":
            yield above.mem_id


def _without_menus(pieces: Iterable[_Piece]) -> Iterator[Block]:
    """The blocks that are not links alone; all of them where a link that was never closed spans the page."""
    every = list(pieces)
    linked = sum(len(piece.block.text) for piece in every if piece.linked)
    unclosed = linked > _MOSTLY * sum(len(piece.block.text) for piece in every)
    return (piece.block for piece in every if unclosed or not piece.linked)
