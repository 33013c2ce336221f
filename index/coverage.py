"""Whether a passage speaks of what a question asks: word by word, not by the sum.

A question and a passage may be near each other in all but the one word that matters: 网站 and 信息 are everywhere,
访问量 is not. A thing of `things.txt` must stand in the passage by one of its names; any other word by itself or by the
nearest word of the passage. Where a number is asked, number and words must stand in one sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.paragraph import sentences
from corpus.report import Passage
from index.thesaurus import chinese, same_as

if TYPE_CHECKING:
    from index.encoder import Pieces, TableEncoder

_PLAIN, _WITH_NUMBER, _SURELY = 0.35, 0.4, 0.9
"""Of a question so much must stand in a passage, in a sentence with the number asked for, in one that says just it.

Chosen on the dev half of `tests/search_queries.jsonl`, as was the weight of a thing.
"""
_THING = 12.0
"""The weight of a character of a thing; that of a word is the length of its vector, mostly 3 to 7."""
_LATIN = 3
"""A word in Latin letters weighs as much as so many Chinese characters."""
_IDLE = frozenset(
    "的 了 吗 呢 有 没有 几 怎么 怎样 如何 什么 哪 哪些 哪里 哪个 是 在 和 与 及 对 把 被 给 让 做 过 这 那 份 一 个 "
    "请问 为 为什么 又 都 也 还 该 能 能不能 可以 看 谁 次数 条数 数量 一共 总共 全年 一年 年里 这一年 开 办 发 收到 "
    "处理 人次 登 挂 贴 "
    "a the of in on to by for and or is are was were did do does how many much what which who whom when "
    "where has have any from with there at its it be that their s".split()
)
"""Words that say nothing of the matter."""
_COUNTERS = "条件篇次期家人份名场种个项座批台册回户则位起宗级"
_ALIKE = ("件份个", "件宗起", "条则项篇", "人名位个", "次场期回批", "号日")
"""Counters that people use for one another."""
_ASKED = re.compile(
    rf"(?<!哪)(?:多少|几)个?([{_COUNTERS}月号])?|第几|数量|[条件次人篇册分户]数|人次|[问览击注]量|"
    r"\bhow (?:many|much)\b|\bnumber of\b"
)

_ITS_STAFF = re.compile(r"\b(?:its|their|the) staff\b")
"""Whoever is trained or busy in an agency: nothing that a passage must name."""
_OFFICE = re.compile(
    r"哪一?位.{0,2}(领导|[局院主]长|主任)|((?:[局组院处科厅部市县区镇乡]长|主任|书记|负责人|联系人|发言人))(是谁|是哪位|叫什么|姓什么|的?(?:姓名|名字))|"
    r"\b(?:who is the|name of the) (?:\w+ )?(?:director|chief|secretary|mayor|head)\b(?! of the \w* ?(?:group|team))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question taken apart."""

    things: tuple[tuple[str, ...], ...]
    """For each thing it names all its names."""
    weights: tuple[float, ...]
    words: Pieces
    """Its other words that say something."""
    number: re.Pattern[str] | None
    """How the number asked for is printed; None where none is asked."""
    person: re.Pattern[str] | None
    """How a passage says who holds the office that is asked for; None where none is."""


@lru_cache(maxsize=8)
def wanted(question: str, encoder: TableEncoder) -> Wanted:
    """Take a question apart; its agency and year are not to be in it."""
    rest = _ITS_STAFF.sub(" ", unicodedata.normalize("NFKC", question).lower())
    asked, rest_of = _ASKED.search(rest), rest
    named, weights = [], []
    for names in _things():
        said = [name for name in names if _is_said(name, rest)]
        if said:
            named.append(names)
            weights.append(_THING * max(_LATIN if name.isascii() else len(name) for name in said))
            for name in sorted(said, key=len, reverse=True):
                rest = re.sub(rf"\b{name}(?:s|es)?\b", " ", rest) if name.isascii() else rest.replace(name, " ")
    words = encoder.pieces(_ASKED.sub(" ", rest), lambda word: word not in _IDLE and word.isalnum())
    return Wanted(tuple(named), tuple(weights), words, _number(asked) if asked else None, _person(rest_of))


def speaks_of(passage: Passage, question: Wanted, encoder: TableEncoder, *, surely: bool = False) -> bool:
    """Whether a passage speaks of all that is asked; `surely` where nearly every word of it stands in one sentence."""
    over = passage.section + "".join(passage.heading)
    whole = flat(over + passage.text)
    if not all(_stands(names, whole) for names in question.things):
        return False
    if question.person and not question.person.search(whole):
        return False
    if question.number is None and not surely:
        return covered(question, whole, encoder) >= _PLAIN
    number, least = question.number, _SURELY if surely else _WITH_NUMBER
    found = (flat(sentence) for sentence in sentences(passage.text))
    return any(
        (number is None or number.search(sentence)) and covered(question, flat(over) + sentence, encoder) >= least
        for sentence in found
    )


def covered(question: Wanted, text: str, encoder: TableEncoder) -> float:
    """The share of a question, by weight, that stands in a text: 0 to 1; 1 for a question that says nothing."""
    mass = sum(question.weights)
    got = sum(weight * _stands(names, text) for names, weight in zip(question.things, question.weights, strict=True))
    words = question.words
    weights = [
        length * (_LATIN if word.isascii() else len(word))
        for word, length in zip(words.texts, words.lengths, strict=True)
    ]
    absent = [
        place for place, word in enumerate(words.texts) if word not in text and not any(p in text for p in _meant(word))
    ]
    near = dict(zip(absent, encoder.nearest(words.vectors[absent], text), strict=True)) if absent else {}
    mass += sum(weights)
    got += sum(weight * max(0.0, near.get(place, 1.0)) for place, weight in enumerate(weights))
    return got / mass if mass else 1.0


@lru_cache(maxsize=4096)
def _meant(word: str) -> tuple[str, ...]:
    """The Chinese phrases of the concept that a word names by itself."""
    return chinese(word) if word.isascii() else same_as(word)


def _is_said(name: str, question: str) -> bool:
    return name in question and (not name.isascii() or bool(re.search(rf"\b{name}(?:s|es)?\b", question)))


def _stands(names: Sequence[str], text: str) -> bool:
    return any(name in text for name in names if not name.isascii() or name.isdigit())


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """A text without blanks, full-width forms folded, in lower case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def _person(question: str) -> re.Pattern[str] | None:
    """局长是谁 needs more than that there is one; 叫什么 needs a name."""
    asked = _OFFICE.search(question)
    if asked is None:
        return None
    title = asked[1] or asked[2] or "(?:局长|主任|书记|院长|市长|县长|区长)"
    if asked[3] and "谁" in asked[3]:
        return re.compile(rf"(?:任|兼|为){title}(?!任)|{title}(?:[:：是]|由)")
    return re.compile(rf"{title}[:：]?[\u4e00-\u9fff]{{2,3}}同志|{title}[:：][\u4e00-\u9fff]{{2,4}}")


def _number(asked: re.Match[str]) -> re.Pattern[str]:
    unit = asked[1] or ""
    alike = "".join({unit, *(counter for group in _ALIKE if unit and unit in group for counter in group)})
    number = rf"(?:\d|[一二两三四五六七八九十百]{{1,3}})[余多]?[{alike or _COUNTERS + '%元万'}]"
    # That there was none is a number too.
    return re.compile(
        rf"{number}|(?<![有所])无(?!法|关|障|偿|论|效|正|权|须|需)|没有|未(?:收到|发生|接到|出现|产生|涉及)"
    )


@cache
def _things() -> tuple[tuple[str, ...], ...]:
    text = Path(__file__).with_name("things.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split("|")) for line in text.splitlines() if line and not line.startswith("#"))
