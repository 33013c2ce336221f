"""Figures that a program recognised in an image: marked, and given only where the form's arithmetic bears them out.

A printed slip of the agency's and a misread digit look alike here: which it is cannot be told, so neither is given.
表二 has no sums; there a change without a sign is not given, since a minus is what gets lost first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

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
from corpus.report import Document, Figure, State

NOTE = "read_by_ocr"
"""The code of the document's problem, and of the note of every figure."""
_SIGNS = frozenset("+-＋－增减")
_Place = tuple[str, str, str]


def is_doubtful(document: Document) -> bool:
    """Whether the document was recognised in images."""
    return any(problem.code == NOTE for problem in document.problems)


def doubted(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of such a document, marked; unreadable where no sum of the form bears them out."""
    values = {(f.table, f.row, f.column): f.value for f in figures if f.in_form and f.value is not None}
    right: set[_Place] = set()
    wrong: set[_Place] = set()
    for left, other in _equations({f.edition for f in figures if f.table == REQUESTS}):
        places = (*left, *other)
        if all(place in values for place in places):
            holds = sum(values[place] for place in left) == sum(values[place] for place in other)
            (right if holds else wrong).update(places)
    return tuple(_marked(figure, _is_sound(figure, right - wrong)) for figure in figures)


def _is_sound(figure: Figure, proven: set[_Place]) -> bool:
    if figure.state is State.INFERRED or not figure.in_form:
        return False
    if figure.table == ACTIVE:
        return figure.column != CHANGE or not figure.value or (figure.raw or "").strip()[:1] in _SIGNS
    return (figure.table, figure.row, figure.column) in proven


def _marked(figure: Figure, sound: bool) -> Figure:
    marked = replace(figure, notes=(*figure.notes, NOTE))
    if sound or figure.value is None:
        return marked
    return replace(marked, state=State.UNREADABLE, value=None, proof=None, parts=())


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
