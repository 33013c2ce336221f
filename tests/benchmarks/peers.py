"""nianbao beside what one would use instead, in one run over the same reports and questions: `make bench-peers`.

    python tests/benchmarks/peers.py [--reports 1000] [--figures 300] [--prose 300] [--rounds 3] [--starts 7]
        [--seed 1] [--peers NAME …] [--write]

`peers_each.py` has the peers, `peers_asked.py` what is asked and how it is judged. Whatever is not installed is left
out with a line. Peers take turns in each round, so that a busy moment of the machine falls on all of them.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import peers_asked
from cold import FIGURE, NARRATIVE
from corpus import form
from peers_asked import FIGURE_EN, FIGURE_ZH, KINDS, PROSE, Questions
from peers_each import MOST, PEERS, WORKER, Found, Peer

ROOT = Path(form.__file__).parents[1]
RESULTS = Path(__file__).with_name("results.md")
MEASURE = "nianbao"
STAND_IN = "shared words"
COLD = (FIGURE, NARRATIVE)
"""They are about the bundled reports, which are among those asked of."""


@dataclass(slots=True)
class Run:
    """What was measured of one peer."""

    peer: Peer
    build: list[float] = field(default_factory=list)
    """Seconds, one a round."""
    disk: float = 0.0
    """MB it keeps, beside the files."""
    memory: float = 0.0
    """Peak MB of the process that answers."""
    cold: dict[str, list[float]] = field(default_factory=lambda: {text: [] for text in COLD})
    """Milliseconds by question."""
    warm: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    """Milliseconds by kind."""
    found: dict[str, list[list[Found]]] = field(default_factory=dict)
    """Results by kind, one list a question; the same in every round."""


def version(peer: type[Peer]) -> str | None:
    """What it stands for, with versions; None where something of it is not installed."""
    try:
        return ", ".join(_version(package) for package in peer.packages)
    except (importlib.metadata.PackageNotFoundError, FileNotFoundError):
        return None


def _version(package: str) -> str:
    if package == "rg":
        run = subprocess.run(["rg", "--version"], capture_output=True, encoding="utf-8", check=True)
        return " ".join(run.stdout.split()[:2])
    return f"{package} {importlib.metadata.version(package)}"


def environment() -> dict[str, str]:
    """Of every process: our code, bytecode kept, no network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NIANBAO"))}
    return kept | {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", "NIANBAO_LANG": "en"}


def worked(what: str, name: str, folder: Path, given: Any) -> dict[str, Any]:
    """What the worker prints. Leaves with what it said where it fails."""
    told = json.dumps(given)
    run = subprocess.run(
        [sys.executable, WORKER, what, name, str(folder)],
        input=told, env=environment(), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if run.returncode:
        sys.exit(f"{name}, {what}: {run.stderr}")
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return result


def build(run: Run, files: Sequence[Path]) -> None:
    """Build anew in its folder, and count what it keeps."""
    folder = run.peer.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run.build.append(worked("build", run.peer.name, folder, [str(file) for file in files])["seconds"])
    run.disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def start(run: Run) -> None:
    """Each cold start once. Leaves with what was said where one fails."""
    for text in COLD:
        started = time.perf_counter()
        ended = subprocess.run(run.peer.cold(text), env=environment(), stdin=subprocess.DEVNULL, capture_output=True)
        run.cold[text].append((time.perf_counter() - started) * 1000)
        if ended.returncode not in (0, 3):
            sys.exit(f"{run.peer.name}, {text}: {ended.stderr.decode()}")


def ask(run: Run, questions: Questions) -> None:
    """Every question in one warm process."""
    asked = {kind: [one.text for one in of_kind] for kind, of_kind in questions.items()}
    told = worked("ask", run.peer.name, run.peer.folder, asked)
    run.memory = max(run.memory, told["memory"])
    for kind, results in told["results"].items():
        run.warm[kind] += [result["ms"] for result in results]
        run.found[kind] = [[Found(**one) for one in result["found"]] for result in results]


def measured(
    peers: Sequence[type[Peer]], folder: Path, files: Sequence[Path], asked: Questions, rounds: int, starts: int
) -> list[Run]:
    """All of it, in turns; one round of cold starts before the counted ones fills caches."""
    runs = [Run(peer(folder / f"{n}")) for n, peer in enumerate(peers)]
    for n in range(rounds):
        for run in runs:
            build(run, files)
        for run in runs:
            ask(run, asked)
        print(f"round {n + 1} of {rounds}: {time.strftime('%X')}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    for n in range(starts + 1):
        for run in runs:
            start(run)
        if n == 0:
            for run in runs:
                run.cold = {text: [] for text in COLD}
    return runs


def columns(run: Run) -> dict[str, float]:
    """What one peer costs, less being better; the order is that of the table."""
    found = {"build, s": statistics.median(run.build), "disk, MB": run.disk, "memory, MB": run.memory}
    for text, said in zip(COLD, ("figure", "prose"), strict=True):
        found[f"cold {said}, ms"] = statistics.median(run.cold[text])
    for kinds, said in (((FIGURE_ZH, FIGURE_EN), "figure"), ((PROSE,), "prose")):
        spent = sorted(ms for kind in kinds for ms in run.warm[kind])
        found[f"warm {said} p50, ms"] = statistics.median(spent)
        found[f"p95, ms ({said})"] = spent[len(spent) * 95 // 100]
    return found


def scores(run: Run, questions: Questions) -> dict[str, float]:
    """Shares of the questions in per cent, more being better, but of those left without a result."""
    found: dict[str, float] = {}
    for kind in KINDS:
        pairs = list(zip(questions[kind], run.found[kind], strict=True))
        places = [peers_asked.place_of(question, results) for question, results in pairs]
        shares = {"first": [place == 1 for place in places]}
        if kind == PROSE:
            shares[f"among {MOST}"] = [place is not None for place in places]
        else:
            shares["of its report"] = [bool(r) and r[0].report == question.report for question, r in pairs]
        shares["no result"] = [not results for _, results in pairs]
        found |= {f"{kind}: {said}": 100 * sum(share) / len(share) for said, share in shares.items()}
    return found


def table(cells: dict[str, dict[str, float]], *, less: bool) -> Iterator[str]:
    """A row a peer, the best of each column bold; behind a cost how many times that of nianbao it is."""
    names = list(next(iter(cells.values())))
    yield "| | " + " | ".join(names) + " |"
    yield "|---|" + "--:|" * len(names)
    for peer in cells:
        yield f"| {peer} | " + " | ".join(_cell(name, peer, cells, less=less) for name in names) + " |"


def _cell(name: str, peer: str, cells: dict[str, dict[str, float]], *, less: bool) -> str:
    value, every = cells[peer][name], [row[name] for row in cells.values()]
    text = f"{value:.0f}" if value >= 100 or not less else f"{value:.1f}"
    if value == (min(every) if less else max(every)) and not name.endswith("no result"):
        text = f"**{text}**"
    measure = cells.get(MEASURE, {}).get(name)
    return f"{text} ({value / measure:.2f}×)" if less and measure and peer != MEASURE else text


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the tables, and keep them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=1_000)
    parser.add_argument("--figures", type=int, default=300, help="figure questions in each language")
    parser.add_argument("--prose", type=int, default=300, help="questions about the prose, at most")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--starts", type=int, default=7, help="cold starts of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=[name for name in PEERS if name != STAND_IN])
    parser.add_argument("--write", action="store_true", help=f"append the tables to {RESULTS.name}")
    options = parser.parse_args(arguments)
    versions = {name: version(PEERS[name]) for name in options.peers}
    for name in (name for name, told in versions.items() if told is None):
        print(f"{name}: left out, {' or '.join(PEERS[name].packages)} is not installed")
    load = os.getloadavg()[0]
    written = peers_asked.reports(options.reports, options.seed)
    asked = peers_asked.questions(written, options.figures, options.prose, options.seed)
    with tempfile.TemporaryDirectory(prefix="nianbao-peers-") as place:
        (folder := Path(place) / "files").mkdir()
        files = peers_asked.files(folder, written)
        present = [PEERS[name] for name, told in versions.items() if told is not None]
        runs = measured(present, Path(place), files, asked, options.rounds, options.starts)
    told = dict.fromkeys(text for text in versions.values() if text)
    counts = ", ".join(f"{len(of_kind)} ({kind})" for kind, of_kind in asked.items())
    head = f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs, load {load:.1f} before, "
    head += f"{os.getloadavg()[2]:.1f} over the last quarter of an hour · {'; '.join(told)} · {len(files)} reports, "
    head += f"questions: {counts} · medians of {options.rounds} rounds, cold starts of {options.starts}"
    costs = table({run.peer.name: columns(run) for run in runs}, less=True)
    result = "\n".join((head, "", *costs, "", *table({r.peer.name: scores(r, asked) for r in runs}, less=False), ""))
    print(result)
    if options.write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{result}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
