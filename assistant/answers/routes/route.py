"""Which kind of answer a question gets. The first rule that fits, in the order of the contract."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from assistant import answers
from assistant.answer import Answer, Exit, Outcome, Skipped
from assistant.answers import boundary, no_value, notes, refusals
from assistant.answers.routes import checks_asked, not_ours, nothing_asked, rows
from assistant.language import say
from assistant.understanding import fit, places_compared
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope, find
from corpus.library.reports import Reports, where_of
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Hit

Kind = Callable[[Question, Scope, Library], Answer]
Search = Callable[[str, Where, int], Sequence[Hit]]
"""(question, reports allowed, limit) → hits, best first. Opens the search index when first called."""

_WHAT = re.compile(r"哪|什么|怎|如何|谁|为何|^(?:how|what|where|which|who|why|when)\b")
_YEAR_BEFORE = re.compile("^(?!.*[去前]年).*上一?年")
_CHECKS = frozenset("检查 平衡 check checks balance".split())
_THINGS = frozenset("contents profile contact export missing".split())
_ABOUT_ALL = frozenset("per_year provinces editions editions_new passages reports".split())
_ABOUT_ONE = frozenset("contents profile contact".split())
_HOW_MUCH = frozenset("quantity measured column_money column_items".split())
_COUNTED = frozenset("件 篇 次 人 名 起 笔 万元 元".split())
"""Units of which no list of problems is made."""
_ADDED = frozenset("sum groups totals share".split())
"""Operations that add up the reports of several agencies."""
_NUMBERS = frozenset("mean count_agencies difference share rank sum max min".split())


def answer(question: Question, reports: Reports, search: Search) -> Answer:
    """The answer to a question whose slots are complete, over the reports of a library."""
    library = reports.library
    # What is asked another way where the first answers nothing looks for the same words again.
    search = cache(search)
    refused = not_ours.refused(question)
    if refused and not not_ours.might_be_said(question):
        return refused
    question = places_compared.with_sums(_with_years_since(question, reports), reports)
    scope = find(question, reports)
    if not reports and not question.ops & {"meaning", "formchange", "due"}:
        return answers.holdings.empty(question, scope)
    if refused:
        known, said = scope.mentions and scope.left and not scope.unknown, not_ours.SAYS.search(question.normal)
        return (answers.narrative.instead(question, scope, search, surely=not said) if known else None) or refused
    if told := _about_form(question, scope, library):
        return told
    if told := _lacking(question, scope, library) or _about_library(question, scope, library):
        return told
    if question.relative is not None and "lastyear" not in question.ops and not _of_its_only_year(question, scope):
        return refusals.relative_year(question, scope)
    if "who" in question.flags and question.ops & {"mention", "did", "lacks"} and scope.unknown:
        scope = replace(scope, unknown=(), entries=scope.entries or reports, left=(*scope.left, *scope.unknown))
    if scope.open and not scope.unknown and scope.agencies:
        return refusals.which_place(question, scope)
    if scope.unknown or (not scope.entries and "trend" not in question.ops):
        return refusals.no_report(question, scope, library)
    question, scope = _with_words_of_the_matter(question, scope)
    told = _about_reports(question, scope, reports, search)
    if told.outcome is Outcome.NOT_STATED and not (told.figures or _never_of_the_prose(question)):
        told = answers.narrative.instead(question, scope, search, surely=_of_the_form(question)) or told
    # Of no agency or of several: which is meant has to be asked, unless one says just that.
    several = not scope.mentions or len(scope.agencies) > 1
    if told.outcome is Outcome.CLARIFY and scope.left and several and not question.relative:
        told = answers.narrative.instead(question, scope, search, surely=True) or told
    return _with_twice(_with_absent(told, scope), question, scope, library)


def _with_twice(answer: Answer, question: Question, scope: Scope, library: Library) -> Answer:
    """Where a government is added to its own departments the answer says so: the form does not tell what it counts."""
    added = answer.reading.operation in _ADDED or ("sum" in question.ops and len(scope.agencies) > 1)
    if not added or "mean" in question.ops or answer.exit is not Exit.OK:
        return answer
    from corpus.library.census import over_others  # a figure needs none of it

    government = over_others(library, where_of(scope.entries))
    twice = notes.note("may_count_twice", answer.language, detail=government) if government else None
    return replace(answer, notes=notes.once((*answer.notes, twice))) if twice else answer


def _never_of_the_prose(question: Question) -> bool:
    """Sums, why a figure is what it is, and what is printed once: words near it are no answer."""
    adds_up = bool(question.quoted) and bool(question.ops & {"check", "parts"})
    cause = "why" in question.ops and bool(question.rows)
    return (
        adds_up
        or cause
        or "fine" in question.flags
        or _asks_amount(question)
        or bool(question.ops & {"docnumber", "dated", "period"})
        or ("contact" in question.ops and not question.left)
    )


def _of_the_form(question: Question) -> bool:
    """A figure: where the form does not have it, only words that say just that are an answer.

    How, whether and which ask for words even of what the form counts: 怎么区分不予公开的信息.
    """
    figure = bool(question.rows or (question.metrics and not question.left) or question.article)
    return figure and (
        bool("quantity" in question.flags or question.units) or not not_ours.OF_WORDS.search(question.normal)
    )


def _of_its_only_year(question: Question, scope: Scope) -> bool:
    """今年 of the prose of an agency with one report is that report's year, which the answer shows; 上一年 that before.

    去年 depends on the day it is said.
    """
    form_asked = question.rows or question.metrics or question.table or question.columns
    of_report = question.relative == 0 or bool(_YEAR_BEFORE.search(question.normal))
    return of_report and bool(scope.mentions) and len(scope.entries) == 1 and not form_asked


def _with_years_since(question: Question, reports: Reports) -> Question:
    """2020年以来: every year loaded from then on; 2020年之前: every one until then."""
    since, until = question.since, question.until
    if since is None and until is None:
        return question
    years = {year for year in reports.years if (since or year) <= year <= (until or year)}
    # Of 以来 the first year is asked by name; where there is none at all, that is said of the nearest.
    named = since if since is not None and (until is None or since <= until) else until
    asked = {named} if named is not None and (since is not None or not years) else set()
    return replace(question, years=tuple(sorted(years | asked)))


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


def _about_form(question: Question, scope: Scope, library: Library) -> Answer | None:
    ops = question.ops
    if "formchange" in ops and not (scope.mentions and scope.left):
        return answers.definitions.change_of_form(question, scope, library)
    if {"editions", "editions_new"} <= ops and not question.rows:
        return answers.definitions.change_of_form(question, scope, library)
    if question.article:
        return answers.definitions.article(question, scope, library)
    if "shape" in question.flags and question.table and not scope.mentions:
        return answers.definitions.shape(question, scope)
    if "due" in ops and not scope.mentions:
        return answers.definitions.due(question, scope, library)
    if "decimals" in ops:
        return answers.definitions.decimals(question, scope, library)
    plain = "whatis" in ops and not (ops - {"whatis"} or question.years or question.flags)
    of_edition = bool(ops & {"editions", "editions_new"} and question.rows and not question.years)
    if ("meaning" in ops or question.item or plain or of_edition) and not scope.mentions:
        told = answers.definitions.define(question, scope, library)
        if told or not scope.left:
            return told
    return None


def _lacking(question: Question, scope: Scope, library: Library) -> Answer | None:
    """Which reports have no table of a name, or no value in a row."""
    loaded = scope.entries and not scope.unknown and question.relative is None
    if not (loaded and (question.table or question.rows)) or (scope.mentions and "who" not in question.flags):
        return None
    from assistant.understanding import absent  # a figure of one report does not pay for it

    if absent.of_several(question, scope):
        return answers.lacking.which(question, scope, absent.tables(question))
    way = absent.way(question, scope)
    return _with_absent(answers.lacking.those(question, scope, library, way), scope) if way else None


def _about_library(question: Question, scope: Scope, library: Library) -> Answer | None:
    ranked = question.metrics and question.ops & {"max", "min", "rank"}
    if question.rows or ranked or question.flags & {"problems", "measures"}:
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


def _about_reports(question: Question, scope: Scope, reports: Reports, search: Search) -> Answer:
    ops, flags, library = question.ops, question.flags, reports.library
    prints = {"docnumber", "dated", "period"} & ops or ("due" in ops and scope.mentions)
    if prints and not (question.rows or question.metrics or scope.left):
        return answers.imprint.fact(question, scope, library)
    if checked := checks_asked.asked(question, scope, library):
        return checked
    about_matter = scope.left and not ops & {"contact"}
    if ops & _ABOUT_ONE and not about_matter and not ("contact" in ops and "quantity" in flags):
        return _for_one(question, scope, library, _kind_of_one(ops))
    if _quotes_back(question) and (told := answers.counted.reconcile(question, scope, library)):
        return told
    if "why" in ops:
        return answers.narrative.cause(question, scope, library)
    if question.section and ("who" in flags or not question.rows):
        return answers.narrative.section(question, scope, library)
    if flags & {"problems", "measures"} and not (question.rows or _leads_in_a_rate(question)):
        return _problems(question, scope, library)
    if "fine" in flags:
        return refusals.not_asked_by_any(question, scope, "罚款", *rows.FINE)
    if question.metrics:
        return _rate(question, scope, reports)
    if question.rows:
        return rows.figures(question, scope, reports, search)
    not_zero = question.bounds and scope.mentions and len(scope.entries) == 1 and not scope.left
    if question.table and not not_zero:
        return _table(question, scope, library)
    if not_zero:
        return answers.side_by_side.all_that(question, scope, library)
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
    return bool(question.households or question.flags & {"span", "who"} or question.ops & rows.OVER)


def _rate(question: Question, scope: Scope, reports: Reports) -> Answer:
    """A rate of the dictionary; words beside it that its cells do not have make it another."""
    library = reports.library
    if scope.left or not answers.metrics.fits(question):
        told = answers.counted.percentage(question, scope, library) if scope.left and scope.mentions else None
        words = replace(scope, left=scope.left or tuple(question.topic) or question.rows)
        return told or refusals.not_stated(question, words)
    if answers.group_rates.asks(question, scope):
        return answers.accounted.for_all(question, scope, answers.group_rates.told(question, scope, reports))
    if scope.ambiguous and not _wide(question):
        return refusals.which_report(question, scope, library)
    made = answers.accounted.for_all(question, scope, answers.metrics.metric(question, scope, library))
    if _leads_in_a_rate(question):
        return answers.leaders.in_their_words(question, scope, library, made)
    if made.outcome is Outcome.UNDEFINED and (said := answers.counted.percentage(question, scope, library)):
        return _beside(made, said)
    return made


def _leads_in_a_rate(question: Question) -> bool:
    """公开率最高的机关有什么问题."""
    placed = question.ops & {"max", "min"} or question.nth or question.top or question.bounds
    return bool(question.flags & {"problems", "measures"} and question.metrics and placed)


def _beside(made: Answer, said: Answer) -> Answer:
    """Where the tables give no rate, the one that the prose gives stands below: of what, only its sentence says."""
    line = say("正文里有一个数，口径不同：", "The prose has one, of something else: ", made.language)
    more = notes.note("different_scopes", made.language)
    told = f"{made.headline}\n{line}{said.headline}"
    return replace(made, headline=told, passages=said.passages, notes=notes.once((*made.notes, more)))


def _for_one(question: Question, scope: Scope, library: Library, kind: Kind) -> Answer:
    if len(scope.entries) > 1:
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    return kind(question, scope, library)


def _with_words_of_the_matter(question: Question, scope: Scope) -> tuple[Question, Scope]:
    """A word that elsewhere says what is wanted is one of the matter here: 公开目录有多少项, 多久检查一次微博.

    Beside other words of the matter, where a number or a time is asked that no cell of the form has: passed over, it
    would leave another question, with another answer.
    """
    form_asked = question.table or question.rows or question.quoted or question.metrics
    counted = bool(question.units or question.flags & _HOW_MUCH)
    said = [(word, op) for slot, op, word in question.said if slot == "op"]
    words = {word: op for word, op in said if op == "check" and (word in _CHECKS or question.units)}
    if counted:
        words |= {word: op for word, op in said if op in _THINGS}
    if not words or form_asked or not (scope.left or ("check" in words.values() and question.units)):
        return question, scope
    left = fit.joined([*scope.left, *words], question.normal)
    return replace(question, ops=question.ops - set(words.values()), topic=left), replace(scope, left=left)


def _with_all_words(question: Question, scope: Scope) -> tuple[Question, Scope]:
    """Every word of the question that a number of the prose is not found by as a slot is looked for in its sentence.

    没公开多少条, 企业信息多少条: whatever the word is elsewhere, a number without it would answer another question.
    """
    words = fit.unheard(question, several=not scope.mentions or len(scope.entries) > 1)
    if not words:
        return question, scope
    left = fit.joined([*scope.left, *words], question.normal)
    return replace(question, topic=left), replace(scope, left=left)


def _problems(question: Question, scope: Scope, library: Library) -> Answer:
    of_whom = "who" in question.flags and (len(scope.mentions) != 1 or question.ops & {"mention", "lacks"})
    if scope.left and (of_whom or not scope.mentions):
        return answers.mentions.who(question, scope, library)
    if scope.left and _COUNTED & set(question.units):
        question, scope = _with_all_words(question, scope)
        return answers.counted.quantity(question, scope, library) or refusals.not_stated(question, scope)
    if scope.left:
        return answers.narrative.on_topic(question, scope, library)
    if not scope.mentions and len(scope.entries) > 3 and not (_wide(question) or "shared" in question.flags):
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    told = answers.narrative.section_five(question, scope, library)
    denied = "lacks" in question.ops or any(slot == "none" for slot, _, _ in question.said)
    if "who" in question.flags and denied:
        return answers.narrative.silent(question, scope, told)
    if not question.nth or len(scope.entries) != 1 or not told.passages:
        return told
    fewer = say("没有这么多条。", "There are not so many. ", question.language)
    return answers.narrative.item(question, told, scope) or replace(told, headline=fewer + told.headline)


def _table(question: Question, scope: Scope, library: Library) -> Answer:
    """A whole table is named, no row."""
    if scope.ambiguous and not question.ops & {"export", "compare", "list"}:
        return refusals.which_report(question, scope, library)
    if "export" not in question.ops and boundary.too_many(question, scope):
        # Whole tables of very many reports are for a file.
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    if scope.entries and all(map(answers.cells.is_before_the_form, scope.entries)):
        return no_value.before_the_form(question, scope, library)
    return (
        answers.side_by_side.compare(question, scope, library)
        if "export" not in question.ops
        else answers.side_by_side.table(question, scope, library)
    )


def _words(question: Question, scope: Scope, library: Library, search: Search) -> Answer:
    """Nothing of the form is named: a number of the prose, who mentions it, or what the reports say nearest."""
    flags, ops = question.flags, question.ops
    asks_what = _WHAT.search(question.normal) and "count_agencies" not in ops
    whoever = "who" in flags or (ops & {"mention", "lacks"} and not asks_what)
    if whoever and not scope.mentions and scope.left and not ops & {"max", "min"}:
        return answers.mentions.who(question, scope, library)
    what = "did" in ops and _WHAT.search(question.normal)
    if ops & {"mention", "lacks", "did"} and scope.mentions and scope.left and not (flags & {"quantity"} or what):
        return answers.mentions.who(question, scope, library)
    # What the staff studied is no number of the staff; 兼职人员 alone, of no agency, names a thing.
    no_number = _WHAT.search(question.normal) or not scope.mentions
    how_much = flags & _HOW_MUCH - ({"measured"} if no_number else set())
    asks = how_much or question.units or question.quoted or ops & _NUMBERS
    if asks and (scope.left or question.quoted):
        # 80件中某种几件 asks for another number than the one it quotes.
        another = "quantity" in flags and not ops & {"which_right", "check", "parts"}
        if question.quoted and not another and (told := answers.counted.reconcile(question, scope, library)):
            return told
        if scope.ambiguous and not scope.mentions and not ops & {"rank", "sum", "max", "min"}:
            return refusals.which_report(question, scope, library)
        question, scope = _with_all_words(question, scope)
        if told := answers.counted.quantity(question, scope, library):
            return told
        if another and (told := answers.counted.reconcile(question, scope, library)):
            return told
        return refusals.no_amount(question, scope) if _asks_amount(question) else refusals.not_stated(question, scope)
    if not scope.left:
        told = nothing_asked.of_it(question, scope, library, search)
        return told or refusals.out_of_scope(question, not_ours.SMALLTALK)
    return answers.narrative.open_question(question, scope, search)


def _asks_amount(question: Question) -> bool:
    return "column_money" in question.flags and not question.rows
