"""Conditions as people say them: signs, borders, ranges, and where in the question they stood."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.bounds import Bound, decimal, mark, marked


def bounds(text: str) -> list[tuple[Bound, ...]]:
    return mark(text)[1]


def at_least(low: int, high: int) -> tuple[Bound, ...]:
    return Bound(">=", Decimal(low)), Bound("<=", Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "在70到90之间的",
        "介于70和90之间",
        "70-90件之间",
        "between 70 and 90 permits",
        "90至70之间",
        "from 70 to 90 permits",
    ],
)
def test_a_range_has_both_its_ends(text: str) -> None:
    assert bounds(text) == [at_least(70, 90)]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("不少于5件", ">="), ("起码5件", ">="), ("至少有5件", ">="), ("5件及以上", ">="), ("5 or more", ">="),
        ("不超过5件", "<="), ("5件以内", "<="), ("未超过5", "<="), ("up to 5", "<="), ("no more than 5", "<="),
        ("超出5件", ">"), ("逾5件", ">"), ("exceeding 5", ">"), ("不满5件", "<"), ("lower than 5", "<"),
        ("正好是5件", "="), ("恰好5件", "="), ("exactly 5", "="), ("等于5件", "="), ("为5的机关", "="),
    ],
)  # fmt: skip
def test_the_word_says_on_which_side_the_border_lies(text: str, sign: str) -> None:
    assert bounds(text) == [(Bound(sign, Decimal(5)),)]


@pytest.mark.parametrize("text", ["不超过平均", "以内部事务为由", "从2到处找", "超过去年", "为什么", "是不是"])
def test_words_that_only_look_like_a_condition_are_none(text: str) -> None:
    assert bounds(text) == []


def test_a_comma_after_a_number_ends_it() -> None:
    assert bounds("许可超过100，处罚超过50".replace("，", ",")) == [
        (Bound(">", Decimal(100)),),
        (Bound(">", Decimal(50)),),
    ]
    assert bounds("超过1,200件") == [(Bound(">", Decimal(1200)),)]


def test_each_part_of_a_text_keeps_its_own_conditions() -> None:
    text, found = mark("许可超过100且处罚为零")
    first, second = text.split("且")
    assert marked(first, found) == ("许可|", (Bound(">", Decimal(100)),))
    assert marked(second, found) == ("处罚|", (Bound("=", Decimal(0)),))


@pytest.mark.parametrize(("text", "unit"), [("超过50万元", "万元"), ("低于80%", "%"), ("超过50件", "")])
def test_a_condition_keeps_the_unit_that_it_names(text: str, unit: str) -> None:
    assert bounds(text)[0][0].unit == unit


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_any_range_is_read_whatever_its_order(one: int, other: int) -> None:
    assert bounds(f"在{one}到{other}之间") == [at_least(min(one, other), max(one, other))]


@pytest.mark.parametrize(("text", "value"), [("三十", 30), ("两百", 200), ("百", 100), ("two", 2), ("a hundred", 100)])
def test_numbers_in_words(text: str, value: int) -> None:
    assert decimal(text) == value
