"""A check compares what is printed: it passes, fails, or says which cell it cannot read."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scoring
from corpus import form
from corpus.checking.checks import checks, different_scopes, disputes
from corpus.report import Check, Count, Figure, Source, State


def figure(
    table: str,
    row: str,
    column: str,
    value: str | None,
    *,
    state: str = "printed",
    line: int = 1,
    edition: str = "2019",
) -> Figure:
    return Figure(
        report="r",
        agency="甲县卫生健康局",
        year=2020,
        edition=edition,
        table=table,
        row=row,
        column=column,
        value=None if value is None else Decimal(value),
        unit="件",
        state=State(state),
        source=Source("r.txt", "/r.txt", line),
    )


def count(object: str, value: int, unit: str, *, sentence: str = "", line: int = 90, end: int = 90) -> Count:
    raw = f"{value}{unit}"
    text = sentence or f"{object}{raw}。"
    source = Source("r.txt", "/r.txt", line, end)
    return Count("r", "甲县卫生健康局", 2020, Decimal(value), unit, object, raw, False, text, 1, source)


@cache
def golden(stem: str) -> tuple[Figure, ...]:
    """The cells of a bundled report as read by eye."""
    with (scoring.GOLDEN / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    edition = "2021" if any(r["column"] == "本年处理决定数量" for r in rows) else "2019"
    return tuple(
        figure(
            r["table"],
            r["row"],
            r["column"],
            r["value"] or None,
            state=r["state"],
            line=int(r["line"]),
            edition=edition,
        )
        for r in rows
    )


def rule(name: str, figures: tuple[Figure, ...], counts: tuple[Count, ...] = ()) -> list[Check]:
    return [c for c in checks("r", figures, counts, 2020) if c.rule == name]


def requests(values: dict[str, int]) -> tuple[Figure, ...]:
    """表三 of edition 2019 with one applicant's numbers; every other cell is 0."""
    return tuple(
        figure(
            form.REQUESTS, f.row, f.column, str(values.get(f.row, 0) if f.column in ("自然人", "总计") else 0), line=n
        )
        for n, f in enumerate(form.fields("2019", form.REQUESTS), 1)
    )


SOUND = {
    form.NEW_REQUESTS: 5,
    form.CARRIED_IN: 2,
    "予以公开": 4,
    "不予公开/属于国家秘密": 1,
    form.GRAND_TOTAL: 5,
    form.CARRIED_OUT: 2,
}


def test_a_table_that_balances_passes_with_its_numbers_and_lines() -> None:
    (balance,) = rule("requests_balance", requests(SOUND))
    assert balance.status == "pass"
    assert "新收 5 + 上年结转 2 = 总计 5 + 结转下年度 2" in balance.text
    assert len(balance.figures) == 28 and len(balance.lines) == 28


def test_each_rule_of_the_form_fails_on_its_own_slip() -> None:
    wrong = {
        "requests_balance": SOUND | {form.CARRIED_OUT: 3},
        "requests_parts": SOUND | {"予以公开": 3},
    }
    for name, values in wrong.items():
        assert [c.rule for c in checks("r", requests(values), (), 2020) if c.status == "fail"] == [name]


def test_a_total_that_is_not_its_applicants_fails_and_names_the_row() -> None:
    figures = tuple(
        figure(f.table, f.row, f.column, "9", line=7) if (f.row, f.column) == ("予以公开", "科研机构") else f
        for f in requests(SOUND)
    )
    (check,) = rule("requests_applicants", figures)
    assert (check.status, "予以公开" in check.text, "9" in check.text) == ("fail", True, True)


def test_a_review_total_of_zero_beside_parts_fails() -> None:
    def block(name: str, values: str) -> Iterator[Figure]:
        for column, value in zip(form.RESULTS, values.split(), strict=True):
            yield figure(form.REVIEW, name, column, value)

    good = tuple(f for name in form.BLOCKS for f in block(name, "1 0 2 0 3"))
    bad = (*block(form.BLOCKS[0], "10 1 0 0 0"), *good[5:])
    assert [c.status for figures in (good, bad) for c in rule("review_total", figures)] == ["pass", "fail"]


@given(st.lists(st.integers(0, 50), min_size=15, max_size=15), st.integers(0, 14))
def test_a_review_check_passes_exactly_when_every_block_adds_up(values: list[int], at: int) -> None:
    for start in (0, 5, 10):
        values[start + 4] = sum(values[start : start + 4])
    cells = [(block, column) for block in form.BLOCKS for column in form.RESULTS]
    made = [figure(form.REVIEW, b, c, str(v)) for (b, c), v in zip(cells, values, strict=True)]
    (sound,) = rule("review_total", tuple(made))
    made[at] = figure(form.REVIEW, *cells[at], str(values[at] + 1))
    (broken,) = rule("review_total", tuple(made))
    assert (sound.status, broken.status) == ("pass", "fail")


@pytest.mark.parametrize("state", ["cut_off", "blank", "dash", "unreadable"])
def test_a_cell_without_a_value_makes_a_check_not_assessable_at_its_line(state: str) -> None:
    figures = tuple(
        figure(f.table, f.row, f.column, None, state=state, line=99) if f.row == form.CARRIED_OUT else f
        for f in requests(SOUND)
    )
    (balance,) = rule("requests_balance", figures)
    assert (balance.status, balance.lines) == ("not_assessable", (99,))
    assert "新收 + 上年结转 = 5 + 2" in balance.text


def test_a_check_that_rests_on_an_inferred_cell_is_never_a_pass() -> None:
    figures = tuple(
        figure(f.table, f.row, f.column, str(f.value), state="inferred") if f.row == form.GRAND_TOTAL else f
        for f in requests(SOUND)
    )
    assert [c.status for c in rule("requests_balance", figures)] == ["uncertain"]


def test_a_table_the_report_does_not_have_is_not_checked() -> None:
    assert checks("r", (), (), None) == ()


@pytest.mark.parametrize(
    ("stem", "status", "line"),
    [
        ("fenyang-2020", "pass", 88),
        ("longkou-2020", "not_assessable", 95),
        ("shaxian-2020", "uncertain", 101),
        ("weijianwei-2021", "uncertain", 63),
        ("shapotou-2019", "pass", 75),
    ],
)
def test_the_bundled_reports_balance_as_far_as_their_files_tell(stem: str, status: str, line: int) -> None:
    (balance,) = rule("requests_balance", golden(stem))
    assert balance.status == status
    assert line in balance.lines
    assert [c for c in checks("r", golden(stem), (), 2020) if c.status == "fail"] == []


PARTS = (count("公告", 18, "条"), count("动态", 55, "条"))


def listed(total: int, between: str = "，其中") -> tuple[Count, ...]:
    text = f"公开信息{total}条{between}公告18条、动态55条。"
    return (
        count("公开信息", total, "条", sentence=text),
        *(count(p.object, int(p.value), "条", sentence=text) for p in PARTS),
    )


def test_a_total_of_the_prose_that_its_parts_make_up_passes() -> None:
    (check,) = rule("prose_sum", (), listed(73))
    assert (check.status, check.text[:12]) == ("pass", "73 = 18 + 55")
    (unmarked,) = rule("prose_sum", (), listed(73, "，"))
    assert unmarked.status == "pass"


def test_parts_greater_than_their_total_fail_and_a_list_that_may_be_incomplete_stays_open() -> None:
    assert [c.status for c in rule("prose_sum", (), listed(70))] == ["fail"]
    assert [c.status for c in rule("prose_sum", (), listed(80))] == ["uncertain"]
    assert rule("prose_sum", (), listed(80, "，")) == []


def test_a_total_behind_its_parts_is_compared_too() -> None:
    text = "公告18条，动态55条，共73条。"
    counts = tuple(count("", value, "条", sentence=text) for value in (18, 55, 73))
    assert [c.status for c in rule("prose_sum", (), counts)] == ["pass"]


def test_numbers_of_other_counters_or_sentences_are_no_parts() -> None:
    assert rule("prose_sum", (), (count("信息", 5, "条"), count("文件", 2, "件"), count("答复", 3, "件"))) == []


def test_a_sum_over_a_page_break_cites_both_lines() -> None:
    text = "公开73条，其中公告18条，动态55条。"
    counts = (
        count("公开", 73, "条", sentence=text, line=13, end=15),
        *(count("", value, "条", sentence=text, line=15, end=15) for value in (18, 55)),
    )
    (check,) = rule("prose_sum", (), counts)
    assert check.lines == (13, 15)


PENALTY = figure(form.ACTIVE, "行政处罚", "本年处理决定数量", "5", line=28)
PERMIT = figure(form.ACTIVE, "行政许可", "处理决定数量", "46", line=58)


def test_the_prose_against_the_table_fails_where_the_words_are_the_same() -> None:
    said = count("行政处罚", 21, "家")
    (check,) = rule("prose_table", (PENALTY,), (said,))
    assert (check.status, check.lines) == ("fail", (28, 90))
    assert "21家" in check.text and "5" in check.text
    assert disputes((PENALTY,), (said,)) == ((PENALTY, said),)


def test_the_prose_that_agrees_with_the_table_passes() -> None:
    assert [c.status for c in rule("prose_table", (PENALTY,), (count("我局作出行政处罚决定", 5, "件"),))] == ["pass"]
    assert disputes((PENALTY,), (count("行政处罚", 5, "件"),)) == ()


@pytest.mark.parametrize(
    ("object", "unit"),
    [
        ("行政许可", "条"),
        ("医疗机构行政许可", "件"),
        ("行政许可类信息", "件"),
        ("公开行政许可事项", "项"),
        ("行政许可", "篇"),
    ],
)
def test_items_published_and_qualified_counts_are_another_scope_and_no_dispute(object: str, unit: str) -> None:
    said = count(object, 55, unit)
    assert disputes((PERMIT,), (said,)) == ()
    assert rule("prose_table", (PERMIT,), (said,)) == []
    assert different_scopes((PERMIT,), (said,)) == ((PERMIT, said),)


def test_a_part_of_published_items_is_another_scope() -> None:
    text = "公开信息73条，其中行政许可18件。"
    total, part = count("公开信息", 73, "条", sentence=text), count("行政许可", 18, "件", sentence=text)
    assert disputes((PERMIT,), (total, part)) == ()
    assert different_scopes((PERMIT,), (total, part)) == ((PERMIT, part),)


@pytest.mark.parametrize(
    ("object", "row"),
    [
        ("制发的部门文件", "规范性文件"),
        ("行政执法类信息", "行政处罚"),
        ("其他对外管理服务事项", "其他对外管理服务事项"),
    ],
)
def test_a_neighbour_of_a_row_is_another_scope(object: str, row: str) -> None:
    column = "本年新制作数量" if row == "规范性文件" else "处理决定数量"
    cell, said = figure(form.ACTIVE, row, column, "0"), count(object, 15, "条")
    assert different_scopes((cell,), (said,)) == ((cell, said),)


@pytest.mark.parametrize(("value", "status"), [(5, "pass"), (7, "pass"), (6, "fail")])
def test_requests_received_may_mean_the_new_ones_or_all_in_hand(value: int, status: str) -> None:
    said = count("本机关共受理信息公开申请", value, "件")
    assert [c.status for c in rule("prose_table", requests(SOUND), (said,))] == [status]


def test_requests_answered_are_the_total_of_the_outcomes() -> None:
    statuses = [
        c.status
        for value in (5, 7)
        for c in rule("prose_table", requests(SOUND), (count("我局共办结政府信息公开申请", value, "件"),))
    ]
    assert statuses == ["pass", "fail"]


def test_a_review_of_the_prose_may_leave_out_what_is_pending() -> None:
    cells = tuple(
        figure(form.REVIEW, b, c, v)
        for b in form.BLOCKS
        for c, v in zip(form.RESULTS, ("1", "0", "0", "2", "3"), strict=True)
    )
    for value, status in ((3, "pass"), (1, "pass"), (2, "fail")):
        said = count("本机关涉及信息公开的行政复议", value, "件")
        assert [c.status for c in rule("prose_table", cells, (said,))] == [status]


@pytest.mark.parametrize(
    ("values", "found"), [(("76", "26", "102"), 1), (("19", "-18", "1"), 1), (("21", "-8", "436"), 0)]
)
def test_items_that_add_up_to_the_decisions_are_a_hint(values: tuple[str, str, str], found: int) -> None:
    columns = ("上一年项目数量", "本年增/减", "处理决定数量")
    cells = tuple(figure(form.ACTIVE, "行政处罚", c, v) for c, v in zip(columns, values, strict=True))
    hints = rule("items_filled_as_decisions", cells)
    assert [h.status for h in hints] == ["uncertain"] * found


def test_the_year_of_the_title_and_of_the_period_are_compared() -> None:
    def year(period: str) -> list[tuple[str, tuple[int, ...]]]:
        lines = ["甲县2020年政府信息公开工作年度报告", "", f"数据的统计期限自{period}止。", "2021年1月29日"]
        return [(c.status, c.lines) for c in checks("r", (), (), 2020, lines)]

    assert year("2020年1月1日起至2020年12月31日") == [("pass", (1, 3))]
    assert year(" 2020 年 1 月 1 日至 12 月 31 日") == [("pass", (1, 3))]
    assert year("2019年1月1日起至2019年12月31日") == [("fail", (1, 3))]
    assert year("本年") == []
