"""Made reports: tables with numbers of our own in the layouts, and with the damage, that real reports show.

`table_text` prints a truth in one layout; every number it prints is known, so a cell read from it is right or wrong.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from corpus.form import (
    ACTIVE,
    APPLICANTS,
    BLOCKS,
    CARRIED_IN,
    CARRIED_OUT,
    GRAND_TOTAL,
    NEW_REQUESTS,
    REQUESTS,
    RESULTS,
    REVIEW,
    outcomes,
    rows,
)

Truth = dict[tuple[str, str, str], int]
"""(table, row, column) → the number in the cell."""

TITLES = {
    ACTIVE: "二、主动公开政府信息情况",
    REQUESTS: "三、收到和处理政府信息公开申请情况",
    REVIEW: "四、政府信息公开行政复议、行政诉讼情况",
}
_GROUPS = {"不予公开": "（三）", "无法提供": "（四）", "不予处理": "（五）", "其他处理": "（六）"}


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A row to be printed: its label, the group's before it, and its cells as text."""

    label: str
    cells: tuple[str, ...]
    group: str = ""
    key: tuple[str, str] = ("", "")
    """Table and row of the form."""


@dataclass(frozen=True, slots=True)
class Block:
    """Headings and the rows under them."""

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[MadeRow, ...] = field(default=())


def truth(edition: str, rng: random.Random, most: int = 40) -> Truth:
    """Numbers for every cell that satisfy the form's arithmetic; about a third of the cells of 表三 are not 0."""
    cells: Truth = {}
    for row in rows(edition, ACTIVE):
        for column in row.columns:
            cells[ACTIVE, row.label, column] = rng.choice((0, rng.randrange(10), rng.randrange(5000)))
    for applicant in APPLICANTS[:-1]:
        busy = rng.random() < 0.5
        for label in outcomes(edition):
            cells[REQUESTS, label, applicant] = rng.randrange(most) if busy and rng.random() < 0.3 else 0
        done = sum(cells[REQUESTS, label, applicant] for label in outcomes(edition))
        out = rng.randrange(4) if busy else 0
        before = rng.randrange(done + out + 1) if busy else 0
        cells[REQUESTS, GRAND_TOTAL, applicant] = done
        cells[REQUESTS, CARRIED_OUT, applicant] = out
        cells[REQUESTS, CARRIED_IN, applicant] = before
        cells[REQUESTS, NEW_REQUESTS, applicant] = done + out - before
    for row in rows(edition, REQUESTS):
        cells[REQUESTS, row.label, "总计"] = sum(cells[REQUESTS, row.label, a] for a in APPLICANTS[:-1])
    for block in BLOCKS:
        for result in RESULTS[:-1]:
            cells[REVIEW, block, result] = rng.randrange(12) if rng.random() < 0.4 else 0
        cells[REVIEW, block, "总计"] = sum(cells[REVIEW, block, result] for result in RESULTS[:-1])
    return cells


def blocks(edition: str, cells: Truth) -> dict[str, list[Block]]:
    """The three tables as headings and rows."""
    return {ACTIVE: _active(edition, cells), REQUESTS: [_requests(edition, cells)], REVIEW: [_review(cells)]}


def _active(edition: str, cells: Truth) -> list[Block]:
    made = []
    every = rows(edition, ACTIVE)
    for item in dict.fromkeys(row.item for row in every):
        inside = [row for row in every if row.item == item]
        columns = tuple("本年收费金额（单位：万元）" if c == "本年收费金额" else c for c in inside[0].columns)
        printed = tuple(
            MadeRow(row.label, tuple(str(cells[ACTIVE, row.label, c]) for c in row.columns), "", (ACTIVE, row.label))
            for row in inside
        )
        made.append(Block(((item,), ("信息内容", *columns)), printed))
    return made


def _requests(edition: str, cells: Truth) -> Block:
    made = []
    for row in rows(edition, REQUESTS):
        group, _, name = row.label.rpartition("/")
        label = {
            NEW_REQUESTS: "一、" + name,
            CARRIED_IN: "二、" + name,
            CARRIED_OUT: "四、" + name,
            "予以公开": "（一）予以公开",
            "部分公开": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "其他处理": "（六）其他处理",
            GRAND_TOTAL: "（七）总计",
        }.get(row.label, f"{row.item[-1]}.{name}")
        first = bool(group) and row.item.endswith("1")
        values = tuple(str(cells[REQUESTS, row.label, a]) for a in APPLICANTS)
        made.append(MadeRow(label, values, _GROUPS[group] + group if first else "", (REQUESTS, row.label)))
    headings = (
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"),
        ("自然人", "法人或其他组织", "总计"),
        APPLICANTS[1:6],
    )
    return Block(headings, tuple(made))


def _review(cells: Truth) -> Block:
    values = tuple(str(cells[REVIEW, block, result]) for block in BLOCKS for result in RESULTS)
    headings = (("行政复议", "行政诉讼"), (*RESULTS, *BLOCKS[1:]), RESULTS * 2)
    return Block(headings, (MadeRow("", values, "", (REVIEW, "")),))


Layout = Callable[[Sequence[Block]], list[str]]


def by_tabs(table: Sequence[Block]) -> list[str]:
    """A row a line, cells set apart by tabs, the group's cell before the label's."""
    return _lines(table, "\t".join, lambda row: "\t".join(c for c in ("三、本年度", row.group, row.label) if c))


def by_pipes(table: Sequence[Block]) -> list[str]:
    """A Markdown table."""
    lines = _lines(table, " | ".join, lambda row: " | ".join(c for c in (row.group, row.label) if c))
    return [f"| {line} |" for line in lines]


def by_blanks(table: Sequence[Block]) -> list[str]:
    """Columns set apart by blanks, as a PDF's text comes out; the group stands on a line of its own."""
    lines = []
    for block in table:
        lines += ["   ".join(heading) for heading in block.headings]
        for row in block.rows:
            lines += [f"     {row.group}"] if row.group else []
            lines.append("    ".join(cell for cell in (row.label, *row.cells) if cell))
    return lines


def one_a_line(table: Sequence[Block]) -> list[str]:
    """One cell a line, blank lines between."""
    lines = []
    for block in table:
        cells = [cell for heading in block.headings for cell in heading]
        for row in block.rows:
            cells += [cell for cell in (row.group, row.label, *row.cells) if cell]
        lines += [line for cell in cells for line in (cell, "")]
    return lines


def pipe_a_line(table: Sequence[Block]) -> list[str]:
    """One cell a line, each ended by a pipe, rows by a line of pipes."""
    lines = []
    for block in table:
        for heading in block.headings:
            lines += [f"{cell} |" for cell in heading] + ["||"]
        for row in block.rows:
            lines += [f"{cell} |" for cell in (row.group, row.label) if cell]
            lines += [f"{cell} |" if cell else "|" for cell in row.cells] + ["|"]
    return lines


def glued(table: Sequence[Block]) -> list[str]:
    """Everything in one line, nothing between the cells."""
    return ["".join("".join(line.split()) for line in by_blanks(table))]


def _lines(table: Sequence[Block], join: Callable[[Sequence[str]], str], label: Callable[[MadeRow], str]) -> list[str]:
    lines = []
    for block in table:
        lines += [join(heading) for heading in block.headings]
        for row in block.rows:
            lines.append(join([*([label(row)] if row.label else []), *row.cells]))
    return lines


LAYOUTS: dict[str, Layout] = {
    "tabs": by_tabs,
    "pipes": by_pipes,
    "blanks": by_blanks,
    "one_a_line": one_a_line,
    "pipe_a_line": pipe_a_line,
    "glued": glued,
}


def report_text(edition: str, tables: dict[str, list[Block]], layout: Layout, *, titles: bool = True) -> str:
    """A whole report with these tables."""
    year = 2020 if edition == "2019" else 2023
    lines = [f"甲县卫生健康局{year}年政府信息公开工作年度报告", "", "一、总体情况", "", "本机关依照条例开展工作。", ""]
    for name, table in tables.items():
        lines += [TITLES[name]] if titles else []
        lines += [*layout(table), ""]
    return "\n".join(
        [*lines, "五、存在的主要问题及改进情况", "", "更新不够及时。", "", "六、其他需要报告的事项", "", "无。"]
    )


def with_row(tables: dict[str, list[Block]], key: tuple[str, str], change: Callable[[MadeRow], list[MadeRow]]
             ) -> dict[str, list[Block]]:  # fmt: skip
    """The tables with one row replaced by others."""
    return {
        name: [
            replace(block, rows=tuple(new for row in block.rows for new in (change(row) if row.key == key else [row])))
            for block in table
        ]
        for name, table in tables.items()
    }


def without_cell(row: MadeRow, at: int) -> MadeRow:
    """The row with one value lost, the others closed up."""
    return replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :]))


def with_extra(row: MadeRow, at: int) -> MadeRow:
    """The row with one value printed twice."""
    return replace(row, cells=(*row.cells[:at], row.cells[at], *row.cells[at:]))
