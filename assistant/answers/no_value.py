"""Why a cell has no value: its edition does not ask it, the file lost it, or it prints something else."""

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import appendix, cells, compose
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.output.render import place, shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Figure

_SHOWN = 3
"""Reports older than the form that are named."""


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
    lang, entries = question.language, scope.entries[:_SHOWN]
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
    rows = [r for r in form.rows(cell.edition, form.table_of(row)) if r.item == item]
    own = next((r for r in rows if form.generic_row(r.label) == row), None) if len(rows) > 1 else None
    beside = own or next((r for r in rows if r.label != row), None)
    if beside is None or form.table_of(row) != form.ACTIVE:
        return None
    found = cells.pick(library, [cell.entry], form.generic_row(beside.label), form.generic_column(beside.default))[0]
    return found if found.figures else None


def no_cell(question: Question, scope: Scope, cell: Cell) -> Answer:
    """The report should have the cell; the file lost it."""
    lang = question.language
    lost = next((f for f in cell.figures if f.value is None or cells.is_money(f)), None)
    unread = say("报告里没有读到这张表（不是 0）", "that table was not found in the report (not 0)", lang)
    if cell.figures:
        unread = say("其中有一行没有读到（不是 0）", "one of its rows was not found in the report (not 0)", lang)
    told = _unusable(lost, lang) if lost else unread
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


def _unusable(figure: Figure, language: str) -> str:
    """What a cell shows that gives no value."""
    if figure.value is None:
        return shown(None, None, figure.state, language)
    amount = shown(plain(figure.value), figure.unit, figure.state, language)
    counted = form.unit(figure.table, figure.column)
    return say(
        f"该格印的是金额（{amount}），不是{counted}数", f"the cell prints an amount ({amount}), not a count", language
    )
