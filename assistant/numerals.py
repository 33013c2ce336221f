"""The numbers of a question: years, ranks, conditions, figures it quotes. A bar stays in the place of each.

A pattern is tried only where one of its letters stands in the text: most questions have no number but a year.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number that the question itself states: `73条`, `5`."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on a figure: `> 100`."""

    sign: str
    """`>`, `>=`, `<`, `<=`, `=` or `!=`."""
    value: Decimal
    unit: str = ""
    """万元, where the question says so."""


class Numerals:
    """What was found."""

    def __init__(self) -> None:
        self.years: list[int] = []
        self.item: str | None = None
        self.top: int | None = None
        self.nth: int | None = None
        self.degree: tuple[str, ...] = ()
        self.households: int | None = None
        self.they: int | None = None
        self.bound: Bound | None = None
        self.quoted: list[Quoted] = []
        self.units: tuple[str, ...] = ()


_DIGITS = "零〇一二三四五六七八九"
_CN = "一二两三四五六七八九十"
_VALUES = {ch: n for n, ch in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ROUND = {"百": 100, "千": 1000, "万": 10000, "十": 10}
_SPAN = r"((?:19|20)\d\d)年?\s*(?:-|~|—|–|到|至|to|through)\s*((?:19|20)\d\d)(?:年度?)?"
_YEAR = r"(?<![\d.])((?:19|20)\d\d)(?:年度?|财年)?(?![\d.%]|年?版|号|余|多?[条件篇项家笔])"
_CN_YEAR = rf"([二一][{_DIGITS}]{{3}})年?度?"
_SHORT_YEAR = r"(?<!\d)([12]\d)年"
_ITEM = r"第二十条第?\(?([一五六八九])\)?项|第\(?([一五六八九])\)项"
_TOP = rf"前\s*(\d+|[{_CN}])\s*(?:名|家|位|个)?|top\s*(\d+)"
_MOST = rf"(最[多少高低大小])的?\s*(\d+|[{_CN}])\s*[家个份]"
_NTH = rf"第\s*(\d+|[{_CN}])\s*(?:名|高|多|大|位|低|少|条|项|点|个|(?=呢|$|\?))|(?:second|third)(?=\s)"
_HOUSEHOLDS = rf"(?<![第\d])(\d+|[{_CN}])\s*(?:家|个机关|个单位|份报告|个局)(?!公司|企业)"
_COUNTER = r"(?<![多少])(多少|几)\s*(人次|万元|条|件|篇|次|人|份|起|宗|笔|元)(?!报告|机关|单位|局|文)"
_QUOTED = (
    r"(?<![\d.a-z表])(?<!table )(?<!section )(\d[\d,]*(?:\.\d+)?)\s*(余|多)?"
    r"\s*(条|件|家|篇|项|次|人|万元|元|个|份)?(?![\d.])"
)
_NUMBER = r"(\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_UNITS = r"(?:[件项条家个]|[万亿]?元)?"
# (sign, words one of which must stand in the text, pattern)
_BOUNDS = (
    ("!=", "不为 不是0 非零 不等于 non", r"不为零|不为0|不是0|非零|不等于0|non-?zero"),
    (
        "=",
        "零 0 zero no",
        r"(?:为|是|等于|=)\s*(?:零|0)(?![.\d])|(?:ha[vds]e?|reported?|with)\s+(?:0|no)\b(?!\.)"
        r"|(?:are|is|was|were|equal to|with|of|at)?\s*\bzero\b|(?<![.\d])0\s*[件项条个]的",
    ),
    (
        ">=",
        "不少 不低 至少 大于等于 >= ≥ least 以上",
        rf"(?:不少于|不低于|至少|大于等于|>=|≥|at least)\s*{_NUMBER}\s*{_UNITS}|{_NUMBER}\s*{_UNITS}及?以上",
    ),
    (
        "<=",
        "不超 不多 至多 最多 小于等于 <= ≤ most 以下",
        rf"(?:不超过|不多于|至多|最多|小于等于|<=|≤|at most)\s*{_NUMBER}\s*{_UNITS}|{_NUMBER}\s*{_UNITS}及?以下",
    ),
    (
        ">",
        "大于 超过 高于 多于 过 > more over above exceed greater",
        rf"(?:大于|超过|高于|多于|过|>|more than|over|above|exceeding|greater than)\s*{_NUMBER}\s*{_UNITS}",
    ),
    (
        "<",
        "小于 少于 低于 不到 不足 < less fewer below under",
        rf"(?:小于|少于|低于|不到|不足|<|less than|fewer than|below|under)\s*{_NUMBER}\s*{_UNITS}",
    ),
)


def take(text: str) -> tuple[str, Numerals]:
    """The text without its numbers, and the numbers."""
    found = Numerals()
    text = _years(text, found)
    text = _item(text, found)
    text = _ranks(text, found)
    text = _bound(text, found)
    if ("多少" in text or "几" in text) and (match := re.search(_COUNTER, text)):
        found.units = (match[2],)
        text = text[: match.end(1)] + "|" + text[match.end() :]
    return _quoted(text, found), found


def small(text: str) -> int:
    """`3`, `三`, `两` → int."""
    return int(text) if text.isdigit() else _VALUES[text]


def _years(text: str, found: Numerals) -> str:
    def span(match: re.Match[str]) -> str:
        first, last = sorted((int(match[1]), int(match[2])))
        found.years += range(first, min(last, first + 50) + 1)
        return "|"

    def chinese(match: re.Match[str]) -> str:
        digits = match[1].replace("〇", "零")
        found.years.append(int("".join(str("零一二三四五六七八九".index(ch)) for ch in digits)))
        return "|"

    if any(ch.isdigit() for ch in text):
        text = re.sub(_SPAN, span, text)
        text = _each(_YEAR, text, lambda match: found.years.append(int(match[1])))
        if "年" in text:
            text = _each(_SHORT_YEAR, text, lambda match: found.years.append(2000 + int(match[1])))
    return re.sub(_CN_YEAR, chinese, text) if "〇" in text or "零" in text or "二" in text else text


def _each(pattern: str, text: str, note: Callable[[re.Match[str]], None]) -> str:
    def taken(match: re.Match[str]) -> str:
        note(match)
        return "|"

    return re.sub(pattern, taken, text)


def _without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + "|" + text[match.end() :]


def _item(text: str, found: Numerals) -> str:
    if "项" in text and "第" in text and (match := re.search(_ITEM, text)):
        found.item = match[1] or match[2]
        return _without(text, match)
    return text


def _ranks(text: str, found: Numerals) -> str:
    if "最" in text and (match := re.search(_MOST, text)):
        found.top = small(match[2])
        text = text[: match.end(1)] + "|" + text[match.end() :]
    if ("前" in text or "top" in text) and (match := re.search(_TOP, text)):
        found.top = small(match[1] or match[2])
        text = _without(text, match)
    # 第五部分 and 第三方 are words of their own: only a rank or an item of a list is taken.
    if "倒数" in text and (match := re.search(rf"倒数第?\s*(\d+|[{_CN}])", text)):
        found.nth, found.degree = small(match[1]), ("min",)
        return _without(text, match)
    if ("第" in text or "second" in text or "third" in text) and (match := re.search(_NTH, text)):
        found.nth = {"second": 2, "third": 3}.get(match[0]) or small(match[1])
        found.degree = ("min",) if match[0][-1] in "低少" else ("max",) if match[0][-1] in "高多大" else ()
        text = _without(text, match)
    if ("家" in text or "个" in text or "份" in text) and (match := re.search(_HOUSEHOLDS, text)):
        if match.start() and text[match.start() - 1] in "这那":
            found.they = small(match[1])
            return text[: match.start() - 1] + "|" + text[match.end() :]
        found.households = small(match[1])
        text = _without(text, match)
    return text


def _bound(text: str, found: Numerals) -> str:
    for sign, words, pattern in _BOUNDS:
        if any(word in text for word in words.split()) and (match := re.search(pattern, text)):
            digits = next((group for group in match.groups() if group), "0")
            money = re.search(r"(?:万|亿)?元", match[0])
            found.bound = Bound(sign, _decimal(digits), money[0] if money else "")
            return _without(text, match)
    return text


def _decimal(digits: str) -> Decimal:
    if digits[0].isdigit():
        return Decimal(digits.replace(",", ""))
    total = part = 0
    for ch in digits:
        if ch in _ROUND:
            total += (part or 1) * _ROUND[ch]
            part = 0
        else:
            part = _VALUES[ch]
    return Decimal(total + part)


def _quoted(text: str, found: Numerals) -> str:
    """Numbers with a counter, or alone; `12345热线` stays a word."""
    # 12345 is the name of a hotline, as is 12315: asked who mentions it, it is a word.
    if any(word in text for word in ("提到", "提及", "写到", "谈到", "热线", "mention", "hotline")):
        return text

    def quoted(match: re.Match[str]) -> str:
        after = text[match.end() : match.end() + 1]
        if not match[3] and "\u4e00" <= after <= "\u9fff" and after not in "还或和与是吗但":
            return match[0]
        found.quoted.append(Quoted(Decimal(match[1].replace(",", "")), match[3] or ""))
        return "|"

    return re.sub(_QUOTED, quoted, text) if any(ch.isdigit() for ch in text) else text
