"""Provinces, cities and levels in the order of their sums, each with its operands and how many reports it is of."""

import re
from dataclasses import replace

import pytest

from assistant.answer import Answer, Outcome
from assistant.answers.many import groups
from corpus.identity.agencies import kind_of, level_of, names_of
from corpus.library.store import Identity, Library
from town import MINZONG, Made, Town, _parts
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


@pytest.mark.parametrize(
    "question", ["2021年行政许可最多的机关在哪个省", "2021年哪个省予以公开率最高", "2021年哪个市予以公开率平均最高"]
)
def test_a_place_that_the_answer_would_pass_over_is_asked_back(question: str) -> None:
    answer = ask(question)
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
    made = Library.memory()
    for agency, place, permits in written:
        one = Made(agency, agency, place, 2021, "2021", {"行政许可": ((others or {}).get(agency, permits),)})
        names = tuple((name.text, name.origin) for name in names_of(agency, place))
        made.add(*_parts(one), Identity(place, "report", level_of(agency), names, kind_of(agency)))
    return Town(made).ask(question)


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
    made = [("甲", ask("2021年行政许可合计")), ("乙", replace(ask("2021年行政许可合计"), unit="项"))]
    assert groups._in_one_unit(made)[1] == "件"
    assert groups._in_one_unit(made[::-1])[1] == "项"
