"""A synthetic library: some 200 agencies of eight provinces over four years, every cell known.

Places are real, agencies and figures are made up. The reports are written by the damage bench's writer, which shares
nothing with the parser, and read in the ordinary way; what the writer wrote is the truth that answers are held against.

    python tests/benchmarks/nation.py FOLDER [--seed 1] [--agencies 200]    writes the files into a folder
"""

import argparse
import csv
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

import damage_layout
import damage_writer
from assistant.library import build
from corpus import form
from damage_form import ACTIVE, REQUESTS, Place
from damage_layout import HTML, PIPES, TABS, Layout
from damage_writer import Cell, Lines, Printed

PROVINCES = ("江苏省", "浙江省", "河南省", "湖南省", "广东省", "四川省", "云南省", "陕西省")
YEARS = (2019, 2020, 2021, 2022)
DEPARTMENTS = {
    "教育局": "education",
    "财政局": "finance",
    "民政局": "civil",
    "公安局": "police",
    "司法局": "justice",
    "水利局": "water",
    "审计局": "audit",
    "统计局": "statistics",
    "卫生健康局": "health",
    "卫生健康委员会": "health",
    "市场监督管理局": "market",
    "交通运输局": "transport",
    "农业农村局": "agriculture",
    "自然资源局": "land",
    "住房和城乡建设局": "housing",
    "应急管理局": "emergency",
    "城市管理局": "city",
    "人力资源和社会保障局": "labour",
    "文化和旅游局": "culture",
    "发展和改革委员会": "reform",
    "人民政府办公室": "office",
}
_OF_PROVINCE = {"民政厅": "civil", "水利厅": "water", "财政厅": "finance", "自然资源厅": "land"}
_IN_COUNTIES = (1, 2, 3, 3, 4, 5)
"""How many agencies report in each of a province's counties."""
PROBLEMS = (
    "公开目录更新不够及时",
    "政策解读的形式比较单一",
    "基层工作人员培训不足",
    "网站检索不够方便",
    "公众参与的渠道偏少",
    "依申请公开的答复不够规范",
)
MEASURES = (
    "每月检查公开目录",
    "多用图表和视频解读政策",
    "组织两次业务培训",
    "改进网站的检索",
    "举办政府开放日",
    "统一答复文书的格式",
)


@dataclass(frozen=True, slots=True)
class Written:
    """One report and what stands in it."""

    stem: str
    """Name of its file without the ending, and its id in the library."""
    agency: str
    place: tuple[str, ...]
    """Province, city, county, as far as it has them."""
    year: int
    editions: tuple[str, str]
    """Of 表二 and 表三: they differ in a report that mixes both."""
    values: dict[Place, str]
    """Cell → its text: plain decimal, or `` and `/` where the report states no number."""
    problems: tuple[str, ...]
    measures: tuple[str, ...]
    published: int
    """The items made public that the prose tells of."""


@dataclass(frozen=True, slots=True)
class Office:
    """An agency before it reports."""

    name: str
    place: tuple[str, ...]
    stem: str


def offices(seed: int, count: int = 200) -> tuple[Office, ...]:
    """The agencies of a library, by province."""
    rng = Random(f"offices {seed}")
    each = [list(_of_province(rng, province, count // len(PROVINCES))) for province in PROVINCES]
    return tuple(office for of_one in each for office in of_one)


def nation(seed: int = 1, count: int = 200) -> tuple[Written, ...]:
    """The reports of a library, by agency then year; here and there a year is missing."""
    return tuple(
        _report(Random(f"{seed} {office.name} {year}"), office, year)
        for office in offices(seed, count)
        for year in YEARS
        if Random(f"there {seed} {office.name} {year}").random() > 0.06
    )


@cache
def regions() -> tuple[dict[str, str], ...]:
    """The rows of the gazetteer, read as a table."""
    text = (Path(form.__file__).parent / "identity" / "regions.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line[:1].isdigit())
    names = ("code", "name", "short", "level", "parent", "pinyin", "former")
    return tuple(csv.DictReader(lines, names))


def _below(code: str) -> list[dict[str, str]]:
    return [row for row in regions() if row["parent"] == code]


def _of_province(rng: Random, name: str, count: int) -> Iterator[Office]:
    """One department of the province, three of each of two cities, one to five in each of its counties."""
    province = next(row for row in regions() if row["name"] == name)
    body = rng.choice(list(_OF_PROVINCE))
    yield Office(name + body, (name,), f"{province['code']}-{_OF_PROVINCE[body]}")
    made = 1
    cities = rng.sample([city for city in _below(province["code"]) if len(_below(city["code"])) > 2], 4)
    seats = [(city, [province, city], 3) for city in cities[:2]]
    for many in rng.sample(_IN_COUNTIES, len(_IN_COUNTIES)) * (1 + count // 25):
        city = rng.choice(cities)
        county = rng.choice(_below(city["code"]))
        seats.append((county, [province, city, county], many))
    taken: set[str] = set()
    for seat, chain, many in seats:
        if seat["code"] in taken:
            continue
        taken.add(seat["code"])
        for department in rng.sample(sorted(DEPARTMENTS), many):
            stem = f"{seat['code']}-{DEPARTMENTS[department]}"
            if made < count and stem not in taken:
                made += 1
                taken.add(stem)
                yield Office(_said(chain) + department, tuple(row["name"] for row in chain), stem)


def _said(chain: Sequence[dict[str, str]]) -> str:
    """A district says its city first; a county or a city says only its own name."""
    own = chain[-1]["name"]
    return chain[-2]["name"] + own if own.endswith("区") else own


def _editions(rng: Random, year: int) -> tuple[str, str]:
    if year < 2021:
        return "2019", "2019"
    draw = rng.random()
    if draw < (0.06 if year == 2021 else 0.02):
        return "2019", "2019"
    if draw < 0.1:
        return rng.choice((("2019", "2021"), ("2021", "2019")))
    return "2021", "2021"


def _report(rng: Random, office: Office, year: int) -> Written:
    editions = _editions(rng, year)
    values = damage_writer.values_of(rng, *editions)
    if rng.random() < 0.08:
        values |= dict.fromkeys(_zeros(rng, values), rng.choice(("", "/")))
    which = sorted(rng.sample(range(len(PROBLEMS)), rng.randint(1, 3)))
    return Written(
        f"{office.stem}-{year}",
        office.name,
        office.place,
        year,
        editions,
        values,
        tuple(PROBLEMS[n] for n in which),
        tuple(MEASURES[n] for n in which),
        rng.randint(50, 9_999),
    )


def _zeros(rng: Random, values: dict[Place, str]) -> list[Place]:
    """The cells of a row of nothing but zeros: some agencies print no number there."""
    rows: dict[tuple[str, str], list[Place]] = {}
    for place in values:
        if place[0] in (ACTIVE, REQUESTS):
            rows.setdefault(place[:2], []).append(place)
    empty = [places for places in rows.values() if all(values[place] == "0" for place in places)]
    return rng.choice(empty) if empty else []


def content(one: Written) -> tuple[bytes, str]:
    """The bytes of a report's file and the ending of its name."""
    rng = Random(f"layout {one.stem}")
    layout = Layout(rng.choice((TABS, PIPES, HTML)), stubs_kept=rng.random() < 0.3, rules=rng.random() < 0.3)
    lines = damage_writer.written(rng, one.editions, one.values, _opening(one), _closing(one))
    unwritten = [_unwritten(line) for line in lines]
    return damage_layout.content(unwritten, layout), "html" if layout.kind == HTML else "txt"


def _unwritten(line: Printed) -> Printed:
    """A line of cells, as they are."""
    return Printed(line.role, line.table, line.words, tuple(Cell(c.text, c.place) for c in line.cells), line.row)


def _opening(one: Written) -> Lines:
    return damage_writer.prose(
        (
            f"{one.agency}{one.year}年政府信息公开工作年度报告",
            "一、总体情况",
            f"{one.year}年，本机关认真做好政府信息公开工作，全年主动公开政府信息{one.published}条。",
        )
    )


def _closing(one: Written) -> Lines:
    numbers = "一二三"
    found = "".join(f"{numbers[n]}是{text}。" for n, text in enumerate(one.problems))
    done = "".join(f"{numbers[n]}是{text}。" for n, text in enumerate(one.measures))
    return damage_writer.prose(
        (
            "五、存在的主要问题及改进情况",
            f"（一）存在的主要问题。{found}",
            f"（二）改进措施。{done}",
            "六、其他需要报告的事项",
            "本年度没有其他需要报告的事项。",
        )
    )


def write(folder: Path, reports: Sequence[Written]) -> None:
    """Write the files of the reports into a folder."""
    for one in reports:
        written, ending = content(one)
        (folder / f"{one.stem}.{ending}").write_bytes(written)


def home(seed: int = 1, count: int = 200) -> Path:
    """A home with the library, made once for every state of the code that reads and writes it."""
    kept = Path(tempfile.gettempdir()) / f"nianbao-nation-{seed}-{count}-{_fingerprint()}"
    if kept.exists():
        return kept
    aside = Path(tempfile.mkdtemp(prefix="nianbao-nation-"))
    (aside / "files").mkdir()
    write(aside / "files", nation(seed, count))
    build.init(aside, empty=True)
    with build.open_library(aside, writable=True) as library:
        build.add(library, [aside / "files"])
    try:
        aside.rename(kept)
    except OSError:
        # Another process was first.
        shutil.rmtree(aside)
    return kept


def _fingerprint() -> str:
    """Of the code that writes, reads and stores reports."""
    root, here = Path(form.__file__).parents[1], Path(__file__).parent
    own = [here / f"{name}.py" for name in ("nation", "damage_form", "damage_layout", "damage_page", "damage_writer")]
    files = [*sorted((root / "corpus").rglob("*.py")), *own, root / "index" / "passage.py", Path(build.__file__)]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def main() -> None:
    """Write the files of a library into a folder."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--agencies", type=int, default=200)
    chosen = options.parse_args()
    reports = nation(chosen.seed, chosen.agencies)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    write(chosen.folder, reports)
    print(f"{len(reports)} reports of {len({one.agency for one in reports})} agencies in {chosen.folder}")


if __name__ == "__main__":
    main()
