"""What a search index asks of a library: which reports it is to hold, and which of them may be found.

Each report has a stamp, a random number that is another one whenever its passages, its agency, its year or its names
change: two states of a report never share one, in whatever library and whatever the clock says.
"""

from collections.abc import Collection

from corpus.library.store import Library
from corpus.library.where import Where, among, condition, listed

_EVERY = Where()


def stamps(library: Library, where: Where = _EVERY) -> tuple[int, ...]:
    """The stamps of the reports meant, by default of the active ones."""
    wanted, values = condition(where)
    return tuple(stamp for (stamp,) in library.select(f"select stamp from report r where {wanted}", values))


def in_order(library: Library) -> tuple[int, ...]:
    """The stamps of the active reports as these came: so what belongs to several is read side by side."""
    return tuple(stamp for (stamp,) in library.select("select stamp from report where active = 1 order by key"))


def passages(library: Library) -> int:
    """How many passages the active reports have."""
    return int(library.select("select coalesce(sum(passages), 0) from report where active = 1")[0][0])


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
