"""The synthetic library: what is written is what is read, and the same seed writes the same."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import nation
from assistant.library import build
from corpus.report import State

READ_AS = {"": State.BLANK, "/": State.DASH}


def test_every_cell_is_read_as_it_was_written(tmp_path: Path) -> None:
    reports = nation.nation(seed=3, count=16)
    nation.write(tmp_path, reports)
    library, added = build.read_aside([tmp_path])
    assert {one.result for one in added} == {"added"}
    entries = {entry.report: entry for entry in library.entries()}
    read = {(f.report, f.table, f.row, f.column): f for f in library.figures()}
    library.close()
    for one in reports:
        entry = entries[one.stem]
        assert (entry.agency, entry.place, entry.year) == (one.agency, one.place, one.year)
        for place, text in one.values.items():
            figure = read.pop((one.stem, *place))
            value = None if text in READ_AS else Decimal(text)
            assert (figure.value, figure.state) == (value, READ_AS.get(text, State.PRINTED)), (one.stem, place)
    assert read == {}


def test_a_seed_gives_the_same_library_and_another_seed_another() -> None:
    assert nation.nation(5, 16) == nation.nation(5, 16)
    assert nation.nation(5, 16) != nation.nation(6, 16)


def test_a_whole_library_has_every_case_that_questions_may_meet() -> None:
    reports = nation.nation()
    assert len({one.agency for one in reports}) == len(nation.offices(1)) == 200
    assert len({one.stem for one in reports}) == len(reports) < 4 * 200
    editions = Counter((one.year, one.editions) for one in reports)
    assert editions[2021, ("2019", "2019")] and editions[2021, ("2019", "2021")] and editions[2022, ("2021", "2021")]
    assert all(one.editions == ("2019", "2019") for one in reports if one.year < 2021)
    assert {text for one in reports for text in one.values.values()} >= {"", "/", "0"}
    assert len({one.place[0] for one in reports}) == len(nation.PROVINCES)
