"""The ways to say the agencies of a library, looked up and never loaded: there may be a million of them.

Names are normalised (`corpus.identity.normal`); only reports that count have names.
"""

from collections.abc import Collection

from corpus.library.packing import to_json
from corpus.library.records import gapped
from corpus.library.store import Library

_ORDER = "r.agency, r.year, r.id, n.rowid"
_ACTIVE = "from name n join report r on r.key = n.report where r.active"


def known(library: Library, words: Collection[str]) -> frozenset[str]:
    """Those of some words that are names."""
    sql = f"select value from json_each(?) where exists (select 1 {_ACTIVE} and n.normal = value)"
    return frozenset(word for (word,) in library.select(sql, (to_json(list(words)),)))


def every(library: Library) -> tuple[str, ...]:
    """All names."""
    return tuple(name for (name,) in library.select(f"select distinct n.normal {_ACTIVE} order by 1"))


def called(library: Library) -> tuple[tuple[str, str], ...]:
    """(name, full name of an agency that it fits) of every name, in the order of the reports that have it first."""
    found: dict[str, dict[str, None]] = {}
    for name, agency in library.select(f"select n.normal, r.agency {_ACTIVE} order by {_ORDER}"):
        found.setdefault(name, {})[agency] = None
    return tuple((name, agency) for name, agencies in found.items() for agency in agencies)


def origin(library: Library, name: str) -> str | None:
    """How a name is known: `report`, `short`, `pinyin`, `kind` …; `gazetteer` only where nothing else knows it.

    None where it is no name. Of several origins that of the first report.
    """
    sql = f"select distinct n.origin {_ACTIVE} and n.normal = ?"
    origins = [found for (found,) in library.select(sql, (name,))]
    if len(origins) < 2:
        return origins[0] if origins else None
    first = f"select n.origin {_ACTIVE} and n.normal = ? order by n.origin = 'gazetteer', {_ORDER} limit 1"
    return str(library.select(first, (name,))[0][0])


def alike(library: Library, words: Collection[str]) -> dict[str, list[str]]:
    """For each word the names as long as it that share three quarters with it: all that one character parts.

    Some may be names no more: `known` tells. Latin words have none, nor have short and long ones.
    """
    pairs = to_json([pair for word in words for pair in gapped(word)])
    beside = "json_each(?) cross join spelling s on s.rest = value ->> 0"
    sql = f"select distinct value ->> 1, s.normal from {beside} order by 1, 2"
    found: dict[str, list[str]] = {}
    for word, name in library.select(sql, (pairs,)):
        found.setdefault(word, []).append(name)
    return found
