"""How the checks of the prose of very many reports come out: a status each; few reports at a time are held.

Each status is that of the check of `corpus.checking` with the same name.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from corpus import form
from corpus.checking.checks import checks
from corpus.checking.compare import ROWS, may_read_as_cells, prose_sums, prose_tables
from corpus.checking.hints import hints, of_problems
from corpus.library import packing
from corpus.library.store import Library
from corpus.library.verdicts import Verdict, Verdicts, verdicts
from corpus.library.where import Where, among, condition, listed
from corpus.report import Count, Figure, Problem

RULES = ("prose_sum", "prose_table", "year")
HINTS = ("regulations", "sections", "dated", "period")
_AT_ONCE = 500
"""Reports that are held at a time."""


def of_prose(library: Library, where: Where, rules: Collection[str]) -> Verdicts:
    """The checks of the prose of the reports meant, of those rules: its sums, its tables, its year."""
    found = Verdicts()
    for some in _few_at_a_time(library, where):
        if {"prose_sum", "prose_table"} & set(rules):
            found.each.extend(_of_counts(library, some, rules))
        if "year" in rules:
            found.each.extend(_of_lines(library, some))
    return found


def of_hints(library: Library, where: Where, rules: Collection[str]) -> Verdicts:
    """What is odd about the reports meant without being wrong, of those rules."""
    found = Verdicts()
    for some in _few_at_a_time(library, where):
        keys = {id_: key for key, id_ in some.items()}
        cells: dict[str, list[Figure]] = defaultdict(list)
        for figure in library.figures(reports=keys, table=form.ACTIVE, rows=("规章",)):
            cells[figure.report].append(figure)
        for entry in library.entries(Where(reports=tuple(keys), active=False)):
            odd = (check for check in hints(entry, cells[entry.report]) if check.rule in HINTS)
            found.each.extend(verdicts(keys[entry.report], odd, rules))
    return found


def _few_at_a_time(library: Library, where: Where) -> Iterator[dict[int, str]]:
    """Key → id of the reports meant."""
    meant, values = condition(where)
    reports: list[tuple[int, str]] = library.select(f"select r.key, r.id from report r where {meant}", values)
    for start in range(0, len(reports), _AT_ONCE):
        yield dict(reports[start : start + _AT_ONCE])


def _of_counts(library: Library, reports: dict[int, str], rules: Collection[str]) -> Iterator[Verdict]:
    counts: dict[str, list[Count]] = defaultdict(list)
    for count in library.counts(reports=reports.values()):
        counts[count.report].append(count)
    cells: dict[str, list[Figure]] = defaultdict(list)
    if claiming := [id_ for id_, told in counts.items() if any(map(may_read_as_cells, told))]:
        for figure in library.figures(reports=claiming, rows=ROWS):
            cells[figure.report].append(figure)
    for key, id_ in reports.items():
        told = counts.get(id_, ())
        found = (*prose_sums(id_, told), *(prose_tables(id_, cells[id_], told) if id_ in cells else ()))
        yield from verdicts(key, found, rules)


def _of_lines(library: Library, reports: dict[int, str]) -> Iterator[Verdict]:
    text = "from report r join text t on t.report = r.key"
    sql = f"select r.key, r.year, r.problems, t.lines {text} where {among('r.key')}"
    for key, year, problems, packed in library.select(sql, (listed(reports.keys()),)):
        noticed = [Problem(*problem) for problem in json.loads(problems)]
        odd = [check for check in of_problems(reports[key], noticed) if check.rule == "year"]
        if odd or year is None:
            yield from verdicts(key, odd, ("year",))
            continue
        # The last day of a period is told in the line that tells the period.
        lines = [line for line in packing.unpack(packed).split("\n") if "31" in line]
        yield from verdicts(key, checks(reports[key], (), (), year, lines), ("year",))
