"""How the search index grows: `python tests/benchmarks/growing.py 200000 1000000`, or `make bench-index`.

For each number an index of so many vectors, of the passages of the bundled reports and their sentences: each report
again and again as another agency's, with some words of each passage replaced, and every vector moved by noise. The
vectors of questions are those of our own questions, moved likewise. Prints how long building took, how large the index
is, what share of the ten nearest is found (as near as the tenth counts), how long a question takes with and without
filters, and how long it takes from ten more reports until the next question is answered. Times are those of the
processor, so that other work on the machine does not show; what it takes to make up a passage that was found does not
count. Of several numbers it also prints by how much each figure grows when there is ten times as much. Exits 1 where a
requirement is missed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.paths import bundled
from corpus.parse import parse
from corpus.read import read
from corpus.report import Passage
from index import vectors
from index.build import Held, Holdings, update
from index.encoder import Progress, TableEncoder, default, normalise
from index.filter import Filter
from index.opened import Index, open_index
from index.passage import split
from index.search import search

RESULTS = Path(__file__).with_name("results.md")
QUESTIONS = Path(__file__).parents[1] / "search_queries.jsonl"
P95_AT_MOST, ADDED_AT_MOST, RECALL_AT_LEAST, MEMORY_AT_MOST = 50.0, 3.0, 0.98, 1_500
_NOISE = 0.6
"""Length of what is added to a vector of length one."""
_ASKED = 100
_NEAREST = 10
FILTERS = ("all", "one report", "a province", "a year", "a section", "the measures")


class Noisy:
    """The default model with noise; the same text gets another vector each time it is embedded."""

    def __init__(self, model: TableEncoder) -> None:
        self.name, self.dimension = f"{model.name}+noise", model.dimension
        self._model, self._random = model, np.random.default_rng(1)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """One row a text, moved."""
        rows = self._model.encode(texts, progress)
        noise = self._random.normal(size=rows.shape).astype(np.float32) * (_NOISE / rows.shape[1] ** 0.5)
        return normalise(np.asarray(rows + noise, dtype=np.float32))


def templates() -> list[list[Passage]]:
    """The passages of each bundled report."""
    return [list(split(parse(read(path)))) for path in sorted(bundled().glob("*.txt"))]


class Nation:
    """Reports without end: report n is one of the bundled ones as another agency's, some of its words replaced.

    Each year has as many of each.
    """

    def __init__(self) -> None:
        self._of = templates()
        self._words = sorted(
            {word for own in self._of for p in own for word in p.text.split("，") if 2 <= len(word) <= 9}
        )

    def report(self, number: int) -> Held:
        """One report; its stamp is its number."""
        random = Random(number)
        own = self._of[number % len(self._of)]
        agency = "".join(random.choice("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥") for _ in range(3)) + "县教育局"
        passages = [
            replace(
                passage,
                report=f"r{number}",
                agency=agency,
                year=2019 + number // len(self._of) % 5,
                key=100 * number + place,
                text=self._altered(passage.text, random),
            )
            for place, passage in enumerate(own)
        ]
        return Held(number, passages, (agency[:3],))

    def _altered(self, text: str, random: Random) -> str:
        clauses = text.split("，")
        for place in range(len(clauses)):
            if random.random() < 0.3:
                clauses[place] = random.choice(self._words)
        return "，".join(clauses)

    def passages(self, keys: Collection[int]) -> dict[int, Passage]:
        """The passages of some keys, made again as a library would fetch them."""
        reports = {number: self.report(number) for number in {key // 100 for key in keys}}
        by_key = {passage.key: passage for held in reports.values() for passage in held.passages}
        return {key: by_key[key] for key in keys}

    def holdings(self, numbers: Collection[int]) -> Holdings:
        """What an index of these reports is made from."""
        return Holdings(numbers, lambda stamps: (self.report(number) for number in stamps))


class Kept:
    """Passages that were asked for before are kept."""

    def __init__(self, nation: Nation) -> None:
        self._nation, self._kept = nation, dict[int, Passage]()
        self.spent = 0.0
        """Seconds of the processor that it took to make passages up."""

    def __call__(self, keys: Collection[int]) -> dict[int, Passage]:
        """The passages of some keys."""
        began = process_time()
        self._kept.update(self._nation.passages(set(keys) - self._kept.keys()))
        self.spent += process_time() - began
        return {key: self._kept[key] for key in keys}


def questions(number: int = _ASKED) -> list[str]:
    """Our own questions about the prose."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["query"] for line in lines][:number]


def filters(reports: int) -> dict[str, Filter]:
    """What is asked of how much, where there are so many reports."""
    chosen = (
        Filter(),
        Filter(reports=[7]),
        Filter(reports=range(1, reports, 30)),
        Filter(years=[2021]),
        Filter(sections=[5]),
        Filter(kinds=["measure"]),
    )
    return dict(zip(FILTERS, chosen, strict=True))


def recall(index: Index, asked: NDArray[np.float32], wanted: Filter) -> tuple[float, float]:
    """Of the ten nearest passages, and of the ten nearest sentences, of those that may be found the share found."""
    shares = []
    for kind in ("passages", "sentences"):
        exact, found = (np.full((len(asked), _NEAREST), -np.inf, np.float32) for _ in range(2))
        for segment, own in zip(index.segments, index.within(wanted).passages, strict=True):
            of, within = getattr(segment, kind), own if kind == "passages" else segment.of_sentences(own)
            for rows in blocks(of, np.arange(vectors.count(of)) if within is None else np.flatnonzero(within)):
                exact = np.sort(np.hstack((exact, asked @ rows.T)), axis=1)[:, -_NEAREST:]
            for row, vector in enumerate(asked):
                near = vectors.nearest(of, vector, _NEAREST, within)[1]
                found[row] = np.sort(np.concatenate((found[row], near)))[-_NEAREST:]
        # There may be fewer than ten: what is wanted then is every one of them.
        there = exact[0] > -np.inf
        shares.append(float(np.mean(found[:, there] >= exact[:, there][:, :1] - 1e-6)))
    return shares[0], shares[1]


def blocks(of: vectors.Vectors, places: NDArray[np.int64], size: int = 50_000) -> Iterator[NDArray[np.float32]]:
    """The vectors of some places, some at once."""
    for start in range(0, len(places), size):
        yield vectors.rows(of, places[start : start + size])


def milliseconds(work: Callable[[str], object], texts: Sequence[str], fetch: Kept) -> tuple[float, float]:
    """p50 and p95 of some work on each of some questions, after a first round over all of them; processor time."""
    taken = []
    for lap in range(2):
        for text in texts:
            began = process_time() - fetch.spent
            work(text)
            taken += [1000 * (process_time() - fetch.spent - began)] if lap else []
    return statistics.median(taken), float(np.quantile(taken, 0.95))


def memory() -> tuple[int, int]:
    """Megabytes that are this process's own, and those of files it has mapped."""
    said = dict(
        line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text("ascii").splitlines() if ":" in line
    )
    kilobytes = {name: int(said[name].split()[0]) for name in ("Anonymous", "Rss")}
    return kilobytes["Anonymous"] // 1024, (kilobytes["Rss"] - kilobytes["Anonymous"]) // 1024


def ask(folder: Path, reports: int, number: int) -> dict[str, Any]:
    """What a reader of an index measures, in a process of its own."""
    nation, model = Nation(), Noisy(default())
    index, texts = open_index(folder), questions(number)
    fetch, said, of = Kept(nation), dict[str, Any](), filters(reports)
    for name, wanted in of.items():

        def one(text: str, wanted: Filter = wanted) -> object:
            return search(index, text, fetch, model, wanted, 5)

        said[name] = [round(value, 1) for value in milliseconds(one, texts, fetch)]
    said["memory"] = memory()
    found = [recall(index, model.encode(texts), wanted) for wanted in of.values()]
    said["recall"] = [round(share, 4) for share in found[0]]
    said["recall within"] = [round(min(shares), 4) for shares in zip(*found, strict=True)]
    said["ways"] = [[f"{way.probes}/{way.lists} {way.recall:.3f}" for way in one.ways] for one in index.segments]
    return said


def measured(size: int, number: int = _ASKED) -> dict[str, Any]:
    """An index of about so many vectors: built, asked, ten reports added."""
    nation, model = Nation(), Noisy(default())
    each = sum(1 + p.text.count("。") for own in templates() for p in own) / len(templates())
    reports = round(size / each)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as home:
        folder, began = Path(home, "index"), process_time()
        update(folder, nation.holdings(range(1, reports)), model, "1")
        took = process_time() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        count = sum(one.size for one in open_index(folder).segments)
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        command = [sys.executable, __file__, "--ask", str(folder), str(reports), str(number)]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        added, removed = (_changed(folder, nation, model, range(1, reports + more)) for more in (10, 0))
    return {
        "reports": reports, "vectors": count, "build": took, "peak": peak, "disk": disk, "added": added,
        "removed": removed, **said,
    }  # fmt: skip


def _changed(folder: Path, nation: Nation, model: Noisy, numbers: range) -> tuple[float, float]:
    """Seconds of processor and by the clock until the next question is answered."""
    began = process_time(), perf_counter()
    update(folder, nation.holdings(numbers), model, str(numbers))
    search(open_index(folder), questions()[0], nation.passages, model, None, 5)
    return round(process_time() - began[0], 2), round(perf_counter() - began[1], 2)


def row(of: dict[str, Any]) -> str:
    """One line of the table."""
    cells = [
        f"{of['vectors']:,}", f"{of['reports']:,}", f"{of['build']:.0f}", f"{of['peak']:,}", f"{of['disk']:,.0f}",
        *("{0[0]} / {0[1]}".format(of[name]) for name in (*FILTERS, "recall", "recall within")),
        "{0[0]:,} + {0[1]:,}".format(of["memory"]),
        *("{0[0]} / {0[1]}".format(of[name]) for name in ("added", "removed")),
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def growth(small: dict[str, Any], large: dict[str, Any]) -> str:
    """How many times as much each figure is where there are ten times as many vectors, as one line."""
    tenfold = math.log10(large["vectors"] / small["vectors"])

    def times(before: float, after: float) -> str:
        return f"×{(after / before) ** (1 / tenfold):.1f}" if before > 0 and after > 0 else "–"

    single = [f"{name} {times(small[name], large[name])}" for name in ("build", "peak", "disk")]
    pairs = [
        f"{name} {' / '.join(times(a, b) for a, b in zip(small[name], large[name], strict=True))}"
        for name in (*FILTERS, "memory", "added")
    ]
    return f"For ten times as many vectors: {', '.join((*single, *pairs))}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description="Measure the search index.")
    parser.add_argument("sizes", nargs="*", type=int, default=[200_000, 1_000_000, 2_000_000])
    parser.add_argument("--write", action="store_true", help=f"append the table to {RESULTS.name}")
    parser.add_argument(
        "--ask", nargs=3, metavar=("FOLDER", "REPORTS", "QUESTIONS"), help="only what a reader of an index measures"
    )
    options = parser.parse_args(arguments)
    if options.ask:
        print(json.dumps(ask(Path(options.ask[0]), *map(int, options.ask[1:]))))
        return 0
    lines = [
        f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs",
        "",
        f"| vectors | reports | build, s | peak, MB | disk, MB | {FILTERS[0]}, p50 / p95 ms "
        f"| {' | '.join(FILTERS[1:])} | recall@10 passages / sentences | the worst within a filter "
        "| reader, MB + mapped | 10 added, s / by the clock | 10 removed |",
        "|--:" * 16 + "|",
    ]
    print("\n".join(lines), flush=True)
    missed, every = False, list[dict[str, Any]]()
    for size in options.sizes:
        of = measured(size)
        lines.append(row(of))
        print(lines[-1], of["ways"], flush=True)
        every.append(of)
        missed |= max(of[name][1] for name in FILTERS) > P95_AT_MOST or of["memory"][0] > MEMORY_AT_MOST
        missed |= of["added"][0] > ADDED_AT_MOST or min(of["recall"]) < RECALL_AT_LEAST
    if len(every) > 1:
        lines += ["", growth(every[0], every[-1])]
        print(lines[-1])
    if options.write:
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write("\n".join(("", *lines, "")))
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
