"""Which cell a printed number stands in, where a row prints one number too few or too many.

Method: every placement of the printed numbers into the row's cells that satisfies the form's arithmetic is tried. A row
with one number too few has one cell left open, whose value the row's own equation gives; a row with one too many drops
one. Then placements that no placement of the other rows can agree with in some column are struck out, round by round
(bounds consistency over the column equations, form rules 1 and 2). A column with one value in all placements left is
settled; the others stay unknown. Nothing that is not printed is filled in: an open cell is settled only where every
placement gives the same value, which then is a printed one.

An agency's own slip cannot become a wrong cut: a row printed whole is never touched, an equation that does not hold
among rows printed whole is not used anywhere in that table, and where no placement satisfies the arithmetic nothing is
settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

Row = tuple[Decimal, ...]
_MOST = 5_000
"""Placements tried at most; a row with more is left alone."""


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is the sum of `parts`: positions of cells in a row."""

    whole: int
    parts: tuple[int, ...]

    def holds(self, row: Row) -> bool:
        """The equation is true of the row."""
        return row[self.whole] == sum((row[n] for n in self.parts), Decimal(0))


@dataclass(frozen=True, slots=True)
class Balance:
    """The rows on the left add up to the rows on the right, in every column."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def placements(printed: Row, width: int, sums: Sequence[Sum]) -> tuple[Row, ...]:
    """Every row of `width` cells that the printed numbers may stand for, each once."""
    if len(printed) == width:
        return (printed,)
    if len(printed) > width:
        extra = len(printed) - width
        if extra > 2:
            return ()
        kept = (tuple(printed[n] for n in chosen) for chosen in combinations(range(len(printed)), width))
        return tuple(dict.fromkeys(row for row in kept if all(s.holds(row) for s in sums)))
    if width - len(printed) != 1:
        return ()
    found = (_opened(printed, at, sums) for at in range(width))
    return tuple(dict.fromkeys(row for row in found if row is not None))


def _opened(printed: Row, at: int, sums: Sequence[Sum]) -> Row | None:
    """The row with the cell at `at` open, its value from the one equation it stands in; None where that is negative."""
    row = (*printed[:at], Decimal(0), *printed[at:])
    equation = next((s for s in sums if at == s.whole or at in s.parts), None)
    if equation is None:
        return None
    total = sum((row[n] for n in equation.parts if n != at), Decimal(0))
    value = total if at == equation.whole else row[equation.whole] - total
    if value < 0:
        return None
    row = (*row[:at], value, *row[at + 1 :])
    return row if all(s.holds(row) for s in sums) else None


def settle(domains: dict[str, tuple[Row, ...]], balances: Sequence[Balance], width: int) -> dict[str, tuple[Row, ...]]:
    """The placements of each row that agree with some placement of the others in every column of every balance."""
    domains = dict(domains)
    used = [balance for balance in balances if _usable(balance, domains, width)]
    changed = True
    while changed:
        changed = False
        for balance in used:
            for name in (*balance.left, *balance.right):
                if len(domains[name]) < 2:
                    continue
                kept = tuple(row for row in domains[name] if _agrees(name, row, balance, domains, width))
                if kept and len(kept) < len(domains[name]):
                    domains[name], changed = kept, True
    return domains


def _usable(balance: Balance, domains: dict[str, tuple[Row, ...]], width: int) -> bool:
    """All rows are there, some placement of each fits, and no column that is printed whole contradicts it."""
    names = (*balance.left, *balance.right)
    if any(not domains.get(name) for name in names):
        return False
    return all(_possible(balance, domains, column) for column in range(width))


def _possible(balance: Balance, domains: dict[str, tuple[Row, ...]], column: int) -> bool:
    low_left, high_left = _bounds(balance.left, domains, column)
    low_right, high_right = _bounds(balance.right, domains, column)
    return low_left <= high_right and low_right <= high_left


def _bounds(names: Sequence[str], domains: dict[str, tuple[Row, ...]], column: int) -> tuple[Decimal, Decimal]:
    low = sum((min(row[column] for row in domains[name]) for name in names), Decimal(0))
    high = sum((max(row[column] for row in domains[name]) for name in names), Decimal(0))
    return low, high


def _agrees(name: str, row: Row, balance: Balance, domains: dict[str, tuple[Row, ...]], width: int) -> bool:
    fixed = domains | {name: (row,)}
    return all(_possible(balance, fixed, column) for column in range(width))


def settled(rows: Sequence[Row], width: int) -> tuple[Decimal | None, ...]:
    """The value of each cell that is the same in all placements, None where they differ or there is none."""
    if not rows:
        return (None,) * width
    return tuple(rows[0][n] if all(row[n] == rows[0][n] for row in rows) else None for n in range(width))
