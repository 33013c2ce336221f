"""The library: reports, figures with their cells, counts, passages, names.

Whose report it is stands in one row per report and is joined when read, so that what a person sets shows in every
figure. All SQL is in this room.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import apsw

from corpus.errors import Usage
from corpus.library import database, figures, health, packing, records, rivals
from corpus.library.packing import to_json
from corpus.library.records import Identity, Told
from corpus.library.rows import Rows, keep, keep_names, rows_of
from corpus.library.where import Where, among, condition, listed
from corpus.report import Count, Entry, Figure, Passage, Report, Standing

__all__ = ["Identity", "Library", "Told", "Where"]

_ORDER = "r.agency, r.year, r.id"
_SHAPE = TypeVar("_SHAPE")
_Names = Collection[str] | None


class Library:
    """One library, open for reading and, where its folder allows, writing."""

    path: Path | None
    """The file; None for the bundled reports held in memory."""

    def __init__(self, connection: apsw.Connection, path: Path | None) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open an existing library.

        Raises LibraryDamaged where the file is not one, LibraryNewer where a newer version wrote it, and LibraryOld
        where an older one did.
        """
        return cls(database.in_file(path), path)

    @classmethod
    def of_any_format(cls, path: Path) -> Self:
        """A library of an older format, of which only `format`, `digests` and what a person told are still known."""
        return cls(database.in_file(path, any_format=True), path)

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty library in a file that does not exist yet."""
        return cls(database.in_new_file(path), path)

    @classmethod
    def memory(cls) -> Self:
        """An empty library in memory."""
        return cls(database.in_memory(), None)

    def close(self) -> None:
        """Close the file; the library cannot be used afterwards."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def format(self) -> int:
        """The format it was written in."""
        return int(self.select("pragma user_version")[0][0])

    @property
    def generation(self) -> int:
        """Grows with every change; the search indexes are trusted only if built at this generation."""
        return int(self.select("select generation from state")[0][0])

    def entries(self, where: Where | None = None, *, active: bool = True) -> tuple[Entry, ...]:
        """The reports meant, by agency then year; without `where` all, with `active` false also those replaced."""
        wanted, values = condition(where or Where(active=active), listed_first=True)
        return self._shapes(records.entry, self.select(f"{records.ENTRY} where {wanted} order by {_ORDER}", values))

    def entry(self, report: str) -> Entry:
        """One report, active or not. Raises Usage where there is none."""
        for found in self._made(records.entry, records.ENTRY, [("r.id = ?", report)]):
            return found
        raise _no_report(report)

    def figures(
        self, *, reports: _Names = None, table: str | None = None, rows: _Names = None, columns: _Names = None
    ) -> tuple[Figure, ...]:
        """Cells that fit, reports by agency then year, cells in the form's order, rows not of the form last.

        Without `reports`, of every active report.
        """
        return tuple(self.each_figure(reports=reports, table=table, rows=rows, columns=columns))

    def each_figure(
        self, *, reports: _Names = None, table: str | None = None, rows: _Names = None, columns: _Names = None
    ) -> Iterator[Figure]:
        """The same, a few reports at a time: those of very many need not be held."""
        with database.errors(self.path), self._sense():
            yield from figures.read(self._connection, self.path, reports, table=table, rows=rows, columns=columns)

    def counts(self, *, reports: Collection[str] | None = None) -> tuple[Count, ...]:
        """Numbers of the prose, in the reports' order; without `reports`, of every active report."""
        return self._made(records.count, records.COUNT, _of(reports), then="c.key")

    def passages(
        self,
        *,
        reports: Collection[str] | None = None,
        number: int | None = None,
        kinds: Collection[str] | None = None,
        keys: Collection[int] | None = None,
        holding: str = "",
    ) -> tuple[Passage, ...]:
        """Passages that fit, in the reports' order; without `reports`, of every active report.

        Every character of `holding` stands in them or in the headings over them.
        """
        filters = [("p.number = ?", number), (among("p.kind"), listed(kinds)), (among("p.key"), listed(keys))]
        filters += [("instr(p.text || p.heading, ?)", character) for character in dict.fromkeys(holding)]
        return self._made(records.passage, records.PASSAGE, [*_of(reports), *filters], then="p.key")

    def lines(self, report: str) -> tuple[str, ...]:
        """The decoded text of a report, line 1 first. Raises Usage where there is no such report."""
        found = self.select("select lines from report join text on report = key where id = ?", (report,))
        if not found:
            raise _no_report(report)
        with self._sense():
            return tuple(packing.unpack(found[0][0]).split("\n"))

    def names(self) -> tuple[tuple[str, str, str], ...]:
        """(name, origin, report id) of every way to say an agency or its place, of the active reports."""
        sql = "select n.text, n.origin, r.id from report r join name n on n.report = r.key where r.active"
        return tuple(self.select(f"{sql} order by {_ORDER}, n.rowid"))

    def digests(self) -> dict[str, tuple[str, str]]:
        """path → (report id, sha256) of every file in the library, in the order they were added."""
        rows = self.select("select path, id, digest from report order by key")
        return {path: (id_, digest) for path, id_, digest in rows}

    def holding(self, path: str) -> tuple[str, str] | None:
        """(report id, sha256) of the file of that path, or whose copy stands there; None where there is none."""
        sql = (
            "select id, digest from report where path = ?1 union all "
            "select r.id, r.digest from copy c join report r on r.key = c.report where c.path = ?1"
        )
        return next(iter(self.select(sql, (path,))), None)

    def path_of(self, report: str) -> str:
        """Where a report was read. Raises Usage where there is no such report."""
        return str(self._row_of(report)[1])

    def yielding_to(self, report: str) -> tuple[tuple[str, Standing], ...]:
        """(id, standing) of the reports that do not count because this one does."""
        with database.errors(self.path):
            return tuple((id_, Standing(*row)) for id_, *row in rivals.yielding(self._connection, report))

    def standing(self, report: str) -> Standing:
        """Whether a report counts, and why not. Raises Usage where there is no such report."""
        for row in self.select("select relation, counterpart, because from report where id = ?", (report,)):
            return Standing(*row)
        raise _no_report(report)

    def alike(self, report: str, most: int = 3) -> tuple[str, ...]:
        """Ids of the other reports whose prose shares most rare clauses with that of one, most first."""
        with database.errors(self.path):
            return rivals.alike(self._connection, report, most)

    def marks_sorted(self, number: int) -> AbstractContextManager[None]:
        """So many reports are asked for those `alike` within: what each would go through is sorted once."""
        return rivals.marks_sorted(self._connection, self.path, number)

    def of_year(self, places: Collection[tuple[str, ...]], kind: str, agency: str, year: int) -> str | None:
        """Id of the report of an agency for a year, perhaps under a former name; None where none or several fit."""
        with database.errors(self.path):
            return rivals.of_year(self._connection, places, kind, agency, year)

    def told(self, path: str, digest: str) -> Told:
        """What a person said about the report of this path, or of these bytes wherever they stood."""
        sql = "select agency, place, year from told where path = ? or digest = ? order by path = ? desc limit 1"
        for agency, place, year in self.select(sql, (path, digest, path)):
            return Told(agency, None if place is None else tuple(json.loads(place)), year)
        return Told()

    def told_of(self, report: str) -> Told:
        """What a person said about a report of the library. Raises Usage where there is no such report."""
        return self.told(*self._row_of(report)[1:])

    def together(self) -> AbstractContextManager[None]:
        """Store everything within as one: all of it or nothing, and faster than each by itself."""
        return self._writing()

    def add(
        self,
        report: Report,
        cells: Sequence[Figure],
        counts: Sequence[Count],
        passages: Sequence[Passage],
        identity: Identity | None = None,
    ) -> tuple[str, str]:
        """Store a report in one transaction; returns (id, `added`, `replaced`, `unchanged` or `duplicate`).

        The path decides which report it is, the bytes whether it changed; the same bytes under another path are a
        duplicate of the report already there. `identity` is that of the agency and place which a person told, where
        one did, else of the report's own.
        """
        return self.keep(rows_of(report, cells, counts, passages), identity)

    def keep(self, rows: Rows, identity: Identity | None = None) -> tuple[str, str]:
        """Store a report that is made into rows already; see `add`."""
        path, digest = rows.path, rows.digest
        told = self.told(path, digest)
        identity = identity or Identity(told.place or (), "person" if told.place else "")
        with self._writing():
            old = self.select("select id, digest, key from report where path = ?", (path,))
            if old and old[0][1] == digest:
                return str(old[0][0]), "unchanged"
            rivals.forget_copy(self._connection, path)
            if twin := self.select("select id, key from report where digest = ?", (digest,)):
                rivals.keep_copy(self._connection, path, rows.file, twin[0][1])
                return str(twin[0][0]), "duplicate"
            id_ = str(old[0][0]) if old else self._free_id(Path(rows.file).stem)
            before = self._forget(id_)
            key = keep(self._connection, rows, {"id": id_, **records.said_columns(told)}, identity)
            rivals.keep_likeness(self._connection, key, rows, self._content)
            rivals.settle_standing(self._connection, {*before, key})
        return id_, "replaced" if old else "added"

    def sort_marks(self) -> None:
        """Make whose prose is whose found fast among the reports stored so far too, where these are many."""
        for sql, values in rivals.loose_marks(self._connection):
            with self._writing():
                self._connection.execute(sql, values)

    def move(self, report: str, *, path: str, file: str) -> None:
        """The file of a report stands elsewhere now."""
        with self._writing():
            self._update(self._row_of(report)[0], {"path": path, "file": file})

    def remove(self, *reports: str) -> None:
        """Forget reports and everything of them, except what a person told; all of them or none.

        Raises Usage where there is no such report.
        """
        with self._writing():
            for report in reports:
                self._row_of(report)
                rivals.settle_standing(self._connection, self._forget(report))

    def set(
        self,
        report: str,
        *,
        agency: str | None = None,
        place: tuple[str, ...] | None = None,
        year: int | None = None,
        identity: Identity | None = None,
    ) -> None:
        """Keep what a person knows and the file does not say; it survives re-adding. None leaves a thing as it is.

        `identity` belongs to the agency and place as they are afterwards; without it only the place changes.
        """
        key, path, digest = self._row_of(report)
        before = self.told(path, digest)
        told = Told(agency or before.agency, before.place if place is None else place, year or before.year)
        changed = records.said_columns(told) | ({} if told.place is None else {"place_from": "person"})
        with self._writing():
            self._keep_told(path, digest, told)
            self._settle(key, changed, identity)

    def unset(self, report: str, told: Told, agency: str, year: int | None, identity: Identity) -> None:
        """Keep of what a person said only `told`; agency, year and identity are those of the report from now on."""
        key, path, digest = self._row_of(report)
        with self._writing():
            self._connection.execute("delete from told where path = ? or digest = ?", (path, digest))
            if told != Told():
                self._keep_told(path, digest, told)
            self._settle(key, {"agency": agency, "year": year} | records.said_columns(told), identity)

    def _settle(self, key: int, columns: dict[str, object], identity: Identity | None) -> None:
        """Whose report it is, from now on; which of several counts may change with it."""
        neighbours = rivals.near(self._connection, {key})
        self._update(key, columns if identity is None else columns | records.identity_columns(identity))
        if identity:
            self._connection.execute("delete from name where report = ?", (key,))
            keep_names(self._connection, key, identity)
        rivals.settle_standing(self._connection, neighbours)

    def keep_told(self, of: "Library") -> None:
        """Take over what a person told another library."""
        told = of.select("select path, digest, agency, place, year from told")
        with self._writing():
            self._connection.executemany("insert into told values (?, ?, ?, ?, ?)", told)

    def moment(self, stopped: Callable[[], bool] | None = None) -> AbstractContextManager[None]:
        """What is read within is of one moment, whatever others change; they wait. Raises Stopped once that is so."""
        return database.moment(self._connection, self.path, stopped)

    def apart(self) -> AbstractContextManager[None]:
        """Something long within a moment; what is read after it is of another."""
        return database.apart(self._connection, self.path)

    def require_writable(self) -> None:
        """Raise HomeUnwritable or LibraryBusy now rather than after a long piece of work."""
        database.require_writable(self._connection, self.path)

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the file, in SQLite's words; empty where it is sound."""
        with database.errors(self.path), self.moment():
            return health.faults(self._connection)

    def sizes(self) -> dict[str, int]:
        """Bytes of each part: `values` and states, `printed` around them, `text`, other tables, and those `unused`."""
        with database.errors(self.path):
            return health.sizes(self._connection)

    def select(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        """The rows of a select: for the modules of this room."""
        with database.errors(self.path):
            return self._connection.execute(sql, values).fetchall()

    def _made(
        self, make: Callable[..., _SHAPE], select: str, where: Iterable[tuple[str, object]], then: str = "r.key"
    ) -> tuple[_SHAPE, ...]:
        """The shapes of the rows that satisfy every condition whose value is not None, in the reports' order."""
        kept = [(condition, value) for condition, value in where if value is not None]
        wanted = f" where {' and '.join(condition for condition, _ in kept)}" if kept else ""
        return self._shapes(make, self.select(f"{select}{wanted} order by {_ORDER}, {then}", [v for _, v in kept]))

    def _shapes(self, make: Callable[..., _SHAPE], rows: Iterable[Sequence[Any]]) -> tuple[_SHAPE, ...]:
        with self._sense():
            return tuple(make(*row) for row in rows)

    @contextmanager
    def _sense(self) -> Iterator[None]:
        """A row that makes no sense is damage."""
        try:
            yield
        except records.DAMAGE as error:
            raise database.damaged(self.path) from error

    def _writing(self) -> AbstractContextManager[None]:
        return database.transaction(self._connection, self.path)

    def _row_of(self, report: str) -> tuple[int, str, str]:
        """Key, path and sha256. Raises Usage where there is no such report."""
        for key, path, digest in self.select("select key, path, digest from report where id = ?", (report,)):
            return key, path, digest
        raise _no_report(report)

    def _forget(self, report: str) -> frozenset[int]:
        """Delete a report; returns the keys of those that it may have stood in for."""
        keys = {key for (key,) in self.select("select key from report where id = ?", (report,))}
        if not keys:
            return frozenset()
        beside = rivals.near(self._connection, keys)
        self.select("delete from report where id = ?", (report,))
        return beside - keys

    def _content(self, key: int) -> tuple[tuple[Figure, ...], tuple[Passage, ...]]:
        ((id_,),) = self.select("select id from report where key = ?", (key,))
        return self.figures(reports=[id_]), self.passages(reports=[id_])

    def _free_id(self, stem: str) -> str:
        id_, n = stem, 1
        while self.select("select 1 from report where id = ?", (id_,)):
            n += 1
            id_ = f"{stem}-{n}"
        return id_

    def _update(self, key: int, columns: dict[str, object]) -> None:
        assigned = ", ".join((*(f"{name} = ?" for name in columns), "stamp = random()"))
        self._connection.execute(f"update report set {assigned} where key = ?", (*columns.values(), key))

    def _keep_told(self, path: str, digest: str, told: Told) -> None:
        place = None if told.place is None else to_json(told.place)
        kept = (path, digest, told.agency, place, told.year)
        self._connection.execute("insert or replace into told values (?, ?, ?, ?, ?)", kept)


def _of(reports: Collection[str] | None) -> list[tuple[str, object]]:
    # The plus keeps SQLite from going through nearly all reports by that: by the passages' keys it is a thousandth.
    return [("+r.active = ?", 1 if reports is None else None), (among("r.id"), listed(reports))]


def _no_report(report: str) -> Usage:
    return Usage(
        f"库中没有 {report}。用 nianbao reports 查看已载入的报告。",
        f"no report {report} in the library. `nianbao reports` lists those loaded.",
    )
