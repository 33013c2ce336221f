"""A row of the form is named: which kind of answer its figures make."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant import answers
from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import compose, refusals, single
from assistant.language import say
from assistant.understanding import fit, portion
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope, find
from corpus import form
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Hit

Search = Callable[[str, Where, int], Sequence[Hit]]
"""(question, reports allowed, limit) → hits, best first. Opens the search index when first called."""

OVER = frozenset("sum mean median max min rank ascending count_agencies list chart grew fell did".split())
_CHOOSING = (
    ("max", "最多"),
    ("min", "最少"),
    ("count_agencies", "家"),
    ("median", "中位数"),
    ("mean", "平均"),
    ("difference", "差"),
)
FINE = (
    "两版表格都不问罚款金额；行政处罚的处理决定数量是决定件数，不是金额。",
    "Neither edition of the form asks for an amount of fines; 行政处罚 · 处理决定数量 counts decisions.",
)
_REVIEW_OF = (
    "表四只统计因政府信息公开引起的复议和诉讼，不统计对行政处罚、行政许可等的复议和诉讼。",
    "表四 counts reconsiderations and suits about information disclosure only, not about penalties or permits.",
)


def figures(question: Question, scope: Scope, reports: Reports, search: Search) -> Answer:
    """A row of the form is named: its figure, unless words are left over that narrow it to something else."""
    made = answers.accounted.for_all(question, scope, _figures(question, scope, reports, search))
    if question.flags & {"problems", "measures"}:
        return answers.leaders.in_their_words(question, scope, reports.library, made)
    return made


def _figures(question: Question, scope: Scope, reports: Reports, search: Search) -> Answer:
    ops, library = question.ops, reports.library
    if fit.asks_money(question):
        return refusals.not_asked_by_any(question, scope, "金额", *FINE)
    if without := _without_report(question, scope):
        return refusals.no_report(question, without, library)
    scope = replace(scope, left=(*scope.left, *fit.left_over(question), *_of_one(question, scope)))
    scope = replace(scope, left=(*scope.left, *_of_one_report(question, scope)))
    if _review_of_something(question):
        return refusals.not_asked_by_any(question, scope, "、".join(question.rows), *_REVIEW_OF)
    if _how_done(question, scope) and (told := answers.narrative.instead(question, scope, search)):
        return told
    if scope.left:
        return _narrowed(question, scope, library, search)
    if "yearend" in ops or fit.at_year_end(question):
        if unused := fit.unused(question):
            return _narrowed(question, replace(scope, left=unused), library, search)
        return answers.year_end.at_year_end(question, scope, library)
    if _of_kinds_of_item(question):
        one = len(scope.entries) == 1 and len(question.rows) == 1
        if one:
            return refusals.which_column(question, scope, library, question.rows[0])
        return _narrowed(question, replace(scope, left=("事项",)), library, search)
    if question.groups and (ops & {"sum", "mean"} or "in_order" in question.flags or answers.groups.is_each(question)):
        return answers.groups.ranked(question, scope, reports)
    if (scope.area or not scope.mentions) and answers.groups.is_open(question):
        return answers.groups.which(question, scope)
    if answers.one_agency.has_place(question, scope):
        among = answers.one_agency.among(question, reports)
        every = find(replace(question, names=among, years=scope.years), reports)
        return answers.one_agency.place(question, scope, every, library)
    if question.pairs and not scope.ambiguous and not ops & {"share", "ratio"}:
        return answers.side_by_side.own_rows(question, scope, library)
    if answers.one_agency.beyond(question, scope):
        every = find(replace(question, names=()), reports)
        return answers.one_agency.those_beyond(question, scope, every, library)
    if answers.one_agency.of_first(question, scope):
        return answers.one_agency.other_row(question, scope, library)
    if refused := _open_condition(question, scope):
        return refused
    if answers.named_sums.sets(question, scope, library):
        return answers.named_sums.against(question, scope, reports)
    if both := answers.totals.sides(question, scope, reports):
        return answers.totals.against(question, both, library)
    if answers.conditions.has(question, scope):
        return answers.conditions.those(question, scope, library)
    if "export" in ops and question.table is None:
        return answers.side_by_side.compare(question, scope, library)
    if question.streak is not None:
        return answers.streaks.of_years(question, scope, reports)
    scope = answers.years.two_of(question, answers.years.before(question, scope, reports))
    if answers.years.moves(question, scope):
        return answers.years.moved(question, scope, library)
    several = scope.spanning or len(scope.agencies) > 1
    if answers.years.by_rate(question) or several and answers.years.without_column(question, scope, library):
        return answers.years.not_two(question, scope)
    if answers.years.of_all_years(question, scope) and len(scope.entries) > 1:
        return answers.across.over(question, scope, library)
    if "trend" in ops or answers.years.each_year(question, scope) or _over_years(question, scope):
        return answers.years.trend(question, scope, library)
    if question.recent or "recent" in question.flags:
        return _recent(question, scope, library)
    if rated := _rates(question, scope, reports):
        return rated
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    if scope.absent_years and not scope.entries:
        return refusals.no_report(question, scope, library)
    if {"max", "min"} <= ops and ops & {"difference", "ratio"} and len(scope.entries) > 1:
        return answers.across.over(question, scope, library)
    two = len(scope.mentions) == 2 == len(scope.entries)
    if two and ops & {"above", "below"} and not (question.bounds or ops & {"mean", "median"}):
        return answers.side_by_side.compare(question, scope, library)
    if len(scope.entries) > 1 and (
        ops & {"compare", "difference", "versus"} or len(question.rows) > 1 and "sum" not in ops
    ):
        return answers.side_by_side.compare(question, scope, library)
    if scope.spanning or len(scope.entries) > 1 and (ops & OVER or question.bounds or question.top or question.nth):
        return answers.across.over(question, scope, library)
    if len(scope.entries) > 1 and len(scope.agencies) == 1 and len(question.years) < 2:
        return refusals.which_report(question, replace(scope, ambiguous=scope.entries), library)
    if len(scope.entries) > 1:
        return answers.side_by_side.compare(question, scope, library)
    if not scope.mentions and (question.bounds or question.top):
        return answers.across.over(question, scope, library)
    if unused := fit.unused(question):
        return _narrowed(question, replace(scope, left=unused), library, search)
    if fit.sets_equal(question):
        return single.equality(question, scope, library)
    return _change(question, scope, library)


def _open_condition(question: Question, scope: Scope) -> Answer | None:
    """A condition of which it is open what it is on: 超过20件且增加的 has two, 超过10% of decisions none."""
    bounds = question.bounds or tuple(bound for clause in question.clauses for bound in clause.bounds)
    against = (f"比{mention.said}" in question.normal for mention in scope.mentions)
    if any("bound_denied" in one.flags for one in question.clauses or (question,)):
        line = (
            "“没有”说的是整个范围，还是它的一边，说不准。请直接说要哪些，如“不足5件的”或“超过10件的”。",
            "Which side of the range is denied is open. Say which are meant, as in “below 5” or “more than 10”.",
        )
    elif answers.years.by_rate(question) and any(against):
        line = (
            "这是两家相比，不是两年相比。要问倍数，请问“甲是乙的几倍”。",
            "This holds two agencies against each other, not two years. Ask how many times the one is the other.",
        )
    elif "bound_apart" in question.flags and question.bounds and question.ops & {"grew", "fell"}:
        line = (
            "这里有两个条件：数本身，和它的增减。请一次问一个。",
            "There are two conditions, on the figure and on its change. Ask for one at a time.",
        )
    elif "share" in question.ops and answers.rates.MORE_BY.match(question.normal) and len(scope.agencies) != 2:
        line = (
            "高（多）百分之几要说清是谁比谁，如“甲的处罚比乙多百分之几”。",
            "By how many per cent: say who is set against whom.",
        )
    elif any(bound.unit == "%" for bound in bounds) and (
        question.clauses or not question.ops & {"share", "growth", "ratio", "grew", "fell"}
    ):
        line = (
            "百分之几要说清是什么的：占比，还是比上年增长或减少的比率。一次请只问一个。",
            "Say of what the percentage is: a share, or a change from the year before. Ask for one at a time.",
        )
    else:
        return None
    reading, coverage = compose.reading("filter", (), question.rows[0]), Coverage(len(scope.entries))
    told = say(*line, question.language)
    return compose.answer(question, scope, reading, told, outcome=Outcome.CLARIFY, coverage=coverage)


def _without_report(question: Question, scope: Scope) -> Scope | None:
    """Two agencies are set against each other and one has no report of the year: that one, as not loaded."""
    lacking = [one for one in scope.mentions if one.agencies and not set(one.agencies) & set(scope.agencies)]
    against = question.ops & {"versus", "difference", "ratio", "compare", "sum"}
    if len(scope.mentions) != 2 or len(lacking) != 1 or not against or not scope.entries:
        return None
    return replace(scope, unknown=(f"{lacking[0].agencies[0]} {'、'.join(map(str, question.years))}",), near=())


_DONE = re.compile(
    r"(?:怎么|怎样|如何)(?:办理|处理|答复|受理|规范|区分|管理)|"
    r"^how (?:does|do|did|is|are|was|were)(?![a-z])"
    r".*(?<![a-z])(?:handle[ds]?|deal|dealt|process(?:es|ed)?|respond)(?![a-z])"
)


def _how_done(question: Question, scope: Scope) -> bool:
    """How something was done is told in words, not by how often."""
    asks_number = "quantity" in question.flags or question.units or question.columns
    return bool(scope.mentions and not asks_number and _DONE.search(question.normal))


def _recent(question: Question, scope: Scope, library: Library) -> Answer:
    """近三年: a trend; added up or averaged only where so many years are loaded."""
    over = question.ops & {"sum", "mean", "median", "max", "min"}
    if over and question.recent and len(scope.years) >= question.recent:
        return answers.across.over(question, answers.years.latest(question, scope), library)
    return answers.years.trend(question, scope, library)


def _of_one(question: Question, scope: Scope) -> tuple[str, ...]:
    """Words that choose among reports, said of one report's one figure: 最大的处罚, 罚了几家."""
    if not scope.mentions or len(scope.agencies) != 1 or len(question.rows) != 1:
        return ()
    ops = question.ops
    if ops & {"versus", "compare", "share", "moved", "grew", "fell", "lastyear"} or question.households:
        return ()
    if len(scope.entries) > 1 and len(question.years) > 1 and ops & {"mean", "median", "max", "min"}:
        # 2021年和2022年平均: of its years.
        return ()
    if answers.one_agency.has_place(question, scope):
        return ()
    if ops & {"above", "below"} or answers.years.of_all_years(question, scope):
        return ()
    ops = ops - {"mean"} if "each" in ops else ops
    chosen = [(op, word) for op, word in _CHOOSING if op in ops and (word != "差" or len(question.columns) < 2)]
    said = {value: word for slot, value, word in question.said if slot in ("op", "degree")}
    found = [said.get(op, word) for op, word in chosen]
    if question.nth and not found:
        return (f"第{question.nth}",)
    return tuple(found)


def _of_one_report(question: Question, scope: Scope) -> tuple[str, ...]:
    """Words that are heard beside the figures of one report alone: 年底还剩, 等于 between two columns."""
    if len(scope.entries) < 2:
        return ()
    flags = question.flags
    year_end, equal = "remaining" in flags, "equal" in flags and len(question.rows) * len(scope.mentions) < 2
    return (*(("年底",) if year_end else ()), *(("等于",) if equal else ()))


def _change(question: Question, scope: Scope, library: Library) -> Answer:
    """`与上年相比` of a decision count: the report's own column of changes where its edition has one."""
    if "lastyear" in question.ops and not question.columns and form.table_of(question.rows[0]) == form.ACTIVE:
        return single.value(replace(question, columns=(form.CHANGE,)), scope, library)
    return single.value(question, scope, library)


def _of_kinds_of_item(question: Question) -> bool:
    """行政许可事项多少: kinds of item or decisions, where no column and no change is named."""
    moved = question.ops & {"moved", "grew", "fell", "lastyear", "growth"}
    return "matter" in question.flags and not (question.columns or moved or fit.at_year_end(question))


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
        return answers.mentions.who(replace(question), replace(scope, left=(*question.topic,)), library)
    asks = question.flags & {"quantity"} or question.units
    told = answers.counted.narrowed(question, scope, library) if asks else None
    if told:
        return told
    return _not_by_that(question, scope)


def _not_by_that(question: Question, scope: Scope) -> Answer:
    """The form has the row, but not for what the words left over narrow it to."""
    words, rows = "、".join(scope.left), "、".join(question.rows)
    detail = (
        f"表格里“{rows}”只有总数，没有按“{words}”区分；正文也没有这样的数。",
        f"The form has only totals of {rows}, nothing by “{words}”, nor does the prose give such a number. ",
    )
    return refusals.not_stated(question, scope, detail)


def _rates(question: Question, scope: Scope, reports: Reports) -> Answer | None:
    ops, library = question.ops, reports.library
    if "each" in ops and "政府集中采购" in question.rows:
        return answers.rates.each(question, scope, library)
    if "growth" in ops or ("share" in ops and ops & {"grew", "fell", "moved"} and len(scope.entries) == 1):
        return answers.rates.growth(question, scope, library)
    if "share" in ops and question.they is not None and len(scope.agencies) > 1:
        # 占两家的多少: the share of each in the sum of those meant.
        return answers.rates.share(question, replace(scope, mentions=()), scope, library)
    two = bool(scope.mentions) and len(question.rows) == 1 and len(scope.entries) == 2 and len(scope.agencies) == 2
    if two and ops & {"ratio", "share"} and not (question.households or "span" in question.flags):
        return answers.rates.of_two(question, scope, library)
    if ops & {"difference"} or ("versus" in ops and ops & {"max", "min"} and len(question.rows) == 2):
        return None
    if len(question.rows) == 2 and ops & {"ratio", "versus", "share"} and not (question.share_of or "compare" in ops):
        return answers.rates.ratio(question, scope, library)
    if "share" in ops and fit.is_of_requests(question):
        return answers.rates.of_requests(question, scope, library)
    if "share" in ops and question.quoted:
        words = replace(scope, left=question.topic)
        return answers.portions.share(question, words, library) or refusals.not_stated(question, scope)
    if "share" in ops:
        return answers.rates.share(question, scope, _whole(question, scope, reports), library)
    set_against = ops & {"above", "below", "compare", "versus", "max", "min"}
    if scope.mentions and len(scope.entries) == 1 and ops & {"mean", "median"} and set_against:
        return answers.side_by_side.against_mean(question, scope, _whole(question, scope, reports), library)
    return None


def _whole(question: Question, scope: Scope, reports: Reports) -> Scope:
    """The reports that a share or a mean is taken over: those of the same years."""
    wide = "span" in question.flags or (question.households and question.households == len(reports.agencies))
    years = question.years or (() if wide else scope.years)
    asked = replace(question, names=(), years=years)
    if of_places := portion.whole(question, reports):
        asked = replace(asked, names=of_places, ops=asked.ops - {"share"} | {"sum"})
    if answers.rates.of_level(question):
        asked = replace(asked, levels=(), placekinds=())
    return answers.across.households(question, find(asked, reports))


def _over_years(question: Question, scope: Scope) -> bool:
    """Years are to be added up or compared, and some of them are not loaded."""
    asked = question.ops & {"sum", "mean", "moved", "grew", "fell", "difference", "growth"}
    return bool(asked and scope.absent_years and scope.mentions and len(question.years) > 1)
