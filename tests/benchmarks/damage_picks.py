"""What damages share: which line they work on, and what stands in its place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from damage_form import REQUESTS
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
