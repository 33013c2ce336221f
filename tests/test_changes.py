"""Figures of two years and more: who moved most, by what rate, and what became of all together."""

from contextlib import closing
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Outcome
from assistant.answers import boundary
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from town import Made, Town, _parts
from two_years import AGENCIES, ask


def lines(answer: Answer) -> list[tuple[str, str | None]]:
    return [(row.agency or row.label, row.value) for row in answer.rows]


@pytest.mark.parametrize(
    "text", ["2022年行政许可增长最快的机关", "2022年行政许可增长率最高的机关", "fastest growing permits in 2022"]
)
def test_the_fastest_is_the_highest_rate_and_not_the_highest_figure(text: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.unit) == ("36.363636", "%")
    assert lines(answer) == [("上饶市卫生健康委员会", "36.363636")]


def test_a_rate_of_what_was_zero_has_no_place_and_is_named_as_left_out() -> None:
    answer = ask("2022年行政许可增长率排名")
    assert [value for _, value in lines(answer)] == ["36.363636", "30", "24", "0", "-14.285714"]
    assert [(s.agency, s.reason) for s in answer.coverage.skipped] == [("嵊州市民政局", "undefined")]


def test_a_condition_in_percent_is_one_on_the_rate() -> None:
    assert ask("2022年行政许可同比增长25%以上的有几家").value == "2"
    assert [name for name, _ in lines(ask("2022年行政处罚比上年减少超过10%的机关"))] == ["潍坊市民政局"]
    assert [name for name, _ in lines(ask("2022年行政许可比上年增加超过10件的机关"))] == [
        "上饶市卫生健康委员会",
        "寿光市民政局",
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("2022年行政许可合计比2021年多多少", "55", "件"),
        ("2022年行政许可总数较上年增长率", "18.333333", "%"),
        ("2022年行政许可合计比2021年增长百分之几", "18.333333", "%"),
        ("2022年行政许可平均比2021年增加多少", "9.166667", "件"),
        ("2022年县级机关行政许可合计比上年增加多少", "25", "件"),
        ("2022年收费金额合计比上年增加多少", "0.3", "万元"),
    ],
)
def test_the_sum_of_all_moves_from_one_year_to_the_next(text: str, value: str, unit: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每年行政许可合计", [("2021", "300"), ("2022", "355")]),
        ("各年行政许可平均", [("2021", "50"), ("2022", "59.166667")]),
        ("2021年和2022年行政许可各合计多少", [("2021", "300"), ("2022", "355")]),
        ("2021年和2022年寿光和潍坊行政许可分别合计", [("2021", "110"), ("2022", "112")]),
        ("average permits each year", [("2021", "50"), ("2022", "59.166667")]),
    ],
)
def test_each_year_for_itself_is_not_all_years_in_one(text: str, expected: list[tuple[str, str]]) -> None:
    answer = ask(text)
    assert (lines(answer), answer.value) == (expected, None)


def test_the_years_of_one_agency_are_added_up_and_the_highest_of_them_is_found() -> None:
    assert ask("寿光市民政局历年行政许可合计").value == "92"
    assert ask("寿光市民政局历年行政许可最多").value == "52"


def test_all_years_together_are_one_sum_and_the_highest_of_each_year_is_asked_back() -> None:
    assert ask("2021年和2022年行政许可合计").value == "655"
    assert ask("各年行政许可最多的是谁").outcome is Outcome.CLARIFY


def of_printed(row: str, question: str, *printed: tuple[str, str]) -> Answer:
    """Of agencies that print the row so in 2021 and 2022."""
    made = Library.memory()
    for (agency, place, level), texts in zip(AGENCIES, printed, strict=False):
        for year, text in zip((2021, 2022), texts, strict=True):
            one = Made(f"{place[-1]}-{year}", agency, place, year, "2021", {row: (text,), "行政许可": ("5",)})
            names = tuple((name.text, name.origin) for name in names_of(agency, place))
            made.add(*_parts(one), Identity(place, "report", level, names, kind_of(agency)))
    with closing(Town(made)) as chat:
        return chat.ask(question)


def of_penalties(question: str, *printed: tuple[str, str]) -> Answer:
    return of_printed("行政处罚", question, *printed)


def test_a_count_is_the_same_thing_counted_with_whatever_counter_it_is_printed() -> None:
    printed = ("3项", "7"), ("10", "12项"), ("0项", "0")
    answer = of_penalties("2022年行政处罚比上年增加的有几家", *printed)
    assert (answer.value, answer.coverage.skipped) == ("2", ())
    assert lines(answer) == [("寿光市民政局", "4"), ("潍坊市民政局", "2")]
    answer = of_penalties("2022年行政处罚比2021年增加多少", printed[0])
    assert (answer.outcome, answer.value) == (Outcome.ANSWERED, "4")


def test_years_on_end_are_of_the_same_counts_with_whatever_counter() -> None:
    answer = of_penalties("2021年到2022年行政处罚连年增长的有几家", ("3项", "7"), ("10", "2项"))
    assert (answer.value, answer.coverage.skipped) == ("1", ())


def test_amounts_of_two_years_are_set_against_each_other_in_one_unit() -> None:
    printed = ("3万元", "40000元"), ("0", "5000元"), ("2", "3万元")
    answer = of_printed("行政事业性收费", "2022年收费金额比上年增加的有哪些", *printed)
    assert [(agency, value) for agency, value in lines(answer)] == [("寿光市民政局", "1"), ("潍坊市民政局", "0.5")]
    assert {row.unit for row in answer.rows} == {"万元"}
    assert [(one.agency, one.reason) for one in answer.coverage.skipped] == [("婺源县民政局", "unit_not_printed")]


@given(
    st.lists(st.tuples(*[st.tuples(st.integers(0, 30), st.sampled_from(("", "件", "项")))] * 2), min_size=2, max_size=6)
)
@settings(max_examples=20, deadline=None)
def test_changes_add_up_to_what_becomes_of_the_sums(drawn: list[tuple[tuple[int, str], tuple[int, str]]]) -> None:
    printed = [(f"{a}{unit}", f"{b}{other}") for (a, unit), (b, other) in drawn]
    before, after = (of_penalties(f"{year}年行政处罚合计", *printed).value for year in (2021, 2022))
    both = of_penalties("2022年行政处罚合计比2021年多多少", *printed)
    assert Decimal(both.value or 0) == Decimal(after or 0) - Decimal(before or 0)
    grew = of_penalties("2022年行政处罚比上年增加的机关", *printed)
    fell = of_penalties("2022年行政处罚比上年减少的机关", *printed)
    moves = [Decimal(row.value or 0) for answer in (grew, fell) for row in answer.rows]
    assert sum(moves) == Decimal(both.value or 0)
    assert len(moves) == sum(a != b for (a, _), (b, _) in drawn)
    assert grew.coverage.skipped == fell.coverage.skipped == ()


@pytest.mark.parametrize(
    ("text", "value", "year"),
    [
        ("哪一年行政许可最多", "355", "2022"),
        ("行政许可最少的是哪一年", "300", "2021"),
        ("哪年行政处罚合计最多", "159", "2022"),
        ("行政许可平均最多的是哪一年", "59.166667", "2022"),
        ("which year had the most permits", "355", "2022"),
        ("山东省哪一年行政处罚最多", "95", "2021"),
        ("which year had the most 行政处罚 in Shandong", "95", "2021"),
    ],
)
def test_the_year_that_is_asked_is_the_one_with_the_highest_sum(text: str, value: str, year: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.reading.operation) == (value, "trend")
    assert answer.headline.startswith(year)
    assert [row.label for row in answer.rows] == ["2021", "2022"]


@pytest.mark.parametrize(
    "text",
    [
        "哪一年哪家行政许可最多",
        "哪年行政许可和行政处罚最多",
        "山东省和江西省哪一年行政许可最多",
        "哪年哪个省行政许可最多",
    ],
)
def test_a_year_of_more_than_one_thing_is_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_years_of_one_sum_are_all_named() -> None:
    answer = of_penalties("哪一年行政处罚最多", ("3", "7"), ("4", "0项"))
    assert (answer.value, answer.headline.partition("：")[0]) == ("7", "2021、2022 年")


@pytest.mark.parametrize("text", ["哪一年行政许可最多", "行政处罚合计最少的是哪一年", "哪年行政许可平均最多"])
def test_of_very_many_the_year_is_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = ask(text)
    monkeypatch.setattr(boundary, "MANY", 0)
    many = ask(text)
    assert (many.value, many.headline, lines(many)) == (few.value, few.headline, lines(few))


@pytest.mark.parametrize(
    "text",
    [
        "2021年和2022年行政许可都超过50的有几家",
        "2021年和2022年行政许可都超过50的机关",
        "2021年和2022年都没有行政处罚的机关有几家",
    ],
)
def test_of_very_many_those_that_meet_it_in_both_years_are_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    few = ask(text)
    assert few.outcome in (Outcome.ANSWERED, Outcome.NOTED)
    monkeypatch.setattr(boundary, "MANY", 0)
    monkeypatch.setattr(boundary, "SHOWN", 1)
    many = ask(text)
    assert (many.outcome, many.value, many.unit) == (few.outcome, few.value, few.unit)
    assert (many.rows_total or len(many.rows)) == len(few.rows)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2021年和2022年行政强制都为0的机关有几家", "1"),
        ("2021年和2022年行政强制均为0的有几家", "1"),
        ("2021年和2022年行政许可均超过50的有几家", "3"),
    ],
)
def test_in_both_years_is_said_in_several_ways(text: str, number: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.unit) == (number, "家")


def test_who_saw_the_largest_increase_is_who_had_it() -> None:
    answer = ask("which agency saw the largest increase in permits in 2022")
    assert (answer.value, lines(answer)) == ("40", [("上饶市卫生健康委员会", "40")])
