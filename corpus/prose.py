"""The numbers of the prose: each with its counter, what it counts and the sentence it stands in.

Ordinals, dates, document numbers, telephone numbers, addresses and slogans (“三公”, 五公开) have no counter behind them
and are no counts. Tables are not prose.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from corpus.numbers import chinese_number
from corpus.paragraph import Paragraph, paragraphs, source, spans
from corpus.report import Count, Report

_UNITS = (
    "个百分点|个工作日|万元|亿元|千元|人次|场次|批次|件次|户次|条次|篇次|家次|条|篇|件|份|个|家|人|次|期|场|项|起|例|名|位|批|户|所|处|部|则|册|"
    "张|元|本|宗|笔|幅|页|台|[%％]"
)
_HAN_UNITS = (
    "万元|亿元|人次|场次|批次|件次|户次|条次|篇次|家次|条|篇|件|份|个|家|人|次|期|场|项|例|名|位|批|户|所|处|部|册|张|"
    "本|宗|笔|幅"
)
_NOT_UNITS = (
    r"(?:(?<=位)小?数|(?<=次)(?:会议|全会|性|办)|(?<=部)[分门委署]|(?<=条)龙|(?<=处)[理罚置于]|(?<=所)[在有属述]|"
    r"(?<=[件条])事|”|(?<=个)(?:[半多]?月|小时|星期|季度|年|自然日|意识|自信|维护|确立|全面|百年|代表|一(?![\d个])))"
)
_BEFORE = re.compile(
    r"(?:[第届“其每某另同逐之这那前统唯专任数几好上×*/〔\[A-Za-z]|[\d%％][个条件篇份人次元]?\s*[-—－~～至到]"
    r"|[一二两三四五六七八九十百千万][个条件篇份人次]?[至到]|第[〇零一二三四五六七八九十百\d]+[条款项]?[、和至及])\s*$"
)
_RANGE = re.compile(r"\s*[-—－~～至到]\s*[\d一二两三四五六七八九十]")
"""A number before these is the lower end of a range, or what there was before a change."""
_ARTICLE = re.compile(r"一[个项条份位种次家场批](?=[\u4e00-\u9fff])")
"""`一个平台` says that there is a platform, not how many."""
_SOME = re.compile("[一二两三四五六七八九]{2}")
"""`两三次`, `七八十人`: neither number is meant."""
_MORE = "余|多|几"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<about>(?:大约|约|将近|接近|(?<![最附])近|超过?|突破|逾|不少于|不足|不到|至少)\s*)?"
        r"(?:百分之(?P<percent>[\d.]+|[〇零一二两三四五六七八九十百点]+)"
        r"|(?<![\d.．])(?<!\d[,，\s])(?P<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
        rf"(?P<early>{_MORE})?(?P<scale>万亿|(?:万|亿|千)(?!元))?\s*(?P<more>{_MORE})?\s*(?P<unit>{_UNITS})"
        rf"|(?P<han>[一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]*)(?P<many>{_MORE})?(?P<counter>{_HAN_UNITS}))"
        rf"(?!{_NOT_UNITS})(?P<bound>\s*(?:以上|左右|上下))?"
    )


@cache
def _hints() -> re.Pattern[str]:
    """What every number with a counter begins with; one letter at its beginning passes most sentences over."""
    begun = "[〇零一二两三四五六七八九十百千万亿]*"
    return re.compile(rf"[\d百一二两三四五六七八九十](?:(?<=\d)|分之|{begun}(?:{_MORE})?(?:{_HAN_UNITS}))")


_SCALES = {"千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_LEADS = re.compile(
    r"^(?:的(?=.)|[一二三四五六七八九十]{1,3}是|第[一二三四五六七八九十]{1,3}[，、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|其中|同时|以及|另外|并且|[和与及并])[，,：:]?\s*"
)
_TAILS = re.compile(
    r"(?:总共|共计|共有|累计|合计|总计|均为|均达|达到|分别为|各有|大约|[共计达为约近有各是超逾了]|(?<![日月年人户])均)\s*$"
)
_NOUN_ENDS = re.compile(r"在|由|负责|参加|用于|进行|予以|[。；，：、！？,;:!?（(）)]|\d")
_NOUN = 14
_SPANS = re.compile(
    r"(?P<ever>历年|至今|迄今|自[^，。；]{2,16}以来|总访问量|总浏览量"
    r"|(?:开通|建站|成立|上线|运行|施行|实施|创办)[^，。；]{0,4}以来)"
    r"|(?P<new>新增|新发|新收)"
    r"|(?P<year>[今本当全]年|年度|年内|报告期|1月1日起?至|[日月周年人户]均"
    r"|(?<!截至)(?<!截止)(?<!自)(?:19|20)\d\d\s*年(?!底|末|以来|\s*\d{1,2}\s*月))"
    r"|(?P<sum>累计|累积|截[至止到])"
)
"""Words that say since when is counted."""


def counts(report: Report, prose: Sequence[Paragraph] | None = None) -> tuple[Count, ...]:
    """Every number with a counter in the prose of a report, in its order. A percentage has the unit %.

    `prose` is that of the report where it was cut into paragraphs before.
    """
    told = paragraphs(report) if prose is None else prose
    return tuple(count for paragraph in told for count in _counts(report, paragraph))


def _counts(report: Report, paragraph: Paragraph) -> Iterator[Count]:
    for start, end in spans(paragraph.text):
        sentence = paragraph.text[start:end]
        if not _hints().search(sentence):
            continue
        found = [m for m in _pattern().finditer(sentence) if _is_count(m, sentence)]
        objects = _objects(sentence, found)
        first = start + len(sentence) - len(sentence.lstrip())
        for n, match in enumerate(found):
            yield Count(
                report="",
                agency=report.agency,
                year=report.year,
                value=_value(match) or Decimal(0),
                unit=_unit(match),
                object=objects[n],
                raw=match.group().strip(),
                approximate=any(match[g] for g in ("about", "early", "more", "many", "bound")),
                sentence=sentence.strip(),
                section=paragraph.section.number,
                source=source(report, paragraph, first, start + len(sentence.rstrip())),
                cumulative=_is_cumulative(sentence[: match.start()]),
            )


def _is_count(match: re.Match[str], sentence: str) -> bool:
    """Whether a number with a counter says how many there are."""
    if _value(match) is None or _BEFORE.search(sentence[: match.start()]) or _ARTICLE.match(sentence, match.start()):
        return False
    return not _RANGE.match(sentence, match.end())


def _is_cumulative(before: str) -> bool:
    """Whether the words before a number reach back beyond the year: the last of them that speaks of time decides.

    累计 may mean the year or more: it is taken for the year where the words before it name one (今年累计), but not
    behind what is new in it (今年新增 3 条，累计 90 条).
    """
    said = [m.lastgroup for m in _SPANS.finditer(before)]
    if not said or said[-1] != "sum":
        return said[-1:] == ["ever"]
    return next((group for group in reversed(said) if group != "sum"), "") != "year"


def _objects(sentence: str, found: list[re.Match[str]]) -> list[str]:
    """What each of the counts of a sentence counts; one that follows another at once (40批次120人次), the same."""
    objects: list[str] = []
    for n, match in enumerate(found):
        before = found[n - 1].end() if n else 0
        after = found[n + 1].start() if n + 1 < len(found) else len(sentence)
        at_once = n and not sentence[before : match.start()].strip()
        objects.append(_object(sentence, before, match, after) or (objects[-1] if at_once else ""))
    return objects


def _value(match: re.Match[str]) -> Decimal | None:
    """The number of a match; None where its Chinese numerals are none."""
    if match["digits"]:
        value = Decimal(re.sub("[,，]", "", match["digits"]))
        scaled = value * _SCALES[match["scale"]] if match["scale"] else value
        return scaled.to_integral_value() if match["scale"] and scaled == scaled.to_integral_value() else scaled
    text: str = match["percent"] or match["han"]
    if _SOME.search(text):
        return None
    return Decimal(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else chinese_number(text)


def _unit(match: re.Match[str]) -> str:
    return "%" if match["percent"] else (match["unit"] or match["counter"]).replace("％", "%")


def _object(sentence: str, before: int, match: re.Match[str], after: int) -> str:
    """The words that a number counts: back to the clause's beginning or the count before it, and the noun behind it."""
    noun = sentence[match.end() : after].split("\n")[0]
    end = _NOUN_ENDS.search(noun)
    noun = noun[: end.start() if end else None][:_NOUN].strip()
    words = _clause(sentence, before, match.start())
    if noun:
        return (words + noun).removeprefix("的")
    words = _TAILS.sub("", words).strip(" 、，")
    # What another number counts is not what this one counts.
    around = _clause(sentence, 0, max(sentence.rfind(s, 0, match.start()) for s in "，,；;：:、"))
    return words or ("" if re.search(r"\d", around) else around)


def _clause(sentence: str, before: int, end: int) -> str:
    """The last words before `end`: a clause, or an entry of a list of counts; without what only leads in to it."""
    if end <= 0:
        return ""
    text = re.split("[，。；：！？,;:!?]", sentence[before:end].rstrip())
    last = text[-1]
    if before and len(text) == 1:
        noun, comma, rest = last.partition("、")
        last = rest if comma and noun.strip() else last
    return _LEADS.sub("", last.strip(" 、和及与以")).strip()
