"""Which year a report reports on: never the one in which it was published.

The title says it, and so does the period that the figures cover. Where the two differ one of them was left over from
last year's file; then the opening sentence, the date of signature and the years that the prose speaks of decide, and
where these are silent or divided the year stays unknown: a wrong year would put every figure in the wrong place.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.labels import flat
from corpus.numbers import chinese_number
from corpus.report import Imprint, Line, Problem

YEAR = r"(?<!\d)(?:19|20)\d\d年|[二一][〇○零一二三四五六七八九Oo0]{3}年|(?<!\d)[0-3]\d年(?=度|政府|信息|政务|工作|年报)"
"""A year as a title prints it: 2020年, 二〇二〇年, 20年度."""
_TOP = 12
_OPENING = 40
_PROSE = 200
_LONGEST = 4_000
_OFTEN = 3
"""Times that the prose must name a year, and name it twice as often as the next, to say anything."""


@dataclass(frozen=True, slots=True)
class Dating:
    """The year, and what is doubtful about it."""

    year: int | None
    problems: tuple[Problem, ...] = ()


def dating(title: str, head: Sequence[str], lines: Sequence[Line], printed: Imprint) -> Dating:
    """The year of a report: `title` and `head`, the texts near it, are as printed; `lines` are the whole report."""
    titled = title_year(title) or _alone(head)
    covered = _covered(lines, printed)
    if titled is None or covered is None or titled == covered:
        year = titled or covered or _opening(lines)
        return Dating(year, tuple(_too_early(year, printed)))
    votes = Counter(_witnesses(lines, printed))
    chosen = None if votes[titled] == votes[covered] else max(titled, covered, key=lambda year: votes[year])
    return Dating(chosen, (Problem("year_conflict", _conflict(titled, covered, chosen)),))


def title_year(title: str) -> int | None:
    """The year that a title names; None where it names none, or two and does not say which of them is meant."""
    text = flat(title)
    named = [(year, end) for year, end in _named(text) if not re.match(r"\d{1,2}月|第?\d+号|第\d", text[end:])]
    meant = {year for year, end in named if re.match("度|(?:政府)?信息|政务|工作|年报", text[end:])}
    years = meant or {year for year, _ in named}
    if not named and (bare := set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d|[〕\])]第?\d+号)", text))):
        years = {int(year) for year in bare}
    return years.pop() if len(years) == 1 else None


@cache
def _years() -> re.Pattern[str]:
    return re.compile(YEAR)


def _named(text: str) -> Iterator[tuple[int, int]]:
    """(year, where the text goes on) of every year named."""
    for match in _years().finditer(text):
        digits = re.sub("[○Oo]", "〇", match.group()[:-1])
        found = int(digits) if digits.isascii() else chinese_number(digits.replace("0", "〇"))
        if found is not None:
            yield int(found) + (2000 if found < 100 else 0), match.end()


def _alone(head: Sequence[str]) -> int | None:
    """The year on a line of its own near the title: `（2020年度）`."""
    for text in head[:_TOP]:
        if match := re.fullmatch(r"[(（]?(.{4,5}年)(?:度|年度报告|度报告)?[)）]?", re.sub(r"\s", "", text)):
            return title_year(match[1])
    return None


def _covered(lines: Sequence[Line], printed: Imprint) -> int | None:
    """The year that the figures cover, where they cover one."""
    if printed.period:
        first, last = printed.period
        return first.year if first.year == last.year else None
    for line in lines[:80]:
        text = flat(line.text[:_LONGEST])
        if "20" in text and (match := _covered_words().search(text)):
            return int(match[1] or match[2] or match[3])
    return None


@cache
def _covered_words() -> re.Pattern[str]:
    return re.compile(
        r"(?:统计)?(?:期限|时间|数据)[^。]{0,24}?(20\d\d)年(?:1月|度)|(20\d\d)年1月1日|截[至止到](20\d\d)年12月"
    )


def _opening(lines: Sequence[Line]) -> int | None:
    """The year whose report the first sentences say that this is, where they agree."""
    said: set[str] = set()
    for line in lines[:_OPENING]:
        own = re.sub("《[^》]*》|“[^”]*”", "", flat(line.text[:_LONGEST]))
        if re.search("[，。,]", own):  # a sentence, not the title again
            said.update(_opening_words().findall(own))
    return int(said.pop()) if len(said) == 1 else None


@cache
def _opening_words() -> re.Pattern[str]:
    return re.compile(r"(20\d\d)年度?[^。，\d]{0,6}信息公开(?:工作)?(?:年度)?(?:报告|年报|情况)")


def _witnesses(lines: Sequence[Line], printed: Imprint) -> Iterator[int]:
    """What else speaks for a year: the opening, the signature (in the year after), the years of the prose."""
    if opening := _opening(lines):
        yield opening
    if printed.dated:
        yield printed.dated.year - (printed.dated.month < 12)
    text = flat("".join(line.text for line in lines[:_PROSE] if not line.cells and len(line.text) < _LONGEST))
    named = Counter(int(year) for year in re.findall(r"(?<![\d〔\[])(20\d\d)年(?!\d{1,2}月)", text)).most_common(2)
    if named and named[0][1] >= _OFTEN and (len(named) == 1 or named[0][1] >= 2 * named[1][1]):
        yield named[0][0]


def _conflict(titled: int, covered: int, chosen: int | None) -> str:
    taken = f"按其他写明的年份取 {chosen} 年" if chosen else "不能断定是哪一年，可用 nianbao set 指定"
    return f"标题写 {titled} 年，统计期限写 {covered} 年；{taken}"


def _too_early(year: int | None, printed: Imprint) -> Iterator[Problem]:
    """A report cannot be signed before its year is over; a slip of the pen in January is the likeliest reason."""
    if year and printed.dated and printed.dated.isoformat() < f"{year}-12-01":
        yield Problem("dated_too_early", f"落款日期 {printed.dated.isoformat()} 早于所报告的 {year} 年底，像是笔误")
