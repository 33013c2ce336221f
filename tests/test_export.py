"""Tables in files: whole, exact, harmless, and never half written."""

import csv
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import fake_chat
from assistant.answer import Answer, Reading, ResultRow
from assistant.output import export, render
from assistant.output.sheets import FIGURE_COLUMNS, Sheet, of_answer, of_batch, of_checks, of_figures
from corpus.errors import Unwritable, Usage
from corpus.report import Check, State
from homes import Commands, filled
from town import ask

FIGURE = fake_chat.figure()
HOSTILE = ('=HYPERLINK("http://x")', "+cmd|'x'!A1", "@SUM(A1)", "-1+1", "\t=1", "http://x.example", "<b>&amp;|`x`")


def sheet(*values: Any) -> Sheet:
    return Sheet(("a", "b"), tuple((value, "x") for value in values), tuple({"a": str(value)} for value in values))


def cells(path: Path) -> list[list[Any]]:
    book = load_workbook(path)
    page = book.active
    assert page is not None
    found = [[cell.value for cell in row] for row in page.iter_rows()]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in page.iter_rows() for cell in row)
    book.close()
    return found


@pytest.fixture
def nianbao(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(filled(tmp_path / "home"), capsys)


def test_a_csv_is_utf8_with_a_mark_and_what_a_spreadsheet_would_run_is_quoted(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    export.write(file, sheet(*HOSTILE, Decimal("-18.50"), None))
    assert file.read_bytes().startswith(b"\xef\xbb\xbfa,b\n")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        told = [row[0] for row in csv.reader(lines)][1:]
    assert told[:4] == ["'" + text for text in HOSTILE[:4]]
    assert not [text for text in told if text.startswith(("=", "+", "@", "\t"))]
    assert told[-2:] == ["-18.50", ""]


def test_no_text_of_a_workbook_is_a_formula_or_a_link_and_every_character_is_there(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    export.write(file, sheet(*HOSTILE))
    assert [row[0] for row in cells(file)[1:]] == [text.replace("\t", " ") for text in HOSTILE]


@pytest.mark.parametrize("text", ["18.8710", "0.1", "-18", "282.1", "24252.311082", "123456789012345", "0", "0.000001"])
def test_a_number_of_fifteen_digits_is_a_number_in_a_workbook_with_its_decimals(tmp_path: Path, text: str) -> None:
    file = tmp_path / "t.xlsx"
    export.write(file, sheet(Decimal(text)))
    page = load_workbook(file).active
    assert page is not None
    cell = page["A2"]
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == Decimal(text)
    assert len(cell.number_format.partition(".")[2]) == len(text.partition(".")[2])


def test_a_longer_number_is_text_so_that_no_digit_changes(tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    export.write(file, sheet(Decimal("1234567890123456.78")))
    assert cells(file)[1][0] == "1234567890123456.78"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=4))
def test_whatever_a_report_prints_a_workbook_gives_the_same_number_back(value: Decimal) -> None:
    number = export.as_number(value)
    assert number is None or Decimal(repr(number)) == value


ANY = st.text(st.characters(codec=None, exclude_categories=[]), max_size=40)


@given(st.lists(ANY, min_size=1, max_size=5))
def test_whatever_a_report_prints_no_cell_of_a_csv_is_a_formula_and_each_row_is_one_row(texts: list[str]) -> None:
    told = list(csv.reader(io.StringIO(export.csv_text(sheet(*texts)), newline="")))[1:]
    assert len(told) == len(texts)
    risky = [cell for cell, _ in told if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert [cell for cell in risky if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", cell)] == []


@settings(max_examples=40)
@given(texts=st.lists(ANY, min_size=1, max_size=3))
def test_whatever_a_report_prints_every_kind_of_file_is_whole(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for kind in export.KINDS:
        export.write(folder / f"t.{kind}", sheet(*texts))
    assert len(cells(folder / "t.xlsx")) == len(texts) + 1
    assert len(json.loads((folder / "t.json").read_text(encoding="utf-8"))) == len(texts)
    assert len((folder / "t.md").read_text(encoding="utf-8").split("\n")) == len(texts) + 3


def test_markup_in_a_cell_is_no_markup_in_markdown(tmp_path: Path) -> None:
    file = tmp_path / "t.md"
    export.write(file, sheet("a|b\n# c `d` [e](f) <g>"))
    assert file.read_text(encoding="utf-8").split("\n")[2] == "| a\\|b \\# c \\`d\\` \\[e\\](f) \\<g\\> | x |"


def test_json_holds_the_objects_of_the_contract(tmp_path: Path) -> None:
    file = tmp_path / "t.json"
    export.write(file, of_figures([FIGURE, FIGURE]))
    assert json.loads(file.read_text(encoding="utf-8")) == [render.figure_record(FIGURE)] * 2
    export.write(file, of_answer(fake_chat.answered()))
    assert json.loads(file.read_text(encoding="utf-8"))["value"] == "73"
    export.write(file, Sheet(("a",), (), ()))
    assert json.loads(file.read_text(encoding="utf-8")) == []


def test_a_figure_carries_its_citation_in_every_kind_of_file(tmp_path: Path) -> None:
    cited = "yunxi-2020.txt:9 表二 行政处罚 · 处理决定数量: “行政处罚 61 增加 5 73”"
    (row,) = of_figures([FIGURE]).rows
    assert dict(zip(FIGURE_COLUMNS, row, strict=True))["citation"] == cited
    for kind in ("csv", "md"):
        export.write(tmp_path / f"t.{kind}", of_figures([FIGURE]))
        assert cited in (tmp_path / f"t.{kind}").read_text(encoding="utf-8")
    export.write(tmp_path / "t.xlsx", of_figures([FIGURE]))
    assert cited in cells(tmp_path / "t.xlsx")[1]


@pytest.mark.parametrize("name", ["t.txt", "t", "csv", "t.csv.gz", ".csv"])
def test_a_name_that_says_no_kind_is_refused_with_the_four(name: str) -> None:
    with pytest.raises(Usage, match=r"\.csv, \.xlsx, \.md or \.json"):
        export.kind_of(Path(name))


def test_the_ending_may_be_in_capitals() -> None:
    assert export.kind_of(Path("T.CSV")) == "csv"


@pytest.mark.parametrize("kind", export.KINDS)
def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"t.{kind}"
    file.write_text("old", encoding="utf-8")

    def fails(written: Sheet, out: IO[bytes]) -> None:
        out.write(b"half")
        raise OSError(28, os.strerror(28))

    monkeypatch.setitem(export.KINDS, kind, fails)
    with pytest.raises(Unwritable, match="No space left"):
        export.write(file, sheet("x"))
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "old"


def test_an_older_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o600)
    export.write(file, sheet("new"))
    assert "new" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_still_leads_to_the_file(tmp_path: Path) -> None:
    file, link = tmp_path / "t.csv", tmp_path / "link.csv"
    file.write_text("old", encoding="utf-8")
    link.symlink_to(file)
    export.write(link, sheet("new"))
    assert link.is_symlink()
    assert "new" in file.read_text(encoding="utf-8")


def test_a_sheet_that_xlsx_cannot_hold_is_refused_before_a_row_is_written(tmp_path: Path) -> None:
    long = Sheet(("a",), ((1,),) * 1_048_576, ())
    with pytest.raises(Unwritable, match=r"Write it as \.csv"):
        export.write(tmp_path / "t.xlsx", long)
    assert list(tmp_path.iterdir()) == []


def parts(answer: Answer) -> list[dict[str, Any]]:
    made = of_answer(answer)
    return [dict(zip(made.columns, row, strict=True)) for row in made.rows]


def test_a_sum_has_its_value_and_each_of_its_operands() -> None:
    lines = parts(ask("2020年各单位行政许可一共多少件"))
    assert [line["part"] for line in lines[:2]] == ["answer", "row"]
    total = sum((line["value"] for line in lines if line["part"] == "row"), Decimal(0))
    assert lines[0]["value"] == total
    assert all(line["raw"] and line["citation"] and line["line"] for line in lines if line["part"] == "row")


def test_a_rate_has_the_cells_that_it_was_made_of() -> None:
    lines = parts(ask("寿光2020年办结率"))
    assert [line["part"] for line in lines] == ["row", "cell", "cell", "cell"]
    assert {line["raw"] for line in lines[1:]} == {"7", "1"}


def test_a_refusal_is_a_reason_and_never_the_nearest_figure() -> None:
    refused = ask("寿光2018年行政处罚多少件")
    assert refused.figures
    (line,) = parts(refused)
    assert (line["outcome"], line["value"]) == ("no_report", None)


def test_passages_are_a_table_of_their_own() -> None:
    (line, *_) = parts(ask("寿光2020年存在哪些问题"))
    assert line["text"] == "一是公开目录更新不及时。"
    assert "shouguang-2020.txt" in line["citation"]


def many(n: int) -> Answer:
    figures = tuple(replace(FIGURE, report=f"r{k}", value=Decimal(k), raw=str(k)) for k in range(n))
    rows = tuple(ResultRow(f"局{k}", 2020, "2019", str(k), "件", "printed", figures=(k,)) for k in range(n))
    return replace(
        fake_chat.answered(), figures=figures, rows=rows, value="1", formula="Σ 1,000 cells = 1", figures_total=n,
        reading=Reading("sum"),
    )  # fmt: skip


def test_beyond_fifty_operands_json_and_text_give_the_first_and_a_file_gives_all(tmp_path: Path) -> None:
    answer = many(1000)
    record = render.answer_record(answer)
    assert (len(record["figures"]), record["figures_total"], len(record["rows"])) == (20, 1000, 50)
    assert max(n for row in record["rows"] for n in row["figures"]) == 19
    assert render.text(answer).count("\n局") == 50
    assert len(of_answer(answer).rows) == 1001
    export.write(tmp_path / "t.json", of_answer(answer))
    assert len(json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))["figures"]) == 1000


def test_a_check_cites_each_printed_row_once() -> None:
    made = of_checks([Check("yunxi-2020", "total", "fail", "1 ≠ 2", (FIGURE, FIGURE, fake_chat.figure("行政许可")))])
    cited = [dict(zip(made.columns, row, strict=True))["citation"] for row in made.rows]
    assert [str(text).count("yunxi-2020.txt:9") for text in cited] == [2]


def test_a_batch_is_a_line_a_question() -> None:
    made = of_batch([(7, fake_chat.answered()), (None, ask("寿光2018年行政处罚多少件"))])
    assert [row[0] for row in made.rows] == ["7", None]
    assert [row[3] for row in made.rows] == [Decimal(73), None]
    assert made.rows[0][-1] and not made.rows[1][-1]
    assert [record.get("id") for record in made.records] == [7, None]


COMMANDS = (
    ["ask", "2020年各单位行政许可一共多少件"],
    ["figures", "--file", "longkou"],
    ["figures", "--file", "longkou", "--wide"],
    ["reports"],
    ["check", "longkou-2020"],
    ["search", "问题", "--limit", "3"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_that_prints_a_table_writes_it(nianbao: Commands, tmp_path: Path, command: list[str]) -> None:
    for kind in export.KINDS:
        file = tmp_path / f"t.{kind}"
        ran = nianbao(*command, "-o", file)
        assert ran.code == 0
        assert str(file) in ran.err
        assert file.stat().st_size > 100
    assert len(cells(tmp_path / "t.xlsx")) > 1
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]


def test_a_batch_is_written_besides(nianbao: Commands, tmp_path: Path) -> None:
    questions, file = tmp_path / "q.txt", tmp_path / "a.csv"
    questions.write_text("龙口2020年行政处罚多少件\n沙县2020年行政处罚多少件\n", encoding="utf-8")
    ran = nianbao("ask", "--batch", questions, "-o", file)
    assert len(ran.out.splitlines()) == 2
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) > 2


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "no" / "such" / "folder" / "t.csv"


def test_a_file_that_cannot_be_written_is_one_line_and_1(nianbao: Commands, nowhere: Path) -> None:
    ran = nianbao("figures", "-o", nowhere)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)


def test_a_kind_that_is_none_is_refused_before_any_work(nianbao: Commands, tmp_path: Path) -> None:
    for command in COMMANDS:
        ran = nianbao(*command, "-o", tmp_path / "t.txt")
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)


def test_bars_are_drawn_when_told(nianbao: Commands) -> None:
    question = "2020年行政许可哪家最多"
    assert "█" not in nianbao("ask", question).out
    assert "█" in nianbao("ask", question, "--chart").out


def test_a_state_without_a_value_stays_empty_in_a_table() -> None:
    lost = replace(FIGURE, value=None, state=State.CUT_OFF, raw=None)
    (row,) = of_figures([lost]).rows
    told = dict(zip(FIGURE_COLUMNS, row, strict=True))
    assert (told["value"], told["raw"], told["state"]) == (None, None, "cut_off")
