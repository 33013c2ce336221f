"""What the reports of a library state, cell by cell. Nothing here was parsed.

Of the five bundled reports it is what was read by eye, of the synthetic ones what was written.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from damage_form import ACTIVE, APPLICANTS, BLOCKS, REQUESTS, REVIEW, Place
from nation import Written

GOLDEN = Path(__file__).parents[1] / "golden"
NO_NUMBER = ("", "/")
ORGANISATIONS, SUITS = "法人或其他组织", "行政诉讼"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one report."""

    agency: str
    year: int
    values: Mapping[Place, Decimal | None]
    """None where the report states no number that can be known: blank, `/`, cut off, unreadable."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a question may ask of a report: a cell, or several that the form's groups sum."""

    table: str
    row: str
    """A row of the form or a group of rows: 不予公开, 行政诉讼."""
    column: str
    """A column of the form, or 法人或其他组织."""
    cells: tuple[Place, ...]

    @property
    def stratum(self) -> str:
        """Row and column, in one word."""
        return f"{self.row}/{self.column}"


def of_written(reports: Sequence[Written]) -> tuple[Sheet, ...]:
    """The sheets of synthetic reports."""
    return tuple(
        Sheet(one.agency, one.year, {p: None if t in NO_NUMBER else Decimal(t) for p, t in one.values.items()})
        for one in reports
    )


def of_bundled() -> tuple[Sheet, ...]:
    """The sheets of the five bundled reports."""
    with (GOLDEN / "reports.csv").open(encoding="utf-8", newline="") as file:
        titles = list(csv.DictReader(file))
    return tuple(Sheet(one["agency"], int(one["year"]), _golden(one["stem"])) for one in titles)


def _golden(stem: str) -> dict[Place, Decimal | None]:
    with (GOLDEN / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["row"], row["column"]): Decimal(row["value"]) if row["value"] else None
            for row in csv.DictReader(file)
        }


def measures(sheet: Sheet) -> tuple[Measure, ...]:
    """Everything that the form of a report asks, and the sums of its groups."""
    single = [Measure(*place, (place,)) for place in sheet.values]
    labels = dict.fromkeys(row for table, row, _ in sheet.values if table == REQUESTS)
    members = {label: (label,) for label in labels}
    groups: dict[str, tuple[str, ...]] = {}
    for label in labels:
        if "/" in label:
            group = label.partition("/")[0]
            groups[group] = (*groups.get(group, ()), label)
    summed = [
        Measure(REQUESTS, row, column, tuple((REQUESTS, label, one) for label in rows for one in _columns(column)))
        for row, rows in (members | groups).items()
        for column in (*APPLICANTS, ORGANISATIONS)
        if row in groups or column == ORGANISATIONS
    ]
    results = dict.fromkeys(column for table, _, column in sheet.values if table == REVIEW)
    suits = [Measure(REVIEW, SUITS, one, tuple((REVIEW, block, one) for block in BLOCKS[1:])) for one in results]
    return (*single, *summed, *suits)


def _columns(column: str) -> tuple[str, ...]:
    return APPLICANTS[1:-1] if column == ORGANISATIONS else (column,)


def value_of(sheet: Sheet, measure: Measure) -> Decimal | None:
    """What a report states for a measure; None where a cell of it states nothing."""
    found = [sheet.values[place] for place in measure.cells]
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


def counter_of(measure: Measure) -> str:
    """件, 项, or 钱 for an amount."""
    if "金额" in measure.column:
        return "钱"
    return (
        "项" if measure.table == ACTIVE and measure.column in ("上一年项目数量", "本年增/减", "采购项目数量") else "件"
    )
