"""A report as the rows that the library keeps of it, made once by whoever reads the file, perhaps another process.

Rows hold text, numbers and bytes alone: they cross from process to process in an eighth of the bytes of the shapes, and
who stores them has nothing to work out any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import apsw

from corpus.identity.normal import normalise
from corpus.library import aside, packing, records, remarks
from corpus.library.records import Identity
from corpus.library.sheets import SHEETS, Stored, to_row
from corpus.report import Count, Figure, Passage, Report


@dataclass(frozen=True, slots=True)
class Rows:
    """All of a report that is stored, but what a person told and who else has the same text."""

    columns: Mapping[str, object]
    """Of the table `report`, by name; agency and year as printed."""
    text: bytes
    sheets: tuple[tuple[int, tuple[Stored, ...]], ...]
    """(number of a sheet, what stands on it)."""
    parts: tuple[tuple[int, bytes], ...]
    """(part, what is printed around its figures)."""
    remarks: tuple[tuple[str, str], ...]
    """(field, code)."""
    counts: tuple[tuple[object, ...], ...]
    passages: tuple[tuple[object, ...], ...]
    marks: tuple[int, ...]
    """By which the report is known again."""
    of_tables: tuple[int, ...]
    """Those of them that its tables have."""

    @property
    def path(self) -> str:
        """Where the file stands."""
        return str(self.columns["path"])

    @property
    def file(self) -> str:
        """Its name below the folder added."""
        return str(self.columns["file"])

    @property
    def digest(self) -> str:
        """The sha256 of its bytes."""
        return str(self.columns["digest"])

    @property
    def agency(self) -> str:
        """As printed."""
        return str(self.columns["agency"])


def rows_of(report: Report, cells: Sequence[Figure], counts: Sequence[Count], passages: Sequence[Passage]) -> Rows:
    """The rows of a report and of all that was found in it."""
    from corpus.checking import likeness  # only what adds a report pays for it

    apart = aside.put_apart(cells)
    tables = likeness.table_marks(likeness.values(cells))
    sheets = ((n, apart.values[sheet.name]) for n, sheet in enumerate(SHEETS) if sheet.name in apart.values)
    return Rows(
        columns=records.report_columns(report, cells, len(passages)) | {"sheets": apart.sheets},
        text=packing.pack(records.text_of(report.document.lines)),
        sheets=tuple((n, tuple(to_row(SHEETS[n], values))) for n, values in sheets),
        parts=apart.parts,
        remarks=remarks.of(cells, counts),
        counts=tuple(map(records.count_row, counts)),
        passages=tuple(map(records.passage_row, passages)),
        marks=tuple(sorted(tables | likeness.prose_marks(likeness.clauses(passages)))),
        of_tables=tuple(sorted(tables)),
    )


def keep(connection: apsw.Connection, rows: Rows, told: Mapping[str, object], identity: Identity) -> int:
    """Store a report of which nothing is stored, and give its key; columns that are told go before those printed."""
    columns = {**rows.columns, **told, **records.identity_columns(identity)}
    sql = f"insert into report ({', '.join(columns)}) values ({_marks(len(columns))}) returning key, shelf"
    ((report, shelf),) = connection.execute(sql, tuple(columns.values()))
    keep_names(connection, report, identity)
    for n, row in rows.sheets:
        connection.execute(f"insert into {SHEETS[n].name} values ({_marks(2 + len(row))})", (shelf, n, *row))
    for table, kept in (
        ("text", [(report, rows.text)]),
        ("printed", [(report, *part) for part in rows.parts]),
        ("remark", [(*remark, report) for remark in rows.remarks]),
        ("count", [(None, report, *count) for count in rows.counts]),
        ("passage", [(None, report, *passage) for passage in rows.passages]),
        ("mark", [(report, mark) for mark in rows.marks]),
        ("sorted_mark", [(mark, report) for mark in rows.of_tables]),
        ("unsorted", [(report,)]),
    ):
        if kept:
            connection.executemany(f"insert into {table} values ({_marks(len(kept[0]))})", kept)
    return int(report)


def keep_names(connection: apsw.Connection, report: int, identity: Identity) -> None:
    """Store the ways to say the agency of a report, which has none yet."""
    named = [(report, text, origin, normalise(text)) for text, origin in identity.names]
    spelt = [pair for *_, normal in named for pair in records.gapped(normal)]
    connection.executemany("insert into name values (?, ?, ?, ?)", named)
    connection.executemany("insert into spelling values (?, ?)", spelt)


def _marks(count: int) -> str:
    return ", ".join("?" * count)
