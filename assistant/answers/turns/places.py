"""Places of the ranking that an answer before showed: who holds one, and the figures of several set against others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome, Reading
from assistant.answers import cells, compose
from assistant.answers.cells import Cell
from assistant.answers.many import averages
from assistant.answers.many.pool import Pool, extra
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.reference import MEAN, Places
from assistant.understanding.scope import Scope
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry


@dataclass(frozen=True, slots=True)
class Seat:
    """One line of a ranking."""

    cell: Cell
    value: Decimal
    """In the unit of the ranking."""
    rank: int


@dataclass(frozen=True, slots=True)
class Board:
    """A ranking as an answer shows it."""

    answer: Answer
    seats: tuple[Seat, ...]
    unit: str | None
    whole: bool
    """No line is left out: of very many only the first are shown."""

    def at(self, place: int) -> tuple[Seat, ...]:
        """Those that hold a place; −1 is the last. Several where they are equal, none where such a tie took it."""
        if place > 0:
            return tuple(seat for seat in self.seats if seat.rank == place)
        values = [seat.value for seat in reversed(self.seats)]
        return tuple(s for s, r in zip(reversed(self.seats), compose.ranks(values), strict=True) if r == -place)


def ranking(shown_before: Answer, entries: Sequence[Entry], library: Library) -> Board | None:
    """The ranking of an answer that has one; None of any other."""
    reading = shown_before.reading
    ranked = [row for row in shown_before.rows if row.rank is not None and row.figures]
    if reading.operation != "rank" or not reading.row or not reading.column or "+" in reading.row or len(ranked) < 2:
        return None
    reports = [shown_before.figures[row.figures[0]].report for row in ranked]
    by_report = {entry.report: entry for entry in entries}
    found = [by_report[report] for report in reports if report in by_report]
    pool = Pool(cells.pick(library, found, reading.row, reading.column))
    if [cell.entry.report for cell in pool.used] != reports:
        return None
    seats = (Seat(cell, value, row.rank or 0) for cell, value, row in zip(pool.used, pool.values, ranked, strict=True))
    whole = shown_before.rows_total <= len(shown_before.rows)
    return Board(shown_before, tuple(seats), pool.unit, whole)


def holder(of: Board, place: int) -> Entry | None:
    """The report that alone holds a place."""
    seats = of.at(place)
    return seats[0].cell.entry if len(seats) == 1 else None


def answer(question: Question, said: Places, of: Board, subject: Sequence[str], library: Library) -> Answer:
    """What is asked of the places; where a tie or the length of the ranking leaves one open, that is said."""
    if not of.whole and (said.deed == "share" or said.without or min(said.places) < 0 or MEAN in said.places):
        return _asked_back(question, of, _TOO_LONG)
    if MEAN in said.places:
        return _beside_mean(question, said, of, subject, library)
    if not all(of.at(place) for place in said.places):
        return _asked_back(question, of, _NO_SUCH_PLACE)
    if said.deed in ("open", "tie"):
        return _asked_back(question, of, _OPEN if said.deed == "open" else _TIE)
    if said.deed in ("difference", "ratio", "percent"):
        return _set_against(question, said, of, subject, library)
    if said.deed == "who":
        return _who(question, said.places[0], of, library)
    if any(len(of.at(place)) > 1 for place in said.places):
        return _asked_back(question, of, _TIE)
    chosen = [seat for seat in of.seats if any(seat in of.at(place) for place in said.places)]
    if said.without:
        chosen = [seat for seat in of.seats if seat not in chosen]
    if said.deed == "share":
        return _share(question, of, chosen, library)
    if said.deed in ("sum", "mean"):
        return _total(question, said.deed, of, chosen, library)
    return _rest(question, of, chosen, library)


def _named(seats: Sequence[Seat], language: str) -> str:
    return "、".join(f"{compose.who(s.cell.entry, language)} {plain(s.value)}" for s in seats[:20])


def _who(question: Question, place: int, of: Board, library: Library) -> Answer:
    lang, seats = question.language, of.at(place)
    what = f"{of.answer.reading.row} · {of.answer.reading.column}"
    rank = seats[0].rank
    amount = shown(plain(seats[0].value), of.unit, "printed", lang)
    names = "、".join(compose.who(seat.cell.entry, lang) for seat in seats)
    line = say(f"{names}：{amount}，{what}（第 {rank}）", f"{names}: {amount}, {what} (number {rank})", lang)
    if len(seats) > 1:
        told = replace(of.answer, question=question.text, language=lang, headline=line)
        return replace(told, value=plain(seats[0].value), unit=of.unit)
    # One number, which may be put together with the next.
    return _answer(question, of, seats, "value", line, plain(seats[0].value), of.unit, None, library)


def _set_against(question: Question, said: Places, of: Board, subject: Sequence[str], library: Library) -> Answer:
    """Two of the ranking: by how much, or how many times."""
    lang = question.language
    sides = [of.at(place)[0] for place in said.places]
    if said.subject:
        own = [seat for seat in of.seats if seat.cell.entry.agency in subject]
        if len(own) != 1:
            return _asked_back(question, of, _OPEN)
        sides = [own[0], *sides]
    over, under = sides
    if over.cell.entry == under.cell.entry:
        return _asked_back(question, of, _OPEN)
    if said.deed in ("ratio", "percent"):
        if not under.value:
            line = say(f"无法计算：{plain(over.value)} ÷ 0", f"undefined: {plain(over.value)} ÷ 0", lang)
            made = _answer(question, of, sides, "ratio", line, None, None, None, library)
            return replace(made, outcome=Outcome.UNDEFINED)
        rate = said.deed == "percent"
        value = compose.trimmed((over.value * (100 if rate else 1) / under.value).quantize(Decimal("0.000001")))
        unit, formula = "%" if rate else None, f"{plain(over.value)} ÷ {plain(under.value)}"
    else:
        first, second = over.value, under.value
        if not ("减" in question.normal or "minus" in question.normal):
            first, second = max(first, second), min(first, second)
        value, unit = first - second, of.unit
        formula = f"{plain(first)} - {_term(second)} = {plain(value)}"
    amount = shown(compose.two_places(plain(value)) if unit == "%" else plain(value), unit, "printed", lang)
    line = f"{amount}{say('：', ': ', lang)}{_named(sides, lang)}\n{formula}"
    return _answer(
        question,
        of,
        sides,
        "ratio" if said.deed == "percent" else said.deed,
        line,
        plain(value),
        unit,
        formula,
        library,
    )


def _beside_mean(question: Question, said: Places, of: Board, subject: Sequence[str], library: Library) -> Answer:
    """One of the ranking against the mean of all: by how much, or how many times."""
    lang, values = question.language, [seat.value for seat in of.seats]
    named = [seat for seat in of.seats if seat.cell.entry.agency in subject]
    held = named if said.subject else [seat for place in said.places if place != MEAN for seat in of.at(place)]
    if said.deed not in ("difference", "ratio") or said.places[-1] != MEAN or not held:
        return _asked_back(question, of, _OPEN)
    if len(held) > 1:
        return _asked_back(question, of, _OPEN if said.subject else _TIE)
    own, mean = held[0].value, averages.mean_of(values)
    of_all = averages.quotient(values, sum(values, Decimal(0)), len(values))
    if said.deed == "ratio":
        if not mean:
            line = say(f"无法计算：{plain(own)} ÷ 0", f"undefined: {plain(own)} ÷ 0", lang)
            made = _answer(question, of, of.seats, "ratio", line, None, None, None, library)
            return replace(made, outcome=Outcome.UNDEFINED)
        value, unit = compose.trimmed((own / mean).quantize(Decimal("0.000001"))), None
        formula = f"{plain(own)} ÷ ({of_all}) = {plain(own)} ÷ {compose.short(mean)} = {compose.short(value)}"
    else:
        value, unit = abs(own - mean), of.unit
        sides = [(plain(own), of_all), (_term(own), compose.short(mean))]
        # With the mean itself between: the line above names it.
        terms = [" - ".join(pair if own > mean else pair[::-1]) for pair in sides]
        formula = f"{' = '.join(terms)} = {compose.short(value)}"
    words = (("高于", "above"), ("低于", "below"), ("等于", "at"))
    side = say(*words[0 if own > mean else 1 if own < mean else 2], lang)
    against = say(f"，{side}平均 {compose.short(mean)}", f", {side} the mean {compose.short(mean)}", lang)
    amount = shown(compose.short(value), unit, "printed", lang)
    line = f"{amount}{say('：', ': ', lang)}{_named(held, lang)}{against}\n{formula}"
    return _answer(question, of, of.seats, said.deed, line, plain(value), unit, formula, library)


def _term(value: Decimal) -> str:
    return plain(value) if value >= 0 else f"({plain(value)})"


def _share(question: Question, of: Board, part: Sequence[Seat], library: Library) -> Answer:
    """The share of some in the sum over the whole ranking."""
    lang = question.language
    over, under = (sum((seat.value for seat in seats), Decimal(0)) for seats in (part, of.seats))
    total = compose.formula([seat.value for seat in of.seats], under)
    mine = compose.formula([seat.value for seat in part], over) if len(part) > 1 else plain(over)
    formula = f"{f'({mine})' if len(part) > 1 else mine} ÷ ({total})"
    if not under:
        line = say(f"无法计算：{formula}", f"undefined: {formula}", lang)
        made = _answer(question, of, of.seats, "share", line, None, None, formula, library)
        return replace(made, outcome=Outcome.UNDEFINED)
    value = compose.percent(over, under)
    line = f"{compose.two_places(value)} %{say('：', ': ', lang)}{_named(part, lang)}\n{formula}"
    return _answer(question, of, of.seats, "share", line, value, "%", formula, library)


def _total(question: Question, deed: str, of: Board, chosen: Sequence[Seat], library: Library) -> Answer:
    lang, values = question.language, [seat.value for seat in chosen]
    if not values:
        return _asked_back(question, of, _OPEN)
    if deed == "sum":
        value = sum(values, Decimal(0))
        formula, told = compose.formula(values, value), plain(value)
    else:
        value = averages.mean_of(values)
        formula, told = (
            f"{averages.quotient(values, sum(values, Decimal(0)), len(values))} = {compose.short(value)}",
            compose.short(value),
        )
    line = f"{shown(told, of.unit, 'printed', lang)}{say('：', ': ', lang)}{_named(chosen, lang)}\n{formula}"
    return _answer(question, of, chosen, deed, line, plain(value), of.unit, formula, library)


def _rest(question: Question, of: Board, chosen: Sequence[Seat], library: Library) -> Answer:
    """The ranking without some of it, on their places of before."""
    lang = question.language
    if not chosen:
        return _asked_back(question, of, _OPEN)
    line = say(f"{len(chosen)} 份报告：{_named(chosen, lang)}", f"{len(chosen)} reports: {_named(chosen, lang)}", lang)
    return _answer(question, of, chosen, "list", line, None, None, None, library)


def _answer(
    question: Question,
    of: Board,
    seats: Sequence[Seat],
    operation: str,
    line: str,
    value: str | None,
    unit: str | None,
    formula: str | None,
    library: Library,
) -> Answer:
    lang, used = question.language, [seat.cell for seat in seats]
    pool = Pool(used)
    reading = of.answer.reading
    return compose.answer(
        question,
        Scope(()),
        compose.reading(operation, [cell.entry for cell in used], reading.row, reading.column),
        line,
        value=value,
        unit=unit,
        formula=formula,
        figures=cells.figures_of(used),
        rows=compose.result_rows(used, ranks=[seat.rank for seat in seats]),
        more=extra(library, pool, lang),
        coverage=Coverage(len(used), of.answer.coverage.skipped),
    )


def no_ranking(question: Question) -> Answer:
    """A place is named and no ranking was shown."""
    line = say(
        "前面没有排名，说不准这个名次指哪一家。请先问一个排名，或说出机关。",
        "No ranking was shown before, so it is open who holds that place. Ask for a ranking, or name the agency.",
        question.language,
    )
    return compose.answer(question, Scope(()), Reading("rank"), line, outcome=Outcome.CLARIFY, coverage=Coverage())


_TOO_LONG = (
    "名单太长，这里只有排在前面的，算不出这个数。请说出机关和事项。",
    "The ranking is too long and only its first lines are at hand. Name the agencies and the row.",
)
_NO_SUCH_PLACE = (
    "上面的排名里没有这个名次：家数不够，或者有并列。",
    "The ranking above has no such place: it is too short, or a tie has taken it.",
)
_TIE = (
    "上面的排名里这个名次有并列，说不准指哪一家。",
    "That place of the ranking above is held by several alike; it is open which is meant.",
)
_OPEN = (
    "说不准拿哪两家来比。请说出机关，或者说“第一名比第二名多几件”。",
    "It is open which two are meant. Name the agencies, or say “the first over the second”.",
)


def _asked_back(question: Question, of: Board, why: tuple[str, str]) -> Answer:
    """The ranking once more, with what is open, in Chinese and in English."""
    return replace(
        of.answer,
        question=question.text,
        language=question.language,
        outcome=Outcome.CLARIFY,
        headline=say(*why, question.language),
        value=None,
        unit=None,
        formula=None,
        chart=False,
    )
