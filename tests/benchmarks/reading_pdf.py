"""Lines of a clean report → a PDF of four pages: paragraphs, and tables ruled cell by cell over their page breaks."""

import io
from collections.abc import Sequence
from itertools import groupby

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from damage_layout import tokens
from damage_writer import Printed

_FONT = "STSong-Light"
_WIDTH, _HEIGHT = A4
_LEFT, _TOP, _FOOT = 70.0, _HEIGHT - 70, 70.0
_ROOM = _WIDTH - 2 * _LEFT
_ROW = 27.0
"""Points: with it and a page of prose, a report takes four pages."""
_IN_TABLES = ("item", "heading", "row", "words")
_PROSE = "本机关按照条例要求，及时更新公开目录，规范办理程序，答复均在法定期限内作出，未收取费用，也未发生泄密事件。"
_PARAGRAPHS = 16


def pdf(lines: Sequence[Printed]) -> bytes:
    """The file."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    paper = _Paper(Canvas(out, pagesize=A4))
    for table, group in groupby(lines, lambda line: line.table if line.role in _IN_TABLES else ""):
        for line in group:
            if table:
                paper.row((*line.words, *tokens(line)))
            else:
                paper.say("".join(line.words))
                for _ in range(_PARAGRAPHS if "条例" in "".join(line.words) else 0):
                    paper.say(_PROSE)
    paper.canvas.showPage()
    paper.canvas.save()
    return out.getvalue()


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

    def row(self, cells: Sequence[str]) -> None:
        """A row of a table, each cell in its rules, the label as wide as the others leave it."""
        self.room(_ROW)
        wide = min(_ROOM / len(cells), 40.0)
        places = [_LEFT, *(_LEFT + _ROOM - wide * n for n in range(len(cells) - 1, -1, -1))]
        most = max(int((places[1] - _LEFT - 4) // 7), 1)
        for n, text in enumerate(cells):
            self.canvas.rect(places[n], self.y - _ROW, places[n + 1] - places[n], _ROW)
            self.canvas.setFont(_FONT, 7)
            for line in range(0, len(text), width := most if n == 0 else max(int((wide - 4) // 4), 1)):
                high = self.y - 9 - 8 * (line // width)
                self.canvas.drawString(places[n] + 2, high, text[line : line + width])
        self.y -= _ROW
