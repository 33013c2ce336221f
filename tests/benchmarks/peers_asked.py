"""What the peers are asked, and how their results are judged.

A figure question asks for one cell of one report, printed and not 0: a 0 stands in nearly every piece of a table. It
counts as found where the first result is of the right report and the number stands anywhere in it, its sign aside; of
nianbao that result is one value. A question about the prose counts as found where a piece of the right report holds
the passage's quotation, blanks aside.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

import nation
from assistant.paths import bundled
from peers_each import Found
from questions_drawn import draw
from questions_truth import of_bundled, of_written
from scoring import squeeze, titles

ASKED_OF_PROSE = Path(__file__).parents[1] / "search_queries.jsonl"
FIGURE_ZH, FIGURE_EN, PROSE = KINDS = ("figure, zh", "figure, en", "prose")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEARS = 3.76
"""Reports of an agency of `nation`, on average: here and there a year is missing."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and where its answer stands."""

    text: str
    report: str
    value: Decimal | None
    """The number of the cell; None for the prose."""
    quote: str = ""


Questions = dict[str, list[Question]]
"""Kind → its questions."""


def reports(number: int, seed: int) -> list[nation.Written]:
    """So many synthetic reports that there are `number` with the five bundled ones."""
    wanted = number - len(of_bundled())
    count = int(wanted / _YEARS) + len(nation.PROVINCES)
    while len(made := nation.nation(seed, count)) < wanted:
        count += len(nation.PROVINCES)
    return list(Random(f"peers {seed}").sample(made, wanted))


def files(folder: Path, written: Sequence[nation.Written]) -> list[Path]:
    """The files of the synthetic reports, written into a folder, and those of the bundled ones."""
    nation.write(folder, written)
    return sorted((*folder.iterdir(), *bundled().glob("*.txt")), key=lambda file: file.stem)


def questions(written: Sequence[nation.Written], figures: int, prose: int, seed: int) -> Questions:
    """`figures` questions for a cell in each language, and `prose` of those whose passage is known."""
    return {
        FIGURE_ZH: list(islice(_of_cells(written, "zh", seed), figures)),
        FIGURE_EN: list(islice(_of_cells(written, "en", seed), figures)),
        PROSE: _of_prose(prose, seed),
    }


def _of_cells(written: Sequence[nation.Written], language: str, seed: int) -> Iterator[Question]:
    """Questions for a cell, without end."""
    stems = {(one.agency, one.year): one.stem for one in written} | {told: stem for stem, told in titles().items()}
    for asked in draw((*of_written(written), *of_bundled()), sys.maxsize, seed):
        if asked.language == language and len(asked.cells) == 1 and asked.value:
            yield Question(asked.text, stems[asked.agency, asked.year], asked.value)


def _of_prose(number: int, seed: int) -> list[Question]:
    """Drawn from all our own; the weights of nianbao's search were chosen on them, which favours it."""
    records = [json.loads(line) for line in ASKED_OF_PROSE.read_text(encoding="utf-8").splitlines()]
    asked = [Question(r["query"], r["report"], None, r["quote"]) for r in records]
    known = [one for one in asked if one.quote]
    return Random(f"prose {seed}").sample(known, min(number, len(known)))


def place_of(question: Question, found: Sequence[Found]) -> int | None:
    """The place of the first result that answers, from 1; None where none does."""
    return next((n for n, one in enumerate(found, 1) if one.report == question.report and _holds(question, one)), None)


def _holds(question: Question, found: Found) -> bool:
    if question.value is None:
        return squeeze(question.quote) in squeeze(found.text)
    numbers = {Decimal(number.replace(",", "")) for number in _NUMBER.findall(found.text)}
    return abs(question.value) in numbers
