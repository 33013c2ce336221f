"""What a report prints about itself, and what in it belongs to others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity.imprint import imprint
from corpus.report import Document, Imprint, Line

PROSE = "我局认真做好政府信息公开各项工作。\n" * 30
YEAR_2020 = (date(2020, 1, 1), date(2020, 12, 31))


def printed(text: str, title: str = "", file: str = "a.txt") -> Imprint:
    lines = tuple(Line(n, line) for n, line in enumerate(text.split("\n"), 1))
    return imprint(Document(file, f"/r/{file}", "", "utf-8", lines), title)


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("所列数据的统计期限为2020年1月1日至2020年12月31日。", YEAR_2020),
        ("统计期限自 2020 年 1 月 1 日起至 12 月 31 日止。", YEAR_2020),
        ("统计期限自2020年1月1日起至20201231日止。", YEAR_2020),
        ("（统计期限：2020年1月1日—12月31日）", YEAR_2020),
        ("统计期限为二〇二〇年一月一日至十二月三十一日。", YEAR_2020),
        ("统计期限为2020年1月至12月。", YEAR_2020),
        ("统计期限自2020年1月1日起至2020年\n12月31日止。", YEAR_2020),
        ("统计期限为2014年2月1日至2015年1月31日。", (date(2014, 2, 1), date(2015, 1, 31))),
        ("统计期限为2020年2月1日至2020年2月30日。", None),
        ("统计期限为2020年12月31日至2020年1月1日。", None),
        ("统计期限为2020年。", None),
        ("电话0955-79886652020，2020年1月召开会议至今。", None),
    ],
)
def test_a_period_is_two_days_of_the_calendar_or_unknown(sentence: str, period: tuple[date, date] | None) -> None:
    assert printed(sentence).period == period


def test_the_period_of_the_figures_goes_before_any_other() -> None:
    text = "2019年3月1日至2019年5月31日开展培训。\n报告所列数据的统计期限自2020年1月1日起至12月31日止。"
    assert printed(text).period == YEAR_2020


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("甲卫函〔2021〕14号\n\n标题", "甲卫函〔2021〕14号"),
        ("发文字号：甲政办 [2021] 3 号", "甲政办[2021]3号"),
        ("索引号：001/2021-1  文号：甲政办〔2021〕3号  发布日期：2021-01-29", "甲政办〔2021〕3号"),
        ("根据国办公开办函〔2021〕30号编制本报告。", ""),
        ("国办公开办函〔2021〕30号文件要求\n" + PROSE, ""),
    ],
)
def test_a_number_is_the_report_s_own_only_where_it_stands_alone(text: str, number: str) -> None:
    assert printed(text).number == number


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        (PROSE + "甲县教育局\n2021年1月29日", date(2021, 1, 29)),
        (PROSE + "甲县教育局\n\n二〇二一年一月二十九日\n", date(2021, 1, 29)),
        (PROSE + "甲县教育局\n20210129日", date(2021, 1, 29)),
        ("标题\n（2021年3月1日）\n" + PROSE, date(2021, 3, 1)),
        ("发布日期：2021-02-03 09:30\n成文日期：2021-01-29\n" + PROSE, date(2021, 1, 29)),
        ("发布时间：2021-02-03\n" + PROSE + "甲县教育局\n2021年1月29日", date(2021, 1, 29)),
        (PROSE + "甲县教育局\n2021年13月29日", None),
        (PROSE + "2021年1月29日召开会议。", None),
        (PROSE, None),
    ],
)
def test_a_report_is_dated_by_its_signature_before_its_page(text: str, dated: date | None) -> None:
    assert printed(text).dated == dated


@pytest.mark.parametrize(
    ("title", "file", "revised"),
    [
        ("甲县教育局2020年政府信息公开工作年度报告（更正）", "a.txt", True),
        ("甲县教育局2020年政府信息公开工作年度报告（修订版）", "a.txt", True),
        ("甲县教育局2020年政府信息公开工作年度报告", "报告（更正）.docx", True),
        ("甲县教育局2020年政府信息公开工作年度报告", "更正/a.docx", False),
        ("甲县教育局2020年政府信息公开工作年度报告", "a.txt", False),
    ],
)
def test_a_correction_says_so_in_its_title_or_its_file_s_name(title: str, file: str, revised: bool) -> None:
    assert printed("", title, file).revised is revised


@given(st.text(alphabet="2021年月日至起〔〕号甲0 -:：\n", max_size=80))
def test_no_text_makes_a_day_that_the_calendar_does_not_have(text: str) -> None:
    found = printed(text)
    assert found.period is None or found.period[0] < found.period[1]
