"""One row of the form against another in each report: the quotients, and which is the highest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from assistant.answer import Answer, Coverage, Reading, ResultRow
from assistant.answers import boundary, cells, compose
from assistant.answers.cells import Cell, Term
from assistant.answers.many.pool import in_unit, is_amount, is_unitless
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry

if TYPE_CHECKING:
    from corpus.library.abreast import ValueLine

_RANKING = frozenset("max min rank ascending".split())
_MONEY = "万元"
_LEVEL = 5
"""So many that share the first rank are named; of more it is said how many."""


def of_each(question: Question, scope: Scope, library: Library, over: Term, under: Term) -> Answer:
    """One row against another, for each report that fits."""
    if reports := boundary.too_many(question, scope):
        return _of_very_many(question, scope, reports, over, under)
    lang = question.language
    tops, bottoms = cells.pick_each(library, scope.entries, (over, under))
    every = list(zip(tops, bottoms, strict=True))
    missing = [next((cell for cell in pair if cell.value is None or is_unitless(cell)), None) for pair in every]
    lost = [cell for cell in missing if cell is not None]
    pairs = [pair for pair, cell in zip(every, missing, strict=True) if cell is None]
    pairs.sort(key=lambda pair: _size(question, _value(pair[0]), _value(pair[1])))
    used = [cell for pair in pairs for cell in pair]
    sizes = ((_value(top), _value(bottom)) for top, bottom in pairs)
    made = _made(question, over, under, scope.entries, used, sizes)
    return compose.answer(
        question,
        scope,
        made.reading,
        made.line,
        value=made.value,
        figures=cells.figures_of(used),
        rows=made.rows,
        more=[*compose.mixed(used, lang), *compose.disputed(library, used, lang)],
        coverage=Coverage(len(pairs), tuple(compose.skipped(cell, cell.reason or cells.NO_UNIT) for cell in lost)),
    )


def _of_very_many(question: Question, scope: Scope, reports: Reports, over: Term, under: Term) -> Answer:
    """The same of reports that are too many for each of their cells to be read."""
    from assistant.answers.many.abreast import Abreast  # a question about one report does not pay for it

    lang, found = question.language, Abreast(reports, (over, under))
    used = [line for line in found.lines if line.whole]
    lost = [(line, next(v for v in line.values if isinstance(v, str))) for line in found.lines if not line.whole]
    columns = over[1], under[1]
    used.sort(key=lambda line: _size(question, *_values(line, columns)))
    shown = found.cells(used[: boundary.SHOWN])
    figures = cells.figures_of(shown)
    years = frozenset(line.year for line in used)
    sizes = (_values(line, columns) for line in used)
    made = _made(question, over, under, reports[: boundary.SHOWN], shown, sizes)
    return compose.answer(
        question,
        scope,
        replace(made.reading, years=tuple(sorted({line.year for line in found.lines if line.year is not None}))),
        made.line,
        value=made.value,
        figures=figures,
        figures_total=found.figures(used),
        rows=made.rows,
        rows_total=len(used),
        more=[
            *compose.mixes(years, found.editions(used), lang),
            *found.disputed(used, shown, lang),
            *found.remarks(used, figures, lang),
        ],
        coverage=Coverage(len(used), *found.left_out(lost)),
    )


def _values(line: "ValueLine", columns: tuple[str, str]) -> tuple[Decimal, Decimal]:
    """The two values of a report, amounts in 万元."""
    top, bottom = (
        in_unit(Decimal(value), line.unit_of(n), _MONEY) if is_amount(column) else Decimal(value)
        for n, (value, column) in enumerate(zip(line.values, columns, strict=True))
    )
    return top, bottom


def _value(cell: Cell) -> Decimal:
    """The value of a cell, an amount in 万元: those of several reports are set in one order."""
    value = cell.value or Decimal(0)
    return in_unit(value, cell.unit, _MONEY) if is_amount(cell.column) else value


def _operand(cell: Cell) -> str:
    return f"{plain(_value(cell))}{f' {_MONEY}' if is_amount(cell.column) else ''}"


@dataclass(frozen=True, slots=True)
class _Made:
    """What is said of the quotients, whether all are at hand or the first."""

    reading: Reading
    line: str
    value: str | None
    rows: Sequence[ResultRow]


def _made(
    question: Question,
    over: Term,
    under: Term,
    entries: Sequence[Entry],
    used: Sequence[Cell],
    sizes: Iterable[tuple[Decimal, Decimal]],
) -> _Made:
    """Of the cells of these reports in the order of their quotients, two a report; `sizes` are the values of all."""
    lang = question.language
    rows: list[ResultRow] = []
    at = 0
    for top, bottom in zip(used[::2], used[1::2], strict=True):
        rows.append(_row(top, bottom, at, lang))
        at += len(rows[-1].figures)
    line, first = f"{over[0]} ÷ {under[0]}", _leading(question, rows)
    if question.ops & _RANKING:
        ranks = compose.ranks([Decimal(row.value) for row in rows if row.value is not None])
        rows = [replace(row, rank=ranks[n] if n < len(ranks) else None) for n, row in enumerate(rows)]
    if first:
        level = [row.agency for row in rows if row.value == first.value][:_LEVEL]
        number = sum(1 for _ in takewhile(lambda size: size[1] and quotient_text(*size) == first.value, sizes))
        more = say(f"等 {number} 份报告", f" and {number - _LEVEL} more", lang) if number > _LEVEL else ""
        line = f"{'、'.join(level)}{more}{say('：', ': ', lang)}{first.value} ({first.formula})\n{line}"
    return _Made(compose.reading("ratio", entries, *over), line, first.value if first else None, rows)


def _size(question: Question, over: Decimal, under: Decimal) -> tuple[bool, Decimal]:
    """The highest quotient first where they are ranked, or the lowest; those without one last."""
    ops = question.ops
    if not ops & _RANKING:
        return False, Decimal(0)
    if not under:
        return True, Decimal(0)
    rising = "ascending" in ops or ("min" in ops and "max" not in ops)
    return False, over / under if rising else -over / under


def _leading(question: Question, rows: Sequence[ResultRow]) -> ResultRow | None:
    """The first of a ranking of quotients, where one is asked for."""
    return next((row for row in rows if row.value is not None), None) if question.ops & {"max", "min"} else None


def _row(top: Cell, bottom: Cell, at: int, language: str) -> ResultRow:
    over, under = _value(top), _value(bottom)
    places = tuple(range(at, at + len(top.figures) + len(bottom.figures)))
    operands = f"{_operand(top)} ÷ {_operand(bottom)}"
    entry = top.entry
    if not under:
        cannot = operands + say("，无法计算", ", undefined", language)
        return ResultRow(entry.agency, entry.year, top.edition, None, None, "undefined", None, places, cannot)
    return ResultRow(
        entry.agency, entry.year, top.edition, quotient_text(over, under), None, "printed", None, places, operands
    )


def quotient_text(over: Decimal, under: Decimal) -> str:
    """A quotient to six places, without zeros at its end."""
    return plain(compose.trimmed((over / under).quantize(Decimal("0.000001"))))
