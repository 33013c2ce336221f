"""Provinces, cities and levels in the order of their sums, each with its operands and how many reports it is of."""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers import boundary
from assistant.answers.many import group_values
from assistant.chat import Chat
from places_made import of_written, placed
from town import MINZONG
from town import ask as of_town
from two_years import ask

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


def lines(answer: Answer) -> list[tuple[int | None, str, str | None]]:
    assert answer.outcome in GIVEN, answer.headline
    return [(row.rank, re.split("（| [(]", row.label)[0], row.value) for row in answer.rows]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2021年哪个省行政许可合计最多", [(1, "江西省", "135"), (2, "山东省", "110"), (3, "浙江省", "55")]),
        ("2021年各省行政许可合计排名", [(1, "江西省", "135"), (2, "山东省", "110"), (3, "浙江省", "55")]),
        ("2021年哪个省行政许可合计最少", [(1, "浙江省", "55"), (2, "山东省", "110"), (3, "江西省", "135")]),
        ("2021年哪个市行政处罚总数最多", [(1, "潍坊市", "95"), (2, "上饶市", "45"), (3, "绍兴市", "5")]),
        ("2021年哪一级机关行政许可合计最多", [(1, "市级", "235"), (2, "县级", "65")]),
        ("2021年哪个省行政许可平均最多", [(1, "江西省", "67.5"), (2, "山东省", "55"), (3, "浙江省", "27.5")]),
        (
            "which province has the highest total permits in 2021",
            [(1, "江西省", "135"), (2, "山东省", "110"), (3, "浙江省", "55")],
        ),
    ],
)
def test_groups_stand_in_the_order_of_their_sums(question: str, expected: list[tuple[int, str, str]]) -> None:
    assert lines(ask(question)) == expected


def test_the_leader_is_told_with_its_sum_its_operands_and_how_many_reports() -> None:
    answer = ask("2021年哪个省行政许可合计最多")
    assert (answer.value, answer.unit) == ("135", "件")
    assert answer.headline.startswith("江西省：135 件")
    assert "没有载入的不在内" in answer.headline
    assert [row.formula for row in answer.rows] == ["110 + 25 = 135", "40 + 70 = 110", "0 + 55 = 55"]
    assert all("2 份" in row.label for row in answer.rows)
    assert [[answer.figures[n].raw for n in row.figures] for row in answer.rows] == [
        ["110", "25"],
        ["40", "70"],
        ["0", "55"],
    ]
    assert answer.coverage.read == 6


def test_amounts_are_compared_in_one_unit() -> None:
    answer = ask("2021年哪个省收费金额合计最多")
    assert [(label, value) for _, label, value in lines(answer)] == [
        ("江西省", "20"),
        ("山东省", "15.5"),
        ("浙江省", "2.15"),
    ]
    assert answer.unit == "万元"


def test_only_the_first_so_many_are_shown_where_that_is_asked() -> None:
    assert [label for _, label, _ in lines(ask("2021年各省行政许可合计前两名"))] == ["江西省", "山东省"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2021年行政许可最多的两个省", [(1, "江西省", "135"), (2, "山东省", "110")]),
        ("2021年行政许可合计最少的两个省", [(1, "浙江省", "55"), (2, "山东省", "110")]),
        ("2021年行政处罚最高的两个市有哪些", [(1, "潍坊市", "95"), (2, "上饶市", "45")]),
        ("2021年行政许可平均最少的两个省", [(1, "浙江省", "27.5"), (2, "山东省", "55")]),
        ("2021年行政许可前两名的省", [(1, "江西省", "135"), (2, "山东省", "110")]),
        ("2021年行政许可倒数两个省", [(1, "浙江省", "55"), (2, "山东省", "110")]),
        ("bottom 2 provinces by permits in 2021", [(1, "浙江省", "55"), (2, "山东省", "110")]),
        ("top two provinces by total permits in 2021", [(1, "江西省", "135"), (2, "山东省", "110")]),
        ("the 2 provinces with the fewest permits in 2021", [(1, "浙江省", "55"), (2, "山东省", "110")]),
        ("rank provinces by permits in 2021", [(1, "江西省", "135"), (2, "山东省", "110"), (3, "浙江省", "55")]),
        ("rank cities by total penalties in 2021", [(1, "潍坊市", "95"), (2, "上饶市", "45"), (3, "绍兴市", "5")]),
    ],
)
def test_so_many_groups_in_order_are_those_of_their_sums(question: str, expected: list[tuple[int, str, str]]) -> None:
    assert lines(ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "value", "first"),
    [
        ("2021年行政许可第二多的省", "110", "山东省"),
        ("2021年行政许可合计排第三的省是哪个", "55", "浙江省"),
        ("2021年行政处罚倒数第二的市", "45", "上饶市"),
        ("2021年行政处罚第二少的市", "45", "上饶市"),
        ("2021年行政许可平均第二高的省", "55", "山东省"),
    ],
)
def test_a_place_of_groups_is_one_in_the_order_of_their_sums(question: str, value: str, first: str) -> None:
    answer = ask(question)
    assert (answer.value, answer.headline.startswith(first)) == (value, True)


@pytest.mark.parametrize(
    "question",
    [
        "2021年各省行政处罚最多的三家",
        "2021年行政许可最多的两个省一共多少",
        "2021年行政许可最多的两个省的民政局行政处罚合计",
        "2021年行政许可比上年增加最多的两个省",
        "2021年行政许可第九多的省",
    ],
)
def test_more_than_the_order_of_groups_is_not_answered_by_it(question: str) -> None:
    answer = ask(question)
    assert answer.outcome not in GIVEN
    assert answer.value is None


def test_two_groups_that_are_named_are_set_side_by_side_and_the_larger_is_said() -> None:
    answer = ask("2021年县级和市级行政许可合计哪个多")
    assert answer.value == "235"
    assert "市级" in answer.headline.split("\n")[0][:6]
    answer = ask("江西省和浙江省2021年行政许可合计哪个多")
    assert answer.value == "135"
    assert answer.headline.startswith("江西省")


def test_two_named_provinces_have_a_difference() -> None:
    answer = ask("江西省和浙江省2021年行政许可合计相差多少")
    assert (answer.value, answer.formula) == ("80", "135 - 55 = 80")


def test_without_a_word_of_sum_it_is_asked_what_is_meant() -> None:
    answer = ask("2021年哪个省行政许可最多")
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)
    assert [choice.question for choice in answer.choices] == ["2021年哪个省行政许可合计最多", "2021年哪家行政许可最多"]
    assert ask("2021年哪个省行政许可最多", "1").value == "135"
    assert ask("2021年哪个省行政许可最多", "2").value == "110"


def test_a_condition_on_the_groups_is_asked_back() -> None:
    assert ask("2021年行政许可合计超过100件的省有哪些").value is None
    assert ask("2021年各省行政许可合计超过100的").outcome not in GIVEN


def test_the_next_turn_is_asked_of_the_same_groups() -> None:
    assert lines(ask("2021年哪个省行政许可合计最多", "行政处罚呢"))[0] == (1, "山东省", "95")
    assert lines(ask("2021年哪个省行政许可合计最多", "2022年呢"))[0] == (1, "江西省", "181")


def test_within_a_province_its_cities() -> None:
    assert lines(ask("山东省2021年哪个市行政许可合计最多")) == [(1, "潍坊市", "110")]


def test_a_report_of_which_nobody_knows_the_place_is_named_as_left_out() -> None:
    answer = of_town("2021年哪个省行政许可合计最多")
    assert lines(answer) == [(1, "四川省", "200"), (2, "山东省", "52")]
    assert {(one.agency, one.reason) for one in answer.coverage.skipped} == {(MINZONG, "place_unknown")}


def test_a_place_that_the_answer_would_pass_over_is_asked_back() -> None:
    answer = ask("2021年行政许可最多的机关在哪个省")
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_places_of_groups_are_not_those_of_the_ranking_before() -> None:
    answer = ask("2021年行政处罚排名", "2021年哪个省行政许可合计最多", "第二名呢")
    assert answer.value in ("110", None)


def test_the_lowest_of_the_groups_is_asked_next() -> None:
    answer = ask("2021年哪个省行政许可合计最多", "最少呢")
    assert (answer.reading.operation, answer.value) == ("groups", "55")


def test_both_ends_are_named_where_both_are_asked() -> None:
    answer = ask("2021年哪个省行政许可合计最多，哪个省最少")
    assert answer.value is None
    assert "江西省 135 件" in answer.headline
    assert "浙江省 55 件" in answer.headline


@pytest.mark.parametrize("question", ["2022年哪个省行政许可合计增长最快", "2021年哪个省行政许可占比最高"])
def test_a_rate_of_groups_is_asked_back_and_offers_nothing_that_is_not_answered(question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.value, answer.choices) == (Outcome.CLARIFY, None, ())


def of_capitals(question: str, others: dict[str, str] | None = None) -> Answer:
    """Of a library of its own: two districts of a municipality, a city, a county right below a province, a province."""
    written = (
        ("北京市海淀区财政局", ("北京市", "海淀区"), "30"),
        ("北京市西城区财政局", ("北京市", "西城区"), "40"),
        ("杭州市财政局", ("浙江省", "杭州市"), "60"),
        ("陵水黎族自治县财政局", ("海南省", "陵水黎族自治县"), "90"),
        ("浙江省财政厅", ("浙江省",), "500"),
    )
    return of_written(
        [(agency, place, (others or {}).get(agency, permits)) for agency, place, permits in written], question
    )


def test_the_districts_of_a_municipality_are_one_city() -> None:
    answer = of_capitals("2021年哪个市行政许可合计最多")
    assert lines(answer) == [(1, "北京市", "70"), (2, "杭州市", "60")]
    assert answer.rows[0].formula == "30 + 40 = 70"


def test_a_report_without_a_city_is_named_as_left_out_where_cities_are_asked_for() -> None:
    answer = of_capitals("2021年哪个市行政许可合计最多")
    left_out = {(one.agency, one.reason) for one in answer.coverage.skipped}
    assert left_out == {("浙江省财政厅", "no_group"), ("陵水黎族自治县财政局", "no_group")}
    assert answer.coverage.read == 3
    assert lines(of_capitals("2021年哪个省行政许可合计最多"))[0] == (1, "浙江省", "560")


def test_where_no_group_has_a_value_nothing_is_said_of_one_alone() -> None:
    lost = dict.fromkeys(
        ("北京市海淀区财政局", "北京市西城区财政局", "杭州市财政局", "陵水黎族自治县财政局", "浙江省财政厅"), "/"
    )
    answer = of_capitals("2021年哪个省行政许可合计最多", lost)
    assert (answer.outcome, answer.value) == (Outcome.NO_CELL, None)
    assert answer.coverage.read + len(answer.coverage.skipped) == 5


def test_the_reports_of_a_group_without_a_value_are_left_out_and_not_read() -> None:
    answer = of_capitals("2021年哪个市行政许可合计最多", {"杭州市财政局": "/"})
    assert lines(answer) == [(1, "北京市", "70")]
    assert answer.coverage.read == 2
    assert ("杭州市财政局", "no_cell") in {(one.agency, one.reason) for one in answer.coverage.skipped}


@pytest.mark.parametrize(
    "question",
    [
        "2021年行政处罚超过70的机关，哪个省行政许可合计最多",
        "2021年哪个省合计最多的行政许可，平均是多少",
        "2021年哪个省行政许可合计最多，平均是多少",
        "2021年哪个省行政许可和行政处罚平均最多",
        "近两年哪个省行政许可合计最多",
    ],
)
def test_what_the_sum_of_a_group_would_pass_over_is_asked_back(question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


def test_rows_added_up_are_all_named() -> None:
    answer = ask("2021年哪个省行政许可和行政处罚合计最多")
    assert answer.value == "205"
    assert "行政许可 + 行政处罚" in answer.headline


def test_a_place_is_said_and_there_is_none_beyond_the_last() -> None:
    answer = ask("2021年各省行政许可合计第二名")
    assert (answer.value, "山东省" in answer.headline, "第 2" in answer.headline) == ("110", True, True)
    answer = ask("2021年各省行政许可合计第十名")
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)
    assert "只排到第 3" in answer.headline


def test_the_unit_is_that_of_the_first() -> None:
    made = [ask("2021年行政许可合计"), replace(ask("2021年行政许可合计"), unit="项")]
    assert group_values._unit(made) == "件"
    assert group_values._unit(made[::-1]) == "项"


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with closing(Chat(placed(1, 160), tmp_path_factory.mktemp("home"))) as chat:
        yield chat


def asked(chat: Chat, text: str) -> Answer:
    chat.restart()
    return chat.ask(text)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("各省", ["北京市", "江苏省", "河南省", "浙江省", "湖北省", "福建省", "重庆市", "黑龙江省"]),
        ("各市", ["北京市", "南京市", "大兴安岭地区", "安阳市", "杭州市", "福州市", "重庆市"]),
        ("各州市", ["北京市", "南京市", "大兴安岭地区", "安阳市", "杭州市", "福州市", "重庆市"]),
        (
            "各区县",
            ["东城区", "呼玛县", "城口县", "安阳县", "建德市", "江苏省南京市鼓楼区", "济源市", "淳安县", "神农架林区",
             "福建省福州市鼓楼区", "西湖区"],
        ),
        ("各县", ["呼玛县", "城口县", "安阳县", "淳安县"]),
        ("各区", ["东城区", "江苏省南京市鼓楼区", "福建省福州市鼓楼区", "西湖区"]),
        ("各县级市", ["建德市", "济源市"]),
        ("浙江省各县", ["淳安县"]),
        ("浙江省各区县", ["建德市", "淳安县", "西湖区"]),
        ("浙江省2020年各区县", ["建德市", "淳安县", "西湖区"]),
        ("福建各市", ["福州市"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("what", ["行政处罚合计", "行政处罚多少件"])
def test_a_county_is_a_group_wherever_it_stands(text: str, labels: list[str], what: str, everywhere: Chat) -> None:
    assert sorted(label for _, label, _ in lines(asked(everywhere, text + what))) == labels


def test_the_province_says_where_the_level_is_meant(everywhere: Chat) -> None:
    answer = asked(everywhere, "浙江省县级行政处罚合计")
    assert answer.outcome in GIVEN, answer.headline
    assert {figure.agency[3:6] for figure in answer.figures} == {"西湖区", "建德市", "淳安县"}


def test_the_districts_of_a_city_without_a_province_count_as_districts(everywhere: Chat) -> None:
    of_all = asked(everywhere, "市辖区行政处罚合计")
    assert any(figure.agency.startswith("北京市东城区") for figure in of_all.figures)
    assert not any("地区教育局" in figure.agency or "神农架" in figure.agency for figure in of_all.figures)


@pytest.mark.parametrize(
    ("text", "first", "agency"),
    [
        ("哪个县行政处罚最多", "县", True),
        ("浙江哪个县级市行政处罚最多", "建德市", True),
        ("哪个区县行政处罚最少", "", True),
        ("行政处罚最多的县", "县", True),
        ("2020年行政处罚最少的区", "区", True),
        ("行政处罚最多的省", "省", True),
        ("福建哪个市行政处罚最多", "福州市", True),
        ("which county has the most penalties", "", False),
    ],
)
def test_which_place_has_the_most_is_asked_back(text: str, first: str, agency: bool, everywhere: Chat) -> None:
    answer = asked(everywhere, text)
    assert answer.outcome is Outcome.CLARIFY
    if agency:
        of_sums, of_agencies = (asked(everywhere, choice.question) for choice in answer.choices)
        assert (of_sums.outcome in GIVEN, of_sums.reading.operation) == (True, "groups"), of_sums.headline
        assert first in of_sums.rows[0].label
        assert (of_agencies.outcome in GIVEN, of_agencies.reading.operation) == (True, "rank"), of_agencies.headline
        assert first in of_agencies.rows[0].agency


@pytest.mark.parametrize("which", ["各省", "各市", "各区县", "各区"])
@pytest.mark.parametrize(
    "what",
    ["行政处罚合计", "行政处罚平均", "收费金额合计", "行政处罚合计从低到高", "行政处罚合计前5名", "行政处罚合计第6名"],
)
def test_of_very_many_the_first_groups_are_the_same(
    which: str, what: str, everywhere: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = asked(everywhere, which + what)
    monkeypatch.setattr(boundary, "SHOWN", 2)
    monkeypatch.setattr(boundary, "MANY", 10)
    few = asked(everywhere, which + what)
    assert (few.headline, few.value, few.unit, few.outcome) == (every.headline, every.value, every.unit, every.outcome)
    assert (few.coverage.read, few.coverage.reasons) == (every.coverage.read, every.coverage.reasons)
    assert few.figures_total == every.figures_total
    told, whole = (
        [(row.rank, row.label, Decimal(row.value or "nan"), row.unit) for row in of.rows] for of in (few, every)
    )
    assert told[:2] == whole[:2]
    assert (few.rows_total or len(told)) == len(whole)
    assert set(told) <= set(whole)


def test_the_sum_of_a_city_is_that_of_all_in_it(everywhere: Chat) -> None:
    of_all = next(row for row in asked(everywhere, "各市行政处罚合计").rows if row.label.startswith("杭州市"))
    alone = asked(everywhere, "杭州市行政处罚合计")
    assert (alone.value, alone.coverage.read) == (of_all.value, len(of_all.figures))


@pytest.mark.parametrize("said", ["内蒙古", "内蒙", "内蒙古自治区", "Neimenggu"])
def test_inner_mongolia_is_said_whole_and_short(said: str) -> None:
    written = (
        ("内蒙古呼和浩特市教育局", ("内蒙古自治区", "呼和浩特市"), "4"),
        ("内蒙古包头市教育局", ("内蒙古自治区", "包头市"), "3"),
        ("浙江省教育局", ("浙江省",), "5"),
    )
    text = f"total permits of {said} in 2021" if said.isascii() else f"2021年{said}行政许可合计"
    assert of_written(written, text).value == "7"


@pytest.mark.parametrize("first", ["哪个区县行政许可合计最多", "各市行政许可合计", "行政许可合计"])
def test_other_groups_of_another_row_are_those_that_are_said(first: str, everywhere: Chat) -> None:
    asked(everywhere, first)
    after = everywhere.ask("各省行政处罚")
    assert {label for _, label, _ in lines(after)} == {
        label for _, label, _ in lines(asked(everywhere, "各省行政处罚"))
    }
