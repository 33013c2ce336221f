"""The year reported on, against everything that looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity.dating import title_year
from corpus.parse import parse
from corpus.read.text import document
from corpus.report import Report

NAME = "甲县水务局"
PARTS = """

一、总体情况

{opening}

二、主动公开政府信息情况

六、其他需要报告的事项

无。
{end}
"""


def parsed(title: str, opening: str = "本机关依照条例开展工作。", end: str = "") -> Report:
    text = title + PARTS.format(opening=opening, end=end)
    return parse(document(text.encode(), "made.txt", "/made.txt", ""))


def codes(report: Report) -> set[str]:
    return {problem.code for problem in report.problems}


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("甲县水务局2020年政府信息公开工作年度报告", 2020),
        ("甲县水务局2020年度政府信息公开工作报告", 2020),
        ("甲县水务局20年度政府信息公开工作年度报告", 2020),
        ("甲县水务局二〇二〇年政府信息公开工作年度报告", 2020),
        ("甲县水务局二O二○年政府信息公开工作年度报告", 2020),
        ("甲县水务局二零二零年政府信息公开工作年度报告", 2020),
        ("甲县水务局政府信息公开工作年度报告（2020年）", 2020),
        ("甲县水务局政府信息公开工作年度报告（2020）", 2020),
        ("甲县水务局2020政府信息公开工作年度报告", 2020),
        ("2021年1月公布甲县水务局2020年度政府信息公开工作年度报告", 2020),
        ("甲县水务局关于公布2020年政府信息公开工作年度报告的公告（2021年第3号）", 2020),
        ("甲县水务局政府信息公开工作年度报告（甲水〔2021〕3号）", None),
        ("甲县水务局政府信息公开工作年度报告（甲水（2021）3号）", None),
        ("甲县水务局2019-2020年政府信息公开工作年度报告", 2020),
        ("甲县水务局2019年、2020年政府信息公开工作年度报告", 2020),
        ("甲县水务局2019年度和2020年度政府信息公开工作年度报告", None),
        ("甲县水务局202年政府信息公开工作年度报告", None),
        ("甲县水务局政府信息公开工作年度报告", None),
        ("热线12345年政府信息公开工作年度报告", None),
    ],
)
def test_a_title_names_one_year_or_none(title: str, year: int | None) -> None:
    assert title_year(title) == year


@pytest.mark.parametrize("year", ["2020年度", "20年度", "二〇二〇年"])
def test_the_name_of_the_agency_ends_where_the_year_begins(year: str) -> None:
    report = parsed(f"{NAME}{year}政府信息公开工作年度报告")
    assert (report.agency, report.year) == (NAME, 2020)


@pytest.mark.parametrize(
    ("title", "opening", "end", "year"),
    [
        ("（2020年度）", "", "", 2020),
        ("二〇二〇年度", "", "", 2020),
        ("", "统计期限自2020年1月1日起至20201231日止。", "甲县水务局\n2021年1月29日", 2020),
        ("", "统计期限为二〇二〇年一月一日至十二月三十一日。", "", 2020),
        ("", "现公布甲县水务局2020年政府信息公开年度报告。", "2021年1月29日", 2020),
        ("", "根据《甲县2019年政府信息公开工作年度报告》和甲政办〔2021〕3号文件编制。", "2021年1月29日", None),
        ("", "详见http://www.jia.gov.cn/2021/0129/c1.html。", "2021年1月29日", None),
        ("", "统计期限自2018年5月1日起至2019年4月30日止。", "", None),
        ("", "", "2021年1月29日", None),
    ],
)
def test_where_the_title_has_no_year_the_report_may_still_say_it(
    title: str, opening: str, end: str, year: int | None
) -> None:
    report = parsed(f"{NAME}政府信息公开工作年度报告\n{title}", opening, end)
    assert report.year == year
    assert ("year_unknown" in codes(report)) is (year is None)


PERIOD = "统计期限自2020年1月1日起至2020年12月31日止。"


@pytest.mark.parametrize(
    ("opening", "end", "year"),
    [
        (PERIOD, "甲县水务局\n2021年1月29日", 2020),
        (PERIOD, "甲县水务局\n2020年1月29日", 2019),
        (PERIOD + "2020年，我局认真工作。2020年，我局组织培训。2020年，我局公开信息。", "", 2020),
        (PERIOD + "现公布甲县水务局2019年政府信息公开年度报告。", "", 2019),
        (PERIOD, "", None),
        (PERIOD + "现公布甲县水务局2019年政府信息公开年度报告。", "甲县水务局\n2021年1月29日", None),
    ],
)
def test_a_title_left_over_from_last_year_is_told_from_a_period_left_over(
    opening: str, end: str, year: int | None
) -> None:
    report = parsed(f"{NAME}2019年政府信息公开工作年度报告", opening, end)
    assert report.year == year
    (problem,) = [problem for problem in report.problems if problem.code == "year_conflict"]
    assert "2019" in problem.text and "2020" in problem.text


def test_a_signature_before_the_year_is_over_is_a_slip_and_no_other_year() -> None:
    report = parsed(f"{NAME}2020年政府信息公开工作年度报告", PERIOD, "甲县水务局\n2020年1月29日")
    assert report.year == 2020
    assert "dated_too_early" in codes(report)


@given(st.integers(2008, 2035), st.sampled_from(["{}年", "{}年度", "（{}年）", "{}"]))
def test_the_year_is_never_that_of_the_signature(year: int, form: str) -> None:
    report = parsed(f"{NAME}{form.format(year)}政府信息公开工作年度报告", "", f"{NAME}\n{year + 1}年1月29日")
    assert report.year == year
