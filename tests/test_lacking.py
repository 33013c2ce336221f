"""Which reports lack a table, or a value in a row: counted as if each of their cells had been looked at."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Outcome
from assistant.answers import boundary, cells
from assistant.answers.about.lacking import _of_cell, _of_table
from assistant.chat import Chat
from corpus import form
from corpus.library import abreast, lacking
from corpus.library.lacking import Held
from corpus.library.store import Library
from corpus.library.sums import Asked
from corpus.library.where import Where
from corpus.report import Entry, Figure, State
from many_reports import library
from town import Town

LIBRARIES = {seed: library(seed, 60) for seed in (1, 3)}
WHERES = st.builds(
    Where,
    years=st.none() | st.sets(st.sampled_from([2018, 2020, 2021])).map(tuple),
    places=st.just(()) | st.just((("江苏省",),)),
    agencies=st.none() | st.just(("甲县第000局", "乙县第001局", "丙县第002局", "丁县第003局")),
)
FIELDS = [
    ("行政处罚", form.DECISIONS),
    ("其他对外管理服务事项", form.DECISIONS),
    ("政府集中采购", form.PURCHASE_AMOUNT),
    ("行政事业性收费", form.FEE_AMOUNT),
    ("规范性文件", "本年制发件数"),
    ("不予公开", form.GRAND_TOTAL),
    ("其他处理", form.GRAND_TOTAL),
    (form.NEW_REQUESTS, form.ORGANISATIONS),
    (form.SUITS, form.GRAND_TOTAL),
]


def stands(figures: Sequence[Figure]) -> frozenset[State]:
    """How cells stand; an inferred one has a value like a printed one."""
    found = {State.PRINTED if figure.state is State.INFERRED else figure.state for figure in figures}
    return frozenset(found)


def ids(made: Library, held: Sequence[Held]) -> list[str]:
    return abreast.ids(made, [one.shelf for one in held])


@given(st.sampled_from((1, 3)), WHERES, st.sampled_from(form.TABLES))
def test_a_table_stands_as_all_of_its_cells_do(seed: int, where: Where, table: str) -> None:
    made = LIBRARIES[seed]
    entries = made.entries(where)
    figures = made.figures(reports=[entry.report for entry in entries], table=table)
    states = {e.report: stands([f for f in figures if f.report == e.report and f.in_form]) for e in entries}
    found = lacking.of_table(made, table, where)
    assert found.read == len(entries)
    lacks = [entry for entry in entries if states[entry.report] != {State.PRINTED}]
    assert ids(made, found.held) == [entry.report for entry in lacks]
    for entry, held in zip(lacks, found.held, strict=True):
        assert held.states == states[entry.report]
        assert held.older == (cells.is_before_the_form(entry) and not held.states)


@given(st.sampled_from((1, 3)), WHERES, st.lists(st.sampled_from(FIELDS), min_size=1, max_size=2, unique=True))
def test_cells_without_a_value_stand_as_they_are_read(seed: int, where: Where, fields: list[tuple[str, str]]) -> None:
    made = LIBRARIES[seed]
    entries = made.entries(where)
    by_report = list(zip(*cells.pick_each(made, entries, fields), strict=True))
    lost = [[cell for cell in of_report if cell.reason == cells.NO_CELL] for of_report in by_report]
    found = lacking.of_cells(made, [Asked((row,), column) for row, column in fields], where)
    assert found.read == len(entries)
    assert ids(made, found.held) == [entry.report for entry, mine in zip(entries, lost, strict=True) if mine]
    not_asked = [of_report for of_report in by_report if all(cell.reason == cells.NO_FIELD for cell in of_report)]
    assert found.not_asked == len(not_asked)
    for held, mine in zip(found.held, filter(None, lost), strict=True):
        figures = cells.figures_of(mine)
        assert held.figures == len(figures)
        # Of a group, cells with a value do not say why the sum has none.
        assert held.states - {State.PRINTED} == stands(figures) - {State.PRINTED}


def ask(made: Library, home: Path, text: str) -> Answer:
    return Chat(made, home).ask(text)


ASKED = (
    "哪些报告没有表三",
    "哪些报告缺表四",
    "有几份报告没有表二",
    "哪些报告的表三不完整",
    "哪些报告的表四被截断",
    "2020年哪些报告没有表三",
    "哪些报告的行政处罚是空白",
    "哪些报告没有填行政处罚",
    "行政处罚看不清的报告有几份",
    "哪些报告缺不予公开",
    "which reports have no table 3",
    "which reports left penalties blank",
)


@pytest.mark.parametrize("text", ASKED)
def test_of_very_many_the_first_are_shown_and_all_are_counted(
    text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = ask(LIBRARIES[3], tmp_path, text)
    monkeypatch.setattr(boundary, "MANY", 10)
    monkeypatch.setattr(boundary, "SHOWN", 2)
    few = ask(LIBRARIES[3], tmp_path, text)
    assert few.reading.operation == "coverage"
    assert (few.value, few.coverage, few.reading.years) == (whole.value, whole.coverage, whole.reading.years)
    assert few.headline.replace("…", "").split("\n")[1:] == whole.headline.split("\n")[1:]
    assert few.rows == tuple(row for row in whole.rows if (row.agency, row.year) in _first(whole, 2))
    assert (few.rows_total or len(few.rows)) == len(_reports(whole))
    assert few.figures_total == len(whole.figures)


def _reports(made: Answer) -> list[tuple[str, int | None]]:
    return [(row.agency, row.year) for row in made.rows]


def _first(made: Answer, number: int) -> list[tuple[str, int | None]]:
    return _reports(made)[:number]


def rows(made: Answer) -> dict[str, list[str]]:
    """State or label → agencies."""
    found: dict[str, list[str]] = {}
    for row in made.rows:
        found.setdefault(row.state or row.label, []).append(row.agency)
    return found


def said(text: str) -> Answer:
    chat = Town()
    try:
        return chat.ask(text)
    finally:
        chat.close()


def test_zero_is_never_blank() -> None:
    empty = said("哪些报告没有填本年新收")
    assert (empty.rows, empty.coverage.read) == ((), 6)
    assert said("哪些报告没有填上年结转").rows[0].agency == "婺源县民政局"
    assert said("哪些报告的上年结转是空白").rows == ()
    assert said("哪些报告没有新收申请").rows[0].value == "0"


def test_a_table_that_is_cut_off_before_its_first_row_is_lacking_and_one_cut_off_later_is_not() -> None:
    none = said("哪些报告没有表四")
    assert [(row.agency, row.state) for row in none.rows] == [("婺源县民政局", "cut_off")]
    assert [figure.state for figure in none.figures] == [State.CUT_OFF]
    three = said("哪些报告没有表三")
    assert three.rows == ()
    assert three.headline.split("\n") == ["6 份报告都有表三", "另外：表被截断，只有一部分 1 份"]
    part = said("哪些报告的表三不完整")
    assert [(row.agency, row.label) for row in part.rows] == [("婺源县民政局", "表被截断，只有一部分")]


def test_unreadable_and_not_asked_are_told_apart() -> None:
    found = said("哪些报告的规范性文件看不清")
    # None of the columns of that row is the usual one: each is told.
    assert rows(found) == {"unreadable": ["米易县交通运输局"] * 3}
    fees = said("哪些报告的采购金额缺失")
    assert (fees.rows, "该版表格不设此项 3 份" in fees.headline) == ((), True)


@pytest.mark.parametrize(
    "text",
    [
        "哪些报告没有行政处罚",
        "哪些机关的行政处罚为0或空白",
        "哪些报告的行政处罚不是空白",
        "哪些企业的行政处罚是空白",
        "哪些报告填补了行政处罚的空白",
        "行政处罚最多的报告缺什么",
        "嵊州2020年表三缺什么",
        "哪些报告没有表三里的予以公开",
        "哪些报告没有提到空白",
        "哪些报告没有2021版的表三",
        "哪些报告的行政处罚和行政许可都是空白",
        "哪些报告没有表三和表四",
        "哪些报告没有表三但有表四",
        "哪些报告没有2021版的表三",
        "哪些报告的行政处罚和行政许可都是空白",
    ],
)
def test_what_asks_something_else_is_not_taken_for_it(text: str) -> None:
    assert said(text).reading.operation != "coverage" or said(text).reading.table is None


@given(st.frozensets(st.sampled_from([s for s in State if s not in (State.INFERRED, State.NOT_ASKED)])), st.booleans())
def test_every_table_that_is_not_whole_stands_in_a_way_that_is_told(states: frozenset[State], older: bool) -> None:
    ways = _of_table(Held(1, states, older=older))
    lost = bool(states & {State.CUT_OFF, State.UNREADABLE})
    empty = bool(states) and states <= {State.BLANK, State.DASH}
    assert bool(ways) == (lost or empty or not states)
    assert len(set(ways)) == len(ways)
    assert _of_cell(Held(1, states))


def test_reports_named_one_by_one_are_looked_at_alone() -> None:
    made = LIBRARIES[1]
    some: list[Entry] = list(made.entries())[:7]
    where = Where(reports=tuple(entry.report for entry in some), active=False)
    assert lacking.of_table(made, form.REQUESTS, where).read == 7


def test_of_two_tables_it_is_asked_which_is_meant() -> None:
    for text in ("哪些报告没有表三和表四", "哪些报告没有表三但有表四", "which reports lack table 3 or table 4"):
        made = said(text)
        assert made.outcome is Outcome.CLARIFY
        assert [said(choice.question).reading.table for choice in made.choices] == [form.REQUESTS, form.REVIEW]
