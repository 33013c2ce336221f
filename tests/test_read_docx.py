"""Word files: what would be printed, whatever controls, changes and frames it stands in."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.parse import parse
from corpus.read import read
from corpus.read.docx import document
from corpus.read.numbering import chinese
from corpus.report import Document
from corpus.tables.figures import figures

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def packed(main: str | bytes, name: str = "word/document.xml", lists: str = "", styles: str = "") -> bytes:
    """An archive with this main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, main)
        if lists:
            archive.writestr("word/numbering.xml", lists)
        if styles:
            archive.writestr("word/styles.xml", styles)
    return out.getvalue()


def word(body: str, namespace: str = W) -> Document:
    """A file with this body, read."""
    main = (
        f'<?xml version="1.0"?><w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    )
    return document(packed(main), "a.docx", "/a.docx", "")


def p(text: str, around: str = "{}") -> str:
    return f"<w:p>{around.format(f'<w:r><w:t>{text}</w:t></w:r>')}</w:p>"


def tc(content: str, properties: str = "") -> str:
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<w:tc') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def lines(found: Document) -> list[str | tuple[str, ...]]:
    return [line.cells or line.text for line in found.lines]


def test_paragraphs_and_rows_are_numbered_as_they_come() -> None:
    found = word(p("一、总体情况") + p("") + tbl(tr("规章", "0"), tr("行政许可", "4")) + p("完。"))
    assert lines(found) == ["一、总体情况", ("规章", "0"), ("行政许可", "4"), "完。"]
    assert [line.number for line in found.lines] == [1, 2, 3, 4]


def test_a_table_in_a_content_control_is_a_table() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    rows = control.format(tr("规章", "0")), tr("行政处罚", tc(control.format(p("7"))))
    assert lines(word(control.format(tbl(*rows)))) == [("规章", "0"), ("行政处罚", "7")]


def test_a_cell_in_a_content_control_is_a_cell() -> None:
    control = f"<w:sdt><w:sdtContent>{tc('4')}</w:sdtContent></w:sdt>"
    assert lines(word(tbl(f"<w:tr>{tc('行政许可')}{control}{tc('5')}</w:tr>"))) == [("行政许可", "4", "5")]


def test_what_was_inserted_stays_and_what_was_deleted_goes() -> None:
    gone = "<w:del><w:r><w:delText>7</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>8</w:t></w:r></w:moveFrom>"
    kept = "<w:ins><w:r><w:t>1</w:t></w:r></w:ins><w:moveTo><w:r><w:t>2</w:t></w:r></w:moveTo>"
    assert lines(word(tbl(tr("行政处罚", tc(f"<w:p>{gone}{kept}</w:p>"))))) == [("行政处罚", "12")]


def test_a_deleted_row_goes_and_an_inserted_one_stays() -> None:
    rows = tr("规章", "1", properties="<w:del/>"), tr("规章", "2", properties="<w:ins/>")
    assert lines(word(tbl(*rows))) == [("规章", "2")]


def test_paragraphs_whose_mark_was_deleted_are_one() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一、总体</w:t></w:r></w:p>"
    assert lines(word(first + p("情况"))) == ["一、总体情况"]


def test_merged_cells_leave_empty_places_so_that_columns_line_up() -> None:
    restart, on, two = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = tr(tc("第二十条第（一）项", two), "甲"), tr(tc("规章", restart), "1", "2"), tr(tc("", on), "3", "4")
    shifted = tr("5", "6", properties='<w:gridBefore w:val="1"/>')
    assert lines(word(tbl(*rows, shifted))) == [
        ("第二十条第（一）项", "", "甲"),
        ("规章", "1", "2"),
        ("", "3", "4"),
        ("", "5", "6"),
    ]


def test_hidden_text_and_field_codes_are_not_printed() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:instrText>PAGE 8</w:instrText></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>7</w:t></w:r>'
    assert lines(word(tbl(tr("规章", tc(f"<w:p>{hidden}{shown}</w:p>"))))) == [("规章", "7")]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框里')}</w:txbxContent>"
    forms = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    drawn = f"<mc:AlternateContent>{forms}</mc:AlternateContent>"
    assert lines(word(f"<w:p><w:r><w:t>外面</w:t>{drawn}</w:r></w:p>")) == ["外面", "框里"]


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    inner = tbl(tr("规章", "3"))
    assert lines(word(tbl(tr(tc(p("二、主动公开") + inner + p("")))))) == ["二、主动公开", ("规章", "3")]


def test_a_line_break_ends_a_line_and_two_paragraphs_of_a_cell_are_one_text() -> None:
    assert lines(word("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>")) == ["甲", "乙"]
    assert lines(word(tbl(tr(tc(p("法律服") + p("务机构")), tc(p("1") + p("0")))))) == [("法律服务机构", "1 0")]


def test_the_strict_form_of_the_format_is_read() -> None:
    assert lines(word(tbl(tr("规章", "3")), "http://purl.oclc.org/ooxml/wordprocessingml/main")) == [("规章", "3")]


def level(depth: int, kind: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'


def test_ordinals_that_word_counts_are_printed() -> None:
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.") + level(2, "bullet", "*")
    lists = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="4">{levels}</w:abstractNum>'
    lists += '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'

    def item(text: str, depth: int) -> str:
        return p(text).replace(
            "<w:p>", f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr></w:pPr>', 1
        )

    body = item("总体情况", 0) + item("甲", 1) + item("乙", 1) + item("", 0) + item("主动公开", 0) + item("丙", 1)
    main = f'<w:document xmlns:w="{W}"><w:body>{body}{item("点", 2)}</w:body></w:document>'
    found = document(packed(main, lists=lists), "a.docx", "/a.docx", "")
    assert lines(found) == ["一、总体情况", "1.甲", "2.乙", "二、主动公开", "1.丙", "点"]


LISTS = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:pStyle w:val="two"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%3"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:styleId="one"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="bold"><w:basedOn w:val="one"/></w:style>
<w:style w:styleId="two"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="three"><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style></w:styles>"""


def test_ordinals_come_from_the_style_of_a_paragraph_too() -> None:
    def styled(style: str, numbered: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbered}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>'

    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    again = '<w:numPr><w:numId w:val="2"/></w:numPr>'
    body = "".join(map(styled, ("one", "two", "three", "three", "two", "bold", "two", "plain", "loop", "")))
    body += styled("one", off) + styled("one", again) + styled("one")
    main = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    found = document(packed(main, lists=LISTS, styles=STYLES), "a.docx", "/a.docx", "")
    printed = ["一、", "（一）", "①", "②", "（二）", "二、", "（一）", "", "", "", "", "一、", "三、"]
    assert [line.text.removesuffix("文") for line in found.lines] == printed


def test_a_character_with_its_reading_above_is_read_once() -> None:
    above, base = "<w:rt><w:r><w:t>cè</w:t></w:r></w:rt>", "<w:rubyBase><w:r><w:t>册</w:t></w:r></w:rubyBase>"
    assert lines(word(f"<w:p><w:r><w:ruby>{above}{base}</w:ruby></w:r></w:p>")) == ["册"]


@pytest.mark.parametrize(("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")])
def test_numbers_of_headings(number: int, said: str) -> None:
    assert chinese(number) == said


REPORT = (
    p("甲县教育局2021年政府信息公开工作年度报告")
    + p("一、总体情况")
    + p("2021年，主动公开信息321条。")
    + p("二、主动公开政府信息情况")
    + tbl(
        tr(tc("第二十条第（一）项", '<w:gridSpan w:val="4"/>')),
        tr("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        tr("规章", "0", "0", ""),
        tr("行政规范性文件", "3", "1", "17"),
    )
    + p("五、存在的主要问题及改进情况")
    + p("六、其他需要报告的事项")
)


def test_a_report_in_a_word_file_is_understood(tmp_path: Path) -> None:
    main = f'<w:document xmlns:w="{W}"><w:body>{REPORT}</w:body></w:document>'
    (tmp_path / "a.docx").write_bytes(packed(main))
    report = parse(read(tmp_path / "a.docx"))
    assert (report.agency, report.year) == ("甲县教育局", 2021)
    (table,) = report.tables
    assert ("行政规范性文件", "3", "1", "17") in [line.cells for line in table.lines]


def test_the_same_report_says_the_same_as_a_page_and_as_a_word_file() -> None:
    page = read(Path(__file__).parent / "fixtures" / "read" / "layout_tables.html")
    body = "".join(tbl(tr(*line.cells)) if line.cells else p(line.text) for line in page.lines)
    found = word(body)
    assert lines(found) == lines(page)

    def said(of: Document) -> list[tuple[object, ...]]:
        return [(f.table, f.row, f.column, f.value, f.state, f.raw) for f in figures(parse(of))]

    assert said(found) == said(page)
    assert ("requests", "予以公开", "商业企业", 1, "printed", "1") in said(found)


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from(["0", "17", "", "规章", "1,204"]), min_size=2, max_size=8), max_size=6))
def test_python_docx_reads_the_same_cells(texts: list[list[str]]) -> None:
    written = docx.Document()
    for row in texts:
        table = written.add_table(1, len(row))
        for cell, text in zip(table.rows[0].cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    written.save(out)
    theirs = [tuple(cell.text for cell in row.cells) for table in docx.Document(out).tables for row in table.rows]
    assert lines(document(out.getvalue(), "a.docx", "/a.docx", "")) == theirs == [tuple(row) for row in texts]


def test_python_docx_merges_the_same_cells() -> None:
    written = docx.Document()
    table = written.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "第二十条第（一）项"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "规章"
    table.cell(1, 1).text, table.cell(2, 2).text = "3", "4"
    out = io.BytesIO()
    written.save(out)
    # python-docx gives a merged cell in each of its places
    places = [[cell._tc for cell in row.cells] for row in docx.Document(out).tables[0].rows]
    texts = [[cell.text for cell in row.cells] for row in docx.Document(out).tables[0].rows]
    flat = [place for row in places for place in row]
    first = [[flat.index(place) == 3 * r + c for c, place in enumerate(row)] for r, row in enumerate(places)]
    theirs = [
        tuple(text.strip() if shown else "" for text, shown in zip(*row, strict=True))
        for row in zip(texts, first, strict=True)
    ]
    own = [line.cells for line in document(out.getvalue(), "a.docx", "/a.docx", "").lines]
    assert own == theirs == [("第二十条第（一）项", "", ""), ("规章", "3", ""), ("", "", "4")]


def entities(depth: int) -> str:
    more = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE w [<!ENTITY a0 "1">{more}]><w>&a{depth - 1};</w>'


HOSTILE = {
    "larger than it may be": packed(b" " * 60_000_000),
    "packed too well": packed(b"<a/>" * 2_000_000),
    "entities of entities": packed(entities(12)),
    "a file from outside": packed('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'),
    "entities in another encoding": packed('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w><w/>'.encode("utf-16")),
    "deep tables": packed(
        f'<w:document xmlns:w="{W}"><w:body>' + "<w:tbl><w:tr><w:tc>" * 1000 + "</w:tc></w:tr></w:tbl>" * 1000
        + "</w:body></w:document>"
    ),
    "deep controls": packed("<w><sdt>" + "<sdtContent>" * 100_000 + "</sdtContent>" * 100_000 + "</sdt></w>"),
    "deep insertions": packed("<w><body><p>" + "<ins>" * 100_000 + "</ins>" * 100_000 + "</p></body></w>"),
    "no end": packed("<w:document"),
    "no text": packed("<w/>", "xl/workbook.xml"),
    "cut off": packed(REPORT)[:400],
    "null bytes": packed(b"<w>\0\0</w>"),
    "nothing but its first bytes": b"PK\x03\x04" + b"\0" * 50,
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused(kind: str) -> None:
    with pytest.raises(Unreadable) as refused:
        document(HOSTILE[kind], "a.docx", "/a.docx", "")
    assert "Word" in refused.value.en or "Name the report" in refused.value.en
    assert "\n" not in refused.value.en


def test_text_boxes_within_text_boxes_take_no_longer_each_time() -> None:
    deep = p("底")
    for _ in range(30):
        deep = f"<w:p><w:r><w:pict><w:txbxContent>{tbl(tr(tc(deep), '1'))}</w:txbxContent></w:pict></w:r></w:p>"
    assert "底" in str(lines(word(deep)))


@given(st.binary(max_size=300), st.integers(0, 300))
def test_damage_anywhere_is_refused_or_read(noise: bytes, at: int) -> None:
    whole = packed(f'<w:document xmlns:w="{W}"><w:body>{REPORT}</w:body></w:document>')
    try:
        document(whole[:at] + noise + whole[at + len(noise) :], "a.docx", "/a.docx", "")
    except Unreadable as refused:
        assert refused.zh.endswith("。")


def test_a_raised_number_is_a_footnotes_mark_and_a_struck_one_is_not_said() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>64</w:t></w:r>"
    assert lines(word(f"<w:p>{struck}<w:r><w:t>314</w:t></w:r>{raised}</w:p>")) == ["314¹"]
