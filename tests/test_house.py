"""The rules of the house that a machine can hold."""

import ast
import re
import statistics
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from corpus import form

ROOT = Path(form.__file__).parents[1]
PACKAGES = ("assistant", "index", "corpus")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
SOURCES = MODULES + sorted((ROOT / "tests").rglob("*.py"))

NO_NAMES = {"manager", "helper", "helpers", "util", "utils", "service", "base", "handler", "data", "info", "chunk"}
# Put together here, so that this file does not hold what it forbids.
NO_COMMENTS = re.compile("|".join(("no" + "qa", "type: " + "ignore", "TO" + "DO", "FIX" + "ME", "XX" + "X")))
NO_PATHS = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", r"pypi\.", "python" + "hosted", "npm" + "js")))
CPU_WHEELS = "download.py" + "torch.org"


def ours(path: Path) -> str:
    return str(path.relative_to(ROOT))


def names(tree: ast.AST) -> Iterator[str]:
    """Every name that a module gives to something."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.alias(asname=str(name)):
                yield name


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def functions() -> Iterator[int]:
    """Lines of every function of the packages, from `def` to its end, docstring left out."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[1:] if ast.get_docstring(node) else node.body
                start = first[0].lineno - 1 if first else node.lineno
                yield (node.end_lineno or start) - start + 1


def tracked() -> list[Path]:
    """Files of the project: what git knows, or everything where the project came without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=ours)
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=ours)
def test_a_name_says_what_a_thing_is(path: Path) -> None:
    given = {path.stem, *names(ast.parse(path.read_text(encoding="utf-8")))}
    assert sorted(name for name in given if words(name) & NO_NAMES) == []


def test_functions_are_small() -> None:
    lengths = sorted(functions())
    assert statistics.median(lengths) < 15
    assert lengths[len(lengths) * 9 // 10] < 35


@pytest.mark.parametrize("path", SOURCES, ids=ours)
def test_no_check_is_switched_off_and_nothing_is_left_for_later(path: Path) -> None:
    assert NO_COMMENTS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=ours)
def test_an_error_is_caught_by_its_name_or_raised_again(path: Path) -> None:
    caught = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
        and ast.unparse(node.body[-1]) != "raise"
    ]
    assert caught == []


@pytest.mark.parametrize("path", [p for p in MODULES if "tui" not in p.parts], ids=ours)
def test_a_shape_is_frozen_and_has_slots(path: Path) -> None:
    """What a module keeps to itself while it works (`_Name`) may change; what it hands on may not."""
    loose = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for text in map(ast.unparse, node.decorator_list)
        if text.startswith("dataclass") and not {"frozen=True", "slots=True"} <= set(re.findall(r"\w+=True", text))
    ]
    assert loose == []


def test_a_package_is_no_script_and_no_folder_of_tests_hides_it() -> None:
    # Not the whole folder: caches of other tests come and go in it.
    files = [path for path in (ROOT / "__main__.py", *SOURCES) if path.exists()]
    assert [ours(path) for path in files if path.name == "__main__.py"] == []
    assert not any((ROOT / "tests" / package).exists() for package in PACKAGES)


def test_no_other_distribution_claims_our_names() -> None:
    owners = metadata.packages_distributions()
    assert {name: set(owners.get(name, ())) - {"nianbao"} for name in PACKAGES} == {name: set() for name in PACKAGES}


def test_no_cuda_package_is_installed() -> None:
    cuda = sorted(name for d in metadata.distributions() if (name := d.name or "").lower().startswith("nvidia-"))
    assert cuda == [], "remove .venv and set up again with the CPU build of torch, as the README says"


def test_the_project_names_no_machine_and_no_package_host() -> None:
    found = {}
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        places = NO_PATHS.findall(text) + ([CPU_WHEELS] if CPU_WHEELS in text and path.name != "README.md" else [])
        if places:
            found[ours(path)] = places
    assert found == {}


def test_every_package_that_is_asked_for_is_named_among_the_third_parties() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked_for = [*project["dependencies"], *(one for more in project["optional-dependencies"].values() for one in more)]
    named = {name.lower() for name in re.findall(r"\[([\w-]+)\]\(https", (ROOT / "THIRD_PARTY.md").read_text("utf-8"))}
    assert {re.split(r"[<>=!~\[ ]", one)[0] for one in asked_for} - named == set()
