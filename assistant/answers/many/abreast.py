"""Very many reports with several values of each: which are shown, left out and remarked on, few of their cells read."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from assistant.answer import Skipped
from assistant.answers import boundary, cells, compose, notes
from assistant.answers.cells import Cell, Term
from corpus import form
from corpus.library import abreast, remarks
from corpus.library.abreast import ValueLine
from corpus.library.remarks import DISPUTED
from corpus.library.reports import Reports
from corpus.library.sums import Asked
from corpus.library.where import Where, among, listed
from corpus.report import Entry, Figure, Note

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
        self._asked = _asked(terms)

    @cached_property
    def lines(self) -> list[ValueLine]:
        """Each report with its values, in the order of the terms, or the reasons why it has none."""
        return abreast.lines(self.library, self._asked, self.reports.where)

    def as_printed(self, found: Sequence[ValueLine]) -> list[ValueLine]:
        """The same reports with the decimals of their amounts as printed."""
        return abreast.as_printed(self.library, self._asked, found)

    def figures(self, kept: Iterable[ValueLine]) -> int:
        """On how many figures these reports rest."""
        each = {edition: sum(len(one.cells(edition)) for one in self._asked) for edition in form.EDITIONS}
        both, number = list[ValueLine](), 0
        for line in kept:
            if line.edition in each:
                number += sum(line.figures) if line.figures else each[line.edition]
            else:
                both.append(line)
        return number + len(cells.figures_of(self.cells(both)))

    def editions(self, kept: Sequence[ValueLine]) -> frozenset[str]:
        """Of which editions of the form their cells are."""
        both = self.cells([line for line in kept if line.edition not in form.EDITIONS])
        return frozenset({line.edition for line in kept} & set(form.EDITIONS) | {cell.edition for cell in both})

    def ids(self, lines: Iterable[ValueLine]) -> tuple[str, ...]:
        """The ids of some lines, in their order."""
        return tuple(abreast.ids(self.library, [line.shelf for line in lines]))

    def entries(self, lines: Iterable[ValueLine]) -> list[Entry]:
        """The reports of some lines, in their order."""
        ids = self.ids(lines)
        there = {entry.report: entry for entry in self.reports.only(Where(reports=ids))} if ids else {}
        return [there[id_] for id_ in ids]

    def left_out(
        self, lost: Sequence[tuple[ValueLine, str]]
    ) -> tuple[tuple[Skipped, ...], tuple[tuple[str, int], ...]]:
        """(the first of the reports that are left out for a reason, how many there are of each)."""
        first = self.entries(line for line, _ in lost[:_NAMED])
        named = tuple(Skipped(e.agency, e.year, why) for e, (_, why) in zip(first, lost, strict=False))
        return named, tuple(Counter(reason for _, reason in lost).items()) if len(lost) > len(named) else ()

    def cells(self, lines: Sequence[ValueLine], terms: Sequence[Term] = ()) -> list[Cell]:
        """The cells of some reports, one report after the other."""
        columns = cells.pick_each(self.library, self.entries(lines), terms or self.terms)
        return [cell for of_report in zip(*columns, strict=True) for cell in of_report]

    def remarks(
        self,
        kept: Sequence[ValueLine],
        figures: Sequence[Figure],
        language: str,
        terms: Sequence[Term] = (),
        of: Sequence[Collection[int]] = (),
    ) -> list[Note]:
        """The notes of the figures of all of these reports, in whose order the figures of the first are shown.

        Where not all of a report's terms are meant `of` has the numbers of those that are.
        """
        if len(kept) <= boundary.SHOWN:
            return []
        terms = terms or self.terms
        fields = {
            field: n
            for n, one in enumerate(_asked(terms))
            for edition in form.EDITIONS
            for field in remarks.fields_of(one.cells(edition), edition)
        }
        found: dict[str, dict[int, str]] = {}
        for at, code, field, agency in self._remarked(kept, fields):
            if code != DISPUTED and notes.is_told(code) and (not of or fields[field] in of[at]):
                found.setdefault(code, {})[at] = agency
        # Of one report the order of its notes is that of its cells.
        firsts = sorted({min(at) for at in found.values()})
        picked = self.cells([kept[at] for at in firsts], terms)
        meant = [cell for n, cell in enumerate(picked) if not of or n % len(terms) in of[firsts[n // len(terms)]]]
        shown = {note.code: note.figures for note in notes.of_figures(figures, language)}
        ordered = (note.code for note in notes.of_figures(cells.figures_of(meant), language))
        told = []
        for code in dict.fromkeys((*ordered, *found)):
            names = tuple(dict.fromkeys(found[code][at] for at in sorted(found[code])))
            told.append(replace(notes.carried(code, language, names), figures=shown.get(code, ())))
        return told

    def disputed(self, kept: Sequence[ValueLine], shown: Sequence[Cell], language: str) -> list[Note]:
        """A note where the prose of a report gives another number; `shown` are the cells of the first of them."""
        if len(kept) <= boundary.SHOWN:
            return compose.disputed(self.library, shown, language)
        fields = [
            field
            for one in self._asked
            for edition in form.EDITIONS
            if (of := one.cells(edition))
            for field in remarks.disputed_in(of, edition)
        ]
        beyond = sorted(
            {at for at, code, _, _ in self._remarked(kept, fields) if code == DISPUTED and at >= boundary.SHOWN}
        )
        more = self.cells([kept[at] for at in beyond[:_TOLD]])
        number = len(cells.figures_of(shown))
        return [
            replace(note, figures=tuple(n for n in note.figures if n < number))
            for note in compose.disputed(self.library, [*shown, *more], language)
        ]

    def _remarked(self, kept: Sequence[ValueLine], fields: Collection[str]) -> list[tuple[int, str, str, str]]:
        """(place among these reports, code, field, agency) of the remarks on some fields."""
        sql = (
            "select r.shelf, m.code, m.field, r.agency from remark m cross join report r on r.key = m.report "
            f"where {among('m.field')}"
        )
        places = {line.shelf: n for n, line in enumerate(kept)}
        rows = self.library.select(sql, (listed(list(fields)),))
        return [(places[shelf], *of) for shelf, *of in rows if shelf in places]


def _asked(terms: Sequence[Term]) -> list[Asked]:
    return [Asked((row,), column) for row, column in terms]
