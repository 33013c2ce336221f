"""The same report in several files, under several names, and reports that are only alike."""

import re
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import build
from corpus.checking import likeness
from corpus.library.store import Library
from corpus.report import Passage, Source, Standing
from homes import report_text

TEXT = report_text((("龙口", "招远"),))


def as_page(text: str) -> bytes:
    """A page of a government's site in its usual encoding."""
    body: list[str] = []
    rows: list[str] = []
    for line in (*text.split("\n"), ""):
        if "\t" in line:
            rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("\t")) + "</tr>")
            continue
        body += [f"<table>{''.join(rows)}</table>"] if rows else []
        rows = []
        body += [f"<p>{line}</p>"] if line.strip() else []
    html = f'<html><head><meta charset="gb18030"></head><body>{"".join(body)}</body></html>'
    return html.encode("gb18030")


def as_word(text: str, path: Path) -> None:
    made = docx.Document()
    table = None
    for line in text.split("\n"):
        if "\t" not in line:
            table = None
            if line.strip():
                made.add_paragraph(line)
            continue
        cells = line.split("\t")
        if table is None or len(table.columns) != len(cells):
            table = made.add_table(0, len(cells))
        for cell, value in zip(table.add_row().cells, cells, strict=True):
            cell.text = value
    made.save(str(path))


def added(*files: Path) -> dict[str, Standing]:
    with Library.memory() as library:
        assert {one.result for one in build.add(library, files)} == {"added"}
        return {entry.report: entry.standing for entry in library.entries(active=False)}


def test_a_report_as_text_page_and_word_file_is_one_report_whatever_the_order(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("text.txt", "page.html", "word.docx")]
    files[0].write_text(TEXT, encoding="utf-8")
    files[1].write_bytes(as_page(TEXT))
    as_word(TEXT, files[2])
    results = [added(*order) for order in permutations(files)]
    assert all(result == results[0] for result in results)
    assert sorted(standing.relation for standing in results[0].values()) == ["", "duplicate_of", "duplicate_of"]


def test_a_report_without_a_known_place_is_known_again_in_another_kind_of_file(tmp_path: Path) -> None:
    text = report_text(of="weijianwei-2021")
    files = [tmp_path / "text.txt", tmp_path / "page.html"]
    files[0].write_text(text, encoding="utf-8")
    files[1].write_bytes(as_page(text))
    assert sorted(standing.relation for standing in added(*files).values()) == ["", "duplicate_of"]


def test_a_copy_under_another_name_does_not_count_and_says_of_whom_it_is_one(tmp_path: Path) -> None:
    original, mirror = tmp_path / "original.txt", tmp_path / "mirror.txt"
    original.write_text(TEXT, encoding="utf-8")
    mirror.write_text(TEXT.replace("招远市卫生健康局", "某某信息网局"), encoding="utf-8")
    for order in ((original, mirror), (mirror, original)):
        assert added(*order) == {"original": Standing(), "mirror": Standing("mirror_of", "original", "named")}


def test_the_name_that_the_text_bears_out_is_believed_before_another_real_one(tmp_path: Path) -> None:
    original, mirror = tmp_path / "original.txt", tmp_path / "mirror.txt"
    text = TEXT + "\n招远市融媒体中心予以协助。详见http://www.zhaoyuan.gov.cn。\n"
    original.write_text(text, encoding="utf-8")
    mirror.write_text(text.replace("招远市卫生健康局", "蓬莱区卫生健康局"), encoding="utf-8")
    for order in ((original, mirror), (mirror, original)):
        assert added(*order) == {"original": Standing(), "mirror": Standing("mirror_of", "original", "named")}


def township(name: str, *, visits: int = 0) -> str:
    """A township's report: the county's draft word for word, and tables of zeros."""
    text = TEXT.replace("招远市卫生健康局", f"招远市{name}镇人民政府")
    lines = [re.sub(r"(?<=\t)[^\t]*\d[^\t]*", "0", line) for line in text.split("\n")]
    return "\n".join(lines).replace("政协提案共7件", f"政协提案共{visits}件")


@pytest.mark.parametrize("visits", [0, 7])
def test_townships_that_copy_one_draft_and_report_nothing_all_count(tmp_path: Path, visits: int) -> None:
    files = [tmp_path / f"{n}.txt" for n in range(3)]
    for file, name in zip(files, ("东山", "西山", "南山"), strict=True):
        file.write_text(township(name, visits=visits), encoding="utf-8")
    assert set(added(*files).values()) == {Standing()}


def test_bureaus_with_the_same_words_and_figures_of_their_own_all_count(tmp_path: Path) -> None:
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    files[0].write_text(TEXT, encoding="utf-8")
    files[1].write_text(TEXT.replace("卫生健康局", "教育局").replace("\t102", "\t103"), encoding="utf-8")
    assert set(added(*files).values()) == {Standing()}


def test_a_copy_is_said_where_it_is_added_and_listed(tmp_path: Path) -> None:
    original, mirror = tmp_path / "original.txt", tmp_path / "mirror.txt"
    original.write_text(TEXT, encoding="utf-8")
    mirror.write_text(TEXT.replace("招远市卫生健康局", "某某信息网局"), encoding="utf-8")
    with Library.memory() as library:
        first, second = build.add(library, [mirror, original])
        assert first.reason is None
        assert second.reason and "mirror seems a copy under another name" in second.reason


def passages(*texts: str) -> tuple[Passage, ...]:
    source = Source("f", "/f", 1)
    return tuple(Passage("", "甲局", 2020, "一", 1, (), "prose", None, text, source) for text in texts)


def own(*texts: str) -> Sequence[likeness.Clause]:
    return likeness.clauses(passages(*texts))


def test_what_the_law_and_the_form_prescribe_is_nobody_s_own() -> None:
    assert own("根据《中华人民共和国政府信息公开条例》第五十条规定，现将本年度报告公布如下。") == ()
    assert [c.text for c in own("一是甲局在乡村集市上摆摊讲解，发放 折页3000余份。")] == [
        "@在乡村集市上摆摊讲解",
        "发放折页3000余份",
    ]


@given(st.lists(st.text(alphabet="甲乙丙丁戊己庚辛", min_size=9, max_size=20), min_size=1, max_size=8))
def test_a_text_is_wholly_like_itself_and_likeness_has_no_direction(texts: list[str]) -> None:
    here, there = own("，".join(texts)), own("，".join(texts[::2]))
    assert likeness.likeness(here, {}, here, {}).share == 1.0
    assert likeness.likeness(here, {}, there, {}) == likeness.likeness(there, {}, here, {})
