"""What every reader of a marked-up file makes: blocks of prose and rows of cells, numbered as they are found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.report import Line

LONGEST_CELL = 400
"""Characters. A cell with more holds a page's text, not a value: the row is layout."""
_LONGEST_LONE = 100
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\u2060\ufeff\u00ad]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_WORD = re.compile(r"[0-9A-Za-z.,]")
_WIDEST = 64
"""Columns. The form's widest row has 15; a span that says more means the whole row."""
_MOST_COLUMNS = 200
"""Cells further right cover their own place alone."""
_ENDLESS = 1 << 16
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a row of a table."""

    text: str
    cells: tuple[str, ...] = ()
    at: int = 0
    """Where it stands, from 1: line of the source, paragraph, …; 0 where the file knows no such place."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell that covers `across` columns and `down` rows; `down` 0 is to the end."""

    text: str
    across: int = 1
    down: int = 1


def raised(text: str) -> str:
    """Text set above the line, its digits as raised ones: the mark of a footnote is no digit of the number before."""
    return text.translate(_RAISED)


def tidy(text: str) -> str:
    """The text with each run of blanks as one, characters that print nothing left out."""
    # Letters and digits alone: a cell with its number.
    return text if text.isalnum() else _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip(" \u3000")


def joined(pieces: Iterable[str]) -> str:
    """The paragraphs of one cell as one text; a blank stands where letters or digits would run together."""
    text = ""
    for piece in filter(None, map(tidy, pieces)):
        apart = text and _WORD.match(text[-1]) and _WORD.match(piece[0])
        text = f"{text} {piece}" if apart else text + piece
    return text


def row(cells: Sequence[str], at: int = 0, page: int | None = None) -> Block:
    """A row of a table."""
    return Block("\t".join(cells), tuple(cells), at, page)


def is_layout(cells: Sequence[str], broken: bool) -> bool:
    """Whether a row only arranges prose: a cell as long as a page, or a single one of several paragraphs."""
    if len(cells) == 1 and (broken or len(cells[0]) > _LONGEST_LONE):
        return True
    return max(map(len, cells), default=0) > LONGEST_CELL


def numbered(blocks: Iterable[Block]) -> Iterator[Line]:
    """The blocks that print something as lines, each at its place, or one further where that is taken."""
    number = 0
    for block in blocks:
        if block.text.strip() or len(block.cells) > 1:
            number = max(number + 1, block.at)
            yield Line(number, block.text, block.cells, block.page)


def expanded(rows: Iterable[Sequence[Spanned]]) -> Iterator[tuple[str, ...]]:
    """The rows with every cell in its column: a spanned cell's text at its first place, the others empty."""
    covered: dict[int, int] = {}
    for cells in rows:
        if not covered and all(cell.across == cell.down == 1 for cell in cells):
            yield tuple(cell.text for cell in cells)
            continue
        placed: dict[int, str] = {}
        below = {column: left - 1 for column, left in covered.items() if left > 1}
        column = 0
        for cell in cells:
            while column in covered:
                column += 1
            placed[column] = cell.text
            sane = column < _MOST_COLUMNS
            for _ in range(min(max(cell.across, 1), _WIDEST) if sane else 1):
                if cell.down != 1 and sane:
                    below[column] = max(below.get(column, 0), (cell.down or _ENDLESS) - 1)
                placed.setdefault(column, "")
                column += 1
        width = 1 + max((*placed, *covered), default=-1)
        yield tuple(placed.get(n, "") for n in range(width))
        covered = below
