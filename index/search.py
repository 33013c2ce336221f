"""Passages found by meaning and by words together.

    passages ─prefix→ texts ─encode→ vectors of passages, vectors of sentences ─┐
                            └─bigrams→ words ────────────────────────────────────┴→ a folder ─search→ Hit[]

The caller says which passages may be found, and takes agency and year out of the question where it knows them. A
passage is indexed under its agency and year all the same, for the questions whose names nobody recognised.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from corpus.report import Hit, Passage
from index import coverage, lexical
from index.asked import Asked, asked, in_its_section, with_its_number
from index.encoder import Encoder, default
from index.filter import Filter, Within
from index.folder import unusable
from index.opened import Index
from index.passage import sentences
from index.texts import in_words, of_report, under_headings
from index.thesaurus import alike, chinese
from index.words import runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Passages: TypeAlias = Mapping[int, Passage] | Callable[[Collection[int]], Mapping[int, Passage]]
"""The passages by key, or a function that fetches those of the keys given."""

# Chosen on the development halves of a retrieval test over nine published reports and of our own questions, in broad
# steps: of the weights that rank equally well to a hundredth those that best tell a question with an answer from one
# without. Passage and sentence are equal because neither was better alone.
WORDS_SHARE = 0.5
PASSAGE_SHARE = 0.25
SENTENCE_SHARE = 0.25
CONCEPTS_SHARE = 0.9
"""How far other phrases for the things a question names, where the thesaurus has any, make up for words not found."""
NAMED_SHARE = 0.2
"""How far the right name makes up for what a score lacks."""
SECTION_SHARE = 0.05
NUMBER_SHARE = 0.05
"""What is added where a passage stands in the section, or has the number, that a question asks for."""

COVERED_SHARE = 0.3
"""What the words of the question that stand in a passage, one by one, weigh against all the rest."""

_LOOKED_INTO = 20
"""So many of the best are looked into word by word."""
_POOL = 50
"""Each of the three searches proposes at least this many; then all three score everything proposed."""


def search(
    index: Index,
    question: str,
    passages: Passages,
    encoder: Encoder,
    allowed: Filter | Collection[int] | None,
    limit: int,
) -> tuple[Hit, ...]:
    """The passages that fit the question best, best first, equals by key; only those `allowed`, by a filter or by key.

    Take agency and year out of the question first and allow only the passages of their reports: a name says nothing of
    the matter. A key that `passages` no longer has is left out. Raises LibraryDamaged where the index cannot be read
    or another encoder made it.
    """
    if encoder.name != index.fingerprint.encoder:
        raise unusable(index.parts.parent)
    if limit <= 0 or not runs(question):
        return ()
    within = index.within(allowed if isinstance(allowed, Filter) else Filter(keys=allowed))
    if not within.count:
        return ()
    sought = _looked_for(question, encoder)
    keys = _near(index, sought, within, max(_POOL, 4 * limit))
    found = passages(keys) if callable(passages) else {key: passages[key] for key in keys if key in passages}
    # To cut a passage into sentences takes longer than to score it: that is left to the best.
    best = sorted(_scored(index, sought, found), key=_best_first)[: max(limit, _LOOKED_INTO)]
    looked_into = _by_coverage(question, [_hit(found[one.key], one) for one in best])
    return tuple(sorted(looked_into, key=lambda hit: (-hit.score, hit.passage.key))[:limit])


@dataclass(frozen=True, slots=True)
class _Scored:
    """A passage that was proposed."""

    key: int
    score: float
    place: int
    """Of its best sentence."""


def _best_first(one: _Scored) -> tuple[float, int]:
    return -one.score, one.key


def _by_coverage(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits scored anew by how much of the question stands in each, word by word."""
    model = default()
    wanted = coverage.wanted(question, model)

    def scored(hit: Hit) -> float:
        own = hit.passage
        text = coverage.flat(of_report(own) + under_headings(own, own.text))
        covered = coverage.covered(wanted, text, model)
        return (hit.score + COVERED_SHARE * covered) / (1 + COVERED_SHARE)

    return [Hit(hit.passage, scored(hit), hit.best) for hit in hits]


def _suited(score: float, named: float, wanted: Asked, passage: Passage) -> float:
    """The score, raised for a passage of the agency and year said, and of the kind that is asked for."""
    score += SECTION_SHARE * in_its_section(wanted, passage) + NUMBER_SHARE * with_its_number(wanted, passage)
    return min(1.0, score + NAMED_SHARE * named * max(0.0, 1 - score))


@dataclass(frozen=True, slots=True)
class _Sought:
    """A question as the three searches take it."""

    text: str
    concepts: str
    """Other phrases for the things it names, or empty."""
    vector: NDArray[np.float32]
    """Halfway between the question and the question with those phrases."""


def _looked_for(question: str, encoder: Encoder) -> _Sought:
    concepts = " ".join(dict.fromkeys((*chinese(question), *alike(question))))
    alone, widened = encoder.encode([question, f"{question} {concepts}"])
    return _Sought(question, concepts, (alone + widened) / 2)


def _near(index: Index, sought: _Sought, within: Within, pool: int) -> Collection[int]:
    """Keys of all that any of the three searches proposes."""
    if within.count <= pool:
        return frozenset(within.keys().tolist())
    found = index.near(sought.vector, pool, within)
    for text in (sought.text, sought.concepts):
        found.update(lexical.proposed(index.words, text, pool, within))
    return found


def _scored(index: Index, sought: _Sought, found: Mapping[int, Passage]) -> Iterator[_Scored]:
    """The passages found, with their scores and best sentences."""
    of_texts, of_names = index.lengths(found)
    mean_text, mean_names = index.means
    texts = {key: in_words(found[key]) for key in of_texts}
    said = lexical.scores(index.words, sought.text, texts, of_texts, mean_text)
    meant = lexical.scores(index.words, sought.concepts, texts, of_texts, mean_text)
    names = lexical.named(index.words, sought.text, of_names, mean_names)
    wanted = asked(sought.text)
    for key, (whole, nearest) in index.compared(sought.vector, texts).items():
        by_words = _made_up(said.get(key, 0.0), meant.get(key, 0.0))
        score, place = _fused(whole, nearest, by_words)
        if score > 0:
            yield _Scored(key, _suited(score, names.get(key, 0.0), wanted, found[key]), place)


def _made_up(said: float, meant: float) -> float:
    return said + CONCEPTS_SHARE * (1 - said) * meant


def _fused(whole: float, nearest: tuple[float, int] | None, by_words: float) -> tuple[float, int]:
    sentence, place = nearest or (0.0, 0)
    score = PASSAGE_SHARE * whole + SENTENCE_SHARE * sentence + WORDS_SHARE * by_words
    return min(1.0, max(0.0, score)), place


def _hit(passage: Passage, scored: _Scored) -> Hit:
    parts = sentences(passage.text)
    return Hit(passage, scored.score, parts[scored.place] if scored.place < len(parts) else passage.text)
