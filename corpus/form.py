"""The statutory form of section two to four, in its two editions: what parsing, understanding and rendering read.

Sources: 国办公开办函〔2019〕60号 (edition 2019, report years 2019 and 2020) and
国办公开办函〔2021〕30号 (edition 2021, from report year 2021). The edition belongs to the table printed, not to the
year. Labels are the official ones without ordinals; a sub-row carries its group: `不予公开/属于国家秘密`.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

EDITIONS = ("2019", "2021")
ACTIVE, REQUESTS, REVIEW = "active_disclosure", "requests", "review_litigation"
TABLES = (ACTIVE, REQUESTS, REVIEW)
TABLE_NAMES = {ACTIVE: ("表二", "table 2"), REQUESTS: ("表三", "table 3"), REVIEW: ("表四", "table 4")}
TABLE_SECTION = {ACTIVE: 2, REQUESTS: 3, REVIEW: 4}

SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of 表二 or 表三, or a block of 表四, in one edition."""

    edition: str
    table: str
    label: str
    columns: tuple[str, ...]
    item: str
    """The paragraph of the Regulations (`第二十条第（六）项`), or its place in the form (`三（三）1`)."""
    default: str
    """The column meant when a question names none."""
    amounts: tuple[str, ...] = ()
    """Columns that hold an amount of money, not a count."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the form."""

    edition: str
    table: str
    row: str
    column: str
    unit: str | None
    """件 or 项; None for an amount, whose unit is the one printed."""
    item: str


_MADE_2019 = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
_MADE_2021 = ("本年制发件数", "本年废止件数", "现行有效件数")
_ITEMS = ("上一年项目数量", "本年增/减", "处理决定数量")
_DECIDED = ("本年处理决定数量",)
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
BLOCKS = ("行政复议", "未经复议直接起诉", "复议后起诉")
CHANGE = "本年增/减"
FEE_AMOUNT, PURCHASE_AMOUNT = "本年收费金额", "采购总金额"

NEW_REQUESTS, CARRIED_IN, GRAND_TOTAL, CARRIED_OUT = (
    "本年新收政府信息公开申请数量",
    "上年结转政府信息公开申请数量",
    "总计",
    "结转下年度继续办理",
)
GROUPS = {
    "不予公开": (
        "属于国家秘密",
        "其他法律行政法规禁止公开",
        "危及“三安全一稳定”",
        "保护第三方合法权益",
        "属于三类内部事务信息",
        "属于四类过程性信息",
        "属于行政执法案卷",
        "属于行政查询事项",
    ),
    "无法提供": ("本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确"),
    "不予处理": (
        "信访举报投诉类申请",
        "重复申请",
        "要求提供公开出版物",
        "无正当理由大量反复申请",
        "要求行政机关确认或重新出具已获取信息",
    ),
}
OTHER_HANDLING = "其他处理"
OTHER_HANDLING_2021 = (
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "其他",
)


def _active(edition: str) -> tuple[Row, ...]:
    def row(label: str, item: str, columns: tuple[str, ...], default: str, amounts: tuple[str, ...] = ()) -> Row:
        return Row(edition, ACTIVE, label, columns, f"第二十条第（{item}）项", default, amounts)

    if edition == "2019":
        return (
            row("规章", "一", _MADE_2019, "本年新制作数量"),
            row("规范性文件", "一", _MADE_2019, "本年新制作数量"),
            row("行政许可", "五", _ITEMS, "处理决定数量"),
            row("其他对外管理服务事项", "五", _ITEMS, "处理决定数量"),
            row("行政处罚", "六", _ITEMS, "处理决定数量"),
            row("行政强制", "六", _ITEMS, "处理决定数量"),
            row("行政事业性收费", "八", _ITEMS[:2], "上一年项目数量"),
            row("政府集中采购", "九", ("采购项目数量", PURCHASE_AMOUNT), "采购项目数量", (PURCHASE_AMOUNT,)),
        )
    return (
        row("规章", "一", _MADE_2021, "本年制发件数"),
        row("行政规范性文件", "一", _MADE_2021, "本年制发件数"),
        row("行政许可", "五", _DECIDED, "本年处理决定数量"),
        row("行政处罚", "六", _DECIDED, "本年处理决定数量"),
        row("行政强制", "六", _DECIDED, "本年处理决定数量"),
        row("行政事业性收费", "八", (FEE_AMOUNT,), FEE_AMOUNT, (FEE_AMOUNT,)),
    )


def _requests(edition: str) -> tuple[Row, ...]:
    def row(label: str, item: str) -> Row:
        return Row(edition, REQUESTS, label, APPLICANTS, item, "总计")

    rows = [row(NEW_REQUESTS, "一"), row(CARRIED_IN, "二"), row("予以公开", "三（一）"), row("部分公开", "三（二）")]
    for ordinal, (group, members) in zip("三四五", GROUPS.items(), strict=True):
        rows += [row(f"{group}/{member}", f"三（{ordinal}）{n}") for n, member in enumerate(members, 1)]
    if edition == "2019":
        rows.append(row(OTHER_HANDLING, "三（六）"))
    else:
        rows += [row(f"{OTHER_HANDLING}/{m}", f"三（六）{n}") for n, m in enumerate(OTHER_HANDLING_2021, 1)]
    return (*rows, row(GRAND_TOTAL, "三（七）"), row(CARRIED_OUT, "四"))


@cache
def rows(edition: str, table: str) -> tuple[Row, ...]:
    """The rows of one table in one edition, in the form's order: 8 or 6, 23 or 25, 3."""
    if table == ACTIVE:
        return _active(edition)
    if table == REQUESTS:
        return _requests(edition)
    return tuple(Row(edition, REVIEW, block, RESULTS, block, "总计") for block in BLOCKS)


@cache
def fields(edition: str, table: str) -> tuple[Field, ...]:
    """The cells of one table in one edition, in the form's order: 22 or 10, 161 or 175, 15."""
    return tuple(
        Field(edition, table, row.label, column, unit(table, column), row.item)
        for row in rows(edition, table)
        for column in row.columns
    )


def row(edition: str, table: str, label: str) -> Row | None:
    """The row of that official label, or None where this edition has none."""
    return next((r for r in rows(edition, table) if r.label == label), None)


# Asked of every cell that is read, and again where it is stored.
@lru_cache(64)
def unit(table: str, column: str) -> str | None:
    """The counter that the form implies for a column; None for an amount of money."""
    if column in (FEE_AMOUNT, PURCHASE_AMOUNT):
        return None
    if table == ACTIVE and column in ("上一年项目数量", CHANGE, "采购项目数量"):
        return "项"
    return "件"


@cache
def outcomes(edition: str) -> tuple[str, ...]:
    """Labels of the rows of 表三 whose sum is （七）总计."""
    labels = [r.label for r in rows(edition, REQUESTS)]
    return tuple(labels[2:-2])


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells of which the form says that they add up to the same."""

    rule: str
    """`requests_balance`, `requests_parts`, `requests_applicants` or `review_total`."""
    label: str
    """The column, row or block in which."""
    left: tuple[tuple[str, str, str], ...]
    """(table, row, column) of each cell."""
    right: tuple[tuple[str, str, str], ...]


@cache
def sums(edition: str, table: str) -> tuple[Sum, ...]:
    """The sums of a table: of 表三 in each column and each row, of 表四 in each block; 表二 has none."""
    if table == REVIEW:
        blocks = ((block, tuple((REVIEW, block, result) for result in RESULTS)) for block in BLOCKS)
        return tuple(Sum("review_total", block, cells[-1:], cells[:-1]) for block, cells in blocks)
    if table != REQUESTS:
        return ()

    def down(column: str, *labels: str) -> tuple[tuple[str, str, str], ...]:
        return tuple((REQUESTS, label, column) for label in labels)

    balance = (
        Sum("requests_balance", c, down(c, NEW_REQUESTS, CARRIED_IN), down(c, GRAND_TOTAL, CARRIED_OUT))
        for c in APPLICANTS
    )
    parts = (Sum("requests_parts", c, down(c, GRAND_TOTAL), down(c, *outcomes(edition))) for c in APPLICANTS)
    across = ((r.label, tuple((REQUESTS, r.label, column) for column in APPLICANTS)) for r in rows(edition, REQUESTS))
    return (
        *balance,
        *parts,
        *(Sum("requests_applicants", label, cells[-1:], cells[:-1]) for label, cells in across),
    )


SUITS = "行政诉讼"
ORGANISATIONS = "法人或其他组织"
DECISIONS = "处理决定数量"
PRIOR_ITEMS = "上一年项目数量"

# The same thing under two labels: 2019's label stands for both.
_ROW_2021 = {"规范性文件": "行政规范性文件"}
_COLUMN_2021 = {DECISIONS: "本年处理决定数量"}

# What a field of one edition comes nearest to in the other. Never the same thing: offered, labelled, not substituted.
NEAREST = {
    ("2019", "现行有效件数"): "对外公开总数量",
    ("2019", "本年制发件数"): "本年新制作数量",
    ("2019", FEE_AMOUNT): PRIOR_ITEMS,
    ("2021", "对外公开总数量"): "现行有效件数",
    ("2021", "本年新制作数量"): "本年制发件数",
    ("2021", PRIOR_ITEMS): "本年处理决定数量",
    ("2021", CHANGE): "本年处理决定数量",
}


def table_of(row: str) -> str:
    """The table that a row, a group of rows or a block belongs to."""
    if row in BLOCKS or row == SUITS:
        return REVIEW
    active = {r.label for edition in EDITIONS for r in rows(edition, ACTIVE)}
    return ACTIVE if row in active else REQUESTS


@cache
def labels(edition: str, row: str) -> tuple[str, ...]:
    """The rows of one edition that a row asked for stands for.

    One row; the members of a group without a subtotal row (不予公开, 行政诉讼, 其他处理 of 2021), to be summed; or ()
    where the edition does not ask it.
    """
    if row == SUITS:
        return BLOCKS[1:]
    if row in GROUPS:
        return tuple(f"{row}/{member}" for member in GROUPS[row])
    if row == OTHER_HANDLING and edition == "2021":
        return tuple(f"{row}/{member}" for member in OTHER_HANDLING_2021)
    label = _ROW_2021.get(row, row) if edition == "2021" else row
    return (label,) if any(r.label == label for t in TABLES for r in rows(edition, t)) else ()


@cache
def columns(edition: str, row: str, column: str) -> tuple[str, ...]:
    """The columns of one edition that a column asked for stands for; several for 法人或其他组织, () where not asked."""
    if column == ORGANISATIONS:
        return APPLICANTS[1:6]
    label = _COLUMN_2021.get(column, column) if edition == "2021" else column
    found = labels(edition, row)
    table = table_of(row)
    fits = bool(found) and all(label in r.columns for r in rows(edition, table) if r.label in found)
    return (label,) if fits else ()


def generic_column(column: str) -> str:
    """The label that stands for a column in both editions: 本年处理决定数量 → 处理决定数量."""
    return next((old for old, new in _COLUMN_2021.items() if new == column), column)


def generic_row(row: str) -> str:
    """The label that stands for a row in both editions: 行政规范性文件 → 规范性文件."""
    return next((old for old, new in _ROW_2021.items() if new == row), row)


def default_of(row: str) -> str:
    """The column a row's figure is read from where nothing says otherwise: the form's own `default`, 2019's first."""
    found = (r.default for edition in EDITIONS for r in rows(edition, table_of(row)) if r.label == row)
    return next(found, GRAND_TOTAL)
