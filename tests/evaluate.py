"""Asks the whole test set through the public interface and scores it: `python tests/evaluate.py`, or `make evaluate`.

Every question gets a fresh conversation over the bundled reports in a home of its own; a turn of a conversation is
asked after the turns before it, an action goes through its command. Exits 1 where a figure is wrong or too few are
right.
"""

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import actions
import scoring
from assistant.chat import Chat
from assistant.output.render import answer_record
from corpus.errors import UNFORESEEN, NianbaoError
from scoring import KINDS, RIGHT, WRONG_FIGURE, Record, Verdict

QUESTIONS = Path(__file__).parent / "questions.jsonl"
MORE = Path(__file__).parent / "questions_more.jsonl"
"""Written from the reports when the first set was all right: conditions, corrections, prose, conversations."""
AT_LEAST = 85.0


@dataclass(frozen=True, slots=True)
class Result:
    """One question asked and judged."""

    id: str
    group: str
    question: str
    verdict: Verdict
    ms: float
    """From the question to the answer; for a command, the whole command."""


def questions() -> dict[str, Record]:
    """The test set by id, in its order."""
    lines = [line for file in (QUESTIONS, MORE) for line in file.read_text(encoding="utf-8").splitlines()]
    return {item["id"]: item for item in map(json.loads, lines)}


def before(item: Record, items: dict[str, Record]) -> tuple[str, ...]:
    """The questions asked earlier in the same conversation, first one first. Commands are no turns of it."""
    after = item.get("after", "new")
    if after == "new":
        return ()
    earlier = items[after]
    return (*before(earlier, items), *([] if earlier["how"] == "command" else [earlier["question"]]))


@contextmanager
def home() -> Iterator[Path]:
    """An empty home, in NIANBAO_HOME as long as the block runs."""
    old = os.environ.get("NIANBAO_HOME")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        os.environ["NIANBAO_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            del os.environ["NIANBAO_HOME"]
            if old is not None:
                os.environ["NIANBAO_HOME"] = old


def run_one(item: Record, items: dict[str, Record], cells: dict[scoring.Key, scoring.Truth]) -> Result:
    """Ask one question of a fresh conversation and judge the answer."""
    chat = Chat.open()
    try:
        for earlier in before(item, items):
            chat.ask(earlier)
        start = time.perf_counter()
        verdict = _judged(item, chat, cells)
        ms = (time.perf_counter() - start) * 1000
    finally:
        chat.close()
    return Result(item["id"], item["group"], item["question"], verdict, ms)


def _judged(item: Record, chat: Chat, cells: dict[scoring.Key, scoring.Truth]) -> Verdict:
    """The verdict on what the chat answers or does; a question that breaks it does not end the run."""
    try:
        if item["how"] == "command":
            record, faults = actions.run(item, chat)
        else:
            record, faults = answer_record(chat.ask(item["question"])), []
    except (NianbaoError, *UNFORESEEN) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Verdict(scoring.INCOMPLETE, (f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})",))
    verdict = scoring.score(record, item["expect"], cells)
    if not faults:
        return verdict
    return Verdict(scoring.INCOMPLETE if verdict.kind == RIGHT else verdict.kind, (*verdict.reasons, *faults))


def run(only: Collection[str] = ()) -> list[Result]:
    """Ask the test set, or those ids of it."""
    items, cells = questions(), scoring.truths()
    with home():
        return [run_one(item, items, cells) for key, item in items.items() if not only or key in only]


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which that part of the values lies, by the nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * int(part * 100) // 100) - 1)]


def share_right(results: Sequence[Result]) -> float:
    """Percent of the questions answered rightly."""
    return 100 * sum(r.verdict.kind == RIGHT for r in results) / len(results)


def wrong_figures(results: Iterable[Result]) -> list[Result]:
    """The results with a wrong figure."""
    return [r for r in results if r.verdict.kind == WRONG_FIGURE]


def table(results: Sequence[Result], markdown: bool) -> str:
    """One line a group and a total: how many of each kind, and how fast."""
    groups = {r.group: [x for x in results if x.group == r.group] for r in results} | {"total": list(results)}
    heading = ["group", "questions", *KINDS, "p50 ms", "p95 ms"]
    lines = [heading] + [_line(name, of_group) for name, of_group in groups.items()]
    if markdown:
        rule = ["---", *["---:"] * (len(heading) - 1)]
        return "\n".join("| " + " | ".join(line) + " |" for line in (heading, rule, *lines[1:]))
    return "\n".join(f"{line[0]:44.44}" + "".join(f"{cell:>17}" for cell in line[1:]) for line in lines)


def _line(name: str, results: Sequence[Result]) -> list[str]:
    times = [r.ms for r in results]
    kinds = [sum(r.verdict.kind == kind for r in results) for kind in KINDS]
    speed = [f"{percentile(times, 0.5):.0f}", f"{percentile(times, 0.95):.0f}"]
    return [name.replace("|", "/"), str(len(results)), *map(str, kinds), *speed]


def failures(results: Iterable[Result]) -> str:
    """Each question that is not right, with the reasons."""
    return "\n".join(
        f"{r.id} {r.question}\n    {r.verdict.kind}: " + "\n    ".join(r.verdict.reasons)
        for r in results
        if r.verdict.kind != RIGHT
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the evaluation; the exit code."""
    parser = argparse.ArgumentParser(description="Ask the test set and score the answers.")
    parser.add_argument("--markdown", action="store_true", help="print the table for the README")
    parser.add_argument("--failures", action="store_true", help="list each failure with its reasons")
    parser.add_argument("--id", default="", help="only these questions, as A1,B3")
    parser.add_argument("--at-least", type=float, default=AT_LEAST, help="percent that must be right (85)")
    options = parser.parse_args(arguments)
    only = {part.strip() for part in options.id.split(",") if part.strip()}
    if unknown := sorted(only - set(questions())):
        parser.error(f"no such question: {', '.join(unknown)}")
    results = run(only)
    print(table(results, options.markdown))
    if options.failures:
        print(failures(results))
    print(f"{share_right(results):.1f} % right, {len(wrong_figures(results))} wrong figures", file=sys.stderr)
    return int(bool(wrong_figures(results)) or share_right(results) < options.at_least)


if __name__ == "__main__":
    sys.exit(main())
