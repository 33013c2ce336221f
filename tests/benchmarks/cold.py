"""How long a cold start takes: `python tests/benchmarks/cold.py`, or `make bench`.

Every case is a process of its own in this environment; the cases take turns, so that a busy moment of the machine
falls on all of them. The measure is the smallest Typer app, `noop.py`. Exits 1 where a required ratio is missed.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results.md"
NIANBAO = str(Path(sysconfig.get_path("scripts")) / "nianbao")
FIGURE = "龙口2020年行政处罚多少件？"
NARRATIVE = "汾阳通过什么渠道公开"
MEASURE, IMPORT = "smallest Typer app", "`import typer`"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to start."""

    name: str
    command: tuple[str, ...]
    fresh_home: bool = False
    at_most: float | None = None
    """The required ratio to the measure; None where none is required."""


CASES = (
    Case(IMPORT, (sys.executable, "-c", "import typer")),
    Case(MEASURE, (sys.executable, str(HERE / "noop.py"), FIGURE)),
    Case("a figure", (NIANBAO, "ask", FIGURE), at_most=1.5),
    Case("a figure, first in a fresh home", (NIANBAO, "ask", FIGURE), fresh_home=True, at_most=10),
    Case("a narrative answer", (NIANBAO, "ask", NARRATIVE), at_most=3),
    Case("a narrative answer, first in a fresh home", (NIANBAO, "ask", NARRATIVE), fresh_home=True, at_most=20),
)


def seconds(case: Case, home: Path) -> float:
    """One start of a case, from before the process to after its end. Leaves with what it said where it fails."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as fresh:
        # An installed program has its bytecode; where a variable forbids to keep it, we would measure compiling.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment["NIANBAO_HOME"] = str(Path(fresh) / "home" if case.fresh_home else home)
        start = time.perf_counter()
        run = subprocess.run(case.command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        took = time.perf_counter() - start
    if run.returncode:
        sys.exit(f"{case.name} ended with {run.returncode}: {run.stderr.decode()}")
    return took


def measure(cases: Sequence[Case], runs: int) -> dict[str, float]:
    """Median milliseconds of each case. One round before the counted ones fills caches and the shared home."""
    taken: dict[str, list[float]] = {case.name: [] for case in cases}
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        for _ in range(runs + 1):
            for case in cases:
                taken[case.name].append(seconds(case, Path(folder) / "home"))
    return {name: statistics.median(times[1:]) * 1000 for name, times in taken.items()}


def missed(cases: Sequence[Case], medians: Mapping[str, float]) -> tuple[str, ...]:
    """The cases that take more than their required multiple of the measure."""
    limits = {case.name: case.at_most for case in cases if case.at_most is not None}
    return tuple(name for name, limit in limits.items() if medians[name] > limit * medians[MEASURE])


def table(cases: Sequence[Case], medians: Mapping[str, float], runs: int) -> str:
    """The result in Markdown."""
    head = f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs · median of {runs}"
    lines = [f"| cold start | ms | × {MEASURE} | × {IMPORT} | at most |", "|---|--:|--:|--:|--:|"]
    for case in cases:
        took = medians[case.name]
        ratios = (f"{took / medians[name]:.2f}" for name in (MEASURE, IMPORT))
        lines.append(" | ".join((f"| {case.name}", f"{took:.0f}", *ratios, f"{case.at_most or ''} |")))
    return "\n".join((head, "", *lines, ""))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description="Measure the cold start of nianbao.")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--write", action="store_true", help=f"append the table to {RESULTS.name}")
    options = parser.parse_args(arguments)
    medians = measure(CASES, options.runs)
    result = table(CASES, medians, options.runs)
    print(result)
    if options.write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{result}")
    late = missed(CASES, medians)
    for name in late:
        print(f"too slow: {name}", file=sys.stderr)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
