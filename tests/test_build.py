"""What becomes of a file, and how a home gets its library."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import paths
from assistant.library import build, contents, finding
from assistant.library.build import Progress
from assistant.library.contents import Contents, Job
from corpus.errors import HomeUnwritable, LibraryDamaged, LibraryNewer
from corpus.library import database
from corpus.library.store import Library
from corpus.library.where import Where
from homes import BUNDLED, filled, report_text

OPEN = "import sys; from assistant.library.build import open_library; print(len(open_library().entries()))"
RENAMED = (("龙口", "招远"),)


def results(library: Library, *named: Path) -> list[tuple[str, str]]:
    return [(added.file, added.result) for added in build.add(library, named)]


def test_a_home_without_a_library_gets_the_bundled_reports(tmp_path: Path) -> None:
    with build.open_library(tmp_path / "new" / "home") as library:
        assert {entry.report for entry in library.entries()} == {file.stem for file in BUNDLED}
        assert library.figures() and library.passages() and library.counts() and library.names()
    assert sorted(path.name for path in (tmp_path / "new" / "home").iterdir()) == ["library.db", "lock"]


def test_many_processes_at_once_make_one_library(tmp_path: Path) -> None:
    environment = os.environ | {"NIANBAO_HOME": str(tmp_path / "home")}
    started = [
        subprocess.Popen([sys.executable, "-c", OPEN], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    ended = [process.communicate() for process in started]
    assert ended == [(f"{len(BUNDLED)}\n".encode(), b"")] * 4
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == ["library.db", "lock"]


def test_what_a_killed_process_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "library.db.new-1").write_bytes(b"half a library")
    build.open_library(tmp_path).close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library.db", "lock"]


def test_a_home_below_a_file_answers_from_the_bundled_reports_and_takes_no_others(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with build.open_library(tmp_path / "file" / "home") as library:
        assert library.path is None
        assert len(library.entries()) == len(BUNDLED)
    with pytest.raises(HomeUnwritable, match="--home"):
        build.open_library(tmp_path / "file" / "home", writable=True)


def test_the_home_is_the_one_named_else_the_environment_s_else_the_platform_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "told"))
    assert paths.home(tmp_path / "named") == tmp_path / "named"
    assert paths.home() == tmp_path / "told"
    monkeypatch.delenv("NIANBAO_HOME")
    assert paths.home().name == "nianbao"


def test_a_damaged_library_is_left_for_a_person_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"garbage")
    with pytest.raises(LibraryDamaged):
        build.open_library(tmp_path)
    assert (tmp_path / "library.db").read_bytes() == b"garbage"


def with_format(home: Path, version: int) -> None:
    file = database.in_file(home / "library.db")
    file.execute(f"pragma user_version = {version}")
    file.close()


def test_a_library_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    with_format(filled(tmp_path), database.FORMAT + 1)
    before = (tmp_path / "library.db").read_bytes()
    with pytest.raises(LibraryNewer):
        build.open_library(tmp_path)
    assert (tmp_path / "library.db").read_bytes() == before


def test_a_library_of_an_older_version_is_read_again_with_what_a_person_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = filled(tmp_path / "home")
    mine, gone = tmp_path / "mine.txt", tmp_path / "gone.txt"
    mine.write_text(report_text(RENAMED), encoding="utf-8")
    gone.write_text(report_text((("龙口", "蓬莱"),)), encoding="utf-8")
    with build.open_library(home, writable=True) as library:
        build.add(library, [mine, gone])
        build.tell(library, "mine", year=2018)
        library.remove("weijianwei-2021")
    gone.unlink()
    with_format(home, 0)
    capsys.readouterr()
    with build.open_library(home) as library:
        years = {entry.report: entry.year for entry in library.entries()}
    assert years.keys() == {"mine", *(file.stem for file in BUNDLED)} - {"weijianwei-2021"}
    assert years["mine"] == 2018
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "1 no longer in place" in said
    with Library.of_any_format(home / "library.old.db") as old:
        assert str(gone) in old.digests()


def test_each_file_has_its_result(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "config.txt").write_text("not looked at")
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "a.txt").write_text(report_text(RENAMED), encoding="utf-8")
    (folder / "deep" / "again.txt").write_text(report_text(RENAMED), encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "letter.txt").write_text("亲爱的朋友：\n你好。\n" * 20, encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    with Library.memory() as library:
        got = dict(results(library, folder))
        assert got.pop("empty.txt") in ("failed", "not_a_report")
        assert got == {
            ".hidden.txt": "not_a_report",
            "a.txt": "added",
            "letter.txt": "not_a_report",
            "picture.png": "not_a_report",
            "deep/again.txt": "duplicate",
        }
        assert [entry.file for entry in library.entries()] == ["a.txt"]


def test_what_was_not_read_says_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with Library.memory() as library:
        for added in build.add(library, [tmp_path / "empty.txt", tmp_path / "nowhere.txt"]):
            assert added.reason and added.remedy, added


def test_a_file_is_read_again_only_where_its_bytes_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(report_text(RENAMED), encoding="utf-8")
    with Library.memory() as library:
        assert results(library, file) == [("a.txt", "added")]
        assert results(library, file) == [("a.txt", "unchanged")]
        file.write_text(report_text((*RENAMED, ("102", "103"))), encoding="utf-8")
        assert results(library, file) == [("a.txt", "replaced")]
        assert "103" in {figure.raw for figure in library.figures()}


def test_a_file_that_moved_is_found_where_it_is_now(tmp_path: Path) -> None:
    old, new = tmp_path / "a.txt", tmp_path / "b.txt"
    old.write_text(report_text(RENAMED), encoding="utf-8")
    with Library.memory() as library:
        build.add(library, [old])
        old.rename(new)
        assert results(library, new) == [("b.txt", "unchanged")]
        assert {figure.source.path for figure in library.figures()} == {str(new)}


def test_a_corrected_report_says_which_one_it_replaces(tmp_path: Path) -> None:
    for name, number in (("a.txt", "102"), ("b(更正).txt", "103")):
        (tmp_path / name).write_text(report_text((*RENAMED, ("102", number))), encoding="utf-8")
    with Library.memory() as library:
        first, second = build.add(library, [tmp_path])
        assert (first.result, first.reason) == ("added", None)
        assert second.result == "added"
        assert second.reason and "replaces a " in second.reason
        assert [entry.report for entry in library.entries()] == ["b(更正)"]


def test_progress_counts_the_files(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with Library.memory() as library:
        build.add(library, [paths.bundled()], seen.append)
    assert [progress.done for progress in seen] == list(range(seen[-1].total + 1))


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.library import build, finding
library = build.open_library(Path(sys.argv[1]), writable=True)
build.add(library, [Path(sys.argv[2])], lambda p: os.kill(os.getpid(), signal.SIGKILL) if p.done == 2 else None)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_process_killed_while_it_adds_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    home, folder = filled(tmp_path / "home"), tmp_path / "folder"
    folder.mkdir()
    for n, name in enumerate(("招远", "蓬莱", "栖霞", "莱阳")):
        (folder / f"r{n}.txt").write_text(report_text((("龙口", name),)), encoding="utf-8")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(home), str(folder)], check=False)
    assert ended.returncode < 0
    with build.open_library(home, writable=True) as library:
        assert library.faults() == ()
        assert {entry.report for entry in library.entries()} >= {"r0", "r1", *(file.stem for file in BUNDLED)}
        assert [result for _, result in results(library, folder)][:2] == ["unchanged", "unchanged"]


def test_a_file_that_breaks_the_reader_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(report_text(RENAMED), encoding="utf-8")
    (tmp_path / "b.txt").write_text(report_text((("龙口", "蓬莱"),)), encoding="utf-8")
    read = contents.contents

    def breaks_on_a(job: Job) -> Contents | None:
        if job.path.name == "a.txt":
            raise RecursionError
        return read(job)

    monkeypatch.setattr(contents, "contents", breaks_on_a)
    with Library.memory() as library:
        assert results(library, tmp_path) == [("a.txt", "failed"), ("b.txt", "added")]


def test_what_a_person_tells_of_the_place_gives_the_agency_its_names(tmp_path: Path) -> None:
    with build.open_library(filled(tmp_path), writable=True) as library:
        build.tell(library, "weijianwei-2021", place=("福建省", "三明市"))
        (entry,) = [entry for entry in library.entries() if entry.report == "weijianwei-2021"]
        assert (entry.place, entry.place_from) == (("福建省", "三明市"), "person")
        assert {"卫健委", "三明市卫健委", "三明卫健委"} <= {
            name for name, _, of in library.names() if of == entry.report
        }


def test_a_narrative_index_is_built_once_and_again_after_a_change(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(report_text(RENAMED), encoding="utf-8")
    seen: list[Progress] = []
    with build.open_library(filled(tmp_path / "home"), writable=True) as library:
        first = finding.open_search(library, tmp_path / "home", seen.append).index.fingerprint
        assert seen
        seen.clear()
        finding.open_search(library, tmp_path / "home", seen.append)
        assert not seen
        build.add(library, [file])
        assert finding.open_search(library, tmp_path / "home").index.fingerprint != first


def test_search_keeps_to_the_reports_and_the_section_asked_for(tmp_path: Path) -> None:
    with build.open_library(filled(tmp_path)) as library:
        search = finding.open_search(library, tmp_path)
        hits = search.find("存在的问题", limit=5, where=Where(reports=("shaxian-2020",)), number=5)
        assert hits
        assert {(hit.passage.report, hit.passage.number) for hit in hits} == {("shaxian-2020", 5)}


def test_where_the_home_cannot_hold_an_index_it_is_made_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with build.open_library(tmp_path / "file" / "home") as library:
        assert finding.open_search(library, tmp_path / "file" / "home").find("问题", limit=1)
    home = filled(tmp_path / "home")
    (home / "index").write_text("in the way")
    with build.open_library(home) as library:
        assert finding.open_search(library, home).find("问题", limit=1)


def test_a_copy_of_a_report_that_changes_in_the_same_run_is_read_itself(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = (paths.bundled() / "longkou-2020.txt").read_text(encoding="utf-8")
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(text, encoding="utf-8")
    build.init(tmp_path / "home", empty=True)
    with build.open_library(tmp_path / "home", writable=True) as library:
        assert [one.result for one in build.add(library, [folder])] == ["added", "duplicate"]
        assert [one.result for one in build.add(library, [folder])] == ["unchanged", "unchanged"]
        (folder / "a.txt").write_text(text.replace("2020", "2019"), encoding="utf-8")
        assert [one.result for one in build.add(library, [folder])] == ["replaced", "added"]
        assert sorted(entry.year or 0 for entry in library.entries(active=False)) == [2019, 2020]


def test_what_did_not_change_is_handed_to_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.library import crew

    for n in range(20):
        text = f"甲县教育局{2000 + n}年政府信息公开工作年度报告\n一、总体情况\n公开信息{n}条。\n"
        (tmp_path / f"{n:02}.txt").write_text(text, encoding="utf-8")
    build.init(tmp_path / "home", empty=True)
    with build.open_library(tmp_path / "home", writable=True) as library:
        build.add(library, sorted(tmp_path.glob("*.txt")))
        monkeypatch.setattr(crew, "_Crew", None)
        (tmp_path / "07.txt").write_text(
            "甲县教育局2031年政府信息公开工作年度报告\n一、总体情况\n无。\n", encoding="utf-8"
        )
        results = [one.result for one in build.add(library, sorted(tmp_path.glob("*.txt")))]
    assert results.count("unchanged") == 19 and results[7] == "replaced"
