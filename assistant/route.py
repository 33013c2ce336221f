"""Which kind of answer a question gets. The first rule that fits, in the order of the contract."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import answers, fit, notes
from assistant.answer import Answer, Exit, Outcome, Skipped
from assistant.answers import refusals, single
from assistant.question import Question
from assistant.scope import Names, Scope, find
from corpus import form
from corpus.report import Entry, Hit
from corpus.store import Library

Kind = Callable[[Question, Scope, Library], Answer]
Search = Callable[[str, Sequence[str], int], Sequence[Hit]]
"""(question, reports allowed, limit) → hits, best first. Opens the search index when first called."""

_ABOUT_ALL = frozenset("per_year provinces editions editions_new passages reports".split())
_ABOUT_ONE = frozenset("contents profile contact".split())
_OVER = frozenset("sum mean median max min rank ascending count_agencies list chart grew fell did".split())
_HOW_MUCH = frozenset("quantity measured column_money column_items".split())
_NUMBERS = frozenset("mean count_agencies difference share rank sum max min".split())
_CHOOSING = (
    ("max", "最多"),
    ("min", "最少"),
    ("count_agencies", "家"),
    ("median", "中位数"),
    ("mean", "平均"),
    ("difference", "差"),
)
_COMMAND = ("报告里的数字不会因为指令而改变。", "No instruction changes a figure.")
_FORECAST = ("报告只写已经过去的年份，不作预测。", "The reports cover past years; nothing is forecast.")
_OPINION = ("这里只回答报告写了什么，不作评价。", "Only what the reports say is answered, no opinions.")
_WIDE = (
    "载入的报告不能代表全国，没有全国的数。",
    "The loaded reports do not cover the whole country; there is no national figure.",
)
_SMALLTALK = ("这不是报告里的问题。", "That is not a question about the reports.")
_FINE = (
    "两版表格都不问罚款金额；行政处罚的处理决定数量是决定件数，不是金额。",
    "Neither edition of the form asks for an amount of fines; 行政处罚 · 处理决定数量 counts decisions.",
)
_REVIEW_OF = (
    "表四只统计因政府信息公开引起的复议和诉讼，不统计对行政处罚、行政许可等的复议和诉讼。",
    "表四 counts reconsiderations and suits about information disclosure only, not about penalties or permits.",
)


def answer(question: Question, library: Library, entries: tuple[Entry, ...], names: Names, search: Search) -> Answer:
    """The answer to a question whose slots are complete."""
    if refused := _not_ours(question):
        return refused
    scope = find(question, names, entries)
    if not entries and not question.ops & {"meaning", "formchange", "due"}:
        return answers.holdings.empty(question, scope)
    if told := _about_form(question, scope, library):
        return told
    if told := _about_library(question, scope, library):
        return told
    if question.relative is not None and "lastyear" not in question.ops:
        return refusals.relative_year(question, scope)
    if "who" in question.flags and question.ops & {"mention", "did", "lacks"} and scope.unknown:
        scope = replace(scope, unknown=(), entries=scope.entries or entries, left=(*scope.left, *scope.unknown))
    if scope.unknown or (not scope.entries and "trend" not in question.ops):
        return refusals.no_report(question, scope, library)
    return _with_absent(_about_reports(question, scope, library, search, names, entries), scope)


def _over_years(question: Question, scope: Scope) -> bool:
    """Years are to be added up or compared, and some of them are not loaded."""
    asked = question.ops & {"sum", "mean", "moved", "grew", "fell", "difference", "growth"}
    return bool(asked and scope.absent_years and scope.mentions and len(question.years) > 1)


def _with_absent(answer: Answer, scope: Scope) -> Answer:
    """Of several years asked some are not loaded: the answer names them as left out."""
    told = {skipped.year for skipped in answer.coverage.skipped}
    absent = [year for year in scope.absent_years if year not in told]
    if not absent or not scope.entries or answer.exit is not Exit.OK:
        return answer
    agency = scope.agencies[0] if len(scope.agencies) == 1 else ""
    skipped = (*answer.coverage.skipped, *(Skipped(agency, year, "no_report") for year in absent))
    told_once = notes.once((*answer.notes, notes.note("report_skipped", answer.language)))
    outcome = Outcome.NOTED if answer.outcome is Outcome.ANSWERED else answer.outcome
    return replace(answer, outcome=outcome, notes=told_once, coverage=replace(answer.coverage, skipped=skipped))


def _not_ours(question: Question) -> Answer | None:
    flags = question.flags
    if "command" in flags and not flags & {"problems", "measures"}:
        return refusals.out_of_scope(question, _COMMAND)
    if "forecast" in flags and not flags & {"measures", "problems"}:
        return refusals.out_of_scope(question, _FORECAST)
    if "area" in flags:
        return refusals.out_of_scope(question, _WIDE)
    if "opinion" in flags:
        return refusals.out_of_scope(question, _OPINION)
    if "chatter" in flags:
        return refusals.out_of_scope(question, _SMALLTALK)
    if "smalltalk" in flags and not (question.rows or question.names):
        return refusals.out_of_scope(question, _SMALLTALK)
    return None


def _about_form(question: Question, scope: Scope, library: Library) -> Answer | None:
    ops = question.ops
    if "formchange" in ops:
        return answers.definitions.change_of_form(question, scope, library)
    if "due" in ops:
        return answers.definitions.due(question, scope, library)
    if "decimals" in ops:
        return answers.definitions.decimals(question, scope, library)
    plain = "whatis" in ops and not (ops - {"whatis"} or question.years or question.flags)
    if ("meaning" in ops or question.item or plain) and not scope.mentions:
        told = answers.definitions.define(question, scope, library)
        if told or not scope.left:
            return told
    return None


def _about_library(question: Question, scope: Scope, library: Library) -> Answer | None:
    if question.rows or question.flags & {"problems", "measures"}:
        return None
    if not question.ops & _ABOUT_ALL or scope.left:
        return None
    kinds: tuple[tuple[str, Kind], ...] = (
        ("per_year", answers.holdings.by_year),
        ("provinces", answers.holdings.provinces),
        ("editions", answers.holdings.editions),
        ("editions_new", answers.holdings.editions),
        ("passages", answers.holdings.passages),
        ("reports", answers.holdings.reports),
    )
    return next(kind for op, kind in kinds if op in question.ops)(question, scope, library)


def _about_reports(
    question: Question, scope: Scope, library: Library, search: Search, names: Names, entries: tuple[Entry, ...]
) -> Answer:
    ops, flags = question.ops, question.flags
    if checked := _checks(question, scope, library):
        return checked
    if ops & _ABOUT_ONE and not ("contact" in ops and "quantity" in flags):
        return _for_one(question, scope, library, _kind_of_one(ops))
    if _quotes_back(question) and (told := answers.prose.reconcile(question, scope, library)):
        return told
    if "why" in ops:
        return answers.narrative.cause(question, scope, library)
    if question.section and ("who" in flags or not question.rows):
        return answers.narrative.section(question, scope, library)
    if flags & {"problems", "measures"} and not question.rows:
        return _problems(question, scope, library)
    if "fine" in flags:
        return refusals.not_asked_by_any(question, scope, "罚款", *_FINE)
    if question.metrics:
        return (
            answers.metrics.metric(question, scope, library)
            if scope.mentions or _wide(question)
            else _which(question, scope, library)
        )
    if question.rows:
        return _figures(question, scope, library, search, names, entries)
    if question.table:
        return _table(question, scope, library)
    return _words(question, scope, library, search)


def _kind_of_one(ops: frozenset[str]) -> Kind:
    if "contents" in ops:
        return answers.holdings.contents
    return answers.holdings.profile if "profile" in ops else answers.narrative.contact


def _quotes_back(question: Question) -> bool:
    """Numbers of the report are held against each other: 到底46还是55, 说有15件，为什么是0."""
    numbers = bool(question.quoted) + bool(question.bounds)
    return numbers == 2 or (numbers == 1 and bool(question.ops & {"which_right", "why"}))


def _wide(question: Question) -> bool:
    return bool(question.households or question.flags & {"span", "who"} or question.ops & _OVER)


def _which(question: Question, scope: Scope, library: Library) -> Answer:
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    return answers.metrics.metric(question, scope, library)


def _for_one(question: Question, scope: Scope, library: Library, kind: Kind) -> Answer:
    if len(scope.entries) > 1:
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    return kind(question, scope, library)


def _checks(question: Question, scope: Scope, library: Library) -> Answer | None:
    ops = question.ops
    if not (ops & {"check", "faults", "conflict", "yearcheck", "missing", "parts"} or question.table):
        return None
    if "yearcheck" in ops:
        return answers.checking.years(question, scope, library)
    if "conflict" in ops:
        return answers.checking.conflicts(question, scope, library)
    if "missing" in ops and scope.left:
        return None
    if "missing" in ops and not question.rows and not scope.mentions:
        return answers.holdings.reports(question, scope, library)
    if "missing" in ops and not question.rows:
        return _for_one(question, scope, library, answers.checking.missing)
    if question.quoted and ops & {"check", "parts"} and not (question.table or question.rows):
        return answers.checking.breakdown(question, scope, library)
    asks_table = bool(question.table and "problems" in question.flags and "measures" not in question.flags)
    if (ops & {"check", "faults"} or asks_table) and not question.rows:
        return answers.checking.arithmetic(question, scope, library)
    return None


def _problems(question: Question, scope: Scope, library: Library) -> Answer:
    if scope.left and ("who" in question.flags or not scope.mentions):
        return answers.narrative.who(question, scope, library)
    if scope.left:
        return answers.narrative.on_topic(question, scope, library)
    if not scope.mentions and len(scope.entries) > 3 and not _wide(question):
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    return answers.narrative.section_five(question, scope, library)


def _figures(
    question: Question, scope: Scope, library: Library, search: Search, names: Names, entries: tuple[Entry, ...]
) -> Answer:
    """A row of the form is named: its figure, unless words are left over that narrow it to something else."""
    ops = question.ops
    if fit.asks_money(question):
        return refusals.not_asked_by_any(question, scope, "金额", *_FINE)
    scope = replace(scope, left=(*scope.left, *fit.left_over(question), *_of_one(question, scope)))
    if _review_of_something(question):
        return refusals.not_asked_by_any(question, scope, "、".join(question.rows), *_REVIEW_OF)
    if scope.left:
        return _narrowed(question, scope, library, search)
    if answers.conditions.has(question, scope):
        return answers.conditions.those(question, scope, library)
    if "export" in ops and question.table is None:
        return answers.beside.compare(question, scope, library)
    if "trend" in ops or "recent" in question.flags or _over_years(question, scope):
        return answers.beside.trend(question, scope, library)
    if rated := _rates(question, scope, library, names, entries):
        return rated
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    if scope.absent_years and not scope.entries:
        return refusals.no_report(question, scope, library)
    if len(scope.entries) > 1 and (
        ops & {"compare", "difference", "versus"} or len(question.rows) > 1 and "sum" not in ops
    ):
        return answers.beside.compare(question, scope, library)
    if scope.spanning or len(scope.entries) > 1 and (ops & _OVER or question.bounds or question.top or question.nth):
        return answers.across.over(question, scope, library)
    if len(scope.entries) > 1 and len(scope.agencies) == 1 and len(question.years) < 2:
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    if len(scope.entries) > 1:
        return answers.beside.compare(question, scope, library)
    if not scope.mentions and (question.bounds or question.top):
        return answers.across.over(question, scope, library)
    return _change(question, scope, library)


def _of_one(question: Question, scope: Scope) -> tuple[str, ...]:
    """Words that choose among reports, said of one report's one figure: 最大的处罚, 罚了几家."""
    if not scope.mentions or len(scope.agencies) != 1 or len(question.rows) != 1:
        return ()
    ops = question.ops
    if ops & {"versus", "compare", "share", "moved", "grew", "fell", "lastyear"} or question.households:
        return ()
    if ops & {"above", "below"}:
        return ()
    found = [word for op, word in _CHOOSING if op in ops and (word != "差" or len(question.columns) < 2)]
    if question.nth and not found:
        return (f"第{question.nth}",)
    return tuple(found)


def _change(question: Question, scope: Scope, library: Library) -> Answer:
    """`与上年相比` of a decision count: the report's own column of changes where its edition has one."""
    if "lastyear" in question.ops and not question.columns and form.table_of(question.rows[0]) == form.ACTIVE:
        return single.value(replace(question, columns=(form.CHANGE,)), scope, library)
    return single.value(question, scope, library)


def _review_of_something(question: Question) -> bool:
    tables = {form.table_of(row) for row in question.rows}
    return tables == {form.ACTIVE, form.REVIEW} and not question.ops & {"compare", "list", "ratio"}


def _narrowed(question: Question, scope: Scope, library: Library, search: Search) -> Answer:
    if scope.ambiguous and not scope.spanning:
        return refusals.which_report(question, scope, library)
    if "share" in question.ops:
        words = replace(scope, left=question.topic)
        return answers.portions.share(question, words, library) or _not_by_that(question, scope)
    if "who" in question.flags and question.ops & {"mention", "lacks", "did"}:
        return answers.narrative.who(replace(question), replace(scope, left=(*question.topic,)), library)
    asks = question.flags & {"quantity"} or question.units
    told = answers.prose.narrowed(question, scope, library) if asks else None
    if told:
        return told
    return _not_by_that(question, scope)


def _not_by_that(question: Question, scope: Scope) -> Answer:
    """The form has the row, but not for what the words left over narrow it to."""
    words, rows = "、".join(scope.left), "、".join(question.rows)
    detail = (
        f"表格里“{rows}”只有总数，没有按“{words}”区分；正文也没有说到。",
        f"The form has only totals of {rows}, nothing by “{words}”, nor does the prose say. ",
    )
    return refusals.not_stated(question, scope, detail)


def _rates(
    question: Question, scope: Scope, library: Library, names: Names, entries: tuple[Entry, ...]
) -> Answer | None:
    ops = question.ops
    if "each" in ops and "政府集中采购" in question.rows:
        return answers.rates.each(question, scope, library)
    if "growth" in ops or ("share" in ops and ops & {"grew", "fell", "moved"} and len(scope.entries) == 1):
        return answers.rates.growth(question, scope, library)
    two = len(question.rows) == 1 and len(scope.agencies) == 2 and len(scope.entries) == 2 and bool(scope.mentions)
    if two and ops & {"ratio", "share"} and not (question.households or "span" in question.flags):
        return answers.rates.of_two(question, scope, library)
    if ops & {"difference"} or ("versus" in ops and ops & {"max", "min"} and len(question.rows) == 2):
        return None
    if len(question.rows) == 2 and ops & {"ratio", "versus", "share"} and not (question.share_of or "compare" in ops):
        return answers.rates.ratio(question, scope, library)
    if "share" in ops and question.quoted:
        words = replace(scope, left=question.topic)
        return answers.portions.share(question, words, library) or refusals.not_stated(question, scope)
    whole = _whole(question, scope, names, entries)
    if "share" in ops:
        return answers.rates.share(question, scope, whole, library)
    if scope.mentions and ops & {"mean", "median"} and (ops & {"above", "below", "compare", "versus", "max", "min"}):
        return answers.beside.against_mean(question, scope, whole, library)
    return None


def _whole(question: Question, scope: Scope, names: Names, entries: tuple[Entry, ...]) -> Scope:
    """The reports that a share or a mean is taken over: those of the same years."""
    wide = "span" in question.flags or question.households == len({entry.agency for entry in entries})
    years = question.years or (() if wide else scope.years)
    return answers.across.households(question, find(replace(question, names=(), years=years), names, entries))


def _table(question: Question, scope: Scope, library: Library) -> Answer:
    """A whole table is named, no row."""
    if scope.ambiguous and not question.ops & {"export", "compare", "list"}:
        return refusals.which_report(question, scope, library)
    return (
        answers.beside.compare(question, scope, library)
        if "export" not in question.ops
        else answers.beside.table(question, scope, library)
    )


def _words(question: Question, scope: Scope, library: Library, search: Search) -> Answer:
    """Nothing of the form is named: a number of the prose, who mentions it, or what the reports say nearest."""
    flags, ops = question.flags, question.ops
    if "who" in flags and not scope.mentions and scope.left and not ops & {"max", "min"}:
        return answers.narrative.who(question, scope, library)
    if ops & {"mention", "lacks", "did"} and scope.mentions and scope.left and not flags & {"quantity"}:
        return answers.narrative.who(question, scope, library)
    asks = flags & _HOW_MUCH or question.units or question.quoted or ops & _NUMBERS
    if asks and (scope.left or question.quoted):
        if question.quoted and (told := answers.prose.reconcile(question, scope, library)):
            return told
        if scope.ambiguous and not scope.mentions and not ops & {"rank", "sum", "max", "min"}:
            return refusals.which_report(question, scope, library)
        if told := answers.prose.quantity(question, scope, library):
            return told
        return refusals.not_stated(question, scope)
    if not scope.left:
        return _nothing_asked(question, scope, library)
    return answers.narrative.open_question(question, scope, library, search)


def _nothing_asked(question: Question, scope: Scope, library: Library) -> Answer:
    """An agency alone: what is known of it; a list of reports where several fit; else what can be asked."""
    if len(scope.entries) == 1 and scope.mentions:
        return answers.holdings.profile(question, scope, library)
    if (
        scope.mentions
        or question.years
        or question.flags & {"who", "span"}
        or question.ops & {"list", "count_agencies"}
    ):
        return answers.holdings.reports(question, scope, library)
    return refusals.out_of_scope(question, _SMALLTALK)
