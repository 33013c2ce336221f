"""Sessions: kept as they were said, whatever happens to the process, the file or the library."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fake_chat
from assistant import sessions, written
from assistant.answer import Answer
from assistant.chat import Chat
from assistant.understanding.conversation import Memory
from corpus.errors import HomeUnwritable, Usage
from homes import Commands, filled, report_text
from town import ask

FIGURE = "龙口2020年行政处罚多少件"
ANSWERS = (fake_chat.answered(), fake_chat.noted(), fake_chat.table(), fake_chat.clarify())


@pytest.fixture
def nianbao(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(filled(tmp_path / "home"), capsys)


def said(home: Path, *answers: Answer, name: str = "s") -> Path:
    for answer in answers:
        sessions.keep(home, name, 7, answer, Memory())
    return sessions.file_of(home, name)


def questions(home: Path, name: str = "s") -> list[str]:
    return [turn.answer.question for turn in sessions.read(home, name).turns if turn.answer]


TOWN = """
寿光2020年行政处罚多少
寿光2020年存在哪些问题
2020年行政许可哪家最多
寿光2020年办结率
婺源2020年采购金额
嵊州2020年信息公开申请多少
寿光2018年行政处罚多少
行政处罚多少
什么是行政复议
""".split()


@pytest.mark.parametrize("question", TOWN)
def test_an_answer_is_read_back_as_it_was_written(question: str) -> None:
    answer = ask(question)
    assert written.of_plain(Answer, json.loads(json.dumps(written.to_plain(answer)))) == answer


def test_a_conversation_goes_on_in_another_process(nianbao: Commands) -> None:
    assert "102" in nianbao("ask", FIGURE, "--session", "a").out
    assert nianbao("ask", "那沙县呢", "--session", "a").out.startswith("78 件")
    assert not nianbao("ask", "那沙县呢", "--session", "b").out.startswith("78 件")
    assert "shaxian-2020" in nianbao("ask", "出处？", "--session", "a").out
    assert questions(nianbao.home, "a") == [FIGURE, "那沙县呢", "出处？"]


def test_the_number_of_a_choice_is_understood_after_the_session_is_taken_up_again(nianbao: Commands) -> None:
    assert nianbao("ask", "卫生健康局2020年行政处罚多少", "--session", "a").code == 4
    assert "龙口市卫生健康局 2020 年" in nianbao("ask", "3", "--session", "a").out.splitlines()[0]


def test_a_batch_may_be_part_of_a_session(nianbao: Commands, tmp_path: Path) -> None:
    file = tmp_path / "q.txt"
    file.write_text(f"{FIGURE}\n那沙县呢\n", encoding="utf-8")
    nianbao("ask", "--batch", file, "--chat", "--session", "a")
    assert "1" in nianbao("ask", "那汾阳呢", "--session", "a").out
    assert len(questions(nianbao.home, "a")) == 3
    assert nianbao("ask", "--batch", file, "--session", "a").code == 2


def test_starting_over_forgets_the_slots_and_keeps_the_turns(nianbao: Commands) -> None:
    nianbao("ask", FIGURE, "--session", "a")
    nianbao("ask", "重新开始", "--session", "a")
    assert not nianbao("ask", "那沙县呢", "--session", "a").out.startswith("78 件")
    assert questions(nianbao.home, "a") == [FIGURE, "重新开始", "那沙县呢"]


def test_old_answers_stay_when_the_library_changes(nianbao: Commands, tmp_path: Path) -> None:
    nianbao("ask", FIGURE, "--session", "a")
    before = sessions.read(nianbao.home, "a").turns[0]
    file = tmp_path / "longkou-2020.txt"
    file.write_text(report_text((("\t102", "\t103"),)), encoding="utf-8")
    assert nianbao("add", file).code == 0
    ran = nianbao("ask", "龙口呢", "--session", "a")
    assert "the library has changed" in ran.err
    assert "103 件" in ran.out
    first, second = sessions.read(nianbao.home, "a").turns
    assert first == before
    assert first.answer is not None and first.answer.value == "102"
    assert second.library > first.library
    shown = nianbao("sessions", "a").out
    assert shown.count("library as of 20") == 2


@settings(max_examples=60)
@given(data=st.data())
def test_a_line_cut_anywhere_costs_that_line_only(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("cut")
    file = said(home, *ANSWERS[:2])
    whole = file.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    file.write_bytes(whole[: data.draw(st.integers(last, len(whole) - 2))])
    assert questions(home) == [ANSWERS[0].question]
    said(home, ANSWERS[3])
    assert questions(home) == [ANSWERS[0].question, ANSWERS[3].question]


@given(st.binary(max_size=80))
def test_whatever_stands_in_a_line_the_others_are_read(tmp_path_factory: pytest.TempPathFactory, line: bytes) -> None:
    home = tmp_path_factory.mktemp("spoilt")
    file = said(home, ANSWERS[0])
    file.write_bytes(line.replace(b"\n", b"") + b"\n" + file.read_bytes())
    assert questions(home) == [ANSWERS[0].question]


@pytest.mark.parametrize(
    "line", [b"{}", b"[]", b"null", b'{"said": 1, "library": 2}', b'{"said":"x","library":1,"version":9}']
)
def test_a_line_that_is_no_turn_or_of_a_later_version_is_counted(tmp_path: Path, line: bytes) -> None:
    file = said(tmp_path, ANSWERS[0])
    file.write_bytes(file.read_bytes() + line + b"\n")
    session = sessions.read(tmp_path, "s")
    assert (len(session.turns), session.lost) == (1, 1)


WRITES = """
import sys
from contextlib import closing
from pathlib import Path
sys.path[:0] = {path!r}
import fake_chat
from assistant import sessions
from assistant.understanding.conversation import Memory
from dataclasses import replace
for n in range(25):
    sessions.keep(Path({home!r}), "s", n, replace(fake_chat.answered(), question=f"{{sys.argv[1]}} {{n}}"), Memory())
"""


def test_two_processes_on_one_session_lose_no_turn(tmp_path: Path) -> None:
    script = WRITES.format(path=sys.path, home=str(tmp_path))
    running = [subprocess.Popen([sys.executable, "-c", script, who]) for who in ("a", "b")]
    assert [process.wait() for process in running] == [0, 0]
    found = questions(tmp_path)
    assert sorted(found) == sorted(f"{who} {n}" for who in ("a", "b") for n in range(25))
    assert [q for q in found if q.startswith("a")] == [f"a {n}" for n in range(25)]


def test_a_process_that_is_killed_leaves_every_whole_turn(tmp_path: Path) -> None:
    script = WRITES.format(path=sys.path, home=str(tmp_path)).replace("range(25)", "range(10**6)")
    with subprocess.Popen([sys.executable, "-c", script, "a"]) as process:
        while len(questions(tmp_path)) < 3:
            assert process.poll() is None
        process.kill()
    kept = questions(tmp_path)
    assert kept == [f"a {n}" for n in range(len(kept))]
    said(tmp_path, ANSWERS[3])
    assert questions(tmp_path) == [*kept, ANSWERS[3].question]


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "../a",
        "a/b",
        "a\\b",
        "/etc/x",
        "-rf",
        ".hidden",
        "a\x00b",
        "con",
        "NUL.x",
        "长" * 65,
        "a b",
        "a:b",
        "a.",
    ],
)
def test_a_name_that_could_lead_elsewhere_is_refused(nianbao: Commands, name: str) -> None:
    with pytest.raises(Usage):
        sessions.file_of(nianbao.home, name)
    ran = nianbao("ask", FIGURE, f"--session={name}")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)


@pytest.mark.parametrize("name", ["a", "研究-2020", "Öffentlich_1", "a.b"])
def test_a_name_in_any_script_will_do(tmp_path: Path, name: str) -> None:
    said(tmp_path, ANSWERS[0], name=name)
    assert sessions.names(tmp_path) == (name,)


def test_sessions_are_listed_searched_shown_exported_and_removed(nianbao: Commands, tmp_path: Path) -> None:
    assert nianbao("sessions").code == 3
    nianbao("ask", FIGURE, "--session", "处罚")
    nianbao("ask", "龙口2020年存在哪些问题", "--session", "问题")
    listed = nianbao("sessions").out.splitlines()
    assert [line.split()[0] for line in listed[1:]] == ["问题", "处罚"]
    assert nianbao("sessions", "--find", "行政处罚 龙口").out.startswith("处罚 1 ")
    assert nianbao("sessions", "--find", "微信公众平台").out.startswith("问题 1 ")
    assert nianbao("sessions", "--find", "火星").code == 3
    assert "longkou-2020.txt:57" in nianbao("sessions", "处罚").out
    file = tmp_path / "s.md"
    nianbao("sessions", "处罚", "-o", file)
    told = file.read_text(encoding="utf-8")
    assert told.startswith(f"## {FIGURE}\n")
    assert "- 出处 longkou-2020.txt:57" in told
    nianbao("sessions", "处罚", "-o", tmp_path / "s.json")
    (record,) = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (record["session"], record["turn"], record["value"]) == ("处罚", 1, "102")
    assert nianbao("sessions", "处罚", "--remove").code == 0
    assert nianbao("sessions", "处罚").code == 2
    assert len(nianbao("sessions").out.splitlines()) == 2


def test_a_turn_that_cannot_be_kept_is_answered_all_the_same(
    nianbao: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise HomeUnwritable("写不了", "cannot be written")

    monkeypatch.setattr(sessions, "keep", fails)
    ran = nianbao("ask", FIGURE, "--session", "a")
    assert ran.code == 1
    assert "102 件" in ran.out
    assert ran.err == "nianbao: cannot be written\n"


def test_a_question_without_a_session_leaves_nothing_behind(nianbao: Commands) -> None:
    nianbao("ask", FIGURE)
    assert not (nianbao.home / sessions.FOLDER).exists()


def _conversations() -> list[list[str]]:
    """Every conversation of the questions, as its texts."""
    lines = Path(__file__).with_name("questions_more.jsonl").read_text("utf-8").splitlines()
    by_id = {one["id"]: one for one in map(json.loads, lines) if one["how"] == "chat"}
    before = {one["after"] for one in by_id.values()}
    found = []
    for last in by_id.keys() - before:
        turns = [last]
        while (first := by_id[turns[0]]["after"]) in by_id:
            turns.insert(0, first)
        found.append([by_id[turn]["question"] for turn in turns])
    return sorted(found)


# Of all of them every seventh; which ones is told by their texts alone.
@pytest.mark.parametrize("texts", _conversations()[::7], ids=lambda texts: texts[0])
def test_a_conversation_taken_up_again_before_every_turn_is_the_same(texts: list[str], tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    with closing(Chat.open(home)) as chat:
        at_once = [chat.ask(text) for text in texts]
    again = []
    for text in texts:
        with closing(Chat.open(home)) as chat:
            chat.resume("s")
            again.append(chat.ask(text))
    assert [(one.headline, one.value) for one in again] == [(one.headline, one.value) for one in at_once]
