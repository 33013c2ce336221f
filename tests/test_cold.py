"""The benchmark measures what it says; no time is asserted."""

import sys
from pathlib import Path

import pytest

import cold
import finding

PRINTS_HOME = (sys.executable, "-c", "import os, pathlib; pathlib.Path(os.environ['NIANBAO_HOME']).mkdir()")
MEDIANS = {case.name: 100.0 for case in cold.CASES}


def test_a_fresh_home_is_fresh_each_time_and_the_shared_one_is_kept() -> None:
    fresh = cold.Case("fresh", PRINTS_HOME, fresh_home=True)
    assert set(cold.measure([fresh], runs=2)) == {"fresh"}
    with pytest.raises(SystemExit):
        cold.measure([cold.Case("shared", PRINTS_HOME)], runs=2)


def test_a_case_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        cold.seconds(cold.Case("fails", (sys.executable, "-c", "raise SystemExit(3)")), tmp_path)


def test_only_a_required_ratio_can_be_missed() -> None:
    assert cold.missed(cold.CASES, MEDIANS) == ()
    assert cold.missed(cold.CASES, MEDIANS | {"a figure": 151.0}) == ("a figure",)
    assert cold.missed(cold.CASES, MEDIANS | {"a narrative answer": 301.0}) == ("a narrative answer",)
    assert cold.missed(cold.CASES, MEDIANS | {cold.IMPORT: 1e6}) == ()


def test_the_required_ratios() -> None:
    assert [case.at_most for case in cold.CASES if case.at_most] == [1.5, 10, 3, 20]


def test_the_table_gives_both_multiples() -> None:
    lines = cold.table(cold.CASES, MEDIANS | {cold.IMPORT: 50.0, "a figure": 130.0}, 20).splitlines()
    assert "| a figure | 130 | 1.30 | 2.60 | 1.5 |" in lines


@pytest.mark.parametrize("case", cold.CASES, ids=lambda case: case.name)
def test_each_case_runs(case: cold.Case, tmp_path: Path) -> None:
    assert cold.seconds(case, tmp_path / "home") > 0


def test_finding_is_measured_warm_and_by_passages_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    assert finding.main(["--rounds", "1", "--passages", "500"]) in (0, 1)
    printed = capsys.readouterr().out
    assert "| a warm narrative answer, ms |" in printed and "characters encoded a second |" in printed
