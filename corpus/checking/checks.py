"""What a report says twice, compared: the form's arithmetic, the year, totals in the prose, prose against tables.

A check compares printed numbers and changes none. One that rests on an inferred cell is `uncertain`; one whose cells
are missing, blank or unreadable is `not_assessable`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from corpus.checking.compare import different_scopes, disputes, prose_sums, prose_tables
from corpus.checking.equation import Equation, judged, lines_of, shown, terms, total
from corpus.form import ACTIVE, CHANGE, REQUESTS, REVIEW, sums
from corpus.numbers import plain
from corpus.report import Check, Count, Figure

__all__ = ["checks", "different_scopes", "disputes"]

Cells = Mapping[tuple[str, str, str], Figure]
_PERIOD = r"(20\d\d)\s*年\s*1\s*月\s*.{0,16}?[至到—-].{0,3}?(?:(20\d\d)\s*年\s*)?12\s*月\s*31\s*日"


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
    for table in (REQUESTS, REVIEW):
        edition = next((f.edition for f in cells.values() if f.table == table), None)
        if edition:
            found += _sums(entry_id, cells, edition, table)
    return (*found, *prose_sums(entry_id, counts), *prose_tables(entry_id, figures, counts))


def _balance(entry_id: str, equations: Sequence[Equation]) -> Check:
    """In every column of 表三, new + carried in = handled + carried out."""
    names = ("新收", "上年结转", "总计", "结转下年度")
    new, old, done, left = (
        f"{n} {shown(f)}" for n, f in zip(names, equations[-1].left + equations[-1].right, strict=True)
    )
    return judged(entry_id, "requests_balance", equations, f"{new} + {old} = {done} + {left}", "七列都平")


def _parts(entry_id: str, equations: Sequence[Equation]) -> Check:
    """In every column of 表三, the total is the sum of the outcomes."""
    said = f"总计 {shown(equations[-1].left[0])} = 各项办理结果之和"
    return judged(entry_id, "requests_parts", equations, said, "七列都对")


def _applicants(entry_id: str, equations: Sequence[Equation]) -> Check:
    """In every row of 表三, the total is the sum of the six kinds of applicants."""
    return judged(entry_id, "requests_applicants", equations, "每一行的总计 = 六类申请人之和", "各行都对")


def _review(entry_id: str, equations: Sequence[Equation]) -> Check:
    """In every block of 表四, the total is the sum of the four results."""
    said = "，".join(f"{e.label} 总计 {shown(e.left[0])} = {terms(e.right)}" for e in equations)
    return judged(entry_id, "review_total", equations, said, "三块都对")


_SUMS = {
    "requests_balance": (_balance, ("新收 + 上年结转", "总计 + 结转下年度")),
    "requests_parts": (_parts, ("总计", "各项办理结果之和")),
    "requests_applicants": (_applicants, ("总计", "六类申请人之和")),
    "review_total": (_review, ("总计", "维持 + 纠正 + 其他 + 尚未审结")),
}
"""How the verdict on each of the form's sums is told, and what its two sides are called."""


def _sums(entry_id: str, cells: Cells, edition: str, table: str) -> Iterator[Check]:
    """The form's sums of one table, each rule in all its columns, rows or blocks."""
    for rule, of_form in groupby(sums(edition, table), key=lambda s: s.rule):
        told, names = _SUMS[rule]
        yield told(
            entry_id,
            [Equation(s.label, names, tuple(map(cells.get, s.left)), tuple(map(cells.get, s.right))) for s in of_form],
        )


def _items_as_decisions(entry_id: str, cells: Cells) -> Iterator[Check]:
    """A hint: 上一年 + 增减 = 处理决定 exactly: decisions were filled in where kinds of item are asked for."""
    for row in dict.fromkeys(r for table, r, _ in cells if table == ACTIVE):
        trio = [cells.get((ACTIVE, row, column)) for column in ("上一年项目数量", CHANGE, "处理决定数量")]
        if any(f is None or f.value is None for f in trio):
            continue
        before, change, decided = (f for f in trio if f is not None)
        if decided.value and change.value and total((before, change)) == decided.value:
            sign = "-" if change.value < 0 else "+"
            sums = f"{shown(before)} {sign} {plain(abs(change.value))} = {shown(decided)}"
            text = f"{row}：上一年项目数量与增减相加正好等于处理决定数量（{sums}），像是把决定数填进了项目数"
            found = (before, change, decided)
            yield Check(entry_id, "items_filled_as_decisions", "uncertain", text, found, lines_of(found))


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
