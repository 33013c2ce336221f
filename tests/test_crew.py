"""Files are read in worker processes: whatever one of them does, every other file is read, in order."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import apsw
import pytest

from assistant.commands import out
from assistant.library import build, crew
from assistant.library.build import Progress
from assistant.library.contents import Contents, Job, Outcome
from assistant.library.crew import batches, workers_for
from assistant.library.interrupt import held_back
from assistant.library.worker import received
from corpus.errors import NotAReport, Unreadable
from corpus.library import rivals
from corpus.library.store import Library
from held import HELD
from homes import filled, report_text

FAULTY = crew.START.replace("from assistant.library.worker", "from faulty_worker")


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "START", FAULTY)


def town(n: int) -> str:
    """The text of a report of its own."""
    name = "甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅卯辰巳午未申酉"[n // 10 % 10] + "春夏秋"[n // 100]
    return report_text((("龙口", f"{name}市"),))


def folder_of(folder: Path, *names: str) -> list[Job]:
    folder.mkdir(exist_ok=True)
    for n, name in enumerate(names):
        (folder / name).write_text(town(n), encoding="utf-8")
    return [Job(folder / name, folder) for name in names]


def outcomes(jobs: list[Job], workers: int) -> list[Outcome]:
    return [found for batch in batches(iter(enumerate(jobs)), workers) for _, found in batch]


def good(outcome: Outcome) -> bool:
    return (
        isinstance(outcome, Contents) and len([c for _, row in outcome.rows.sheets for c in row if c is not None]) > 100
    )


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_come_in_the_order_of_the_files(tmp_path: Path, workers: int) -> None:
    jobs = folder_of(tmp_path, *(f"{n}.txt" for n in range(20)))
    found = outcomes(jobs, workers)
    assert [contents.rows.path for contents in found if isinstance(contents, Contents)] == [
        str(job.path) for job in jobs
    ]
    assert all(map(good, found))


def test_a_worker_gives_what_this_process_would(tmp_path: Path) -> None:
    jobs = folder_of(tmp_path, "a.txt", "b.txt")
    assert outcomes(jobs, 1) == outcomes(jobs, 0)


@pytest.mark.parametrize("workers", [0, 1])
def test_errors_come_back_as_they_were(tmp_path: Path, workers: int) -> None:
    (tmp_path / "letter.txt").write_text("亲爱的朋友：\n你好。\n" * 20, encoding="utf-8")
    jobs = [Job(tmp_path / "nowhere.txt", tmp_path), Job(tmp_path / "letter.txt", tmp_path)]
    missing, letter = outcomes(jobs, workers)
    assert isinstance(missing, Unreadable)
    assert isinstance(letter, NotAReport)
    assert (missing.text("zh")[:6], missing.text("en")[:7]) == ("没有这个文件", "no such")


@pytest.mark.parametrize("workers", [0, 1])
def test_a_file_that_is_known_is_not_read(tmp_path: Path, workers: int) -> None:
    (job,) = folder_of(tmp_path, "a.txt")
    (contents,) = outcomes([job], 0)
    assert isinstance(contents, Contents)
    assert outcomes([Job(job.path, job.root, contents.rows.digest)], workers) == [None]


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("name", "reason"),
    [("hangs.txt", "longer than"), ("dies.txt", "ended unexpectedly"), ("recurses.txt", "inside nianbao")],
)
def test_a_file_that_breaks_its_reader_costs_only_itself(
    tmp_path: Path, name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However busy the machine is, no other file is late.
    seconds = crew._seconds
    monkeypatch.setattr(crew, "_seconds", lambda job: 1.0 if job.path.name.startswith("hangs") else seconds(job))
    jobs = folder_of(tmp_path, "a.txt", name, "b.txt", name.replace(".", "-2."), "c.txt")
    first, broken, second, again, third = outcomes(jobs, 2)
    assert all(map(good, (first, second, third)))
    for found in (broken, again):
        assert isinstance(found, Unreadable)
        assert reason in found.en
        assert found.text("zh").count("。") >= 2, "a reason and a remedy"


@pytest.mark.skipif(sys.platform != "linux", reason="the system keeps no limit of memory")
@pytest.mark.usefixtures("faulty")
def test_a_file_that_takes_all_memory_costs_only_itself(tmp_path: Path) -> None:
    found = outcomes(folder_of(tmp_path, "a.txt", "eats.txt", "b.txt"), 1)
    assert [good(one) for one in found] == [True, False, True]
    assert isinstance(found[1], Unreadable)
    assert "memory" in found[1].en


@pytest.mark.usefixtures("faulty")
def test_what_a_library_prints_does_not_stand_between_the_messages(tmp_path: Path) -> None:
    assert all(map(good, outcomes(folder_of(tmp_path, "prints.txt", "a.txt"), 1)))


@pytest.mark.usefixtures("faulty")
@pytest.mark.skipif(os.name == "nt", reason="priorities have no such numbers")
def test_beside_other_work_the_workers_give_way(tmp_path: Path) -> None:
    jobs = folder_of(tmp_path, "lowers.txt")
    for gently, at_least in ((False, 0), (True, 10)):
        list(batches(iter([("", jobs[0])]), 1, gently=gently))
        assert int((tmp_path / "nice").read_text()) - os.nice(0) == min(at_least, 19 - os.nice(0))


def test_beside_other_work_one_core_is_left_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    jobs = folder_of(tmp_path, *(f"{n}.txt" for n in range(9)))
    assert workers_for(jobs) == 4
    assert workers_for(jobs, gently=True) == 3
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert workers_for(jobs, gently=True) == 1


def test_few_small_files_need_no_worker(tmp_path: Path) -> None:
    jobs = folder_of(tmp_path, "a.txt", "b.txt")
    assert workers_for(jobs) == 0
    (tmp_path / "b.txt").write_bytes(b" " * 1_000_000)
    assert workers_for(jobs) >= 1
    assert workers_for(folder_of(tmp_path, "a.pdf")) == 1, "PDFium runs alone in a process"
    assert workers_for([Job(tmp_path / "nowhere.txt", tmp_path)]) == 0


def test_workers_end_when_nobody_takes_their_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = crew._started

    def kept(gently: bool) -> subprocess.Popen[bytes]:
        started.append(start(gently))
        return started[-1]

    monkeypatch.setattr(crew, "_started", kept)
    jobs = folder_of(tmp_path, *(f"{n}.txt" for n in range(40)))
    with closing(batches(iter(enumerate(jobs)), 2)) as ready:
        next(ready)
    assert started
    assert all(process.poll() is not None for process in started)


def test_a_process_stopped_in_the_moment_in_which_it_is_ready_costs_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = crew._Worker(gently=False)

    def too_late(stream: BinaryIO) -> Outcome:
        found: Outcome = received(stream)
        worker.until = 0.0
        worker.stop_if_late()
        return found

    monkeypatch.setattr(crew, "received", too_late)
    jobs = folder_of(tmp_path, "a.txt", "b.txt", "c.txt")
    assert all(good(worker.outcome(job)) for job in jobs)
    worker.stop()
    worker.close()


def test_a_system_that_starts_no_process_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    (found,) = outcomes(folder_of(tmp_path, "a.txt"), 1)
    assert isinstance(found, Unreadable)
    assert "no process" in found.en


def test_many_files_are_stored_together_and_each_is_told_when_it_is(tmp_path: Path) -> None:
    folder_of(tmp_path / "folder", *(f"{n}.txt" for n in range(30)))
    generations = []
    with Library.create(tmp_path / "library.db") as library:
        told = build.add(library, [tmp_path / "folder"], each=lambda added: generations.append(library.generation))
        assert [added.result for added in told] == ["added"] * 30
        with Library.open(tmp_path / "library.db") as other:
            assert len(other.entries()) == 30
    assert generations == sorted(generations)
    assert len(set(generations)) < 30


def test_what_cannot_be_stored_takes_nothing_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder_of(tmp_path / "folder", *(f"{n}.txt" for n in range(4)))

    def breaks(connection: apsw.Connection, *_: object) -> None:
        if len(connection.execute("select 1 from report").fetchall()) == 2:
            raise ValueError

    monkeypatch.setattr(rivals, "keep_likeness", breaks)
    with Library.memory() as library:
        told = build.add(library, [tmp_path / "folder"])
        assert [added.result for added in told] == ["added", "failed", "failed", "failed"]
        assert {entry.report for entry in library.entries()} == {"0"}
        assert {figure.report for figure in library.figures()} == {"0"}


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_an_interrupt_says_how_many_are_stored_and_keeps_them(tmp_path: Path) -> None:
    folder_of(tmp_path / "folder", *(f"{n}.txt" for n in range(250)))
    command = [sys.executable, "-c", HELD, "--home", str(filled(tmp_path / "home")), "add", str(tmp_path / "folder")]
    running = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout and running.stderr
    first = running.stdout.readline()
    running.send_signal(signal.SIGINT)
    lines = (first + running.stdout.read()).splitlines()
    said = running.stderr.read()
    with running:
        assert running.wait() == 130
    assert f"interrupted: {len(lines)} stored" in said
    with build.open_library(tmp_path / "home") as library:
        assert library.faults() == ()
        # Also those that another like them has the place of.
        kept = [entry for entry in library.entries(active=False) if str(tmp_path) in entry.path]
        assert len(lines) <= len(kept) < 250


def test_in_a_terminal_a_bar_shows_count_speed_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    times = iter((0.0, 1.0, 10.0))
    draw = out.bar(lambda: next(times))
    assert draw
    draw(Progress(1, 1000, "a.txt"))
    draw(Progress(100, 1000, "b.txt"))
    early, later = capsys.readouterr().err.removesuffix("\x1b[K").split("\x1b[K")
    assert early == "\r[....................] 1/1000 a.txt"
    assert later == "\r[##..................] 100/1000 10/s, 1 min 30 s left b.txt"


def test_an_interrupt_waits_until_all_that_is_stored_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "MOST_AT_ONCE", 8)
    folder_of(tmp_path / "folder", *(f"{n}.txt" for n in range(40)))
    told: list[str] = []

    def interrupted(added: build.Added) -> None:
        told.append(added.file)
        if len(told) == 1:
            signal.raise_signal(signal.SIGINT)

    with Library.memory() as library:
        with pytest.raises(KeyboardInterrupt):
            build.add(library, [tmp_path / "folder"], each=interrupted)
        assert 0 < len(told) == len(library.entries(active=False)) < 40
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_interrupt_waits_for_nothing() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), held_back():
        signal.raise_signal(signal.SIGINT)
        done.append("first")
        signal.raise_signal(signal.SIGINT)
        done.append("second")
    assert done == ["first"]
