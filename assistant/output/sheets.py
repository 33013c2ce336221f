"""A table as it is kept in a file: headings and rows, each row with the citation of the cell or passage it rests on.

Headings are the names of the JSON contract. What is a number in a report stays a `Decimal` until a file is written.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar, overload

from assistant.answer import Answer, Exit, ResultRow
from assistant.output import render
from corpus.report import Check, Entry, Figure, Hit

Value = str | int | Decimal | bool | None


_Made = TypeVar("_Made", covariant=True)


class Lines(Sequence[_Made]):
    """Rows or objects that are made whenever they are gone through: of very many a file takes one after the other.

    `number` is how many there are, 0 where only going through them tells.
    """

    def __init__(self, make: Callable[[], Iterable[_Made]], number: int = 0) -> None:
        self._make = make
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[_Made]:
        for number, one in enumerate(self._make(), 1):
            self._number = max(self._number, number)
            yield one

    @overload
    def __getitem__(self, at: int) -> _Made: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_Made, ...]: ...
    def __getitem__(self, at: int | slice) -> _Made | tuple[_Made, ...]:
        return tuple(self)[at]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headings, rows as wide as they, and the objects that a JSON file holds instead."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Value, ...]]
    records: Sequence[dict[str, Any]]
    single: bool = False
    """The one record is the whole of a JSON file; else it holds a list."""


_SOURCE = ("file", "line", "page", "path")
FIGURE_COLUMNS = (
    *"report agency year edition table row column in_form value unit unit_printed".split(),
    *"state proof raw row_raw parts".split(),
    *_SOURCE,
    "notes",
    "citation",
)


def of_figures(figures: Iterable[Figure], language: str = "zh") -> Sheet:
    """A line a cell. What is no sequence is gone through once, when a file is written."""
    number = len(figures) if isinstance(figures, Sequence) else 0
    rows = Lines(lambda: (_figure_row(figure, language) for figure in figures), number)
    return Sheet(FIGURE_COLUMNS, rows, Lines(lambda: map(render.figure_record, figures), number))


def _figure_row(figure: Figure, language: str) -> tuple[Value, ...]:
    line = _figure(figure, language)
    return tuple(line[name] for name in FIGURE_COLUMNS)


def _figure(figure: Figure, language: str) -> dict[str, Value]:
    record = render.figure_record(figure)
    source = record.pop("source")
    return record | {
        "value": figure.value,
        "notes": " ".join(figure.notes),
        "parts": " ".join(record["parts"] or ()),
        **{name: source[name] for name in _SOURCE},
        "citation": render.citation(figure, language),
    }


_ANSWER_COLUMNS = (
    *"part rank agency year edition label value unit state formula notes citation".split(),
    *"report table row column raw row_raw file line page".split(),
)
_PASSAGE_COLUMNS = tuple("report agency year section heading text best score citation file line line_end page".split())


def of_answer(answer: Answer) -> Sheet:
    """What an answer rests on: its value, its rows, and the cells that no row has; else its passages.

    `part` tells them apart: `answer`, `row`, `cell`. A refusal gives its reason alone: a figure that it offers as the
    nearest is no answer, and would look like one in a table.
    """
    records = Lines(lambda: (render.answer_record(answer, whole=True),), 1)
    if answer.exit is not Exit.OK or not (answer.figures or answer.passages):
        said = (answer.question, str(answer.outcome), _number(answer.value), answer.unit, render.text(answer))
        return Sheet(("question", "outcome", "value", "unit", "text"), (said,), records, single=True)
    if not answer.figures:
        rows = tuple(_passage(hit, answer.language) for hit in answer.passages)
        return Sheet(_PASSAGE_COLUMNS, rows, records, single=True)
    number = sum(1 for _ in _value_line(answer)) + len(answer.rows) + sum(1 for _ in _alone(answer))
    return Sheet(_ANSWER_COLUMNS, Lines(lambda: _answer_rows(answer), number), records, single=True)


def _answer_rows(answer: Answer) -> Iterator[tuple[Value, ...]]:
    for line in chain(_value_line(answer), _row_lines(answer), _cell_lines(answer)):
        yield tuple(map(line.get, _ANSWER_COLUMNS))


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


_Line = dict[str, Value]


def _value_line(answer: Answer) -> Iterator[_Line]:
    """The value of a sum, a quotient or a count: what no row and no cell says."""
    told = {(row.value, row.unit, row.formula) for row in answer.rows}
    told |= {(render.figure_record(figure)["value"], figure.unit, None) for figure in answer.figures}
    if answer.value is not None and (answer.value, answer.unit, answer.formula) not in told:
        yield {
            "part": "answer",
            "label": answer.reading.operation,
            "value": _number(answer.value),
            "unit": answer.unit,
            "formula": answer.formula,
            "notes": " ".join(note.code for note in answer.notes),
        }


def _row_lines(answer: Answer) -> Iterator[_Line]:
    for row in answer.rows:
        figures = [answer.figures[n] for n in row.figures if n < len(answer.figures)]
        cited = "; ".join(render.citation(figure, answer.language) for figure in figures)
        only = _cited(figures[0]) if len(figures) == 1 else {}
        yield only | _row(row) | {"citation": cited}


def _row(row: ResultRow) -> _Line:
    return {
        "part": "row",
        "rank": row.rank,
        "agency": row.agency,
        "year": row.year,
        "edition": row.edition,
        "label": row.label,
        "value": _number(row.value),
        "unit": row.unit,
        "state": row.state,
        "formula": row.formula,
        "notes": " ".join(row.notes),
    }


def _cell_lines(answer: Answer) -> Iterator[_Line]:
    """Cells that no row stands for, and each of several that one row adds up or divides."""
    for figure in _alone(answer):
        record = _figure(figure, answer.language)
        label = f"{figure.row} · {figure.column}"
        yield record | {"part": "cell", "label": label, "citation": render.citation(figure, answer.language)}


def _alone(answer: Answer) -> Iterator[Figure]:
    """The cells that are no row by themselves."""
    in_rows = {n for row in answer.rows if len(row.figures) == 1 for n in row.figures}
    return (figure for n, figure in enumerate(answer.figures) if n not in in_rows)


def _cited(figure: Figure) -> _Line:
    record = _figure(figure, "zh")
    return {name: record[name] for name in ("report", "table", "row", "column", "raw", "row_raw", *_SOURCE)}


def _passage(hit: Hit, language: str) -> tuple[Value, ...]:
    passage, source = hit.passage, hit.passage.source
    return (
        passage.report,
        passage.agency,
        passage.year,
        passage.section,
        " / ".join(passage.heading),
        passage.text,
        hit.best,
        Decimal(str(round(hit.score, 4))),
        render.citation(hit, language),
        source.file,
        source.line,
        source.line_end or source.line,
        source.page,
    )


def of_batch(asked: Sequence[tuple[object, Answer]]) -> Sheet:
    """A line a question, with where its answer stands; JSON has the object of each."""
    columns = tuple("id question outcome value unit text citation".split())
    rows = []
    for id_, answer in asked:
        every: tuple[Figure | Hit, ...] = (*answer.figures, *answer.passages)
        cited = every if answer.exit is Exit.OK else ()
        citations = "; ".join(render.citation(item, answer.language) for item in cited)
        value = _number(answer.value) if answer.exit is Exit.OK else None
        given = None if id_ is None else str(id_)
        rows.append((given, answer.question, str(answer.outcome), value, answer.unit, render.text(answer), citations))
    records = tuple(
        ({} if id_ is None else {"id": id_}) | render.answer_record(answer, whole=True) for id_, answer in asked
    )
    return Sheet(columns, tuple(rows), records)


def of_reports(entries: Sequence[Entry], records: Sequence[dict[str, Any]]) -> Sheet:
    """A line a report."""
    columns = tuple("id agency place year edition title cells passages problems active set_by_person file path".split())
    rows = tuple(
        (
            entry.report,
            entry.agency,
            " ".join(entry.place),
            entry.year,
            "+".join(entry.editions),
            entry.title,
            sum(entry.states.values()),
            entry.passages,
            len(entry.problems),
            entry.active,
            " ".join(entry.set_by_person),
            entry.file,
            entry.path,
        )
        for entry in entries
    )
    return Sheet(columns, rows, tuple(records))


def of_checks(checks: Iterable[Check]) -> Sheet:
    """A line a check, with the printed rows it compared. What is no sequence is gone through once, as of figures."""
    columns = tuple("report rule status text lines citation".split())
    number = len(checks) if isinstance(checks, Sequence) else 0
    rows = Lines(lambda: map(_check_row, checks), number)
    return Sheet(columns, rows, Lines(lambda: map(render.check_record, checks), number))


def _check_row(check: Check) -> tuple[Value, ...]:
    cited = {(f.source.line, f.row): render.citation(f, "zh") for f in check.figures}
    return (
        check.report,
        check.rule,
        check.status,
        check.text,
        " ".join(map(str, check.lines)),
        "; ".join(cited.values()),
    )
