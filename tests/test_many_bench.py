"""A small slice of the bench of very many reports: it runs, and its look-ups are right."""

from decimal import Decimal
from pathlib import Path

import many
import many_files
from corpus.parse import parse
from corpus.read import read
from corpus.tables.figures import figures


def test_a_seed_gives_the_same_reports_wherever_it_starts() -> None:
    whole = list(many_files.made(1, 0, 12))
    assert list(many_files.made(1, 6, 3)) == whole[6:9]
    assert [one.year for one in whole[:5]] == [2019, 2020, 2021, 2022, 2019]
    assert len({one.agency for one in whole}) == 3
    assert [bool(one.damage) for one in whole] == [n == 9 for n in range(12)]


def test_what_was_written_is_what_is_read_of_a_sound_report(tmp_path: Path) -> None:
    (one,) = many_files.write(tmp_path, many_files.made(1, 3, 1), 1)
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    report = parse(read(file))
    assert (report.agency, report.year) == (one.agency, one.year)
    found = {(f.table, f.row, f.column): f.value for f in figures(report)}
    assert {place: Decimal(text) for place, text in one.values.items()} == found


def test_a_small_library_is_measured_and_every_look_up_is_right(tmp_path: Path) -> None:
    found = many.measured(tmp_path, 12, 1, colds=1)
    assert found.wrong == []
    assert found.pace > 0
    assert found.private >= 0
    assert set(found.warm) == set(found.cold) == set(many.ASKED)
    assert many.table([found])[0] == "| | 12 |"
