"""Concepts of the form and of the reports, each with its phrases in Chinese and English."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

GLOSSARIES = ("glossary.txt", "everyday.txt")
"""`everyday words: words of reports` a line."""
_NOT_LATIN = re.compile(r"[-\u3400-\u9fff]+")
_ENDINGS = tuple(
    (ending, put)
    for endings, put in (("ies ied", "y"), ("es s ed ing ly", ""), ("ed ing", "e"))
    for ending in endings.split()
)


@cache
def concepts() -> tuple[tuple[str, ...], ...]:
    """The phrases of each concept, Chinese first, in lower case."""
    return tuple(tuple(phrase.strip().lower() for phrase in line.split("|")) for line in _lines("thesaurus.txt"))


@cache
def things() -> tuple[tuple[str, ...], ...]:
    """The names of each thing that reports count or mention; unlike a concept's phrases all of them mean the same."""
    return tuple(tuple(line.split("|")) for line in _lines("things.txt"))


@cache
def idle() -> frozenset[str]:
    """Words that say nothing of the matter, whatever is asked."""
    return frozenset(word for line in _lines("idle.txt") for word in line.split())


def _lines(file: str) -> list[str]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _of_phrase() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for phrases in concepts():
        for phrase in phrases:
            found.setdefault(phrase, phrases)
    return found


@cache
def _english() -> tuple[str, ...]:
    """The English phrases, the longest first."""
    return tuple(sorted((phrase for phrase in _of_phrase() if phrase.isascii()), key=len, reverse=True))


@cache
def _chinese() -> tuple[tuple[str, ...], ...]:
    """The Chinese phrases of each concept."""
    return tuple(tuple(phrase for phrase in phrases if not phrase.isascii()) for phrases in concepts())


def same_as(phrase: str) -> tuple[str, ...]:
    """The other Chinese phrases of the concept that a phrase names; () where it names none."""
    return tuple(other for other in _of_phrase().get(phrase, ()) if other != phrase and not other.isascii())


@cache
def _named() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """English names of things and phrases of several words, the longest first, each with what may be said for it."""
    said = {
        phrase: tuple(p for p in _of_phrase()[phrase] if not p.isascii())[:1] for phrase in _english() if " " in phrase
    }
    for names in things():
        own = tuple(name for name in names if not name.isascii())
        said.update((name, own) for name in names if name.isascii())
    return tuple(sorted(((phrase, words) for phrase, words in said.items() if words), key=lambda one: -len(one[0])))


def strictly(words: str) -> tuple[tuple[str, ...], ...]:
    """What English words name, thing by thing, each as Chinese words of which any will do; an unread word as it is.

    A concept's phrases are related and not the same: of several only the first is taken.
    """
    rest, found = f" {_NOT_LATIN.sub(' ', words.lower())} ", []
    for phrase, said in _named():
        for form in (f" {phrase} ", f" {phrase}s "):
            if form in rest:
                rest = rest.replace(form, "  ")
                found.append(said)
    for word in rest.split():
        if word not in idle():
            found.append(translated(word) or chinese(word)[:1] or (word,))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=256)
def chinese(words: str) -> tuple[str, ...]:
    """The Chinese phrases of the concepts that English words name, the longest phrases first; () where none does."""
    rest, found = f" {_NOT_LATIN.sub(' ', words.lower())} ", []
    for phrase in _english():
        said = phrase.replace("-", " ")
        if f" {said} " in rest or f" {said}s " in rest:
            rest = rest.replace(f" {said}s ", "  ").replace(said, "")
            found += [p for p in _of_phrase()[phrase] if not p.isascii()]
    return tuple(dict.fromkeys(found))


def alike(text: str) -> tuple[str, ...]:
    """Other Chinese phrases of the concepts whose phrases stand in a Chinese text."""
    found = [
        other
        for phrases in _chinese()
        if any(len(phrase) > 1 and phrase in text for phrase in phrases)
        for other in phrases
        if other not in text
    ]
    return tuple(dict.fromkeys(found))


@cache
def _glossary(files: tuple[str, ...] = GLOSSARIES) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for file in files:
        for line in _lines(file):
            words, _, said = line.partition(":")
            for word in words.split():
                found[word] = (*found.get(word, ()), *said.split())
    return found


def translated(word: str) -> tuple[str, ...]:
    """How reports say an English word, in whatever form, or an everyday one; () where the glossary lacks it."""
    known = _glossary()
    return next((known[form] for form in _forms(word) if form in known), ())


def _forms(word: str) -> Iterator[str]:
    """A word as it is, and what it may be a form of: replies → reply, stopped → stop, making → make."""
    yield word
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 1:
            stem = word.removesuffix(ending)
            yield stem + put
            if not put and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
