"""What is loaded: counted by the library as if each report had been read."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat import Chat
from corpus.library import census
from corpus.library.where import Where
from corpus.report import Entry
from many_reports import library
from town import library as town

LIBRARIES = {"town": town(), "many": library(1, 50)}
WHERES = st.builds(
    Where,
    years=st.none() | st.sets(st.sampled_from([2018, 2020, 2021])).map(tuple),
    places=st.just(()) | st.just((("江苏省", "山东省"),)),
)
FAULTY = ("cut_off", "unreadable", "inferred")


def some(entries: list[Entry], most: int) -> census.Some:
    return census.Some(len(entries), tuple(entry.report for entry in entries[:most]))


@given(st.sampled_from(sorted(LIBRARIES)), WHERES, st.integers(0, 30), st.sampled_from(("2019", "2021")))
def test_it_is_what_the_reports_say_one_by_one(name: str, where: Where, most: int, edition: str) -> None:
    made = LIBRARIES[name]
    entries = made.entries(where)
    assert census.years(made, where) == Counter(entry.year for entry in entries)
    assert census.passages(made, where) == sum(entry.passages for entry in entries)
    nowhere = [entry.agency or entry.file for entry in entries if not entry.place]
    assert census.placeless(made, where, most) == tuple(nowhere[:most])
    damaged = [entry for entry in entries if any(entry.states.get(state) for state in FAULTY)]
    assert census.damaged(made, where, most) == some(damaged, most)
    printed = [entry for entry in entries if edition in entry.editions]
    assert census.of_edition(made, where, edition, most) == some(printed, most)
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.place[0] if entry.place else "", []).append(entry)
    found = census.provinces(made, where, most + 1)
    assert [(one.name, one.number) for one in found] == [(name, len(mine)) for name, mine in groups.items()]
    for one in found:
        residents = [(entry.agency, entry.file, entry.place_from) for entry in groups[one.name][: most + 1]]
        assert list(one.first) == residents


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("有哪些机关", "已载入 41 个机关的 49 份报告"),
        ("哪些报告用旧表", "份报告用 2019 版表格：丁县第"),
        ("哪些报告残缺", "…"),
        ("来自哪些省", "…（共 "),
    ],
)
def test_a_list_says_how_many_there_are_beyond_those_it_shows(text: str, told: str, tmp_path: Path) -> None:
    answer = Chat(LIBRARIES["many"], tmp_path).ask(text)
    assert answer.coverage.read == 49  # two of the fifty are of one agency and year
    assert told in answer.headline
    assert len(answer.rows) <= 30
    assert text == "来自哪些省" or answer.rows_total or len(answer.rows) < 30
