"""What some reports say in passages of some kinds: how many say how much, the first of it, and who says nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from corpus.library.store import Library
from corpus.library.where import Where, among, condition, listed
from corpus.report import Passage


@dataclass(frozen=True, slots=True)
class Said:
    """Passages of some kinds in the reports meant."""

    passages: int
    reports: int
    """How many reports have any."""
    first: tuple[Passage, ...]
    """By agency, year and report, as they stand there; no more than were wanted."""
    silent: tuple[tuple[str, int | None], ...]
    """(agency, year) of the first reports that have none."""


def said(library: Library, where: Where, kinds: Collection[str], *, first: int, silent: int | None) -> Said:
    """So many passages and reports are read, all silent ones where that is None; the others are only counted."""
    wanted, values = condition(where, listed_first=True)
    of_kinds = listed(kinds)
    held = f"from report r cross join passage p on p.report = r.key where {wanted} and {among('p.kind')}"
    ((passages, reports),) = library.select(f"select count(*), count(distinct r.key) {held}", (*values, of_kinds))
    in_order = f"select p.key {held} order by r.agency, r.year, r.id, p.key limit ?"
    keys = [key for (key,) in library.select(in_order, (*values, of_kinds, first))]
    none = f"not exists (select 1 from passage p where p.report = r.key and {among('p.kind')})"
    sql = f"select r.agency, r.year from report r where {wanted} and {none} order by r.agency, r.year, r.id limit ?"
    rows = library.select(sql, (*values, of_kinds, -1 if silent is None else silent))
    return Said(passages, reports, library.passages(keys=keys) if keys else (), tuple(rows))
