"""Pairs of texts that mean the same, drawn in batches: what is not a pair in a batch counts as different."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from index.training.sources import Sources, Text
from index.training.wordlist import token_ids

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Tokens: TypeAlias = list[int]
Pair: TypeAlias = tuple[Tokens, Tokens]

_LONGEST = 200
_FRAMES = (
    "有哪些 情况 怎么样 是什么 多少 如何 都有什么 方面 工作 请问 相关内容 有没有 怎么做的 做得怎么样 2020年 2023年"
).split()
_ENGLISH_FRAMES = (
    "what are the|how does the bureau|in 2020|report|of the county|did the city report|describe|in 2023|about|which|"
    "list of|the health bureau|how many|is there any|what about the"
).split("|")
_KINDS = {"near": 0.35, "report": 0.2, "law": 0.3, "reading": 0.15}
_TOGETHER = 6
"""Of a title drawn together, at most this many texts: neighbours are the hardest to tell apart."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A way to draw a batch, and how often it is drawn against the others."""

    name: str
    weight: float
    draw: Callable[[random.Random, int], list[Pair]]
    """Given the source of chance and the size of a batch; never more than that, maybe fewer."""


@dataclass(frozen=True, slots=True)
class _Prose:
    kind: str
    title: Tokens
    sentences: tuple[Tokens, ...]
    questions: tuple[Tokens, ...]


class _School:
    """The sources as tokens, and how pairs are drawn from them."""

    def __init__(self, sources: Sources, tokenizer: Tokenizer, rarity: Sequence[float]) -> None:
        self.rarity = rarity
        self.prose = _prose(sources.texts, tokenizer)
        self.by_kind = _grouped((text.kind, place) for place, text in enumerate(self.prose))
        self.by_title = _grouped((str(text.title), place) for place, text in enumerate(self.prose))
        self.titles = sorted(self.by_title)
        self.asked = [text for text in self.prose if text.questions]
        self.words = _translations(sources, tokenizer)
        frames = token_ids(tokenizer, (*_FRAMES, *_ENGLISH_FRAMES))
        self.frames, self.english_frames = frames[: len(_FRAMES)], frames[len(_FRAMES) :]

    def text(self, chance: random.Random) -> _Prose:
        kind = chance.choices(tuple(_KINDS), tuple(_KINDS.values()))[0]
        return self.prose[chance.choice(self.by_kind[kind])]

    def texts(self, chance: random.Random, size: int) -> list[_Prose]:
        """Texts of all kinds, or in every other batch several of each title."""
        if chance.random() < 0.5:
            return [self.text(chance) for _ in range(size)]
        drawn: list[int] = []
        while len(drawn) < size:
            together = self.by_title[str(self.text(chance).title)]
            drawn += chance.sample(together, min(_TOGETHER, len(together)))
        return [self.prose[place] for place in dict.fromkeys(drawn)][:size]

    def passage(self, chance: random.Random, text: _Prose, without: int | None = None) -> Tokens:
        tokens = list(text.title) if chance.random() < 0.5 else []
        for place, sentence in enumerate(text.sentences):
            if place != without:
                tokens += sentence
        return (tokens or list(text.title))[:_LONGEST]

    def translated(self, chance: random.Random, tokens: Tokens, share: float) -> Tokens:
        """Word by word into English, as far as the dictionary goes and the share says."""
        out: Tokens = []
        for token in tokens:
            known = self.words.get(token)
            out += chance.choice(known) if known and chance.random() < share else [token]
        return out

    def spoken(self, chance: random.Random, tokens: Tokens) -> Tokens:
        """As it is, all in English, or half and half."""
        how = chance.random()
        return tokens if how < 0.45 else self.translated(chance, tokens, 1.0 if how < 0.75 else 0.5)

    def framed(self, chance: random.Random, tokens: Tokens, english: bool) -> Tokens:
        return chance.choice(self.english_frames) + tokens if english else tokens + chance.choice(self.frames)

    def headings(self, chance: random.Random, size: int) -> list[Pair]:
        titles = chance.sample(self.titles, min(size, len(self.titles)))
        texts = [self.prose[chance.choice(self.by_title[title])] for title in titles]
        return [(self.spoken(chance, text.title), sum(text.sentences, [])[:_LONGEST]) for text in texts]

    def gaps(self, chance: random.Random, size: int) -> list[Pair]:
        """A sentence, or a stretch of it, and the passage it was taken out of."""
        pairs = []
        for text in self.texts(chance, size):
            place = chance.randrange(len(text.sentences))
            asked = text.sentences[place]
            if chance.random() < 0.5 and len(asked) > 8:
                start = chance.randrange(len(asked) - 5)
                asked = asked[start : start + chance.randint(4, 16)]
            gone = place if len(text.sentences) > 1 and chance.random() < 0.85 else None
            pairs.append((self.spoken(chance, asked), self.passage(chance, text, gone)))
        return pairs

    def keywords(self, chance: random.Random, size: int) -> list[Pair]:
        """A few of the rarer words of a passage, and the passage."""
        pairs = []
        for text in self.texts(chance, size):
            seen = sorted({token for sentence in text.sentences for token in sentence})
            weights = [self.rarity[token] ** 1.5 for token in seen]
            words = list(dict.fromkeys(chance.choices(seen, weights, k=chance.randint(2, 6))))
            if chance.random() < 0.3:
                words = self.framed(chance, words, english=False)
            pairs.append((self.spoken(chance, words), self.passage(chance, text)))
        return pairs

    def questions(self, chance: random.Random, size: int) -> list[Pair]:
        texts = chance.sample(self.asked, min(size, len(self.asked)))
        return [(self.spoken(chance, chance.choice(t.questions)), self.passage(chance, t)) for t in texts]

    def code_switched(self, chance: random.Random, size: int) -> list[Pair]:
        """A sentence and itself with its words, or most of them, in English."""
        sentences = [chance.choice(self.text(chance).sentences)[:40] for _ in range(size)]
        return [(self.translated(chance, s, chance.choice((1.0, 0.6))), s) for s in sentences]


def lessons(sources: Sources, tokenizer: Tokenizer, rarity: Sequence[float]) -> list[Lesson]:
    """All the lessons; `rarity` is a weight for each token."""
    school = _School(sources, tokenizer, rarity)
    glosses = [(zh, "; ".join(english)) for zh, english in sources.dictionary]
    return [
        Lesson("headings", 1.2, school.headings),
        Lesson("gaps", 3, school.gaps),
        Lesson("keywords", 3, school.keywords),
        Lesson("questions", 1.5, school.questions),
        Lesson("code-switched", 1.5, school.code_switched),
        Lesson("dictionary", 1.2, _of_pairs(tokenizer, glosses)),
        Lesson("sentences", 1, _of_pairs(tokenizer, sources.sentences)),
        Lesson("places", 0.4, _of_pairs(tokenizer, sources.places)),
        Lesson("synonyms", 0.6, _of_groups(tokenizer, _synonyms(sources))),
        Lesson("thesaurus", 0.6, _of_concepts(tokenizer, sources, school)),
        Lesson("paraphrases", 1.5, _of_paraphrases(tokenizer, sources, school)),
    ]


def _of_pairs(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> Callable[[random.Random, int], list[Pair]]:
    both = list(
        zip(token_ids(tokenizer, (a for a, _ in pairs)), token_ids(tokenizer, (b for _, b in pairs)), strict=True)
    )
    return lambda chance, size: chance.sample(both, min(size, len(both)))


def _of_groups(tokenizer: Tokenizer, groups: Sequence[Sequence[str]]) -> Callable[[random.Random, int], list[Pair]]:
    tokens = _in_groups(tokenizer, groups)

    def draw(chance: random.Random, size: int) -> list[Pair]:
        drawn = (chance.sample(group, 2) for group in chance.sample(tokens, min(size, len(tokens))))
        return [(a, b) for a, b in drawn]

    return draw


def _of_concepts(tokenizer: Tokenizer, sources: Sources, school: _School) -> Callable[[random.Random, int], list[Pair]]:
    """Two phrases of each concept, one maybe with the words of a question around it."""
    groups = [line for line in sources.concepts if len(line) > 1]
    tokens = _in_groups(tokenizer, groups)

    def draw(chance: random.Random, size: int) -> list[Pair]:
        pairs = []
        for line, phrases in list(zip(groups, tokens, strict=True))[:size]:
            one, other = chance.sample(range(len(line)), 2)
            asked, answer = phrases[one], phrases[other]
            if chance.random() < 0.5:
                asked = school.framed(chance, asked, line[one].isascii())
            pairs.append((asked, answer))
        return pairs

    return draw


def _of_paraphrases(
    tokenizer: Tokenizer, sources: Sources, school: _School
) -> Callable[[random.Random, int], list[Pair]]:
    """A question and a passage that answers it, alone or after other prose of its kind."""
    asked = _in_groups(tokenizer, [questions for questions, _ in sources.paraphrases])
    answers = _in_groups(tokenizer, [sentences for _, sentences in sources.paraphrases])

    def draw(chance: random.Random, size: int) -> list[Pair]:
        pairs = []
        for questions, sentences in list(zip(asked, answers, strict=True))[:size]:
            passage = [token for sentence in chance.sample(sentences, len(sentences)) for token in sentence]
            if chance.random() < 0.4:
                passage = passage + chance.choice(school.prose[chance.choice(school.by_kind["near"])].sentences)[:40]
            pairs.append((chance.choice(questions), passage))
        return pairs

    return draw


def _synonyms(sources: Sources) -> list[list[str]]:
    """Headwords that share a gloss, and glosses that share a headword."""
    sharing: defaultdict[str, set[str]] = defaultdict(set)
    for word, glosses in sources.dictionary:
        for gloss in glosses:
            if 3 <= len(gloss) <= 40:
                sharing[gloss.lower()].add(word)
    words = [sorted(found)[:12] for _, found in sorted(sharing.items()) if 2 <= len(found) < 40]
    return words + [list(glosses) for _, glosses in sources.dictionary if len(glosses) > 1]


def _translations(sources: Sources, tokenizer: Tokenizer) -> dict[int, list[Tokens]]:
    """English for the Chinese words that are one token: the dictionary's first glosses, the thesaurus' phrases."""
    english: defaultdict[int, list[str]] = defaultdict(list)
    for word, glosses in sources.dictionary:
        token = tokenizer.token_to_id(word)
        if token and len(word) >= 2:
            english[token] += [gloss for gloss in glosses[:2] if len(gloss.split()) <= 4]
    for phrases in sources.concepts:
        others = [phrase for phrase in phrases if phrase.isascii()][:3]
        for phrase in phrases:
            token = tokenizer.token_to_id(phrase)
            if token and others and not phrase.isascii():
                english[token] += others * 2
    known = {token: phrases for token, phrases in english.items() if phrases}
    return dict(zip(known, _in_groups(tokenizer, list(known.values())), strict=True))


def _prose(texts: Iterable[Text], tokenizer: Tokenizer) -> list[_Prose]:
    texts = list(texts)
    titles = token_ids(tokenizer, (text.title for text in texts))
    sentences = _in_groups(tokenizer, [text.sentences for text in texts])
    questions = _in_groups(tokenizer, [text.questions for text in texts])
    return [
        _Prose(text.kind, title, tuple(parts), tuple(asked))
        for text, title, parts, asked in zip(texts, titles, sentences, questions, strict=True)
    ]


def _in_groups(tokenizer: Tokenizer, groups: Sequence[Sequence[str]]) -> list[list[Tokens]]:
    """The tokens of the phrases of each group, all encoded in one go."""
    flat = iter(token_ids(tokenizer, (phrase for group in groups for phrase in group)))
    return [[next(flat) for _ in group] for group in groups]


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for key, place in pairs:
        groups[key].append(place)
    return dict(groups)
