"""How fast `add` reads, and whether its memory stays flat: `make bench-reading`.

    python tests/benchmarks/reading.py [--texts 1000] [--pdfs 80] [--memory 10000]

Clean reports are written with random figures, then read through the part of `add` that reads, parses and finds every
figure, count and passage, in as many worker processes as there are cores. Seconds of processor say what two cores can
do that are free, however busy the machine is. Each kind stands beside a well-known library that only takes the same
files apart, in one process. Exits 1 where a speed is too low, or where memory grows.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

import pdfplumber
from selectolax.lexbor import LexborHTMLParser

from assistant.library.contents import Contents, Job
from assistant.library.crew import batches, workers_for
from damage_layout import DOCX, HTML, TABS, Layout, content
from damage_writer import Lines, clean_report
from reading_pdf import pdf

KINDS = ((TABS, "txt"), (HTML, "html"), (DOCX, "docx"), ("pdf", "pdf"))
REQUIRED = {TABS: 150.0, "pdf": 15.0}
"""Reports a second on two cores."""
MARKS = (1_000, 5_000, 10_000)
MOST_GROWTH = 1.25
"""Of the memory at 1,000 files."""
_DIGITS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast one kind was read."""

    kind: str
    reports: float
    """A second, in all workers together, as the machine was."""
    seconds: float
    """Of processor, for one report."""
    other: str
    """The library that took the same files apart."""
    by_other: float
    """Seconds of processor that it takes for a file."""

    @property
    def on_two_cores(self) -> float:
        """Reports a second where two cores have nothing else to do."""
        return 2 / self.seconds


def named(lines: Lines, n: int) -> Lines:
    """The report as that of agency number n."""
    agency = "".join(_DIGITS[int(digit)] for digit in f"{n:05}") + "县水利局"
    year = lines[0].words[0][-18:]
    return (replace(lines[0], words=(agency + year[year.index("20") :],)), *lines[1:])


def written(folder: Path, kind: str, suffix: str, count: int, seed: int = 1) -> list[Path]:
    """Files of one kind."""
    rng = Random(seed)
    files = []
    for n in range(count):
        lines = named(clean_report(rng).lines, n)
        files.append(folder / f"{n:05}.{suffix}")
        layout = Layout(kind)
        files[-1].write_bytes(pdf(lines) if kind == "pdf" else content(lines, layout))
    return files


def reading(files: Sequence[Path]) -> tuple[float, float]:
    """(reports a second, seconds of processor a report), the workers' start included."""
    jobs = [Job(path, path.parent) for path in files]
    asked = iter(list(enumerate(jobs)))
    started, used = time.perf_counter(), processor()
    with closing(batches(asked, workers_for(jobs))) as ready:
        bad = [found for done in ready for _, found in done if not isinstance(found, Contents)]
    if bad:
        sys.exit(f"a clean report was not read: {bad[0]}")
    return len(files) / (time.perf_counter() - started), (processor() - used) / len(files)


def processor() -> float:
    """Seconds of processor that this process and its ended children took."""
    return sum(os.times()[:4])


def take_apart(files: Sequence[Path], other: Callable[[Path], object]) -> float:
    """Seconds of processor that another library takes for a file."""
    used = time.process_time()
    for path in files:
        other(path)
    return (time.process_time() - used) / len(files)


def by_selectolax(path: Path) -> object:
    """The text of a page, or of any text as one."""
    return LexborHTMLParser(path.read_bytes()).text()


def by_pdfplumber(path: Path) -> object:
    """The tables and the text of each page."""
    with pdfplumber.open(path) as opened:
        return [(page.extract_tables(), page.extract_text()) for page in opened.pages]


def speeds(texts: int, pdfs: int) -> Iterator[Speed]:
    """The speed of each kind, beside the library's; none of a kind without files."""
    for kind, suffix in KINDS if texts else KINDS[-1:] if pdfs else ():
        with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
            files = written(Path(folder), kind, suffix, pdfs if kind == "pdf" else texts)
            name, other = ("pdfplumber", by_pdfplumber) if kind == "pdf" else ("selectolax", by_selectolax)
            yield Speed(kind, *reading(files), name, take_apart(files[: 10 if kind == "pdf" else 300], other))


_MEASURED = """
import json, sys, time
from pathlib import Path
from assistant.library import build
from corpus.library.store import Library
folder, marks = Path(sys.argv[1]), json.loads(sys.argv[2])
done, started = 0, time.perf_counter()
def peak(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
def each(added):
    global done
    done += 1
    assert added.result == "added", added
    if done in marks:
        workers = Path("/proc/self/task").glob("*/children")
        pids = [pid for path in workers for pid in path.read_text().split()]
        print(json.dumps([done, peak("self"), max(map(peak, pids)), time.perf_counter() - started]), flush=True)
with Library.create(folder / "library.db") as library:
    build.add(library, [folder / "reports"], each=each)
"""


def memory(count: int) -> list[tuple[int, float, float, float]]:
    """(files, peak MB of parent and of the largest worker, seconds) while a folder is added; Linux alone tells."""
    marks = [mark for mark in MARKS if mark < count] + [count]
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        (Path(folder) / "reports").mkdir()
        written(Path(folder) / "reports", TABS, "txt", count)
        ran = subprocess.run(
            [sys.executable, "-c", _MEASURED, folder, json.dumps(marks)], stdout=subprocess.PIPE, check=True, text=True
        )
    return [tuple(json.loads(line)) for line in ran.stdout.splitlines()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description="Measure how nianbao reads files.")
    parser.add_argument("--texts", type=int, default=1_000)
    parser.add_argument("--pdfs", type=int, default=80)
    parser.add_argument("--memory", type=int, default=10_000, help="files; 0 leaves it out")
    options = parser.parse_args(arguments)
    print(f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs\n")
    print("| kind | reports/s, as it was | on two free cores | at least | CPU ms | that of | CPU ms | × |")
    print("|---|--:|--:|--:|--:|---|--:|--:|")
    missed = False
    for speed in speeds(options.texts, options.pdfs):
        least = REQUIRED.get(speed.kind, 0)
        missed |= speed.on_two_cores < least
        ours = f"{speed.reports:.0f} | {speed.on_two_cores:.0f} | {least:.0f} | {speed.seconds * 1000:.1f}"
        other = f"{speed.other} | {speed.by_other * 1000:.2f} | {speed.seconds / speed.by_other:.2f}"
        print(f"| {speed.kind} | {ours} | {other} |", flush=True)
    if options.memory and sys.platform == "linux":
        print("\n| files added | peak MB, parent | peak MB, largest worker | s, stored |\n|--:|--:|--:|--:|")
        peaks = memory(options.memory)
        for files, parent, worker, seconds in peaks:
            print(f"| {files:,} | {parent:.0f} | {worker:.0f} | {seconds:.0f} |")
        missed |= any(last > MOST_GROWTH * first for first, last in zip(peaks[0][1:3], peaks[-1][1:3], strict=True))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
