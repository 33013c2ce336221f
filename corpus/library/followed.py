"""How the checks of very many reports against those of the year before come out: a status each, from the sheets alone.

Each status is that of the check of `corpus.checking.following` with the same name.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpus import form
from corpus.checking.equation import WORST
from corpus.checking.following import BEFORE, DOCUMENTS, IN_FORCE, MADE, REPEALED, following
from corpus.identity.agencies import same_places
from corpus.library.packing import to_json
from corpus.library.sheets import MIXED, Stored
from corpus.library.store import Library
from corpus.library.verdicts import Cell, Verdict, Verdicts, columns, judged
from corpus.library.where import Where, condition, listed

RULES = ("carried_over", "in_force", "items_carried")
_CARRIED = tuple(
    ((form.REQUESTS, form.CARRIED_IN, column), (form.REQUESTS, form.CARRIED_OUT, column)) for column in form.APPLICANTS
)
_ITEMS = tuple(row.label for row in form.rows("2019", form.ACTIVE) if BEFORE in row.columns)
_CELLS = (
    *(cell for pair in _CARRIED for cell in pair),
    *((form.ACTIVE, row, column) for row in DOCUMENTS for column in (IN_FORCE, REPEALED, MADE)),
    *((form.ACTIVE, row, column) for row in _ITEMS for column in (BEFORE, form.CHANGE)),
)
_AT_ONCE = 2_000
"""Reports whose cells are held at a time."""
_Row = Mapping[Cell, Stored]


class _Report(NamedTuple):
    key: int
    id: str
    agency: str
    place: str
    kind: str
    year: int
    shelf: int
    editions: str


def of_following(library: Library, where: Where, rules: Collection[str]) -> Verdicts:
    """The checks of the reports meant against those of the year before, where there is one, of those rules."""
    found = Verdicts()
    known = {one.id: one for one in _reports(library, Where())}
    meant = [known[one.id] for one in _reports(library, where) if one.id in known]
    for start in range(0, len(meant), _AT_ONCE):
        pairs = [(one, former) for one in meant[start : start + _AT_ONCE] if (former := _former(library, one, known))]
        rows = _rows(library, {report.shelf: report.editions for pair in pairs for report in pair})
        for one, former in pairs:
            statuses = _statuses(rows.get(one.shelf), rows.get(former.shelf))
            if statuses is None:
                found.each.extend(of for of in _in_full(library, one, former) if of.rule in rules)
                continue
            renamed = one.agency != former.agency
            found.each.extend(
                Verdict(one.key, rule, "uncertain" if renamed and status == "fail" else status)
                for rule, status in statuses
                if rule in rules
            )
    return found


def _reports(library: Library, where: Where) -> Iterator[_Report]:
    """Those of which year and place are known."""
    meant, values = condition(where)
    sql = (
        "select r.key, r.id, r.agency, r.place, r.kind, r.year, r.shelf, r.editions from report r "
        f"where r.year is not null and r.place <> '[]' and {meant}"
    )
    return (_Report(*row) for row in library.select(sql, values))


def _former(library: Library, one: _Report, known: Mapping[str, _Report]) -> _Report | None:
    id_ = library.of_year(_same_places(one.place), one.kind, one.agency, one.year - 1)
    return known.get(id_ or "")


@cache
def _same_places(place: str) -> tuple[tuple[str, ...], ...]:
    return same_places(tuple(json.loads(place)))


def _rows(library: Library, shelves: Mapping[int, str]) -> dict[int, _Row]:
    """The cells that such checks compare, of the reports at some places; those of both editions are left out."""
    found: dict[int, _Row] = {}
    for edition in form.EDITIONS:
        cells = [cell for cell in _CELLS if cell in _of_edition(edition)]
        column, joined = columns(edition, cells, "j.value")
        here = [shelf for shelf, editions in shelves.items() if editions == to_json([edition])]
        sql = f"select j.value, {', '.join(column.values())} from json_each(?) j {joined}"
        for shelf, *row in library.select(sql, (listed(here),)):
            found[shelf] = dict(zip(cells, row, strict=True))
    found.update((shelf, {}) for shelf, editions in shelves.items() if editions not in (MIXED, *_EDITIONS))
    return found


_EDITIONS = tuple(to_json([edition]) for edition in form.EDITIONS)


@cache
def _of_edition(edition: str) -> frozenset[Cell]:
    every = (field for table in form.TABLES for field in form.fields(edition, table))
    return frozenset((one.table, one.row, one.column) for one in every)


def _statuses(now: _Row | None, before: _Row | None) -> list[tuple[str, str]] | None:
    """(rule, status) of each check of a report against the one before; None where the sheets do not tell all."""
    if now is None or before is None:
        return None
    found = [("carried_over", _carried(now, before))] if _carries(now, before) else []
    found += [("in_force", _in_force(now, before, row)) for row in DOCUMENTS if _keeps(now, before, row)]
    items = [_items(now, before, row) for row in _ITEMS if _counts(now, before, row)]
    found += [("items_carried", _worst(items))] if items else []
    return None if any(status is None for _, status in found) else [(rule, status or "") for rule, status in found]


def _worst(statuses: Sequence[str | None]) -> str | None:
    return None if None in statuses else next(status for status in WORST if status in statuses)


def _carries(now: _Row, before: _Row) -> bool:
    return any(now.get(own) is not None and before.get(other) is not None for own, other in _CARRIED)


def _carried(now: _Row, before: _Row) -> str | None:
    return _worst([judged((now.get(own),), (before.get(other),)) for own, other in _CARRIED])


def _keeps(now: _Row, before: _Row, row: str) -> bool:
    return all(of.get((form.ACTIVE, row, IN_FORCE)) is not None for of in (now, before))


def _in_force(now: _Row, before: _Row, row: str) -> str | None:
    own = {column: now.get((form.ACTIVE, row, column)) for column in (IN_FORCE, REPEALED, MADE)}
    return judged((own[IN_FORCE], own[REPEALED]), (before.get((form.ACTIVE, row, IN_FORCE)), own[MADE]))


def _of_items(now: _Row, before: _Row, row: str) -> tuple[Stored, Stored, Stored]:
    cell, change = (form.ACTIVE, row, BEFORE), (form.ACTIVE, row, form.CHANGE)
    return now.get(cell), before.get(cell), before.get(change)


def _counts(now: _Row, before: _Row, row: str) -> bool:
    """All three have a value, or may have one that the sheets do not tell."""
    stored = _of_items(now, before, row)
    return judged(stored, ()) != "not_assessable"


def _items(now: _Row, before: _Row, row: str) -> str | None:
    own, count, change = _of_items(now, before, row)
    return judged((own,), (count, change))


def _in_full(library: Library, one: _Report, former: _Report) -> Iterator[Verdict]:
    """By the figures of both."""
    entry, before = library.entry(one.id), library.entry(former.id)
    own, formers = library.figures(reports=[one.id]), library.figures(reports=[former.id])
    for check in following(entry, own, before, formers):
        yield Verdict(one.key, check.rule, check.status)
