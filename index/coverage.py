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
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from corpus.paragraph import sentences
from corpus.report import Passage
from index.kind import Kind, kind, matter
from index.thesaurus import chinese, idle, same_as, things, translated

if TYPE_CHECKING:
    from index.encoder import Pieces, TableEncoder

_THING = 12.0
"""The weight of a character of a thing; that of a word is the length of its vector, mostly 3 to 7."""
_WEIGHTY = 0.1
"""Of a question's weight so much makes a word one that must not be missing."""
_NEARLY, _MOSTLY = 0.5, 0.8
_LATIN = 3
"""A word in Latin letters weighs as much as so many Chinese characters."""
_CLAUSE_END = re.compile("[,;:]")
"""As they are when folded."""
_ITS_STAFF = re.compile(r"\b(?:its|their|the) staff\b")
"""Whoever is trained or busy in an agency: nothing that a passage must name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question taken apart."""

    things: tuple[tuple[str, ...], ...]
    """For each thing it names all its names."""
    weights: tuple[float, ...]
    words: Pieces
    """Its other words that say something."""
    kind: Kind | None
    """The kind of thing it asks for; None where that may be any."""


@lru_cache(maxsize=8)
def wanted(question: str, encoder: TableEncoder) -> Wanted:
    """Take a question apart; its agency and year are not to be in it."""
    rest = _ITS_STAFF.sub(" ", unicodedata.normalize("NFKC", question).lower())
    asked = kind(rest)
    named, weights = [], []
    for names in things():
        said = [name for name in names if name in rest and _is_said(name, rest)]
        if said:
            named.append(names)
            weights.append(_THING * max(_LATIN if name.isascii() else len(name) for name in said))
            for name in sorted(said, key=len, reverse=True):
                rest = _latin(name).sub(" ", rest) if name.isascii() else rest.replace(name, " ")
    words = encoder.pieces(matter(rest), lambda word: word not in idle() and word.isalnum())
    return Wanted(tuple(named), tuple(weights), words, asked)


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
    over, kind = flat(over_it(passage)), question.kind
    every = [flat(sentence) for sentence in sentences(passage.text)]
    whole = _held(question, over + flat(passage.text), encoder)
    bare = [_held(question, sentence, encoder) for sentence in every]
    told = [sentence for sentence in every if kind is None or kind.printed.search(sentence)]
    sentence = max((covered(question, over + sentence, encoder) for sentence in told), default=0.0)
    number = kind.printed if kind and kind.in_clause else None
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
    """Of a name that stands in a question."""
    return not name.isascii() or bool(_latin(name).search(question))


def _latin(name: str) -> re.Pattern[str]:
    """A name in Latin letters as a word of its own; Chinese may touch it."""
    return re.compile(rf"(?<![a-z0-9]){name}(?:s|es)?(?![a-z0-9])")


def _stands(names: Sequence[str], text: str) -> bool:
    return any(name in text for name in names if not name.isascii() or name.isdigit())


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """A text without blanks, full-width forms folded, in lower case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
