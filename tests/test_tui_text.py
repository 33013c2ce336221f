"""How text is broken, aligned and marked: the parts of the chat that need no screen."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual.content import Content

from assistant.output.escape import width
from assistant.tui.answers import value_span
from assistant.tui.commands import command_of, export_target, free
from assistant.tui.flow import flowed
from assistant.tui.marks import Spot, cell_span, printed, printed_span, spot_of
from assistant.tui.rows import Column, fitted, widths
from assistant.tui.source_pane import laid_out
from assistant.tui.words import OPERATIONS, examples, spanned
from corpus import form
from corpus.report import State
from fake_chat import ENTRIES, YUNXI_2020, FakeChat, figure, passage

MIXED = st.text(st.sampled_from("ab 12中文，。（）“”\t[]"), max_size=80)
SEVEN = "一、本年新收政府信息公开申请数量\t7\t0\t0\t1\t0\t0\t8"
FIFTEEN = "\t".join("0 1 0 0 1 2 0 0 0 2 0 0 3 0 3".split())


def requests(column: str, raw: str) -> str | None:
    cell = figure("本年新收政府信息公开申请数量", column, raw, table="requests")
    span = cell_span(SEVEN, cell)
    return None if span is None else f"{SEVEN[: span[0]].count(chr(9))}:{SEVEN[slice(*span)]}"


@given(MIXED, st.integers(2, 40))
def test_no_line_is_wider_than_its_room_and_no_character_is_lost(text: str, room: int) -> None:
    lines = flowed(Content(text), room)
    assert all(width(line.plain) <= room for line in lines)
    assert "".join(line.plain for line in lines).replace(" ", "") == text.replace(" ", "")


@given(MIXED, st.integers(10, 40), st.integers(0, 4))
@example("。1111111。", 10, 4)
def test_a_line_that_continues_another_stands_under_its_beginning(text: str, room: int, hang: int) -> None:
    lines = flowed(Content(text), room, hang)
    assert all(line.plain.startswith(" " * hang) or not line.plain.strip() for line in lines[1:])
    assert all(width(line.plain) <= room for line in lines)


def test_chinese_is_broken_anywhere_but_before_a_closing_mark_and_a_word_stays_whole() -> None:
    lines = [line.plain for line in flowed(Content("主动公开信息，其中 website 一百条。"), 12)]
    assert lines == ["主动公开信", "息，其中", "website 一百", "条。"]


@given(MIXED.filter(lambda text: "\n" not in text), st.integers(0, 40), st.integers(0, 40))
def test_a_mark_moves_with_the_text_that_is_shown(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    a, b = printed_span(text, (start, end))
    assert printed(text)[a:b] == printed(text[start:end])


def test_a_cell_that_stands_once_in_its_line_is_marked() -> None:
    line = "行政处罚\t61\t增加 5\t73"
    for column, raw in (("上一年项目数量", "61"), ("本年增/减", "增加 5"), ("处理决定数量", "73")):
        span = cell_span(line, figure(column=column, raw=raw))
        assert span is not None
        assert line[slice(*span)] == raw


def test_digits_inside_a_longer_number_are_no_cell() -> None:
    assert cell_span("行政处罚\t161\t-61\t6.1\t1,610", figure(raw="61")) is None


def test_equal_cells_are_told_apart_by_their_place_in_the_form() -> None:
    assert requests("商业企业", "0") == "2:0"
    assert requests("科研机构", "0") == "3:0"
    assert requests("法律服务机构", "0") == "5:0"
    assert requests("总计", "8") == "7:8"
    block = figure("未经复议直接起诉", "总计", "2", table="review_litigation")
    span = cell_span(FIFTEEN, block)
    assert span is not None
    assert FIFTEEN[: span[0]].count("\t") == 9


@pytest.mark.parametrize(
    "line",
    [
        "5.属于三类内部事务信息\t0\t0\t0\t0\t0\t0",
        "5.属于三类内部事务信息\t0\t0\t0\t0\t0\t0\t0\t0",
        "5.属于三类内部事务信息\t\t0\t0\t0\t0\t0\t0\t",
        "5.属于三类内部事务信息 0 0 0 0 0 0",
        "0000000",
    ],
)
def test_no_cell_is_marked_where_the_line_does_not_settle_which_it_is(line: str) -> None:
    cell = figure("不予公开/属于三类内部事务信息", "总计", "0", table="requests", state=State.INFERRED)
    assert cell_span(line, cell) is None


def test_empty_cells_around_a_full_row_do_not_move_its_values() -> None:
    line = "(一) 予以公开\t\t0\t0\t0\t0\t0\t0\t0\t"
    span = cell_span(line, figure("予以公开", "科研机构", "0", table="requests"))
    assert span is not None
    assert line[: span[0]].count("\t") == 4


def test_what_is_cut_off_has_no_cell_to_mark() -> None:
    assert cell_span(SEVEN, figure(raw=None, state=State.CUT_OFF)) is None
    assert cell_span(SEVEN, figure(raw="", state=State.BLANK)) is None


def test_a_row_the_form_does_not_have_is_marked_only_where_its_cell_stands_once() -> None:
    assert cell_span("自造项目\t1\t1", figure("自造项目", "自造列", "1")) is None
    assert cell_span("自造项目\t1\t2", figure("自造项目", "自造列", "2")) == (7, 8)


@given(st.integers(20, 100))
def test_the_marked_lines_are_where_the_page_says(room: int) -> None:
    page = laid_out(YUNXI_2020, spot_of(passage("", 14), "zh"), room)
    lines = page.text.plain.split("\n")
    assert lines[page.top].startswith("> 14 一是公开")
    assert page.rows == 1 or lines[page.top + page.rows].startswith("  15 ")
    assert all(width(line) <= room for line in lines)


@given(st.integers(20, 100))
def test_a_sentence_in_a_long_paragraph_is_where_the_page_opens(room: int) -> None:
    report = (
        "标题",
        "我局高度重视政府信息公开工作，及时公开各类信息。" * 20 + "全年作出行政处罚二十一件。" + "附则。" * 30,
    )
    page = laid_out(report, Spot("r", (2,), "", quote="行政处罚二十一件"), room)
    shown = "".join(line[4:] for line in page.text.plain.split("\n")[page.top :])
    assert "行政处罚二十一件" in shown[: room + 8]


VALUED = st.tuples(st.text("中文ab", max_size=30), st.text("0123456789", max_size=9))


@given(st.lists(VALUED, min_size=1, max_size=5), st.integers(20, 120))
def test_a_table_is_aligned_at_any_width(rows: list[tuple[str, str]], room: int) -> None:
    columns = (Column("机关", shrinks=True), Column("数值", right=True))
    wide = widths(columns, rows, room)
    lines = [fitted(columns, row, wide) for row in rows]
    assert len({width(line) for line in lines}) == 1
    assert width(lines[0]) <= max(room, 20)
    assert all(line.endswith(row[1]) for line, row in zip(lines, rows, strict=True))


def test_a_column_that_may_go_goes_before_a_name_is_cut() -> None:
    columns = (Column("机关", shrinks=True), Column("数值"), Column("出处", drops=True))
    rows = [("云溪县林业局", "73 件", "yunxi-2020.txt:9")]
    assert widths(columns, rows, 60) == (12, 5, 16)
    assert widths(columns, rows, 30) == (12, 5, 0)
    assert widths(columns, rows, 17) == (10, 5, 0)


def test_a_slash_makes_a_command_in_both_languages() -> None:
    assert command_of("行政处罚") is None
    for text, name in (
        ("/Reports", "reports"),
        ("／报告", "reports"),
        ("/", "help"),
        ("/q", "quit"),
        ("/what", "what"),
    ):
        command = command_of(text)
        assert command is not None
        assert command.name == name


def test_the_name_of_an_export_says_its_kind(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("export")
    for words, name in (
        ("", "nianbao.md"),
        ("csv", "nianbao.csv"),
        ("figures.json", "figures.json"),
        ("xlsx my table", "my table.xlsx"),
        ("XLSX all.xlsx", "all.xlsx"),
        ("csv a.b", "a.b.csv"),
    ):
        assert export_target(tuple(words.split()), folder) == folder / name
    free(folder, "md").touch()
    free(folder, "md").touch()
    assert free(folder, "md") == folder / "nianbao-3.md"


@pytest.mark.parametrize(
    ("line", "value", "unit", "set_off"),
    [
        ("云溪县林业局 2020年 行政处罚：2 件", "2", "件", "2 件"),
        ("2 in 2020", "2", None, "2"),
        ("2020年：0.2 %，1,202 条中 2 条", "2", None, "2"),
        ("增减 -18 项", "-18", "项", "-18 项"),
        ("从 -18 到 18", "18", None, "18"),
        ("39.38 % (102/259)", "39.382239", "%", ""),
        ("2020年没有", "2020", None, ""),
    ],
)
def test_the_value_is_set_off_not_digits_that_look_like_it(
    line: str, value: str, unit: str | None, set_off: str
) -> None:
    span = value_span(line, value, unit)
    assert (line[slice(*span)] if span else "") == set_off
    if set_off == "2":
        assert span in {(0, 1), (21, 22)}


def test_years_that_follow_on_one_another_are_a_span() -> None:
    assert spanned((2020,)) == "2020"
    assert spanned((2021, 2020)) == "2020、2021"
    assert spanned((2019, 2020, 2021)) == "2019-2021"
    assert spanned((2017, 2019, 2021)) == "2017、2019、2021"


def test_one_report_is_enough_for_three_examples() -> None:
    for language in ("zh", "en"):
        questions = examples(FakeChat(ENTRIES[:1]).titles(), language)
        assert len(set(questions)) == 3
        assert all("云溪县林业局" in question for question in questions)


def test_every_operation_has_its_words() -> None:
    modules = (Path(form.__file__).parents[1] / "assistant").rglob("*.py")
    named = re.compile(r"""reading\(\s*"([a-z_]+)"|operation="([a-z_]+)\"""", re.IGNORECASE)
    found = {a or b for path in modules for a, b in named.findall(path.read_text(encoding="utf-8"))}
    assert {"value", "groups", "filter"} <= found
    assert found - OPERATIONS.keys() == {"none", "error"}
