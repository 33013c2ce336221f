"""Which reports do not have a table, or have no value in a cell: how many, the first of them, and why."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Choice, Coverage, Outcome, Reading, ResultRow
from assistant.answers import boundary, cells, compose, refusals
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import abreast, lacking
from corpus.library.lacking import Held, Without
from corpus.library.reports import where_of
from corpus.library.sheets import SHELF, SHELVES
from corpus.library.store import Library
from corpus.library.sums import Asked
from corpus.library.where import Where
from corpus.report import Entry, Figure, State

_NAMED = 10
_LOST = frozenset((State.CUT_OFF, State.UNREADABLE))
_EMPTY = frozenset((State.BLANK, State.DASH))
_OF_TABLE = {
    "absent": ("没有读到这张表", "the table was not found"),
    "older": ("写在有这张表之前", "older than the form"),
    "cut_off": ("整张表被截断", "cut off before the table"),
    "unreadable": ("整张表无法读出", "nothing of the table can be read"),
    "part_cut_off": ("表被截断，只有一部分", "the table is cut off, a part of it is there"),
    "part_unreadable": ("有格无法读出", "cells of the table cannot be read"),
    "unfilled": ("有这张表，一格也没有填", "the table is there, no cell is filled in"),
}
"""How a table stands in a report, in the order in which it is told."""
_STATES = {"older": "not_asked", "cut_off": "cut_off", "unreadable": "unreadable"}
_TABLES_MEANT = {
    "none": ("absent", "older", "cut_off", "unreadable"),
    "lost": ("absent", "older", "cut_off", "unreadable"),
    "damaged": ("cut_off", "unreadable", "part_cut_off", "part_unreadable"),
    "cut_off": ("cut_off", "part_cut_off"),
    "unreadable": ("unreadable", "part_unreadable"),
    "unfilled": ("unfilled",),
    "blank": ("unfilled",),
    "dash": ("unfilled",),
}
_OF_CELL = {
    "blank": ("空白", "blank"),
    "dash": ("打“/”或“-”", "a slash or a dash"),
    "cut_off": ("被截断", "cut off"),
    "unreadable": ("无法读出", "unreadable"),
    "amount": ("印的是金额", "an amount is printed"),
    "absent": ("没有读到这一行", "the row was not found"),
}
_CELL_STATES = {
    State.BLANK: "blank",
    State.DASH: "dash",
    State.CUT_OFF: "cut_off",
    State.UNREADABLE: "unreadable",
    State.PRINTED: "amount",
}
_CELLS_MEANT = {
    "lost": tuple(_OF_CELL),
    "damaged": ("cut_off", "unreadable"),
    "cut_off": ("cut_off",),
    "unreadable": ("unreadable",),
    "unfilled": ("blank", "dash"),
    "blank": ("blank",),
    "dash": ("dash",),
}


def those(question: Question, scope: Scope, library: Library, way: str) -> Answer:
    """The reports that lack the table or the row named, in one of the ways of `absent.way`."""
    if question.table:
        return _tables(question, scope, library, way, question.table)
    return _cells(question, scope, library, way, question.rows[0])


def which(question: Question, scope: Scope, tables: Sequence[str]) -> Answer:
    """没有表三和表四 may mean both or either: one table at a time."""
    lang = question.language
    names = [say(*form.TABLE_NAMES[table], lang) for table in tables]
    line = say("请一次只问一张表。", "Please ask for one table at a time.", lang)
    asked = [say(f"哪些报告没有{name}", f"which reports have no {name}", lang) for name in names]
    choices = tuple(Choice(n, *of) for n, of in enumerate(zip(names, asked, strict=True), 1))
    read, coverage = compose.reading("coverage", ()), Coverage(len(scope.entries))
    return compose.answer(question, scope, read, line, outcome=Outcome.CLARIFY, choices=choices, coverage=coverage)


@dataclass(frozen=True, slots=True)
class _Found:
    """The reports that are meant, of those that lack something."""

    read: int
    meant: Sequence[tuple[Held, str]]
    """Each with the first reason for which it is meant."""
    others: Counter[str]
    """How many of the rest lack it, and why."""
    shown: Sequence[Entry]
    """The first of those meant."""


def _found(
    question: Question,
    scope: Scope,
    library: Library,
    without: Without,
    reasons: Callable[[Held], Sequence[str]],
    meant: Collection[str],
) -> _Found:
    kept: list[tuple[Held, str]] = []
    others: Counter[str] = Counter()
    for one in without.held:
        why = reasons(one)
        first = next((reason for reason in why if reason in meant), None)
        if first:
            kept.append((one, first))
        elif why:
            others[why[0]] += 1
    few = boundary.SHOWN if boundary.too_many(question, scope) else None
    ids = abreast.ids(library, [one.shelf for one, _ in kept[:few]])
    there = {entry.report: entry for entry in library.entries(Where(reports=tuple(ids), active=False))}
    return _Found(without.read, kept, others, [there[id_] for id_ in ids])


def _tables(question: Question, scope: Scope, library: Library, way: str, table: str) -> Answer:
    without = lacking.of_table(library, table, where_of(scope.entries))
    found = _found(question, scope, library, without, _of_table, _TABLES_MEANT[way])
    lang = question.language
    name = say(*form.TABLE_NAMES[table], lang)
    what = {
        "none": (f"没有{name}", f"have no {name}"),
        "lost": (f"没有{name}", f"have no {name}"),
        "damaged": (f"的{name}不完整", f"have an incomplete {name}"),
        "cut_off": (f"的{name}被截断", f"have {name} cut off"),
        "unreadable": (f"的{name}有格无法读出", f"have cells of {name} that cannot be read"),
    }.get(way, (f"的{name}一格也没有填", f"filled in no cell of {name}"))
    first = _first_lost(library, table, [entry.report for entry in found.shown])
    rows, figures = [], list[Figure]()
    for entry, (_, why) in zip(found.shown, found.meant, strict=False):
        mine = first.get(entry.report)
        places = () if mine is None else (len(figures),)
        figures += () if mine is None else (mine,)
        edition = "、".join(entry.editions) or None
        label = say(*_OF_TABLE[why], lang)
        rows.append(
            ResultRow(entry.agency, entry.year, edition, None, None, _STATES.get(why, ""), None, places, label=label)
        )
    line = _line(found, what, _OF_TABLE, lang)
    if way in ("none", "lost") and not found.meant:
        every = say(f"{found.read} 份报告都有{name}", f"all {found.read} reports have {name}", lang)
        line = "\n".join([every, *line.splitlines()[1:]])
    total = sum(1 for one, _ in found.meant if one.states & _LOST)
    made = compose.reading("coverage", found.shown)
    return _answer(question, scope, found, replace(made, table=table), line, rows, figures, total)


def _of_table(held: Held) -> tuple[str, ...]:
    """How a table stands, in one way or in two; () where it is there and no cell of it is lost."""
    states = held.states
    if not states:
        return ("older",) if held.older else ("absent",)
    if states <= _EMPTY:
        return ("unfilled",)
    if states == {State.CUT_OFF}:
        return ("cut_off",)
    parts = [f"part_{state}" for state in (State.CUT_OFF, State.UNREADABLE) if state in states]
    return ("unreadable", *parts) if states <= _LOST else tuple(parts)


def _first_lost(library: Library, table: str, reports: Sequence[str]) -> dict[str, Figure]:
    """The first cell of each report that is lost: where its file breaks off, or a row that cannot be read."""
    found: dict[str, Figure] = {}
    for figure in library.figures(reports=reports, table=table) if reports else ():
        if figure.in_form and figure.state in _LOST:
            found.setdefault(figure.report, figure)
    return found


def _cells(question: Question, scope: Scope, library: Library, way: str, row: str) -> Answer:
    lang = question.language
    columns = cells.columns_asked(question, row) or refusals.columns_of(row)
    without = lacking.of_cells(library, [Asked((row,), column) for column in columns], where_of(scope.entries))
    found = _found(question, scope, library, without, _of_cell, _CELLS_MEANT[way])
    picked = cells.pick_each(library, found.shown, [(row, column) for column in columns])
    lost = [c for of_report in zip(*picked, strict=True) for c in of_report if c.reason == cells.NO_CELL]
    several = len(columns) > 1
    labels = [f"{cell.row} · {cell.column}" if several else "" for cell in lost]
    rows = [_row(cell, one, lang) for cell, one in zip(lost, compose.result_rows(lost, labels), strict=True)]
    name = compose.field(row, columns[0]) if not several else row
    what = {
        "lost": (f"的{name}没有数", f"have no number in {name}"),
        "damaged": (f"的{name}残缺", f"have {name} damaged"),
        "cut_off": (f"的{name}被截断", f"have {name} cut off"),
        "unreadable": (f"的{name}无法读出", f"have {name} unreadable"),
        "unfilled": (f"的{name}没有填", f"did not fill in {name}"),
        "blank": (f"的{name}是空白", f"left {name} blank"),
        "dash": (f"的{name}打了“/”或“-”", f"have a slash or a dash in {name}"),
    }[way]
    what = (f"{what[0]}（不是 0）", f"{what[1]} (not 0)")
    if without.not_asked:
        found.others["not_asked"] = without.not_asked
    made = compose.reading("coverage", found.shown, row, columns[0] if not several else None)
    total = sum(one.figures for one, _ in found.meant)
    line = _line(found, what, _OF_CELL, lang)
    return _answer(question, scope, found, made, line, rows, cells.figures_of(lost), total)


def _row(cell: Cell, made: ResultRow, language: str) -> ResultRow:
    """The line of a cell without a value; where no state says why there is none, its label does."""
    if any(figure.value is None for figure in cell.figures):
        return made
    why = say(*_OF_CELL["amount" if cell.figures else "absent"], language)
    return replace(made, state="", label=f"{made.label} {why}".strip())


def _of_cell(held: Held) -> tuple[str, ...]:
    """How the cells without a value stand."""
    return tuple(_CELL_STATES[state] for state in _CELL_STATES if state in held.states) or ("absent",)


def _line(found: _Found, what: tuple[str, str], words: Mapping[str, tuple[str, str]], language: str) -> str:
    """How many, who is first, and why; how many others there are that lack it in another way."""
    number, read = len(found.meant), found.read
    names = "、".join(compose.who(entry, language) for entry in found.shown[:_NAMED])
    more = "…" if number > _NAMED else ""
    first = say(
        f"{read} 份报告里{f'有 {number} 份' if number else '没有一份'}{what[0]}{'：' + names if names else ''}{more}",
        f"{number or 'none'} of {read} reports {what[1]}{': ' + names if names else ''}{more}",
        language,
    )
    why = Counter(reason for _, reason in found.meant)
    lines = [first]
    if len(why) > 1 or number and len(words) == len(_OF_TABLE):
        lines.append(say("其中：", "Of these: ", language) + _counted(why, words, language))
    if found.others:
        lines.append(say("另外：", "Besides: ", language) + _counted(found.others, words, language))
    return "\n".join(lines)


def _counted(reasons: Counter[str], words: Mapping[str, tuple[str, str]], language: str) -> str:
    told = {**words, "not_asked": ("该版表格不设此项", "not asked by their edition of the form")}
    parts = [(say(*told[why], language), reasons[why]) for why in told if reasons[why]]
    return say("，", ", ", language).join(say(f"{text} {n} 份", f"{text}: {n}", language) for text, n in parts)


def _answer(
    question: Question,
    scope: Scope,
    found: _Found,
    made: Reading,
    line: str,
    rows: Sequence[ResultRow],
    figures: Sequence[Figure],
    total: int,
) -> Answer:
    counted = question.ops & {"count_agencies", "reports"}
    years = {one.shelf // SHELF % SHELVES for one, _ in found.meant} - {0}
    return compose.answer(
        question,
        scope,
        replace(made, years=tuple(sorted(years))),
        line,
        value=str(len(found.meant)) if counted else None,
        unit=say("份", "reports", question.language) if counted else None,
        figures=figures,
        figures_total=total,
        rows=rows,
        rows_total=len(found.meant) if len(found.shown) < len(found.meant) else 0,
        coverage=Coverage(found.read),
    )
