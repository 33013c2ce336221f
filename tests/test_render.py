"""What a person sees and what a program reads of an answer."""

import csv
import io
import json
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fake_chat
from assistant.answer import Answer, Choice, Coverage, Outcome, Reading, ResultRow, Skipped
from assistant.output import markdown, render
from assistant.output.escape import width
from assistant.output.export import csv_text
from assistant.output.sheets import of_figures
from corpus.report import Figure, Note, Source, State
from town import ask

FIGURE = fake_chat.figure()


def test_the_value_comes_first_and_then_where_it_stands() -> None:
    lines = render.text(fake_chat.answered()).split("\n")
    assert "73 件" in lines[0]
    assert lines[1].startswith("读作 ")
    assert lines[2].startswith("出处 yunxi-2020.txt:9 表二 行政处罚 · 处理决定数量: “行政处罚 61 增加 5 73”")


def test_notes_choices_and_coverage_follow_the_sources() -> None:
    told = render.text(fake_chat.noted())
    assert told.index("出处") < told.index("注 ")
    assert "（推断：总计 = 各项之和）" in told
    assert "  2. 行政处罚 · 处理决定数量" in render.text(fake_chat.clarify())
    assert "略去：白鹤区市场监督管理局 2020(该格缺失或无法读出)" in render.text(fake_chat.table())


def test_an_english_answer_is_framed_in_english_and_quotes_in_chinese() -> None:
    told = render.text(ask("How many penalties did Shouguang report in 2020?"))
    assert "Source shouguang-2020.txt:10" in told
    assert "Read as " in told
    assert not {"出处", "读作", "注"} & set(told.split())


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (Source("a.txt", "/a.txt", 57), "a.txt:57"),
        (Source("a.txt", "/a.txt", 57, 57), "a.txt:57"),
        (Source("a.txt", "/a.txt", 57, 60), "a.txt:57-60"),
        (Source("a.pdf", "/a.pdf", None, page=3), "a.pdf#3"),
        (Source("a.pdf", "/a.pdf", None), "a.pdf"),
    ],
)
def test_a_place_is_a_line_a_run_of_lines_or_a_page(source: Source, place: str) -> None:
    assert render.place(source) == place


@pytest.mark.parametrize("state", [s for s in State if s not in (State.PRINTED, State.INFERRED)])
def test_every_state_without_a_value_has_words_of_its_own(state: State) -> None:
    every = {render.shown(None, "件", s, lang) for s in render.STATES for lang in ("zh", "en")}
    assert render.shown(None, "件", state, "zh") in every
    assert len(every) == 2 * len(render.STATES)
    assert render.shown("0", "件", "printed", "zh") == "0 件"


def test_a_record_holds_every_field_of_the_contract_in_plain_json() -> None:
    record = json.loads(render.json_text(render.answer_record(fake_chat.table())))
    assert record["schema"] == 1
    assert set(record) >= set(
        "schema question outcome language text value unit formula reading figures figures_total passages rows choices "
        "notes coverage elapsed_ms".split()
    )
    assert set(record["figures"][0]) >= set(
        "report agency year edition table row column in_form value unit unit_printed state proof raw row_raw parts "
        "source notes".split()
    )
    assert record["coverage"]["skipped"] == [{"agency": fake_chat.BAIHE, "year": 2020, "reason": "no_cell"}]


def test_a_value_is_written_without_plus_grouping_exponent_or_negative_zero() -> None:
    values = {"1E+3": "1000", "-0": "0", "18.8710": "18.8710", "-18": "-18", "0.000001": "0.000001"}
    for text, written in values.items():
        assert render.figure_record(replace(FIGURE, value=Decimal(text)))["value"] == written


def test_a_lost_cell_is_null_in_json_and_empty_in_csv() -> None:
    lost = replace(FIGURE, value=None, state=State.CUT_OFF, raw=None, row_raw=None)
    assert render.figure_record(lost)["value"] is None
    (row,) = rows_of(figures_csv([lost]))
    assert (row["value"], row["raw"], row["state"]) == ("", "", "cut_off")


def figures_csv(figures: list[Figure]) -> str:
    return csv_text(of_figures(figures))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("raw", ['=HYPERLINK("http://x")', "+cmd|'x'!A1", "@SUM(A1)", "-1+1"])
def test_a_formula_in_a_report_does_not_run_in_a_spreadsheet(raw: str) -> None:
    (row,) = rows_of(figures_csv([replace(FIGURE, raw=raw, row_raw=raw)]))
    assert (row["raw"], row["row_raw"]) == (f"'{raw}", f"'{raw}")


def test_a_negative_number_stays_a_number_in_csv() -> None:
    (row,) = rows_of(figures_csv([replace(FIGURE, value=Decimal(-18), raw="-18")]))
    assert (row["value"], row["raw"]) == ("-18", "-18")


@given(st.text(max_size=40))
def test_csv_gives_back_the_columns_whatever_a_report_prints(raw: str) -> None:
    found = rows_of(figures_csv([replace(FIGURE, row_raw=raw), FIGURE]))
    assert [row["report"] for row in found] == ["yunxi-2020", "yunxi-2020"]


def test_a_table_is_aligned_by_cells_and_not_by_characters() -> None:
    rows = [
        ResultRow("甲", 2020, "2019", "1", "件", "printed"),
        ResultRow("abc局", 2020, "2019", "12", "件", "printed"),
    ]
    lines = render.table_of(rows, "zh").split("\n")
    assert {width(line) for line in lines} == {width(lines[0])}


@given(st.integers(60, 160), st.text(st.characters(categories=["Lo", "Lu", "Nd"]), min_size=1, max_size=90))
def test_a_table_fits_where_it_can_and_its_values_are_never_cut(cells: int, agency: str) -> None:
    row = ResultRow(agency, 2020, "2019", "1234567890", "万元", "printed", label="行政许可 · 处理决定数量")
    (line,) = render.table_of([row], "zh", cells).split("\n")
    assert line.endswith("1234567890 万元")
    assert width(line) <= cells


def test_a_rate_shows_two_places_and_its_operands() -> None:
    row = ResultRow("甲", 2020, "2019", "39.382239", "%", "printed", formula="102/259")
    assert render.table_of([row], "zh").endswith("39.38 % (102/259)")


def test_markdown_shows_markup_of_a_report_as_it_is_printed() -> None:
    told = markdown.conversation([replace(fake_chat.escaped("# [点](x) <b>"), headline="```\n# 不是标题\n- 不是列表")])
    assert told.startswith("## \\# \\[点\\](x) \\<b\\>\n")
    assert "\n**\\`\\`\\`**\n\n\\# 不是标题\n\n\\- 不是列表\n" in told


ANY = st.text(st.characters(codec=None, exclude_categories=[]), max_size=60)


def answers(text: str) -> Answer:
    figure = replace(FIGURE, agency=text, row=text, column=text, raw=text, row_raw=text, proof=text, unit=text)
    figure = replace(figure, state=State.INFERRED, source=Source(text, text, 1))
    row = ResultRow(text, 2020, text, "1", text, "printed", 1, (0,), text, (), text)
    hit = fake_chat.passage(text, 3)
    return Answer(
        text, Outcome.NOTED, "zh", text, Reading("rank", (text,), (2020,), None, text, text, topic=text),
        value="1", unit=text, formula=text, figures=(figure,), passages=(hit,), rows=(row, row),
        choices=(Choice(1, text, text),), notes=(Note("x", text),), coverage=Coverage(2, (Skipped(text, 1, text),)),
        chart=True,
    )  # fmt: skip


def controls(text: str) -> list[Any]:
    return [ch for ch in text if unicodedata.category(ch)[0] == "C" and ch != "\n"]


@given(ANY)
def test_whatever_a_report_holds_the_text_has_no_control_character(text: str) -> None:
    assert controls(render.text(answers(text))) == []


@given(ANY)
def test_whatever_a_report_holds_an_exported_conversation_has_no_control_character(text: str) -> None:
    assert controls(markdown.conversation([answers(text)])) == []


@given(st.text(max_size=60))
def test_whatever_a_report_holds_the_record_is_one_line_that_is_read_back(text: str) -> None:
    line = render.json_text(render.answer_record(answers(text)))
    assert len(line.splitlines()) == 1 or "\n" not in line
    assert json.loads(line)["passages"][0]["text"] == text
