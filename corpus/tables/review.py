"""表四 → its fifteen cells: one row of three blocks, or a row for each block."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.form import BLOCKS, RESULTS, REVIEW, Row, rows
from corpus.labels import flat
from corpus.numbers import is_value, read_cell
from corpus.report import Figure, Line, Report, Table
from corpus.tables.cells import lost_figures, printed_figure, seat_of, settled_figures, unread_figures
from corpus.tables.printed import Cell, PrintedRow
from corpus.tables.requests import damage, readings_of, sole
from corpus.tables.seating import filled_up, order, seated
from corpus.tables.solve import Sum, settled

_FIVE = len(RESULTS)
_FIFTEEN = _FIVE * len(BLOCKS)
_SUMS = tuple(Sum(n + 4, (n, n + 1, n + 2, n + 3)) for n in range(0, _FIFTEEN, _FIVE))
_SUITS = 1
_NAMED = {"行政复议": 0, "行政诉讼": _SUITS, "未经复议直接起诉": 2, "复议后起诉": 3}
_NAME = re.compile("|".join(sorted(_NAMED, key=len, reverse=True)))
_SECTION = re.compile("复议[、和及]")
_DIGIT = re.compile(r"\d")
_LONGEST_HEADING = 2_000
_NAMES = {"复议后起诉": BLOCKS[2], "未经复议直接起诉": BLOCKS[1], "行政复议": BLOCKS[0]}


def review_figures(report: Report, table: Table, rows_printed: Sequence[PrintedRow], edition: str) -> Iterator[Figure]:
    """The figures of 表四."""
    printed = tuple(row for row in rows_printed if row.values)
    notes = () if table.heading_printed else ("heading_inferred",)
    columns = order(table.lines, RESULTS, len(BLOCKS))
    if columns is None or not _blocks_in_order(table.lines):
        # Another order than the form's: which block prints it so cannot be told.
        for row in rows(edition, REVIEW):
            yield from lost_figures(report, row, table.lines, table.lines[-1].number, None, near=True)
        return
    blocks = _by_block(printed)
    if len(blocks) > 1 or (printed and len(printed) == 1 and blocks and len(printed[0].values) == _FIVE):
        for row in rows(edition, REVIEW):
            yield from _block_figures(report, table, row, blocks, columns, notes)
    elif row_of_all := _row_of_all(printed):
        yield from _all_figures(report, table, row_of_all, edition, columns, notes)
    else:
        for row in rows(edition, REVIEW):
            yield from lost_figures(report, row, table.lines, table.lines[-1].number, None, near=bool(printed))


def _blocks_in_order(lines: Sequence[Line]) -> bool:
    """The headings over the row of all blocks do not name them in another order than the form's."""
    seen: list[int] = []
    for line in lines:
        if not line.cells and _SECTION.search(line.text[:_LONGEST_HEADING]):
            continue
        text = flat("|".join(line.cells) or line.text[:_LONGEST_HEADING])
        digit = _DIGIT.search(text)
        named = [_NAMED[match[0]] for match in _NAME.finditer(text, 0, digit.start() if digit else len(text))]
        if named != sorted(named) and len(set(named)) > 1 and named.index(min(named)) > 0:
            return False
        seen += [n for n in named if n not in (*seen, _SUITS)]
        if digit:
            break
    return seen == sorted(seen)


def _by_block(printed: Sequence[PrintedRow]) -> dict[str, PrintedRow]:
    """Block → its own row of five, where each block has a heading and a row to itself."""
    found: dict[str, PrintedRow] = {}
    for row in printed:
        said = flat("".join(row.loose) + row.label)
        named = [block for name, block in _NAMES.items() if name in said.replace("行政复议、行政诉讼", "")]
        if len(named) == 1 and said.count(RESULTS[0]) < 2 and len(row.values) == _FIVE and not row.torn:
            found.setdefault(named[0], row)
    return found


def _row_of_all(printed: Sequence[PrintedRow]) -> PrintedRow | None:
    """The one row that holds all three blocks; None where there is none, or more than one."""
    long = [row for row in printed if len(row.values) >= _FIFTEEN - 1 or _glued(row)]
    return long[0] if len(long) == 1 else None


def _glued(row: PrintedRow) -> bool:
    return not row.separated and sum(len(cell.text) for cell in row.values) >= _FIFTEEN


def _block_figures(
    report: Report,
    table: Table,
    row: Row,
    blocks: dict[str, PrintedRow],
    columns: tuple[int, ...],
    notes: tuple[str, ...],
) -> Iterator[Figure]:
    printed = blocks.get(row.label)
    if printed is None:
        yield from lost_figures(report, row, table.lines, table.lines[-1].number, None)
        return
    seat = seat_of(report, row, printed, *notes)
    for column, cell in zip(RESULTS, _in_order(printed.values, columns), strict=True):
        yield printed_figure(seat, column, cell)


def _in_order(cells: Sequence[Cell], columns: tuple[int, ...]) -> list[Cell]:
    """The cells of each block in the form's order; `columns` is the form's column of each of five printed ones."""
    return [cells[n + columns.index(m)] for n in range(0, len(cells), _FIVE) for m in range(_FIVE)]


def _names_unread(table: Table, printed: PrintedRow) -> bool:
    """Over the row stand names of columns, none of which is the form's: they may say another order than its own."""
    above = (line for line in table.lines if line.number < printed.line.number)
    texts = (line.cells or line.text[:_LONGEST_HEADING].split() for line in above)
    return any(sum(1 for text in row if text and not is_value(text)) >= _FIVE for row in texts)


def _mostly_adds_up(cells: Sequence[Cell]) -> bool:
    """The totals of most blocks are the sums of their results: one may be the agency's slip."""
    values = [read_cell(cell.text).value for cell in cells]
    numbers = tuple(int(value) for value in values if value is not None)
    return len(numbers) == len(cells) and sum(equation.holds(numbers) for equation in _SUMS) > 1


def _all_figures(
    report: Report, table: Table, printed: PrintedRow, edition: str, columns: tuple[int, ...], notes: tuple[str, ...]
) -> Iterator[Figure]:
    """The fifteen cells of one row."""
    every = [(row, result) for row in rows(edition, REVIEW) for result in RESULTS]
    seats = {row.label: seat_of(report, row, printed, *notes) for row, _ in every}
    cells = seated(printed, _FIFTEEN, {})
    if notes and cells is not None and (_names_unread(table, printed) or not _mostly_adds_up(cells)):
        # Neither names nor sums say whose these values are, or names that nobody can read do.
        for row in rows(edition, REVIEW):
            yield from unread_figures(seats[row.label], RESULTS, printed.values)
        return
    if cells is not None and not any(filled_up(cells[n : n + _FIVE]) for n in range(0, _FIFTEEN, _FIVE)):
        for (row, result), cell in zip(every, _in_order(cells, columns), strict=True):
            yield printed_figure(seats[row.label], result, cell)
        return
    code = damage(printed, _FIFTEEN)
    usual = columns == tuple(range(_FIVE))
    readings = readings_of(printed, _FIFTEEN, _SUMS, trusted=True, confirmed=False) if usual else {}
    known = settled(sole(readings, code), _FIFTEEN)
    names = [f"{row.label}|{result}" for row, result in every]
    seat = seats[BLOCKS[0]]
    found = settled_figures(seat, names, known, printed.values, "review_total", code)
    for (row, result), figure in zip(every, found, strict=True):
        yield replace(figure, row=row.label, column=result)
