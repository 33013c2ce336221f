"""What a report says twice, compared: the form's arithmetic, the year, totals in the prose, prose against tables.

A check compares printed numbers and changes none. One that rests on an inferred cell is `uncertain`; one whose cells
are missing, blank or unreadable is `not_assessable`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from corpus.checking.compare import different_scopes, disputes, prose_sums, prose_tables
from corpus.checking.equation import Equation, judged, lines_of, shown, terms, total
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
    if REQUESTS in tables:
        edition = next(f.edition for f in cells.values() if f.table == REQUESTS)
        found += [_balance(entry_id, cells), _parts(entry_id, cells, edition), _applicants(entry_id, cells, edition)]
    if REVIEW in tables:
        found.append(_review(entry_id, cells))
    return (*found, *prose_sums(entry_id, counts), *prose_tables(entry_id, figures, counts))


def _balance(entry_id: str, cells: Cells) -> Check:
    """In every column of 表三, new + carried in = handled + carried out."""
    equations = [
        Equation(
            column,
            ("新收 + 上年结转", "总计 + 结转下年度"),
            tuple(cells.get((REQUESTS, row, column)) for row in (NEW_REQUESTS, CARRIED_IN)),
            tuple(cells.get((REQUESTS, row, column)) for row in (GRAND_TOTAL, CARRIED_OUT)),
        )
        for column in APPLICANTS
    ]
    names = ("新收", "上年结转", "总计", "结转下年度")
    new, old, done, left = (
        f"{n} {shown(f)}" for n, f in zip(names, equations[-1].left + equations[-1].right, strict=True)
    )
    return judged(entry_id, "requests_balance", equations, f"{new} + {old} = {done} + {left}", "七列都平")


def _parts(entry_id: str, cells: Cells, edition: str) -> Check:
    """In every column of 表三, the total is the sum of the outcomes."""
    equations = [
        Equation(
            column,
            ("总计", "各项办理结果之和"),
            (cells.get((REQUESTS, GRAND_TOTAL, column)),),
            tuple(cells.get((REQUESTS, row, column)) for row in outcomes(edition)),
        )
        for column in APPLICANTS
    ]
    said = f"总计 {shown(equations[-1].left[0])} = 各项办理结果之和"
    return judged(entry_id, "requests_parts", equations, said, "七列都对")


def _applicants(entry_id: str, cells: Cells, edition: str) -> Check:
    """In every row of 表三, the total is the sum of the six kinds of applicants."""
    equations = [
        Equation(
            row.label,
            ("总计", "六类申请人之和"),
            (cells.get((REQUESTS, row.label, APPLICANTS[-1])),),
            tuple(cells.get((REQUESTS, row.label, column)) for column in APPLICANTS[:-1]),
        )
        for row in rows(edition, REQUESTS)
    ]
    return judged(entry_id, "requests_applicants", equations, "每一行的总计 = 六类申请人之和", "各行都对")


def _review(entry_id: str, cells: Cells) -> Check:
    """In every block of 表四, the total is the sum of the four results."""
    equations = [
        Equation(
            block,
            ("总计", "维持 + 纠正 + 其他 + 尚未审结"),
            (cells.get((REVIEW, block, RESULTS[-1])),),
            tuple(cells.get((REVIEW, block, result)) for result in RESULTS[:-1]),
        )
        for block in BLOCKS
    ]
    said = "，".join(f"{e.label} 总计 {shown(e.left[0])} = {terms(e.right)}" for e in equations)
    return judged(entry_id, "review_total", equations, said, "三块都对")


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
