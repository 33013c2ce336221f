"""Of what a share is asked, where places are named for it: 某市占某省的比例."""

from dataclasses import replace

from assistant.understanding.namesakes import stands_for
from assistant.understanding.question import Question
from corpus.library.reports import Reports


def whole(question: Question, reports: Reports) -> tuple[str, ...]:
    """The places behind 占, where others stand before it; () where it is not of places that a share is asked."""
    if "share" not in question.ops or len(question.names) < 2:
        return ()
    slots = [(slot, value if slot == "op" else word) for slot, value, word in question.said]
    at = slots.index(("op", "share")) if "占" in question.normal and ("op", "share") in slots else len(slots)
    before, behind = (tuple(word for slot, word in side if slot == "agency") for side in (slots[:at], slots[at:]))
    named = {*before, *behind} == {*question.names}
    return behind if named and before and behind and all(stands_for(n, reports) == "place" for n in behind) else ()


def part(question: Question, reports: Reports) -> Question:
    """The question of what is divided: without the places that it is divided by."""
    behind = whole(question, reports)
    if not behind:
        return question
    said = [word for slot, _, word in question.said if slot == "agency"]
    return replace(question, names=tuple(dict.fromkeys(said[: len(said) - len(behind)])))
