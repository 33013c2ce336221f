"""Printed rows → rows of the form, whatever stands between, before or instead of their labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.form import EDITIONS, REQUESTS, rows
from corpus.labels import agreement, key, labels_inside, ordinal, says_nothing
from corpus.read.text import document
from corpus.tables.align import active_label, align_requests
from corpus.tables.printed import PrintedRow, printed_rows

ZEROS = "\t0" * 7


def printed(text: str) -> tuple[PrintedRow, ...]:
    return printed_rows(document(text.encode(), "x", "/x", "").lines)


def alone(digits: int) -> str:
    """A row of these numbers without a label."""
    return "\t".join(str(digits))


def placed(text: str, edition: str = "2019") -> dict[str, str]:
    """Row of the form → the values placed in it."""
    found = align_requests(printed(text), edition).placed
    return {label: " ".join(cell.text for cell in row.values) for label, row in found.items()}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("三、本年度办理结果\t(一) 予以公 开", "予以公开"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("果\t\t5. 属于三类内部事务信息", "不予公开/属于三类内部事务信息"),
        ("（三）不予公开\t2.其他法律法规规章禁止公开", "不予公开/其他法律行政法规禁止公开"),
        ("2.其他法律行政止公开", "不予公开/其他法律行政法规禁止公开"),
        ("7.属于行", "不予公开/属于行政执法案卷"),
        ("8.属于行", "不予公开/属于行政查询事项"),
        ("三、本年度\t（五）不予处理\t3. 要求提", "不予处理/要求提供公开出版物"),
        ("（七）总计", "总计"),
        ("三、本年\t（七）合计", "总计"),
        ("（六）其他处理", "其他处理"),
        ("四、結轉下年度繼續辦理", "结转下年度继续办理"),
    ],
)
def test_a_label_is_known_however_it_is_printed(text: str, label: str) -> None:
    scores = agreement(text, "2019", REQUESTS)
    assert max(scores, key=lambda row: scores[row]) == label


@pytest.mark.parametrize(
    "text", ["总计", "自然人", "其他主动公开文件", "2.其他", "（三）不予公开", "办理结果", "", "甲"]
)
def test_words_that_are_no_label_agree_with_no_row_of_that_place(text: str) -> None:
    assert set(agreement(text, "2021", REQUESTS)) <= {"总计"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("规章", "规章"),
        ("行政规范性文件", "规范性文件"),
        ("行政規範性檔案", "规范性文件"),
        ("其他对外 管理服务事项", "其他对外管理服务事项"),
        ("行政处罚", "行政处罚"),
        ("其他主动公开文件", ""),
    ],
)
def test_rows_of_table_two_are_known_by_their_labels(text: str, label: str) -> None:
    assert active_label(printed(f"{text}\t0\t0\t0")[0]) == label


def test_a_label_broken_by_a_page_keeps_its_values() -> None:
    text = f"6.属于四类过程性信息{ZEROS}\n7.属于行\t1\t0\t0\t0\t0\t0\t1\n\n政执法案卷\t\t\t\n8.属于行政查询事项{ZEROS}"
    assert placed(text)["不予公开/属于行政执法案卷"] == "1 0 0 0 0 0 1"
    assert placed(text)["不予公开/属于行政查询事项"] == "0 0 0 0 0 0 0"


def test_rows_of_numbers_alone_take_their_place_by_order() -> None:
    text = f"1.属于国家秘密{ZEROS}\n{alone(1000001)}\n{alone(2000002)}\n4.保护第三方合法权益{ZEROS}"
    found = align_requests(printed(text), "2019")
    assert placed(text)["不予公开/其他法律行政法规禁止公开"] == "1 0 0 0 0 0 1"
    assert placed(text)["不予公开/危及“三安全一稳定”"] == "2 0 0 0 0 0 2"
    assert found.by_order == {"不予公开/其他法律行政法规禁止公开", "不予公开/危及“三安全一稳定”"}


def test_rows_of_numbers_alone_that_do_not_fit_in_number_have_no_place() -> None:
    text = f"1.属于国家秘密{ZEROS}\n{alone(1000001)}\n4.保护第三方合法权益{ZEROS}"
    found = align_requests(printed(text), "2019")
    assert found.by_order == frozenset()
    assert found.detached == {"不予公开/其他法律行政法规禁止公开", "不予公开/危及“三安全一稳定”"}


def test_a_row_printed_twice_with_other_numbers_is_contested() -> None:
    text = f"1.属于国家秘密{ZEROS}\n2.重复申请\t1\t0\t0\t0\t0\t0\t1\n2.重复申请{ZEROS}"
    assert align_requests(printed(text), "2019").contested == {"不予处理/重复申请"}


def test_a_row_that_the_form_does_not_have_is_a_stranger() -> None:
    text = f"1.属于国家秘密{ZEROS}\n9.属于本市另行规定{ZEROS}\n2.重复申请{ZEROS}"
    assert [row.label for row in align_requests(printed(text), "2019").strangers] == ["9.属于本市另行规定"]


def test_several_labels_before_one_row_leave_it_open_whose_it_is() -> None:
    above = "2.没有现成信息需要另\n行制作\n3.补正后申请内容仍不\n明确\n"
    text = f"1.本机关不掌握相关政府信息{ZEROS}\n{above}{alone(6000006)}\n1.信访举报投诉类申请{ZEROS}"
    assert set(placed(text)) == {"无法提供/本机关不掌握相关政府信息", "不予处理/信访举报投诉类申请"}


def test_prose_between_rows_is_no_row() -> None:
    assert printed("本年共办理行政许可 18 件，行政处罚 4 件。") == ()
    assert [row.raw for row in printed("行政处罚 4\n其中，行政强制 3 件。")] == ["行政处罚 4"]


def test_digits_glued_to_the_next_ordinal_are_parted() -> None:
    found = printed("1.本机关不掌握相关政府信息2200003252.没有现成信息需要另行制作0000000")
    assert [(row.label, row.values[0].text) for row in found] == [
        ("1.本机关不掌握相关政府信息", "220000325"),
        ("2.没有现成信息需要另行制作", "0000000"),
    ]


def test_numbers_in_headings_and_page_numbers_are_no_values() -> None:
    assert printed("本年收费金额（单位：万元，保留4位小数）\n上一年项目数量 (指2019年\n— 3 —\n-2-") == ()
    assert printed("本年增/减（减用负值表示，如-8）") == ()


@given(st.sampled_from(EDITIONS), st.data())
def test_rows_left_out_move_no_other_row(edition: str, data: st.DataObject) -> None:
    every = rows(edition, REQUESTS)
    kept = data.draw(st.lists(st.sampled_from(range(len(every))), unique=True, min_size=1).map(sorted))
    lines = [f"{every[n].item[-1]}.{every[n].label.rpartition('/')[2]}\t{n}" + "\t0" * 6 for n in kept]
    found = placed("\n".join(lines).replace("）.", "）"), edition)
    assert all(values.startswith(f"{[r.label for r in every].index(label)} ") for label, values in found.items())


@given(st.text(max_size=60))
def test_no_text_makes_a_label_fail(text: str) -> None:
    assert all(0 < score <= 1 for score in agreement(text, "2021", REQUESTS).values())
    assert labels_inside(text, "2021", REQUESTS) >= 0
    assert ordinal(text) in ("", *map(str, range(100)))
    assert says_nothing("") and key("") == ""
