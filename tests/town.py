"""A library in memory of reports made by hand: agencies, texts and figures of their own, and no parser between.

Six reports of five agencies, in both editions of the form:

    shouguang-2020   2019  寿光市民政局      item columns filled with decisions, amount in 万元
    shouguang-2021   2021  寿光市民政局      the same agency a year later, no reviews or suits at all
    wuyuan-2020      2019  婺源县民政局      cut off in 表三, amount without unit, two numbers in a cell
    shengzhou-2020   2019  嵊州市民政局      prose contradicts a cell, inferred cell, amount in 元
    miyi-2021        2021  米易县交通运输局  another department, an unreadable row, no section five
    minzong-2021     2021  民宗局            nobody says where it is
"""

import atexit
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from hashlib import sha256

from assistant.answer import Answer
from assistant.chat import Chat
from corpus import form
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from corpus.library.where import Where
from corpus.numbers import read_cell
from corpus.report import Count, Document, Figure, Hit, Line, Passage, Report, Section, Source, State

SHOUGUANG, WUYUAN, SHENGZHOU = "寿光市民政局", "婺源县民政局", "嵊州市民政局"
MIYI, MINZONG = "米易县交通运输局", "民宗局"
Printed = tuple[str, ...]
"""The cells of a row as printed, with `+` before one that is inferred; a row of one glued text cannot be cut."""


@dataclass(frozen=True, slots=True)
class Told:
    """A number of the prose: unit, what it counts, as printed; its sentence holds them."""

    value: str
    unit: str
    object: str
    raw: str
    sentence: str
    approximate: bool = False
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """One report of the town. Rows that it does not print are rows of zeros."""

    stem: str
    agency: str
    place: tuple[str, ...]
    year: int
    edition: str
    rows: dict[str, Printed]
    told: tuple[Told, ...] = ()
    problems: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    last: str = "无其他需要报告的事项。"
    notes: dict[str, str] | None = None
    """row → code that its cells carry."""
    cut_after: str = ""
    """The row of 表三 after which the file ends."""


def _applicants(persons: int, firms: int = 0) -> Printed:
    return (str(persons), str(firms), "0", "0", "0", "0", str(persons + firms))


def _reviewed(*results: int) -> Printed:
    return (*map(str, results), str(sum(results)))


ITEMS = "320条，其中网站200条、微信公众号90余条"
PARTS = "410条，其中网站300条、微信公众号110条"
TOWN = (
    Made(
        "shouguang-2020", SHOUGUANG, ("山东省", "潍坊市", "寿光市"), 2020, "2019",
        {
            "规范性文件": ("2", "2", "9"),
            "行政许可": ("12", "增加 3", "40"),
            "其他对外管理服务事项": ("6", "0", "310"),
            "行政处罚": ("20", "减少 5", "15"),
            "行政事业性收费": ("1", "0"),
            "政府集中采购": ("4", "36.5万元"),
            form.NEW_REQUESTS: _applicants(5, 2),
            form.CARRIED_IN: _applicants(1),
            "予以公开": _applicants(3, 1),
            "部分公开": _applicants(1),
            "不予公开/保护第三方合法权益": _applicants(0, 1),
            "无法提供/本机关不掌握相关政府信息": _applicants(1),
            form.GRAND_TOTAL: _applicants(5, 2),
            form.CARRIED_OUT: _applicants(1),
            "行政复议": _reviewed(2, 1, 0, 1),
            "未经复议直接起诉": _reviewed(1, 0, 0, 0),
            "复议后起诉": _reviewed(0, 0, 0, 2),
        },
        (
            Told("320", "条", "主动公开政府信息", "320条", f"全年主动公开政府信息{ITEMS}。"),
            Told("200", "条", "网站", "200条", f"全年主动公开政府信息{ITEMS}。"),
            Told("90", "条", "微信公众号", "90余条", f"全年主动公开政府信息{ITEMS}。", True),
            Told("26", "次", "举办政务公开培训", "26次", "举办政务公开培训26次。"),
        ),
        ("一是公开目录更新不及时。", "二是基层业务人员培训不足。"),
        ("一是每月检查公开目录。", "二是组织政务公开业务培训。"),
        "本年度收取信息处理费0元。如有疑问请联系办公室，电话：0536-5221111。",
    ),
    Made(
        "shouguang-2021", SHOUGUANG, ("山东省", "潍坊市", "寿光市"), 2021, "2021",
        {
            "行政规范性文件": ("3", "1", "11"),
            "行政许可": ("52",),
            "行政处罚": ("18",),
            "行政强制": ("2",),
            "行政事业性收费": ("18.8710万元",),
            form.NEW_REQUESTS: _applicants(10),
            form.CARRIED_IN: _applicants(1),
            "予以公开": _applicants(8),
            "其他处理/其他": _applicants(1),
            form.GRAND_TOTAL: _applicants(9),
            form.CARRIED_OUT: _applicants(2),
        },
        (
            Told("410", "条", "主动公开政府信息", "410条", f"全年主动公开政府信息{PARTS}。"),
            Told("300", "条", "网站", "300条", f"全年主动公开政府信息{PARTS}。"),
            Told("110", "条", "微信公众号", "110条", f"全年主动公开政府信息{PARTS}。"),
        ),
        ("一是政策解读形式单一。",),
        ("一是制作图文解读。",),
    ),
    Made(
        "wuyuan-2020", WUYUAN, ("江西省", "上饶市", "婺源县"), 2020, "2019",
        {
            "行政许可": ("8", "增 1 减 3", "25"),
            "其他对外管理服务事项": ("3", "0", "120"),
            "行政处罚": ("9", "10", "15"),
            "政府集中采购": ("2", "88000"),
            form.NEW_REQUESTS: _applicants(3),
            form.CARRIED_IN: ("", "", "", "", "", "", "/"),
            "予以公开": _applicants(2),
        },
        (
            Told("150", "条", "主动公开政府信息", "150条", "主动公开政府信息150条。"),
            Told("60", "条", "受疫情影响通过线上公开信息", "60条", "因受疫情影响，通过线上公开信息60条。"),
        ),
        ("一是政策解读数量偏少。",),
        ("一是增加政策解读数量。", "二是组织一次政府开放日。"),
        notes={"行政许可": "two_numbers", "政府集中采购": "unit_not_printed"},
        cut_after="部分公开",
    ),
    Made(
        "shengzhou-2020", SHENGZHOU, ("浙江省", "绍兴市", "嵊州市"), 2020, "2019",
        {
            "行政许可": ("5", "1", "0"),
            "行政处罚": ("2", "0", "33"),
            "政府集中采购": ("3", "95000元"),
            form.NEW_REQUESTS: ("4", "0", "0", "0", "0", "0", "+4"),
            "予以公开": _applicants(4),
            form.GRAND_TOTAL: _applicants(4),
        },
        (Told("41", "件", "办理行政处罚案件", "41件", "全年办理行政处罚案件41件。"),),
        ("一是信息更新不及时。",),
        ("一是加强对政府信息公开业务的检查。",),
        notes={form.NEW_REQUESTS: "value_lost"},
    ),
    Made(
        "miyi-2021", MIYI, ("四川省", "攀枝花市", "米易县"), 2021, "2021",
        {"行政规范性文件": ("693665",), "行政许可": ("200",), "行政事业性收费": ("251000元",)},
        (Told("77", "条", "主动公开信息", "77条", "主动公开信息77条，接听热线电话。"),),
    ),
    Made("minzong-2021", MINZONG, (), 2021, "2021", {"行政许可": ("6",)}),
)  # fmt: skip


def library() -> Library:
    """The town's reports in a new library in memory."""
    made = Library.memory()
    for one in TOWN:
        add(made, one)
    return made


def add(made: Library, one: Made) -> None:
    """Store one report, with the names that people give its agency."""
    report, figures, counts, passages = _parts(one)
    names = tuple((name.text, name.origin) for name in names_of(one.agency, one.place))
    told = "report" if one.place else ""
    made.add(
        report,
        figures,
        counts,
        passages,
        Identity(one.place, told, "county" if one.place else "", names, kind_of(one.agency)),
    )


class Town(Chat):
    """A conversation over the town; it finds passages by the characters that they share with a question."""

    def __init__(self, made: Library | None = None) -> None:
        super().__init__(made or _shared())

    def close(self) -> None:
        if self.library is not _shared():
            super().close()

    def _find(self, text: str, where: Where, limit: int) -> Sequence[Hit]:
        reports = [entry.report for entry in self.library.entries(where)]
        found = [Hit(p, _alike(text, p.text), p.text) for p in self.library.passages(reports=reports)]
        return sorted(found, key=lambda hit: -hit.score)[:limit]


@cache
def _shared() -> Library:
    """The town that every conversation reads and none changes."""
    made = library()
    atexit.register(made.close)
    return made


def last_of(library: Library, questions: Sequence[str]) -> Answer:
    """The answer to the last of several questions of one conversation over a library."""
    chat = Town(library)
    return [chat.ask(question) for question in questions][-1]


def ask(*questions: str) -> Answer:
    """The answer to the last of several questions of one conversation."""
    chat = Town()
    try:
        return [chat.ask(question) for question in questions][-1]
    finally:
        chat.close()


def _alike(text: str, other: str) -> float:
    pairs = {text[n : n + 2] for n in range(len(text) - 1)}
    return sum(pair in other for pair in pairs) / max(1, len(pairs))


class _Sheet:
    """The lines of a report while it is written."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: list[str] = []

    def write(self, line: str) -> Source:
        self.lines.append(line)
        return Source(self.file, f"/town/{self.file}", len(self.lines), len(self.lines))


def _parts(one: Made) -> tuple[Report, list[Figure], list[Count], list[Passage]]:
    sheet = _Sheet(f"{one.stem}.txt")
    sheet.write(f"{one.agency}{one.year}年政府信息公开工作年度报告")
    figures: list[Figure] = []
    counts: list[Count] = []
    passages: list[Passage] = []
    starts: list[int] = []
    for number, title in enumerate(form.SECTIONS, 1):
        starts.append(len(sheet.lines) + 1)
        heading = f"{'一二三四五六'[number - 1]}、{title}"
        sheet.write(heading)
        for table in (name for name, section in form.TABLE_SECTION.items() if section == number):
            figures += _table(one, table, sheet)
        counts += _counts(one, sheet) if number == 1 else []
        passages += _passages(one, sheet, number, heading, [c.sentence for c in counts] if number == 1 else [])
    return _report(one, sheet, starts), figures, counts, passages


def _report(one: Made, sheet: _Sheet, starts: Sequence[int]) -> Report:
    ends = [start - 1 for start in starts[1:]] + [len(sheet.lines)]
    titles = [sheet.lines[start - 1] for start in starts]
    sections = tuple(Section(n, *part) for n, part in enumerate(zip(titles, starts, ends, strict=True), 1))
    lines = tuple(Line(n, text) for n, text in enumerate(sheet.lines, 1))
    digest = sha256("\n".join(sheet.lines).encode()).hexdigest()
    document = Document(sheet.file, f"/town/{sheet.file}", digest, "utf-8", lines)
    return Report(document, sheet.lines[0], one.agency, one.year, sections, ())


def _table(one: Made, table: str, sheet: _Sheet) -> Iterator[Figure]:
    cut: Source | None = None
    for row in form.rows(one.edition, table):
        printed = one.rows.get(row.label, ("0",) * len(row.columns))
        if one.cut_after and (cut or table == form.REVIEW):
            cut = cut or Source(sheet.file, f"/town/{sheet.file}", len(sheet.lines))
            yield from (_lost(one, row, column, State.CUT_OFF, cut, None) for column in row.columns)
            continue
        line = " ".join(f"{row.label} {' '.join(printed).replace('+', '')}".split())
        source = sheet.write(line)
        if len(printed) < len(row.columns):
            yield from (_lost(one, row, column, State.UNREADABLE, source, line) for column in row.columns)
        else:
            cells = zip(row.columns, printed, strict=True)
            yield from (_figure(one, row, column, text, source, line) for column, text in cells)
        cut = source if row.label == one.cut_after else None


def _lost(one: Made, row: form.Row, column: str, state: State, source: Source, line: str | None) -> Figure:
    return Figure(
        "", one.agency, one.year, one.edition, row.table, row.label, column, None, None, state, source, None, line
    )


def _figure(one: Made, row: form.Row, column: str, text: str, source: Source, line: str) -> Figure:
    cell = read_cell(text.lstrip("+"))
    figure = Figure(
        "", one.agency, one.year, one.edition, row.table, row.label, column, cell.value,
        cell.unit or form.unit(row.table, column), cell.state, source, text.lstrip("+"), line,
        unit_printed=cell.unit is not None, parts=cell.parts, notes=_notes(one, row.label, column, text),
    )  # fmt: skip
    return replace(figure, state=State.INFERRED, proof="总计 = 各项之和") if text.startswith("+") else figure


def _notes(one: Made, row: str, column: str, text: str) -> tuple[str, ...]:
    """A bare number of change has no sign; the other codes belong to one cell of their row."""
    if column == form.CHANGE and text.isdigit() and text != "0":
        return ("sign_not_printed",)
    code = (one.notes or {}).get(row, "")
    at = {"two_numbers": form.CHANGE, "unit_not_printed": form.PURCHASE_AMOUNT, "value_lost": "总计"}.get(code)
    return (code,) if at == column else ()


def _counts(one: Made, sheet: _Sheet) -> Iterator[Count]:
    places: dict[str, Source] = {}
    for told in one.told:
        source = places.get(told.sentence) or places.setdefault(told.sentence, sheet.write(told.sentence))
        yield Count(
            "", one.agency, one.year, Decimal(told.value), told.unit, told.object, told.raw, told.approximate,
            told.sentence, 1, source, told.cumulative,
        )  # fmt: skip


def _passages(one: Made, sheet: _Sheet, number: int, title: str, said: Sequence[str]) -> Iterator[Passage]:
    for sentence in dict.fromkeys(said):
        line = sheet.lines.index(sentence) + 1
        source = Source(sheet.file, f"/town/{sheet.file}", line, line)
        yield Passage("", one.agency, one.year, title, number, (), "prose", None, sentence, source)
    items = [("problem", one.problems), ("measure", one.measures)] if number == 5 else []
    items += [("prose", (one.last,))] if number == 6 else []
    for kind, texts in items:
        for n, text in enumerate(texts, 1):
            item = None if kind == "prose" else n
            yield Passage("", one.agency, one.year, title, number, (), kind, item, text, sheet.write(text))
