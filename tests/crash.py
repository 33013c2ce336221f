"""Commands that are stopped at every point, and what is found in the home afterwards.

Run with `boundaries.so` preloaded (test_crash and `make bench-crash` do). It forks a process for each fault: one that
dies, tears a write in two or finds the disk full at the n-th call that changes the home, or that is killed after some
time. Another process then opens the home as the next command would and compares it with what it should hold.
"""

import argparse
import ctypes
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

# Imported before the fork, so that each process starts with everything there.
import faiss
import numpy
import tantivy
import tokenizers

from assistant import cli, paths
from assistant.library import build, finding
from corpus.library import database
from corpus.library.store import Library
from corpus.report import Standing

IMPORTED = (faiss, numpy, tantivy, tokenizers)
COUNT, KILL, TEAR, FULL = range(4)
KEPT = "library.old.db"
"""A library of an older version is kept beside the new one."""
LIMIT = 60.0
"""Seconds after which a command counts as hanging."""
Held = dict[str, str]
"""What a library says of each report, as a digest, by report id."""
_MADE = TypeVar("_MADE")


@dataclass(frozen=True, slots=True)
class Change:
    """A command, the home it starts in, and what the library holds before and after."""

    name: str
    start: Path
    arguments: tuple[str, ...]
    before: Held
    after: Held


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done to a command: at the n-th call that changes the home, or after some seconds."""

    kind: str
    at: int = -1
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: a signal is negative."""

    code: int
    out: str
    err: str
    calls: int


def boundaries() -> ctypes.CDLL:
    """The preloaded library. Raises OSError or AttributeError where it is not."""
    library = ctypes.CDLL(None)
    library.boundaries_arm.argtypes = (ctypes.c_char_p, ctypes.c_long, ctypes.c_int)
    library.boundaries_shadow.argtypes = (ctypes.c_char_p,)
    library.boundaries_seen.restype = ctypes.c_long
    return library


def ended(home: Path, arguments: Sequence[str], fault: Fault, aside: Path) -> Ended:
    """Run a command in a process of its own that meets the fault."""
    said = [aside / name for name in ("out", "err", "calls")]
    for path in said:
        path.write_bytes(b"")
    shadow = aside / "shadow" if fault.kind == "power" else None
    if shadow:
        _shadowed(home, shadow)
    began = time.monotonic()
    if not (process := os.fork()):
        _command(home, arguments, fault, shadow, *said)
    if fault.seconds:
        time.sleep(fault.seconds)
        os.kill(process, signal.SIGKILL)
    while not (gone := os.waitpid(process, os.WNOHANG))[0]:
        if time.monotonic() - began > LIMIT:
            os.kill(process, signal.SIGKILL)
            raise AssertionError(f"{arguments} hangs at {fault}")
        time.sleep(0.002)
    if shadow:
        inode = home.stat().st_ino
        shutil.rmtree(home)
        _after_power_loss(home, inode, shadow)
        shutil.rmtree(shadow)
    out, err, calls = (path.read_text(encoding="utf-8") for path in said)
    return Ended(os.waitstatus_to_exitcode(gone[1]), out, err, int(calls or 0))


def _command(
    home: Path, arguments: Sequence[str], fault: Fault, shadow: Path | None, out: Path, err: Path, calls: Path
) -> None:
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    shim = boundaries()
    mode = {"kill": KILL, "power": KILL, "torn": TEAR, "full": FULL}.get(fault.kind, COUNT)
    if shadow:
        shim.boundaries_shadow(str(shadow).encode())
    shim.boundaries_arm(str(home).encode(), fault.at, mode)
    code = 70
    try:
        code = cli.run(["--home", str(home), *arguments])
    finally:
        seen = shim.boundaries_seen()
        shim.boundaries_arm(b"", -1, COUNT)
        sys.stdout.flush()
        sys.stderr.flush()
        calls.write_text(str(seen))
        os._exit(code)


def apart(work: Callable[[], str]) -> str:
    """The result of some work in a process of its own; what it raises is raised here as an AssertionError."""
    near, far = os.pipe()
    if not (process := os.fork()):
        os.close(near)
        failed = 1
        with os.fdopen(far, "w", encoding="utf-8") as pipe:
            try:
                pipe.write(work())
                failed = 0
            finally:
                if failed:
                    pipe.write(traceback.format_exc())
                pipe.flush()
                os._exit(failed)
    os.close(far)
    with os.fdopen(near, encoding="utf-8") as pipe:
        said = pipe.read()
    if os.waitpid(process, 0)[1]:
        raise AssertionError(said)
    return said


def held(home: Path) -> Held:
    """What the library of a home says of each of its reports; the search index must find each of them as well."""
    return dict(json.loads(apart(lambda: json.dumps(_held(home)))))


def _held(home: Path) -> Held:
    with build.open_library(home) as library:
        assert not library.faults(), library.faults()
        entries = {entry.report: entry for entry in library.entries(active=False)}
        active = [entry.report for entry in entries.values() if entry.active]
        search = finding.open_search(library, home)
        first = {report: library.passages(reports=[report])[0] for report in active}
        for report, passage in first.items():
            hits = search.find(passage.text, limit=3, reports=[report])
            assert any(hit.passage == passage for hit in hits), f"the index does not find {report}"
        assert all(hit.passage.report in active for hit in search.find("政府信息公开", limit=50))
        return {report: _digest(library, report) for report in entries}


def _digest(library: Library, report: str) -> str:
    entry = next(entry for entry in library.entries(active=False) if entry.report == report)
    # Which of two reports counts depends on what else is there.
    own = replace(entry, active=True, standing=Standing(), copies=())
    said = (own, library.figures(reports=[report]), library.counts(reports=[report]))
    return sha256(repr((said, library.lines(report))).encode("utf-8", "surrogatepass")).hexdigest()


def _shadowed(home: Path, shadow: Path) -> None:
    """Everything that a home holds now, as on the disk."""
    shadow.mkdir()
    for folder in [home, *(path for path in home.rglob("*") if path.is_dir())]:
        listed = [(path.stat().st_ino, int(path.is_dir()), path.name) for path in folder.iterdir()]
        text = "".join(f"{inode} {is_folder} {name}\n" for inode, is_folder, name in listed)
        (shadow / f"folder-{folder.stat().st_ino}").write_text(text, encoding="utf-8")
    for path in home.rglob("*"):
        if path.is_file():
            shutil.copyfile(path, shadow / f"file-{path.stat().st_ino}")


def _after_power_loss(folder: Path, inode: int, shadow: Path) -> None:
    """A folder as it is found when the power comes back: what was not synced is gone, an unsynced file is empty."""
    folder.mkdir()
    listing = shadow / f"folder-{inode}"
    for line in listing.read_text(encoding="utf-8").splitlines() if listing.exists() else ():
        number, is_folder, name = line.split(" ", 2)
        kept = shadow / f"file-{number}"
        if is_folder == "1":
            _after_power_loss(folder / name, int(number), shadow)
        elif kept.exists():
            shutil.copyfile(kept, folder / name)
        else:
            (folder / name).touch()


def found_fault(change: Change, home: Path, end: Ended) -> str:
    """What is wrong after a command met a fault; empty where nothing is."""
    if end.code not in (0, 1, -signal.SIGKILL) or "Traceback" in end.err or len(end.err.splitlines()) > 3:
        return f"ended with {end.code}: {end.err[-300:]}"
    try:
        now = held(home)
    except AssertionError as error:
        return f"the next command fails: {error}"
    done = _said_done(end.out)
    for report in change.before.keys() | change.after.keys() | now.keys():
        before, after, found = (of.get(report) for of in (change.before, change.after, now))
        if found not in (before, after):
            return f"{report} is neither as before nor as after"
        if report in done and found != after:
            return f"{report} was told to be done and is not"
    return _again(change, home)


def _said_done(out: str) -> set[str]:
    """The reports that the command said were added, replaced or removed."""
    done = set()
    for line in out.splitlines():
        if line.startswith("{") and line.endswith("}"):
            done.add(str(json.loads(line)["report"]))
        elif line.startswith("removed "):
            done.add(line.removeprefix("removed "))
    return done


def _again(change: Change, home: Path) -> str:
    """The same command once more, with nothing in its way, brings the library where it should be."""
    with TemporaryDirectory() as aside:
        end = ended(home, change.arguments, Fault("none"), Path(aside))
    try:
        now = held(home)
    except AssertionError as error:
        return f"after the second try: {error}"
    if now != change.after:
        wrong = {report for report in now.keys() | change.after.keys() if now.get(report) != change.after.get(report)}
        return f"the second try leaves {sorted(wrong)} as they should not be: {end}"
    left = {path.name for path in home.iterdir()} - {paths.LIBRARY, paths.LOCK, paths.INDEX, KEPT}
    return f"left behind: {sorted(left)}" if left else ""


def changes(place: Path) -> Iterator[Change]:
    """Every command that changes a library, each with a home of its own to start in."""
    reports = place / "reports"
    reports.mkdir()
    for name, year in (("kept", "2020"), ("changed", "2020"), ("gone", "2020")):
        _write(reports / f"{name}.txt", name, year)
    empty, full = place / "empty", place / "full"
    empty.mkdir()
    _ran(full, ("add", str(reports)))
    before = held(full)
    _write(reports / "changed.txt", "changed", "2019")
    for name in ("new", "newer"):
        _write(reports / f"{name}.txt", name, "2020")
    bundled = {report: said for report, said in before.items() if report not in ("kept", "changed", "gone")}
    yield Change("make", empty, ("search", "政府信息公开培训"), {}, bundled)
    added = ("add", "--json", str(reports))
    yield Change("add", full, added, before, _after(place / "added", full, added))
    removed = ("remove", "gone", "changed")
    yield Change("remove", full, removed, before, _after(place / "removed", full, removed))
    set_ = ("set", "kept", "--year", "2018")
    yield Change("set", full, set_, before, _after(place / "set", full, set_))
    bare = place / "bare"
    shutil.copytree(full, bare)
    shutil.rmtree(bare / paths.INDEX)
    yield Change("index", bare, ("search", "政府信息公开培训"), before, before)
    stale = place / "stale"
    shutil.copytree(full, stale)
    # One that counts: another takes its place, so that something goes out of the index and something comes in.
    _ran(stale, ("remove", "kept"))
    grown = _after(place / "grown", stale, ("search", "政府信息公开培训"))
    yield Change("grow", stale, ("search", "政府信息公开培训"), grown, grown)
    old = place / "old"
    shutil.copytree(full, old)
    with closing(database.in_file(old / paths.LIBRARY)) as connection:
        connection.execute("pragma user_version = 0")
    rebuilt = ("search", "政府信息公开培训")
    yield Change("rebuild", old, rebuilt, before, _after(place / "rebuilt", old, rebuilt))


def _write(path: Path, name: str, year: str) -> None:
    """A report of an agency of its own: a bundled one under another name."""
    text = (paths.bundled() / "longkou-2020.txt").read_text(encoding="utf-8")
    names = {"kept": "招远", "changed": "莱州", "gone": "蓬莱", "new": "栖霞", "newer": "海阳"}
    path.write_text(text.replace("龙口", names[name]).replace("2020", year), encoding="utf-8")


def _ran(home: Path, arguments: Sequence[str]) -> Ended:
    with TemporaryDirectory() as aside:
        end = ended(home, arguments, Fault("none"), Path(aside))
    assert end.code == 0, end
    return end


def _after(home: Path, start: Path, arguments: Sequence[str]) -> Held:
    shutil.copytree(start, home)
    _ran(home, arguments)
    return held(home)


def faults(calls: int, seconds: float, points: int, random: Random) -> list[Fault]:
    """Every call or, where there are more than `points`, so many of them by chance; and as many moments by chance."""
    at = range(calls) if calls <= points else sorted(random.sample(range(calls), points))
    few = sorted(random.sample(at, min(len(at), max(1, points // 4))))
    moments = [random.uniform(0.0, 1.1 * seconds) for _ in range(points)]
    return [
        *(Fault("kill", n) for n in at),
        *(Fault("power", n) for n in few),
        *(Fault("torn", n) for n in few),
        *(Fault("full", n) for n in few),
        *(Fault("late", seconds=moment) for moment in moments),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every change with every fault; one line of JSON for each change, the failures in it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*")
    asked = parser.parse_args(arguments)
    random = Random(asked.seed)
    failed = False
    with TemporaryDirectory(prefix="nianbao-crash-") as folder:
        place, home = Path(folder), Path(folder) / "home"
        for change in changes(place):
            if asked.only and change.name not in asked.only:
                continue
            shutil.copytree(change.start, home)
            began = time.monotonic()
            clean = ended(home, change.arguments, Fault("none"), place)
            took = time.monotonic() - began
            tried, wrong = Counter[str](), []
            for fault in faults(clean.calls, took, asked.points, random):
                shutil.rmtree(home)
                shutil.copytree(change.start, home)
                end = ended(home, change.arguments, fault, place)
                tried[fault.kind] += 1
                if problem := found_fault(change, home, end):
                    wrong.append(f"{fault}: {problem}")
            shutil.rmtree(home)
            said = {"change": change.name, "calls": clean.calls, "tried": tried, "wrong": wrong}
            print(json.dumps(said, ensure_ascii=False), flush=True)
            failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
