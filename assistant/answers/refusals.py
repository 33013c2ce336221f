"""What is said instead of a figure: which of several, what is loaded, what the edition asks, where the file ends."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Choice, Coverage, Outcome, Reading
from assistant.answers import appendix, cells, compose
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.output.render import place, shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry

_CHOICES, _TABLE = 3, 30


def out_of_scope(question: Question, why: tuple[str, str]) -> Answer:
    """A line that says why not, and what can be asked."""
    ask = say(
        "可以问：某机关某年的行政处罚、行政许可、信息公开申请等数字，报告写的问题和措施，各报告的比较与核对。",
        "Ask for an agency's figures of a year (penalties, permits, requests), the problems and measures it reports, "
        "comparisons and checks.",
        question.language,
    )
    line = say(*why, question.language) + say("", " ", question.language) + ask
    return compose.answer(question, Scope(()), Reading("none"), line, outcome=Outcome.OUT_OF_SCOPE, coverage=Coverage())


def relative_year(question: Question, scope: Scope) -> Answer:
    """去年 depends on the day it is said: the loaded years are offered instead."""
    lang = question.language
    entries = [e for e in scope.entries if e.year is not None]
    line = say(
        "“去年”“今年”随提问的日子而变，请说明年份。", "“Last year” depends on the day; please name the year.", lang
    )
    listed = "、".join(f"{e.agency} {e.year}" for e in entries[:6])
    line += say(f"已载入：{listed}。", f" Loaded: {listed}.", lang)
    choices = _of_the_years(question, entries) if len({e.report for e in entries}) <= _CHOICES else ()
    return compose.answer(
        question,
        scope,
        _reading(question, entries),
        line,
        outcome=Outcome.CLARIFY,
        choices=choices,
        coverage=Coverage(),
    )


def _of_the_years(question: Question, entries: Sequence[Entry]) -> tuple[Choice, ...]:
    """The question as it was put, of each year that it may mean; where it names no agency, of each report."""
    said = next((word for slot, _, word in question.said if slot == "relative"), "")
    parts = re.split(re.escape(said), question.text, maxsplit=1, flags=re.IGNORECASE)
    if not (said and question.names and len(parts) > 1):  # 去 年 is not found as it is read
        return _choices(question, entries)
    made = []
    for n, entry in enumerate(entries[:_CHOICES], 1):
        year = say(f"{entry.year}年", f"in {entry.year}", question.language)
        made.append(Choice(n, f"{entry.agency} {entry.year}", year.join(parts)))
    return tuple(made)


def which_report(question: Question, scope: Scope, library: Library) -> Answer:
    """Several reports fit: at most three choices, else the table that answers every reading."""
    lang, entries = question.language, scope.ambiguous
    line = say(f"有 {len(entries)} 份报告都符合，指的是哪一份？", f"{len(entries)} reports fit. Which one?", lang)
    if len(entries) <= _CHOICES:
        return compose.answer(
            question,
            scope,
            _reading(question, entries),
            line,
            outcome=Outcome.CLARIFY,
            choices=_choices(question, entries),
            coverage=Coverage(len(entries)),
        )
    found: list[Cell] = []
    for row in question.rows[:3]:
        for column in cells.columns_asked(question, row):
            found += cells.pick(library, entries, row, column)
    labels = [f"{cell.row} · {cell.column}" for cell in found]
    if len(found) > _TABLE or not found:
        names = "、".join(compose.who(e, lang) for e in entries[:6])
        line += say(f"例如：{names}。", f" For instance: {names}.", lang)
        found, labels = [], []
    return compose.answer(
        question,
        scope,
        _reading(question, entries),
        line,
        outcome=Outcome.CLARIFY,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, labels),
        coverage=Coverage(len(entries)),
    )


def which_column(question: Question, scope: Scope, library: Library, row: str) -> Answer:
    """The row has several columns and none is the usual one: the small table of all of them."""
    entries = scope.entries[:6]
    found = [cell for entry in entries for cell in every_column(library, entry, row)]
    line = say(f"“{row}”有几栏，指的是哪一栏？", f"“{row}” has several columns. Which one?", question.language)
    return compose.answer(
        question,
        scope,
        compose.reading("value", entries, row),
        line,
        outcome=Outcome.CLARIFY,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
    )


_SAID_ALONE = {
    "其他": (
        ("其他对外管理服务事项", form.DECISIONS),
        ("其他处理", form.GRAND_TOTAL),
        (form.NEW_REQUESTS, "其他"),
        ("行政复议", "其他结果"),
    ),
    form.GRAND_TOTAL: tuple((row, form.GRAND_TOTAL) for row in (form.NEW_REQUESTS, form.GRAND_TOTAL, *form.BLOCKS)),
}
"""Labels that the form has in several places."""


def which_row(question: Question, scope: Scope, library: Library, word: str) -> Answer:
    """The form has the label in several places: the small table of all of them."""
    of_requests = (form.NEW_REQUESTS, form.CARRIED_IN, form.GRAND_TOTAL, form.CARRIED_OUT)
    places = _SAID_ALONE.get(word) or [(row, word) for row in of_requests]
    picked = [cells.pick(library, scope.entries, row, column)[0] for row, column in places]
    found = [cell for cell in picked if cell.reason != cells.NO_FIELD]
    line = say(
        f"表格里有几处“{word}”，指的是哪一处？",
        f"The form has “{word}” in several places. Which one?",
        question.language,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("value", scope.entries),
        line,
        outcome=Outcome.CLARIFY,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
    )


def columns_of(row: str) -> tuple[str, ...]:
    """Its columns in either edition, by the names that stand for both."""
    each = (
        form.generic_column(column)
        for edition in form.EDITIONS
        for label in form.labels(edition, row)
        if (found := form.row(edition, form.table_of(row), label))
        for column in found.columns
    )
    return tuple(dict.fromkeys(each))


def every_column(library: Library, entry: Entry, row: str) -> list[Cell]:
    """The cells of a row of 表二 that the report's own edition asks."""
    picked = [cell for (cell,) in cells.pick_each(library, [entry], [(row, column) for column in columns_of(row)])]
    return [cell for cell in picked if cell.reason != cells.NO_FIELD]


def no_report(question: Question, scope: Scope, library: Library, operation: str = "value") -> Answer:
    """That agency, place or year is not loaded: what is, and the nearest figure, labelled as another thing."""
    lang = question.language
    near = scope.near or scope.entries
    if scope.unknown:
        names = "、".join(scope.unknown)
        line = say(f"没有载入“{names}”的报告。", f"No report of “{names}” is loaded.", lang)
    elif (level := _level_said(question)) and not scope.mentions:
        years = "、".join(map(str, question.years)) + say(" 年", "", lang) if question.years else ""
        line = say(
            f"没有载入{years and f' {years}'}“{level}”的报告。", f"No report of “{level}” {years} is loaded.", lang
        )
    else:
        who = "、".join(dict.fromkeys(e.agency for e in near if scope.mentions))
        years = "、".join(str(year) for year in scope.absent_years)
        line = say(
            f"没有载入{who} {years} 年的报告。", f"No report of {who or 'any agency'} for {years} is loaded.", lang
        )
    if near and (scope.mentions or scope.unknown):
        listed = "、".join(compose.who(e, lang) for e in near[:6])
        line += say(f"已载入：{listed}。", f" Loaded: {listed}.", lang)
    else:
        years = "、".join(map(str, Reports(library).years))
        line += say(f"已载入的年份：{years}。", f" Loaded years: {years}.", lang)
    nearest = _nearest_cells(question, near, library)
    if nearest:
        line += say(
            "下面是另外的报告的数，不是所问的数。", " The figures below are of other reports, not what was asked.", lang
        )
    row = question.rows[0] if question.rows else None
    column = next(iter(cells.columns_asked(question, row)), None) if row and operation == "value" else None
    read = compose.reading(operation, near if scope.mentions else (), row, column)
    return compose.answer(
        question,
        scope,
        replace(read, years=question.years or read.years),
        line,
        outcome=Outcome.NO_REPORT,
        figures=cells.figures_of(nearest),
        rows=compose.result_rows(nearest, [f"{c.row} · {c.column}" for c in nearest]),
        coverage=Coverage(),
    )


def _level_said(question: Question) -> str:
    """市级机关, or 除…市级机关 where that was left out; empty where no level is named."""
    words = dict.fromkeys(word for slot, _, word in question.said if slot in ("level", "placekind", "except"))
    return "…".join(words) if question.levels or question.placekinds else ""


def _nearest_cells(question: Question, near: Sequence[Entry], library: Library) -> list[Cell]:
    if not question.rows or not near or len(near) > _CHOICES:
        return []
    row = question.rows[0]
    columns = cells.columns_asked(question, row)
    picked = [cell for column in columns for cell in cells.pick(library, near, row, column)]
    return [cell for cell in picked if cell.value is not None]


def lost(question: Question, scope: Scope, cell: Cell, library: Library) -> Answer:
    """Why a cell has no value: its edition does not ask it, or the file lost it."""
    kept = cell.figures or cell.reason == cells.NO_CELL
    return no_cell(question, scope, cell) if kept else no_field(question, scope, cell, library)


def no_field(question: Question, scope: Scope, cell: Cell, library: Library) -> Answer:
    """The edition does not ask it: which edition, and the nearest field, labelled."""
    if cells.is_before_the_form(cell.entry):
        return before_the_form(question, scope, library, cell.row, cell.column)
    lang = question.language
    field = f"{cell.row} · {cell.column}"
    line = say(
        f"{compose.who(cell.entry, lang)}用的是 {cell.edition} 版表格，没有“{field}”这一项（不是 0）。",
        f"{compose.who(cell.entry, lang)} uses edition {cell.edition} of the form, "
        f"which does not ask “{field}” (not 0).",
        lang,
    )
    nearest = _nearest_field(cell, library)
    if nearest:
        value = shown(None if nearest.value is None else plain(nearest.value), nearest.unit, nearest.state, lang)
        line += say(
            f"最接近的是 {nearest.row} · {nearest.column}：{value}，不是同一件事。",
            f" The nearest field is {nearest.row} · {nearest.column}: {value}, which is not the same thing.",
            lang,
        )
    return compose.answer(
        question,
        scope,
        compose.reading("value", [cell.entry], cell.row, cell.column),
        line,
        outcome=Outcome.NO_FIELD,
        figures=nearest.figures if nearest else (),
        coverage=Coverage(1),
    )


def before_the_form(
    question: Question, scope: Scope, library: Library, row: str = "", column: str | None = None
) -> Answer:
    """The reports are older than the form: no such field or table; rows of an appendix that come near, as printed."""
    lang, entries = question.language, scope.entries[:_CHOICES]
    what = row or form.TABLE_NAMES[question.table or form.ACTIVE][0]
    rows = [hit for entry in entries for hit in appendix.printed(library, entry, row)] if row else []
    who = "、".join(compose.who(entry, lang).strip() for entry in entries)
    line = say(
        f"{who}的报告写在 2019 版表格之前，没有“{what}”这一项（不是 0）。",
        f"{who}: older than edition 2019 of the form, which has no “{what}” for it (not 0).",
        lang,
    )
    if rows:
        line += say(
            "附表里相近的行照录如下，口径不同，不是所问的数。",
            " Rows of its appendix that come near, as printed; they are not what was asked.",
            lang,
        )
    return compose.answer(
        question,
        scope,
        compose.reading("value", entries, row or None, column),
        line,
        outcome=Outcome.NO_FIELD,
        passages=rows,
        coverage=Coverage(len(entries)),
    )


def _nearest_field(cell: Cell, library: Library) -> Cell | None:
    row = form.generic_row(cell.row)
    if column := form.NEAREST.get((cell.edition, cell.column)):
        found = cells.pick(library, [cell.entry], row, form.generic_column(column))[0]
        if found.figures:
            return found
    item = next((r.item for e in form.EDITIONS for r in form.rows(e, form.table_of(row)) if r.label == row), None)
    beside = next((r for r in form.rows(cell.edition, form.table_of(row)) if r.item == item and r.label != row), None)
    if beside is None or form.table_of(row) != form.ACTIVE:
        return None
    found = cells.pick(library, [cell.entry], form.generic_row(beside.label), form.generic_column(beside.default))[0]
    return found if found.figures else None


def no_cell(question: Question, scope: Scope, cell: Cell) -> Answer:
    """The report should have the cell; the file lost it."""
    lang = question.language
    lost = next((f for f in cell.figures if f.value is None), None)
    unread = say("报告里没有读到这张表（不是 0）", "that table was not found in the report (not 0)", lang)
    if cell.figures:
        unread = say("其中有一行没有读到（不是 0）", "one of its rows was not found in the report (not 0)", lang)
    told = shown(None, None, lost.state, lang) if lost else unread
    where = f" ({place(lost.source)})" if lost else ""
    raw = f" “{lost.row_raw}”" if lost and lost.row_raw else ""
    line = compose.about(cell, lang) + say("：", ": ", lang) + told + where + raw
    return compose.answer(
        question,
        scope,
        compose.reading("value", [cell.entry], cell.row, cell.column),
        line,
        outcome=Outcome.NO_CELL,
        figures=cell.figures,
        coverage=Coverage(1),
    )


def not_asked_by_any(question: Question, scope: Scope, what: str, zh: str, en: str) -> Answer:
    """No edition of the form asks it."""
    return compose.answer(
        question,
        scope,
        compose.reading("value", scope.entries if scope.mentions else (), topic=what),
        say(zh, en, question.language),
        outcome=Outcome.NO_FIELD,
        coverage=Coverage(len(scope.entries) if scope.mentions else 0),
    )


def _unsaid(question: Question, words: str) -> tuple[str, str]:
    """That no number is given says nothing of the words: the report may well speak of them."""
    if question.units or question.flags & _NUMBER:
        return f"报告里没有写出这个数：{words}。", f"The reports give no such number: {words}."
    return f"报告里没有说到“{words}”。", f"The reports do not state “{words}”."


_NUMBER = frozenset("quantity column_money column_items".split())


def not_stated(question: Question, scope: Scope, detail: tuple[str, str] | None = None) -> Answer:
    """No passage says it: what was searched."""
    lang = question.language
    topic = say("、", ", ", lang).join(scope.left or question.topic) or None
    words = topic or say("所问的内容", "what is asked", lang)
    line = say(*(detail or _unsaid(question, words)), lang)
    listed = isinstance(scope.entries, Reports)
    number = len(scope.entries if listed else {entry.report for entry in scope.entries})
    line += say(f"查了 {number} 份报告的正文和表格。", f" Searched: prose and tables of {number} reports.", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", scope.entries if scope.mentions else (), topic=topic),
        line,
        outcome=Outcome.NOT_STATED,
        coverage=Coverage(number),
    )


def no_amount(question: Question, scope: Scope) -> Answer:
    """No passage and no cell gives the amount asked."""
    words = "、".join(scope.left)
    told = (f"报告没有写这个金额（{words}）。", f"The report gives no such amount ({words}). ")
    return not_stated(question, scope, told)


def _choices(question: Question, entries: Sequence[Entry]) -> tuple[Choice, ...]:
    lang = question.language
    made = []
    for n, entry in enumerate(entries[:_CHOICES], 1):
        rows = "、".join(question.rows) or "、".join(question.topic)
        column = "、".join((*question.columns, *question.results, *question.applicants))
        full = say(
            f"{entry.agency}{entry.year or ''}年{rows}{column}是多少",
            f"How many {rows} {column} did {entry.agency} report in {entry.year or ''}",
            lang,
        )
        made.append(Choice(n, f"{entry.agency} {entry.year or ''}".strip(), " ".join(full.split())))
    return tuple(made)


def _reading(question: Question, entries: Sequence[Entry]) -> Reading:
    row = question.rows[0] if question.rows else None
    column = next(iter(cells.columns_asked(question, row)), None) if row else None
    return compose.reading("value", entries, row, column)
