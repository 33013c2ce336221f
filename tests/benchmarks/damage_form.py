"""The statutory form as the damage bench knows it: written down a second time, so that nothing of the parser is in it.

Sources: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号. Official labels have no ordinals, printed ones do.
"""

from dataclasses import dataclass

ACTIVE, REQUESTS, REVIEW = "active_disclosure", "requests", "review_litigation"
TABLES = (ACTIVE, REQUESTS, REVIEW)
Place = tuple[str, str, str]
"""Table, row and column of a cell, in official labels."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A part of 表二 under one heading."""

    item: str
    """Its place in the Regulations: 一, 五, 六, 八, 九."""
    columns: tuple[str, ...]
    rows: tuple[str, ...]


CHANGE, FEE, PURCHASE = "本年增/减", "本年收费金额", "采购总金额"
FEE_PRINTED = "本年收费金额（单位：万元）"
_MADE_2019 = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
_MADE_2021 = ("本年制发件数", "本年废止件数", "现行有效件数")
_ITEMS = ("上一年项目数量", CHANGE, "处理决定数量")
_DECIDED = ("本年处理决定数量",)
PARAGRAPHS = {
    "2019": (
        Paragraph("一", _MADE_2019, ("规章", "规范性文件")),
        Paragraph("五", _ITEMS, ("行政许可", "其他对外管理服务事项")),
        Paragraph("六", _ITEMS, ("行政处罚", "行政强制")),
        Paragraph("八", _ITEMS[:2], ("行政事业性收费",)),
        Paragraph("九", ("采购项目数量", PURCHASE), ("政府集中采购",)),
    ),
    "2021": (
        Paragraph("一", _MADE_2021, ("规章", "行政规范性文件")),
        Paragraph("五", _DECIDED, ("行政许可",)),
        Paragraph("六", _DECIDED, ("行政处罚", "行政强制")),
        Paragraph("八", (FEE,), ("行政事业性收费",)),
    ),
}

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
BLOCKS = ("行政复议", "未经复议直接起诉", "复议后起诉")
NEW, CARRIED_IN, GRAND, CARRIED_OUT = (
    "本年新收政府信息公开申请数量",
    "上年结转政府信息公开申请数量",
    "总计",
    "结转下年度继续办理",
)
_GROUPS = {
    "（三）不予公开": (
        "属于国家秘密",
        "其他法律行政法规禁止公开",
        "危及“三安全一稳定”",
        "保护第三方合法权益",
        "属于三类内部事务信息",
        "属于四类过程性信息",
        "属于行政执法案卷",
        "属于行政查询事项",
    ),
    "（四）无法提供": ("本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确"),
    "（五）不予处理": (
        "信访举报投诉类申请",
        "重复申请",
        "要求提供公开出版物",
        "无正当理由大量反复申请",
        "要求行政机关确认或重新出具已获取信息",
    ),
}
_OTHER_2021 = (
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "其他",
)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A row of 表三."""

    official: str
    group: str
    """As printed before its label, in the first row of the group only; else empty."""
    printed: str


def request_rows(edition: str) -> tuple[RequestRow, ...]:
    """The 23 or 25 rows of 表三, in the form's order."""
    rows = [
        RequestRow(NEW, "", f"一、{NEW}"),
        RequestRow(CARRIED_IN, "", f"二、{CARRIED_IN}"),
        RequestRow("予以公开", "三、本年度办理结果", "（一）予以公开"),
        RequestRow("部分公开", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ]
    groups = dict(_GROUPS)
    if edition == "2021":
        groups["（六）其他处理"] = _OTHER_2021
    for group, members in groups.items():
        bare = group.partition("）")[2]
        rows += [
            RequestRow(f"{bare}/{member}", "" if n else group, f"{n + 1}.{member}") for n, member in enumerate(members)
        ]
    if edition == "2019":
        rows.append(RequestRow("其他处理", "", "（六）其他处理"))
    return (*rows, RequestRow(GRAND, "", "（七）总计"), RequestRow(CARRIED_OUT, "", f"四、{CARRIED_OUT}"))


def places(active: str, requests: str) -> tuple[Place, ...]:
    """Every cell of a report whose 表二 is of one edition and whose 表三 is of another."""
    return (
        *((ACTIVE, row, column) for part in PARAGRAPHS[active] for row in part.rows for column in part.columns),
        *((REQUESTS, row.official, column) for row in request_rows(requests) for column in APPLICANTS),
        *((REVIEW, block, result) for block in BLOCKS for result in RESULTS),
    )
