"""Rule 1 of an answer: every number that it shows stands in a cell, a passage, a formula or a name that it carries."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.answers.about import definitions
from corpus import form

_GROUP = re.compile(r"\d+(?:[.,]\d+)*")
# Words of the answer itself: what a lost cell is not, an edition's name, a part of a report, the condition as read.
_OWN_WORDS = re.compile(
    r"(?:不是|not|分母为|denominator is) 0|第\d部分"
    r"|(?:edition |用 |的是 )?\b(?:2019|2021)(?: 版|\b(?= of the form|, which))"
    r"|section \d"
    r"|(?:[<>]=?|!=) \d+(?:\.\d+)?|= \d+(?:\.\d+)?(?=[）)]| [且或] | and | or )"
)
_COUNTED = re.compile(r"(\d+) ?(?:份|条|格|个|项|家|agencies|reports?|items|cells|do not|of)")


def groups(text: str) -> set[str]:
    """The digit groups of a text: `2020`, `39.38`, `98,211`."""
    return set(_GROUP.findall(text))


def carried(record: dict[str, Any]) -> Iterator[object]:
    """Whatever of a record may give a number to its text."""
    for figure in record["figures"]:
        yield [figure[name] for name in ("value", "raw", "row_raw", "year", "row", "column", "agency", "parts")]
    for passage in record["passages"]:
        yield [passage[name] for name in ("text", "year", "section", "agency")]
    for part in (*record["figures"], *record["passages"]):
        yield [part["source"].get(name) for name in ("file", "line", "line_end", "page")]
    for row in record["rows"]:
        yield [row[name] for name in ("agency", "year", "edition", "label", "value", "formula", "rank")]
    yield [record["value"], record["formula"], record["reading"], record["coverage"], record["choices"]]


def rates(record: dict[str, Any]) -> set[str]:
    """A rate has six places and is shown with two."""
    values = [record["value"], *(row["value"] for row in record["rows"])]
    return {f"{abs(float(value)):.2f}" for value in values if value is not None}


def counts(record: dict[str, Any]) -> set[str]:
    """How many there are of what the record lists, and how many of those read are not among them."""
    read = record["coverage"]["read"]
    parts = [*record["figures"], *record["passages"], *record["rows"]]
    reports = {(part["agency"], part["year"]) for part in parts}
    found = {len(record["figures"]), record["figures_total"], len(record["passages"]), len(record["rows"]), read}
    found |= {len(reports), len(record["reading"]["agencies"]), len(record["choices"])}
    return {str(n) for n in found | {read - n for n in found}}


def sizes_of_the_form() -> set[str]:
    """How many rows, columns and cells its tables have."""
    tables = [
        (form.rows(edition, table), form.fields(edition, table)) for edition in form.EDITIONS for table in form.TABLES
    ]
    found = {len(part) for pair in tables for part in pair} | {len(rows[0].columns) for rows, _ in tables}
    return {str(n) for n in found}


def unexplained(record: dict[str, Any], loaded: set[str]) -> set[str]:
    """The digit groups of a record's text that nothing it carries explains; `loaded` are the years of the reports."""
    known = groups(json.dumps(list(carried(record)), ensure_ascii=False)) | rates(record) | loaded
    if record["reading"]["operation"] == "definition":
        known |= groups(Path(definitions.__file__).read_text(encoding="utf-8")) | sizes_of_the_form()
    if record["outcome"] == "no_report":
        known |= groups(record["question"])
    if record["reading"]["operation"] == "coverage":
        known |= {str(n) for n in range(record["coverage"]["read"] + 1)}
    told = _OWN_WORDS.sub("", record["text"])
    told = _COUNTED.sub(lambda match: "" if match[1] in counts(record) else match[0], told)
    return groups(told) - known
