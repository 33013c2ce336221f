"""What is printed around a figure: raw text, label, line, notes, proof. Beside the values, which stand on the sheets.

A report has up to four parts: its cells of 表二, of 表三, of 表四, and the rows that the form does not have. Each is a
list of printed rows in their order, as compressed JSON. A row is

    [row, printed, line, odd, columns]

`row` its number in the form, or [table, row, edition, of the form]; `printed` the text of the row, in a list without
its values where they end it, 1 where it is that of the row before; `line` its line or [line, last line, page]; `odd` by
the number of a cell in the row what is not as its value tells; `columns` their names where they are not the form's. The
last two are left off where there are none. What the sheets tell is not told again.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

from corpus import form
from corpus.library import packing, sheets
from corpus.library.packing import to_json
from corpus.library.sheets import Sheet, Stored
from corpus.report import Figure, Source, State

ODD = len(form.TABLES)
"""The part, after one of each table of the form, that holds the rows which the form does not have."""
_ROWS = 1000
"""Between the numbers of the rows of two editions."""
_AS_BEFORE = 1
_NOTHING: dict[str, Any] = {}
_RAW = {State.BLANK: "", State.DASH: "/", State.UNREADABLE: ""}


@dataclass(frozen=True, slots=True)
class Apart:
    """The figures of a report as they are stored."""

    values: Mapping[str, Mapping[int, Figure]]
    """Those that stand on a sheet: its name, the number of their column."""
    parts: tuple[tuple[int, bytes], ...]
    """(part, what is printed around its figures)."""

    @property
    def sheets(self) -> int:
        """The bits of the sheets that the report has, and behind them those of its parts."""
        on = sum(1 << n for n, sheet in enumerate(sheets.SHEETS) if sheet.name in self.values)
        return on | sum(1 << len(sheets.SHEETS) + part for part, _ in self.parts)


@dataclass(frozen=True, slots=True)
class Of:
    """Whose figures are read."""

    report: str
    agency: str
    year: int | None
    file: str
    path: str


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed row as it was stored."""

    table: str
    row: str
    edition: str
    in_form: bool
    columns: Sequence[str]
    text: str | list[str] | None
    place: Any
    odd: Mapping[str, dict[str, Any]]


def parts_of(table: str) -> tuple[int, ...]:
    """The parts in which figures of a table stand."""
    return (form.TABLES.index(table), ODD) if table in form.TABLES else (ODD,)


def _part_of(figure: Figure) -> int:
    """The part that holds a figure which stands on no sheet."""
    return form.TABLES.index(figure.table) if figure.in_form and figure.table in form.TABLES else ODD


def put_apart(figures: Sequence[Figure]) -> Apart:
    """The figures of a report, part by part; within a part they keep their order."""
    values: dict[str, dict[int, Figure]] = defaultdict(dict)
    by_part: dict[int, list[Figure]] = defaultdict(list)
    again: set[int] = set()
    for figure in figures:
        place = sheets.place_of(figure)
        if place is None:
            by_part[_part_of(figure)].append(figure)
            again.add(id(figure))
            continue
        sheet, n = place
        by_part[sheet.part].append(figure)
        # A cell that is told a second time stands on no sheet.
        if values[sheet.name].setdefault(n, figure) is not figure:
            again.add(id(figure))
    parts = tuple((part, packing.pack(to_json(list(_rows(by_part[part], again))))) for part in sorted(by_part))
    return Apart(values, parts)


def _rows(figures: Sequence[Figure], again: Collection[int]) -> Iterator[list[object]]:
    by_row = groupby(figures, key=lambda f: (f.table, f.row, f.edition, f.in_form, f.row_raw))
    found = [(*of_row, list(cells)) for of_row, cells in by_row]
    texts = [None, *(text for *_, text, _ in found), None]
    for n, (table, row, edition, in_form, text, cells) in enumerate(found, 1):
        label = _number(table, row, edition, in_form)
        shared = text is not None and text in (texts[n - 1], texts[n + 1])
        printed = _AS_BEFORE if shared and text == texts[n - 1] else text if shared else _shortened(text, cells)
        columns = [cell.column for cell in cells]
        place = cells[0].source
        odd = {}
        for at, cell in enumerate(cells):
            if told := _odd(cell, form.unit(table, cell.column), place, id(cell) in again):
                odd[str(at)] = told
        named = label is None or columns != list(form.rows(edition, table)[label % _ROWS].columns)
        head = [table, row, edition, in_form] if label is None else label
        made = [head, printed, _place(place), odd, columns]
        yield made if named else made[:4] if odd else made[:3]


def _number(table: str, row: str, edition: str, in_form: bool) -> int | None:
    """The number of a row of the form, the editions one after the other; None where the form does not have it."""
    if not in_form or edition not in form.EDITIONS or table not in form.TABLES:
        return None
    labels = _labels(table, edition)
    return form.EDITIONS.index(edition) * _ROWS + labels[row] if row in labels else None


@cache
def _labels(table: str, edition: str) -> Mapping[str, int]:
    return {row.label: n for n, row in enumerate(form.rows(edition, table))}


def _shortened(text: str | None, cells: Sequence[Figure]) -> object:
    """The text of a row without its values, in a list; as it is where it does not end with them."""
    tail = _tail(cells)
    return [text.removesuffix(tail)] if text is not None and tail and text.endswith(tail) else text


def _tail(cells: Sequence[Figure]) -> str:
    return "".join(f" {cell.raw}" for cell in cells if cell.raw)


def _odd(cell: Figure, unit: str | None, place: Source, again: bool) -> dict[str, object]:
    """What its value does not tell of a cell; `unit` is that of the form."""
    told: dict[str, object] = {}
    value, source = cell.value, cell.source
    amount = unit is None and not again
    if again:
        told["s"] = cell.state
    if value is None:
        if cell.raw != _RAW.get(cell.state):
            told["r"] = cell.raw
    else:
        text = str(value)
        if again or not sheets.tells(cell, amount=amount):
            told["v"] = text
        if cell.raw != text:
            told["r"] = cell.raw
    if cell.unit != unit and not amount:
        told["u"] = cell.unit
    if cell.unit_printed != (amount and cell.unit is not None):
        told["U"] = cell.unit_printed
    if cell.proof is not None:
        told["p"] = cell.proof
    if cell.parts:
        told["a"] = [str(part) for part in cell.parts]
    if cell.notes:
        told["n"] = cell.notes
    if source.line != place.line or source.line_end != place.line_end or source.page != place.page:
        told["l"] = _place(source)
    return told


def _place(source: Source) -> object:
    """The line alone where nothing else is told."""
    if source.line_end is None and source.page is None:
        return source.line
    return [source.line, source.line_end, source.page]


def together(
    of: Of,
    part: int,
    packed: bytes,
    row_of: Callable[[Sheet], Sequence[Stored]],
    rows: Collection[str] | None = None,
    columns: Collection[str] | None = None,
) -> Iterator[Figure]:
    """The figures of one part of a report, in their order; `row_of` gives the report's row on a sheet.

    Only those of the rows and columns asked for are made. Raises one of `records.DAMAGE` where the part makes no sense.
    """
    before: Any = None
    for head, text, *rest in json.loads(packing.unpack(packed)):
        before = before if text == _AS_BEFORE else text
        if rows is None or _label(part, head) in rows:
            yield from _figures(of, _printed(part, head, before, *rest), row_of, columns)


def _label(part: int, head: Any) -> str:
    """The row that is printed."""
    return str(head[1]) if isinstance(head, list) else _of_form(part, head).label


@cache
def _of_form(part: int, head: int) -> form.Row:
    return form.rows(form.EDITIONS[head // _ROWS], form.TABLES[part])[head % _ROWS]


def _printed(
    part: int, head: Any, text: Any, place: Any, odd: dict[str, Any] | None = None, columns: Any = None
) -> _Printed:
    if isinstance(head, list):
        table, row, edition, in_form = head
        return _Printed(table, row, edition, in_form, columns, text, place, odd or {})
    of_form = _of_form(part, head)
    return _Printed(
        of_form.table, of_form.label, of_form.edition, True, columns or of_form.columns, text, place, odd or {}
    )


def _figures(
    of: Of, row: _Printed, row_of: Callable[[Sheet], Sequence[Stored]], columns: Collection[str] | None
) -> Iterator[Figure]:
    """The figures of a printed row."""
    found = sheets.places(row.edition) if row.in_form and row.edition in form.EDITIONS else {}
    cells = []
    for n, column in enumerate(row.columns):
        odd = row.odd.get(str(n), _NOTHING)
        place = None if "s" in odd else found[row.table, row.row, column]
        value, state, unit = (None, State(odd["s"]), None) if place is None else sheets.cell(row_of(place[0]), *place)
        if "v" in odd:
            value = Decimal(odd["v"])
        raw = odd["r"] if "r" in odd else _RAW.get(state) if value is None else str(value)
        cells.append((column, value, state, unit, raw, odd))
    text = row.text
    if isinstance(text, list):
        text = text[0] + "".join(f" {raw}" for *_, raw, _ in cells if raw)
    for column, value, state, unit, raw, odd in cells:
        if columns is None or column in columns:
            place = odd.get("l", row.place)
            yield Figure(
                report=of.report,
                agency=of.agency,
                year=of.year,
                edition=row.edition,
                table=row.table,
                row=row.row,
                column=column,
                value=value,
                unit=odd["u"] if "u" in odd else form.unit(row.table, column) if unit is None else unit,
                state=state,
                source=Source(of.file, of.path, *place) if isinstance(place, list) else Source(of.file, of.path, place),
                raw=raw,
                row_raw=text,
                in_form=row.in_form,
                unit_printed=odd.get("U", unit is not None),
                proof=odd.get("p"),
                parts=tuple(Decimal(part) for part in odd.get("a", ())),
                notes=tuple(odd.get("n", ())),
            )
