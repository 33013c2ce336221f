"""Passages of some kinds in many reports: counted as if each had been read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import boundary
from assistant.chat import Chat
from corpus.library.said import said
from corpus.library.where import Where
from town import library

LIBRARY = library()
ENTRIES = LIBRARY.entries()
WHERES = st.builds(
    Where,
    years=st.none() | st.sets(st.sampled_from([2018, 2020, 2021])).map(tuple),
    reports=st.none() | st.sets(st.sampled_from([entry.report for entry in ENTRIES])).map(tuple),
)


@given(WHERES, st.sets(st.sampled_from(["problem", "measure", "prose", "none"])), st.integers(0, 5), st.integers(0, 9))
def test_it_is_what_reading_every_passage_says(where: Where, kinds: set[str], first: int, silent: int) -> None:
    entries = LIBRARY.entries(where)
    passages = LIBRARY.passages(reports=[entry.report for entry in entries], kinds=kinds)
    telling = {passage.report for passage in passages}
    others = [(entry.agency, entry.year) for entry in entries if entry.report not in telling]
    found = said(LIBRARY, where, kinds, first=first, silent=silent)
    assert (found.passages, found.reports, found.first) == (len(passages), len(telling), passages[:first])
    assert list(found.silent) == others[:silent]
    assert list(said(LIBRARY, where, kinds, first=first, silent=None).silent) == others


def test_of_very_many_reports_those_that_say_nothing_are_counted_and_the_first_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = Chat(LIBRARY, tmp_path).ask("所有报告存在哪些问题")
    assert len(whole.coverage.skipped) > 1
    monkeypatch.setattr(boundary, "MANY", 2)
    monkeypatch.setattr(boundary, "SHOWN", 1)
    few = Chat(LIBRARY, tmp_path).ask("所有报告存在哪些问题")
    assert few.coverage.skipped == whole.coverage.skipped[:1]
    assert (few.coverage.read, few.coverage.reasons) == (whole.coverage.read, whole.coverage.reasons)
    assert (few.headline, few.passages) == (whole.headline, whole.passages)
