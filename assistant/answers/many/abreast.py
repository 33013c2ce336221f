"""Very many reports with several values of each: which are shown, left out and remarked on, few of their cells read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from assistant.answer import Skipped
from assistant.answers import cells, compose, notes
from assistant.answers.cells import Cell
from assistant.answers.many import very_many
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
_TOLD = 3
"""By so many cells a dispute is told."""


class Abreast:
    """The reports of a question with the values of some rows and columns, in the reports' order."""

    def __init__(self, reports: Reports, terms: Sequence[Term]) -> None:
        self.reports = reports
        self.terms = tuple(terms)
        self.library = reports.library
        self._asked = [Asked((row,), column) for row, column in terms]

    @cached_property
    def lines(self) -> list[Line]:
        """Each report with its values, in the order of the terms, or the reasons why it has none."""
        return abreast.lines(self.library, self._asked, self.reports.where)

    def figures(self, kept: Iterable[Line]) -> int:
        """On how many figures these reports rest."""
        each = {edition: sum(len(one.cells(edition)) for one in self._asked) for edition in form.EDITIONS}
        both, number = list[Line](), 0
        for line in kept:
            if line.edition in each:
                number += sum(line.figures) if line.figures else each[line.edition]
            else:
                both.append(line)
        return number + len(cells.figures_of(self.cells(both)))

    def editions(self, kept: Sequence[Line]) -> frozenset[str]:
        """Of which editions of the form their cells are."""
        both = self.cells([line for line in kept if line.edition not in form.EDITIONS])
        return frozenset({line.edition for line in kept} & set(form.EDITIONS) | {cell.edition for cell in both})

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

    def cells(self, lines: Sequence[Line], terms: Sequence[Term] = ()) -> list[Cell]:
        """The cells of some reports, one report after the other."""
        entries = self.entries(lines)
        columns = [cells.pick(self.library, entries, row, column) for row, column in terms or self.terms]
        return [cell for of_report in zip(*columns, strict=True) for cell in of_report]

    def remarks(
        self, kept: Sequence[Line], figures: Sequence[Figure], language: str, terms: Sequence[Term] = ()
    ) -> list[Note]:
        """The notes of the figures of all of these reports, in whose order the figures of the first are shown."""
        if len(kept) <= very_many.SHOWN:
            return []
        fields = [field for of, edition in self._fields(terms) for field in remarks.fields_of(of, edition)]
        found: dict[str, dict[int, str]] = {}
        for at, code, agency in self._remarked(kept, fields):
            if code != DISPUTED and notes.is_told(code):
                found.setdefault(code, {})[at] = agency
        # Of one report the order of its notes is that of its cells.
        firsts = [kept[at] for at in sorted({min(at) for at in found.values()})]
        ordered = notes.of_figures(cells.figures_of(self.cells(firsts, terms)), language)
        shown = {note.code: note.figures for note in notes.of_figures(figures, language)}
        told = []
        for code in dict.fromkeys((*(note.code for note in ordered), *found)):
            names = tuple(dict.fromkeys(found[code][at] for at in sorted(found[code])))
            told.append(replace(notes.carried(code, language, names), figures=shown.get(code, ())))
        return told

    def disputed(self, kept: Sequence[Line], shown: Sequence[Cell], language: str) -> list[Note]:
        """A note where the prose of a report gives another number; `shown` are the cells of the first of them."""
        if len(kept) <= very_many.SHOWN:
            return compose.disputed(self.library, shown, language)
        fields = [field for of, edition in self._fields(()) for field in remarks.disputed_in(of, edition)]
        beyond = sorted(
            {at for at, code, _ in self._remarked(kept, fields) if code == DISPUTED and at >= very_many.SHOWN}
        )
        more = self.cells([kept[at] for at in beyond[:_TOLD]])
        number = len(cells.figures_of(shown))
        return [
            replace(note, figures=tuple(n for n in note.figures if n < number))
            for note in compose.disputed(self.library, [*shown, *more], language)
        ]

    def _fields(self, terms: Sequence[Term]) -> list[tuple[tuple[tuple[str, str, str], ...], str]]:
        """(the cells of a term in an edition that has them, the edition)."""
        asked = [Asked((row,), column) for row, column in terms or self.terms]
        return [(of, edition) for edition in form.EDITIONS for one in asked if (of := one.cells(edition))]

    def _remarked(self, kept: Sequence[Line], fields: Sequence[str]) -> list[tuple[int, str, str]]:
        """(place among these reports, code, agency) of the remarks on some fields."""
        sql = (
            "select r.shelf, m.code, r.agency from remark m cross join report r on r.key = m.report "
            f"where {among('m.field')}"
        )
        places = {line.shelf: n for n, line in enumerate(kept)}
        rows = self.library.select(sql, (listed(fields),))
        return [(places[shelf], code, agency) for shelf, code, agency in rows if shelf in places]


def too_many(question: Question, scope: Scope) -> Reports | None:
    """The reports of a question that are too many for each of their cells to be read."""
    reports = scope.entries
    many = isinstance(reports, Reports) and not question.whole and len(reports) > very_many.MANY
    return reports if many and isinstance(reports, Reports) else None
