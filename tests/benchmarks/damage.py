"""The damage bench: reports whose every figure is known, damaged in every way seen in real files, read by the parser.

    python tests/benchmarks/damage.py [--reports 20000] [--seed 1] [--wrong 20] [--missed 0] [--show N]
        [--mutate] [--speed]

A cell that the parser gives as printed or inferred with a value that is not its own is silently wrong: one of them
fails the bench. So does a share of determined cells (damage_readings.py) that is recovered too seldom. In tables whose
arithmetic was broken on purpose, inferred cells are counted apart. `--mutate` breaks the parser, in a different way
each time, and must therefore fail: exit 1, and 0 only if a mutant was not noticed.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from multiprocessing import Pool
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getpagesize, getrusage

from corpus.errors import NotAReport, Unreadable
from corpus.parse import parse
from corpus.read.docx import document as docx
from corpus.read.html import document as html
from corpus.read.pdf import document as pdf
from corpus.read.text import document
from corpus.report import Figure, State
from corpus.tables.figures import figures
from damage_form import REQUESTS, Place
from damage_layout import (
    DOCX,
    HTML,
    KINDS,
    PDF,
    RUN_TOGETHER,
    SHARES,
    Layout,
    as_laid_out,
    content,
    random_layout,
    text,
)
from damage_mutants import MUTANTS, broken_by
from damage_readings import determined
from damage_speed import speed
from damage_writer import Clean, Lines, clean_report
from damages import DAMAGES, Damage

READERS = {HTML: (html, "made.html"), DOCX: (docx, "made.docx"), PDF: (pdf, "made.pdf")}
CLAIMED = (State.PRINTED, State.INFERRED)
NO_NUMBER = ("", "/", "-", "－", "无")
HOW_MANY = (0, 1, 2, 3, 4)
WEIGHTS = (4, 56, 16, 14, 10)
SINGLE, COMBINED = 0.99, 0.95
"""Least share of determined cells recovered."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """A report as it was written and as it came out."""

    clean: Clean
    lines: Lines
    layout: Layout
    damages: tuple[str, ...]

    @property
    def text(self) -> str:
        """The file as text."""
        return text(self.lines, self.layout)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that the parser gives with a value that is not its own."""

    number: int
    kind: str
    damages: tuple[str, ...]
    place: Place
    got: str
    should: str
    apart: bool
    """Inferred in a table whose arithmetic was broken on purpose."""


@dataclass(slots=True)
class Score:
    """Counts of cells by group (a damage, a kind, `clean`, `combinations`) and verdict, and the wrong ones."""

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[Wrong] = field(default_factory=list)
    missed: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    """Damage, kind and table → the reports of the determined cells that were not given, one for each cell."""
    memory: dict[int, float] = field(default_factory=dict)
    """First report of a share of the work → megabytes that its process held at the end of it."""

    def add(self, other: "Score") -> None:
        """Take up the counts of other reports."""
        self.cells.update(other.cells)
        self.wrong += other.wrong
        self.memory |= other.memory
        for where, numbers in other.missed.items():
            self.missed.setdefault(where, []).extend(numbers)

    def recovered(self, group: str) -> float:
        """Share of the determined cells that were given."""
        known = self.cells[group, "known"]
        return 1 - self.cells[group, "missed"] / known if known else 1.0


def damaged_report(seed: int, number: int) -> Damaged:
    """Report `number` of a run, always the same."""
    rng = Random(f"{seed}/{number}")
    clean = clean_report(rng)
    kind = rng.choices(KINDS, SHARES)[0]
    layout = random_layout(rng, kind)
    lines, done = as_laid_out(clean.lines, layout, rng), []
    fitting = [damage for damage in DAMAGES if kind in damage.kinds]
    for damage in _chosen(fitting, rng):
        after = damage.work(lines, rng, kind)
        if after != lines:
            done.append(damage.name)
        lines = after
    return Damaged(clean, lines, layout, tuple(done))


def _chosen(fitting: Sequence[Damage], rng: Random) -> list[Damage]:
    return rng.sample(fitting, rng.choices(HOW_MANY, WEIGHTS)[0])


def read_figures(file: bytes, kind: str) -> tuple[Figure, ...]:
    """What the parser makes of a file; nothing where it says that this is no report, or cannot be read."""
    reader, name = READERS.get(kind, (document, "made.txt"))
    try:
        return figures(parse(reader(file, name, f"/{name}", "0" * 64)))
    except (NotAReport, Unreadable):
        return ()


def scored(number: int, damaged: Damaged, found: Iterable[Figure]) -> Score:
    """The parser's cells against the ones written."""
    edition = "2021" if (REQUESTS, "其他处理/其他", "总计") in damaged.clean.values else "2019"
    lost = any(damage.hopeless for damage in DAMAGES if damage.name in damaged.damages)
    known = frozenset() if lost else determined(damaged.lines, damaged.layout, edition)
    by_place = {(f.table, f.row, f.column): f for f in found if f.in_form}
    stand = {cell.place: cell.text for line in damaged.lines for cell in line.cells if cell.place}
    rows = {place[:2] for place in stand}
    score = Score()
    groups = _groups(damaged)
    for place in (*damaged.clean.values, *(p for p in by_place if p not in damaged.clean.values)):
        figure = by_place.get(place)
        should = _truth(place, damaged.clean, stand, rows)
        verdict = _verdict(figure, should, place in known)
        apart = place[0] in damaged.clean.broken
        if verdict == "wrong" and figure:
            apart = apart and figure.state == State.INFERRED
            got = f"{figure.state} {figure.value} {figure.raw!r} of {figure.row_raw!r}"
            score.wrong.append(Wrong(number, damaged.layout.kind, damaged.damages, place, got, str(should), apart))
        if verdict == "missed":
            score.missed.setdefault((groups[0], damaged.layout.kind, place[0]), []).append(number)
        names = [verdict, *(("known",) if place in known else ())]
        score.cells.update((group, name) for group in (("broken",) if apart else groups) for name in names)
    for group in groups:
        score.cells[group, "reports"] += 1
    return score


def _groups(damaged: Damaged) -> tuple[str, ...]:
    """Where a report counts: its one damage or the combinations, and its kind. To run together is a damage, too."""
    kind = damaged.layout.kind
    names = (*damaged.damages, *((kind,) if kind == RUN_TOGETHER else ()))
    first = names[0] if len(names) == 1 else "combinations" if names else "clean"
    return (first, f"[{kind}]", *(("singles",) if len(names) == 1 else ()))


def _truth(place: Place, clean: Clean, stand: dict[Place, str], rows: set[tuple[str, str]]) -> Decimal | None:
    """The number of a cell; None where none may be given: a blank, a dash, a row that is not there."""
    if place not in clean.values or place[:2] not in rows or stand.get(place) in NO_NUMBER:
        return None
    return Decimal(clean.values[place])


def _verdict(figure: Figure | None, should: Decimal | None, known: bool) -> str:
    """`right`, `wrong`, `beyond` (right, though brute force does not settle it), `missed`, `open`."""
    if figure is None or figure.state not in CLAIMED:
        return "missed" if known else "open"
    if should is None or figure.value != should:
        return "wrong"
    return "right" if known else "beyond"


def score_of(numbers: Iterable[int], seed: int) -> Score:
    """The score of some reports of a run."""
    score = Score()
    for number in numbers:
        damaged = damaged_report(seed, number)
        found = read_figures(content(damaged.lines, damaged.layout), damaged.layout.kind)
        score.add(scored(number, damaged, found))
    return score


def _share(task: tuple[int, int, int, str]) -> Score:
    first, last, seed, mutant = task
    with broken_by(mutant):
        score = score_of(range(first, last), seed)
    score.memory[first] = _held()
    return score


def _held() -> float:
    """Megabytes that this process holds; the most it ever held where the system does not say."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * getpagesize() / 2**20
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def run(reports: int, seed: int, mutant: str = "", processes: int = 2, first: int = 0) -> Score:
    """The score of a whole run, read in worker processes."""
    step = max(min(250, reports // processes), 1)
    tasks = [(n, min(n + step, first + reports), seed, mutant) for n in range(first, first + reports, step)]
    score = Score()
    with Pool(processes) as pool:
        for part in pool.imap_unordered(_share, tasks):
            score.add(part)
    return score


def failures(score: Score) -> Iterator[str]:
    """Why a run does not pass, a line each."""
    silent = [wrong for wrong in score.wrong if not wrong.apart]
    if silent:
        yield f"{len(silent)} cells silently wrong in {len({wrong.number for wrong in silent})} reports"
    for group, least in (("clean", SINGLE), ("singles", SINGLE), ("combinations", COMBINED)):
        if score.recovered(group) < least:
            yield f"{group}: {score.recovered(group):.2%} of determined cells recovered, {least:.0%} required"


def table(score: Score) -> Iterator[str]:
    """A line for each damage, kind and total."""
    names = [damage.name for damage in DAMAGES]
    yield f"{'':28}{'reports':>8}{'right':>9}{'beyond':>8}{'missed':>8}{'open':>8}{'wrong':>7}{'recovered':>11}"
    for group in ("clean", *names, RUN_TOGETHER, "singles", "combinations", *(f"[{kind}]" for kind in KINDS), "broken"):
        count = score.cells
        yield (
            f"{group:28}{count[group, 'reports']:8}{count[group, 'right']:9}{count[group, 'beyond']:8}"
            f"{count[group, 'missed']:8}{count[group, 'open']:8}{count[group, 'wrong']:7}{score.recovered(group):11.2%}"
        )


def memory(score: Score) -> str:
    """The memory that a worker held after its first reports, and the most that one held behind a share."""
    early, most = score.memory[min(score.memory)], max(score.memory.values())
    return f"memory that a worker held: {early:.0f} MB after its first reports, {most:.0f} MB at most"


def wrong_lines(score: Score, most: int) -> Iterator[str]:
    """Wrong cells, those of reports with the fewest damages first, one a report."""
    seen: set[int] = set()
    for wrong in sorted(score.wrong, key=lambda wrong: (wrong.apart, len(wrong.damages), wrong.number)):
        if wrong.number not in seen and len(seen) < most:
            seen.add(wrong.number)
            apart = " (arithmetic broken on purpose)" if wrong.apart else ""
            yield f"{wrong.number} {wrong.kind}, {' + '.join(wrong.damages) or 'clean'}{apart}"
            yield f"    {'/'.join(wrong.place)}: {wrong.should} <- {wrong.got}"


def missed_lines(score: Score, most: int) -> Iterator[str]:
    """Where determined cells were not given, the most cells first, with some reports that show it."""
    for where, numbers in sorted(score.missed.items(), key=lambda pair: -len(pair[1]))[:most]:
        some = " ".join(map(str, list(dict.fromkeys(numbers))[:4]))
        yield f"{len(numbers):7} missed: {', '.join(where)}: {some}"


def show(seed: int, number: int) -> None:
    """Print one report as damaged, and its wrong cells."""
    damaged = damaged_report(seed, number)
    print(damaged.text)
    print(damaged.layout, damaged.damages)
    score = scored(number, damaged, read_figures(content(damaged.lines, damaged.layout), damaged.layout.kind))
    for wrong in score.wrong:
        print(f"{'/'.join(wrong.place)}: {wrong.should} <- {wrong.got}")


def main() -> int:
    """Run the bench; exit 1 where it fails."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--wrong", type=int, default=20, help="reports whose wrong cells are listed")
    options.add_argument("--missed", type=int, default=0, help="places listed where determined cells were not given")
    options.add_argument("--show", type=int, metavar="N", help="print report N of the run and stop")
    options.add_argument("--speed", action="store_true", help="show how fast reports are read and stop")
    options.add_argument("--mutate", action="store_true", help="break the parser: the bench must fail")
    chosen = options.parse_args()
    if chosen.show is not None:
        show(chosen.seed, chosen.show)
        return 0
    if chosen.speed:
        print("\n".join(speed()))
        return 0
    if chosen.mutate:
        return _mutated(chosen.reports, chosen.seed)
    started = time.perf_counter()
    score = run(chosen.reports, chosen.seed)
    spent = time.perf_counter() - started
    print("\n".join((*table(score), *wrong_lines(score, chosen.wrong))))
    print("".join(f"{line}\n" for line in missed_lines(score, chosen.missed)), end="")
    print(memory(score))
    print(f"{chosen.reports} reports written, damaged, read and judged in {spent:.0f} s")
    why = list(failures(score))
    print("\n".join(why) or "passed: 0 silent wrong cells")
    print("\n".join(speed()))
    return 1 if why else 0


def _mutated(reports: int, seed: int) -> int:
    caught, sound = [], len(run(reports, seed).wrong)
    for mutant in MUTANTS:
        more = len(run(reports, seed, mutant).wrong) - sound
        caught.append(more > 0)
        print(f"{mutant}: {more} more wrong cells than without" if more > 0 else f"{mutant}: not noticed")
    return 1 if all(caught) else 0


if __name__ == "__main__":
    sys.exit(main())
