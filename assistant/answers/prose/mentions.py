"""Which reports mention something, and which do not: 谁提到了疫情."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.answer import Answer, Coverage, Outcome, Reading
from assistant.answers import compose
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import where_of
from corpus.library.said import Named, named, texts
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Hit, Passage

_SHOWN, _FEW = 12, 2
"""Passages that are shown, and of one report."""
_NAMED = 20
_APART = 12
"""So many characters at most part two halves of one word."""
SENTENCE_END = re.compile(r"(?<=[。！？；!?;])")


def who(question: Question, scope: Scope, library: Library) -> Answer:
    """Which reports mention something, and which do not: over every report that fits."""
    words, lang = scope.left, question.language
    kinds = [kind for kind in ("problem", "measure") if f"{kind}s" in question.flags] or None
    reports = named(library, where_of(scope.entries))
    in_text, in_heading = _mentioning(library, {one.key for one in reports}, kinds, words)
    yes = [one for one in reports if one.key in in_text or one.key in in_heading]
    no = [one for one in reports if one.key not in in_text and one.key not in in_heading]
    lacking, topic = "lacks" in question.ops, "、".join(words)
    names, others = (listed(library, some, lang) for some in (yes, no))
    line = say(
        f"{len(yes)} 份报告提到“{topic}”{'：' + names if yes else ''}；{len(no)} 份没有{'：' + others if no else ''}。",
        f"{len(yes)} {'report mentions' if len(yes) == 1 else 'reports mention'} “{topic}”"
        f"{': ' + names if yes else ''}; {len(no)} {'does' if len(no) == 1 else 'do'} not"
        f"{': ' + others if no else ''}.",
        lang,
    )
    said = () if not (yes or lacking) else no if lacking else yes
    # Those whose text says so come before those that say so in a heading alone.
    first = [one.report for one in yes if one.key in in_text][:_SHOWN]
    first += [one.report for one in yes if one.key not in in_text][:_SHOWN]
    return compose.answer(
        question,
        scope,
        reading(said, topic),
        line,
        outcome=Outcome.ANSWERED if yes or lacking else Outcome.NOT_STATED,
        passages=[] if lacking or not yes else _few_each(_hits(library, first, kinds, words)),
        coverage=Coverage(len(reports)),
    )


def reading(reports: Sequence[Named], topic: str | None = None) -> Reading:
    """Whose prose it is."""
    agencies = tuple(dict.fromkeys(one.agency for one in reports))
    years = tuple(sorted({one.year for one in reports if one.year is not None}))
    return Reading("narrative", agencies, years, topic=topic)


def listed(library: Library, reports: Sequence[Named], language: str) -> str:
    """The first of some reports by name."""
    ids = tuple(one.report for one in reports[:_NAMED])
    entries = library.entries(Where(reports=ids, active=False)) if ids else ()
    return "、".join(compose.who(entry, language) for entry in entries) + ("…" if len(reports) > _NAMED else "")


def _mentioning(
    library: Library, keys: set[int], kinds: Sequence[str] | None, words: Sequence[str]
) -> tuple[set[int], set[int]]:
    """The keys of the reports in whose text every word stands, and of those in one of whose headings."""
    in_text: set[int] = set()
    in_heading: set[int] = set()
    for key, text, headings in texts(library, keys, kinds=kinds, holding=list(_characters(words))):
        if key not in in_text and _telling(text, words) is not None:
            in_text.add(key)
        if key not in in_text and key not in in_heading and any(_telling(one, words) is not None for one in headings):
            in_heading.add(key)
    return in_text, in_heading


def _characters(words: Sequence[str]) -> Iterator[str]:
    """Texts of which one has each of its characters in a passage that may mention the words; none where any may."""
    printed = "".join(word for word in words if not word.isascii())
    if printed:
        # However a Chinese word stands there, whole or in halves, each of its characters does.
        yield printed
        return
    for word in (*words[:1], " ".join(words)):
        yield from (word, *_called(word))


def _hits(library: Library, reports: Sequence[str], kinds: Sequence[str] | None, words: Sequence[str]) -> list[Hit]:
    """Where some reports mention the words: the passages, then the headings over others."""
    passages = library.passages(reports=reports, kinds=kinds)
    hits = [hit for passage in passages if (hit := mention(passage, words))]
    said = {hit.passage.key for hit in hits}
    return hits + over([passage for passage in passages if passage.key not in said], words, library)


def mention(passage: Passage, words: Sequence[str]) -> Hit | None:
    """The passage, with the sentence in which every word stands, or None where no sentence has them all."""
    sentence = _telling(passage.text, words)
    return None if sentence is None else Hit(passage, 1.0, sentence)


def _telling(text: str, words: Sequence[str]) -> str | None:
    """The first sentence in which every word stands."""
    english = " ".join(words) if all(word.isascii() for word in words) else ""
    for sentence in SENTENCE_END.split(text):
        squeezed = re.sub(r"\s", "", sentence).lower()
        if (english and _stands(english, squeezed)) or all(_stands(word, squeezed) for word in words):
            return sentence.strip()
    return None


def over(passages: Sequence[Passage], words: Sequence[str], library: Library) -> list[Hit]:
    """The headings over some passages in which every word stands, each once, as printed at its line."""
    found: dict[tuple[str, tuple[str, ...]], Hit] = {}
    for passage in passages:
        for depth, heading in enumerate(passage.heading, 1):
            place = (passage.report, passage.heading[:depth])
            if place not in found and mention(replace(passage, text=heading), words):
                found[place] = _heading(passage, depth - 1, library)
    return list(found.values())


def _heading(passage: Passage, depth: int, library: Library) -> Hit:
    """A heading as a passage of its own; at the passage's place where its line is not to be found above that."""
    text, source = passage.heading[depth], passage.source
    wanted = re.sub(r"\s", "", text)
    above = enumerate(library.lines(passage.report)[: source.line or 0], 1)
    lines = [number for number, line in above if wanted in re.sub(r"[\s*#]", "", line)]
    if lines:
        source = replace(source, line=lines[-1], line_end=lines[-1])
    made = replace(passage, text=text, heading=passage.heading[:depth], kind="prose", item=None, source=source)
    return Hit(made, 1.0, text)


def _stands(word: str, sentence: str) -> bool:
    """Whole, or in halves not far apart: 政务公开培训 in “政务公开业务培训”; an English word by its concept."""
    if word in sentence:
        return True
    if word.isascii():
        return any(phrase in sentence for phrase in _called(word))
    halves = (both for first, second, both in _halves(word) if first in sentence and second in sentence)
    return any(both.search(sentence) for both in halves)


@lru_cache(64)
def _called(word: str) -> tuple[str, ...]:
    """What reports call what an English word names."""
    from index.thesaurus import chinese

    return tuple(chinese(word))


@lru_cache(64)
def _halves(word: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Each way to part a word in two, and both parts not far apart; () of a short word."""
    cuts = ((word[:cut], word[cut:]) for cut in range(2, len(word) - 1))
    return tuple((a, b, re.compile(f"{re.escape(a)}.{{0,{_APART}}}{re.escape(b)}")) for a, b in cuts)


def _few_each(hits: Sequence[Hit]) -> list[Hit]:
    """At most two passages of a report, in the reports' order."""
    kept: dict[str, list[Hit]] = {}
    for hit in hits:
        kept.setdefault(hit.passage.report, []).append(hit)
    return [hit for group in kept.values() for hit in group[:_FEW]][:_SHOWN]
