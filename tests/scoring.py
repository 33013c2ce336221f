"""Scores one answer record against what a question of the test set expects.

A record is the JSON object of an answer (schema 1). A figure that differs from the cell read by eye, or a value that
is not the expected one, is a wrong figure and nothing else in the answer can make up for it.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "golden"
GIVEN = ("answered", "noted", "disputed")
RIGHT, WRONG_FIGURE, WRONGLY_DECLINED, WRONGLY_ANSWERED, INCOMPLETE = KINDS = (
    "right",
    "wrong figure",
    "wrongly declined",
    "wrongly answered",
    "incomplete",
)

Record = Mapping[str, Any]
Key = tuple[str, int, str, str]
"""Agency, year, row, column."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A cell read by eye."""

    value: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question went."""

    kind: str
    """One of KINDS."""
    reasons: tuple[str, ...] = ()


def titles() -> dict[str, tuple[str, int]]:
    """Stem of each bundled report → its agency and year."""
    with (GOLDEN / "reports.csv").open(encoding="utf-8", newline="") as file:
        return {row["stem"]: (row["agency"], int(row["year"])) for row in csv.DictReader(file)}


def truths() -> dict[Key, Truth]:
    """Every cell of the bundled reports."""
    cells: dict[Key, Truth] = {}
    for stem, (agency, year) in titles().items():
        with (GOLDEN / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                value = Decimal(row["value"]) if row["value"] else None
                cells[agency, year, row["row"], row["column"]] = Truth(value, row["unit"] or None)
    return cells


def number(text: object) -> Decimal | None:
    """The number of a value, None where there is none."""
    try:
        return None if text is None or text == "" else Decimal(str(text))
    except InvalidOperation:
        return None


def squeeze(text: str) -> str:
    """Without white space."""
    return re.sub(r"\s+", "", text)


def cell_name(key: Key) -> str:
    """As the test set names a cell: agency/year/row/column."""
    return "/".join(map(str, key))


def carried(record: Record) -> Iterator[tuple[Key, str | None, str | None]]:
    """The cells that figures and rows claim to be, each with value and unit. A rate has a formula: it is no cell."""
    figures = record.get("figures", [])
    for figure in figures:
        if figure.get("in_form", True):
            key = (figure["agency"], figure["year"], figure["row"], figure["column"])
            yield key, figure["value"], figure.get("unit")
    for row in record.get("rows", []):
        if not row.get("formula") and row.get("agency") and (place := _row_cell(row, figures, record)):
            yield (row["agency"], row["year"], *place), row["value"], row.get("unit")


def _row_cell(row: Record, figures: list[Record], record: Record) -> tuple[str, str] | None:
    """Row and column of the one cell that a line of a result table shows, as far as the record says."""
    places = row.get("figures") or []
    if places:
        one = figures[places[0]] if len(places) == 1 and places[0] < len(figures) else None
        return (one["row"], one["column"]) if one and one.get("in_form", True) else None
    label = row.get("label") or ""
    if label:
        name, _, column = label.partition(" · ")
        return (name, column) if column else None
    reading = record.get("reading") or {}
    return (reading["row"], reading["column"]) if reading.get("row") and reading.get("column") else None


def wrong_figures(record: Record, expect: Record, cells: Mapping[Key, Truth]) -> list[str]:
    """Each figure, row or value of the answer that contradicts the report."""
    agencies = {key[0] for key in cells}
    wrong = []
    for key, text, unit in carried(record):
        value = number(text)
        if value is None or key[0] not in agencies:
            continue
        truth = cells.get(key)
        if truth is None:
            wrong.append(f"{cell_name(key)} is no cell of a report, given as {value}")
        elif value != truth.value:
            wrong.append(f"{cell_name(key)} is {truth.value}, given as {value}")
        elif unit is not None and unit != truth.unit:
            wrong.append(f"{cell_name(key)} has the unit {truth.unit}, given as {unit}")
    return wrong + _wrong_value(record, expect)


def _wrong_value(record: Record, expect: Record) -> list[str]:
    value = number(record.get("value"))
    if value is None:
        return []
    if "value" in expect and value != number(expect["value"]):
        return [f"the value is {value}, not {expect['value']}"]
    return [f"the value must not be {value}" for text in expect.get("absent", ()) if value == number(text)]


def missing_values(record: Record, expect: Record) -> list[str]:
    """The value and the cells that should be there and are not."""
    missing = []
    if "value" in expect and number(record.get("value")) is None:
        missing.append(f"no value, {expect['value']} expected")
    has = {cell_name(key): number(value) for key, value, _ in carried(record)}
    for name, text in expect.get("values", {}).items():
        if name not in has:
            missing.append(f"the cell {name} is not carried")
        elif has[name] != number(text):
            missing.append(f"the cell {name} is {has[name]}, not {text}")
    return missing


def _cites(source: Record | None, file: str, line: int) -> bool:
    if not source or source.get("line") is None or Path(source.get("file") or "").name != file:
        return False
    return bool(source["line"] <= line <= (source.get("line_end") or source["line"]))


def _names_line(text: str, file: str, line: int) -> bool:
    """True where the text cites `file:12`, or a run of lines that holds it: `file:10-14`, `file:10–14, 20`."""
    for cited in re.findall(re.escape(file) + r":([\d\s,、–-]+)", text):
        for first, last in re.findall(r"(\d+)(?:\s*[–-]\s*(\d+))?", cited):
            if int(first) <= line <= int(last or first):
                return True
    return False


def _told(record: Record) -> str:
    """What stands in the text, the notes and the coverage."""
    notes = (note["text"] for note in record.get("notes", []))
    skipped = (" ".join(map(str, one.values())) for one in (record.get("coverage") or {}).get("skipped", []))
    return "\n".join((record.get("text") or "", *notes, *skipped))


def missing_lines(record: Record, expect: Record) -> list[str]:
    """The citations that should be there and are not."""
    parts = [*record.get("figures", []), *record.get("passages", [])]
    told = _told(record)
    missing = []
    for wanted in expect.get("lines", ()):
        file, _, number_text = wanted.rpartition(":")
        line = int(number_text)
        if not any(_cites(part.get("source"), file, line) for part in parts) and not _names_line(told, file, line):
            missing.append(f"{wanted} is not cited")
    return missing


def missing_fragments(record: Record, expect: Record) -> list[str]:
    """The words that should stand in the text or a passage and do not."""
    said = squeeze("\n".join([record.get("text") or "", *(p["text"] for p in record.get("passages", []))]))
    return [f"“{part}” is not said" for part in expect.get("contains", ()) if squeeze(part) not in said]


def agency_faults(record: Record, expect: Record) -> list[str]:
    """Agencies that should be named and are not, or stand among those that satisfy the question and should not."""
    parts: Iterable[Record] = [part for name in ("figures", "rows", "passages") for part in record.get(name, [])]
    satisfying = {part.get("agency") for part in parts}
    choices = "\n".join(f"{c['label']} {c['question']}" for c in record.get("choices", []))
    told = squeeze(_told(record) + choices)
    faults = [f"{a} is not named" for a in expect.get("agencies", ()) if a not in satisfying and a not in told]
    return faults + [f"{a} is named" for a in expect.get("not_agencies", ()) if a in satisfying]


def missing_notes(record: Record, expect: Record) -> list[str]:
    """The note codes that are due and absent."""
    codes = {note["code"] for note in record.get("notes", [])}
    for part in (*record.get("figures", []), *record.get("rows", [])):
        codes.update(part.get("notes") or ())
    return [f"the note {code} is due" for code in expect.get("notes", ()) if code not in codes]


def score(record: Record, expect: Record, cells: Mapping[Key, Truth]) -> Verdict:
    """Judge one answer. Keys that `expect` lacks are not checked."""
    if wrong := wrong_figures(record, expect, cells):
        return Verdict(WRONG_FIGURE, tuple(wrong))
    outcome, wanted = record["outcome"], expect.get("outcome", [record["outcome"]])
    reasons = [
        *missing_values(record, expect),
        *missing_lines(record, expect),
        *missing_fragments(record, expect),
        *agency_faults(record, expect),
        *missing_notes(record, expect),
    ]
    if "language" in expect and record.get("language") != expect["language"]:
        reasons.append(f"spoken in {record.get('language')}")
    if outcome in wanted:
        return Verdict(INCOMPLETE if reasons else RIGHT, tuple(reasons))
    kind = INCOMPLETE
    if outcome in GIVEN and not set(wanted) & set(GIVEN):
        kind = WRONGLY_ANSWERED
    elif outcome not in GIVEN and set(wanted) & set(GIVEN):
        kind = WRONGLY_DECLINED
    return Verdict(kind, (f"{outcome} instead of {'/'.join(wanted)}", *reasons))
