"""The numbers of a question: which are years, ranks, conditions and figures quoted back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.bounds import Bound
from assistant.understanding.numerals import Numerals, Quoted, small, take


def found(text: str) -> Numerals:
    return take(text)[1]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020年处罚", [2020]),
        ("penalties in 2020", [2020]),
        ("2019-2021年趋势", [2019, 2020, 2021]),
        ("2021年到2019年", [2019, 2020, 2021]),
        ("from 2019 to 2021", [2019, 2020, 2021]),
        ("二〇二〇年", [2020]),
        ("二零二一年度", [2021]),
        ("20年许可", [2020]),
        ("2019年和2021年", [2019, 2021]),
    ],
)
def test_a_year_is_read_in_digits_in_chinese_and_as_a_span(text: str, years: list[int]) -> None:
    assert found(text).years == years


@pytest.mark.parametrize(
    "text", ["公开2020条信息", "处罚了2020件", "2019版表格", "占2020%", "编号12020", "国办2019号文"]
)
def test_a_number_with_a_counter_or_of_an_edition_is_no_year(text: str) -> None:
    assert found(text).years == []


def test_a_span_of_centuries_does_not_grow_without_end() -> None:
    assert len(found("1900-2099年").years) <= 51


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("超过100件", Bound(">", Decimal(100))),
        ("过百的", Bound(">", Decimal(100))),
        ("100件以上", Bound(">=", Decimal(100))),
        ("不少于三十", Bound(">=", Decimal(30))),
        ("至多1,200件", Bound("<=", Decimal(1200))),
        ("不到5件", Bound("<", Decimal(5))),
        ("为0的", Bound("=", Decimal(0))),
        ("许可是零的", Bound("=", Decimal(0))),
        ("不为0的", Bound("!=", Decimal(0))),
        ("more than 100 penalties", Bound(">", Decimal(100))),
        ("at least 7", Bound(">=", Decimal(7))),
        ("with zero permits", Bound("=", Decimal(0))),
    ],
)
def test_a_condition_keeps_its_sign_and_its_border(text: str, bound: Bound) -> None:
    assert found(text).bounds == [(bound,)]


@pytest.mark.parametrize("text", ["2020年处罚", "最多的是谁", "不足之处", "以上规则", "高于平均"])
def test_words_of_comparison_without_a_number_are_no_condition(text: str) -> None:
    assert found(text).bounds == []


def test_zero_point_five_is_not_zero() -> None:
    assert found("比例是0.5吗").bounds == []


@pytest.mark.parametrize(("text", "top"), [("前三名", 3), ("前10家", 10), ("top 5", 5), ("前两名", 2)])
def test_the_first_few_are_counted(text: str, top: int) -> None:
    assert found(text).top == top


@pytest.mark.parametrize(
    ("text", "nth", "degree"),
    [("第二高", 2, ("max",)), ("第3少", 3, ("min",)), ("第二条", 2, ()), ("the second most", 2, ())],
)
def test_the_nth_says_from_which_end(text: str, nth: int, degree: tuple[str, ...]) -> None:
    assert (found(text).nth, found(text).degree) == (nth, degree)


@pytest.mark.parametrize("text", ["第五部分", "第三方", "第二十条"])
def test_a_part_and_a_third_party_are_no_rank(text: str) -> None:
    assert found(text).nth is None


def test_an_item_of_article_20_is_neither_rank_nor_number() -> None:
    item = found("第二十条第(六)项")
    assert (item.item, item.nth, item.quoted) == ("六", None, [])


def test_these_two_are_not_any_two() -> None:
    assert (found("这两家加起来").they, found("这两家加起来").households) == (2, None)
    assert (found("2020年三家合计").they, found("2020年三家合计").households) == (None, 3)


def test_a_number_of_companies_is_no_number_of_agencies() -> None:
    assert found("3家公司").households is None


def test_figures_quoted_back_keep_their_counter() -> None:
    assert found("说有73条,为什么是0").quoted[0] == Quoted(Decimal(73), "条")
    assert found("到底46还是55").quoted == [Quoted(Decimal(46), ""), Quoted(Decimal(55), "")]
    assert found("是1,234.5万元吗").quoted == [Quoted(Decimal("1234.5"), "万元")]


def test_a_hotline_is_a_word() -> None:
    rest, numerals = take("12345热线几条")
    assert "12345热线" in rest
    assert numerals.quoted == []


def test_the_counter_asked_for_is_kept_as_the_unit() -> None:
    assert found("发了多少条").units == ("条",)
    assert found("有多少份报告").units == ()


def test_a_bar_stays_where_a_number_stood_so_that_no_new_word_grows_there() -> None:
    assert take("行政2020年处罚")[0] == "行政|处罚"


@given(st.integers(1, 10))
def test_small_numbers_are_read_in_both_scripts(number: int) -> None:
    assert small(str(number)) == small("一二三四五六七八九十"[number - 1]) == number


@given(st.integers(0, 10**9))
def test_every_whole_number_is_compared_as_it_is_written(number: int) -> None:
    assert found(f"超过{number}件").bounds == [(Bound(">", Decimal(number)),)]
    assert found(f"超过{number:,}件").bounds == [(Bound(">", Decimal(number)),)]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    rest, _ = take(text)
    assert len(rest) <= len(text) + 1
