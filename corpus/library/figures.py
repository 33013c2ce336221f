"""The SQL of figures: their values on the sheets, what is printed around them aside."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any

import apsw

from corpus.library import aside
from corpus.library.aside import Of
from corpus.library.sheets import SHEETS, Sheet, Stored
from corpus.report import Figure

_PRINTED = """
select r.id, r.agency, r.year, r.file, r.path, r.shelf, p.part, p.cells from report r join printed p on p.report = r.key
where {where} order by r.agency, r.year, r.id, p.part
"""


def read(
    connection: apsw.Connection,
    where: str,
    values: Sequence[object],
    *,
    table: str | None,
    rows: Collection[str] | None,
    columns: Collection[str] | None,
) -> Iterator[Figure]:
    """The figures that fit of the reports for which the SQL `where` holds, reports by agency then year.

    Raises one of `records.DAMAGE` where what is stored makes no sense.
    """
    if table is not None:
        where = f"({where}) and p.part in ({', '.join(map(str, aside.parts_of(table)))})"
    found: list[Any] = connection.execute(_PRINTED.format(where=where), tuple(values)).fetchall()
    for *of, shelf, part, cells in found:
        row_of = partial(_row, connection, shelf)
        for figure in aside.together(Of(*of), part, cells, row_of, rows, columns):
            if table in (None, figure.table):
                yield figure


def _row(connection: apsw.Connection, shelf: int, sheet: Sheet) -> Sequence[Stored]:
    """The columns of a report on a sheet. Raises ValueError where it has none."""
    sql = f"select {', '.join(sheet.columns)} from {sheet.name} where key = ? and sheet = ?"
    found: list[Any] = connection.execute(sql, (shelf, SHEETS.index(sheet))).fetchall()
    if not found:
        raise ValueError(f"not on {sheet.name}: {shelf}")
    row: Sequence[Stored] = found[0]
    return row
