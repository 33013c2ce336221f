"""Which cells of a damaged report can be known: brute force over every reading that the form's arithmetic allows.

Written apart from the parser's solver, to judge it. What is known here is which printed row is which, and which
digits and boundaries survived; what is tried is every way to give the digits of a row to its columns: a value missing
at any place, a value dropped at any place, a cut at any place, a blank cell in its column or at the end of a row that
moved up. A cell is determined where its own digits stand in the file and every reading gives it the same value.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from damage_form import (
    ACTIVE,
    APPLICANTS,
    BLOCKS,
    CARRIED_IN,
    CARRIED_OUT,
    CHANGE,
    FEE,
    GRAND,
    NEW,
    PARAGRAPHS,
    PURCHASE,
    REQUESTS,
    RESULTS,
    REVIEW,
    Place,
    request_rows,
)
from damage_layout import ALIGNED, CELL_A_LINE, PDF, PIPES_ALONE, RUN_TOGETHER, SEPARATED, Layout, stub_blanks, tokens
from damage_picks import in_form_order
from damage_writer import Lines, Printed

Reading = tuple[int | None, ...]
"""The value of each column; None where the reading has none for it."""
_MOST_CUTS = 40_000
_MOST_SUMS = 20_000
_BLANK_OR_BAD = ("", "/", "-", "－", "无")
_MAY_GLUE = (ALIGNED, CELL_A_LINE, PIPES_ALONE, RUN_TOGETHER)


class TooMany(Exception):
    """More readings than are tried: nothing is called determined."""


def determined(lines: Lines, layout: Layout, edition: str) -> frozenset[Place]:
    """The cells that a reader without fault can know; `edition` is that of 表三."""
    rows = [line for line in lines if line.role == "row"]
    known = {place for line in rows if line.table == ACTIVE for place in _of_active(line, layout)}
    known |= _of_review([line for line in rows if line.table == REVIEW], layout)
    known |= _of_requests([line for line in rows if line.table == REQUESTS], layout, edition)
    return frozenset(known)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _readable(text: str) -> bool:
    return text not in _BLANK_OR_BAD and "\ufffd" not in text and "□" not in text


def _as_printed(line: Printed, width: int, layout: Layout) -> bool:
    """One cell a column, each set apart: nothing to be found out.

    Where blank cells are not kept, a cell with a character that cannot be shown may be one or two, or none.
    """
    apart = layout.kind in SEPARATED or not any("\ufffd" in cell.text or "□" in cell.text for cell in line.cells)
    return apart and len(line.cells) == width and not line.glued and all(cell.place for cell in line.cells)


def _survivors(line: Printed) -> Iterator[Place]:
    return (cell.place for cell in line.cells if cell.place and _readable(cell.text))


def _of_active(line: Printed, layout: Layout) -> Iterable[Place]:
    """表二 has no arithmetic: its cells are known as printed, or where its digits can be cut in one way only."""
    columns = _columns(line)
    if _as_printed(line, len(columns), layout):
        return _survivors(line)
    texts = tokens(line)
    if not in_form_order(line):
        return ()
    if len(texts) >= len(columns) or line.padding or not line.glued or _perhaps_lost(texts, columns, layout):
        return ()
    cuts = list(active_cuts(texts, columns))
    return _survivors(line) if len(cuts) == 1 else ()


def _perhaps_lost(texts: Sequence[str], columns: Sequence[str], layout: Layout) -> bool:
    """One text too few, each of them a number: nobody can tell a lost value from two glued ones."""
    numbers = all(_plain(text, PURCHASE) or _plain(text, CHANGE) for text in texts)
    return layout.kind != RUN_TOGETHER and len(texts) == len(columns) - 1 and numbers


def _columns(line: Printed) -> tuple[str, ...]:
    """The columns of its row, in the edition of the place its cells have; () for a row of nothing."""
    cells = [cell.place for cell in line.cells if cell.place]
    for parts in PARAGRAPHS.values():
        for part in parts:
            if cells and cells[0][1] in part.rows and cells[0][2] in part.columns:
                return part.columns
    return ()


def active_cuts(texts: Sequence[str], columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every cut of the texts of a row of 表二 into its columns: whole numbers, a sign in one, decimals in another."""
    if not columns:
        if not any(texts):
            yield ()
        return
    if not texts:
        return
    head = texts[0]
    for end in range(1, len(head) + 1):
        if _plain(head[:end], columns[0]):
            rest = (head[end:], *texts[1:]) if head[end:] else tuple(texts[1:])
            yield from ((head[:end], *more) for more in active_cuts(rest, columns[1:]))


def _plain(text: str, column: str) -> bool:
    digits = text.removeprefix("-") if column == CHANGE else text
    whole, dot, part = digits.partition(".")
    good = whole.isdecimal() and (whole == "0" or not whole.startswith("0"))
    return good and (not dot or (column in (FEE, PURCHASE) and part.isdecimal()))


Total = tuple[int, tuple[int, ...]]
"""A column and those that it is the sum of."""
ACROSS: tuple[Total, ...] = ((6, (0, 1, 2, 3, 4, 5)),)
BLOCK: tuple[Total, ...] = ((4, (0, 1, 2, 3)),)
FIFTEEN: tuple[Total, ...] = tuple((n + 4, (n, n + 1, n + 2, n + 3)) for n in (0, 5, 10))


def _holds(reading: Sequence[int], totals: Sequence[Total]) -> bool:
    return all(reading[whole] == sum(reading[n] for n in parts) for whole, parts in totals)


def readings(line: Printed, width: int, totals: Sequence[Total], layout: Layout) -> set[Reading]:
    """Every reading of a row; empty where its digits cannot be given to its columns at all."""
    texts = tokens(line)
    if _as_printed(line, width, layout):
        return {tuple(_number(text) for text in texts)}
    numbers = [_number(text) for text in texts]
    found: set[Reading] = set()
    if len(texts) < width and layout.kind in _MAY_GLUE or line.glued:
        found |= set(cuts(texts, width, totals))
    if all(number is not None for number in numbers):
        whole = [number for number in numbers if number is not None]
        found |= set(_one_missing(whole, width, totals)) if len(whole) == width - 1 else set()
        found |= set(_some_dropped(whole, width, totals))
        found |= set(_blank_at_an_end(whole, width, line, layout))
    return found


def _one_missing(numbers: Sequence[int], width: int, totals: Sequence[Total]) -> Iterator[Reading]:
    """A value missing at each place, with the value that the equation asks there."""
    for at in range(width):
        row = [*numbers[:at], 0, *numbers[at:]]
        whole, parts = next(total for total in totals if at == total[0] or at in total[1])
        row[at] = sum(row[n] for n in parts) if at == whole else row[whole] - sum(row[n] for n in parts if n != at)
        if row[at] >= 0 and _holds(row, totals):
            yield tuple(row)


def _some_dropped(numbers: Sequence[int], width: int, totals: Sequence[Total]) -> Iterator[Reading]:
    """One value too many, or two, dropped at each place."""
    if width < len(numbers) <= width + 2:
        yield from (row for row in combinations(numbers, width) if _holds(row, totals))


def _blank_at_an_end(numbers: Sequence[int], width: int, line: Printed, layout: Layout) -> Iterator[Reading]:
    """A blank cell is the column it stands in: at the end of the row, or between the label and the first value."""
    if layout.kind in SEPARATED and len(numbers) == width - 1:
        if line.padding or layout.kind == PDF:
            yield (*numbers, None)
        if stub_blanks(line, layout):
            yield (None, *numbers)


def cuts(texts: Sequence[str], width: int, totals: Sequence[Total]) -> Iterator[tuple[int, ...]]:
    """Every cut of the texts into numbers without leading zeros, none of them over the end of a text."""
    tried = 0

    sums = dict(totals)

    def so_far(row: tuple[int, ...]) -> int:
        """What the next total comes to at least."""
        whole = next((whole for whole, _ in totals if whole >= len(row)), None)
        return sum(row[n] for n in sums[whole] if n < len(row)) if whole is not None else 0

    def walk(rest: tuple[str, ...], row: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        nonlocal tried
        tried += 1
        if tried > _MOST_CUTS:
            raise TooMany
        if len(row) == width:
            if not rest:
                yield row
            return
        left = sum(map(len, rest))
        if left < width - len(row) or len(rest) > width - len(row) or len(str(so_far(row))) > left:
            return
        head, parts = rest[0], sums.get(len(row))
        total = None if parts is None else str(sum(row[n] for n in parts))
        for end in range(1, 2 if head.startswith("0") else len(head) + 1):
            if head[:end].isdecimal() and total in (None, head[:end]):
                below = (head[end:], *rest[1:]) if head[end:] else rest[1:]
                yield from walk(below, (*row, int(head[:end])))

    yield from walk(tuple(texts), ())


def _agreed(line: Printed, order: Sequence[Place], found: Iterable[Reading], *, whole: bool) -> Iterator[Place]:
    """The cells of a row whose digits stand there and that every reading gives the same value."""
    columns = list(zip(*found, strict=True))
    standing = set(_survivors(line))
    for place, values in zip(order, columns, strict=False):
        if place in standing and (whole or (len(set(values)) == 1 and values[0] is not None)):
            yield place


def _of_review(rows: Sequence[Printed], layout: Layout) -> set[Place]:
    known: set[Place] = set()
    for line in rows:
        if not in_form_order(line):
            known |= set(_survivors(line)) if _as_printed(line, len(line.cells), layout) else set()
            continue
        blocks = (line.row,) if line.row else BLOCKS
        order = [(REVIEW, block, result) for block in blocks for result in RESULTS]
        totals = BLOCK if line.row else FIFTEEN
        try:
            found = readings(line, len(order), totals, layout)
        except TooMany:
            continue
        known |= set(_agreed(line, order, found, whole=_as_printed(line, len(order), layout)))
    return known


def _of_requests(rows: Sequence[Printed], layout: Layout, edition: str) -> set[Place]:
    if not all(map(in_form_order, rows)):
        return {place for line in rows if _as_printed(line, 7, layout) for place in _survivors(line)}
    found = {line.row: readings_if_few(line, layout) for line in rows}
    if _complete(found, edition):
        found = _together(found, edition)
    known: set[Place] = set()
    for line in rows:
        order = [(REQUESTS, line.row, column) for column in APPLICANTS]
        whole = _as_printed(line, 7, layout)
        known |= set(_survivors(line)) if whole else set(_agreed(line, order, found.get(line.row, ()), whole=False))
    return known


def readings_if_few(line: Printed, layout: Layout) -> set[Reading]:
    """The readings of a row of 表三; empty where there are too many to try."""
    try:
        return readings(line, len(APPLICANTS), ACROSS, layout)
    except TooMany:
        return set()


def _complete(found: dict[str, set[Reading]], edition: str) -> bool:
    """Every row of 表三 is there, and has a number for each column in each of its readings."""
    rows = [row.official for row in request_rows(edition)]
    return all(found.get(row) and all(None not in reading for reading in found[row]) for row in rows)


def _together(found: dict[str, set[Reading]], edition: str) -> dict[str, set[Reading]]:
    """The readings that stand in some choice of one a row in which all columns add up; all of them if none does."""
    try:
        return _adding_up(found, edition)
    except TooMany:
        return found


def _adding_up(found: dict[str, set[Reading]], edition: str) -> dict[str, set[Reading]]:
    labels = [row.official for row in request_rows(edition)]
    signs = dict.fromkeys(labels[2:-2], (0, 1))
    signs |= {NEW: (1, 0), CARRIED_IN: (1, 0), GRAND: (-1, -1), CARRIED_OUT: (-1, 0)}
    shares = [{reading: _share(reading, signs[label]) for reading in found[label]} for label in labels]
    before: list[set[Vector]] = [{(0,) * 14}]
    for choices in shares:
        before.append(_sums(before[-1], choices.values()))
    behind: list[set[Vector]] = [{(0,) * 14}]
    for choices in reversed(shares):
        behind.append(_sums(behind[-1], choices.values()))
    behind.reverse()
    left: dict[str, set[Reading]] = {}
    for n, (label, choices) in enumerate(zip(labels, shares, strict=True)):
        wanted = {tuple(-value for value in vector) for vector in behind[n + 1]}
        left[label] = {r for r, share in choices.items() if any(_add(v, share) in wanted for v in before[n])}
    return left if all(left.values()) else found


Vector = tuple[int, ...]


def _share(reading: Reading, signs: tuple[int, int]) -> Vector:
    """What a row adds to the two equations of each column."""
    return tuple(sign * (value or 0) for sign in signs for value in reading)


def _add(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _sums(vectors: Iterable[Vector], shares: Iterable[Vector]) -> set[Vector]:
    kept = list(shares)
    found = {_add(vector, share) for vector in vectors for share in kept}
    if len(found) > _MOST_SUMS:
        raise TooMany
    return found
