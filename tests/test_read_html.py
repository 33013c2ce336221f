"""Pages of government sites: what a reader of the page sees, row by row, and nothing of the frame around it."""

import io
import random
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.parse import parse
from corpus.read import read
from corpus.read.blocks import Spanned, expanded
from corpus.read.html import document
from corpus.report import Document

FIXTURES = Path(__file__).parent / "fixtures" / "read"


def page(body: str, head: str = "", encoding: str = "utf-8") -> Document:
    """A page with this body, read."""
    source = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return document(source.encode(encoding), "a.html", "/a.html", "")


def rows(read_: Document) -> list[tuple[str, ...]]:
    return [line.cells for line in read_.lines if line.cells]


def prose(read_: Document) -> list[str]:
    return [line.text for line in read_.lines if not line.cells]


def printed(read_: Document) -> str:
    return "".join(line.text for line in read_.lines)


def test_a_page_as_a_government_site_serves_it() -> None:
    report = read(FIXTURES / "layout_tables.html")
    assert parse(report).title == "甲县教育局2021年政府信息公开工作年度报告"
    assert ("第二十条第（一）项", "", "", "") in rows(report)
    assert ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数") in rows(report)
    assert ("行政规范性文件", "3", "1", "17") in rows(report)
    assert ("", "（三）不予公开", "1.属于国家秘密", *"0000000") in rows(report)
    assert [s.number for s in parse(report).sections] == [0, 1, 2, 3, 4, 5, 6]
    for frame in ("首页", "当前位置", "上一篇", "版权所有", "var ", "隐藏"):
        assert frame not in printed(report), frame


def test_each_row_has_the_line_of_its_source() -> None:
    path = FIXTURES / "layout_tables.html"
    source = ["", *path.read_text(encoding="utf-8").splitlines()]
    report = read(path)
    numbers = [line.number for line in report.lines]
    assert numbers == sorted(set(numbers))
    for line in report.lines:
        assert line.text.split("\t")[0] in source[line.number].replace("&nbsp;", " ") or line.cells
        if line.cells:
            assert source[line.number].lstrip().startswith("<tr")


def test_gb18030_says_the_same_as_utf_8() -> None:
    source = (FIXTURES / "layout_tables.html").read_text(encoding="utf-8").replace("utf-8", "gb2312")
    old = document(source.encode("gb18030"), "a.html", "/a.html", "")
    assert old.encoding == "gb18030"
    assert old.lines == read(FIXTURES / "layout_tables.html").lines
    assert old.problems == ()


def test_bytes_of_no_encoding_are_told() -> None:
    (problem,) = document("<p>甲县</p>".encode() + b"\xff\xff<p>", "a.html", "/a.html", "").problems
    assert problem.code == "wrong_encoding"


def test_a_spanned_cell_stands_first_and_its_other_places_are_empty() -> None:
    table = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊<td>己</table>"
    assert rows(page(table)) == [("甲", "", "乙"), ("", "", "丙"), ("丁", "戊", "己")]


@pytest.mark.parametrize("span", ["x", "", "-1", "0", "1.5", "1e9", "99999999999999"])
def test_a_senseless_span_does_no_harm(span: str) -> None:
    first, second = rows(page(f"<table><tr><td colspan='{span}'>甲</td><td>1</td></tr><tr><td>乙<td>2</table>"))
    assert (first[0], first[-1]) == ("甲", "1")
    assert second[:2] == ("乙", "2")


def test_a_rowspan_ends_with_its_group_of_rows() -> None:
    table = "<table><thead><tr><td rowspan=9>甲<td>乙</thead><tbody><tr><td>丙<td>1</tbody></table>"
    assert rows(page(table)) == [("甲", "乙"), ("丙", "1")]


@pytest.mark.parametrize("blank", ["", "&nbsp;", "&#160;", "\u3000", "<p>&nbsp;</p>", "<br>", "&#8203;"])
def test_a_blank_cell_is_blank(blank: str) -> None:
    assert rows(page(f"<table><tr><td>规章<td>{blank}<td>0</table>")) == [("规章", "", "0")]


def test_a_row_of_blanks_is_kept_and_a_spacer_is_not() -> None:
    table = "<table><tr><td>&nbsp;<td></tr></table><table><tr><td></table>"
    assert rows(page(table)) == [("", "")]


def test_paragraphs_of_a_cell_are_one_text_and_numbers_stay_apart() -> None:
    table = "<table><tr><td><p>法律服</p><p>务机构</p><td>增1<br>减3<td><div>12</div><div>30</div></table>"
    assert rows(page(table)) == [("法律服务机构", "增1减3", "12 30")]


def test_a_number_in_styled_pieces_is_one_number() -> None:
    table = "<table><tr><td>行政处罚<td><span>1</span><font><b>0</b></font><span lang=EN-US>2</span></table>"
    assert rows(page(table)) == [("行政处罚", "102")]


@pytest.mark.parametrize("how", ["hidden", "style='DISPLAY : none'", "style='visibility:hidden'"])
def test_what_is_hidden_is_not_printed(how: str) -> None:
    table = f"<table><tr><td>行政处罚<td {how}>7<td>8<span {how}>9</span></tr><tr {how}><td>行政强制<td>1</tr></table>"
    assert rows(page(table)) == [("行政处罚", "8")]
    assert prose(page(f"<p {how}>一</p><div {how}><p>二</div><p>三")) == ["三"]


STYLES = {
    ".gone{display:none}": ["二", "三"],
    "p.gone, .other { color: red; DISPLAY : none !important }": ["二", "三"],
    "#away{visibility:hidden} /* .gone{display:none} */": ["一", "三"],
    "@media print{.gone{display:none}} @charset 'utf-8'; #away{display:none}": ["一", "三"],
    "@media (max-width:600px){.a{x:y} .gone{display:none}": ["一", "二", "三"],
    ".gone{display:none} .gone.active{display:block}": ["一", "二", "三"],
    "div.gone{display:none}": ["一", "二", "三"],
    ".menu .gone{display:none} .gone:hover{x:y}": ["一", "二", "三"],
    "/* .gone{display:none}": ["一", "二", "三"],
}


@pytest.mark.parametrize("style", STYLES)
def test_what_the_styles_of_the_page_hide_is_not_printed(style: str) -> None:
    body = "<p class='big gone'>一</p><p id=away>二</p><p>三</p>"
    assert prose(page(f"<style>{style}</style>{body}")) == STYLES[style]


@pytest.mark.parametrize("noise", ["{", "}", "/*", "@", "@{", "a", ";", "@;", ".a,", "{display:none}"])
def test_a_style_of_nonsense_takes_no_time(noise: str) -> None:
    assert prose(page(f"<style>{noise * 150_000}</style><p>三</p>")) == ["三"]


def test_a_layout_table_is_taken_apart_and_the_table_in_it_is_not() -> None:
    inner = "<table><tr><td>行政许可<td>4</table>"
    outer = f"<table><tr><td>菜单<td><h1>甲县公安局年报</h1><p>一段。</p><p>又一段。</p>{inner}<p>末段。</p></table>"
    found = page(outer)
    assert prose(found) == ["菜单", "甲县公安局年报", "一段。", "又一段。", "末段。"]
    assert rows(found) == [("行政许可", "4")]


def test_a_line_break_ends_a_line_and_a_source_line_does_not() -> None:
    assert prose(page("<div>一、总体\n情况<br/>今年很好。<br><br>甲</div>")) == ["一、总体 情况", "今年很好。", "甲"]
    assert prose(page("<pre>一、总体情况\n今年很好。</pre>")) == ["一、总体情况", "今年很好。"]


def test_menus_of_links_are_left_out_and_a_heading_that_is_a_link_is_not() -> None:
    menu = "<ul><li><a href=/>首页</a><li><a href=/x>政府信息公开年报</a></ul>"
    crumbs = "<p>位置：<a href=/>首页</a> &gt; <a href=/x>政府信息公开年报</a></p>"
    found = page(f"{menu}{crumbs}<h2><a href=/y>甲县2021年年报</a></h2><p><a name=s1></a>一、总体情况</p>")
    assert prose(found) == ["甲县2021年年报", "一、总体情况"]


def test_an_address_written_out_belongs_to_its_sentence() -> None:
    told = (
        "见<a href='http://www.jiaxian.example/zwgk/nb/index.html'>http://www.jiaxian.example/zwgk/nb/index.html</a>。"
    )
    assert prose(page(f"<p>{told}</p>")) == ["见http://www.jiaxian.example/zwgk/nb/index.html。"]


def test_a_link_that_was_never_closed_loses_nothing() -> None:
    assert prose(page("<a href=/x><p>一、总体情况</p><p>今年很好。</p>")) == ["一、总体情况", "今年很好。"]


def test_signs_that_reverse_the_writing_stay_where_they_can_be_seen() -> None:
    ((_, cell),) = rows(page("<table><tr><td>行政处罚<td>\u202e21</table>"))
    assert cell == "\u202e21"


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=6), max_size=6))
def test_every_cell_is_printed_once_and_none_over_another(spans: list[list[tuple[int, int]]]) -> None:
    cells = [[Spanned(f"{r},{c}", *span) for c, span in enumerate(row)] for r, row in enumerate(spans)]
    made = list(expanded(cells))
    assert [[text for text in row if text] for row in made] == [[cell.text for cell in row] for row in cells]


@given(st.integers(1, 5), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_grid_cut_into_rectangles_comes_back_in_its_columns(height: int, width: int, chance: random.Random) -> None:
    """A grid is covered with rectangles, written as spans, and each text stands where its rectangle begins."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    cells: list[list[Spanned]] = [[] for _ in range(height)]
    for r in range(height):
        for c in range(width):
            if (r, c) in owner:
                continue
            free = next((k for k in range(c, width) if (r, k) in owner), width)
            across, down = chance.randint(1, free - c), chance.randint(1, height - r)
            owner.update({(i, k): (r, c) for i in range(r, r + down) for k in range(c, c + across)})
            cells[r].append(Spanned(f"{r},{c}", across, down))
    expected = [tuple(f"{r},{c}" if owner[r, c] == (r, c) else "" for c in range(width)) for r in range(height)]
    assert list(expanded(cells)) == expected


def table_of(chance: random.Random) -> str:
    """A clean table of the form's kind, with spans."""
    width = chance.randint(3, 9)
    lines = [f"<tr><td colspan={width}>第二十条第（五）项</td></tr>"]
    for n in range(chance.randint(2, 8)):
        group = f"<td rowspan=2>组{n}</td>" if width > 3 else f"<td>组{n}</td>"
        values = "".join(f"<td>{chance.choice((0, 0, 7, 1204))}</td>" for _ in range(width - 1))
        lines.append(f"<tr>{group}{values}</tr>")
        if width > 3:
            lines.append(f"<tr>{values}</tr>")
    return f"<table>{''.join(lines)}</table>"


@pytest.mark.parametrize("seed", range(20))
def test_pandas_reads_the_same_cells(seed: int) -> None:
    table = table_of(random.Random(seed))
    (theirs,) = pandas.read_html(io.StringIO(table), header=None)
    for own, other in zip(rows(page(table)), theirs.astype(str).values.tolist(), strict=True):
        # pandas repeats a spanned text in each of its places
        assert [text or twin for text, twin in zip(own, other, strict=True)] == other


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000,
        "<table><tr><td>" * 40_000,
        "<b>" * 100_000 + "<p>" * 1000,
        "".join(f"<font size={n}>" for n in range(20_000)) + "<p>一" * 20_000,
        "".join(f"<a x={n}>" for n in range(20_000)) + "<p>一" * 20_000,
        "<td colspan=1000 rowspan=9999>" * 100_000,
        "<p" * 200_000,
        "<b " * 200_000,
        "<!--" * 100_000,
        "&" * 500_000,
        "<table>" + "<tr><td rowspan=0 colspan=64>1" * 3_000,
    ],
    ids=lambda body: str(body)[:12],
)
def test_a_hostile_page_is_read_or_refused(body: str) -> None:
    """No limit of time is asserted: without the guard some of these take minutes."""
    try:
        found = page(body)
    except Unreadable as refused:
        assert "text" in refused.en
    else:
        assert len(found.lines) <= 200_000


def test_a_thousand_nested_tables_are_read() -> None:
    found = page("<table><tr><td>" * 1000 + "<table><tr><td>规章<td>3</table>" + "</table>" * 1000)
    assert rows(found) == [("规章", "3")]


@given(st.text(st.sampled_from("<>/='\" \ntdrablepxh1一0&;!-"), max_size=200))
def test_no_page_is_too_broken(body: str) -> None:
    numbers = [line.number for line in page(body).lines]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.shtml", "a.doc", "a"])
def test_a_page_is_known_by_what_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((FIXTURES / "layout_tables.html").read_bytes())
    assert ("行政规范性文件", "3", "1", "17") in rows(read(path))


def test_null_bytes_are_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html>\0\0<p>1")
    with pytest.raises(Unreadable):
        read(tmp_path / "a.html")


@pytest.mark.parametrize(
    "struck", ["<del>64</del>", "<s>64</s>", "<span style='text-decoration: line-through'>64</span>"]
)
def test_a_number_struck_through_is_not_said(struck: str) -> None:
    found = page(f"<table><tr><td>规章</td><td>{struck}5</td></tr></table>")
    assert rows(found) == [("规章", "5")]


def test_a_raised_number_is_the_mark_of_a_footnote() -> None:
    found = page("<table><tr><td>规章</td><td>314<sup>1</sup></td></tr></table><p>共公开314<sup>2</sup>条。</p>")
    assert rows(found) == [("规章", "314¹")]
    assert prose(found) == ["共公开314²条。"]
