"""The notes an answer carries: a code and one line a person reads."""

from collections.abc import Iterable, Sequence

from assistant.language import say
from corpus.report import Figure, Note

_TEXTS = {
    "unit_not_printed": ("报告没有印出这个金额的单位", "the report prints no unit for this amount"),
    "sign_not_printed": (
        "报告印的是数字，没有印增减的方向",
        "the report prints the number without saying more or fewer",
    ),
    "two_numbers": ("一格里印了两个数，值是两者之和", "one cell holds two numbers; the value is their sum"),
    "heading_inferred": (
        "表头没有印出，按表格的顺序认列",
        "the heading is lost; columns are taken in the form's order",
    ),
    "value_lost": (
        "这一行少印一个数，由表内勾稽推断",
        "the row prints one number too few; settled by the form's arithmetic",
    ),
    "value_extra": (
        "这一行多印一个数，由表内勾稽推断",
        "the row prints one number too many; settled by the form's arithmetic",
    ),
    "glued_cut": ("数字连在一起，由表内勾稽切开", "the digits are glued; cut by the form's arithmetic"),
    "place_unknown": ("报告没有写明这个机关在哪里", "the report does not say where this agency is"),
    "agency_from_gazetteer": (
        "名称或地点据行政区划表，报告里没有这样写",
        "name or place from the gazetteer, not from the report",
    ),
    "mixed_years": ("这些报告不是同一年的", "the reports are of different years"),
    "mixed_editions": ("这些报告用的不是同一版表格", "the reports use different editions of the form"),
    "different_scopes": ("两个数统计的不是同一件事", "the numbers count different things"),
    "columns_mixed": (
        "处理决定数与项目数不是同一口径，相除、相减都没有标准含义",
        "decisions and items are different things; their quotient or difference has no standard meaning",
    ),
    "items_filled_as_decisions": (
        "项目数量栏可能填的是决定数：上一年加增减正好等于处理决定数",
        "the item columns may hold decisions: previous year plus change equals decisions exactly",
    ),
    "disputed_operand": ("其中有的数与报告正文不一致", "one of the numbers is contradicted by its report's prose"),
    "report_skipped": ("有报告没有算进来，见范围", "some reports were left out; see coverage"),
    "approximate": ("报告写的是约数", "the report gives it as approximate"),
    "cumulative": ("累计或截至某日的数，可能不止这一年", "a running total, perhaps of more than the year"),
    "weak_evidence": ("全是 0，勾稽成立也说明不了多少", "all are 0: that they balance shows little"),
    "read_by_ocr": (
        "扫描件，数字由 OCR 识别，请对照原件",
        "from a scan: the figure was recognised by OCR, compare it with the original",
    ),
    "may_count_twice": (
        "政府的报告可能已含所属部门和下级的数，相加会重复",
        "a government's report may count its departments and those below it already: added up they count twice",
    ),
    "not_in_reports": ("这是表格的规定，不是报告里的话", "this is what the form says, not a report"),
}


def note(code: str, language: str, figures: Sequence[int] = (), detail: str = "") -> Note:
    """The note of that code, with what it is about where that helps."""
    zh, en = _TEXTS[code]
    line = say(zh, en, language)
    return Note(code, f"{detail}{say('：', ': ', language)}{line}" if detail else line, tuple(figures))


def corrected(said: str, meant: str, language: str) -> Note:
    """The note that a word was read as another."""
    return Note("name_corrected", say(f"“{said}”读作“{meant}”", f"“{said}” read as “{meant}”", language))


def of_figures(figures: Sequence[Figure], language: str) -> tuple[Note, ...]:
    """The notes that the figures themselves carry, one a code."""
    places: dict[str, list[int]] = {}
    for n, figure in enumerate(figures):
        for code in figure.notes:
            places.setdefault(code, []).append(n)
    return tuple(note(code, language, found, _whose(figures, found)) for code, found in places.items() if is_told(code))


def is_told(code: str) -> bool:
    """Whether an answer says that a figure carries this note; others only say how it was read."""
    return code in _TEXTS


def carried(code: str, language: str, agencies: Sequence[str]) -> Note:
    """The note of that code, on figures of these agencies."""
    return note(code, language, (), "、".join(agencies[:3]))


def _whose(figures: Sequence[Figure], found: Sequence[int]) -> str:
    names = list(dict.fromkeys(figures[n].agency for n in found))
    everyone = {figure.agency for figure in figures}
    return "、".join(names[:3]) if len(everyone) > 1 else ""


def once(notes: Iterable[Note]) -> tuple[Note, ...]:
    """One note a code, the first."""
    kept: dict[str, Note] = {}
    for each in notes:
        kept.setdefault(each.code, each)
    return tuple(kept.values())
