"""A document → whose report it is, of which year, and where its parts stand."""

from pathlib import Path

import pytest

from corpus.errors import NotAReport
from corpus.parse import parse
from corpus.read import read
from corpus.read.text import document
from corpus.report import Report

FIXTURES = Path(__file__).parent / "fixtures"
PARTS = """

一、总体情况

2021年，本机关依照条例开展工作。

二、主动公开政府信息情况

六、其他需要报告的事项

无。
"""


def parsed(text: str) -> Report:
    return parse(document(text.encode(), "made.txt", "/made.txt", ""))


@pytest.mark.parametrize(
    ("head", "agency", "year"),
    [
        ("# 甲县水务局2020年政府信息公开工作年度报告", "甲县水务局", 2020),
        ("甲县水务局 2020 年度政府信息\n\n公开工作年度报告", "甲县水务局", 2020),
        ("甲 县 水 务 局\n\n甲县水务局 2020 年政府信息公开年度报告", "甲县水务局", 2020),
        ("甲 县 水 务 局\n二〇二〇年政府信息公开年报", "甲县水务局", 2020),
        ("**2020年甲县水务局政府信息公开工作年度报告**", "甲县水务局", 2020),
        ("乙街道辦事處2020年政府信息公開工作年度報告", "乙街道辦事處", 2020),
        ("甲县水务局政府信息公开工作年度报告\n（2020年度）", "甲县水务局", 2020),
        ("医保委2020年政府信息公开工作年度报告", "医保委", 2020),
        ("甲水函〔2021〕14号\n甲县水务局2020年政府信息公开工作年度报告", "甲县水务局", 2020),
        ("发布时间：2021-01-29\n甲县水务局2020年政府信息公开工作年度报告", "甲县水务局", 2020),
        ("关于甲县水务局2020年政府信息公开工作的年度报告", "甲县水务局", 2020),
        ("甲县人民政府办公室关于2020年度政府信息公开工作情况的报告", "甲县人民政府办公室", 2020),
    ],
)
def test_a_title_says_whose_report_it_is_and_of_which_year(head: str, agency: str, year: int) -> None:
    report = parsed(head + PARTS)
    assert (report.agency, report.year) == (agency, year)


def test_an_agency_that_only_signs_is_found_at_the_end() -> None:
    report = parsed("2020年政府信息公开工作年度报告" + PARTS + "\n甲县林业局\n2021年1月29日\n")
    assert (report.agency, report.year) == ("甲县林业局", 2020)


def test_the_year_of_publication_is_never_the_report_year() -> None:
    text = "甲县水务局政府信息公开工作年度报告" + PARTS.replace("2021年，", "") + "\n甲县水务局\n2021年1月29日\n"
    report = parsed(text)
    assert report.year is None
    assert "year_unknown" in {problem.code for problem in report.problems}


def test_the_period_covered_gives_the_year_where_the_title_does_not() -> None:
    text = "甲县水务局政府信息公开工作年度报告" + PARTS.replace(
        "2021年，", "数据的统计期限自2019年1月1日起至2019年12月31日止。"
    )
    assert parsed(text).year == 2019


def test_sections_run_to_the_line_before_the_next() -> None:
    report = parsed("甲县水务局2020年政府信息公开工作年度报告" + PARTS)
    assert [(s.number, s.line, s.line_end) for s in report.sections] == [(0, 1, 2), (1, 3, 6), (2, 7, 8), (6, 9, 12)]


@pytest.mark.parametrize(
    "title",
    [
        "### 一、政务公开工作总体情况",
        "**一、总体情况**",
        "一、總體情況",
        "一、总 体 情 况",
        "# 总体情况",
    ],
)
def test_a_title_is_known_by_its_words(title: str) -> None:
    report = parsed("甲县水务局2020年政府信息公开工作年度报告" + PARTS.replace("一、总体情况", title))
    assert [s.number for s in report.sections] == [0, 1, 2, 6]


def test_a_title_printed_twice_begins_one_section() -> None:
    text = "甲县水务局2020年政府信息公开工作年度报告" + PARTS.replace(
        "一、总体情况", "## 一、总体情况\n\n### 一、总体情况"
    )
    report = parsed(text)
    assert [(s.number, s.line) for s in report.sections] == [(0, 1), (1, 3), (2, 9), (6, 11)]
    assert ("title_twice", 5) in {(problem.code, problem.line) for problem in report.problems}


def test_a_heading_inside_a_section_is_no_section() -> None:
    text = "甲县水务局2020年政府信息公开工作年度报告" + PARTS.replace(
        "2021年，本机关", "（一）主动公开政府信息情况\n\n本机关"
    )
    assert [(s.number, s.line) for s in parsed(text).sections] == [(0, 1), (1, 3), (2, 9), (6, 11)]


def test_a_table_of_contents_is_no_section() -> None:
    contents = "\n".join(
        (
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项",
        )
    )
    report = parsed(f"甲县水务局2020年政府信息公开工作年度报告\n目录\n{contents}\n" + PARTS)
    assert [(s.number, s.line) for s in report.sections if s.number] == [(1, 11), (2, 15), (6, 17)]


def test_a_section_whose_title_is_lost_is_known_by_its_numbers() -> None:
    report = parse(read(FIXTURES / "tail_and_title_lost.txt"))
    section = next(s for s in report.sections if s.number == 4)
    assert (section.printed, section.line, section.title) == (False, 47, "四、政府信息公开行政复议、行政诉讼情况")
    table = next(t for t in report.tables if t.name == "review_litigation")
    assert not table.heading_printed
    assert next(s for s in report.sections if s.number == 3).line_end == 46


def test_tables_in_one_line_are_cut_at_their_titles() -> None:
    report = parse(read(FIXTURES / "glued_line.txt"))
    assert [(s.number, s.line) for s in report.sections] == [(0, 1), (1, 3), (2, 7), (3, 7), (4, 7), (5, 9), (6, 13)]
    assert [t.name for t in report.tables] == ["active_disclosure", "requests", "review_litigation"]


def test_section_numbers_that_start_again_do_not_matter() -> None:
    report = parse(read(FIXTURES / "rows_beside_labels.md"))
    titles = {s.number: s.title for s in report.sections}
    assert titles[3] == "二、收到和处理政府信息公开申请情况"
    assert [t.lines[0].number for t in report.tables] == [7, 24]


@pytest.mark.parametrize(
    "text",
    [
        "今天天气很好。\n明天也是。\n",
        "# nianbao\n\n答案里的每个数字都有出处。\n",
        "甲县水务局2020年工作总结\n\n一、总体情况\n\n无。\n",
        "x",
    ],
)
def test_another_text_is_no_report(text: str) -> None:
    with pytest.raises(NotAReport) as refused:
        parsed(text)
    assert refused.value.text("zh") != refused.value.text("en")


def test_a_report_of_the_years_before_the_form_has_prose_and_no_tables() -> None:
    report = parsed("甲县水务局2016年政府信息公开工作年度报告\n\n一、概述\n\n本机关主动公开信息 31 条。\n")
    assert (report.year, report.tables) == (2016, ())
