"""How many items there are at the end of the year: those of the year before and the change, both as printed."""

from decimal import Decimal

from assistant.answer import Answer, Coverage, Reading
from assistant.answers import cells, compose, no_value, notes, refusals, single
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain


def at_year_end(question: Question, scope: Scope, library: Library) -> Answer:
    """上一年项目数量 + 本年增/减 of one row of one report; the form itself has no such column."""
    if len(scope.entries) != 1 or scope.ambiguous:
        return refusals.which_report(question, scope, library)
    row, entry = question.rows[0], scope.entries[0]
    found = [cells.pick(library, [entry], row, column)[0] for column in (form.PRIOR_ITEMS, form.CHANGE)]
    lost = next((cell for cell in found if cell.value is None), None)
    if lost is not None:
        return no_value.lost(question, scope, lost, library)
    lang, values = question.language, [cell.value or Decimal(0) for cell in found]
    total = sum(values, Decimal(0))
    formula, label = compose.formula(values, total), f"{form.PRIOR_ITEMS} + {form.CHANGE}"
    amount = shown(plain(total), found[0].unit, "printed", lang)
    line = say(
        f"{amount}：{compose.who(entry, lang)} {row} · {label}\n{formula}\n表格不单列年末的项目数，这是两栏相加。",
        f"{amount}: {compose.who(entry, lang)}, {row} · {label}\n{formula}\n"
        "The form has no column for the end of the year; these are its two columns added up.",
        lang,
    )
    as_decisions = single.filled_as_decisions(library, entry, found[0].figures[0].row)
    more = [notes.note("items_filled_as_decisions", lang)] if as_decisions else []
    years = (entry.year,) if entry.year is not None else ()
    return compose.answer(
        question,
        scope,
        Reading("sum", (entry.agency,), years, form.ACTIVE, row, topic=label),
        line,
        value=plain(total),
        unit=found[0].unit,
        formula=formula,
        figures=cells.figures_of(found),
        more=[*more, *compose.disputed(library, found, lang)],
        coverage=Coverage(1),
    )
