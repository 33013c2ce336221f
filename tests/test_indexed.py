"""What a search index asks of a library."""

from pathlib import Path

from assistant.library import build
from corpus.library import indexed
from corpus.library.store import Library
from homes import report_text


def test_reports_are_indexed_in_the_order_in_which_they_came_and_only_those_that_count(tmp_path: Path) -> None:
    names = ("招远", "莱阳", "栖霞", "海阳")
    files = [tmp_path / f"{name}.txt" for name in names]
    for file, name in zip(files, names, strict=True):
        file.write_text(report_text((("龙口", name),)), encoding="utf-8")
    twin = tmp_path / "twin.md"
    twin.write_text(files[0].read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with Library.memory() as library:
        build.add(library, [*files, twin])
        came = [entry.report for entry in library.entries(active=False)]
        assert len(came) == 5
        held = indexed.reports(library, indexed.in_order(library))
        assert [held[stamp] for stamp in indexed.in_order(library)] == list(names)
        assert set(indexed.in_order(library)) == set(indexed.stamps(library))
