"""Bars show what is printed and nothing else."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import ResultRow
from assistant.output.charts import chart
from assistant.output.escape import width

ONE = ResultRow("甲县局", 2020, "2019", "10", "件", "printed")


def row(value: str | None, **changes: Any) -> ResultRow:
    return replace(ONE, value=value, **changes)


def bars(drawn: str) -> list[str]:
    """What stands behind the value of each line."""
    return [line.split(" 件")[-1].strip() for line in drawn.split("\n")]


def test_one_value_is_no_chart() -> None:
    assert chart([]) == ""
    assert chart([ONE]) == ""
    assert chart([ONE, row(None, agency="乙", state="cut_off")]) == ""


def test_a_bar_is_as_long_as_its_value_and_a_lost_cell_has_none() -> None:
    lost = row(None, agency="丙", state="cut_off")
    drawn = chart([ONE, row("5", agency="乙"), row("0", agency="丁"), lost]).split("\n")
    assert [line.count("█") for line in drawn] == [40, 20, 0, 0]
    assert drawn[2].endswith("0 件")
    assert drawn[3] == "丙"


def test_whatever_is_not_zero_shows_a_mark() -> None:
    drawn = bars(chart([row("1000000"), row("1", agency="乙"), row("0", agency="丙")]))
    assert (drawn[1], drawn[2]) == ("▏", "")
    assert bars(chart([row("1000000"), row("1", agency="乙")], only_ascii=True))[1] == "#"


def test_negative_values_are_drawn_to_the_left() -> None:
    more, fewer = chart([row("10"), row("-10", agency="乙")]).split("\n")
    assert width(more.split("│")[0]) == width(fewer.split("│")[0])
    assert "█" in more.split("│")[1]
    assert "█" not in more.split("│")[0]
    assert fewer.split("│")[0].endswith("█")
    assert fewer.split("│")[1] == ""


def test_amounts_in_two_units_are_measured_in_one() -> None:
    drawn = chart([row("20", unit="万元"), row("100000", unit="元", agency="乙")]).split("\n")
    assert [line.count("█") for line in drawn] == [40, 20]


def test_what_has_no_common_measure_is_not_drawn() -> None:
    assert chart([row("20", unit="万元"), row("3", unit="项")]) == ""


def test_rows_beside_a_ranking_are_not_drawn() -> None:
    ranked = [row("3", rank=1), row("2", rank=2, agency="乙")]
    assert len(chart([*ranked, row("9", unit=None, agency="丙")]).split("\n")) == 2


def test_two_editions_are_said_in_the_language_of_the_answer() -> None:
    rows = [row("3"), row("4", year=2021, edition="2021")]
    assert chart(rows).startswith("（含两版表格的数）\n")
    assert chart(rows, language="en").startswith("(figures of two editions of the form)\n")
    assert not chart([row("3"), row("4", year=2021)]).startswith("（")


def test_a_year_without_a_report_keeps_its_place() -> None:
    lines = chart([row("3"), row("4", year=2022)]).split("\n")
    assert [line.split()[0] for line in lines] == ["2020", "2021", "2022"]
    assert lines[1] == "2021"


NAMES = st.text(st.characters(categories=["Lo", "Lu", "Nd"]), min_size=1, max_size=60)
VALUES = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=2)


@given(st.integers(60, 160), st.lists(st.tuples(NAMES, VALUES), min_size=2, max_size=6), st.booleans())
def test_a_chart_fits_whatever_it_draws(cells: int, pairs: list[tuple[str, Decimal]], only_ascii: bool) -> None:
    rows = [ResultRow(name, 2020, "2019", f"{value:f}", "件", "printed") for name, value in pairs]
    drawn = chart(rows, cells, only_ascii=only_ascii)
    assert [line for line in drawn.split("\n") if width(line) > cells] == []
    assert not only_ascii or not set(drawn) & set("█▏│")


@pytest.mark.parametrize("many", [31, 200])
def test_a_long_ranking_is_drawn_as_far_as_it_can_be_read(many: int) -> None:
    lines = chart([row(str(many - n), rank=n + 1, agency=f"局{n}") for n in range(many)]).split("\n")
    assert (len(lines), lines[-1]) == (31, "…")


def test_a_label_that_is_cut_keeps_its_year() -> None:
    long = "云溪县青岚镇" * 5
    lines = chart([row("3", agency=long), row("4", agency=long, year=2022)], 80).split("\n")
    assert lines[0].split()[0] == "2020"
    lines = chart([row("3", agency=long), row("4", agency=long + "局", year=2022)], 80).split("\n")
    assert ["… 2020" in lines[0], "… 2022" in lines[1]] == [True, True]
