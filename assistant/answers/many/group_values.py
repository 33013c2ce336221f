"""What each of several groups of reports comes to: by the answer for itself, or of very many from their numbers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.answer import Answer, Coverage, Skipped
from assistant.answers import boundary, cells, compose
from assistant.answers.cells import YUAN
from assistant.answers.many import across, localities, seats
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports
from corpus.library.where import Where

if TYPE_CHECKING:
    from assistant.answers.many.very_many_groups import Of, Seated

LEVELS = {
    "province": ("省级", "provincial"),
    "city": ("市级", "city level"),
    "county": ("县级", "county level"),
    "town": ("乡镇", "townships"),
}
"""What each is called."""
_FIRST = 100
"""So many of those left out of very many are named; each is counted."""


@dataclass(frozen=True, slots=True)
class Member:
    """A group and its reports."""

    label: str
    place: tuple[str, ...]
    """() of a level."""
    reports: Reports


@dataclass(frozen=True, slots=True)
class Group:
    """A group that has a sum or a mean."""

    of: Member
    value: Decimal
    """In the unit of all."""
    figures: int
    """On how many it rests."""
    made: Answer | None = None
    """The answer to the question asked of it alone, where one was made."""


@dataclass(frozen=True, slots=True)
class Found:
    """The groups that have one, not in order yet, and what they rest on."""

    groups: Sequence[Group]
    unit: str | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Numbers(Found):
    """The same from plain numbers, of which no cell is read yet."""

    seated: "Seated"
    pools: dict[str, "Of"]
    """By the labels of the groups."""

    def with_figures(self, lines: Sequence["Line"], language: str) -> tuple[Found, list["Line"]]:
        """The groups with the notes of all their cells, and those that are shown with their first figures."""
        labels = {line.label for line in lines}
        others = [pool for label, pool in self.pools.items() if label not in labels]
        figures, notes = self.seated.shown([self.pools[line.label] for line in lines], others, language)
        shown_lines = [
            replace(line, made=replace(line.made, figures=own)) for line, own in zip(lines, figures, strict=True)
        ]
        first, *rest = self.groups
        made = first.made and replace(first.made, notes=(*first.made.notes, *notes))
        return Found((replace(first, made=made), *rest), self.unit, self.coverage), shown_lines


@dataclass(frozen=True, slots=True)
class Line:
    """A group that is shown."""

    label: str
    rank: int
    value: Decimal
    made: Answer


def members(question: Question, there: Reports) -> Iterator[Member]:
    """The groups that the question asks for, with the reports of each."""
    lang = question.language
    if question.groups == "level":
        for level, names in LEVELS.items():
            if mine := there.only(Where(levels=(level,))):
                yield Member(say(*names, lang), (), mine)
        return
    named = localities.NAMED[question.groups or ""]
    places = dict.fromkeys(place for place in map(named, there.places) if place)
    same = Counter(place[-1] for place in places)
    for place in places:
        label = "".join(place) if same[place[-1]] > 1 else place[-1]
        yield Member(label, place, there.only(Where(places=tuple((name,) for name in place))))


def found(question: Question, asked: Question, scope: Scope, there: Reports, of: Sequence[Member]) -> Found:
    """What the groups come to; `asked` and `scope` are the question as it is put to one of them."""
    return _from_numbers(question, asked, scope, there, of) or _answered(asked, scope, there, of)


def _answered(asked: Question, scope: Scope, there: Reports, members: Sequence[Member]) -> Found:
    """By the answer to the question asked of each group alone."""
    nowhere = _nowhere(there, [member.reports for member in members])
    made = [across.over(asked, replace(scope, entries=member.reports), there.library) for member in members]
    made = [_read(member.reports, one) for member, one in zip(members, made, strict=True)]
    unit = _unit([one for one in made if one.value is not None])
    groups = [
        Group(member, _in_unit(one, unit), one.figures_total, one)
        for member, one in zip(members, made, strict=True)
        if one.value is not None
    ]
    skipped = tuple(dict.fromkeys((*nowhere, *(lost for one in made for lost in one.coverage.skipped))))
    return Found(groups, unit, Coverage(sum(one.coverage.read for one in made), skipped, _numbers(made, nowhere)))


def _from_numbers(
    question: Question, asked: Question, scope: Scope, there: Reports, members: Sequence[Member]
) -> Numbers | None:
    """Of very many reports: each group from plain numbers."""
    row, columns = question.rows[0], cells.columns_asked(question, question.rows[0])
    few = question.whole or len(there) <= boundary.MANY or bool(question.households)
    if few or len(question.rows) > 1 or len(columns) != 1:
        return None
    from assistant.answers.many.very_many_groups import Seated  # few reports do not pay for it

    seated = Seated(there, row, columns[0])
    if question.groups == "level":
        positions = dict(seats.of_levels(seated.seats))
        groups = [positions[level] for level in LEVELS if level in positions]
    else:
        groups = seats.of_places(seated.seats, {member.label: member.place for member in members})
    pools = {member.label: seated.pool(mine) for member, mine in zip(members, groups, strict=True)}
    of_one = replace(scope, entries=())
    made = [
        seated.named(across.of_pool(asked, of_one, there.library, row, columns[0], pool), pool)
        for pool in pools.values()
    ]
    unit, nowhere = _unit([one for one in made if one.value is not None]), seats.nowhere(seated.seats, groups)
    found = [
        Group(member, _in_unit(one, unit), one.figures_total, one)
        for member, one in zip(members, made, strict=True)
        if one.value is not None
    ]
    skipped = tuple(dict.fromkeys((*nowhere, *(lost for one in made for lost in one.coverage.skipped))))
    read = Coverage(sum(one.coverage.read for one in made), skipped, _numbers(made, nowhere))
    return Numbers(found, unit, read, seated, pools) if found else None


def line(group: Group, rank: int, asked: Question, scope: Scope, unit: str | None) -> Line:
    """A group as it is shown, with its answer."""
    reports = group.of.reports
    made = group.made or across.over(asked, replace(scope, entries=reports), reports.library)
    return Line(group.of.label, rank, _in_unit(made, unit), made)


def _read(mine: Reports, made: Answer) -> Answer:
    """The answer of a group; without a value all of its reports are left out, the first for the refusal's reason."""
    if made.value is not None:
        return made
    if made.coverage.numbers:
        return replace(made, coverage=replace(made.coverage, read=0))
    named = {(one.agency, one.year) for one in made.coverage.skipped}
    first = tuple(Skipped(e.agency, e.year, made.outcome.value) for e in mine if (e.agency, e.year) not in named)
    return replace(made, coverage=Coverage(0, (*first, *made.coverage.skipped)))


def _nowhere(there: Reports, groups: Sequence[Reports]) -> tuple[Skipped, ...]:
    """The reports that are in no group: where their agency is, or on which level, is not known, or it is in no city."""
    if sum(map(len, groups)) == len(there):
        return ()
    known = {id_ for mine in groups for id_ in mine.ids}
    others = there.only(Where(reports=tuple(id_ for id_ in there.ids if id_ not in known)))
    return tuple(Skipped(one.agency, one.year, "no_group" if one.place else "place_unknown") for one in others)


def _unit(made: Sequence[Answer]) -> str | None:
    """In which the values of all are: money in one, else that of the first."""
    units = dict.fromkeys(one.unit for one in made if one.unit)
    return "万元" if len(units) > 1 and units.keys() <= YUAN.keys() else next(iter(units), None)


def _in_unit(made: Answer, unit: str | None) -> Decimal:
    """The value of an answer, an amount in the unit of all."""
    value = Decimal(made.value or 0)
    if made.unit == unit or unit not in YUAN:
        return value
    return compose.trimmed(value * YUAN[made.unit or "元"] / YUAN[unit])


def _numbers(made: Sequence[Answer], nowhere: Sequence[Skipped]) -> tuple[tuple[str, int], ...]:
    """How many are left out for each reason, where a group names only its first."""
    if not any(one.coverage.numbers for one in made):
        return ()
    found = Counter(lost.reason for lost in nowhere)
    for one in made:
        found.update(one.coverage.reasons)
    return tuple(found.items())
