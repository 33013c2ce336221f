"""Rates of provinces, cities, counties, levels, years or places: each that of the sums over its reports."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer, Coverage, Outcome, ResultRow
from assistant.answers import boundary, cells, compose, refusals
from assistant.answers.many import group_values, metrics, quotients, seats
from assistant.answers.many.quotients import Group, Pooled
from assistant.answers.many.rated import One, Rate, Rates, sides
from assistant.language import say
from assistant.understanding.gazetteer import parts_of, stands_once
from assistant.understanding.metrics import Metric
from assistant.understanding.places_compared import WHICH
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope, shown_as
from corpus.library import census
from corpus.library.census import Seat
from corpus.library.reports import Reports
from corpus.library.where import Where
from corpus.numbers import plain
from corpus.report import Figure

_YEARLY = re.compile(r"[每各]一?年|分年|按年|逐年|历年|哪一?年|per year|each year|by year|annual|which year|what year")
_CHOOSING = frozenset("max min rank ascending count_agencies median above below".split())
_NOWHERE = frozenset(("no_group", "place_unknown"))
_LEVEL = 5
"""So many that share the place asked for are named; of more it is said how many."""
_LONG = 200
"""Of so many letters a formula stands in its row alone."""


def asks(question: Question, scope: Scope) -> bool:
    """The rate of several reports together is meant: of each province, of each year, of a place with many agencies."""
    return bool(question.groups) or _by_years(question, scope) or bool(_places(question, scope))


def _by_years(question: Question, scope: Scope) -> bool:
    """各年公开率, of more agencies than are named one by one."""
    yearly = "trend" in question.ops or _YEARLY.search(question.normal)
    together = scope.area or not (scope.mentions or question.households)
    return bool(yearly and together) and len(scope.years) > 1 and len(scope.agencies) > 1


def _places(question: Question, scope: Scope) -> tuple[str, ...]:
    """The places of which each has one rate; () where their agencies are listed, ordered or chosen from."""
    chosen = question.bounds or question.clauses or question.top or question.nth or question.households
    which = len(scope.area) > 1 and bool(WHICH.search(question.normal))
    if chosen or question.ops & _CHOOSING - ({"max", "min"} if which else set()):
        return ()
    if "mean" in question.ops and len(scope.area) < 2:
        # Of one place the mean of its reports is told with the rate of all together.
        return ()
    return () if {"who", "span"} & question.flags and not which else scope.area


def told(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The groups in order, each with its operands; where 平均 is said the means of their reports' rates."""
    there = scope.entries
    if not isinstance(there, Reports):
        there = reports.only(Where(reports=tuple(entry.report for entry in there)))
    named = metrics.of_applicant(question.metrics[0], question.applicants)
    summed, where = quotients.of_sums(named), census.seats(there.library, there.where)
    groups = list(_groups(question, scope, there, where))
    if summed is None:
        return _no_sum(question, scope, named)
    once = (stands_once(group.label, {where[at].place for at in group.reports}) for group in groups)
    if not question.groups and not all(once):
        return refusals.which_report(question, replace(scope, ambiguous=there), there.library)
    rates = metrics.rates_over(question, replace(scope, entries=there), summed, there.library)
    each, mean, many = rates.each, "mean" in question.ops, boundary.too_many(question, scope) is not None
    made = [one for group in groups if (one := quotients.of_group(group, summed, each, mean=mean))]
    coverage = quotients.coverage(groups, where, each, mean=mean, many=many)
    if not made:
        return _none(question, scope, rates, there, coverage)
    gazetteer = scope.gazetteer or ("gazetteer" in there.origins and question.groups not in (None, "level"))
    kept = quotients.in_order(question, made)
    answer = _with_rows(question, replace(scope, gazetteer=gazetteer), named, rates, kept, coverage, many=many)
    seated = [where[at] for group, _ in kept for at in group.of.reports]
    years = tuple(sorted({seat.year for seat in seated if seat.year is not None}))
    agencies = tuple(dict.fromkeys(seat.agency for seat in seated))
    return replace(answer, reading=replace(answer.reading, agencies=agencies, years=years))


def _no_sum(question: Question, scope: Scope, named: Metric) -> Answer:
    """A formula that multiplies cells, or adds rates of different divisors, is not that of sums."""
    name, how = say(named.zh, named.en, question.language), metrics.how(named, question.language)
    line = say(
        f"“{name}”（{how}）不是合计除以合计，几份报告合在一起没有这样一个数；请一份一份地问。",
        f"“{name}” ({how}) is no sum divided by a sum: several reports together have none. Ask for one report.",
        question.language,
    )
    reading = compose.reading("groups", (), topic=named.zh)
    return compose.answer(question, scope, reading, line, outcome=Outcome.CLARIFY, coverage=Coverage(0))


def _none(question: Question, scope: Scope, rates: Rates, there: Reports, coverage: Coverage) -> Answer:
    """No report of any group has all operands, or has a rate of which a mean could be made."""
    lost = None if rates.whole else rates.first_lost
    nowhere = _NOWHERE.issuperset(coverage.reasons)
    if lost is not None and not nowhere:
        return replace(metrics.refused(question, scope, lost, there.library), coverage=coverage)
    line = (
        say("载入的报告都不在要问的组里。", "None of the loaded reports is in such a group.", question.language)
        if nowhere
        else say("每份报告的分母都是 0，算不出率。", "Each report's divisor is 0: there is no rate.", question.language)
    )
    outcome = Outcome.NO_REPORT if nowhere else Outcome.UNDEFINED
    reading = compose.reading("groups", (), topic=question.metrics[0].zh)
    return compose.answer(question, scope, reading, line, outcome=outcome, coverage=coverage)


def _groups(question: Question, scope: Scope, there: Reports, where: Sequence[Seat]) -> Iterator[Group]:
    """The groups that are asked for."""
    if question.groups == "level":
        for level, mine in seats.of_levels(where):
            yield Group(say(*group_values.LEVELS[level], question.language), None, mine)
    elif question.groups:
        found = {member.label: member.place for member in group_values.members(question, there)}
        for label, mine in zip(found, seats.of_places(where, found), strict=True):
            yield Group(label, None, mine)
    elif _by_years(question, scope):
        for year in there.years:
            yield Group(str(year), year, [n for n, seat in enumerate(where) if seat.year == year])
    else:
        kind = "".join(word for slot, _, word in question.said if slot in ("level", "placekind"))
        for place in _places(question, scope):
            yield Group(f"{place}{kind}", None, _positions(scope, place, where))


def _positions(scope: Scope, place: str, where: Sequence[Seat]) -> list[int]:
    """Of the reports of a place that is named."""
    mention = next((one for one in scope.mentions if shown_as(one) == place), None)
    agencies, parts = set(mention.agencies if mention else ()), set(() if mention else parts_of(place))
    return [n for n, seat in enumerate(where) if seat.agency in agencies or not parts.isdisjoint(seat.place)]


def _with_rows(
    question: Question,
    scope: Scope,
    named: Metric,
    rates: Rates,
    kept: Sequence[tuple[Pooled, int | None]],
    coverage: Coverage,
    *,
    many: bool,
) -> Answer:
    """The answer, a row a group; of very many reports the first groups, and the cells of their first reports."""
    lang = question.language
    place = max((rank for _, rank in kept if rank and rank <= (question.nth or 1)), default=1)
    last = len(kept) - 1
    listed = [
        (group, rank)
        for n, (group, rank) in enumerate(kept)
        if not many or n < boundary.SHOWN or rank == place or n == last
    ]
    left, first = boundary.SHOWN, list[Sequence[One]]()
    for group, _ in listed:
        first.append(group.ones[: max(1, left)] if many else group.ones)
        left -= len(first[-1])
    shown = [one for mine in first for one in mine]
    read = iter(rates.first(shown, len(shown)))
    rows, figures = list[ResultRow](), list[Figure]()
    for (group, rank), mine in zip(listed, first, strict=True):
        own = [next(read) for _ in mine]
        rows.append(_row(group, rank, own, len(figures), lang))
        figures += [figure for rate in own for figure in cells.figures_of(rate.cells)]
    every = [one for group, _ in kept for one in group.ones]
    told = {one.at for one in shown}
    ordered = [*shown, *(one for one in every if one.at not in told)]
    years = () if kept[0][0].of.year else rates.years(every)
    firsts = _firsts(question, kept, place)
    return compose.answer(
        question,
        scope,
        compose.reading("groups", (), topic=named.zh),
        _line(question, named, rates, kept, firsts, place),
        outcome=Outcome.UNDEFINED if all(group.value is None for group, _ in kept) else Outcome.ANSWERED,
        value=plain(firsts[0].value) if firsts and firsts[0].value is not None else None,
        unit=next((row.unit for row in rows if row.unit), None) if firsts else None,
        formula=firsts[0].formula if firsts else None,
        figures=figures,
        figures_total=rates.figures(every),
        rows=rows,
        rows_total=len(kept),
        more=[
            *compose.mixes(years, rates.editions(every), lang),
            *metrics.mixes(rates.units(every), lang),
            *rates.remarks(ordered, figures, lang),
        ],
        coverage=coverage,
        chart="chart" in question.ops,
    )


def _row(group: Pooled, rank: int | None, own: Sequence[Rate], at: int, language: str) -> ResultRow:
    """A group, of whose reports some have their cells read."""
    figures = [figure for rate in own for figure in cells.figures_of(rate.cells)]
    n = len(group.ones)
    return ResultRow(
        "",
        group.of.year,
        figures[0].edition if figures else "",
        None if group.value is None else plain(group.value),
        None if group.value is None else own[0].unit or metrics.unit_of(own[0]),
        "undefined" if group.value is None else "printed",
        rank,
        tuple(range(at, at + len(figures))),
        group.formula,
        (),
        say(f"{group.of.label}（{n} 份）", f"{group.of.label} ({n} reports)", language),
    )


def _firsts(question: Question, kept: Sequence[tuple[Pooled, int | None]], place: int) -> list[Pooled]:
    """The one group that is asked for, or those that share its place; none where all are, or both ends."""
    ends = {"max", "min"} <= question.ops
    if question.ops & {"max", "min"} and not ends or question.nth:
        return [group for group, rank in kept if rank == place]
    return [kept[0][0]] if len(kept) == 1 and not question.groups else []


def _line(
    question: Question,
    named: Metric,
    rates: Rates,
    kept: Sequence[tuple[Pooled, int | None]],
    firsts: Sequence[Pooled],
    place: int,
) -> str:
    """What the groups come to, and that it is of sums."""
    lang = question.language
    what = f"{say(named.zh, named.en, lang)} = {metrics.how(named, lang)}"
    if "mean" in question.ops:
        how = say("各份报告的率的平均", "the mean of the reports' rates", lang)
    elif sides(rates.named)[1] is None:
        how = say("各份报告的数相加", "summed over the reports", lang)
    else:
        how = say("各份报告的分子、分母分别相加再相除", "sums over the reports divided, no mean of rates", lang)
    only = say("没有载入的不在内", "reports not loaded are not in it", lang)
    if all(group.value is None for group, _ in kept):
        zero = say("无法计算，分母合计是 0", "undefined, the divisors add up to 0", lang)
        return say(f"{zero}：{what}（{how}；{only}）", f"{zero}: {what} ({how}; {only})", lang)
    told = ""
    if firsts:
        names, n = "、".join(group.of.label for group in firsts[:_LEVEL]), len(firsts[0].ones)
        if len(firsts) > _LEVEL:
            names += say(f"等 {len(firsts)} 个", f" and {len(firsts) - _LEVEL} more", lang)
        nth = "" if place == 1 else say(f"（第 {place}）", f" (number {place})", lang)
        of = say(f"，{n} 份报告", f", {n} reports", lang) if len(firsts) == 1 else ""
        amount = _shown(firsts[0], rates.named.unit)
        told = say(f"{names}：{amount}{nth}{of}，", f"{names}: {amount}{nth}{of}, ", lang)
        told += f"{firsts[0].formula}\n" if len(firsts) == 1 and len(firsts[0].formula) < _LONG else "\n"
    elif {"max", "min"} <= question.ops:
        ends = [group for group, _ in kept if group.value is not None]
        told = say("最高 {}，最低 {}\n", "highest {}, lowest {}\n", lang).format(
            *(f"{end.of.label} {_shown(end, rates.named.unit)}" for end in (ends[0], ends[-1]))
        )
    return told + say(f"{what}（{how}；{only}）", f"{what} ({how}; {only})", lang)


def _shown(group: Pooled, unit: str | None) -> str:
    return "" if group.value is None else quotients.amount(group.value, unit)
