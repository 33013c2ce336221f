"""What part one place has in another: both are all their reports, and what stands behind 占 is what is divided by."""

import pytest

from test_half_sentences_of_places import GIVEN, PENALTIES, ask, of

HENAN, SHANDONG, KAIFENG = (sum(of(PENALTIES, place)) for place in ("河南省", "山东省", "开封市"))
ALL = HENAN + SHANDONG
ONE = PENALTIES[("河南省", "开封市"), "教育", 2021]


@pytest.mark.parametrize(
    ("turns", "part", "whole"),
    [
        (["2021年开封市行政处罚占河南省的比例"], KAIFENG, HENAN),
        (["2021年开封市行政处罚合计占河南省行政处罚的比例"], KAIFENG, HENAN),
        (["2021年开封市教育局行政处罚占河南省的比例"], ONE, HENAN),
        (["2021年河南省行政处罚占河南省和山东省的比例"], HENAN, ALL),
        (["2021年河南省行政处罚占全部的比例"], HENAN, ALL),
        (["2021年河南省行政处罚合计占全部的比例"], HENAN, ALL),
        (["2021年河南省行政处罚合计", "开封市占多少"], KAIFENG, HENAN),
        (["2021年河南省行政处罚合计", "占全部的多少"], HENAN, ALL),
    ],
)
def test_both_sides_of_a_share_are_sums_of_their_places(turns: list[str], part: int, whole: int) -> None:
    answer = ask(*turns)
    assert answer.outcome in GIVEN, answer.headline
    assert f"({part}/{whole})" in answer.headline


def test_a_rate_of_growth_after_a_sum_is_that_of_the_sum() -> None:
    before = sum(of(PENALTIES, "河南省", year=2020))
    assert f"({HENAN} - {before})" in str(ask("2021年河南省行政处罚合计", "增加了百分之几").formula)
