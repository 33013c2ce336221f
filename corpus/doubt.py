"""Figures that a program recognised in an image: marked, and unreadable where the form's arithmetic contradicts them.

A printed slip of the agency's and a misread digit look alike here: which it is cannot be told, so neither is given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.form import (
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
from corpus.report import Document, Figure, State

NOTE = "read_by_ocr"
"""The code of the document's problem, and of the note of every figure."""
_Place = tuple[str, str, str]


def is_doubtful(document: Document) -> bool:
    """Whether the document was recognised in images."""
    return any(problem.code == NOTE for problem in document.problems)


def doubted(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of such a document, marked; unreadable where an equation does not hold or a cell was inferred."""
    values = {(f.table, f.row, f.column): f.value for f in figures if f.in_form and f.value is not None}
    wrong: set[_Place] = set()
    for left, right in _equations({f.edition for f in figures if f.table == REQUESTS}):
        places = (*left, *right)
        known = all(place in values for place in places)
        if known and sum(values[place] for place in left) != sum(values[place] for place in right):
            wrong.update(places)
    return tuple(_marked(figure, (figure.table, figure.row, figure.column) in wrong) for figure in figures)


def _marked(figure: Figure, wrong: bool) -> Figure:
    marked = replace(figure, notes=(*figure.notes, NOTE))
    if wrong or figure.state is State.INFERRED:
        return replace(marked, state=State.UNREADABLE, value=None, proof=None, parts=())
    return marked


def _equations(editions: set[str]) -> Iterator[tuple[list[_Place], list[_Place]]]:
    """The sums of 表三 and 表四, each as the cells of its two sides."""
    for edition in editions:
        for column in APPLICANTS:
            sides = (NEW_REQUESTS, CARRIED_IN), (GRAND_TOTAL, CARRIED_OUT)
            yield _in_column(sides[0], column), _in_column(sides[1], column)
            yield _in_column((GRAND_TOTAL,), column), _in_column(outcomes(edition), column)
        for row in rows(edition, REQUESTS):
            cells = [(REQUESTS, row.label, column) for column in APPLICANTS]
            yield cells[-1:], cells[:-1]
    for block in BLOCKS:
        cells = [(REVIEW, block, result) for result in RESULTS]
        yield cells[-1:], cells[:-1]


def _in_column(labels: Sequence[str], column: str) -> list[_Place]:
    return [(REQUESTS, label, column) for label in labels]
