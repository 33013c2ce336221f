"""A made library of five agencies over 2020, 2021 and 2022; one lacks the year between."""

from functools import cache

from assistant.answer import Answer
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from town import Made, _parts, last_of

RISING, FALLING, BENT, LEVEL, LACKING = "寿光市民政局", "婺源县民政局", "嵊州市民政局", "米易县民政局", "金塔县民政局"
YEARS = (2020, 2021, 2022)
PERMITS = {
    RISING: ("10", "20", "45"),
    FALLING: ("90", "40", "39"),
    BENT: ("5", "30", "29"),
    LEVEL: ("7", "7", "14"),
    LACKING: ("1", None, "9"),
}
PENALTIES = {
    RISING: ("0", "4", "8"),
    FALLING: ("6", "12", "24"),
    BENT: ("5", "/", "40"),
    LEVEL: ("8", "4", "2"),
    LACKING: ("1", None, "9"),
}
PLACES = {
    RISING: ("山东省", "潍坊市", "寿光市"),
    FALLING: ("江西省", "上饶市", "婺源县"),
    BENT: ("浙江省", "绍兴市", "嵊州市"),
    LEVEL: ("四川省", "攀枝花市", "米易县"),
    LACKING: ("甘肃省", "酒泉市", "金塔县"),
}


def ask(*questions: str) -> Answer:
    """The answer to the last of several questions of one conversation."""
    return last_of(_library(), questions)


@cache
def _library() -> Library:
    made = Library.memory()
    for agency, place in PLACES.items():
        for n, year in enumerate(YEARS):
            permits, penalties = PERMITS[agency][n], PENALTIES[agency][n]
            if permits is None or penalties is None:
                continue
            rows: dict[str, tuple[str, ...]] = {"行政许可": (permits,), "行政处罚": (penalties,)}
            one = Made(f"{agency}-{year}", agency, place, year, "2021", rows)
            report, figures, counts, passages = _parts(one)
            names = tuple((name.text, name.origin) for name in names_of(agency, place))
            made.add(report, figures, counts, passages, Identity(place, "report", "county", names, kind_of(agency)))
    return made
