"""Columns laid out as strips: nothing but what the sheets say, and nothing once a report has come, gone or moved."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import form
from corpus.library import pieces, strips, sums
from corpus.library.asking import Asked, sides, within
from corpus.library.sheets import SHELF
from corpus.library.store import Identity, Library
from corpus.library.strips import packed, unpacked, width_of
from corpus.library.where import Where
from corpus.report import Document, Figure, Line, Report, Source, State

SOURCE = Source("", "", 1)
COUNT = Asked(("行政处罚",), form.DECISIONS)
BOTH = Asked(("行政处罚", "行政许可"), form.DECISIONS)


def put(library: Library, n: int, values: Sequence[int], year: int = 2020) -> str:
    """A report with these numbers of 行政处罚 and 行政许可; its id."""
    agency = f"甲县第{n:03}局"
    document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n} {values}", "utf-8", (Line(1, agency),))
    figures = [
        Figure("", "", None, "2019", form.ACTIVE, row, form.DECISIONS, Decimal(v), "件", State.PRINTED, SOURCE, str(v))
        for row, v in zip(BOTH.rows, values, strict=False)
    ]
    report = Report(document, agency, agency, year, (), ())
    return library.add(report, figures, [], [], Identity(("甲省",), "report", "county"))[0]


def laid(library: Library) -> list[int]:
    """The shelves of the bays that are laid out."""
    return [bay // strips.BAYS for (bay,) in library.select("select bay from bay order by bay")]


def in_pieces(library: Library, asked: Asked = COUNT) -> int:
    """Reports that are read from strips."""
    return sum(len(piece.numbers) for of in sides(asked) for piece in pieces.pieces(library, of, Where())[0])


def test_few_loose_bays_and_bays_that_are_not_full_are_read_from_the_sheets() -> None:
    with Library.memory() as library:
        put(library, 1, [3, 4])
        pieces.lay_out(library)
        assert laid(library) == []
        pieces.lay_out(library, every=True)
        assert laid(library) == [2020]
        assert in_pieces(library) == 1


def test_full_bays_are_laid_out_once_several_are_loose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strips, "BAY", 4)
    monkeypatch.setattr(strips, "BAYS", SHELF // 4)
    with Library.memory() as library:
        for n in range(4 * strips.LOOSE + 2):
            put(library, n, [3, 4])
        assert strips.loose(library.select) == []
        for n in range(4 * strips.LOOSE + 2, 4 * strips.LOOSE + 4):
            put(library, n, [3, 4])
        assert len(strips.loose(library.select)) == strips.LOOSE + 1


def test_a_bay_is_struck_off_when_a_report_comes_goes_or_moves() -> None:
    with Library.memory() as library:
        first, second = put(library, 1, [3, 4]), put(library, 2, [5, 6], year=2019)
        put(library, 3, [7, 8])
        pieces.lay_out(library, every=True)
        assert laid(library) == [2019, 2020]
        library.set(second, year=2020)
        assert laid(library) == []
        assert (int(sums.total(library, COUNT).value), in_pieces(library)) == (15, 0)
        pieces.lay_out(library, every=True)
        library.remove(first)
        assert laid(library) == []
        assert sums.total(library, COUNT).value == 12
        pieces.lay_out(library, every=True)
        assert (int(sums.total(library, COUNT).value), in_pieces(library)) == (12, 2)
        put(library, 4, [9, 9])
        assert laid(library) == []
        assert sums.total(library, COUNT).value == 21


def test_what_is_rolled_back_strikes_nothing_off() -> None:
    with Library.memory() as library:
        put(library, 1, [3, 4])
        pieces.lay_out(library, every=True)
        with pytest.raises(KeyError), library.together():
            put(library, 2, [5, 6])
            raise KeyError
        assert laid(library) == [2020]
        assert sums.total(library, COUNT).value == 3


def test_doctor_finds_a_strip_that_says_something_else() -> None:
    with Library.memory() as library:
        for n in range(3):
            put(library, n, [n, 300 * n])
        pieces.lay_out(library, every=True)
        assert library.faults() == ()
        library.select("update strip set lowest = lowest + 1 where key % 128 = 1")
        assert [fault.split(" ")[0] for fault in library.faults()] == ["strips"]
        pieces.lay_out(library, every=True)
        assert library.faults() != ()
        library.select("delete from bay")
        pieces.lay_out(library, every=True)
        assert library.faults() == ()


def test_a_report_with_tables_of_both_editions_is_on_no_strip() -> None:
    with Library.memory() as library:
        put(library, 1, [3, 4])
        document = Document("b.txt", "/b.txt", "b", "utf-8", (Line(1, "乙局"),))
        places = (("2019", form.DECISIONS), ("2021", "本年处理决定数量"))
        figures = [
            Figure("", "", None, edition, form.ACTIVE, row, column, Decimal(5), "件", State.PRINTED, SOURCE, "5")
            for row, (edition, column) in zip(BOTH.rows, places, strict=True)
        ]
        library.add(Report(document, "乙局", "乙局", 2020, (), ()), figures, [], [], Identity())
        pieces.lay_out(library, every=True)
        assert in_pieces(library) == 1
        assert sums.total(library, COUNT).value == 8


MONEY = Asked(("政府集中采购",), form.PURCHASE_AMOUNT)
AMOUNTS = {"元": "150.5", "万元": "2", "千元": "3.25", "亿元": "0.5", "美元": "7", None: "9"}


UNITS = [["元"], ["万元"], ["亿元"], ["元", "万元"], ["千元", "美元", None], [None], list(AMOUNTS)]


@pytest.mark.parametrize("units", UNITS)
def test_amounts_are_added_up_by_their_units(units: list[str | None]) -> None:
    with Library.memory() as library:
        for n, unit in enumerate(units * 3):
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n}", "utf-8", (Line(1, "甲局"),))
            place, value = ("2019", form.ACTIVE, MONEY.rows[0], MONEY.column), Decimal(AMOUNTS[unit])
            figure = Figure("", "", None, *place, value, unit, State.PRINTED, SOURCE, str(value))
            library.add(Report(document, f"甲{n}局", f"甲{n}局", 2020, (), ()), [figure], [], [], Identity())
        total = sums.total(library, MONEY)
        others = sums.first(library, MONEY), sums.middle(library, MONEY)
        over = [(">=", Decimal(500))]
        parts = sorted(map(repr, sums.parts_meeting(library, MONEY, Where(), over)))
        pieces.lay_out(library, every=True)
        assert sums.total(library, MONEY) == total
        assert (sums.first(library, MONEY), sums.middle(library, MONEY)) == others
        assert sorted(map(repr, sums.parts_meeting(library, MONEY, Where(), over))) == parts
        known = [unit for unit in units if unit not in ("美元", None)]
        assert total.read == 3 * len(known)
        assert total.unit_not_printed == 3 * (len(units) - len(known))


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=30))
def test_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    width = width_of(max(numbers))
    assert not width or list(unpacked(packed(numbers, width), width)) == numbers


@pytest.mark.parametrize("width", [1, 50, 3_000])
@pytest.mark.parametrize("top", [0, 1, 200, 255, 256, 40_000, 70_000, 10**10])
def test_rows_are_added_up_without_spilling_over(top: int, width: int) -> None:
    rng = Random(top)
    with Library.memory() as library:
        pairs = [[rng.choice((0, top, rng.randint(-top, top))), rng.randrange(width)] for _ in range(40)]
        for n, pair in enumerate(pairs):
            put(library, n, pair if n % 7 else pair[:1])
        pieces.lay_out(library, every=True)
        values = [sum(pair) for n, pair in enumerate(pairs) if n % 7]
        total = sums.total(library, BOTH)
        assert (int(total.value), total.read, total.no_cell) == (sum(values), len(values), 6)
        assert in_pieces(library, BOTH) == 40
        for least in (False, True):
            ranking = sums.first(library, BOTH, number=5, least=least)
            assert [one.value for one in ranking.values] == sorted(values, reverse=not least)[:5]
            assert ranking.tied == values.count(int(ranking.values[-1].value))


@given(
    st.lists(st.integers(-3, 1_000) | st.sampled_from((255, 256, 511, 512)), min_size=1, max_size=60),
    st.sampled_from((">", ">=", "<", "<=", "=", "!=")),
    st.integers(-4, 1_001),
)
def test_what_meets_a_bound_is_found_as_by_comparing_each(numbers: list[int], sign: str, limit: int) -> None:
    lowest, top = min(numbers), max(numbers) - min(numbers)
    less = [number - lowest for number in numbers]
    column = unpacked(packed(less, 2), 2) if top > 255 else bytes(less)
    piece = pieces.Piece(0, lowest, top, column, None, frozenset({0}), frozenset(), 0)
    found = pieces.meeting(piece, [(sign, Decimal(limit))])
    assert found == [n for n, number in enumerate(numbers) if n and sums.MEETS[sign](number, Decimal(limit))]


@given(
    st.lists(st.tuples(st.sampled_from(tuple(sums.MEETS)), st.decimals(-5, 5, places=1)), max_size=3),
    st.integers(-7, 7),
)
def test_bounds_are_made_one_range(bounds: list[tuple[str, Decimal]], number: int) -> None:
    meant = within(bounds)
    holds = all(sums.MEETS[sign](number, limit) for sign, limit in bounds)
    assert (meant.low <= number <= meant.high and number not in meant.but) == holds
