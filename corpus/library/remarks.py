"""What an answer that rests on a cell must say of it, found without reading the cell: the rows of the table `remark`.

A field is a cell of the form in one edition, or the pair of 表四 that is added up. A remark is the code of a note that
the figure carries, or that the prose of its report contradicts it.
"""

from collections.abc import Iterator, Sequence

from corpus import form
from corpus.library.sheets import place_of, places
from corpus.report import Count, Figure

DISPUTED = "disputed_operand"
_SUITS = "suits"
_GROUPS = (*form.GROUPS, form.OTHER_HANDLING, form.SUITS)


def of(figures: Sequence[Figure], counts: Sequence[Count]) -> tuple[tuple[str, str], ...]:
    """(field, code) of the remarks on the figures of a report."""
    return tuple(sorted({*_of_figures(figures), *_of_prose(figures, counts)}))


def _of_figures(figures: Sequence[Figure]) -> Iterator[tuple[str, str]]:
    for figure in figures:
        if figure.notes and (place := place_of(figure)):
            yield from ((f"{place[0].name}.{place[1]}", code) for code in figure.notes)


def _of_prose(figures: Sequence[Figure], counts: Sequence[Count]) -> Iterator[tuple[str, str]]:
    if not counts:
        return
    from corpus.checking.compare import doubted  # only what adds a report pays for it

    for cells in doubted(figures, counts):
        if len(cells) > 1:
            yield _SUITS, DISPUTED
        elif place := place_of(cells[0]):
            yield f"{place[0].name}.{place[1]}", DISPUTED


def fields_of(cells: Sequence[tuple[str, str, str]], edition: str) -> tuple[str, ...]:
    """The fields of some cells of an edition, (table, row, column)."""
    found = (places(edition)[cell] for cell in cells)
    return tuple(f"{sheet.name}.{n}" for sheet, n in found)


def disputed_in(cells: Sequence[tuple[str, str, str]], edition: str) -> tuple[str, ...]:
    """The fields of which a dispute speaks where these cells are added up: of a group none but the suits have any."""
    rows = {row for _, row, _ in cells}
    if rows == set(form.labels(edition, form.SUITS)):
        return (_SUITS,)
    return fields_of(cells, edition) if len(rows) == len(cells) and not _is_group(rows, edition) else ()


def _is_group(rows: set[str], edition: str) -> bool:
    return any(len(members := form.labels(edition, row)) > 1 and rows >= set(members) for row in _GROUPS)
