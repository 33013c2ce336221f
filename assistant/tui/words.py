"""What the interface says in its two languages, and the examples it offers."""

from collections.abc import Sequence

from assistant.answer import Outcome, Reading
from assistant.language import say
from corpus.report import Title

BADGES = {
    Outcome.NOTED: ("有说明", "noted"),
    Outcome.DISPUTED: ("两处不一致", "disputed"),
    Outcome.CLARIFY: ("请选择", "which one?"),
    Outcome.NO_REPORT: ("未载入", "not loaded"),
    Outcome.NO_FIELD: ("表中无此项", "not in the form"),
    Outcome.NO_CELL: ("此格缺失", "cell lost"),
    Outcome.UNDEFINED: ("无法计算", "undefined"),
    Outcome.NOT_STATED: ("报告未说", "not stated"),
    Outcome.OUT_OF_SCOPE: ("不在范围内", "out of scope"),
    Outcome.ERROR: ("出错", "error"),
}
OPERATIONS = {
    "value": ("数值", "value"),
    "change": ("变化", "change"),
    "trend": ("历年", "over the years"),
    "streak": ("连续变化", "years in a row"),
    "compare": ("比较", "comparison"),
    "difference": ("相差", "difference"),
    "ratio": ("倍数", "ratio"),
    "share": ("占比", "share"),
    "rank": ("排名", "ranking"),
    "place": ("名次", "place in a ranking"),
    "filter": ("筛选", "condition"),
    "sum": ("合计", "sum"),
    "totals": ("合计", "sums"),
    "groups": ("分组合计", "sums by group"),
    "mean": ("平均", "mean"),
    "median": ("中位数", "median"),
    "rate": ("比率", "rate"),
    "list": ("列表", "list"),
    "profile": ("概况", "profile"),
    "export": ("导出", "export"),
    "check": ("核对", "check"),
    "reconcile": ("正文与表格", "prose and tables"),
    "missing": ("缺失", "missing"),
    "coverage": ("收录", "coverage"),
    "contents": ("目录", "contents"),
    "source": ("出处", "source"),
    "narrative": ("正文", "text"),
    "prose": ("正文里的数", "numbers of the text"),
    "measures": ("措施", "measures"),
    "search": ("检索", "search"),
    "definition": ("释义", "definition"),
    "conversation": ("对话", "conversation"),
}


def badge(outcome: Outcome, language: str) -> str:
    """The word that names an outcome; empty for `answered`."""
    return say(*BADGES.get(outcome, ("", "")), language)


def slots(reading: Reading) -> dict[str, str]:
    """The slots in use, by name: agency, year, row, column, topic, operation; none where only the last is."""
    agencies = "".join(reading.agencies[:1])
    if len(reading.agencies) > 1:
        agencies += say(f" 等 {len(reading.agencies)} 个机关", f" and {len(reading.agencies) - 1} more")
    found = {
        "agency": agencies,
        "year": spanned(reading.years),
        "row": reading.row or "",
        "column": reading.column or "",
        "topic": reading.topic or "",
        "operation": say(*OPERATIONS.get(reading.operation, ("", ""))),
    }
    in_use = {name: text for name, text in found.items() if text}
    return in_use if len(in_use) > 1 else {}


def spanned(years: Sequence[int]) -> str:
    """Years as `2020`, `2019、2021`, or `2019-2021` where they follow on one another."""
    ordered = sorted(set(years))
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}-{ordered[-1]}"
    return "、".join(str(year) for year in ordered)


def examples(titles: Sequence[Title], language: str) -> tuple[str, ...]:
    """Three questions that these reports can answer, or fewer; none for an empty library."""
    dated = [title for title in titles if title.year is not None and title.agency]
    if not dated:
        return ()
    first, last = dated[0], dated[-1]
    many = first.agency != last.agency
    across = say(
        "哪个机关的行政处罚处理决定最多？" if many else f"{first.agency}{first.year}年收到多少件政府信息公开申请？",
        "which agency made the most 行政处罚 decisions?" if many else f"new requests of {first.agency} in {first.year}",
        language,
    )
    return (
        say(
            f"{first.agency}{first.year}年行政处罚多少件？",
            f"how many 行政处罚 did {first.agency} report in {first.year}?",
            language,
        ),
        across,
        say(
            f"{last.agency}{last.year}年存在哪些问题？",
            f"what problems did {last.agency} name in {last.year}?",
            language,
        ),
    )


def held(titles: Sequence[Title]) -> str:
    """How much is loaded: `5 份报告 · 2019–2021`."""
    years = sorted({title.year for title in titles if title.year is not None})
    span = "" if not years else f" · {years[0]}" + (f"-{years[-1]}" if years[-1] != years[0] else "")
    agencies = len({title.agency for title in titles})
    return (
        say(
            f"{len(titles)} 份报告 · {agencies} 个机关",
            f"{len(titles)} report{'s' * (len(titles) != 1)} · {agencies} agenc{'ies' if agencies != 1 else 'y'}",
        )
        + span
    )
