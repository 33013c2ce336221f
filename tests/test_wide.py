"""A question over very many reports: the same answer as from every cell, with the first rows and exact totals."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from assistant.answer import Answer
from assistant.answers import boundary
from assistant.answers.many import very_many, very_many_groups
from assistant.chat import Chat
from assistant.output import render
from corpus import form
from corpus.library.store import Identity, Library
from corpus.report import Document, Figure, Line, Report, Source, State
from many_reports import cell, library


def by_year(agencies: int) -> Library:
    """Reports of three years of each agency, here and there one too few."""
    rng, made = Random(7), Library.memory()
    with made.together():
        for n in range(agencies * 3):
            agency, year = f"甲县第{n // 3:03}局", 2019 + n % 3
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            figures = [cell(rng, one) for one in form.fields("2021" if year > 2020 else "2019", form.ACTIVE)]
            identity = Identity(("浙江省", "丙市"), "report", "county", ((agency, "report"),), "教育")
            if n % 10:
                made.add(Report(document, agency, agency, year, (), ()), figures, [], [], identity)
    return made


ASKED = (
    "所有报告行政处罚合计多少",
    "2020年行政处罚合计多少",
    "所有报告行政处罚平均多少",
    "所有报告行政许可的中位数是多少",
    "所有报告政府集中采购金额的中位数是多少",
    "行政事业性收费金额超过20万元的合计多少",
    "所有报告行政处罚前十名",
    "所有报告行政处罚排名",
    "行政处罚最多的是哪家",
    "行政处罚最少的是哪家",
    "行政处罚第三多的是哪家",
    "行政许可超过100件的有哪些机关",
    "行政许可超过100件的有几家",
    "行政处罚在70到90之间的机关有哪些",
    "行政处罚超过100件的合计多少",
    "行政处罚超过100件的平均多少",
    "行政处罚超过100件的前三名",
    "哪些机关的行政处罚高于平均数",
    "所有报告政府集中采购金额合计多少",
    "政府集中采购金额最多的是哪家",
    "政府集中采购金额超过50万元的有哪些机关",
    "所有报告政府集中采购金额平均多少",
    "所有报告行政事业性收费金额合计多少",
    "行政事业性收费金额前五名",
    "所有报告不予公开合计多少",
    "所有报告其他处理合计多少",
    "所有报告行政诉讼合计多少件",
    "行政诉讼最多的是哪家",
    "谁有行政强制",
    "浙江省行政处罚最多的是哪家",
    "处罚和许可总数最多的是哪家",
    "所有报告2020年收到的信息公开申请一共多少",
    "所有报告规章本年新制作数量合计",
    "行政许可增减最多的是哪家",
    "行政处罚最多和最少相差多少",
    "行政处罚超过100件的机关最多的是最少的几倍",
    "2020年行政处罚合计和平均各多少",
    "2020年行政处罚最多和最少的机关分别是谁",
    "2020年行政处罚高于平均的合计",
    "2020年行政处罚中位数以上的有几家",
    "2020年行政许可合计比行政处罚合计多多少",
)
LIBRARIES = {seed: library(seed, 150) for seed in (1, 2, 3)}


def asked(seed: int, text: str, *, whole: bool) -> Answer:
    chat = Chat(LIBRARIES[seed])
    chat.whole = whole
    return replace(chat.ask(text), elapsed_ms=0)


def sizes(answer: Answer) -> list[tuple[str, int | None, Decimal | None, str | None, int | None]]:
    """The rows, their values as numbers."""
    return [(r.agency, r.year, None if r.value is None else Decimal(r.value), r.unit, r.rank) for r in answer.rows]


def short(text: str) -> str:
    """Without zeros at the end of a fraction: where every cell is added, the sum of amounts keeps some."""
    return re.sub(r"(\.\d*?)0+(?=\D)", r"\1", text)


YEARS = ("各年行政处罚趋势", "近两年行政许可趋势", "历年行政处罚每年平均多少", "所有报告各年行政强制合计")
YEARLY = by_year(60)


@pytest.mark.parametrize("text", YEARS)
def test_every_year_is_answered_as_from_every_cell(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)
    chat = Chat(YEARLY)
    one = chat.ask(text)
    chat.whole = True
    every = chat.ask(text)
    assert every.figures_total >= len(one.figures) > 0
    assert (one.outcome, one.unit, one.headline) == (every.outcome, every.unit, every.headline)
    assert [replace(row, figures=()) for row in one.rows] == [replace(row, figures=()) for row in every.rows]
    assert one.figures_total == every.figures_total
    assert all(one.figures[at].year == row.year for row in one.rows for at in row.figures)
    assert (one.coverage.read, one.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
    assert {note.code for note in one.notes} == {note.code for note in every.notes}


@pytest.mark.parametrize("seed", LIBRARIES)
@pytest.mark.parametrize("text", ASKED)
def test_it_is_answered_as_from_every_cell(text: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)
    one, every = asked(seed, text, whole=False), asked(seed, text, whole=True)
    assert (one.outcome, one.unit, short(one.headline)) == (every.outcome, every.unit, short(every.headline))
    assert (one.value is None, Decimal(one.value or 0)) == (every.value is None, Decimal(every.value or 0))
    assert sizes(one) == sizes(every)[: len(one.rows)]
    assert (one.rows_total or len(one.rows)) == len(every.rows)
    assert one.figures_total == every.figures_total
    assert (one.coverage.read, one.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
    assert {note.code for note in one.notes} == {note.code for note in every.notes}
    assert one.rows_total or [note.text for note in one.notes] == [note.text for note in every.notes]
    assert one.reading.years == every.reading.years


def test_a_file_gets_every_row_and_a_person_is_told_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)
    chat = Chat(LIBRARIES[1])
    answer = chat.ask("所有报告行政处罚排名")
    whole = json.loads(chat.export("json"))
    assert (len(answer.rows), answer.rows_total) == (boundary.SHOWN, len(whole["rows"]))
    assert (whole["rows_total"], whole["value"]) == (len(whole["rows"]), answer.value)
    record = render.answer_record(answer)
    assert (record["rows_total"], record["coverage"]["reasons"]) == (answer.rows_total, whole["coverage"]["reasons"])
    reasons = answer.coverage.reasons
    assert f"略去 {sum(reasons.values())} 份（" in render.coverage_line(answer)


def test_groups_of_very_many_reports_count_those_left_out_by_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)
    monkeypatch.setattr(very_many, "_NAMED", 3)
    monkeypatch.setattr(very_many_groups, "_NAMED", 3)
    chat = Chat(by_year(60))
    groups, whole = chat.ask("2021年哪个省行政处罚合计最多"), chat.ask("2021年行政处罚合计")
    assert groups.coverage.left_out > len(groups.coverage.skipped)
    assert (groups.value, groups.coverage.read) == (whole.value, whole.coverage.read)
    assert groups.coverage.reasons == whole.coverage.reasons


def of_one_value(number: int) -> Library:
    """That many reports with one figure, and one with a higher one."""
    made = Library.memory()
    with made.together():
        for n in range(number + 1):
            agency = f"甲县第{n:03}局"
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            decided = Figure(
                "", "", None, "2021", form.ACTIVE, "行政处罚", "本年处理决定数量", Decimal(7 + 2 * (n == number)), "件",
                State.PRINTED, Source("r.txt", "/r.txt", 3), "7",
            )  # fmt: skip
            identity = Identity(("浙江省", "丙市"), "report", "county", ((agency, "report"),), "教育")
            made.add(Report(document, agency, agency, 2021, (), ()), [decided], [], [], identity)
    return made


@pytest.mark.parametrize("number", [5, 6, 90])
@pytest.mark.parametrize("many", [0, 1000])
def test_where_more_share_a_rank_than_are_named_it_is_said_how_many(
    number: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary, "MANY", many)
    chat = Chat(of_one_value(number))
    least = chat.ask("行政处罚最少的是哪家")
    more = f"等 {number} 份报告" if number > 5 else ""
    assert least.headline == (
        f"甲县第000局 2021 年、甲县第001局 2021 年、甲县第002局 2021 年、甲县第003局 2021 年、甲县第004局 2021 年{more}"
        "：7 件，行政处罚 · 处理决定数量"
    )
    assert chat.ask("行政处罚最多的是哪家").headline.count("年") == 1
    english = chat.ask("which agency had the fewest penalties").headline
    assert (f" and {number - 5} more: 7 件" in english) == (number > 5)
