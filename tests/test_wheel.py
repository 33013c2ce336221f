"""The wheel alone: built, installed in a clean environment, asked one question from somewhere else."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from corpus import form

ROOT = Path(form.__file__).parents[1]


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command outside the checkout, and its output when it ended well."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "NIANBAO"))}
    ended = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=clean | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (built,) = folder.glob("nianbao-*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a clean environment with the wheel in it.

    It shares our dependencies through a path file, so that nothing is fetched; path files of the shared folder are not
    read, so the editable install of this checkout is not seen.
    """
    folder = tmp_path_factory.mktemp("clean") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder.parent)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def test_the_wheel_carries_what_is_no_module(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    kinds = ("*.txt", "*.csv", "*.tcss", "*.json", "*.safetensors")
    ours = [
        path for package in ("assistant", "index", "corpus") for kind in kinds for path in (ROOT / package).rglob(kind)
    ]
    assert {"corpus/reports/manifest.csv", "corpus/identity/regions.csv"} <= held
    assert {str(path.relative_to(ROOT)) for path in ours} <= held


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"assistant", "index", "corpus", wheel.name.split("-py3")[0] + ".dist-info"}


def test_the_wheel_answers_from_any_folder(environment: Path, tmp_path: Path) -> None:
    question = "how many 行政处罚 did 龙口 report in 2020"
    asked = run(environment / "nianbao", "ask", "--json", question, cwd=tmp_path, NIANBAO_HOME=str(tmp_path / "home"))
    answer = json.loads(asked.stdout)
    (figure,) = answer["figures"]
    assert (answer["outcome"], answer["value"], answer["language"]) == ("answered", "102", "en")
    assert (figure["source"]["file"], figure["source"]["line"]) == ("longkou-2020.txt", 57)


def test_the_wheel_is_what_answered(environment: Path, tmp_path: Path) -> None:
    script = "import assistant, corpus, index; print(*(m.__file__ for m in (assistant, corpus, index)), sep='\\n')"
    for file in run(environment / "python", "-c", script, cwd=tmp_path).stdout.splitlines():
        assert Path(file).is_relative_to(environment.parent)
