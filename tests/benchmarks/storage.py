"""What the library's tables cost and how fast they answer, with very many reports: `make bench-storage`.

    python tests/benchmarks/storage.py [--reports 10000] [--asked 200]

Reports of seven years and the real places are made up: some hundred different ones are taken apart as `add` does it,
each is stored many times under another agency with other figures in 表二. Written are the report itself, its values,
what is printed around them and its text, in the order in which a folder a year would be added; the prose, its marks and
the names are not. Medians of a warm library, `--asked` look-ups and seven times each question.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import apsw

from corpus import form
from corpus.library import aside, database, packing, pieces, records, sums
from corpus.library.aside import Apart
from corpus.library.records import Identity, Told
from corpus.library.sheets import SHEETS, Stored, to_row
from corpus.library.store import Library
from corpus.library.sums import Asked
from corpus.library.where import Where, both
from corpus.report import Document, Figure, Line, Report, Source, State
from scale import agencies

YEARS = range(2019, 2026)
DIFFERENT = 400
"""Reports of each edition that are taken apart."""
COUNT = Asked(("行政处罚",), form.DECISIONS)
MONEY = Asked(("行政事业性收费",), form.FEE_AMOUNT)
ROWS = Asked(("不予公开",), form.GRAND_TOTAL)
TIMES = 7
COLD = """
import sys, time
started = time.perf_counter()
from pathlib import Path
from corpus.library.store import Library
with Library.open(Path(sys.argv[1])) as library:
    imported = time.perf_counter()
    library.figures(reports=[sys.argv[2]], table="active_disclosure", rows=["行政处罚"])
    print((time.perf_counter() - started) * 1000)
"""


@dataclass(frozen=True, slots=True)
class Made:
    """A report taken apart."""

    columns: dict[str, object]
    apart: Apart
    rows: dict[str, list[Stored]]
    text: bytes


def made(rng: Random, edition: str) -> Made:
    """A report with every cell of an edition, under the usual labels; most applicants 0, here and there a `/`."""
    figures, lines = [], ["某某县某某局2020年政府信息公开工作年度报告"]
    for table in form.TABLES:
        for row in form.rows(edition, table):
            values = [_value(rng, table, column) for column in row.columns]
            lines.append(f"{row.item}、{row.label.rpartition('/')[2]} {' '.join(values)}")
            for column, value in zip(row.columns, values, strict=True):
                figures.append(_figure(edition, table, row.label, column, value, lines))
    document = Document("a.txt", "/a.txt", "0" * 64, "utf-8", tuple(Line(n, text) for n, text in enumerate(lines, 1)))
    report = Report(document, lines[0], "", 2020, (), ())
    apart = aside.put_apart(figures)
    rows = {sheet.name: to_row(sheet, apart.values[sheet.name]) for sheet in SHEETS if sheet.name in apart.values}
    columns = records.report_columns(report, figures, 5) | records.said_columns(Told()) | {"sheets": apart.sheets}
    return Made(columns, apart, rows, packing.pack(records.text_of(document.lines)))


def _value(rng: Random, table: str, column: str) -> str:
    if rng.random() < 0.01:
        return "/"
    if column == form.FEE_AMOUNT:
        return f"{rng.randint(0, 10**6) / 10 ** rng.randint(0, 4):.4f}"
    if column in ("自然人", "总计") or table == form.ACTIVE:
        return str(rng.choice((0, rng.randint(1, 9), rng.randint(10, 3_000))))
    return str(rng.choice((0, 0, 0, 0, 0, rng.randint(1, 40))))


def _figure(edition: str, table: str, row: str, column: str, raw: str, lines: Sequence[str]) -> Figure:
    value = None if raw == "/" else Decimal(raw)
    state = State.DASH if value is None else State.PRINTED
    unit = form.unit(table, column) or "万元"
    printed = column in (form.FEE_AMOUNT, form.PURCHASE_AMOUNT)
    source = Source("a.txt", "/a.txt", len(lines))
    return Figure("", "", 2020, edition, table, row, column, value, unit, state, source, raw, lines[-1], True, printed)


def fill(connection: apsw.Connection, number: int) -> None:
    """That many reports, a year after the other, each in the way of `Library.add` without its likeness."""
    rng = Random(1)
    pool = {edition: [made(rng, edition) for _ in range(DIFFERENT)] for edition in form.EDITIONS}
    inserts = {
        sheet.name: f"insert into {sheet.name} values ({', '.join('?' * (len(sheet.columns) + 2))})" for sheet in SHEETS
    }
    each = -(-number // len(YEARS))
    connection.execute("pragma synchronous = off")
    connection.execute("begin")
    for n, (year, (agency, place)) in enumerate(islice(_reports(each), number), 1):
        one = rng.choice(pool["2021" if year >= 2021 else "2019"])
        level = ("province", "city", "county", "county")[min(len(place), 4) - 1]
        identity = records.identity_columns(Identity(place, "report", level, (), agency[-3:], 3))
        path = f"{year}/{n:06}.txt"
        own = {"id": f"{year}-{n:06}", "path": f"/reports/{path}", "file": path, "digest": f"{n:064x}"}
        columns = one.columns | identity | own | {"agency": agency, "year": year, "title": f"{agency}{year}年年度报告"}
        sql = f"insert into report ({', '.join(columns)}) values ({', '.join('?' * len(columns))}) returning shelf"
        ((shelf,),) = connection.execute(sql, tuple(columns.values()))
        for at, sheet in enumerate(SHEETS):
            if sheet.name in one.rows:
                row = one.rows[sheet.name]
                if sheet.table == form.ACTIVE:
                    drawn = rng.choices(range(-3_000, 3_000), k=sheet.amount or 0)
                    row = [*(max(0, value) for value in drawn), *row[sheet.amount :]]
                connection.execute(inserts[sheet.name], (shelf, at, *row))
        connection.executemany("insert into printed values (?, ?, ?)", ((n, *part) for part in one.apart.parts))
        connection.execute("insert into text values (?, ?)", (n, one.text))
    connection.execute("commit")


def _reports(each: int) -> Iterator[tuple[int, tuple[str, tuple[str, ...]]]]:
    for year in YEARS:
        for of in islice(agencies(), each):
            yield year, of


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Medians of the milliseconds on the clock and of the processor, the first asking not counted."""
    spent = []
    for _ in range(TIMES + 1):
        started, worked = time.perf_counter(), time.process_time()
        ask()
        spent.append(((time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000))
    clock, processor = zip(*spent[1:], strict=True)
    return statistics.median(clock), statistics.median(processor)


def questions(library: Library) -> Iterator[tuple[str, Callable[[Where], object], Where]]:
    """(question, what asks it of the reports meant, which of them)."""
    for name, asked in (("行政处罚", COUNT), ("收费, an amount", MONEY), ("不予公开, 8 cells", ROWS)):
        yield f"sum: {name}", partial(sums.total, library, asked), Where()
        yield f"top 10: {name}", partial(sums.first, library, asked), Where()
        at_least = partial(sums.meeting, library, asked, bounds=[(">=", Decimal(2_900))], most=20)
        yield f"filter, 20 listed: {name}", at_least, Where()
    yield "sum within a province", partial(sums.total, library, COUNT), Where(inside=((("江苏省",),),))
    yield "sum over the counties", partial(sums.total, library, COUNT), Where(levels=("county",))


def looked_up(library: Library, ids: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds on the clock and of the processor of each look-up of a row of 表二, both sorted."""
    clock, processor = [], []
    for id_ in ids:
        started, worked = time.perf_counter(), time.process_time()
        library.figures(reports=[id_], table=form.ACTIVE, rows=["行政处罚"])
        clock.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - worked) * 1000)
    return sorted(clock), sorted(processor)


def cold(path: Path, ids: Sequence[str]) -> float:
    """Milliseconds from an interpreter that has started to a figure, opening included."""
    spent = []
    for id_ in ids[:TIMES]:
        made = subprocess.run([sys.executable, "-c", COLD, str(path), id_], capture_output=True, text=True, check=True)
        spent.append(float(made.stdout))
    return statistics.median(spent)


def measure(number: int, asked: int, folder: Path) -> None:
    """Print the table for a library of so many reports."""
    path = folder / f"{number}.db"
    started = time.perf_counter()
    connection = database.in_new_file(path)
    fill(connection, number)
    connection.close()
    print(f"\n{number:,} reports, written in {time.perf_counter() - started:.0f} s; load {os.getloadavg()[0]:.1f}\n")
    with Library.open(path) as library:
        worked = time.process_time()
        pieces.lay_out(library)
        print(
            f"Laying out its columns: {(time.process_time() - worked) * 1000 / number:.3f} ms of processor a report\n"
        )
        sizes = library.sizes()
        print("| bytes a report | |\n|---|--:|")
        print("\n".join(f"| {name} | {size / number:.0f} |" for name, size in sizes.items() if size >= number))
        ids = Random(2).sample([id_ for (id_,) in library.select("select id from report")], min(asked, number))
        clock, processor = looked_up(library, ids)
        print("\n| ms on the clock (of processor) | |\n|---|--:|")
        for name, at in (("p50", len(ids) // 2), ("p95", len(ids) * 95 // 100)):
            print(f"| look-up, {name} | {clock[at]:.2f} ({processor[at]:.2f}) |")
        print(f"| cold: imports, opening, look-up | {cold(path, ids):.0f} |")
        print("\n| ms on the clock (of processor) | one year | all |\n|---|--:|--:|")
        for name, ask, where in questions(library):
            of_year, of_all = (timed(partial(ask, both(where, years))) for years in (Where(years=(2023,)), Where()))
            print(f"| {name} | {of_year[0]:.1f} ({of_year[1]:.1f}) | {of_all[0]:.1f} ({of_all[1]:.1f}) |")
    path.unlink()


def main() -> None:
    """Measure one library after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000])
    parser.add_argument("--asked", type=int, default=200)
    options = parser.parse_args()
    print(f"Python {platform.python_version()} · {os.cpu_count()} CPUs · medians of {TIMES}")
    with tempfile.TemporaryDirectory() as folder:
        for number in options.reports:
            measure(number, options.asked, Path(folder))


if __name__ == "__main__":
    main()
