"""Shares of a sum: of very many reports what every cell says. Amounts are set against each other in one unit."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers import boundary
from assistant.chat import Chat
from many_reports import library
from town import ask

ASKED = (
    "各机关行政处罚占比",
    "各机关2021年行政处罚占比",
    "各机关行政处罚占比排名",
    "行政处罚占比前三名",
    "行政处罚占比前90名",
    "行政处罚占比超过2%的机关",
    "行政处罚占比超过2%的有几家",
    "行政处罚占比不超过1.5%的机关",
    "行政处罚占比低于0.5%的有几家",
    "行政处罚占比等于0%的机关",
    "行政处罚占比超过90%的机关",
    "各机关行政许可增减占比",
    "各机关收费金额占比",
    "各机关采购金额占比",
    "采购金额占比超过5%的机关",
    "采购金额占比在1%到5%之间的有几家",
    "各机关不予公开占比",
    "浙江省各机关行政处罚占比",
    "each agency's share of penalties",
)
LIBRARIES = {seed: library(seed, 150) for seed in (1, 2, 3)}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)


def asked(seed: int, text: str, *, whole: bool) -> Answer:
    chat = Chat(LIBRARIES[seed])
    chat.whole = whole
    return chat.ask(text)


def short(text: str | None) -> str:
    """Without zeros at the end of a fraction: where every cell is added, the sum of amounts keeps some."""
    return re.sub(r"(\.\d*?)0+(?=\D|$)", r"\1", f"{text} ").replace(". ", " ")


def lines(made: Answer) -> list[tuple[object, ...]]:
    return [(one.agency, one.year, one.value, one.unit, one.rank, short(one.formula)) for one in made.rows]


@pytest.mark.parametrize("seed", LIBRARIES)
@pytest.mark.parametrize("text", ASKED)
def test_shares_of_very_many_are_those_that_every_cell_gives(text: str, seed: int, few: None) -> None:
    one, every = asked(seed, text, whole=False), asked(seed, text, whole=True)
    assert one.reading.operation == "share"
    assert (one.outcome, one.value, one.unit) == (every.outcome, every.value, every.unit)
    assert (short(one.headline), short(one.formula)) == (short(every.headline), short(every.formula))
    assert lines(one) == lines(every)[: len(one.rows)]
    assert (one.rows_total or len(one.rows)) == len(every.rows)
    assert len(one.rows) <= max(boundary.SHOWN, 90)
    assert one.figures_total == every.figures_total
    for row in one.rows:
        assert {one.figures[at].agency for at in row.figures} == {row.agency}
    assert (one.coverage.read, one.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
    assert {note.code for note in one.notes} == {note.code for note in every.notes}
    assert replace(one.reading, agencies=()) == replace(every.reading, agencies=())


@pytest.mark.parametrize("seed", LIBRARIES)
@pytest.mark.parametrize(
    "text",
    [
        "{}{}年行政处罚占全部的比例",
        "{}{}年采购金额占全部的比例",
        "{}{}年行政处罚高于平均吗",
        "{}{}年行政处罚高于中位数吗",
        "{}{}年采购金额高于平均吗",
    ],
)
def test_one_of_very_many_is_set_against_all(text: str, seed: int, few: None) -> None:
    made = LIBRARIES[seed]
    for entry in [entry for entry in made.entries() if entry.year in (2019, 2020)][:12]:
        question = text.format(entry.agency, entry.year)
        one, every = asked(seed, question, whole=False), asked(seed, question, whole=True)
        assert (one.outcome, one.value, one.unit) == (every.outcome, every.value, every.unit)
        first, *rest = zip(short(one.headline).split("\n"), short(every.headline).split("\n"), strict=True)
        assert first[0] == first[1]
        assert rest == [] or rest[0][0] == rest[0][1]
        assert short(one.formula) == short(every.formula)
        assert one.figures_total == every.figures_total
        assert (one.coverage.read, one.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
        if one.outcome in (Outcome.ANSWERED, Outcome.NOTED):
            assert (entry.agency, entry.year) in {(row.agency, row.year) for row in one.rows}


def test_amounts_are_set_against_each_other_in_one_unit() -> None:
    """36.5万元 and 95000元."""
    part = ask("嵊州采购金额占全部的比例")
    assert (part.value, part.formula) == ("20.652174", "9.5 ÷ (36.5 + 9.5 = 46.0 万元)")
    times = ask("嵊州2020年采购金额是寿光2020年的几倍")
    assert (times.value, times.formula) == ("0.260274", "9.5 ÷ 36.5 万元")
    more = ask("2020年寿光采购金额比嵊州多百分之几")
    assert (Decimal(more.value or 0), more.formula) == (Decimal("284.210526"), "(36.5 - 9.5) ÷ 9.5 万元")
    mean = ask("嵊州采购金额和平均比")
    assert "低于平均：9.5 < 23" in mean.headline


def test_quotients_of_amounts_are_ranked_in_one_unit_and_as_they_are_asked() -> None:
    made = ask("哪家采购金额与行政处罚之比最高")
    assert (made.value, made.reading.row) == ("2.433333", "政府集中采购")
    told = [(row.agency, row.value, row.formula, row.rank) for row in made.rows]
    assert told == [
        ("寿光市民政局", "2.433333", "36.5 万元 ÷ 15", 1),
        ("嵊州市民政局", "0.287879", "9.5 万元 ÷ 33", 2),
    ]
    assert ("婺源县民政局", "unit_not_printed") in {(one.agency, one.reason) for one in made.coverage.skipped}
    other = ask("所有报告行政处罚是采购总金额的几倍")
    assert [row.formula for row in other.rows] == ["15 ÷ 36.5 万元", "33 ÷ 9.5 万元"]


def test_an_amount_without_a_unit_is_set_against_none() -> None:
    for text in ("寿光2020年采购金额是婺源的几倍", "婺源采购金额占全部的比例", "婺源采购金额和平均比"):
        made = ask(text)
        assert (made.outcome, made.value) == (Outcome.NOT_STATED, None)
        assert "88000" not in made.headline
