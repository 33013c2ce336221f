"""Images of pages → Document: ruled lines found and erased, each cell of a table read by itself, prose as it comes.

A number is read three times, by two models and in two sizes; where they differ it stands as `□`, which is no number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from corpus.read import tesseract
from corpus.read.blocks import Block, numbered, row
from corpus.read.grid import Table, owners, tables
from corpus.read.ink import DARK, ink_of, rules_of, upright
from corpus.read.page import Rule
from corpus.report import Document, Problem

if TYPE_CHECKING:
    from PIL.Image import Image

    from corpus.read.ink import Ink

DOTS = 300
"""An inch: what the pages are drawn at."""
ENCODING = "ocr"
"""What the document says of itself."""
MOST_PAGES = 60
_MOST_PIXELS = 120_000_000
_ACROSS, _DOWN = 2480, 3508
"""Pixels of a sheet of paper at DOTS an inch."""
_POINT = 72 / DOTS
_INSET = 4
_LEAST_INK = 10
"""Pixels: less is dust."""
_MARGIN = 24
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[/-]")
_BLANK_IN_WORDS = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
# What the Chinese model makes of a digit that stands alone.
_LOOK_ALIKE = str.maketrans({"O": "0", "o": "0", "〇": "0", "。": "0", "l": "1", "I": "1", "|": "1", " ": None})
UNCERTAIN = "□"
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Cell:
    table: int
    place: Place
    image: "Image"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page taken apart."""

    tables: tuple[Table, ...]
    cells: tuple[_Cell, ...]
    prose: tuple[tuple[float, "Image"], ...]
    """The strips between the tables, each with its upper edge in points from the foot."""


def document(pages: "Iterable[Image]", file: str, path: str, digest: str) -> Document:
    """The pages' rows and lines, with a problem that says how they were read.

    Raises Unreadable where that fails, or where what it takes is not installed.
    """
    if tesseract.missing():
        raise Unreadable(
            f"{file} 是图像，没有可读的文字。{tesseract.REMEDY[0]}。",
            f"{file} is an image without readable text. {tesseract.REMEDY[1]}.",
        )
    blocks = [block for n, page in enumerate(pages, 1) for block in _blocks(_sheet(page), n, file)]
    problem = Problem("read_by_ocr", "扫描件，文字由 OCR 识别，请对照原件")
    return Document(file, path, digest, ENCODING, tuple(numbered(blocks)), (problem,))


def picture(content: bytes, file: str, path: str, digest: str) -> Document:
    """An image file, each of its frames a page. Raises Unreadable as above, and for a damaged or a monstrous one."""
    return document(_frames(content, file), file, path, digest)


def _frames(content: bytes, file: str) -> "Iterator[Image]":
    from PIL import Image, ImageSequence

    try:
        with Image.open(BytesIO(content)) as opened:
            if opened.width * opened.height > _MOST_PIXELS or getattr(opened, "n_frames", 1) > MOST_PAGES:
                raise Unreadable(
                    f"{file} 的图像太大，不像报告。请只留报告的页。",
                    f"{file} holds too large an image, no such report. Keep the pages of the report alone.",
                )
            for frame in ImageSequence.Iterator(opened):
                yield _at_size(frame.convert("L"))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unreadable(f"{file} 的图像已损坏。请重新取得。", f"{file} is a damaged image. Get it again.") from error


def _at_size(page: "Image") -> "Image":
    """A page at about DOTS an inch, whatever it was scanned at."""
    wanted = _ACROSS if page.width < page.height else _DOWN
    size = wanted / page.width
    return page if 0.8 < size < 1.25 else page.resize((wanted, int(page.height * size)))


def _sheet(page: "Image") -> _Sheet:
    from PIL import Image

    page = upright(page.convert("L"))
    rules, mask = rules_of(ink_of(page))
    found = tables([Rule(rule.upright, rule.at * _POINT, rule.start * _POINT, rule.end * _POINT) for rule in rules])
    bare = page.copy()
    bare.paste(255, (0, 0), Image.fromarray(_spread(mask)))
    cells = tuple(cell for n, table in enumerate(found) for cell in _cells(n, table, bare))
    return _Sheet(tuple(found), cells, tuple(_strips(found, bare)))


def _spread(mask: "Ink") -> "Ink":
    """The pixels of the rules and those around them, which are half dark."""
    import numpy as np

    for axis, step in ((0, 1), (0, -1), (0, 2), (0, -2), (1, 1), (1, -1), (1, 2), (1, -2)):
        mask = mask | np.roll(mask, step, axis)
    return mask


def _cells(number: int, table: Table, page: "Image") -> Iterator[_Cell]:
    """The cells of a table that hold ink."""
    held: dict[Place, list[Place]] = {}
    for place, owner in owners(table).items():
        held.setdefault(owner, []).append(place)
    last = len(table.ys) - 1
    for owner, places in held.items():
        left = min(table.xs[c] for _, c in places)
        right = max(table.xs[c + 1] for _, c in places)
        top = max(table.ys[last - r] for r, _ in places)
        foot = min(table.ys[last - r - 1] for r, _ in places)
        if image := _inked(_cropped(page, left, foot, right, top)):
            yield _Cell(number, owner, image)


def _cropped(page: "Image", left: float, foot: float, right: float, top: float) -> "Image":
    x0, x1 = int(left / _POINT) + _INSET, int(right / _POINT) - _INSET
    y0, y1 = page.height - int(top / _POINT) + _INSET, page.height - int(foot / _POINT) - _INSET
    return page.crop((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)))


def _inked(image: "Image") -> "Image | None":
    """The part of an image that holds ink, in a white margin; None where there is none."""
    from PIL import ImageOps

    dark = image.point([255 if level < DARK else 0 for level in range(256)])
    box = dark.getbbox()
    if box is None or dark.histogram()[255] < _LEAST_INK:
        return None
    return ImageOps.expand(image.crop(box), _MARGIN, 255)


def _strips(found: Sequence[Table], page: "Image") -> "Iterator[tuple[float, Image]]":
    """What stands above, between and below the tables."""
    top = page.height * _POINT
    for table in found:
        yield top, _cropped(page, 0, table.top, page.width * _POINT, top)
        top = table.ys[0]
    yield top, _cropped(page, 0, 0, page.width * _POINT, top)


def _blocks(sheet: _Sheet, number: int, file: str) -> Iterator[Block]:
    words = _words([cell.image for cell in sheet.cells], file)
    said = {(cell.table, cell.place): text for cell, text in zip(sheet.cells, words, strict=True)}
    strips = [image for _, image in sheet.prose]
    prose = tesseract.texts(strips, tesseract.PAGE, file)
    for n, text in enumerate(prose):
        for line in text.splitlines():
            if line.strip():
                yield Block(_closed_up(line.strip()), page=number)
        if n < len(sheet.tables):
            table = sheet.tables[n]
            for r in range(len(table.ys) - 1):
                yield row([said.get((n, (r, c)), "") for c in range(len(table.xs) - 1)], page=number)


def _words(images: "Sequence[Image]", file: str) -> list[str]:
    """The text of each cell; a number only where all readings agree on it."""
    found = [_closed_up(text) for text in tesseract.texts(images, tesseract.CHINESE, file)]
    numbers = [n for n, text in enumerate(found) if not _HAN.search(text)]
    sizes = (1.0, 1.6)
    readings = [tesseract.texts([_sized(images[n], size) for n in numbers], tesseract.NUMBERS, file) for size in sizes]
    for n, one, other in zip(numbers, *readings, strict=True):
        same = one == other == found[n].translate(_LOOK_ALIKE).rstrip(".,")
        found[n] = one if same and _NUMBER.fullmatch(one) else UNCERTAIN
    return found


def _sized(image: "Image", size: float) -> "Image":
    return image.resize((int(image.width * size), int(image.height * size)))


def _closed_up(text: str) -> str:
    """Without the blanks that Tesseract puts between Chinese characters."""
    return _BLANK_IN_WORDS.sub("", text)
