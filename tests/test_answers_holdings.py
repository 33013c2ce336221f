"""What is loaded, what one report holds, and what the words of the form mean."""

import pytest

from assistant.answer import Outcome
from corpus import form
from corpus.library.store import Library
from town import MINZONG, SHOUGUANG, Town, ask


def test_every_report_is_listed_with_its_year() -> None:
    answer = ask("你有哪些报告")
    assert [(row.year) for row in answer.rows if row.agency == SHOUGUANG] == [2020, 2021]
    assert len(answer.rows) == answer.coverage.read == 6
    assert "place_unknown" in {note.code for note in answer.notes}


def test_reports_are_counted_by_year_province_and_edition() -> None:
    assert "2020 年 3 份，2021 年 3 份" in ask("各年份几份").headline
    provinces = ask("这些报告来自哪些省").headline
    assert f"山东省：{SHOUGUANG}" in provinces
    assert f"不明：{MINZONG}" in provinces
    assert {row.year for row in ask("哪些报告用旧表").rows} == {2020}
    assert {row.year for row in ask("哪些报告用新表").rows} == {2021}


def test_the_contents_are_the_six_titles_with_their_lines() -> None:
    answer = ask("给我寿光2020年报告的目录")
    assert [hit.passage.number for hit in answer.passages] == [1, 2, 3, 4, 5, 6]
    lines = [hit.passage.source.line or 0 for hit in answer.passages]
    assert lines == sorted(lines)


def test_an_agency_alone_is_shown_on_a_page() -> None:
    answer = ask("民宗局")
    assert answer.reading.operation == "profile"
    assert {row.value for row in answer.rows if row.label.startswith("行政许可")} == {"6"}


def test_an_empty_library_says_how_to_fill_it() -> None:
    chat = Town(Library.memory())
    answer = chat.ask("寿光2020年行政处罚多少")
    chat.close()
    assert answer.outcome is Outcome.NO_REPORT
    assert "nianbao add" in answer.headline


def test_a_definition_is_marked_as_the_forms_and_not_the_reports() -> None:
    answer = ask("处理决定数量是什么意思")
    assert "not_in_reports" in {note.code for note in answer.notes}
    assert answer.value is None


@pytest.mark.parametrize("item", "一五六八九")
def test_a_paragraph_of_article_20_is_explained(item: str) -> None:
    assert f"第二十条第（{item}）项" in ask(f"第二十条第（{item}）项指什么").headline


def test_the_change_of_the_form_names_every_row_that_went() -> None:
    headline = ask("2021年起表格改了什么").headline
    new = {form.generic_row(row.label) for row in form.rows("2021", form.ACTIVE)}
    assert all(row.label in headline for row in form.rows("2019", form.ACTIVE) if row.label not in new)
