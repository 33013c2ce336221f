"""Rates of places, levels and years: the quotient of the sums of their reports, and a mean only where one is asked."""

from collections.abc import Iterator
from contextlib import closing
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers import boundary
from assistant.chat import Chat
from assistant.output.render import answer_record
from corpus.identity.agencies import kind_of, level_of, names_of
from corpus.library.store import Identity, Library
from test_very_many_groups import LIBRARIES, scattered
from town import Made, Town, _parts
from two_years import AGENCIES, DISCLOSED, FIRMS, PERSONS, YEARS, ask

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)
SIX = Decimal("0.000001")


def rate(over: int, under: int) -> Decimal:
    return (Decimal(over) * 100 / under).quantize(SIX, ROUND_HALF_EVEN)


def pooled(year: int | None, at: int, name: str) -> tuple[int, int]:
    """(disclosed, handled) over the reports of a place of that depth, as they were written."""
    mine = [(n, y) for y in YEARS for n, (_, place, _) in enumerate(AGENCIES) if place[at] == name]
    mine = [(n, y) for n, y in mine if year in (None, y)]
    return sum(DISCLOSED[y][n] for n, y in mine), sum(PERSONS[y][n] + FIRMS[y][n] for n, y in mine)


def rows(answer: Answer) -> dict[str, Decimal]:
    assert answer.outcome in GIVEN, answer.headline
    return {row.label.split("（")[0].split(" (")[0]: Decimal(row.value or "nan") for row in answer.rows}


PROVINCES, CITIES = ("山东省", "江西省", "浙江省"), ("潍坊市", "上饶市", "绍兴市")


@pytest.mark.parametrize("text", ["各省予以公开率", "各省予以公开率排名", "哪个省予以公开率最高", "各省公开率是多少"])
@pytest.mark.parametrize("year", [2021, 2022])
def test_the_rate_of_a_province_is_that_of_its_sums(text: str, year: int) -> None:
    answer = ask(f"{year}年{text}")
    wanted = {name: rate(*pooled(year, 0, name)) for name in PROVINCES}
    assert rows(answer) == wanted
    assert [Decimal(row.value or "") for row in answer.rows] == sorted(wanted.values(), reverse=True)
    assert "分别相加再相除" in answer.headline


def test_each_row_shows_both_sums_and_of_how_many_reports_they_are() -> None:
    answer = ask("2021年各市予以公开率")
    for row in answer.rows:
        over, under = pooled(2021, 1, row.label[:3])
        assert row.label.endswith("（2 份）")
        assert (row.formula or "").startswith(f"{over} ÷ {under} = ")
        raw = [answer.figures[n] for n in row.figures]
        assert sum(one.value or 0 for one in raw if one.row == "予以公开") == over
        assert sum(one.value or 0 for one in raw if one.row == "总计") == under
    assert (answer.coverage.read, answer.figures_total) == (6, 12)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("山东省予以公开率是多少", "山东省"),
        ("山东予以公开率", "山东省"),
        ("浙江省公开率是多少", "浙江省"),
        ("disclosure rate of Zhejiang", "浙江省"),
    ],
)
def test_a_province_with_many_agencies_has_one_rate(text: str, place: str) -> None:
    over, under = pooled(None, 0, place)
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.NOTED, str(rate(over, under).normalize()))
    assert (answer.formula or "").startswith(f"{over} ÷ {under} = ")
    assert "mixed_years" in {note.code for note in answer.notes}
    assert ("4 份报告" in answer.headline) or ("4 reports" in answer.headline)


def test_a_city_with_agencies_inside_has_one_rate_too() -> None:
    assert ask("2021年潍坊市予以公开率").formula == "28 ÷ 47 = 59.57 %"


def test_two_places_stand_side_by_side_and_the_higher_is_named() -> None:
    answer = ask("2021年山东和江西予以公开率哪个高")
    assert rows(answer) == {"江西": rate(18, 27), "山东": rate(28, 47)}
    assert (answer.value, answer.headline[:2]) == ("66.666667", "江西")
    assert rows(ask("2021年山东省和江西省予以公开率")) == {"山东省": rate(28, 47), "江西省": rate(18, 27)}


@pytest.mark.parametrize("text", ["各年予以公开率", "历年予以公开率", "每年予以公开率", "disclosure rate by year"])
def test_each_year_has_the_rate_of_all_its_reports(text: str) -> None:
    answer = ask(text)
    wanted = {year: rate(sum(DISCLOSED[year]), sum(PERSONS[year]) + sum(FIRMS[year])) for year in YEARS}
    assert {row.year: Decimal(row.value or "") for row in answer.rows} == wanted
    assert "mixed_years" not in {note.code for note in answer.notes}


def test_the_year_with_the_highest_rate_leads() -> None:
    answer = ask("哪年予以公开率最高")
    assert (answer.rows[0].year, answer.rows[0].rank, answer.value) == (2022, 1, answer.rows[0].value)


@pytest.mark.parametrize("text", ["2021年各省平均予以公开率", "2021年哪个省予以公开率平均最高"])
def test_a_mean_of_rates_is_made_where_it_is_asked(text: str) -> None:
    answer = ask(text)
    of = {name: [n for n, (_, place, _) in enumerate(AGENCIES) if place[0] == name] for name in PROVINCES}
    each = {
        name: [Decimal(DISCLOSED[2021][n]) * 100 / (PERSONS[2021][n] + FIRMS[2021][n]) for n in mine]
        for name, mine in of.items()
    }
    means = {name: sum(rates, Decimal(0)) / len(rates) for name, rates in each.items()}
    assert rows(answer) == {name: mean.quantize(SIX, ROUND_HALF_EVEN) for name, mean in means.items()}
    assert "平均" in answer.headline


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("2021年各省予以公开率前两名", ["浙江省", "江西省"]),
        ("2021年各省予以公开率从低到高", ["山东省", "江西省", "浙江省"]),
        ("2021年山东省各市予以公开率排名", ["潍坊市"]),
        ("which province had the lowest disclosure rate in 2021", ["山东省", "江西省", "浙江省"]),
        ("disclosure rate by city in 2021", ["绍兴市", "上饶市", "潍坊市"]),
        ("2021年各级予以公开率", ["县级", "市级"]),
        ("2021年各区县予以公开率", ["嵊州市", "婺源县", "寿光市"]),
    ],
)
def test_groups_stand_in_the_order_that_is_asked(text: str, labels: list[str]) -> None:
    assert list(rows(ask(text))) == labels


@pytest.mark.parametrize(
    "text", ["2021年各省予以公开率超过70%的", "各省予以公开率的中位数", "山东省予以公开率比江西省高多少"]
)
def test_what_the_rate_of_a_group_would_pass_over_is_asked_back(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_the_next_turn_goes_on_with_places_and_years() -> None:
    assert ask("2021年山东省予以公开率", "江西省呢").formula == "18 ÷ 27 = 66.67 %"
    assert rows(ask("2021年各省予以公开率", "2022年呢")) == {n: rate(*pooled(2022, 0, n)) for n in PROVINCES}


def test_the_agencies_of_a_place_are_still_listed_where_they_are_asked_for() -> None:
    answer = ask("2021年山东省各机关予以公开率")
    assert {row.agency for row in answer.rows} == {"寿光市民政局", "潍坊市民政局"}
    assert ask("2021年山东省予以公开率最高的机关").reading.operation == "rate"


def of_requests(written: list[tuple[str, tuple[str, ...], str, str]]) -> Chat:
    """A library of agencies in 2021: (name, place, disclosed, handled) as printed."""
    made = Library.memory()
    for agency, place, disclosed, handled in written:
        cells: dict[str, tuple[str, ...]] = {"予以公开": ("0",) * 6 + (disclosed,), "总计": ("0",) * 6 + (handled,)}
        one = Made(agency, agency, place, 2021, "2021", cells)
        names = tuple((name.text, name.origin) for name in names_of(agency, place))
        made.add(*_parts(one), Identity(place, "report", level_of(agency), names, kind_of(agency)))
    return Town(made)


HANGZHOU, NINGBO, NANJING = ("浙江省", "杭州市"), ("浙江省", "宁波市"), ("江苏省", "南京市")


def test_a_report_that_lacks_an_operand_is_in_neither_sum() -> None:
    chat = of_requests(
        [("杭州市教育局", HANGZHOU, "3", "4"), ("宁波市教育局", NINGBO, "5", "/"), ("南京市教育局", NANJING, "1", "2")]
    )
    answer = chat.ask("2021年各省予以公开率")
    assert {row.label: row.formula for row in answer.rows} == {
        "浙江省（1 份）": "3 ÷ 4 = 75.00 %",
        "江苏省（1 份）": "1 ÷ 2 = 50.00 %",
    }
    assert answer.coverage.read == 2
    assert [(one.agency, one.reason) for one in answer.coverage.skipped] == [("宁波市教育局", "no_cell")]
    assert "report_skipped" in {note.code for note in answer.notes}


def test_where_the_divisors_add_up_to_nothing_there_is_no_rate() -> None:
    chat = of_requests(
        [("杭州市教育局", HANGZHOU, "0", "0"), ("宁波市教育局", NINGBO, "0", "0"), ("南京市教育局", NANJING, "1", "2")]
    )
    answer = chat.ask("2021年各省予以公开率")
    assert [(row.label, row.value, row.state, row.rank, row.formula) for row in answer.rows] == [
        ("江苏省（1 份）", "50", "printed", 1, "1 ÷ 2 = 50.00 %"),
        ("浙江省（2 份）", None, "undefined", None, "0 ÷ 0"),
    ]
    alone = chat.ask("2021年浙江省予以公开率")
    assert (alone.outcome, alone.value, "分母合计是 0" in alone.headline) == (Outcome.UNDEFINED, None, True)


def test_a_report_without_requests_is_no_rate_in_a_mean_and_nothing_in_a_sum() -> None:
    chat = of_requests(
        [("杭州市教育局", HANGZHOU, "0", "0"), ("宁波市教育局", NINGBO, "1", "4"), ("南京市教育局", NANJING, "1", "2")]
    )
    mean = chat.ask("2021年各省平均予以公开率")
    assert [(one.agency, one.reason) for one in mean.coverage.skipped] == [("杭州市教育局", "undefined")]
    assert rows(mean) == {"江苏省": Decimal(50), "浙江省": Decimal(25)}
    assert rows(chat.ask("2021年各省予以公开率")) == {"江苏省": Decimal(50), "浙江省": Decimal(25)}


def test_no_report_has_it() -> None:
    chat = of_requests([("杭州市教育局", HANGZHOU, "/", "4"), ("南京市教育局", NANJING, "1", "/")])
    answer = chat.ask("2021年各省予以公开率")
    assert (answer.outcome, answer.value, answer.coverage.read) == (Outcome.NO_CELL, None, 0)


def test_the_level_that_is_asked_stands_with_its_place() -> None:
    answer = ask("2021年山东省县级和市级予以公开率")
    assert "县级" in answer.rows[0].label
    hangzhou = ("浙江省", "杭州市")
    chat = of_requests(
        [
            ("杭州市西湖区教育局", (*hangzhou, "西湖区"), "1", "2"),
            ("杭州市淳安县教育局", (*hangzhou, "淳安县"), "1", "6"),
            ("杭州市教育局", hangzhou, "9", "9"),
        ]
    )
    assert rows(chat.ask("2021年浙江省县级予以公开率")) == {"浙江省县级": Decimal(25)}


def test_two_places_of_one_name_are_asked_back() -> None:
    chat = of_requests(
        [
            ("南京市鼓楼区教育局", ("江苏省", "南京市", "鼓楼区"), "1", "2"),
            ("福州市鼓楼区教育局", ("福建省", "福州市", "鼓楼区"), "1", "4"),
        ]
    )
    assert chat.ask("2021年鼓楼区予以公开率").value is None
    chat.restart()
    assert rows(chat.ask("2021年各区予以公开率")) == {
        "江苏省南京市鼓楼区": Decimal(50), "福建省福州市鼓楼区": Decimal(25)
    }  # fmt: skip


OWN = """
[[metric]]
names = ["罚许比"]
formula = "行政处罚 / 行政许可 * 100"
unit = "%"

[[metric]]
names = ["处罚许可之积"]
formula = "行政处罚 * 行政许可"

[[metric]]
names = ["许可减处罚之差"]
formula = "行政许可 - 行政处罚"
"""


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Chat]:
    (tmp_path / "metrics.toml").write_text(OWN, encoding="utf-8")
    with closing(Chat(scattered(3, 60), tmp_path)) as chat:
        yield chat


def test_a_metric_of_ones_own_is_made_of_sums(own: Chat) -> None:
    answer = own.ask("2021年各省罚许比")
    for row in answer.rows:
        raw = [answer.figures[n] for n in row.figures]
        over, under = (sum(f.value or 0 for f in raw if f.row == name) for name in ("行政处罚", "行政许可"))
        assert (row.formula or "").startswith(f"{over * 100} ÷ {under} = "), row
        assert Decimal(row.value or "") == (Decimal(over) * 10000 / under).quantize(SIX, ROUND_HALF_EVEN)
    assert len(answer.rows) > 1


def test_a_product_of_cells_is_none_of_sums(own: Chat) -> None:
    answer = own.ask("2021年各省处罚许可之积")
    assert (answer.outcome, answer.value, answer.rows) == (Outcome.CLARIFY, None, ())
    assert "不是合计除以合计" in answer.headline


def test_a_difference_is_added_up(own: Chat) -> None:
    answer = own.ask("2021年各省许可减处罚之差")
    for row in answer.rows:
        raw = [answer.figures[n] for n in row.figures]
        more, less = (sum(f.value or 0 for f in raw if f.row == name) for name in ("行政许可", "行政处罚"))
        assert Decimal(row.value or "") == more - less


def test_the_rows_are_the_same_in_json_and_are_written_to_a_file() -> None:
    answer = ask("2021年各省予以公开率")
    made = answer_record(answer)
    assert [(row["label"], row["value"], row["unit"], row["formula"]) for row in made["rows"]] == [
        ("浙江省（2 份）", "76.923077", "%", "10 ÷ 13 = 76.92 %"),
        ("江西省（2 份）", "66.666667", "%", "18 ÷ 27 = 66.67 %"),
        ("山东省（2 份）", "59.574468", "%", "28 ÷ 47 = 59.57 %"),
    ]


ASKED = (
    "各省不予公开率",
    "各省不予公开率排名",
    "哪个市予以公开率最高",
    "2021年各市办结率前三名",
    "各市平均予以公开率",
    "哪一级机关不予公开率最高",
    "各年予以公开率",
    "各区县复议纠错率",
    "各省规范性文件净增",
    "各省2015年予以公开率",
    "浙江省予以公开率",
    "浙江省和江苏省不予公开率",
)


@pytest.mark.parametrize("shown", [3, 60])
@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("text", ASKED)
def test_of_very_many_the_rates_are_those_of_every_cell(
    text: str, name: str, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary, "MANY", 0)
    monkeypatch.setattr(boundary, "SHOWN", shown)
    made = []
    for whole in (False, True):
        chat = Chat(LIBRARIES[name])
        chat.whole = whole
        made.append(chat.ask(text))
    one, every = made
    assert (one.outcome, one.headline, one.value, one.unit) == (every.outcome, every.headline, every.value, every.unit)
    lines = [[(r.label, r.value, r.unit, r.rank, r.formula, r.year) for r in of.rows] for of in made]
    # Of many groups the first are shown, and the last.
    assert set(lines[0]) <= set(lines[1])
    assert lines[0][:shown] == lines[1][:shown]
    assert (one.rows_total or len(one.rows)) == len(every.rows)
    assert one.figures_total == every.figures_total
    assert (one.coverage.read, one.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
    assert {note.code for note in one.notes} == {note.code for note in every.notes}
    assert (one.reading.years, one.reading.agencies) == (every.reading.years, every.reading.agencies)
    by_label = {row.label: row for row in every.rows}
    for mine in one.rows:
        of_whole = [every.figures[at] for at in by_label[mine.label].figures]
        assert [one.figures[at] for at in mine.figures] == of_whole[: len(mine.figures)]
        assert len(mine.figures) > 0
