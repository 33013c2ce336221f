"""Where in a report something cited stands: which lines, and which characters of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from assistant.output.escape import visible
from assistant.output.render import citation
from corpus import form
from corpus.report import Figure, Hit, State

_VALUE = re.compile(r"[增减加少+＋\-－]*\s*\d[\d.,]*\s*[项件笔万亿元]*(?:\s*[增减]\s*\d+)*|[/\-－无]")
_NUMBER_SIDE = r"[\d.,]"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report that the source pane can open."""

    report: str
    lines: tuple[int, ...]
    """The lines to mark, from 1, in order; at least one."""
    caption: str
    """What stands there, on one line."""
    figures: tuple[Figure, ...] = ()
    """The cells to mark within their lines."""
    quote: str = ""
    """A sentence to mark, where it stands on one line."""
    page: int | None = None
    """Page of a PDF, which has no lines: then `located` finds the lines by what is printed there."""
    printed: str = ""
    """The printed row or the passage, to find its lines by."""


def spot_of(item: Figure | Hit, language: str) -> Spot:
    """The place of a figure or a passage."""
    source = item.passage.source if isinstance(item, Hit) else item.source
    line = source.line or 1
    lines = tuple(range(line, (source.line_end or line) + 1))
    caption = citation(item, language)
    if isinstance(item, Hit):
        text = item.passage.text
        return Spot(item.passage.report, lines, caption, quote=item.best, page=source.page, printed=text)
    return Spot(item.report, lines, caption, (item,), page=source.page, printed=item.row_raw or "")


def located(spot: Spot, lines: Sequence[str]) -> Spot:
    """The spot with the lines it stands on. In a PDF those that hold what is printed; none marked where none does."""
    if spot.page is None:
        return spot
    wanted = _squeezed(spot.printed)
    texts = [_squeezed(line) for line in lines]
    at = [n for n, text in enumerate(texts, 1) if text and (text == wanted or (len(text) > 7 and text in wanted))]
    figures = tuple(replace(f, source=replace(f.source, line=at[0])) for f in spot.figures) if at else spot.figures
    return replace(spot, lines=tuple(at), figures=figures)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def cell_span(line: str, figure: Figure) -> tuple[int, int] | None:
    """Start and end of the figure's cell in its line; None where the line alone does not settle which it is."""
    raw = (figure.raw or "").strip()
    if not raw or figure.state is State.CUT_OFF:
        return None
    found = [match.span() for match in re.finditer(_pattern(raw), line)]
    if len(found) == 1:
        return found[0]
    column = _column_span(line, figure)
    if column and line[slice(*column)] == raw:
        return column
    return None


def _pattern(raw: str) -> str:
    return rf"(?<!{_NUMBER_SIDE})(?<![+\-－]){re.escape(raw)}(?!{_NUMBER_SIDE})"


def _column_span(line: str, figure: Figure) -> tuple[int, int] | None:
    """The cell by its column's place in the form, where exactly one value a column stands behind the row's label."""
    index, count = _place(figure)
    values = list(takewhile(lambda span: _VALUE.fullmatch(line[slice(*span)]), reversed(_cells(line))))[::-1]
    return values[index] if count and len(values) == count else None


def _place(figure: Figure) -> tuple[int, int]:
    """Position of the figure's column and number of columns in its printed row; (0, 0) where the form has no such."""
    if figure.table == form.REVIEW:
        if figure.row not in form.BLOCKS or figure.column not in form.RESULTS:
            return 0, 0
        width = len(form.RESULTS)
        return form.BLOCKS.index(figure.row) * width + form.RESULTS.index(figure.column), width * len(form.BLOCKS)
    row = form.row(figure.edition, figure.table, figure.row)
    if row is None or figure.column not in row.columns:
        return 0, 0
    return row.columns.index(figure.column), len(row.columns)


def _cells(line: str) -> list[tuple[int, int]]:
    """Spans of a row's cells that hold something, without the blanks around it."""
    cell = r"[^\s|](?:[^\t|]*[^\s|])?" if "\t" in line or "|" in line else r"\S+"
    return [match.span() for match in re.finditer(cell, line)]


def printed(line: str) -> str:
    """A line as the pane shows it: literal, the tabs between cells as two blanks."""
    return "".join(_printed(ch) for ch in line)


def _printed(ch: str) -> str:
    return "  " if ch == "\t" else visible(ch).replace("\n", " ")


def printed_span(line: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span of the line as a span of what the pane shows of it."""
    return len(printed(line[: span[0]])), len(printed(line[: span[1]]))
