"""Whatever is put in, one line says what is wrong and what to do, and nothing is lost."""

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.library import build
from corpus.errors import UNFORESEEN
from corpus.library import database
from corpus.library.store import Library
from homes import BUNDLED, Commands, Ran, filled, report_text

SCRIPT = [sys.executable, "-c", "from assistant.start import main; main()"]


@pytest.fixture
def nianbao(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(filled(tmp_path / "home"), capsys)


def refused(ran: Ran, code: int, remedy: str) -> None:
    """One line on stderr, nothing on stdout, that code, that remedy."""
    assert ran.code == code, ran
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1, ran.err
    assert remedy in ran.err


def intact(nianbao: Commands) -> bool:
    with Library.open(nianbao.home / "library.db") as library:
        return not library.faults() and {entry.report for entry in library.entries()} == {f.stem for f in BUNDLED}


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\u3000"])
def test_an_empty_question(nianbao: Commands, question: str) -> None:
    refused(nianbao("ask", question), 2, "Ask")


@pytest.mark.parametrize("question", ["问" * 10_000, "how many " * 5_000])
def test_a_question_as_long_as_a_document(nianbao: Commands, question: str) -> None:
    refused(nianbao("ask", question), 2, "Shorten")


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["ask", "a", "--batch", "b"], ["ask", "a", "--chat"], ["add"], ["show"], ["nonsense"], ["--nonsense"]],
)
def test_a_command_called_wrongly(nianbao: Commands, arguments: list[str]) -> None:
    refused(nianbao(*arguments), 2, "")


@pytest.mark.parametrize("command", ["show", "remove", "check"])
def test_a_report_that_is_not_there(nianbao: Commands, command: str) -> None:
    refused(nianbao(command, "nobody"), 2, "nianbao reports")


def test_a_batch_that_is_not_there(nianbao: Commands, tmp_path: Path) -> None:
    refused(nianbao("ask", "--batch", tmp_path / "nowhere"), 1, "Check")


def only_line(ran: Ran) -> str:
    assert ran.code == 1, ran
    (line,) = ran.out.splitlines()
    return line


def test_a_file_that_is_not_there(nianbao: Commands, tmp_path: Path) -> None:
    assert "Check the path" in only_line(nianbao("add", tmp_path / "nowhere.txt"))
    assert intact(nianbao)


def test_a_file_that_may_not_be_read(nianbao: Commands, tmp_path: Path) -> None:
    file = tmp_path / "closed.txt"
    file.write_text(report_text(), encoding="utf-8")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("this user reads every file")
    assert "permissions" in only_line(nianbao("add", file))
    assert intact(nianbao)


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_a_file_that_is_no_regular_file(nianbao: Commands, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "regular" in only_line(nianbao("add", tmp_path / "pipe.txt"))


def test_an_empty_file(nianbao: Commands, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert "empty" in only_line(nianbao("add", tmp_path / "empty.txt"))
    assert intact(nianbao)


def test_a_folder_without_reports(nianbao: Commands, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    refused(nianbao("add", tmp_path / "folder"), 1, "folder that holds")
    assert intact(nianbao)


def test_a_file_that_is_no_such_report(nianbao: Commands, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("亲爱的朋友：\n今天天气很好。\n" * 30, encoding="utf-8")
    ran = nianbao("add", tmp_path / "letter.txt")
    assert "no report" in only_line(ran)
    assert "annual report" in only_line(ran)
    assert ran.err == ""
    assert intact(nianbao)


@pytest.mark.parametrize("megabytes", [1, 50])
def test_noise(nianbao: Commands, tmp_path: Path, megabytes: int) -> None:
    noise = random.Random(7).randbytes(1 << 20) * megabytes
    (tmp_path / "noise.txt").write_bytes(noise)
    only_line(nianbao("add", tmp_path / "noise.txt"))
    assert intact(nianbao)


@pytest.mark.parametrize("content", [None, b"", b"\0\xff" * 99, "你好。\n".encode() * 99])
def test_figures_of_a_file_that_is_no_report(nianbao: Commands, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "file.txt").write_bytes(content)
    refused(nianbao("figures", tmp_path / "file.txt"), 1, "file.txt: ")


def test_noise_that_is_text(nianbao: Commands, tmp_path: Path) -> None:
    picked = random.Random(7).choices("年度报告行政处罚0123456789|\t\n 一二三（）", k=500_000)
    (tmp_path / "noise.txt").write_text("".join(picked), encoding="utf-8")
    only_line(nianbao("add", tmp_path / "noise.txt"))
    assert intact(nianbao)


def test_a_bad_file_beside_good_ones(nianbao: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\0\xff" * 1000)
    (folder / "b.txt").write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    ran = nianbao("add", folder)
    assert len(ran.out.splitlines()) == 2
    assert "b" in nianbao("reports").out
    assert nianbao("ask", "招远2020年行政处罚多少件").code == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_report_with_any_piece_torn_out_is_read_or_refused(data: st.DataObject, tmp_path: Path) -> None:
    text = report_text(of=data.draw(st.sampled_from([file.stem for file in BUNDLED])))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    (tmp_path / "torn.txt").write_text(text[:start] + data.draw(st.text(max_size=5)) + text[end:], encoding="utf-8")
    with Library.memory() as library:
        (added,) = build.add(library, [tmp_path / "torn.txt"])
    assert added.result in ("added", "not_a_report", "failed")
    assert "inside nianbao" not in (added.reason or ""), added


GARBAGE = {
    "no database": b"garbage" * 1000,
    "nothing": b"",
    "a database's head and then noise": b"SQLite format 3\0" + bytes(range(256)) * 64,
}
COMMANDS = [["ask", "龙口2020年行政处罚多少件"], ["reports"], ["figures"], ["add", "nowhere.txt"], ["search", "问题"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("garbage", GARBAGE)
def test_a_damaged_library(nianbao: Commands, garbage: str, command: list[str]) -> None:
    file = nianbao.home / "library.db"
    file.write_bytes(GARBAGE[garbage])
    refused(nianbao(*command), 1, "nianbao doctor")
    assert file.read_bytes() == GARBAGE[garbage]


def test_a_library_cut_short(nianbao: Commands) -> None:
    file = nianbao.home / "library.db"
    content = file.read_bytes()[: 5 * 4096]
    file.write_bytes(content)
    refused(nianbao("reports"), 1, "nianbao doctor")
    assert file.read_bytes() == content


def test_a_library_of_a_newer_version(nianbao: Commands) -> None:
    file = database.in_file(nianbao.home / "library.db")
    file.execute(f"pragma user_version = {database.FORMAT + 1}")
    file.close()
    for command in COMMANDS:
        refused(nianbao(*command), 1, "Upgrade")


def test_doctor_names_the_damage_and_the_remedy(nianbao: Commands) -> None:
    (nianbao.home / "library.db").write_bytes(b"garbage")
    ran = nianbao("doctor")
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if line.startswith("NOT OK")]
    assert "move" in line.lower() and "--repair" in line


def test_doctor_prints_what_a_report_costs(nianbao: Commands) -> None:
    ran = nianbao("doctor")
    (found,) = re.findall(r"bytes a report: values and states (\d+), what is printed around them (\d+)", ran.out)
    assert int(found[0]) <= 1024 and int(found[1]) <= 3 * 1024


def test_a_library_beyond_reading_is_kept_aside_and_the_bundled_reports_are_there_again(nianbao: Commands) -> None:
    (nianbao.home / "library.db").write_bytes(b"garbage")
    ran = nianbao("doctor", "--repair")
    assert ran.code == 0
    assert (nianbao.home / "library.damaged.db").read_bytes() == b"garbage"
    assert len(nianbao("reports", "--json").out.splitlines()) == 5


def test_a_damaged_library_is_made_anew_from_the_files_it_knew(nianbao: Commands, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    assert nianbao("add", mine).code == 0
    assert nianbao("set", "mine", "--year", "2018").code == 0
    before = nianbao("reports", "--json").out
    file = nianbao.home / "library.db"
    content = file.read_bytes()
    at = content.index("招远市卫生健康局".encode(), len(content) // 2)
    file.write_bytes(content[:at] + b"x" + content[at + 1 :])
    assert nianbao("doctor").code == 1
    assert nianbao("doctor", "--repair").code == 0
    assert sorted(nianbao("reports", "--json").out.splitlines()) == sorted(before.splitlines())


def test_a_damaged_search_index_is_named_and_mended(nianbao: Commands) -> None:
    assert nianbao("search", "公开").code == 0
    assert nianbao("doctor").code == 0
    (part,) = nianbao.home.glob("index/*/segments.json")
    part.write_bytes(part.read_bytes()[:-1] + b"z")
    ran = nianbao("doctor")
    assert ran.code == 1 and "--repair" in ran.out
    assert "anew" in nianbao("doctor", "--repair").out
    assert nianbao("doctor").code == 0


def test_doctor_says_how_passages_are_found_and_merges_what_is_in_pieces(nianbao: Commands) -> None:
    assert nianbao("doctor", "--compact").code == 0
    said = nianbao("doctor").out
    assert "1 segment, " in said and "passages, each compared" in said and "sentences, each compared" in said
    assert nianbao("remove", "longkou-2020").code == 0
    assert nianbao("search", "公开").code == 0
    (segments,) = nianbao.home.glob("index/*/segments.json")
    assert json.loads(segments.read_text(encoding="ascii"))[0]["gone"]
    assert "merged" in nianbao("doctor", "--compact").out
    (segments,) = nianbao.home.glob("index/*/segments.json")
    assert not json.loads(segments.read_text(encoding="ascii"))[0]["gone"]


def test_after_a_damaged_library_is_moved_away_the_bundled_reports_are_back(nianbao: Commands) -> None:
    file = nianbao.home / "library.db"
    file.write_bytes(b"garbage")
    file.rename(nianbao.home / "aside.db")
    assert len(nianbao("reports").out.splitlines()) == len(BUNDLED) + 1


def test_a_home_that_cannot_be_written(nianbao: Commands, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nianbao.home = tmp_path / "file" / "home"
    ran = nianbao("ask", "龙口2020年行政处罚多少件")
    assert (ran.code, "102" in ran.out, len(ran.err.splitlines())) == (0, True, 1)
    assert len(nianbao("reports").out.splitlines()) == len(BUNDLED) + 1
    mine = tmp_path / "mine.txt"
    mine.write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    for command in (["add", mine], ["remove", "longkou-2020"], ["set", "longkou-2020", "--year", "2019"], ["init"]):
        refused(nianbao(*command), 1, "--home")
    assert nianbao("doctor").code == 1


def test_a_library_that_may_only_be_read_still_answers(nianbao: Commands) -> None:
    file = nianbao.home / "library.db"
    file.chmod(0o444)
    nianbao.home.chmod(0o555)
    try:
        if os.access(file, os.W_OK):
            pytest.skip("this user writes every file")
        assert "102" in nianbao("ask", "龙口2020年行政处罚多少件").out
        refused(nianbao("remove", "longkou-2020"), 1, "--home")
    finally:
        nianbao.home.chmod(0o755)


def test_a_home_that_may_not_be_entered(nianbao: Commands, tmp_path: Path) -> None:
    nianbao.home.chmod(0)
    try:
        if os.access(nianbao.home, os.R_OK):
            pytest.skip("this user enters every folder")
        assert "102" in nianbao("ask", "龙口2020年行政处罚多少件").out
        refused(nianbao("remove", "longkou-2020"), 1, "--home")
        ran = nianbao("doctor")
        assert (ran.code, ran.err) == (1, "")
    finally:
        nianbao.home.chmod(0o755)


def test_a_model_that_is_not_there(nianbao: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NIANBAO_MODEL", str(tmp_path / "no-model"))
    refused(nianbao("search", "问题"), 1, "download")
    assert nianbao("ask", "龙口2020年行政处罚多少件").code == 0


@pytest.mark.parametrize("error", UNFORESEEN)
def test_what_nobody_foresaw_ends_in_one_line(
    nianbao: Commands, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(library: Library, **_: object) -> None:
        raise error("boom")

    monkeypatch.delenv("NIANBAO_DEBUG", raising=False)
    monkeypatch.setattr(Library, "entries", breaks)
    refused(nianbao("reports"), 1, "report it")


def test_an_interrupt_is_quiet(nianbao: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(library: Library, **_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "entries", interrupted)
    assert nianbao("reports") == Ran(130, "", "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", ""], 2),
        (["ask", "问" * 10_000], 2),
        (["add", "nowhere"], 1),
        (["show", "nobody"], 2),
        (["nonsense"], 2),
    ],
)
def test_no_traceback_reaches_a_user(tmp_path: Path, arguments: list[str], code: int) -> None:
    environment = os.environ | {"NIANBAO_HOME": str(filled(tmp_path))}
    environment.pop("NIANBAO_DEBUG", None)
    ran = subprocess.run([*SCRIPT, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert "Traceback" not in ran.stdout + ran.stderr


def test_words_that_are_no_text_are_asked_all_the_same(tmp_path: Path) -> None:
    environment = os.environ | {"NIANBAO_HOME": str(filled(tmp_path))}
    words = [*map(os.fsencode, SCRIPT), b"ask", b"--json", b"\xff\xfe\xff"]
    ran = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert ran.returncode in (2, 3, 4)
    assert b"Traceback" not in ran.stderr
