"""How checks come out in very many reports: a status each, nothing told in words, and no figure made where none is due.

Whether whole numbers add up SQLite says. Of the other reports the cells on the sheets are looked at here, and what the
sheets do not tell of a report its figures do. Each status is that of the check of `corpus.checking` with the same name.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from corpus import form
from corpus.checking.checks import checks
from corpus.checking.equation import WORST
from corpus.library.packing import to_json
from corpus.library.sheets import MIXED, SHEETS, SHELF_OF, Stored, is_inferred, number, places, state_of
from corpus.library.store import Library
from corpus.library.where import Where, among, condition, listed
from corpus.report import Check, Entry, State

Cell = tuple[str, str, str]
"""(table, row, column)."""
_TRIO, _ITEMS = (form.PRIOR_ITEMS, form.CHANGE, form.DECISIONS), "items_filled_as_decisions"
_TOLD_ELSEWHERE = (State.PRINTED, State.INFERRED)
"""What a blob on a sheet stands for where the value stands among what is printed: a count with a unit of money."""


class Verdict(NamedTuple):
    """A check of one report, as it came out."""

    report: int
    """Its key."""
    rule: str
    status: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The checks of many reports. Those that pass may be counted alone."""

    passed: Counter[str] = field(default_factory=Counter)
    """Rule → how many of its checks pass, those in `each` not among them."""
    each: list[Verdict] = field(default_factory=list)

    def add(self, other: "Verdicts") -> None:
        """Take in others."""
        self.passed.update(other.passed)
        self.each.extend(other.each)


def of_sums(library: Library, where: Where, rules: Collection[str]) -> Verdicts:
    """The form's sums of the reports meant, of those rules."""
    found = Verdicts()
    for edition in form.EDITIONS:
        for table in form.TABLES:
            for rule, of_rule in groupby(form.sums(edition, table), key=lambda one: one.rule):
                if rule in rules:
                    found.add(_of_rule(library, where, edition, table, tuple(of_rule)))
    meant, values = condition(where)
    mixed = library.select(f"select r.key from report r where r.editions = '{MIXED}' and {meant}", values)
    found.each.extend(_in_full(library, [key for (key,) in mixed], rules))
    return found


def _of_rule(library: Library, where: Where, edition: str, table: str, sums: Sequence[form.Sum]) -> Verdicts:
    """One rule in the reports that print the table, and no other edition."""
    rule, cells = sums[0].rule, tuple(dict.fromkeys(cell for one in sums for cell in (*one.left, *one.right)))
    column, joined = columns(edition, cells, SHELF_OF.format("r."))
    meant, values = condition(where)
    printed = sum(1 << n for n, sheet in enumerate(SHEETS) if (sheet.edition, sheet.table) == (edition, table))
    print_it = f"r.editions = '{to_json([edition])}' and r.sheets & {printed} and {meant}"
    hold = " and ".join(
        f"max({', '.join(column[cell] for cell in (*one.left, *one.right))}) < '' "
        f"and {' + '.join(map(column.__getitem__, one.left))} = {' + '.join(map(column.__getitem__, one.right))}"
        for one in sums
    )
    ((number_,),) = library.select(f"select count(*) from report r where {print_it}", values)
    each = f"select r.key, {', '.join(column.values())} from report r {joined}"
    rows = library.select(f"{each} where {print_it} and not coalesce({hold}, 0)", values)
    found, open_ = Verdicts(Counter({rule: number_ - len(rows)})), list[int]()
    for key, *row in rows:
        stored = dict(zip(cells, row, strict=True))
        statuses = {judged([stored[c] for c in one.left], [stored[c] for c in one.right]) for one in sums}
        if None in statuses:
            open_.append(key)
        else:
            found.each.append(Verdict(key, rule, next(status for status in WORST if status in statuses)))
    found.each.extend(_in_full(library, open_, (rule,)))
    return found


def of_items(library: Library, where: Where) -> Verdicts:
    """The hint that decisions were filled in where kinds of item are asked for, of the reports meant."""
    meant, values = condition(where)
    rows = [row.label for row in form.rows("2019", form.ACTIVE) if set(_TRIO) <= set(row.columns)]
    cells = [(form.ACTIVE, row, column) for row in rows for column in _TRIO]
    column, joined = columns("2019", cells, SHELF_OF.format("r."))
    some = " or ".join(f"({' and '.join(f'{column[form.ACTIVE, row, c]} is not null' for c in _TRIO)})" for row in rows)
    sql = f"select r.key, {', '.join(column.values())} from report r {joined} where ({some}) and {meant}"
    found, open_ = Verdicts(), list[int]()
    for key, *row in library.select(sql, values):
        stored = iter(row)
        trios = [tuple(next(stored) for _ in _TRIO) for _ in rows]
        statuses = [judged((before, change), (decided,)) for before, change, decided in trios]
        if None in statuses:
            open_.append(key)
            continue
        alike = sum(_alike(*trio) for trio in trios)
        found.each.extend([Verdict(key, _ITEMS, "uncertain")] * alike)
    found.each.extend(_in_full(library, open_, (_ITEMS,)))
    return found


def _alike(before: Stored, change: Stored, decided: Stored) -> bool:
    """All three have a value, the last two another than 0, and the first two add up to the last."""
    if any(cell is None or isinstance(cell, bytes) for cell in (before, change, decided)):
        return False
    total = _total((decided,))
    return bool(total and _total((change,)) and _total((before, change)) == total)


def listed_first(library: Library, reports: Collection[int], most: int) -> tuple[Entry, ...]:
    """The first of some reports, by agency, year and id."""
    sql = f"select id from report where {among('key')} order by agency, year, id limit ?"
    ids = tuple(id_ for (id_,) in library.select(sql, (listed(reports), most)))
    return library.entries(Where(reports=ids, active=False)) if ids else ()


def without(
    library: Library, where: Where, tables: Collection[str], reports: Collection[int], most: int
) -> tuple[int, list[tuple[str, int | None]]]:
    """(how many of the reports meant print none of these tables and are not among those, agency and year of some)."""
    meant, values = condition(where)
    printed = sum(1 << n for n, sheet in enumerate(SHEETS) if sheet.table in tables)
    begin = f"from report r where not r.sheets & {printed} and not {among('r.key')} and {meant}"
    ((number_,),) = library.select(f"select count(*) {begin}", (listed(reports), *values))
    order = "order by r.agency, r.year, r.id limit ?"
    return number_, library.select(f"select r.agency, r.year {begin} {order}", (listed(reports), *values, most))


def columns(edition: str, cells: Iterable[Cell], shelf: str) -> tuple[dict[Cell, str], str]:
    """(the column of each cell of an edition, SQL that joins their sheets, of which a report may lack any)."""
    at = {cell: places(edition)[cell] for cell in cells}
    tables = dict.fromkeys(sheet.name for sheet, _ in at.values())
    joined = " ".join(f"left join {table} on {table}.key = {shelf}" for table in tables)
    return {cell: f"{sheet.name}.c{n}" for cell, (sheet, n) in at.items()}, joined


def judged(left: Sequence[Stored], right: Sequence[Stored]) -> str | None:
    """The status of two sides that must agree, by their cells on the sheets; None where the sheets do not tell."""
    cells = (*left, *right)
    if any(isinstance(cell, bytes) and state_of(cell) in _TOLD_ELSEWHERE for cell in cells):
        return None
    if any(cell is None or isinstance(cell, bytes) for cell in cells):
        return "not_assessable"
    if any(is_inferred(cell) for cell in cells):
        return "uncertain"
    return "pass" if _total(left) == _total(right) else "fail"


def _total(side: Sequence[Stored]) -> Decimal:
    return sum((number(cell) if isinstance(cell, str) else Decimal(int(cell or 0)) for cell in side), Decimal(0))


def _in_full(library: Library, reports: Sequence[int], rules: Collection[str]) -> Iterator[Verdict]:
    """The form's sums of some reports, by their figures."""
    for key, id_ in _ids(library, reports):
        yield from verdicts(key, checks(id_, library.figures(reports=[id_]), (), None), rules)


def _ids(library: Library, reports: Sequence[int]) -> list[tuple[int, str]]:
    """(key, id) of each."""
    return library.select(f"select key, id from report where {among('key')}", (listed(reports),)) if reports else []


def verdicts(report: int, found: Iterable[Check], rules: Collection[str]) -> Iterator[Verdict]:
    """The checks of a report as they came out, of those rules."""
    return (Verdict(report, check.rule, check.status) for check in found if check.rule in rules)
