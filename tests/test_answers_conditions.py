"""Reports chosen by several figures, or by one figure against another; what a missing figure does to that."""

import pytest

from assistant.answer import Outcome
from town import MIYI, SHENGZHOU, SHOUGUANG, WUYUAN, ask


def kept(question: str) -> set[tuple[str, int | None]]:
    return {(row.agency, row.year) for row in ask(question).rows}


def figure(agency: str, year: int, row: str) -> str | None:
    return ask(f"{agency}{year}年{row}").value


def test_the_figures_that_the_tests_below_stand_on() -> None:
    assert figure(SHOUGUANG, 2020, "行政许可") is not None
    assert figure(SHENGZHOU, 2020, "行政许可") is not None


@pytest.mark.parametrize("limit", [0, 3, 20, 40, 100])
def test_both_conditions_have_to_hold(limit: int) -> None:
    both = kept(f"2020年许可超过{limit}且处罚超过{limit}的机关")
    permits, penalties = kept(f"2020年许可超过{limit}的机关"), kept(f"2020年处罚超过{limit}的机关")
    assert both == permits & penalties


@pytest.mark.parametrize("limit", [0, 3, 20, 40, 100])
def test_one_of_two_conditions_is_enough_after_or(limit: int) -> None:
    either = kept(f"2020年许可超过{limit}或者处罚超过{limit}的机关")
    permits, penalties = kept(f"2020年许可超过{limit}的机关"), kept(f"2020年处罚超过{limit}的机关")
    assert either == permits | penalties


def test_a_range_leaves_out_what_lies_beyond_either_end() -> None:
    inside = kept("2020年许可在3到40之间的机关")
    assert inside == kept("2020年许可不少于3的机关") & kept("2020年许可不超过40的机关")


def test_more_of_one_than_of_the_other_and_the_other_way_round_share_nobody() -> None:
    more, less = kept("2020年许可多于处罚的机关"), kept("2020年许可少于处罚的机关")
    assert more | less
    assert not more & less


def test_a_report_whose_deciding_figure_is_missing_is_named_as_left_out() -> None:
    answer = ask("2021年许可超过1000且处罚超过1000的机关")
    assert {skipped.agency for skipped in answer.coverage.skipped} <= {MIYI, SHOUGUANG, "民宗局"}


def test_a_condition_beside_two_rows_asks_of_which() -> None:
    answer = ask("2020年处罚和许可超过3的机关")
    assert answer.outcome is Outcome.CLARIFY
    assert len(answer.choices) == 2


def test_two_rows_together_are_ranked_by_their_sum() -> None:
    answer = ask("2020年处罚和许可总数最多的机关")
    assert answer.value is not None
    assert answer.rows[0].formula is not None
    assert len({row.agency for row in answer.rows}) == len(answer.rows)


def test_what_is_asked_of_those_that_meet_it_runs_over_them_alone() -> None:
    answer = ask("2020年处罚超过3的机关，许可合计多少")
    assert {row.agency for row in answer.rows} == {agency for agency, _ in kept("2020年处罚超过3的机关")}
    assert {SHOUGUANG, WUYUAN, SHENGZHOU} >= {row.agency for row in answer.rows}


def test_each_agency_may_have_a_row_of_its_own() -> None:
    permits, penalties = figure(SHOUGUANG, 2020, "行政许可"), figure(SHENGZHOU, 2020, "行政处罚")
    answer = ask(f"{SHOUGUANG}的许可和{SHENGZHOU}的处罚2020年一共多少")
    assert answer.value == str(int(permits or 0) + int(penalties or 0))


def test_those_with_more_than_one_named_are_not_that_one() -> None:
    more, less = kept(f"2020年许可超过{WUYUAN}的机关"), kept(f"2020年许可比{WUYUAN}少的机关")
    assert more == kept(f"2020年许可超过{figure(WUYUAN, 2020, '行政许可')}的机关")
    assert not (more | less) & {(WUYUAN, 2020)}


def test_another_figure_of_the_one_that_leads() -> None:
    leader = ask("2020年许可最多的是谁").rows[0].agency
    assert ask("2020年许可最多的机关的处罚是多少").value == figure(leader, 2020, "行政处罚")


def test_what_is_left_out_is_an_agency_or_is_not_understood() -> None:
    assert ask(f"除了{SHOUGUANG}，2020年许可合计").value == str(
        sum(int(figure(agency, 2020, "行政许可") or 0) for agency in (WUYUAN, SHENGZHOU))
    )
    assert ask(f"{SHOUGUANG}2020年处罚，不算强制").value is None


def test_decisions_are_not_held_against_items_and_that_is_the_reason_said() -> None:
    told = ask("2020年行政许可多于采购项目数量的机关有哪些")
    assert told.outcome is Outcome.NOT_STATED
    assert "不能比大小" in told.headline
