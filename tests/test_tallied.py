"""Checks of very many reports: each comes out as if it had been made by itself, and few reports are read for it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Outcome
from assistant.answers import boundary
from assistant.answers.checks import checking, tallied
from assistant.chat import Chat
from corpus import form
from corpus.library.store import Identity, Library
from corpus.library.verdicts import judged
from corpus.library.where import Where
from corpus.report import Document, Figure, Line, Problem, Report, State
from many_reports import library, printed, told


def followed(seed: int, agencies: int) -> Library:
    """Reports of agencies over four years, of which most take over what the year before leaves; one is renamed."""
    rng, made = Random(seed), Library.memory()
    for n in range(agencies):
        figures: list[Figure] = []
        for year in range(2019, 2023):
            before, figures = figures, list(printed(rng))
            if rng.random() < 0.7:
                figures = list(taken_over(figures, before))
            agency = f"甲县第{n}局" if rng.random() < 0.9 else f"甲县第{n}委员会"
            lines = (
                agency,
                rng.choice((f"统计期限为{year}年1月1日至{year}年12月31日", "2018年1月1日至2018年12月31日止")),
            )
            document = Document(
                f"{n}-{year}.txt", f"/{n}-{year}.txt", f"{n}-{year}", "utf-8", tuple(map(Line, (1, 2), lines))
            )
            odd = (Problem("year_conflict", "两个年份", 1),) if rng.random() < 0.1 else ()
            identity = Identity(("浙江省", "丙市", "甲县"), "report", "county", ((agency, "report"),), f"第{n}类")
            report = Report(document, agency, agency, year, (), (), odd)
            made.add(report, figures, list(told(rng, figures)), (), identity)
    return made


def taken_over(figures: list[Figure], before: list[Figure]) -> Any:
    """The figures, what was carried over to the year as the report before has it."""
    kept = {f.column: f for f in before if f.row == form.CARRIED_OUT}
    for figure in figures:
        other = kept.get(figure.column) if figure.row == form.CARRIED_IN else None
        plain = other is not None and other.state in (State.PRINTED, State.INFERRED)
        if other is not None and plain:
            yield replace(figure, value=other.value, state=other.state, raw=other.raw)
        else:
            yield figure


LIBRARIES = [library(3, 90), followed(1, 20), followed(2, 20)]
WHERES = st.builds(Where, years=st.none() | st.sets(st.sampled_from([2019, 2020, 2021])).map(tuple))


@cache
def every(number: int) -> list[tuple[str, str, str]]:
    """(report, rule, status) of each check of a library, every report read."""
    made = LIBRARIES[number]
    return [(e.report, check.rule, check.status) for e in made.entries() for check in checking.of_entry(made, e)]


@given(st.sampled_from(range(3)), WHERES, st.sets(st.sampled_from([r for r in checking.RULES if r != "copied"])))
def test_every_check_comes_out_as_by_itself(number: int, where: Where, rules: set[str]) -> None:
    made = LIBRARIES[number]
    ids = dict(made.select("select key, id from report"))
    meant = {entry.report for entry in made.entries(where)}
    found = tallied.made(made, where, rules)
    wanted = Counter(one for one in every(number) if one[0] in meant and one[1] in rules)
    each = Counter((ids[one.report], one.rule, one.status) for one in found.each)
    passed = Counter({rule: number for rule, number in found.passed.items() if number})
    # Those that pass may be counted alone.
    assert not each - wanted
    rest = wanted - each
    assert {status for *_, status in rest} <= {"pass"}
    assert Counter(rule for _, rule, _ in rest.elements()) == passed


def test_the_libraries_have_checks_that_come_out_in_every_way() -> None:
    """Else the test above would show little."""
    found = [tallied.made(one, Where(), checking.RULES) for one in LIBRARIES]
    seen = {(one.rule, one.status) for verdicts in found for one in verdicts.each}
    seen |= {(rule, "pass") for verdicts in found for rule in verdicts.passed}
    for rule in ("carried_over", "in_force", "requests_balance", "review_total", "prose_table"):
        assert {status for of, status in seen if of == rule} >= {"fail", "not_assessable"}, rule
    assert {("items_carried", "uncertain"), ("items_carried", "fail")} <= seen
    assert {("carried_over", status) for status in ("pass", "uncertain", "fail")} <= seen
    assert {("year", "fail"), ("year", "pass"), ("regulations", "uncertain")} <= seen


@pytest.mark.parametrize(
    ("left", "right", "status"),
    [
        ((3, 4), (7,), "pass"),
        ((3, 4), (8,), "fail"),
        ((3, "0.5"), ("3.5",), "pass"),
        ((3, "~4"), (7,), "uncertain"),
        ((3, "~4"), (9,), "uncertain"),
        ((3, b"b"), (3,), "not_assessable"),
        ((3, None), (3,), "not_assessable"),
        ((3, b"p"), (3,), None),
    ],
)
def test_what_stands_on_a_sheet_decides(left: Any, right: Any, status: str | None) -> None:
    assert judged(left, right) == status


def test_a_count_with_a_unit_of_money_is_added_up_as_it_is_printed() -> None:
    """Its value stands on no sheet."""
    made = Library.memory()
    figures = [f for f in printed(Random(4)) if f.table == form.REVIEW]
    assert figures
    source = [replace(f, value=Decimal(0), state=State.PRINTED, raw="0") for f in figures]
    odd = [replace(f, unit="元") if n == 3 else f for n, f in enumerate(source)]
    document = Document("a.txt", "/a.txt", "a", "utf-8", (Line(1, "甲县教育局"),))
    made.add(Report(document, "甲县教育局", "甲县教育局", 2020, (), ()), odd, (), ())
    found = tallied.made(made, Where(), ("review_total",))
    assert [(one.rule, one.status) for one in found.each] == [("review_total", "pass")]
    assert not +found.passed


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    def set_(many: int, shown: int) -> None:
        monkeypatch.setattr(boundary, "MANY", many)
        monkeypatch.setattr(boundary, "SHOWN", shown)

    return set_


@pytest.mark.parametrize("made", LIBRARIES)
@pytest.mark.parametrize("text", ["勾稽关系对得上吗", "2020年勾稽关系对得上吗", "表三勾稽对得上吗", "正文和表格一致吗"])
def test_what_fails_is_told_as_of_few_reports(
    made: Library, text: str, few: Callable[[int, int], None], tmp_path: Path
) -> None:
    whole = Chat(made, tmp_path).ask(text)
    few(2, 3)
    answer = Chat(made, tmp_path).ask(text)
    failing = [line for line in whole.headline.split("\n") if "：不符。" in line]
    lines = [line for line in answer.headline.split("\n")[1:] if line]
    if failing:
        assert lines == failing[: len(lines)]
        assert len({line.partition("：")[0] for line in lines}) <= 3
    counted = {row.label: int(row.value or 0) for row in answer.rows}
    assert sum(n for label, n in counted.items() if label.endswith("· 不符")) >= len(failing)
    meant = made.entries(Where(years=(2020,) if "2020" in text else None))
    assert answer.coverage.read + answer.coverage.left_out == len(meant)


def test_a_library_without_tables_has_nothing_to_check(few: Callable[[int, int], None], tmp_path: Path) -> None:
    made = Library.memory()
    for n in range(5):
        document = Document(f"{n}.txt", f"/{n}.txt", f"{n}", "utf-8", (Line(1, "甲县教育局"),))
        made.add(Report(document, "", f"甲县{n}局", 2020, (), ()), (), (), ())
    few(2, 1)
    answer = Chat(made, tmp_path).ask("表三勾稽对得上吗")
    assert answer.outcome is Outcome.NO_CELL
    assert (answer.coverage.read, answer.coverage.reasons) == (0, {"no_check": 5})


def test_few_reports_are_read_for_it(
    few: Callable[[int, int], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read: list[int] = []
    figures = Library.figures

    def count_figures(*arguments: Any, **named: Any) -> tuple[Figure, ...]:
        found = figures(*arguments, **named)
        read.append(len({figure.report for figure in found}))
        return found

    monkeypatch.setattr(Library, "figures", count_figures)
    few(2, 2)
    Chat(LIBRARIES[1], tmp_path).ask("表三勾稽对得上吗")
    mixed = sum(1 for entry in LIBRARIES[1].entries() if len(entry.editions) > 1)
    assert sum(read) <= 2 * 2 + mixed + 2
