"""What a search index asks of a library: which reports it is to hold, and which passages may be found.

Each report has a stamp, a random number that is another one whenever its passages, its agency, its year or its names
change: two states of a report never share one, in whatever library and whatever the clock says.
"""

from collections.abc import Collection

from corpus.library.store import Library
from corpus.library.where import among, listed


def stamps(library: Library) -> tuple[int, ...]:
    """The stamps of the active reports."""
    return tuple(stamp for (stamp,) in library.select("select stamp from report where active = 1"))


def reports(library: Library, stamps: Collection[int]) -> dict[int, str]:
    """Stamp → report id, of those that there are."""
    sql = f"select stamp, id from report where active = 1 and {among('stamp')}"
    return dict(library.select(sql, (listed(stamps),)))


def called(library: Library, stamps: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Stamp → the ways to say its agency that are not everyone's."""
    sql = (
        "select r.stamp, n.text from report r join name n on n.report = r.key "
        f"where r.active = 1 and {among('r.stamp')} and n.origin <> 'kind' order by n.rowid"
    )
    found: dict[int, tuple[str, ...]] = {}
    for stamp, name in library.select(sql, (listed(stamps),)):
        found[stamp] = (*found.get(stamp, ()), name)
    return found


def keys(library: Library, reports: Collection[str] | None, number: int | None) -> list[int] | None:
    """Keys of the passages of some reports, and of a section; None for all that there are."""
    if number is None and (reports is None or _are_all(library, reports)):
        return None
    where = "r.active = 1" if reports is None else among("r.id")
    values: list[object] = [] if reports is None else [listed(reports)]
    if number is not None:
        where, values = f"{where} and p.number = ?", [*values, number]
    sql = f"select p.key from report r join passage p on p.report = r.key where {where}"
    return [key for (key,) in library.select(sql, values)]


def _are_all(library: Library, reports: Collection[str]) -> bool:
    """Whether every active report is among some."""
    ((every,),) = library.select("select count(*) from report where active = 1")
    if len(reports) < every:
        return False
    sql = f"select count(*) from report where active = 1 and {among('id')}"
    return bool(library.select(sql, (listed(reports),))[0][0] == every)
