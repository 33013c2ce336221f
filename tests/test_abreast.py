"""Rates, own metrics and conditions over very many reports: word for word what every cell read one by one says."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import boundary
from assistant.answers.many import rated, very_many_rates
from assistant.chat import Chat
from corpus import form
from corpus.library import abreast, pieces
from corpus.library.judging import Read, judged
from corpus.library.store import Identity, Library
from corpus.library.sums import Asked
from corpus.library.where import Where, condition
from corpus.report import Document, Figure, Line, Report, Source, State
from many_reports import library

ASKED = (
    "所有报告公开率",
    "2020年公开率",
    "公开率最高的是哪家",
    "公开率最低的是哪家",
    "公开率前三名",
    "公开率第三高的是哪家",
    "2021年公开率最高的是哪家",
    "所有报告平均公开率",
    "2020年公开率的中位数",
    "公开率高于平均的有哪些机关",
    "公开率高于平均的有几家",
    "公开率超过50%的机关有哪些",
    "公开率超过50%的有几家",
    "总纠错率最高的是哪家",
    "所有报告争议转化率",
    "所有报告规范性文件净增",
    "规范性文件净增最多的是哪家",
    "所有报告平均不予公开率",
    "企业的不予公开率最高的是哪家",
    "所有报告自然人占比",
    "浙江省公开率最高的是哪家",
    "which agency had the highest disclosure rate",
    "行政许可多于行政处罚的有几家",
    "行政许可多于行政处罚的机关有哪些",
    "2021年处罚比许可少的机关有哪些",
    "处罚超过100件且许可超过100件的机关有哪些",
    "处罚超过200件或许可超过200件的机关有哪些",
    "处罚超过200件或行政强制为0的有几家",
    "处罚超过100件且许可超过100件的机关，行政强制各多少",
    "处罚超过100件且许可超过100件的机关行政强制平均多少",
    "收费金额超过20万元且行政处罚超过100件的机关有哪些",
    "采购金额超过20万元或行政处罚超过100件的机关有哪些",
    "本年新收多于上年结转的机关有哪些",
    "which agencies had more penalties than permits",
    "浙江省行政许可多于行政处罚的有几家",
    "行政许可是行政处罚的几倍",
    "所有报告行政许可是行政处罚的几倍",
    "哪家行政处罚与行政许可之比最高",
    "哪家行政处罚与行政许可之比最低",
    "本年新收与上年结转之比最高的是哪家",
    "谁有规章",
    "谁没有规章",
    "哪些机关有规范性文件",
    "没有规范性文件的有几家",
    "谁有政府集中采购",
    "谁没有行政事业性收费",
    "谁的规章超过100",
    "所有报告行政处罚是采购总金额的几倍",
    "哪家采购金额与行政处罚之比最高",
    "2021年哪家收费金额与行政许可之比最低",
    "罚许比最高的是哪家",
    "所有报告罚许比",
    "所有报告平均罚许比",
    "罚许比高于平均的有几家",
    "所有报告采购均价",
    "采购均价最高的是哪家",
    "处罚许可之和前五名",
    "所有报告处罚许可之和的中位数",
    "每件收费最高的是哪家",
    "所有报告套算",
)
OWN = """
[[metric]]
names = "罚许比"
formula = "行政处罚 / 行政许可"
unit = "%"

[[metric]]
names = "采购均价"
formula = "采购总金额 / 采购项目数量"
unit = "万元/项"

[[metric]]
names = "处罚许可之和"
formula = "处罚 + 许可"

[[metric]]
names = "每件收费"
formula = "(行政事业性收费·本年收费金额 * 10000) / (行政许可 + 1)"
unit = "元"

[[metric]]
names = "套算"
formula = "(行政处罚 / 行政许可 - 行政强制 / 3) * (1 / 行政强制)"
"""
NUMBER = 160
SHOWN = 12
LIBRARIES = {seed: library(seed, NUMBER) for seed in (1, 2, 3)}
"""Of the first no column is laid out, of the second some are, of the third all."""
TERMS = (
    ("行政处罚", "处理决定数量"),
    ("行政许可", "本年增/减"),
    ("政府集中采购", form.PURCHASE_AMOUNT),
    ("行政事业性收费", form.FEE_AMOUNT),
    ("不予公开", "总计"),
    ("予以公开", form.ORGANISATIONS),
    ("行政诉讼", "结果纠正"),
    ("其他处理", "自然人"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with metrics of one's own and nothing else."""
    made = tmp_path_factory.mktemp("home")
    (made / "metrics.toml").write_text(OWN, encoding="utf-8")
    return made


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many reports are shown, and more than none are very many."""
    monkeypatch.setattr(boundary, "MANY", 0)
    monkeypatch.setattr(boundary, "SHOWN", SHOWN)


def both(seed: int, text: str, home: Path) -> tuple[Answer, Answer]:
    """The answer from the strips, and from every cell."""
    return both_of(LIBRARIES[seed], text, home)


def both_of(asked: Library, text: str, home: Path) -> tuple[Answer, Answer]:
    made = []
    for whole in (False, True):
        chat = Chat(asked, home)
        chat.whole = whole
        made.append(chat.ask(text))
    return made[0], made[1]


def printing(*reports: tuple[tuple[str, str, str, str, str | None], ...]) -> Library:
    """A report of 2021 for each of these, with the cells (edition, row, column, value, unit) of its first table."""
    made, source = Library.memory(), Source("c.txt", "/c.txt", 3)
    for n, cells in enumerate(reports):
        agency = f"甲县第{n}局"
        document = Document(f"c{n}.txt", f"/c{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
        figures = [
            Figure("", "", None, edition, form.ACTIVE, row, column, Decimal(text), unit, State.PRINTED, source, text)
            for edition, row, column, text, unit in cells
        ]
        identity = Identity(("浙江省", "丙市"), "report", "county", ((agency, "report"),), "教育")
        made.add(Report(document, agency, agency, 2021, (), ()), figures, [], (), identity)
    return made


def counted(coverage: Coverage) -> tuple[int, dict[str, int]]:
    return coverage.read, coverage.reasons


@pytest.mark.parametrize("seed", LIBRARIES)
@pytest.mark.parametrize("text", ASKED)
def test_it_is_said_word_for_word_as_from_every_cell(text: str, seed: int, home: Path) -> None:
    one, every = both(seed, text, home)
    assert one.coverage.read > 0
    assert (one.outcome, one.headline, one.value, one.unit) == (every.outcome, every.headline, every.value, every.unit)
    assert one.formula == every.formula
    assert one.rows == every.rows[: len(one.rows)]
    assert (one.rows_total or len(one.rows)) == len(every.rows)
    assert one.figures == every.figures[: len(one.figures)]
    assert one.figures_total == every.figures_total
    assert counted(one.coverage) == counted(every.coverage)
    assert one.coverage.skipped == every.coverage.skipped[: len(one.coverage.skipped)]
    assert [(note.code, note.text) for note in one.notes] == [(note.code, note.text) for note in every.notes]
    for mine, whole in zip(one.notes, every.notes, strict=True):
        assert mine.figures == tuple(n for n in whole.figures if n < len(one.figures))
    assert replace(one.reading, agencies=()) == replace(every.reading, agencies=())
    assert one.reading.agencies == every.reading.agencies[: len(one.reading.agencies)]


def bought_and_charged(
    bought: tuple[str, str], charged: tuple[str, str]
) -> tuple[tuple[str, str, str, str, str | None], ...]:
    """The two amounts of the form, each of which one edition asks."""
    return (
        ("2019", "政府集中采购", form.PURCHASE_AMOUNT, *bought),
        ("2021", "行政事业性收费", form.FEE_AMOUNT, *charged),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("政府集中采购超过20万元且行政事业性收费超过20万元的机关有哪些", "3 份报告"),
        ("政府集中采购不到26万元且行政事业性收费不到26万元的机关有哪些", "1 份报告"),
        ("政府集中采购超过1元且行政事业性收费超过100万元的机关有哪些", "0 份报告"),
    ],
)
def test_two_amounts_of_a_report_with_tables_of_both_editions_keep_each_its_unit(
    text: str, told: str, home: Path
) -> None:
    with printing(
        bought_and_charged(("251000", "元"), ("30", "万元")),
        bought_and_charged(("30", "万元"), ("251000", "元")),
        bought_and_charged(("25.5", "万元"), ("25.5", "万元")),
    ) as made:
        one, every = both_of(made, text, home)
    assert one.headline.startswith(told)
    assert (one.headline, one.value, one.rows, one.formula) == (every.headline, every.value, every.rows, every.formula)


def test_where_every_report_fails_for_an_amount_without_unit_that_is_the_reason(home: Path) -> None:
    cells = (
        ("2019", "政府集中采购", form.PURCHASE_AMOUNT, "88000", None),
        ("2019", "行政处罚", "处理决定数量", "12", "件"),
    )
    with printing(cells, cells) as made:
        for answer in both_of(made, "行政处罚超过1件且采购金额超过20万元的机关有哪些", home):
            assert answer.outcome is Outcome.NOT_STATED
            assert "88000，没有印货币单位" in answer.headline
            assert [one.reason for one in answer.coverage.skipped] == ["unit_not_printed"]


def penalties(text: str, unit: str) -> tuple[tuple[str, str, str, str, str | None], ...]:
    return (
        ("2021", "行政许可", "本年处理决定数量", "20", "件"),
        ("2021", "行政处罚", "本年处理决定数量", text, unit),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("所有报告行政处罚合计多少", "35 件"),
        ("所有报告行政处罚平均多少", "17.50 件"),
        ("行政处罚最多的是哪家", "甲县第1局"),
        ("行政处罚最少的是哪家", "甲县第2局"),
        ("行政处罚超过10件的有几家", "1 份"),
        ("行政许可多于行政处罚的机关有哪些", "1 份"),
        ("行政处罚超过10件且行政许可超过10件的机关有哪些", "1 份"),
        ("哪家行政处罚与行政许可之比最高", "甲县第1局"),
    ],
)
def test_money_under_a_count_is_no_number_of_decisions(text: str, told: str, home: Path) -> None:
    with printing(penalties("12", "万元"), penalties("30", "件"), penalties("5", "件")) as made:
        for answer in both_of(made, text, home):
            assert told in answer.headline
            assert [one.agency for one in answer.coverage.skipped] == ["甲县第0局"]
            assert answer.coverage.reasons == {"no_cell": 1}


def test_what_is_printed_there_is_the_reason_why_nothing_is_told(home: Path) -> None:
    with printing(penalties("12", "万元"), penalties("30", "件")) as made:
        answer = Chat(made, home).ask("甲县第0局2021年行政处罚多少件")
        assert answer.outcome is Outcome.NO_CELL
        assert answer.value is None
        assert "该格印的是金额（12 万元），不是件数" in answer.headline
        english = Chat(made, home).ask("how many 行政处罚 did 甲县第0局 report in 2021")
        assert "the cell prints an amount (12 万元), not a count" in english.headline


def test_how_many_share_the_first_quotient_is_said(home: Path) -> None:
    one, every = both(1, "哪家行政处罚与行政许可之比最低", home)
    level = [row for row in every.rows if row.value == every.value]
    assert len(level) > 5
    assert f"等 {len(level)} 份报告：" in one.headline.splitlines()[0]


def test_of_many_that_are_meant_only_the_first_are_read(home: Path) -> None:
    one, every = both(1, "所有报告公开率", home)
    assert (len(one.rows), one.rows_total) == (SHOWN, len(every.rows))
    assert len({figure.report for figure in one.figures}) == SHOWN


@pytest.mark.parametrize("seed", LIBRARIES)
@pytest.mark.parametrize(
    "where", (Where(), Where(years=(2019, 2021)), Where(levels=("county",)), Where(inside=((("浙江省",),),)))
)
@pytest.mark.parametrize("part", (0, 8))
def test_each_report_says_what_it_says_alone(
    part: int, seed: int, where: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abreast, "_PART", part)
    asked = [Asked((row,), column) for row, column in TERMS]
    lines = abreast.lines(LIBRARIES[seed], asked, where)
    meant, values = condition(where)
    for n, one in enumerate(asked):
        told = list(judged(LIBRARIES[seed], one, meant, values))
        assert abreast.ids(LIBRARIES[seed], [line.shelf for line in lines]) == [id_ for (id_, _, _), _ in told]
        assert [line.values[n] for line in lines] == [r.value if isinstance(r, Read) else r for _, r in told]
        assert [line.year for line in lines] == [year for (_, _, year), _ in told]


def test_a_report_that_comes_is_told_beside_those_laid_out() -> None:
    with library(3, 40) as made:
        asked = [Asked((row,), column) for row, column in TERMS[:2]]
        before = abreast.lines(made, asked)
        made.remove(abreast.ids(made, [before[0].shelf])[0])
        assert abreast.lines(made, asked) == before[1:]
        pieces.lay_out(made, every=True)
        assert abreast.lines(made, asked) == before[1:]


def test_where_nothing_is_loaded_there_is_no_line() -> None:
    with Library.memory() as empty:
        assert abreast.lines(empty, [Asked(("行政处罚",), "处理决定数量")]) == []


def numbers() -> st.SearchStrategy[Decimal]:
    return st.integers(-(10**9), 10**12).map(Decimal) | st.decimals(-(10**6), 10**9, places=4)


@given(
    st.lists(st.tuples(numbers() | st.none(), numbers() | st.none()), max_size=8), st.sampled_from(("%", "元", None))
)
def test_quotients_side_by_side_are_those_of_one_report(
    pairs: list[tuple[Decimal | None, Decimal | None]], unit: str | None
) -> None:
    tops, bottoms = [over for over, _ in pairs], [under for _, under in pairs]
    expected = [None if over is None else rated.quotient(over, under, unit) for over, under in pairs]
    assert very_many_rates.quotients(tops, bottoms, unit) == expected
