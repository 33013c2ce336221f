"""Two sums or means side by side: of two rows, two columns, two levels or two kinds of agency."""

import pytest

from assistant.answer import Outcome
from assistant.output.render import answer_record
from digits import unexplained
from two_years import ask


@pytest.mark.parametrize(
    ("text", "value", "formula"),
    [
        ("2021年行政许可合计比行政处罚合计多多少", "155", "300 - 145 = 155"),
        ("2021年行政许可合计是行政处罚合计的几倍", "2.068966", "300 ÷ 145"),
        ("2021年行政许可平均比行政处罚平均多多少", "25.833333", "300 ÷ 6 - 145 ÷ 6 = 25.83"),
        ("2021年县级机关和市级机关行政许可合计差多少", "170", "235 - 65 = 170"),
        ("2021年县级机关行政许可平均比市级机关少多少", "56.666667", "235 ÷ 3 - 65 ÷ 3 = 56.67"),
        ("2021年民政局行政许可平均比卫健委平均多多少", "48.75", "165 ÷ 2 - 135 ÷ 4 = 48.75"),
        ("2021年商业企业申请合计比自然人少多少", "69", "78 - 9 = 69"),
        ("total permits minus total penalties in 2021", "155", "300 - 145 = 155"),
    ],
)
def test_two_sums_are_set_against_each_other(text: str, value: str, formula: str) -> None:
    answer = ask(text)
    assert (answer.value, answer.formula) == (value, formula)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("2021年行政许可合计和行政处罚合计", ["300", "145"]),
        ("2021年行政许可、行政处罚、行政强制各合计多少", ["300", "145", "10"]),
        ("2021年民政局和卫健委行政许可合计各多少", ["135", "165"]),
        ("2021年县级和市级机关行政许可合计分别多少", ["65", "235"]),
    ],
)
def test_each_sum_for_itself_is_not_the_sum_of_both(text: str, sums: list[str]) -> None:
    answer = ask(text)
    assert ([row.value for row in answer.rows], answer.value) == (sums, None)


def test_two_rows_added_up_are_one_sum() -> None:
    assert ask("2021年行政许可和行政处罚合计").value == "445"


@pytest.mark.parametrize("text", ["2021年县级和市级机关行政许可哪个多", "2021年卫健委和民政局行政许可哪个多"])
def test_which_of_two_groups_has_more_names_no_agency(text: str) -> None:
    answer = ask(text)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)


@pytest.mark.parametrize(
    "text",
    [
        "2021年行政许可平均比行政处罚平均多多少",
        "2021年县级和市级机关行政许可平均分别多少",
        "2022年行政许可合计比2021年多多少",
        "2022年行政许可总数较上年增长率",
        "2022年行政许可平均比2021年增加多少",
        "2022年行政许可增长最快的机关",
        "寿光2022年行政许可增长率",
        "各年行政许可平均",
        "2021年行政许可合计、平均、中位数各多少",
        "2021年行政许可最多和最少的机关分别是谁",
        "寿光2021年行政许可排第几",
        "寿光2021年行政许可高于中位数吗",
        "2021年予以公开率前三名的平均",
        "2021年行政许可与行政处罚之比最高的机关",
        "2021年和2022年行政许可都超过50的有几家",
    ],
)
def test_every_number_of_such_an_answer_is_carried(text: str) -> None:
    record = answer_record(ask(text))
    assert unexplained(record, {"2021", "2022"}) == set(), record["text"]
