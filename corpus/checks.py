"""What a report says twice, compared: the form's arithmetic, the year, totals in the prose, prose against tables.

A check compares printed numbers and changes none. One that rests on an inferred cell is `uncertain`; one whose cells
are missing, blank or unreadable is `not_assessable`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.compare import different_scopes, disputes, prose_sums, prose_tables
from corpus.form import (
    ACTIVE,
    APPLICANTS,
    BLOCKS,
    CARRIED_IN,
    CARRIED_OUT,
    CHANGE,
    GRAND_TOTAL,
    NEW_REQUESTS,
    REQUESTS,
    RESULTS,
    REVIEW,
    outcomes,
    rows,
)
from corpus.numbers import plain
from corpus.report import Check, Count, Figure, State

__all__ = ["checks", "different_scopes", "disputes"]

Cells = Mapping[tuple[str, str, str], Figure]
_PERIOD = r"(20\d\d)\s*年\s*1\s*月\s*.{0,16}?[至到—-].{0,3}?(?:(20\d\d)\s*年\s*)?12\s*月\s*31\s*日"


@dataclass(frozen=True, slots=True)
class _Equation:
    """`left` and `right` must add up to the same. `label` says in which column, row or block."""

    label: str
    names: tuple[str, str]
    left: tuple[Figure | None, ...]
    right: tuple[Figure | None, ...]

    @property
    def cells(self) -> tuple[Figure, ...]:
        return tuple(f for f in (*self.left, *self.right) if f is not None)

    @property
    def holds(self) -> bool:
        return _sum(self.left) == _sum(self.right)

    @property
    def status(self) -> str:
        if None in self.left or None in self.right or any(f.value is None for f in self.cells):
            return "not_assessable"
        if any(f.state is State.INFERRED for f in self.cells):
            return "uncertain"
        return "pass" if self.holds else "fail"


def checks(
    entry_id: str,
    figures: Sequence[Figure],
    counts: Sequence[Count],
    report_year: int | None,
    lines: Sequence[str] = (),
) -> tuple[Check, ...]:
    """Every rule applied to one report; a rule whose table the report does not have is left out.

    `lines` is the decoded text, line 1 first; without it the year is not checked.
    """
    cells = {(f.table, f.row, f.column): f for f in figures if f.in_form}
    tables = {table for table, _, _ in cells}
    found = list(_year(entry_id, report_year, lines))
    if ACTIVE in tables:
        found += _items_as_decisions(entry_id, cells)
    if REQUESTS in tables:
        edition = next(f.edition for f in cells.values() if f.table == REQUESTS)
        found += [_balance(entry_id, cells), _parts(entry_id, cells, edition), _applicants(entry_id, cells, edition)]
    if REVIEW in tables:
        found.append(_review(entry_id, cells))
    return (*found, *prose_sums(entry_id, counts), *prose_tables(entry_id, figures, counts))


def _sum(figures: Sequence[Figure | None]) -> Decimal:
    return sum((f.value for f in figures if f is not None and f.value is not None), Decimal(0))


def _balance(entry_id: str, cells: Cells) -> Check:
    """In every column of 表三, new + carried in = handled + carried out."""
    equations = [
        _Equation(
            column,
            ("新收 + 上年结转", "总计 + 结转下年度"),
            tuple(cells.get((REQUESTS, row, column)) for row in (NEW_REQUESTS, CARRIED_IN)),
            tuple(cells.get((REQUESTS, row, column)) for row in (GRAND_TOTAL, CARRIED_OUT)),
        )
        for column in APPLICANTS
    ]
    names = ("新收", "上年结转", "总计", "结转下年度")
    new, old, done, left = (
        f"{n} {_shown(f)}" for n, f in zip(names, equations[-1].left + equations[-1].right, strict=True)
    )
    return _check(entry_id, "requests_balance", equations, f"{new} + {old} = {done} + {left}", "七列都平")


def _parts(entry_id: str, cells: Cells, edition: str) -> Check:
    """In every column of 表三, the total is the sum of the outcomes."""
    equations = [
        _Equation(
            column,
            ("总计", "各项办理结果之和"),
            (cells.get((REQUESTS, GRAND_TOTAL, column)),),
            tuple(cells.get((REQUESTS, row, column)) for row in outcomes(edition)),
        )
        for column in APPLICANTS
    ]
    said = f"总计 {_shown(equations[-1].left[0])} = 各项办理结果之和"
    return _check(entry_id, "requests_parts", equations, said, "七列都对")


def _applicants(entry_id: str, cells: Cells, edition: str) -> Check:
    """In every row of 表三, the total is the sum of the six kinds of applicants."""
    equations = [
        _Equation(
            row.label,
            ("总计", "六类申请人之和"),
            (cells.get((REQUESTS, row.label, APPLICANTS[-1])),),
            tuple(cells.get((REQUESTS, row.label, column)) for column in APPLICANTS[:-1]),
        )
        for row in rows(edition, REQUESTS)
    ]
    return _check(entry_id, "requests_applicants", equations, "每一行的总计 = 六类申请人之和", "各行都对")


def _review(entry_id: str, cells: Cells) -> Check:
    """In every block of 表四, the total is the sum of the four results."""
    equations = [
        _Equation(
            block,
            ("总计", "维持 + 纠正 + 其他 + 尚未审结"),
            (cells.get((REVIEW, block, RESULTS[-1])),),
            tuple(cells.get((REVIEW, block, result)) for result in RESULTS[:-1]),
        )
        for block in BLOCKS
    ]
    said = "，".join(f"{e.label} 总计 {_shown(e.left[0])} = {_terms(e.right)}" for e in equations)
    return _check(entry_id, "review_total", equations, said, "三块都对")


def _check(entry_id: str, rule: str, equations: Sequence[_Equation], said: str, verdict: str) -> Check:
    """One check of several equations: the worst of them decides, and those that decide are written out."""
    status = next(s for s in _WORST if s == "pass" or any(e.status == s for e in equations))
    telling = [e for e in equations if e.status == status]
    figures = tuple(f for e in equations for f in e.cells)
    if status == "fail":
        return Check(entry_id, rule, status, "；".join(_written(e) for e in telling), figures, _lines(figures))
    if status == "not_assessable":
        gaps = tuple(f for f in figures if f.value is None)
        return Check(entry_id, rule, status, _gap_text(telling, gaps), figures, _lines(gaps or figures))
    weak = "（各数都是 0，只是弱证据）" if all(f.value == 0 for f in figures) else ""
    doubt = "" if status == "pass" else "；其中有推定的格子，不能算通过"
    return Check(entry_id, rule, status, f"{said}，{verdict}{weak}{doubt}", figures, _lines(figures))


_WORST = ("fail", "not_assessable", "uncertain", "pass")
_GAPS = {State.CUT_OFF: "缺失", State.UNREADABLE: "无法辨认", State.BLANK: "空白", State.DASH: "不是数字"}


def _gap_text(equations: Sequence[_Equation], gaps: Sequence[Figure]) -> str:
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
    return f"{name} = {_terms(figures)}"


def _written(equation: _Equation) -> str:
    left, right = equation.names
    sign = "=" if equation.holds else "≠"
    sums = (
        f"{plain(_sum(side))}（{_terms(side)}）" if len(side) > 1 else _terms(side)
        for side in (equation.left, equation.right)
    )
    return f"{equation.label}：{left} {next(sums)} {sign} {right} {next(sums)}"


def _terms(figures: Sequence[Figure | None]) -> str:
    """The numbers of a side, zeros left out where there are many."""
    values = [f.value for f in figures if f is not None and f.value is not None]
    told = [v for v in values if v] if len(values) > 4 else values
    return " + ".join(plain(v) for v in told) or "0"


def _shown(figure: Figure | None) -> str:
    return "—" if figure is None or figure.value is None else plain(figure.value)


def _lines(figures: Sequence[Figure]) -> tuple[int, ...]:
    return tuple(sorted({f.source.line for f in figures if f.source.line is not None}))


def _items_as_decisions(entry_id: str, cells: Cells) -> Iterator[Check]:
    """A hint: 上一年 + 增减 = 处理决定 exactly: decisions were filled in where kinds of item are asked for."""
    for row in dict.fromkeys(r for table, r, _ in cells if table == ACTIVE):
        trio = [cells.get((ACTIVE, row, column)) for column in ("上一年项目数量", CHANGE, "处理决定数量")]
        if any(f is None or f.value is None for f in trio):
            continue
        before, change, decided = (f for f in trio if f is not None)
        if decided.value and change.value and _sum((before, change)) == decided.value:
            sign = "-" if change.value < 0 else "+"
            sums = f"{_shown(before)} {sign} {plain(abs(change.value))} = {_shown(decided)}"
            text = f"{row}：上一年项目数量与增减相加正好等于处理决定数量（{sums}），像是把决定数填进了项目数"
            found = (before, change, decided)
            yield Check(entry_id, "items_filled_as_decisions", "uncertain", text, found, _lines(found))


def _year(entry_id: str, report_year: int | None, lines: Sequence[str]) -> Iterator[Check]:
    """The report's year against the period it says it covers; dates of publication say nothing about either."""
    told = [(n, m) for n, text in enumerate(lines, 1) for m in [re.search(_PERIOD, text)] if m]
    if report_year is None or not told:
        return
    number, match = told[0]
    years = {int(y) for y in match.groups() if y}
    title = next((n for n, text in enumerate(lines, 1) if str(report_year) in text), number)
    status = "pass" if years == {report_year} else "fail"
    verdict = "一致" if status == "pass" else "不一致"
    period = "、".join(str(y) for y in sorted(years))
    text = f"报告年份 {report_year}，正文统计期限 {period} 年：{verdict}"
    yield Check(entry_id, "year", status, text, (), tuple(sorted({title, number})))
