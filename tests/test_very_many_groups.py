"""Provinces, cities and levels of very many reports: the sums that every cell of them gives."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.answers import boundary
from assistant.answers.cells import YUAN
from assistant.answers.many.pool import amounts
from assistant.chat import Chat
from corpus.library import pieces
from corpus.library.store import Identity, Library
from corpus.report import Document, Line, Report
from many_reports import library, printed, told

PLACES = (
    ("浙江省", "丙市"),
    ("浙江省", "丙市", "丁县"),
    ("浙江省", "戊市"),
    ("江苏省", "丙市", "己区"),
    ("江苏省",),
    ("北京市", "庚区"),
    ("海南省", "辛县"),
    (),
)
LEVELS = ("province", "city", "county", "town", "")


def scattered(seed: int, number: int) -> Library:
    """Reports of agencies all over, some nobody knows where, on all levels and on none."""
    rng, made = Random(seed), Library.memory()
    with made.together():
        for n in range(number):
            agency, year = f"甲县第{n // 2:03}局", (2018, 2020, 2021, None)[rng.randrange(4)]
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            figures = list(printed(rng))
            place, level = rng.choice(PLACES), rng.choice(LEVELS)
            identity = Identity(
                place, rng.choice(("report", "gazetteer")) if place else "", level, ((agency, "report"),)
            )
            made.add(Report(document, agency, agency, year, (), ()), figures, list(told(rng, figures)), (), identity)
    if seed % 2:
        pieces.lay_out(made, every=True)
    return made


LIBRARIES = {"two": library(3, 150), "few": scattered(4, 40), "many": scattered(5, 220)}
ASKED = (
    "各省行政处罚合计",
    "各省行政处罚平均多少",
    "2021年各省行政处罚合计排名",
    "各市行政处罚合计",
    "各市行政许可平均排名",
    "哪个省行政处罚合计最多",
    "哪个市行政处罚合计最少",
    "哪个市行政处罚合计第二多",
    "各市行政强制合计前三名",
    "各省不予公开合计",
    "按级别行政处罚合计排名",
    "哪一级机关行政许可合计最多",
    "各省其他对外管理服务事项合计",
    "各市规范性文件现行有效件数合计",
    "各省2015年行政处罚合计",
    "which province has the highest total penalties",
    "各省收费金额合计",
    "各市收费金额平均排名",
    "哪个市采购金额合计最多",
    "2021年各省采购金额合计",
    "2020年各市采购总金额合计排名",
    "各区县收费金额合计",
)


def asked(name: str, text: str, *, whole: bool) -> Answer:
    chat = Chat(LIBRARIES[name])
    chat.whole = whole
    return chat.ask(text)


@pytest.mark.parametrize("shown", [3, 60])
@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("text", ASKED)
def test_groups_of_very_many_are_those_of_every_cell(
    text: str, name: str, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)
    monkeypatch.setattr(boundary, "SHOWN", shown)
    one, every = asked(name, text, whole=False), asked(name, text, whole=True)
    assert (one.outcome, one.headline, one.unit) == (every.outcome, every.headline, every.unit)
    assert (one.value is None, Decimal(one.value or 0)) == (every.value is None, Decimal(every.value or 0))
    lines = [
        [(r.label, Decimal(r.value or 0), r.unit, r.rank, r.formula, r.year) for r in made.rows]
        for made in (one, every)
    ]
    # Of many places the first are shown.
    assert lines[0] == lines[1][: len(lines[0])]
    assert (one.rows_total or len(one.rows)) == len(every.rows)
    assert len(one.rows) >= min(shown, len(every.rows))
    assert one.figures_total == every.figures_total
    assert (one.coverage.read, one.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
    assert {note.code for note in one.notes} == {note.code for note in every.notes}
    assert one.reading.years == every.reading.years
    # A group without a value names the first that has none, where every cell is read.
    assert set(one.reading.agencies) <= set(every.reading.agencies)
    for mine, whole in zip(one.rows, every.rows, strict=False):
        of_whole = [every.figures[at] for at in whole.figures]
        assert [one.figures[at] for at in mine.figures] == of_whole[: len(mine.figures)]
        assert len(mine.figures) > 0


@given(st.lists(st.tuples(st.integers(0, 9**6).map(lambda n: Decimal(n) / 100), st.sampled_from((*YUAN, "项", None)))))
def test_amounts_are_in_one_unit_and_a_nought_has_any(printed: list[tuple[Decimal, str | None]]) -> None:
    # What is no money is left out before, unless it is 0.
    used = [(value if unit in YUAN else Decimal(0), unit) for value, unit in printed]
    unit, values = amounts([value for value, _ in used], [unit for _, unit in used])
    units = {unit for _, unit in used if unit in YUAN}
    assert unit == ("万元" if len(units) > 1 else next(iter(units), None))
    in_yuan = [value * YUAN[own] if own in YUAN else value for value, own in used for own in [own or ""]]
    assert [value * YUAN[unit or "元"] for value in values] == in_yuan
