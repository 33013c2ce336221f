"""PDFs as they are drawn, and what is read of them."""

import base64
import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.read.pdf import document
from corpus.report import Document

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = A4
Row = Sequence[str | None]
"""None: the place is covered by the cell to its left, "^": by the cell above."""


class Paper:
    """A PDF as it is drawn, from the top of its first page down."""

    def __init__(self, strokes: str = "lines") -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4)
        self.strokes = strokes
        self.begin()

    def begin(self) -> None:
        self.y = HEIGHT - 80
        self.canvas.setFont(FONT, 12)

    def page(self) -> "Paper":
        self.canvas.showPage()
        self.begin()
        return self

    def say(self, text: str, x: float = 80, size: float = 12, y: float | None = None) -> "Paper":
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.y if y is None else y, text)
        if y is None:
            self.y -= 2 * size
        return self

    def prose(self, text: str, wide: int = 36) -> "Paper":
        """A paragraph, its first line indented by two characters."""
        self.say(text[: wide - 2], x=80 + 24)
        for start in range(wide - 2, len(text), wide):
            self.say(text[start : start + wide])
        return self

    def table(self, rows: Sequence[Row], widths: Sequence[float], high: float = 24) -> "Paper":
        """A ruled table; rules are left out within a cell that covers several places."""
        xs = [80 + sum(widths[:n]) for n in range(len(widths) + 1)]
        top = self.y
        for r, row in enumerate(rows):
            upper, lower = top - r * high, top - (r + 1) * high
            for c, text in enumerate(row):
                if text not in (None, "^", ""):
                    for n, line in enumerate(str(text).split("\n")):
                        self.say(line, x=xs[c] + 3, size=9, y=upper - 10 - 10 * n)
                if text != "^":
                    self.rule(xs[c], upper, xs[c + 1], upper)
                if text is not None:
                    self.rule(xs[c], upper, xs[c], lower)
            self.rule(xs[len(row)], upper, xs[len(row)], lower)
        bottom = top - len(rows) * high
        self.rule(xs[0], bottom, xs[-1], bottom)
        self.y = bottom - 30
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.strokes == "shapes":
            self.canvas.rect(x0 - 0.3, y1 - 0.3, x1 - x0 + 0.6, y0 - y1 + 0.6, stroke=0, fill=1)
        else:
            self.canvas.line(x0, y0, x1, y1)

    def bytes(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def read(self) -> Document:
        return document(self.bytes(), "a.pdf", "/a.pdf", "")


ACTIVE = (
    ("第二十条第（一）项", None, None, None),
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", ""),
    ("行政规范性文件", "3", "1", "17"),
)
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
FILLER = "本报告由甲县教育局根据有关规定编制，所列数据的统计期限自一月一日起至十二月三十一日止。"


def rows(found: Document) -> list[tuple[str, ...]]:
    return [line.cells for line in found.lines if line.cells]


def prose(found: Document) -> list[str]:
    return [line.text for line in found.lines if not line.cells]


def blank(table: Sequence[Row]) -> list[tuple[str, ...]]:
    """What a reader should make of it."""
    return [tuple("" if text in (None, "^") else str(text) for text in row) for row in table]
