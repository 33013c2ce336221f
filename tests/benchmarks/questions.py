"""The paraphrase bench: figures that are known, asked in many phrasings and two languages.

    python tests/benchmarks/questions.py [--number 20000] [--altered 2000] [--seed 1] [--library bundled|nation]
        [--phrasings FILE] [--failures 20] [--strata]

The words are those of `question_words.txt`, not the assistant's. A figure that is not the one asked, in value or in
cell, is wrong: one of them fails the bench, as does an answer to a question that no figure answers, a number in an
answer that nothing in it carries, and a share below 99 % answered. `--phrasings` asks in phrasings of one's own, one a
line with {agency}, {year} and {measure}, and reports them apart.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import nation
from assistant.chat import Chat
from assistant.library import build
from assistant.output.render import answer_record
from damage_form import Place
from digits import unexplained
from questions_drawn import Asked, altered, draw, of_templates
from questions_truth import Sheet, of_bundled, of_written

GIVEN = ("answered", "noted", "disputed")
RIGHT, WRONG, REFUSED = "right", "wrong", "refused"
AT_LEAST = 0.99
Record = Mapping[str, Any]
Truth = Mapping[tuple[str, int], Sheet]


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that was not answered rightly."""

    asked: Asked
    verdict: str
    why: str


@dataclass(slots=True)
class Score:
    """Counts by stratum and verdict, what failed, and how long each question took."""

    name: str
    strata: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(row and column, language or phrasing; which; verdict)."""
    failed: list[Failed] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def of(self, verdict: str) -> int:
        """How many questions had that verdict."""
        return self.strata["", "", verdict]

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return self.of(RIGHT) + self.of(WRONG) + self.of(REFUSED)

    def add(self, asked: Asked, verdict: str, why: str, spent: float) -> None:
        """Count one question."""
        for kind, which in (
            ("", ""),
            ("language", asked.language),
            ("measure", asked.measure),
            ("phrasing", asked.template),
        ):
            self.strata[kind, which, verdict] += 1
        self.milliseconds.append(spent)
        if verdict != RIGHT:
            self.failed.append(Failed(asked, verdict, why))


def judged(asked: Asked, record: Record, sheets: Truth) -> tuple[str, str]:
    """Right, wrong or refused, and why."""
    if strange := unexplained(dict(record), {str(sheet.year) for sheet in sheets.values()}):
        return WRONG, f"carries nothing for {' '.join(sorted(strange))}"
    if untrue := [name for figure in record["figures"] if (name := _untrue(figure, sheets))]:
        return WRONG, untrue[0]
    given, value = record["outcome"] in GIVEN, record["value"]
    if not asked.cells:
        plain = given and (value is not None or record["figures"])
        return (WRONG, f"answered with {value}") if plain else (RIGHT, "")
    if asked.value is None:
        return _of_no_number(record)
    if not given or value is None:
        return REFUSED, record["outcome"]
    if Decimal(value) != asked.value:
        return WRONG, f"{value}, not {asked.value}"
    there = {(f["agency"], f["year"], f["table"], f["row"], f["column"]) for f in record["figures"]}
    if there != {(asked.agency, asked.year, *place) for place in asked.cells}:
        return WRONG, f"of other cells: {sorted(there)[:2]}"
    if asked.framed and record["language"] != asked.language:
        return REFUSED, f"spoken in {record['language']}"
    return RIGHT, ""


def _of_no_number(record: Record) -> tuple[str, str]:
    """A report that states no number for what is asked."""
    if record["outcome"] in GIVEN and record["value"] is not None:
        return WRONG, f"{record['value']} where no number stands"
    return (RIGHT, "") if record["outcome"] == "no_cell" else (REFUSED, record["outcome"])


def _untrue(figure: Record, sheets: Truth) -> str:
    """What is wrong with one figure; empty where it stands in the report as given."""
    if figure["value"] is None or not figure["in_form"]:
        return ""
    place: Place = (figure["table"], figure["row"], figure["column"])
    sheet = sheets.get((figure["agency"], figure["year"]))
    if sheet is None or place not in sheet.values:
        return f"no such cell: {'/'.join(place)}"
    true = sheet.values[place]
    return "" if true == Decimal(figure["value"]) else f"{'/'.join(place)} is {true}, given as {figure['value']}"


def run(name: str, chat: Chat, asked: Iterable[Asked], sheets: Sequence[Sheet]) -> Score:
    """Ask them all, each in a conversation of its own."""
    truth = {(sheet.agency, sheet.year): sheet for sheet in sheets}
    score = Score(name)
    for one in asked:
        chat.restart()
        started = time.perf_counter()
        answer = chat.ask(one.text)
        spent = (time.perf_counter() - started) * 1000
        score.add(one, *judged(one, answer_record(answer), truth), spent)
    return score


def failures(score: Score, *, plain: bool) -> Iterator[str]:
    """Why a run does not pass; `plain` where a figure answers every question."""
    if score.of(WRONG):
        yield f"{score.name}: {score.of(WRONG)} wrong"
    if plain and score.of(RIGHT) < AT_LEAST * score.asked:
        yield f"{score.name}: {score.of(RIGHT) / score.asked:.2%} answered, {AT_LEAST:.0%} required"


def table(scores: Sequence[Score]) -> Iterator[str]:
    """A line for each run and language."""
    yield "| questions | asked | right | wrong | refused | right % | p50 ms | p95 ms |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for score in scores:
        ranked = sorted(score.milliseconds)
        spent = f"{ranked[len(ranked) // 2]:.1f} | {ranked[len(ranked) * 95 // 100]:.1f}" if ranked else "|"
        yield f"| {score.name} | {_counts(score, '', '')} | {spent} |"
        for language in ("zh", "en"):
            yield f"| {score.name}, {language} | {_counts(score, 'language', language)} | | |"


def _counts(score: Score, kind: str, which: str) -> str:
    right, wrong, refused = (score.strata[kind, which, verdict] for verdict in (RIGHT, WRONG, REFUSED))
    every = right + wrong + refused
    return f"{every} | {right} | {wrong} | {refused} | {right / max(every, 1):.2%}"


def worst(score: Score, kind: str, most: int) -> Iterator[str]:
    """The strata with the most failures."""
    which = {one for of_kind, one, verdict in score.strata if of_kind == kind and verdict != RIGHT}
    bad = {one: score.strata[kind, one, WRONG] + score.strata[kind, one, REFUSED] for one in which}
    for one in sorted(bad, key=lambda one: -bad[one])[:most]:
        yield f"    {one}: {_counts(score, kind, one)}"


def examples(score: Score, most: int) -> Iterator[str]:
    """Failures, wrong ones first, spread over what was asked."""
    seen: Counter[tuple[str, str]] = Counter()
    for failed in sorted(score.failed, key=lambda failed: failed.verdict != WRONG):
        key = (failed.asked.measure, failed.why[:12])
        if seen[key] < 2 and sum(seen.values()) < most:
            seen[key] += 1
            one = failed.asked
            yield f"  {failed.verdict}: {one.text}"
            yield f"      [{one.measure}] {one.agency} {one.year} = {one.value}: {failed.why}"


def libraries(chosen: str, seed: int) -> Iterator[tuple[str, Path, tuple[Sheet, ...]]]:
    """Name, home and truth of each library asked."""
    if chosen != "nation":
        with tempfile.TemporaryDirectory(prefix="nianbao-questions-") as folder:
            build.init(Path(folder))
            yield "bundled", Path(folder), of_bundled()
    if chosen != "bundled":
        yield "nation", nation.home(seed), of_written(nation.nation(seed))


def scores_of(options: argparse.Namespace) -> Iterator[tuple[Score, bool]]:
    """Each run's score, and whether a figure answers every question of it."""
    lines = options.phrasings.read_text(encoding="utf-8").split("\n") if options.phrasings else []
    given = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    for name, home, sheets in libraries(options.library, options.seed):
        chat = Chat.open(home)
        try:
            yield run(f"{name}, composed", chat, draw(sheets, options.number, options.seed), sheets), True
            yield run(f"{name}, altered", chat, altered(sheets, options.altered, options.seed), sheets), False
            if given:
                yield run(f"{name}, given", chat, of_templates(given, sheets, 5, options.seed), sheets), True
        finally:
            chat.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; exit 1 where it fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=20_000, help="questions over each library")
    parser.add_argument("--altered", type=int, default=2_000, help="questions that no plain figure answers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--library", choices=("both", "bundled", "nation"), default="both")
    parser.add_argument("--phrasings", type=Path, help="a file of templates, one a line")
    parser.add_argument("--failures", type=int, default=20, help="failures listed of each run")
    parser.add_argument("--strata", type=int, default=10, help="rows and phrasings listed that fail most")
    options = parser.parse_args(arguments)
    scores: list[Score] = []
    why: list[str] = []
    for score, plain in scores_of(options):
        scores.append(score)
        why += failures(score, plain=plain)
        print(f"{score.name}:")
        print("\n".join((*worst(score, "measure", options.strata), *worst(score, "phrasing", options.strata))))
        print("\n".join(examples(score, options.failures)))
    print("\n".join((*table(scores), *why)) if why else "\n".join((*table(scores), "passed: 0 wrong")))
    return 1 if why else 0


if __name__ == "__main__":
    sys.exit(main())
