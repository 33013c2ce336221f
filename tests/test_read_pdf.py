"""Text PDFs: each glyph in the cell whose rules are around it, whatever the page breaks did."""

import io
import random
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import black, white
from reportlab.lib.utils import ImageReader

from corpus.errors import Unreadable
from corpus.parse import parse
from corpus.read import read
from corpus.read.grid import cells, tables
from corpus.read.page import Glyph, Rule
from corpus.read.pdf import document
from corpus.report import State
from corpus.tables.figures import figures
from paper import ACTIVE, FILLER, FONT, HEIGHT, PNG, WIDTH, Paper, Row, blank, prose, rows


@pytest.mark.parametrize("strokes", ["lines", "shapes"])
def test_each_text_stands_in_its_ruled_cell(strokes: str) -> None:
    found = Paper(strokes).say(FILLER).table(ACTIVE, (120, 90, 90, 90)).read()
    assert rows(found) == blank(ACTIVE)
    assert prose(found) == [FILLER]


@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_page_laid_on_its_side_reads_as_it_is_shown(quarter: int) -> None:
    """The text leans, and the page is turned so that a reader sees it upright, or is not."""
    for turned in (90 * quarter, 0):
        paper = Paper()
        paper.canvas.setPageRotation(turned)
        x, y = {1: (WIDTH, 0), 2: (WIDTH, HEIGHT), 3: (0, HEIGHT)}[quarter]
        paper.canvas.translate(x, y)
        paper.canvas.rotate(90 * quarter)
        paper.y = 500
        assert rows(paper.say(FILLER).table(ACTIVE, (120, 90, 90, 90)).read()) == blank(ACTIVE)


def test_cells_that_cover_rows_and_columns_leave_empty_places() -> None:
    table = (("（三）不予公开", "1.属于国家秘密", "0", "4"), ("^", "2.其他", "1", "0"), ("（七）总计", None, "1", "4"))
    assert rows(Paper().say(FILLER).table(table, (100, 120, 40, 40)).read()) == blank(table)


def test_lines_and_pages_are_counted() -> None:
    found = Paper().say(FILLER).table(ACTIVE, (120, 90, 90, 90)).page().say("六、其他需要报告的事项").read()
    assert [line.number for line in found.lines] == [1, 2, 3, 4, 5, 6]
    assert [line.page for line in found.lines] == [1, 1, 1, 1, 1, 2]


def test_a_heading_repeated_overleaf_is_read_once() -> None:
    first = Paper().say(FILLER).table(ACTIVE, (120, 90, 90, 90))
    again = (*ACTIVE[:2], ("行政许可", "7", "8", "9"))
    assert rows(first.page().table(again, (120, 90, 90, 90)).read()) == [*blank(ACTIVE), ("行政许可", "7", "8", "9")]


def test_a_page_number_does_not_part_a_table() -> None:
    paper = Paper().say(FILLER).table(ACTIVE, (120, 90, 90, 90)).say("- 2 -", x=290, y=40).page()
    again = paper.table((*ACTIVE[:2], ("行政许可", "7", "8", "9")), (120, 90, 90, 90)).say("- 3 -", x=290, y=40)
    assert len(rows(found := again.read())) == 5
    assert prose(found) == [FILLER]


def test_a_row_cut_by_the_page_break_is_one_row() -> None:
    paper = Paper().say(FILLER).table((*ACTIVE[:3], ("行政规范性文件", "", "", "")), (120, 90, 90, 90)).page()
    found = paper.table((("", "3", "1", "17"), ("行政许可", "7", "8", "9")), (120, 90, 90, 90)).read()
    assert rows(found) == [*blank(ACTIVE), ("行政许可", "7", "8", "9")]
    assert [line.page for line in found.lines if line.cells][-2:] == [2, 2]


def test_a_heading_at_the_foot_takes_no_values_from_overleaf() -> None:
    above = (*ACTIVE[:3], ("第二十条第（五）项", None, None, None))
    below = (("行政许可", "7", "8", "9"),)
    found = Paper().say(FILLER).table(above, (120, 90, 90, 90)).page().table(below, (120, 90, 90, 90)).read()
    assert rows(found) == blank((*above, *below))


def test_an_edge_left_open_by_the_page_break_is_still_an_edge() -> None:
    rules = [Rule(True, x, 0, 100) for x in (0, 50, 100)] + [Rule(False, y, 0, 100) for y in (40, 70)]
    glyphs = [Glyph(str(n), x, y, x + 5, y + 10) for n, (x, y) in enumerate([(20, 80), (70, 80), (20, 50), (70, 10)])]
    (table,) = tables(rules)
    assert cells(table, glyphs) == [("0", "1"), ("2", ""), ("", "3")]


def test_a_cell_of_two_lines_is_one_text_and_a_number_goes_on_only_where_its_line_is_full() -> None:
    table = (("法律服\n务机构", "12345\n67", "12\n30", "增1\n减3"), ("规章", "0", "0", "0"))
    (first, _) = rows(Paper().say(FILLER).table(table, (60, 28, 60, 60), high=30).read())
    assert first == ("法律服务机构", "1234567", "12 30", "增1减3")


def test_numbers_that_stand_apart_in_a_cell_stay_apart() -> None:
    table = (("规章", "1    0"), ("行政许可", "10"))
    assert rows(Paper().say(FILLER).table(table, (60, 90)).read()) == [("规章", "1 0"), ("行政许可", "10")]


def test_a_frame_around_a_text_is_no_table() -> None:
    paper = Paper().say(FILLER)
    paper.canvas.rect(70, paper.y - 10, 300, 30)
    assert prose(paper.say("注意事项", x=104).read()) == [FILLER, "注意事项"]


def test_rules_in_white_are_not_seen() -> None:
    paper = Paper().say(FILLER)
    paper.canvas.setStrokeColor(white)
    paper.canvas.line(150, paper.y, 150, paper.y - 96)
    paper.canvas.setStrokeColor(black)
    assert rows(paper.table(ACTIVE, (120, 90, 90, 90)).read()) == blank(ACTIVE)


def test_a_number_printed_twice_for_weight_is_one() -> None:
    paper = Paper().say(FILLER)
    paper.say("110", x=203.4, size=9, y=paper.y - 10)
    assert rows(paper.table((("规章", "110"), ("行政许可", "3")), (120, 60)).read()) == [
        ("规章", "110"),
        ("行政许可", "3"),
    ]


def test_wrapped_lines_are_one_paragraph_also_over_a_page_break() -> None:
    text = "甲" * 70 + "。"
    paper = Paper().say("一、总体情况").prose(text).prose("乙" * 70)
    found = paper.say("- 1 -", x=290, y=40).page().say("丙" * 20 + "。").prose("丁" * 50).read()
    assert prose(found) == ["一、总体情况", text, "乙" * 70 + "丙" * 20 + "。", "丁" * 50]


def test_a_table_without_rules_is_cut_at_its_gaps() -> None:
    paper = Paper().say(FILLER).say("规章", y=600).say("0", x=250, y=600).say("12", x=350, y=600)
    assert rows(paper.read()) == [("规章", "0", "12")]


def bare(paper: Paper, *rows_: tuple[str, ...]) -> Paper:
    """Rows of a table that is held together by its columns alone."""
    for row_ in rows_:
        for n, text in enumerate(row_):
            if text:
                paper.say(text, x=80 if n == 0 else 200 + 60 * n, size=9, y=paper.y)
        paper.y -= 20
    return paper


def test_without_rules_a_blank_cell_keeps_its_column_where_another_row_shows_it() -> None:
    table = (("规章", "12", "", "7"), ("行政规范性文件", "0", "31", "5"), ("其他", "", "", "40"))
    assert rows(bare(Paper().say(FILLER), *table).read()) == list(table)


def test_without_rules_a_label_over_two_lines_parts_no_table() -> None:
    table = (("规章", "12", "", "7"), ("行政规范", "", "", ""), ("性文件", "0", "31", "5"), ("其他", "", "", "40"))
    found = bare(Paper().say(FILLER), *table).read()
    assert rows(found) == [table[0], *table[2:]]
    assert prose(found) == [FILLER, "行政规范"]


def test_without_rules_and_without_a_full_row_no_column_is_made_up() -> None:
    table = (("规章", "12", "", "7"), ("行政规范性文件", "", "31", "5"))
    assert rows(bare(Paper().say(FILLER), *table).read()) == [("规章", "12", "7"), ("行政规范性文件", "31", "5")]


def test_without_rules_the_columns_of_one_table_are_not_those_of_the_next() -> None:
    paper = bare(Paper().say(FILLER), ("规章", "1", "2", "3"), ("信息内容", "", "本年增/减", "采购总金额"))
    assert rows(bare(paper, ("政府集中采购", "5", "", "9")).read()) == [
        ("规章", "1", "2", "3"),
        ("政府集中采购", "5", "9"),
    ]


def test_words_whose_characters_stand_apart_are_read_as_words() -> None:
    paper = Paper().say(" ".join("甲县教育局2021年政府信息公开工作年度报告")).say(" ".join("二、主动公开政府信息情况"))
    report = parse(paper.table(ACTIVE, (120, 90, 90, 90)).say("六、其他需要报告的事项").read())
    assert (report.agency, report.year) == ("甲县教育局", 2021)
    assert [table.name for table in report.tables] == ["active_disclosure"]


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever is installed here is not found."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


@pytest.mark.usefixtures("no_ocr")
def test_a_scan_is_named_as_one(tmp_path: Path) -> None:
    paper = Paper()
    image = ImageReader(io.BytesIO(PNG))
    paper.canvas.drawImage(image, 0, 0, WIDTH, HEIGHT)
    (tmp_path / "scan.pdf").write_bytes(paper.bytes())
    with pytest.raises(Unreadable) as refused:
        read(tmp_path / "scan.pdf")
    assert "pip install 'nianbao[ocr]'" in refused.value.en
    assert refused.value.zh.startswith("scan.pdf 是图像")


def unseen(paper: Paper) -> None:
    """A page as scanners with their own text recognition make them."""
    paper.canvas.drawImage(ImageReader(io.BytesIO(PNG)), 0, 0, WIDTH, HEIGHT)
    text = paper.canvas.beginText(80, 700)
    text.setFont(FONT, 12)
    text.setTextRenderMode(3)
    text.textLine(FILLER + "行政处罚 8")
    paper.canvas.drawText(text)


@pytest.mark.usefixtures("no_ocr")
def test_text_laid_unseen_over_a_scan_is_not_taken_for_print() -> None:
    paper = Paper()
    unseen(paper)
    with pytest.raises(Unreadable):
        paper.read()


def test_a_scanned_page_among_others_is_told() -> None:
    paper = Paper().say(FILLER).page()
    unseen(paper)
    found = paper.read()
    assert prose(found) == [FILLER]
    assert [(problem.code, "2" in problem.text) for problem in found.problems] == [("page_image", True)]


def test_a_report_in_a_pdf_is_understood(tmp_path: Path) -> None:
    paper = Paper().say("甲县教育局2021年政府信息公开工作年度报告", size=16).say("一、总体情况").prose(FILLER)
    paper.say("二、主动公开政府信息情况").table(ACTIVE, (120, 90, 90, 90)).page()
    paper.say("五、存在的主要问题及改进情况").prose("人手不够。").say("六、其他需要报告的事项").prose("无。")
    (tmp_path / "a.pdf").write_bytes(paper.bytes())
    report = parse(read(tmp_path / "a.pdf"))
    assert (report.agency, report.year) == ("甲县教育局", 2021)
    assert [section.number for section in report.sections] == [0, 1, 2, 5, 6]
    assert ("行政规范性文件", "3", "1", "17") in [line.cells for table in report.tables for line in table.lines]


def folded(text: str, wide: float) -> str:
    """The text in lines that fit a cell."""
    most = int((wide - 4) // 9)
    return "\n".join(text[n : n + most] for n in range(0, len(text), most))


def test_the_same_report_says_the_same_as_a_page_and_as_a_pdf() -> None:
    page = read(Path(__file__).parent / "fixtures" / "read" / "layout_tables.html")
    paper = Paper()
    for cells_, group in groupby(page.lines, key=lambda line: len(line.cells)):
        for line in group:
            if paper.y < 140:
                paper.page()
            if cells_:
                texts = [folded(text, 480 / cells_) for text in line.cells]
                high = max(24, 10 * max(text.count("\n") + 1 for text in texts) + 6)
                paper.table([texts], [480 / cells_] * cells_, high)
            else:
                paper.say(line.text, x=104)
    found = paper.read()
    lines = [line.cells or line.text.replace("\u3000", " ") for line in page.lines]
    assert [line.cells or line.text for line in found.lines] == lines
    ours = {(f.table, f.row, f.column): (f.value, f.state) for f in figures(parse(found))}
    theirs = {(f.table, f.row, f.column): (f.value, f.state) for f in figures(parse(page))}
    assert ours == theirs
    assert ours["requests", "予以公开", "商业企业"] == (Decimal(1), State.PRINTED)
    assert {f.source.line for f in figures(parse(found)) if f.state == "printed"} == {None}


def random_table(chance: random.Random) -> list[Row]:
    """Rows with cells that cover several columns, or two rows."""
    wide = chance.randint(3, 8)
    made: list[Row] = [["标题", *[None] * (wide - 1)]]
    for n in range(chance.randint(2, 8)):
        values = [str(chance.choice((0, 0, 5, 31, 1204))) for _ in range(wide - 1)]
        under = n and made[-1][0] not in ("^", "标题") and chance.random() < 0.3
        made.append(["^" if under else f"行{n}", *values])
    return made


@pytest.mark.parametrize("seed", range(12))
def test_pdfplumber_reads_the_same_cells(seed: int) -> None:
    chance = random.Random(seed)
    table = random_table(chance)
    content = Paper(chance.choice(("lines", "shapes"))).say(FILLER).table(table, [50] * len(table[0])).bytes()
    with pdfplumber.open(io.BytesIO(content)) as opened:
        theirs = [tuple(text or "" for text in row) for row in opened.pages[0].extract_tables()[0]]
    assert rows(document(content, "a.pdf", "/a.pdf", "")) == theirs == blank(table)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.floats(-1, 1), st.floats(-1, 1))
def test_rules_that_are_a_hair_apart_are_one(chance: random.Random, left: float, down: float) -> None:
    xs, ys = [0.0, 40.0, 90.0, 120.0], [0.0, 20.0, 45.0]
    rules = [
        rule
        for a, b in zip(ys, ys[1:], strict=False)
        for x in xs
        for rule in (Rule(True, x + left * chance.random(), a, b), Rule(True, x, a + down * chance.random(), b))
    ]
    rules += [Rule(False, y + down * chance.random(), a, b) for y in ys for a, b in zip(xs, xs[1:], strict=False)]
    chance.shuffle(rules)
    (table,) = tables(rules)
    glyphs = [
        Glyph(str(n), x + 10, y + 5, x + 15, y + 15) for n, (x, y) in enumerate((x, y) for y in ys[:2] for x in xs[:3])
    ]
    assert cells(table, glyphs) == [("3", "4", "5"), ("0", "1", "2")]


WHOLE = Paper().say(FILLER).table(ACTIVE, (120, 90, 90, 90)).bytes()


BROKEN = {
    "head alone": b"%PDF-1.7",
    "null bytes": b"%PDF-1.7\n" + b"\0" * 1000,
    "cut early": WHOLE[:200],
    "cut late": WHOLE[:600],
    "no objects": WHOLE.replace(b"obj", b"jbo"),
    "heads": b"%PDF-" * 9999,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable) as refused:
        document(BROKEN[kind], "a.pdf", "/a.pdf", "")
    assert "\n" not in refused.value.en


@settings(max_examples=60)
@given(st.binary(max_size=60), st.integers(0, len(WHOLE)))
def test_damage_anywhere_is_refused_or_read(noise: bytes, at: int) -> None:
    try:
        document(WHOLE[:at] + noise + WHOLE[at + len(noise) :], "a.pdf", "/a.pdf", "")
    except Unreadable as refused:
        assert refused.zh.endswith("。")


def test_a_page_of_rules_without_end_is_read() -> None:
    paper = Paper().say(FILLER)
    for n in range(4000):
        paper.canvas.line(n % 500, n % 700, n % 500 + 9, n % 700)
        paper.canvas.line(n % 500, n % 700, n % 500, n % 700 + 9)
    paper.read()


def test_a_lost_cell_is_shown_by_its_page_too() -> None:
    title, section = "甲县教育局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"
    found = figures(
        parse(Paper().say(title).say(FILLER).page().say(section).table(ACTIVE[:3], (120, 90, 90, 90)).read())
    )
    lost = [f for f in found if f.row == "行政许可"]
    assert [(f.state, f.source.line, f.source.page) for f in lost] == [(State.CUT_OFF, None, 2)]


def test_a_small_digit_above_the_line_is_the_mark_of_a_footnote() -> None:
    paper = Paper().say(FILLER)
    top = paper.y
    paper.table((("规章", "3", "44"), ("行政许可", "7", "8")), (120, 90, 90))
    assert rows(paper.say("1", x=80 + 210 + 12.5, size=5, y=top - 6).read())[0] == ("规章", "3", "44¹")


def test_of_several_labels_at_the_foot_of_a_page_none_takes_the_values_overleaf() -> None:
    waiting = (*ACTIVE[:3], ("行政许可", "", "", ""), ("行政处罚", "", "", ""))
    paper = Paper().say(FILLER).table(waiting, (120, 90, 90, 90)).page()
    found = paper.table((("", "3", "1", "17"), ("", "7", "8", "9")), (120, 90, 90, 90)).read()
    assert ("行政处罚", "3", "1", "17") not in rows(found)
    assert rows(found)[-2:] == [("", "3", "1", "17"), ("", "7", "8", "9")]
