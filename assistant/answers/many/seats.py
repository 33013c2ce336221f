"""Which of very many reports are in which group, by their positions among all."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.answer import Skipped
from corpus.library.census import Seat


def of_levels(seats: Sequence[Seat]) -> list[tuple[str, list[int]]]:
    """Each level that there is, with the positions of its reports."""
    found: dict[str, list[int]] = {level: [] for level in ("province", "city", "county", "town")}
    for n, seat in enumerate(seats):
        if seat.level in found:
            found[seat.level].append(n)
    return [(level, mine) for level, mine in found.items() if mine]


def of_places(seats: Sequence[Seat], groups: Mapping[str, tuple[str, ...]]) -> list[list[int]]:
    """Of each group of places by its label the positions of the reports whose place has each of its names."""
    by_last: dict[str, list[str]] = {}
    for label, names in groups.items():
        by_last.setdefault(names[-1], []).append(label)
    found: dict[str, list[int]] = {label: [] for label in groups}
    inside: dict[tuple[str, ...], list[str]] = {}
    for place in {seat.place for seat in seats}:
        labels = (label for name in dict.fromkeys(place) for label in by_last.get(name, ()))
        inside[place] = [label for label in labels if set(groups[label]) <= set(place)]
    for n, seat in enumerate(seats):
        for label in inside[seat.place]:
            found[label].append(n)
    return list(found.values())


def nowhere(seats: Sequence[Seat], groups: Iterable[Sequence[int]]) -> tuple[Skipped, ...]:
    """The reports that are in no group."""
    there = {n for mine in groups for n in mine}
    others = (seat for n, seat in enumerate(seats) if n not in there)
    return tuple(Skipped(one.agency, one.year, why_nowhere(one)) for one in others)


def why_nowhere(seat: Seat) -> str:
    """Why a report is in no group."""
    return "no_group" if seat.place else "place_unknown"
