"""The tokenizer: a unigram model of dictionary words, words that the texts hold together, characters and numbers."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from index.training.sources import Sources

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN, PADDING = "[UNK]", "[PAD]"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+")
_SIGNS = "0123456789.,:;!?()%-“”\"'《》、。，：；？！（）〔〕…—·/+&@#="
_FUNCTION = set("的了是在和与及或对为以将被由从向于其该本各等不并按应可得有第条款项年月日一二三四五六七八九十")
"""A stretch that begins or ends with one of these is no word."""
_CHARACTERS, _ENGLISH, _PIECES = 6500, 9000, 1200
_SEEN, _COHESION = 60, 4.0
_SAMPLE = 20_000
_LAWS_READ = 25_000


def build(sources: Sources, size: int, seed: int, say: Callable[[str], None]) -> Tokenizer:
    """A tokenizer of `size` tokens: candidates weighed by how often the best cut of the texts uses them."""
    chinese, english = list(_chinese(sources)), list(_english(sources))
    must, candidates = _candidates(sources, chinese, english)
    drawn = random.Random(seed)
    sample = drawn.sample(chinese, min(_SAMPLE, len(chinese))) + drawn.sample(english, min(_SAMPLE, len(english)))
    for turn in range(3):
        counts = _used(_unigram(candidates), sample)
        say(f"words: turn {turn + 1} of 3, {len(candidates)} candidates")
        if turn == 1:
            free = sorted((word for word in candidates if word not in must), key=lambda word: (-counts[word], word))
            candidates = dict.fromkeys([*sorted(must), *free[: size - 2 - len(must)]], 0.0)
        candidates = {word: _weight(word, counts) for word in candidates}
    return _unigram(candidates)


def _chinese(sources: Sources) -> Iterator[str]:
    for text in sources.texts:
        joined = "".join(text.sentences)[:250]
        yield from [joined] * (4 if text.kind == "report" else 1)
        yield from text.questions * 3
    yield from (zh for zh, _ in sources.sentences)
    yield from (phrase for asked, answers in sources.paraphrases for phrase in asked + answers for _ in range(20))


def _english(sources: Sources) -> Iterator[str]:
    for _, english in sources.sentences:
        yield from (english, english)
    yield from ("; ".join(glosses) for _, glosses in sources.dictionary)
    yield from (name for _, name in sources.places)
    yield from (phrase for line in sources.concepts for phrase in line if phrase.isascii() for _ in range(10))
    yield from (phrase for asked, _ in sources.paraphrases for phrase in asked if phrase.isascii() for _ in range(10))


def _candidates(sources: Sources, chinese: list[str], english: list[str]) -> tuple[set[str], dict[str, float]]:
    """What must be a token, and everything that may be one with its first weight."""
    characters = Counter(c for text in chinese for c in text if "\u3400" <= c <= "\u9fff")
    characters.update(c for word, _ in sources.dictionary for c in word if "\u3400" <= c <= "\u9fff")
    words = Counter(word for text in english for word in _LATIN.findall(text.lower()))
    ours = {phrase for line in (*sources.concepts, *(asked for asked, _ in sources.paraphrases)) for phrase in line}
    ours_english = {word for phrase in ours for word in _LATIN.findall(phrase) if len(word) > 2}
    ours_chinese = {phrase for phrase in ours if _HAN.fullmatch(phrase) and len(phrase) <= 6}
    common = [word for word, _ in words.most_common(_ENGLISH) if len(word) > 1]
    numbers = [str(n) for n in (*range(10, 100), *range(1990, 2041))]
    singles = [c for c, _ in characters.most_common(_CHARACTERS)]
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]

    weights = dict.fromkeys(singles, -13.0) | dict.fromkeys(_SIGNS, -9.0) | dict.fromkeys(numbers, -10.0)
    for word in sorted(_words(sources) | ours_chinese):
        weights.setdefault(word, -12.0 - 0.2 * len(word))
    weights |= dict.fromkeys(_pieces(words), -12.0) | dict.fromkeys(letters, -13.0)
    weights |= dict.fromkeys([*common, *sorted(ours_english)], -9.5)
    return {*singles, *_SIGNS, *numbers, *letters, *ours_english, *common[:4000], *ours_chinese}, weights


def _words(sources: Sources) -> set[str]:
    """Chinese words of the dictionary, of the texts, and names of places."""
    listed = {word for word, _ in sources.dictionary if _HAN.fullmatch(word) and 2 <= len(word) <= 5}
    places = {name for name, _ in sources.places if _HAN.fullmatch(name)}
    return listed | places | set(_cohesive(sources))


def _cohesive(sources: Sources) -> Iterator[str]:
    """Stretches of two to four characters that stand together far more often than chance would have it."""
    seen: Counter[str] = Counter()
    reports = [text for text in sources.texts if text.kind == "report"]
    laws = [text for text in sources.texts if text.kind in ("near", "law")][:_LAWS_READ]
    for text in [*reports * 3, *laws]:
        for run in _HAN.findall("".join(text.sentences)[:300]):
            seen.update(run)
            for n in (2, 3, 4):
                seen.update(run[i : i + n] for i in range(len(run) - n + 1))
    total = sum(count for stretch, count in seen.items() if len(stretch) == 1)
    for word, count in seen.items():
        if len(word) > 1 and count >= _SEEN and word[0] not in _FUNCTION and word[-1] not in _FUNCTION:
            chance = max(seen[word[:i]] * seen[word[i:]] for i in range(1, len(word))) / total
            if math.log(count / chance) > _COHESION:
                yield word


def _pieces(words: Mapping[str, int]) -> list[str]:
    """Parts of English words, for words that are no token themselves."""
    parts: Counter[str] = Counter()
    for word, count in words.items():
        for n in (2, 3, 4, 5):
            for i in range(len(word) - n + 1):
                parts[word[i : i + n]] += math.ceil(100 * math.log1p(count))
    return [part for part, _ in parts.most_common(_PIECES)]


def _unigram(weights: Mapping[str, float]) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import Unigram

    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    tokenizer = Tokenizer(Unigram([(UNKNOWN, -20.0), (PADDING, -20.0), *ranked], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Split(Regex(r"[\u3400-\u9fff]+|[a-z]+|[0-9]+|[^\u3400-\u9fffa-z0-9]"), "isolated"),
        ]
    )
    return tokenizer


def _used(tokenizer: Tokenizer, texts: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for start in range(0, len(texts), 5000):
        for encoding in tokenizer.encode_batch(texts[start : start + 5000], add_special_tokens=False):
            counts.update(encoding.tokens)
    return counts


def _weight(word: str, counts: Counter[str]) -> float:
    """Log of the share; a single character counts for less, so that words win over their characters."""
    share = math.log((counts[word] + 0.3) / max(counts.total(), 1))
    return share - 0.5 if len(word) == 1 and _HAN.fullmatch(word) else share


def token_ids(tokenizer: Tokenizer, texts: Iterable[str], at_most: int = 256) -> list[list[int]]:
    """The tokens of each text without the unknown ones; a text of nothing else is that one token."""
    encoded = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    return [[token for token in e.ids[:at_most] if token] or [0] for e in encoded]
