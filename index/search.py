"""Passages found by meaning and by words together.

    passages ─prefix→ texts ─encode→ vectors of passages, vectors of sentences ─┐
                            └─bigrams→ words ────────────────────────────────────┴→ a folder ─search→ Hit[]

The caller says which passages may be found, and takes agency and year out of the question where it knows them. A
passage is indexed under its agency and year all the same, for the questions whose names nobody recognised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import LibraryDamaged
from corpus.report import Hit, Passage
from index import coverage, lexical, vectors
from index.asked import Asked, asked, in_its_section, with_its_number
from index.encoder import Encoder, Progress, default, normalise
from index.folder import Fingerprint, is_current, replace, trusted, unusable
from index.passage import sentences
from index.thesaurus import alike, chinese
from index.words import runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.encoder import Matrix
    from index.lexical import Words
    from index.vectors import Vectors

__all__ = ["Fingerprint", "Index", "build", "is_current", "open_index", "search"]

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
NAME_SHARE = 0.8
"""Of the vector of agency and year against the passage's own."""
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
_PLACE_BITS = 16
"""A sentence's key is its passage's, shifted by these, plus its place in the passage."""
_PASSAGES, _SENTENCES, _WORDS, _DIGESTS = "passages.faiss", "sentences.faiss", "words", "digests.txt"


class Index:
    """An index that was opened; its parts are loaded when the first question needs them."""

    def __init__(self, parts: Path, fingerprint: Fingerprint) -> None:
        self.parts = parts
        self.fingerprint = fingerprint

    @cached_property
    def passages(self) -> Vectors:
        """Vectors of the passages, by the passage's key."""
        return vectors.load(self.parts / _PASSAGES)

    @cached_property
    def sentences(self) -> Vectors:
        """Vectors of the sentences, by a key that holds the passage's."""
        return vectors.load(self.parts / _SENTENCES)

    @cached_property
    def words(self) -> Words:
        """The words of the passages."""
        return lexical.open_words(self.parts / _WORDS)


def build(
    folder: Path,
    passages: Sequence[Passage],
    encoder: Encoder,
    library: str,
    progress: Progress | None = None,
    called: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Make the index of `folder` the one of these passages; `library` is what `is_current` will be asked about.

    `called` gives, by report, other ways to say its agency: its name in Latin letters, or an earlier one.

    Every passage has a key of its own. A text that the index before held too is not embedded again. `progress` hears
    of the embedding; what it raises stops the build and leaves the index as it was. Two builds at once do no harm: the
    later one stands. Raises OSError where the folder cannot be written.
    """
    known = _known(folder, encoder.name)

    def write(parts: Path) -> None:
        wholes = {passage.key: (_under_headings(passage, passage.text), _report(passage)) for passage in passages}
        pieces = {
            (passage.key << _PLACE_BITS) + place: (_under_headings(passage, sentence),)
            for passage in passages
            for place, sentence in enumerate(sentences(passage.text)[: 1 << _PLACE_BITS])
        }
        texts = [*wholes.values(), *pieces.values()]
        digests = [_digest("\n".join(text)) for text in texts]
        rows = _embedded(texts, digests, encoder, known, progress)
        vectors.save(vectors.build(list(wholes), rows[: len(wholes)]), parts / _PASSAGES)
        vectors.save(vectors.build(list(pieces), rows[len(wholes) :]), parts / _SENTENCES)
        # A name said twice weighs as much as a word that a passage is about.
        said = {passage.key: " ".join((called or {}).get(passage.report, ())) for passage in passages}
        lexical.build(
            parts / _WORDS,
            ((key, "\n".join((text, name, name)), f"{name} {said[key]}") for key, (text, name) in wholes.items()),
        )
        (parts / _DIGESTS).write_text("\n".join(digests), encoding="ascii")

    replace(folder, Fingerprint(encoder.name, library), write)


def open_index(folder: Path) -> Index:
    """Open the index of a folder, every file checked against its checksum.

    Raises LibraryDamaged where there is none, or one that is damaged or of another format: then build it.
    """
    return Index(*trusted(folder))


def search(
    index: Index, question: str, passages: Passages, encoder: Encoder, allowed: Collection[int] | None, limit: int
) -> tuple[Hit, ...]:
    """The passages that fit the question best, best first, equals by key; only among the keys `allowed` unless None.

    Take agency and year out of the question first and allow only the passages of their reports: a name says nothing of
    the matter. A key that `passages` no longer has is left out. Raises LibraryDamaged where the index cannot be read
    or another encoder made it.
    """
    if encoder.name != index.fingerprint.encoder:
        raise unusable(index.parts.parent)
    if limit <= 0 or not runs(question) or (allowed is not None and not allowed):
        return ()
    scored = _scored(index, _looked_for(question, encoder), allowed, max(_POOL, 4 * limit))
    found = passages(scored) if callable(passages) else passages
    names = dict(lexical.named(index.words, question, scored))
    wanted = asked(question)
    hits = [
        _hit(found[key], _suited(score, names.get(key, 0.0), wanted, found[key]), place)
        for key, (score, place) in scored.items()
        if score > 0 and key in found
    ]
    first = max(limit, _LOOKED_INTO)
    looked_into = _by_coverage(question, sorted(hits, key=_best_first)[:first])
    return tuple(sorted(looked_into, key=_best_first)[:limit])


def _best_first(hit: Hit) -> tuple[float, int]:
    return -hit.score, hit.passage.key


def _by_coverage(question: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits scored anew by how much of the question stands in each, word by word."""
    model = default()
    wanted = coverage.wanted(question, model)

    def scored(hit: Hit) -> float:
        own = hit.passage
        text = coverage.flat(_report(own) + _under_headings(own, own.text))
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


def _scored(index: Index, sought: _Sought, allowed: Collection[int] | None, pool: int) -> dict[int, tuple[float, int]]:
    """Score and place of the best sentence, by key, of all that any of the three searches proposes."""
    within = None if allowed is None else _sentence_keys(index, allowed)
    proposed = {key for key, _ in vectors.search(index.passages, sought.vector, pool, allowed)}
    proposed |= {key >> _PLACE_BITS for key, _ in vectors.search(index.sentences, sought.vector, pool, within)}
    proposed |= {
        key for text in (sought.text, sought.concepts) for key, _ in lexical.search(index.words, text, pool, allowed)
    }
    wholes = dict(vectors.search(index.passages, sought.vector, len(proposed), proposed))
    by_words = _by_words(index, sought, proposed)
    nearest = _nearest(index, sought.vector, proposed)
    return {key: _fused(wholes.get(key, 0.0), nearest.get(key), by_words.get(key, 0.0)) for key in proposed}


def _by_words(index: Index, sought: _Sought, keys: Collection[int]) -> dict[int, float]:
    said = dict(lexical.search(index.words, sought.text, len(keys), keys))
    if not sought.concepts:
        return said
    meant = dict(lexical.search(index.words, sought.concepts, len(keys), keys))
    return {key: _made_up(said.get(key, 0.0), meant.get(key, 0.0)) for key in said | meant}


def _made_up(said: float, meant: float) -> float:
    return said + CONCEPTS_SHARE * (1 - said) * meant


def _fused(whole: float, nearest: tuple[float, int] | None, by_words: float) -> tuple[float, int]:
    sentence, place = nearest or (0.0, 0)
    score = PASSAGE_SHARE * whole + SENTENCE_SHARE * sentence + WORDS_SHARE * by_words
    return min(1.0, max(0.0, score)), place


def _nearest(index: Index, vector: NDArray[np.float32], keys: Collection[int]) -> dict[int, tuple[float, int]]:
    """For each passage the score of its nearest sentence and that sentence's place."""
    within = _sentence_keys(index, keys)
    nearest: dict[int, tuple[float, int]] = {}
    for key, score in vectors.search(index.sentences, vector, len(within), within):
        nearest.setdefault(key >> _PLACE_BITS, (score, key & (1 << _PLACE_BITS) - 1))
    return nearest


def _sentence_keys(index: Index, keys: Collection[int]) -> list[int]:
    import numpy as np

    all_keys = vectors.keys(index.sentences)
    owned = np.isin(all_keys >> _PLACE_BITS, np.fromiter(keys, np.int64, len(keys)))
    found: list[int] = all_keys[owned].tolist()
    return found


def _hit(passage: Passage, score: float, place: int) -> Hit:
    parts = sentences(passage.text)
    return Hit(passage, score, parts[place] if place < len(parts) else passage.text)


def _under_headings(passage: Passage, text: str) -> str:
    """A text with the titles it stands under: 一是… alone does not say whether it is a problem or a plan."""
    return "\n".join(part for part in (passage.section, *passage.heading, text) if part)


def _report(passage: Passage) -> str:
    return f"{passage.agency} {passage.year or ''}".strip()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _known(folder: Path, encoder: str) -> dict[str, NDArray[np.float32]]:
    """The vectors of the index that is there, by digest of their text; none where it is not to be trusted."""
    try:
        index = open_index(folder)
        if index.fingerprint.encoder != encoder:
            return {}
        digests = (index.parts / _DIGESTS).read_text(encoding="ascii").split()
        rows = [*vectors.matrix(index.passages), *vectors.matrix(index.sentences)]
        return dict(zip(digests, rows, strict=True))
    except (LibraryDamaged, OSError, ValueError):
        return {}


def _embedded(
    texts: Sequence[tuple[str, ...]],
    digests: Sequence[str],
    encoder: Encoder,
    known: Mapping[str, NDArray[np.float32]],
    progress: Progress | None,
) -> Matrix:
    """One vector a text, those not known from the encoder, each different text once.

    A text may have the name of its report with it; the vector then stands between the two, nearer to the text.
    """
    import numpy as np

    new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
    different = list(dict.fromkeys(part for text in new.values() for part in text))
    rows = dict(zip(different, encoder.encode(different, progress), strict=True))
    matrix: Matrix = np.zeros((len(digests), encoder.dimension), dtype=np.float32)
    for n, digest in enumerate(digests):
        matrix[n] = known[digest] if digest in known else _between(*(rows[part] for part in new[digest]))
    return matrix


def _between(text: NDArray[np.float32], name: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = text if name is None else normalise((text + NAME_SHARE * name)[None])[0]
    return vector
