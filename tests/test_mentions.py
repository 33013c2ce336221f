"""Who mentions something: what reading every passage of every report says, of few reports and of many."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.answers.prose import mentions
from assistant.chat import Chat
from corpus.library import said
from corpus.library.said import named, texts
from corpus.library.store import Identity, Library
from corpus.library.where import Where
from corpus.report import Document, Hit, Line, Passage, Report, Source

PIECES = (
    "微信",
    "公众号",
    "政务公开",
    "业务",
    "培训",
    "5G基站",
    "WeChat",
    "wechat",
    "12345",
    "热线",
    " ",
    "\n",
    "。",
    "；",
    "İ",
    '"',
    "的",
)
PARTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join)
KINDS = ("prose", "problem", "measure")
PASSAGES = st.lists(st.tuples(PARTS, st.lists(PARTS, max_size=2), st.sampled_from(KINDS)), max_size=4)


def holding(reports: Sequence[Sequence[tuple[str, Sequence[str], str]]]) -> Library:
    """A library of reports with these passages: (text, headings, kind)."""
    made = Library.memory()
    with made.together():
        for n, passages in enumerate(reports):
            agency = f"甲县第{n:02}局"
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            source = Source(document.file, document.path, 1, 1)
            found = [
                Passage("", agency, 2020, "一、总体情况", 1, tuple(over), kind, None, text, source)
                for text, over, kind in passages
            ]
            made.add(Report(document, agency, agency, 2020, (), ()), (), (), found, Identity(("浙江省",), "report"))
    return made


def read_all(made: Library, words: Sequence[str], kinds: Sequence[str] | None) -> tuple[set[str], list[Hit]]:
    """(the reports that mention the words, what is quoted of them) where every passage is read."""
    passages = made.passages(reports=[entry.report for entry in made.entries()], kinds=kinds)
    hits = [hit for passage in passages if (hit := mentions.mention(passage, words))]
    inside = {hit.passage.key for hit in hits}
    hits += mentions.over([passage for passage in passages if passage.key not in inside], words, made)
    return {hit.passage.report for hit in hits}, mentions._few_each(hits)


@given(
    st.lists(PASSAGES, min_size=1, max_size=5),
    st.lists(
        st.sampled_from(("微信", "5g基站", "政务公开培训", "12345", "wechat", "培训", "i")), min_size=1, max_size=2
    ),
    st.none() | st.just(("problem", "measure")),
)
@example([[("5G 基站", [], "prose")]], ["5g基站"], None)
@example([[("用İ", [], "prose")]], ["i"], None)
@example([[("培训", ["政务公开业务培训"], "prose")], [("政务公开。培训", [], "prose")]], ["政务公开培训"], None)
@example([[("关注微信公众号", [], "prose")]], ["wechat"], None)
def test_the_same_reports_mention_it_as_where_every_passage_is_read(
    reports: list[list[tuple[str, list[str], str]]], words: list[str], kinds: tuple[str, ...] | None
) -> None:
    made = holding(reports)
    whose, quoted = read_all(made, words, kinds)
    every = named(made, Where())
    in_text, in_heading = mentions._mentioning(made, {one.key for one in every}, kinds, words)
    assert {one.report for one in every if one.key in in_text | in_heading} == whose
    first = [one.report for one in every if one.key in in_text][:12]
    first += [one.report for one in every if one.key not in in_text and one.key in in_heading][:12]
    assert mentions._few_each(mentions._hits(made, first, kinds, words)) == quoted


MANY = holding(
    [[(f"举办政务公开业务培训{n}次。", [], "prose")] * (n % 3) + [("微信", ["培训"], "measure")] for n in range(40)]
)


@pytest.mark.parametrize("part", [0, 1, 1000])
def test_passages_are_found_by_their_reports_or_one_after_the_other(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "_PART", part)
    some = named(MANY, Where())[3:9]
    found = sorted(texts(MANY, {one.key for one in some}, kinds=("prose",), holding=("培训",)))
    read = MANY.passages(reports=[one.report for one in some], kinds=("prose",))
    keys = {one.report: one.key for one in some}
    assert found == sorted((keys[passage.report], passage.text, passage.heading) for passage in read)


def test_of_many_reports_the_first_are_named_and_few_passages_quoted(tmp_path: Path) -> None:
    answer = Chat(MANY, tmp_path).ask("哪些报告提到政务公开培训")
    assert answer.headline.startswith("26 份报告提到“政务公开培训”：甲县第01局 2020 年、甲县第02局 2020 年、甲县第04局")
    assert "…；14 份没有：甲县第00局 2020 年、甲县第03局" in answer.headline
    assert (len(answer.passages), len(answer.reading.agencies), answer.coverage.read) == (12, 26, 40)
    lacking = Chat(MANY, tmp_path).ask("哪些报告没有提到政务公开培训")
    assert (lacking.passages, len(lacking.reading.agencies)) == ((), 14)
