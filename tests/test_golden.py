"""The figures of the bundled reports against cells that were read by eye."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import scoring
from corpus import form
from corpus.parse import parse
from corpus.read import read
from corpus.report import Figure
from corpus.tables.figures import figures

GOLDEN = Path(__file__).parent / "golden"
REPORTS = Path(form.__file__).parent / "reports"
STEMS = sorted(scoring.titles())
# A hint about what an agency filled in is a matter of the whole row; golden cells say what is printed in each.
ROW_HINTS = {"items_filled_as_decisions"}
Cell = tuple[Decimal | None, str | None, bool, str, str | None, int | None, frozenset[str]]


def golden(stem: str) -> dict[tuple[str, str, str], Cell]:
    """(table, row, column) → value, unit, unit printed, state, raw, line, notes."""
    with (GOLDEN / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["table"], row["row"], row["column"]): (
                Decimal(row["value"]) if row["value"] else None,
                row["unit"] or None,
                row["unit_printed"] == "true",
                row["state"],
                row["raw"] or None,
                int(row["line"]),
                frozenset(row["notes"].split()),
            )
            for row in csv.DictReader(file)
        }


def cell(figure: Figure) -> Cell:
    """The same seven things of a parsed cell."""
    notes = frozenset(figure.notes) - ROW_HINTS
    return figure.value, figure.unit, figure.unit_printed, figure.state, figure.raw, figure.source.line, notes


@pytest.fixture(scope="module", params=STEMS)
def report(request: pytest.FixtureRequest) -> tuple[str, tuple[Figure, ...]]:
    """A bundled report's stem and its figures."""
    stem = str(request.param)
    return stem, figures(parse(read(REPORTS / f"{stem}.txt")))


@pytest.mark.parametrize("stem", STEMS)
def test_a_report_says_whose_it_is_and_of_which_year(stem: str) -> None:
    parsed = parse(read(REPORTS / f"{stem}.txt"))
    assert (parsed.agency, parsed.year) == scoring.titles()[stem]


def test_golden_files_hold_every_cell_of_one_edition_and_no_other() -> None:
    editions = {
        edition: {(f.table, f.row, f.column) for table in form.TABLES for f in form.fields(edition, table)}
        for edition in form.EDITIONS
    }
    held = [[e for e in form.EDITIONS if editions[e] == set(golden(stem))] for stem in STEMS]
    assert sorted(held) == [["2019"]] * 4 + [["2021"]]


def test_every_bundled_report_has_golden_cells() -> None:
    assert sorted(path.stem for path in REPORTS.glob("*.txt")) == STEMS


def test_the_raw_text_of_a_golden_cell_stands_on_its_line() -> None:
    for stem in STEMS:
        lines = (REPORTS / f"{stem}.txt").read_text(encoding="utf-8").split("\n")
        for (table, row, column), (_, _, _, state, raw, line, _) in golden(stem).items():
            fields = [text.strip() for text in lines[line - 1].split("\t")] if line else []
            assert state == "cut_off" or raw in fields, (stem, table, row, column)


def test_every_cell_is_read_as_the_eye_reads_it(report: tuple[str, tuple[Figure, ...]]) -> None:
    stem, found = report
    wanted = golden(stem)
    got = {(f.table, f.row, f.column): cell(f) for f in found}
    differences = {key: (wanted[key], got.get(key)) for key in wanted if wanted[key] != got.get(key)}
    assert differences == {}


def test_nothing_is_read_that_the_form_does_not_ask(report: tuple[str, tuple[Figure, ...]]) -> None:
    stem, found = report
    assert len(found) == len(golden(stem))
    assert all(f.in_form for f in found)


def test_an_inferred_cell_names_its_proof_and_no_other_does(report: tuple[str, tuple[Figure, ...]]) -> None:
    _, found = report
    assert all((f.state == "inferred") == bool(f.proof) for f in found)
