"""Re-created reports, each with a damage seen in real ones → what every cell is read as, and what is left unread."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from corpus.form import ACTIVE, APPLICANTS, BLOCKS, EDITIONS, REQUESTS, RESULTS, REVIEW, rows
from corpus.parse import parse
from corpus.read import read
from corpus.report import Figure, State
from corpus.tables.figures import figures

FIXTURES = Path(__file__).parent / "fixtures"
REPORTS = (path for path in FIXTURES.iterdir() if path.suffix in (".txt", ".md"))
FILES = sorted(path.name for path in REPORTS if not path.name.startswith("prose_"))
TITLE = "甲县水务局2020年政府信息公开工作年度报告"
MANUAL = "不予处理/无正当理由大量反复申请"


@cache
def read_figures(name: str) -> dict[tuple[str, str, str], Figure]:
    return {(f.table, f.row, f.column): f for f in figures(parse(read(FIXTURES / name)))}


def cell(name: str, row: str, column: str, table: str = ACTIVE) -> Figure:
    return read_figures(name)[table, row, column]


def values(name: str, table: str, row: str) -> list[str | None]:
    """The cells of a row: the value, or the state of a cell that has none."""
    return [
        str(f.value) if f.value is not None else str(f.state)
        for (of, label, _), f in read_figures(name).items()
        if (of, label) == (table, row)
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_value_is_there_exactly_where_a_cell_is_printed_or_inferred(name: str) -> None:
    for figure in read_figures(name).values():
        assert (figure.value is not None) == (figure.state in (State.PRINTED, State.INFERRED))
        assert (figure.proof is not None) == (figure.state is State.INFERRED)
        assert (figure.raw is None) == (figure.state is State.CUT_OFF) or figure.state is State.UNREADABLE


@pytest.mark.parametrize("name", FILES)
def test_every_digit_of_a_value_stands_on_its_line(name: str) -> None:
    lines = (FIXTURES / name).read_text(encoding="utf-8").split("\n")
    for figure in read_figures(name).values():
        if figure.state is State.PRINTED:
            assert figure.source.line and figure.raw and figure.raw in lines[figure.source.line - 1]


@pytest.mark.parametrize("name", FILES)
def test_a_table_has_all_cells_of_its_edition(name: str) -> None:
    found = [key for key, figure in read_figures(name).items() if figure.in_form]
    for table in {key[0] for key in found}:
        inside = [(row, column) for of, row, column in found if of == table]
        whole = [[(r.label, c) for r in rows(e, table) for c in r.columns] for e in EDITIONS]
        assert inside in whole or (name, table) == ("mixed_editions.txt", ACTIVE)


def test_signs_counters_and_units_are_those_printed() -> None:
    name = "tail_and_title_lost.txt"
    fewer, bare = cell(name, "行政许可", "本年增/减"), cell(name, "行政处罚", "本年增/减")
    assert (fewer.value, fewer.notes) == (Decimal(-7), ())
    assert (bare.value, bare.notes) == (Decimal(13), ("sign_not_printed",))
    two = cell(name, "行政事业性收费", "本年增/减")
    assert (two.value, two.parts, two.notes) == (Decimal(-4), (Decimal(2), Decimal(-6)), ("two_numbers",))
    items, money = cell(name, "政府集中采购", "采购项目数量"), cell(name, "政府集中采购", "采购总金额")
    assert (items.value, items.unit, items.unit_printed, items.raw) == (Decimal(4), "项", True, "4 项")
    assert (money.value, money.unit, money.unit_printed, money.notes) == (Decimal("71.05"), "万元", True, ())
    implied = cell(name, "行政处罚", "处理决定数量")
    assert (implied.unit, implied.unit_printed, implied.row_raw) == ("件", False, "行政处罚 52 13 65")


def test_an_amount_without_a_unit_gets_none() -> None:
    money = cell("blank_cells.txt", "政府集中采购", "采购总金额")
    assert (money.value, money.unit, money.unit_printed, money.notes) == (
        Decimal(9050),
        None,
        False,
        ("unit_not_printed",),
    )


def test_a_unit_printed_in_the_heading_is_printed() -> None:
    money = cell("glued_line.txt", "行政事业性收费", "本年收费金额")
    assert (money.value, money.unit, money.unit_printed) == (Decimal("207.16"), "万元", True)


def test_dashes_blanks_and_zeros_are_three_things() -> None:
    assert values("tail_and_title_lost.txt", ACTIVE, "行政强制") == ["dash", "dash", "dash"]
    assert values("blank_cells.txt", ACTIVE, "行政许可") == ["7", "blank", "5"]
    assert values("blank_cells.txt", ACTIVE, "行政事业性收费") == ["3", "blank"]
    assert values("blank_cells.txt", ACTIVE, "规章") == ["0", "0", "0"]


def test_what_a_lost_tail_held_is_cut_off_after_the_last_line_before_the_gap() -> None:
    name = "tail_and_title_lost.txt"
    last = cell(name, "不予处理/要求提供公开出版物", "总计", REQUESTS)
    assert last.value == 0
    for label in (MANUAL, "其他处理", "总计", "结转下年度继续办理"):
        lost = cell(name, label, "总计", REQUESTS)
        assert (lost.state, lost.raw, lost.row_raw, lost.source.line) == (State.CUT_OFF, None, None, last.source.line)


def test_numbers_whose_title_and_heading_are_lost_carry_the_note() -> None:
    name = "tail_and_title_lost.txt"
    assert values(name, REVIEW, "复议后起诉") == ["3", "0", "0", "0", "5"]
    assert all(f.notes == ("heading_inferred",) for (table, _, _), f in read_figures(name).items() if table == REVIEW)


def test_a_value_lost_is_settled_by_the_rows_and_columns_around_it() -> None:
    name = "value_lost_or_extra.txt"
    assert values(name, REQUESTS, "不予公开/保护第三方合法权益") == ["3", "0", "0", "0", "0", "0", "3"]
    assert values(name, REQUESTS, "不予处理/要求行政机关确认或重新出具已获取信息") == ["0"] * 7
    settled = cell(name, "不予公开/保护第三方合法权益", "总计", REQUESTS)
    assert (settled.state, settled.proof, settled.notes) == (State.INFERRED, "requests_applicants", ("value_lost",))
    assert settled.row_raw == "三、本年度办理结果 4.保护第三方合法权益 3 0 0 0 0 3"


def test_a_value_too_many_is_left_out_where_every_way_agrees() -> None:
    name = "value_lost_or_extra.txt"
    assert values(name, REQUESTS, "不予公开/属于行政查询事项") == ["1", "0", "0", "0", "0", "0", "1"]
    assert values(name, REVIEW, "行政复议") == ["3", "1", "0", "0", "4"]
    extra = cell(name, "行政复议", "总计", REVIEW)
    assert (extra.state, extra.proof, extra.notes) == (State.INFERRED, "review_total", ("value_extra",))


def test_of_a_row_that_several_ways_fit_what_differs_is_unread(tmp_path: Path) -> None:
    path = tmp_path / "lost.txt"
    path.write_text(
        f"{TITLE}\n\n三、收到和处理政府信息公开申请情况\n申请人情况\n（一）予以公开\t3\t0\t0\t0\t0\t3\n",
        encoding="utf-8",
    )
    found = [f for f in figures(parse(read(path))) if f.row == "予以公开"]
    assert [str(f.value) if f.value is not None else "" for f in found] == ["", "", "0", "0", "0", "", ""]
    assert {f.notes for f in found} == {("value_lost",)}
    assert {f.raw for f in found if f.state is State.UNREADABLE} == {"3 0 0 0 0 3"}


def test_a_rule_that_the_agency_itself_breaks_moves_nothing() -> None:
    name = "rule_already_broken.txt"
    assert values(name, REQUESTS, "不予处理/重复申请") == ["0", "1", "0", "0", "0", "0", "7"]
    assert values(name, REQUESTS, "不予公开/保护第三方合法权益") == ["unreadable"] * 7
    assert cell(name, "不予公开/保护第三方合法权益", "自然人", REQUESTS).raw == "3 0 0 0 0 3"


def test_rows_set_apart_from_their_labels_take_their_place_by_order_and_sum() -> None:
    name = "rows_beside_labels.md"
    assert values(name, REQUESTS, "无法提供/本机关不掌握相关政府信息") == ["9", "1", "0", "0", "0", "0", "10"]
    assert values(name, REQUESTS, "无法提供/没有现成信息需要另行制作") == ["4", "0", "0", "0", "0", "0", "4"]
    moved = cell(name, "无法提供/没有现成信息需要另行制作", "自然人", REQUESTS)
    assert (moved.state, moved.proof) == (State.INFERRED, "row_order")
    assert values(name, REQUESTS, "结转下年度继续办理") == ["1", "0", "0", "0", "0", "0", "blank"]
    assert values(name, ACTIVE, "行政规范性文件") == ["7", "1", "40"]


def test_traditional_characters_change_no_row() -> None:
    name = "traditional_and_slashes.txt"
    assert values(name, ACTIVE, "行政规范性文件") == ["dash"] * 3
    assert values(name, ACTIVE, "行政处罚") == ["47"]
    assert cell(name, "行政强制", "本年处理决定数量").raw == "－"


def test_each_paragraph_is_read_in_the_edition_of_its_own_heading() -> None:
    name = "mixed_editions.txt"
    assert [(f.edition, row) for (_, row, _), f in read_figures(name).items()] == [
        *[("2019", "规章")] * 3,
        *[("2019", "规范性文件")] * 3,
        *[("2021", row) for row in ("行政许可", "行政处罚", "行政强制", "行政事业性收费")],
    ]
    assert values(name, ACTIVE, "规范性文件") == ["2", "2", "6"]


def test_a_row_that_the_form_does_not_have_comes_last_under_its_own_label() -> None:
    found = list(read_figures("row_not_of_the_form.txt").values())
    assert [(f.row, f.in_form) for f in found[-3:]] == [("其他主动公开文件", False)] * 3
    assert [f.value for f in found[-3:]] == [30, 31, 32]
    assert all(f.in_form for f in found[:-3])
    assert values("row_not_of_the_form.txt", ACTIVE, "规范性文件") == ["6", "5", "14"]


def test_one_zero_left_of_seven_cells_is_no_cells_value() -> None:
    assert values("blank_cells.txt", REQUESTS, "本年新收政府信息公开申请数量") == ["unreadable"] * 7


def test_glued_digits_are_cut_where_the_form_leaves_one_way() -> None:
    name = "glued_line.txt"
    assert values(name, REQUESTS, "总计") == ["62", "3", "0", "0", "0", "0", "65"]
    assert values(name, REQUESTS, "无法提供/本机关不掌握相关政府信息") == ["29", "0", "0", "0", "0", "0", "29"]
    assert values(name, REVIEW, "复议后起诉") == ["14", "0", "14", "14", "42"]
    assert values(name, ACTIVE, "规章") == ["0", "0", "0"]
    assert values(name, ACTIVE, "行政处罚") == ["310"]
    cut = cell(name, "总计", "自然人", REQUESTS)
    assert (cut.state, cut.proof, cut.notes) == (State.INFERRED, "requests_applicants", ("glued_cut",))


def test_glued_digits_that_can_be_cut_in_several_ways_stay_as_printed() -> None:
    name = "glued_line.txt"
    assert values(name, ACTIVE, "行政规范性文件") == ["unreadable"] * 3
    assert cell(name, "行政规范性文件", "本年制发件数").raw == "7212165"


def test_columns_set_apart_by_blanks_are_read() -> None:
    name = "columns_of_a_pdf.txt"
    assert values(name, REQUESTS, "部分公开") == ["3", "1", "0", "0", "0", "0", "4"]
    assert values(name, REQUESTS, "不予处理/要求行政机关确认或重新出具已获取信息")[0] == "6"
    assert values(name, REQUESTS, "不予公开/其他法律行政法规禁止公开")[-1] == "1"


def test_a_total_that_the_agency_got_wrong_is_given_as_printed() -> None:
    assert values("columns_of_a_pdf.txt", REVIEW, "行政复议") == ["8", "2", "0", "0", "0"]
    assert cell("columns_of_a_pdf.txt", "行政复议", "总计", REVIEW).state is State.PRINTED


def test_columns_named_by_numbers_or_falsely_are_read_by_their_place() -> None:
    name = "false_column_names.md"
    assert values(name, REQUESTS, "本年新收政府信息公开申请数量") == ["61", "2", "0", "0", "4", "0", "67"]
    assert values(name, REQUESTS, "其他处理/其他") == ["7", "1", "0", "0", "0", "0", "8"]
    assert [values(name, REVIEW, block)[-1] for block in BLOCKS] == ["15", "2", "8"]


def test_a_heading_in_another_order_is_followed(tmp_path: Path) -> None:
    order = ("总计", *APPLICANTS[:-1])
    text = (
        "甲县水务局2020年政府信息公开工作年度报告\n\n三、收到和处理政府信息公开申请情况\n项目\t"
        + "\t".join(order)
        + "\n一、本年新收政府信息公开申请数量\t9\t8\t1\t0\t0\t0\t0\n"
    )
    path = tmp_path / "turned.txt"
    path.write_text(text, encoding="utf-8")
    found = {f.column: f.value for f in figures(parse(read(path))) if f.row == "本年新收政府信息公开申请数量"}
    assert found == dict(zip(order, map(Decimal, (9, 8, 1, 0, 0, 0, 0)), strict=True))


def test_headings_that_contradict_the_form_are_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "turned.txt"
    path.write_text(
        "甲县水务局2020年政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n行政复议\t\t\t\t\t行政诉讼\n"
        + "\t".join(("总计", *RESULTS[:-1]))
        + "\n"
        + "\t".join("301110000010001")
        + "\n",
        encoding="utf-8",
    )
    assert {f.state for f in figures(parse(read(path)))} == {State.UNREADABLE}


def test_the_same_report_twice_in_one_file_is_read_where_both_agree(tmp_path: Path) -> None:
    path = tmp_path / "twice.txt"
    columns = "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量"
    head = f"{TITLE}\n\n二、主动公开政府信息情况\n{columns}\n"
    path.write_text(head + "规章\t0\t0\t0\n规范性文件\t1\t2\t3\n规章\t0\t0\t0\n规范性文件\t4\t5\t6\n", encoding="utf-8")
    found = {(f.row, f.column): f.state for f in figures(parse(read(path)))}
    assert found["规章", "本年新制作数量"] is State.PRINTED
    assert found["规范性文件", "本年新制作数量"] is State.UNREADABLE


APPLICANT_ROW = ("二、上年结转政府信息公开申请数量", "1", "2", "3", "4", "5", "6", "21")


@pytest.mark.parametrize("joint", ["\t", "  ", "\n", " | "])
@pytest.mark.parametrize("grouped", [True, False])
def test_columns_in_another_order_are_found_by_their_names(joint: str, grouped: bool, tmp_path: Path) -> None:
    turned = ("法律服务机构", "商业企业", "其他", "社会公益组织", "科研机构")
    names = (("自然人", "法人或其他组织", "总计"), turned) if grouped else (("自然人", *turned, "总计"),)
    lines = ("甲县水务局2020年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况")
    body = [joint.join(words) for words in (("申请人情况",), *names, APPLICANT_ROW, ("（七）总计", *"0000000"))]
    (tmp_path / "turned.txt").write_text("\n".join((*lines, *body, "")), encoding="utf-8")
    found = figures(parse(read(tmp_path / "turned.txt")))
    said = {f.column: f.value for f in found if f.row == "上年结转政府信息公开申请数量"}
    assert said == dict(zip(("自然人", *turned, "总计"), map(Decimal, APPLICANT_ROW[1:]), strict=True))


def test_results_in_another_order_are_found_where_every_block_names_them(tmp_path: Path) -> None:
    path = tmp_path / "turned.txt"
    turned = "\t".join(("总计", *RESULTS[:-1]) * 3)
    path.write_text(f"甲县水务局2020年政府信息公开工作年度报告\n\n四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n{turned}\n"
                    + "\t".join("301110000010001") + "\n", encoding="utf-8")  # fmt: skip
    found = {(f.row, f.column): str(f.value) for f in figures(parse(read(path)))}
    cells = (found["行政复议", "总计"], found["行政复议", "结果维持"], found["复议后起诉", "尚未审结"])
    assert cells == ("3", "0", "1")
