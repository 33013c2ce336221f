"""Rows of the library's tables ↔ the shapes. No SQL here: `store` names the columns in the order used below."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from corpus.report import Count, Entry, Figure, Line, Passage, Problem, Report, Section, Source, State

DAMAGE = (ValueError, TypeError, ArithmeticError)
"""What a damaged row raises when it is read."""


def to_json(value: object) -> str:
    """Compact JSON, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_of(lines: Sequence[Line]) -> str:
    """The decoded text, each line at its number."""
    by_number = {line.number: line.text.replace("\n", " ") for line in lines}
    return "\n".join(by_number.get(n, "") for n in range(1, max(by_number, default=0) + 1))


def printed_rows(figures: Sequence[Figure]) -> Iterator[tuple[object, ...]]:
    """(position, table, row, edition, in_form, row_raw, cells) of each printed row; rows not of the form last."""
    ordered = sorted(figures, key=lambda f: not f.in_form)
    by_row = groupby(ordered, key=lambda f: (f.table, f.row, f.edition, f.in_form, f.row_raw))
    for position, (of_row, cells) in enumerate(by_row):
        yield position, *of_row, to_json([_cell(figure) for figure in cells])


def _cell(figure: Figure) -> list[object]:
    source = figure.source
    return [
        figure.column,
        None if figure.value is None else str(figure.value),
        figure.unit,
        figure.state,
        figure.raw,
        figure.unit_printed,
        figure.proof,
        [str(part) for part in figure.parts],
        figure.notes,
        [source.line, source.line_end, source.page],
    ]


def figures(
    report: str,
    agency: str,
    year: int | None,
    file: str,
    path: str,
    table: str,
    row: str,
    edition: str,
    in_form: int,
    row_raw: str | None,
    cells: str,
) -> tuple[Figure, ...]:
    """The figures of one printed row."""
    return tuple(
        Figure(
            report=report,
            agency=agency,
            year=year,
            edition=edition,
            table=table,
            row=row,
            column=column,
            value=None if value is None else Decimal(value),
            unit=unit,
            state=State(state),
            source=Source(file, path, *place),
            raw=raw,
            row_raw=row_raw,
            in_form=bool(in_form),
            unit_printed=unit_printed,
            proof=proof,
            parts=tuple(Decimal(part) for part in parts),
            notes=tuple(notes),
        )
        for column, value, unit, state, raw, unit_printed, proof, parts, notes, place in json.loads(cells)
    )


def count_row(count: Count) -> tuple[object, ...]:
    """The columns of a count, without those of its report."""
    text = (str(count.value), count.unit, count.object, count.raw, count.approximate, count.sentence, count.section)
    return *text, *_place(count.source)


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
    *place: int | None,
) -> Count:
    """A number of the prose."""
    source = Source(file, path, *place)
    return Count(report, agency, year, Decimal(value), unit, object_, raw, bool(approximate), sentence, section, source)


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
        "text": text_of(document.lines),
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
    )


def _place(source: Source) -> tuple[int | None, ...]:
    return source.line, source.line_end, source.page


def _fields(shape: Section | Problem) -> list[Any]:
    return [getattr(shape, name) for name in shape.__slots__]
