"""The paraphrase bench: its grammar says what it means, its verdicts tell right from wrong; and a slice of it."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

import nation
from assistant.chat import Chat
from damage_form import REQUESTS, REVIEW
from homes import filled
from questions import REFUSED, RIGHT, WRONG, examples, failures, judged, main, run
from questions_drawn import Asked, altered, draw, of_templates
from questions_grammar import LANGUAGES, names, phrases, said_of, templates, year_said
from questions_truth import Measure, Sheet, measures, of_bundled, of_written, value_of

SHEETS = of_bundled()


def test_there_are_forty_phrasings_and_more_in_each_language() -> None:
    assert all(len(templates(language)) >= 40 for language in LANGUAGES)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_cell_of_the_form_has_words_in_chinese(edition: str) -> None:
    sheet = next(s for s in SHEETS if (s.year >= 2021) == (edition == "2021"))
    assert [m.stratum for m in measures(sheet) if not phrases(m, "zh")] == []


def test_no_words_name_two_figures_of_one_report() -> None:
    for sheet in SHEETS:
        for language in LANGUAGES:
            said: dict[str, Measure] = {}
            for measure in measures(sheet):
                for phrase in phrases(measure, language):
                    assert said.setdefault(phrase.text, measure) == measure, phrase.text


def test_a_group_is_the_sum_of_its_rows_and_unknown_where_one_of_them_is() -> None:
    rows = {
        (REQUESTS, f"不予处理/{name}", "总计"): value
        for name, value in (("重复申请", Decimal(2)), ("其他", Decimal(3)))
    }
    sheet = Sheet("甲县教育局", 2020, rows)
    group = next(m for m in measures(sheet) if m.row == "不予处理" and m.column == "总计")
    assert value_of(sheet, group) == 5
    lost = Sheet("甲县教育局", 2020, {**rows, (REQUESTS, "不予处理/重复申请", "总计"): None})
    assert value_of(lost, group) is None


def test_an_agency_is_said_short_and_in_english_but_never_so_that_it_could_be_another() -> None:
    assert {"沭阳教育局", "沭阳县教育局", "沭阳"} <= said_of("沭阳县教育局", "zh")
    assert "Shuyang education bureau" in said_of("沭阳县教育局", "en")
    both = names(["沭阳县教育局", "沭阳县水利局", "卫健委"], "zh")
    assert "沭阳" not in both["沭阳县教育局"] and "沭阳教育局" in both["沭阳县教育局"]
    assert both["卫健委"] == ("卫健委",)


def test_a_year_is_said_in_many_ways() -> None:
    rng = Random(1)
    assert {year_said(2020, "zh", rng) for _ in range(200)} == {
        "2020年", "2020年度", "2020", "２０２０年", "二〇二〇年", "二零二零年", "20年"
    }  # fmt: skip


def test_questions_are_spread_over_languages_phrasings_and_cells() -> None:
    asked = list(draw(of_written(nation.nation(1, 16)), 600, seed=2))
    assert {one.language for one in asked} == set(LANGUAGES)
    assert {one.template for one in asked} >= set(templates("zh"))
    assert len({one.measure for one in asked}) > 250
    assert asked == list(draw(of_written(nation.nation(1, 16)), 600, seed=2))


def test_given_templates_are_asked_each_the_same_number_of_times() -> None:
    lines = ["{agency}{year}年{measure}咋样", "{measure} at {agency} during {year}"]
    asked = list(of_templates(lines, SHEETS, 3, seed=1))
    assert [one.template for one in asked] == [lines[0]] * 3 + [lines[1]] * 3
    assert all(one.agency and "{" not in one.text for one in asked)


def test_what_is_altered_names_nothing_that_is_loaded() -> None:
    loaded = {(sheet.agency, sheet.year) for sheet in SHEETS}
    for one in altered(SHEETS, 100, seed=1):
        assert one.cells == () and one.value is None
        if one.measure == "year not loaded":
            assert (one.agency, one.year) not in loaded


CELL = (REVIEW, "行政复议", "总计")
ASKED = Asked(
    "甲县教育局2020年行政复议几件", "zh", "{a}{y}{m}几{c}", "甲县教育局", 2020, "行政复议/总计", (CELL,), Decimal(3)
)
TRUTH = {
    ("甲县教育局", 2020): Sheet("甲县教育局", 2020, {CELL: Decimal(3), (REVIEW, "行政复议", "结果维持"): Decimal(3)})
}


def record(
    value: str | None = "3", column: str = "总计", outcome: str = "answered", text: str = "3 件"
) -> dict[str, Any]:
    figure = {
        "agency": "甲县教育局", "year": 2020, "table": REVIEW, "row": "行政复议", "column": column, "value": value,
        "in_form": True, "raw": value, "row_raw": value, "parts": None, "source": {"file": "a.txt", "line": 1},
    }  # fmt: skip
    return {
        "question": "", "outcome": outcome, "language": "zh", "text": text, "value": value, "formula": None,
        "reading": {"operation": "value", "agencies": []}, "figures": [figure], "figures_total": 1, "passages": [],
        "rows": [], "choices": [], "coverage": {"read": 1, "skipped": []},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (record(), RIGHT),
        (record(value="4"), WRONG),
        (record(column="结果维持"), WRONG),
        (record(text="4 件"), WRONG),
        (record(outcome="clarify"), REFUSED),
        (record(value=None, text="没有"), REFUSED),
    ],
)
def test_a_verdict_tells_right_from_wrong_and_from_refused(given: dict[str, Any], verdict: str) -> None:
    assert judged(ASKED, given, TRUTH)[0] == verdict


def test_where_no_figure_answers_any_figure_is_wrong() -> None:
    none = Asked("", "zh", "{a}{y}{m}", "甲县教育局", 2020, "a condition", (), None)
    assert judged(none, record(), TRUTH)[0] == WRONG
    assert judged(none, record(outcome="not_stated"), TRUTH)[0] == RIGHT


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    chat = Chat.open(filled(tmp_path_factory.mktemp("home")))
    yield chat
    chat.close()


def test_a_slice_of_the_bench_over_the_bundled_reports_is_answered_rightly(bundled: Chat) -> None:
    score = run("bundled", bundled, draw(SHEETS, 300, seed=3), SHEETS)
    assert [(one.asked.text, one.why) for one in score.failed if one.verdict == WRONG] == []
    assert list(failures(score, plain=True)) == [], list(examples(score, 9))


def test_no_figure_answers_a_slice_of_altered_questions(bundled: Chat) -> None:
    score = run("altered", bundled, altered(SHEETS, 120, seed=3), SHEETS)
    assert [(one.asked.text, one.why) for one in score.failed] == []


def test_a_slice_of_the_bench_over_a_small_synthetic_library_is_answered_rightly() -> None:
    sheets = of_written(nation.nation(1, 16))
    chat = Chat.open(nation.home(1, 16))
    score = run("nation", chat, draw(sheets, 240, seed=4), sheets)
    refused = run("altered", chat, altered(sheets, 60, seed=4), sheets)
    chat.close()
    assert list(failures(score, plain=True)) == [], list(examples(score, 9))
    assert list(failures(refused, plain=False)) == [], list(examples(refused, 9))


def test_a_department_of_a_city_is_not_answered_from_one_of_its_counties() -> None:
    chat = Chat.open(nation.home(1, 16))
    answers = [chat.ask(text) for text in ("湘潭市财政局2020年行政处罚多少", "Hanzhong police bureau 2020 penalties")]
    chat.close()
    assert [answer.outcome for answer in answers] == ["no_report"] * 2


def test_phrasings_of_a_file_are_asked_and_reported_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "given.txt").write_text("{agency}{year}年{measure}有多少\n", encoding="utf-8")
    options = ["--library", "bundled", "--number", "20", "--altered", "12", "--phrasings", str(tmp_path / "given.txt")]
    assert main(options) == 0
    assert "| bundled, given | 5 | 5 | 0 | 0 | 100.00% |" in capsys.readouterr().out
