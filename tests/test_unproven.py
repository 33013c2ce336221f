"""Made tables in which the text does not prove a cell: what could be another number is given as none."""

import pytest

from corpus.form import ACTIVE, REQUESTS, REVIEW
from corpus.parse import parse
from corpus.read.text import document
from corpus.report import State
from corpus.tables.figures import figures

TITLE = "甲县水务局2020年政府信息公开工作年度报告"
TITLES = {
    ACTIVE: "二、主动公开政府信息情况",
    REQUESTS: "三、收到和处理政府信息公开申请情况",
    REVIEW: "四、政府信息公开行政复议、行政诉讼情况",
}
NEW = "一、本年新收政府信息公开申请数量"
MADE = "信息内容  本年新制作数量  本年新公开数量  对外公开总数量"
HANDLED = "信息内容  上一年项目数量  本年增/减  处理决定数量"


def cells(table: str, row: str, *lines: str) -> list[str]:
    """The cells of a row of a table: the value, or the state of a cell that has none."""
    text = "\n".join((TITLE, "", TITLES[table], *lines, ""))
    found = figures(parse(document(text.encode(), "made.txt", "/made.txt", "")))
    return [str(f.state if f.value is None else f.value) for f in found if (f.table, f.row) == (table, row)]


@pytest.mark.parametrize("row", ["规章    32    0", "规章    64  3", "规章  15  �  0 3", "规章665－"])
def test_a_number_is_not_cut_because_another_may_be_lost(row: str) -> None:
    assert cells(ACTIVE, "规章", MADE, row) == ["unreadable"] * 3


def test_zeros_before_other_digits_are_cells_of_their_own() -> None:
    assert cells(ACTIVE, "规章", MADE, "规章  00  5") == ["0", "0", "5"]


def test_a_character_that_cannot_be_shown_makes_its_cell_unreadable_and_no_other() -> None:
    head = MADE.replace("  ", "\t")
    assert cells(ACTIVE, "规章", head, "规章\t3\t□3\t0") == ["3", "unreadable", "0"]
    assert cells(ACTIVE, "规章", MADE, "规章  3  13�  0") == ["3", "unreadable", "0"]


@pytest.mark.parametrize("change", ["-16�8", "增加16�8", "增 9 减 1�", "减16□8", "－1□"])
def test_a_signed_number_with_a_character_that_cannot_be_shown_is_none_by_its_beginning(change: str) -> None:
    assert cells(ACTIVE, "行政许可", HANDLED, f"行政许可5{change}0")[1] == "unreadable"
    assert cells(ACTIVE, "行政许可", HANDLED, f"行政许可  5  {change}  0")[1] == "unreadable"


def test_a_row_is_read_across_a_line_of_blanks() -> None:
    assert cells(ACTIVE, "规章", MADE, f"规章  3{' ' * 19_000}4  5") == ["3", "4", "5"]


def test_a_leading_zero_is_no_number() -> None:
    assert cells(ACTIVE, "规章", MADE.replace("  ", "\t"), "规章\t3\t0190\t0") == ["3", "unreadable", "0"]


@pytest.mark.parametrize("row", ["行政许可3增 7 减 1238645", "行政许可8增 6 减 290"])
def test_more_and_fewer_joined_to_the_next_cell_have_no_end(row: str) -> None:
    assert cells(ACTIVE, "行政许可", HANDLED, row) == ["unreadable"] * 3


def test_the_lone_pipe_that_ends_a_row_is_no_blank_cell() -> None:
    lines = "信息内容 |\n本年新制作数量 |\n本年新公开数量 |\n对外公开总数量 |\n|\n规章 |\n0 |\n3 |\n|".split("\n")
    assert cells(ACTIVE, "规章", *lines) == ["unreadable"] * 3


def test_a_row_filled_up_with_a_blank_may_have_lost_a_number() -> None:
    assert State.BLANK not in cells(REQUESTS, "本年新收政府信息公开申请数量", f"| {NEW} | 2 | 0 | 0 | 0 | 0 | 3 |  |")


def test_a_blank_between_label_and_numbers_is_no_cell_of_a_row_too_short() -> None:
    found = cells(REQUESTS, "本年新收政府信息公开申请数量", f"{NEW}\t\t22440\t956\t3\t43\t0\t0")
    assert found == ["unreadable"] * 7


def test_two_labels_before_two_rows_of_numbers_give_neither_to_the_nearer() -> None:
    lines = ("（七）总计", "四、结转下年度继续办理", "| 0 | 0 | 0 | 0 | 0 | 6 | 6 |", "| 0 | 0 | 0 | 0 | 0 | 1 | 1 |")
    assert cells(REQUESTS, "结转下年度继续办理", *lines) == ["unreadable"] * 7


def test_the_beginning_of_a_label_before_another_label_stands_for_a_row_of_numbers_too() -> None:
    zeros, six = "0\t0\t0\t0\t0\t0\t0", "6\t0\t0\t0\t0\t0\t6"
    lines = (f"（二）部分公开\t{zeros}", "5.要求", "（六）其他处理", zeros, six)
    behind = ("- 5 -", "行政机关确认或重新出具已获取信息\t\t", f"（七）总计\t{six}")
    assert cells(REQUESTS, "其他处理", *lines, *behind) == ["unreadable"] * 7


def test_five_numbers_under_the_names_of_three_blocks_are_no_blocks_own() -> None:
    lines = ("行政复议\t行政诉讼", "未经复议直接起诉\t复议后起诉", "0\t86\t11\t80\t91")
    assert cells(REVIEW, "复议后起诉", *lines) == ["unreadable"] * 5


def test_digits_of_the_row_that_a_table_ends_with_may_be_what_is_left_of_it() -> None:
    """`441` is 4, 4 and 1, or 4 and 41 before the page was torn."""
    lines = (HANDLED.replace("  ", ""), "行政许可59-133", "其他对外管理服务事项441")
    assert cells(ACTIVE, "其他对外管理服务事项", *lines) == ["unreadable"] * 3
    assert cells(ACTIVE, "其他对外管理服务事项", *lines, "行政处罚5-11") == ["4", "4", "1"]


def test_a_number_too_few_may_be_two_without_what_stood_between() -> None:
    lines = (f"{NEW}\n10\n0\n1\n512\n0\n64\n二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0").split("\n")
    assert "512" not in cells(REQUESTS, "本年新收政府信息公开申请数量", *lines)


def test_the_place_of_a_lost_number_is_not_settled_by_the_equation_that_gives_the_number() -> None:
    """Only the total can be the one lost, if the row adds up at all: an agency's slip would look the same."""
    row = "本年新收政府信息公开申请数量"
    assert cells(REQUESTS, row, f"{NEW}\t0\t92\t0\t10\t0\t92") == ["unreadable"] * 7
    review = "行政复议\t行政诉讼\n结果维持\t总计\n1\t0\t95\t0\t96\t774\t75\t2\t0\t851\t0\t9\t4\t0".split("\n")
    assert cells(REVIEW, "复议后起诉", *review) == ["unreadable"] * 5
    assert cells(REVIEW, "行政复议", *review) == ["1", "0", "95", "0", "96"]
    assert cells(REQUESTS, row, f"{NEW}\t0\t0\t0\t0\t0\t0") == ["0"] * 7


def test_a_bracket_left_open_by_a_page_hides_no_label_behind_it() -> None:
    """（六）其他处理 is three rows here: none of them is the one row of edition 2019."""
    lines = (
        "（二）部分公开（区分处理的，只计这一情形\t0\t0\t0\t0\t0\t0\t0",
        "，不计其他情形）\t\t\t\t\t\t\t",
        "（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请\t0\t0\t0\t0\t0\t0\t0",
        "3.其他\t0\t0\t0\t0\t0\t0\t0",
        "（七）总计\t0\t0\t0\t0\t0\t0\t0",
    )
    assert cells(REQUESTS, "其他处理", *lines) == []
    assert cells(REQUESTS, "其他处理/其他", *lines) == ["0"] * 7


def test_a_row_with_an_ordinal_of_its_own_takes_no_other_place_by_order() -> None:
    zeros = "\t0" * 7
    lines = (f"5.要求行政机关确认或重新出具已获取信息{zeros}", f"3.其他{zeros}", f"（七）总计{zeros}")
    assert "0" not in cells(REQUESTS, "其他处理", *lines)


@pytest.mark.parametrize("sign", ["O", "①", "*", "(2)"])
def test_a_sign_that_is_no_value_keeps_its_place(sign: str) -> None:
    head = MADE.replace("  ", "\t")
    assert cells(ACTIVE, "规章", f"{head}\t", f"规章\t3\t{sign}\t5\t") == ["3", "unreadable", "5"]
    assert cells(ACTIVE, "规章", f"{head}\t备注", f"规章\t3\t4\t5\t{sign}") == ["3", "4", "5"]


@pytest.mark.parametrize(
    "names",
    [
        ("复议后起诉\t行政复议\t未经复议直接起诉",),
        ("行政诉讼\t行政复议", "未经复议直接起诉\t复议后起诉"),
        ("行政复议\t行政诉讼", "复议后起诉\t未经复议直接起诉"),
    ],
)
def test_blocks_named_in_another_order_are_not_read_in_the_forms(names: tuple[str, ...]) -> None:
    results = "\t".join(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3)
    row = "8\t0\t1\t0\t9\t0\t0\t0\t6\t6\t0\t0\t0\t11\t11"
    assert cells(REVIEW, "行政复议", *names, results, row) == ["unreadable"] * 5


def test_a_second_table_of_the_same_form_leaves_open_which_one_counts() -> None:
    lines = (f"{NEW}\t0\t0\t0\t0\t0\t6\t6", "（六）其他处理\t1\t0\t0\t0\t0\t0\t1", "（七）总计\t1\t0\t0\t0\t0\t0\t1")
    again = [line.replace("\t1", "\t2") for line in lines]
    assert cells(REQUESTS, "其他处理", *lines, "上年度：", *again) == ["unreadable"] * 7


def test_numbers_broken_over_two_lines_are_not_read_by_their_beginnings() -> None:
    tabs = "规章\t37\t28\t5\n\t56\t60\t"
    assert cells(ACTIVE, "规章", MADE.replace("  ", "\t"), *tabs.split("\n")) == ["unreadable"] * 3
    apart = "规章      37    28   5\n          56    60"
    assert cells(ACTIVE, "规章", MADE, *apart.split("\n")) == ["unreadable"] * 3
    requests = f"{NEW}\t58\t0\t0\t0\t0\t0\t58\n\t4\t\t\t\t\t\t4"
    assert cells(REQUESTS, NEW[2:], *requests.split("\n")) == ["unreadable"] * 7


def test_labels_that_may_stand_below_their_numbers_give_them_to_neither() -> None:
    head = MADE.replace("  ", "\t")
    assert cells(ACTIVE, "规章", head, "1\t2\t3", "规章", "4\t5\t6", "规范性文件") == ["unreadable"] * 3
    zeros = "\t".join("0" * 7)
    labels = [NEW, "二、上年结转政府信息公开申请数量", "（一）予以公开", "（七）总计", "四、结转下年度继续办理"]
    lines = [line for n, label in enumerate(labels) for line in (zeros.replace("0\t0", f"{n}\t0", 1), label)]
    assert "3" not in cells(REQUESTS, "予以公开", *lines)


def test_the_names_of_columns_are_no_labels_of_the_row_below() -> None:
    names = "\t".join(("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))
    lines = ("申请人情况", names, "1\t0\t0\t0\t0\t0\t1", "1.申请人无正当理由逾期不补正\t2\t0\t0\t0\t0\t0\t2")
    assert "1" not in cells(REQUESTS, "其他处理/其他", *lines)


def test_a_count_below_zero_is_no_count() -> None:
    assert cells(ACTIVE, "规章", MADE.replace("  ", "\t"), "规章\t3\t-4\t5") == ["3", "unreadable", "5"]


@pytest.mark.parametrize("printed", ["4?", "≥4", "(4)", "4%", "↓4"])
def test_a_sign_that_touches_a_number_makes_it_none(printed: str) -> None:
    assert cells(ACTIVE, "行政许可", HANDLED, f"行政许可  3  {printed}  5")[1:] == ["unreadable", "5"]


def test_every_sign_for_minus_is_one() -> None:
    for sign in "-－−":
        assert cells(ACTIVE, "行政许可", HANDLED, f"行政许可  3  {sign}4  5") == ["3", "-4", "5"]


def test_a_label_of_a_group_above_that_of_the_total_is_the_label_of_a_row() -> None:
    """表二 is of 2021 and 表三 of 2019: of the two rows of numbers none is that of the label nearer to it."""
    lines = ("（六）其他处理", "（七）总计", "0\t0\t0\t0\t0\t0\t0", "5\t9\t6\t2\t0\t3\t25")
    made = "规章\t0\t0\t0\n" + TITLES[REQUESTS]
    head = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数"
    text = "\n".join(
        (TITLE, "", TITLES[ACTIVE], head, *made.split("\n"), "申请人情况", f"{NEW}\t0\t0\t0\t0\t0\t0\t0", *lines)
    )
    found = figures(parse(document(text.encode(), "made.txt", "/made.txt", "")))
    assert {f.state for f in found if (f.table, f.row) == (REQUESTS, "总计")} == {State.UNREADABLE}


def test_fifteen_values_without_names_are_of_table_four_only_where_sums_say_so() -> None:
    assert cells(REVIEW, "行政复议", "0\t9\t9\t0\t0\t2\t0\t446\t0\t444\t0\t999\t999\t0\t0") == ["unreadable"] * 5
    assert cells(REVIEW, "行政复议", "0\t9\t0\t0\t9\t2\t0\t0\t0\t2\t0\t3\t0\t0\t0") == ["0", "9", "0", "0", "9"]


def test_names_of_columns_that_cannot_be_read_may_say_another_order_than_the_forms() -> None:
    names = "\t".join(("鍏朵粬缁撴灉", "缁撴灉绾犳", "缁撴灉缁存寔", "灏氭湭瀹＄粨", "鎬昏") * 3)
    row = "8\t902\t8\t0\t918\t0\t7\t4\t0\t11\t90\t0\t2\t5\t97"
    assert cells(REVIEW, "行政复议", names, row) == ["unreadable"] * 5
    text = "\n".join((TITLE, "", "鍥涖", names, row, ""))
    states = {figure.state for figure in figures(parse(document(text.encode(), "made.txt", "/made.txt", "")))}
    assert states == {State.UNREADABLE}


def test_numbers_none_of_which_stands_beside_its_like_may_be_what_dropping_repeats_left() -> None:
    """`0 20 0 20` may be 0, 2, 0, 0, 2 and 0 without what stood between, or 0, 20, 0, 0, 20 less a zero."""
    head = "行政复议  行政诉讼\n结果维持  总计".split("\n")
    dropped = "  205   0     5     0     210   0     20    0     20    0     4     0     4"
    assert cells(REVIEW, "未经复议直接起诉", *head, dropped) == ["unreadable"] * 5
    glued = "  205   0     5     0     210   020   00    20    0     4     0     04"
    assert cells(REVIEW, "行政复议", *head, glued)[:1] == ["205"]
