"""What is made report by report over very many: the same as of each alone, and held no longer than it takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.answers import boundary, cells, refusals
from assistant.answers.cells import Cell
from assistant.answers.checks import checking, one_by_one
from assistant.answers.many import side_by_side
from assistant.chat import Chat
from assistant.commands.figures import wide
from assistant.library.build import Progress
from assistant.output import export
from assistant.output.sheets import Lines, of_checks
from assistant.understanding.names import Names
from assistant.understanding.question import Question, understand
from corpus.library import rivals
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Check
from homes import filled
from many_reports import library
from town import library as town

LIBRARY = library(6, 60)


@pytest.mark.parametrize("sorted_from", [1, 10**9])
def test_the_checks_of_many_are_those_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sorted_from: int
) -> None:
    monkeypatch.setattr(rivals, "_MANY", sorted_from)
    told: list[Progress] = []
    with Library.open(filled(tmp_path / "home") / "library.db") as bundled:
        for made in (bundled, town()):
            entries = made.entries()
            each = [check for entry in entries for check in checking.every(made, entry)]
            found = list(one_by_one.every(made, [entry.report for entry in entries], told.append))
            assert found == each
            # Nothing is left behind.
            assert list(one_by_one.every(made, [entry.report for entry in entries])) == each
    assert [one.done for one in told[:5]] == [0, 1, 2, 3, 4]


def test_a_check_is_told_before_the_next_report_is_read() -> None:
    read: list[str] = []
    ids = [entry.report for entry in LIBRARY.entries()]
    next(one_by_one.every(LIBRARY, ids, lambda progress: read.append(progress.label)))
    assert len(read) == 1


def test_checks_that_are_left_half_way_leave_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivals, "_MANY", 1)
    found = one_by_one.every(LIBRARY, [entry.report for entry in LIBRARY.entries()])
    next(found)
    assert LIBRARY.select("select count(*) from temp.sqlite_schema where name = 'loose_mark'") == [(1,)]
    found.close()
    assert LIBRARY.select("select count(*) from temp.sqlite_schema where name = 'loose_mark'") == [(0,)]


def test_rows_that_are_counted_while_they_are_written(tmp_path: Path) -> None:
    made = (Check("r", "total", "pass", str(n)) for n in range(3))
    sheet = of_checks(made)
    assert len(sheet.rows) == 0
    export.write(tmp_path / "t.csv", sheet)
    assert len(sheet.rows) == 3
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").count("\n") == 4


def test_lines_are_made_anew_whenever_they_are_gone_through() -> None:
    lines = Lines(lambda: iter("abc"))
    assert (list(lines), list(lines), lines[1], lines[1:], len(lines)) == (
        ["a", "b", "c"],
        ["a", "b", "c"],
        "b",
        ("b", "c"),
        3,
    )


@pytest.mark.parametrize(
    "text", ["导出行政处罚", "导出2020年行政许可和行政处罚", "导出规范性文件", "导出表三", "导出行政复议"]
)
def test_an_export_is_that_of_each_report_alone(tmp_path: Path, text: str) -> None:
    chat = Chat(LIBRARY, tmp_path)
    chat.whole = True
    answer, question = chat.ask(text), understand(text, Names(LIBRARY))
    if not question.rows:
        assert answer.figures == LIBRARY.figures(table=question.table)
        return
    found = list(alone(question))
    assert answer.figures == cells.figures_of(found)
    assert [row.value for row in answer.rows] == [None if c.value is None else plain(c.value) for c in found]


def alone(question: Question) -> Iterator[Cell]:
    """The cells of each report, read for it alone."""
    for entry in LIBRARY.entries():
        for row in question.rows if not question.years or entry.year in question.years else ():
            if columns := cells.columns_asked(question, row):
                yield from (cell for column in columns for cell in cells.pick(LIBRARY, [entry], row, column))
            else:
                yield from refusals.every_column(LIBRARY, entry, row)


def test_a_wide_table_has_every_cell_of_every_report() -> None:
    figures = LIBRARY.figures()
    sheet = wide(iter(figures))
    at = {name: n for n, name in enumerate(sheet.columns)}
    rows = {row[0]: row for row in sheet.rows}
    assert list(rows) == list(dict.fromkeys(figure.report for figure in figures))
    for figure in figures:
        told = rows[figure.report][at[f"{figure.table}/{figure.row}/{figure.column}"]]
        # Equal numbers may be printed in different ways.
        assert str(told) == (f"[{figure.state}]" if figure.value is None else str(figure.value))


@pytest.mark.parametrize(
    "text",
    [
        "导出行政处罚",
        "导出2020年行政许可和行政处罚",
        "导出规范性文件",
        "导出政府集中采购",
        "2021年各单位行政许可和行政处罚对比",
        "各单位2020年规章和规范性文件对比",
    ],
)
@pytest.mark.parametrize("seed", [3, 6])
def test_very_many_side_by_side_are_the_first_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, seed: int
) -> None:
    made = library(seed, 60)
    whole = Chat(made, tmp_path).ask(text)
    assert whole.reading.operation == "compare"
    monkeypatch.setattr(boundary, "MANY", 2)
    monkeypatch.setattr(boundary, "SHOWN", 5)
    few = Chat(made, tmp_path).ask(text)
    assert (few.headline, few.outcome) == (whole.headline, whole.outcome)
    assert 0 < len(few.rows) < len(whole.rows) == few.rows_total
    assert few.rows == whole.rows[: len(few.rows)]
    assert few.figures == whole.figures[: len(few.figures)]
    assert few.figures_total == len(whole.figures)
    assert (few.coverage.read, few.coverage.reasons) == (whole.coverage.read, whole.coverage.reasons)
    assert {note.code: note.text for note in few.notes} == {note.code: note.text for note in whole.notes}


def test_a_table_of_a_nation_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "_MOST", 100)
    answer = Chat(LIBRARY, tmp_path).ask("导出表三")
    assert answer.outcome is Outcome.CLARIFY
    assert "nianbao figures -o" in answer.headline
    assert not answer.figures
