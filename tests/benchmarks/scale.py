"""How long a question takes where very much is loaded.

    python tests/benchmarks/scale.py [--names 130000] [--reports 100000] [--questions 1000]

Two lines: what understanding costs with that many names of agencies, and what a sum and a rank over that many reports
cost. The reports are written straight into the tables, with the rows of 表二 and 表四 and three rows of 表三.
"""

import argparse
import statistics
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import islice
from random import Random

from assistant.chat import Chat
from assistant.understanding.names import Names
from assistant.understanding.question import understand
from assistant.understanding.scope import places_in
from assistant.understanding.spelling import Speller
from corpus.library.names import alike
from corpus.library.store import Identity, Library
from corpus.report import Document, Figure, Line, Report, Source, State
from damage_form import ACTIVE, APPLICANTS, BLOCKS, NEW, PARAGRAPHS, REQUESTS, RESULTS, REVIEW
from nation import DEPARTMENTS, regions

ASKED = (
    "{a}{y}年行政处罚多少件",
    "请问{a}{y}年的行政许可处理决定数量是多少",
    "How many information requests did {a} report in {y}?",
    "{a}{y}年涉及医疗机构的行政处罚有几件",
    "{a}{y}年有哪些问题",
    "{y}年行政处罚最多的是哪家",
    "{a}{y}年自然人提出的申请中予以公开的有多少",
)
OVER = (
    "2020年行政处罚合计多少",
    "2020年行政处罚前十名",
    "2020年行政处罚最多的是哪家",
    "2020年行政许可超过100件的有几家",
    "所有报告2020年收到的信息公开申请一共多少",
)


def agencies() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name and place of made-up agencies, without end of departments: some hundred thousand."""
    by_code = {row["code"]: row for row in regions()}
    for department in (*DEPARTMENTS, *(f"{one}直属分局" for one in DEPARTMENTS)):
        for row in regions():
            chain = [row["name"]]
            above = row["parent"]
            while above:
                chain.insert(0, by_code[above]["name"])
                above = by_code[above]["parent"]
            yield "".join(chain[1:] or chain) + department, tuple(chain)


def named(number: int) -> Library:
    """A library of that many agencies that have a name each, and no figures."""
    made = Library.memory()
    with made.together():
        for n, (agency, place) in enumerate(islice(agencies(), number)):
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            identity = Identity(place, "report", "county", ((agency, "report"),))
            made.add(Report(document, agency, agency, 2020, (), ()), (), (), (), identity)
    return made


def understanding(number: int, questions: int) -> list[float]:
    """Milliseconds of processor time of each question, with that many names; what is made once is made before."""
    library = named(number)
    known, speller = Names(library), Speller(partial(alike, library))
    called = [agency for agency, _ in islice(agencies(), number)]
    understand("龍口某某某某局", known, speller.mend, places_in)
    rng = Random(1)
    spent = []
    for n in range(questions):
        agency = rng.choice(called)
        if n % 5 == 0:
            at = rng.randrange(len(agency))
            agency = agency[:at] + rng.choice("市县局人大小") + agency[at + 1 :]
        text = rng.choice(ASKED).format(a=agency, y=rng.choice((2019, 2020, 2021, 2022)))
        started = time.process_time()
        understand(text, known, speller.mend, places_in)
        spent.append((time.process_time() - started) * 1000)
    return spent


def library(number: int) -> Library:
    """A library in memory of that many reports."""
    made = Library.memory()
    for n, (agency, place) in enumerate(islice(agencies(), number)):
        report, figures = _report(n, agency)
        made.add(report, figures, (), (), Identity(place, "report", "county", ((agency, "report"),)))
    return made


def _report(n: int, agency: str) -> tuple[Report, list[Figure]]:
    rng = Random(n)
    file = f"r{n}.txt"
    places = [(ACTIVE, row, column) for part in PARAGRAPHS["2019"] for row in part.rows for column in part.columns]
    places += [(REQUESTS, NEW, column) for column in APPLICANTS]
    places += [(REVIEW, block, result) for block in BLOCKS for result in RESULTS]
    values = [Decimal(rng.choice((0, 0, rng.randint(1, 9), rng.randint(10, 9_999)))) for _ in places]
    figures = [
        Figure("", agency, 2020, "2019", *place, value, "件", State.PRINTED, Source(file, f"/{file}", line), str(value))
        for line, (place, value) in enumerate(zip(places, values, strict=True), 1)
    ]
    document = Document(file, f"/{file}", f"{n:064}", "utf-8", (Line(1, agency),))
    return Report(document, agency, agency, 2020, (), ()), figures


def over(chat: Chat, times: int) -> Iterator[tuple[str, float]]:
    """Each question over every report, and the median of its milliseconds; the first asking is not counted."""
    for text in OVER:
        spent = []
        for _ in range(times + 1):
            chat.restart()
            started = time.perf_counter()
            chat.ask(text)
            spent.append((time.perf_counter() - started) * 1000)
        yield text, statistics.median(spent[1:])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=130_000)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=1_000)
    options = parser.parse_args(arguments)
    if options.names:
        spent = sorted(understanding(options.names, options.questions))
        middle, late = spent[len(spent) // 2], spent[len(spent) * 95 // 100]
        print(f"understanding, {options.names:,} names: p50 {middle:.1f} ms, p95 {late:.1f} ms")
    if options.reports:
        started = time.perf_counter()
        made = library(options.reports)
        print(f"{options.reports:,} reports written in {time.perf_counter() - started:.0f} s")
        chat = Chat(made)
        started = time.perf_counter()
        chat.entries()
        print(f"holdings read in {time.perf_counter() - started:.1f} s")
        for text, middle in over(chat, 3):
            print(f"{text}: {middle:.0f} ms")


if __name__ == "__main__":
    main()
