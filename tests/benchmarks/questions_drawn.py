"""Questions drawn over a library, spread evenly over rows, columns, languages and phrasings.

And questions altered so that no plain figure answers them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from random import Random
from typing import TypeVar

from damage_form import ACTIVE, GRAND, NEW, TABLES, Place
from nation import regions
from questions_grammar import (
    LANGUAGES,
    Phrase,
    composed,
    fitting,
    names,
    phrases,
    templates,
    words,
    words_of,
    year_said,
)
from questions_truth import Measure, Sheet, counter_of, measures, value_of

DEFAULTS = ("处理决定数量", "本年处理决定数量", GRAND)
_ONE = TypeVar("_ONE")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what it must be answered with."""

    text: str
    language: str
    """Of the phrasing."""
    template: str
    agency: str
    year: int
    measure: str
    """Row and column, or how the question was altered."""
    cells: tuple[Place, ...]
    """() where no plain figure may answer."""
    value: Decimal | None
    """None where the report states no number."""

    @property
    def framed(self) -> bool:
        """The phrasing itself has words, so that it is in its language whatever stands in it."""
        bare = self.template
        for slot in ("{a}", "{y}", "{m}", "{t}", "{c}", "{agency}", "{year}", "{measure}"):
            bare = bare.replace(slot, "")
        return re.search(r"[A-Za-z]{2}|[\u4e00-\u9fff]", bare) is not None


def draw(sheets: Sequence[Sheet], number: int, seed: int) -> Iterator[Asked]:
    """That many questions over a library."""
    rng = Random(f"asked {seed}")
    known = {language: names(sorted({s.agency for s in sheets}), language) for language in LANGUAGES}
    places = _by_stratum(sheets)
    strata = _by_turns(places, rng)
    lines = {language: _shuffled(templates(language), rng) for language in LANGUAGES}
    made = 0
    while made < number:
        sheet, measure = rng.choice(places[next(strata)])
        language = LANGUAGES[made % 2]
        phrase = _phrase(measure, language, template := next(lines[language]), rng)
        if phrase is None:
            continue
        made += 1
        text = composed(
            template,
            rng.choice(known[language][sheet.agency]),
            year_said(sheet.year, language, rng),
            phrase.text,
            counter_of(measure),
            rng,
        )
        value = value_of(sheet, measure)
        yield Asked(text, language, template, sheet.agency, sheet.year, measure.stratum, measure.cells, value)


def of_templates(lines: Sequence[str], sheets: Sequence[Sheet], number: int, seed: int) -> Iterator[Asked]:
    """Questions in phrasings given as templates with {agency}, {year} and {measure}, the same number of each."""
    rng = Random(f"given {seed}")
    known = {language: names(sorted({s.agency for s in sheets}), language) for language in LANGUAGES}
    places = _by_stratum(sheets)
    strata = _by_turns(places, rng)
    for line in lines:
        language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in line) else "en"
        template = line.replace("{agency}", "{a}").replace("{year}", "{y}").replace("{measure}", "{t}")
        made = 0
        while made < number:
            sheet, measure = rng.choice(places[next(strata)])
            phrase = _phrase(measure, language, template, rng)
            if phrase is None:
                continue
            made += 1
            agency = rng.choice(known[language][sheet.agency])
            text = line.format(agency=agency, year=sheet.year, measure=phrase.text)
            value = value_of(sheet, measure)
            yield Asked(text, language, line, sheet.agency, sheet.year, measure.stratum, measure.cells, value)


def _by_stratum(sheets: Sequence[Sheet]) -> dict[str, list[tuple[Sheet, Measure]]]:
    places: dict[str, list[tuple[Sheet, Measure]]] = {}
    for sheet in sheets:
        for measure in measures(sheet):
            places.setdefault(measure.stratum, []).append((sheet, measure))
    return places


def _by_turns(places: Mapping[str, Sequence[tuple[Sheet, Measure]]], rng: Random) -> Iterator[str]:
    """The strata without end: each table as often as the others, in it each row and column as often as the others."""
    of_table = {
        table: _shuffled(sorted(one for one, found in places.items() if found[0][1].table == table), rng)
        for table in TABLES
    }
    while True:
        yield from (next(strata) for strata in of_table.values())


def _shuffled(values: Sequence[_ONE], rng: Random) -> Iterator[_ONE]:
    """All of them again and again, each time in another order."""
    for _ in count():
        yield from rng.sample(list(values), len(values))


def _phrase(measure: Measure, language: str, template: str, rng: Random) -> Phrase | None:
    said = fitting(template, phrases(measure, language), measure)
    return rng.choice(said) if said else None


def altered(sheets: Sequence[Sheet], number: int, seed: int) -> Iterator[Asked]:
    """Questions that no plain figure answers, of each kind the same number."""
    rng = Random(f"altered {seed}")
    known = {language: names(sorted({s.agency for s in sheets}), language) for language in LANGUAGES}
    strange = _not_loaded(sheets)
    made = 0
    while made < number:
        kind, language = _KINDS[made % len(_KINDS)], LANGUAGES[made // len(_KINDS) % 2]
        sheet = rng.choice(sheets)
        agency, year = rng.choice(known[language][sheet.agency]), sheet.year
        template = rng.choice(templates(language))
        measure = rng.choice(measures(sheet))
        said = fitting(template, phrases(measure, language), measure)
        if kind == "agency not loaded":
            agency = _said_in_full(rng.choice(strange), language)
        elif kind == "year not loaded":
            year = rng.choice([y for y in range(2015, 2025) if (sheet.agency, y) not in _loaded(sheets)])
        elif kind == "field of the other edition":
            said = _of_other(sheet, sheets, language, template, rng)
        elif kind == "a part of the agency":
            agency = rng.choice(words_of(f"parts {language}")).format(a=agency)
        elif kind == "a condition":
            said = _narrowed(sheet, language, template, rng)
        else:
            said = [Phrase(text, False) for _, texts in words()[f"measures {language}"].items() for text in texts]
            said = said if "{t}" not in template else []
        if not said:
            continue
        made += 1
        text = composed(
            template, agency, year_said(year, language, rng), rng.choice(said).text, counter_of(measure), rng
        )
        yield Asked(text, language, template, sheet.agency, year, kind, (), None)


_KINDS = (
    "agency not loaded",
    "year not loaded",
    "field of the other edition",
    "a condition",
    "another measure",
    "a part of the agency",
)


def _loaded(sheets: Sequence[Sheet]) -> set[tuple[str, int]]:
    return {(sheet.agency, sheet.year) for sheet in sheets}


def _not_loaded(sheets: Sequence[Sheet]) -> list[str]:
    """Agencies of places that no loaded agency is in, and other departments of places where some are."""
    loaded = [sheet.agency for sheet in sheets]
    every = "|".join(loaded)
    departments = [one for one in words()["english"] if one.endswith("局")]
    spelt = {row["pinyin"] for row in regions() if row["short"] in every}
    places = [row["name"] for row in regions() if row["level"] != "province" and row["pinyin"] not in spelt]
    rng = Random(len(loaded))
    far = [rng.choice(places) + rng.choice(departments) for _ in range(300)]
    seats = [agency.removesuffix(one) for agency in loaded for one in departments if agency.endswith(one)]
    near = [rng.choice(seats) + rng.choice(departments) for _ in range(300)]
    # People mix up 局 and 委, so that one may be read as the other.
    return [agency for agency in (*far, *near) if agency.removesuffix("局") not in every]


def _said_in_full(agency: str, language: str) -> str:
    said = names([agency], language)[agency]
    return agency if language == "zh" else next((one for one in said if " " in one and one.isascii()), agency)


def _of_other(sheet: Sheet, sheets: Sequence[Sheet], language: str, template: str, rng: Random) -> list[Phrase]:
    """The words of a field that the form of this report does not have, and no word of one that it has."""
    own = {phrase.text for measure in measures(sheet) for phrase in phrases(measure, language)}
    strata = {_in_any_edition(measure) for measure in measures(sheet)}
    other = rng.choice(sheets)
    foreign = [m for m in measures(other) if m.table == ACTIVE and _in_any_edition(m) not in strata]
    if not foreign:
        return []
    measure = rng.choice(foreign)
    return [one for one in fitting(template, phrases(measure, language), measure) if one.text not in own]


def _in_any_edition(measure: Measure) -> tuple[str, str]:
    """Row and column under the one label that both editions have in common, where they have one."""
    return measure.row.removeprefix("行政规范").removeprefix("规范"), measure.column.removeprefix("本年").removeprefix(
        "处理"
    )


def _narrowed(sheet: Sheet, language: str, template: str, rng: Random) -> list[Phrase]:
    """A figure with a condition that the form does not ask."""
    condition = rng.choice(words_of(f"conditions {language}"))
    # 对个人的处罚 is narrowed; 对个人的申请 may be read as a request of a person.
    whose = "对" not in condition and "against" not in condition
    kinds = [m for m in measures(sheet) if m.column in DEFAULTS and (m.table == ACTIVE or (whose and m.row == NEW))]
    measure = rng.choice(kinds)
    things = [one for one in phrases(measure, language) if one.thing]
    if not things:
        return []
    return [Phrase(condition.format(t=rng.choice(things).text), True)]
