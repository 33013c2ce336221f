"""How many cells of hand-read tables the parser gets right, gets wrong, or leaves open.

    python tests/evaluate_tables.py [--variants DIR] [--wrong] [--open]

DIR holds report files (txt, md, pdf), `gold.jsonl` (a cell a line: report, table, row, column, value, raw) and
`ambiguous.jsonl` (cells that no reading of the text can settle). A report that is there as text and as PDF is read and
counted as both. Exit 1 where a cell is wrong, an ambiguous one was guessed or fewer than 97 % are right, 2 where DIR is
not there.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from corpus.parse import parse
from corpus.read import read
from corpus.report import Figure, State
from corpus.tables.figures import figures

ROOT = Path(__file__).resolve().parents[1]
KINDS = (".txt", ".md", ".pdf")
REQUIRED = 0.97
"""Least share of cells that are right."""
KNOWN = (State.PRINTED, State.INFERRED)
NOTHING = (State.BLANK, State.DASH)
Cells = dict[tuple[str, str, str], Figure]
"""By table, row and column."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One hand-read cell against the parser's."""

    report: str
    verdict: str
    """`right`, `wrong` or `open`."""
    cell: str
    got: str


def records(path: Path) -> list[dict[str, str]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def found(path: Path) -> Cells:
    """The parser's cells of a file, by table, row and column."""
    return {(f.table, f.row, f.column): f for f in figures(parse(read(path)))}


def verdict(gold: dict[str, str], figure: Figure | None) -> str:
    """Whether a cell is right, wrong or left open; a blank cell read as cut off or unreadable is open."""
    if figure is None:
        return "open"
    if figure.state in KNOWN:
        right = gold["value"] is not None and figure.value == Decimal(gold["value"])
        return "right" if right else "wrong"
    if figure.state in NOTHING:
        return "right" if gold["value"] is None else "wrong"
    return "open"


def verdicts(folder: Path, read_: dict[str, Cells]) -> Iterator[Verdict]:
    """Every hand-read cell of the files that were read, by file name."""
    gold = records(folder / "gold.jsonl")
    for file, cells in read_.items():
        for one in gold:
            if one["report"] == Path(file).stem:
                place = (one["table"], one["row"], one["column"])
                figure = cells.get(place)
                got = "no such cell" if figure is None else f"{figure.state} {figure.value} {figure.raw!r}"
                yield Verdict(file, verdict(one, figure), f"{'/'.join(place)} = {one['value']}", got)


def guessed(folder: Path, read_: dict[str, Cells]) -> Iterator[str]:
    """Cells that no reading of a text can settle and that the parser gives a value."""
    for unclear in records(folder / "ambiguous.jsonl"):
        for file, cells in read_.items():
            if Path(file).stem != unclear["report"] or file.endswith(".pdf"):
                continue
            for (table, row, column), figure in cells.items():
                meant = (unclear["table"], unclear["row"]) == (table, row)
                if meant and column in (unclear["columns"] or (column,)) and figure.state in KNOWN:
                    yield f"{file} {table}/{row}/{column}: {figure.value} of {figure.raw!r}"


def main() -> int:
    """Print a line a report, then the totals."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--variants", type=Path, default=ROOT.parent / "shared" / "variants")
    options.add_argument("--wrong", action="store_true", help="list the wrong cells")
    options.add_argument("--open", action="store_true", help="list the cells left open")
    chosen = options.parse_args()
    folder: Path = chosen.variants
    if not (folder / "gold.jsonl").is_file():
        print(f"no hand-read tables in {folder}: nothing to measure", file=sys.stderr)
        return 2
    files = sorted(path for path in folder.iterdir() if path.suffix in KINDS and path.stem[:3].isdigit())
    started = time.perf_counter()
    cells = {path.name: found(path) for path in files}
    spent = time.perf_counter() - started
    judged = list(verdicts(folder, cells))
    for file in cells:
        counted = Counter(v.verdict for v in judged if v.report == file)
        print(f"{file:36} right {counted['right']:4}  wrong {counted['wrong']:3}  open {counted['open']:3}")
    for v in judged:
        if (v.verdict == "wrong" and chosen.wrong) or (v.verdict == "open" and chosen.open):
            print(f"{v.verdict:6}{v.report} {v.cell} <- {v.got}")
    counted = Counter(v.verdict for v in judged)
    unclear = list(guessed(folder, cells))
    for line in unclear:
        print("guessed", line)
    share = counted["right"] / max(len(judged), 1)
    print(f"right {counted['right']} of {len(judged)} ({share:.1%}), wrong {counted['wrong']}, open {counted['open']}, "
          f"ambiguous guessed {len(unclear)}; {spent / len(files) * 1000:.1f} ms a report")  # fmt: skip
    return 1 if counted["wrong"] or unclear or share < REQUIRED else 0


if __name__ == "__main__":
    sys.exit(main())
