"""A chat that answers what a test tells it to, about agencies and figures that do not exist."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from assistant.answer import Answer, Choice, Coverage, Outcome, Reading, ResultRow, Skipped
from assistant.chat import Chat
from assistant.library.aside import Adding
from assistant.library.build import Added
from corpus import form
from corpus.errors import LibraryBusy, NianbaoError, Stopped
from corpus.report import Check, Entry, Figure, Hit, Note, Passage, Section, Source, State, Title

YUNXI, QINGLAN, BAIHE = "云溪县林业局", "青岚市交通运输局", "白鹤区市场监督管理局"

YUNXI_2020 = (
    "云溪县林业局2020年政府信息公开工作年度报告",
    "",
    "一、总体情况",
    "2020年，我局作出行政处罚决定七十四件，主动公开信息 [bold]305[/bold] 条，其中网站公开 290 条。" * 3,
    "\x1b[31m本行含有\x1b[0m控制字符\x07与 [red]记号[/red]。",
    "二、主动公开政府信息情况",
    "信息内容\t上一年项目数量\t本年增/减\t处理决定数量",
    "行政许可\t14\t减少 2\t31",
    "行政处罚\t61\t增加 5\t73",
    "行政强制\t4\t4\t4",
    "三、收到和处理政府信息公开申请情况",
    "一、本年新收政府信息公开申请数量\t7\t0\t0\t0\t0\t0\t7",
    "五、存在的主要问题及改进情况",
    "一是公开的内容不够及时，更新较慢。二是人员少，业务不熟。",
    "二是下一步将增加培训，每季度检查一次公开目录的更新情况。",
    *(f"附注第 {n} 条。" for n in range(1, 41)),
)
QINGLAN_2021 = ("青岚市交通运输局2021年政府信息公开工作年度报告", "行政处罚\t512", "行政许可\t88")


def entry(report: str, agency: str, year: int | None, text: Sequence[str]) -> Entry:
    return Entry(
        report,
        agency,
        (),
        "",
        year,
        ("2019",),
        text[0],
        f"{report}.txt",
        f"/made-up/{report}.txt",
        (Section(1, "一、总体情况", 3, 5), Section(2, "二、主动公开政府信息情况", 6, 10)),
        (),
        {"printed": 20, "inferred": 3, "cut_off": 2, "unreadable": 5},
        4,
    )


ENTRIES = (
    entry("yunxi-2020", YUNXI, 2020, YUNXI_2020),
    entry("qinglan-2021", QINGLAN, 2021, QINGLAN_2021),
)


def figure(
    row: str = "行政处罚",
    column: str = "处理决定数量",
    raw: str | None = "73",
    line: int = 9,
    *,
    agency: str = YUNXI,
    year: int = 2020,
    report: str = "yunxi-2020",
    table: str = "active_disclosure",
    edition: str = "2019",
    state: State = State.PRINTED,
    row_raw: str | None = "行政处罚 61 增加 5 73",
) -> Figure:
    value = Decimal(raw) if raw and raw.isdigit() else None
    source = Source(f"{report}.txt", f"/made-up/{report}.txt", line)
    return Figure(report, agency, year, edition, table, row, column, value, "件", state, source, raw, row_raw)


READ = Reading("value", (YUNXI,), (2020,), "active_disclosure", "行政处罚", "处理决定数量")


def passage(text: str, line: int, best: str = "") -> Hit:
    source = Source("yunxi-2020.txt", "/made-up/yunxi-2020.txt", line, line)
    where = Passage("yunxi-2020", YUNXI, 2020, "五、存在的主要问题及改进情况", 5, (), "problem", 1, text, source)
    return Hit(where, 0.8, best or text)


FOUND = figure()
OTHER = figure(
    "行政处罚", "本年处理决定数量", "512", 2, agency=QINGLAN, year=2021, report="qinglan-2021", edition="2021",
    row_raw="行政处罚 512",
)  # fmt: skip


def answered(question: str = "云溪县林业局2020年行政处罚多少件") -> Answer:
    head = f"{YUNXI} 2020年 行政处罚 · 处理决定数量：73 件"
    return Answer(
        question, Outcome.ANSWERED, "zh", head, READ, value="73", unit="件", figures=(FOUND,), figures_total=1
    )


def noted(question: str = "noted") -> Answer:
    note = Note("value_lost", "这一行少印一个数；按表内勾稽关系，本列只有一种读法。", (0,))
    inferred = replace(FOUND, state=State.INFERRED, proof="总计 = 各项之和")
    return replace(answered(question), outcome=Outcome.NOTED, notes=(note,), figures=(inferred,))


def disputed(question: str = "disputed") -> Answer:
    head = f"表格 73 件，正文七十四件 [yunxi-2020.txt:4]：{YUNXI} 2020 年 行政处罚。报告没有说哪个对。"
    prose = passage(YUNXI_2020[3], 4, "我局作出行政处罚决定七十四件")
    return replace(answered(question), outcome=Outcome.DISPUTED, headline=head, value=None, passages=(prose,))


def clarify(question: str = "clarify") -> Answer:
    choices = (
        Choice(1, "行政许可 · 处理决定数量", "云溪县林业局2020年行政许可处理决定数量"),
        Choice(2, "行政处罚 · 处理决定数量", "云溪县林业局2020年行政处罚处理决定数量"),
        Choice(3, "行政强制 · 处理决定数量", "云溪县林业局2020年行政强制处理决定数量"),
    )
    return Answer(question, Outcome.CLARIFY, "zh", "“处理决定”有三行，问的是哪一行？", READ, choices=choices)


def refusal(question: str = "refusal") -> Answer:
    coverage = Coverage(0, (Skipped(BAIHE, 2020, "no_report"),))
    head = f"没有载入{BAIHE}的报告。\n已载入：{YUNXI} 2020、{QINGLAN} 2021"
    return Answer(question, Outcome.NO_REPORT, "zh", head, Reading("value"), coverage=coverage)


def declined(outcome: Outcome, head: str) -> Callable[[str], Answer]:
    return lambda question: Answer(question, outcome, "zh", head, READ, coverage=Coverage(1))


def table(question: str = "table") -> Answer:
    rows = (
        ResultRow(QINGLAN, 2021, "2021", "512", "件", "printed", 1, (1,)),
        ResultRow(YUNXI, 2020, "2019", "73", "件", "printed", 2, (0,)),
        ResultRow(BAIHE, 2020, "2019", None, None, "cut_off"),
    )
    note = Note("mixed_years", "各报告的年度不同：2020、2021。", (0, 1))
    return Answer(
        question,
        Outcome.NOTED,
        "zh",
        "行政处罚 · 处理决定数量，从多到少：",
        Reading("rank", (), (), "active_disclosure", "行政处罚", "处理决定数量"),
        figures=(FOUND, OTHER),
        figures_total=2,
        rows=rows,
        notes=(note,),
        coverage=Coverage(2, (Skipped(BAIHE, 2020, "no_cell"),)),
        chart=True,
    )


def quoted(question: str = "quoted") -> Answer:
    hits = (passage(YUNXI_2020[13], 14, "一是公开的内容不够及时，更新较慢。"), passage(YUNXI_2020[14], 15))
    return Answer(
        question,
        Outcome.ANSWERED,
        "en",
        "What the report says, verbatim:",
        Reading("narrative", (YUNXI,), (2020,), section=5, topic="存在的问题"),
        passages=hits,
        coverage=Coverage(1),
    )


def escaped(question: str = "escaped") -> Answer:
    hit = passage(YUNXI_2020[4], 5, YUNXI_2020[4])
    head = "报告原文：[bold]照原样[/bold] \x1b[31m显示"
    note = Note("definition", "[red]也照原样[/red]")
    return Answer(question, Outcome.ANSWERED, "zh", head, Reading("narrative"), passages=(hit,), notes=(note,))


SCRIPT: dict[str, Callable[[str], Answer]] = {
    "noted": noted,
    "disputed": disputed,
    "clarify": clarify,
    "refusal": refusal,
    "table": table,
    "quoted": quoted,
    "escaped": escaped,
    "no_field": declined(Outcome.NO_FIELD, f"{YUNXI} 2020 年用的是 2019 版表格，没有“收费金额”这一项（不是 0）。"),
    "no_cell": declined(Outcome.NO_CELL, f"{YUNXI} 2020 年 行政许可：文件在此截断，不是 0 (yunxi-2020.txt:8)"),
    "undefined": declined(Outcome.UNDEFINED, "0 ÷ 0：分母为 0，没有比率。"),
    "not_stated": declined(Outcome.NOT_STATED, "报告里没有说到“经费”。查了 1 份报告的正文和表格。"),
    "out_of_scope": declined(Outcome.OUT_OF_SCOPE, "这不是报告里写的事。可以问某机关某年的行政处罚、申请等数字。"),
}


STATES = (State.PRINTED, State.BLANK, State.DASH, State.CUT_OFF, State.UNREADABLE, State.INFERRED)
RAWS = ("7", "", "/", None, "77", "3")


def _row(table: str, row: str, columns: Sequence[str], line: int) -> tuple[Figure, ...]:
    """A row whose cells are in every state, the first a zero."""
    cells = [figure(row, columns[0], "0", line, table=table)]
    for n, column in enumerate(columns[1:]):
        cells.append(figure(row, column, RAWS[n % 6], line, table=table, state=STATES[n % 6]))
    return tuple(cells)


SHEETS = {
    form.ACTIVE: _row(form.ACTIVE, "行政许可", ("上一年项目数量", form.CHANGE, "处理决定数量"), 8)
    + (figure("行政处罚", "上一年项目数量", "61"), figure("行政处罚", form.CHANGE, "增加 5"), FOUND),
    form.REQUESTS: tuple(
        cell for row in form.rows("2019", form.REQUESTS) for cell in _row(form.REQUESTS, row.label, row.columns, 12)
    ),
    form.REVIEW: (),
}


class FakeAdding(Adding):
    """Five files; the third cannot be read. A test holds it at a gate, where it is told to."""

    gate: threading.Event | None = None

    def __init__(self, named: Sequence[Path]) -> None:
        self.total = 5
        self.cancelled = False
        self.told = ""
        self.named = tuple(named)

    def results(self) -> Iterator[Added]:
        for n in range(5):
            if n == 3 and self.gate:
                assert self.gate.wait(30)
            if self.cancelled:
                return
            if n == 2:
                yield Added("c.pdf", "failed", None, "文件有密码。", "请去掉密码。")
            else:
                yield Added(f"{n}.txt", "added", f"{n}")

    def fault(self) -> str:
        return ""

    def cancel(self) -> None:
        self.cancelled = True
        if self.gate:
            self.gate.set()


class FakeChat(Chat):
    """Answers by the script above; any other question gets the plain figure."""

    def __init__(self, entries: tuple[Entry, ...] = ENTRIES, home: Path | None = None) -> None:
        self.turns = []
        self.loaded = entries
        self.opened: list[str] = []
        self.root = home or Path("/made-up")
        self.unsaved = None
        self.under_way = threading.Event()

    @property
    def home(self) -> Path:
        return self.root

    def names(self) -> tuple[tuple[str, str], ...]:
        names = tuple((name, entry.agency) for entry in self.loaded for name in (entry.agency, entry.agency[:3]))
        return (*names, ("yunxi", YUNXI))

    def figures(self, report: str, table: str) -> tuple[Figure, ...]:
        return SHEETS[table]

    def suggestions(self, answer: Answer, stopped: Callable[[], bool] | None = None, most: int = 3) -> tuple[str, ...]:
        return (f"{YUNXI}2020年行政许可多少件？",) if answer.question == "followed" else ()

    def slot_choices(self, slot: str) -> tuple[tuple[str, str], ...]:
        return tuple((label, f"{label}呢？") for label in ("行政许可", "行政强制", "规章"))

    def add_aside(self, named: Sequence[Path]) -> Adding:
        return FakeAdding(named)

    def warm(self) -> None:
        pass

    def ask(self, text: str, stopped: Callable[[], bool] | None = None) -> Answer:
        if text == "busy":
            raise LibraryBusy("库正被另一个进程写入，请稍后再试。", "another process writes: try again later.")
        if text == "endless":
            self.under_way.set()
            while not (stopped and stopped()):
                threading.Event().wait(0.01)
            raise Stopped
        if text == "broken":
            raise RuntimeError("a slip of ours")
        answer = SCRIPT.get(text, answered)(text)
        self.turns.append(answer)
        return answer

    def slots(self) -> Reading | None:
        return self.turns[-1].reading if self.turns else None

    def restart(self) -> None:
        self.turns.clear()

    def titles(self) -> tuple[Title, ...]:
        return tuple(Title(e.report, e.agency, (e.place or ("",))[0], e.year) for e in self.loaded)

    def entries(self, reports: Sequence[str] | None = None) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.loaded if reports is None or entry.report in reports)

    def faults(self) -> tuple[NianbaoError, ...]:
        return ()

    def lines(self, report: str) -> tuple[str, ...]:
        self.opened.append(report)
        return {"yunxi-2020": YUNXI_2020, "qinglan-2021": QINGLAN_2021}[report]

    def checks(self, report: str | None = None) -> tuple[Check, ...]:
        return (
            Check("yunxi-2020", "total_is_sum", "pass", "7 = 7", (), (12,)),
            Check("yunxi-2020", "prose_matches_table", "fail", "正文七十四件，表格 73 件", (FOUND,), (4, 9)),
        )

    def close(self) -> None:
        pass
