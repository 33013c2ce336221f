"""Which cell a printed digit stands in, where a row prints a number too few or too many, or glues its digits together.

Method. Every reading of a damaged row that satisfies the row's own equations is listed: for a number too few, one cell
left open, its value what the equation asks; for one too many, one dropped; for glued digits, every cut into numbers
without leading zeros. Then readings that no reading of the other rows can agree with in some column are struck out,
round by round (bounds consistency over the column equations), and where few enough are left, all combinations are
tried. A cell is settled where every reading left gives it one value and at least one of them finds that value printed
there; all others stay unknown, so nothing that is not printed is ever filled in.

An agency's own slip cannot become a wrong cut. A row printed whole is never touched. An equation that does not hold
among rows printed whole is trusted nowhere in that table: without the row equation damaged rows stay unread, a column
equation is left out. Where a trusted column equation has no solution, the cells of damaged rows in that column stay
unknown. Where no reading satisfies the arithmetic, nothing is settled.

Two rules have to agree. The equation that says what a lost number was is used up by it: it cannot also say where the
number stood, for a slip would shut out the true place. So a row's own equation shuts a place out only where the columns
are complete and hold as well; else every place is possible, and a cell is settled only if it has the same number
wherever the gap is (a row of six zeros is seven zeros). A number too many leaves the row's equation as the check. Of
glued digits the one cut that adds up is taken where the columns agree, or where so few numbers are not 0 that another
would hardly add up; in 表四, where each of the three blocks has to add up. No cut is taken where the pieces may as well
be whole numbers of a row from which repeats were dropped.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, count, pairwise, product
from math import prod

Numbers = tuple[int, ...]
Readings = dict[Numbers, tuple[bool, ...]]
"""Each reading of a row, with the cells in which it finds a printed number."""

MOST_DIGITS = 40
"""Glued digits cut at most."""
_MOST_STEPS = 30_000
"""Steps of one search for cuts; a row that needs more stays unread."""
_TEN: tuple[int, ...] = tuple(10**n for n in range(MOST_DIGITS + 1))
_MOST_TOGETHER = 400
"""Combinations of readings tried one by one."""


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is the sum of `parts`: positions of cells in a row. The whole stands behind its parts."""

    whole: int
    parts: tuple[int, ...]

    def holds(self, row: Numbers) -> bool:
        """The equation is true of the row."""
        return row[self.whole] == sum(row[n] for n in self.parts)


@dataclass(frozen=True, slots=True)
class Balance:
    """The rows on the left add up to the rows on the right, in every column."""

    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The rows of both sides."""
        return (*self.left, *self.right)


def moved(printed: Numbers, width: int, sums: tuple[Sum, ...], *, confirmed: bool = True) -> Readings:
    """Readings of a row with one number too few, or one or two too many.

    Unless another rule confirms the row's equations, they shut out no place for a lost number among their own cells,
    also where it would have to be less than 0.
    """
    found: Readings = {}
    if len(printed) == width - 1:
        for at in range(width):
            row = _opened(printed, at, sums)
            if row and (row[at] >= 0 or not confirmed):
                _add(found, row, tuple(n != at for n in range(width)))
    elif width < len(printed) <= width + 2:
        for chosen in combinations(range(len(printed)), width):
            row = tuple(printed[n] for n in chosen)
            if all(s.holds(row) for s in sums):
                _add(found, row, (True,) * width)
    return found


def _add(found: Readings, row: Numbers, seen: tuple[bool, ...]) -> None:
    found[row] = tuple(a or b for a, b in zip(seen, found.get(row, seen), strict=True))


def _opened(printed: Numbers, at: int, sums: tuple[Sum, ...]) -> Numbers | None:
    """The row with the cell at `at` open, its value from its equation; None where another does not hold."""
    row = (*printed[:at], 0, *printed[at:])
    equation = next((s for s in sums if at == s.whole or at in s.parts), None)
    if equation is None:
        return None
    parts = sum(row[n] for n in equation.parts if n != at)
    value = parts if at == equation.whole else row[equation.whole] - parts
    row = (*row[:at], value, *row[at + 1 :])
    return row if all(s.holds(row) for s in sums) else None


@lru_cache(4096)
def cuts(pieces: tuple[str, ...], width: int, sums: tuple[Sum, ...]) -> tuple[Numbers, ...]:
    """Every cut of glued digits into `width` numbers that satisfies the equations; no number goes over a blank.

    `sums` take up the whole row, one behind the other. () also where the search would be too long: unknown, not
    impossible, is what the caller must make of it.
    """
    digits = "".join(pieces)
    if not digits.isdecimal() or not width <= len(digits) <= MOST_DIGITS or len(pieces) > width:
        return ()
    try:
        return tuple(_Cuts(digits, tuple(_stops(pieces))).rows(0, tuple(len(s.parts) for s in sums)))
    except _TooLong:
        return ()


def _stops(pieces: Iterable[str]) -> Iterator[int]:
    """For each digit, where the number that it begins ends at the latest: 0 stands alone, none goes over a blank."""
    at = 0
    for piece in pieces:
        yield from (at + n + 1 if digit == "0" else at + len(piece) for n, digit in enumerate(piece))
        at += len(piece)


def may_lack_repeats(pieces: tuple[str, ...], width: int, sums: tuple[Sum, ...]) -> bool:
    """The pieces may be the whole numbers of a row from which repeats were dropped: no glued digits then.

    Extractors drop a cell that says what the one before it said, or what any before it said; what they leave has no
    number beside its like. Taken for possible where the search would be too long.
    """
    plain = all(piece.isdecimal() and (piece == "0" or piece[0] != "0") for piece in pieces)
    if not plain or not 1 < len(pieces) < width or any(a == b for a, b in pairwise(pieces)):
        return False
    numbers = tuple(map(int, pieces))
    totals = {equation.whole: equation.parts for equation in sums}
    anywhere, steps = len(set(numbers)) == len(numbers), count()

    def fills(row: Numbers, used: int) -> bool:
        at, left = len(row), len(numbers) - used
        if left > width - at:
            return False
        if at == width or next(steps) > _MOST_STEPS:
            return True
        ahead = ((numbers[used], used + 1),) if left else ()
        again = ((number, used) for number in (set(row) if anywhere else row[-1:]))
        total = sum(row[n] for n in totals[at]) if at in totals else None
        return any(fills((*row, number), below) for number, below in (*ahead, *again) if total in (None, number))

    return fills((), 0)


class _TooLong(Exception):
    """A search took more steps than it may."""


class _Cuts:
    """One search for cuts. A total is tried first: what its parts have to come to ends most branches at once."""

    def __init__(self, digits: str, stops: Sequence[int]) -> None:
        self.digits, self.stops = digits, stops
        self.steps = 0
        self.known: dict[tuple[int, int], tuple[Numbers, ...]] = {}

    def rows(self, at: int, counts: tuple[int, ...]) -> tuple[Numbers, ...]:
        """The cuts of all digits from `at` into blocks of so many parts and their total."""
        if not counts:
            return ((),) if at == len(self.digits) else ()
        if (found := self.known.get((at, len(counts)))) is None:
            count, *below = counts
            rest = sum(below) + len(below)
            ends = range(at + count + 1, len(self.digits) - rest + 1) if below else (len(self.digits),)
            found = tuple(
                (*block, *more)
                for end in ends
                if (tails := self.rows(end, tuple(below)))
                for block in self._blocks(at, end, count)
                for more in tails
            )
            self.known[at, len(counts)] = found
        return found

    def _blocks(self, at: int, end: int, count: int) -> Iterator[Numbers]:
        """The cuts of a stretch into parts and their total."""
        for start in range(end - 1, at + count - 1, -1):
            longest, shortest = start - at - count + 1, -((at - start) // count)
            if shortest <= end - start <= longest + 1 and self.stops[start] >= end:
                total = int(self.digits[start:end])
                yield from ((*parts, total) for parts in self._parts(at, start, count, total))

    def _parts(self, at: int, end: int, count: int, total: int) -> Iterator[Numbers]:
        """The cuts of a stretch into so many numbers that come to a total."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _TooLong
        if count == 1:
            if self.stops[at] >= end and int(self.digits[at:end]) == total:
                yield (total,)
            return
        for stop in range(at + 1, min(self.stops[at], end - count + 1) + 1):
            number = int(self.digits[at:stop])
            if number > total:
                return
            if _within(total - number, end - stop, count - 1):
                yield from ((number, *more) for more in self._parts(stop, end, count - 1, total - number))


def _within(total: int, digits: int, count: int) -> bool:
    """So many digits in so many numbers can come to a total: the longest number decides."""
    shortest, longest = -(-digits // count), digits - count + 1
    return (shortest < 2 or total >= _TEN[shortest - 1]) and total < _TEN[longest] + 9 * count


@dataclass(frozen=True, slots=True)
class Settled:
    """What the column equations leave."""

    readings: Mapping[str, Readings]
    broken: frozenset[int]
    """Columns that no readings can balance."""
    used: frozenset[str]
    """Rows of balances that are complete and can hold in every column."""
    held: tuple[Balance, ...]
    """Balances in which every row has one reading, and every column adds up."""


def settle(domains: Mapping[str, Readings], balances: Sequence[Balance]) -> Settled:
    """The readings that agree with some reading of the other rows.

    Rows printed whole have one reading. A balance that lacks a row, or cannot hold in some column, is left out.
    """
    used = [balance for balance in balances if all(domains.get(name) for name in balance.names)]
    broken: set[int] = set()
    while True:
        left = {name: dict(readings) for name, readings in domains.items()}
        wrong = next(((b, columns) for b in used if (columns := _propagate(left, used, b))), None)
        if wrong is None:
            break
        used.remove(wrong[0])
        broken |= wrong[1]
    _together(left, used)
    held = tuple(b for b in used if all(len(left[name]) == 1 for name in b.names))
    return Settled(left, frozenset(broken), frozenset(name for b in used for name in b.names), held)


Bounds = dict[str, list[tuple[int, int]]]


def _propagate(left: dict[str, Readings], used: Sequence[Balance], watched: Balance) -> set[int]:
    """Strike out readings until nothing changes; the columns in which `watched` cannot hold."""
    if all(len(left[name]) == 1 for balance in used for name in balance.names):
        return _apart(watched, left)
    changed = True
    while changed:
        changed = False
        for balance in used:
            bounds = {name: _bounds(left[name]) for name in balance.names}
            width = len(bounds[balance.left[0]])
            impossible = {column for column in range(width) if not _possible(balance, bounds, column)}
            if impossible and balance is watched:
                return impossible
            if not impossible:
                for name in balance.names:
                    changed |= _strike(name, balance, left, bounds)
    return set()


def _apart(balance: Balance, left: Mapping[str, Readings]) -> set[int]:
    """The columns in which rows of one reading each do not add up."""
    sides = ([next(iter(left[name])) for name in names] for names in (balance.left, balance.right))
    one, other = (map(sum, zip(*rows, strict=True)) for rows in sides)
    return {column for column, (a, b) in enumerate(zip(one, other, strict=True)) if a != b}


def _bounds(readings: Readings) -> list[tuple[int, int]]:
    return [(min(column), max(column)) for column in zip(*readings, strict=True)]


def _possible(balance: Balance, bounds: Bounds, column: int) -> bool:
    low_left = sum(bounds[name][column][0] for name in balance.left)
    high_left = sum(bounds[name][column][1] for name in balance.left)
    low_right = sum(bounds[name][column][0] for name in balance.right)
    high_right = sum(bounds[name][column][1] for name in balance.right)
    return low_left <= high_right and low_right <= high_left


def _strike(name: str, balance: Balance, left: dict[str, Readings], bounds: Bounds) -> bool:
    """Strike out the readings of one row that the others cannot agree with; whether any were."""
    if len(left[name]) < 2:
        return False
    kept: Readings = {}
    whole = bounds[name]
    for reading, seen in left[name].items():
        bounds[name] = [(value, value) for value in reading]
        if all(_possible(balance, bounds, column) for column in range(len(whole))):
            kept[reading] = seen
    bounds[name] = whole
    if not kept or len(kept) == len(left[name]):
        return False
    left[name] = kept
    bounds[name] = _bounds(kept)
    return True


def _together(left: dict[str, Readings], used: Sequence[Balance]) -> None:
    """Where few readings are left, keep those that stand in some combination that satisfies every equation."""
    open_rows = [name for name, readings in left.items() if len(readings) > 1]
    if not open_rows or prod(len(left[name]) for name in open_rows) > _MOST_TOGETHER:
        return
    kept: dict[str, Readings] = {name: {} for name in open_rows}
    one = {name: next(iter(readings)) for name, readings in left.items() if len(readings) == 1}
    for chosen in product(*(left[name] for name in open_rows)):
        rows = one | dict(zip(open_rows, chosen, strict=True))
        if all(_adds_up(balance, rows) for balance in used):
            for name, reading in zip(open_rows, chosen, strict=True):
                kept[name][reading] = left[name][reading]
    for name in open_rows:
        left[name] = kept[name]


def _adds_up(balance: Balance, rows: Mapping[str, Numbers]) -> bool:
    """The equation holds in every column."""
    columns = range(len(rows[balance.left[0]]))
    return all(sum(rows[n][c] for n in balance.left) == sum(rows[n][c] for n in balance.right) for c in columns)


def settled(readings: Readings, width: int, broken: set[int] | frozenset[int] = frozenset()) -> tuple[int | None, ...]:
    """The value of each cell that every reading gives and some reading finds printed there; None for the others."""
    if not readings:
        return (None,) * width
    values: list[int | None] = []
    for n in range(width):
        same = len({row[n] for row in readings}) == 1
        seen = any(found[n] for found in readings.values())
        values.append(next(iter(readings))[n] if same and seen and n not in broken else None)
    return tuple(values)
