"""The appendix of reports from before the form: its rows as printed, both columns, never as figures of the form.

指标名称 | 计量单位 | 本年度 | 历年累计: the last column counts all years, and the rows do not ask what the form asks.
So a row that is near to what was asked is quoted with the heading over it, and left at that.
"""

import re
from collections.abc import Sequence

from corpus import form
from corpus.library.store import Library
from corpus.report import Entry, Hit, Passage, Source

_HEADING = re.compile(r"本年度?.{0,12}(?:历年)?累计")
_NEAR = (
    (form.NEW_REQUESTS, "收到.{0,6}申请|受理.{0,6}申请|申请总数"),
    (form.GRAND_TOTAL, "答复总数|申请的?答复"),
    ("予以公开", "(?<!不)同意公开|(?<!不)予以公开"),
    ("部分公开", "部分公开"),
    ("不予公开", "不予公开|不同意公开"),
    ("规范性文件", "规范性文件"),
    ("行政复议", "行政复议"),
    ("复议后起诉", "行政诉讼"),
    ("未经复议直接起诉", "行政诉讼"),
    (form.SUITS, "行政诉讼"),
)
_MOST = 3


def printed(library: Library, entry: Entry, row: str) -> list[Hit]:
    """The rows of the appendix that speak of a row of the form, under their heading; nothing where none does."""
    words = next((words for label, words in _NEAR if row.startswith(label)), None)
    lines = library.lines(entry.report)
    at = next((n for n, text in enumerate(lines) if _HEADING.search(re.sub(r"\s", "", text))), None)
    if words is None or at is None:
        return []
    near = [n for n in range(at + 1, len(lines)) if re.search(words, lines[n]) and re.search(r"\d\s*$", lines[n])]
    return [_quoted(entry, lines, n) for n in (at, *near[:_MOST])] if near else []


def _quoted(entry: Entry, lines: Sequence[str], at: int) -> Hit:
    text = " ".join(lines[at].split())
    source = Source(entry.file, entry.path, at + 1, at + 1)
    passage = Passage(entry.report, entry.agency, entry.year, "附表", 0, (), "prose", None, text, source)
    return Hit(passage, 1.0, text)
