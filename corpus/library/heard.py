"""What is said of the values that an answer over very many reports rests on: the first reports, and remarks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.library import remarks
from corpus.library.asking import Asked, Side, limits, sides
from corpus.library.remarks import DISPUTED
from corpus.library.store import Library
from corpus.library.where import Where, among, condition, listed

_NAMED = 3
"""Reports by which a remark is told."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A remark, and the first reports on whose values it is."""

    code: str
    reports: tuple[str, ...]
    """Ids, by agency, year and id."""


def first(
    library: Library, asked: Asked, where: Where, bounds: Sequence[tuple[str, Decimal]], number: int
) -> tuple[str, ...]:
    """Ids of the first reports that have a value which meets the bounds, by agency, year and id.

    Whether one that is no whole number meets them, or one of a report of both editions, is not certain.
    """
    found: list[tuple[str, int, str]] = []
    for of in sides(asked):
        meant, values = condition(where, listed_first=True)
        held, limited = limits(of, bounds)
        sql = (
            f"select r.agency, coalesce(r.year, -1), r.id from {_sheets(of)} where {meant} and {of.read} "
            f"and (({held}) or not ({of.whole})) order by r.agency, r.year, r.id limit ?"
        )
        found += library.select(sql, (*values, *limited, number))
    return tuple(dict.fromkeys(id_ for *_, id_ in sorted(found)))[:number]


def remarked(library: Library, asked: Asked, where: Where, bounds: Sequence[tuple[str, Decimal]]) -> tuple[Heard, ...]:
    """The remarks on the values that meet every bound; of those that are no whole numbers whatever they are."""
    codes: dict[str, list[tuple[str, int, str]]] = {}
    for of in sides(asked):
        for code, fields in _remarks(library, of, asked):
            codes.setdefault(code, []).extend(_reports(library, of, where, bounds, code, fields))
    first = {code: tuple(id_ for *_, id_ in sorted(found)[:_NAMED]) for code, found in codes.items()}
    return tuple(Heard(code, reports) for code, reports in first.items() if reports)


def _remarks(library: Library, of: Side, asked: Asked) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(code, the fields it is on) of the remarks that there may be on the values of an edition."""
    cells = asked.cells(of.edition)
    fields = remarks.fields_of(cells, of.edition)
    sql = f"select distinct code from remark where {among('field')} and code <> ?"
    yield from ((code, fields) for (code,) in library.select(sql, (listed(fields), DISPUTED)))
    if disputed := remarks.disputed_in(cells, of.edition):
        yield DISPUTED, disputed


def _reports(
    library: Library,
    of: Side,
    where: Where,
    bounds: Sequence[tuple[str, Decimal]],
    code: str,
    fields: Sequence[str],
) -> list[tuple[str, int, str]]:
    """(agency, year, id) of the first reports with that remark."""
    meant, values = condition(where, listed_first=True)
    held, limited = limits(of, bounds)
    sql = (
        f"select distinct r.agency, coalesce(r.year, -1) as of_year, r.id from remark m "
        f"cross join report r on r.key = m.report {_joined(of)} "
        f"where m.code = ? and {among('m.field')} and {meant} and {of.read} "
        f"and (({held}) or not ({of.whole})) order by r.agency, of_year, r.id limit {_NAMED}"
    )
    return library.select(sql, (code, listed(fields), *values, *limited))


def _sheets(of: Side) -> str:
    """The reports in their order, and their sheets."""
    return f"report r indexed by report_listed {_joined(of)}"


def _joined(of: Side) -> str:
    return " ".join(f"cross join {table} on {table}.key = r.shelf" for table in of.tables)
