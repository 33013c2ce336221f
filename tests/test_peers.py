"""The bench beside peers: what it asks has an answer, its verdicts tell right from wrong; and a slice of it."""

from decimal import Decimal
from pathlib import Path

import pytest

import peers_asked
from peers import main, table
from peers_asked import FIGURE_EN, FIGURE_ZH, PROSE, Question, place_of
from peers_each import LENGTH, PEERS, Found, SharedWords, cut, pieces

ASKED_OF_CELL = Question("甲县教育局2020年行政处罚多少件", "jia-2020", Decimal("-18"))
ASKED_OF_PROSE = Question("甲县怎么公开", "jia-2020", None, "印刷 手册")


def test_every_question_has_its_answer_in_the_file_of_its_report(tmp_path: Path) -> None:
    written = peers_asked.reports(20, seed=2)
    files = peers_asked.files(tmp_path, written)
    asked = peers_asked.questions(written, figures=15, prose=30, seed=2)
    assert len(files) == 20
    assert [len(of_kind) for of_kind in asked.values()] == [15, 15, 30]
    every = [Found(report, piece) for report, piece in cut(files)]
    assert [one for of_kind in asked.values() for one in of_kind if place_of(one, every) is None] == []
    assert asked == peers_asked.questions(written, figures=15, prose=30, seed=2)


def test_a_figure_question_asks_for_no_zero_and_stays_in_its_language() -> None:
    asked = peers_asked.questions(peers_asked.reports(20, seed=2), figures=25, prose=0, seed=2)
    assert all(one.value for kind in (FIGURE_ZH, FIGURE_EN) for one in asked[kind])
    assert not {one.text for one in asked[FIGURE_ZH]} & {one.text for one in asked[FIGURE_EN]}
    assert asked[PROSE] == []


@pytest.mark.parametrize(
    ("asked", "found", "place"),
    [
        (ASKED_OF_CELL, [Found("jia-2020", "行政处罚 | 减少 18 | 0")], 1),
        (ASKED_OF_CELL, [Found("yi-2020", "18"), Found("jia-2020", "1,018"), Found("jia-2020", "18 件")], 3),
        (ASKED_OF_CELL, [Found("jia-2020", "行政处罚 180 1.8")], None),
        (ASKED_OF_CELL, [Found("yi-2020", "行政处罚 18")], None),
        (ASKED_OF_CELL, [], None),
        (ASKED_OF_PROSE, [Found("yi-2020", "印刷手册"), Found("jia-2020", "我局印刷\n手册 500 份")], 2),
        (ASKED_OF_PROSE, [Found("jia-2020", "印刷海报")], None),
    ],
)
def test_a_result_answers_if_it_is_of_the_report_and_holds_what_is_asked(
    asked: Question, found: list[Found], place: int | None
) -> None:
    assert place_of(asked, found) == place


def test_a_piece_begins_with_its_title_and_no_line_is_cut_that_fits() -> None:
    lines = ["第一行" * 40, "x" * (2 * LENGTH + 7), *(f"| 行 {n} | {n} |" for n in range(99))]
    made = list(pieces("\n".join(("题目", *lines))))
    assert all(piece.startswith("题目\n") and len(piece) <= LENGTH + 100 for piece in made)
    assert "".join("".join(piece.split("\n")[1:]) for piece in made) == "".join(lines)
    assert {line for piece in made for line in piece.split("\n")} >= {*lines} - {lines[1]}


def test_the_best_of_a_column_is_bold_whoever_it_is() -> None:
    costs = {"nianbao": {"build, s": 4.0, "disk, MB": 1.0}, "other": {"build, s": 2.0, "disk, MB": 3.0}}
    assert list(table(costs, less=True))[2:] == [
        "| nianbao | 4.0 | **1.0** |",
        "| other | **2.0** (0.50×) | 3.0 (3.00×) |",
    ]
    shares = {"nianbao": {"first": 100.0, "no result": 0.0}, "other": {"first": 100.0, "no result": 3.0}}
    assert list(table(shares, less=False))[2:] == ["| nianbao | **100** | 0 |", "| other | **100** | 3 |"]


def test_a_slice_runs_and_what_is_not_installed_is_left_out_with_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PEERS["txtai"], "packages", ("no-such-package",))
    monkeypatch.setattr(PEERS["ripgrep"], "packages", ("rg",))
    monkeypatch.setenv("PATH", "/nowhere")
    slice_of_it = ["--reports", "20", "--figures", "8", "--prose", "8", "--rounds", "1", "--starts", "1", "--seed", "3"]
    assert main([*slice_of_it, "--peers", "nianbao", "ripgrep", "txtai", SharedWords.name]) == 0
    said = capsys.readouterr().out
    rows = [[cell.strip(" *") for cell in line.split("|")[1:-1]] for line in said.splitlines() if line.startswith("| ")]
    of_nianbao = [row for row in rows if row[0] == "nianbao"]
    assert "txtai: left out" in said and "ripgrep: left out" in said
    assert [row[0] for row in rows if row[0]] == ["nianbao", SharedWords.name] * 2
    assert of_nianbao[1][1:7] == ["100", "100", "0"] * 2, said
