"""Which cell a printed digit stands in: what the form's arithmetic settles, and what it must not."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables.solve import Balance, Readings, Sum, cuts, moved, settle, settled

ROW = (Sum(6, (0, 1, 2, 3, 4, 5)),)
BLOCKS = tuple(Sum(n + 4, (n, n + 1, n + 2, n + 3)) for n in (0, 5, 10))
WHOLE = (True,) * 7

numbers = st.one_of(st.just(0), st.just(0), st.integers(0, 9), st.integers(10, 400))
rows = st.lists(numbers, min_size=6, max_size=6).map(lambda parts: (*parts, sum(parts)))


def only(row: tuple[int, ...]) -> Readings:
    return {row: WHOLE}


def test_six_zeros_are_seven_zeros() -> None:
    assert settled(moved((0,) * 6, 7, ROW), 7) == (0,) * 7


def test_eight_zeros_are_seven_zeros() -> None:
    assert settled(moved((0,) * 8, 7, ROW), 7) == (0,) * 7


def test_a_lost_value_leaves_open_what_its_place_would_change() -> None:
    assert settled(moved((3, 0, 0, 0, 0, 3), 7, ROW), 7) == (None, None, 0, 0, 0, None, None)


def test_a_value_that_stands_nowhere_is_not_filled_in() -> None:
    readings = moved((5, 0, 0, 0, 0, 8), 7, ROW)
    assert 3 in {row[1] for row in readings}
    assert 3 not in settled(readings, 7)


def test_a_row_with_two_values_lost_is_left_alone() -> None:
    assert moved((0,) * 5, 7, ROW) == {}
    assert settled({}, 7) == (None,) * 7


def test_glued_digits_are_cut_where_one_cut_adds_up() -> None:
    assert cuts(("723000075",), 7, ROW) == ((72, 3, 0, 0, 0, 0, 75),)
    assert cuts(("25380363300630003",), 15, BLOCKS) == ((25, 3, 8, 0, 36, 3, 3, 0, 0, 6, 3, 0, 0, 0, 3),)


def test_a_cut_goes_over_no_blank() -> None:
    assert cuts(("23", "000023"), 7, ROW) == ()
    assert cuts(("230", "000023"), 7, ROW) == ((23, 0, 0, 0, 0, 0, 23),)


def test_glued_digits_that_add_up_in_no_way_stay_glued() -> None:
    assert cuts(("1000002",), 7, ROW) == ()


def test_endless_digits_are_not_cut() -> None:
    assert cuts(("1" * 41,), 7, ROW) == ()
    assert isinstance(cuts(("1121" * 10,), 15, BLOCKS), tuple)


@given(st.lists(st.one_of(st.just(0), st.integers(0, 60)), min_size=6, max_size=6).map(lambda p: (*p, sum(p))))
def test_the_true_row_is_among_the_cuts_of_its_digits(row: tuple[int, ...]) -> None:
    assert row in cuts(("".join(map(str, row)),), 7, ROW)


@given(rows, st.integers(0, 6))
def test_a_lost_value_never_becomes_another(row: tuple[int, ...], lost: int) -> None:
    found = settled(moved((*row[:lost], *row[lost + 1 :]), 7, ROW), 7)
    assert all(value in (None, true) for value, true in zip(found, row, strict=True))


@given(rows, st.integers(0, 7), numbers)
def test_an_extra_value_never_changes_a_settled_one(row: tuple[int, ...], at: int, extra: int) -> None:
    found = settled(moved((*row[:at], extra, *row[at:]), 7, ROW), 7)
    assert all(value in (None, true) for value, true in zip(found, row, strict=True))


def test_the_other_rows_settle_where_a_value_is_lost() -> None:
    domains = {
        "total": only((5, 0, 0, 0, 0, 0, 5)),
        "a": only((2, 0, 0, 0, 0, 0, 2)),
        "b": moved((3, 0, 0, 0, 0, 3), 7, ROW),
    }
    found = settle(domains, (Balance(("total",), ("a", "b")),))
    left, broken = found.readings, found.broken
    assert settled(left["b"], 7) == (3, 0, 0, 0, 0, 0, 3)
    assert broken == frozenset()


def test_a_balance_that_cannot_hold_moves_nothing_and_its_column_stays_open() -> None:
    domains = {
        "total": only((5, 0, 0, 9, 0, 0, 14)),
        "a": only((2, 0, 0, 0, 0, 0, 2)),
        "b": moved((3, 0, 0, 0, 0, 3), 7, ROW),
    }
    found = settle(domains, (Balance(("total",), ("a", "b")),))
    left, broken = found.readings, found.broken
    assert left["b"] == domains["b"]
    assert 3 in broken
    assert settled(left["b"], 7, broken)[3] is None


def test_a_balance_that_lacks_a_row_says_nothing() -> None:
    domains = {"total": only((9, 0, 0, 0, 0, 0, 9)), "b": moved((3, 0, 0, 0, 0, 3), 7, ROW)}
    found = settle(domains, (Balance(("total",), ("a", "b")),))
    left, broken = found.readings, found.broken
    assert left["b"] == domains["b"]
    assert broken == frozenset()


def test_rows_that_depend_on_each_other_are_tried_together() -> None:
    pair: Readings = {(1, 0): (True, True), (0, 1): (True, True)}
    domains: dict[str, Readings] = {
        "total": {(1, 1): (True, True)},
        "a": pair,
        "b": {(0, 1): (True, True), (1, 0): (True, True)},
    }
    left = settle(domains, (Balance(("total",), ("a", "b")),)).readings
    assert settled(left["a"], 2) == (None, None)
    first = settle(domains | {"b": {(0, 1): (True, True)}}, (Balance(("total",), ("a", "b")),)).readings
    assert settled(first["a"], 2) == (1, 0)


@settings(max_examples=60)
@given(st.lists(rows, min_size=2, max_size=6), st.data())
def test_of_a_table_that_adds_up_nothing_is_settled_wrongly(parts: list[tuple[int, ...]], data: st.DataObject) -> None:
    total = tuple(sum(column) for column in zip(*parts, strict=True))
    names = [f"row {n}" for n in range(len(parts))]
    domains = {"total": only(total)}
    for name, row in zip(names, parts, strict=True):
        lost = data.draw(st.integers(-1, 6))
        domains[name] = only(row) if lost < 0 else moved((*row[:lost], *row[lost + 1 :]), 7, ROW)
    solved = settle(domains, (Balance(("total",), tuple(names)),))
    for name, row in zip(names, parts, strict=True):
        found = settled(solved.readings[name], 7, solved.broken)
        assert all(value in (None, true) for value, true in zip(found, row, strict=True))


def test_results_of_cuts_are_in_order_and_differ() -> None:
    found = cuts(("123123456",), 3, (Sum(2, (0, 1)),)) + cuts(("11213",), 3, (Sum(2, (0, 1)),))
    assert all(one != other for one, other in pairwise(found))
