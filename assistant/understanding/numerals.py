"""The numbers of a question: years, ranks, conditions, figures it quotes. A bar stays in the place of each.

A pattern is tried only where one of its letters stands in the text: most questions have no number but a year.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assistant.understanding import in_order
from assistant.understanding.bounds import Bound, decimal, mark, multiplied


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number that the question itself states: `73条`, `5`."""

    value: Decimal
    unit: str


class Numerals:
    """What was found."""

    def __init__(self) -> None:
        self.years: list[int] = []
        self.item: str | None = None
        self.article: int | None = None
        """Of the Regulations: 第四十九条."""
        self.top: int | None = None
        self.nth: int | None = None
        self.degree: tuple[str, ...] = ()
        self.households: int | None = None
        self.they: int | None = None
        self.bounds: list[tuple[Bound, ...]] = []
        """The conditions, in the order of their marks in the text."""
        self.since: int | None = None
        self.until: int | None = None
        self.recent: int | None = None
        self.streak: int | None = None
        self.quoted: list[Quoted] = []
        self.units: tuple[str, ...] = ()
        self.kinds: int | None = None
        """四类决定, of the rows listed beside it."""
        self.in_order = False
        """The place, or the first so many, is of groups: 最少的三个省."""
        self.remaining = False
        """年底还剩: at the end of the year."""


_DIGITS = "零〇一二三四五六七八九"
_CN = "一二两三四五六七八九十"
_VALUES = {ch: n for n, ch in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_SPAN = r"((?:19|20)\d\d)年?\s*(?:-|~|—|–|到|至|to|through)\s*((?:19|20)\d\d)(?:年度?)?"
_YEAR = r"(?<![\d.])((?:19|20)\d\d)(?:年(?!报)度?|财年)?(?!\.?\d|[.]?%|年?版|号|余|多?[条件篇项家笔])"
_CN_YEAR = rf"[二一][{_DIGITS}]{{3}}(?=年|$|[^{_DIGITS}十])"
_CN_SHORT = rf"(?<![{_DIGITS}十百])(?:二[零〇一二三四五六]|一[八九])(?=年)"
_SHORT_SPAN = r"(?<!\d)([12]\d)年?(?:-|~|到|至)([12]\d)年"
_SHORT_YEAR = r"(?<!\d)([12]\d)年"
_SINCE = (
    r"(?:自|从)?((?:19|20)\d\d)年?度?(?:以来|至今|到现在|起(?![草诉])|开始)|(?:since|from)\s+((?:19|20)\d\d)(?:\s+on(?:wards?)?)?"
    r"(?!\s*(?:to\b|-|until|through|and\b))"
)
_UNTIL = r"((?:19|20)\d\d)年?度?(?:之前|以前)|(?:before|prior to|earlier than)\s+((?:19|20)\d\d)(?!\d)"
_AFTER = r"((?:19|20)\d\d)年?度?之后|(?:after|later than)\s+((?:19|20)\d\d)(?!\d)"
"""Without the year itself, as 以来 is with it."""
_RECENT = (
    rf"(?:最近|近|过去|前)?(?<![第\d])(\d|[{_CN}])年来(?![信件电函访])|(?:最近|近|过去|前)(\d|[{_CN}])年间?"
    r"|(?:last|past|recent)\s+(\d|two|three|four|five)\s+years"
)
_MOVES = r"(?=(?:都|均|保持|持续)*的?(?:增|上升|减|下降|降低))"
_STREAK = (
    rf"(?:连续|接连)(\d|[{_CN}])年{_MOVES}|(?:连年|年年){_MOVES}|逐年(?=(?:增|上升|减|下降|降低)[^,，。]{{0,4}}的?(?:机关|单位|部门|有哪|有几|$))"
    r"|(?P<en>two|three|four|five|\d) (?:consecutive years|years in a row|years running)"
)
_SO_MANY_YEARS = rf"(?<![上下])(?:这|那)?(\d|[{_CN}])年(?:间|来)?(?![级初底末])"
_ARTICLE = (
    rf"(?:条例)?第\s*(\d\d|[{_CN}]{{2,4}})\s*条(?!第?\(?[{_CN}]\)?项)"
    r"(?=.{0,6}(?:什么|意思|规定|怎么说|指|内容|$))"
)
_ITEM = r"第二十条第?\(?([一五六八九])\)?项|第\(?([一五六八九])\)项"
_TOP = rf"前\s*(\d+|[{_CN}])\s*(?:名|家|位|个)?|top\s*(\d+|two|three|four|five)(?![a-z])"
_MOST = rf"(最[多少高低大小])的?\s*(\d+|[{_CN}])\s*[家个份]"
_NTH = rf"第\s*(\d+|[{_CN}])\s*(?:名|高|多|大|位|低|少|条|项|点|个|(?=呢|$|\?))|(?:second|third)(?=\s)"
_PLACED = (
    rf"(?:排名?|排行|位列|位居|名列)(?:在)?第\s*(\d+|[{_CN}])(?:名|位)?(?![条项部节])"
    r"|(?<![a-z])(?:number|no\.|#)\s?(one|two|three|four|[1-9])(?![\da-z])"
    r"|(?<![a-z])(?:ranks?|ranked|comes?|came|placed|in)\s+(first|second|third|fourth)(?:\s+place)?(?![a-z])"
)
_PLACES = {"one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4}
_KINDS = r"([二两三四五])类(?:行政)?(?:处理)?(?:决定(?:数量|数)?|(?=[^\u4e00-\u9fff]|$))"
_REMAINING = (
    r"(?:年底|年末|期末|(?<=\|)[底末])([^,，。]{0,12}?)(?:还剩下?|还有|剩下|剩余|剩)(?=[^,，。]{0,6}(?:多少|几))"
)
_FIELD = r"(?:^|(?<=[;,。\n|]))\s*(?:项目|指标|事项|数据项|机关|单位|年度|年份):"
"""项目：行政许可决定 names what is asked, and no column of items."""
_HOUSEHOLDS = rf"(?<![第\d])(\d+|[{_CN}])\s*(?:家|个机关|个单位|份报告|个局)(?!公司|企业)"
_HOUSEHOLDS_EN = (
    r"\b(?:the|all)\s+(?:the\s+)?(two|three|four|five)"
    r"(?=\W+(?:\d{4}\s+)?(?:reports|agencies|bureaus|commissions|departments)\b)"
)
_EN = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTER = (
    r"(?<![多少哪])(多少|几)\s*(人次|批次|场次|万元|条|件|篇|次|人|名|起|宗|笔|元|场|期|批|轮|届|则)"
    r"(?!报告|机关|单位|局|文)"
)
_QUOTED = (
    r"(?<![\d.a-z表])(?<!table )(?<!section )(\d(?:[\d,]*\d)?(?:\.\d+)?)\s*(余|多)?"
    r"\s*(条|件|家|篇|项|次|人|万元|元|个|份)?(?![\d.])"
)


def take(text: str) -> tuple[str, Numerals]:
    """The text without its numbers, and the numbers."""
    found = Numerals()
    text = re.sub(_FIELD, "|", text) if ":" in text else text
    text = _years(text, found)
    text = _item(text, found)
    text = _ranks(text, found)
    text = _kinds(text, found)
    text = re.sub(_BOTH, "都", text) if "均" in text else text
    text, found.bounds = mark(multiplied(text))
    if ("多少" in text or "几" in text) and (match := re.search(_COUNTER, text)):
        found.units = (match[2],)
        text = text[: match.end(1)] + "|" + text[match.end() :]
    text = _quoted(text, found)
    # 处罚是200，对吗: whether it is that number is asked, and nothing else.
    return (_IS_IT_RIGHT.sub("|", text) if found.quoted else text), found


_BOTH = r"(?<![平人户])均(?=[为是不]|超过|[高低大小多少]于|达到|没有)"
"""均超过50 is 都超过50."""
_IS_IT_RIGHT = re.compile(
    r"(?:这个?数?)?(?:对吗|对么|对吧|对不对|正确吗|属实吗|准确吗|没错吧|是真的吗)\W*$"
    r"|(?<![a-z])(?:is (?:that|this|it) )?(?:right|correct|true)\W*$"
    r"|^\W*is it (?:true|correct|right) that(?![a-z])"
)


def _kinds(text: str, found: Numerals) -> str:
    if "类" in text and (match := re.search(_KINDS, text)):
        found.kinds = small(match[1])
        text = _without(text, match)
    if ("底" in text or "末" in text) and (match := re.search(_REMAINING, text)):
        found.remaining = True
        text = f"{text[: match.start()]}|{match[1]}|{text[match.end() :]}"
    return text


def small(text: str) -> int:
    """`3`, `三`, `两` → int."""
    return int(text) if text.isdigit() else _VALUES[text]


def _years(text: str, found: Numerals) -> str:
    if any(ch in text for ch in "〇零二一"):
        text = re.sub(_CN_YEAR, _in_digits, text)
        text = re.sub(_CN_SHORT, _in_digits, text) if "年" in text else text
    if any(ch.isdigit() for ch in text):
        text = _each(_SPAN, text, lambda match: found.years.extend(_from_to(int(match[1]), int(match[2]))))
        if match := re.search(_SINCE, text):
            found.since = int(match[1] or match[2])
            text = _without(text, match)
        if match := re.search(_UNTIL, text):
            found.until = int(match[1] or match[2]) - 1
            text = _without(text, match)
        if match := re.search(_AFTER, text):
            found.since = int(match[1] or match[2]) + 1
            text = _without(text, match)
        text = _each(_YEAR, text, lambda match: found.years.append(int(match[1])))
        if "年" in text:
            text = _each(_SHORT_SPAN, text, lambda m: found.years.extend(_from_to(2000 + int(m[1]), 2000 + int(m[2]))))
            text = _each(_SHORT_YEAR, text, lambda match: found.years.append(2000 + int(match[1])))
    return _year_counts(text, found) if "年" in text or "years" in text else text


def _in_digits(match: re.Match[str]) -> str:
    digits = "".join(str("零一二三四五六七八九".index(ch)) for ch in match[0].replace("〇", "零"))
    return digits if len(digits) == 4 else f"20{digits}"


def _from_to(first: int, last: int) -> range:
    first, last = sorted((first, last))
    return range(first, min(last, first + 50) + 1)


def _year_counts(text: str, found: Numerals) -> str:
    """近三年 asks for the latest so many; 三年 beside three years says nothing more; 连续两年 is two steps."""
    if match := re.search(_STREAK, text):
        said = match[1] or match["en"]
        found.streak = (_ENGLISH.get(said) or small(said)) if said else 0
        text = _without(text, match)
    if match := re.search(_RECENT, text):
        found.recent = _ENGLISH.get(match[3] or "") or small(match[1] or match[2] or match[3])
        return _without(text, match)
    match = re.search(_SO_MANY_YEARS, text)
    if match and small(match[1]) == len(set(found.years)):
        return _without(text, match)
    return text


_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5}


def _each(pattern: str, text: str, note: Callable[[re.Match[str]], None]) -> str:
    def taken(match: re.Match[str]) -> str:
        note(match)
        return "|"

    return re.sub(pattern, taken, text)


def _without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + "|" + text[match.end() :]


def _item(text: str, found: Numerals) -> str:
    if "条" in text and "第" in text and (match := re.search(_ARTICLE, text)):
        found.article = int(decimal(match[1]))
        return _without(text, match)
    if "项" in text and "第" in text and (match := re.search(_ITEM, text)):
        found.item = match[1] or match[2]
        return _without(text, match)
    return text


def _ranks(text: str, found: Numerals) -> str:
    text, of_groups = in_order.taken(text)
    if of_groups:
        found.in_order, found.top, found.nth, found.degree = True, of_groups.top, of_groups.nth, of_groups.degree
        return text
    if "最" in text and (match := re.search(_MOST, text)):
        found.top = small(match[2])
        text = text[: match.end(1)] + "|" + text[match.end() :]
    if ("前" in text or "top" in text) and (match := re.search(_TOP, text)):
        found.top = _EN.get(match[2] or "") or small(match[1] or match[2])
        text = _without(text, match)
    # 第五部分 and 第三方 are words of their own: only a rank or an item of a list is taken.
    if "倒数" in text and (match := re.search(rf"倒数第?\s*(\d+|[{_CN}])", text)):
        found.nth, found.degree = small(match[1]), ("min",)
        return _without(text, match)
    if ("第" in text or "n" in text or "#" in text) and (match := re.search(_PLACED, text)):
        said = match[1] or match[2] or match[3]
        place = _PLACES.get(said) or small(said)
        found.nth, found.degree = (place if place > 1 else None), ("max",)
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
    if ("the" in text or "all" in text) and (match := re.search(_HOUSEHOLDS_EN, text)):
        found.households = _EN[match[1]]
        text = _without(text, match)
    return text


def _quoted(text: str, found: Numerals) -> str:
    """Numbers with a counter, or alone; `12345热线` stays a word."""
    # 12345 is the name of a hotline, as is 12315: asked who mentions it, it is a word.
    if any(word in text for word in ("提到", "提及", "写到", "谈到", "热线", "mention", "hotline")):
        return text

    def quoted(match: re.Match[str]) -> str:
        after = text[match.end() : match.end() + 1]
        asked = _IS_IT_RIGHT.match(text, match.end())
        if not (match[3] or asked) and "\u4e00" <= after <= "\u9fff" and after not in "还或和与是吗但矛一相加":
            return match[0]
        found.quoted.append(Quoted(Decimal(match[1].replace(",", "")), match[3] or ""))
        return "|"

    return re.sub(_QUOTED, quoted, text) if any(ch.isdigit() for ch in text) else text
