"""Printed labels of the form → its rows, however they are spaced, numbered, bracketed, cut or spelt.

A label is compared by its Chinese characters alone, in simplified form, ordinals and bracketed remarks left out.
"""

import re
from functools import cache, lru_cache

from corpus.form import GRAND_TOTAL, OTHER_HANDLING, OTHER_HANDLING_2021, REQUESTS, rows
from corpus.width import half_width

# Traditional characters that the form's own vocabulary and the titles of reports can hold.
_SIMPLIFIED = str.maketrans(
    "廢戶億結訟縣當類復複覆強議護沒報審務問處补補屬祕繳門采採規罰萬訪經爲為統鎮無維詢會後過黨辦糾監續決區開環鄉動單轉於費廳現權穩舉關"
    "內範国國購業說説訴認間許組確進級題機執額請體繼廣納項對獲總數檔況计計織條据據減構釐發製歸檢勞團聯實協衛專將應從",
    "废户亿结讼县当类复复复强议护没报审务问处补补属秘缴门采采规罚万访经为为统镇无维询会后过党办纠监续决区开环乡动单转于费厅现权稳举关"
    "内范国国购业说说诉认间许组确进级题机执额请体继广纳项对获总数档况计计织条据据减构厘发制归检劳团联实协卫专将应从",
)
_BRACKETED = re.compile(r"\([^()]*\)")
_OPEN_BRACKET = re.compile(r"\((?![一二三四五六七八九十]\)).*$")
_CHINESE_ORDINAL = re.compile(r"\([一二三四五六七八九十]{1,2}\)|(?<![\u4e00-\u9fff])[一二三四五六七八九十]{1,2}[、.]")
_ARABIC_ORDINAL = re.compile(r"(?<!\d)(\d{1,2})[.、](?!\d)")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")

# Printed variants of a row's label, as they stand after `key`.
_ALIASES = {
    "规范性文件": ("规范性档案",),
    "行政规范性文件": ("规范性文件", "规范性档案"),
    "其他对外管理服务事项": ("其他对外管理服务", "对外管理服务事项"),
    "行政强制": ("行政强制措施",),
    "行政事业性收费": ("行政事业性收费项目",),
    "政府集中采购": ("政府采购",),
    "不予公开/其他法律行政法规禁止公开": ("其他法律法规禁止公开", "其他法律法规规章禁止公开", "法律行政法规禁止公开"),
    "不予公开/危及“三安全一稳定”": ("危及三安全一稳定",),
    "总计": ("合计",),
}
# Words that also head a column or stand inside other labels: these rows are known by the end of the label alone, with
# nothing but a group's label before it.
_BY_END = {
    OTHER_HANDLING: ("其他处理",),
    f"{OTHER_HANDLING}/其他": ("其他",),
    GRAND_TOTAL: ("总计", "合计"),
}
_GROUP_LETTERS = frozenset("本年度办理结果不予公开无法提供处其他")
_SHORTEST = 3
_LONGEST_LABEL = 60
_GROUP = re.compile("^[本年度办理结果]*(?:不予公开|无法提供|不予处理|其他处理)?")
_ENOUGH_ALIKE = 0.6


def flat(text: str) -> str:
    """The text without any blank, in half-width forms and simplified characters."""
    return _flat(text) if len(text) <= _LONGEST_LABEL else _flat.__wrapped__(text)


# The same labels and headings stand in report after report.
@lru_cache(8192)
def _flat(text: str) -> str:
    bare = "".join(half_width(text).split())
    # To look for a traditional character takes a tenth of the time in which every one is looked up.
    return bare.translate(_SIMPLIFIED) if _traditional().search(bare) else bare


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(chr(old) for old, new in _SIMPLIFIED.items() if old != new)}]")


@lru_cache(4096)
def key(text: str) -> str:
    """The Chinese characters of a label: `(三) 不予公 开→1. 属于国家秘密（…）` → 不予公开属于国家秘密."""
    half = _CHINESE_ORDINAL.sub("", flat(text))
    return _NOT_HAN.sub("", _OPEN_BRACKET.sub("", _BRACKETED.sub("", half)))


def ordinal(text: str) -> str:
    """The last Arabic ordinal that a label prints, `3` of `3.要求提供公开出版物`; empty where it prints none."""
    found = _ARABIC_ORDINAL.findall(flat(text))
    return str(found[-1]) if found else ""


@lru_cache(64)
def _keys(label: str) -> tuple[str, ...]:
    own = _NOT_HAN.sub("", label.rpartition("/")[2])
    return (own, *_ALIASES.get(label, ()))


@lru_cache(8192)
def agreement(text: str, edition: str, table: str) -> dict[str, float]:
    """Row → how well a printed label is its own, 0 to 1; rows that agree too little are left out."""
    printed, number = key(text), ordinal(text)
    if not printed:
        return {}
    found = {row.label: _exact(printed, text, row.label) for row in rows(edition, table)}
    best = max(found.values())
    if best < 0.9:
        found = {row.label: _near(printed, number, row.label, row.item, table) for row in rows(edition, table)}
    return {label: score for label, score in found.items() if score > 0}


def _exact(printed: str, text: str, label: str) -> float:
    """1 for the row's label at the end of the printed one, 0.9 for it inside, the longer the better."""
    if label in _BY_END:
        return 0.95 if _ends_with(printed, text, label) else 0.0
    best = 0.0
    for own in _keys(label):
        if printed.endswith(own):
            best = max(best, 1.0 if printed == own else 0.96 + len(own) / 1000)
        elif own in printed:
            best = max(best, 0.9 + len(own) / 1000)
    return best


def _ends_with(printed: str, text: str, label: str) -> bool:
    """One of the words of `_BY_END`, behind nothing but a group, under an ordinal of its own."""
    end = next((end for end in _BY_END[label] if printed.endswith(end)), "")
    if not end:
        return label == OTHER_HANDLING and printed == "其他" and "六" in text
    number = ordinal(text)
    return says_no_more(printed.removesuffix(end)) and number in (("", "3") if end == "其他" else ("",))


def says_no_more(printed: str) -> bool:
    """The characters of a label are those of a group's label, or none."""
    return all(letter in _GROUP_LETTERS for letter in printed)


def says_nothing(text: str) -> bool:
    """A label that is lost, only that of a group, or too short to tell rows apart."""
    printed = key(text)
    return says_no_more(printed) or len(_GROUP.sub("", printed)) < _SHORTEST


def _near(printed: str, number: str, label: str, item: str, table: str) -> float:
    """A label cut short agrees as far as it goes, if its ordinal does; else letters in common, in order."""
    if label in _BY_END or len(printed) < 2 or says_no_more(printed):
        return 0.0
    same = not number or not item[-1:].isdigit() or item.endswith(number)
    if not same:
        return 0.0
    bare = _GROUP.sub("", printed)
    if any(len(part) >= 3 and own.startswith(part) for own in _keys(label) for part in (printed, bare)):
        return 0.85 if number else 0.8
    score = max(_alike(part, own) for own in _keys(label) for part in {printed, bare})
    return score * 0.85 if score >= (_ENOUGH_ALIKE if table == REQUESTS else 0.85) else 0.0


def _alike(one: str, other: str) -> float:
    """Letters in common, in order, as a share of both."""
    if len(one) > 3 * len(other) or len(other) > 3 * len(one):
        return 0.0
    last = [0] * (len(other) + 1)
    for mine in one:
        now = [0]
        for n, theirs in enumerate(other):
            now.append(last[n] + 1 if mine == theirs else max(last[n + 1], now[n]))
        last = now
    return 2 * last[-1] / (len(one) + len(other))


def labels_inside(text: str, edition: str, table: str) -> int:
    """How many rows' labels stand in a text, whole or by ordinal: with several, nothing says whose values follow."""
    printed = key(text)
    numbered = len(_ARABIC_ORDINAL.findall(flat(text)))
    own_labels = {own for row in rows(edition, table) if row.label not in _BY_END for own in _keys(row.label)}
    inside = [own for own in own_labels if own in printed]
    return max(numbered, sum(1 for own in inside if not any(own != other and own in other for other in inside)))


def is_heading(text: str) -> bool:
    """The text stands in the heading of 表二: the name of a paragraph, or 信息内容."""
    half = flat(text)
    return "信息内容" in half or half.startswith(("第二十条", "二十条第"))


def other_2021(text: str) -> bool:
    """The text is the label of one of the rows that only edition 2021 has under 其他处理."""
    # Not by its key: a bracket that a page break leaves open would hide all that follows.
    printed = _NOT_HAN.sub("", flat(text))
    return any(_NOT_HAN.sub("", label)[:9] in printed for label in OTHER_HANDLING_2021[:2]) or "逾期不补正" in printed
