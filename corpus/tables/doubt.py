"""Figures that a program recognised in an image: marked, and given only where the form's arithmetic bears them out.

A printed slip of the agency's and a misread digit look alike here: which it is cannot be told, so neither is given.
表二 has no sums; there a change without a sign is not given, since a minus is what gets lost first.
"""

from collections.abc import Sequence
from dataclasses import replace

from corpus.form import ACTIVE, CHANGE, sums
from corpus.report import Document, Figure, State

NOTE = "read_by_ocr"
"""The code of the document's problem, and of the note of every figure."""
_SIGNS = frozenset("+-＋－增减")


def is_doubtful(document: Document) -> bool:
    """Whether the document was recognised in images."""
    return any(problem.code == NOTE for problem in document.problems)


def doubted(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures of such a document, marked; unreadable where no sum of the form bears them out."""
    values = {(f.table, f.row, f.column): f.value for f in figures if f.in_form and f.value is not None}
    right: set[tuple[str, str, str]] = set()
    wrong: set[tuple[str, str, str]] = set()
    for edition, table in sorted({(f.edition, f.table) for f in figures}):
        for of_form in sums(edition, table):
            places = (*of_form.left, *of_form.right)
            if all(place in values for place in places):
                holds = sum(values[p] for p in of_form.left) == sum(values[p] for p in of_form.right)
                (right if holds else wrong).update(places)
    return tuple(_marked(figure, _is_sound(figure, right - wrong)) for figure in figures)


def _is_sound(figure: Figure, proven: set[tuple[str, str, str]]) -> bool:
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
