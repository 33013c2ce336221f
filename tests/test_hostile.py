"""Files made to do harm, and folders that lead astray: one line each, in little time, and the library is untouched."""

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import build, crew
from assistant.library.contents import Contents, Job
from assistant.library.crew import batches
from assistant.library.walk import files
from corpus.errors import Unreadable
from corpus.library.store import Library
from corpus.read import LARGEST, content_of
from fuzz import fault, run
from homes import Commands, filled, report_text

WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRET = "a line of a file that nobody named"


def packed(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def word(body: str, before: str = "") -> bytes:
    return packed(document=f"{before}<w:document {WORDS}><w:body>{body}</w:body></w:document>")


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def overlapping() -> bytes:
    """An archive whose entries say that they are larger than they are."""
    content = bytearray(word("<w:p/>"))
    at = content.rindex(b"PK\x01\x02")
    content[at + 20 : at + 28] = b"\xff" * 8
    return bytes(content)


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (lambda: word("<w:p/>" + " " * 60_000_000), "too large when unpacked"),
    "sizes.docx": (overlapping, "too large when unpacked"),
    "laughs.docx": (lambda: word("<w:p>&a8;</w:p>", f"<!DOCTYPE x [{LAUGHS}]>"), "no sound .docx"),
    "outside.docx": (
        lambda: word("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", '<!DOCTYPE x [<!ENTITY e SYSTEM "secret.txt">]>'),
        "no sound .docx",
    ),
    "empty.docx": (lambda: packed(styles="<x/>"), "no .docx"),
    "deep.docx": (lambda: word("<w:tbl><w:tr><w:tc>" * 1000 + "</w:tc></w:tr></w:tbl>" * 1000), "nested too deep"),
    "deep.html": (lambda: page("<table><tr><td>" * 1000 + "1"), "no annual report"),
    "deeper.html": (lambda: page("<table><tr><td>" * 60_000), "nested"),
    "wide.html": (lambda: page("<table>" + '<tr><td colspan="1000000000">1' * 500), "no annual report"),
    "tall.html": (lambda: page("<table>" + '<tr><td rowspan="1000000000">1' * 3_000), "no annual report"),
    "large.html": (lambda: page("<table>" + "<tr><td>1<td>2" * 8_000_000), "larger than 20 MB"),
    "full.html": (lambda: page("<table>" + "<tr><td>1<td>2" * (LARGEST // 15)), "tags"),
    "zeros.txt": (lambda: b"\0" * 5_000_000, "not a text file"),
    "digits.txt": (lambda: "政府信息公开工作年度报告\n二、主动公开政府信息情况\n".encode() + b"1" * 9_000_000, ""),
    "bars.md": (
        lambda: "2020年政府信息公开工作年度报告\n四、行政复议、行政诉讼情况\n".encode() + b"1|" * 4_000_000,
        "",
    ),
    "head.pdf": (lambda: b"%PDF-1.7\n" + b"\0" * 1_000, "damaged"),
    "loop.pdf": (
        lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>endobj\ntrailer<</Root 1 0 R>>"
        ),
        "",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_a_line(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "SECONDS", 30.0)
    monkeypatch.setattr(crew, "MEMORY", 1_000_000_000)
    make, reason = HOSTILE[name]
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / name).write_bytes(make())
    with Library.memory() as library:
        (added,) = build.add(library, [tmp_path / name])
        kept = "".join("\n".join(library.lines(entry.report)) for entry in library.entries(active=False))
    assert reason in (added.reason or "") + (added.remedy or ""), added
    assert added.result in (("failed", "not_a_report") if reason else ("failed", "not_a_report", "added"))
    assert not any(word in (added.reason or "") for word in ("inside nianbao", "ended unexpectedly", "longer than"))
    assert SECRET not in kept


def test_hostile_files_take_no_other_with_them(tmp_path: Path) -> None:
    for n, name in enumerate(("bomb.docx", "deep.docx", "head.pdf", "zeros.txt")):
        (tmp_path / f"{n}-{name}").write_bytes(HOSTILE[name][0]())
        (tmp_path / f"{n}-sound.txt").write_text(report_text((("龙口", "甲乙丙丁"[n] * 2),)), encoding="utf-8")
    with Library.memory() as library:
        told = {added.file: added.result for added in build.add(library, [tmp_path])}
        assert told == {file: "added" if file.endswith("sound.txt") else "failed" for file in told}
        assert len(told) == 8
        assert library.faults() == ()


def test_words_that_move_the_cursor_or_turn_the_writing_are_shown_as_what_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "a\x1b[2J\u202e\nadded.txt" if os.name != "nt" else "a\u202eadded.txt"
    (tmp_path / name).write_text(report_text((("龙口市", "龙\x1b[31m口\u202e市"),)), encoding="utf-8")
    nianbao = Commands(filled(tmp_path / "home"), capsys)
    for said in (nianbao("add", tmp_path / name).out, nianbao("reports").out, nianbao("figures", tmp_path / name).out):
        assert "\x1b" not in said and "\u202e" not in said
    assert len(nianbao("add", tmp_path / name).out.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="no such names")
def test_a_name_that_is_no_text_is_told_and_stops_no_other(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8\xb8\xe6.txt"))).write_text(report_text(), encoding="utf-8")
    (tmp_path / "a.txt").write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    with Library.memory() as library:
        told = {added.result: added for added in build.add(library, [tmp_path])}
    assert told.keys() == {"added", "failed"}
    assert "UTF-8" in (told["failed"].reason or "")


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_links_in_a_circle_pipes_and_devices_are_named_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "zeros.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "sound.txt").write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    with Library.memory() as library:
        told = {added.file: added.result for added in build.add(library, [tmp_path])}
    assert told == {
        "a.txt": "failed",
        "b.txt": "failed",
        "pipe.txt": "failed",
        "zeros.txt": "failed",
        "sound.txt": "added",
    }


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_a_pipe_that_takes_the_place_of_a_file_keeps_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(Unreadable, match="regular"):
        content_of(tmp_path / "pipe.txt")


def test_a_file_that_is_written_to_while_it_is_read_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(report_text(), encoding="utf-8")

    class Growing(io.BufferedReader):
        def read(self, size: int | None = -1) -> bytes:
            content = super().read(size)
            with file.open("a", encoding="utf-8") as other:
                other.write("another line")
            return content

    monkeypatch.setattr(os, "fdopen", lambda descriptor, mode: Growing(io.FileIO(descriptor)))
    with pytest.raises(Unreadable, match="written to"):
        content_of(file)


def test_a_folder_that_cannot_be_listed_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").touch()
    list_ = os.scandir

    def closed(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return list_(path)

    monkeypatch.setattr(os, "scandir", closed)
    found = {file.name: file.refused for file in files(tmp_path)}
    assert found.keys() == {"open/a.txt", "closed"}
    assert "permissions" in (found["closed"].en if found["closed"] else "")


def test_mutated_files_of_every_kind_end_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MEMORY", 1_000_000_000)
    ends, faults = run(tmp_path, 60, 7, 1)
    assert faults == []
    assert {kind for kind, end in ends if end == "Contents"} == {kind for kind, _ in ends}


def test_the_fuzz_finds_a_reader_that_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "START", crew.START.replace("from assistant.library.worker", "from faulty_worker"))
    for name in ("dies.txt", "recurses.txt"):
        (tmp_path / name).write_text(report_text(), encoding="utf-8")
    jobs = [Job(tmp_path / name, tmp_path) for name in ("dies.txt", "recurses.txt")]
    found = [outcome for batch in batches(iter(enumerate(jobs)), 1) for _, outcome in batch]
    assert all(map(fault, found))
    assert not any(isinstance(outcome, Contents) for outcome in found)
