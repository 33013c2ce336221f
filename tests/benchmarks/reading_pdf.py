"""Lines of a clean report → a PDF of four pages: paragraphs, and tables ruled cell by cell over their page breaks."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from damage_form import REQUESTS, REVIEW
from damage_layout import tokens
from damage_writer import Printed

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = A4
_LEFT, _TOP, _FOOT = 70.0, _HEIGHT - 70, 70.0
_ROOM = _WIDTH - 2 * _LEFT
_ROW, _SIZE = 27.0, 7.0
"""Points: with it and a page of prose, a report takes four pages."""
_IN_TABLES = ("item", "heading", "row", "words")
_PROSE = "本机关按照条例要求，及时更新公开目录，规范办理程序，答复均在法定期限内作出，未收取费用，也未发生泄密事件。"
_PARAGRAPHS = 16
_PLACES = {REQUESTS: (65.0, _ROOM - 65 - 7 * 40, *[40.0] * 7), REVIEW: (_ROOM / 15,) * 15}
"""The widths of the columns of a table; those of 表二 share the room that its label leaves."""
_LABEL = 175.0
Cells = list[tuple[str, int]]
"""The text of each cell of a row, and how many columns it covers."""


def pdf(lines: Sequence[Printed]) -> bytes:
    """The file."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    paper = _Paper(Canvas(out, pagesize=A4))
    for table, group in groupby(lines, lambda line: line.table if line.role in _IN_TABLES else ""):
        for line in group:
            if table:
                cells = laid(line)
                count = sum(span for _, span in cells)
                shared = (_LABEL, *[(_ROOM - _LABEL) / (count - 1)] * (count - 1)) if count > 1 else (_ROOM,)
                paper.row(cells, _PLACES.get(table, shared))
            else:
                paper.say("".join(line.words))
                for _ in range(_PARAGRAPHS if "条例" in "".join(line.words) else 0):
                    paper.say(_PROSE)
    paper.canvas.showPage()
    paper.canvas.save()
    return out.getvalue()


def laid(line: Printed) -> Cells:
    """A row of a table in the columns of the form, as agencies print it."""
    words, values = line.words, [(text, 1) for text in tokens(line)]
    if line.table == REQUESTS:
        if line.role == "row" and len(words) == 1 and "/" not in line.row:
            return [(words[0], 2), *values]
        if line.role == "row":
            return [(words[0] if len(words) > 1 else "", 1), (words[-1], 1), *values]
        return {
            2: [(words[0], 2), (words[-1], 7)],
            3: [("", 2), (words[0], 1), (words[-2], 5), (words[-1], 1)],
        }.get(len(words), [("", 2), ("", 1), *((word, 1) for word in words), ("", 1)])
    if line.table == REVIEW and line.role == "heading" and len(words) == 2:
        return [(words[0], 5), (words[1], 10)] if "诉讼" in words[1] else [("", 5), (words[0], 5), (words[1], 5)]
    return [*((word, 1) for word in words), *values]


def folded(text: str, wide: float) -> Iterator[str]:
    """The text in lines that fit a cell."""
    line, used = "", 0.0
    for character in text:
        step = _SIZE / 2 if character.isascii() else _SIZE
        if line and used + step > wide - 4:
            yield line
            line, used = "", 0.0
        line, used = line + character, used + step
    yield line


class _Paper:
    """A page being written from above."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = _TOP

    def room(self, high: float) -> None:
        if self.y - high < _FOOT:
            self.canvas.showPage()
            self.y = _TOP

    def say(self, text: str) -> None:
        """A paragraph, its first line indented."""
        text = "\u3000\u3000" + text
        for start in range(0, len(text), 37):
            self.room(24)
            self.canvas.setFont(_FONT, 12)
            self.canvas.drawString(_LEFT, self.y - 14, text[start : start + 37])
            self.y -= 24

    def row(self, cells: Cells, widths: Sequence[float]) -> None:
        """A row of a table, each cell in its rules."""
        self.room(_ROW)
        left, at = _LEFT, 0
        for text, span in cells:
            wide = sum(widths[at : at + span])
            self.canvas.rect(left, self.y - _ROW, wide, _ROW)
            self.canvas.setFont(_FONT, _SIZE)
            for n, line in enumerate(folded(text, wide)):
                self.canvas.drawString(left + 2, self.y - 8 - 8 * n, line)
            left, at = left + wide, at + span
        self.y -= _ROW
