"""Bars in plain text for a table of results: a line a row, as long as its value, nothing drawn that is not printed."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import ResultRow
from assistant.language import say
from assistant.output.escape import clip, pad, visible, width

_YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_LONGEST, _SHORTEST, _MOST = 40, 8, 30
_EIGHTHS = "▏▎▍▌▋▊▉"


def chart(rows: Sequence[ResultRow], cells: int = 100, *, language: str = "zh", only_ascii: bool = False) -> str:
    """A bar a row, negative ones to the left of the axis; lines of at most `cells` cells.

    Empty for fewer than two values, and for values that are no common measure. A row without a value has its line and
    no bar; whatever is not 0 shows a mark. Years that are missing between two of one agency keep an empty line. Two
    editions of the form in one chart are said in its first line.
    """
    rows = [row for row in rows if row.rank is not None] or list(rows)
    left_over = len(rows) - _MOST
    rows = rows[:_MOST]
    values = _measured(rows)
    if sum(value is not None for value in values) < 2:
        return ""
    lines = _with_gaps(_labels(rows), [row.value or "" for row in rows], values, rows)
    bars = _bars([value for *_, value in lines], _room(lines, cells), only_ascii)
    names, printed = _columns(lines, cells)
    drawn = [
        f"{pad(_clipped(name, names), names)}  {pad(number, printed, right=True)}  {bar}".rstrip()
        for (name, number, _), bar in zip(lines, bars, strict=True)
    ]
    if len({row.edition for row, value in zip(rows, values, strict=True) if value is not None}) > 1:
        drawn.insert(0, say("（含两版表格的数）", "(figures of two editions of the form)", language))
    return "\n".join([*drawn, "…"] if left_over > 0 else drawn)


_Line = tuple[str, str, Decimal | None]
"""(label, value as printed, value in the common unit)"""


def _measured(rows: Sequence[ResultRow]) -> list[Decimal | None]:
    """The values in one unit; amounts printed in several are converted, other units do not go together."""
    units = {row.unit for row in rows if row.value is not None and Decimal(row.value)}
    if len(units) > 1 and not units <= set(_YUAN):
        return [None] * len(rows)
    factor = _YUAN if len(units) > 1 else {}
    return [None if row.value is None else Decimal(row.value) * factor.get(row.unit or "", Decimal(1)) for row in rows]


def _labels(rows: Sequence[ResultRow]) -> list[str]:
    """What tells the rows apart: the agency, the year, what it is; what they share is left out."""
    parts = [(row.agency, str(row.year or ""), row.label) for row in rows]
    told = [n for n in range(3) if len({part[n] for part in parts}) > 1] or [0]
    return [visible(" ".join(part[n] for n in told if part[n])).replace("\n", " ") for part in parts]


def _with_gaps(
    labels: Sequence[str], printed: Sequence[str], values: Sequence[Decimal | None], rows: Sequence[ResultRow]
) -> list[_Line]:
    """The lines, and an empty one for each year that lies between two of one agency and is not there."""
    lines: list[_Line] = []
    over_years = len({(row.agency, row.label) for row in rows}) == 1
    before: int | None = None
    for label, number, value, row in zip(labels, printed, values, rows, strict=True):
        if over_years and before is not None and row.year is not None:
            lines += [(str(year), "", None) for year in range(before + 1, row.year)]
        before = row.year
        unit = row.unit or ""
        lines.append((label, visible(f"{number} {unit}".strip()) if number else "", value))
    return lines


def _clipped(label: str, cells: int) -> str:
    """The label in so many cells; a year at its end is not what is cut."""
    name, _, year = label.rpartition(" ")
    if name and year.isdigit() and width(label) > cells:
        return f"{clip(name, cells - width(year) - 1)} {year}"
    return clip(label, cells)


def _columns(lines: Sequence[_Line], cells: int) -> tuple[int, int]:
    """Cells of the labels and of the values."""
    names = min(max(width(name) for name, *_ in lines), max(_SHORTEST, cells // 3))
    return names, max(width(number) for _, number, _ in lines)


def _room(lines: Sequence[_Line], cells: int) -> int:
    """Cells for the longest bar on either side of the axis together."""
    names, printed = _columns(lines, cells)
    return max(_SHORTEST, min(_LONGEST, cells - names - printed - 5))


def _bars(values: Sequence[Decimal | None], room: int, only_ascii: bool) -> list[str]:
    highest = max((value for value in values if value is not None and value > 0), default=Decimal(0))
    lowest = -min((value for value in values if value is not None and value < 0), default=Decimal(0))
    if not highest + lowest:
        return [""] * len(values)
    left = max(1, round(room * lowest / (highest + lowest))) if lowest else 0
    left = min(left, room - 1) if highest else left
    right = room - left
    axis = ("|" if only_ascii else "│") if lowest else ""
    bars = []
    for value in values:
        below = _whole(-value, lowest, left, only_ascii) if value is not None and value < 0 else ""
        above = _fine(value, highest, right, only_ascii) if value is not None and value > 0 else ""
        bars.append(" " * (left - len(below)) + below + axis + above)
    return bars


def _whole(value: Decimal, top: Decimal, room: int, only_ascii: bool) -> str:
    return ("#" if only_ascii else "█") * max(1, round(room * value / top))


def _fine(value: Decimal, top: Decimal, room: int, only_ascii: bool) -> str:
    """A bar to an eighth of a cell, never empty."""
    if only_ascii:
        return _whole(value, top, room, only_ascii)
    eighths = max(1, round(room * 8 * value / top))
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8 - 1] if eighths % 8 else "")
