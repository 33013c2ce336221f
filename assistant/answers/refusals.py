"""What is said instead of a figure: which of several, what is loaded, what the edition asks, where the file ends."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Choice, Coverage, Outcome, Reading
from assistant.answers import cells, compose
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.understanding.offices import is_department
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry

_CHOICES, _TABLE, _NAMED = 3, 30, 6


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
    entries = _of_known_years(scope.entries)
    line = say(
        "“去年”“今年”随提问的日子而变，请说明年份。", "“Last year” depends on the day; please name the year.", lang
    )
    listed = "、".join(f"{e.agency} {e.year}" for e in entries[:_NAMED])
    line += say(f"已载入：{listed}。", f" Loaded: {listed}.", lang)
    choices = _of_the_years(question, entries) if len(entries) <= _CHOICES else ()
    return compose.answer(
        question,
        scope,
        _reading(question, entries),
        line,
        outcome=Outcome.CLARIFY,
        choices=choices,
        coverage=Coverage(),
    )


def _of_known_years(entries: Sequence[Entry]) -> Sequence[Entry]:
    if isinstance(entries, Reports):
        return entries.only(Where(years=entries.years))
    return list({entry.report: entry for entry in entries if entry.year is not None}.values())


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
    line = _unread(scope, lang) if question.rows else ""
    line += say(f"有 {len(entries)} 份报告都符合，指的是哪一份？", f"{len(entries)} reports fit. Which one?", lang)
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
    for row in question.rows[:3] if len(entries) <= _TABLE else ():
        for column in cells.columns_asked(question, row):
            found += cells.pick(library, entries, row, column)
    labels = [f"{cell.row} · {cell.column}" for cell in found]
    if len(found) > _TABLE or not found:
        names = "、".join(compose.who(e, lang) for e in entries[:_NAMED])
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


def _unread(scope: Scope, language: str) -> str:
    """The words beside a row that no slot and no loaded name explains, where no agency is named: it may be one."""
    words = say("、", ", ", language).join(word for word in scope.left if not re.search(r"\d", word))
    return (
        say(f"没有读懂“{words}”。", f"“{words}” is not understood. ", language) if words and not scope.mentions else ""
    )


def which_place(question: Question, scope: Scope) -> Answer:
    """The name is that of several places, whose reports are not to be taken together: the first are offered."""
    (mention, *_), lang = scope.open, question.language
    places = [place for place in mention.places if place]
    names = list(mention.agencies) if is_department(mention.said) else ["".join(place) for place in places]
    more = [say(f"不知在何处的{mention.said}", f"{mention.said}, nobody knows where", lang)] * (() in mention.places)
    listed = say("、", ", ", lang).join([*names[:_NAMED], *more])
    seat = (
        r"(?:[ -](?:province|city|county|district|prefecture|sheng|shi|xian|qu))?\b" if mention.said.isascii() else ""
    )
    parts = re.split(re.escape(mention.said) + seat, question.text, maxsplit=1, flags=re.IGNORECASE)
    return compose.answer(
        question,
        scope,
        _reading(question, scope.entries),
        say(
            f"叫“{mention.said}”的有 {len(mention.places)} 处，指的是哪一处？{listed}。",
            f"“{mention.said}” is the name of {len(mention.places)} places. Which one? {listed}.",
            lang,
        ),
        outcome=Outcome.CLARIFY,
        choices=tuple(
            Choice(n, name, name.join(parts)) for n, name in enumerate(names[:_CHOICES], 1) if len(parts) > 1
        ),
        coverage=Coverage(len(scope.entries)),
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


def inside_another(question: Question, scope: Scope) -> Answer | None:
    """Two places of which the one is in the other, where they are to be taken together; None of any others."""
    if not scope.holding or not scope.mentions or set(scope.unknown) > set(scope.holding):
        return None
    first, part = "、".join(scope.holding), "、".join(mention.said for mention in scope.mentions)
    line = say(
        f"“{part}”在“{first}”之内：合在一起会把它算两次。请只问其中一个，或问各多少、相差多少。",
        f"“{part}” is in “{first}”: together it would be counted twice. Ask for one of them, or for each.",
        question.language,
    )
    if question.ops & {"difference", "versus", "ratio", "compare"}:
        line = say(
            f"“{part}”在“{first}”之内。要两者相比，请写出两地的全名。",
            f"“{part}” is in “{first}”. To set the one against the other, write both names in full, in Chinese.",
            question.language,
        )
    reading = compose.reading("value", (), next(iter(question.rows), None))
    return compose.answer(question, scope, reading, line, outcome=Outcome.CLARIFY, coverage=Coverage())


def no_report(question: Question, scope: Scope, library: Library, operation: str = "value") -> Answer:
    """That agency, place or year is not loaded: what is, and the nearest figure, labelled as another thing."""
    if told := inside_another(question, scope):
        return told
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
        agencies = compose.agencies_of(near) if scope.mentions else ()
        who = "、".join(agencies[:_NAMED])
        if len(agencies) > _NAMED:
            who += say(f" 等 {len(agencies)} 个机关", f" and others, {len(agencies)} agencies,", lang)
        years = "、".join(str(year) for year in scope.absent_years)
        line = say(
            f"没有载入{who} {years} 年的报告。", f"No report of {who or 'any agency'} for {years} is loaded.", lang
        )
    if near and (scope.mentions or scope.unknown):
        listed = "、".join(compose.who(e, lang) for e in near[:_NAMED])
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
    line += say(
        f"查了 {number} 份报告的正文和表格。",
        f" Searched: prose and tables of {number} report{'' if number == 1 else 's'}.",
        lang,
    )
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
