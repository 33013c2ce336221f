"""What damages share: which line they work on, and what stands in its place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from damage_form import ACTIVE, APPLICANTS, BLOCKS, PARAGRAPHS, REQUESTS, RESULTS, REVIEW
from damage_layout import ALIGNED, RUN_TOGETHER, SEPARATED
from damage_writer import Lines, Printed


def put(lines: Lines, at: int, *new: Printed) -> Lines:
    """The lines with the one at `at` replaced."""
    return (*lines[:at], *new, *lines[at + 1 :])


def pick(lines: Lines, rng: Random, fits: Callable[[Printed], bool]) -> int | None:
    found = [n for n, line in enumerate(lines) if line.role == "row" and fits(line)]
    return rng.choice(found) if found else None


def sound(line: Printed) -> bool:
    return not line.hurt


def counted(line: Printed) -> bool:
    """A row of several values that no other damage changed."""
    return not line.hurt and len(line.cells) > 1


def in_requests(line: Printed) -> bool:
    return line.table == REQUESTS and bool(line.words)


def long_label(line: Printed) -> bool:
    return bool(line.words) and len(line.words[-1]) >= 8


def halves(line: Printed, rng: Random) -> tuple[str, str]:
    label = line.words[-1]
    at = rng.randint(4, len(label) - 2)
    return label[:at], label[at:]


def noise(table: str, rng: Random, kind: str) -> Lines:
    """The foot of a page; a bare number only where rows stand on a line each."""
    number = rng.randint(2, 9)
    worded = (f"第 {number} 页 共 9 页", "(重复率: 93%)", "内部资料")
    dashed = () if kind == RUN_TOGETHER else (f"- {number} -", f"— {number} —")
    bare = (str(number),) if kind in (*SEPARATED, ALIGNED) else ()
    return (Printed("noise", table, (rng.choice((*worded, *dashed, *bare)),)),)


def reworded(lines: Lines, change: Callable[[str], str], roles: Sequence[str]) -> Lines:
    return tuple(replace(line, words=tuple(map(change, line.words))) if line.role in roles else line for line in lines)


_ORDER = {REQUESTS: APPLICANTS, REVIEW: tuple(f"{block}/{result}" for block in BLOCKS for result in RESULTS)}


def in_form_order(line: Printed) -> bool:
    """Its cells stand in the order of the form's columns."""
    places = [cell.place for cell in line.cells if cell.place]
    if line.table == ACTIVE:
        columns = [place[2] for place in places]
        every = {part.columns for parts in PARAGRAPHS.values() for part in parts if {*columns} <= {*part.columns}}
        return any(_ascends([order.index(column) for column in columns]) for order in every)
    names = _ORDER[line.table]
    return _ascends([names.index(f"{row}/{column}" if line.table == REVIEW else column) for _, row, column in places])


def _ascends(numbers: Sequence[int]) -> bool:
    return list(numbers) == sorted(numbers)


def permuted(lines: Lines, table: str) -> bool:
    """The columns of a table stand in another order: without their names nobody can tell."""
    return not all(in_form_order(line) for line in lines if line.table == table and line.role == "row")


def request_heading_of(lines: Lines) -> Lines:
    """The lines over 表三 as this report prints them."""
    first = next((n for n, line in enumerate(lines) if line.table == REQUESTS and line.role == "heading"), len(lines))
    end = next((n for n in range(first, len(lines)) if lines[n].role != "heading"), len(lines))
    return lines[first:end]
