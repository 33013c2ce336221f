"""How long a question takes where very much is loaded.

    python tests/benchmarks/scale.py [--reports 100000] [--questions 1000] [--home FOLDER]

Over a library of that many reports in a file: what one figure costs from the start of the process, what understanding
costs with all those names of agencies, and what one figure, sums, ranks and conditions cost in an open chat. Writing
100,000 reports takes ten minutes; with --home they are kept for another run.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from assistant import paths
from assistant.chat import Chat
from assistant.library import build
from assistant.understanding.gazetteer import places_in
from assistant.understanding.names import Names
from assistant.understanding.question import understand
from assistant.understanding.spelling import Speller
from corpus import form
from corpus.identity.agencies import names_of
from corpus.library import pieces
from corpus.library.names import alike, known
from corpus.library.store import Identity, Library
from corpus.report import Document, Figure, Line, Report, Source, State
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
ONE = "{a}2020年行政处罚多少件"
OVER = (
    "所有报告行政处罚合计多少",
    "2020年行政处罚合计多少",
    "所有报告行政处罚平均多少",
    "所有报告行政处罚前十名",
    "2020年行政处罚最多的是哪家",
    "行政处罚最少的是哪家",
    "所有报告行政许可超过100件的有几家",
    "行政许可超过9000件的有哪些机关",
    "所有报告行政事业性收费金额合计多少",
    "浙江省行政处罚最多的是哪家",
    "所有报告2020年收到的信息公开申请一共多少",
    "所有报告行政诉讼合计多少件",
)
YEARS = (2019, 2020, 2021, 2022)
_BATCH = 1_000


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


def understanding(held: Library, questions: int) -> list[float]:
    """Milliseconds of processor time of each question, with the names of that library."""
    words, speller = Names(held), Speller(partial(alike, held), partial(known, held))
    called = [agency for (agency,) in held.select("select distinct agency from report")]
    understand("龍口某某某某局", words, speller.mend, places_in)
    rng = Random(1)
    spent = []
    for n in range(questions):
        agency = rng.choice(called)
        if n % 5 == 0:
            at = rng.randrange(len(agency))
            agency = agency[:at] + rng.choice("市县局人大小") + agency[at + 1 :]
        text = rng.choice(ASKED).format(a=agency, y=rng.choice((2019, 2020, 2021, 2022)))
        started = time.process_time()
        understand(text, words, speller.mend, places_in)
        spent.append((time.process_time() - started) * 1000)
    return sorted(spent)


def library(number: int, path: Path | None = None) -> Library:
    """A library of that many reports, four years of each agency, in a new file or in memory."""
    made = Library.create(path) if path else Library.memory()
    reports = enumerate((agency, place, year) for agency, place in agencies() for year in YEARS)
    for _ in range(0, number, _BATCH):
        with made.together():
            for n, (agency, place, year) in islice(reports, min(_BATCH, number)):
                report, figures = _report(n, agency, year)
                made.add(report, figures, (), (), Identity(place, "report", "county", _called(agency, place)))
    pieces.lay_out(made)
    return made


def _called(agency: str, place: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name.text, name.origin) for name in names_of(agency, place))


def _report(n: int, agency: str, year: int) -> tuple[Report, list[Figure]]:
    """表二 and 表四, and of 表三 the requests received; the edition is the year's."""
    rng, file, edition = Random(n), f"r{n}.txt", form.EDITIONS[year > 2020]
    fields = [*form.fields(edition, form.ACTIVE), *form.fields(edition, form.REVIEW)]
    fields += [field for field in form.fields(edition, form.REQUESTS) if field.row == form.NEW_REQUESTS]
    figures = []
    for line, field in enumerate(fields, 1):
        value = Decimal(rng.choice((0, 0, rng.randint(1, 9), rng.randint(10, 9_999))))
        cell = (edition, field.table, field.row, field.column, value, field.unit or "万元", State.PRINTED)
        figures.append(Figure("", agency, year, *cell, Source(file, f"/{file}", line), str(value)))
    document = Document(file, f"/{file}", f"{n:064}", "utf-8", (Line(1, agency),))
    return Report(document, agency, agency, year, (), ()), figures


def cold(home: Path, question: str, runs: int) -> float:
    """Median milliseconds of one question, a process each."""
    command = (sys.executable, "-c", "import sys; from assistant.start import main; sys.exit(main())", "ask", question)
    environment = os.environ | {"NIANBAO_HOME": str(home)}
    spent = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=True)
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent[1:])


def over(chat: Chat, questions: Sequence[str], times: int) -> Iterator[tuple[str, float]]:
    """Each question, and the median of its milliseconds of processor time; the first asking is not counted."""
    for text in questions:
        spent = []
        for _ in range(times + 1):
            chat.restart()
            started = time.process_time()
            chat.ask(text)
            spent.append((time.process_time() - started) * 1000)
        yield text, statistics.median(spent[1:])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--home", type=Path, help="where the library of reports is kept for another run")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        many(options.home or Path(folder), options.reports, options.questions)


def many(home: Path, reports: int, questions: int) -> None:
    """Measure over a library of that many reports in a home, and make it where there is none."""
    path = home / paths.LIBRARY
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        library(reports, path).close()
        size = path.stat().st_size / 1e6
        print(f"{reports:,} reports written in {time.perf_counter() - started:.0f} s, {size:.0f} MB")
    agency = next(islice(agencies(), reports // 8, None))[0]
    with tempfile.TemporaryDirectory(prefix="nianbao-") as few:
        build.init(Path(few), empty=True)
        Path(few, paths.LIBRARY).unlink()
        library(8, Path(few, paths.LIBRARY)).close()
        first = next(agencies())[0]
        print(f"cold, one figure of 8 reports: {cold(Path(few), ONE.format(a=first), 5):.0f} ms")
    print(f"cold, one figure of {reports:,}: {cold(home, ONE.format(a=agency), 5):.0f} ms")
    print(f"cold, a sum over {reports:,}: {cold(home, OVER[0], 3):.0f} ms")
    chat = Chat.open(home)
    names = chat.library.select("select count(distinct normal) from name")[0][0]
    spent = understanding(chat.library, questions)
    middle, late = spent[len(spent) // 2], spent[len(spent) * 95 // 100]
    print(f"understanding, {names:,} names: p50 {middle:.1f} ms, p95 {late:.1f} ms")
    for text, middle in over(chat, (ONE.format(a=agency), *OVER), 5):
        print(f"warm, {text}: {middle:.0f} ms")
    chat.close()


if __name__ == "__main__":
    main()
