"""Values on the sheets and what is printed aside: nothing of a figure is lost, whatever a report prints."""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import form
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
LINES = st.none() | st.integers(0, 3)


@st.composite
def cells(draw: st.DrawFn) -> Figure:
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


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(cells(), max_size=8))
def test_any_figures_come_back_as_they_were_table_by_table(figures: list[Figure]) -> None:
    again = figures + figures[:1]
    assert [kept(f) for f in stored(again)] == [kept(f) for f in sorted(again, key=part)]
