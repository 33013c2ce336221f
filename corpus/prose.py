"""The numbers of the prose: each with its counter, what it counts and the sentence it stands in.

Ordinals, dates, document numbers, telephone numbers, addresses and slogans (“三公”, 五公开) have no counter behind them
and are no counts. Tables are not prose.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from corpus.numbers import chinese_number
from corpus.paragraph import Paragraph, paragraphs, source, spans
from corpus.report import Count, Report

_UNITS = (
    "个百分点|个工作日|万元|亿元|千元|人次|场次|批次|条|篇|件|份|个|家|人|次|期|场|项|起|例|名|位|批|户|所|处|部|则|册|"
    "张|元|本|宗|笔|幅|页|[%％]"
)
_HAN_UNITS = "万元|亿元|人次|场次|批次|条|篇|件|份|个|家|人|次|期|场|项|例|名|位|批|户|所|处|部|册|张|本|宗|笔|幅"
_NOT_UNITS = (
    r"(?:(?<=位)小?数|(?<=次)(?:会议|全会|性|办)|(?<=部)[分门]|(?<=条)龙|(?<=处)[理罚置于]|(?<=个)月|(?<=所)[在有属述]|"
    r"(?<=[件条])事|”)"
)
_BEFORE = re.compile(r"(?:[第届“其每某另同逐之这那前统唯专任×*/〔\[A-Za-z]|\d\s*[-—－~～至到])\s*$")
_MORE = "余|多|几"


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<about>(?:大约|约|将近|(?<![最附])近|超过|逾|不少于|至少)\s*)?"
        r"(?:百分之(?P<percent>[\d.]+|[〇零一二两三四五六七八九十百点]+)"
        r"|(?<![\d.．])(?<!\d[,，])(?P<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<scale>万亿|(?:万|亿|千)(?!元))?\s*"
        rf"(?P<more>{_MORE})?\s*(?P<unit>{_UNITS})"
        rf"|(?P<han>[一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]*)(?P<many>{_MORE})?(?P<counter>{_HAN_UNITS}))"
        rf"(?!{_NOT_UNITS})(?P<bound>\s*(?:以上|左右|上下))?"
    )


_SCALES = {"千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_LEADS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}是|第[一二三四五六七八九十]{1,3}[，、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|其中|同时|以及|另外|并且|[和与及并])[，,：:]?\s*"
)
_TAILS = re.compile(
    r"(?:总共|共计|共有|累计|合计|总计|均为|均达|达到|分别为|各有|大约|[共计达为约近有各均是超逾了])\s*$"
)
_NOUN_ENDS = re.compile(r"在|由|负责|参加|用于|进行|予以|[。；，：、！？,;:!?（(）)]|\d")
_NOUN = 14


def counts(report: Report) -> tuple[Count, ...]:
    """Every number with a counter in the prose of a report, in its order. A percentage has the unit %."""
    return tuple(count for paragraph in paragraphs(report) for count in _counts(report, paragraph))


def _counts(report: Report, paragraph: Paragraph) -> Iterator[Count]:
    for start, end in spans(paragraph.text):
        sentence = paragraph.text[start:end]
        found = [
            m
            for m in _pattern().finditer(sentence)
            if _value(m) is not None and not _BEFORE.search(sentence[: m.start()])
        ]
        for n, match in enumerate(found):
            before = found[n - 1].end() if n else 0
            after = found[n + 1].start() if n + 1 < len(found) else len(sentence)
            digits = start + match.start() + len(match["about"] or "")
            yield Count(
                report="",
                agency=report.agency,
                year=report.year,
                value=_value(match) or Decimal(0),
                unit=_unit(match),
                object=_object(sentence, before, match, after),
                raw=match.group().strip(),
                approximate=any(match[g] for g in ("about", "more", "many", "bound")),
                sentence=sentence.strip(),
                section=paragraph.section.number,
                source=source(report, paragraph, digits, start + len(sentence.rstrip())),
            )


def _value(match: re.Match[str]) -> Decimal | None:
    """The number of a match; None where its Chinese numerals are none."""
    if match["digits"]:
        value = Decimal(re.sub("[,，]", "", match["digits"]))
        scaled = value * _SCALES[match["scale"]] if match["scale"] else value
        return scaled.to_integral_value() if match["scale"] and scaled == scaled.to_integral_value() else scaled
    text: str = match["percent"] or match["han"]
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
        return words + noun
    words = _TAILS.sub("", words).strip(" 、，")
    return words or _clause(sentence, 0, max(sentence.rfind(s, 0, match.start()) for s in "，,；;：:、"))


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
