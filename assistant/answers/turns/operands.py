"""The single numbers that the turns before showed, and why some of them cannot be put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answer import Answer, Exit, Outcome
from assistant.answers import compose
from assistant.answers.cells import YUAN
from assistant.language import say
from assistant.output.render import shown
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Count

Reason = tuple[str, str]
"""Why not, in Chinese and in English."""

_SINGLE = frozenset(("value", "change", "prose"))
_MADE = frozenset(("sum", "difference", "ratio", "mean", "more", "share", "source", "export", "conversation"))
_PASSED = frozenset((Outcome.OUT_OF_SCOPE, Outcome.ERROR))


@dataclass(frozen=True, slots=True)
class Operand:
    """One number that an answer showed."""

    answer: Answer
    value: Decimal

    @property
    def unit(self) -> str | None:
        """件, 条, 万元, %; None where none is printed."""
        return self.answer.unit

    @property
    def of_form(self) -> bool:
        """From the tables, not from the prose."""
        return bool(self.answer.figures)

    @property
    def whose(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Agency and year."""
        return self.answer.reading.agencies, self.answer.reading.years

    @property
    def row(self) -> str:
        """The row as both editions call it; of the prose the words that are counted."""
        reading = self.answer.reading
        return form.generic_row(reading.row) if reading.row else reading.topic or ""

    @property
    def column(self) -> str:
        """The column as both editions call it; empty for the prose."""
        return form.generic_column(self.answer.reading.column or "")

    def told(self, language: str) -> str:
        """`某机关 2020 年 行政处罚 · 处理决定数量 9 件`."""
        reading = self.answer.reading
        years = "、".join(str(year) for year in reading.years)
        when = say(f" {years} 年", f" {years}", language) if years else ""
        what = compose.field(reading.row, reading.column or "") if reading.row else self.row
        if self.unit == "%":
            return f"{'、'.join(reading.agencies)}{when} {what}"
        amount = shown(plain(self.value), self.unit, "printed", language)
        if any(note.code == "cumulative" for note in self.answer.notes):
            amount = say("累计 ", "cumulative ", language) + amount
        return f"{'、'.join(reading.agencies)}{when} {what} {amount}"


def shown_last(turns: Sequence[Answer]) -> tuple[Operand, ...]:
    """The numbers of the last turns, in the order shown, back to the last that showed no single one; each once.

    What was made of those numbers stands between them and is none of them.
    """
    found: dict[object, Operand] = {}
    for turn in reversed(turns):
        if _is_made_of(turn, turns):
            continue
        if is_single(turn) and turn.value is not None:
            one = Operand(turn, Decimal(turn.value))
            found.setdefault((one.whose, one.row, one.column), one)
        elif turn.outcome not in _PASSED:
            break
    return tuple(reversed(found.values()))


def is_single(turn: Answer) -> bool:
    """It shows one number or rate of one agency."""
    number = turn.reading.operation in _SINGLE and len(turn.rows) < 2
    one = turn.value is not None and (number or turn.unit == "%")
    return turn.exit is Exit.OK and one and len(turn.reading.agencies) == 1


def sentences(one: Operand) -> frozenset[str]:
    """The sentences it was quoted from; none for a cell."""
    return frozenset(hit.passage.text for hit in one.answer.passages)


def _is_made_of(turn: Answer, turns: Sequence[Answer]) -> bool:
    """Every figure and sentence of it was shown by single numbers before it."""
    before = [one for one in turns if one is not turn and one.reading.operation in _SINGLE and is_single(one)]
    figures = {figure for one in before for figure in one.figures}
    sentences = {hit.passage.text for one in before for hit in one.passages}
    told = {hit.passage.text for hit in turn.passages}
    shows = bool(turn.figures or turn.passages) and turn.reading.operation in _MADE
    return shows and figures.issuperset(turn.figures) and sentences.issuperset(told)


_RATES = (
    "比率各有各的分母，不加不减。",
    "Rates have denominators of their own; they are neither added nor subtracted.",
)
_TWO_KINDS = (
    "有表格的数，也有正文的数，统计的不是同一件事，不能放在一起算。",
    "Some numbers are of the tables, some of the prose; they count different things and are not put together.",
)
_NO_UNIT = (
    "有的金额没有印单位，不能与别的数放在一起算。",
    "An amount is printed without a unit and cannot be put together with others.",
)
_COUNTED_TWICE = (
    "其中有的数包含另一个，或者数的是同一批，相加会重复计算，没有相加。",
    "Some of them hold others or count the same things; a sum would count them twice.",
)
_OTHER_THINGS = (
    "统计的不是同一件事，没有相加。",
    "They count different things and are not added up.",
)


def obstacle(deed: str, used: Sequence[Operand], library: Library) -> Reason | None:
    """Why these numbers cannot be put together; None where they can."""
    if any(one.unit == "%" for one in used):
        return _RATES
    if len({one.of_form for one in used}) > 1:
        return _TWO_KINDS
    units = {one.unit for one in used if one.value or one.unit}
    if None in units:
        return _NO_UNIT
    if len(units) > 1 and not units <= set(YUAN):
        named = "、".join(sorted(str(unit) for unit in units))
        return (f"单位不同（{named}），不能放在一起算。", f"The units differ ({named}); they are not put together.")
    if deed not in ("sum", "mean"):
        return None
    pairs = [(one, other) for n, one in enumerate(used) for other in used[n + 1 :]]
    found = (_not_added(one, other, library) for one, other in pairs)
    return next((why for why in found if why), None)


def _not_added(one: Operand, other: Operand, library: Library) -> Reason | None:
    """Why two numbers of one unit cannot be added."""
    if not one.of_form:
        return _COUNTED_TWICE if _hold(one, other, library) else None
    table = one.answer.reading.table
    if table != other.answer.reading.table:
        return _OTHER_THINGS
    if set(one.answer.figures) & set(other.answer.figures):
        return _COUNTED_TWICE
    if one.whose != other.whose:
        return None if one.column == other.column else _OTHER_THINGS
    if table == form.ACTIVE:
        return _not_added_active(one, other)
    if one.column != other.column:
        # Applicants, or results of a review, of one row: apart from each other, but not from their total.
        whole = form.GRAND_TOTAL in (one.column, other.column) or "总计" in (one.column, other.column)
        return _COUNTED_TWICE if whole or one.row != other.row else None
    return _not_added_requests(one, other) if table == form.REQUESTS else None


def _not_added_active(one: Operand, other: Operand) -> Reason | None:
    """Of one row only what there was and what came or went; of two rows only one column."""
    if one.row != other.row:
        return None if one.column == other.column else _OTHER_THINGS
    return None if {one.column, other.column} == {form.PRIOR_ITEMS, form.CHANGE} else _COUNTED_TWICE


def _not_added_requests(one: Operand, other: Operand) -> Reason | None:
    """What came in is what was settled or is open; the total holds every outcome."""
    pair = {one.row, other.row}
    received, settled = {form.NEW_REQUESTS, form.CARRIED_IN}, {form.GRAND_TOTAL, form.CARRIED_OUT}
    apart = pair in (received, settled) or not pair & (received | {form.GRAND_TOTAL})
    return None if apart else _COUNTED_TWICE


_AMONG = re.compile("其中|包括|包含|含")


def _hold(one: Operand, other: Operand, library: Library) -> bool:
    """One number of the prose is a part of the other, as their sentence says or as its numbers add up."""
    first, second = (_count(each, library) for each in (one, other))
    if first is None or second is None or first.sentence != second.sentence or first.report != second.report:
        return False
    whole, part = sorted((first, second), key=lambda count: first.sentence.find(count.raw))
    start, end = (whole.sentence.find(count.raw) for count in (whole, part))
    if part.value <= whole.value and _AMONG.search(whole.sentence[start:end]):
        return True
    counts = [
        c for c in library.counts(reports=[whole.report]) if c.sentence == whole.sentence and c.unit == whole.unit
    ]
    added, held = Decimal(0), False
    for number, count in enumerate(counts[counts.index(whole) + 1 :], 1):
        added, held = added + count.value, held or count == part
        if added >= whole.value:
            # One number alone that equals another is no part of it.
            return held and number > 1 and added == whole.value
    return False


def _count(one: Operand, library: Library) -> Count | None:
    hit = next(iter(one.answer.passages), None)
    counts = library.counts(reports=[hit.passage.report]) if hit else ()
    return next((c for c in counts if (c.value, c.unit, c.object) == (one.value, one.unit, one.row)), None)
