"""Whose prose is found again in whose: the marks of reports, of those that are sorted and of those that are not yet."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.contents import Job, contents
from corpus.library import rivals
from corpus.library.rows import Rows
from corpus.library.store import Identity, Library
from homes import report_text

POOL = (-(1 << 63), -(1 << 60), -9, -1, 0, 1, 1 << 60, (1 << 63) - 1)
"""Also the ends of the parts in which they are sorted."""
LOOSE = 4
COMMON = 64


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """One report; those of the tests differ in their marks."""
    file = tmp_path_factory.mktemp("read") / "report.txt"
    file.write_text(report_text((("龙口", "招远"),)), encoding="utf-8")
    found = contents(Job(file, file.parent))
    assert found is not None
    return found.rows


@pytest.fixture(scope="module", autouse=True)
def few_are_many() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rivals, "_LOOSE", LOOSE)
        yield


def keep(library: Library, read: Rows, n: int, marks: Sequence[int]) -> str:
    """Store a report of an agency of its own with these marks."""
    own = {"path": f"/{n}.txt", "file": f"{n:03}.txt", "digest": f"{n:064}", "agency": f"第{n}局", "year": 2020}
    rows = replace(read, columns={**read.columns, **own}, marks=tuple(sorted(marks)), of_tables=())
    id_, result = library.keep(rows, Identity())
    assert result == "added"
    return id_


def expected(every: dict[str, frozenset[int]], of: str) -> tuple[str, ...]:
    """Counted one by one."""
    rare = {mark for mark in every[of] if sum(mark in marks for marks in every.values()) <= COMMON}
    shared = {id_: len(rare & marks) for id_, marks in every.items() if id_ != of}
    return tuple(sorted((id_ for id_ in shared if shared[id_] >= 4), key=lambda id_: (-shared[id_], id_))[:3])


@settings(max_examples=25)
@given(held=st.lists(st.frozensets(st.sampled_from(POOL), min_size=3), min_size=2, max_size=9), data=st.data())
def test_what_is_sorted_changes_nothing_of_what_is_found(
    read: Rows, held: list[frozenset[int]], data: st.DataObject
) -> None:
    every: dict[str, frozenset[int]] = {}
    with Library.memory() as library:
        for n, marks in enumerate(held):
            every[keep(library, read, n, sorted(marks))] = marks
            if data.draw(st.booleans(), label="sort"):
                library.sort_marks()
            if data.draw(st.integers(0, 4), label="remove") == 0:
                library.remove(gone := data.draw(st.sampled_from(sorted(every))))
                del every[gone]
            assert library.faults() == ()
        assert {id_: library.alike(id_) for id_ in every} == {id_: expected(every, id_) for id_ in every}
        with library.marks_sorted(rivals._MANY):
            assert {id_: library.alike(id_) for id_ in every} == {id_: expected(every, id_) for id_ in every}


@pytest.mark.parametrize("sorted_", [0, 30, COMMON, COMMON + 1])
def test_a_mark_that_very_many_have_is_nobody_s_own_sorted_or_not(read: Rows, sorted_: int) -> None:
    with Library.memory() as library:
        ids = []
        for n in range(COMMON + 1):
            ids.append(keep(library, read, n, POOL[:4] if n else POOL))
            if n + 1 == sorted_:
                library.sort_marks()
        assert library.alike(ids[0]) == ()
        library.remove(ids.pop())
        assert library.alike(ids[0]) == tuple(ids[1:4])


def test_few_are_left_as_they_are_and_many_are_sorted_in_parts_that_each_count(read: Rows) -> None:
    def counted(library: Library) -> tuple[int, int]:
        ((sorted_,),) = library.select("select count(*) from sorted_mark")
        ((loose,),) = library.select("select count(*) from unsorted")
        return sorted_, loose

    with Library.memory() as library:
        ids = [keep(library, read, n, POOL) for n in range(LOOSE - 1)]
        library.sort_marks()
        assert counted(library) == (0, LOOSE - 1)
        ids.append(keep(library, read, LOOSE, POOL))
        before = library.alike(ids[0])
        for sql, values in rivals.loose_marks(library._connection):
            library.select(sql, values)
            assert library.alike(ids[0]) == before == tuple(ids[1:4])
            assert library.faults() == ()
        assert counted(library) == (LOOSE * len(POOL), 0)
        keep(library, read, LOOSE + 1, POOL)
        library.sort_marks()
        assert counted(library) == (LOOSE * len(POOL), 1)


@pytest.mark.parametrize(
    "fault",
    [
        "delete from sorted_mark where report = 1 and hash = 0",
        "insert into sorted_mark values (0, 999)",
        "insert into sorted_mark values (12345, 1)",
        "delete from unsorted",
    ],
)
def test_marks_that_are_lost_or_nobody_s_are_a_fault(read: Rows, fault: str) -> None:
    with Library.memory() as library:
        for n in range(LOOSE):
            keep(library, read, n, POOL)
        library.sort_marks()
        keep(library, read, LOOSE, POOL)
        assert library.faults() == ()
        library.select(fault)
        assert library.faults() == ("sorted marks of the library",)
