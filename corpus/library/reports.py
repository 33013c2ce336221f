"""Reports of a library as a list that is read when it is looked at, and counted without being read."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from corpus.library.store import Library
from corpus.library.where import Where, both, condition
from corpus.report import Entry, Title

_EVERY = Where()
_YEARS = """
with recursive each(year) as (
    select min(year) from report where active = 1 union all
    select (select min(r.year) from report r where r.active = 1 and r.year > each.year)
    from each where each.year is not null)
select year from each where year is not null
"""
"""From one year to the next, in the index."""
_KEPT = 2_000
"""Entries that are kept once read; of more, each list reads its own."""


class Reports(Sequence[Entry]):
    """The reports meant, by agency then year. What it says of them holds until the library changes."""

    def __init__(self, library: Library, where: Where = _EVERY, kept: dict[str, Entry] | None = None) -> None:
        self.library = library
        self.where = where
        self._kept = {} if kept is None else kept
        """Entries read so far, by id, shared with every list narrowed from this one."""

    def only(self, where: Where) -> "Reports":
        """Those of them that are meant by that too."""
        return Reports(self.library, both(self.where, where), self._kept)

    def __len__(self) -> int:
        return self._number

    def __bool__(self) -> bool:
        wanted, values = condition(self.where, listed_first=True)
        return bool(self.library.select(f"select 1 from report r where {wanted} limit 1", values))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(at, slice) and not (at.start or at.step) and at.stop is not None and at.stop >= 0:
            return self._read([id_ for (id_,) in self._first("r.id", at.stop)])
        if at == 0:
            return self._read([id_ for (id_,) in self._first("r.id", 1)])[0]
        return self._entries[at]

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Full names, each once."""
        return tuple(agency for (agency,) in self._each("r.agency"))

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Ascending; without the reports whose year is not known."""
        if self.where == _EVERY:
            return tuple(year for (year,) in self.library.select(_YEARS))
        return tuple(year for (year,) in self._each("r.year") if year is not None)

    @cached_property
    def places(self) -> tuple[tuple[str, ...], ...]:
        """Where their agencies are, as far as known, each place once."""
        return tuple(tuple(json.loads(place)) for (place,) in self._each("r.place") if place != "[]")

    def titles(self) -> tuple[Title, ...]:
        """The title of each, in order."""
        return tuple(Title(*row) for row in self._first("r.id, r.agency, coalesce(r.place ->> 0, ''), r.year", -1))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """`Entry.kind` of each, each once."""
        return tuple(kind for (kind,) in self._each("r.kind"))

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """`Entry.place_from` of each, each once."""
        return tuple(origin for (origin,) in self._each("r.place_from"))

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids, in order."""
        return tuple(id_ for (id_,) in self._first("r.id", -1))

    def few(self, number: int) -> bool:
        """They are of no more than so many agencies."""
        wanted, values = condition(self.where, listed_first=True)
        sql = f"select distinct r.agency from report r where {wanted} limit ?"
        return len(self.library.select(sql, (*values, number + 1))) <= number

    @cached_property
    def _number(self) -> int:
        wanted, values = condition(self.where, listed_first=True)
        return int(self.library.select(f"select count(*) from report r where {wanted}", values)[0][0])

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        return self.library.entries(self.where) if self._number > _KEPT else self._read(self.ids)

    def _read(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        missing = tuple(id_ for id_ in ids if id_ not in self._kept)
        if missing:
            if len(self._kept) > _KEPT:
                self._kept.clear()
                missing = tuple(ids)
            read = self.library.entries(Where(reports=missing, active=False))
            self._kept.update((entry.report, entry) for entry in read)
        return tuple(self._kept[id_] for id_ in ids)

    def _first(self, what: str, number: int) -> list[tuple[Any, ...]]:
        wanted, values = condition(self.where, listed_first=True)
        sql = f"select {what} from report r where {wanted} order by r.agency, r.year, r.id limit ?"
        return self.library.select(sql, (*values, number))

    def _each(self, what: str) -> list[tuple[Any]]:
        wanted, values = condition(self.where, listed_first=True)
        return self.library.select(f"select distinct {what} from report r where {wanted} order by 1", values)


def where_of(entries: Sequence[Entry]) -> Where:
    """These reports as a library finds them; of what it lists none needs to be named."""
    if isinstance(entries, Reports):
        return entries.where
    return Where(reports=tuple(entry.report for entry in entries), active=False)
