"""Rows that print one number too few or too many: how many stand there, and how many the form asks."""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Coverage
from assistant.answers import compose
from assistant.language import say
from assistant.output.render import place
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.report import Figure

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_OFF = frozenset(("value_lost", "value_extra"))


def values(question: Question, scope: Scope, library: Library) -> Answer:
    """The rows of a table of one report that print another number of values than the form has columns."""
    lang, entry, table = question.language, scope.entries[0], question.table or form.REQUESTS
    figures = [f for f in library.figures(reports=[entry.report], table=table) if f.in_form]
    if "total" in question.flags and table == form.REQUESTS:
        figures = [figure for figure in figures if figure.row == form.GRAND_TOTAL]
    asked = len(form.fields("2019", table)) if table == form.REVIEW else len(form.APPLICANTS)
    odd = list({figure.row_raw: figure for figure in figures if figure.row_raw and _OFF & set(figure.notes)}.values())
    counts = [len(_NUMBER.findall(_values_of(figure))) for figure in odd]
    name = say(*form.TABLE_NAMES[table], lang)
    head = f"{compose.who(entry, lang)} {name}"
    lines = [say(f"{head}：每行应印 {asked} 个数", f"{head}: each row should print {asked} numbers", lang)]
    lines += [_line(figure, count, table, lang) for figure, count in zip(odd, counts, strict=True)]
    if not odd:
        lines.append(say("没有多印或少印的行", "no row prints more or fewer", lang))
    elif "why" in question.ops:
        lines.append(say("报告没有说明原因；多半是排版或转换时出的错", "The report gives no reason", lang))
    return compose.answer(
        question,
        scope,
        compose.reading("missing", [entry]),
        "\n".join(lines),
        formula="; ".join(f"{count} - {asked} = {count - asked}" for count in dict.fromkeys(counts)) or f"{asked}",
        figures=_shown(figures, odd),
        coverage=Coverage(1),
    )


def _values_of(figure: Figure) -> str:
    """The printed row behind its label: the run of numbers at its end."""
    found = re.search(r"(?:[-+]?\d+(?:\.\d+)?(?:\s+|$))+$", figure.row_raw or "")
    return found[0] if found else ""


def _line(figure: Figure, count: int, table: str, language: str) -> str:
    row = say("这一行", "this row", language) if table == form.REVIEW else figure.row
    return say(
        f"{row}印了 {count} 个 [{place(figure.source)}]", f"{row} prints {count} [{place(figure.source)}]", language
    )


def _shown(figures: Sequence[Figure], odd: Sequence[Figure]) -> list[Figure]:
    """One cell a row that is odd; else the first of the table."""
    return list(odd) or list(figures[:1])
