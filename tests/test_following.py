"""What a report must take over from the year before, what is odd in it, and whose words it repeats."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.answers.checks import checking
from corpus import form
from corpus.checking.copied import copied
from corpus.checking.following import following
from corpus.checking.hints import hints
from corpus.checking.likeness import clauses
from corpus.library.store import Library
from corpus.report import Check, Entry, Figure, Imprint, Passage, Problem, Section, Source, State
from town import SHOUGUANG, Made, Town, _applicants, add, library

SECTIONS = tuple(Section(n, title, n, n) for n, title in enumerate(form.SECTIONS, 1))
NOW = Entry(
    "now", "甲县教育局", ("甲省", "乙市", "甲县"), "report", 2022, ("2021",), "", "now.txt", "/now.txt", SECTIONS, (),
    {}, 0, level="county", kind="教育",
)  # fmt: skip
BEFORE = replace(NOW, report="before", year=2021, file="before.txt")


def cells(of: Entry, row: str, columns: Sequence[str], values: str, edition: str = "2021") -> tuple[Figure, ...]:
    """A row of a table: `*` before a value that is inferred, `-` for one that is lost."""
    return tuple(
        Figure(
            of.report, of.agency, of.year, edition, form.table_of(row), row, column,
            None if text == "-" else Decimal(text.lstrip("*")), "件",
            State.CUT_OFF if text == "-" else State.INFERRED if text[0] == "*" else State.PRINTED,
            Source(of.file, of.path, 10 * (of.year or 0) % 100 + n),
        )
        for n, (column, text) in enumerate(zip(columns, values.split(), strict=True))
    )  # fmt: skip


CARRIED_IN = (form.CARRIED_IN, form.APPLICANTS)
CARRIED_OUT = (form.CARRIED_OUT, form.APPLICANTS)
DOCUMENTS = ("行政规范性文件", ("本年制发件数", "本年废止件数", "现行有效件数"))
ITEMS = ("行政许可", ("上一年项目数量", "本年增/减", "处理决定数量"))


def statuses(checks: Sequence[Check]) -> list[tuple[str, str]]:
    return [(check.rule, check.status) for check in checks]


@pytest.mark.parametrize(
    ("now", "before", "status"),
    [
        ("1 0 0 0 0 0 1", "1 0 0 0 0 0 1", "pass"),
        ("2 0 0 0 0 0 2", "1 0 0 0 0 0 1", "fail"),
        ("*1 0 0 0 0 0 1", "1 0 0 0 0 0 1", "uncertain"),
        ("1 0 0 0 0 0 1", "1 0 0 0 0 0 -", "not_assessable"),
    ],
)
def test_what_was_carried_over_is_carried_in(now: str, before: str, status: str) -> None:
    (check,) = following(NOW, cells(NOW, *CARRIED_IN, now), BEFORE, cells(BEFORE, *CARRIED_OUT, before))
    assert (check.rule, check.status) == ("carried_over", status)
    assert "before.txt" in check.text


def test_lines_are_of_the_report_and_the_other_is_named_with_its_own() -> None:
    own, other = cells(NOW, *CARRIED_IN, "2 0 0 0 0 0 2"), cells(BEFORE, *CARRIED_OUT, "1 0 0 0 0 0 1")
    (check,) = following(NOW, own, BEFORE, other)
    assert check.lines == tuple(sorted({f.source.line for f in own if f.source.line}))
    assert f"before.txt 第 {other[0].source.line}" in check.text


@pytest.mark.parametrize(("now", "status"), [("3 1 12", "pass"), ("3 1 13", "fail"), ("3 - 12", "not_assessable")])
def test_documents_in_force_are_those_before_with_the_new_without_the_repealed(now: str, status: str) -> None:
    found = following(NOW, cells(NOW, *DOCUMENTS, now), BEFORE, cells(BEFORE, *DOCUMENTS, "5 0 10"))
    assert statuses(found) == [("in_force", status)]


@pytest.mark.parametrize(("now", "status"), [("22 0 5", "pass"), ("21 0 5", "fail")])
def test_items_of_the_year_before_are_those_that_its_report_left(now: str, status: str) -> None:
    found = following(NOW, cells(NOW, *ITEMS, now, "2019"), BEFORE, cells(BEFORE, *ITEMS, "20 2 40", "2019"))
    assert statuses(found) == [("items_carried", status)]


def test_an_agency_of_another_name_is_never_blamed_for_what_its_predecessor_left() -> None:
    former = replace(BEFORE, agency="甲县教育和体育局")
    found = following(
        NOW, cells(NOW, *CARRIED_IN, "2 0 0 0 0 0 2"), former, cells(former, *CARRIED_OUT, "1 0 0 0 0 0 1")
    )
    assert statuses(found) == [("carried_over", "uncertain")]
    assert "甲县教育和体育局" in found[0].text


def test_reports_of_two_editions_share_no_rule_of_documents() -> None:
    old = cells(BEFORE, "规范性文件", ("本年新制作数量", "本年新公开数量", "对外公开总数量"), "1 1 9", "2019")
    assert following(NOW, cells(NOW, *DOCUMENTS, "3 1 12"), BEFORE, old) == ()


@pytest.mark.parametrize(
    ("agency", "level", "kind", "hinted"),
    [
        ("甲省人民政府", "province", "人民政府", False),
        ("乙市人民政府办公室", "city", "人民政府", False),
        ("甲县人民政府", "county", "人民政府", True),
        ("乙市教育局", "city", "教育", True),
        ("甲县丙镇人民政府", "town", "乡镇", True),
        ("某部", "", "", False),
    ],
)
def test_rules_are_made_by_few(agency: str, level: str, kind: str, hinted: bool) -> None:
    entry = replace(NOW, agency=agency, level=level, kind=kind)
    found = hints(entry, cells(entry, "规章", ("本年制发件数", "本年废止件数", "现行有效件数"), "0 0 3"))
    assert ("regulations", "uncertain") in statuses(found) or not hinted
    assert hinted or "regulations" not in {check.rule for check in found}


def test_no_rules_made_are_nothing_odd() -> None:
    found = hints(NOW, cells(NOW, "规章", ("本年制发件数", "本年废止件数", "现行有效件数"), "0 0 0"))
    assert statuses(found) == [("sections", "pass")]


def test_slips_in_years_dates_and_parts_are_told() -> None:
    problems = (Problem("year_conflict", "标题写 2021 年"), Problem("dated_too_early", "落款日期早"))
    entry = replace(NOW, sections=SECTIONS[:5], problems=problems)
    assert statuses(hints(entry, ())) == [("year", "fail"), ("dated", "uncertain"), ("sections", "uncertain")]
    part = replace(NOW, imprint=Imprint((date(2022, 1, 1), date(2022, 11, 30))))
    assert statuses(hints(part, ()))[0] == ("period", "uncertain")


def test_a_report_that_has_no_form_has_no_missing_parts() -> None:
    assert hints(replace(NOW, editions=(), sections=()), ()) == ()


WORDS = "本机关在乡镇赶集日摆摊讲解办事流程，把常用表格印成折页送到村口，请老党员用方言录成广播循环播放"
MORE = "派驻窗口人员逐户收集意见三十余条，梳理成清单张贴在村务栏，每季度由分管领导带队回访一次，回访情况在微信群公示"
LAST = "与县融媒体中心合办直播答疑节目四期，把群众问得最多的入学转学事项拍成短视频，由学校转发到家长群，少跑冤枉路"
PROSE = (f"一是{WORDS}。", f"二是{MORE}，共发放折页300份，群众都说看得懂用得上。", f"三是{LAST}。")


def passages(texts: Sequence[str], line: int = 5, agency: str = "甲县教育局") -> tuple[Passage, ...]:
    return tuple(
        Passage("", agency, 2022, "五", 5, (), "measure", n, text, Source("f", "/f", line + n))
        for n, text in enumerate(texts)
    )


def test_last_year_s_words_with_this_year_s_numbers_are_last_year_s_words() -> None:
    own, other = clauses(passages(PROSE)), clauses(passages([t.replace("300", "450") for t in PROSE], line=40))
    (check,) = copied(NOW, own, [(BEFORE, other)])
    assert check.status == "uncertain"
    assert all(part in check.text for part in ("100%", "第 5 行", "before.txt 第 40 行", "2021 年"))


def test_words_of_its_own_are_no_copy_and_the_comparison_is_told() -> None:
    own, other = clauses(passages(PROSE)), clauses(passages([WORDS[:20] + "。", "另外的做法是组织学生参观。"]))
    assert statuses(copied(NOW, own, [(BEFORE, other)])) == [("copied", "pass")]
    assert copied(NOW, own, []) == ()


def test_what_the_law_prescribes_is_no_copy() -> None:
    prescribed = ["根据《中华人民共和国政府信息公开条例》规定，现将本年度报告公布如下。"] * 9
    own = clauses(passages(prescribed))
    assert copied(NOW, own, [(BEFORE, own)]) == ()


def test_a_county_s_former_name_leads_to_its_report_of_the_year_before() -> None:
    old, new = ("福建省", "三明市", "沙县"), ("福建省", "三明市", "沙县区")
    made = Library.memory()
    rows = {form.CARRIED_IN: _applicants(3), form.NEW_REQUESTS: _applicants(1), form.GRAND_TOTAL: _applicants(4)}
    add(made, Made("old", "沙县民政局", old, 2020, "2019", {form.CARRIED_OUT: _applicants(2)}))
    add(made, Made("new", "沙县区民政局", new, 2021, "2021", rows))
    found = [check for check in checking.of_entry(made, made.entry("new")) if check.rule == "carried_over"]
    assert statuses(found) == [("carried_over", "uncertain")]
    made.close()


def test_the_chat_tells_of_the_year_before_where_sums_are_asked_for() -> None:
    chat = Town(library())
    answer = chat.ask("寿光2021年有没有勾稽错误")
    assert "上一年度" in answer.headline
    assert SHOUGUANG in answer.headline
    chat.close()
