"""Where a figure's value and state stand: one wide row a report on each sheet that it prints.

A sheet is a part of the form in one edition: 表二, of 表三 the column of totals, that of natural persons and those of
organisations, 表四. Each of its fields has a column of its own, in the form's order, so that a question about one field
reads few bytes of each report and nothing of what is printed around it. The columns have no type and hold

- an integer: a number printed, whole; of an amount whose unit is printed, its 分, so that 元 and 万元 add up;
- text: any other number, its digits exactly as `Decimal` tells them, behind `~` where it is inferred;
- a blob of one letter: the state of a cell without a value, which can be mistaken for no number;
- null: nothing, the report's tables do not have the cell.

SQLite orders integers before text before blobs: `c < ''` holds for integers alone, `c >= x''` for blobs alone. The
order of sheets and columns is part of the format.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from corpus import form
from corpus.library.packing import to_json
from corpus.report import Figure, State

SHELF = 10**10
"""Places on the shelf of a year: the sheets of one year's reports lie side by side, in the order of their keys."""
SHELVES = 10_000
"""Years. Behind them, each on the shelf of its year, stand the reports that do not count."""
SHELF_OF = f"((iif({{0}}active, 0, {SHELVES}) + coalesce({{0}}year, 0)) * {SHELF} + {{0}}key)"
"""SQL for `report.shelf`, the place of a report's sheets, behind `r.`; an index covers no generated column."""
MIXED = to_json(sorted(form.EDITIONS))
"""`report.editions` where a report prints tables of both."""
Stored = int | str | bytes | None
"""What a column holds."""

FEN = {"元": 100, "千元": 100_000, "万元": 1_000_000, "亿元": 10_000_000_000}
"""分 in each unit of amounts that are known."""
LARGEST = 10**11
"""Of the integers that are kept as such: a sum of forty in each of a million reports is exact in 64 bits."""
LARGEST_FEN = 10**13
_CODES = {state: state.value[:1].encode() for state in State}
_STATES = {code: state for state, code in _CODES.items()}
_INFERRED = "~"
_WITH_VALUE = (State.PRINTED, State.INFERRED)
_PARTS = (
    (form.ACTIVE, "active", None),
    (form.REQUESTS, "total", ("总计",)),
    (form.REQUESTS, "person", ("自然人",)),
    (form.REQUESTS, "organisation", form.columns("2019", form.NEW_REQUESTS, form.ORGANISATIONS)),
    (form.REVIEW, "review", None),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of the form in one edition, and its table in the library."""

    name: str
    """Of its table: `active_2019`."""
    edition: str
    table: str
    part: int
    """The number of that table."""
    fields: tuple[tuple[str, str], ...]
    """(row, column) of each of its columns c0, c1 …"""
    amount: int | None
    """Which of them is an amount of money: `unit` is its unit as printed, `places` the decimals of its integer."""
    columns: tuple[str, ...]
    """The names of its columns, without the key."""


def _sheet(edition: str, table: str, name: str, columns: tuple[str, ...] | None) -> Sheet:
    fields = [f for f in form.fields(edition, table) if columns is None or f.column in columns]
    amount = next((n for n, field in enumerate(fields) if field.unit is None), None)
    named = *(f"c{n}" for n in range(len(fields))), *(() if amount is None else ("unit", "places"))
    return Sheet(
        f"{name}_{edition}",
        edition,
        table,
        form.TABLES.index(table),
        tuple((f.row, f.column) for f in fields),
        amount,
        named,
    )


SHEETS = tuple(_sheet(edition, *part) for edition in form.EDITIONS for part in _PARTS)


@cache
def places(edition: str) -> Mapping[tuple[str, str, str], tuple[Sheet, int]]:
    """(table, row, column) → the sheet and the number of its column there, of one edition."""
    return {
        (sheet.table, *field): (sheet, n)
        for sheet in SHEETS
        if sheet.edition == edition
        for n, field in enumerate(sheet.fields)
    }


def place_of(figure: Figure) -> tuple[Sheet, int] | None:
    """Where a figure stands; None where it is not a cell of the form."""
    key = (figure.edition, figure.table, figure.row, figure.column)
    return _every_place().get(key) if figure.in_form else None


@cache
def _every_place() -> Mapping[tuple[str, str, str, str], tuple[Sheet, int]]:
    return {(edition, *cell): place for edition in form.EDITIONS for cell, place in places(edition).items()}


def tables() -> Iterator[str]:
    """SQL that makes the tables of the sheets, and keeps each row where its report's `shelf` is."""
    for n, sheet in enumerate(SHEETS):
        # A page of one sheet in the place of another's is found by `sheet`; it comes first on all of them.
        own = f"sheet integer not null check (sheet = {n})"
        yield f"create table {sheet.name} (key integer primary key, {own}, {', '.join(sheet.columns)});"
    gone = " ".join(f"delete from {sheet.name} where key = old.shelf;" for sheet in SHEETS)
    moved = " ".join(f"update {sheet.name} set key = new.shelf where key = old.shelf;" for sheet in SHEETS)
    yield f"create trigger sheets_go after delete on report begin {gone} end;"
    yield (
        "create trigger sheets_move after update of active, year on report when old.shelf <> new.shelf "
        f"begin {moved} end;"
    )


def to_row(sheet: Sheet, figures: Mapping[int, Figure]) -> list[Stored]:
    """The columns of a report on a sheet, without key and number; the figures by the number of their column."""
    row: list[Stored] = [None] * len(sheet.columns)
    for n, figure in figures.items():
        if n == sheet.amount:
            row[n], row[-1] = _amount(figure)
            row[-2] = figure.unit
        else:
            row[n] = _number(figure)
    return row


def _number(figure: Figure) -> Stored:
    value = figure.value
    if value is None or not tells(figure, amount=False):
        return _CODES[figure.state]
    text = str(value)
    if figure.state is State.INFERRED:
        return _INFERRED + text
    if len(text) > 12 or text == "-0" or not text.removeprefix("-").isdigit():
        return text
    whole = int(text)
    return whole if -LARGEST <= whole <= LARGEST else text


def _amount(figure: Figure) -> tuple[Stored, int | None]:
    """An amount and its decimals, where they are kept apart from its digits."""
    value = figure.value
    if value is None or figure.state not in _WITH_VALUE:
        return _CODES[figure.state], None
    text = str(value)
    if figure.state is State.INFERRED:
        return _INFERRED + text, None
    exponent = value.as_tuple().exponent
    # A zero needs no unit.
    if (value and figure.unit not in FEN) or not isinstance(exponent, int) or not -8 <= exponent <= 0:
        return text, None
    if len(text) > 20 or abs(value) > LARGEST_FEN:
        return text, None
    fen = value * FEN.get(figure.unit or "", 1)
    kept = int(fen)
    if kept != fen or abs(kept) > LARGEST_FEN or str(amount_of(kept, figure.unit, -exponent)) != text:
        return text, None
    return kept, -exponent


def amount_of(fen: int, unit: str | None, places: Stored) -> Decimal:
    """The amount as it was printed. Raises ValueError where that cannot be told."""
    if not isinstance(places, int) or (fen and unit not in FEN):
        raise ValueError(f"no amount: {fen}, {unit!r}, {places!r}")
    return (Decimal(fen) / FEN.get(unit or "", 1)).quantize(Decimal(1).scaleb(-places))


def tells(figure: Figure, *, amount: bool) -> bool:
    """The value of such a figure stands on its sheet; `amount` where it is one of money."""
    # A count with a unit of money is kept, but not where it would be added to others.
    return figure.state in _WITH_VALUE and (amount or figure.unit not in FEN)


def cell(row: Sequence[Stored], sheet: Sheet, n: int) -> tuple[Decimal | None, State, str | None]:
    """Value, state and, of an amount, unit of a column of a report's row, which has no key.

    Raises ValueError where it holds none.
    """
    stored = row[n]
    unit = _unit(row[-2]) if n == sheet.amount else None
    if isinstance(stored, int):
        return amount_of(stored, unit, row[-1]) if n == sheet.amount else Decimal(stored), State.PRINTED, unit
    if isinstance(stored, str):
        return number(stored), State.INFERRED if is_inferred(stored) else State.PRINTED, unit
    if isinstance(stored, bytes):
        return None, state_of(stored), unit
    raise ValueError(f"no value in {sheet.name}, column {n}")


def _unit(stored: Stored) -> str | None:
    if stored is None or isinstance(stored, str):
        return stored
    raise ValueError(f"no unit: {stored!r}")


def number(text: str) -> Decimal:
    """The number that a column holds as text. Raises ArithmeticError where it is none."""
    return Decimal(text.removeprefix(_INFERRED))


def is_inferred(stored: Stored) -> bool:
    """The number that a column holds is inferred."""
    return isinstance(stored, str) and stored.startswith(_INFERRED)


def state_of(code: bytes) -> State:
    """The state that a blob tells. Raises ValueError where it is none."""
    if code not in _STATES:
        raise ValueError(f"no state: {code!r}")
    return _STATES[code]
