"""Scans: read where Tesseract is installed, cell by cell, and no digit given that two readings do not agree on."""

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from assistant.answers import notes
from assistant.library import build
from corpus.errors import Unreadable
from corpus.form import ACTIVE, APPLICANTS, REQUESTS
from corpus.library.store import Library
from corpus.parse import parse
from corpus.read import read, scan, tesseract
from corpus.read.grid import tables
from corpus.read.ink import ink_of, rules_of, upright
from corpus.report import Document, Figure, State
from corpus.tables import doubt
from corpus.tables.figures import figures
from damage_writer import clean_report
from homes import report_text
from reading_pdf import pdf

INSTALLED = not tesseract.missing()
A4 = 2480, 3508
FAKE = """#!{python}
import sys
from pathlib import Path
if "--list-langs" in sys.argv:
    print("chi_sim")
    sys.exit()
names = Path(sys.argv[1]).read_text().splitlines()
assert sys.argv[2] == "stdout" and all(Path(name).is_file() for name in names)
said = {said!r}
number = "whitelist" in " ".join(sys.argv)
key = "prose" if "4" in sys.argv else "words" if not number else "numbers"
texts = said[key]
print("\\f".join(texts[n % len(texts)] for n in range(len(names))), end="\\f")
"""


def page_of(rows: int, columns: int, lean: float = 0.0) -> Image.Image:
    """A page with a ruled table whose cells hold a mark each."""
    page = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(page)
    xs, ys = [300 + 180 * n for n in range(columns + 1)], [400 + 90 * n for n in range(rows + 1)]
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=4)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=4)
    for x in xs[:-1]:
        for y in ys[:-1]:
            draw.rectangle((x + 60, y + 30, x + 75, y + 60), fill=0)
    return page.rotate(lean, fillcolor=255)


@pytest.mark.parametrize("lean", [0.0, 0.6, -1.4])
def test_the_rules_of_a_page_that_leans_are_found(lean: float) -> None:
    rules, _ = rules_of(ink_of(upright(page_of(6, 4, lean))))
    (table,) = tables([type(rule)(rule.upright, rule.at / 4, rule.start / 4, rule.end / 4) for rule in rules])
    assert (len(table.xs) - 1, len(table.ys) - 1) == (4, 6)


def test_rules_are_erased_and_what_stands_between_them_is_not() -> None:
    page = page_of(3, 2)
    _, mask = rules_of(ink_of(page))
    left = ink_of(page) & ~mask
    assert left.sum() == 3 * 2 * 16 * 31


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, **said: Sequence[str]) -> None:
    """A program that stands in for Tesseract and says these texts, in turn, to the images it is given."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "tesseract"
    program.write_text(FAKE.format(python=sys.executable, said=said))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
def test_each_cell_is_read_by_itself_and_numbers_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch, words=["规 章", "l2", "O"], numbers=["12", "0"], prose=["一 段 话\n\n又 一段"])
    found = scan.document([page_of(2, 3)], "a.pdf", "/a.pdf", "")
    assert [line.cells for line in found.lines if line.cells] == [("规章", "12", "0"), ("规章", "12", "0")]
    assert [line.text for line in found.lines if not line.cells] == ["一段话", "又一段"] * 2
    assert {line.page for line in found.lines} == {1}
    assert [problem.code for problem in found.problems] == ["read_by_ocr"]


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
def test_a_number_that_two_readings_differ_on_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch, words=["规章", "12", "8"], numbers=["12", "8"], prose=[""])
    different = iter((["12", "8"] * 2, ["12", "3"] * 2))
    read_ = tesseract.texts

    def texts(images: Sequence[Image.Image], how: Sequence[str], file: str) -> list[str]:
        return next(different) if how is tesseract.NUMBERS else read_(images, how, file)

    monkeypatch.setattr(tesseract, "texts", texts)
    found = scan.document([page_of(2, 3)], "a.pdf", "/a.pdf", "")
    assert [line.cells for line in found.lines if line.cells] == [("规章", "12", "□"), ("规章", "12", "□")]


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
def test_a_program_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch, words=[], numbers=[], prose=[])
    with pytest.raises(Unreadable, match="tesseract"):
        scan.document([page_of(2, 3)], "a.pdf", "/a.pdf", "")


def test_without_tesseract_the_remedy_names_the_extra_and_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    page_of(2, 2).save(tmp_path / "a.png")
    with pytest.raises(Unreadable) as refused:
        read(tmp_path / "a.png")
    for said in (refused.value.zh, refused.value.en):
        assert "pip install 'nianbao[ocr]'" in said
        assert "apt install tesseract-ocr tesseract-ocr-chi-sim" in said


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 and so on", b"GIF89a"])
def test_a_damaged_image_is_told(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, monkeypatch, words=[""], numbers=[""], prose=[""])
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(Unreadable, match="damaged image"):
        read(tmp_path / "a.png")


def figures_of(text: str, tmp_path: Path) -> tuple[Figure, ...]:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    return figures(parse(read(tmp_path / "a.txt")))


def test_what_contradicts_the_arithmetic_is_unreadable_and_the_rest_is_marked(tmp_path: Path) -> None:
    before = figures_of(report_text(of="longkou-2020"), tmp_path)
    whole = doubt.doubted(before)
    assert [f.value for f in whole] == [f.value if f.state is State.PRINTED else None for f in before]
    assert all("read_by_ocr" in f.notes for f in whole)
    (total,) = [f for f in before if (f.row, f.column) == ("本年新收政府信息公开申请数量", "总计")]
    assert total.value is not None
    wrong = [replace(f, value=total.value + 5) if f is total else f for f in before]
    after = {(f.table, f.row, f.column): f for f in doubt.doubted(wrong)}
    for column in APPLICANTS:
        figure = after[REQUESTS, total.row, column]
        assert (figure.state, figure.value) == (State.UNREADABLE, None)
        assert figure.raw is not None
    assert any(f.table == REQUESTS and f.value is not None for f in after.values())


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
def test_figures_of_a_scan_carry_their_note_into_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title = "甲县教育局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况"
    words = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "行政规范性文件", "3", "1", "17"]
    installed(tmp_path, monkeypatch, words=words, numbers=["3", "1", "17"], prose=[title, "六、其他需要报告的事项"])
    page_of(2, 4).save(tmp_path / "a.png")
    with Library.memory() as library:
        (added,) = build.add(library, [tmp_path / "a.png"])
        assert added.result == "added", added
        known = [figure for figure in library.figures() if figure.value is not None]
    assert [figure.value for figure in known] == [Decimal(3), Decimal(1), Decimal(17)]
    assert {"read_by_ocr"} <= {code for figure in known for code in figure.notes}
    assert "read_by_ocr" in {note.code for note in notes.of_figures(known, "en")}


@pytest.mark.skipif(not INSTALLED, reason="needs tesseract with simplified Chinese: apt install tesseract-ocr-chi-sim")
def test_a_real_scan_is_read_without_a_wrong_figure() -> None:
    clean = clean_report(Random(4))
    lines = [line for line in clean.lines if line.table in ("", ACTIVE) and "条例" not in "".join(line.words)]
    with pypdfium2.PdfDocument(pdf(lines)) as opened:
        pages = [page.render(scale=300 / 72, grayscale=True).to_pil().rotate(0.5, fillcolor=255) for page in opened]
    squeezed = io.BytesIO()
    pages[0].save(squeezed, "PDF", resolution=300, save_all=True, append_images=pages[1:])
    from corpus.read.pdf import document

    found: Document = document(squeezed.getvalue(), "a.pdf", "/a.pdf", "")
    given = {(f.table, f.row, f.column): f for f in doubt.doubted(figures(parse(found)))}
    printed = {place: Decimal(value) for place, value in clean.values.items() if place[0] == ACTIVE}
    known = {place: given[place].value for place in printed if place in given and given[place].value is not None}
    assert {place: value for place, value in known.items() if value != printed[place]} == {}
    assert len(known) > 0.7 * len(printed)
