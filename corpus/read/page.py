"""One page of a PDF → its glyphs and its rules, upright, in points, y upwards. The only place that talks to PDFium."""

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MOST_GLYPHS = 60_000
_MOST_OBJECTS = 100_000
_DEEPEST = 5
_THIN = 3.0
"""Points. A filled shape no wider than this is a rule."""
_SHORTEST = 4.0
_SLANT = 1.0
_WHITE = 235
_INVISIBLE = 3
_HALF_A_PAGE = 0.5
_UNTOLD = "\ufffd"

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True, frozen=True)
class Glyph:
    """A character with the box it takes up in its line."""

    text: str
    """One character; U+FFFD where the file does not say which one is drawn."""
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> Point:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass(slots=True, frozen=True)
class Rule:
    """A straight line along one axis: where it lies, from where to where."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(slots=True, frozen=True)
class Page:
    """What one page shows."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    scanned: bool
    """An image fills it, and what text there is was laid over it unseen."""
    width: float


def seen(page: "PdfPage") -> Page:
    """What a page shows, turned so that its text runs from left to right."""
    from pypdfium2 import raw

    width, height = page.get_mediabox()[2:]
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), MOST_GLYPHS)
        turn = _turned(raw, textpage.raw, count), width, height
        glyphs = tuple(_glyphs(raw, textpage.raw, count, turn))
    finally:
        textpage.close()
    objects = list(_objects(raw, page.raw, _SAME, 0))
    paths = (found for found in objects if found[0] == raw.FPDF_PAGEOBJ_PATH)
    rules = (rule for _, path, matrix in paths for rule in _rules(raw, path, matrix))
    upright = tuple(_turn_rule(rule, turn) for rule in rules)
    across = height if turn[0] % 180 else width
    return Page(glyphs, upright, _is_scanned(raw, objects, width * height), across)


_Turn = tuple[int, float, float]


def _turn(point: Point, turn: _Turn) -> Point:
    """A point of a page that is shown turned clockwise."""
    (x, y), (angle, width, height) = point, turn
    return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[angle // 90 * 90]


def _turn_rule(rule: Rule, turn: _Turn) -> Rule:
    ends = [(rule.at, end) if rule.upright else (end, rule.at) for end in (rule.start, rule.end)]
    (left, bottom), (right, top) = sorted(_turn(end, turn) for end in ends)
    if abs(right - left) < abs(top - bottom):
        return Rule(True, (left + right) / 2, min(bottom, top), max(bottom, top))
    return Rule(False, (bottom + top) / 2, left, right)


def _turned(raw: Any, textpage: Any, count: int) -> int:
    """By how much a page must be turned for most of its text to run from left to right, in degrees.

    How the page itself is to be shown does not matter: its text is what is read.
    """
    sample = range(0, count, max(count // 40, 1))
    angles = [round(raw.FPDFText_GetCharAngle(textpage, n) / (pi / 2)) % 4 for n in sample]
    most = max(set(angles), key=angles.count, default=0)
    return (4 - most) % 4 * 90


def _glyphs(raw: Any, textpage: Any, count: int, turn: _Turn) -> Iterator[Glyph]:
    loose, left, right, bottom, top = raw.FS_RECTF(), *(ctypes.c_double() for _ in range(4))
    place = ctypes.byref(loose)
    usual = 0.0
    for n in range(count):
        text = _character(raw.FPDFText_GetUnicode(textpage, n))
        if not text or raw.FPDFText_IsGenerated(textpage, n) == 1:
            continue
        raw.FPDFText_GetCharBox(textpage, n, left, right, bottom, top)
        box = left.value, bottom.value, right.value, top.value
        if raw.FPDFText_GetLooseCharBox(textpage, n, place):
            wide = loose.left, loose.bottom, loose.right, loose.top
            if _fits(box, wide, usual, text):
                box, usual = wide, wide[3] - wide[1]
        yield Glyph(text, *(_turned_box(box, turn) if turn[0] else box))


def _fits(drawn: Box, line: Box, usual: float, text: str) -> bool:
    """Whether the box that a font gives its glyphs can be true: some fonts give one ten times as large."""
    if not text.isalnum():
        return line[3] - line[1] < 2 * usual
    size = max(drawn[2] - drawn[0], drawn[3] - drawn[1])
    return all(abs(drawn[n] + drawn[n + 2] - line[n] - line[n + 2]) < size for n in (0, 1))


def _turned_box(box: Box, turn: _Turn) -> Box:
    ends = _turn(box[:2], turn), _turn(box[2:], turn)
    (left, right), (bottom, top) = (sorted(axis) for axis in zip(*ends, strict=True))
    return left, bottom, right, top


def _character(code: int) -> str:
    """The character of a code, empty for a blank; radicals that stand for characters as those."""
    if code == 2:  # a hyphen at the end of a line
        return "-"
    if code < 0x20 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF) or code > 0x10FFFF:
        return "" if code in (9, 10, 13) else _UNTOLD
    text = chr(code)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB00:
        return unicodedata.normalize("NFKC", text)
    return "" if text.isspace() or text in "\u200b\ufeff" else text


def _objects(raw: Any, page: Any, matrix: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    """(kind, object, how it is placed) of all that is drawn, forms looked into."""
    inside = depth > 0
    count = (raw.FPDFFormObj_CountObjects if inside else raw.FPDFPage_CountObjects)(page)
    get = raw.FPDFFormObj_GetObject if inside else raw.FPDFPage_GetObject
    for n in range(min(count, _MOST_OBJECTS)):
        found = get(page, n)
        kind = raw.FPDFPageObj_GetType(found)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield kind, found, matrix
        elif depth < _DEEPEST:
            yield from _objects(raw, found, _times(_matrix(raw, found), matrix), depth + 1)


def _matrix(raw: Any, found: Any) -> Matrix:
    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(found, ctypes.byref(own)):
        return _SAME
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = first, then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _placed(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(raw: Any, found: Any, matrix: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(found, left, bottom, right, top):
        return 0, 0, 0, 0
    if matrix is _SAME:
        return left.value, bottom.value, right.value, top.value
    ends = _placed((left.value, bottom.value), matrix), _placed((right.value, top.value), matrix)
    (x0, x1), (y0, y1) = (sorted(axis) for axis in zip(*ends, strict=True))
    return x0, y0, x1, y1


def _rules(raw: Any, path: Any, matrix: Matrix) -> Iterator[Rule]:
    """The rules that a path draws: thin shapes, and the straight edges of stroked ones."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    stroked = bool(stroke.value) and _is_dark(raw.FPDFPageObj_GetStrokeColor, path)
    if not stroked and not (fill.value and _is_dark(raw.FPDFPageObj_GetFillColor, path)):
        return
    x0, y0, x1, y1 = _bounds(raw, path, matrix)
    if rule := _rule(x0, y0, x1, y1):
        yield rule
    elif stroked or raw.FPDFPath_CountSegments(path) > 6:
        for points in _outlines(raw, path, _times(_matrix(raw, path), matrix)):
            if stroked:
                yield from _edges(points)
            elif rule := _rule_around(points):
                yield rule


def _rule(x0: float, y0: float, x1: float, y1: float) -> Rule | None:
    wide, high = x1 - x0, y1 - y0
    if wide <= _THIN and high >= _SHORTEST:
        return Rule(True, (x0 + x1) / 2, y0, y1)
    if high <= _THIN and wide >= _SHORTEST:
        return Rule(False, (y0 + y1) / 2, x0, x1)
    return None


def _rule_around(points: list[Point]) -> Rule | None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _rule(min(xs), min(ys), max(xs), max(ys))


def _edges(points: list[Point]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        if (abs(x1 - x0) <= _SLANT or abs(y1 - y0) <= _SLANT) and (
            rule := _rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        ):
            yield rule


def _outlines(raw: Any, path: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """The corners of each part of a path; a part that is closed ends where it began."""
    points: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(min(raw.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = raw.FPDFPath_GetPathSegment(path, n)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(_placed((x.value, y.value), matrix))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _is_dark(color_of: Any, path: Any) -> bool:
    """Whether a colour can be seen on white paper."""
    red, green, blue, opaque = (ctypes.c_uint() for _ in range(4))
    if not color_of(path, red, green, blue, opaque):
        return True
    return opaque.value > 20 and min(red.value, green.value, blue.value) < _WHITE


def _is_scanned(raw: Any, objects: list[tuple[int, Any, Matrix]], area: float) -> bool:
    images = (_bounds(raw, found, matrix) for kind, found, matrix in objects if kind == raw.FPDF_PAGEOBJ_IMAGE)
    if not any((x1 - x0) * (y1 - y0) > _HALF_A_PAGE * area for x0, y0, x1, y1 in images):
        return False
    texts = [found for kind, found, _ in objects if kind == raw.FPDF_PAGEOBJ_TEXT][:200]
    unseen: int = sum(raw.FPDFTextObj_GetTextRenderMode(found) == _INVISIBLE for found in texts)
    return unseen * 2 >= len(texts)
