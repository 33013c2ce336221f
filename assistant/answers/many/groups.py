"""Provinces, cities, counties or levels by the sum or mean of their loaded reports: 哪个省合计最多."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.answer import Answer, Choice, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import boundary, cells, compose
from assistant.answers.cells import YUAN
from assistant.answers.many import across, localities
from assistant.answers.many.pool import in_unit, is_amount
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library import sums
from corpus.library.reports import Reports
from corpus.library.sums import Asked
from corpus.library.where import Where
from corpus.numbers import plain
from corpus.report import Figure

if TYPE_CHECKING:
    from assistant.answers.many.very_many_groups import Of, Seated

_LEVELS = {
    "province": ("省级", "provincial"),
    "city": ("市级", "city level"),
    "county": ("县级", "county level"),
    "town": ("乡镇", "townships"),
}
_EACH = ("各", "每", "按", "分", "each ", "by ", "per ")
_OF_KIND = {"县": "县里", "区": "市辖区"}
_FIRST = 100
"""So many of those left out of very many are named; each is counted."""


@dataclass(frozen=True, slots=True)
class _Member:
    """A group and its reports."""

    label: str
    place: tuple[str, ...]
    """() of a level."""
    reports: Reports


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that has a sum or a mean."""

    of: _Member
    value: Decimal
    """In the unit of all."""
    figures: int
    """On how many it rests."""
    made: Answer | None = None
    """The answer to the question asked of it alone, where one was made."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The groups that have one, not in order yet, and what they rest on."""

    groups: Sequence[_Group]
    unit: str | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class _Numbers(_Found):
    """The same from plain numbers, of which no cell is read yet."""

    seated: "Seated"
    pools: dict[str, "Of"]
    """By the labels of the groups."""

    def with_figures(self, lines: Sequence["_Line"], language: str) -> tuple[_Found, list["_Line"]]:
        """The groups with the notes of all their cells, and those that are shown with their first figures."""
        labels = {line.label for line in lines}
        others = [pool for label, pool in self.pools.items() if label not in labels]
        figures, notes = self.seated.shown([self.pools[line.label] for line in lines], others, language)
        shown_lines = [
            replace(line, made=replace(line.made, figures=own)) for line, own in zip(lines, figures, strict=True)
        ]
        first, *rest = self.groups
        made = first.made and replace(first.made, notes=(*first.made.notes, *notes))
        return _Found((replace(first, made=made), *rest), self.unit, self.coverage), shown_lines


@dataclass(frozen=True, slots=True)
class _Line:
    """A group that is shown."""

    label: str
    rank: int
    value: Decimal
    made: Answer


def ranked(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The groups in order, each with its sum or mean, its operands and of how many reports it is."""
    wanted = "mean" if "mean" in question.ops else "sum"
    flags = question.flags - {"who"}
    asked = replace(question, ops=frozenset((wanted,)), flags=flags, groups=None, top=None, nth=None, bounds=())
    there = scope.entries
    if not isinstance(there, Reports):
        there = reports.only(Where(reports=tuple(entry.report for entry in there)))
    members = list(_members(question, there))
    scope = replace(scope, gazetteer=question.groups != "level" and "gazetteer" in there.origins)
    of_one = replace(scope, spanning=True, ambiguous=(), area=())
    numbers = _from_numbers(question, asked, of_one, there, members)
    found = numbers or _added_up(question, there, members) or _answered(asked, of_one, there, members)
    if not found.groups:
        return across.over(asked, of_one, reports.library)
    rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
    ordered = sorted(found.groups, key=lambda group: group.value if rising else -group.value)
    ranks = compose.ranks([group.value for group in ordered])
    last = question.top or question.nth or len(ordered)
    kept = [(group, rank) for group, rank in zip(ordered, ranks, strict=True) if rank <= last]
    place = max((rank for _, rank in kept if rank <= (question.nth or 1)), default=1)
    every = numbers is None or len(members) <= boundary.SHOWN
    lines = [
        _line(group, rank, asked, of_one, found.unit)
        for n, (group, rank) in enumerate(kept)
        if (group.made and every) or n < boundary.SHOWN or rank == place or _is_end(question, group is kept[-1][0])
    ]
    if numbers:
        found, lines = numbers.with_figures(lines, question.language)
    return _told(question, scope, found, kept, lines, place)


def _is_end(question: Question, last: bool) -> bool:
    """最多和最少: the last is told too."""
    return last and "max" in question.ops


def _members(question: Question, there: Reports) -> Iterator[_Member]:
    lang = question.language
    if question.groups == "level":
        for level, names in _LEVELS.items():
            if mine := there.only(Where(levels=(level,))):
                yield _Member(say(*names, lang), (), mine)
        return
    named = localities.NAMED[question.groups or ""]
    places = dict.fromkeys(place for place in map(named, there.places) if place)
    same = Counter(place[-1] for place in places)
    for place in places:
        label = "".join(place) if same[place[-1]] > 1 else place[-1]
        yield _Member(label, place, there.only(Where(places=tuple((name,) for name in place))))


def _answered(asked: Question, scope: Scope, there: Reports, members: Sequence[_Member]) -> _Found:
    """By the answer to the question asked of each group alone."""
    nowhere = _nowhere(there, [member.reports for member in members])
    made = [across.over(asked, replace(scope, entries=member.reports), there.library) for member in members]
    made = [_read(member.reports, one) for member, one in zip(members, made, strict=True)]
    unit = _unit([one for one in made if one.value is not None])
    groups = [
        _Group(member, _in_unit(one, unit), one.figures_total, one)
        for member, one in zip(members, made, strict=True)
        if one.value is not None
    ]
    skipped = tuple(dict.fromkeys((*nowhere, *(lost for one in made for lost in one.coverage.skipped))))
    return _Found(groups, unit, Coverage(sum(one.coverage.read for one in made), skipped, _numbers(made, nowhere)))


def _from_numbers(
    question: Question, asked: Question, scope: Scope, there: Reports, members: Sequence[_Member]
) -> _Numbers | None:
    """Of very many reports, where no amount is asked: each group from plain numbers."""
    row, columns = question.rows[0], cells.columns_asked(question, question.rows[0])
    few = question.whole or len(there) <= boundary.MANY or bool(question.households)
    if few or len(question.rows) > 1 or len(columns) != 1 or is_amount(columns[0]):
        return None
    from assistant.answers.many.very_many_groups import Seated  # few reports do not pay for it

    seated = Seated(there, row, columns[0])
    if question.groups == "level":
        positions = dict(seated.levels())
        groups = [positions[level] for level in _LEVELS if level in positions]
    else:
        groups = [mine for _, mine in seated.places({member.label: member.place for member in members})]
    pools = {member.label: seated.pool(mine) for member, mine in zip(members, groups, strict=True)}
    of_one = replace(scope, entries=())
    made = [
        seated.named(across.of_pool(asked, of_one, there.library, row, columns[0], pool), pool)
        for pool in pools.values()
    ]
    unit, nowhere = _unit([one for one in made if one.value is not None]), seated.nowhere(groups)
    found = [
        _Group(member, _in_unit(one, unit), one.figures_total, one)
        for member, one in zip(members, made, strict=True)
        if one.value is not None
    ]
    skipped = tuple(dict.fromkeys((*nowhere, *(lost for one in made for lost in one.coverage.skipped))))
    read = Coverage(sum(one.coverage.read for one in made), skipped, _numbers(made, nowhere))
    return _Numbers(found, unit, read, seated, pools) if found else None


def _added_up(question: Question, there: Reports, members: Sequence[_Member]) -> _Found | None:
    """Of many groups of very many reports: from the values of all, so that no more answers are made than are shown."""
    columns = cells.columns_asked(question, question.rows[0])
    few = question.whole or len(members) <= boundary.SHOWN or len(there) <= boundary.MANY
    if few or question.groups == "level" or len(question.rows) > 1 or len(columns) != 1:
        return None
    asked, named, library = Asked(question.rows[:1], columns[0]), localities.NAMED[question.groups or ""], there.library
    unit = sums.total(library, asked, there.where).unit
    group_of = {id_: named(place) if place else None for id_, place in there.placed}
    values = defaultdict[tuple[str, ...], list[Decimal]](list)
    figures = Counter[tuple[str, ...]]()
    for one in sums.meeting(library, asked, there.where).values:
        if place := group_of[one.report]:
            values[place].append(in_unit(one.value, one.unit, unit))
            figures[place] += len(asked.cells(one.edition))
    groups = []
    for member in members:
        if mine := values.get(member.place):
            size = sum(mine, Decimal(0))
            groups.append(_Group(member, size / len(mine) if "mean" in question.ops else size, figures[member.place]))
    left = {id_: "place_unknown" if place is None else "no_group" for id_, place in group_of.items() if not place}
    for lost in sums.left_out(library, asked, there.where):
        left.setdefault(lost.report, lost.reason)
    first = there.only(Where(reports=tuple(left)[:_FIRST])) if left else ()
    skipped = tuple(Skipped(entry.agency, entry.year, left[entry.report]) for entry in first)
    return _Found(
        groups, unit, Coverage(sum(map(len, values.values())), skipped, tuple(Counter(left.values()).items()))
    )


def _line(group: _Group, rank: int, asked: Question, scope: Scope, unit: str | None) -> _Line:
    reports = group.of.reports
    made = group.made or across.over(asked, replace(scope, entries=reports), reports.library)
    return _Line(group.of.label, rank, _in_unit(made, unit), made)


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


def _told(
    question: Question,
    scope: Scope,
    found: _Found,
    kept: Sequence[tuple[_Group, int]],
    lines: Sequence[_Line],
    place: int,
) -> Answer:
    lang, ops, unit = question.language, question.ops, found.unit
    first = [line for line in lines if line.rank == place]
    one = bool(ops & {"max", "min"} or question.nth)
    mean = "mean" in ops
    made = [group.made for group in found.groups if group.made] or [line.made for line in lines]
    reading = replace(lines[0].made.reading, operation="groups", agencies=_agencies(made), years=_years(made))
    if len(question.rows) > 1:
        reading = replace(reading, row=" + ".join(question.rows))
    name = say("平均" if mean else "合计", " (mean)" if mean else " (sum)", lang)
    what = f"{compose.field(reading.row or '', reading.column or '')}{name}"
    nth = "" if place == 1 else say(f"（第 {place}）", f" (number {place})", lang)
    only = say("没有载入的不在内", "reports not loaded are not in it", lang)
    amount = shown(compose.short(first[0].value), unit, "printed", lang)
    names = "、".join(line.label for line in first)
    line = say(f"{names}：{amount}，{what}{nth}（{only}）", f"{names}: {amount}, {what}{nth} ({only})", lang)
    if {"max", "min"} <= ops:
        one, ends = False, (("最多", "most", lines[0]), ("最少", "fewest", lines[-1]))
        told = [
            f"{say(zh, en, lang)} {end.label} {shown(compose.short(end.value), unit, 'printed', lang)}"
            for zh, en, end in ends
        ]
        line = say(f"{'，'.join(told)}：{what}（{only}）", f"{', '.join(told)}: {what} ({only})", lang)
    elif not one:
        line = say(f"{what}（{only}）", f"{what} ({only})", lang)
    rows, figures = _rows(lines, unit, lang)
    codes = {note.code: note for answer in made for note in answer.notes if note.code != "report_skipped"}
    return compose.answer(
        question,
        scope,
        reading,
        line,
        value=plain(first[0].value) if one else None,
        unit=unit,
        figures=figures,
        figures_total=sum(group.figures for group, _ in kept),
        rows=rows,
        rows_total=len(kept),
        more=[
            *(replace(note, figures=()) for note in codes.values()),
            *compose.mixes(reading.years, {figure.edition for figure in figures}, lang),
        ],
        coverage=found.coverage,
        chart="chart" in ops,
    )


def _numbers(made: Sequence[Answer], nowhere: Sequence[Skipped]) -> tuple[tuple[str, int], ...]:
    """How many are left out for each reason, where a group names only its first."""
    if not any(one.coverage.numbers for one in made):
        return ()
    found = Counter(lost.reason for lost in nowhere)
    for one in made:
        found.update(one.coverage.reasons)
    return tuple(found.items())


def _agencies(made: Sequence[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency for one in made for agency in one.reading.agencies))


def _years(made: Sequence[Answer]) -> tuple[int, ...]:
    return tuple(sorted({year for one in made for year in one.reading.years}))


def _rows(lines: Sequence[_Line], unit: str | None, language: str) -> tuple[list[ResultRow], list[Figure]]:
    """A row a group, with the figures it is made of."""
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    for line in lines:
        made, n = line.made, line.made.coverage.read
        places = tuple(range(len(figures), len(figures) + len(made.figures)))
        figures += made.figures
        label = say(f"{line.label}（{n} 份）", f"{line.label} ({n} reports)", language)
        year = made.reading.years[0] if len(made.reading.years) == 1 else None
        edition = made.figures[0].edition if made.figures else ""
        value = plain(line.value)
        rows.append(ResultRow("", year, edition, value, unit, "printed", line.rank, places, made.formula, (), label))
    return rows, figures


def is_each(question: Question) -> bool:
    """各省新收申请多少件: the sum of each is meant, though no word says so."""
    said = next((word for slot, _, word in question.said if slot == "groups"), "")
    return said.startswith(_EACH) and not question.ops - {"rank", "ascending", "chart"}


def is_open(question: Question) -> bool:
    """哪个省最多: neither a sum is asked for, nor where the agency with the highest figure is."""
    said = next((word for slot, _, word in question.said if slot == "groups"), "")
    first = question.normal.partition("最")[0]
    alone = question.ops & {"max", "min"} and not question.ops - {"max", "min", "provinces"}
    return bool(said and alone) and (said in first or said[0] == "最" or question.language == "en")


def which(question: Question, scope: Scope) -> Answer:
    """哪个省最多, without a word of sum: the sums of the provinces are meant, or the one agency with the highest."""
    lang, text = question.language, question.text
    word = next((word for slot, _, word in question.said if slot == "groups"), "")
    line = say(
        f"“{word}”可以指合计最多的，也可以指最多的那家机关在哪里。要问哪一个？",
        f"“{word}” may mean the highest sum, or the agency with the highest figure. Which is meant?",
        lang,
    )
    kind = next(iter(question.placekinds), "县级" if question.groups == "county" else "")
    whose = _OF_KIND.get(kind, kind)
    one = f"{word[:3]}{whose}机关" if word[0] == "最" else f"{whose}哪家"
    told = (text.replace("最", "合计最", 1), text.replace(word, one, 1)) if lang == "zh" and "最" in text else ()
    labels = ("按合计", "按机关")
    choices = tuple(Choice(n, label, full) for n, (label, full) in enumerate(zip(labels, told, strict=False), 1))
    reading = compose.reading("groups", (), question.rows[0])
    return compose.answer(
        question, scope, reading, line, outcome=Outcome.CLARIFY, choices=choices, coverage=Coverage(len(scope.entries))
    )
