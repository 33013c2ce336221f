"""How fast the search by meaning is: `python tests/benchmarks/finding.py`, or `make bench-finding`.

Warm questions about the prose in one open chat over the bundled reports, and the default model's encoding, on however
many cores the machine has. Exits 1 where a requirement is missed. Cold starts are measured by `cold.py`.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from assistant.chat import Chat
from assistant.paths import bundled
from corpus.parse import parse
from corpus.read import read
from index.encoder import default
from index.passage import split

RESULTS = Path(__file__).with_name("results.md")
QUESTIONS = (
    "汾阳通过什么渠道公开",
    "沙坡头怎样回应社会关切",
    "龙口的稿子由哪几级审",
    "How does Shaxian respond to rumours?",
)
WARM_AT_MOST = 20.0
"""Milliseconds of a warm question."""
ENCODED_AT_LEAST = 10_000
"""Passages of `_CHARACTERS` a second."""
_CHARACTERS = 200


def warm(rounds: int) -> float:
    """Median milliseconds of a question in a chat that has answered one before."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as home:
        chat = Chat.open(Path(home))
        taken = []
        for number in range(rounds + 1):
            for question in QUESTIONS:
                chat.restart()
                started = perf_counter()
                chat.ask(question)
                taken += [perf_counter() - started] if number else []
        chat.close()
    return 1000 * statistics.median(taken)


def encoded(passages: int) -> float:
    """Passages that the default model encodes in a second, cut out of the prose of the bundled reports."""
    prose = "".join(p.text for path in sorted(bundled().glob("*.txt")) for p in split(parse(read(path))))
    places = [37 * n % (len(prose) - _CHARACTERS) for n in range(passages)]
    texts = [prose[place : place + _CHARACTERS] for place in places]
    default().encode(texts[:_CHARACTERS])
    started = perf_counter()
    default().encode(texts)
    return passages / (perf_counter() - started)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and keep it where asked."""
    parser = argparse.ArgumentParser(description="Measure the search by meaning.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--write", action="store_true", help=f"append the table to {RESULTS.name}")
    options = parser.parse_args(arguments)
    took, pace = warm(options.rounds), encoded(options.passages)
    head = f"{date.today()} · Python {platform.python_version()} · {os.cpu_count()} CPUs"
    lines = [
        "| finding | measured | required |",
        "|---|--:|--:|",
        f"| a warm narrative answer, ms | {took:.1f} | ≤ {WARM_AT_MOST:.0f} |",
        f"| passages of {_CHARACTERS} characters encoded a second | {pace:,.0f} | ≥ {ENCODED_AT_LEAST:,} |",
    ]
    result = "\n".join((head, "", *lines, ""))
    print(result)
    if options.write:
        with RESULTS.open("a", encoding="utf-8") as file:
            file.write(f"\n{result}")
    late = took > WARM_AT_MOST or pace < ENCODED_AT_LEAST
    if late:
        print("too slow", file=sys.stderr)
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
