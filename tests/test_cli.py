"""The commands: what they print, where, and how they end."""

import csv
import io
import json
import re
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Outcome
from assistant.chat import Chat
from assistant.output.escape import width
from corpus import form
from corpus.library.store import Library
from corpus.report import Entry
from homes import BUNDLED, Commands, filled, report_text

RENAMED = (("龙口", "招远"),)
CELLS = {"2019": 22 + 23 * 7 + 15, "2021": 10 + 25 * 7 + 15}
FIGURE = "龙口2020年行政处罚多少件"
SCRIPT = [sys.executable, "-c", "from assistant.start import main; main()"]


@pytest.fixture
def nianbao(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(filled(tmp_path / "home"), capsys)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "mine.txt"
    file.write_text(report_text(RENAMED), encoding="utf-8")
    return file


def records(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


def test_an_answer_is_text_with_its_source(nianbao: Commands) -> None:
    ran = nianbao("ask", FIGURE)
    assert (ran.code, ran.err) == (0, "")
    assert "102" in ran.out
    assert "longkou-2020.txt:57" in ran.out


def test_an_answer_is_one_json_object(nianbao: Commands) -> None:
    ran = nianbao("ask", "--json", "how many 行政处罚 did 龙口 report in 2020")
    (record,) = records(ran.out)
    assert ran.code == 0
    assert (record["schema"], record["outcome"], record["value"], record["language"]) == (1, "answered", "102", "en")
    assert record["figures"][0]["source"]["line"] == 57


@pytest.mark.parametrize(
    ("question", "code"), [("龙口2018年行政处罚多少件", 3), ("行政处罚多少", 4), ("明天天气怎么样", 3)]
)
def test_the_exit_code_says_how_a_question_ended(nianbao: Commands, question: str, code: int) -> None:
    ran = nianbao("ask", question)
    assert ran.code == code
    assert ran.out.strip()


def test_each_line_of_a_batch_gets_its_object_in_order(nianbao: Commands, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    lines = [FIGURE, '{"id": 7, "question": "沙县2020年行政处罚多少件"}', "", "问" * 20_000, '{"id": 8}', FIGURE]
    questions.write_text("\n".join(lines), encoding="utf-8-sig")
    ran = nianbao("ask", "--batch", questions)
    got = records(ran.out)
    assert ran.code == 1
    assert [record["outcome"] for record in got] == ["answered", "answered", "error", "error", "answered"]
    assert [record.get("id") for record in got] == [None, 7, None, None, None]
    assert [record["value"] for record in got] == ["102", "78", None, None, "102"]
    assert all("\n" not in record["text"] for record in got if record["outcome"] == "error")


def test_lines_of_a_batch_know_nothing_of_each_other_unless_it_is_a_chat(nianbao: Commands, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text(f"{FIGURE}\n那沙县呢\n\n那沙县呢\n", encoding="utf-8")
    apart = records(nianbao("ask", "--batch", questions).out)
    assert [record["value"] for record in apart] == ["102", None, None]
    together = records(nianbao("ask", "--batch", questions, "--chat").out)
    assert [record["value"] for record in together] == ["102", "78", None]


def test_a_batch_in_another_encoding_is_read(nianbao: Commands, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_bytes(f"{FIGURE}\r\n".encode("gb18030"))
    (record,) = records(nianbao("ask", "--batch", questions).out)
    assert (record["question"], record["value"]) == (FIGURE, "102")


def test_a_line_that_breaks_the_program_is_an_error_object(
    nianbao: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Chat.ask

    def breaks(chat: Chat, text: str) -> Any:
        if text == "坏":
            raise IndexError("boom")
        return ask(chat, text)

    monkeypatch.setattr(Chat, "ask", breaks)
    questions = tmp_path / "questions.txt"
    questions.write_text(f"坏\n{FIGURE}\n", encoding="utf-8")
    ran = nianbao("ask", "--batch", questions)
    assert [record["outcome"] for record in records(ran.out)] == [Outcome.ERROR, Outcome.ANSWERED]
    assert ran.code == 1


def test_add_gives_a_line_a_file_and_skips_what_did_not_change(nianbao: Commands, mine: Path) -> None:
    assert records(nianbao("add", mine, "--json").out) == [
        {"file": "mine.txt", "result": "added", "report": "mine", "reason": None, "remedy": None}
    ]
    again = nianbao("add", mine, "--json")
    assert (again.code, records(again.out)[0]["result"]) == (0, "unchanged")


def test_a_report_added_answers_and_one_removed_does_not(nianbao: Commands, mine: Path) -> None:
    nianbao("add", mine)
    assert "102" in nianbao("ask", "招远2020年行政处罚多少件").out
    assert nianbao("remove", "mine").code == 0
    assert nianbao("ask", "招远2020年行政处罚多少件").code == 3


def test_nothing_is_removed_where_one_name_is_wrong(nianbao: Commands) -> None:
    ran = nianbao("remove", "longkou-2020", "nobody")
    assert ran.code == 2
    assert "nobody" in ran.err
    assert "longkou-2020" in nianbao("reports").out


def test_reports_lists_what_is_loaded(nianbao: Commands) -> None:
    got = {record["id"]: record for record in records(nianbao("reports", "--json").out)}
    assert got.keys() == {file.stem for file in BUNDLED}
    keys = "id agency place year edition file sections figures passages problems active".split()
    assert all(set(keys) <= record.keys() for record in got.values())
    assert got["weijianwei-2021"]["edition"] == ["2021"]
    assert got["longkou-2020"]["figures"]["cut_off"] > 0
    assert len(nianbao("reports").out.splitlines()) == len(BUNDLED) + 1


def test_reports_are_filtered_like_figures(nianbao: Commands) -> None:
    assert [r["id"] for r in records(nianbao("reports", "--agency", "龙口", "--json").out)] == ["longkou-2020"]
    assert len(nianbao("reports", "--year", "2020").out.splitlines()) == 4
    assert nianbao("reports", "--year", "1999").code == 3


@pytest.mark.parametrize("named", ["longkou-2020", "longkou-2020.txt", "龙口", "龙口市卫生健康局"])
def test_a_report_is_named_by_id_path_or_part_of_its_name(nianbao: Commands, named: str) -> None:
    shown = nianbao("show", named)
    assert shown.code == 0
    assert re.search(r"^ *57  行政处罚", shown.out, re.MULTILINE)


def test_a_name_that_fits_two_reports_lists_them(nianbao: Commands) -> None:
    ran = nianbao("show", "卫生健康局")
    assert (ran.code, ran.out) == (2, "")
    assert "longkou-2020" in ran.err
    assert "shaxian-2020" in ran.err


def test_every_cell_of_every_edition_is_printed(nianbao: Commands) -> None:
    count: dict[str, int] = {}
    for record in records(nianbao("figures", "--json").out):
        if record["in_form"]:
            count[record["report"]] = count.get(record["report"], 0) + 1
    expected = {file.stem: CELLS["2021" if "2021" in file.stem else "2019"] for file in BUNDLED}
    assert count == expected


def test_cells_are_printed_in_the_form_s_order(nianbao: Commands) -> None:
    got = [record for record in records(nianbao("figures", "--file", "fenyang", "--json").out) if record["in_form"]]
    wanted = [(f.table, f.row, f.column) for table in form.TABLES for f in form.fields("2019", table)]
    assert [(record["table"], record["row"], record["column"]) for record in got] == wanted


def test_the_csv_holds_what_the_json_holds(nianbao: Commands) -> None:
    out = nianbao("figures", "--agency", "龙口", "--csv").out
    assert out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out[1:])))
    objects = records(nianbao("figures", "--agency", "龙口", "--json").out)
    for row, record in zip(rows, objects, strict=True):
        for name in ("report", "agency", "table", "row", "column", "state"):
            assert row[name] == record[name]
        assert row["value"] == (record["value"] or "")
        assert row["line"] == str(record["source"]["line"])


def test_the_wide_csv_has_a_row_a_report_and_a_state_where_there_is_no_value(nianbao: Commands) -> None:
    rows = list(csv.DictReader(io.StringIO(nianbao("figures", "--wide").out[1:])))
    assert {row["report"] for row in rows} == {file.stem for file in BUNDLED}
    (longkou,) = [row for row in rows if row["report"] == "longkou-2020"]
    assert longkou["active_disclosure/行政处罚/处理决定数量"] == "102"
    assert "[cut_off]" in longkou.values()


def test_figures_of_a_path_are_read_without_adding_it(nianbao: Commands, mine: Path) -> None:
    ran = nianbao("figures", mine, "--json")
    assert ran.code == 0
    assert {record["report"] for record in records(ran.out)} == {"mine"}
    assert "mine" not in nianbao("reports").out


def test_figures_of_two_kinds_at_once_is_a_wrong_call(nianbao: Commands) -> None:
    assert nianbao("figures", "--json", "--csv").code == 2


def test_tables_keep_their_columns_under_each_other(nianbao: Commands) -> None:
    lines = nianbao("figures", "--file", "fenyang").out.splitlines()
    start = next(n for n, line in enumerate(lines) if "自然人" in line)
    assert len({width(line) for line in lines[start : start + 24]}) == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [80, 120])
def test_in_a_terminal_every_line_of_a_table_fits(
    nianbao: Commands, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    nianbao("figures", "--file", "fenyang")
    nianbao("reports")
    assert terminal.getvalue().count("\n") > 30
    assert [line for line in terminal.getvalue().splitlines() if width(line) > columns] == []


def test_the_progress_bar_is_gone_when_the_work_is_done(nianbao: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    nianbao("search", "问题")
    assert re.search(r"\[#*\.+\] \d+/\d+", terminal.getvalue())
    assert terminal.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize("command", [["reports"], ["figures"], ["search", "问题"]])
def test_what_finds_nothing_says_so_and_ends_with_3(tmp_path: Path, command: list[str], nianbao: Commands) -> None:
    nianbao.home = tmp_path / "empty"
    assert nianbao("init", "--empty").code == 0
    ran = nianbao(*command)
    assert ran.code == 3
    assert len((ran.err or ran.out).strip().splitlines()) <= 2
    assert nianbao(*command, "--json").code == 3


def test_figures_that_fit_nothing_end_with_3(nianbao: Commands) -> None:
    assert nianbao("figures", "--year", "1999").code == 3


def test_what_a_person_sets_is_shown_and_kept(nianbao: Commands, mine: Path) -> None:
    nianbao("add", mine)
    assert nianbao("set", "mine", "--agency", "新名局", "--place", "甲省 乙市", "--year", "2018").code == 0
    mine.write_text(report_text((*RENAMED, ("102", "103"))), encoding="utf-8")
    assert records(nianbao("add", mine, "--json").out)[0]["result"] == "replaced"
    (record,) = [r for r in records(nianbao("reports", "--json").out) if r["id"] == "mine"]
    assert (record["agency"], record["place"], record["year"]) == ("新名局", ["甲省", "乙市"], 2018)
    assert "新名局" in nianbao("figures", "--file", "mine").out


def test_what_a_person_took_back_is_again_what_the_file_says(nianbao: Commands, mine: Path) -> None:
    nianbao("add", mine)
    (printed,) = [r for r in records(nianbao("reports", "--json").out) if r["id"] == "mine"]
    nianbao("set", "mine", "--agency", "新名局", "--place", "甲省 乙市", "--year", "2018")
    assert nianbao("set", "mine", "--unset", "agency", "--unset", "year").code == 0
    (partly,) = [r for r in records(nianbao("reports", "--json").out) if r["id"] == "mine"]
    assert (partly["agency"], partly["year"]) == (printed["agency"], printed["year"])
    assert (partly["place"], partly["set_by_person"]) == (["甲省", "乙市"], ["place"])
    assert nianbao("set", "mine", "--unset", "place").code == 0
    assert [r for r in records(nianbao("reports", "--json").out) if r["id"] == "mine"] == [printed]
    assert nianbao("ask", "招远2020年行政处罚多少件").out.startswith("102 件")
    mine.write_text(mine.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    nianbao("add", mine)
    assert [r["set_by_person"] for r in records(nianbao("reports", "--json").out) if r["id"] == "mine"] == [[]]


def test_what_cannot_be_taken_back_says_why(nianbao: Commands, mine: Path) -> None:
    nianbao("add", mine)
    for wrong in (["--unset", "name"], ["--unset", "year", "--year", "2019"], []):
        assert nianbao("set", "mine", *wrong).code == 2
    mine.unlink()
    ran = nianbao("set", "mine", "--unset", "year")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)


def test_search_is_one_answer_whose_passages_are_the_hits(nianbao: Commands) -> None:
    (record,) = records(
        nianbao("search", "存在的问题", "--agency", "沙县", "--section", "5", "--limit", "3", "--json").out
    )
    assert record["outcome"] == "answered"
    assert 1 <= len(record["passages"]) <= 3
    assert {passage["report"] for passage in record["passages"]} == {"shaxian-2020"}
    scores = [passage["score"] for passage in record["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_a_section_that_is_none_is_a_wrong_call(nianbao: Commands) -> None:
    assert nianbao("search", "问题", "--section", "9").code == 2


def test_checks_are_printed_and_only_strict_fails(nianbao: Commands) -> None:
    ran = nianbao("check", "--json")
    assert ran.code == 0
    assert {record["status"] for record in records(ran.out)} <= {"pass", "fail", "uncertain", "not_assessable"}
    failing = any(record["status"] == "fail" for record in records(ran.out))
    assert nianbao("check", "--strict").code == int(failing)
    assert {record["report"] for record in records(nianbao("check", "龙口", "--json").out)} == {"longkou-2020"}


def test_a_sound_installation_is_sound(nianbao: Commands) -> None:
    ran = nianbao("doctor")
    assert ran.code == 0, ran.out
    assert str(nianbao.home / "library.db") in ran.out


def test_a_metric_of_one_s_own_that_cannot_be_used_is_no_sound_installation(nianbao: Commands) -> None:
    (nianbao.home / "metrics.toml").write_text('[[metric]]\nnames = "罚许比"\nformula = "x"\n', encoding="utf-8")
    ran = nianbao("doctor")
    assert ran.code == 1
    assert "metrics.toml, line 1" in ran.out


def test_init_makes_a_library_once_and_never_empties_one(nianbao: Commands, tmp_path: Path) -> None:
    assert nianbao("init").code == 0
    assert nianbao("init", "--empty").code == 1
    assert len(records(nianbao("reports", "--json").out)) == len(BUNDLED)
    nianbao.home = tmp_path / "fresh"
    assert nianbao("init", "--empty").code == 0
    assert nianbao("reports").code == 3


def test_the_interface_speaks_the_language_it_is_told(nianbao: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no report" in nianbao("show", "nobody").err
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    assert "没有" in nianbao("show", "nobody").err


def test_the_chat_opens_where_no_command_is_given_but_only_in_a_terminal(nianbao: Commands) -> None:
    ran = nianbao()
    assert ran.code == 2
    assert "nianbao ask" in ran.err


def test_the_version_is_printed(nianbao: Commands) -> None:
    assert re.fullmatch(r"nianbao \d+\.\d+\.\d+\n", nianbao("--version").out)


def test_what_is_added_is_checked_and_told_in_one_line(nianbao: Commands, mine: Path) -> None:
    said = nianbao("add", mine).err
    assert said.startswith("checks: ") and said.count("\n") == 1
    broken = mine.with_name("broken.txt")
    broken.write_text(
        mine.read_text(encoding="utf-8").replace("招远", "蓬莱").replace("2020", "2018", 1), encoding="utf-8"
    )
    assert "nianbao check broken" in nianbao("add", broken).err


def test_a_copy_under_another_name_is_told_by_add_reports_and_doctor(nianbao: Commands, mine: Path) -> None:
    mirror = mine.with_name("mirror.txt")
    mirror.write_text(mine.read_text(encoding="utf-8").replace("招远市卫生健康局", "某某信息网局"), encoding="utf-8")
    nianbao("add", mine)
    added = records(nianbao("add", mirror, "--json").out)
    assert "under another agency's name" in added[0]["reason"]
    listed = {record["id"]: record for record in records(nianbao("reports", "--json").out)}
    assert (listed["mirror"]["active"], listed["mirror"]["mirror_of"]) == (False, "mine")
    assert (listed["mirror"]["because"], listed["mine"]["mirror_of"]) == ("named", None)
    assert "mirror → mine" in nianbao("doctor").out
    shutil.copyfile(mine, mine.with_name("again.txt"))
    nianbao("add", mine.with_name("again.txt"))
    listed = {record["id"]: record for record in records(nianbao("reports", "--json").out)}
    assert listed["mine"]["copies"] == [str(mine.with_name("again.txt"))]


def test_what_was_added_is_checked_in_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Another process removed the year before while it was compared, and `add` ended as if it had failed.
    from assistant.answers.checks import checking
    from assistant.commands import library as commands

    within: list[bool] = []

    def seen(library: Library, entry: Entry) -> tuple[()]:
        within.append(library._connection.in_transaction)
        return ()

    monkeypatch.setattr(checking, "of_entry", seen)
    with closing(Library.open(filled(tmp_path) / "library.db")) as library:
        commands._tell_checks(library, [entry.report for entry in library.entries()])
    assert within
    assert all(within)
