"""Questions composed from the words of `question_words.txt`: what is asked is known, how it is asked is drawn.

Nothing of the assistant is imported, so that the bench cannot ask only what the assistant knows how to read.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

from damage_form import ACTIVE, GRAND, NEW, REQUESTS
from nation import regions
from questions_truth import Measure, counter_of

LANGUAGES = ("zh", "en")
WIDE = str.maketrans("0123456789?,:()", "０１２３４５６７８９？，：（）")
CN_DIGITS, ZERO_DIGITS = (
    str.maketrans("0123456789", "〇一二三四五六七八九"),
    str.maketrans("0123456789", "零一二三四五六七八九"),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to say a measure."""

    text: str
    thing: bool
    """The things counted (行政处罚决定), not a name of the cell (处理决定数量)."""


@cache
def words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Section → key → the words of it; of templates, the line → nothing."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    section: dict[str, tuple[str, ...]] = {}
    text = Path(__file__).with_name("question_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            key, colon, tail = line.partition(": ")
            if colon and "{" not in key:
                section[key] = tuple(tail.split(" | "))
            else:
                section[line] = ()
    return found


def templates(language: str) -> tuple[str, ...]:
    """The phrasings of a language."""
    return tuple(words()[f"templates {language}"])


@cache
def phrases(measure: Measure, language: str) -> tuple[Phrase, ...]:
    """Every way to say a measure."""
    if measure.table == ACTIVE:
        found = _of_active(measure, language)
    elif measure.table == REQUESTS:
        found = _of_requests(measure, language)
    else:
        found = _of_review(measure, language)
    return tuple(dict.fromkeys(found))


def _of_active(measure: Measure, language: str) -> Iterator[Phrase]:
    for section, thing in (("things", True), ("names", False)):
        yield from (Phrase(text, thing) for text in words()[f"{section} {language}"].get(measure.stratum, ()))


def _of_requests(measure: Measure, language: str) -> Iterator[Phrase]:
    lists = words()
    said = lists[f"requests {language}"].get(measure.row) or lists[f"groups {language}"].get(measure.row, ())
    if measure.column == GRAND:
        yield from (Phrase(text, True) for text in said)
        yield from (Phrase(text, False) for text in lists.get(f"request names {language}", {}).get(measure.row, ()))
        return
    new = measure.row == NEW and language == "zh"
    patterns = lists["with applicant new zh" if new else f"with applicant {language}"]
    applicants = lists[f"applicants {language}"][measure.column]
    for pattern, row, applicant in product(patterns, said, applicants):
        yield Phrase(pattern.format(r=row, x=applicant), True)


def _of_review(measure: Measure, language: str) -> Iterator[Phrase]:
    lists = words()
    blocks = lists[f"blocks {language}"][measure.row]
    if measure.column == GRAND:
        for pattern, block in product(lists[f"block totals {language}"], blocks):
            yield Phrase(pattern.format(b=block), "数" not in pattern and "总计" not in pattern)
        return
    for pattern, block, result in product(
        lists[f"with result {language}"], blocks, lists[f"results {language}"][measure.column]
    ):
        yield Phrase(pattern.format(b=block, r=result), True)


@cache
def _by_name() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in regions()}


def _department(agency: str) -> str:
    """The department that an agency's name ends with; empty where it is none of the list."""
    known = (*words()["short"], *words()["english"])
    return max((one for one in known if agency.endswith(one) and agency != one), key=len, default="")


def _unit(place: str) -> str:
    """The last place of a chain: 泰州市高港区 → 高港区."""
    return next((place[n:] for n in range(len(place)) if place[n:] in _by_name()), place)


def _near(unit: str) -> str:
    """A place without its suffix: 高港区 → 高港; 沙县 keeps it."""
    row = _by_name().get(unit)
    short = row["short"] if row else unit[:-1]
    return short if len(short) > 1 else unit


def said_of(agency: str, language: str) -> frozenset[str]:
    """Every way to say an agency, whether or not it could be another as well."""
    department = _department(agency)
    if not department:
        return frozenset((agency,))
    place = agency.removesuffix(department)
    unit = _unit(place)
    county = unit[-1] in "县区市" and _by_name().get(unit, {}).get("level") == "county"
    pinyin = _by_name().get(unit, {}).get("pinyin", "")
    english = words()["english"].get(department, ("",))[0]
    found = set()
    for pattern in words()[f"agencies {language}"]:
        if (
            "alone}" in pattern
            and not county
            or ("inyin" in pattern and not pinyin)
            or ("nglish" in pattern and not english)
        ):
            continue
        for short, place_said in product(words()["short"].get(department, (department,)), (place, unit)):
            found.add(
                pattern.format(
                    full=agency, place=place_said, near=_near(unit), department=department, short=short,
                    alone=unit, nearalone=_near(unit), Pinyin=pinyin.capitalize(), Pinyinalone=pinyin.capitalize(),
                    english=english, English=english.title(),
                )
            )  # fmt: skip
    return frozenset(found)


def names(agencies: Sequence[str], language: str) -> dict[str, tuple[str, ...]]:
    """Agency → the ways to say it that fit no other agency."""
    said = {agency: said_of(agency, language) for agency in agencies}
    fits: dict[str, int] = {}
    for texts in said.values():
        for text in texts:
            fits[text] = fits.get(text, 0) + 1
    seats = _seats(agencies)
    return {
        agency: tuple(sorted(t for t in texts if fits[t] == 1 and not _alone_of_many(t, agency, seats))) or (agency,)
        for agency, texts in said.items()
    }


def _seats(agencies: Sequence[str]) -> dict[str, int]:
    """Place as said alone → how many agencies are there."""
    found: dict[str, int] = {}
    for agency in agencies:
        unit = _unit(agency.removesuffix(_department(agency)))
        pinyin = _by_name().get(unit, {}).get("pinyin", "").capitalize()
        for text in {unit, _near(unit), pinyin}:
            found[text] = found.get(text, 0) + 1
    return found


def _alone_of_many(text: str, agency: str, seats: Mapping[str, int]) -> bool:
    return text != agency and seats.get(text, 0) > 1


def year_said(year: int, language: str, rng: Random) -> str:
    """A year in one of the ways to say it."""
    pattern = rng.choice(words_of(f"years {language}"))
    digits = str(year)
    return pattern.format(
        n=digits, w=digits.translate(WIDE), cn=digits.translate(CN_DIGITS), zero=digits.translate(ZERO_DIGITS),
        two=digits[2:],
    )  # fmt: skip


def words_of(section: str) -> tuple[str, ...]:
    """The lines of a section without keys."""
    return tuple(words()[section])


def fitting(template: str, said: Sequence[Phrase], measure: Measure) -> list[Phrase]:
    """The phrases that a template can take."""
    if "几{c}" in template and counter_of(measure) == "钱":
        return []
    return [one for one in said if one.thing or "{t}" not in template]


def composed(template: str, agency: str, year: str, phrase: str, counter: str, rng: Random) -> str:
    """A question; now and then in full width, or with blanks that people leave."""
    text = template.format(a=agency, y=year, m=phrase, t=phrase, c=counter)
    if rng.random() < 0.15 and not template.endswith(("?", "？", "谢", "hanks")):
        text = _with_manners(text, "en" if template.isascii() and re.search("[A-Za-z]{2}", template) else "zh", rng)
    draw = rng.random()
    if draw < 0.04:
        return text.translate(WIDE)
    if draw < 0.08 and not template.isascii():
        return template.replace("{", " {").replace("}", "} ").format(a=agency, y=year, m=phrase, t=phrase, c=counter)
    return _traditional()(text) if draw > 0.97 else text


def _with_manners(text: str, language: str, rng: Random) -> str:
    """What people put before a question, or behind it."""
    if rng.random() < 0.5:
        return rng.choice(words_of(f"before {language}")) + (" " if language == "en" else "") + text
    return text + rng.choice(words_of(f"after {language}"))


@cache
def _traditional() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert
