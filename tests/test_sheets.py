"""Values on the sheets and what is printed aside: nothing of a figure is lost, whatever a report prints."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import form
from corpus.library import database, packing
from corpus.library.sheets import SHEETS, cell, is_inferred, to_row
from corpus.library.store import Library
from corpus.report import Document, Figure, Line, Report, Source, State

NASTY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["", " ", "7", "减少 18", "\x00", "\x1b[31m", "=1+1", '"],[', "~7", "第一行\n第二行"]
)
NUMBERS = (
    st.integers(0, 9).map(Decimal)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["102.50", "-0", "0.00", "1E+3", "1E-40", "99999999999", "100000000001", "9" * 40, "18.8710"]
    ).map(Decimal)
)
UNITS = st.sampled_from([None, "件", "项", "元", "万元", "千元", "亿元", "笔", ""])
FIELDS = [field for edition in form.EDITIONS for table in form.TABLES for field in form.fields(edition, table)]
NOWHERE = Source("", "", 1)
LINES = st.none() | st.integers(0, 3)


@st.composite
def any_figure(draw: st.DrawFn) -> Figure:
    """Any figure, most of them cells of the form."""
    field = draw(st.sampled_from(FIELDS[:40]) | st.sampled_from(FIELDS))
    usual = draw(st.booleans())
    value = draw(st.none() | NUMBERS)
    state = draw(st.sampled_from((State.PRINTED, State.INFERRED) if usual and value is not None else State))
    return Figure(
        report="",
        agency="",
        year=None,
        edition=field.edition if usual else draw(st.sampled_from(form.EDITIONS)),
        table=field.table if usual else draw(st.sampled_from((*form.TABLES, "annex"))),
        row=field.row if usual else draw(st.just(field.row) | NASTY),
        column=field.column if usual else draw(st.just(field.column) | NASTY),
        value=value,
        unit=field.unit if usual else draw(UNITS),
        state=state,
        source=Source("", "", draw(LINES), draw(LINES), draw(LINES)),
        raw=(None if value is None else str(value)) if usual else draw(st.none() | NASTY),
        row_raw=draw(st.none() | NASTY | st.just(f"{field.row} {value}")),
        in_form=usual or draw(st.booleans()),
        unit_printed=draw(st.booleans()),
        proof=draw(st.none() | st.sampled_from(["row_total", '"'])),
        parts=draw(st.just(()) | st.tuples(NUMBERS, NUMBERS)),
        notes=draw(st.just(()) | st.tuples(NASTY)),
    )


def stored(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """What the library gives back, as bare as it was given."""
    document = Document("a.txt", "/a.txt", "0" * 64, "utf-8", (Line(1, "一"),))
    with Library.memory() as library:
        library.add(Report(document, "一", "甲县某局", 2020, (), ()), figures, [], [])
        return library.figures()


def kept(figure: Figure) -> tuple[object, ...]:
    """All of a figure but whose it is."""
    source = figure.source
    numbers = (str(figure.value), [str(part) for part in figure.parts])
    place = (source.line, source.line_end, source.page, figure.edition, figure.table, figure.row, figure.column)
    printed = (figure.raw, figure.row_raw, figure.unit, figure.unit_printed, figure.state, figure.in_form)
    return *numbers, *place, *printed, figure.proof, figure.notes


def part(figure: Figure) -> int:
    of_form = figure.in_form and figure.table in form.TABLES
    return form.TABLES.index(figure.table) if of_form else len(form.TABLES)


def test_the_order_of_sheets_and_columns_is_that_of_the_format() -> None:
    """A library keeps figures by it: where this changes, `database.FORMAT` is raised."""
    assert [(sheet.name, len(sheet.fields)) for sheet in SHEETS] == [
        ("active_2019", 22),
        ("total_2019", 23),
        ("person_2019", 23),
        ("organisation_2019", 115),
        ("review_2019", 15),
        ("active_2021", 10),
        ("total_2021", 25),
        ("person_2021", 25),
        ("organisation_2021", 125),
        ("review_2021", 15),
    ]
    order = "".join(repr((sheet.name, sheet.fields, sheet.columns, sheet.amount)) for sheet in SHEETS)
    kept = (database.FORMAT, sha256(order.encode()).hexdigest()[:12], sha256(packing.words()).hexdigest()[:12])
    assert kept == (6, "4aa5001b1033", "7118335323dd")


def test_no_state_is_taken_for_a_number_and_no_inferred_number_for_a_printed_one() -> None:
    field = form.fields("2019", form.REVIEW)[0]
    for state in State:
        for value in (None, Decimal(7), Decimal("7.50")):
            figure = Figure("", "", None, "2019", form.REVIEW, field.row, field.column, value, "件", state, NOWHERE)
            stored = to_row(SHEETS[4], {0: figure})[0]
            with_value = value is not None and state in (State.PRINTED, State.INFERRED)
            printed = with_value and state is State.PRINTED
            assert isinstance(stored, int) == (printed and value == 7)
            assert isinstance(stored, bytes) == (not with_value)
            if isinstance(stored, str):
                assert is_inferred(stored) == (state is State.INFERRED)


@pytest.mark.parametrize(
    ("value", "unit", "stored", "places"),
    [
        ("26.23", "万元", 26230000, 2),
        ("152790", "元", 15279000, 0),
        ("0.00", None, 0, 2),
        ("596.4", None, "596.4", None),
        ("18.123456789", "万元", "18.123456789", None),
        ("99999999999999", "万元", "99999999999999", None),
        ("3", "美元", "3", None),
    ],
)
def test_amounts_are_kept_in_fen_where_that_loses_nothing(
    value: str, unit: str | None, stored: int | str, places: int | None
) -> None:
    (field,) = (f for f in form.fields("2021", form.ACTIVE) if f.column == form.FEE_AMOUNT)
    place = (field.edition, field.table, field.row, field.column)
    figure = Figure("", "", None, *place, Decimal(value), unit, State.PRINTED, NOWHERE)
    sheet = SHEETS[5]
    row = to_row(sheet, {9: figure})
    assert row[-3:] == [stored, unit, places]
    again, state, kept = cell(row, sheet, 9)
    assert (str(again), state, kept) == (value, State.PRINTED, unit)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(any_figure(), max_size=8))
def test_any_figures_come_back_as_they_were_table_by_table(figures: list[Figure]) -> None:
    again = figures + figures[:1]
    assert [kept(f) for f in stored(again)] == [kept(f) for f in sorted(again, key=part)]
