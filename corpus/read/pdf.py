"""A PDF that holds text → Document: rows of its ruled tables, and the prose around them in reading order.

A table that goes on over a page break stays one: its repeated heading is dropped, a row that was cut in two is joined.
Lines have running numbers for the program; a person is told the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from corpus.read.blocks import Block, numbered, row
from corpus.read.grid import Table, cells, line_text, lines_of, tables
from corpus.read.page import Glyph, Page, seen
from corpus.report import Document, Problem

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

_MOST_PAGES = 400
_FEWEST_GLYPHS = 20
_MOST_ACROSS = 6_000
"""Pixels of a page that is drawn: one may say that it is as wide as a house."""
_PAGE_NUMBER = re.compile(r"[-—–－\s]*\d{1,4}[-—–－\s]*|第\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+")
_FURNITURE_AT = 0.1
"""Of a page's height, from above or below: where page numbers stand."""
_FEWEST_RUNNING = 3
_DIGIT = re.compile(r"\d")
_VALUE = re.compile(r"[\d.,+\-－/%]*\d[\d.,]*|[/\-－]")
_ENDS = re.compile(r"[。；;：:！!？?]$")
_OPENS = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．是]|第[一二三四五六七八九十]")
_CLEAR_GAP = 1.2
_MOST_HEADING_ROWS = 5
# PDFium keeps global state: never two of its calls at once in one process.
_ONE_AT_A_TIME = Lock()


def document(content: bytes, file: str, path: str, digest: str) -> Document:
    """The pages' rows and lines. Scans are read where OCR is installed. Raises Unreadable."""
    with _ONE_AT_A_TIME:
        pages = _pages(content, file)
    glyphs = sum(len(page.glyphs) for page in pages if not page.scanned)
    images = tuple(n for n, page in enumerate(pages, 1) if page.scanned)
    if glyphs < _FEWEST_GLYPHS:
        from corpus.read import scan

        return scan.document(_drawn(content, file, scan.DOTS, scan.MOST_PAGES), file, path, digest)
    problems = tuple(Problem("page_image", f"第 {n} 页是图像，没有读出") for n in images)
    return Document(file, path, digest, "pdf", tuple(numbered(_blocks(pages))), problems)


def _pages(content: bytes, file: str) -> list[Page]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        opened = PdfDocument(content)
    except PdfiumError as error:
        raise _damaged(file) from error
    try:
        if len(opened) > _MOST_PAGES:
            raise Unreadable(
                f"{file} 有 {len(opened)} 页，不像报告。请只留报告本身再加。",
                f"{file} has {len(opened)} pages, no such report. Keep the report alone and add it again.",
            )
        return list(_seen(opened))
    except PdfiumError as error:
        raise _damaged(file) from error
    finally:
        opened.close()


def _drawn(content: bytes, file: str, dots: int, most: int) -> "Iterator[Image]":
    """The pages as images, grey, of so many dots an inch, one at a time."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with _ONE_AT_A_TIME:
            opened = PdfDocument(content)
            count = min(len(opened), most)
        for n in range(count):
            with _ONE_AT_A_TIME:
                page = opened[n]
                yield page.render(scale=min(dots / 72, _MOST_ACROSS / page.get_width()), grayscale=True).to_pil()
                page.close()
        opened.close()
    except PdfiumError as error:
        raise _damaged(file) from error


def _seen(opened: "PdfDocument") -> Iterator[Page]:
    for n in range(len(opened)):
        page = opened[n]
        try:
            yield seen(page)
        finally:
            page.close()


def _damaged(file: str) -> Unreadable:
    return Unreadable(
        f"{file} 打不开：PDF 已损坏或有密码。请重新取得，或另存为文本（.txt）。",
        f"{file} cannot be opened: the PDF is damaged or has a password. Get it again, or save it as text (.txt).",
    )


Span = tuple[float, float]


@dataclass(slots=True, frozen=True)
class _Line:
    """A line of prose with its place."""

    text: str
    cells: tuple[str, ...]
    """Its pieces where they stand clearly apart; else ()."""
    spans: tuple[Span, ...]
    """From where to where each piece goes."""
    page: int
    left: float
    right: float
    middle: float
    height: float


@dataclass(slots=True, frozen=True)
class _Ruled:
    """A table with its rows."""

    rows: tuple[tuple[str, ...], ...]
    page: int
    left: float
    right: float
    middle: float


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    items = [item for n, page in enumerate(pages, 1) if not page.scanned for item in _items(page, n)]
    kept = _without_furniture(items, pages)
    margins = [_margins(kept, page.width) for page in pages]
    waiting: list[_Line] = []
    for item in _whole_tables(kept):
        if isinstance(item, _Line) and waiting and _goes_on(waiting[-1], item, margins):
            waiting.append(item)
            continue
        yield from _paragraph(waiting)
        waiting = []
        if isinstance(item, _Line):
            waiting = [item]
        else:
            yield item
    yield from _paragraph(waiting)


def _items(page: Page, number: int) -> list[_Line | _Ruled]:
    """The lines and tables of a page from above."""
    ruled = tables(page.rules)
    inside: list[list[Glyph]] = [[] for _ in ruled]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        n = next((n for n, table in enumerate(ruled) if table.place(*glyph.middle)), None)
        (outside if n is None else inside[n]).append(glyph)
    lines = _in_columns([_line(line, number) for line in lines_of(outside)])
    made = [_ruled(table, held, number) for table, held in zip(ruled, inside, strict=True) if held]
    return sorted((*lines, *made), key=lambda item: -item.middle)


def _line(glyphs: Sequence[Glyph], page: int) -> _Line:
    height = max(max(glyph.top - glyph.bottom for glyph in glyphs), 1.0)
    middle = sum(glyph.middle[1] for glyph in glyphs) / len(glyphs)
    pieces = _apart(glyphs, height)
    texts, spans = tuple(map(line_text, pieces)), tuple((piece[0].left, piece[-1].right) for piece in pieces)
    return _Line(line_text(glyphs), texts, spans, page, glyphs[0].left, glyphs[-1].right, middle, height)


def _ruled(table: Table, glyphs: Sequence[Glyph], page: int) -> _Ruled:
    middle = (table.ys[0] + table.top) / 2
    return _Ruled(tuple(cells(table, glyphs)), page, table.xs[0], table.xs[-1], middle)


def _without_furniture(items: Sequence[_Line | _Ruled], pages: Sequence[Page]) -> list[_Line | _Ruled]:
    """Without page numbers, and without what is printed at the top or foot of every page."""
    tops = [max((glyph.top for glyph in page.glyphs), default=0.0) for page in pages]
    feet = [min((glyph.bottom for glyph in page.glyphs), default=0.0) for page in pages]
    edge = _FURNITURE_AT * (max(tops) - min(feet))

    def at_edge(line: _Line) -> bool:
        return line.middle > max(tops) - edge or line.middle < min(feet) + edge

    said = [_DIGIT.sub("", line.text) for line in items if isinstance(line, _Line) and at_edge(line)]
    running = {text for text in said if said.count(text) >= max(_FEWEST_RUNNING, len(pages) // 2)}
    return [
        item
        for item in items
        if not isinstance(item, _Line)
        or not at_edge(item)
        or not (_PAGE_NUMBER.fullmatch(item.text) or _DIGIT.sub("", item.text) in running)
    ]


def _whole_tables(items: Sequence[_Line | _Ruled]) -> Iterator[_Line | Block]:
    """Lines, and the rows of tables; one that goes on overleaf without its repeated heading."""
    before: _Ruled | None = None
    heading: tuple[tuple[str, ...], ...] = ()
    above: tuple[str, ...] = ()
    last: Block | None = None
    for item in items:
        rows = item.rows if isinstance(item, _Ruled) else ()
        if last and not (before and isinstance(item, _Ruled) and _continues(before, item)):
            yield last
            last, heading, above = None, (), ()
        if isinstance(item, _Line):
            before = None
            yield item
            continue
        rows = rows[_repeated(heading, rows) :] if last else rows
        heading = heading or _heading_rows(rows)
        for n, texts in enumerate(rows):
            if last and n == 0 and _goes_on_overleaf(above, last.cells, rows):
                last = row(tuple(one or two for one, two in zip(last.cells, texts, strict=True)), page=item.page)
                continue
            if last:
                yield last
                above = last.cells
            last = row(texts, page=item.page)
        before = item
    if last:
        yield last


def _continues(before: _Ruled, item: _Ruled) -> bool:
    """Whether a table is the rest of the one at the foot of the page before."""
    same = abs(before.left - item.left) < 6 and abs(before.right - item.right) < 6
    return item.page == before.page + 1 and same


def _heading_rows(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    heading = []
    for texts in rows[:_MOST_HEADING_ROWS]:
        if any(_VALUE.fullmatch(text) for text in texts):
            break
        heading.append(texts)
    return tuple(heading)


def _repeated(heading: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]]) -> int:
    """How many rows at the top say again what heads the table."""
    known = {"".join(texts) for texts in heading} - {""}
    count = 0
    while count < min(len(rows), len(heading)) and "".join(rows[count]) in known:
        count += 1
    return count


def _goes_on_overleaf(above: Sequence[str], foot: Sequence[str], rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row overleaf holds the values of the row at the foot of the page.

    Not where several labels wait there for values, or several rows of values have none: whose is whose, nothing says.
    """
    waiting = [text for text in above if text]
    several = len(waiting) == 1 and not _VALUE.fullmatch(waiting[0])
    return _is_rest(foot, rows[0]) and not several and not any(_is_rest(foot, texts) for texts in rows[1:2])


def _is_rest(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row overleaf holds the values of a row whose label stands at the foot of the page, or the reverse."""
    if len(above) != len(below) or any(one and two for one, two in zip(above, below, strict=True)):
        return False
    values, words = [text for text in below if text], [text for text in above if text]
    return bool(values and words) and all(map(_VALUE.fullmatch, values)) and not any(map(_VALUE.fullmatch, words))


def _margins(items: Sequence[_Line | _Ruled], width: float) -> tuple[float, float]:
    """Between what the prose of a page stands: as far from its right edge as from its left, or further out."""
    left = min((item.left for item in items), default=0.0)
    return left, max(width - left, *(item.right for item in items), 0.0)


def _goes_on(before: _Line, line: _Line, margins: Sequence[tuple[float, float]]) -> bool:
    """Whether a line goes on with the paragraph of the line before: that one is full, and this one not indented."""
    full = before.right > margins[before.page - 1][1] - 2.5 * before.height
    flush = line.left < margins[line.page - 1][0] + 0.8 * line.height
    alike = abs(before.height - line.height) < 0.25 * before.height
    near = line.page == before.page + 1 or before.middle - line.middle < 3 * before.height
    opens = bool(_ENDS.search(before.text) and _OPENS.match(line.text))
    return full and flush and alike and near and not opens and not (before.cells or line.cells)


def _apart(glyphs: Sequence[Glyph], height: float) -> list[list[Glyph]]:
    """The pieces of a line that stand clearly apart and end in a value; none of any other line."""
    pieces: list[list[Glyph]] = []
    for glyph in glyphs:
        if pieces and glyph.left - pieces[-1][-1].right < _CLEAR_GAP * height:
            pieces[-1].append(glyph)
        else:
            pieces.append([glyph])
    return pieces if len(pieces) > 1 and _VALUE.fullmatch(line_text(pieces[-1])) else []


def _in_columns(lines: Sequence[_Line]) -> list[_Line]:
    """The lines, rows of a table without rules with an empty cell where a column of the rows around has none.

    That is known where one of the rows has a value in every column in which any of them has one.
    """
    done: list[_Line] = []
    run: list[_Line] = []
    for line in lines:
        if run and not line.cells and line.right >= min(span[0] for span in _values(run[0]).values()):
            done += _filled(run)
            run = []
        if line.cells or run:
            run.append(line)
        else:
            done.append(line)
    return done + _filled(run)


def _values(line: _Line) -> dict[int, Span]:
    """Where the values at the end of a row stand, by number of the piece."""
    count = len(line.cells)
    first = next((n for n in range(count, 0, -1) if not _VALUE.fullmatch(line.cells[n - 1])), 0)
    return {n: line.spans[n] for n in range(first, count)}


def _filled(run: Sequence[_Line]) -> list[_Line]:
    columns: list[Span] = []
    for left, right in sorted(span for line in run for span in _values(line).values()):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    if not any(len(_values(line)) == len(columns) for line in run):
        return list(run)
    return [_with_blanks(line, columns) for line in run]


def _with_blanks(line: _Line, columns: Sequence[Span]) -> _Line:
    values = _values(line)
    if not values or len(values) == len(columns):
        return line
    own = {next(c for c, (_, end) in enumerate(columns) if left < end): n for n, (left, _) in values.items()}
    if len(own) < len(values):
        return line
    words = line.cells[: min(values)]
    return replace(line, cells=(*words, *(line.cells[own[c]] if c in own else "" for c in range(len(columns)))))


def _paragraph(lines: Sequence[_Line]) -> Iterator[Block]:
    if not lines:
        return
    if lines[0].cells:
        yield row(lines[0].cells, page=lines[0].page)
        return
    block = Block(lines[0].text, page=lines[0].page)
    for line in lines[1:]:
        latin = block.text[-1:].isascii() and line.text[:1].isascii() and block.text[-1:].isalpha()
        block = replace(block, text=f"{block.text}{' ' if latin else ''}{line.text}")
    yield block
