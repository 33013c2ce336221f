"""Which reports of a library are meant, and the same as a condition of SQL."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from corpus.library.packing import to_json

_Part = tuple[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Where:
    """Reports that satisfy every field that is set.

    None narrows nothing, and where a field holds several tuples so does (): a report satisfies each of them.
    """

    reports: tuple[str, ...] | None = None
    """Ids."""
    agencies: tuple[str, ...] | None = None
    """Full names: the report is of one of these."""
    without: tuple[str, ...] = ()
    """Full names of agencies left out."""
    years: tuple[int, ...] | None = None
    """A report whose year is not known is of none of them."""
    places: tuple[tuple[str, ...], ...] = ()
    """Names of provinces, cities or counties: of each tuple one is part of the report's place."""
    inside: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Places, province first: of each tuple the report's place lies within one, and is not that one itself."""
    called: tuple[tuple[str, ...], ...] = ()
    """Normalised names: of each tuple one is a way to say the agency or its place."""
    levels: tuple[str, ...] | None = None
    """`province`, `city`, `county`, `town`."""
    endings: tuple[str, ...] | None = None
    """Last characters of the county's name: 区, 县, 市. A place without a county has none, nor has 地区 or 林区."""
    kinds: tuple[str, ...] | None = None
    """卫生健康, 人民政府 …: `Entry.kind`."""
    active: bool = True
    """Only reports that count; False: also those in whose place another one counts."""


# A county stands below its city, or right below its province: 北京市东城区, 河南省济源市.
_COUNTY_ENDS = (
    "case when ({of}.level = 'county' or json_array_length({of}.place) > 2) and {of}.place not like '%林区\"]' "
    "then substr(json_extract({of}.place, '$[#-1]'), -1) end"
)


def condition(where: Where, of: str = "r", *, listed_first: bool = False) -> tuple[str, tuple[object, ...]]:
    """(SQL that holds for the rows of table `report`, known as `of`, that are meant; its positional values).

    The SQL is `1` where nothing is narrowed, so that it can follow `where` or `and` as it is. With `listed_first` no
    index is chosen because reports count, as most do: what is wanted is found by name, or read in the reports' order.
    """
    parts = [
        *_one_of(f"{of}.id", where.reports),
        *_one_of(f"{of}.agency", where.agencies),
        *([(f"not {among(f'{of}.agency')}", (listed(where.without),))] * bool(where.without)),
        *_one_of(f"{of}.year", where.years),
        *(_has_part(f"{of}.place", names) for names in where.places),
        *(_any(_lies_in(f"{of}.place", place) for place in places) for places in where.inside),
        *((f"{of}.key in (select report from name where {among('normal')})", (listed(n),)) for n in where.called),
        *_one_of(f"{of}.level", where.levels),
        *_one_of(_COUNTY_ENDS.format(of=of), where.endings),
        *_one_of(f"{of}.kind", where.kinds),
        *([(f"{'+' * listed_first}{of}.active = 1", ())] * where.active),
    ]
    return " and ".join(sql for sql, _ in parts) or "1", tuple(value for _, values in parts for value in values)


def both(one: Where, other: Where) -> Where:
    """What is meant by the one and by the other."""
    return Where(
        reports=_common(one.reports, other.reports),
        agencies=_common(one.agencies, other.agencies),
        without=(*one.without, *other.without),
        years=_common(one.years, other.years),
        places=(*one.places, *other.places),
        inside=(*one.inside, *other.inside),
        called=(*one.called, *other.called),
        levels=_common(one.levels, other.levels),
        endings=_common(one.endings, other.endings),
        kinds=_common(one.kinds, other.kinds),
        active=one.active or other.active,
    )


_Value = TypeVar("_Value", str, int)


def _common(one: tuple[_Value, ...] | None, other: tuple[_Value, ...] | None) -> tuple[_Value, ...] | None:
    if one is None or other is None:
        return other if one is None else one
    there = set(other)
    return tuple(value for value in one if value in there)


def among(column: str) -> str:
    """The column holds one of the values of a list, bound as `listed`."""
    return f"{column} in (select value from json_each(?))"


def listed(wanted: Collection[object] | None) -> str | None:
    """The values of a list for `among`; None stays None."""
    return None if wanted is None else to_json(list(wanted))


def _one_of(column: str, wanted: Collection[object] | None) -> list[_Part]:
    return [] if wanted is None else [(among(column), (listed(wanted),))]


def _has_part(column: str, names: tuple[str, ...]) -> _Part:
    """One of the names stands in the list: behind its bracket or a comma, where no text of a name can hold a quote."""
    needles = [mark + to_json(name) for name in names for mark in "[,"]
    return _any((f"instr({column}, ?)", (needle,)) for needle in needles)


def _lies_in(column: str, place: tuple[str, ...]) -> _Part:
    """As a range, for which the index of places serves; every place is inside none."""
    inside = to_json(place)[:-1] + ("," if place else "")
    return f"{column} >= ? and {column} < ?", (f'{inside}"', f"{inside}#")


def _any(parts: Iterable[_Part]) -> _Part:
    every = list(parts)
    sql = " or ".join(f"({sql})" for sql, _ in every) or "0"
    return f"({sql})", tuple(value for _, values in every for value in values)
