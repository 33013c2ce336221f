"""Whether a passage speaks of what a question asks: word by word, not by the sum.

A question and a passage may be near each other in all but the one word that matters: 网站 and 信息 are everywhere,
访问量 is not. A thing of `things.txt` must stand in the passage by one of its names; any other word by itself or by the
nearest word of the passage. Where a number is asked, number and words are to stand in one sentence, best in one clause.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.paragraph import sentences
from corpus.report import Passage
from index.thesaurus import chinese, same_as, translated

if TYPE_CHECKING:
    from index.encoder import Pieces, TableEncoder

_THING = 12.0
"""The weight of a character of a thing; that of a word is the length of its vector, mostly 3 to 7."""
_WEIGHTY = 0.1
"""Of a question's weight so much makes a word one that must not be missing."""
_NEARLY, _MOSTLY = 0.5, 0.8
_LATIN = 3
"""A word in Latin letters weighs as much as so many Chinese characters."""
_COUNTERS = "条件篇次期家人份名场种个项座批台册回户则位起宗级天年月周分元张面所间卷辆幅页本"
_ALIKE = ("件份个", "件宗起", "条则项篇", "人名位个", "次场期回批", "号日")
"""Counters that people use for one another."""
_ASKED = re.compile(
    rf"(?<!哪)(?:多少|几)个?([{_COUNTERS}号])?|第几|数量|[条件次人篇册分户]数|人次|[问览击注]量|"
    r"\bhow (?:many|much|large|big|high)\b|\bnumber of\b"
)
_DATE = re.compile(r"什么时候|何时|哪一?[年月天日]|几月|几号|\bwhen (?:did|does|was|were|is|will)\b")
_DATED = re.compile(r"\d\s*[年月日号]|第一时间|实时|及时")
_RATE = re.compile(r"(?<![效频])率|占比|比例|百分之|\b(?:rate|percentage|proportion|share)\b")
_RATED = re.compile(r"\d%|百分之")
_RANK = re.compile(r"第几名|名次|排名|排在|排第|\b(?:rank(?:s|ed|ing)?|placed)\b")
_RANKED = re.compile("第.{1,3}[名位]|排名|位居|名列|位列|排在")
_COMPARED = re.compile(r"比(?:上一?年|去年|前一?年|往年)|同比|\bthan (?:the year before|last year|before|in)\b")
_COMPARING = re.compile("比|较|同期|增长|增加|减少|上升|下降|提升|以往")
_CLAUSE_END = re.compile("[,;:]")
"""As they are when folded."""
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
                rest = _latin(name).sub(" ", rest) if name.isascii() else rest.replace(name, " ")
    words = encoder.pieces(_DATE.sub(" ", _ASKED.sub(" ", rest)), lambda word: word not in _idle() and word.isalnum())
    return Wanted(tuple(named), tuple(weights), words, _printed(rest_of, asked), _person(rest_of))


@dataclass(frozen=True, slots=True)
class Stands:
    """How much of a question stands in a passage; shares of its weight, from 0 to 1, where nothing else is said."""

    whole: float
    """In the passage and the titles over it."""
    sentence: float
    """In one sentence; where a number is asked in one that has it, 0 where none has."""
    clause: float
    """In one clause with the number; as in the sentence where none is asked."""
    things: float
    """1 where everything stands there that it names, else 0."""
    mass: float
    """The logarithm of its weight: a long question is never covered as a short one is."""
    said: float
    """In the passage and its titles in so many words."""
    said_together: float
    """In so many words in one sentence, without the titles."""
    together: float
    """In one sentence without the titles, with a number or not."""
    weakest: float
    """How near the word that is least there comes to one that is."""
    nearly: float
    """Of words that have one at least half as near as they are to themselves."""
    mostly: float
    """The same of four fifths."""


def how_much(passage: Passage, question: Wanted, encoder: TableEncoder) -> Stands:
    """What of a question stands in a passage."""
    over, number = flat(over_it(passage)), question.number
    every = [flat(sentence) for sentence in sentences(passage.text)]
    whole = _held(question, over + flat(passage.text), encoder)
    bare = [_held(question, sentence, encoder) for sentence in every]
    told = [sentence for sentence in every if number is None or number.search(sentence)]
    sentence = max((covered(question, over + sentence, encoder) for sentence in told), default=0.0)
    # A date often stands in a clause of its own.
    number = None if number is _DATED else number
    clauses = [clause for sentence in told for clause in _CLAUSE_END.split(sentence)] if number else []
    counted = (covered(question, clause, encoder) for clause in clauses if number and number.search(clause))
    mass = _mass(question)
    weighty = [near for weight, near, _ in whole if weight >= _WEIGHTY * mass]
    return Stands(
        _share(whole),
        sentence,
        max(counted, default=0.0) if number else sentence,
        float(all(near for _, near, _ in whole[: len(question.things)])),
        math.log1p(mass),
        _share_said(whole),
        max(map(_share_said, bare), default=0.0),
        max(map(_share, bare), default=0.0),
        min(weighty, default=1.0),
        *(sum(weight for weight, near, _ in whole if near >= least) / (mass or 1) for least in (_NEARLY, _MOSTLY)),
    )


def over_it(passage: Passage) -> str:
    """The titles over a passage."""
    return passage.section + "".join(passage.heading)


def _mass(question: Wanted) -> float:
    return sum(question.weights) + sum(_weights(question.words))


def _weights(words: Pieces) -> list[float]:
    pairs = zip(words.texts, words.lengths, strict=True)
    return [length * (_LATIN if word.isascii() else len(word)) for word, length in pairs]


def covered(question: Wanted, text: str, encoder: TableEncoder) -> float:
    """The share of a question, by weight, that stands in a text: 0 to 1; 1 for a question that says nothing."""
    return _share(_held(question, text, encoder))


_Held: TypeAlias = list[tuple[float, float, bool]]
"""Of each thing and word of a question its weight, how nearly it stands in a text, and whether in so many words."""


def _held(question: Wanted, text: str, encoder: TableEncoder) -> _Held:
    words = question.words
    stand = [_stands(names, text) for names in question.things]
    there = [word in text or any(phrase in text for phrase in _meant(word)) for word in words.texts]
    absent = [place for place, stands in enumerate(there) if not stands]
    near = dict(zip(absent, encoder.nearest(words.vectors[absent], text), strict=True)) if absent else {}
    things = [(weight, float(said), said) for weight, said in zip(question.weights, stand, strict=True)]
    weights = enumerate(zip(_weights(words), there, strict=True))
    return things + [(weight, max(0.0, near.get(place, 1.0)), said) for place, (weight, said) in weights]


def _share(held: _Held) -> float:
    mass = sum(weight for weight, _, _ in held)
    return sum(weight * near for weight, near, _ in held) / mass if mass else 1.0


def _share_said(held: _Held) -> float:
    mass = sum(weight for weight, _, _ in held)
    return sum(weight for weight, _, said in held if said) / mass if mass else 1.0


@lru_cache(maxsize=4096)
def _meant(word: str) -> tuple[str, ...]:
    """The Chinese phrases of the concept that a word names by itself."""
    return (*(chinese(word) if word.isascii() else same_as(word)), *translated(word))


def _is_said(name: str, question: str) -> bool:
    return name in question and (not name.isascii() or bool(_latin(name).search(question)))


def _latin(name: str) -> re.Pattern[str]:
    """A name in Latin letters as a word of its own; Chinese may touch it."""
    return re.compile(rf"(?<![a-z0-9]){name}(?:s|es)?(?![a-z0-9])")


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
    if asked[3] in ("是谁", "是哪位"):
        return re.compile(rf"(?:任|兼|为){title}(?!任)|{title}(?:[:：是]|由)")
    return re.compile(rf"{title}[:：]?[\u4e00-\u9fff]{{2,3}}同志|{title}[:：][\u4e00-\u9fff]{{2,4}}")


def _printed(question: str, asked: re.Match[str] | None) -> re.Pattern[str] | None:
    """How a number, rate, date, rank or comparison that is asked for is printed; None where none is."""
    if _DATE.search(question):
        return _DATED
    if _RATE.search(question):
        return _RATED
    if _RANK.search(question):
        return _RANKED
    if _COMPARED.search(question):
        return _COMPARING
    return _number(asked) if asked else None


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
    return tuple(tuple(line.split("|")) for line in _lines("things.txt"))


@cache
def _idle() -> frozenset[str]:
    return frozenset(word for line in _lines("idle.txt") for word in line.split())


def _lines(file: str) -> list[str]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
