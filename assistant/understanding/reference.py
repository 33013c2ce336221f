"""Half sentences about what the answers before them showed: their numbers together, and the places of a ranking."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.understanding.question import Question

_CN = "一二三四五六七八九十"
_NUMBERS = {ch: n for n, ch in enumerate(_CN, 1)} | {"两": 2, "俩": 2, "头": 1, "末": 1}
_EN = {word: n for n, word in enumerate("first second third fourth fifth".split(), 1)}


@dataclass(frozen=True, slots=True)
class Together:
    """Numbers shown by the turns before are to be put together."""

    deed: str
    """`sum`, `difference`, `ratio`, `mean`, or `more`: which of them is more, and by how much."""
    number: int | None = None
    """So many of them; None where it is not said."""
    first: bool = False
    """Those shown first, not last: 前两个."""
    agencies: bool = False
    """So many agencies, not numbers: 两家."""


_HOW_MANY = re.compile(
    r"(?:把|就是|这|那|前面|上面|刚才|最后|后面|的)*(?P<first>前)?(?:这|那|后)?(?P<n>[两俩二三四五六2-6])"
    r"(?:(?:个|项|者|类|种|样|笔)(?:数字?|数据|结果)?|(?=加起来|相加|合计))"
)
_EVERYTHING = re.compile(
    r"^把?(?:它们|这些|那些|以上|上面|前面|刚才)?的?(?:数字?|数据|几个)?(?:全部|全|都|统统)(?=加|相加|合)"
)
_ADD_THEM = re.compile(r"\b(?:add|sum) (?:them|these|those|both|the two|it)(?: all)?(?: up| together)?\b")
_MAY = re.compile("[加合总共和差减倍均多少比]|sum|ratio|total|together|differ|times|average|mean|more|fewer|less|add")
_BY_HOW_MUCH = re.compile(
    r"^(?:and|so|then|but)?\W*(?:by how (?:much|many)(?: more| less| fewer)?|what(?:'s| is) the (?:difference|gap))\W*$"
)
_DEEDS = frozenset("sum difference ratio mean max min versus compare both".split())
_SAID_ANYWAY = frozenset("again quantity who total".split())


def together(normal: str, read: Callable[[str], Question]) -> Together | None:
    """What is to be done with the numbers shown before; None for a text that says of itself what it is about.

    `normal` is the normalised text, `read` understands one.
    """
    if _BY_HOW_MUCH.match(normal):
        return Together("difference")
    if not _MAY.search(normal):
        return None
    plain = _ADD_THEM.sub("add up", _EVERYTHING.sub("", normal))
    match = _HOW_MANY.search(plain)
    rest = plain[: match.start()] + plain[match.end() :] if match else ""
    if match and rest and (deed := _deed(read(rest))):
        return Together(deed, _NUMBERS.get(match["n"]) or int(match["n"]), bool(match["first"]))
    question = read(plain)
    deed = _deed(question)
    if deed is None:
        return None
    many = question.households or (question.they if question.they and question.they > 1 else None)
    return Together(deed, many, agencies=bool(question.households) or "家" in normal)


def _deed(question: Question) -> str | None:
    """The operation of a text that says nothing else."""
    elsewhere = (question.names, question.places, question.unknown, question.rows, question.columns, question.years)
    narrowed = (question.left, question.results, question.applicants, question.metrics, question.bounds)
    counted = (question.quoted, question.clauses, question.levels, question.placekinds, question.table)
    chosen = (
        question.top,
        question.nth,
        question.section,
        question.relative,
        question.recent,
        question.since,
        question.until,
    )
    said = any((*elsewhere, *narrowed, *counted)) or any(one is not None for one in chosen)
    ops = question.ops - {"whatis"}
    if said or question.flags - _SAID_ANYWAY or not ops or ops - _DEEDS or question.they in (1, -1, -2):
        return None
    if "ratio" in ops:
        return "ratio"
    if ops & {"max", "min"}:
        return "more" if "who" in question.flags else None
    return next((deed for deed in ("difference", "sum", "mean") if deed in ops), None)


IT, MEAN = 10_001, 10_002
"""The place of 它 (去掉它合计), and the mean, which no one holds (比平均多多少)."""
MOST, LEAST = 20_000, 30_000
"""Places that go by the figure, whichever end the ranking begins with: 比最少的多多少 is 30,001, 最多的两家 are 20,001
and 20,002."""


@dataclass(frozen=True, slots=True)
class Places:
    """A half sentence about places of the ranking before it."""

    deed: str
    """`who`, `difference`, `ratio`, `percent` (one of the other), `share` (of all), `sum`, `mean`, `rest` (the ranking
    without them), `other` (something else of the one that holds the place, said by the rest of the text), or `open`."""
    places: tuple[int, ...]
    """In the order said: 1 is the first, −1 the last. Of 前三名: 1, 2, 3."""
    without: bool = False
    """All but those: 去掉第一名."""
    subject: bool = False
    """What is set against the place is not said: 比第二名多多少."""


_BESIDE = "(?:(?<=[比是和与跟])|(?<=去掉|除了|除去|不算|不含|不计|排除|剔除|扣除|扣掉|减掉|抛开))"
_HOLDER = "(?:那[一个]?)?(?:家|单位|机关|局)?"
_AGAINST = "(?=[比和与跟占]|领先|超过|超出|高出|多出|是平均)"
_PLACE = re.compile(
    rf"(?:排名?|位列|名列)?(?P<last>倒数)?第(?P<n>\d+|[{_CN}])(?:名|位(?!置)|家|高|多|大)(?:的?(?:那[一个]?家|单位|机关|局))?"
    rf"|(?:排名?|位列|名列)?(?P<last2>倒数)?第(?P<n2>[{_CN}])(?=$|是|呢|的|比|占|和|与|跟|差|少|低|[?,。])"
    r"|(?P<top>榜首|冠军|头名|排头名|排头)|(?P<bottom>最后一名|最末一名|末位|垫底的(?:那家)?|末名)"
    r"|(?<=去掉|除了|不算|排除|剔除)(?P<it>它|他|她)(?!们)"
    rf"|最(?:(?P<mosts>[多高大])|[少低小])的?前?(?P<ends>\d+|[{_CN}两])[家个份名位]{_HOLDER}"
    rf"|{_BESIDE}(?P<most>最[多高大]的?){_HOLDER}|{_BESIDE}(?P<least>最[少低小]的?){_HOLDER}"
    rf"|(?P<most2>最[多高大]的?){_HOLDER}{_AGAINST}|(?P<least2>最[少低小]的?){_HOLDER}{_AGAINST}"
    r"|(?<=[比和与跟于过出])(?P<mean>(?:所有|全部|全体|各家|大家|总体|整体)?的?(?:平均(?:数|值|水平|线)?|均值|均数))"
    r"|(?<=是)(?P<mean2>平均(?:数|值|水平)?)(?=的?(?:几|多少|\d+)倍)"
    r"|(?<=than |bove |elow |from |over )(?P<en_mean>(?:the )?(?:average|mean))\b"
    rf"|(?P<some>前|后|倒数)(?P<many>\d+|[{_CN}两])(?:名|位|家)"
    r"|\bthe (?P<tops>top|bottom|first|last) (?P<en_many>two|three|four|five)\b"
    r"|\b(?:the )?(?P<en>first|second|third|fourth|fifth)(?: one| place| agency)?(?=$|\W)"
    r"|\b(?:number|no\.?|#) ?(?P<en_n>[1-9]|one|two|three)\b"
    r"|\b(?:the )?(?P<runner>runner-up)\b|\bthe (?P<en_last>last|bottom)(?: one| place)?(?=$|\W)"
    r"|\b(?P<en_end>last)(?=\W*$)"
    r"|\b(?:the )?(?P<en_top>leader|winner|(?:top|leading|highest) (?:one|agency|bureau|office))\b"
)
_SOME_EN = {"two": 2, "three": 3, "four": 4, "five": 5, "one": 1}
_WITHOUT = re.compile(
    r"^(?:那|如果|要是|假如|把|合计|总数|总共|一共|平均)*(?:去掉|除了|除去|除|不算|不含|不包括|不计|排除|剔除|抛开"
    r"|扣除|扣掉|减掉)§(?:以外|之外|外|之后|后|的话)?|\b(?:without|excluding|except(?: for)?|leaving out)\s*§"
    r"|§(?:去掉|不算|除外|不计|剔除|排除|excluded)"
)
_MORE = re.compile(
    r"差|比§|多多少|少多少|多几|少几|高多少|低多少|高出|多出|超出|领先|落后|拉开|多了|少了"
    r"|减|minus|more|fewer|less|differ[a-z]*|gap|ahead|over|behind|how far"
)
_PART_OF = re.compile(r"§的?(?:占|相当于|是)§(?:的)?(?!.*倍)(?=.*(?:多少|几|百分|比例|share|percent))")
# The second as a multiple of the first, asked the other way round.
_TIMES_FIRST = re.compile(r"^\W*how many times §")
_TIMES = re.compile(r"倍|times")
_SHARE = re.compile(r"占|比重|比例|份额|百分|share|percent|proportion")
_SUM = re.compile(
    r"合计|一共|总共|共计|总和|之和|总数|加起来|加在一起|加一起|相加|加总|total|sum|together|combined|add"
)
_MEAN = re.compile(r"平均|average|mean")
_WHO = re.compile(
    r"^(?:那|那么|请问|and|then|so|,|\s)*(?:who(?:'s| is| was| came| ranks?| placed| takes)?"
    r"|which(?: one| agency)?(?: is| was| came)?)?\s*§"
    r"(?:是|为|的|呢|叫|,|又|在)*(?:谁|哪家|哪个|哪一家|哪个(?:单位|机关|局)|什么单位|多少件?|几件|数量)*(?:呢|啊|呀|吗)?\s*[?。]?$"
)
_OTHER = re.compile(r"^(?:那|那么|and|what about|,|\s)*§(?:的|有|也|has|had|did|'s)|^(?:what|how|and|which)\b.*§\W*$")
_SUBJECT = re.compile(
    r"^(?:那|那么)?(?:它|他|她|它们|该局)?"
    r"(?:比|是|与|和|跟|领先|超过|超出|高出|多出|over|than|how (?:much|many)|by how|the (?:difference|gap))"
)


def places(normal: str, *, whose: bool = False) -> Places | None:
    """What is asked of the places of a ranking; None where no place is named, or only beside words of its own.

    `whose` where somebody is named who is set against a place: 某局比第二名多多少.
    """
    found: list[tuple[int, ...]] = []

    def marked(match: re.Match[str]) -> str:
        found.append(_of_place(match))
        return "§"

    rest = _PLACE.sub(marked, normal)
    if not found:
        return None
    named = tuple(place for one in found for place in one)
    if _WITHOUT.search(rest):
        deed = "sum" if _SUM.search(rest) else "mean" if _MEAN.search(rest) else "rest"
        return Places(deed, named, without=True)
    if _WHO.match(rest) and len(found) == 1:
        return Places("who", named)
    if len(named) > 2 or len(found) == 1 and len(found[0]) > 1:
        return _of_some(rest, named) or _begun(rest, named)
    two, subject = len(named) == 2, whose or bool(_SUBJECT.match(rest))
    if two and _PART_OF.search(rest):
        return Places("percent", named)
    if two and _SHARE.search(rest):
        return Places("open" if "比§" in rest else "share", named)
    if two and _TIMES_FIRST.search(rest):
        return Places("ratio", named[::-1])
    if _SHARE.search(rest) and (subject and "比§" in rest or "占§" in rest):
        return Places("open", named)
    for deed, pattern in (("ratio", _TIMES), ("difference", _MORE)):
        if pattern.search(rest) and (two or subject):
            return Places(deed, named, subject=not two)
    if two and _SUM.search(rest):
        return Places("sum", named)
    if len(named) == 1 and _SHARE.search(rest):
        return Places("share", named)
    against = any(pattern.search(rest) for pattern in (_MORE, _TIMES, _SHARE, _SUM))
    return Places("other", named) if len(named) == 1 and against else _begun(rest, named)


def _begun(rest: str, named: tuple[int, ...]) -> Places | None:
    """A text that begins with a place says something of the one that holds it: 第一名增加了多少."""
    return Places("other", named) if _BEGINS.match(rest) else None


_BEGINS = re.compile(r"^(?:那|那么|and|what about|how about|,|\s)*§")


def named(normal: str) -> tuple[int, ...]:
    """The places that a text names, in its order."""
    return tuple(place for match in _PLACE.finditer(normal) for place in _of_place(match))


def around(normal: str) -> tuple[str, str] | None:
    """What stands before and behind the one place that a text names; None where it names none or several."""
    found = list(_PLACE.finditer(normal))
    return (normal[: found[0].start()], normal[found[0].end() :]) if len(found) == 1 else None


def begins(normal: str) -> bool:
    """It begins with a place: 第二名许可多少, where 许可第二名 is another ranking."""
    return bool(_BEGINS.match(_PLACE.sub("§", normal)))


def with_holders(normal: str, holders: Callable[[int], str]) -> str:
    """The text with the holders of its places in their stead: 前两名的许可 → 甲和乙的许可."""
    plain = _PLACE.sub(lambda match: "和".join(holders(place) for place in _of_place(match)), normal)
    return re.sub(r"'s\b", " ", plain)


def asks_whether(normal: str) -> bool:
    """第二名是甲吗."""
    return bool(_WHETHER.match(_PLACE.sub("§", normal)))


_WHETHER = re.compile(r"^(?:那|那么)?§(?:是不是|是).{1,24}$|^is (?:the )?§")


def asks_who(normal: str) -> bool:
    """第三名是谁, where 第三名呢 may go on with what was asked of the second."""
    return bool(re.search("谁|哪|who|which", normal))


def is_in_order(normal: str) -> bool:
    """第二家 is the second that was named, unless a ranking says otherwise."""
    return bool(_IN_ORDER.search(normal))


_IN_ORDER = re.compile(rf"第[\d{_CN}]家")


def without_places(normal: str) -> str:
    """The text without the places it names and what is said to be done with them."""
    rest = _WITHOUT.sub("", _PLACE.sub("§", normal)).replace("§", "")
    for said in (_MORE, _TIMES, _SHARE, _SUM, _MEAN, _FRAME):
        rest = said.sub("", rest)
    return rest


# What is said of any place, so that it says nothing of what is counted.
_FRAME = re.compile(
    r"领先|落后|拉开|高出|多出|超出|超过|高多少|低多少|排在?|其余|剩下|其他|全部|的话|[,。?？]"
    r"|\b(?:who|what|which|how|by|much|many|came|comes|ranks?|ranked|placed|takes|took|does|do|did|has|have|is|was"
    r"|the|of|it|that|one|than|then|and|ahead|gap|between|so|in|over|behind|leading|lead|far|above|below)\b"
)


def _of_some(rest: str, named: tuple[int, ...]) -> Places | None:
    """前两名差多少, 前三名占多少."""
    deeds = (("difference", _MORE), ("ratio", _TIMES), ("share", _SHARE), ("sum", _SUM), ("mean", _MEAN))
    if "占§" in rest:
        return Places("open", named)
    deed = next((deed for deed, pattern in deeds if pattern.search(rest)), None)
    if deed is None or (deed in ("difference", "ratio") and len(named) != 2):
        return None
    return Places(deed, named)


def _of_place(match: re.Match[str]) -> tuple[int, ...]:
    if n := match["n"] or match["n2"]:
        place = int(n) if n.isdigit() else _NUMBERS[n]
        return (-place if match["last"] or match["last2"] else place,)
    if match["top"] or match["en_top"]:
        return (1,)
    if match["bottom"] or match["en_last"] or match["en_end"]:
        return (-1,)
    if match["it"]:
        return (IT,)
    if ends := match["ends"]:
        end = MOST if match["mosts"] else LEAST
        return tuple(end + n for n in range(1, 1 + (int(ends) if ends.isdigit() else _NUMBERS[ends])))
    if match["most"] or match["most2"] or match["least"] or match["least2"]:
        return (MOST + 1 if match["most"] or match["most2"] else LEAST + 1,)
    if match["mean"] or match["mean2"] or match["en_mean"]:
        return (MEAN,)
    if match["runner"]:
        return (2,)
    if match["en"]:
        return (_EN[match["en"]],)
    if match["en_n"]:
        return (_SOME_EN[match["en_n"]] if match["en_n"] in _SOME_EN else int(match["en_n"]),)
    many = match["many"] or match["en_many"]
    count = _SOME_EN.get(many) or _NUMBERS.get(many) or int(many)
    last = match["some"] in ("后", "倒数") or match["tops"] in ("bottom", "last")
    return tuple(range(-count, 0)) if last else tuple(range(1, count + 1))


_UNIT = re.compile(
    r"^(?:请问|这个|那个|这|那|它|上面|刚才|金额|数字|数|的)*(?:计量)?单位(?:是|到底是|为|用的是)?"
    r"(?:什么|啥|哪个|万元|亿元|元|件|项|条|还是|或者?|人民币|多少|没写|没印|写了|印了)*(?:呢|啊|吗)?[?]?$"
    r"|^(?:这|那|这个|那个|它)?(?:数|金额)?(?:是)?(?:万元|元)还是(?:万元|元)(?:呢|啊)?[?]?$"
    r"|^(?:那|请|把它|把这个数)*(?:换算|折算|折合|换)(?:成|为)?(?:万元|亿元|元|人民币)(?:呢|是?多少)?[?]?$"
    r"|^(?:and )?(?:what|which) unit\b[^,]{0,24}$"
    r"|^(?:is (?:that|it|this) )?in (?:yuan|10,?000 yuan|ten thousand yuan|wan yuan)\b.{0,40}$"
)


def asks_unit(normal: str) -> bool:
    """单位是元吗: of the figure just shown."""
    return bool(_UNIT.match(normal))


_PAIR = re.compile(r"(前者|后者|the former|the latter)")


def with_a_number(question: Question) -> bool:
    """加100, 差多少到200: a number of one's own is to be added or set against what was shown."""
    plain = replace(question, quoted=(), units=())
    return len(question.quoted) == 1 and _deed(plain) in ("sum", "difference", "ratio")


def of_pair(normal: str) -> tuple[str, bool, bool] | None:
    """后者占前者多少: (`percent`, `ratio` or `difference`; the former comes first; the difference has a sign).

    None for a text that names not both.
    """
    named = [one in ("前者", "the former") for one in _PAIR.findall(normal)]
    if sorted(named) != [False, True]:
        return None
    rest = _PAIR.sub("§", normal)
    deeds = (("percent", _SHARE), ("ratio", _TIMES), ("difference", _MORE))
    deed = next((deed for deed, pattern in deeds if pattern.search(rest)), None)
    signed = "减" in rest or "minus" in rest
    return (deed, named[0], signed) if deed and not (deed == "percent" and "比§" in rest) else None
