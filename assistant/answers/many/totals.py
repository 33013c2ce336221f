"""Two sums or means side by side or set against each other: 许可合计比处罚合计多多少, 县级和市级平均各多少."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import compose, notes
from assistant.answers.many import across
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.places_compared import WHICH
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope, find
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.numbers import plain
from corpus.report import Figure

_AGAINST = frozenset("difference ratio versus compare".split())
_EACH = re.compile("各(?!家|机关|单位|部门|局|地|省|市|县|区|级|个)|分别|respectively|each of")
_PLAIN = _AGAINST | frozenset("sum mean max min list".split())


@dataclass(frozen=True, slots=True)
class Side:
    """One of them: what it is called, what is asked for it, and of which reports."""

    label: str
    question: Question
    scope: Scope


def sides(question: Question, scope: Scope, reports: Reports) -> tuple[Side, ...]:
    """The sums or means that a question sets side by side, two of them against each other; () of any other."""
    said = [value for slot, value, _ in question.said if slot == "op" and value in ("sum", "mean")]
    ends = [value for slot, value, _ in question.said if slot == "op" and value in ("max", "min")]
    against = (
        question.ops & _AGAINST or len(said) == 2 or _EACH.search(question.normal) or WHICH.search(question.normal)
    )
    if len(set(said) & question.ops) != 1 or not against or ends or question.ops - _PLAIN:
        return ()
    chosen = (question.top, question.nth, question.bounds, question.clauses, question.pairs, question.households)
    # Of two places all that is loaded of each is added, whatever the years, as where one of them is asked.
    several = len(question.years) > 1 or (len(scope.years) > 1 and not scope.area)
    if any(chosen) or scope.left or several or "except" in question.flags:
        return ()
    asked = replace(question, ops=frozenset(("sum",)), flags=question.flags - {"who"})
    made = list(_parts(asked, scope))
    if len(made) < 2 or len(made) > 2 and question.ops & _AGAINST:
        return ()
    return tuple(Side(label, one, _alone(one, scope, reports)) for label, one in made)


def _alone(asked: Question, scope: Scope, reports: Reports) -> Scope:
    """The reports of one of them; of agencies those that the name meant beside the other, be it also that of a city."""
    found = replace(find(asked, reports), spanning=True, ambiguous=())
    mention = next((one for one in scope.mentions if asked.names == (one.said,)), None)
    if mention is None or len(scope.mentions) < 2:
        return found
    entries = reports.only(Where(agencies=mention.agencies, years=asked.years or None))
    return replace(found, entries=entries, mentions=(mention,), unknown=())


def _parts(asked: Question, scope: Scope) -> Iterator[tuple[str, Question]]:
    """Those that differ, where only one thing does: rows, columns, levels or agencies of which there are several."""
    columns = asked.columns or asked.applicants or asked.results
    differ = [len(part) > 1 for part in (asked.rows, columns, asked.levels)]
    named = len(scope.mentions) == 2 and any(len(mention.agencies) > 1 for mention in scope.mentions)
    places = len(asked.places) == 2 and not scope.mentions
    if sum(differ) + named + places != 1 or (scope.mentions and not named):
        return
    if places:
        yield from ((place, replace(asked, places=(place,))) for place in asked.places)
        return
    if differ[0]:
        yield from ((row, replace(asked, rows=(row,))) for row in asked.rows)
    elif differ[1]:
        yield from ((column, _of_column(asked, column)) for column in columns)
    elif differ[2]:
        words = [word for slot, _, word in asked.said if slot == "level"]
        yield from ((word, replace(asked, levels=(one,))) for word, one in zip(words, asked.levels, strict=False))
    else:
        yield from ((mention.said, replace(asked, names=(mention.said,))) for mention in scope.mentions)


def _of_column(asked: Question, column: str) -> Question:
    if asked.columns:
        return replace(asked, columns=(column,))
    return replace(asked, applicants=(column,)) if asked.applicants else replace(asked, results=(column,))


def against(question: Question, both: Sequence[Side], library: Library) -> Answer:
    """Each of them, and of two their difference or quotient where that is asked and they count the same."""
    lang = question.language
    made = [across.over(side.question, side.scope, library) for side in both]
    lost = next((one for one in made if one.value is None), None)
    if lost:
        return lost
    mean = "mean" in question.ops
    terms = [_term(one, mean) for one in made]
    first, second = (value for value, _ in terms[:2])
    name = say("平均" if mean else "合计", "mean" if mean else "sum", lang)
    each = say("，", ", ", lang).join(
        f"{side.label}{say(name, f' ({name})', lang)} {_shown(value, one.unit, lang)}"
        + (f" ({how})" if mean else "")
        + _of_reports(side, one, lang)
        for side, one, (value, how) in zip(both, made, terms, strict=True)
    )
    each += say("（没有载入的不在内）", " (those not loaded are not in it)", lang) if both[0].scope.area else ""
    each += _inside(both, lang)
    # What some reports lack in one row only would make two sums of different reports.
    alike = len({one.unit for one in made}) == 1 and (_of_groups(both) or len(set(map(_skipped, made))) == 1)
    value, unit, formula, outcome = None, None, None, Outcome.ANSWERED
    if not alike:
        line = each + say(
            "\n两边的单位或报告不同，不相加减。", "\nUnits or reports differ; they are not set off.", lang
        )
    elif "ratio" in question.ops:
        formula = " ÷ ".join(f"({how})" if mean else how for _, how in terms)
        outcome = Outcome.ANSWERED if second else Outcome.UNDEFINED
        value = _places(first / second) if second else None
        told = say("无法计算", "undefined", lang) if value is None else plain(value)
        line = f"{told}{say('：', ': ', lang)}{each}\n{formula}"
    elif question.ops & {"difference", "versus"}:
        signed = "减" in question.normal or "minus" in question.normal
        (over, more), (under, less) = terms if signed else sorted(terms, reverse=True)
        value, unit = _places(over - under), made[0].unit
        formula = f"{more} - {less} = {compose.short(value)}"
        line = f"{_shown(value, unit, lang)}{say('：', ': ', lang)}{each}\n{formula}"
    elif question.ops & {"max", "min"}:
        value, unit = _places((min if "min" in question.ops else max)(first, second)), made[0].unit
        line = f"{_leading(question, both, first, second)}{each}"
    else:
        line = each
    rows, figures = _lines(both, made, terms, lang)
    codes = {note.code: note for one in made for note in one.notes if note.code != "report_skipped"}
    return compose.answer(
        question,
        both[0].scope,
        replace(made[0].reading, operation="totals", agencies=_agencies(made)),
        line,
        outcome=outcome,
        value=None if value is None else plain(value),
        unit=unit,
        formula=formula,
        figures=figures,
        figures_total=sum(one.figures_total for one in made),
        rows=rows,
        more=[replace(note, figures=()) for note in codes.values()],
        others=() if alike else [notes.note("different_scopes", lang)],
        coverage=_coverage(both, made),
    )


def _of_reports(side: Side, made: Answer, language: str) -> str:
    """Of how many reports the sum of a place is."""
    n = made.coverage.read
    return say(f"（{n} 份报告）", f" ({n} reports)", language) if side.scope.area else ""


def _inside(both: Sequence[Side], language: str) -> str:
    """That of two places the one is in the other, and its reports in both sums."""
    if len(both) != 2 or not both[0].scope.area:
        return ""
    within = sorted(both, key=lambda side: len(side.scope.agencies))
    part, whole = (set(side.scope.agencies) for side in within)
    if not part < whole:
        return ""
    inner, outer = (side.label for side in within)
    return say(f"；{inner}在{outer}之内，两边都算了它", f"; {inner} is in {outer}, and counted in both", language)


def _leading(question: Question, both: Sequence[Side], first: Decimal, second: Decimal) -> str:
    """Which of two is more, or less where that is asked: 哪个多."""
    lang, less = question.language, "min" in question.ops
    if first == second:
        return say("一样：", "the same: ", lang)
    side = both[0] if (first < second) == less else both[1]
    return say(f"{side.label}更{'少' if less else '多'}：", f"{side.label} {'less' if less else 'more'}: ", lang)


def _term(made: Answer, mean: bool) -> tuple[Decimal, str]:
    """(the sum, or the mean as it is before it is rounded; how it was worked out)."""
    total, number = Decimal(made.value or 0), made.coverage.read
    return (total / number, f"{plain(total)} ÷ {number}") if mean else (total, plain(total))


def _places(value: Decimal) -> Decimal:
    return compose.trimmed(value.quantize(Decimal("0.000001")))


def _shown(value: Decimal, unit: str | None, language: str) -> str:
    return shown(compose.short(_places(value)), unit, "printed", language)


def _skipped(made: Answer) -> frozenset[Skipped]:
    return frozenset(made.coverage.skipped)


def _agencies(made: Sequence[Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(agency for one in made for agency in one.reading.agencies))


def _read(both: Sequence[Side], made: Sequence[Answer]) -> int:
    """Of how many reports they are: two rows or columns are of the same ones."""
    read = [one.coverage.read for one in made]
    return sum(read) if _of_groups(both) else max(read)


def _coverage(both: Sequence[Side], made: Sequence[Answer]) -> Coverage:
    """All that were read and left out; of very many how many for each reason."""
    skipped = tuple(dict.fromkeys(lost for one in made for lost in one.coverage.skipped))
    numbers = Counter[str]()
    if _of_groups(both) and any(one.coverage.numbers for one in made):
        for one in made:
            numbers.update(one.coverage.reasons)
    return Coverage(_read(both, made), skipped, tuple(numbers.items()))


def _of_groups(both: Sequence[Side]) -> bool:
    first, second = (side.question for side in both[:2])
    return (first.levels, first.names, first.places) != (second.levels, second.names, second.places)


def _lines(
    both: Sequence[Side], made: Sequence[Answer], terms: Sequence[tuple[Decimal, str]], language: str
) -> tuple[list[ResultRow], list[Figure]]:
    """A line for each with the figures it is made of."""
    rows: list[ResultRow] = []
    figures: list[Figure] = []
    for side, one, (value, how) in zip(both, made, terms, strict=True):
        places = tuple(range(len(figures), len(figures) + len(one.figures)))
        figures += one.figures
        edition = one.figures[0].edition if one.figures else ""
        size, formula = plain(_places(value)), one.formula if how == one.value else how
        year = one.reading.years[0] if len(one.reading.years) == 1 else None
        n = one.coverage.read
        label = side.label + (say(f"（{n} 份）", f" ({n} reports)", language) if side.scope.area else "")
        rows.append(ResultRow("", year, edition, size, one.unit, "printed", None, places, formula, (), label))
    return rows, figures
