"""The conditions of a question on a figure: at least 30, between 70 and 90, zero. A mark stays in the place of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on a figure: `> 100`."""

    sign: str
    """`>`, `>=`, `<`, `<=`, `=` or `!=`."""
    value: Decimal
    unit: str = ""
    """万元 or %, where the question says so."""


OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
OPPOSITE = {">": "<=", "<=": ">", "<": ">=", ">=": "<", "=": "!=", "!=": "="}
# What stands where a condition was, one character a condition: no text that a person types has it.
_FIRST_MARK = 0xE000
_MARKS = re.compile("[\ue000-\ue0ff]")

_ROUND = {"百": 100, "千": 1000, "万": 10000, "十": 10}
_VALUES = {ch: n for n, ch in enumerate("零一二三四五六七八九十")} | {"两": 2}
_ENGLISH = {word: n for n, word in enumerate("zero one two three four five six seven eight nine ten".split())} | {
    "a hundred": 100,
    "one hundred": 100,
    "a thousand": 1000,
    "one thousand": 1000,
}
_NUMBER = (
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+|(?:a|one) (?:hundred|thousand)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|zero)(?![a-z]))"
)
_UNITS = r"(?:[件项条家个]|[万亿]?元|%|percent)?"
_TO = r"\s*(?:-|~|—|–|到|至|和|与|and|to)\s*"
# (sign, words one of which must stand in the text, pattern); `..` is a range with both its ends.
_PATTERNS = (
    (
        "..",
        "之间 介于 区间 between from range",
        rf"(?:在|介于|处于)?\s*{_NUMBER}\s*{_UNITS}{_TO}{_NUMBER}\s*{_UNITS}的?(?:之间|区间)"
        rf"|介于\s*{_NUMBER}\s*{_UNITS}{_TO}{_NUMBER}\s*{_UNITS}"
        rf"|(?:between|from|in the range(?: of)?)\s*{_NUMBER}{_TO}{_NUMBER}",
    ),
    ("!=", "不为 不是 非零 不等于 non", r"不为零|不为0(?!\.)|不是零|不是0(?!\.)|非零|不等于0(?!\.)|non-?zero"),
    (
        "=",
        "零 0 zero no",
        r"(?:均为|为|是|等于|=)\s*(?:零|0)(?![.\d])|(?:ha[vds]e?|reported?|with|issued?|made)\s+(?:0|no)\b(?!\.)"
        r"|(?:(?<=and )|(?<=but )|(?<=or ))no\b"
        r"|(?:are|is|was|were|equal to|with|of|at)?\s*\bzero\b|(?<![.\d])0\s*[件项条个]的",
    ),
    (
        "=",
        "正好 恰好 刚好 等于 恰为 为 是 exactly equal",
        rf"(?<![不因作])(?:为|是)\s*{_NUMBER}\s*{_UNITS}的(?=机关|单位|报告|有|是|$)|(?:正好|恰好|刚好|恰)(?:是|为|有)?\s*{_NUMBER}\s*{_UNITS}|(?:(?<!不)|等不)等于\s*{_NUMBER}\s*{_UNITS}"
        rf"|(?:exactly|equal to)\s*{_NUMBER}",
    ),
    (
        ">=",
        "不少 不低 不小 至少 起码 大于等于 >= ≥ least 以上 fewer less more 上百 上千",
        r"(?:不少于|不低于|不小于|至少有?|起码有?|大于等于|大于或等于|>=|≥|at least|no fewer than|no less than)"
        rf"\s*{_NUMBER}\s*{_UNITS}"
        rf"|{_NUMBER}\s*{_UNITS}及?以上|{_NUMBER} or more|上(百|千)(?=[件项条个的]|$)",
    ),
    (
        "<=",
        "不超 未超 不多 不大 不高 至多 最多 小于等于 <= ≤ most more up 以下 以内 之内 fewer less",
        r"(?:不超过|未超过|不多于|不大于|不高于|至多|最多|小于等于|小于或等于|<=|≤|at most|no more than|up to)"
        rf"\s*{_NUMBER}\s*{_UNITS}"
        rf"|{_NUMBER}\s*{_UNITS}(?:及?以下|以内|之内)|{_NUMBER} or (?:fewer|less)",
    ),
    (
        ">",
        "大于 超过 高于 多于 超出 过 逾 破 > more over above exceed greater higher",
        r"(?:大于|超过|超出|高于|多于|过|逾|破|>|more than|over|above|exceeding|exceeds?|greater than|higher than)"
        rf"\s*{_NUMBER}\s*{_UNITS}",
    ),
    (
        "<",
        "小于 少于 低于 不到 不足 不满 < less fewer below under lower",
        rf"(?:小于|少于|低于|不到|不足|不满|<|less than|fewer than|lower than|below|under)\s*{_NUMBER}\s*{_UNITS}",
    ),
)


_TIMES = re.compile(
    r"翻了?([一两二三四]?)番|翻了?一?倍"
    # 比乙多一倍 is no change, as 比上年多一倍 is.
    r"|(?:增长|增加|上升|(?:(?<=比上年)|(?<=比去年)|(?<=比上一年)|(?<=较上年)|(?<=较去年)|(?<=比\|))多)了?[一1]倍(?:以上|多)?"
    r"|(?:at least |more than )?doubl(?:ed|ing|e(?! (?:the|that|those|of|as|what)(?![a-z])| [a-z]+'s))(?![a-z])"
    r"|(?P<half>(?:减|下降|减少)了?一?半(?!年)(?:以上)?|腰斩|(?:at least )?halv(?:ed|ing|e)(?![a-z]))"
)
"""翻番 is to grow by a hundred percent and more, 翻两番 by three hundred, 减半 to fall by fifty."""


def multiplied(text: str) -> str:
    """The text with such a word as the condition that it is: 翻番 → 增长不少于100%."""
    if not any(word in text for word in ("翻", "倍", "半", "腰斩", "doubl", "halv")):
        return text
    english = text.isascii()

    def told(match: re.Match[str]) -> str:
        if match["half"]:
            return " fell at least 50% " if english else "减少不少于50%"
        percent = (2 ** _VALUES.get(match[1] or "一", 1) - 1) * 100
        return f" grew at least {percent}% " if english else f"增长不少于{percent}%"

    return _TIMES.sub(told, text)


def mark(text: str) -> tuple[str, list[tuple[Bound, ...]]]:
    """The text with a mark in the place of each condition, and the conditions in their order. A range is two bounds."""
    # Nobody types a mark of ours, but a font of its own may be pasted.
    text = _MARKS.sub(" ", text)
    found: list[tuple[int, int, tuple[Bound, ...]]] = []
    for sign, words, pattern in _PATTERNS:
        if any(word in text for word in words.split()):
            found += [(m.start(), m.end(), _read(sign, m)) for m in re.finditer(pattern, text)]
    # The first, and of those that begin together the longest: 不超过 before 超过.
    found.sort(key=lambda one: (one[0], -one[1]))
    parts, at = "", 0
    bounds: list[tuple[Bound, ...]] = []
    for start, end, read in found:
        if start >= at:
            parts += text[at:start] + chr(_FIRST_MARK + len(bounds) % 256)
            bounds.append(read)
            at = end
    return parts + text[at:], bounds


def marked(text: str, bounds: list[tuple[Bound, ...]]) -> tuple[str, tuple[Bound, ...]]:
    """A marked text with bars for its marks, and the bounds that they stand for."""
    here = tuple(bound for ch in _MARKS.findall(text) for bound in bounds[ord(ch) - _FIRST_MARK])
    return _MARKS.sub("|", text), here


def _read(sign: str, match: re.Match[str]) -> tuple[Bound, ...]:
    unit = re.search(r"(?:万|亿)?元|%|percent", match[0])
    said = unit[0].replace("percent", "%") if unit else ""
    numbers = [decimal(group) for group in match.groups() if group]
    if sign == "..":
        low, high = sorted(numbers)
        return Bound(">=", low, said), Bound("<=", high, said)
    return (Bound(sign, numbers[0] if numbers else Decimal(0), said),)


def decimal(digits: str) -> Decimal:
    """`1,200`, `三十`, `two` → Decimal."""
    if digits[0].isdigit():
        return Decimal(digits.replace(",", ""))
    if digits in _ENGLISH:
        return Decimal(_ENGLISH[digits])
    total = part = 0
    for ch in digits:
        if ch in _ROUND:
            total += (part or 1) * _ROUND[ch]
            part = 0
        else:
            part = _VALUES[ch]
    return Decimal(total + part)


ON_CHANGE = re.compile(
    "(?:增长|增加|上升|多了|减少|下降|降低|少了|increased?|grew|grown|rose|decreased?|declined?|fell|fallen|dropped)"
    "(?:[了的]|幅度| by){0,2} ?[\ue000-\ue0ff]"
)
"""The condition is one on the change: 增加超过10件, and not 超过20件且增加的."""


def of_change(bounds: tuple[Bound, ...], *, falls: bool, denied: bool) -> tuple[Bound, ...]:
    """Conditions on a signed change: 减少超过10 is below −10, 减少不到10 from there to 0, 没有减少 0 or more.

    A range is not turned round: what it is that is denied is asked back.
    """
    if denied and len(bounds) < 2:
        bounds = (replace(bounds[0], sign=OPPOSITE[bounds[0].sign]),) if bounds else (Bound("<=", Decimal(0)),)
    elif not any(bound.sign in (">", ">=", "=", "!=") for bound in bounds):
        bounds = (Bound(">", Decimal(0), bounds[0].unit), *bounds)
    if not falls:
        return bounds
    turned = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
    return tuple(Bound(turned.get(bound.sign, bound.sign), -bound.value, bound.unit) for bound in bounds)
