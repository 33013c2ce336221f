"""What very many reports cost: `make bench-many`.

    python tests/benchmarks/many.py [--reports 1000 10000] [--seed 1] [--write]

For each number of reports a library is made as a user would: files, `nianbao add`, the first question about the prose,
which builds the search index. Then cold and warm questions of every kind, each in a process of its own, and ten reports
more. Every figure given is held against the one written; a wrong one fails the run, and so does a requirement missed.
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from time import perf_counter

import many_files
from assistant.answer import Exit
from assistant.chat import Chat
from damage_form import ACTIVE, REQUESTS
from many_files import Made

RESULTS = Path(__file__).with_name("results.md")
PROGRAM = "import sys; from assistant.start import main; sys.exit(main())"
ASKED = {
    "look-up": (300, "{agency}{year}年{row}多少件"),
    "rank": (12, "{year}年{row}最多的前十名"),
    "sum": (12, "{year}年{row}一共多少件"),
    "filter": (12, "{year}年{row}超过1000件的有几家"),
    "prose, one report": (100, "{agency}{year}年{topic}"),
    "prose, all reports": (25, "{topic}"),
}
"""How often each kind is asked warm, and how."""
ROWS = {
    "行政处罚": {"2019": (ACTIVE, "行政处罚", "处理决定数量"), "2021": (ACTIVE, "行政处罚", "本年处理决定数量")},
    "行政许可": {"2019": (ACTIVE, "行政许可", "处理决定数量"), "2021": (ACTIVE, "行政许可", "本年处理决定数量")},
    "信息公开申请": dict.fromkeys(("2019", "2021"), (REQUESTS, "本年新收政府信息公开申请数量", "总计")),
}
TOPICS = ("怎样回应社会关切", "如何做政策解读", "怎么加强组织领导", "怎样开展业务培训", "如何公开财政预算")
A_SECOND, PROSE_AT_MOST, PRIVATE_AT_MOST, KNOWN_A_SECOND = 100.0, 50.0, 1_500.0, 10_000
"""Reports added and indexed; milliseconds of a question about one report's prose at p95; megabytes of a reader; files
a second that are passed over because they are known."""


@dataclass(slots=True)
class Measured:
    """One library."""

    reports: int
    seconds: dict[str, float] = field(default_factory=dict)
    """Of `add`; of `again`, the same files added once more, the `first` time and then; of `index`, the first question
    about the prose; of `ten more` with the question after it."""
    peak: float = 0.0
    """Megabytes of the largest process while adding."""
    disk: dict[str, float] = field(default_factory=dict)
    """Megabytes by part of the home."""
    cold: dict[str, float] = field(default_factory=dict)
    """Median milliseconds of a process of its own, by kind of question."""
    warm: dict[str, tuple[float, float]] = field(default_factory=dict)
    """p50 and p95 milliseconds, by kind of question."""
    private: float = 0.0
    """Megabytes that a reader which has asked everything holds for itself."""
    wrong: list[str] = field(default_factory=list)
    """Questions answered with a figure that was not written."""
    refused: int = 0
    """Look-ups without a figure: of agencies whose name another one has too."""

    @property
    def pace(self) -> float:
        """Reports a second, from files to the first answer about the prose."""
        return self.reports / (self.seconds["add"] + self.seconds["index"])


def questions(reports: Sequence[Made], kind: str, seed: int) -> Iterator[tuple[str, Decimal | None]]:
    """Questions of a kind, with the figure that a look-up must give; of damaged reports nothing is looked up."""
    times, form = ASKED[kind]
    rng = Random(f"{seed} {kind}")
    sound = [one for one in reports if not one.damage]
    for _ in range(times):
        one, row = rng.choice(sound), rng.choice(list(ROWS))
        text = form.format(agency=one.agency, year=one.year, row=row, topic=rng.choice(TOPICS))
        yield text, Decimal(one.values[ROWS[row][one.edition]]) if kind == "look-up" else None


def measured(root: Path, number: int, seed: int, colds: int = 3) -> Measured:
    """Make a library of that many reports below `root` and ask it everything, each kind `colds` times from cold."""
    files, home = root / "files", root / "home"
    reports = many_files.write(files, many_files.made(seed, 0, number), seed)
    found = Measured(number)
    run(home, "init", "--empty")
    found.seconds["add"], found.peak = run(home, "add", str(files))
    sound = next(one for one in reports if not one.damage)
    prose = f"{sound.agency}{sound.year}年{TOPICS[0]}"
    found.seconds["index"], peak = run(home, "ask", prose)
    found.peak = max(found.peak, peak)
    found.disk = disk(home)
    for kind in ASKED:
        asked = [text for text, _ in questions(reports, kind, seed + 1)][:colds]
        found.cold[kind] = 1000 * statistics.median(run(home, "ask", text)[0] for text in asked)
    _ask_warm(found, root, home, reports, seed)
    # The first may have to read the files from the disk, which may still be written as well.
    found.seconds["again, first"], *then = (run(home, "add", str(files))[0] for _ in range(1 + colds))
    found.seconds["again"] = statistics.median(then)
    more = many_files.write(files, many_files.made(seed, number, 10), seed)
    added, _ = run(home, "add", *(str(file) for one in more for file in files.rglob(f"{one.number:07}.*")))
    found.seconds["ten more"] = added + run(home, "ask", prose)[0]
    return found


def _ask_warm(found: Measured, root: Path, home: Path, reports: Sequence[Made], seed: int) -> None:
    """Ask in a process of its own, so that its memory is a reader's and nothing else."""
    asked = {kind: [text for text, _ in questions(reports, kind, seed)] for kind in ASKED}
    (root / "asked.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, __file__, "--warm", str(home), str(root / "asked.json")]
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment(home))
    heard = json.loads(told.stdout)
    found.private = heard["private"]
    for kind, spent in heard["ms"].items():
        ordered = sorted(spent)
        found.warm[kind] = (ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100])
    truths = [truth for _, truth in questions(reports, "look-up", seed)]
    for text, value, truth in zip(asked["look-up"], heard["values"], truths, strict=True):
        if value is None:
            found.refused += 1
        elif Decimal(value) != truth:
            found.wrong.append(f"{text}: {value}, written was {truth}")


def warm(home: Path, asked: Path) -> None:
    """Ask every question in one chat; print milliseconds, the values of the look-ups and the memory held."""
    spent: dict[str, list[float]] = {}
    values = []
    with_all = json.loads(asked.read_text(encoding="utf-8"))
    chat = Chat.open(home)
    for kind, texts in with_all.items():
        chat.restart()
        chat.ask(texts[0])
        spent[kind] = []
        for text in texts:
            chat.restart()
            started = perf_counter()
            answer = chat.ask(text)
            spent[kind].append(1000 * (perf_counter() - started))
            if kind == "look-up":
                values.append(answer.value)
    print(json.dumps({"ms": spent, "values": values, "private": private_megabytes()}))
    chat.close()


def private_megabytes() -> float:
    """What this process has written to and no other shares, so no file's pages; 0 where the system does not tell."""
    told = Path("/proc/self/smaps_rollup")
    text = told.read_text(encoding="ascii") if told.exists() else ""
    return sum(int(kilobytes) for kilobytes in re.findall(r"Private_Dirty:\s+(\d+)", text)) / 1000


def run(home: Path, *arguments: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a command, its workers among them. Exits where the command fails."""
    started = perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments], stdout=told, stderr=told, env=_environment(home)
        )
        _, status, usage = os.wait4(process.pid, 0)
        spent = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (Exit.OK, Exit.DECLINED, Exit.CLARIFY):
            told.seek(0)
            sys.exit(f"{' '.join(arguments)[:200]}: {told.read()[-500:].decode(errors='replace')}")
    return spent, usage.ru_maxrss / 1000


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"NIANBAO_HOME": str(home)}


def disk(home: Path) -> dict[str, float]:
    """Megabytes of the library and of the index."""
    sizes: dict[str, float] = {}
    for path in home.rglob("*"):
        if path.is_file():
            part = path.relative_to(home).parts[0]
            sizes[part] = sizes.get(part, 0.0) + path.stat().st_size / 1e6
    return sizes


def table(every: Sequence[Measured]) -> list[str]:
    """The result, a column a library, and how much a tenfold costs."""
    lines = [f"| | {' | '.join(f'{one.reports:,}' for one in every)} |", "|---|" + "--:|" * len(every)]
    rows: dict[str, list[str]] = {
        "reports a second, files to first answer": [f"{one.pace:.0f}" for one in every],
        "of it `add`, s": [f"{one.seconds['add']:.1f}" for one in every],
        "the first question about the prose, s": [f"{one.seconds['index']:.1f}" for one in every],
        "the same files again, first / then, s": [
            f"{one.seconds['again, first']:.2f} / {one.seconds['again']:.2f}" for one in every
        ],
        "peak of a process, MB": [f"{one.peak:.0f}" for one in every],
        "library, KB a report": [f"{1000 * one.disk.get('library.db', 0) / one.reports:.1f}" for one in every],
        "home, KB a report": [f"{1000 * sum(one.disk.values()) / one.reports:.1f}" for one in every],
        "ten reports more, and a question of prose, s": [f"{one.seconds['ten more']:.1f}" for one in every],
        "a reader's own memory, MB": [f"{one.private:.0f}" for one in every],
    }
    for kind in ASKED:
        rows[f"{kind}, cold, ms"] = [f"{one.cold[kind]:.0f}" for one in every]
        rows[f"{kind}, warm p50 / p95, ms"] = [f"{one.warm[kind][0]:.1f} / {one.warm[kind][1]:.1f}" for one in every]
    rows["look-ups wrong / refused"] = [f"{len(one.wrong)} / {one.refused}" for one in every]
    return [*lines, *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items())]


def missed(every: Sequence[Measured]) -> Iterator[str]:
    """What is required and was not reached."""
    for one in every:
        yield from one.wrong[:5]
        if one.pace < A_SECOND:
            yield f"{one.reports:,}: {one.pace:.0f} reports a second, {A_SECOND:.0f} required"
        if one.warm["prose, one report"][1] > PROSE_AT_MOST:
            yield f"{one.reports:,}: p95 of a question of prose {one.warm['prose, one report'][1]:.0f} ms"
        if one.seconds["again"] > max(1.0, one.reports / KNOWN_A_SECOND):
            yield f"{one.reports:,}: {one.seconds['again']:.2f} s to see that no file has changed"
        if one.private > PRIVATE_AT_MOST:
            yield f"{one.reports:,}: a reader holds {one.private:.0f} MB"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"append the table to {RESULTS.name}")
    parser.add_argument("--warm", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.warm:
        warm(*options.warm)
        return 0
    every = []
    for number in options.reports:
        root = Path(tempfile.mkdtemp(prefix="nianbao-many-"))
        try:
            every.append(measured(root, number, options.seed))
        finally:
            shutil.rmtree(root)
    head = (
        f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs · load {os.getloadavg()[1]:.1f}"
    )
    result = "\n".join((head, "", *table(every), ""))
    print(result)
    if options.write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{result}")
    failed = list(missed(every))
    print(*failed, sep="\n", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
