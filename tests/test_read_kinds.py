"""A file is known by what it holds, whatever it is called; one that is not read is named with what to do."""

import io
import os
import shutil
import sys
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.library.walk import files
from corpus.errors import NotAReport, Unreadable
from corpus.read import read
from corpus.report import Document
from test_read_docx import packed

FIXTURES = Path(__file__).parent / "fixtures" / "read"
PAGE = (FIXTURES / "layout_tables.html").read_bytes()
ROW = ("行政规范性文件", "3", "1", "17")
WORD = packed(
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>正文一段</w:t></w:r></w:p></w:body></w:document>"
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def compound(stream: str) -> bytes:
    """A file of Office 97 that holds a stream of that name."""
    return COMPOUND + stream.encode("utf-16-le")


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


def saved(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def rows(found: Document) -> list[tuple[str, ...]]:
    return [line.cells for line in found.lines if line.cells]


@pytest.fixture(autouse=True)
def _no_office(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever is installed here, no test of this module finds it."""
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.shtml", "a.xhtml", "a.doc", "a.wps", "a.aspx", "a"])
def test_a_page_is_read_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    assert ROW in rows(read(saved(tmp_path, name, PAGE)))


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.wps", "a.zip", "a"])
def test_a_word_file_is_read_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    assert [line.text for line in read(saved(tmp_path, name, WORD)).lines] == ["正文一段"]


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.doc"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_page_saved_with_its_images_is_read(tmp_path: Path, name: str, encoding: str, charset: str) -> None:
    message = EmailMessage()
    message["From"] = "saved by a browser"
    message["Subject"] = "年度报告"
    message.set_content("another part")
    html = PAGE.decode().encode(charset)
    message.add_attachment(html, maintype="text", subtype="html", cte=encoding)
    found = read(saved(tmp_path, name, message.as_bytes()))
    assert ROW in rows(found)
    assert rows(found) == rows(read(saved(tmp_path, "page.html", html)))


def test_an_archived_page_without_a_page_is_told(tmp_path: Path) -> None:
    for content in (b"MIME-Version: 1.0\n\nnothing", b"MIME-Version: 1.0\nContent-Type: text/html\n\n"):
        with pytest.raises(Unreadable, match="holds no page"):
            read(saved(tmp_path, "a.mht", content))
    deep = "".join(f"Content-Type: multipart/mixed; boundary={n}\n\n--{n}\n" for n in range(3000))
    with pytest.raises(Unreadable, match="holds no page"):
        read(saved(tmp_path, "a.mht", b"MIME-Version: 1.0\n" + deep.encode()))


@pytest.mark.parametrize(
    ("name", "content", "kind", "remedy"),
    [
        ("a.doc", compound("WordDocument"), "old Office file", "LibreOffice"),
        ("a.wps", compound("WordDocument"), "old Office file", "Save it as .docx"),
        ("a.docx", compound("WordDocument"), "old Office file", "LibreOffice"),
        ("a.rtf", b"{\\rtf1 text}", "old Office file", "LibreOffice"),
        ("a.doc", b"{\\rtf1 text}", "old Office file", "LibreOffice"),
        ("a.odt", zipped("mimetype", "content.xml"), "old Office file", "LibreOffice"),
        ("a.docx", compound("EncryptedPackage"), "password", "save it as .docx"),
        ("a.xls", compound("Workbook"), "spreadsheet", "paste"),
        ("a.doc", compound("Workbook"), "spreadsheet", "paste"),
        ("a.xlsx", zipped("xl/workbook.xml"), "spreadsheet", "paste"),
        ("a.docx", zipped("xl/workbook.xml"), "spreadsheet", "paste"),
        ("a.pptx", zipped("ppt/presentation.xml"), "presentation", "paste"),
        ("a.ofd", zipped("OFD.xml", "Doc_0/Document.xml"), "OFD", "export it as PDF"),
        ("a.ofd", b"PK\x03\x04 and so on", "OFD", "export it as PDF"),
        ("a.zip", zipped("report.txt"), "an archive", "unpack it"),
        ("a.docx", zipped("report.txt"), "an archive", "unpack it"),
        ("a.rar", b"Rar!\x1a\x07\x00", "an archive", "unpack it"),
        ("a.txt", b"7z\xbc\xaf\x27\x1c", "an archive", "unpack it"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "an image", "nianbao[ocr]"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "an image", "tesseract"),
        ("a.pdf", b"not a PDF at all", "no PDF", "Get it again"),
    ],
)
def test_a_kind_that_is_not_read_is_named_with_what_to_do(
    tmp_path: Path, name: str, content: bytes, kind: str, remedy: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read(saved(tmp_path, name, content))
    assert kind in refused.value.en
    assert remedy in refused.value.en
    assert refused.value.zh.count("。") == 2, "a reason and a remedy"


def test_in_a_folder_only_what_may_be_a_report_is_opened(tmp_path: Path) -> None:
    for name in ("a.rtf", "b.mht", "c.xhtml", "d.ofd", "e.zip", "f.png", "g.xlsx", "h.css"):
        (tmp_path / name).touch()
    found = {file.name: file.refused for file in files(tmp_path)}
    assert [name for name, refused in found.items() if refused is None] == ["a.rtf", "b.mht", "c.xhtml", "d.ofd"]
    said = {name: refused.en for name, refused in found.items() if isinstance(refused, NotAReport)}
    assert "unpack" in said["e.zip"]
    assert "image" in said["f.png"]
    assert "spreadsheet" in said["g.xlsx"]
    assert "name it by itself" in said["h.css"]


SOFFICE = """#!{python}
import shutil, sys
from pathlib import Path
folder, source = Path(sys.argv[sys.argv.index("--outdir") + 1]), Path(sys.argv[-1])
assert "--headless" in sys.argv and any(word.startswith("-env:UserInstallation=file:") for word in sys.argv)
assert sys.argv[sys.argv.index("--convert-to") + 1] == "docx"
{work}
"""


def with_soffice(folder: Path, work: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stands in for LibreOffice."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "soffice"
    program.write_text(SOFFICE.format(python=sys.executable, work=work))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder / "bin"))
    assert shutil.which("soffice")


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
@pytest.mark.parametrize("content", [compound("WordDocument"), b"{\\rtf1 text}"])
def test_an_old_office_file_is_converted_where_a_program_for_it_is_installed(
    tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path, "converted.docx", WORD)
    copies = f"shutil.copy({str(tmp_path / 'converted.docx')!r}, folder / (source.stem + '.docx'))"
    with_soffice(tmp_path, f"assert source.read_bytes() == {content!r}\n{copies}", monkeypatch)
    found = read(saved(tmp_path, "- 报告 --x.doc", content))
    assert [line.text for line in found.lines] == ["正文一段"]
    assert [problem.code for problem in found.problems] == ["converted"]


@pytest.mark.skipif(os.name == "nt", reason="the program that stands in is a script")
@pytest.mark.parametrize("work", ["", "sys.exit(1)", "import time; time.sleep(60)"])
def test_what_cannot_be_converted_is_told(tmp_path: Path, work: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.read.office.SECONDS", 1.0)
    with_soffice(tmp_path, work, monkeypatch)
    with pytest.raises(Unreadable, match="could not be converted"):
        read(saved(tmp_path, "a.doc", compound("WordDocument")))
