"""The cells of a printed row → the columns of the form, where no arithmetic is needed for it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from corpus.labels import flat
from corpus.numbers import read_cell
from corpus.printed import Cell, PrintedRow
from corpus.report import Line

_TELLING = 3
Starts = Mapping[int, frozenset[int]]
"""Number of cells of a row → where, in complete rows with so many cells, the values begin."""


def starts(printed: Iterable[PrintedRow], width: int) -> Starts:
    """Where complete rows of a table have their values, by the number of their cells, blank ones included."""
    found: dict[int, set[int]] = {}
    for row in printed:
        filled = [n for n, cell in enumerate(row.cells) if cell.text]
        if len(filled) == width and filled[-1] - filled[0] == width - 1:
            found.setdefault(len(row.cells), set()).add(filled[0])
    return {count: frozenset(at) for count, at in found.items()}


def seated(row: PrintedRow, width: int, like: Starts) -> tuple[Cell, ...] | None:
    """The cell of each column: all values in their order, or blanks among them where their place leaves no doubt.

    None where the row prints fewer cells than columns, more values, or blanks that can be counted in several ways.
    """
    values = row.values
    if len(values) == width:
        return values
    if len(values) > width or len(row.cells) < width:
        return None
    found = _windows(row.cells, width)
    if like and row.separated:
        known = like.get(len(row.cells), frozenset())
        found = [(start, window) for start, window in found if known == {start}]
    # A first cell that is blank may be the label's second, and a value lost.
    stub = row.separated and not row.cells[0].text and len(row.cells) == width
    return found[0][1] if len(found) == 1 and not (stub and len(values) > 1) else None


def filled_up(window: Sequence[Cell]) -> bool:
    """The blank cells at the end may have been put there for a value that was lost before them.

    They were not where the last number is less than the sum of those before it, or all are 0.
    """
    numbers = [read_cell(cell.text).value for cell in window]
    if window[-1].text or not any(numbers):
        return False
    *before, last = [number or Decimal(0) for cell, number in zip(window, numbers, strict=True) if cell.text]
    return last >= sum(before)


def order(lines: Iterable[Line], names: Sequence[str]) -> tuple[int, ...] | None:
    """The form's column that each printed column is, by the heading cells; None where they contradict the form.

    A heading that names fewer than three columns on one line says nothing about their order.
    """
    place = {name: n for n, name in enumerate(names)}
    usual = tuple(range(len(names)))
    for line in lines:
        said = [place[name] for cell in line.cells if (name := flat(cell)) in place]
        if len(said) < _TELLING or _ascends(said):
            continue
        return tuple(said) if sorted(said) == list(usual) else None
    return usual


def _ascends(said: Sequence[int]) -> bool:
    """The columns named stand in the form's order, block after block where they are named again."""
    block: list[int] = []
    for n in said:
        if n in block:
            block = []
        elif block and n < block[-1]:
            return False
        block.append(n)
    return True


def _windows(cells: Sequence[Cell], width: int) -> list[tuple[int, tuple[Cell, ...]]]:
    """The stretches of `width` cells that hold every value of the row, with where they begin."""
    filled = [n for n, cell in enumerate(cells) if cell.text]
    first, last = (filled[0], filled[-1]) if filled else (0, -1)
    begin = range(max(last - width + 1, 0), min(first, len(cells) - width) + 1)
    return [(start, tuple(cells[start : start + width])) for start in begin]
