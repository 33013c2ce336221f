"""Who doubled between two years, and who rose or fell in every step of several: the years used are said."""

import pytest

from assistant.answer import Answer, Outcome
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from three_years import BENT, FALLING, LACKING, LEVEL, RISING, ask
from town import Made, Town, _parts
from two_years import ask as of_two

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)


def named(answer: Answer) -> set[str]:
    assert answer.outcome in GIVEN, answer.headline
    return {row.agency for row in answer.rows}


def left_out(answer: Answer) -> set[tuple[str, str]]:
    return {(one.agency, one.reason) for one in answer.coverage.skipped}


@pytest.mark.parametrize(
    ("question", "agencies"),
    [
        ("2020年到2021年行政许可翻番的有哪些", {RISING, BENT}),
        ("2021年行政许可比2020年翻了一番的机关", {RISING, BENT}),
        ("2022年行政许可翻番的机关", {RISING, LEVEL}),
        ("2022年行政许可比上年增长一倍以上的机关", {RISING, LEVEL}),
        ("2022年行政许可增长100%以上的机关", {RISING, LEVEL}),
        ("2021年行政许可翻两番的机关", {BENT}),
        ("which agencies doubled their permits in 2022", {RISING, LEVEL}),
        ("2021年行政许可比2020年减半的机关", {FALLING}),
        ("2022年行政处罚翻倍的机关", {RISING, FALLING}),
        ("2020年到2022年行政许可翻番的机关", {RISING, BENT, LEVEL, LACKING}),
    ],
)
def test_who_doubled_is_who_grew_by_a_hundred_percent(question: str, agencies: set[str]) -> None:
    assert named(ask(question)) == agencies


def test_each_that_doubled_shows_its_operands_and_the_years() -> None:
    answer = ask("2022年行政许可翻番的机关")
    assert "2021 → 2022" in answer.headline
    assert {row.formula for row in answer.rows} == {"(45 - 20) ÷ 20", "(14 - 7) ÷ 7"}
    assert (LACKING, "no_report") in left_out(answer)


def test_what_was_zero_has_no_rate_and_is_left_out() -> None:
    answer = ask("2021年行政处罚翻番的机关")
    assert named(answer) == {FALLING}
    assert (RISING, "undefined") in left_out(answer)
    assert (BENT, "no_cell") in left_out(answer)


def test_without_a_year_the_latest_two_are_used_and_said() -> None:
    answer = ask("行政许可翻番的有几家")
    assert (answer.value, answer.unit) == ("2", "家")
    assert "2021 → 2022" in answer.headline


@pytest.mark.parametrize(
    ("question", "agencies"),
    [
        ("行政许可连续两年增长的机关", {RISING}),
        ("行政许可连续两年下降的有哪些", {FALLING}),
        ("2020年到2022年行政许可连年增长的机关", {RISING}),
        ("2022年行政许可连续两年上升的机关", {RISING}),
        ("2021年和2022年行政许可连续两年增长的机关", {RISING}),
        ("2020到2022年哪些机关行政许可逐年减少", {FALLING}),
        ("行政处罚连续两年减少的机关", {LEVEL}),
        ("which agencies had permits increase two years in a row", {RISING}),
    ],
)
def test_who_rose_in_both_steps(question: str, agencies: set[str]) -> None:
    assert named(ask(question)) == agencies


def test_a_streak_says_its_years_and_shows_every_figure() -> None:
    answer = ask("行政许可连续两年增长的机关")
    assert "2020 → 2021 → 2022" in answer.headline
    assert [row.formula for row in answer.rows] == ["10 → 20 → 45"]
    assert [figure.raw for figure in answer.figures] == ["10", "20", "45"]
    assert left_out(answer) == {(LACKING, "no_report")}
    assert answer.coverage.read == 12


def test_a_lost_cell_breaks_no_streak_and_makes_none() -> None:
    assert (BENT, "no_cell") in left_out(ask("行政处罚连续两年增长的机关"))


def test_how_many_rose_is_a_count() -> None:
    answer = ask("行政许可连续两年增长的有几家")
    assert (answer.value, answer.unit) == ("1", "家")


def test_of_one_agency_it_is_said_whether_it_did() -> None:
    assert "是" in ask("寿光行政许可连续两年增长了吗").headline
    assert "否" in ask("嵊州行政许可连续两年增长了吗").headline


@pytest.mark.parametrize("question", ["行政许可连续三年增长的机关", "2021年行政许可连续两年增长的机关"])
def test_years_that_are_not_loaded_are_named_and_nothing_is_guessed(question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.value, answer.rows) == (Outcome.NO_REPORT, None, ())
    assert "2019" in answer.headline


def test_the_next_turn_is_asked_of_the_same_streak() -> None:
    answer = ask("行政许可连续两年下降的机关", "行政处罚呢")
    assert named(answer) == {LEVEL}
    assert "2020 → 2021 → 2022" in answer.headline


def test_a_streak_and_another_operation_are_not_one_question() -> None:
    assert ask("行政许可连续两年增长的机关合计多少").outcome is Outcome.CLARIFY


def test_of_one_agency_it_is_said_whether_it_doubled() -> None:
    answer = ask("寿光2021年行政许可比2020年翻番了吗")
    assert (answer.value, answer.unit) == ("100", "%")
    assert answer.headline.startswith("是：")
    assert ask("婺源2021年行政许可比2020年翻番了吗").headline.startswith("否：")


def test_nothing_is_said_of_agencies_that_lack_a_year() -> None:
    answer = ask("金塔行政许可连续两年增长了吗")
    assert (answer.outcome in GIVEN, answer.rows) == (False, ())
    assert ask("金塔2022年行政许可翻番了吗").outcome not in GIVEN


@pytest.mark.parametrize(
    ("question", "agencies"),
    [
        ("2021年行政许可增加的机关", {RISING, BENT}),
        ("2022年行政许可减少的机关有哪些", {FALLING, BENT}),
        ("2021年行政许可增加超过15件的机关", {BENT}),
        ("2021年行政许可减少超过10件的机关", {FALLING}),
        ("2022年行政许可减少不到10件的机关", {FALLING, BENT}),
        ("2022年行政许可比上年没有增长的机关", {FALLING, BENT}),
        ("2021年行政许可没有减少的机关", {RISING, BENT, LEVEL}),
    ],
)
def test_who_grew_is_asked_of_two_years_where_the_form_has_no_column_of_changes(
    question: str, agencies: set[str]
) -> None:
    assert named(ask(question)) == agencies


def test_requests_have_no_column_of_changes_in_any_edition() -> None:
    assert named(of_two("2022年新收申请减少的机关")) == {"潍坊市民政局", "嵊州市民政局"}
    assert of_two("2022年新收申请增加的有几家").value == "3"
    assert of_two("2021年新收申请增加的机关").outcome is Outcome.NO_REPORT


@pytest.mark.parametrize(
    "question",
    ["2022年行政处罚超过20件且比上年增加的机关", "2022年行政许可超过10%的机关", "行政许可翻番且行政处罚翻番的机关"],
)
def test_a_condition_that_is_open_is_asked_back(question: str) -> None:
    answer = of_two(question)
    assert (answer.outcome, answer.value, answer.rows) == (Outcome.CLARIFY, None, ())


def test_an_amount_that_grew_is_asked_of_two_years() -> None:
    assert named(of_two("2022年收费金额增加的机关")) == {"寿光市民政局", "上饶市卫生健康委员会", "嵊州市民政局"}
    assert of_two("收费金额减少的有几家").value == "2"


def test_without_a_year_two_loaded_years_are_set_against_each_other() -> None:
    answer = of_two("新收申请增加的机关")
    assert named(answer) == {"寿光市民政局", "婺源县民政局", "绍兴市卫生健康委员会"}
    assert "2021 → 2022" in answer.headline


def test_the_others_are_asked_for_next() -> None:
    answer = of_two("2022年行政许可比上年增加的机关", "没有增加的呢")
    assert named(answer) == {"潍坊市民政局", "绍兴市卫生健康委员会"}
    assert named(of_two("2022年行政许可比上年减少超过5件的机关", "增加超过10件的呢")) == {
        "寿光市民政局",
        "上饶市卫生健康委员会",
    }


@pytest.mark.parametrize(
    "question",
    [
        "2022年行政许可没有增长5到10件之间的机关",
        "2022年行政许可没有减少5到10件之间的机关",
        "2021年没有5到10件之间的行政许可的机关",
        "2021年行政许可没有在5到10件之间的机关",
    ],
)
def test_a_range_that_is_denied_is_asked_back(question: str) -> None:
    answer = of_two(question)
    assert (answer.outcome, answer.value, answer.rows) == (Outcome.CLARIFY, None, ())


@pytest.mark.parametrize(
    "question",
    [
        "2021年潍坊行政处罚比寿光多一倍吗",
        "2021年潍坊行政处罚比寿光多了1倍吗",
        "2022年潍坊行政处罚比寿光翻番吗",
        "2022年行政许可比行政处罚多一倍的机关",
        "did 潍坊 have double the penalties of 寿光 in 2022",
        "2022年潍坊行政处罚比2021年寿光多一倍吗",
    ],
)
def test_two_that_are_held_against_each_other_have_not_doubled(question: str) -> None:
    answer = of_two(question)
    assert (answer.outcome in GIVEN, answer.value) == (False, None), answer.headline


def test_more_by_as_much_than_the_year_before_is_to_double() -> None:
    assert named(ask("2022年行政许可比上年多一倍的机关")) == {RISING, LEVEL}
    assert named(ask("2022年行政许可比2021年多一倍的机关")) == {RISING, LEVEL}


def of_fees(question: str, *printed: str) -> Answer:
    """Of a library of one agency, whose fees are printed so from 2021 on."""
    made = Library.memory()
    place = ("山东省", "潍坊市", "寿光市")
    for year, fees in enumerate(printed, 2021):
        one = Made(f"fees-{year}", RISING, place, year, "2021", {"行政事业性收费": (fees,), "行政许可": ("5",)})
        names = tuple((name.text, name.origin) for name in names_of(RISING, place))
        made.add(*_parts(one), Identity(place, "report", "county", names, kind_of(RISING)))
    return Town(made).ask(question)


def test_what_is_lost_is_of_the_column_that_was_asked() -> None:
    answer = of_fees("寿光2021年到2023年收费金额连续两年增长了吗", "3万元", "/", "5万元")
    assert (answer.outcome, answer.reading.column) == (Outcome.NO_CELL, "本年收费金额")


def test_units_that_differ_are_said_to_and_not_to_be_missing() -> None:
    answer = of_fees("寿光2021年到2023年收费金额连续两年增长了吗", "3万元", "40000元", "5万元")
    assert (answer.outcome, answer.value) == (Outcome.NOT_STATED, None)
    assert "单位不同" in answer.headline
    answer = of_fees("2021年到2023年收费金额连续两年增长的机关", "3万元", "40000元", "5万元")
    assert left_out(answer) == {(RISING, "units_differ")}
