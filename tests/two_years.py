"""A made library of six agencies with two years each: three counties and three cities of three provinces."""

from functools import cache

from assistant.answer import Answer
from corpus import form
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from town import Made, _applicants, _parts, last_of

AGENCIES = (
    ("寿光市民政局", ("山东省", "潍坊市", "寿光市"), "county"),
    ("潍坊市民政局", ("山东省", "潍坊市"), "city"),
    ("婺源县民政局", ("江西省", "上饶市", "婺源县"), "county"),
    ("上饶市卫生健康委员会", ("江西省", "上饶市"), "city"),
    ("嵊州市民政局", ("浙江省", "绍兴市", "嵊州市"), "county"),
    ("绍兴市卫生健康委员会", ("浙江省", "绍兴市"), "city"),
)
YEARS = (2021, 2022)
PERMITS = {2021: (40, 70, 25, 110, 0, 55), 2022: (52, 60, 31, 150, 7, 55)}
PENALTIES = {2021: (15, 80, 12, 33, 5, 0), 2022: (18, 64, 30, 33, 11, 3)}
FORCED = {2021: (2, 3, 0, 1, 0, 4), 2022: (1, 5, 0, 2, 1, 4)}
FEES = {
    2021: ("3.5万元", "12万元", "0", "20万元", "9000元", "1.25万元"),
    2022: ("4万元", "10万元", "0", "22万元", "9500元", "1万元"),
}
PERSONS = {2021: (10, 30, 4, 22, 3, 9), 2022: (12, 26, 8, 22, 0, 13)}
FIRMS = {2021: (2, 5, 0, 1, 1, 0), 2022: (3, 4, 1, 1, 0, 2)}
DISCLOSED = {2021: (8, 20, 3, 15, 4, 6), 2022: (9, 21, 6, 17, 0, 10)}


def ask(*questions: str) -> Answer:
    """The answer to the last of several questions of one conversation."""
    return last_of(_library(), questions)


@cache
def _library() -> Library:
    made = Library.memory()
    for year in YEARS:
        for n, (agency, place, level) in enumerate(AGENCIES):
            report, figures, counts, passages = _parts(_written(n, year))
            names = tuple((name.text, name.origin) for name in names_of(agency, place))
            made.add(report, figures, counts, passages, Identity(place, "report", level, names, kind_of(agency)))
    return made


def _written(n: int, year: int) -> Made:
    agency, place, _ = AGENCIES[n]
    rows = {
        "行政许可": (str(PERMITS[year][n]),),
        "行政处罚": (str(PENALTIES[year][n]),),
        "行政强制": (str(FORCED[year][n]),),
        "行政事业性收费": (FEES[year][n],),
        form.NEW_REQUESTS: _applicants(PERSONS[year][n], FIRMS[year][n]),
        "予以公开": _applicants(DISCLOSED[year][n]),
        form.GRAND_TOTAL: _applicants(PERSONS[year][n], FIRMS[year][n]),
    }
    return Made(f"agency{n}-{year}", agency, place, year, "2021", rows)
