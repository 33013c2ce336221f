"""Rows of the library's tables ↔ the shapes. Of SQL only the columns that make a shape, in the order used below."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from corpus.library.packing import to_json
from corpus.report import (
    Count,
    Entry,
    Figure,
    Imprint,
    Line,
    Passage,
    Problem,
    Report,
    Section,
    Source,
    Standing,
)

SHORTEST, LONGEST = 3, 12
"""Characters of a name that is found where one of them is wrong."""
DAMAGE = (ValueError, TypeError, ArithmeticError, LookupError)
"""What a damaged row raises when it is read."""
ENTRY = (
    "select r.id, r.agency, r.place, r.place_from, r.year, r.editions, r.title, r.file, r.path, r.sections, "
    "r.problems, r.states, r.passages, r.active, r.level, r.told, r.kind, r.relation, r.counterpart, r.because, "
    "(select json_group_array(path) from copy c where c.report = r.key), r.period, r.number, r.dated, r.revised "
    "from report r"
)
_OF_REPORT = "r.id, r.agency, r.year, r.file, r.path"
COUNT = (
    f"select {_OF_REPORT}, c.value, c.unit, c.object, c.raw, c.approximate, c.sentence, c.section, "
    "c.cumulative, c.line, c.line_end, c.page from report r join count c on c.report = r.key"
)
PASSAGE = (
    f"select {_OF_REPORT}, p.key, p.section, p.number, p.heading, p.kind, p.item, p.text, p.line, p.line_end, "
    "p.page from report r join passage p on p.report = r.key"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said about a report; None where nothing was said."""

    agency: str | None = None
    place: tuple[str, ...] | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Where an agency is and how people call it."""

    place: tuple[str, ...] = ()
    place_from: str = ""
    """`report`, `gazetteer`, `person` or empty."""
    level: str = ""
    names: tuple[tuple[str, str], ...] = ()
    """(name, origin)."""
    kind: str = ""
    """卫生健康, 人民政府, 乡镇 …, or empty."""
    named: int = 0
    """In how many ways the text bears the agency's name out (`agencies.borne_out`)."""


def text_of(lines: Sequence[Line]) -> str:
    """The decoded text, each line at its number."""
    by_number = {line.number: line.text.replace("\n", " ") for line in lines}
    return "\n".join(by_number.get(n, "") for n in range(1, max(by_number, default=0) + 1))


def count_row(count: Count) -> tuple[object, ...]:
    """The columns of a count, without those of its report."""
    text = (str(count.value), count.unit, count.object, count.raw, count.approximate, count.sentence, count.section)
    return *text, count.cumulative, *_place(count.source)


def count(
    report: str,
    agency: str,
    year: int | None,
    file: str,
    path: str,
    value: str,
    unit: str,
    object_: str,
    raw: str,
    approximate: int,
    sentence: str,
    section: int,
    cumulative: int,
    *place: int | None,
) -> Count:
    """A number of the prose."""
    return Count(
        report=report,
        agency=agency,
        year=year,
        value=Decimal(value),
        unit=unit,
        object=object_,
        raw=raw,
        approximate=bool(approximate),
        sentence=sentence,
        section=section,
        source=Source(file, path, *place),
        cumulative=bool(cumulative),
    )


def passage_row(passage: Passage) -> tuple[object, ...]:
    """The columns of a passage, without its key and those of its report."""
    heading = to_json(passage.heading)
    text = (passage.section, passage.number, heading, passage.kind, passage.item, passage.text)
    return *text, *_place(passage.source)


def passage(
    report: str,
    agency: str,
    year: int | None,
    file: str,
    path: str,
    key: int,
    section: str,
    number: int,
    heading: str,
    kind: str,
    item: int | None,
    text: str,
    *place: int | None,
) -> Passage:
    """A passage with its key."""
    source = Source(file, path, *place)
    headings = tuple(json.loads(heading))
    return Passage(report, agency, year, section, number, headings, kind, item, text, source, key)


def report_columns(report: Report, figures: Sequence[Figure], passages: int) -> dict[str, object]:
    """The columns that describe a report as read, by name."""
    document = report.document
    problems = dict.fromkeys((*document.problems, *report.problems))
    return {
        "agency": report.agency,
        "year": report.year,
        "path": document.path,
        "file": document.file,
        "digest": document.digest,
        "encoding": document.encoding,
        "title": report.title,
        "editions": to_json(sorted({figure.edition for figure in figures if figure.in_form})),
        "sections": to_json([_fields(section) for section in report.sections]),
        "problems": to_json([_fields(problem) for problem in problems]),
        "states": to_json(Counter(str(figure.state) for figure in figures)),
        "passages": passages,
        **_imprint_columns(report.imprint),
    }


def _imprint_columns(imprint: Imprint) -> dict[str, object]:
    first_last = to_json([day.isoformat() for day in imprint.period]) if imprint.period else None
    dated = imprint.dated.isoformat() if imprint.dated else None
    return {"period": first_last, "number": imprint.number, "dated": dated, "revised": imprint.revised}


def imprint(period: str | None, number: str, dated: str | None, revised: int) -> Imprint:
    """What a report prints about itself."""
    first_last: list[str] = json.loads(period) if period else []
    days = tuple(date.fromisoformat(day) for day in first_last)
    return Imprint(
        (days[0], days[1]) if days else None, number, date.fromisoformat(dated) if dated else None, bool(revised)
    )


def said_columns(told: Told) -> dict[str, object]:
    """The columns of a report that a person settled, and which these are."""
    place = None if told.place is None else to_json(told.place)
    said: dict[str, object] = {"agency": told.agency, "place": place, "year": told.year}
    said = {name: value for name, value in said.items() if value is not None}
    return said | {"told": to_json(list(said))}


def identity_columns(identity: Identity) -> dict[str, object]:
    """Where an agency is, of what level and kind, and how far its text bears its name out."""
    return {
        "place": to_json(identity.place),
        "place_from": identity.place_from,
        "level": identity.level,
        "kind": identity.kind,
        "named": identity.named,
    }


def entry(
    report: str,
    agency: str,
    place: str,
    place_from: str,
    year: int | None,
    editions: str,
    title: str,
    file: str,
    path: str,
    sections: str,
    problems: str,
    states: str,
    passages: int,
    active: int,
    level: str,
    told: str,
    kind: str,
    relation: str,
    counterpart: str,
    because: str,
    copies: str,
    *printed: Any,
) -> Entry:
    """A report as the library lists it."""
    return Entry(
        report=report,
        agency=agency,
        place=tuple(json.loads(place)),
        place_from=place_from,
        year=year,
        editions=tuple(json.loads(editions)),
        title=title,
        file=file,
        path=path,
        sections=tuple(Section(*section) for section in json.loads(sections)),
        problems=tuple(Problem(*problem) for problem in json.loads(problems)),
        states=json.loads(states),
        passages=passages,
        active=bool(active),
        level=level,
        set_by_person=tuple(json.loads(told)),
        kind=kind,
        imprint=imprint(*printed),
        standing=Standing(relation, counterpart, because),
        copies=tuple(json.loads(copies)),
    )


def gapped(name: str) -> tuple[tuple[str, str], ...]:
    """(rest, name) for each quarter of a name that is left out: one wrong character leaves one such rest as it is.

    Short, long and Latin names have none.
    """
    if not SHORTEST <= len(name) <= LONGEST or name.isascii():
        return ()
    ends = [len(name) * n // 4 for n in range(5)]
    gaps = [(start, end) for start, end in zip(ends, ends[1:], strict=False) if start < end]
    return tuple((f"{name[:start]}{'?' * (end - start)}{name[end:]}", name) for start, end in gaps)


def _place(source: Source) -> tuple[int | None, ...]:
    return source.line, source.line_end, source.page


def _fields(shape: Section | Problem) -> list[Any]:
    return [getattr(shape, name) for name in shape.__slots__]
