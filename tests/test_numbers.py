"""Printed text → number, sign, unit or nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import chinese_number, is_value, plain, read_cell
from corpus.report import State

SIGNS = {
    "+19": "19",
    "-8": "-8",
    "－8": "-8",
    "减少 18": "-18",
    "增加 26": "26",
    "增10": "10",
    "减 3": "-3",
    "新增4": "4",
}


@pytest.mark.parametrize(("text", "value"), SIGNS.items())
def test_a_sign_may_be_a_word(text: str, value: str) -> None:
    cell = read_cell(text)
    assert (cell.state, cell.value, cell.signed) == (State.PRINTED, Decimal(value), True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1 项", "1", "项"),
        ("2笔", "2", "笔"),
        ("83.42 万元", "83.42", "万元"),
        ("251000元", "251000", "元"),
        ("1276.5534万元", "1276.5534", "万元"),
        ("３５件", "35", "件"),
        ("24252.311082", "24252.311082", None),
        ("1,234,567.80", "1234567.80", None),
        ("22214900", "22214900", None),
    ],
)
def test_a_unit_is_known_only_where_it_is_printed(text: str, value: str, unit: str | None) -> None:
    cell = read_cell(text)
    assert (cell.value, cell.unit, cell.signed) == (Decimal(value), unit, False)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "&nbsp;", "&nbsp", "\u00a0\u200b"])
def test_a_blank_cell_is_not_zero(text: str) -> None:
    assert read_cell(text).state is State.BLANK
    assert read_cell(text).value is None


@pytest.mark.parametrize("text", ["/", "-", "－", "—", "——", "无"])
def test_a_dash_is_not_zero(text: str) -> None:
    assert (read_cell(text).state, read_cell(text).value) == (State.DASH, None)


@pytest.mark.parametrize(
    ("text", "value", "parts"),
    [("增 1 减 3", "-2", ("1", "-3")), ("增5减2", "3", ("5", "-2")), ("减2，增 7", "5", ("-2", "7"))],
)
def test_one_cell_may_hold_two_numbers(text: str, value: str, parts: tuple[str, ...]) -> None:
    cell = read_cell(text)
    assert (cell.value, cell.parts) == (Decimal(value), tuple(Decimal(part) for part in parts))


@pytest.mark.parametrize("text", ["12 34", "0    0   0", "1 . 5", "规章", "约 3", "3.", "1-2", "0.1.2", "9" * 61])
def test_what_could_be_two_numbers_or_none_is_unreadable(text: str) -> None:
    assert read_cell(text).state is State.UNREADABLE
    assert not is_value(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False))
def test_plain_text_reads_back_as_the_same_number(value: Decimal) -> None:
    text = plain(value)
    assert "E" not in text and "+" not in text and text != "-0"
    assert read_cell(text).value == value


@pytest.mark.parametrize(
    ("value", "text"), [("-0", "0"), ("1E+3", "1000"), ("18.8710", "18.8710"), ("-0.00", "0.00"), ("-18", "-18")]
)
def test_plain_text_has_no_exponent_and_no_minus_zero(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(st.text(max_size=80))
def test_no_text_makes_a_cell_fail(text: str) -> None:
    cell = read_cell(text)
    assert (cell.value is None) == (cell.state is not State.PRINTED)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇二〇", 2020),
        ("三", 3),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("三万五千", 35000),
        ("二○二一", 2021),
    ],
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "三条", "2020", "几"])
def test_other_words_are_no_chinese_numeral(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize("text", ["314¹", "314①", "314 ", "314²³"])
def test_the_mark_of_a_footnote_is_no_digit_of_its_number(text: str) -> None:
    assert read_cell(text).value == 314


@pytest.mark.parametrize("text", ["①", "½", "3½", "¹", "3⑵"])
def test_figures_that_only_look_like_digits_are_no_number(text: str) -> None:
    assert read_cell(text).state is State.UNREADABLE
