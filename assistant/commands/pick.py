"""Which reports the words of a command mean."""

from collections.abc import Collection, Iterable
from pathlib import Path

from corpus.errors import Usage
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry


def report(library: Library, named: str) -> Entry:
    """The one report of that id, path, or part of title, agency or id. Raises Usage unless one fits."""
    if of_id := library.entries(Where(reports=(named.strip(),), active=False)):
        return of_id[0]
    entries = library.entries(active=False)
    for fits in (_is_path, _is_part):
        found = [entry for entry in entries if fits(entry, named.strip())]
        if len(found) == 1:
            return found[0]
        if found:
            raise _several(named, found)
    raise Usage(
        f"库中没有“{named}”。用 nianbao reports 查看已载入的报告。",
        f"no report “{named}” in the library. `nianbao reports` lists those loaded.",
    )


def reports(
    entries: Iterable[Entry], *, agency: str | None = None, year: int | None = None, file: str | None = None
) -> tuple[Entry, ...]:
    """The reports that fit every filter given: part of agency, place or title; the year; part of the file's name."""
    return tuple(
        entry
        for entry in entries
        if (agency is None or _squeezed(agency) in _squeezed(entry.agency + "".join(entry.place) + entry.title))
        and (year is None or entry.year == year)
        and (file is None or file in (entry.report, entry.path) or file in entry.file)
    )


def ids(entries: Iterable[Entry]) -> Collection[str]:
    """Their ids."""
    return [entry.report for entry in entries]


def _is_path(entry: Entry, named: str) -> bool:
    return named in (entry.path, entry.file) or str(Path(named).absolute()) == entry.path


def _is_part(entry: Entry, named: str) -> bool:
    part = _squeezed(named)
    return bool(part) and any(part in _squeezed(text) for text in (entry.title, entry.agency, entry.report))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _several(named: str, found: Iterable[Entry]) -> Usage:
    listed = "、".join(f"{entry.report}（{entry.agency} {entry.year or ''}）" for entry in found)
    return Usage(
        f"“{named}”可指多份报告：{listed}。请用其中一个 id。",
        f"“{named}” may be any of {listed}. Name one by its id.",
    )
