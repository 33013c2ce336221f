"""The scorer with made-up answers, and the whole test set through it."""

from decimal import Decimal
from typing import Any

import pytest

import scoring
from scoring import INCOMPLETE, RIGHT, WRONG_FIGURE, WRONGLY_ANSWERED, WRONGLY_DECLINED, Truth

CELLS = {
    ("甲局", 2020, "行政处罚", "处理决定数量"): Truth(Decimal(7), "件"),
    ("甲局", 2020, "行政处罚", "本年增/减"): Truth(Decimal(2), "项"),
    ("甲局", 2020, "总计", "总计"): Truth(None, "件"),
    ("甲局", 2020, "政府集中采购", "采购总金额"): Truth(Decimal("8040"), None),
    ("乙局", 2020, "行政处罚", "处理决定数量"): Truth(Decimal(0), "件"),
}
EXPECT = {
    "outcome": ["answered", "noted"],
    "value": "7",
    "values": {"甲局/2020/行政处罚/处理决定数量": "7"},
    "lines": ["a.txt:12"],
    "absent": ["5"],
    "language": "zh",
}


def figure(value: str | None = "7", **changed: Any) -> dict[str, Any]:
    """A figure record of 甲局."""
    plain = {
        "agency": "甲局",
        "year": 2020,
        "row": "行政处罚",
        "column": "处理决定数量",
        "value": value,
        "unit": "件",
        "in_form": True,
        "source": {"file": "a.txt", "line": 12},
        "notes": [],
    }
    return plain | changed


def answer(**changed: Any) -> dict[str, Any]:
    """A right answer to EXPECT, with changes."""
    plain = {"outcome": "answered", "language": "zh", "text": "7 件", "value": "7", "figures": [figure()]}
    return plain | changed


def kind(record: dict[str, Any], expect: dict[str, Any] | None = None) -> str:
    """How the scorer judges it."""
    return scoring.score(record, EXPECT if expect is None else expect, CELLS).kind


def test_a_right_answer_is_right() -> None:
    assert kind(answer()) == RIGHT


def test_a_noted_answer_counts_as_an_answered_one() -> None:
    assert kind(answer(outcome="noted")) == RIGHT


def test_numbers_are_compared_as_numbers() -> None:
    assert kind(answer(value="7.0", figures=[figure("7.00")])) == RIGHT


def test_a_value_that_is_not_the_expected_one_is_a_wrong_figure() -> None:
    assert kind(answer(value="6")) == WRONG_FIGURE


def test_a_figure_that_contradicts_the_report_is_wrong_whatever_else_is_right() -> None:
    other = figure("1", agency="乙局")
    assert kind(answer(figures=[figure(), other])) == WRONG_FIGURE


def test_a_row_that_contradicts_the_report_is_a_wrong_figure() -> None:
    row = {"agency": "乙局", "year": 2020, "value": "1", "figures": [], "formula": None}
    reading = {"row": "行政处罚", "column": "处理决定数量"}
    assert kind(answer(rows=[row], reading=reading)) == WRONG_FIGURE
    assert kind(answer(rows=[row | {"value": "0"}], reading=reading)) == RIGHT


def test_a_row_that_points_at_its_figure_is_held_to_that_cell() -> None:
    row = {"agency": "甲局", "year": 2020, "value": "6", "figures": [0], "formula": None}
    assert kind(answer(rows=[row])) == WRONG_FIGURE


def test_a_labelled_row_names_its_cell() -> None:
    row = {
        "agency": "甲局",
        "year": 2020,
        "value": "3",
        "label": "行政处罚 · 本年增/减",
        "figures": [],
        "formula": None,
    }
    assert kind(answer(rows=[row])) == WRONG_FIGURE


def test_a_rate_in_a_row_is_no_cell() -> None:
    row = {"agency": "甲局", "year": 2020, "value": "350", "figures": [0], "formula": "7/2"}
    assert kind(answer(rows=[row])) == RIGHT


def test_a_value_for_a_cell_that_the_file_lost_is_a_wrong_figure() -> None:
    lost = figure("0", row="总计", column="总计")
    assert kind(answer(figures=[figure(), lost])) == WRONG_FIGURE


def test_a_cell_of_a_year_that_was_never_reported_is_a_wrong_figure() -> None:
    assert kind(answer(figures=[figure(), figure("5", year=2019)])) == WRONG_FIGURE


def test_a_unit_that_is_not_printed_is_a_wrong_figure() -> None:
    amount = figure("8040", row="政府集中采购", column="采购总金额", unit="元")
    assert kind(answer(figures=[figure(), amount])) == WRONG_FIGURE
    assert kind(answer(figures=[figure(), amount | {"unit": None}])) == RIGHT


def test_a_number_named_absent_must_not_be_the_value_of_a_refusal_either() -> None:
    refusal = {"outcome": ["no_report"], "absent": ["7"]}
    assert kind(answer(outcome="no_report", figures=[]), refusal) == WRONG_FIGURE
    assert kind(answer(outcome="no_report", value=None, figures=[]), refusal) == RIGHT


def test_declining_what_the_reports_say_is_wrongly_declined() -> None:
    assert kind(answer(outcome="not_stated", value=None, figures=[])) == WRONGLY_DECLINED


def test_answering_what_no_report_says_is_wrongly_answered() -> None:
    assert kind(answer(), {"outcome": ["no_field"]}) == WRONGLY_ANSWERED


def test_declining_for_another_reason_is_not_right() -> None:
    assert kind(answer(outcome="no_report", value=None), {"outcome": ["no_field"]}) == INCOMPLETE


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": None}, "no value"),
        ({"figures": []}, "not carried"),
        ({"figures": [figure(source={"file": "a.txt", "line": 11})]}, "not cited"),
        ({"language": "en"}, "spoken in en"),
    ],
)
def test_what_is_missing_is_named(change: dict[str, Any], reason: str) -> None:
    verdict = scoring.score(answer(**change), EXPECT, CELLS)
    assert verdict.kind == INCOMPLETE
    assert reason in verdict.reasons[0]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("[a.txt:12]", True),
        ("[a.txt:10-14]", True),
        ("a.txt:9, 12", True),
        ("a.txt:9、11–13", True),
        ("a.txt:120", False),
        ("a.txt:13-14", False),
        ("b.txt:12", False),
    ],
)
def test_a_citation_may_stand_in_the_text(text: str, cited: bool) -> None:
    expect = {"lines": ["a.txt:12"]}
    assert kind(answer(text=text, figures=[], value=None), expect) == (RIGHT if cited else INCOMPLETE)


def test_a_passage_covers_its_lines() -> None:
    passage = {"agency": "甲局", "text": "一是 公开", "source": {"file": "a.txt", "line": 10, "line_end": 13}}
    expect = {"lines": ["a.txt:12"], "contains": ["一是公开"]}
    assert kind(answer(passages=[passage], figures=[]), expect) == RIGHT


def test_an_agency_may_be_named_anywhere_but_may_not_satisfy_when_it_should_not() -> None:
    skipped = {"read": 1, "skipped": [{"agency": "乙局", "year": 2020, "reason": "no_field"}]}
    record = answer(coverage=skipped)
    assert kind(record, {"agencies": ["甲局", "乙局"], "not_agencies": ["乙局"]}) == RIGHT
    assert kind(record, {"not_agencies": ["甲局"]}) == INCOMPLETE
    assert kind(answer(), {"agencies": ["乙局"]}) == INCOMPLETE


def test_a_choice_names_its_agency() -> None:
    choice = {"n": 1, "label": "乙局", "question": "乙局2020年行政处罚"}
    assert kind(answer(outcome="clarify", choices=[choice]), {"outcome": ["clarify"], "agencies": ["乙局"]}) == RIGHT


def test_a_required_note_may_stand_on_the_answer_or_on_a_figure() -> None:
    expect = {"notes": ["two_numbers"]}
    assert kind(answer(notes=[{"code": "two_numbers", "text": "", "figures": []}]), expect) == RIGHT
    assert kind(answer(figures=[figure(notes=["two_numbers"])]), expect) == RIGHT
    assert kind(answer(), expect) == INCOMPLETE


def test_what_the_test_set_expects_agrees_with_the_cells_read_by_eye() -> None:
    from evaluate import questions

    cells = {scoring.cell_name(key): truth.value for key, truth in scoring.truths().items()}
    for item in questions().values():
        for name, value in item["expect"].get("values", {}).items():
            assert cells[name] == Decimal(value), item["id"]


def test_every_turn_of_a_conversation_follows_a_question_of_the_set() -> None:
    from evaluate import before, questions

    items = questions()
    assert before(items["J4"], items) == tuple(items[key]["question"] for key in ("J1", "J2", "J3"))
    assert before(items["A1"], items) == ()
    assert before(items["J12"], items) == tuple(items[f"J{n}"]["question"] for n in range(1, 11))


def test_the_table_counts_each_kind_and_the_slowest() -> None:
    from evaluate import Result, table

    results = [Result(str(n), "g", "q", scoring.Verdict(RIGHT), float(n)) for n in range(1, 21)]
    assert table(results, markdown=True).splitlines()[-1] == "| total | 20 | 20 | 0 | 0 | 0 | 0 | 10 | 19 |"


def test_every_action_of_the_test_set_has_its_command() -> None:
    from actions import ACTIONS
    from evaluate import questions

    assert {key for key, item in questions().items() if item["how"] == "command"} == set(ACTIONS)


def test_the_test_set_is_answered_without_a_wrong_figure() -> None:
    from evaluate import AT_LEAST, failures, run, share_right, wrong_figures

    results = run()
    assert wrong_figures(results) == [], failures(results)
    assert share_right(results) >= AT_LEAST, failures(results)
