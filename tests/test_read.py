"""Text files → lines and cells; what cannot be read is refused with the remedy."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.read import read
from corpus.read.text import cells_of, decode, document

TEXT = "甲县水务局2020年政府信息公开工作年度报告\n规章\t0\t0\n"


def saved(folder: Path, content: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    read_back = read(saved(tmp_path, TEXT.encode(encoding)))
    assert [line.text for line in read_back.lines] == TEXT.split("\n")
    assert read_back.problems == ()


def test_text_in_no_encoding_is_read_with_what_is_lost_said(tmp_path: Path) -> None:
    broken = read(saved(tmp_path, TEXT.encode() + "正文".encode() * 20 + b"\xff\xfe\x81"))
    assert broken.encoding == "utf-8"
    assert [problem.code for problem in broken.problems] == ["wrong_encoding"]


def test_the_encoding_that_loses_less_is_taken() -> None:
    assert decode("年度报告".encode() * 9 + b"\xff")[1] == "utf-8"
    assert decode("年度报告".encode("gb18030") * 9 + b"\xff\xff")[1] == "gb18030"


def test_every_kind_of_line_end_counts_lines_alike(tmp_path: Path) -> None:
    lines = [len(read(saved(tmp_path, f"甲{end}乙{end}丙".encode())).lines) for end in ("\n", "\r\n", "\r")]
    assert lines == [3, 3, 3]


def test_the_file_is_named_below_the_folder_added(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    path = saved(tmp_path / "county", TEXT.encode())
    assert read(path, tmp_path).file == "county/report.txt"
    assert read(path).file == "report.txt"
    assert Path(read(path).path).is_absolute()


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("规章\t0\t\t0", ("规章", "0", "", "0")),
        ("\t→\t", ("", "→", "")),
        ("| 规章 | 0 | | 2 |", ("规章", "0", "", "2")),
        ("规章 | 0 | 0 |", ("规章", "0", "0")),
        ("规章 |", ("规章",)),
        ("行政许可 | 8 | ||", ("行政许可", "8", "", "")),
        ("|", ("",)),
        ("|||", ("", "", "")),
        ("|---|:--:|", ()),
        ("正文没有格子", ()),
        ("", ()),
    ],
)
def test_tabs_and_pipes_end_cells(line: str, cells: tuple[str, ...]) -> None:
    assert cells_of(line) == cells


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("mark.txt", b"\xef\xbb\xbf"),
        ("noise.txt", bytes(range(256)) * 50),
        ("noise2.txt", b"\x81\xff" * 500),
        ("lines.txt", b"x\n" * 150_000),
        ("scan.ofd", b"PK\x03\x04 and so on"),
        ("old.wps", b"\xd0\xcf\x11\xe0 and so on"),
        ("large.txt", b"0" * 20_000_001),
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy_in_both_languages(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read(saved(tmp_path, content, name))
    assert refused.value.text("zh") != refused.value.text("en")
    assert "\n" not in refused.value.text("zh") + refused.value.text("en")


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="folder"):
        read(tmp_path)
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "nowhere.txt")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs permissions that bind")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = saved(tmp_path, TEXT.encode())
    path.chmod(0)
    with pytest.raises(Unreadable, match="permission"):
        read(path)


@given(st.binary(max_size=400))
def test_any_bytes_become_lines_or_are_refused(content: bytes) -> None:
    try:
        lines = document(content, "x.txt", "/x.txt", "").lines
    except Unreadable:
        return
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
