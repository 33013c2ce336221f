"""Clean reports of both editions, with random figures that are known cell by cell, as lines that damage can work on.

Most figures are zero, as in life; others run from one digit to seven, amounts have up to six decimals. The arithmetic
of the form holds, except in the tables named `broken`, where one printed number was changed on purpose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from damage_form import (
    ACTIVE,
    APPLICANTS,
    BLOCKS,
    CARRIED_IN,
    CARRIED_OUT,
    CHANGE,
    FEE,
    FEE_PRINTED,
    GRAND,
    NEW,
    PARAGRAPHS,
    PURCHASE,
    REQUESTS,
    RESULTS,
    REVIEW,
    Place,
    request_rows,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the cell of the form that it belongs to."""

    text: str
    place: Place | None = None
    """None where it belongs to no cell: an extra value."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the report before it is laid out: words, then cells."""

    role: str
    """`title`, `item` (第二十条…), `heading`, `row`, `words` (a part of a label, a group), `noise`, `prose` or
    `image`."""
    table: str = ""
    words: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    row: str = ""
    """The row of the form; empty for the row of all three blocks of 表四."""
    glued: frozenset[int] = frozenset()
    """n where nothing separates cell n from cell n + 1."""
    padding: int = 0
    """Empty cells behind the last."""
    hurt: bool = False
    """Its values were already changed in number or in kind."""
    runs_on: bool = False
    """Nothing separates it from the next line."""


Lines = tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """A report before any damage."""

    lines: Lines
    values: dict[Place, str]
    """Cell → its number, as plain decimal text."""
    broken: frozenset[str]
    """Tables with a number changed on purpose."""
    mixed: bool
    """表二 and 表三 are of different editions, or the year is not that of the edition."""


def clean_report(rng: Random) -> Clean:
    """A report with random figures."""
    edition = rng.choice(("2019", "2021"))
    requests = ("2021" if edition == "2019" else "2019") if rng.random() < 0.06 else edition
    values = values_of(rng, edition, requests)
    broken = _broken(rng, values) if rng.random() < 0.08 else frozenset()
    year = rng.choice((2019, 2020)) if edition == "2019" else rng.choice((2021, 2022, 2023, 2024))
    lines = written(rng, (edition, requests), values, _opening(rng, year), _closing())
    return Clean(lines, values, broken, requests != edition)


def values_of(rng: Random, active: str, requests: str) -> dict[Place, str]:
    """Random figures for a report whose 表二 is of one edition and whose 表三 is of another."""
    return _active(rng, active) | _requests(rng, requests) | _review(rng)


def written(rng: Random, editions: tuple[str, str], values: dict[Place, str], opening: Lines, closing: Lines) -> Lines:
    """A report: what stands before 表二, the three tables with their titles, what stands behind."""
    active, requests = editions
    return (
        *opening,
        Printed("title", ACTIVE, ("二、主动公开政府信息情况",)),
        *_active_lines(active, values),
        Printed("title", REQUESTS, ("三、收到和处理政府信息公开申请情况",)),
        *request_heading(flat=rng.random() < 0.2),
        *_request_lines(requests, values),
        Printed("title", REVIEW, ("四、政府信息公开行政复议、行政诉讼情况",)),
        *_review_lines(rng, values),
        *closing,
    )


def _count(rng: Random, zero: float) -> int:
    """Mostly zero, then small, now and then large."""
    if rng.random() < zero:
        return 0
    most = rng.choices((9, 99, 999, 99_999, 2_000_000), (60, 25, 10, 4, 1))[0]
    return rng.randint(1, most)


def _amount(rng: Random) -> str:
    if rng.random() < 0.5:
        return "0"
    decimals = rng.randint(0, 6)
    whole = rng.randint(0, 10 ** rng.randint(1, 5))
    return f"{whole}.{rng.randint(1, 10**decimals - 1):0{decimals}}" if decimals else str(whole + 1)


def _active(rng: Random, edition: str) -> dict[Place, str]:
    zero = rng.choice((0.2, 0.5, 0.9))
    values = {}
    for part in PARAGRAPHS[edition]:
        for row in part.rows:
            for column in part.columns:
                text = _amount(rng) if column in (FEE, PURCHASE) else str(_count(rng, zero))
                if column == CHANGE and text != "0" and rng.random() < 0.5:
                    text = f"-{text}"
                values[ACTIVE, row, column] = text
    return values


def _requests(rng: Random, edition: str) -> dict[Place, str]:
    """Outcomes drawn, all else from the equations of the form."""
    zero = rng.choice((0.5, 0.8, 0.9, 0.97, 1.0))
    labels = [row.official for row in request_rows(edition)]
    table = {label: [0] * 6 for label in labels}
    for n in range(6):
        for label in labels[2:-2]:
            table[label][n] = min(_count(rng, zero if n == 0 else 0.7 + 0.3 * zero), 99_999)
        table[GRAND][n] = sum(table[label][n] for label in labels[2:-2])
        table[CARRIED_OUT][n] = min(_count(rng, 0.7 + 0.3 * zero), 999)
        every = table[GRAND][n] + table[CARRIED_OUT][n]
        table[CARRIED_IN][n] = rng.randint(0, every) if rng.random() < 0.2 else 0
        table[NEW][n] = every - table[CARRIED_IN][n]
    return {
        (REQUESTS, label, column): str(value)
        for label, cells in table.items()
        for column, value in zip(APPLICANTS, (*cells, sum(cells)), strict=True)
    }


def _review(rng: Random) -> dict[Place, str]:
    zero = rng.choice((0.5, 0.8, 1.0))
    values = {}
    for block in BLOCKS:
        cells = [min(_count(rng, zero), 999) for _ in RESULTS[:-1]]
        for result, value in zip(RESULTS, (*cells, sum(cells)), strict=True):
            values[REVIEW, block, result] = str(value)
    return values


def _broken(rng: Random, values: dict[Place, str]) -> frozenset[str]:
    """One number of 表三 or 表四 changed, as agencies do: a total of 0, or one more or less."""
    table = rng.choice((REQUESTS, REVIEW))
    place = rng.choice([place for place in values if place[0] == table])
    old = int(values[place])
    values[place] = str(rng.choice((0, old - 1, old + 10)) if old else rng.choice((1, 10)))
    return frozenset({table})


def _opening(rng: Random, year: int) -> Lines:
    agency = rng.choice(("甲县教育局", "乙市丙区人民政府", "丁县戊镇人民政府", "己市水利局"))
    texts = (
        f"{agency}{year}年政府信息公开工作年度报告",
        "一、总体情况",
        f"{year}年，本机关依照条例开展政府信息公开工作，主动公开信息{rng.randint(10, 999)}条。",
    )
    return prose(texts)


def _closing() -> Lines:
    texts = (
        "五、存在的主要问题及改进情况",
        "问题是更新不够及时，将按月检查各栏目。",
        "六、其他需要报告的事项",
        "无。",
    )
    return prose(texts)


def prose(texts: Iterable[str]) -> Lines:
    """Lines of running text."""
    return tuple(Printed("prose", words=(text,)) for text in texts)


def _active_lines(edition: str, values: dict[Place, str]) -> Lines:
    lines = []
    for part in PARAGRAPHS[edition]:
        heads = tuple(FEE_PRINTED if column == FEE else column for column in part.columns)
        lines.append(Printed("item", ACTIVE, (f"第二十条第（{part.item}）项",)))
        lines.append(Printed("heading", ACTIVE, ("信息内容", *heads)))
        for row in part.rows:
            cells = tuple(_cell(values, (ACTIVE, row, column)) for column in part.columns)
            lines.append(Printed("row", ACTIVE, (row,), cells, row))
    return tuple(lines)


def _cell(values: dict[Place, str], place: Place) -> Cell:
    return Cell(values[place], place)


def request_heading(*, flat: bool) -> Lines:
    """The three lines over 表三, or one that names its columns."""
    if flat:
        return (Printed("heading", REQUESTS, ("申请人情况", *APPLICANTS)),)
    texts = (
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"),
        ("自然人", "法人或其他组织", "总计"),
        APPLICANTS[1:-1],
    )
    return tuple(Printed("heading", REQUESTS, words) for words in texts)


def _request_lines(edition: str, values: dict[Place, str]) -> Lines:
    rows = []
    for row in request_rows(edition):
        words = (row.group, row.printed) if row.group else (row.printed,)
        cells = tuple(_cell(values, (REQUESTS, row.official, column)) for column in APPLICANTS)
        rows.append(Printed("row", REQUESTS, words, cells, row.official))
    return tuple(rows)


def _review_lines(rng: Random, values: dict[Place, str]) -> Lines:
    """One row of fifteen, or now and then a heading and a row of five for each block."""
    rows = {block: tuple(_cell(values, (REVIEW, block, result)) for result in RESULTS) for block in BLOCKS}
    if rng.random() < 0.15:
        names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
        return tuple(
            line
            for name, (block, cells) in zip(names, rows.items(), strict=True)
            for line in (
                Printed("heading", REVIEW, (name,)),
                Printed("heading", REVIEW, RESULTS),
                Printed("row", REVIEW, (), cells, block),
            )
        )
    return (
        Printed("heading", REVIEW, ("行政复议", "行政诉讼")),
        Printed("heading", REVIEW, ("未经复议直接起诉", "复议后起诉")),
        Printed("heading", REVIEW, RESULTS * 3),
        Printed("row", REVIEW, (), tuple(cell for cells in rows.values() for cell in cells)),
    )
