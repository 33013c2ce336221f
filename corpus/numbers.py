"""Printed text → Decimal, unit, state. Pure: every digit of a value stands in the text.

Sources: the ways in which agencies print values in the statutory form (signs as words, counters and units in the cell,
two numbers in one cell, `/` for nothing to report).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.report import State


@dataclass(frozen=True, slots=True)
class Printed:
    """What one cell prints."""

    state: State
    """`printed`, `blank`, `dash` or `unreadable`."""
    value: Decimal | None = None
    unit: str | None = None
    """As printed in the cell: 项, 件, 笔, 万元, 元."""
    parts: tuple[Decimal, ...] = ()
    """Of a cell that prints two numbers: `增 1 减 3` → 1, -3."""
    signed: bool = False
    """A sign or a word for more or fewer is printed."""


_DASHES = frozenset(("/", "-", "－", "—", "--", "——", "无", "无数据", "∕", "／", "\\", "–", "―"))
_BLANKS = re.compile(r"&nbsp;?|[\s\u00a0\u200b\ufeff\u3000]+")
_LONGEST = 60
"""Letters of the longest text that is looked at as a cell."""
# Two numbers, or one that lost its separator: nothing says which.
_APART = re.compile(r"\d[.,]?\s[.,\s]*\d")
_UNITS = "万元|亿元|千元|元|项|件|笔|个|次|条|家|份|宗|起"
_MORE, _FEWER = "增加|新增|增|\\+", "减少|减|-"
_SIGN = rf"(?P<sign>{_MORE}|{_FEWER})?"
_DIGITS = r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ONE = re.compile(rf"{_SIGN}了?:?{_DIGITS}(?P<unit>{_UNITS})?(?:人民币)?")
_TWO = re.compile(
    rf"(?:{_MORE})(?P<more>\d+)(?P<unit>{_UNITS})?[,，、;；]?(?:{_FEWER})(?P<fewer>\d+)(?:{_UNITS})?"
    rf"|(?:减少|减)(?P<first>\d+)(?:{_UNITS})?[,，、;；]?(?:增加|新增|增)(?P<second>\d+)(?:{_UNITS})?"
)
# Digits that stand for more than one number, or for none that can be shown: they keep their place, without a value.
_GLUED = re.compile(r"0\d+(?:\.\d+)?")
_SPOILT = re.compile(r"[+-]?[\d.,]*[□\ufffd][\d.,□\ufffd]*")
# The mark of a footnote behind a number. Other such figures, `②` or `½`, are no number that a cell prints.
_MARK = re.compile("(?<=[0-9０-９])[¹²³⁰⁴-⁹①-⑳]+\\s*$")
_FEWER_WORDS = frozenset(("减少", "减", "-"))


@lru_cache(4096)
def read_cell(text: str) -> Printed:
    """What a cell prints. Text that is neither a number nor a sign for none is `unreadable`."""
    text = text if text.isascii() else _MARK.sub("", text)
    odd = not text.isascii() and any(unicodedata.category(letter) == "No" for letter in text[:_LONGEST])
    if odd or len(text) > _LONGEST or _APART.search(text):
        return Printed(State.UNREADABLE)
    flat = squeeze(text)
    if not flat:
        return Printed(State.BLANK)
    if flat in _DASHES:
        return Printed(State.DASH)
    if match := _TWO.fullmatch(flat):
        return _two(match)
    if match := _ONE.fullmatch(flat):
        if _GLUED.fullmatch(match["digits"]):
            return Printed(State.UNREADABLE)
        value = Decimal(match["digits"].replace(",", ""))
        sign = match["sign"]
        return Printed(
            State.PRINTED, -value if sign in _FEWER_WORDS and value else value, match["unit"], (), bool(sign)
        )
    return Printed(State.UNREADABLE)


def _two(match: re.Match[str]) -> Printed:
    if match["more"] is not None:
        parts = (Decimal(match["more"]), -Decimal(match["fewer"]))
    else:
        parts = (-Decimal(match["first"]), Decimal(match["second"]))
    return Printed(State.PRINTED, parts[0] + parts[1], match["unit"], parts, True)


def squeeze(text: str) -> str:
    """Full-width forms to half-width, every kind of blank removed."""
    if text.isascii() and text.isalnum():
        return text
    return _BLANKS.sub("", unicodedata.normalize("NFKC", _BLANKS.sub(" ", text)).replace("−", "-"))


def is_value(text: str) -> bool:
    """The text is what a cell of the form holds: a number, a sign for none, digits that show none; no words."""
    return _is_value(text) if len(text) <= _LONGEST else _is_value.__wrapped__(text)


@lru_cache(4096)
def _is_value(text: str) -> bool:
    if read_cell(text).state in (State.PRINTED, State.DASH):
        return True
    flat = "" if len(text) > _LONGEST or _APART.search(text) else squeeze(text)
    return bool(_GLUED.fullmatch(flat) or _SPOILT.fullmatch(flat))


def plain(value: Decimal) -> str:
    """The number without plus sign, grouping or exponent; never `-0`."""
    text = format(value, "f")
    return text[1:] if text.startswith("-") and not value else text


_ONES = {ch: n for n, ch in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0, "O": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> Decimal | None:
    """`三` → 3, `十二` → 12, `一百零五` → 105, `二〇二〇` → 2020; None where the text is no such number."""
    if not text or any(ch not in _ONES and ch not in _TENS and ch not in _MYRIADS for ch in text):
        return None
    if all(ch in _ONES for ch in text):
        return Decimal("".join(str(_ONES[ch]) for ch in text))
    total = section = digit = 0
    for ch in text:
        if ch in _ONES:
            digit = _ONES[ch]
        elif ch in _TENS:
            section += (digit or 1) * _TENS[ch]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[ch]
            section = digit = 0
    return Decimal(total + section + digit)
