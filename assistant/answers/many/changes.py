"""A figure of two years, of several agencies with both: of each by how much or by what rate, or of all together."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import cells, compose
from assistant.answers.cells import Cell
from assistant.answers.many import averages
from assistant.answers.many.pool import Pool, in_one_unit, in_unit, is_amount
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.store import Library
from corpus.numbers import plain

Pair = tuple[Cell, Cell]
"""The earlier year's cell and the later one's, both with a value, an amount also with its unit."""


@dataclass(frozen=True, slots=True)
class _Move:
    """What became of one agency's figure."""

    pair: Pair
    size: Decimal
    """By how much, or the rate in percent where that is asked."""
    unit: str | None
    formula: str


def gap(earlier: Decimal, later: Decimal) -> tuple[Decimal, str]:
    """By how much the second figure is more than the first, and how that was worked out."""
    return later - earlier, f"{plain(later)} - {plain(earlier)} = {plain(later - earlier)}"


def unit_of(pairs: Sequence[Pair]) -> str | None:
    """The unit in which amounts are set against each other, the one that their sum has; None of counts.

    A count is printed with whatever counter, `0项` in one year and `0` in the next, and is the same thing counted.
    """
    found = [cell for pair in pairs for cell in pair]
    return in_one_unit(found)[0] if found and is_amount(found[0].column) else None


def sides(pair: Pair, unit: str | None) -> tuple[Decimal, Decimal]:
    """The earlier value and the later one, amounts in the unit of all."""
    earlier, later = (in_unit(cell.value or Decimal(0), cell.unit, unit) for cell in pair)
    return earlier, later


def of_all(question: Question) -> bool:
    """The sum or the mean of all is asked from one year to the other: 合计比上年多多少."""
    ranked = question.ops & {"max", "min", "rank", "ascending", "count_agencies"} or question.top or question.nth
    return bool(question.ops & {"sum", "mean"}) and not (ranked or question.bounds or "who" in question.flags)


def asks_rate(question: Question) -> bool:
    """增长率, 增长百分之几, 增长10%以上."""
    return bool(question.ops & {"growth", "share"}) or any(bound.unit == "%" for bound in question.bounds)


def _move(pair: Pair, unit: str | None, *, rate: bool) -> _Move | None:
    """None where a rate of what was 0 is asked."""
    earlier, later = sides(pair, unit)
    size, formula = gap(earlier, later)
    if not rate:
        return _Move(pair, size, unit or pair[1].unit, formula)
    if not earlier:
        return None
    formula = f"({plain(later)} - {plain(earlier)}) ÷ {plain(earlier)}"
    return _Move(pair, Decimal(compose.percent(size, earlier)), "%", formula)


def bounds_of(question: Question) -> tuple[Bound, ...]:
    """The conditions on the change, with its sign: those asked, else that it grew, or fell."""
    sign = ">" if "grew" in question.ops else "<" if "fell" in question.ops else ""
    return question.bounds or ((Bound(sign, Decimal(0)),) if sign else ())


def each(
    question: Question, scope: Scope, library: Library, pairs: Sequence[Pair], left_out: Sequence[Skipped]
) -> Answer:
    """Every agency with both years: those that grew or fell, or all by how much or by what rate."""
    lang, ops = question.language, question.ops
    rate = asks_rate(question)
    together_in = unit_of(pairs)
    made = [(pair, _move(pair, together_in, rate=rate)) for pair in pairs]
    lost = [Skipped(pair[1].entry.agency, pair[1].entry.year, "undefined") for pair, move in made if move is None]
    bounds = bounds_of(question)
    kept = [move for _, move in made if move and cells.meets(bounds, move.size, None if rate else move.unit)]
    falling = "fell" in ops or ("min" in ops and "max" not in ops) or "ascending" in ops
    kept.sort(key=lambda move: move.size, reverse=not falling)
    ranked = bool(ops & {"max", "min", "rank", "ascending"} or question.top or question.nth)
    ranks, total = compose.ranks([move.size for move in kept]), len(kept)
    if ranked and (last := question.top or question.nth or (1 if ops & {"max", "min"} else 0)):
        kept = [move for move, place in zip(kept, ranks, strict=True) if place <= last]
    row = question.rows[0]
    what = f"{row}，{scope.years[0]} → {scope.years[1]}"
    line = say(f"{total} 家：{what}", f"{total} agencies: {what}", lang)
    one = bool(ops & {"max", "min"} or question.top or question.nth)
    first = kept[-1 if question.nth else 0] if one and kept else None
    if first:
        names = "、".join(m.pair[1].entry.agency for m in kept if m.size == first.size)
        amount = compose.two_places(plain(first.size)) if rate else plain(first.size)
        line = f"{names}{say('：', ': ', lang)}{shown(amount, first.unit, 'printed', lang)}（{what}）"
    counted = "count_agencies" in ops
    return compose.answer(
        question,
        scope,
        compose.reading("change", [move.pair[1].entry for move in kept], row),
        line,
        value=str(total) if counted else plain(first.size) if first else None,
        unit=say("家", "agencies", lang) if counted else first.unit if first else None,
        figures=cells.figures_of(cell for move in kept for cell in move.pair),
        rows=_lines(kept, ranks if ranked else ()),
        more=[n for n in compose.mixed([c for m in kept for c in m.pair], lang) if n.code == "mixed_editions"],
        coverage=Coverage(2 * (len(pairs) - len(lost)), (*left_out, *lost)),
    )


def _lines(kept: Sequence[_Move], ranks: Sequence[int]) -> list[ResultRow]:
    lines: list[ResultRow] = []
    at = 0
    for n, move in enumerate(kept):
        later, number = move.pair[1], sum(len(cell.figures) for cell in move.pair)
        entry, places = later.entry, tuple(range(at, at + number))
        rank = ranks[n] if ranks else None
        size, state = plain(move.size), "printed"
        lines.append(
            ResultRow(entry.agency, entry.year, later.edition, size, move.unit, state, rank, places, move.formula)
        )
        at += number
    return lines


def together(
    question: Question, scope: Scope, library: Library, pairs: Sequence[Pair], left_out: Sequence[Skipped]
) -> Answer:
    """The sum or the mean over all that have both years, from one year to the other."""
    lang, mean = question.language, "mean" in question.ops
    found = [pair[n] for n in (0, 1) for pair in pairs]
    pool, number = Pool(found), len(pairs)
    sides = (pool.values[:number], pool.values[number:])
    earlier, later = (compose.trimmed(sum(side, Decimal(0))) for side in sides)
    before, after = (compose.formula(side, total) for side, total in zip(sides, (earlier, later), strict=True))
    value, unit, outcome = compose.trimmed(later - earlier), pool.unit, Outcome.ANSWERED
    formula = f"({after}) - ({before}) = {plain(value)}"
    if mean:
        value = averages.mean(value, number)
        formula = f"(({after}) - ({before})) ÷ {number} = {compose.short(value)}"
    rate = compose.percent(later - earlier, earlier) if earlier else None
    name = say("平均" if mean else "合计", "mean" if mean else "sum", lang)
    years = f"{scope.years[0]} → {scope.years[1]}"
    told = say(
        f"{question.rows[0]}{name}，{years}，两年都有数的 {number} 家",
        f"{name} of {question.rows[0]}, {years}, {number} agencies that have both",
        lang,
    )
    sized = compose.two_places(plain(abs(value))) if mean else plain(abs(value))
    word = say("增加", "up", lang) if value > 0 else say("减少", "down", lang)
    amount = f"{word} {shown(sized, unit, 'printed', lang)}" if value else say("不变", "unchanged", lang)
    if rate is not None:
        percent = f"{compose.two_places(rate)} %"
        amount += say(f"（{percent}）", f" ({percent})", lang)
        formula += f"；({plain(later)} - {plain(earlier)}) ÷ {plain(earlier)} = {percent}"
    elif asks_rate(question):
        outcome, amount = Outcome.UNDEFINED, say("无法计算", "undefined", lang)
        formula = f"({plain(later)} - {plain(earlier)}) ÷ 0"
    if asks_rate(question):
        value, unit = Decimal(rate or 0), "%"
    return compose.answer(
        question,
        scope,
        compose.reading("change", [cell.entry for cell in found], question.rows[0], found[0].column if found else None),
        f"{amount}{say('：', ': ', lang)}{told}\n{formula}",
        outcome=outcome,
        value=None if outcome is Outcome.UNDEFINED else plain(value),
        unit=unit,
        formula=formula,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found),
        more=[
            *(n for n in compose.mixed(found, lang) if n.code == "mixed_editions"),
            *pool.disputed(library, lang),
        ],
        coverage=Coverage(len(found), tuple(left_out)),
    )
