"""What the library keeps, and that nothing of it is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import LibraryDamaged, LibraryError, LibraryNewer, LibraryOld, Usage
from corpus.library import database, indexed
from corpus.library.store import Identity, Library, Told
from corpus.report import (
    Count,
    Document,
    Figure,
    Imprint,
    Line,
    Passage,
    Problem,
    Report,
    Section,
    Source,
    Standing,
    State,
)

TEXT = "标题\n\n行政处罚 7"
PLACE = ("甲省", "甲市", "甲县")
HERE = Identity(PLACE, "report", "county", (("甲县某局", "report"), ("甲县", "place")))


def report(file: str = "jia-2020.txt", text: str = TEXT, agency: str = "甲县某局", year: int | None = 2020) -> Report:
    lines = tuple(Line(n, line) for n, line in enumerate(text.split("\n"), 1))
    digest = sha256(text.encode()).hexdigest()
    document = Document(file, f"/reports/{file}", digest, "utf-8", lines, (Problem("damage", "一处", 2),))
    sections = (Section(2, "二、主动公开", 2, 3, printed=False),)
    problem = Problem("heading", "没有标题", 3, "active_disclosure", "行政处罚", "处理决定数量")
    return Report(document, "标题", agency, year, sections, (), (problem,))


FIGURE = Figure(
    report="",
    agency="甲县某局",
    year=2020,
    edition="2019",
    table="active_disclosure",
    row="行政处罚",
    column="处理决定数量",
    value=Decimal("7.10"),
    unit="件",
    state=State.INFERRED,
    source=Source("jia-2020.txt", "/reports/jia-2020.txt", 3, 4, 1),
    raw="7.10",
    row_raw="行政处罚 7.10",
    unit_printed=True,
    proof="row_total",
    parts=(Decimal(1), Decimal("-3")),
    notes=("value_lost",),
)
COUNT = Count(
    "", "甲县某局", 2020, Decimal("60"), "条", "信息", "60余条", True, "公开信息60余条。", 1, Source("f", "/f", 5, 6)
)
PASSAGE = Passage(
    "", "甲县某局", 2020, "五、问题", 5, ("（一）问题",), "problem", 1, "一是人少。", Source("f", "/f", 7, 8)
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "library.db") as made:
        yield made


def test_every_field_of_a_cell_comes_back_as_it_was_stored(library: Library) -> None:
    cut = replace(FIGURE, column="本年增/减", value=None, state=State.CUT_OFF, raw=None, proof=None, parts=(), notes=())
    library.add(report(), [FIGURE, cut], [], [])
    assert library.figures() == tuple(replace(figure, report="jia-2020") for figure in (FIGURE, cut))


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(State), st.text() | st.none())
def test_no_value_state_or_text_is_changed_by_being_stored(value: Decimal, state: State, raw: str | None) -> None:
    if raw is not None and not raw.isprintable():
        raw = raw.encode("utf-8", "replace").decode()
    with Library.memory() as library:
        library.add(report(), [replace(FIGURE, value=value, state=state, raw=raw, row_raw=raw)], [], [])
        (stored,) = library.figures()
    assert (str(stored.value), stored.state, stored.raw, stored.row_raw) == (str(value), state, raw, raw)


def test_counts_and_passages_come_back_with_the_file_of_their_report(library: Library) -> None:
    library.add(report(), [], [COUNT], [PASSAGE])
    source = Source("jia-2020.txt", "/reports/jia-2020.txt", 5, 6)
    assert library.counts() == (replace(COUNT, report="jia-2020", source=source),)
    (passage,) = library.passages()
    source = replace(source, line=7, line_end=8)
    assert passage == replace(PASSAGE, report="jia-2020", source=source, key=passage.key)
    assert passage.key > 0


def test_a_report_is_listed_with_its_sections_problems_and_states(library: Library) -> None:
    blank = replace(FIGURE, column="本年增/减", value=None, state=State.BLANK)
    library.add(report(), [FIGURE, blank], [], [PASSAGE], HERE)
    (entry,) = library.entries()
    assert entry.sections == report().sections
    assert entry.problems == (*report().document.problems, *report().problems)
    assert entry.states == {"inferred": 1, "blank": 1}
    assert (entry.editions, entry.passages, entry.place, entry.level) == (("2019",), 1, PLACE, "county")
    assert library.names() == (("甲县某局", "report", "jia-2020"), ("甲县", "place", "jia-2020"))


def test_the_text_is_kept_line_by_line(library: Library) -> None:
    library.add(report(), [], [], [])
    assert library.lines("jia-2020") == ("标题", "", "行政处罚 7")
    with pytest.raises(Usage):
        library.lines("nobody")


def test_cells_are_chosen_by_report_table_row_and_column(library: Library) -> None:
    other = replace(FIGURE, row="行政强制", column="上一年项目数量")
    library.add(report(), [FIGURE, other], [], [])
    library.add(report("yi-2020.txt", "另一份", "乙县某局"), [FIGURE], [], [])
    assert {f.report for f in library.figures(reports=["yi-2020"])} == {"yi-2020"}
    assert [f.row for f in library.figures(rows=["行政强制"])] == ["行政强制"]
    assert [f.row for f in library.figures(columns=["上一年项目数量"])] == ["行政强制"]
    assert library.figures(table="requests") == ()
    assert library.figures(reports=[]) == ()


def test_rows_that_are_not_of_the_form_come_last(library: Library) -> None:
    foreign = replace(FIGURE, row="自设一行", in_form=False)
    library.add(report(), [foreign, FIGURE], [], [])
    assert [figure.in_form for figure in library.figures()] == [True, False]


def test_passages_are_chosen_by_section_kind_and_key(library: Library) -> None:
    library.add(report(), [], [], [PASSAGE, replace(PASSAGE, number=1, kind="prose")])
    first, second = library.passages()
    assert library.passages(number=1) == (second,)
    assert library.passages(kinds=["problem"]) == (first,)
    assert library.passages(keys=[second.key]) == (second,)
    assert first in library.passages(holding=first.text[0] + first.text[-1])
    assert library.passages(holding=first.text + "\uffff") == ()


def test_bytes_decide_what_changed_and_the_path_which_report_it_is(library: Library) -> None:
    assert library.add(report(), [FIGURE], [], []) == ("jia-2020", "added")
    assert library.add(report(), [], [], []) == ("jia-2020", "unchanged")
    assert len(library.figures()) == 1
    assert library.add(report("copy.txt"), [], [], []) == ("jia-2020", "duplicate")
    assert library.add(report(text="别的"), [], [], []) == ("jia-2020", "replaced")
    assert library.figures() == ()
    assert library.lines("jia-2020") == ("别的",)


def test_files_of_one_name_get_ids_of_their_own(library: Library) -> None:
    ids = [library.add(report(f"{folder}/r.txt", folder, f"{folder}局"), [], [], [])[0] for folder in "abc"]
    assert ids == ["r", "r-2", "r-3"]


def test_a_report_that_is_removed_leaves_nothing(library: Library) -> None:
    library.add(report(), [FIGURE], [COUNT], [PASSAGE], HERE)
    library.remove("jia-2020")
    assert (library.entries(), library.figures(reports=["jia-2020"]), library.names()) == ((), (), ())
    assert (library.counts(reports=["jia-2020"]), library.passages(reports=["jia-2020"])) == ((), ())
    with pytest.raises(Usage):
        library.remove("jia-2020")


def test_what_a_person_sets_shows_in_every_figure_and_survives_reading_the_file_again(library: Library) -> None:
    library.add(report(), [FIGURE], [COUNT], [PASSAGE])
    library.set("jia-2020", agency="乙县某局", place=("乙省", "乙县"), year=2019)
    library.add(report(text="改过的文件"), [FIGURE], [COUNT], [PASSAGE])
    for read in (library.figures, library.counts, library.passages):
        assert [(shape.agency, shape.year) for shape in read()] == [("乙县某局", 2019)]
    (entry,) = library.entries()
    assert (entry.place, entry.place_from) == (("乙省", "乙县"), "person")
    assert entry.set_by_person == ("agency", "place", "year")


def test_what_a_person_sets_is_known_by_the_bytes_where_the_file_has_moved(library: Library) -> None:
    library.add(report(), [], [], [])
    library.set("jia-2020", year=2019)
    library.remove("jia-2020")
    library.add(report("moved/jia.txt"), [], [], [])
    assert library.entries()[0].year == 2019


def test_setting_one_thing_leaves_the_others(library: Library) -> None:
    library.add(report(), [], [], [], HERE)
    library.set("jia-2020", year=2019)
    library.set("jia-2020", agency="新名")
    (entry,) = library.entries()
    assert (entry.agency, entry.year, entry.place, entry.place_from) == ("新名", 2019, PLACE, "report")
    assert library.told("/reports/jia-2020.txt", "") == Told("新名", None, 2019)


def corrected(file: str, text: str, *, day: int = 1, revised: bool = False) -> Report:
    return replace(report(file, text), imprint=Imprint(dated=date(2021, 2, day), revised=revised))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_versions_of_a_report_the_later_counts_whichever_came_first(
    library: Library, order: tuple[int, int]
) -> None:
    files = (corrected("first.txt", "一", day=1), corrected("second.txt", "二", day=2))
    for n in order:
        library.add(files[n], [FIGURE], [], [], HERE)
    assert [entry.report for entry in library.entries()] == ["second"]
    assert [(entry.report, entry.active, entry.standing) for entry in library.entries(active=False)] == [
        ("first", False, Standing("replaced_by", "second", "dated")),
        ("second", True, Standing()),
    ]
    assert len(library.figures()) == 1
    library.remove("second")
    assert [(entry.report, entry.standing) for entry in library.entries()] == [("first", Standing())]


def test_what_a_report_prints_about_itself_comes_back(library: Library) -> None:
    imprint = Imprint((date(2020, 1, 1), date(2020, 12, 31)), "甲政办〔2021〕3号", date(2021, 1, 29), True)
    library.add(replace(report(), imprint=imprint), [FIGURE], [], [], replace(HERE, kind="教育"))
    (entry,) = library.entries()
    assert (entry.imprint, entry.kind, entry.copies) == (imprint, "教育", ())


def test_a_copy_of_a_file_is_listed_with_the_report_it_copies(library: Library) -> None:
    library.add(report(), [FIGURE], [], [], HERE)
    library.add(report("copy.txt"), [FIGURE], [], [], HERE)
    assert library.entries()[0].copies == ("/reports/copy.txt",)
    assert library.holding("/reports/copy.txt") == library.holding("/reports/jia-2020.txt")
    library.add(report("copy.txt", "别的"), [FIGURE], [], [], replace(HERE, place=("甲省", "乙县")))
    assert {entry.report: entry.copies for entry in library.entries()} == {"jia-2020": (), "copy": ()}


def test_two_agencies_of_one_name_and_no_known_place_both_count(library: Library) -> None:
    library.add(report(), [], [], [])
    library.add(report("other.txt", "另一地"), [], [], [])
    assert len(library.entries()) == 2


def test_every_change_raises_the_generation_and_reading_does_not(library: Library) -> None:
    seen = [library.generation]
    library.add(report(), [FIGURE], [], [PASSAGE])
    seen.append(library.generation)
    library.set("jia-2020", year=2019)
    seen.append(library.generation)
    library.remove("jia-2020")
    seen.append(library.generation)
    assert seen == sorted(set(seen))
    library.require_writable()
    library.entries()
    assert library.generation == seen[-1]


def test_a_library_made_anew_is_told_apart_from_the_one_before(tmp_path: Path) -> None:
    generations = []
    for name in ("one.db", "two.db"):
        with Library.create(tmp_path / name) as library:
            library.add(report(), [], [], [])
            generations.append(library.generation)
    assert generations[0] != generations[1]


def test_a_report_that_fails_half_way_leaves_the_one_before(library: Library) -> None:
    library.add(report(), [FIGURE], [], [PASSAGE])
    before = library.generation
    not_text = replace(PASSAGE, text="\ud800")
    with pytest.raises(UnicodeEncodeError):
        library.add(report(text="改过的文件"), [], [], [PASSAGE, not_text])
    assert library.lines("jia-2020") == tuple(TEXT.split("\n"))
    assert (len(library.figures()), len(library.passages()), library.generation) == (1, 1, before)


def test_another_process_reads_while_one_writes(library: Library, tmp_path: Path) -> None:
    library.add(report(), [FIGURE], [], [])
    writer = database.in_file(tmp_path / "library.db")
    writer.execute("begin immediate")
    writer.execute("delete from report")
    with Library.open(tmp_path / "library.db") as reader:
        assert len(reader.figures()) == 1
    writer.execute("rollback")
    writer.close()


def test_a_library_cut_short_is_damaged(library: Library, tmp_path: Path) -> None:
    library.add(report(), [FIGURE] * 50, [], [PASSAGE] * 50)
    library.close()
    path = tmp_path / "library.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(LibraryDamaged), Library.open(path) as cut:
        cut.entries()


@pytest.mark.parametrize(("version", "error"), [(database.FORMAT + 1, LibraryNewer), (0, LibraryOld)])
def test_a_library_of_another_format_is_not_read(
    library: Library, tmp_path: Path, version: int, error: type[LibraryError]
) -> None:
    library.close()
    path = tmp_path / "library.db"
    file = database.in_file(path)
    file.execute(f"pragma user_version = {version}")
    file.close()
    with pytest.raises(error):
        Library.open(path)


@pytest.mark.parametrize(
    "spoil",
    [
        "update active_2019 set c14 = 'seven'",
        "update active_2019 set c14 = x'ff'",
        "update active_2019 set c14 = null",
        "delete from active_2019",
        "update printed set cells = x'ffff'",
        "update printed set part = 2",
    ],
)
def test_a_row_that_makes_no_sense_is_damage_not_a_figure(library: Library, tmp_path: Path, spoil: str) -> None:
    library.add(report(), [FIGURE], [], [])
    file = database.in_file(tmp_path / "library.db")
    file.execute(spoil)
    file.close()
    with pytest.raises(LibraryDamaged):
        library.figures()


@pytest.mark.parametrize(
    "loss",
    [
        "delete from active_2019",
        "update active_2019 set key = key + 1",
        "insert into review_2021 (key, sheet) select key, 9 from active_2019",
        "delete from printed",
        "delete from text",
    ],
)
def test_a_sheet_or_a_text_that_is_lost_is_a_fault_that_sqlite_cannot_see(
    library: Library, tmp_path: Path, loss: str
) -> None:
    library.add(report(), [FIGURE], [], [])
    assert library.faults() == ()
    file = database.in_file(tmp_path / "library.db")
    file.execute(loss)
    file.close()
    assert library.faults()


def test_passages_are_counted_without_being_read(library: Library) -> None:
    assert indexed.passages(library) == 0
    library.add(report(), [FIGURE], [COUNT], [PASSAGE, PASSAGE])
    assert indexed.passages(library) == len(library.passages()) == 2


def test_the_bytes_of_all_parts_are_those_of_the_file(library: Library, tmp_path: Path) -> None:
    library.add(report(), [FIGURE], [COUNT], [PASSAGE])
    sizes = library.sizes()
    assert sum(sizes.values()) == (tmp_path / "library.db").stat().st_size
    assert 0 < sizes["values"] < 1_000
    assert {"printed", "text", "report", "passage"} <= sizes.keys()


def test_a_page_overwritten_is_a_fault_that_is_named(library: Library, tmp_path: Path) -> None:
    library.add(report(), [FIGURE], [], [PASSAGE])
    assert library.faults() == ()
    library.close()
    path = tmp_path / "library.db"
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 12 * 4096] = b"\xab" * (9 * 4096)
    path.write_bytes(content)
    with Library.open(path) as damaged:
        assert damaged.faults()
