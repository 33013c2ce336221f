"""Damages to the values of rows: how many there are, and how each is told.

Those that change how many values a row prints, or what they are, leave alone a row that another did so to: two that
cancel each other out could be told by nobody.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from damage_form import ACTIVE, CHANGE, FEE, PURCHASE, REQUESTS, REVIEW
from damage_layout import PDF, SEPARATED
from damage_picks import counted, pick, put, sound
from damage_writer import Cell, Lines, Printed


def value_lost(lines: Lines, rng: Random, kind: str) -> Lines:
    """A row prints one value too few; the others move up, and its end may be filled with an empty cell.

    No such cell in 表二, whose ruled rows therefore stay: without arithmetic that is a blank cell, for all that anybody
    can see.
    """
    at = pick(lines, rng, lambda line: counted(line) and not (kind == PDF and line.table == ACTIVE))
    if at is None:
        return lines
    line = lines[at]
    gone = rng.randrange(len(line.cells))
    filled = int(kind in SEPARATED and line.table != ACTIVE and rng.random() < 0.3)
    cells = (*line.cells[:gone], *line.cells[gone + 1 :])
    return put(lines, at, replace(line, cells=cells, hurt=True, padding=line.padding + filled))


def value_extra(lines: Lines, rng: Random, _kind: str) -> Lines:
    """A row prints one value too many: a zero, one of its own again, or another number."""
    at = pick(lines, rng, counted)
    if at is None:
        return lines
    line = lines[at]
    to = rng.randint(0, len(line.cells))
    more = Cell(rng.choice(("0", rng.choice(line.cells).text, str(rng.randint(1, 99)))))
    return put(lines, at, replace(line, cells=(*line.cells[:to], more, *line.cells[to:]), hurt=True))


def trailing_empty_cells(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Every row of a table ends in empty cells."""
    table, more = rng.choice((ACTIVE, REQUESTS, REVIEW)), rng.randint(1, 3)
    hit = ("item", "heading", "row")
    return tuple(
        replace(line, padding=line.padding + more) if line.table == table and line.role in hit else line
        for line in lines
    )


def cells_glued(lines: Lines, rng: Random, kind: str) -> Lines:
    """Nothing separates the values of a row, or some of them."""
    at = pick(lines, rng, counted)
    if at is None:
        return lines
    line = lines[at]
    every = range(len(line.cells) - 1)
    whole = kind in SEPARATED or rng.random() < 0.5
    glued = frozenset(n for n in every if whole or rng.random() < 0.4)
    return put(lines, at, replace(line, glued=glued, hurt=True))


def digit_lost(lines: Lines, rng: Random, kind: str) -> Lines:
    """A digit that cannot be shown stands in a cell."""
    at = pick(lines, rng, counted)
    if at is None:
        return lines
    line = lines[at]
    n = rng.randrange(len(line.cells))
    text = line.cells[n].text
    spot = rng.randrange(len(text))
    bad = replace(line.cells[n], text=text[:spot] + ("□" if kind == PDF else rng.choice("\ufffd□")) + text[spot + 1 :])
    return put(lines, at, replace(line, cells=(*line.cells[:n], bad, *line.cells[n + 1 :]), hurt=True))


def repeated_cells_dropped(lines: Lines, rng: Random, _kind: str) -> Lines:
    """An extractor drops the cells of a row that say what one before them said."""
    behind_each_other = rng.random() < 0.5
    return tuple(
        _without_repeats(line, behind_each_other) if line.role == "row" and sound(line) else line for line in lines
    )


def _without_repeats(line: Printed, behind_each_other: bool) -> Printed:
    kept: list[Cell] = []
    for cell in line.cells:
        before = kept[-1:] if behind_each_other else kept
        if all(cell.text != other.text for other in before):
            kept.append(cell)
    return replace(line, cells=tuple(kept), hurt=True)


def values_blank(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Cells are left empty: one, all, or all but the total."""
    at = pick(lines, rng, lambda line: sound(line) and line.table != REVIEW)
    if at is None:
        return lines
    line = lines[at]
    chosen = rng.choice(
        ({rng.randrange(len(line.cells))}, set(range(len(line.cells))), set(range(len(line.cells) - 1)))
    )
    return put(lines, at, replace(line, cells=_with(line, chosen, ""), hurt=True))


def _with(line: Printed, chosen: set[int], text: str) -> tuple[Cell, ...]:
    return tuple(replace(cell, text=text) if n in chosen else cell for n, cell in enumerate(line.cells))


def values_dash(lines: Lines, rng: Random, _kind: str) -> Lines:
    """A sign for nothing to report stands in the cells."""
    for _ in range(rng.randint(1, 3)):
        at = pick(lines, rng, sound)
        if at is not None:
            line = lines[at]
            chosen = set(range(len(line.cells))) if rng.random() < 0.6 else {rng.randrange(len(line.cells))}
            cells = _with(line, chosen, rng.choice(("/", "-", "－", "无")))
            lines = put(lines, at, replace(line, cells=cells, hurt=True))
    return lines


def _retold(lines: Lines, change: Callable[[Cell], Cell]) -> Lines:
    """Every value of 表二 that no other damage changed, told in another way."""
    return tuple(
        replace(line, cells=tuple(map(change, line.cells)), hurt=True)
        if line.role == "row" and line.table == ACTIVE and not line.hurt else line
        for line in lines
    )  # fmt: skip


def units_in_cells(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Counters and units stand in the cells of 表二."""

    def told(cell: Cell) -> Cell:
        if cell.place is None or rng.random() < 0.3:
            return cell
        blank = rng.choice(("", " "))
        if cell.place[2] in (FEE, PURCHASE):
            return replace(cell, text=f"{cell.text}{blank}{rng.choice(('万元', '元'))}")
        return replace(cell, text=f"{cell.text}{blank}{rng.choice('项件笔')}")

    return _retold(lines, told)


def signs_as_words(lines: Lines, rng: Random, _kind: str) -> Lines:
    """What is more or fewer than last year is said in words, or in two numbers."""

    def told(cell: Cell) -> Cell:
        if cell.place is None or cell.place[2] != CHANGE or cell.text == "0":
            return cell
        size, fewer = cell.text.lstrip("-"), cell.text.startswith("-")
        more = rng.randint(1, 9)
        two = f"增 {more} 减 {more + int(size)}" if fewer else f"增{int(size) + more}减{more}"
        one = (f"减少 {size}", f"减{size}", f"-{size}") if fewer else (f"增加 {size}", f"增{size}", f"+{size}")
        return replace(cell, text=rng.choice((*one, two)))

    return _retold(lines, told)
