"""Words: how a text is cut, and how well a passage answers to the words of a question."""

import time
from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st
from tantivy import Occur, Query

from corpus.errors import LibraryDamaged
from index import lexical
from index.filter import Filter, Within
from index.terms import terms, written
from index.words import runs

TEXTS = [
    (7, "本年度收到信息公开申请十二件，均按期答复", "甲县教育局 jiaxian"),
    (11, "通过微信公众号发布信息195篇", "乙市财政局"),
    (2**45, "队伍建设有待加强，培训次数偏少", "乙市财政局"),
    (13, "The hospital published 1,234 notices", ""),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose path is Chinese, as a home may be."""
    folder = tmp_path_factory.mktemp("words") / "检索" / "词"
    lexical.build(folder, TEXTS)
    return folder


def keys(folder: Path, query: str, k: int = 10, allowed: set[int] | None = None) -> list[int]:
    words = lexical.open_words(folder)
    listed = np.array(sorted(allowed or ()), dtype=np.int64)
    count = words.count if allowed is None else len(listed)
    return lexical.proposed(words, query, k, Within(Filter(keys=allowed), (), count, lambda: listed))


def scores(folder: Path, query: str, texts: Iterable[tuple[int, str, str]] = TEXTS) -> dict[int, float]:
    """As an index of the texts scores each of them."""
    by_key = {key: text for key, text, _ in texts}
    lengths = {key: len(terms(text)) for key, text in by_key.items()}
    mean = sum(lengths.values()) / len(lengths)
    return lexical.scores(lexical.open_words(folder), query, by_key, lengths, mean)


def named(folder: Path, query: str, texts: Iterable[tuple[int, str, str]] = TEXTS) -> dict[int, float]:
    lengths = {key: len(set(terms(names))) for key, _, names in texts}
    mean = sum(lengths.values()) / len(lengths)
    return lexical.named(lexical.open_words(folder), query, lengths, mean)


def score(folder: Path, query: str) -> float:
    return max(scores(folder, query).values())


def test_chinese_is_cut_into_characters_and_pairs_and_the_rest_into_words_and_numbers() -> None:
    assert set(terms("公开办 WeChat 3.5")) == {"公", "开", "办", "公开", "开办", "wechat", "3.5"}


def test_full_width_forms_and_thousands_are_one_with_the_plain_ones() -> None:
    assert terms("ＷｅＣｈａｔ　１，２３４") == terms("wechat 1234")


def test_blanks_of_typesetting_part_no_chinese_word() -> None:
    assert runs("结 果\n维 持 2 件") == ["结果维持", "2", "件"]


@given(st.text())
def test_no_text_breaks_the_cutting_and_no_term_holds_a_blank(text: str) -> None:
    assert all(term and not any(map(str.isspace, term)) for term in terms(text))


@given(
    st.lists(
        st.text(st.one_of(st.characters(), st.sampled_from("政府公开㐀\u9fff\uf900\ufaff１，2.３aＢ \n\0\U00020000")))
    )
)
def test_texts_cut_at_once_have_the_terms_that_each_has_by_itself(texts: list[str]) -> None:
    for text, (said, count) in zip(texts, written(texts), strict=True):
        assert sorted(said.split()) == sorted(terms(text))
        assert count == len(terms(text))


@pytest.mark.parametrize(
    ("query", "key"), [("微信", 11), ("培训", 2**45), ("１２３４", 13), ("HOSPITAL", 13), ("申请答复", 7), ("篇", 11)]
)
def test_a_passage_is_found_by_a_word_it_holds(folder: Path, query: str, key: int) -> None:
    assert keys(folder, query)[0] == key


def test_the_words_may_stand_among_characters_of_a_query_language(folder: Path) -> None:
    assert keys(folder, '+(body:"微信" AND -x*) ^~ [1 TO')[0] == 11


def test_words_that_no_passage_has_weaken_a_question(folder: Path) -> None:
    assert 0 < score(folder, "微信 overnight parking fines") < score(folder, "微信") / 2


def test_a_score_is_between_0_and_1_and_a_question_of_the_passages_words_scores_high(folder: Path) -> None:
    for _, text, _ in TEXTS:
        assert 0.6 < score(folder, text) <= 1


def test_only_allowed_passages_are_found_however_many_others_fit_better(tmp_path: Path) -> None:
    lexical.build(tmp_path / "词", [(key, "信息公开" * (1 if key == 90 else 3), "") for key in range(100)])
    assert keys(tmp_path / "词", "信息公开", k=1, allowed={90, 5000}) == [90]


def test_equally_good_passages_score_the_same(tmp_path: Path) -> None:
    texts = [(key, "信息公开", "") for key in (5, 3, 9)]
    lexical.build(tmp_path / "词", texts)
    assert len(set(scores(tmp_path / "词", "公开", texts).values())) == 1


@settings(max_examples=50)
@given(st.lists(st.text("公开信息办a1 ", max_size=30), min_size=1, max_size=8), st.text("公开信息办a1 ", max_size=8))
def test_scores_are_those_of_tantivy_for_texts_so_short_that_it_keeps_their_length(
    texts: list[str], query: str
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lexical.build(Path(folder), [(key, text[:12], "") for key, text in enumerate(texts)])
        found = scores(Path(folder), query, [(key, text[:12], "") for key, text in enumerate(texts)])
        index = tantivy.Index.open(folder)
        asked = list(dict.fromkeys(terms(query)))
        each = [(Occur.Should, Query.term_query(index.schema, "body", term)) for term in asked]
        hits = index.searcher().search(Query.boolean_query(each), 20).hits if each else []
        values = index.searcher().fast_field_values("key", [address for _, address in hits])
        said = {int(key or 0): score for key, (score, _) in zip(values, hits, strict=True)}
    assert found.keys() == said.keys()
    mass = max(found.values(), default=0) / max(said.values(), default=1)
    if max(found.values(), default=0) < 1:
        assert all(found[key] == pytest.approx(mass * said[key], rel=1e-4) for key in found)


def test_what_was_taken_out_counts_for_nothing(tmp_path: Path) -> None:
    lexical.build(tmp_path / "词", [*TEXTS, (99, "微信微信微信公开", "乙市财政局")])
    with lexical.changing(tmp_path / "词", [99, 13]) as put:
        put(14, written(["微信"])[0][0], lexical.distinct("丙市")[0], 14)
    lexical.build(tmp_path / "新", [*TEXTS[:3], (14, "微信", "丙市")])
    left = [*TEXTS[:3], (14, "微信", "丙市")]
    assert keys(tmp_path / "词", "微信") == keys(tmp_path / "新", "微信")
    for query in ("微信公众号发布信息", "微信 hospital"):
        assert scores(tmp_path / "词", query, left) == pytest.approx(scores(tmp_path / "新", query, left))
        assert named(tmp_path / "词", "乙市", left) == pytest.approx(named(tmp_path / "新", "乙市", left))


def test_a_change_that_is_stopped_writes_nothing_more(tmp_path: Path) -> None:
    # The writer's own thread made files in one of three folders that were taken away just after the stop.
    for n in range(20):
        folder = tmp_path / str(n)
        with pytest.raises(KeyboardInterrupt), lexical.changing(folder) as put:
            for key in range(50):
                put(key, "甲乙 丙", "丁", key)
            raise KeyboardInterrupt
        rmtree(folder)
    time.sleep(0.05)
    assert not list(tmp_path.iterdir())


def test_of_a_long_list_of_texts_that_may_be_found_the_same_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexical.build(tmp_path / "词", [(key, "信息公开" * (1 + key % 3), "") for key in range(300)])
    for allowed in (set(range(100, 280)), set(range(3, 9)), set(range(0, 300, 3))):
        monkeypatch.setattr(lexical, "_LISTED", 4_000)
        listed = keys(tmp_path / "词", "信息", 10, allowed)
        monkeypatch.setattr(lexical, "_LISTED", 5)
        found = keys(tmp_path / "词", "信息", 10, allowed)
        assert len(found) == len(listed) and set(found) <= allowed
        by_key = scores(tmp_path / "词", "信息", [(key, "信息公开" * (1 + key % 3), "") for key in range(300)])
        assert sorted(by_key[key] for key in found) == sorted(by_key[key] for key in listed)


@pytest.mark.parametrize(
    ("query", "k", "allowed"), [("", 5, None), ("？！", 5, None), ("微信", 0, None), ("微信", 5, set())]
)
def test_nothing_asked_or_nothing_allowed_finds_nothing(
    folder: Path, query: str, k: int, allowed: set[int] | None
) -> None:
    assert keys(folder, query, k, allowed) == []


def test_the_names_that_a_question_says_choose_the_texts_of_that_name(folder: Path) -> None:
    chosen = named(folder, "乙市的微信发了多少")
    assert set(chosen) == {11, 2**45}
    assert all(0.3 < share <= 1 for share in chosen.values())
    assert list(named(folder, "Jiaxian replies")) == [7]
    assert named(folder, "答复") == {}


def test_a_name_that_all_texts_have_chooses_none(tmp_path: Path) -> None:
    texts = [(key, "信息公开", "某县教育局") for key in range(1, 50)]
    lexical.build(tmp_path, texts)
    assert all(share < 0.1 for share in named(tmp_path, "某县", texts).values())


def test_words_unknown_to_the_index_find_nothing(folder: Path) -> None:
    assert keys(folder, "zebra") == []


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    lexical.build(tmp_path / "词", [])
    assert keys(tmp_path / "词", "微信") == []


def test_a_folder_that_is_no_index_is_said_to_be_damaged(tmp_path: Path) -> None:
    with pytest.raises(LibraryDamaged):
        lexical.open_words(tmp_path)


def test_an_index_in_a_home_that_cannot_be_written_is_read_all_the_same(tmp_path: Path) -> None:
    lexical.build(tmp_path / "词", TEXTS)
    for lock in (tmp_path / "词").glob("*.lock"):
        lock.unlink()
    # A folder in the lock's place cannot be opened for writing, whoever runs this.
    (tmp_path / "词" / ".tantivy-meta.lock").mkdir()
    assert keys(tmp_path / "词", "微信")[0] == 11


def test_whoever_may_read_the_folder_may_read_the_index(tmp_path: Path) -> None:
    (tmp_path / "词").mkdir()
    (tmp_path / "词").chmod(0o755)
    lexical.build(tmp_path / "词", TEXTS)
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in (tmp_path / "词").iterdir())


def test_a_pasted_book_is_no_reason_to_fail(folder: Path) -> None:
    book = "".join(chr(0x4E00 + n) for n in range(5000)) + "x" * 100_000
    assert keys(folder, "微信公众号发布信息" + book)[0] == 11


def test_where_much_would_be_read_the_commonest_words_are_passed_over_but_never_those_that_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexical.build(tmp_path / "词", [(key, "公开" + ("微信" if key == 77 else ""), "") for key in range(200)])
    assert len(keys(tmp_path / "词", "公开微信", 300)) == 200
    monkeypatch.setattr(lexical, "_READ", 10)
    assert keys(tmp_path / "词", "公开微信", 300) == [77]
    assert len(keys(tmp_path / "词", "公开", 300)) == 200
