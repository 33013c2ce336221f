"""Sums that must agree, judged: what each says in figures, and what a missing or inferred cell does to the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.numbers import plain
from corpus.report import Check, Figure, State


@dataclass(frozen=True, slots=True)
class Equation:
    """`left` and `right` must add up to the same. `label` says in which column, row or block."""

    label: str
    names: tuple[str, str]
    left: tuple[Figure | None, ...]
    right: tuple[Figure | None, ...]

    @property
    def cells(self) -> tuple[Figure, ...]:
        """Every cell that it compares."""
        return tuple(f for f in (*self.left, *self.right) if f is not None)

    @property
    def holds(self) -> bool:
        """Both sides are equal."""
        return total(self.left) == total(self.right)

    @property
    def status(self) -> str:
        """`pass` and `fail` only where every cell is printed."""
        if None in self.left or None in self.right or any(f.value is None for f in self.cells):
            return "not_assessable"
        if any(f.state is State.INFERRED for f in self.cells):
            return "uncertain"
        return "pass" if self.holds else "fail"


def total(figures: Sequence[Figure | None]) -> Decimal:
    """The sum of those that have a value."""
    return sum((f.value for f in figures if f is not None and f.value is not None), Decimal(0))


def judged(entry_id: str, rule: str, equations: Sequence[Equation], said: str, verdict: str) -> Check:
    """One check of several equations: the worst of them decides, and those that decide are written out."""
    status = next(s for s in WORST if s == "pass" or any(e.status == s for e in equations))
    telling = [e for e in equations if e.status == status]
    figures = tuple(f for e in equations for f in e.cells)
    if status == "fail":
        return Check(entry_id, rule, status, "；".join(_written(e) for e in telling), figures, lines_of(figures))
    if status == "not_assessable":
        gaps = tuple(f for f in figures if f.value is None)
        return Check(entry_id, rule, status, _gap_text(telling, gaps), figures, lines_of(gaps or figures))
    weak = "（各数都是 0，只是弱证据）" if all(f.value == 0 for f in figures) else ""
    doubt = "" if status == "pass" else "；其中有推定的格子，不能算通过"
    return Check(entry_id, rule, status, f"{said}，{verdict}{weak}{doubt}", figures, lines_of(figures))


WORST = ("fail", "not_assessable", "uncertain", "pass")
_GAPS = {State.CUT_OFF: "缺失", State.UNREADABLE: "无法辨认", State.BLANK: "空白", State.DASH: "不是数字"}


def _gap_text(equations: Sequence[Equation], gaps: Sequence[Figure]) -> str:
    rows_of = {f.row: _GAPS.get(f.state, "缺失") for f in gaps}
    named = "、".join(f"{row}（{state}）" for row, state in list(rows_of.items())[:6])
    more = "等" if len(rows_of) > 6 else ""
    whole = [_side(name, side) for e in equations[-1:] for name, side in zip(e.names, (e.left, e.right), strict=True)]
    known = "".join(f"；{text}" for text in whole if text)
    return f"不能核对：{named or '有的格子'}{more}读不到{known}"


def _side(name: str, figures: Sequence[Figure | None]) -> str:
    """A side of an equation of which every cell is known."""
    if any(f is None or f.value is None for f in figures):
        return ""
    return f"{name} = {terms(figures)}"


def _written(equation: Equation) -> str:
    left, right = equation.names
    sign = "=" if equation.holds else "≠"
    sums = (
        f"{plain(total(side))}（{terms(side)}）" if len(side) > 1 else terms(side)
        for side in (equation.left, equation.right)
    )
    return f"{equation.label}：{left} {next(sums)} {sign} {right} {next(sums)}"


def terms(figures: Sequence[Figure | None]) -> str:
    """The numbers of a side, zeros left out where there are many."""
    values = [f.value for f in figures if f is not None and f.value is not None]
    told = [v for v in values if v] if len(values) > 4 else values
    return " + ".join(plain(v) for v in told) or "0"


def shown(figure: Figure | None) -> str:
    """The value of a cell, or a dash."""
    return "—" if figure is None or figure.value is None else plain(figure.value)


def lines_of(figures: Sequence[Figure]) -> tuple[int, ...]:
    """The lines that cells stand on, each once."""
    return tuple(sorted({f.source.line for f in figures if f.source.line is not None}))
