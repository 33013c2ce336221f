"""Printed lines of a table → rows of the form.

The printed rows are laid against the rows of the form as a whole: a sequence alignment whose score is how well the
labels agree, so that a lost label, a label broken by a page, a repeated heading or a stray line moves no value to
another row. Which columns the values belong to is `figures`' business.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.form import APPLICANTS, GRAND_TOTAL, OTHER_HANDLING, REQUESTS, RESULTS, Row
from corpus.numbers import is_value
from corpus.parse import squeeze
from corpus.report import Line

_ORDINAL = re.compile(r"^(?:[(（][一二三四五六七八九十][)）]|[一二三四五六七八九十]、|\d{1,2}[.、．](?!\d))+")
_HEADING = re.compile(
    "|".join((*APPLICANTS[:-1], *RESULTS[:-1], "申请人情况", "法人或其他组织", "信息内容", "勾稽关系"))
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENOUGH = 0.5
"""Labels that agree less are not the same row."""
_KEYS = {
    "本年新收政府信息公开申请数量": "本年新收",
    "上年结转政府信息公开申请数量": "上年结转",
    "结转下年度继续办理": "结转下年度",
    "不予公开/其他法律行政法规禁止公开": "禁止公开",
    "不予公开/危及“三安全一稳定”": "三安全一稳定",
    "不予公开/保护第三方合法权益": "保护第三方",
    "不予公开/属于三类内部事务信息": "内部事务信息",
    "不予公开/属于四类过程性信息": "过程性信息",
    "不予公开/属于行政执法案卷": "执法案卷",
    "不予公开/属于行政查询事项": "行政查询",
    "无法提供/本机关不掌握相关政府信息": "不掌握",
    "无法提供/没有现成信息需要另行制作": "现成信息",
    "无法提供/补正后申请内容仍不明确": "补正后",
    "不予处理/信访举报投诉类申请": "信访举报",
    "不予处理/要求提供公开出版物": "公开出版物",
    "不予处理/无正当理由大量反复申请": "大量反复",
    "不予处理/要求行政机关确认或重新出具已获取信息": "重新出具",
    "其他处理/申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "逾期不补正",
    "其他处理/申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "逾期未按收费",
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed row: its label as far as printed, and the cells from the first value to the last."""

    label: tuple[str, ...]
    """Its label cells, squeezed; those broken to the next line joined on."""
    values: tuple[str, ...]
    """As printed, blanks between values kept, blanks around them not."""
    line: Line


def printed_rows(lines: Sequence[Line]) -> tuple[Printed, ...]:
    """The rows with values, each with the parts of its label that stand on the lines behind it."""
    found: list[Printed] = []
    for line in lines:
        if not line.cells:
            continue
        row = _row(line)
        if row.values:
            found.append(row)
        elif found and row.label and not _HEADING.search("".join(row.label)):
            found[-1] = replace(found[-1], label=(*found[-1].label, *row.label))
    return tuple(found)


def _row(line: Line) -> Printed:
    places = [n for n, cell in enumerate(line.cells) if is_value(cell)]
    label = [n for n, cell in enumerate(line.cells) if cell and n not in places and _HAN.search(cell)]
    first = max(label) + 1 if label and places and max(label) < places[-1] else 0
    places = [n for n in places if n >= first]
    values = line.cells[places[0] : places[-1] + 1] if places else ()
    return Printed(tuple(squeeze(line.cells[n]) for n in label), tuple(values), line)


def align(printed: Sequence[Printed], expected: Sequence[Row]) -> dict[str, Printed]:
    """Rows of the form → the printed row of each, in order, by the alignment with the best agreement of labels."""
    scores = [[_agreement(p.label, row) for row in expected] for p in printed]
    best = [[0.0] * (len(expected) + 1) for _ in range(len(printed) + 1)]
    for n in range(len(printed) - 1, -1, -1):
        for m in range(len(expected) - 1, -1, -1):
            together = scores[n][m] + best[n + 1][m + 1] if scores[n][m] >= _ENOUGH else -1.0
            best[n][m] = max(together, best[n + 1][m], best[n][m + 1])
    return _walked(printed, expected, scores, best)


def _walked(
    printed: Sequence[Printed], expected: Sequence[Row], scores: list[list[float]], best: list[list[float]]
) -> dict[str, Printed]:
    found: dict[str, Printed] = {}
    n = m = 0
    while n < len(printed) and m < len(expected):
        if scores[n][m] >= _ENOUGH and best[n][m] == scores[n][m] + best[n + 1][m + 1]:
            found[expected[m].label] = printed[n]
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            n += 1
        else:
            m += 1
    return found


def _agreement(label: tuple[str, ...], row: Row) -> float:
    """0 to 1: how well a printed label is that of a row. The part nearest the values counts, then the whole."""
    if not label:
        return 0.0
    official = squeeze(row.label.rpartition("/")[2])
    key = _key(row)
    parts = [_ORDINAL.sub("", part) for part in label]
    whole = _ORDINAL.sub("", "".join(label))
    if row.label == GRAND_TOTAL and row.table == REQUESTS:
        return 1.0 if any(part in ("总计", "合计") for part in parts) else 0.0
    if row.label in (OTHER_HANDLING, f"{OTHER_HANDLING}/其他"):
        wanted = row.label.rpartition("/")[2]
        return 1.0 if wanted in parts else 0.8 if parts[-1].startswith(wanted) else 0.0
    if official in parts:
        return 1.0
    if key in "".join(parts):
        return 0.95
    return max(_similar(part, official) for part in (*parts, whole))


@cache
def _key(row: Row) -> str:
    return _KEYS.get(row.label, squeeze(row.label.rpartition("/")[2]))


def _similar(part: str, official: str) -> float:
    """A label cut short agrees as far as it goes; else the share of two-letter pieces in common."""
    if len(part) >= 3 and official.startswith(part):
        return 0.9
    own = {part[n : n + 2] for n in range(len(part) - 1)}
    other = {official[n : n + 2] for n in range(len(official) - 1)}
    return 2 * len(own & other) / (len(own) + len(other)) if own and other else 0.0
