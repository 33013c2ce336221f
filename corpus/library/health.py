"""What `doctor` asks of the library's file: is it whole, and what does a report cost."""

from collections import Counter
from collections.abc import Iterator

import apsw

from corpus.library import strips
from corpus.library.aside import ODD
from corpus.library.sheets import MIXED, SHEETS, SHELF

_SHEETS = frozenset(sheet.name for sheet in SHEETS)


def faults(connection: apsw.Connection) -> tuple[str, ...]:
    """What is wrong with the file, in SQLite's words where it has some; empty where it is sound."""
    try:
        return tuple(_faults(connection))
    except (apsw.CorruptError, apsw.NotADBError, apsw.IOError, UnicodeDecodeError) as error:
        return (str(error),)


def _faults(connection: apsw.Connection) -> Iterator[str]:
    yield from (line for (line,) in connection.execute("pragma integrity_check") if line != "ok")
    yield from (f"orphan in {table}" for table, *_ in connection.execute("pragma foreign_key_check"))
    yield from (f"{what} of {id_}" for what, sql in _parts() for (id_,) in connection.execute(f"{sql} limit 1"))
    yield from (f"strips of bay {bay}" for bay in strips.faults(lambda sql, v: connection.execute(sql, v).fetchall()))


def _parts() -> Iterator[tuple[str, str]]:
    """(part of a report, SQL for the ids of reports that lost theirs): SQLite cannot know of what is not there."""
    without = "select r.id from report r where {held} <> exists (select 1 from {where})"
    yield "text", without.format(held=1, where="text t where t.report = r.key")
    for n, sheet in enumerate(SHEETS):
        held = f"((r.sheets >> {n}) & 1)"
        yield sheet.name, without.format(held=held, where=f"{sheet.name} s where s.key = r.shelf")
        owner = f"select 1 from report r where r.shelf = s.key and r.key = s.key % {SHELF}"
        yield sheet.name, f"select s.key from {sheet.name} s where not exists ({owner})"
    both = f"editions = '{MIXED}'"
    listed = f"select shelf from report indexed by report_mixed where {both}"
    alone = f"select shelf from report not indexed where {both}"
    differ = f"(select count(*) from ({listed})) <> (select count(*) from ({alone}))"
    yield "report_mixed", f"select 1 where {differ} or exists ({alone} and shelf not in ({listed}))"
    counted = "select active, coalesce(year, 0), editions, count(*) from report group by 1, 2, 3"
    kept = "select active, year, editions, reports from tally where reports <> 0"
    yield (
        "tally",
        f"select * from (select 1 from ({counted} except {kept}) union all select 1 from ({kept} except {counted}))",
    )
    # To look up each of them would take minutes in a large library; that they add up to the same takes seconds.
    sums = "count(*), sum(report), sum(hash & 65535), sum(hash >> 48), sum((hash & 65535) * (report & 65535))"
    settled = "where report not in (select report from unsorted)"
    both = " is ".join(f"(select {sums} from {table} {settled})" for table in ("mark", "sorted_mark"))
    yield "sorted marks", f"select 'the library' where not ({both})"
    for part in range(ODD + 1):
        held = f"((r.sheets >> {len(SHEETS) + part}) & 1)"
        yield f"part {part}", without.format(held=held, where=f"printed p where p.report = r.key and p.part = {part}")


def sizes(connection: apsw.Connection) -> dict[str, int]:
    """Bytes that each part of the library fills, indexes with their tables, the largest first; `unused` those free."""
    sql = """
    select case when m.name is null then 'schema' else m.tbl_name end, sum(d.pgsize), sum(d.unused)
    from dbstat d left join sqlite_schema m on m.name = d.name where d.aggregate = true group by 1
    """
    found: Counter[str] = Counter()
    for table, size, unused in connection.execute(sql):
        found["values" if table in _SHEETS else table] += size - unused
        found["unused"] += unused
    return dict(found.most_common())
