"""Search: what is found, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LibraryDamaged
from corpus.report import Passage
from index import lexical, search
from index.asked import asked, in_its_section, with_its_number
from index.build import build
from index.encoder import Progress
from index.folder import Fingerprint, is_current
from index.opened import open_index
from index.texts import in_words

if TYPE_CHECKING:
    from index.encoder import Matrix

from searched import DEFAULT, PASSAGES, TEXTS, Listening, keys, passage


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "检索"
    build(folder, list(PASSAGES.values()), DEFAULT, "1")
    return folder


@pytest.mark.parametrize(
    ("question", "key"),
    [("微信发了多少篇", 5), ("培训不够", 3), ("有没有收费", 8), ("律师讲座", 13), ("hospital fees", 21)],
)
def test_the_passage_that_speaks_of_it_comes_first(folder: Path, question: str, key: int) -> None:
    assert keys(folder, question)[0] == key


def test_a_hit_shows_the_sentence_that_fits_best(folder: Path) -> None:
    hits = search.search(open_index(folder), "没有收费吗", PASSAGES, DEFAULT, None, 1)
    assert hits[0].best == "全部按期答复，没有收费。"
    assert hits[0].passage is PASSAGES[8]


def test_only_allowed_passages_are_found(folder: Path) -> None:
    assert keys(folder, "业务培训", {13, 21, 999})[0] == 13
    assert set(keys(folder, "业务培训", {13, 21})) <= {13, 21}


@pytest.mark.parametrize(("question", "allowed", "limit"), [("培训", [], 5), (" \n", None, 5), ("培训", None, 0)])
def test_nothing_asked_or_nothing_allowed_finds_nothing(
    folder: Path, question: str, allowed: list[int] | None, limit: int
) -> None:
    assert keys(folder, question, allowed, limit) == []


def test_a_question_without_any_letter_or_number_finds_nothing(folder: Path) -> None:
    assert keys(folder, "？？！") == []


def test_no_more_are_found_than_asked_for_and_the_first_stay_the_first(folder: Path) -> None:
    assert keys(folder, "业务培训", limit=2) == keys(folder, "业务培训")[:2]


@given(st.text("培训微信公开申请收费hospital 12。", max_size=20))
def test_scores_fall_from_1_to_0_and_equals_come_by_key(folder: Path, question: str) -> None:
    hits = search.search(open_index(folder), question, PASSAGES, DEFAULT, None, 10)
    assert all(0 < hit.score <= 1 for hit in hits)
    assert [(hit.score, -hit.passage.key) for hit in hits] == sorted(
        ((hit.score, -hit.passage.key) for hit in hits), reverse=True
    )


def test_a_question_in_the_passages_own_words_scores_near_1_and_a_foreign_one_near_0(folder: Path) -> None:
    def best(question: str) -> float:
        hits = search.search(open_index(folder), question, PASSAGES, DEFAULT, None, 1)
        return hits[0].score if hits else 0.0

    assert best("一、总体情况 " + TEXTS[5]) > 0.8
    assert best("鲸鱼迁徙 quantum chromodynamics") < 0.1


def test_same_words_score_the_same_and_the_smaller_key_is_first(tmp_path: Path) -> None:
    twins = {key: passage(key, "公开信息。") for key in (9, 4, 6)}
    build(tmp_path, list(twins.values()), DEFAULT, "1")
    hits = search.search(open_index(tmp_path), "公开信息", twins, DEFAULT, None, 5)
    assert [hit.passage.key for hit in hits] == [4, 6, 9]
    assert len({hit.score for hit in hits}) == 1


def test_a_passage_is_found_by_the_headings_over_it(tmp_path: Path) -> None:
    under = {
        1: passage(1, "一是加强领导。", "五、存在的主要问题及改进情况", ("改进措施",)),
        2: passage(2, "一是加强领导。", "一、总体情况", ("机构设置",)),
    }
    build(tmp_path, list(under.values()), DEFAULT, "1")
    hits = search.search(open_index(tmp_path), "问题的改进措施", under, DEFAULT, None, 2)
    assert hits[0].passage.key == 1
    assert hits[0].best == "一是加强领导。"


def test_every_allowed_passage_is_weighed_alike_however_many_there_are(tmp_path: Path) -> None:
    many = {key: passage(key, f"第{key}项工作按期完成。") for key in range(1, 400)}
    many[250] = passage(250, "举办培训班。另有其他工作。")
    build(tmp_path, list(many.values()), DEFAULT, "1")
    index = open_index(tmp_path)
    alone = search.search(index, "培训班", many, DEFAULT, [250], 1)
    assert search.search(index, "培训班", many, DEFAULT, None, 1) == alone


def test_only_what_may_be_shown_is_fetched_and_a_passage_that_is_gone_is_left_out(folder: Path) -> None:
    asked: list[int] = []

    def fetch(wanted: Collection[int]) -> Mapping[int, Passage]:
        asked.extend(wanted)
        return {key: PASSAGES[key] for key in wanted if key != 3}

    hits = search.search(open_index(folder), "业务培训", fetch, DEFAULT, [3, 13], 5)
    assert sorted(asked) == [3, 13]
    assert [hit.passage.key for hit in hits] == [13]


def test_a_passage_without_a_sentence_is_found_by_its_words_and_headings(tmp_path: Path) -> None:
    bare = {1: passage(1, "", heading=("培训情况",)), 2: passage(2, "其他。")}
    build(tmp_path, list(bare.values()), DEFAULT, "1")
    hit = search.search(open_index(tmp_path), "培训", bare, DEFAULT, None, 1)[0]
    assert (hit.passage.key, hit.best) == (1, "")


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    build(tmp_path, [], DEFAULT, "0")
    assert is_current(tmp_path, Fingerprint(DEFAULT.name, "0"))
    assert search.search(open_index(tmp_path), "培训", {}, DEFAULT, None, 5) == ()


def test_an_index_is_current_for_what_it_was_built_from_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    assert is_current(folder, Fingerprint(DEFAULT.name, "1"))
    assert not is_current(folder, Fingerprint(DEFAULT.name, "2"))
    assert not is_current(folder, Fingerprint("another", "1"))
    assert not is_current(folder, Fingerprint(DEFAULT.name, "1", format=0))
    assert not is_current(tmp_path / "none", Fingerprint(DEFAULT.name, "1"))


def test_another_encoder_than_the_one_that_built_it_is_refused(folder: Path) -> None:
    with pytest.raises(LibraryDamaged):
        search.search(open_index(folder), "培训", PASSAGES, Listening(), None, 5)


def test_the_shares_of_a_score_make_up_one() -> None:
    assert sum((search.PASSAGE_SHARE, search.SENTENCE_SHARE, search.WORDS_SHARE)) == pytest.approx(1)


def test_words_that_the_vectors_miss_still_bring_a_passage_forward(tmp_path: Path) -> None:
    class Blind(Listening):
        def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
            return np.zeros((len(texts), self.dimension), np.float32)

    build(tmp_path, list(PASSAGES.values()), Blind(), "1")
    hits = search.search(open_index(tmp_path), "专题节目", PASSAGES, Blind(), None, 1)
    index, texts = open_index(tmp_path), {5: in_words(PASSAGES[5])}
    said = lexical.scores(index.words, "专题节目", texts, index.lengths([5])[0], index.means[0])
    by_words = search.WORDS_SHARE * said[5]
    assert hits[0].passage.key == 5
    # Every word of the question stands there, which is the rest of the score.
    expected = (by_words + search.COVERED_SHARE) / (1 + search.COVERED_SHARE)
    assert hits[0].score == pytest.approx(expected)


def test_other_phrases_for_the_same_thing_make_up_for_words_that_are_not_there(tmp_path: Path) -> None:
    class Blind(Listening):
        def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
            return np.zeros((len(texts), self.dimension), np.float32)

    build(tmp_path, list(PASSAGES.values()), Blind(), "1")
    for question in ("上课", "training course"):
        hits = search.search(open_index(tmp_path), question, PASSAGES, Blind(), None, 2)
        assert {hit.passage.key for hit in hits} == {3, 13}


def test_a_passage_is_found_by_its_agency_and_year_where_nobody_took_them_out(tmp_path: Path) -> None:
    of_two = {
        key: replace(PASSAGES[5], agency=agency, year=year, key=key)
        for key, (agency, year) in enumerate((("甲县教育局", 2020), ("乙市财政局", 2021)), 1)
    }
    build(tmp_path, list(of_two.values()), DEFAULT, "1")
    for question, key in (("甲县教育局微信发了多少篇", 1), ("2021 财政局 微信", 2)):
        hits = search.search(open_index(tmp_path), question, of_two, DEFAULT, None, 2)
        assert hits[0].passage.key == key


def test_a_passage_is_found_by_another_name_of_its_agency(tmp_path: Path) -> None:
    of_two = {key: replace(PASSAGES[13], report=f"r{key}", agency=a, key=key) for key, a in ((1, "甲县"), (2, "乙县"))}
    build(tmp_path, list(of_two.values()), DEFAULT, "1", called={"r1": ["jiaxian"], "r2": ["yixian"]})
    for question, key in (("Jiaxian training plans", 1), ("training plans of Yixian", 2)):
        hits = search.search(open_index(tmp_path), question, of_two, DEFAULT, None, 2)
        assert [hit.passage.key for hit in hits] == [key, 3 - key]
        assert hits[0].score > hits[1].score


def test_where_faults_are_asked_the_section_of_faults_comes_first(tmp_path: Path) -> None:
    text = "部分栏目信息更新。"
    two = {1: passage(1, text, "一、主要工作内容与各项情况"), 2: passage(2, text, "五、存在的主要问题及改进")}
    build(tmp_path, list(two.values()), DEFAULT, "1")
    hits = search.search(open_index(tmp_path), "栏目哪里更新得慢", two, DEFAULT, None, 2)
    assert [hit.passage.key for hit in hits] == [2, 1]


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("发了多少条", "发布信息64条。", True),
        ("发了几篇", "发布信息64条。", False),
        ("how many notices", "发布信息 60余条。", True),
        ("发布信息", "发布信息64条。", False),
        ("培训次数", "举办培训。", False),
    ],
)
def test_a_number_is_asked_for_and_printed_with_its_counter(question: str, text: str, holds: bool) -> None:
    assert with_its_number(asked(question), passage(1, text)) is holds


@pytest.mark.parametrize(
    ("question", "faults"), [("哪里做得太慢", True), ("What will they improve?", True), ("微信发了多少篇", False)]
)
def test_faults_and_plans_are_the_matter_of_section_five(question: str, faults: bool) -> None:
    wanted = asked(question)
    assert in_its_section(wanted, passage(1, "一是…", "五、存在的主要问题及改进情况")) is faults
    assert not in_its_section(wanted, passage(1, "一是…"))


def test_of_passages_alike_in_sum_the_one_with_every_word_of_the_question_comes_first(tmp_path: Path) -> None:
    two = {
        1: passage(1, "信息公开工作稳步推进，信息公开内容丰富，信息公开平台完善。"),
        2: passage(2, "信息公开工作由专人填写审批表后推进，内容丰富。"),
    }
    build(tmp_path, list(two.values()), DEFAULT, "1")
    assert keys_of(tmp_path, "信息公开要填什么表", two) == [2, 1]


def keys_of(folder: Path, question: str, passages: Mapping[int, Passage]) -> list[int]:
    hits = search.search(open_index(folder), question, passages, DEFAULT, None, 10)
    return [hit.passage.key for hit in hits]
