"""Provinces, cities, counties or levels by the sum or mean of their loaded reports: 哪个省合计最多."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Choice, Coverage, Outcome, ResultRow
from assistant.answers import boundary, compose
from assistant.answers.many import across, group_values
from assistant.answers.many.group_values import Found, Group, Line, Numbers
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports
from corpus.library.where import Where
from corpus.numbers import plain
from corpus.report import Figure

_EACH = ("各", "每", "按", "分", "each ", "by ", "per ")
_OF_KIND = {"县": "县里", "区": "市辖区"}


def ranked(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The groups in order, each with its sum or mean, its operands and of how many reports it is."""
    wanted = "mean" if "mean" in question.ops else "sum"
    flags = question.flags - {"who"}
    asked = replace(question, ops=frozenset((wanted,)), flags=flags, groups=None, top=None, nth=None, bounds=())
    there = scope.entries
    if not isinstance(there, Reports):
        there = reports.only(Where(reports=tuple(entry.report for entry in there)))
    members = list(group_values.members(question, there))
    scope = replace(scope, gazetteer=question.groups != "level" and "gazetteer" in there.origins)
    of_one = replace(scope, spanning=True, ambiguous=(), area=())
    found = group_values.found(question, asked, of_one, there, members)
    if not found.groups:
        return across.over(asked, of_one, reports.library)
    rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
    ordered = sorted(found.groups, key=lambda group: group.value if rising else -group.value)
    ranks = compose.ranks([group.value for group in ordered])
    last = question.top or question.nth or len(ordered)
    kept = [(group, rank) for group, rank in zip(ordered, ranks, strict=True) if rank <= last]
    place = max((rank for _, rank in kept if rank <= (question.nth or 1)), default=1)
    every = not isinstance(found, Numbers) or len(members) <= boundary.SHOWN
    both_ends = {"max", "min"} <= question.ops
    lines = [
        group_values.line(group, rank, asked, of_one, found.unit)
        for n, (group, rank) in enumerate(kept)
        if (group.made and every) or n < boundary.SHOWN or rank == place or (both_ends and group is kept[-1][0])
    ]
    if isinstance(found, Numbers):
        found, lines = found.with_figures(lines, question.language)
    return _told(question, scope, found, kept, lines, place)


def _told(
    question: Question,
    scope: Scope,
    found: Found,
    kept: Sequence[tuple[Group, int]],
    lines: Sequence[Line],
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
    if nth and "min" in ops and "max" not in ops:
        nth = say(f"（从少到多第 {place}）", f" (number {place} from the lowest)", lang)
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


def _agencies(made: Sequence[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency for one in made for agency in one.reading.agencies))


def _years(made: Sequence[Answer]) -> tuple[int, ...]:
    return tuple(sorted({year for one in made for year in one.reading.years}))


def _rows(lines: Sequence[Line], unit: str | None, language: str) -> tuple[list[ResultRow], list[Figure]]:
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
