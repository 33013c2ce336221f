"""The SQL of figures: their values on the sheets, what is printed around them aside."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import apsw

from corpus.library import aside, database
from corpus.library.aside import Of
from corpus.library.sheets import SHEETS, Sheet, Stored
from corpus.library.where import among, listed
from corpus.report import Figure

_AT_ONCE = 500
"""Reports that are read in one moment: whoever writes waits for no more."""
_NUMBERS = {sheet.name: n for n, sheet in enumerate(SHEETS)}
_ORDER = "r.agency, r.year, r.id"

_PRINTED = """
select r.id, r.agency, r.year, r.file, r.path, r.shelf, p.part, p.cells from report r join printed p on p.report = r.key
where {where} order by {order}, p.part
"""


def read(
    connection: apsw.Connection,
    path: Path | None,
    reports: Collection[str] | None,
    *,
    table: str | None,
    rows: Collection[str] | None,
    columns: Collection[str] | None,
) -> Iterator[Figure]:
    """The figures that fit of some reports, or of every active one, reports by agency then year.

    Raises one of `records.DAMAGE` where what is stored makes no sense.
    """
    every = _in_order(connection, reports) if reports is None or len(reports) > _AT_ONCE else list(reports)
    for start in range(0, len(every), _AT_ONCE):
        # What is printed around a value stands in another table than the value.
        with database.moment(connection, path):
            found = list(_read(connection, every[start : start + _AT_ONCE], table, rows, columns))
        yield from found


def _in_order(connection: apsw.Connection, reports: Collection[str] | None) -> list[str]:
    where, values = ("active", ()) if reports is None else (among("id"), (listed(reports),))
    return [id_ for (id_,) in connection.execute(f"select id from report r where {where} order by {_ORDER}", values)]


def _read(
    connection: apsw.Connection,
    reports: Sequence[str],
    table: str | None,
    rows: Collection[str] | None,
    columns: Collection[str] | None,
) -> Iterator[Figure]:
    where = among("r.id")
    if table is not None:
        where = f"{where} and p.part in ({', '.join(map(str, aside.parts_of(table)))})"
    sql = _PRINTED.format(where=where, order=_ORDER)
    found: list[Any] = connection.execute(sql, (listed(reports),)).fetchall()
    for *of, shelf, part, cells in found:
        row_of = partial(_row, connection, shelf, {})
        for figure in aside.together(Of(*of), part, cells, row_of, rows, columns):
            if table in (None, figure.table):
                yield figure


def _row(connection: apsw.Connection, shelf: int, read: dict[str, Sequence[Stored]], sheet: Sheet) -> Sequence[Stored]:
    """The columns of a report on a sheet, kept in `read`. Raises ValueError where it has none."""
    if sheet.name in read:
        return read[sheet.name]
    sql = f"select {', '.join(sheet.columns)} from {sheet.name} where key = ? and sheet = ?"
    found: list[Any] = connection.execute(sql, (shelf, _NUMBERS[sheet.name])).fetchall()
    if not found:
        raise ValueError(f"not on {sheet.name}: {shelf}")
    read[sheet.name] = found[0]
    return read[sheet.name]
