"""A metric over very many reports: reckoned from plain numbers, and only the reports shown read their cells."""

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property

from assistant.answer import Coverage
from assistant.answers import boundary, cells
from assistant.answers.cells import YUAN, Cell
from assistant.answers.many.abreast import Abreast
from assistant.answers.many.pool import is_amount
from assistant.answers.many.rated import One, Rate, Rates, places, quotient, rates_of, sides, terms_of
from assistant.understanding import formula as formulas
from assistant.understanding.formula import Term
from assistant.understanding.metrics import Metric
from corpus import form
from corpus.library.abreast import ValueLine
from corpus.library.reports import Reports
from corpus.library.sums import Asked
from corpus.report import Entry, Figure, Note

_SIX = Decimal("0.000001")


class VeryManyRates(Rates):
    """The same as `Rates`, but `first` and `entries` give no more than the first."""

    def __init__(self, named: Metric, reports: Reports) -> None:
        super().__init__(named, (), reports.library)
        self._reports = reports
        self._every_term, self._needed = terms_of(named)
        self._terms = [(term.row, term.column) for term in self._every_term]
        self._abreast = Abreast(reports, self._terms[: self._needed])

    @cached_property
    def _whole(self) -> list[ValueLine]:
        return [line for line in self._abreast.lines if line.whole]

    @cached_property
    def whole(self) -> list[One]:
        """The reports of which no cell is missing, in their order."""
        needed, number = self._every_term[: self._needed], len(self._whole)
        values = zip(*(line.values for line in self._whole), strict=True) if number else ((),) * len(needed)
        columns = {
            term: self._in_one_unit(n, term, column)
            for n, (term, column) in enumerate(zip(needed, values, strict=True))
        }
        over, under, _ = sides(self.named)
        tops = formulas.values_of(over, columns, number)
        bottoms = [None] * number if under is None else formulas.values_of(under, columns, number)
        made = quotients(tops, bottoms, self.named.unit) if under is not None else _alone(tops, self.named.unit)
        return [One(n, *of) for n, of in enumerate(zip(made, tops, bottoms, strict=True))]

    def _in_one_unit(self, n: int, term: Term, column: Sequence[int | Decimal | str]) -> list[Decimal]:
        """The values of the n-th cell, amounts in 万元."""
        values = [Decimal(value) for value in column]
        if not is_amount(term.column):
            return values
        units = [
            YUAN[line.unit_of(n) or "万元"] if value else Decimal(1)
            for line, value in zip(self._whole, values, strict=True)
        ]
        return [v * unit / YUAN["万元"] if v else v for v, unit in zip(values, units, strict=True)]

    @property
    def each(self) -> list[One | str]:
        """Every report in order: what the metric comes to there, or the reason why it is left out."""
        whole = iter(self.whole)
        return [next(whole) if line.whole else _reason(line) for line in self._abreast.lines]

    @property
    def first_lost(self) -> Cell | None:
        """What is missing in the first report."""
        return self._rates_of(self._abreast.lines[:1])[0].lost

    def coverage(self) -> Coverage:
        """How many were read, and the first of those left out."""
        lost = [line for line in self._abreast.lines if not line.whole]
        return Coverage(len(self._whole), *self._abreast.left_out([(line, _reason(line)) for line in lost]))

    def first(self, kept: Sequence[One], number: int) -> list[Rate]:
        """The metric with its cells of the first so many."""
        return self._rates_of([self._whole[one.at] for one in kept[:number]])

    def figures(self, kept: Sequence[One]) -> int:
        """On how many figures these rest."""
        lines = self._lines(kept)
        each = {edition: len(self._cells(edition)) for edition in form.EDITIONS}
        both = [line for line in lines if line.edition not in each]
        of_both = sum(len(cells.figures_of(rate.cells)) for rate in self._rates_of(both))
        return of_both + sum(each[line.edition] for line in lines if line.edition in each)

    def entries(self, kept: Sequence[One] | None) -> Sequence[Entry]:
        """The first of these reports, or of all."""
        if kept is None:
            return self._reports[: boundary.SHOWN]
        return self._abreast.entries(self._whole[one.at] for one in kept[: boundary.SHOWN])

    def years(self, kept: Sequence[One] | None) -> frozenset[int | None]:
        """Of which years these reports are, or all."""
        return frozenset(line.year for line in self._lines(kept))

    def editions(self, kept: Sequence[One]) -> frozenset[str]:
        """Of which editions of the form the cells are that stand over the stroke."""
        lines = self._lines(kept)
        both = self._rates_of([line for line in lines if line.edition not in form.EDITIONS])
        of_both = {cell.edition for rate in both for cell in rate.over.cells.values()}
        return frozenset({line.edition for line in lines if line.edition in form.EDITIONS} | of_both)

    def units(self, kept: Sequence[One]) -> frozenset[str | None]:
        """In what the form counts them."""
        found = [cell for edition in self.editions(kept) for cell in self._cells(edition)]
        return frozenset(form.unit(table, column) for table, _, column in found)

    def remarks(self, kept: Sequence[One], figures: Sequence[Figure], language: str) -> list[Note]:
        """The notes that the figures carry, those of cells that are not shown included."""
        return self._abreast.remarks(self._lines(kept), figures, language, self._terms)

    def _lines(self, kept: Sequence[One] | None) -> list[ValueLine]:
        return self._abreast.lines if kept is None else [self._whole[one.at] for one in kept]

    def _rates_of(self, lines: Sequence[ValueLine]) -> list[Rate]:
        return rates_of(self.named, self._abreast.entries(lines), self._reports.library) if lines else []

    def _cells(self, edition: str) -> list[tuple[str, str, str]]:
        return [cell for row, column in self._terms for cell in Asked((row,), column).cells(edition)]


def _reason(line: ValueLine) -> str:
    return next(why for why in line.values if isinstance(why, str))


def quotients(
    tops: Sequence[Decimal | None], bottoms: Sequence[Decimal | None], unit: str | None
) -> list[Decimal | None]:
    """As `rated.quotient` has them, of each report."""
    pairs = zip(tops, bottoms, strict=True)
    if unit == "%":
        return [None if o is None or not u else (o * 100 / u).quantize(_SIX, ROUND_HALF_EVEN) for o, u in pairs]
    return [None if over is None else quotient(over, under, unit) for over, under in pairs]


def _alone(tops: Sequence[Decimal | None], unit: str | None) -> list[Decimal | None]:
    return [None if top is None else places(top * 100 if unit == "%" else top) for top in tops]
