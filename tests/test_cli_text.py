"""What a report says stays text, whatever command prints it."""

import csv
import io
from pathlib import Path

import pytest

from homes import Commands, filled, report_text

HOSTILE = "\x1b[31m\x1b]0;owned\x07[bold]=1+1\u202e"


@pytest.fixture
def hostile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    file = tmp_path / "hostile.txt"
    file.write_text(report_text((("龙口", "招远"), ("行政处罚", f"行政处罚{HOSTILE}"))), encoding="utf-8")
    nianbao = Commands(filled(tmp_path / "home"), capsys)
    nianbao("add", file)
    return nianbao


@pytest.mark.parametrize("command", [["show", "hostile"], ["figures", "--file", "hostile"], ["check", "hostile"]])
def test_a_report_cannot_move_the_cursor_or_name_the_window(hostile: Commands, command: list[str]) -> None:
    out = hostile(*command).out
    assert not set(out) & {"\x1b", "\x07", "\u202e"}


def test_a_report_cannot_put_a_formula_into_a_spreadsheet(hostile: Commands) -> None:
    hostile("set", "hostile", "--agency", "=cmd|'/c calc'!A0")
    for shape in ("--csv", "--wide"):
        rows = csv.reader(io.StringIO(hostile("figures", "--file", "hostile", shape).out[1:]))
        cells = [cell for row in rows for cell in row]
        assert "'=cmd|'/c calc'!A0" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "@", "\t"))]
