"""Sums, ranks and conditions in SQL: the same as from the figures themselves, one by one."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answers import cells as one_by_one
from corpus import form
from corpus.library import pieces, sums
from corpus.library.sheets import FEN
from corpus.library.store import Identity, Library
from corpus.library.sums import Asked
from corpus.library.where import Where
from corpus.report import Document, Figure, Line, Report, Source, State

COUNT = Asked(("行政处罚",), form.DECISIONS)
MONEY = Asked(("政府集中采购",), form.PURCHASE_AMOUNT)
ASKED = (
    COUNT,
    MONEY,
    Asked(("行政事业性收费",), form.FEE_AMOUNT),
    Asked(("规章",), "现行有效件数"),
    Asked(("行政处罚", "行政许可"), form.DECISIONS),
    Asked((form.NEW_REQUESTS,), form.GRAND_TOTAL),
    Asked((form.NEW_REQUESTS,), form.ORGANISATIONS),
    Asked(("不予公开",), "自然人"),
    Asked((form.SUITS,), "总计"),
    Asked((form.OTHER_HANDLING,), "总计"),
)
PLACES = {
    (edition, form.table_of(row), label, column)
    for asked in ASKED
    for row in asked.rows
    for edition in form.EDITIONS
    for label in form.labels(edition, row)
    for column in form.columns(edition, row, asked.column)
}
WRITTEN = ("2.50", "-3", "0.0", "0.00", "-0", "100000000001", "1E+2")
VALUES = st.integers(0, 3).map(Decimal) | st.sampled_from(WRITTEN).map(Decimal)
UNITS = st.sampled_from(["元", "万元", None, "亿元", "美元"])
YEARS = st.sampled_from([None, 2017, 2019, 2020, 2021])


@st.composite
def cell(draw: st.DrawFn, place: tuple[str, str, str, str]) -> Figure:
    """A cell of the form, most of them with a value."""
    edition, table, row, column = place
    state = draw(st.just(State.PRINTED) | st.sampled_from((State.PRINTED, State.INFERRED, State.BLANK, State.CUT_OFF)))
    value = draw(VALUES) if state in (State.PRINTED, State.INFERRED) else None
    unit = form.unit(table, column) or draw(UNITS)
    return Figure("", "", None, edition, table, row, column, value, unit, state, Source("", "", 1), str(value))


@st.composite
def figures(draw: st.DrawFn) -> list[Figure]:
    """The cells that one report prints, each row in one edition, most of one edition alone."""
    usual = draw(st.sampled_from((*form.EDITIONS, None)))
    of_table = {table: usual or draw(st.sampled_from(form.EDITIONS)) for table in form.TABLES}
    found = []
    for table, label in sorted({place[1:3] for place in PLACES}):
        edition = usual or (draw(st.sampled_from(form.EDITIONS)) if table == form.ACTIVE else of_table[table])
        if draw(st.integers(0, 5)):
            found += [draw(cell(place)) for place in sorted(PLACES) if place[:3] == (edition, table, label)]
    return found


def report(n: int, year: int | None) -> Report:
    agency = f"甲县第{n:02}局"
    document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
    return Report(document, agency, agency, year, (), ())


def filled(of_reports: Sequence[tuple[int | None, list[Figure]]], laid_after: int | None = None) -> Library:
    """A library of these reports; its columns are laid out after the first so many of them."""
    library = Library.memory()
    for n, (year, cells) in enumerate(of_reports):
        if n == laid_after:
            pieces.lay_out(library, every=True)
        place = ("甲省", "乙市", f"{'甲乙'[n % 2]}县")
        library.add(report(n, year), cells, [], [], Identity(place, "report", "county"))
    if len(of_reports) == laid_after:
        pieces.lay_out(library, every=True)
    return library


def expected(library: Library, asked: Asked, where: Where) -> Iterator[tuple[str, Decimal | None, str, str | None]]:
    """(id, value, reason, unit) of every report, from its figures."""
    entries = library.entries(where)
    picked = [one for row in asked.rows for one in one_by_one.pick(library, entries, row, asked.column)]
    for one in one_by_one.together(picked) if len(asked.rows) > 1 else picked:
        reasons = [other.reason for other in picked if other.entry == one.entry and other.reason]
        reason = "no_field" if "no_field" in reasons else one.reason
        if asked in (MONEY, ASKED[2]) and one.value and one.unit not in FEN:
            yield one.entry.report, None, "unit_not_printed", None
        else:
            yield one.entry.report, None if reason else one.value, reason, one.unit


def in_one_unit(asked: Asked, value: Decimal, unit: str | None) -> Decimal:
    return value * FEN.get(unit or "", 0) if asked in (MONEY, ASKED[2]) else value


WHERES = (
    Where(),
    Where(years=(2020, 2021)),
    Where(years=(2019,)),
    Where(inside=((("甲省", "乙市"),),)),
    Where(levels=()),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(YEARS, figures()), max_size=5),
    st.sampled_from(ASKED),
    st.sampled_from(WHERES),
    st.integers(-1, 5),
)
def test_a_question_over_many_reports_is_answered_as_one_by_one(
    of_reports: Sequence[tuple[int | None, list[Figure]]], asked: Asked, where: Where, laid_after: int
) -> None:
    with filled(of_reports, min(laid_after, len(of_reports))) as library:
        each = list(expected(library, asked, where))
        values = {id_: in_one_unit(asked, value, unit) for id_, value, _, unit in each if value is not None}
        total = sums.total(library, asked, where)
        assert (total.read, in_one_unit(asked, total.value, total.unit)) == (len(values), sum(values.values()))
        assert sum(share.reports for share in total.shares) == total.read
        reasons = [reason for _, _, reason, _ in each]
        counted = {"no_cell": total.no_cell, "no_field": total.no_field, "unit_not_printed": total.unit_not_printed}
        assert counted == {reason: reasons.count(reason) for reason in counted}
        left = sums.left_out(library, asked, where)
        assert {(one.report, one.reason) for one in left} == {(id_, why) for id_, _, why, _ in each if why}
        for least in (False, True):
            ranking = sums.first(library, asked, where, 2, least=least)
            ordered = sorted(values, key=lambda id_: library.entry(id_).agency)
            ordered.sort(key=values.__getitem__, reverse=not least)
            assert [value.report for value in ranking.values] == ordered[:2]
            tied = [value for value in values.values() if value == values[ordered[:2][-1]]]
            assert ranking.tied == len(tied)
        for sign, holds in sums.MEETS.items():
            limit = Decimal("2.5") if not of_reports else Decimal(2)
            scale = FEN["元"] if asked in (MONEY, ASKED[2]) else 1
            found = sums.meeting(library, asked, where, [(sign, limit)])
            wanted = {id_ for id_, value in values.items() if holds(value, limit * scale)}
            assert {value.report for value in found.values} == wanted
            assert found.number == len(wanted)
            parts = sums.parts_meeting(library, asked, where, [(sign, limit)])
            assert sum(part.reports for part in parts) == len(wanted)
            added = sum(in_one_unit(asked, part.value, part.unit) for part in parts)
            assert added == sum(values[id_] for id_ in wanted)
        ranked = sorted(values.values())
        in_the_middle = ranked[(len(ranked) - 1) // 2 : len(ranked) // 2 + 1]
        assert [values[one.report] for one in sums.middle(library, asked, where)] == in_the_middle


@pytest.mark.parametrize("limit", ["2", "2.5", "-2.5", "0", "1E+30", "-1E+30"])
def test_a_bound_between_two_numbers_parts_them(limit: str) -> None:
    numbers = [Decimal(n) for n in range(-4, 5)]
    source = Source("", "", 1)
    for sign, holds in sums.MEETS.items():
        cells = [
            (
                2020,
                [Figure("", "", None, "2019", form.ACTIVE, "行政处罚", form.DECISIONS, n, "件", State.PRINTED, source)],
            )
            for n in numbers
        ]
        with filled(cells) as library:
            found = sums.meeting(library, COUNT, Where(), [(sign, Decimal(limit))])
        assert [value.value for value in found.values] == [n for n in numbers if holds(n, Decimal(limit))], sign
