"""What is loaded, counted without a report being read: years, places, editions, passages, damage."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from corpus.library.packing import to_json
from corpus.library.sheets import SHELF_OF
from corpus.library.store import Library
from corpus.library.where import Where, condition
from corpus.report import State

GOVERNMENT = "人民政府"
"""`Entry.kind` of a government as a whole, whose report often counts what its departments and those below it do."""
_ORDER = "r.agency, r.year, r.id"
_FAULTY = (State.CUT_OFF, State.UNREADABLE, State.INFERRED)


@dataclass(frozen=True, slots=True)
class Some:
    """Reports that have something."""

    number: int
    first: tuple[str, ...]
    """Ids of the first, by agency, year and id; as many as were wanted."""


class Resident(NamedTuple):
    """An agency that is in a province, or of which that is not known."""

    agency: str
    file: str
    place_from: str
    """Who says where it is: `Entry.place_from`."""


@dataclass(frozen=True, slots=True)
class Province:
    """The reports of a province."""

    name: str
    """Empty where it is not known."""
    number: int
    first: tuple[Resident, ...]
    """Of the first reports."""


class Seat(NamedTuple):
    """Whose a report is, and where its agency is."""

    shelf: int
    """Its place, by which its values are found."""
    agency: str
    year: int | None
    place: tuple[str, ...]
    level: str


def seats(library: Library, where: Where) -> list[Seat]:
    """The reports meant, by agency, year and id."""
    wanted, values = condition(where, listed_first=True)
    own = f"{SHELF_OF.format('r.')}, r.agency, r.year, r.place, r.level"
    rows = library.select(f"select {own} from report r where {wanted} order by {_ORDER}", values)
    places = {text: tuple(json.loads(text)) for text in {place for *_, place, _ in rows}}
    return [Seat(shelf, agency, year, places[place], level) for shelf, agency, year, place, level in rows]


def over_others(library: Library, where: Where) -> str | None:
    """A government whose report is meant together with one of the same year from its own place; None without any."""
    own, own_values = condition(where, "g")
    other, other_values = condition(where, "o")
    # What lies below a place begins like it: ["甲省","乙市" before ["甲省","乙市","丙县"].
    sql = f"""
    select g.agency from report g where {own} and g.kind = '{GOVERNMENT}' and g.place <> '[]' and (
        exists (select 1 from report o where o.place = g.place and o.year = g.year and o.agency <> g.agency and {other})
        or exists (select 1 from report o where o.place > substr(g.place, 1, length(g.place) - 1) || ','
            and o.place < substr(g.place, 1, length(g.place) - 1) || '-' and o.year = g.year and {other}))
    order by g.agency limit 1
    """
    return next((agency for (agency,) in library.select(sql, (*own_values, *other_values, *other_values))), None)


def years(library: Library, where: Where) -> Counter[int | None]:
    """How many of the reports meant are of each year, and of none that is known."""
    wanted, values = condition(where)
    sql = f"select r.year, count(*) from report r where {wanted} group by 1"
    return Counter(dict(library.select(sql, values)))


def passages(library: Library, where: Where) -> int:
    """How many passages the reports meant have."""
    wanted, values = condition(where)
    ((number,),) = library.select(f"select coalesce(sum(r.passages), 0) from report r where {wanted}", values)
    return int(number)


def placeless(library: Library, where: Where, most: int) -> tuple[str, ...]:
    """Whose the first of the reports meant are of which nobody says where the agency is; else their files."""
    wanted, values = condition(where, listed_first=True)
    nowhere = f"from report r where {wanted} and r.place = '[]'"
    sql = f"select iif(r.agency = '', r.file, r.agency) {nowhere} order by {_ORDER} limit ?"
    return tuple(agency for (agency,) in library.select(sql, (*values, most)))


def of_edition(library: Library, where: Where, edition: str, most: int) -> Some:
    """The reports meant that print tables of an edition."""
    return _some(library, where, "instr(r.editions, ?)", (to_json(edition),), most)


def damaged(library: Library, where: Where, most: int) -> Some:
    """The reports meant with a cell that is cut off, unreadable or settled by the form's arithmetic alone."""
    any_of = " or ".join(["instr(r.states, ?)"] * len(_FAULTY))
    return _some(library, where, f"({any_of})", tuple(to_json(str(state)) for state in _FAULTY), most)


def _some(library: Library, where: Where, has: str, of: tuple[object, ...], most: int) -> Some:
    wanted, values = condition(where, listed_first=True)
    kept = f"from report r where {wanted} and {has}"
    ((number,),) = library.select(f"select count(*) {kept}", (*values, *of))
    rows = library.select(f"select r.id {kept} order by {_ORDER} limit ?", (*values, *of, most))
    return Some(number, tuple(id_ for (id_,) in rows))


def provinces(library: Library, where: Where, most: int) -> list[Province]:
    """The provinces of the reports meant, each with the first so many, in the order of their first reports."""
    wanted, values = condition(where, listed_first=True)
    placed = "coalesce(json_extract(r.place, '$[0]'), '') as province"
    numbered = (
        f"select key, province, row_number() over (partition by province order by agency, year, id) as n "
        f"from (select r.key, r.agency, r.year, r.id, {placed} from report r where {wanted})"
    )
    counts = f"select {placed}, count(*) from report r where {wanted} group by 1"
    sql = (
        f"select p.province, r.agency, r.file, r.place_from from ({numbered}) p join report r on r.key = p.key "
        f"where p.n <= ? order by {_ORDER}"
    )
    found: dict[str, list[Resident]] = {}
    for province, *of in library.select(sql, (*values, most)):
        found.setdefault(province, []).append(Resident(*of))
    number: dict[str, int] = dict(library.select(counts, values))
    return [Province(name, number[name], tuple(first[:most])) for name, first in found.items()]
