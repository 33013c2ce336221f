"""What some reports say in passages of some kinds: how many say how much, the first of it, and who says nothing."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.library.packing import to_json
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


class Named(NamedTuple):
    """A report and whose it is."""

    key: int
    report: str
    """Id."""
    agency: str
    year: int | None


def named(library: Library, where: Where) -> list[Named]:
    """The reports meant, by agency, year and id."""
    wanted, values = condition(where, listed_first=True)
    sql = f"select r.key, r.id, r.agency, r.year from report r where {wanted} order by r.agency, r.year, r.id"
    return [Named(*row) for row in library.select(sql, values)]


def texts(
    library: Library,
    keys: Collection[int],
    *,
    kinds: Collection[str] | None = None,
    number: int | None = None,
    holding: Sequence[str] = (),
) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """(key of its report, text, headings over it) of the passages of some reports, in no order.

    Of one of the texts `holding`, where there are any, each character stands in the text or in the headings.
    """
    ((reports,),) = library.select("select count(*) from report")
    few = len(keys) * _PART < reports
    begin = "json_each(?) j cross join passage p on p.report = j.value" if few else "passage p"
    narrowed = [(among("p.kind"), listed(kinds)), ("p.number = ?", number)]
    wanted = [(sql, value) for sql, value in narrowed if value is not None]
    every = [[part for character in one if (part := _stands(character))] for one in _rarest_first(library, holding)]
    any_of = " or ".join(" and ".join(sql for sql, _ in one) or "1" for one in every) or "1"
    where = " and ".join((*(sql for sql, _ in wanted), f"({any_of})"))
    sql = f"select p.report, p.text, p.heading from {begin} where {where}"
    values = [*([to_json(list(keys))] if few else []), *(value for _, value in wanted)]
    values += [value for one in every for _, bound in one for value in bound]
    for key, text, heading in library.select(sql, values):
        if few or key in keys:
            yield key, text, tuple(json.loads(heading))


def _rarest_first(library: Library, holding: Sequence[str]) -> list[list[str]]:
    """The characters of each text, the rarest first, as far as a few passages tell; no text that holds another."""
    ((last,),) = library.select("select coalesce(max(key), 0) from passage")
    some = to_json([last * n // _SAMPLE for n in range(1, _SAMPLE + 1)])
    rows = library.select(f"select p.text || p.heading from passage p where {among('p.key')}", (some,))
    sample = "".join(text for (text,) in rows).lower()
    sets = list(dict.fromkeys(frozenset(one.lower()) for one in holding))
    least = [one for one in sets if not any(other < one for other in sets)]
    return [sorted(one, key=lambda character: (sample.count(character), character)) for one in least]


_SAMPLE = 300
_PART = 4
"""Passages are found by their reports where fewer than one report in so many is meant."""
_OTHERS = frozenset("ik")
"""Letters that are also the lower case of letters that are not Latin."""


def _stands(character: str) -> tuple[str, tuple[str, ...]] | None:
    """(SQL that holds where a character stands in a passage, its values); None where that cannot be told."""
    cased = character.lower() != character.upper()
    if character.isspace() or (cased and (not character.isascii() or character.lower() in _OTHERS)):
        return None
    values = tuple(dict.fromkeys((character.lower(), character.upper())))
    columns = [column for _ in values for column in ("text", "heading")]
    sql = " or ".join(f"instr(p.{column}, ?)" for column in columns)
    return f"({sql})", tuple(value for value in values for _ in ("text", "heading"))
