"""A figure of one report, or a few of its figures side by side: value, change as printed, both of a dispute."""

import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Answer, Choice, Coverage, Outcome
from assistant.answers import cells, compose, no_value, notes, refusals
from assistant.answers.cells import YUAN, Cell
from assistant.language import say
from assistant.output.render import place, shown
from assistant.understanding.numerals import Quoted
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Count, Entry, Figure, Hit, Note, Passage

_OWN_WORD = {
    form.NEW_REQUESTS: "申请",
    form.CARRIED_IN: "申请",
    form.GRAND_TOTAL: "申请",
    **dict.fromkeys(form.BLOCKS[1:], "诉讼"),
}


def value(question: Question, scope: Scope, library: Library) -> Answer:
    """The figure asked of one report, or the few asked of it."""
    found: list[Cell] = []
    for row in question.rows:
        columns = cells.columns_asked(question, row)
        if "row_fees" in question.flags and not columns and _counts_items(scope):
            return fees(question, scope, library, row)
        if not columns and _one_column(scope, row) is None:
            return refusals.which_column(question, scope, library, row)
        for column in columns or (_one_column(scope, row) or "",):
            found += cells.pick(library, scope.entries, row, column)
    if len(found) == 1:
        return _one(question, scope, library, found[0])
    return _several(question, scope, library, found)


def equality(question: Question, scope: Scope, library: Library) -> Answer:
    """Whether items and change come to the decisions: they count different things, so that equal is a hint of slips."""
    lang, row = question.language, question.rows[0]
    columns = (form.PRIOR_ITEMS, form.CHANGE, form.DECISIONS)
    found = [cells.pick(library, scope.entries, row, column)[0] for column in columns]
    lost = next((cell for cell in found if cell.value is None), None)
    if lost is not None:
        return no_value.lost(question, scope, lost, library)
    prior, change, decided = (cell.value or Decimal(0) for cell in found)
    formula = compose.formula([prior, change], prior + change)
    equal = prior + change == decided
    verdict = say("相等", "equal", lang) if equal else say("不相等", "not equal", lang)
    sign = "=" if equal else "≠"
    labels = " + ".join(f"{row} · {column}" for column in columns[:2])
    told = formula if equal else f"{formula} ≠ {plain(decided)}"
    line = f"{verdict}{say('：', ': ', lang)}{told}\n"
    line += f"{compose.who(found[0].entry, lang)} {labels} {sign} {form.DECISIONS}"
    hints = [notes.note("items_filled_as_decisions", lang)] if equal and decided and change else []
    return compose.answer(
        question,
        scope,
        compose.reading("check", scope.entries, row, form.DECISIONS),
        line,
        formula=formula,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, [f"{cell.row} · {cell.column}" for cell in found]),
        more=hints,
        coverage=Coverage(1),
    )


def _counts_items(scope: Scope) -> bool:
    """The fee row counts items in edition 2019, and an amount in 2021."""
    return any(edition == "2019" for entry in scope.entries for edition in entry.editions)


def _one_column(scope: Scope, row: str) -> str | None:
    """The only column a row has in the editions printed: the fee amount of 2021."""
    editions = {edition for entry in scope.entries for edition in entry.editions}
    columns = {
        column
        for edition in editions
        for label in form.labels(edition, row)
        if (found := form.row(edition, form.table_of(row), label))
        for column in found.columns
    }
    return columns.pop() if len(columns) == 1 else None


def _one(question: Question, scope: Scope, library: Library, cell: Cell) -> Answer:
    if cell.reason == cells.NO_FIELD:
        return no_value.no_field(question, scope, cell, library)
    if cell.reason == cells.NO_CELL or cell.value is None:
        return no_value.no_cell(question, scope, cell)
    pairs = _disputes(library, cell)
    if pairs:
        return both(question, scope, cell, [count for _, count in pairs])
    lang = question.language
    amount = shown(plain(cell.value), cell.unit, cell.state, lang)
    if cell.figures[0].parts:
        amount = f"{cell.figures[0].raw}（{amount}）" if lang == "zh" else f"{amount} ({cell.figures[0].raw})"
    line = _verdict(question, cell) + amount + say("：", ": ", lang) + compose.about(cell, lang)
    line += f"\n{cell.formula}" if cell.formula else ""
    return compose.answer(
        question,
        scope,
        compose.reading(_operation(cell), [cell.entry], cell.row, cell.column),
        line,
        value=plain(cell.value),
        unit=cell.unit,
        formula=cell.formula,
        figures=cell.figures,
        more=_hints(question, library, cell),
        coverage=Coverage(1),
    )


def _verdict(question: Question, cell: Cell) -> str:
    """The yes or no of “是 3 件吗”, “与上年相比是否相同”; empty where none is asked."""
    lang, value = question.language, cell.value or Decimal(0)
    if "same" in question.ops and cell.column == form.CHANGE:
        return say("不相同，", "not the same, ", lang) if value else say("相同，", "the same, ", lang)
    if value and cell.unit is None and any(one.unit in YUAN for one in question.quoted):
        same = any(one.value == value for one in question.quoted)
        number = say("数字相同，", "the same number, ", lang) if same else say("说不准，", "that is open, ", lang)
        return number + say("但报告没有印单位：", "but the report prints no unit: ", lang)
    if question.bounds and (cell.unit or not any(bound.unit in YUAN for bound in question.bounds)):
        right = cells.meets(question.bounds, value, cell.unit)
    elif len(question.quoted) == 1:
        right = _same_amount(question.quoted[0], value, cell.unit)
    else:
        return ""
    return say("是，", "yes, ", lang) if right else say("不是，", "no, ", lang)


def _same_amount(quoted: Quoted, value: Decimal, unit: str | None) -> bool:
    """A quoted amount in another unit of money is converted: 83万元 is not 83元."""
    if quoted.unit in YUAN and unit in YUAN:
        return quoted.value * YUAN[quoted.unit] == value * YUAN[unit or ""]
    return quoted.value == value


def _operation(cell: Cell) -> str:
    return "change" if cell.column == form.CHANGE else "value"


def _disputes(library: Library, cell: Cell) -> tuple[tuple[Figure, Count], ...]:
    counts = library.counts(reports=[cell.entry.report])
    # A count that contradicts a cell says the row's own word: without it the comparison need not be loaded.
    word = _OWN_WORD.get(cell.row, cell.row[-2:])
    if not any(word in count.object for count in counts):
        return ()
    from corpus.checking.checks import disputes

    return disputes(cell.figures, counts)


def both(question: Question, scope: Scope, cell: Cell, counts: list[Count]) -> Answer:
    """The table and the prose give different numbers for what reads as the same thing: both, table first."""
    lang = question.language
    table = shown(plain(cell.value or Decimal(0)), cell.unit, cell.state, lang)
    prose = "、".join(f"{said(count, lang)} [{place(count.source)}]" for count in counts)
    line = say(
        f"表格 {table}，正文 {prose}：{compose.about(cell, lang)}。报告没有说哪个对；统计请用表格的数，并注明有出入。",
        f"The table says {table}, the prose {prose}: {compose.about(cell, lang)}. "
        "The report does not say which is right; "
        "for statistics use the table's and mark it as disputed.",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("value", [cell.entry], cell.row, cell.column),
        line,
        outcome=Outcome.DISPUTED,
        value=plain(cell.value) if cell.value is not None else None,
        unit=cell.unit,
        figures=cell.figures,
        passages=[quoted(count) for count in counts],
        coverage=Coverage(1),
    )


def quoted(count: Count, score: float = 1.0) -> Hit:
    """The sentence of a number in the prose, as a passage."""
    passage = Passage(
        count.report,
        count.agency,
        count.year,
        form.SECTIONS[count.section - 1] if count.section else "",
        count.section,
        (),
        "prose",
        None,
        count.sentence,
        count.source,
    )
    return Hit(passage, score, count.sentence)


def _hints(question: Question, library: Library, cell: Cell) -> list[Note]:
    """What a careful reader would add about this one cell."""
    lang, found = question.language, []
    figure = cell.figures[0]
    if not cell.entry.place and not cell.entry.set_by_person and len(cell.entry.agency) <= 4:
        found.append(notes.note("place_unknown", lang, detail=cell.entry.agency))
    if cell.column in (form.CHANGE, form.PRIOR_ITEMS) and filled_as_decisions(library, cell.entry, figure.row):
        found.append(notes.note("items_filled_as_decisions", lang))
    return found


def filled_as_decisions(library: Library, entry: Entry, row: str) -> bool:
    """上一年 + 增减 = 处理决定 exactly, and not all zero: the agency may have filled in decisions."""
    columns = (form.PRIOR_ITEMS, form.CHANGE, form.DECISIONS)
    found = {f.column: f.value for f in library.figures(reports=[entry.report], table=form.ACTIVE, rows=[row])}
    prior, change, decided = (found.get(column) for column in columns)
    if prior is None or change is None or decided is None or not prior:
        return False
    return prior + change == decided


def _several(question: Question, scope: Scope, library: Library, found: list[Cell]) -> Answer:
    """Several cells asked at once: a small table; each that is missing says why in its line."""
    lang = question.language
    have = [cell for cell in found if cell.value is not None]
    if not have:
        return _one(question, scope, library, found[0])
    many = len({cell.entry.report for cell in found}) > 1
    labels = [f"{cell.row} · {cell.column}" for cell in found]
    values = "，".join(
        f"{compose.who(cell.entry, lang) + ' ' if many else ''}{cell.row}·{cell.column} "
        f"{shown(None if cell.value is None else plain(cell.value), cell.unit, cell.state, lang)}"
        for cell in found[:8]
    )
    entries = list({cell.entry.report: cell.entry for cell in found}.values())
    line = values if many else f"{compose.who(entries[0], lang)}{say('：', ': ', lang)}{values}"
    missing = [compose.skipped(cell) for cell in found if cell.value is None and many]
    total, gap = _sum_of(question, have), compose.gap(question, have)
    formula, mixed_units = None, []
    if gap is not None:
        mixed_units = [notes.note("columns_mixed", lang)] if {cell.unit for cell in have} == {"件", "项"} else []
        formula = compose.gap_formula(question, have)
        line = f"{shown(plain(gap), compose.gap_unit(have), 'printed', lang)}{say('：', ': ', lang)}{line}\n{formula}"
    if total is not None:
        formula = compose.formula([cell.value or Decimal(0) for cell in have], total)
        line = f"{shown(plain(total), have[0].unit, 'printed', lang)}{say('：', ': ', lang)}{line}\n{formula}"
    return compose.answer(
        question,
        scope,
        compose.reading("compare" if many else "value", entries, found[0].row, found[0].column),
        line,
        value=plain(total) if total is not None else plain(gap) if gap is not None else None,
        unit=compose.gap_unit(have) if total is not None or gap is not None else None,
        formula=formula,
        figures=cells.figures_of(found),
        rows=compose.result_rows(found, labels),
        more=[*mixed_units, *compose.mixed(have, lang), *compose.disputed(library, have, lang)],
        coverage=Coverage(len(entries), tuple(missing)),
    )


def _sum_of(question: Question, have: list[Cell]) -> Decimal | None:
    """The sum of rows asked for together, where they count the same kind of thing and none is missing."""
    if "sum" not in question.ops or len(have) < len(question.rows) or len({cell.unit for cell in have}) > 1:
        return None
    return sum((cell.value or Decimal(0) for cell in have), Decimal(0))


def fees(question: Question, scope: Scope, library: Library, row: str) -> Answer:
    """“收费多少” of an edition that counts fee items: the items, their change, or the fee for information."""
    lang, entry = question.language, scope.entries[0]
    who = f"{entry.agency}{entry.year or ''}"
    readings = [
        f"{row}{form.PRIOR_ITEMS}",
        f"{row}{form.CHANGE}",
        say("信息处理费", "information processing fee", lang),
    ]
    labels = [
        say(f"{row}：收费项目有几项", f"{row}: number of fee items", lang),
        say(f"{row}：收费项目增减了几项", f"{row}: change in fee items", lang),
        say("办理信息公开申请收没收费（正文）", "fees charged for information requests (prose)", lang),
    ]
    choices = [
        Choice(n, label, f"{who}年{reading}")
        for n, (label, reading) in enumerate(zip(labels, readings, strict=True), 1)
    ]
    line = say(
        f"{compose.who(entry, lang)}的表格只问收费项目数，不问收费金额。指的是哪一个？",
        f"The form of {compose.who(entry, lang)} asks for fee items, not for an amount. Which is meant?",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("value", [entry], row),
        line,
        outcome=Outcome.CLARIFY,
        choices=choices,
        coverage=Coverage(1),
    )


def approximate(counts: Sequence[Count], language: str) -> list[Note]:
    """The notes that a number of the prose is approximate, or counts more than the year, where one does."""
    found = [notes.note("approximate", language)] if any(c.approximate for c in counts) else []
    return found + ([notes.note("cumulative", language)] if any(c.cumulative for c in counts) else [])


def said(count: Count, language: str) -> str:
    """A number as printed, behind the word that it is cumulative where the report says so before it."""
    summed = count.cumulative and _SUMMED.search(count.sentence.partition(count.raw)[0])
    return say("累计 ", "cumulative ", language) + count.raw if summed else count.raw


_SUMMED = re.compile("累[计积]|历年|[至迄]今|以来|总访问量|总浏览量")
"""截至年底 may be of the year or of all years: a note says so, no word is added."""


def sentences(counts: Sequence[Count]) -> list[Hit]:
    """Each sentence once."""
    return list({(c.report, c.sentence): quoted(c) for c in reversed(counts)}.values())[::-1]
