"""A soak: some processes add, remove, search and ask in one library, each command held against what should be there.

Each process has reports of its own, so that it knows exactly which of them the library must hold; what the others do
meanwhile must never show in its answers. In the end the library is held against all of them together.

    python tests/benchmarks/soak.py --minutes 30 --processes 4
"""

import argparse
import contextlib
import io
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random

import nation
from assistant import cli
from assistant.library import build, finding
from nation import Written

BUSY = "another nianbao"
ASKED = (("requests", "本年新收政府信息公开申请数量", "总计"), ("requests", "予以公开", "总计"))


@dataclass(slots=True)
class Seat:
    """One process: its reports, those it was told are in the library, and what went wrong."""

    home: Path
    folder: Path
    random: Random
    reports: dict[str, Written]
    held: set[str] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """Every change that it asked for, with how it ended."""


def ran(home: Path, *arguments: str) -> tuple[int, str, str]:
    """A command as a person would run it: exit code, output, messages."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(["--home", str(home), *arguments])
    return code, out.getvalue(), err.getvalue()


def add(seat: Seat) -> None:
    """Add some of the seat's files, those among them that the library holds already too."""
    chosen = seat.random.sample(sorted(seat.reports), seat.random.randint(1, 4))
    nation.write(seat.folder, [seat.reports[stem] for stem in chosen])
    files = [str(path) for stem in chosen for path in seat.folder.glob(f"{stem}.*")]
    code, out, err = ran(seat.home, "add", "--json", *files)
    seat.told.append(f"add {chosen}: {code} {out} {err}")
    for line in out.splitlines():
        told = json.loads(line)
        stem = Path(told["file"]).stem
        if told["result"] in ("added", "unchanged"):
            expected = "unchanged" if stem in seat.held else "added"
            if told["result"] != expected or told["report"] != stem:
                seat.wrong.append(f"{line}, expected {expected}")
            seat.held.add(stem)
        else:
            seat.wrong.append(line)
    if code and BUSY not in err:
        seat.wrong.append(f"add ended with {code}: {err}")


def remove(seat: Seat) -> None:
    """Remove some of what the seat holds."""
    if not seat.held:
        return
    chosen = seat.random.sample(sorted(seat.held), min(len(seat.held), seat.random.randint(1, 2)))
    code, _, err = ran(seat.home, "remove", *chosen)
    seat.told.append(f"remove {chosen}: {code} {err}")
    if code == 0:
        seat.held -= set(chosen)
    elif BUSY not in err:
        seat.wrong.append(f"remove ended with {code}: {err}")


def ask(seat: Seat) -> None:
    """Ask for a figure of one of the seat's reports: its value while it is there, a refusal while it is not."""
    stem = seat.random.choice(sorted(seat.reports))
    report, cell = seat.reports[stem], seat.random.choice(ASKED)
    words = {"本年新收政府信息公开申请数量": "新收了多少件申请", "予以公开": "予以公开多少件"}[cell[1]]
    _, out, err = ran(seat.home, "ask", "--json", f"{report.agency}{report.year}年{words}")
    if not out:
        seat.wrong.append(f"no answer: {err}")
        return
    told = json.loads(out)
    expected = report.values[cell] if stem in seat.held else None
    if told["value"] is not None and told["value"] != expected:
        seat.wrong.append(f"{told['question']}: {told['value']}, expected {expected}: {told['text']}")
    if told["value"] is None and (expected or "").isdigit():
        seat.wrong.append(f"{told['question']}: {told['outcome']}, expected {expected}")


def search(seat: Seat) -> None:
    """Search for words of one of the seat's reports, and find none of those that it removed."""
    report = seat.random.choice(list(seat.reports.values()))
    code, out, err = ran(seat.home, "search", "--json", report.problems[0])
    if code == 3:
        return
    if code:
        seat.wrong.append(f"search ended with {code}: {err}")
        return
    for hit in json.loads(out)["passages"]:
        if hit["report"] in seat.reports and hit["report"] not in seat.held:
            seat.wrong.append(f"search finds {hit['report']}, which was removed")


CHANGES: tuple[tuple[Callable[[Seat], None], int], ...] = ((add, 3), (remove, 2), (ask, 6), (search, 1))


def work(home: Path, folder: Path, reports: Sequence[Written], seed: int, seconds: float) -> Seat:
    """What one process does until its time is over."""
    folder.mkdir()
    seat = Seat(home, folder, Random(seed), {report.stem: report for report in reports})
    end = time.monotonic() + seconds
    while time.monotonic() < end and not seat.wrong:
        (kind,) = seat.random.choices([kind for kind, _ in CHANGES], [weight for _, weight in CHANGES])
        kind(seat)
        seat.done[kind.__name__] += 1
    return seat


def differences(home: Path, seats: Sequence[Seat]) -> list[str]:
    """What is wrong with the library in the end."""
    with build.open_library(home) as library:
        expected = {stem for seat in seats for stem in seat.held}
        there = {entry.report for entry in library.entries(active=False)}
        wrong = [*library.faults(), *(f"{stem} is lost" for stem in expected - there)]
        wrong += [f"{stem} should be gone" for stem in there - expected]
        hits = finding.open_search(library, home).find("公开目录更新不够及时", limit=20)
        return wrong + [f"search finds {hit.passage.report}" for hit in hits if hit.passage.report not in there]


def main(arguments: Sequence[str] | None = None) -> int:
    """Let the processes work, then hold the library against them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    reports = nation.nation(asked.seed, 48)
    with tempfile.TemporaryDirectory(prefix="nianbao-soak-") as place:
        home = Path(place) / "home"
        build.init(home, empty=True)
        with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as pool:
            seats = list(
                pool.map(
                    work,
                    [home] * asked.processes,
                    [Path(place) / f"files-{n}" for n in range(asked.processes)],
                    [reports[n :: asked.processes] for n in range(asked.processes)],
                    range(asked.seed, asked.seed + asked.processes),
                    [asked.minutes * 60] * asked.processes,
                )
            )
        wrong = [*(line for seat in seats for line in seat.wrong), *differences(home, seats)]
    done = sum((seat.done for seat in seats), Counter[str]())
    held = sum(len(seat.held) for seat in seats)
    print(f"{asked.processes} processes, {asked.minutes:g} min: {dict(done)}; {held} reports held in the end")
    for line in wrong:
        print(f"WRONG {line}")
    for line in (line for seat in seats if seat.wrong for line in seat.told[-3:]):
        print(line)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
