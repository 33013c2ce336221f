"""Which reports could stand in for one another, read from the library and written back to it.

The SQL of the tables `mark`, `sorted_mark`, `unsorted`, `twin` and `copy`, and of the columns that say why a report
does not count.

A report's marks stand under it in `mark`, and by their number in `sorted_mark`, where each has a page of its own:
eighty a report, written with every few reports, would be most of what the disk has to write. So only the marks of its
tables, by which a twin is known at once, are sorted with the report; those of its prose when there are many, and until
then the report is `unsorted`.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw

from corpus.library import database
from corpus.library.packing import to_json
from corpus.library.rows import Rows
from corpus.library.standing import Rival, settle
from corpus.library.where import among
from corpus.report import Figure, Passage

_MOST = 20
"""Reports that are compared with a new one, those with most marks in common first."""
_COMMON = 64
"""A mark that so many reports have is nobody's own."""
_IS_RARE = f"(select count(*) from (select 1 from sorted_mark o where o.hash = {{}} limit {_COMMON + 1})) <= {_COMMON}"
_FEW = 4
"""Marks that two reports share by chance."""
_LOOSE = 8_192
"""Reports whose marks are read one by one: it takes a tenth of a second. When there are as many, they are sorted."""
_RANGE = 1 << 60
"""Of the 64 bits of a mark, those that are sorted at once: a sixteenth of them, so that no reader waits for long."""
_RIVAL = """
select id, agency, place, kind, year, told, named, revised, dated, states, passages, digest from report where key = ?
"""
_NEXT = """
select other.key from report r join report other on other.place = r.place and other.year = r.year
    and (substr(other.agency, -length(r.agency)) = r.agency or substr(r.agency, -length(other.agency)) = other.agency)
    where r.key = ? and r.place <> '[]'
union select other from twin where report = ?1
"""
_VALUES = ("printed", "inferred")
_UNSORTED_MARKS = "select m.hash, m.report from unsorted cross join mark m using (report)"
_SORTED = "loose_mark (hash integer, report integer, primary key (hash, report)) without rowid"
_MANY = 50
"""From so many look-ups on sorting what each would go through takes less time."""


def keep_likeness(
    connection: apsw.Connection,
    report: int,
    rows: Rows,
    content: Callable[[int], tuple[Sequence[Figure], Sequence[Passage]]],
) -> None:
    """Store which reports have the same text as one whose rows are stored; `content` gives a report by its key."""
    every = len(rows.marks)
    namesakes = [key for key in _of_one_name(connection, report) if 2 * _common(connection, report, key) >= every]
    candidates = dict.fromkeys((*_sharing(connection, report, rows.of_tables), *namesakes))
    if not candidates:
        return
    from corpus.checking import likeness  # only what adds a report pays for it

    figures, passages = content(report)
    # Its own words are those without its own name, whatever a person told.
    own = likeness.clauses(replace(passage, agency=rows.agency) for passage in passages)
    cells = likeness.values(figures)
    for other in candidates:
        printed, said = content(other)
        alike = likeness.likeness(own, cells, likeness.clauses(said), likeness.values(printed))
        if alike.strong or alike.same_text:
            pairs = ((report, other, alike.strong), (other, report, alike.strong))
            connection.executemany("insert into twin values (?, ?, ?)", pairs)


@contextmanager
def marks_sorted(connection: apsw.Connection, path: Path | None, number: int) -> Iterator[None]:
    """Have the marks of the reports stored so far sorted for this connection, where so many are looked up.

    Reports that others store meanwhile are not found within.
    """
    if number < _MANY:
        yield
        return
    with database.errors(path):
        connection.execute(f"create temp table {_SORTED}")
        connection.execute(f"insert into temp.loose_mark {_UNSORTED_MARKS} order by 1, 2")
    try:
        yield
    finally:
        with database.errors(path):
            connection.execute("drop table temp.loose_mark")


def alike(connection: apsw.Connection, report: str, most: int) -> tuple[str, ...]:
    """Ids of the reports that share most rare marks with one: a mark that many have is a county's draft."""
    is_sorted = connection.table_exists("temp", "loose_mark")
    of_sorted = "select hash, m.report from own cross join temp.loose_mark m using (hash)"
    loose = of_sorted if is_sorted else f"{_UNSORTED_MARKS} where m.hash in own"
    sql = f"""
    with own(hash) as materialized (select m.hash from report r join mark m on m.report = r.key where r.id = ?1 and
            {_IS_RARE.format("m.hash")}),
        holder(hash, report) as materialized
            (select hash, s.report from own join sorted_mark s using (hash) union {loose}),
        rare(hash) as (select hash from holder group by hash having count(*) <= {_COMMON})
    select r.id from rare join holder using (hash) join report r on r.key = holder.report
    where r.id <> ?1 and r.active group by r.id having count(*) >= {_FEW} order by count(*) desc, r.id limit ?2
    """
    return tuple(id_ for (id_,) in connection.execute(sql, (report, most)))


def of_year(
    connection: apsw.Connection, places: Collection[tuple[str, ...]], kind: str, agency: str, year: int
) -> str | None:
    """Id of the report of an agency for a year, perhaps under a former name; None where none or several fit."""
    sql = """
    select id, agency from report where active and year = ? and place in (select value from json_each(?))
        and (agency = ? or (kind = ? and kind not in ('', '乡镇', '街道'))) order by agency <> ?
    """
    named = to_json([to_json(place) for place in places])
    rows = connection.execute(sql, (year, named, agency, kind, agency)).fetchall()
    return str(rows[0][0]) if rows and (rows[0][1] == agency or len(rows) == 1) else None


def keep_copy(connection: apsw.Connection, path: str, file: str, report: int) -> None:
    """The same bytes as a report's stand at another path too."""
    connection.execute("insert or replace into copy values (?, ?, ?)", (path, file, report))


def forget_copy(connection: apsw.Connection, path: str) -> None:
    """Other bytes stand at that path now."""
    connection.execute("delete from copy where path = ?", (path,))


def loose_marks(connection: apsw.Connection) -> Iterator[tuple[str, tuple[int, ...]]]:
    """SQL and its values that sort the marks of the reports stored so far; nothing while these are few.

    Each is a transaction of its own: what is found is the same before, between and after them.
    """
    ((number, last),) = connection.execute("select count(*), max(report) from unsorted")
    if number < _LOOSE:
        return
    sort = """
    insert or ignore into sorted_mark select hash, report from unsorted cross join mark using (report)
        where report <= ? and hash between ? and ? order by hash, report
    """
    for lowest in range(-(1 << 63), 1 << 63, _RANGE):
        yield sort, (last, lowest, lowest + _RANGE - 1)
    yield "delete from unsorted where report <= ?", (last,)


def _sharing(connection: apsw.Connection, report: int, marks: Collection[int]) -> list[int]:
    """Keys of the reports that share rare marks with one, those with most first."""
    sql = f"""
    with rare(hash) as (select value from json_each(?) where {_IS_RARE.format("value")})
    select s.report from rare join sorted_mark s using (hash) where s.report <> ?
    group by s.report order by count(*) desc, s.report limit {_MOST}
    """
    return [key for (key,) in connection.execute(sql, (to_json(sorted(marks)), report))]


def _of_one_name(connection: apsw.Connection, report: int) -> list[int]:
    """Keys of the reports that bear the same agency's name and may be of the same year."""
    sql = f"""
    select other.key from report r join report other on other.agency = r.agency and other.key <> r.key
    where r.key = ? and (r.year is null or other.year is null or other.year = r.year) order by other.key limit {_MOST}
    """
    return [key for (key,) in connection.execute(sql, (report,))]


def _common(connection: apsw.Connection, report: int, other: int) -> int:
    """How many marks two reports share."""
    sql = "select 1 from mark a join mark b on b.hash = a.hash and b.report = ? where a.report = ?"
    return len(connection.execute(sql, (other, report)).fetchall())


def near(connection: apsw.Connection, reports: Collection[int]) -> frozenset[int]:
    """The reports with all that could stand in for them, and for those, and so on."""
    found: set[int] = set()
    open_ = set(reports)
    while open_:
        key = open_.pop()
        found.add(key)
        open_.update(other for (other,) in connection.execute(_NEXT, (key,)) if other not in found)
    return frozenset(found)


def settle_standing(connection: apsw.Connection, reports: Collection[int]) -> None:
    """Decide again which of these and of all near them count."""
    keys = near(connection, reports)
    rivals = [rival for key in sorted(keys) for rival in _rivals(connection, key)]
    sql = f"select id, active, relation, counterpart, because from report where {among('key')}"
    before = {id_: told for id_, *told in connection.execute(sql, (to_json(sorted(keys)),))}
    change = "update report set active = ?, relation = ?, counterpart = ?, because = ? where id = ?"
    for id_, standing in settle(rivals).items():
        told = [int(not standing.relation), standing.relation, standing.counterpart, standing.because]
        # Mostly nothing changes; what is written again is written to every index that knows which reports count.
        if told != before[id_]:
            connection.execute(change, (*told, id_))


def yielding(connection: apsw.Connection, report: str) -> list[tuple[str, str, str, str]]:
    """(id, relation, counterpart, because) of the reports that do not count because that one does."""
    keys = near(connection, {key for (key,) in connection.execute("select key from report where id = ?", (report,))})
    sql = f"""
    select id, relation, counterpart, because from report where {among("key")} and counterpart = ? order by id
    """
    return list(connection.execute(sql, (to_json(sorted(keys)), report)))


def _rivals(connection: apsw.Connection, key: int) -> list[Rival]:
    twins = "select r.id, t.strong from twin t join report r on r.key = t.other where t.report = ?"
    of = {id_: bool(strong) for id_, strong in connection.execute(twins, (key,))}
    return [_rival(row, of) for row in connection.execute(_RIVAL, (key,))]


def _rival(row: Sequence[Any], twins: dict[str, bool]) -> Rival:
    id_, agency, place, kind, year, told, named, revised, dated, states, passages, digest = row
    counted = json.loads(states)
    return Rival(
        report=id_,
        agency=agency,
        place=tuple(json.loads(place)),
        kind=kind,
        year=year,
        told="agency" in json.loads(told),
        named=named,
        revised=bool(revised),
        dated=dated or "",
        cells=sum(counted.get(state, 0) for state in _VALUES),
        passages=passages,
        digest=digest,
        twins=twins,
    )
