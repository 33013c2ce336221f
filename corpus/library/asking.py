"""What is asked of every report, as SQL over the sheets of each edition. No SQL is run here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from corpus import form
from corpus.errors import Usage
from corpus.library.packing import to_json
from corpus.library.sheets import FEN, MIXED, SHELF, SHELF_OF, SHELVES, places
from corpus.library.strips import BAY
from corpus.library.where import Where, condition

_BEYOND = 2**62
"""No sum of integers on the sheets of a report reaches it."""
_UNITS = ", ".join(f"'{unit}'" for unit in FEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of the form whose cells in a column are added up in each report: mostly one row, 行政处罚.

    A row may stand for several without a subtotal (不予公开), a column for several (法人或其他组织), and both for what
    the other edition calls the same, as `form.labels` and `form.columns` say.
    """

    rows: tuple[str, ...]
    column: str

    def cells(self, edition: str) -> tuple[tuple[str, str, str], ...]:
        """(table, row, column) of each cell to be added up; () where the edition does not ask all of the rows."""
        by_row = [cells(edition, row, self.column) for row in self.rows]
        return tuple(cell for one in by_row for cell in one) if all(by_row) else ()


@dataclass(frozen=True, slots=True)
class Side:
    """What is asked of the reports of one edition."""

    edition: str
    tables: tuple[str, ...]
    """Of the sheets it stands on."""
    cells: tuple[str, ...]
    """The columns: `active_2019.c14`."""
    unit: str | None
    """The counter that the form implies; None for an amount of money."""

    @property
    def key(self) -> str:
        """The column with the report's place on the shelf."""
        return f"{self.tables[0]}.key"

    @property
    def sum(self) -> str:
        """SQL for the sum of the cells; of an amount in 分. An integer where `whole` holds."""
        return " + ".join(self.cells)

    @property
    def whole(self) -> str:
        """SQL that holds where each cell is a printed whole number, or an amount in 分."""
        return f"{self.greatest} < ''"

    @property
    def read(self) -> str:
        """SQL that holds where each cell has a value; of an amount other than 0 the unit must be known too."""
        if self.unit is not None:
            return f"{self.greatest} < x''"
        (cell,) = self.cells
        # Of 0, also of an inferred 0.0, no unit is missed.
        return f"({cell} < '' or ({cell} < x'' and ({self.known} or trim({cell}, '~-0.') = '')))"

    @property
    def odd(self) -> str:
        """SQL that holds where the cells have a value and are not all integers."""
        return f"{self.read} and not ({self.whole})" if self.unit is None else f"{self.greatest} between '' and x''"

    @property
    def greatest(self) -> str:
        """SQL for the greatest cell: an integer where all are, a blob where one is, null where one is."""
        return f"max({', '.join(self.cells)})" if len(self.cells) > 1 else self.cells[0]

    @property
    def known(self) -> str:
        """SQL that holds where the unit of an amount can be reckoned with."""
        return f"coalesce({self.money[0]}, '') in ({_UNITS})"

    @property
    def money(self) -> tuple[str, str]:
        """SQL for the unit and the decimals of an amount as printed; null for a count."""
        return ("null", "null") if self.unit else (f"{self.tables[0]}.unit", f"{self.tables[0]}.places")


@cache
def cells(edition: str, row: str, column: str) -> tuple[tuple[str, str, str], ...]:
    """The cells of an edition that a row and a column stand for; () where it does not ask them."""
    table = form.table_of(row)
    columns = form.columns(edition, row, column)
    return tuple((table, label, one) for label in form.labels(edition, row) for one in columns)


@cache
def side(asked: Asked, edition: str) -> Side | None:
    """What is asked of an edition; None where it asks nothing of the kind.

    Raises Usage where an amount of money is to be added to something else.
    """
    wanted = asked.cells(edition)
    if not wanted:
        return None
    found = [places(edition)[cell] for cell in wanted]
    tables = tuple(dict.fromkeys(sheet.name for sheet, _ in found))
    units = [form.unit(table, column) for table, _, column in wanted]
    if None in units and len(units) > 1:
        raise Usage("金额不能与别的数字相加。", "an amount of money is added to nothing else.")
    return Side(edition, tables, tuple(f"{sheet.name}.c{n}" for sheet, n in found), units[0])


def sides(asked: Asked) -> Iterator[Side]:
    """What is asked of each edition that asks it."""
    for edition in form.EDITIONS:
        if found := side(asked, edition):
            yield found


def source(of: Side, where: Where, *, mixed: bool, without: Sequence[int] = ()) -> tuple[str, list[object]]:
    """SQL from `from` on for the sheets of the reports meant, and its values; more conditions can follow with `and`.

    Reports of both editions are left out; `mixed`: there are some. Where every report of some years is meant, those of
    the bays `without` are left out, which are in order.
    """
    begin, *others = of.tables
    joined = " ".join(f"join {table} on {table}.key = {of.key}" for table in others)
    if not is_of_years(where):
        return _of_reports(of, where, _index(where))
    ends = [part for span in spans(where) for part in _between(span, without)]
    listed = f"(values {', '.join(['(?, ?)'] * len(ends)) or '(0, 0)'})"
    span = f"(select column1 as low, column2 as high from {listed}) span"
    within = f"{of.key} >= span.low and {of.key} < span.high"
    apart = f"{of.key} not in (select shelf from report where editions = '{MIXED}')" if mixed else "1"
    bounds: list[object] = [bound for span in ends for bound in span]
    return f"from {span} cross join {begin} on {within} {joined} where {apart}", bounds


def _between(span: tuple[int, int], without: Sequence[int]) -> Iterator[tuple[int, int]]:
    """What is left of some places without those of the bays."""
    low, high = span
    for first in (bay * BAY for bay in without if low <= bay * BAY < high):
        if low < first:
            yield low, first
        low = first + BAY
    if low < high:
        yield low, high


def standing_at(of: Side) -> str:
    """SQL from `from` on for the sheets of the reports of a list of places, which is bound as JSON."""
    begin, *others = of.tables
    joined = " ".join(f"join {table} on {table}.key = {of.key}" for table in others)
    return f"from json_each(?) j cross join {begin} on {of.key} = j.value {joined}"


def in_order(of: Side, where: Where) -> tuple[str, list[object]]:
    """The same, from the first report to the last by agency, year and id; reports of both editions are left out."""
    return _of_reports(of, where, " indexed by report_listed")


def reports_of(editions: str, where: Where) -> tuple[str, list[object]]:
    """SQL from `from` on for the reports meant whose tables are of just these editions, and its values."""
    meant, values = condition(where)
    return f"from report r{_index(where)} where r.editions = ? and {meant}", [editions, *values]


def _of_reports(of: Side, where: Where, index: str) -> tuple[str, list[object]]:
    """From the reports of one edition that are meant to their sheets."""
    begin, *others = of.tables
    meant, values = condition(where, listed_first=index.endswith("listed"))
    joined = " ".join(f"join {table} on {table}.key = {of.key}" for table in others)
    sheets = f"report r{index} cross join {begin} on {of.key} = {SHELF_OF.format('r.')} {joined}"
    return f"from {sheets} where r.editions = '{to_json([of.edition])}' and {meant}", [*values]


def _index(where: Where) -> str:
    """SQLite has not counted what is in the library, and would now and then look up every report."""
    if where.reports is not None or where.called:
        # They are few, and found by name.
        return ""
    if where.agencies is not None:
        return " indexed by report_listed"
    return " indexed by report_at" if where.inside else " indexed by report_sought"


def is_of_years(where: Where) -> bool:
    """Every report of some years is meant, or of all: they lie together on their shelves."""
    return where == Where(years=where.years, active=where.active)


def spans(where: Where) -> Iterator[tuple[int, int]]:
    """The shelves of the years meant; none where other reports than those of some years are."""
    if not is_of_years(where):
        return
    for first in (0,) if where.active else (0, SHELVES):
        for year in (0,) if where.years is None else sorted(set(where.years)):
            shelves = SHELVES if where.years is None else 1
            yield (first + year) * SHELF, (first + year + shelves) * SHELF


@dataclass(frozen=True, slots=True)
class Within:
    """The integers that meet some bounds."""

    low: int
    high: int
    but: frozenset[int]
    """Those of them that do not."""


def within(bounds: Sequence[tuple[str, Decimal]]) -> Within:
    """The integers that meet each bound, as far as a sum can be one of them."""
    low, high, but = -_BEYOND, _BEYOND, set[int]()
    for sign, bound in bounds:
        limit = min(max(bound, Decimal(-_BEYOND)), Decimal(_BEYOND))
        down, up = int(limit.to_integral_value(ROUND_FLOOR)), int(limit.to_integral_value(ROUND_CEILING))
        if sign == "!=":
            but.update({down} if down == up else ())
            continue
        # No integer lies between 2 and 3: >= 2.5 is > 2, < 2.5 is <= 2.
        low = max(low, {">": down + 1, ">=": up, "=": up}.get(sign, low))
        high = min(high, {"<": up - 1, "<=": down, "=": down}.get(sign, high))
    return Within(low, high, frozenset(but))


def limits(of: Side, bounds: Sequence[tuple[str, Decimal]]) -> tuple[str, list[object]]:
    """SQL that holds where a sum that is an integer meets each bound, and its values."""
    if not bounds:
        return "1", []
    meant = within(bounds)
    apart = f" and {of.sum} not in ({', '.join('?' * len(meant.but))})" if meant.but else ""
    return f"{of.sum} between ? and ?{apart}", [meant.low, meant.high, *sorted(meant.but)]


@cache
def present(edition: str, row: str) -> tuple[tuple[str, ...], str]:
    """The tables on which a row of an edition stands, and SQL that holds where a report prints it."""
    table, labels = form.table_of(row), form.labels(edition, row)
    stands = [
        (sheet.name, n) for (of, label, _), (sheet, n) in places(edition).items() if of == table and label in labels
    ]
    tables = tuple(dict.fromkeys(name for name, _ in stands))
    return tables, f"coalesce({', '.join(f'{name}.c{n}' for name, n in stands)}, null) is not null" if stands else "0"
