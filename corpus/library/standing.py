"""Of several reports for one agency and year, and of one report under several names: which counts, and why.

The rules look at what the reports are and never at the order in which they came. Between two versions the one that a
person named counts, then the one that calls itself a correction, then the later date, then the one of which more cells
and more prose could be read, at last the smaller digest. A name that a mirror site put in cannot be told by itself; of
two names for one report the one that its own text bears out, and whose place is known, is believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.report import Standing


@dataclass(frozen=True, slots=True)
class Rival:
    """What decides about a report."""

    report: str
    agency: str
    place: tuple[str, ...]
    kind: str
    year: int | None
    told: bool
    """A person said whose it is."""
    named: int
    """In how many ways its text bears out its agency's name."""
    revised: bool
    dated: str
    """ISO date, empty where unknown."""
    cells: int
    """Cells with a value."""
    passages: int
    digest: str
    twins: Mapping[str, bool] = field(default_factory=dict)
    """Ids of the reports with the same text; true where the figures prove it whatever the names."""


_VERSION = ("told", "revised", "dated", "cells", "passages", "bytes")
_ORIGINAL = ("told", "named", "named", "cells", "passages", "bytes")


def settle(rivals: Sequence[Rival]) -> dict[str, Standing]:
    """The standing of each; those that count have none. Every report they could yield to must be among them."""
    mirrors = {r.report: standing for r in rivals if (standing := _mirror(r, rivals))}
    rest = [r for r in rivals if r.report not in mirrors]
    return {r.report: mirrors.get(r.report) or _version(r, rest) for r in rivals}


def _mirror(rival: Rival, rivals: Sequence[Rival]) -> Standing | None:
    """Its standing where its name is not to be trusted."""
    originals = [r for r in rivals if rival.twins.get(r.report) and _may_be_one_year(r, rival) and not _one(r, rival)]
    best = max(originals, key=_as_original, default=None)
    if best is None or _as_original(best) < _as_original(rival):
        return None
    return Standing("mirror_of", best.report, _deciding(_ORIGINAL, _as_original(best), _as_original(rival)))


def _version(rival: Rival, rivals: Sequence[Rival]) -> Standing:
    """Its standing among the versions and files of one agency and year."""
    peers = [r for r in rivals if r.report != rival.report and (_twin(r, rival) or _one_year(r, rival))]
    best = max(peers, key=_as_version, default=None)
    if best is None or _as_version(best) < _as_version(rival):
        return Standing()
    relation = "duplicate_of" if _twin(best, rival) else "replaced_by"
    return Standing(relation, best.report, _deciding(_VERSION, _as_version(best), _as_version(rival)))


def _twin(one: Rival, other: Rival) -> bool:
    return one.report in other.twins and _may_be_one_year(one, other) and _one(one, other)


def _one_year(one: Rival, other: Rival) -> bool:
    """Two versions: where a place is unknown they may be two agencies of one name."""
    placed = bool(one.place) and one.place == other.place
    # 洪山区人民政府 and 武汉市洪山区人民政府 are one body where both are known to be in that district.
    longer = one.agency.endswith(other.agency) or other.agency.endswith(one.agency)
    named = one.agency == other.agency or (longer and one.kind == other.kind)
    return placed and named and one.year is not None and one.year == other.year


def _one(one: Rival, other: Rival) -> bool:
    """One agency, perhaps under a longer and a shorter name."""
    same_body = bool(one.place and one.kind) and (one.place, one.kind) == (other.place, other.kind)
    return one.agency == other.agency or (same_body and one.kind not in ("乡镇", "街道"))


def _may_be_one_year(one: Rival, other: Rival) -> bool:
    return one.year is None or other.year is None or one.year == other.year


def _as_version(rival: Rival) -> tuple[bool, bool, str, int, int, str]:
    """The greatest of these counts; the names of its parts are `_VERSION`."""
    return rival.told, rival.revised, rival.dated, rival.cells, rival.passages, _inverted(rival.digest)


def _as_original(rival: Rival) -> tuple[bool, int, bool, int, int, str]:
    """The greatest of these has the right name; the names of its parts are `_ORIGINAL`."""
    return rival.told, rival.named, bool(rival.place), rival.cells, rival.passages, _inverted(rival.digest)


def _inverted(digest: str) -> str:
    """Of two digests the smaller one is the greater."""
    return "".join(chr(0x7F - ord(ch)) for ch in digest)


def _deciding(names: Sequence[str], winner: Sequence[object], loser: Sequence[object]) -> str:
    parts = zip(names, winner, loser, strict=True)
    return next((name for name, mine, theirs in parts if mine != theirs), names[-1])
