"""Concepts with their phrases in two languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.thesaurus import alike, chinese, concepts, strictly, translated


def test_a_concept_has_several_phrases_none_twice_none_empty() -> None:
    for phrases in concepts():
        assert len(phrases) > 1
        assert len(set(phrases)) == len(phrases)
        assert all(phrase and phrase == phrase.strip().lower() for phrase in phrases)


def test_a_concept_begins_with_chinese() -> None:
    assert [phrases[0] for phrases in concepts() if phrases[0].isascii()] == []


@pytest.mark.parametrize(
    ("english", "phrase"),
    [
        ("administrative penalties", "行政处罚"),
        ("Permits", "行政许可"),
        ("which problems and shortcomings", "存在的主要问题"),
        ("state of the lawsuits", "行政诉讼"),
    ],
)
def test_english_leads_to_the_words_of_the_reports(english: str, phrase: str) -> None:
    assert phrase in chinese(english)


def test_a_part_of_a_word_names_no_concept() -> None:
    assert chinese("permitsomething") == chinese("xyz") == ()


def test_chinese_leads_to_other_words_for_the_same_and_not_to_itself() -> None:
    found = alike("存在哪些短板")
    assert "薄弱环节" in found
    assert "短板" not in found


@given(st.text(max_size=60))
def test_any_text_has_chinese_phrases_or_none(text: str) -> None:
    assert not any(phrase.isascii() for phrase in (*chinese(text), *alike(text)))


@pytest.mark.parametrize(
    ("word", "said"),
    [("replies", "答复"), ("documents", "文件"), ("training", "培训"), ("publishing", "发布"), ("led", "领导")],
)
def test_an_english_word_in_any_form_is_said_in_chinese(word: str, said: str) -> None:
    assert said in translated(word)


def test_what_the_glossary_lacks_is_not_translated() -> None:
    assert translated("blockchain") == translated("s") == translated("") == ()


def test_chinese_may_touch_an_english_phrase() -> None:
    assert "政府开放日" in chinese("open day参加人数")


def test_a_figure_is_looked_for_by_the_things_themselves_and_not_by_what_is_related() -> None:
    members, deputies = strictly("cppcc proposals")[0], strictly("npc suggestions")[0]
    assert "政协提案" in members
    assert not set(members) & set(deputies)
    assert strictly("hotline") == strictly("hotlines")
    assert ("blockchain",) in strictly("blockchain hotline")
    assert strictly("of the") == ()
