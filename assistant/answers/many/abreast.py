"""Very many reports with several values of each: which are shown, left out and remarked on, few of their cells read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from assistant.answer import Skipped
from assistant.answers import cells, compose, notes
from assistant.answers.cells import Cell
from assistant.answers.many.very_many import MANY, SHOWN
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import abreast, remarks
from corpus.library.abreast import Line
from corpus.library.remarks import DISPUTED
from corpus.library.reports import Reports
from corpus.library.sums import Asked
from corpus.library.where import Where, among, listed
from corpus.report import Entry, Figure, Note

Term = tuple[str, str]
"""(row, column), by the labels that stand for both editions."""
_NAMED = 100
"""So many of those left out are named; each is counted."""


class Abreast:
    """The reports of a question with the values of some rows and columns, in the reports' order."""

    def __init__(self, reports: Reports, terms: Sequence[Term]) -> None:
        self.reports = reports
        self.library = reports.library
        self._asked = [Asked((row,), column) for row, column in terms]

    @cached_property
    def lines(self) -> list[Line]:
        """Each report with its values, in the order of the terms, or the reasons why it has none."""
        return abreast.lines(self.library, self._asked, self.reports.where)

    def entries(self, lines: Iterable[Line]) -> list[Entry]:
        """The reports of some lines, in their order."""
        ids = abreast.ids(self.library, [line.shelf for line in lines])
        there = {entry.report: entry for entry in self.reports.only(Where(reports=tuple(ids)))} if ids else {}
        return [there[id_] for id_ in ids]

    def left_out(self, lost: Sequence[tuple[Line, str]]) -> tuple[tuple[Skipped, ...], tuple[tuple[str, int], ...]]:
        """(the first of the reports that are left out for a reason, how many there are of each)."""
        first = self.entries(line for line, _ in lost[:_NAMED])
        named = tuple(Skipped(e.agency, e.year, why) for e, (_, why) in zip(first, lost, strict=False))
        return named, tuple(Counter(reason for _, reason in lost).items()) if len(lost) > len(named) else ()

    def remarks(self, kept: Sequence[Line], terms: Sequence[Term], figures: Sequence[Figure], lang: str) -> list[Note]:
        """The notes of the figures of all of these reports, in whose order the figures of the first are shown."""
        if len(kept) <= SHOWN:
            return []
        fields = [
            field
            for edition in form.EDITIONS
            for cells_ in self._cells(terms, edition)
            for field in remarks.fields_of(cells_, edition)
        ]
        found: dict[str, dict[int, str]] = {}
        for at, code, agency in self._remarked(kept, fields):
            if code != DISPUTED and notes.is_told(code):
                found.setdefault(code, {})[at] = agency
        # Of one report the order of its notes is that of its cells.
        firsts = sorted({min(at) for at in found.values()})
        ordered = notes.of_figures(self._figures([kept[at] for at in firsts], terms), lang)
        shown = {note.code: note.figures for note in notes.of_figures(figures, lang)}
        told = []
        for code in dict.fromkeys((*(note.code for note in ordered), *found)):
            names = tuple(dict.fromkeys(found[code][at] for at in sorted(found[code])))
            note = notes.carried(code, lang, names)
            told.append(Note(code, note.text, shown.get(code, ())))
        return told

    def disputed(self, kept: Sequence[Line], terms: Sequence[Term], shown: Sequence[Cell], language: str) -> list[Note]:
        """A note where the prose of a report gives another number; `shown` are the cells of the first of them."""
        if len(kept) <= SHOWN:
            return compose.disputed(self.library, shown, language)
        fields = [
            field
            for edition in form.EDITIONS
            for cells_ in self._cells(terms, edition)
            for field in remarks.disputed_in(cells_, edition)
        ]
        beyond = sorted({at for at, code, _ in self._remarked(kept, fields) if code == DISPUTED and at >= SHOWN})
        more = self._picked([kept[at] for at in beyond[:3]], terms)
        number = len(cells.figures_of(shown))
        return [
            Note(note.code, note.text, tuple(n for n in note.figures if n < number))
            for note in compose.disputed(self.library, [*shown, *more], language)
        ]

    def _cells(self, terms: Sequence[Term], edition: str) -> list[tuple[tuple[str, str, str], ...]]:
        return [found for row, column in terms if (found := Asked((row,), column).cells(edition))]

    def _remarked(self, kept: Sequence[Line], fields: Sequence[str]) -> list[tuple[int, str, str]]:
        """(place among these reports, code, agency) of the remarks on some fields."""
        sql = (
            "select r.shelf, m.code, r.agency from remark m cross join report r on r.key = m.report "
            f"where {among('m.field')}"
        )
        places = {line.shelf: n for n, line in enumerate(kept)}
        rows = self.library.select(sql, (listed(fields),))
        return [(places[shelf], code, agency) for shelf, code, agency in rows if shelf in places]

    def _picked(self, lines: Sequence[Line], terms: Sequence[Term]) -> list[Cell]:
        """The cells of some reports, one report after the other."""
        entries = self.entries(lines)
        columns = [cells.pick(self.library, entries, row, column) for row, column in terms]
        return [cell for of_report in zip(*columns, strict=True) for cell in of_report]

    def _figures(self, lines: Sequence[Line], terms: Sequence[Term]) -> tuple[Figure, ...]:
        return cells.figures_of(self._picked(lines, terms))


def very_many(question: Question, scope: Scope) -> Reports | None:
    """The reports of a question that are too many for each of their cells to be read."""
    reports = scope.entries
    many = isinstance(reports, Reports) and not question.whole and len(reports) > MANY
    return reports if many and isinstance(reports, Reports) else None
