"""The cells of a printed row → the columns of the form, where no arithmetic is needed for it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from corpus.labels import flat
from corpus.numbers import is_value, read_cell
from corpus.report import Line
from corpus.tables.printed import Cell, PrintedRow, beside

_TELLING = 3
_CONTRADICTION = (-1,)
_GROUP, _MISPLACED = -1, -2
_LONGEST_HEADING = 2_000
_LONGEST_KEPT = 400
_ORGANISATIONS = "法人或其他组织"
_SHORT = {"法律服务": "法律服务机构", "合计": "总计"}
# The names of columns of 表三 and 表四; 其他 also begins labels of rows.
_NAMED = re.compile(
    "法人或其他组织|自然人|商业企业|科研机构|社会公益组织|法律服务(?:机构)?|总计|合计|结果维持|结果纠正|其他结果|尚未审结"
    "|其他(?!处理|法律(?!服务)|情形|行政|对外|组织|需要|主动)"
)
_REMARK = re.compile(r"\([^()]*\)")
_DIGIT = re.compile(r"\d")
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
    values = () if row.torn else row.values
    # Signs that are no value, behind the last column: a remark's.
    while len(values) > width and not is_value(values[-1].text):
        values = values[:-1]
    if len(values) == width:
        return values
    if row.torn or len(values) > width or len(row.cells) < width:
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
    if window[-1].text:
        return False
    numbers = [read_cell(cell.text).value for cell in window]
    if not any(numbers):
        return False
    *before, last = [number or Decimal(0) for cell, number in zip(window, numbers, strict=True) if cell.text]
    return last >= sum(before)


def order(lines: Iterable[Line], names: Sequence[str], blocks: int = 1) -> tuple[int, ...] | None:
    """The form's column that each printed column is, by the headings; None where they contradict the form.

    Headings that name fewer than three columns say nothing about their order; those that are printed again, or for
    one block after the other, have to say the same, and another order than the form's for each of the blocks.
    """
    usual = tuple(range(len(names)))
    headings = list(_headings(lines, names))
    grouped = any(_GROUP in heading for heading in headings)
    said = [order for heading in headings if (order := _order_said(heading, len(names), grouped=grouped))]
    if not said:
        return usual
    alike = set(said) == {said[0]} and (said[0] == usual or len(said) >= blocks)
    return said[0] if alike and said[0] != _CONTRADICTION else None


def _headings(lines: Iterable[Line], names: Sequence[str]) -> Iterator[list[int]]:
    """The columns that each heading names, in the order printed; a name seen again begins another.

    A heading ends where a number stands. `_GROUP` is 法人或其他组织, whose five columns are named below it;
    `_MISPLACED` says that it, 自然人 and 总计 stand side by side in another order.
    """
    place = {name: n for n, name in enumerate(names)} | {_ORGANISATIONS: _GROUP}
    place |= {short: place[name] for short, name in _SHORT.items() if name in place}
    heading: list[int] = []
    outer: list[int] = []
    for line in lines:
        if beside(line):
            continue
        text = "|".join(line.cells) or line.text[:_LONGEST_HEADING]
        found, digit = (_names_on if len(text) <= _LONGEST_KEPT else _names_on.__wrapped__)(text)
        outer = outer if len(found) == 1 else []
        for n in (place[name] for name in found if name in place):
            if n in heading:
                yield heading
                heading, outer = [], []
            heading.append(n)
            outer += [n] if n in (0, _GROUP, len(names) - 1) else []
        if outer != sorted(outer, key=lambda n: 1 if n == _GROUP else n):
            heading.append(_MISPLACED)
        if digit:
            yield heading
            heading, outer = [], []
    yield heading


# The same headings and labels stand in report after report.
@lru_cache(1024)
def _names_on(line: str) -> tuple[tuple[str, ...], bool]:
    """The names of columns that a line prints before its first digit, and whether it prints any digit."""
    text = _REMARK.sub("", flat(line))
    digit = _DIGIT.search(text)
    return tuple(match[0] for match in _NAMED.finditer(text, 0, digit.start() if digit else len(text))), bool(digit)


def _order_said(heading: Sequence[int], width: int, *, grouped: bool) -> tuple[int, ...] | None:
    """What a heading says about the order of the columns; None where it names too few."""
    said = [n for n in heading if n >= 0]
    if len(said) < _TELLING:
        return None
    if grouped and _MISPLACED in heading:
        return _CONTRADICTION
    if grouped:
        # 自然人 and 总计 are named in the line above, and stand on both sides of the five.
        said = [0, *(n for n in said if n not in (0, width - 1)), width - 1]
    if said == sorted(said):
        return tuple(range(width))
    return tuple(said) if sorted(said) == list(range(width)) else _CONTRADICTION


def _windows(cells: Sequence[Cell], width: int) -> list[tuple[int, tuple[Cell, ...]]]:
    """The stretches of `width` cells that hold every value of the row, with where they begin."""
    filled = [n for n, cell in enumerate(cells) if cell.text]
    first, last = (filled[0], filled[-1]) if filled else (0, -1)
    begin = range(max(last - width + 1, 0), min(first, len(cells) - width) + 1)
    return [(start, tuple(cells[start : start + width])) for start in begin]
