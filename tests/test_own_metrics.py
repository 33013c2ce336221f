"""Metrics of the user's own: cited, refused and undefined like the built-in ones, and a bad file harms nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.understanding import own_metrics
from homes import Commands, filled

GOOD = """
[[metric]]
names = ["罚许比", "penalties per permit"]
formula = "行政处罚 / 行政许可"
unit = "%"
description = "处罚决定比许可决定"

[[metric]]
names = "采购均价"
formula = "采购总金额 / 采购项目数量"
unit = "万元/项"

[[metric]]
names = ["处罚许可之和"]
formula = "处罚 + 许可"
"""
FILE = Path("metrics.toml")


@pytest.fixture
def nianbao(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    home = filled(tmp_path / "home")
    (home / "metrics.toml").write_text(GOOD, encoding="utf-8")
    return Commands(home, capsys)


def faults(text: str, agencies: tuple[str, ...] = ()) -> list[str]:
    return [fault.en for fault in own_metrics.read(FILE, text, agencies).faults]


def one(**changes: str) -> str:
    held = {"names": '"罚许比"', "formula": '"行政处罚 / 行政许可"'} | changes
    return "# mine\n[[metric]]\n" + "".join(f"{key} = {value}\n" for key, value in held.items() if value)


def record(nianbao: Commands, question: str) -> Any:
    return json.loads(nianbao("ask", "--json", question).out)


def test_a_metric_is_a_rate_with_its_operands_and_their_cells(nianbao: Commands) -> None:
    got = record(nianbao, "沙县2020年罚许比是多少")
    assert (got["value"], got["unit"], got["formula"]) == ("17.889908", "%", "78 ÷ 436")
    assert [figure["row_raw"] for figure in got["figures"]] == ["行政处罚 150 -9 78", "行政许可 21 -8 436"]
    assert record(nianbao, "what was the penalties per permit of 沙县 in 2020")["value"] == "17.889908"


def test_a_metric_is_ranked_and_what_is_undefined_has_no_rank(nianbao: Commands) -> None:
    told = nianbao("ask", "2020年罚许比哪家最高").out.splitlines()
    assert told[1].startswith("1.  龙口")
    assert told[3].strip().endswith("(79 ÷ 0)")
    assert nianbao("ask", "汾阳罚许比").code == 3


def test_an_amount_is_counted_in_one_unit_and_an_edition_without_the_cell_has_none(nianbao: Commands) -> None:
    assert "83.42 万元/项" in nianbao("ask", "龙口采购均价").out
    refused = record(nianbao, "卫健委采购均价")
    assert (refused["outcome"], refused["value"]) == ("no_field", None)


def test_a_sum_keeps_the_unit_of_its_cells(nianbao: Commands) -> None:
    got = record(nianbao, "沙县2020年处罚许可之和")
    assert (got["value"], got["unit"], got["formula"]) == ("514", "件", "78 + 436 = 514")


def test_a_metric_goes_on_in_a_conversation_and_is_explained(nianbao: Commands) -> None:
    nianbao("ask", "沙县2020年罚许比", "--session", "a")
    assert "10200.00 %" in nianbao("ask", "那龙口呢", "--session", "a").out
    assert "行政处罚·处理决定数量" in nianbao("ask", "什么是罚许比").out


def test_every_metric_is_listed_with_its_formula(nianbao: Commands) -> None:
    told = [json.loads(line) for line in nianbao("metrics", "--json").out.splitlines()]
    assert told[0]["names"] == ["罚许比", "penalties per permit"]
    assert [each["own"] for each in told[:4]] == [True, True, True, False]
    assert {each["names"][0] for each in told} >= {"办结率", "总纠错率", "规范性文件净增"}
    assert "处罚决定比许可决定" in nianbao("metrics").out


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("x = ", 1, "is not TOML"),
        ("\n\n[[metric]]\nnames = [", 4, "is not TOML"),
        ("[metric]\nnames = 'x'", 1, "nothing but"),
        ("rate = 1", 1, "nothing but"),
        (one(formula=""), 2, "formula is missing"),
        (one(names=""), 2, "names is missing"),
        (one(names="[1]"), 2, "names is missing"),
        (one(formula="1"), 2, "formula must be one line"),
        (one(formular="'x'"), 2, "“formular” is unknown"),
        (one(formula='"行政处罚 / foo"'), 2, "“foo” is no row"),
        (one(formula='"采购总金额 / 本年收费金额"'), 2, "no edition"),
        (one(names='"行政处罚"'), 2, "means something else"),
        (one(names='"办结率"'), 2, "means something else"),
        (one(names='"甲县局"'), 2, "means something else"),
        (one(names='"处罚多少"'), 2, "means something else"),
        (one(names='"行政处罚数量"'), 2, "means something else"),
        (one(names='"不予公开率"'), 2, "means something else"),
        (one(names='"2020年率"'), 2, "not recognised"),
        (one(names='"龘"'), 2, "not recognised"),
        (one() + one(), 6, "means something else"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place_and_what_to_do(text: str, line: int, says: str) -> None:
    (fault,) = faults(text, ("甲县局",))
    assert f"metrics.toml, line {line}: " in fault
    assert says in fault
    assert "\n" not in fault


def test_the_rest_of_a_bad_file_and_of_the_program_works(nianbao: Commands) -> None:
    file = nianbao.home / "metrics.toml"
    file.write_text(GOOD + one(names='"复议"'), encoding="utf-8")
    ran = nianbao("ask", "沙县2020年罚许比")
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)
    assert ran.out.startswith("17.89 %")
    assert nianbao("metrics").code == 1
    for broken in (b"\xff\xfe\x00", b"[[metric]"):
        file.write_bytes(broken)
        ran = nianbao("ask", "龙口2020年行政处罚多少件")
        assert ran.out.startswith("102 件")
        assert len(ran.err.splitlines()) == 1


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert own_metrics.of_home(tmp_path) == own_metrics.Own()
