"""Commands that are stopped at every point, and what is found in the home afterwards.

Run with `boundaries.so` preloaded (test_crash and `make bench-crash` do). It forks a process for each fault, see
`Fault`. Another process then opens the home as the next command would and compares it with what it should hold.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, redirect_stdout
from dataclasses import dataclass, replace
from hashlib import sha256
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

# Imported before the fork, so that each process starts with everything there.
import faiss
import numpy
import tantivy
import tokenizers

from assistant import cli, paths
from assistant.library import build, finding
from corpus.library import database
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Standing
from faulted import Ended, Fault, ended

IMPORTED = (faiss, numpy, tantivy, tokenizers)
KEPT = ("library.old.db", "library.damaged.db")
"""A library of an older version, or a damaged one, is kept beside the new one."""
SHARE = 6
"""One of so many calls is met by each fault but the plain kill, which meets them all."""
CHANGES = 8
"""How many commands are tried."""
SEARCHED = "政府信息公开培训"
Held = dict[str, str]
"""What a library says of each report, as a digest, by report id."""
_ASKED = 40
"""Characters of a passage that it is found by."""


@dataclass(frozen=True, slots=True)
class Change:
    """A command, the home it starts in, and what the library holds before and after."""

    name: str
    start: Path
    arguments: tuple[str, ...]
    before: Held | None
    """None where the library is damaged."""
    after: Held


def apart(work: Callable[[], str]) -> str:
    """The result of some work in a process of its own; what it raises is raised here as an AssertionError."""
    near, far = os.pipe()
    if not (process := os.fork()):
        os.close(near)
        # What it says of its work is another's concern.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
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
            hits = search.find(passage.text[:_ASKED], limit=3, where=Where(reports=(report,)))
            assert any(hit.passage == passage for hit in hits), f"the index does not find {report}"
        assert all(hit.passage.report in active for hit in search.find("政府信息公开", limit=50))
        return {report: _digest(library, report) for report in entries}


def _digest(library: Library, report: str) -> str:
    entry = next(entry for entry in library.entries(active=False) if entry.report == report)
    # Which of two reports counts depends on what else is there.
    own = replace(entry, active=True, standing=Standing(), copies=())
    said = (own, library.figures(reports=[report]), library.counts(reports=[report]))
    return sha256(repr((said, library.lines(report))).encode("utf-8", "surrogatepass")).hexdigest()


def found_fault(change: Change, home: Path, end: Ended, known: dict[str, str]) -> str:
    """What is wrong after a command met a fault; empty where nothing is. `known` says it of homes seen before."""
    if end.code not in (0, 1, -signal.SIGKILL) or "Traceback" in end.err or len(end.err.splitlines()) > 3:
        return f"ended with {end.code}: {end.err[-300:]}"
    done = _said_done(end.out)
    seen = sha256(repr((sorted(done), _contents(home))).encode()).hexdigest()
    if seen not in known:
        known[seen] = _fault_of(change, home, done)
    return known[seen]


def _contents(home: Path) -> list[tuple[str, str]]:
    files = sorted(path for path in home.rglob("*") if path.is_file())
    return [(path.relative_to(home).as_posix(), sha256(path.read_bytes()).hexdigest()) for path in files]


def _fault_of(change: Change, home: Path, done: set[str]) -> str:
    is_as_before = _library(home) == (start := _library(change.start))
    kept = [file.read_bytes() for name in KEPT if (file := home / name).exists()]
    if not is_as_before and kept and kept[0] != start:
        return "the library before is not kept whole"
    if change.before is None and is_as_before:
        return _again(change, home)
    try:
        now = held(home)
    except AssertionError as error:
        return f"the next command fails: {error}"
    for report in (change.before or {}).keys() | change.after.keys() | now.keys():
        before, after, found = (of.get(report) for of in (change.before or change.after, change.after, now))
        if found not in (before, after):
            return f"{report} is neither as before nor as after"
        if report in done and found != after:
            return f"{report} was told to be done and is not"
    return _again(change, home)


def _library(home: Path) -> bytes:
    file = home / paths.LIBRARY
    return file.read_bytes() if file.exists() else b""


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
    left = {path.name for path in home.iterdir()} - {paths.LIBRARY, paths.LOCK, paths.INDEX, *KEPT}
    return f"left behind: {sorted(left)}" if left else ""


def changes(place: Path) -> Iterator[Change]:
    """Every command that changes a library, each with a home of its own to start in."""
    reports = place / "reports"
    reports.mkdir()
    for name, year in (("kept", "2020"), ("changed", "2020"), ("gone", "2020")):
        _write(reports / f"{name}.txt", name, year)
    empty, full = place / "empty", place / "full"
    empty.mkdir()
    # The bundled reports would make every look at a home three times as long.
    _ran(full, ("init", "--empty"))
    _ran(full, ("add", str(reports)))
    _ran(full, ("search", SEARCHED))
    before = held(full)
    _write(reports / "changed.txt", "changed", "2019")
    for name in ("new", "newer"):
        _write(reports / f"{name}.txt", name, "2020")
    made = ("search", SEARCHED)
    yield Change("make", empty, made, {}, _after(place / "made", empty, made))
    added = ("add", "--json", str(reports))
    yield Change("add", full, added, before, _after(place / "added", full, added))
    removed = ("remove", "gone", "changed")
    yield Change("remove", full, removed, before, _after(place / "removed", full, removed))
    set_ = ("set", "kept", "--year", "2018")
    yield Change("set", full, set_, before, _after(place / "set", full, set_))
    bare = place / "bare"
    shutil.copytree(full, bare)
    shutil.rmtree(bare / paths.INDEX)
    yield Change("index", bare, ("search", SEARCHED), before, before)
    stale = place / "stale"
    shutil.copytree(full, stale)
    # One that counts: another takes its place, so that something goes out of the index and something comes in.
    _ran(stale, ("remove", "kept"))
    grown = _after(place / "grown", stale, ("search", SEARCHED))
    yield Change("grow", stale, ("search", SEARCHED), grown, grown)
    old = place / "old"
    shutil.copytree(full, old)
    with closing(database.in_file(old / paths.LIBRARY)) as connection:
        connection.execute("pragma user_version = 0")
    rebuilt = ("search", SEARCHED)
    yield Change("rebuild", old, rebuilt, before, _after(place / "rebuilt", old, rebuilt))
    damaged = place / "damaged"
    shutil.copytree(full, damaged)
    content = bytearray(_library(full))
    content[len(content) // 2] ^= 1
    (damaged / paths.LIBRARY).write_bytes(content)
    repair = ("doctor", "--repair")
    yield Change("repair", damaged, repair, None, _after(place / "repaired", damaged, repair))


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


def faults(calls: int, seconds: float, tried: int, moments: int, random: Random) -> list[Fault]:
    """What a command meets that makes so many calls in so many seconds; at most `tried` of the calls."""
    at = sorted(random.sample(range(calls), min(calls, tried)))
    some = {kind: sorted(random.sample(at, -(-len(at) // SHARE))) for kind in ("power", "names", "torn", "full")}
    return [
        *(Fault("kill", n) for n in at),
        *(Fault(kind, n) for kind, places in some.items() for n in places),
        *(Fault("late", seconds=random.uniform(0.0, 1.1 * seconds)) for _ in range(moments)),
        *(Fault(kind) for kind in ("shut", "back", "both")),
    ]


def tried(change: Change, home: Path, calls: int, moments: int, random: Random) -> dict[str, object]:
    """A command with every fault: how many of each kind, and what went wrong."""
    shutil.copytree(change.start, home)
    began = time.monotonic()
    clean = ended(home, change.arguments, Fault("none"), home.parent)
    took = time.monotonic() - began
    counts, wrong, known = Counter[str](), [], dict[str, str]()
    for fault in faults(clean.calls, took, calls, moments, random):
        shutil.rmtree(home)
        shutil.copytree(change.start, home)
        end = ended(home, change.arguments, fault, home.parent)
        counts[fault.kind] += 1
        if problem := found_fault(change, home, end, known):
            wrong.append(f"{fault}: {problem}")
    shutil.rmtree(home)
    return {"change": change.name, "calls": clean.calls, "tried": counts, "homes": len(known), "wrong": wrong}


def main(arguments: Sequence[str] | None = None) -> int:
    """Try every change with every fault; one line of JSON for each change, the failures in it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--points", type=int, default=300, help="moments at which commands are killed, in all")
    parser.add_argument("--calls", type=int, default=sys.maxsize, help="of each command, at most; else every one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*")
    asked = parser.parse_args(arguments)
    failed, wanted = False, set(asked.only) if asked.only else None
    with TemporaryDirectory(prefix="nianbao-crash-") as folder:
        _warmed(Path(folder) / "warm")
        for change in changes(Path(folder)):
            if wanted is not None and change.name not in wanted:
                continue
            random = Random(f"{asked.seed} {change.name}")
            moments = -(-asked.points // (len(asked.only) if asked.only else CHANGES))
            said = tried(change, Path(folder) / "home", asked.calls, moments, random)
            print(json.dumps(said, ensure_ascii=False), flush=True)
            failed = failed or bool(said["wrong"])
            if wanted is not None and not (wanted := wanted - {change.name}):
                break
    return int(failed)


def _warmed(home: Path) -> None:
    """Load what every process would load, so that they are forked with it."""
    with redirect_stdout(StringIO()):
        assert cli.run(["--home", str(home), "search", SEARCHED]) == 0
    _held(home)
    shutil.rmtree(home)


if __name__ == "__main__":
    sys.exit(main())
