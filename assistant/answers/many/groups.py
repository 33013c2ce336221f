"""Provinces, cities or levels by the sum or mean of their loaded reports: 哪个省合计最多."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Choice, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import boundary, cells, compose
from assistant.answers.cells import YUAN
from assistant.answers.many import across
from assistant.answers.many.pool import is_amount
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports
from corpus.library.where import Where
from corpus.numbers import plain
from corpus.report import Figure

_LEVELS = {
    "province": ("省级", "provincial"),
    "city": ("市级", "city level"),
    "county": ("县级", "county level"),
    "town": ("乡镇", "townships"),
}
_COUNTIES = ("县", "旗", "林区")


@dataclass(frozen=True, slots=True)
class _Group:
    """A group that has a sum: what it is called, and the answer to the question asked of it alone."""

    label: str
    made: Answer
    value: Decimal
    """In the unit of all."""


def ranked(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The groups in order, each with its sum or mean, its operands and of how many reports it is."""
    wanted = "mean" if "mean" in question.ops else "sum"
    flags = question.flags - {"who"}
    asked = replace(question, ops=frozenset((wanted,)), flags=flags, groups=None, top=None, nth=None, bounds=())
    there = scope.entries
    if not isinstance(there, Reports):
        there = reports.only(Where(reports=tuple(entry.report for entry in there)))
    if (told := _of_very_many(question, asked, scope, there)) is not None:
        return told
    groups = list(_members(question, there))
    nowhere = _nowhere(there, [mine for _, mine in groups])
    scope = replace(scope, gazetteer=question.groups != "level" and "gazetteer" in there.origins)
    made = [
        (label, across.over(asked, replace(scope, entries=mine, spanning=True, ambiguous=(), area=()), reports.library))
        for label, mine in groups
    ]
    made = [(label, _read(mine, one)) for (label, mine), (_, one) in zip(groups, made, strict=True)]
    found, unit = _in_one_unit([(label, one) for label, one in made if one.value is not None])
    if not found:
        return across.over(asked, replace(scope, spanning=True, ambiguous=(), area=()), reports.library)
    return _told(question, scope, _in_order(question, found), unit, [one for _, one in made], nowhere)


def _in_order(question: Question, found: list[_Group]) -> list[_Group]:
    rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
    return sorted(found, key=lambda group: group.value if rising else -group.value)


def _of_very_many(question: Question, asked: Question, scope: Scope, there: Reports) -> Answer | None:
    """The same of reports that are too many for each of their cells to be read; None of fewer, and of amounts."""
    row, columns = question.rows[0], cells.columns_asked(question, question.rows[0])
    if len(question.rows) > 1 or len(columns) != 1 or is_amount(columns[0]) or question.households:
        return None
    if boundary.too_many(question, replace(scope, entries=there)) is None:
        return None
    from assistant.answers.many.very_many_groups import Seated  # few reports do not pay for it

    seated = Seated(there, row, columns[0])
    by_level = question.groups == "level"
    groups = seated.levels() if by_level else seated.places(_groups_of(question, there))
    named = [(say(*_LEVELS[one], question.language) if by_level else one, mine) for one, mine in groups]
    scope = replace(scope, gazetteer=not by_level and "gazetteer" in there.origins)
    alone = replace(scope, entries=(), spanning=True, ambiguous=(), area=())
    pools = {label: seated.pool(mine) for label, mine in named}
    made = [
        (label, seated.named(across.of_pool(asked, alone, there.library, row, columns[0], pool), pool))
        for label, pool in pools.items()
    ]
    found, unit = _in_one_unit([(label, one) for label, one in made if one.value is not None])
    if not found:
        return across.over(asked, replace(scope, spanning=True, ambiguous=(), area=()), there.library)
    ordered = _in_order(question, found)
    figures, notes = seated.shown([pools[group.label] for group in ordered], question.language)
    ordered = [replace(one, made=replace(one.made, figures=own)) for one, own in zip(ordered, figures, strict=True)]
    answers = [one for _, one in made]
    answers[0] = replace(answers[0], notes=(*answers[0].notes, *notes))
    return _told(question, scope, ordered, unit, answers, seated.nowhere(mine for _, mine in named))


def _groups_of(question: Question, there: Reports) -> dict[str, tuple[str, ...]]:
    """Provinces or cities by name, with the names of the places in which their reports are."""
    named = _province if question.groups == "province" else _city
    places = dict.fromkeys(place for place in map(named, there.places) if place)
    same = Counter(place[-1] for place in places)
    return {"".join(place) if same[place[-1]] > 1 else place[-1]: place for place in places}


def _members(question: Question, there: Reports) -> Iterator[tuple[str, Reports]]:
    """Each group by name, with its reports."""
    lang = question.language
    if question.groups == "level":
        for level, names in _LEVELS.items():
            if mine := there.only(Where(levels=(level,))):
                yield say(*names, lang), mine
        return
    for label, place in _groups_of(question, there).items():
        yield label, there.only(Where(places=tuple((name,) for name in place)))


def _read(mine: Reports, made: Answer) -> Answer:
    """The answer of a group; without a value all of its reports are left out, the first for the refusal's reason."""
    if made.value is not None:
        return made
    if made.coverage.numbers:
        return replace(made, coverage=replace(made.coverage, read=0))
    named = {(one.agency, one.year) for one in made.coverage.skipped}
    first = tuple(Skipped(e.agency, e.year, made.outcome.value) for e in mine if (e.agency, e.year) not in named)
    return replace(made, coverage=Coverage(0, (*first, *made.coverage.skipped)))


def _province(place: tuple[str, ...]) -> tuple[str, ...]:
    return place[:1]


def _city(place: tuple[str, ...]) -> tuple[str, ...]:
    """() of what is in no city: a province's own agency, or a county right below a province."""
    if place[0].endswith("市"):
        # Its districts have no city between them and it.
        return place[:1]
    return () if len(place) < 2 or place[1].endswith(_COUNTIES) else place[:2]


def _nowhere(there: Reports, groups: Sequence[Reports]) -> tuple[Skipped, ...]:
    """The reports that are in no group: where their agency is, or on which level, is not known, or it is in no city."""
    if sum(map(len, groups)) == len(there):
        return ()
    known = {id_ for mine in groups for id_ in mine.ids}
    others = there.only(Where(reports=tuple(id_ for id_ in there.ids if id_ not in known)))
    return tuple(Skipped(one.agency, one.year, "no_group" if one.place else "place_unknown") for one in others)


def _in_one_unit(made: Sequence[tuple[str, Answer]]) -> tuple[list[_Group], str | None]:
    """The groups with their sums in one unit of money, or as they are."""
    units = dict.fromkeys(one.unit for _, one in made if one.unit)
    if len(units) < 2 or not units.keys() <= YUAN.keys():
        return [_Group(label, one, Decimal(one.value or 0)) for label, one in made], next(iter(units), None)
    worth = ((label, one, Decimal(one.value or 0) * YUAN[one.unit or "元"] / YUAN["万元"]) for label, one in made)
    return [_Group(label, one, compose.trimmed(value)) for label, one, value in worth], "万元"


def _told(
    question: Question,
    scope: Scope,
    found: Sequence[_Group],
    unit: str | None,
    made: Sequence[Answer],
    nowhere: Sequence[Skipped],
) -> Answer:
    lang, ops = question.language, question.ops
    ranks = compose.ranks([group.value for group in found])
    last = question.top or question.nth or len(found)
    kept = [(group, rank) for group, rank in zip(found, ranks, strict=True) if rank <= last]
    place = max((rank for _, rank in kept if rank <= (question.nth or 1)), default=1)
    first = [group for group, rank in kept if rank == place]
    one = bool(ops & {"max", "min"} or question.nth)
    mean = "mean" in ops
    reading = replace(found[0].made.reading, operation="groups", agencies=_agencies(made), years=_years(made))
    if len(question.rows) > 1:
        reading = replace(reading, row=" + ".join(question.rows))
    name = say("平均" if mean else "合计", " (mean)" if mean else " (sum)", lang)
    what = f"{compose.field(reading.row or '', reading.column or '')}{name}"
    nth = "" if place == 1 else say(f"（第 {place}）", f" (number {place})", lang)
    only = say("没有载入的不在内", "reports not loaded are not in it", lang)
    amount = shown(compose.short(first[0].value), unit, "printed", lang)
    names = "、".join(group.label for group in first)
    line = say(f"{names}：{amount}，{what}{nth}（{only}）", f"{names}: {amount}, {what}{nth} ({only})", lang)
    if {"max", "min"} <= ops:
        one, ends = False, (("最多", "most", kept[0][0]), ("最少", "fewest", kept[-1][0]))
        told = [
            f"{say(zh, en, lang)} {end.label} {shown(compose.short(end.value), unit, 'printed', lang)}"
            for zh, en, end in ends
        ]
        line = say(f"{'，'.join(told)}：{what}（{only}）", f"{', '.join(told)}: {what} ({only})", lang)
    elif not one:
        line = say(f"{what}（{only}）", f"{what} ({only})", lang)
    rows, figures = _lines([*kept], unit, lang)
    codes = {note.code: note for answer in made for note in answer.notes if note.code != "report_skipped"}
    skipped = tuple(dict.fromkeys((*nowhere, *(lost for answer in made for lost in answer.coverage.skipped))))
    return compose.answer(
        question,
        scope,
        reading,
        line,
        value=plain(first[0].value) if one else None,
        unit=unit,
        figures=figures,
        figures_total=sum(group.made.figures_total for group, _ in kept),
        rows=rows,
        more=[
            *(replace(note, figures=()) for note in codes.values()),
            *compose.mixes(reading.years, {figure.edition for figure in figures}, lang),
        ],
        coverage=Coverage(sum(answer.coverage.read for answer in made), skipped, _numbers(made, nowhere)),
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


def _lines(kept: Sequence[tuple[_Group, int]], unit: str | None, language: str) -> tuple[list[ResultRow], list[Figure]]:
    """A line a group, with the figures it is made of."""
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    for group, rank in kept:
        made, n = group.made, group.made.coverage.read
        places = tuple(range(len(figures), len(figures) + len(made.figures)))
        figures += made.figures
        label = say(f"{group.label}（{n} 份）", f"{group.label} ({n} reports)", language)
        year = made.reading.years[0] if len(made.reading.years) == 1 else None
        edition = made.figures[0].edition if made.figures else ""
        rows.append(
            ResultRow("", year, edition, plain(group.value), unit, "printed", rank, places, made.formula, (), label)
        )
    return rows, figures


def is_open(question: Question) -> bool:
    """哪个省最多: neither a sum is asked for, nor where the agency with the highest figure is."""
    said = next((word for slot, _, word in question.said if slot == "groups"), "")
    first = question.normal.partition("最")[0]
    alone = question.ops & {"max", "min"} and not question.ops - {"max", "min", "provinces"}
    return bool(said and alone) and (said in first or question.language == "en")


def which(question: Question, scope: Scope) -> Answer:
    """哪个省最多, without a word of sum: the sums of the provinces are meant, or the one agency with the highest."""
    lang, text = question.language, question.text
    word = next((word for slot, _, word in question.said if slot == "groups"), "")
    line = say(
        f"“{word}”可以指合计最多的，也可以指最多的那家机关在哪里。要问哪一个？",
        f"“{word}” may mean the highest sum, or the agency with the highest figure. Which is meant?",
        lang,
    )
    told = (text.replace("最", "合计最", 1), text.replace(word, "哪家", 1)) if lang == "zh" and "最" in text else ()
    labels = ("按合计", "按机关")
    choices = tuple(Choice(n, label, full) for n, (label, full) in enumerate(zip(labels, told, strict=False), 1))
    reading = compose.reading("groups", (), question.rows[0])
    return compose.answer(
        question, scope, reading, line, outcome=Outcome.CLARIFY, choices=choices, coverage=Coverage(len(scope.entries))
    )
