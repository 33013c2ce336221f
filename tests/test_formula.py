"""Formulas over cells of the form: read, never run; exact; said back as people write them."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import metrics
from assistant.understanding.formula import (
    Formula,
    Operation,
    Term,
    Unclear,
    parse,
    quotient_of,
    shown,
    terms_of,
    value_of,
    values_of,
)
from corpus import form

PENALTIES, PERMITS = Term("行政处罚", "处理决定数量"), Term("行政许可", "处理决定数量")
VALUES = {PENALTIES: Decimal(3), PERMITS: Decimal(8)}


def said(term: Term) -> str:
    return f"{term.row}·{term.column}"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("行政处罚", PENALTIES),
        ("处罚", PENALTIES),
        ("penalties", PENALTIES),
        ("行政处罚·本年处理决定数量", PENALTIES),
        ("行政处罚 · 本年增/减", Term("行政处罚", "本年增/减")),
        ("采购总金额", Term("政府集中采购", "采购总金额")),
        ("本年收费金额", Term("行政事业性收费", "本年收费金额")),
        ("行政规范性文件·本年废止件数", Term("规范性文件", "本年废止件数")),
        ("总计", Term("总计", "总计")),
        ("不予公开/属于国家秘密", Term("不予公开/属于国家秘密", "总计")),
        ("行政复议·结果纠正", Term("行政复议", "结果纠正")),
        ("行政诉讼", Term("行政诉讼", "总计")),
        ("本年新收政府信息公开申请数量·自然人", Term(form.NEW_REQUESTS, "自然人")),
    ],
)
def test_a_cell_is_named_by_its_label_or_by_a_word_people_use(text: str, term: Term) -> None:
    assert parse(text) == term


def test_a_slash_between_two_rows_divides_and_one_within_a_label_does_not() -> None:
    assert parse("不予公开/总计") == Operation("/", Term("不予公开", "总计"), Term("总计", "总计"))
    assert parse("不予公开/属于国家秘密/总计") == Operation("/", parse("不予公开/属于国家秘密"), Term("总计", "总计"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("行政处罚 + 行政许可 * 2", "19"),
        ("(行政处罚 + 行政许可) × 2", "22"),
        ("行政许可 - 行政处罚 - 1", "4"),
        ("行政许可 ÷ 2 ÷ 2", "2"),
        ("-行政处罚 + 行政许可", "5"),
        ("－（行政处罚 − 行政许可）", "5"),
        ("行政处罚 / 行政许可", "0.375"),
        ("行政处罚 * 0.1", "0.3"),
    ],
)
def test_a_formula_comes_to_what_arithmetic_says(text: str, value: str) -> None:
    assert value_of(parse(text), VALUES) == Decimal(value)


def test_nothing_is_divided_by_nothing() -> None:
    nothing = {PENALTIES: Decimal(0), PERMITS: Decimal(0)}
    assert value_of(parse("行政处罚 / 行政许可"), nothing) is None
    assert value_of(parse("行政处罚 / (行政许可 - 8)"), VALUES) is None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "12", "1 + 2", "行政处罚 +", "(行政处罚", "行政处罚)", "行政处罚 行政许可",
        "行政处罚 ** 2", "行政处罚·行政许可", "行政处罚·", "·总计", "规章", "foo", "行政处罚·自然人",
        "__import__('os')", "行政处罚.real", "行政处罚 if 1 else 2", "(" * 100 + "行政处罚" + ")" * 100,
        "行政处罚 + " * 200 + "行政处罚", "行政处罚 / 0x10", "permitsx", "-" * 60 + "行政处罚",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(Unclear) as refused:
        parse(text)
    assert refused.value.zh and refused.value.en


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        assert any(terms_of(parse(text)))
    except Unclear as refused:
        assert str(refused)


LEAVES = st.sampled_from([PENALTIES, PERMITS]) | st.decimals(0, 50, places=1)
FORMULAS: st.SearchStrategy[Formula] = st.recursive(
    LEAVES, lambda parts: st.builds(Operation, st.sampled_from("+-*/"), parts, parts), max_leaves=8
)


def exactly(formula: Formula, values: Mapping[Term, Decimal] = VALUES) -> Fraction | None:
    """The value by another arithmetic."""
    if isinstance(formula, Operation):
        left, right = exactly(formula.left, values), exactly(formula.right, values)
        if left is None or right is None or (formula.sign == "/" and not right):
            return None
        pairs = {"+": left + right, "-": left - right, "*": left * right}
        return left / right if formula.sign == "/" else pairs[formula.sign]
    return Fraction(formula if isinstance(formula, Decimal) else values[formula])


@given(FORMULAS)
def test_a_formula_is_exact_and_comes_to_the_same_when_it_is_said_and_read_again(formula: Formula) -> None:
    value, wanted = value_of(formula, VALUES), exactly(formula)
    assert (value is None) == (wanted is None)
    if value is not None and wanted is not None:
        assert abs(Fraction(value) - wanted) < Fraction(1, 10**30)
    if any(terms_of(formula)):
        assert value_of(parse(shown(formula, said)), VALUES) == value


@pytest.mark.parametrize("metric", metrics.known().values(), ids=lambda metric: metric.zh)
def test_every_metric_of_the_dictionary_can_be_evaluated_in_some_edition(metric: metrics.Metric) -> None:
    terms = [term for text in (metric.formula, metric.other) if text for term in terms_of(parse(text))]
    assert any(all(form.columns(edition, t.row, t.column) for t in terms) for edition in form.EDITIONS)
    assert bool(metric.other) == bool(metric.other_name)


def formulas() -> st.SearchStrategy[Formula]:
    leaves = st.sampled_from((PENALTIES, PERMITS)) | st.integers(0, 9).map(Decimal)
    return st.recursive(leaves, lambda part: st.builds(Operation, st.sampled_from("+-*/"), part, part), max_leaves=8)


@given(formulas(), st.lists(st.tuples(st.integers(-9, 99), st.decimals(-9, 99, places=2)), max_size=6))
def test_reports_side_by_side_come_to_what_each_does_alone(
    formula: Formula, reports: list[tuple[int, Decimal]]
) -> None:
    columns = {PENALTIES: [Decimal(one) for one, _ in reports], PERMITS: [other for _, other in reports]}
    each = [value_of(formula, {PENALTIES: Decimal(one), PERMITS: other}) for one, other in reports]
    assert values_of(formula, columns, len(reports)) == each


@pytest.mark.parametrize(
    ("text", "over", "under"),
    [
        ("行政处罚 / 行政许可", "处罚", "许可"),
        ("行政处罚 / 行政许可 * 100", "处罚 × 100", "许可"),
        ("100 * (行政处罚 / 行政许可)", "100 × 处罚", "许可"),
        ("1 - 行政处罚 / 行政许可", "1 × 许可 − 处罚", "许可"),
        ("行政处罚 / 行政许可 - 0.5", "处罚 − 0.5 × 许可", "许可"),
        ("-行政处罚", "−处罚", None),
        ("行政处罚 + 2 * 行政许可", "处罚 + 2 × 许可", None),
        ("行政处罚 / 行政许可 + 行政许可 / 行政许可", "处罚 + 许可", "许可"),
    ],
)
def test_a_formula_that_holds_of_sums_is_one_quotient(text: str, over: str, under: str | None) -> None:
    found = quotient_of(parse(text))
    assert found is not None
    told = tuple(one and shown(one, lambda term: term.row.removeprefix("行政")) for one in found)
    assert told == (over, under)


@pytest.mark.parametrize(
    "text",
    [
        "行政处罚 * 行政许可", "行政处罚 + 1", "1 / 行政处罚", "行政处罚 / (行政许可 + 1)",
        "行政处罚 / 行政许可 + 行政许可 / 行政处罚", "行政处罚 / 行政许可 / 行政强制", "行政处罚 / 行政许可 * 行政强制",
    ],
)  # fmt: skip
def test_a_formula_that_does_not_hold_of_sums_is_none(text: str) -> None:
    assert quotient_of(parse(text)) is None


SMALL = st.integers(-9, 9).map(Decimal)
PAIR = st.fixed_dictionaries({PENALTIES: SMALL, PERMITS: SMALL})


@given(formulas(), PAIR, PAIR)
def test_a_quotient_is_its_formula_and_its_sides_hold_of_sums(
    formula: Formula, one: dict[Term, Decimal], other: dict[Term, Decimal]
) -> None:
    found, wanted = quotient_of(formula), exactly(formula, one)
    if found is None:
        return
    over, under = (side and exactly(side, one) for side in found)
    assert isinstance(over, Fraction)
    if wanted is not None:
        assert wanted == (over / under if isinstance(under, Fraction) else over)
    both = {term: one[term] + other[term] for term in one}
    for side in (side for side in found if side is not None):
        assert exactly(side, both) == (exactly(side, one) or 0) + (exactly(side, other) or 0)
