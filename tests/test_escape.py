"""Text of a report is data: nothing printed of it moves a cursor, runs as a formula or breaks a column."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.output.escape import cell, clip, pad, visible, width

ANY = st.text(st.characters(codec=None, exclude_categories=[]), max_size=120)
HARMFUL = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红", "␛[31m红"),
        ("\x07", "␇"),
        ("a\tb", "a b"),
        ("左\u202e右", "左<U+202E>右"),
        ("零\u200b宽", "零<U+200B>宽"),
        ("\x9b2J", "<U+009B>2J"),
        ("\ufeff首", "<U+FEFF>首"),
        ("\r覆盖", "␍覆盖"),
        ("两　格\n下一行", "两　格\n下一行"),
        ("[bold]照样[/bold]", "[bold]照样[/bold]"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_its_code(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(ANY)
def test_nothing_that_controls_a_terminal_is_left(text: str) -> None:
    assert not [ch for ch in visible(text) if unicodedata.category(ch) in HARMFUL and ch != "\n"]


@given(ANY)
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "-", "+-1", "=HYPERLINK(1)"]
)
def test_a_formula_of_a_report_is_quoted(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-18", "+19", "-0.5", "18.8710", "减少 5", "a=b", "", "增 1 减 3"])
def test_a_number_and_plain_words_are_not_quoted(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["-inf", "+nan", "-infinity", "+1_000", "-１"])
def test_what_only_a_program_calls_a_number_is_quoted(text: str) -> None:
    assert cell(text) == f"'{text}"


@given(st.sampled_from("=+-@\t"), ANY)
def test_a_cell_never_begins_like_a_formula_unless_it_is_a_number(first: str, rest: str) -> None:
    made = cell(first + rest)
    assert made[0] == "'" or made[1:].replace(".", "", 1).isdigit()


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("行政", 4), ("ａ", 2), ("e\u0301", 1), ("（一）", 6), ("", 0)]
)
def test_a_chinese_character_is_two_cells_wide(text: str, cells: int) -> None:
    assert width(text) == cells


@given(st.text(max_size=40), st.integers(1, 60))
def test_a_clipped_text_fits_and_a_short_one_is_whole(text: str, cells: int) -> None:
    assert width(clip(text, cells)) <= cells
    assert width(text) > cells or clip(text, cells) == text


@given(st.text(max_size=40), st.integers(0, 60), st.booleans())
def test_a_padded_text_is_as_wide_as_asked(text: str, cells: int, right: bool) -> None:
    assert width(pad(text, cells, right=right)) == max(cells, width(text))
