"""Nothing of the bundled reports is known to the code: not by its words, and not by what it answers."""

import csv
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

import scoring
from assistant.chat import Chat
from assistant.output.render import answer_record
from assistant.understanding import terms
from corpus import form
from corpus.library.store import Library
from evaluate import questions

ROOT = Path(form.__file__).parents[1]
PACKAGES = ("assistant", "index", "corpus")
REPORTS = ROOT / "corpus" / "reports"
# The reports themselves, the nation-wide table of places, and the weights with their vocabulary.
MAY_NAME = (REPORTS, ROOT / "corpus" / "identity" / "regions.csv", ROOT / "index" / "default_model")
TEXT = (".py", ".csv", ".json", ".toml", ".txt", ".md", ".tcss", ".tsv", ".yaml")
# 卫健委 is left out: it is the common word for a health commission, in every place.
PLACES = {"龙口", "汾阳", "沙县", "沙坡头", "龍口", "汾陽", "沙縣", "沙坡頭"}
PLACES |= {"龙囗", "longkou", "fenyang", "shaxian", "shapotou"}
PROSE_FIGURES = {"129", "195", "103", "290", "782", "420", "362", "259", "264", "437", "4339", "109.65"}


@dataclass(frozen=True, slots=True)
class Change:
    """How the copy of one report differs: whose it is, and by what every figure is multiplied."""

    stem: str
    names: tuple[tuple[str, str], ...]
    factor: int


# Other real places; an own factor each, so that sums, ranks and shares change and the form's arithmetic still holds.
CHANGES = (
    Change("longkou-2020", (("龙口", "临江"), ("龍口", "臨江"), ("Longkou", "Linjiang"), ("longkou", "linjiang")), 3),
    Change("fenyang-2020", (("汾阳", "侯马"), ("Fenyang", "Houma"), ("fenyang", "houma")), 7),
    Change(
        "shaxian-2020",
        (
            ("沙县", "永泰县"),
            ("沙 县", "永 泰 县"),
            ("Shaxian", "Yongtai"),
            ("shaxian", "yongtai"),
            ("Sha xian", "Yongtai"),
        ),
        5,
    ),
    Change(
        "shapotou-2019",
        (("中卫市沙坡头区", "银川市西夏区"), ("沙坡头", "西夏"), ("中卫市", "银川市"), ("Shapotou", "Xixia")),
        2,
    ),
    Change("weijianwei-2021", (("卫健委", "医保局"),), 4),
)
# A misspelling and a renamed county are about those very names.
ABOUT_THE_NAME = {"K10", "K4", "QC06", "QC10", "QC13", "QC15", "QC17", "QK09"}


def files() -> list[Path]:
    """Every text file of the packages that must not know the reports."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.suffix in TEXT]
    return [path for path in found if not any(path.is_relative_to(known) for known in MAY_NAME)]


def pieces(path: Path) -> Iterator[str]:
    """The strings and comments of a module, or the whole of another text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.OP, tokenize.NAME, tokenize.NEWLINE, tokenize.NL, tokenize.INDENT):
            yield token.string


def plain(text: str) -> str:
    """Half-width, lower case, without blanks and the punctuation of a sentence."""
    return re.sub(r"[\s，。？！、；：?!,.;:“”\"'（）()]+", "", unicodedata.normalize("NFKC", text).lower())


def figures_of_the_reports() -> set[str]:
    """Numbers of three digits and more that only a reader of the reports can know; years excepted."""
    raws = set()
    for stem in scoring.titles():
        with (scoring.GOLDEN / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
            raws |= {number for row in csv.DictReader(file) for number in re.findall(r"\d+(?:\.\d+)?", row["raw"])}
    return {n for n in raws | PROSE_FIGURES if len(n.replace(".", "")) >= 3 and not re.fullmatch(r"20\d\d", n)}


def found_in(words: set[str], text: str) -> list[str]:
    """The words that stand in a text."""
    return sorted(word for word in words if word in text)


def _syllables(text: str) -> int:
    """Of Chinese a character each, of English about two letters."""
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return len(text) - latin + latin // 2


def test_no_module_holds_a_question_of_the_test_set() -> None:
    # What a conversation is told in one word, and a label of the form alone, are words that people use.
    spoken = {plain(word) for word in terms.words()}
    asked = {plain(item["question"]) for item in questions().values()} - spoken
    # A few syllables of plain language may be part of another sentence; as a string of their own they may not stand.
    long, short = {q for q in asked if _syllables(q) >= 8}, {q for q in asked if 6 <= _syllables(q) < 8}
    held = {
        path.name: hits
        for path in files()
        for text in map(plain, pieces(path))
        if (hits := found_in(long, text) or sorted(short & {text}))
    }
    assert held == {}


def test_no_module_names_an_agency_or_place_of_the_bundled_reports() -> None:
    names = PLACES | {agency for agency, _ in scoring.titles().values() if len(agency) > 3}
    held = {
        str(path.relative_to(ROOT)): hits
        for path in files()
        if (hits := found_in(names, path.read_text(encoding="utf-8").lower()))
    }
    assert held == {}


def test_no_module_holds_a_figure_of_the_bundled_reports() -> None:
    figures = figures_of_the_reports()
    held: dict[str, set[str]] = {}
    for path in files():
        for text in pieces(path):
            if hits := figures & set(re.findall(r"(?<![0-9A-Za-z_.])\d+(?:\.\d+)?(?![\d.]*\d)", text)):
                held.setdefault(str(path.relative_to(ROOT)), set()).update(hits)
    assert held == {}


def rename(text: str) -> str:
    """A text with every agency and place of the bundled reports turned into another real one."""
    for change in CHANGES:
        for old, new in change.names:
            text = text.replace(old, new)
    return text


def multiplied(text: str, factor: int) -> str:
    """Every number of a text times a factor; the decimals stay."""
    return re.sub(r"\d+(?:\.\d+)?", lambda number: str(Decimal(number.group()) * factor), text)


def changed_report(change: Change) -> str:
    """The copy of a report: other names, and other figures in its tables and in its prose."""
    lines = (REPORTS / f"{change.stem}.txt").read_text(encoding="utf-8").split("\n")
    with (scoring.GOLDEN / f"{change.stem}.csv").open(encoding="utf-8", newline="") as file:
        of_table = {int(row["line"]) for row in csv.DictReader(file) if row["table"] == form.ACTIVE}
    for number in of_table:
        label, *cells = lines[number - 1].split("\t")
        lines[number - 1] = "\t".join((label, *(multiplied(cell, change.factor) for cell in cells)))
    counted = re.compile(r"\d+(?=余?\s*[条篇件家])")
    return rename(counted.sub(lambda found: multiplied(found.group(), change.factor), "\n".join(lines)))


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library that holds nothing but the changed copies, under names that tell nothing."""
    folder = tmp_path_factory.mktemp("changed")
    for n, change in enumerate(CHANGES):
        (folder / f"report{n}.txt").write_text(changed_report(change), encoding="utf-8")
    chat = Chat(Library.memory())
    added = chat.add([folder])
    assert [one.result for one in added] == ["added"] * len(CHANGES), added
    yield chat.library
    chat.close()


def follows() -> dict[str, tuple[str, Decimal]]:
    """Questions of the test set whose value is one cell or a sum of cells → renamed question, value to be given now."""
    factors = {scoring.titles()[change.stem][0]: change.factor for change in CHANGES}
    wanted = {}
    for key, item in questions().items():
        cells, value = item["expect"].get("values", {}), scoring.number(item["expect"].get("value"))
        if not cells or item["how"] != "ask" or key in ABOUT_THE_NAME or sum(map(Decimal, cells.values())) != value:
            continue
        total = sum((Decimal(text) * factors[name.split("/")[0]] for name, text in cells.items()), Decimal(0))
        wanted[key] = (rename(item["question"]), total)
    return wanted


def test_enough_questions_follow_the_changed_cells() -> None:
    assert len(follows()) >= 18
    assert sum(value != 0 for _, value in follows().values()) >= 12


@pytest.mark.parametrize("key", follows())
def test_the_value_follows_the_changed_report(key: str, changed: Library) -> None:
    question, value = follows()[key]
    answer = Chat(changed).ask(question)
    assert answer.value is not None, (question, answer.outcome, answer.headline)
    assert Decimal(answer.value) == value, question


def test_a_conversation_follows_the_changed_reports(changed: Library) -> None:
    chat = Chat(changed)
    turns = {"J1": "306", "J2": "3", "J3": "2180", "J4": None, "J5": "2183", "J6": "696"}
    assert {key: chat.ask(rename(questions()[key]["question"])).value for key in turns} == turns


NAMED = {
    "2020年哪家行政处罚最多": {"侯马市卫生健康和体育局"},
    "2020年行政许可最多的是哪家": {"永泰县卫生健康局"},
    "谁提到了疫情": {"永泰县卫生健康局", "医保局"},
    "哪家在第六部分写了实际内容": {"银川市西夏区卫生健康局"},
    "临江存在的主要问题": {"临江市卫生健康局"},
}


@pytest.mark.parametrize("question", NAMED)
def test_the_agency_named_follows_the_changed_report(question: str, changed: Library) -> None:
    record = answer_record(Chat(changed).ask(question))
    leading = {row["agency"] for row in record["rows"] if row["rank"] == 1}
    assert (leading or {passage["agency"] for passage in record["passages"]}) == NAMED[question]


@pytest.mark.parametrize("item", [q for q in questions().values() if q["how"] == "ask"], ids=lambda item: item["id"])
def test_no_old_agency_and_no_old_figure_is_ever_said(item: scoring.Record, changed: Library) -> None:
    record = answer_record(Chat(changed).ask(rename(item["question"])))
    names = {agency for agency, _ in scoring.titles().values()}
    assert found_in(names, record["text"]) == []
    old = {(key[2], key[3], truth.value) for key, truth in scoring.truths().items() if truth.value}
    given = {(f["row"], f["column"], scoring.number(f["value"])) for f in record["figures"]}
    assert old & given == set()
