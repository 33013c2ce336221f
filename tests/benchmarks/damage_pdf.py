"""Lines of a report → a PDF: ruled tables over several pages, rows cut by a page break, headings printed again."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from damage_form import ACTIVE, REQUESTS, REVIEW
from damage_writer import Printed

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
_LEFT, _RIGHT, _TOP, _FOOT = 50.0, A4[0] - 50.0, A4[1] - 60.0, 60.0
_SIZE, _LEADING, _PAD = 9.0, 11.0, 4.0
_STUBS = {ACTIVE: 120.0, REQUESTS: 200.0, REVIEW: 0.0}
_IN_TABLES = ("item", "heading", "row", "words", "noise")


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell as drawn: from one column to before another."""

    first: int
    last: int
    lines: tuple[str, ...]
    joined: bool = False
    """No rule stands above it: the cell above goes on."""


@dataclass(slots=True)
class _Sheet:
    """Pages as they are filled from above."""

    canvas: Canvas
    y: float = _TOP
    number: int = 1

    def turn(self, foot: str = "") -> None:
        """End the page; its number stands at its foot, or something else."""
        self._write(_LEFT + 220, 30, foot or f"- {self.number} -", 9)
        self.canvas.showPage()
        self.y, self.number = _TOP, self.number + 1

    def say(self, text: str) -> None:
        """A paragraph of prose."""
        for at in range(0, len(text), 36):
            if self.y < _FOOT + 20:
                self.turn()
            self._write(_LEFT + 20, self.y - 14, text[at : at + 36], 12)
            self.y -= 20

    def row(self, boxes: Sequence[_Box], xs: Sequence[float], *, top: bool) -> None:
        """A row of cells, without the rule at its foot; `top` rules all of its upper edge."""
        high = _high(boxes)
        for box in boxes:
            left, right = xs[box.first], xs[box.last]
            for x in (left, right):
                self.canvas.line(x, self.y, x, self.y - high)
            if top or not box.joined:
                self.canvas.line(left, self.y, right, self.y)
            for n, text in enumerate(box.lines):
                size = min(_SIZE, (right - left - _PAD) / max(_wide(text), 1))
                self._write(left + _PAD / 2, self.y - _LEADING * (n + 1), text, size)
        self.y -= high

    def close(self) -> None:
        """The rule at the foot of a table."""
        self.canvas.line(_LEFT, self.y, _RIGHT, self.y)

    def _write(self, x: float, y: float, text: str, size: float) -> None:
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)


def _wide(text: str) -> float:
    """Its width in characters."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def _tall(boxes: Sequence[_Box]) -> int:
    """The lines of its tallest cell."""
    return max(len(box.lines) for box in boxes)


def _high(boxes: Sequence[_Box]) -> float:
    return _LEADING * _tall(boxes) + _PAD


@dataclass(frozen=True, slots=True)
class Drawn:
    """How tables are drawn."""

    spans: bool
    """A group's cell goes down beside its rows."""
    repeats: bool
    """Each page begins with the table's heading."""
    splits: bool
    """A row may be cut by the foot of a page."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The columns of a table: those of labels, those of values, and where each begins and the last ends."""

    stubs: int
    columns: int
    xs: tuple[float, ...]


Run = Sequence[tuple[int, Printed]]
"""Lines of a table with their numbers."""


def pdf(lines: Sequence[Printed], cells_of: dict[int, tuple[str, ...]], drawn: Drawn) -> bytes:
    """The file; `cells_of` gives the cells behind the words of line n."""
    out = io.BytesIO()
    sheet = _Sheet(Canvas(out, pagesize=A4, pageCompression=0))
    for table, group in groupby(enumerate(lines), lambda pair: pair[1].table if pair[1].role in _IN_TABLES else ""):
        run = list(group)
        if table:
            _draw(sheet, table, run, cells_of, drawn)
            sheet.y -= 16
        else:
            for _, line in run:
                sheet.say("".join(line.words))
    sheet.turn()
    sheet.canvas.save()
    return out.getvalue()


def image() -> bytes:
    """A scanned report: a page that is one picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("L", (600, 850), 200)), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(sheet: _Sheet, table: str, run: Run, cells_of: dict[int, tuple[str, ...]], drawn: Drawn) -> None:
    """A table; each paragraph of 表二 has columns of its own."""
    top = True
    for part in _paragraphs(run) if table == ACTIVE else [run]:
        shape = _shape(table, part, cells_of)
        heading = [_boxes(line, (), shape, drawn) for _, line in part if line.role == "heading"][:3]
        for n, line in part:
            if line.role == "noise":
                _turn(sheet, (), shape, "".join(line.words))
                top = True
                continue
            boxes = _boxes(line, cells_of.get(n, ()), shape, drawn)
            room = int((sheet.y - _FOOT - _PAD) / _LEADING)
            if room < _tall(boxes):
                if drawn.splits and line.role == "row" and room > 0:
                    sheet.row([replace(box, lines=box.lines[:room]) for box in boxes], shape.xs, top=top)
                    boxes = [replace(box, lines=box.lines[room:]) for box in boxes]
                _turn(sheet, heading if drawn.repeats and line.role != "heading" else (), shape)
                top = True
            sheet.row(boxes, shape.xs, top=top)
            top = False
    sheet.close()


def _turn(sheet: _Sheet, heading: Sequence[Sequence[_Box]], shape: _Shape, foot: str = "") -> None:
    """Go on with a table on the next page."""
    sheet.close()
    sheet.turn(foot)
    for boxes in heading:
        sheet.row(boxes, shape.xs, top=True)


def _paragraphs(run: Run) -> list[Run]:
    """The parts of 表二, each from its item on."""
    parts: list[list[tuple[int, Printed]]] = []
    for pair in run:
        if not parts or pair[1].role == "item":
            parts.append([])
        parts[-1].append(pair)
    return list(parts)


def _shape(table: str, part: Run, cells_of: dict[int, tuple[str, ...]]) -> _Shape:
    """Columns for the longest label and the most values."""
    words = [len(line.words) for _, line in part if line.role in ("row", "words")]
    stubs = 0 if table == REVIEW else max((*words, 1))
    columns = max((*(len(cells_of.get(n, ())) for n, line in part if line.role == "row"), 1))
    middle = _LEFT + _STUBS[table]
    narrow = [_LEFT + (middle - _LEFT) * n / stubs for n in range(stubs)]
    return _Shape(stubs, columns, (*narrow, *(middle + (_RIGHT - middle) * n / columns for n in range(columns + 1))))


def _boxes(line: Printed, values: Sequence[str], shape: _Shape, drawn: Drawn) -> list[_Box]:
    """The cells of a row as drawn, empty ones up to the last column."""
    every = shape.stubs + shape.columns
    if line.role in ("item", "heading"):
        spots = _spots(line, shape.stubs, shape.columns)
        texts = (*line.words[: len(spots) - 1], "".join(line.words[len(spots) - 1 :]))
        named = [_box(first, last, text, shape) for (first, last), text in zip(spots, texts, strict=True)]
        covered = {n for first, last in spots for n in range(first, last)}
        return [*named, *_above(covered, shape)]
    boxes = list(_labels(line, shape, drawn))
    boxes += [_box(shape.stubs + n, shape.stubs + n + 1, text, shape, wrap=False) for n, text in enumerate(values)]
    return [*boxes, *(_box(n, n + 1, "", shape) for n in range(shape.stubs + len(values), every))]


def _above(covered: set[int], shape: _Shape) -> Iterator[_Box]:
    """Cells that go on from the row above."""
    if shape.stubs and 0 not in covered:
        yield replace(_box(0, shape.stubs, "", shape), joined=True)
    rest = (n for n in range(shape.stubs, shape.stubs + shape.columns) if n not in covered)
    yield from (replace(_box(n, n + 1, "", shape), joined=True) for n in rest)


def _labels(line: Printed, shape: _Shape, drawn: Drawn) -> Iterator[_Box]:
    words = line.words if shape.stubs else ()
    if drawn.spans and "/" in line.row and len(words) == 1 and shape.stubs > 1:
        yield replace(_box(0, shape.stubs - 1, "", shape), joined=True)
        yield _box(shape.stubs - 1, shape.stubs, words[0], shape)
        return
    for n, word in enumerate(words or ("",) * min(shape.stubs, 1)):
        yield _box(n, shape.stubs if n == max(len(words), 1) - 1 else n + 1, word, shape)


def _box(first: int, last: int, text: str, shape: _Shape, *, wrap: bool = True) -> _Box:
    room = max(int((shape.xs[last] - shape.xs[first] - _PAD) / _SIZE), 1) if wrap else max(len(text), 1)
    return _Box(first, last, tuple(text[at : at + room] for at in range(0, len(text), room)) or ("",))


def _spots(line: Printed, stubs: int, columns: int) -> list[tuple[int, int]]:
    """The places of the words of a heading: (first column, the one after its last)."""
    count, every = len(line.words), stubs + columns
    if line.role == "item" or count == 1:
        return [(0, every)]
    if line.table == REQUESTS and count == 3 and columns >= 7:
        return [(stubs, stubs + 1), (stubs + 1, stubs + 6), (stubs + 6, every)]
    if line.table == REQUESTS and count == 5 and columns >= 7:
        return [(n, n + 1) for n in range(stubs + 1, stubs + 6)]
    if line.table == REVIEW and count == 2 and columns >= 15:
        return [(0, 5), (5, every)] if line.words[0].startswith("行") else [(5, 10), (10, every)]
    if count == columns:
        return [(n, n + 1) for n in range(stubs, every)]
    spots = [*([(0, stubs)] if stubs else []), *((n, n + 1) for n in range(stubs, every))][:count]
    return [*spots[:-1], (spots[-1][0], every)]
