"""What a report prints about itself: the period it covers, its 文号, the day it is signed with, whether it corrects.

A day is read only where its year, month and day are all there and make a day of the calendar. A 文号 or a date is the
report's own only on a line that says nothing else or names it (`文号：`); the ones in sentences belong to the laws and
notices that the report cites.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from corpus.numbers import chinese_number
from corpus.report import Document, Imprint, Line
from corpus.width import half_width

_HEAD, _TAIL = 24, 16
"""Lines at the beginning and at the end among which a report prints its number and its date."""
_PROSE = 120
"""Lines among which it says which period it covers."""
_LONGEST = 4_000
_MARKS = re.compile(r"[\s#*_|]+")
_HAN_DIGITS = "〇零一二三四五六七八九十"
_MONTH, _MONTH_DAY = "1[0-2]|0?[1-9]", r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_DAY = rf"(?P<year>(?:19|20)\d\d)(?:年|[-./])(?P<month>{_MONTH})(?:月|[-./])(?P<day>{_MONTH_DAY})[日号]?"
# A day whose 年 and 月 were lost still has eight digits.
_BARE = r"(?P<bare>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))日?(?!\d)"
_CALLED = "成文日期|成文时间|发文日期|印发日期|发布日期|发布时间|公开日期|公布日期|生成日期|日期|时间"


@cache
def _period_words() -> re.Pattern[str]:
    first = rf"(?P<y1>(?:19|20)\d\d)年(?P<m1>{_MONTH})月(?:(?P<d1>{_MONTH_DAY})日)?"
    later = rf"(?:(?P<y2>(?:19|20)\d\d)年|[同当本]年)?(?P<m2>{_MONTH})月(?:(?P<d2>{_MONTH_DAY})日?)?"
    return re.compile(rf"{first}起?(?:至|到|—+|-+|~|～)(?:{_BARE}|{later})")


@cache
def _own_number() -> re.Pattern[str]:
    number = r"[\u4e00-\u9fff]{2,14}[〔\[(【［](?:19|20)\d\d[〕\])】］]第?\d{1,5}号"
    return re.compile(rf"(?:(?:发文)?[文字]号:?)?(?P<number>{number})")


@cache
def _dated_words() -> re.Pattern[str]:
    clock = r"(?:\d\d:\d\d(?::\d\d)?)?"
    return re.compile(rf"(?:(?P<said>{_CALLED}):?)?[(]?(?:{_DAY}|{_BARE}){clock}(?:印发|发布)?[)]?")


@cache
def _revised_words() -> re.Pattern[str]:
    return re.compile(r"更正|修订[版稿]|[(（]修[订改正]|勘误|订正")


def imprint(document: Document, title: str) -> Imprint:
    """What the document prints about itself, `title` being its title as found."""
    lines = document.lines
    head, tail = list(_pieces(lines[:_HEAD])), list(_pieces(lines[max(_HEAD, len(lines) - _TAIL) :]))
    stem = document.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Imprint(
        period=period(lines),
        number=_number((*head, *tail)),
        dated=_dated(head, tail),
        revised=bool(_revised_words().search(f"{title} {stem}")),
    )


def period(lines: Sequence[Line]) -> tuple[date, date] | None:
    """First and last day that the report says it covers: where it speaks of its figures, else the first it names."""
    told = [(_is_of_figures(text), found) for text in _flat(lines[:_PROSE]) for found in _periods(text)]
    return next((found for of_figures, found in told if of_figures), told[0][1] if told else None)


def han_date(text: str) -> str:
    """`二〇二一年一月二十九日` → `2021年1月29日`; everything else as it is."""
    if "月" not in text:
        return text
    digit = f"[{_HAN_DIGITS}]{{1,3}}"
    return re.sub(f"(?:[一二][{_HAN_DIGITS}○]{{3}}年)?{digit}月{digit}日", _in_digits, text)


def _in_digits(match: re.Match[str]) -> str:
    text = match.group().replace("○", "〇")
    return re.sub(rf"[{_HAN_DIGITS}]+", lambda m: str(chinese_number(m.group())), text)


def _flat(lines: Sequence[Line]) -> Iterator[str]:
    """Lines that name a year, without blanks and in half-width forms, dates in digits; one that breaks off goes on."""
    for n, line in enumerate(lines):
        if not _YEAR_SIGNS.isdisjoint(line.text):
            text = _half(line)
            breaks_off = "年" in text[-40:] and not text.endswith(("。", "；", ":"))
            following = next(filter(None, map(_half, lines[n + 1 :])), "") if breaks_off else ""
            yield han_date(text + following[:40])


_YEAR_SIGNS = frozenset("年\uf98e")
"""The letter, and what becomes it in half-width forms."""


def _half(line: Line) -> str:
    return _squeezed(half_width(line.text[:_LONGEST]))


def _is_of_figures(text: str) -> bool:
    return re.search("统计期|期限|所列数据|数据.{0,6}统计|报告期|起止", text) is not None


def _periods(text: str) -> Iterator[tuple[date, date]]:
    for match in _period_words().finditer(text):
        first = _day(match["y1"], match["m1"], match["d1"] or "1")
        if match["bare"]:
            last = _day(match["bare"][:4], match["bare"][4:6], match["bare"][6:])
        else:
            last = _last_day(match["y2"] or match["y1"], match["m2"], match["d2"])
        if first and last and first < last:
            yield first, last


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _last_day(year: str, month: str, day: str | None) -> date | None:
    """The day, or the last of the month where none is printed."""
    if day:
        return _day(year, month, day)
    return date(int(year) + int(month) // 12, int(month) % 12 + 1, 1) - timedelta(days=1)


def _number(pieces: Sequence[str]) -> str:
    for text in pieces:
        if text.endswith("号") and (match := _own_number().fullmatch(text)):
            return match["number"]
    return ""


def _dated(at_head: Sequence[str], at_tail: Sequence[str]) -> date | None:
    """The day under the signature, else the one that the head names: of making before publication."""
    tail, head = list(_days(at_tail)), list(_days(at_head))
    signed = [day for said, day in tail if not said]
    made = [day for said, day in head if said.startswith(("成文", "发文", "印发"))]
    bare = [day for said, day in head if not said]
    other = [day for _, day in (*head, *tail)]
    return next((days[-1] for days in (signed, made, bare, other) if days), None)


def _days(pieces: Sequence[str]) -> Iterator[tuple[str, date]]:
    """(what the day is called or nothing, day) of every line or cell that is nothing but a day."""
    for text in pieces:
        if match := _dated_words().fullmatch(han_date(text)):
            bare = match["bare"]
            parts = (bare[:4], bare[4:6], bare[6:]) if bare else (match["year"], match["month"], match["day"])
            if day := _day(*parts):
                yield match["said"] or "", day


def _pieces(lines: Sequence[Line]) -> Iterator[str]:
    """The lines and the cells of rows, without blanks; a cell with the next one; what a line says after each name."""
    for line in lines:
        text = half_width(line.text[:400])
        cells = [_squeezed(half_width(cell)) for cell in line.cells] or [_squeezed(text)]
        yield from cells
        yield from (one + other for one, other in zip(cells, cells[1:], strict=False))
        if ":" in text:
            yield from (_squeezed(part) for part in text.split() if ":" in part)


def _squeezed(text: str) -> str:
    return _MARKS.sub("", text)
