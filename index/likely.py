"""Whether a passage that was found answers the question: a logistic function of many small signs.

How much of the question stands in the passage (`index.coverage`), how near the two are as wholes, and what else a
report could have said. Some three thousand sentences as reports of any agency write them
(`index/training/themes.txt`) are held against it: a question that is nearer to many of them is most likely about
something that this report does not say.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache, lru_cache
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.paragraph import sentences
from corpus.report import Hit, Passage
from index.coverage import Stands, Wanted, flat, how_much, wanted
from index.encoder import ANSWERS, DEFAULT, damaged, normalise

if TYPE_CHECKING:
    from index.encoder import Matrix, TableEncoder

WEIGHTS = Path(__file__).with_name("likely.txt")
"""`sign weight` a line, and what they must come to: made by `python tests/fit_likely.py`."""
_SURELY = 0.75
"""Of a question so much must stand in one sentence that says just it."""
_RIVALS = 20
"""So many of the sentences nearest to a question are held against the passage."""
_NOTHING = 1e-9
_SHARPLY = 4
"""Of those the nearest count most: their nearness to this power."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a passage answers a question, besides how much of it stands there."""

    passage_near: float
    """Cosine of the question and the passage with the title of its section."""
    sentence_near: float
    """Of the question and the nearest sentence with that title."""
    bare_near: float
    """Of the question and that sentence alone."""
    number: float
    """1 where a number, a rate or a date is asked: less often has the prose an answer."""
    length: float
    """The logarithm of the passage's length."""
    words: float
    """How many things and words the question has."""
    named: float
    """1 where the question names whose report it is about."""
    rival: float
    """Cosine of the question and the nearest of the sentences of any report."""
    ahead: float
    """How much nearer than that the passage's own sentence is."""
    alike: float
    """How near that own sentence is to those sentences nearest to the question: it may say the same."""
    beaten: float
    """The logarithm of how many of those sentences are nearer to the question than the passage's own."""


def answering(
    hits: Sequence[Hit], question: str, encoder: TableEncoder, *, named: bool, surely: bool = False
) -> list[Hit]:
    """The passages found that answer a question, in their order; its agency and year are not to be in it.

    `named`: it had them. `surely`: only those that have nearly every word of it in one sentence.
    """
    asked = wanted(question, encoder)
    passages = [hit.passage for hit in hits if can_answer(hit.passage, asked)]
    judged = zip(passages, signs(passages, question, encoder, named=named), strict=True)
    kept = {passage.key for passage, signs in judged if (says_just_that(*signs) if surely else likely(*signs) > 0)}
    return [hit for hit in hits if hit.passage.key in kept]


def can_answer(passage: Passage, question: Wanted) -> bool:
    """Whether a passage prints a thing of the kind that is asked for: a number, a date, who holds an office."""
    return question.kind is None or bool(question.kind.printed.search(flat(passage.text)))


def says_just_that(stands: Stands, _: Signs) -> bool:
    """Whether nearly all of a question stands in one sentence, and everything it names in the passage."""
    return stands.mass > 0 and stands.things == 1 and stands.sentence >= _SURELY


def likely(stands: Stands, signs: Signs) -> float:
    """Above 0 where the passage more likely answers the question than not."""
    weights, needed = _weights()
    found: tuple[float, ...] = (*astuple(stands), *astuple(signs))
    return math.fsum(map(mul, weights, found)) - needed


def signs(
    passages: Collection[Passage], question: str, encoder: TableEncoder, *, named: bool
) -> list[tuple[Stands, Signs]]:
    """Of each passage how much of the question stands in it, and the other signs."""
    asked, sought = wanted(question, encoder), _sought(question, encoder)
    return [
        (how_much(passage, asked, encoder), _signs(passage, asked, sought, encoder, named=named))
        for passage in passages
    ]


@dataclass(frozen=True, slots=True)
class _Sought:
    """A question as a vector, and what reports of any agency say to it."""

    vector: Matrix
    """A row."""
    short: Matrix
    """The same, as long as those below."""
    rivals: Matrix
    """How near each sentence of any report is, a row."""
    nearest: Matrix
    """The nearest of those sentences, a row each."""
    pull: Matrix
    """How much each of them counts, a row that sums to one."""


def _sought(question: str, encoder: TableEncoder) -> _Sought:
    import numpy as np

    vector, said = encoder.encode([question]), said_elsewhere()
    short = _cut(vector, said)
    rivals = short @ said.T
    best = np.argsort(-rivals[0])[:_RIVALS]
    pull = np.maximum(rivals[:, best], 0.0) ** _SHARPLY
    return _Sought(vector, short, rivals, said[best], pull / max(float(pull.sum()), _NOTHING))


def _signs(passage: Passage, asked: Wanted, sought: _Sought, encoder: TableEncoder, *, named: bool) -> Signs:
    titled, bare_ones = _vectors(passage.section, passage.text, encoder)
    near = (sought.vector @ titled.T)[0]
    place = int(near[1:].argmax())
    own = _cut(bare_ones[place : place + 1], sought.short)
    bare, rival = float((sought.short @ own.T)[0, 0]), float(sought.rivals.max())
    return Signs(
        passage_near=float(near[0]),
        sentence_near=float(near[1 + place]),
        bare_near=bare,
        number=float(asked.kind is not None and asked.kind.is_figure),
        length=math.log1p(len(passage.text)),
        words=float(len(asked.words.texts) + len(asked.things)),
        named=float(named),
        rival=rival,
        ahead=bare - rival,
        alike=float((sought.pull @ (sought.nearest @ own.T))[0, 0]),
        beaten=math.log1p(int((sought.rivals > bare).sum())),
    )


@lru_cache(maxsize=512)
def _vectors(section: str, text: str, encoder: TableEncoder) -> tuple[Matrix, Matrix]:
    """Of a passage and then of its sentences with their section's title, and of the sentences alone.

    Remembered, for the same passages are asked about again and again.
    """
    parts = sentences(text) or (text,)
    titled = [section + told for told in (text, *parts)]
    vectors = encoder.encode([*titled, *parts])
    return vectors[: len(titled)], vectors[len(titled) :]


@cache
def said_elsewhere() -> Matrix:
    """What reports of any agency say, as vectors of length one, shorter than the model's.

    Raises ModelMissing where they are damaged.
    """
    import numpy as np
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(DEFAULT / ANSWERS, "numpy") as held:
            answers = held.get_tensor("answers").astype(np.float32)
    except (OSError, SafetensorError) as error:
        raise damaged(DEFAULT) from error
    return normalise(answers)


def _cut(vectors: Matrix, like: Matrix) -> Matrix:
    """Vectors cut to the length of others, and brought to length one again."""
    return normalise(vectors[:, : like.shape[1]])


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    """The weight of each sign, in their order, and what they must come to together."""
    lines = (line for line in WEIGHTS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    told = {name: float(weight) for name, weight in map(str.split, lines)}
    return tuple(told[field.name] for field in (*fields(Stands), *fields(Signs))), told["needed"]
