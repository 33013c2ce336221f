"""`watch`: what happens in a folder happens in the library, a line a change."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant import paths
from assistant.answer import Exit
from assistant.commands import watch as command
from assistant.library import build, finding
from assistant.library.build import Added
from corpus.errors import LibraryBusy, Usage
from corpus.library.store import Library

BUNDLED = sorted(paths.bundled().glob("*.txt"))
Steps = list[Callable[[], None]]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "en")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    build.init(tmp_path / "home", empty=True)
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports" / "sub").mkdir(parents=True)
    for path in BUNDLED[:2]:
        shutil.copy(path, tmp_path / "reports")
    return tmp_path / "reports"


def held(home: Path) -> list[str]:
    with build.open_library(home) as library:
        return sorted(entry.report for entry in library.entries(active=False))


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Callable[[Steps], None]:
    """Between two looks the next step is taken; after the last the person presses Ctrl-C."""

    def script(steps: Steps) -> None:
        left: Iterator[Callable[[], None]] = iter(steps)

        def sleep(_: float) -> None:
            step = next(left, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        monkeypatch.setattr(time, "sleep", sleep)

    return script


def nothing() -> None:
    """Nothing happens until the next look."""


def run(home: Path, folder: Path, *, remove: bool = False) -> None:
    with pytest.raises(KeyboardInterrupt):
        command.watch(home, folder, remove=remove, every=1, once=False)


def test_what_is_there_is_added_and_told_once(
    home: Path, folder: Path, looking: Callable[[Steps], None], capsys: pytest.CaptureFixture[str]
) -> None:
    looking([nothing, nothing])
    run(home, folder)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [["added", path.name] for path in BUNDLED[:2]]
    assert held(home) == [path.stem for path in BUNDLED[:2]]


def test_a_new_file_is_added_when_it_has_stayed_as_it_is_for_one_look(
    home: Path, folder: Path, looking: Callable[[Steps], None], capsys: pytest.CaptureFixture[str]
) -> None:
    file, content = folder / "sub" / "new.txt", BUNDLED[3].read_bytes()
    seen: list[list[str]] = []
    looking(
        [
            lambda: void(file.write_bytes(content[:900])),
            lambda: void(file.write_bytes(content)),
            lambda: seen.append(held(home)),
            lambda: seen.append(held(home)),
        ]
    )
    run(home, folder)
    assert ["new" in now for now in seen] == [False, True]
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split()[:2] == ["added", "sub/new.txt"] and len(lines) == 3


def test_a_changed_file_replaces_its_report_and_the_next_question_finds_it(
    home: Path, folder: Path, looking: Callable[[Steps], None], capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / BUNDLED[0].name
    text = file.read_text(encoding="utf-8")
    looking([lambda: void(file.write_text(text + "\n另设立鲸鱼观测站一处。\n", encoding="utf-8")), nothing])
    run(home, folder)
    assert capsys.readouterr().out.splitlines()[2].split()[:2] == ["replaced", file.name]
    with build.open_library(home) as library:
        assert finding.state(library, home) == "current"
        assert "鲸鱼" in finding.open_search(library, home).find("鲸鱼观测站", limit=1)[0].passage.text


@pytest.mark.parametrize("remove", [False, True])
def test_a_file_that_is_gone_takes_its_report_along_only_where_that_is_wanted(
    home: Path, folder: Path, looking: Callable[[Steps], None], capsys: pytest.CaptureFixture[str], remove: bool
) -> None:
    gone = folder / BUNDLED[0].name
    looking([gone.unlink, nothing, nothing])
    run(home, folder, remove=remove)
    lines = capsys.readouterr().out.splitlines()[2:]
    assert [line.split()[0] for line in lines] == ["removed" if remove else "gone"]
    assert (BUNDLED[0].stem in held(home)) == (not remove)
    if remove:
        with build.open_library(home) as library:
            hits = finding.open_search(library, home).find("政府信息公开", limit=50)
        assert hits and all(hit.passage.report != BUNDLED[0].stem for hit in hits)


def test_a_file_that_moves_within_the_folder_keeps_its_report(
    home: Path, folder: Path, looking: Callable[[Steps], None]
) -> None:
    looking([lambda: void((folder / BUNDLED[0].name).rename(folder / "sub" / "moved.txt")), nothing])
    run(home, folder, remove=True)
    assert held(home) == [path.stem for path in BUNDLED[:2]]


def test_a_folder_that_goes_away_takes_nothing_along(
    home: Path, folder: Path, looking: Callable[[Steps], None], capsys: pytest.CaptureFixture[str]
) -> None:
    looking([lambda: void(folder.rename(folder.with_name("away"))), nothing])
    run(home, folder, remove=True)
    assert held(home) == [path.stem for path in BUNDLED[:2]]
    assert "the folder is gone" in capsys.readouterr().err


def test_while_another_process_writes_it_is_tried_again(
    home: Path, folder: Path, looking: Callable[[Steps], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    add = build.add

    def busy(
        library: Library, named: Sequence[Path], progress: None, each: Callable[[Added], None], *, gently: bool
    ) -> tuple[Added, ...]:
        tries.append(1)
        if len(tries) == 1:
            raise LibraryBusy("另一个在写。", "another writes.")
        return add(library, named, progress, each, gently=gently)

    monkeypatch.setattr(build, "add", busy)
    looking([nothing, nothing])
    run(home, folder)
    assert len(tries) == 2 and len(held(home)) == 2


def test_looking_once_ends_by_itself_and_a_folder_that_is_none_is_refused(home: Path, folder: Path) -> None:
    assert command.watch(home, folder, remove=False, every=1, once=True) == Exit.OK
    assert len(held(home)) == 2
    with pytest.raises(Usage, match="no such folder"):
        command.watch(home, folder / "none", remove=False, every=1, once=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another way to interrupt")
def test_ctrl_c_ends_it_with_the_code_of_an_interrupt(home: Path, folder: Path) -> None:
    code = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code += "from assistant.start import main; sys.exit(main())"
    environment = os.environ | {"NIANBAO_HOME": str(home), "NIANBAO_LANG": "en"}
    command_ = [sys.executable, "-c", code, "watch", str(folder), "--every", "0.1"]
    with subprocess.Popen(
        command_, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(2):
            assert process.stdout.readline().startswith("added")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err


def void(_: object) -> None:
    """What a step returns is nothing to the script."""
