"""A number of the prose as a share of another of the same sentence."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Answer, Coverage
from assistant.answers import compose, single
from assistant.answers.prose.matching import BESIDE, ENOUGH, covers, pieces, topic
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Count


def share(question: Question, scope: Scope, counts_or_library: Sequence[Count] | Library) -> Answer | None:
    """One number of the prose as a share of another of the same sentence.

    甲占乙: the words before 占 are the part, those behind it the whole. Else the last words are the part, and the whole
    is what the words before them name, the number quoted, or the total before the part to which the parts behind it
    add up.
    """
    counts = _counts(scope, counts_or_library)
    part_words, whole_words = _sides(question, [said[0] for said in topic(question, scope)])
    if not part_words:
        return None
    found: list[tuple[Count, Count]] = []
    for part in counts:
        own = set(pieces(part.object))
        last = pieces(part_words[-1])[-1:]
        if not last or last[0] not in own:
            continue
        for whole in counts:
            same = (whole.sentence, whole.report, whole.unit) == (part.sentence, part.report, part.unit)
            if whole is part or not same or part.value > whole.value or not whole.value:
                continue
            both = own if whole_words else own | set(pieces(whole.object))
            if covers(part_words, both, set())[0] >= ENOUGH and _is_whole(question, whole_words, whole, part, counts):
                found.append((part, whole))
    return _shared(question, scope, *found[0]) if len(found) == 1 else None


def _counts(scope: Scope, of: Sequence[Count] | Library) -> Sequence[Count]:
    return of.counts(reports=[entry.report for entry in scope.entries]) if isinstance(of, Library) else of


def _sides(question: Question, words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """(words of the part, words of the whole)."""
    at = question.normal.find("占")
    behind = [word for word in words if at >= 0 and question.normal.find(word) > at]
    if behind:
        return [word for word in words if word not in behind], behind
    return words[-1:], words[:-1]


def _is_whole(question: Question, words: Sequence[str], whole: Count, part: Count, counts: Sequence[Count]) -> bool:
    if question.quoted:
        return whole.value == question.quoted[0].value
    if words:
        around = set(pieces(whole.sentence.split(whole.raw)[0]))
        named, direct = covers(words, set(pieces(whole.object)), around)
        return direct and named >= BESIDE
    added = Decimal(0)
    for count in counts[counts.index(whole) + 1 :]:
        if (count.sentence, count.unit) != (whole.sentence, whole.unit):
            break
        added += count.value
        if added == whole.value:
            return counts.index(whole) < counts.index(part) <= counts.index(count)
    return False


def _shared(question: Question, scope: Scope, part: Count, whole: Count) -> Answer:
    lang, value = question.language, compose.percent(part.value, whole.value)
    formula = f"{plain(part.value)} ÷ {plain(whole.value)}"
    shown_value = f"{compose.two_places(value)} % ({formula})"
    line = f"{shown_value}{say('：', ': ', lang)}{part.object} {part.raw} ÷ {whole.object} {whole.raw}"
    return compose.answer(
        question,
        scope,
        compose.reading("share", scope.entries, topic=part.object),
        line,
        value=value,
        unit="%",
        formula=formula,
        passages=single.sentences([whole, part]),
        more=single.approximate([part, whole], lang),
        coverage=Coverage(1),
    )
