"""The texts under which a passage is indexed."""

import hashlib

from corpus.report import Passage


def under_headings(passage: Passage, text: str) -> str:
    """A text with the titles it stands under: 一是… alone does not say whether it is a problem or a plan."""
    return "\n".join(part for part in (passage.section, *passage.heading, text) if part)


def of_report(passage: Passage) -> str:
    """Agency and year of a passage."""
    return f"{passage.agency} {passage.year or ''}".strip()


def in_words(passage: Passage) -> str:
    """What the word index reads: a name said twice weighs as much as a word that a passage is about."""
    name = of_report(passage)
    return "\n".join((under_headings(passage, passage.text), name, name))


def digest(*texts: str) -> int:
    """A number that no other text has; of 64 bits, so that five million have two alike once in a million times."""
    content = "\n".join(texts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest())
