"""Files of very many reports, each with figures that are known: what `many.py` builds its libraries of.

Names of places are real, agencies and figures made up. The prose is put together from sentences of the bundled
reports, each changed so that hardly two reports have one in common: as much to embed as real reports have. The tables
are written by the damage bench's writer, which shares nothing with the parser; one report in ten is damaged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import damage_layout
import damage_writer
from assistant.paths import bundled
from corpus.parse import parse
from corpus.read import read
from damage_form import Place
from damage_layout import HTML, PIPES, TABS, Layout
from damages import DAMAGES
from index.passage import sentences, split
from scale import agencies

YEARS = (2019, 2020, 2021, 2022)
DAMAGED = 10
"""One report in so many."""
_FOUND, _TOLD = 12, 26
"""Sentences of section five, and of the first: with these a report has some 17 passages, as the bundled ones do."""
_ENTRY = re.compile(r"^(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+是)+")
"""What numbers a sentence in a list that it leaves."""


@dataclass(frozen=True, slots=True)
class Made:
    """One report."""

    number: int
    agency: str
    year: int
    values: dict[Place, str]
    """Cell → its text, as written before any damage."""
    damage: str
    """What was done to it, or empty."""

    @property
    def edition(self) -> str:
        """Of its tables."""
        return "2019" if self.year < 2021 else "2021"


def made(seed: int, first: int, count: int) -> Iterator[Made]:
    """Reports number `first` and on: four years of each agency, one after the other."""
    names = islice(agencies(), first // len(YEARS), None)
    for number in range(first - first % len(YEARS), first + count):
        year = YEARS[number % len(YEARS)]
        if year == YEARS[0]:
            agency = next(names)[0]
        rng = Random(f"{seed} {number}")
        edition = "2019" if year < 2021 else "2021"
        values = damage_writer.values_of(rng, edition, edition)
        damage = rng.choice([d for d in DAMAGES if not d.hopeless]).name if number % DAMAGED == DAMAGED - 1 else ""
        if number >= first:
            yield Made(number, agency, year, values, damage)


def write(folder: Path, reports: Iterator[Made], seed: int) -> list[Made]:
    """Write the reports, a thousand to a folder; gives back those that were written."""
    kept = []
    for one in reports:
        below = folder / f"{one.number // 1000:04}"
        below.mkdir(parents=True, exist_ok=True)
        content, ending = _content(one, Random(f"{seed} layout {one.number}"))
        (below / f"{one.number:07}.{ending}").write_bytes(content)
        kept.append(one)
    return kept


def _content(one: Made, rng: Random) -> tuple[bytes, str]:
    kind = rng.choice((TABS, TABS, PIPES, HTML))
    edition = one.edition
    lines = damage_writer.written(rng, (edition, edition), one.values, _opening(one, rng), _closing(rng))
    if one.damage:
        damage = next(damage for damage in DAMAGES if damage.name == one.damage)
        lines = damage.work(lines, rng, kind) if kind in damage.kinds else lines
    return damage_layout.content(lines, Layout(kind)), "html" if kind == HTML else "txt"


def _opening(one: Made, rng: Random) -> damage_writer.Lines:
    title = f"{one.agency}{one.year}年政府信息公开工作年度报告"
    return damage_writer.prose((title, "一、总体情况", *_paragraphs(rng, _TOLD)))


def _closing(rng: Random) -> damage_writer.Lines:
    told = ("五、存在的主要问题及改进情况", *_paragraphs(rng, _FOUND), "六、其他需要报告的事项", "无。")
    return damage_writer.prose(told)


def _paragraphs(rng: Random, count: int) -> Iterator[str]:
    """That many sentences, three to a paragraph."""
    said = [_changed(rng, sentence) for sentence in rng.sample(_sentences(), count)]
    for n in range(0, count, 3):
        yield f"（{'一二三四五六七八九十'[n // 3 % 10]}）" + "".join(said[n : n + 3])


def _changed(rng: Random, sentence: str) -> str:
    """The sentence with a piece of another put in, so that it is one of its own."""
    other = rng.choice(_sentences())
    at, start = rng.randrange(len(sentence)), rng.randrange(len(other))
    return sentence[:at] + other[start : start + 6].strip("。") + sentence[at:]


@cache
def _sentences() -> Sequence[str]:
    """Sentences of the prose of the bundled reports that stand by themselves, without numbers."""
    every = (p for path in sorted(bundled().glob("*.txt")) for p in split(parse(read(path))))
    found = (_ENTRY.sub("", s.strip()) for passage in every for s in sentences(passage.text))
    return sorted({s for s in found if s.endswith("。") and 12 < len(s) < 90 and not any(c.isdigit() for c in s)})
