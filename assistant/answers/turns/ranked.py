"""A ranking and the places in it, in one sentence: 处罚最多的比第二名多多少, 去掉最多的那家平均多少."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.answers.routes import route
from assistant.answers.routes.route import Search
from assistant.answers.turns import places
from assistant.answers.turns.places import Board
from assistant.understanding import reference
from assistant.understanding.question import Question
from assistant.understanding.reference import MEAN, Places
from assistant.understanding.scope import find
from corpus.identity.normal import normalise
from corpus.library.reports import Reports
from corpus.library.where import Where

_OF_PLACES = frozenset(("difference", "ratio", "percent", "share", "sum", "mean", "rest"))
_PLAIN = frozenset("rank max min sum mean difference ratio share versus compare list".split())
"""What the words for places and what is done with them may leave behind."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The answer, and the question for the ranking it rests on."""

    answer: Answer
    listed: Question


def answer(
    text: str, before: Question | None, reports: Reports, read: Callable[[str], Question], search: Search
) -> Ranked | None:
    """What is asked of the places of the ranking that a sentence names itself; None of any other sentence.

    `before` is the question for the ranking shown before, which a sentence without a measure means: 甲比平均多多少.
    """
    normal = normalise(text)
    if not reference.named(normal):
        return None
    if told := _of_holders(normal, reports, read, search):
        return told
    rest = read(reference.without_places(normal))
    if before is not None and not rest.rows:
        rest = replace(rest, rows=before.rows, columns=before.columns, years=rest.years or before.years)
    if rest.groups or rest.streak is not None:
        # Places of provinces and levels, which hold no reports.
        return None
    said = reference.places(normal, whose=len(rest.names) == 1)
    if said is None or said.deed not in _OF_PLACES or not _names_one_measure(rest) or len(rest.names) != said.subject:
        return None
    if _of_each(normal, said) or _sets_sums(read(normal), said):
        return None
    listed = _ranking(rest)
    found = of(listed, reports, search)
    if found is None:
        return None
    own = find(rest, reports).agencies if said.subject else ()
    return Ranked(places.answer(read(text), as_ranked(said), found, own, reports.library), listed)


_EACH = re.compile("各自?占|分别占|各自的?占|占比各|each")


def _of_each(normal: str, said: Places) -> bool:
    """前三名各占多少: three shares, and not that of the three."""
    return said.deed == "share" and len(said.places) > 1 and bool(_EACH.search(normal))


def _sets_sums(question: Question, said: Places) -> bool:
    """前两名的平均比其余的平均多多少: sums and means are set against each other, not those who hold the places."""
    measures = question.ops & {"sum", "mean", "median"}
    if said.deed in ("sum", "mean"):
        return len(measures) > 1
    return said.deed in ("difference", "ratio") and MEAN not in said.places and bool(measures)


def _of_holders(normal: str, reports: Reports, read: Callable[[str], Question], search: Search) -> Ranked | None:
    """处罚前三名的许可合计: one row says whose figures of another are asked."""
    sides, said = reference.around(normal), reference.named(normal)
    if sides is None or reference.MEAN in said:
        return None
    first, other = map(read, sides)
    if not _names_one_measure(first) or first.names or not other.rows or other.names or other.left:
        return None
    listed = _ranking(replace(first, years=first.years or other.years))
    found = of(listed, reports, search)
    if found is None:
        return None
    held = as_ranked(Places("other", said)).places
    holders = [places.holder(found, place) for place in held]
    if None in holders or not found.whole and min(held) < 0:
        return Ranked(places.answer(read(normal), Places("tie", held), found, (), reports.library), listed)
    entries = [entry for entry in holders if entry]
    asked = read("和".join(entry.agency for entry in entries) + sides[1])
    years = tuple(sorted({entry.year for entry in entries if entry.year is not None}))
    return Ranked(route.answer(replace(asked, years=years), reports, search), listed)


def _ranking(one: Question) -> Question:
    """The question for the reports of a measure in order."""
    return replace(one, names=(), ops=frozenset(("rank",)), flags=one.flags - {"who", "span"}, top=None, nth=None)


def of(listed: Question, reports: Reports, search: Search) -> Board | None:
    """The ranking that answers a question for one; None where what answers it is none."""
    made = route.answer(listed, reports, search)
    ids = tuple(dict.fromkeys(figure.report for figure in made.figures))
    return places.ranking(made, reports.only(Where(reports=ids)), reports.library)


def as_ranked(said: Places, *, rising: bool = False, own: int = 0) -> Places:
    """最多的 and 它 as places of a ranking, which is `rising` where it begins with the lowest; `own` is that of 它."""
    return replace(said, places=tuple(own if place == reference.IT else _place(place, rising) for place in said.places))


def _place(place: int, rising: bool) -> int:
    for end in (reference.MOST, reference.LEAST):
        if 0 < place - end < 1000:
            n = place - end
            return n if (end == reference.LEAST) == rising else -n
    return place


def _names_one_measure(rest: Question) -> bool:
    """One row of all reports that are meant, and nothing that narrows it."""
    narrowed = (rest.left, rest.unknown, rest.bounds, rest.clauses, rest.quoted, rest.metrics, rest.results)
    other = (rest.table, rest.section, rest.nth, rest.top, rest.households, rest.they)
    return len(rest.rows) == 1 and not any(narrowed) and not any(other) and not rest.ops - _PLAIN
