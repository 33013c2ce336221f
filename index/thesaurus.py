"""Concepts of the form and of the reports, each with its phrases in Chinese and English."""

from functools import cache
from pathlib import Path


@cache
def concepts() -> tuple[tuple[str, ...], ...]:
    """The phrases of each concept, Chinese first, in lower case."""
    text = Path(__file__).with_name("thesaurus.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(phrase.strip().lower() for phrase in line.split("|")) for line in lines)


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


def chinese(words: str) -> tuple[str, ...]:
    """The Chinese phrases of the concepts that English words name, the longest phrases first; () where none does."""
    rest, found = f" {words.lower().replace('-', ' ')} ", []
    for phrase in _english():
        said = phrase.replace("-", " ")
        if f" {said} " in rest or f" {said}s " in rest:
            rest = rest.replace(said, "")
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
