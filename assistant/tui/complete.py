"""What the word that is being typed may become: an agency, a year, a row or column of the form."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile

from assistant.tui.initials import initials
from corpus import form

MOST = 6
_LONGEST = 12
"""Characters looked back over for the beginning of a Chinese word."""
_LATIN = re.compile(r"[A-Za-z]+$")
_YEAR = re.compile(r"(?<!\d)\d{1,4}$")

# The labels that people type; the others are found by their characters and initials.
PINYIN = {
    "行政许可": "xing zheng xu ke",
    "行政处罚": "xing zheng chu fa",
    "行政强制": "xing zheng qiang zhi",
    "行政事业性收费": "xing zheng shi ye xing shou fei",
    "政府集中采购": "zheng fu ji zhong cai gou",
    "规章": "gui zhang",
    "规范性文件": "gui fan xing wen jian",
    "其他对外管理服务事项": "qi ta dui wai guan li fu wu shi xiang",
    "本年新收政府信息公开申请数量": "ben nian xin shou zheng fu xin xi gong kai shen qing shu liang",
    "上年结转政府信息公开申请数量": "shang nian jie zhuan zheng fu xin xi gong kai shen qing shu liang",
    "结转下年度继续办理": "jie zhuan xia nian du ji xu ban li",
    "予以公开": "yu yi gong kai",
    "部分公开": "bu fen gong kai",
    "不予公开": "bu yu gong kai",
    "无法提供": "wu fa ti gong",
    "不予处理": "bu yu chu li",
    "行政复议": "xing zheng fu yi",
    "行政诉讼": "xing zheng su song",
    "处理决定数量": "chu li jue ding shu liang",
    "存在的问题": "cun zai de wen ti",
    "改进措施": "gai jin cuo shi",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """What could stand instead of the end of the text."""

    text: str
    cut: int
    """How many characters at the end of what is typed it replaces."""
    does: str = ""
    """What it does, where it is a command."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by what may be typed for them, sorted: (typed, word)."""

    words: tuple[tuple[str, str], ...] = ()
    years: tuple[str, ...] = ()


def vocabulary(names: Iterable[tuple[str, str]], years: Iterable[int | None]) -> Vocabulary:
    """The words of a library: its agencies by every name, by pinyin and initials, its years, the form's words."""
    said = {(name.casefold(), agency) for name, agency in names}
    letters = {agency: name[0] for name, agency in said if name.isascii() and name.isalpha()}
    pairs = said | {(label, label) for label in form_words()}
    pairs |= {(syllables.replace(" ", ""), label) for label, syllables in PINYIN.items()}
    short = ((initials(name, letters.get(word, "")), word) for name, word in pairs if not name.isascii())
    pairs |= {(typed, word) for typed, word in short if len(typed) > 2}
    return Vocabulary(tuple(sorted(pairs)), tuple(sorted({f"{year}年" for year in years if year}, reverse=True)))


def form_words() -> tuple[str, ...]:
    """Rows, groups of rows and columns of both editions, without what the labels only hold for their group."""
    rows = [row for edition in form.EDITIONS for table in form.TABLES for row in form.rows(edition, table)]
    labels = [part for row in rows for part in row.label.split("/")] + [
        column for row in rows for column in row.columns
    ]
    return tuple(dict.fromkeys(label for label in (*labels, *PINYIN) if len(label) > 2))


def completions(text: str, known: Vocabulary) -> tuple[Completion, ...]:
    """What the end of a text may become, at most MOST; nothing where it is complete, or too short to tell."""
    if year := _YEAR.search(text):
        fits = [Completion(name, len(year[0])) for name in known.years if name.startswith(year[0])]
        return tuple(fits[:MOST])
    if latin := _LATIN.search(text):
        return _beginning(latin[0].casefold(), known) if len(latin[0]) > 1 else ()
    for length in range(min(_LONGEST, len(text)), 1, -1):
        if found := _beginning(text[-length:], known):
            return found
    return ()


def _beginning(typed: str, known: Vocabulary) -> tuple[Completion, ...]:
    """The words that what is typed begins; none where it is one of them already."""
    start = bisect_left(known.words, (typed, ""))
    fits = takewhile(lambda pair: pair[0].startswith(typed), islice(known.words, start, start + 50 * MOST))
    words = sorted(dict.fromkeys(word for _, word in fits), key=len)
    return () if typed in words else tuple(Completion(word, len(typed)) for word in words[:MOST])
