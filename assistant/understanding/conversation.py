"""Follow-ups: what a half sentence takes over from the turns before it."""

import re
from dataclasses import replace

from assistant.answer import Answer, Outcome
from assistant.understanding.question import Question
from corpus import form
from corpus.identity.normal import normalise

_KEPT_OPS = frozenset("sum mean median max min rank ascending compare trend difference count_agencies".split())
_COLUMN_FLAGS = frozenset("column_money column_projects column_items column_made".split())
_RELATES = re.compile(
    r"(?:那|那么|再)?(?:比|是|和|与|跟|同|加上|加|减去|除以|vs|versus|than|compared|minus|and .*(?:total|sum|together))"
)
_OF_ANOTHER = frozenset("which_right why lastyear same mention did".split())
_RANKING = frozenset(("max", "min", "rank"))
_OF_SEVERAL = frozenset("sum mean median compare difference".split())
_SPOKEN = 5
"""So many agencies spoken of are meant by 它们 at most."""
_OF_ONE_TURN = frozenset("problems measures admits again except others row_implied".split())
# Asked of another agency by its name alone.
_KEPT_ALONE = frozenset(
    "check faults contents profile contact docnumber dated period missing growth share moved grew fell lastyear".split()
)
_WITHIN = re.compile(r"(?:那)?(?:其中|里面|对|针对|涉及|属于|关于)|.+的(?:呢)?[?？]?$")
_WHOLE = frozenset(
    "reports per_year provinces editions editions_new passages formchange meaning due decimals restart yearcheck "
    "conflict source export".split()
)


class Memory:
    """What a conversation holds.

    `question` is the last one with its slots complete, `figure` the last that asked for a figure; `agencies` are those
    of the last answer, `spoken` all that were spoken of, latest last.
    """

    def __init__(self) -> None:
        self.question: Question | None = None
        self.figure: Question | None = None
        self.agencies: tuple[str, ...] = ()
        self.spoken: list[str] = []
        self.pair: tuple[str, ...] = ()
        """The last two agencies that one question named, in its order: 前者, 后者."""
        self._alone = False
        """The last question named agency and row itself."""
        self.of_place = False
        """The last turn asked something of the holder of a place: 第二名的许可呢."""
        self.listed: Question | None = None
        """The last question whose answer set the same figure of several reports one below the other."""

    def complete(self, question: Question) -> Question:
        """The question with the slots it leaves open taken from the turns before."""
        if len(question.names) == 2:
            self.pair = question.names
        self._alone = bool(question.names and question.rows and question.they is None)
        question = self._with_others(self._with_they(question))
        last = self.figure if question.ops & _KEPT_OPS and self.figure else self.question
        if last is None or not _continues(question, last):
            return question
        if "row_implied" in question.flags and last.rows and _same_table(question, last):
            question = replace(question, rows=(), flags=question.flags - {"row_implied"})
        if question.ops == {"versus"}:
            question = replace(question, ops=question.ops | last.ops & {"difference"})
        if question.table and last.table and _only_table(question):
            same = replace(last, text=question.text, normal=question.normal, language=question.language)
            return replace(same, table=question.table)
        if question.left and last.rows and not question.rows and _WITHIN.match(question.normal):
            question = replace(question, rows=last.rows, columns=question.columns or last.columns)
        topical = bool(question.flags & {"problems", "measures", "fine"} or question.metrics or question.section)
        says_what = bool(question.rows or topical or question.left or question.table)
        names = self._names(question)
        years = question.years or (() if question.relative is not None else last.years)
        if _only_another_row(question):
            return _with_row(last, question, names, years)
        if question.rows and last.rows and _RELATES.match(question.normal) and "share" not in question.ops:
            return replace(question, names=names, years=years, rows=_both(last, question))
        if question.share_of or (says_what and "share" in question.ops and question.normal.startswith("占")):
            return replace(question, names=names, years=years, rows=_both(last, question), share_of=question.rows)
        if _counts_on(question, last):
            question = replace(question, flags=question.flags | {"quantity"})
        if says_what or _reasons(question):
            ops = question.ops or (_ops_for(last.ops & _KEPT_OPS, names) if question.rows else question.ops)
            rows = question.rows or (last.rows if question.ops & {"why", "which_right"} and not question.left else ())
            return replace(question, names=names, years=years, ops=ops, rows=rows)
        return _with_slots_of(last, question, names, years)

    def _names(self, question: Question) -> tuple[str, ...]:
        """Whose figure: the agencies named, with those before where the half sentence sets them against each other."""
        before = tuple(normalise(agency) for agency in self._meant(question))
        if question.names:
            if not _RELATES.match(question.normal):
                return question.names
            last = self.question
            if last is not None and question.normal[0] == "比" and _RELATES.match(last.normal):
                before = last.names[:1]
            return (*before, *question.names)
        ranks = bool(question.ops & _RANKING or question.nth)
        again = self.question is not None and ranks and bool(self.question.ops & _RANKING)
        of_leader = "share" in question.ops and len(self.agencies) == 1
        if question.they is None and _chooses_of_all(self.question) and not (_reasons(question) or of_leader):
            return ()
        wide = (question.households or "span" in question.flags) and not ("share" in question.ops and len(before) == 1)
        elsewhere = again or question.places or question.unknown or wide
        return () if elsewhere else before

    def _meant(self, question: Question) -> tuple[str, ...]:
        """The agencies of a half sentence that names none: those of the last answer; of “谁更高” the last two."""
        if len(self.agencies) != 1 or len(self.spoken) < 2:
            between = self.question is not None and len(self.question.rows) == 2 and not question.rows
            return () if "who" in question.flags and len(self.agencies) == 1 and not between else self.agencies
        if "who" in question.flags and question.ops & {"max", "min"}:
            return tuple(self.spoken[-2:])
        return self._several() if question.ops & _OF_SEVERAL else self.agencies

    def _several(self) -> tuple[str, ...]:
        """More than one agency: those of the last answer, where that is one all that were spoken of."""
        return self.agencies if len(self.agencies) > 1 else tuple(self.spoken[-_SPOKEN:])

    def _with_others(self, question: Question) -> Question:
        """其他几家呢: every agency but those of the last answer."""
        if "others" not in question.flags or question.names:
            return question
        spoken = self.agencies or tuple(self.spoken[-1:])
        if not spoken:
            return question
        names = tuple(normalise(agency) for agency in spoken)
        return replace(question, names=names, flags=question.flags | {"except", "again"})

    def _with_they(self, question: Question) -> Question:
        if self._counts_those_spoken_of(question):
            question = replace(question, they=question.households, households=None)
        if question.they is not None and question.names and question.ops & _SETTING:
            # 甲比它多吗: the one named against those of the last answer.
            before = tuple(normalise(agency) for agency in self.agencies)
            return replace(question, names=(*question.names, *(name for name in before if name not in question.names)))
        if question.they is None or question.names:
            return question
        meant = self._several()
        if question.they < 0:
            # 前者, 后者: in the order in which they were named.
            pair = self.pair or tuple(self.spoken[-2:])
            if len(pair) < 2:
                return replace(question, left=(*question.left, "前者" if question.they == -1 else "后者"))
            meant = tuple(pair[-question.they - 1 : -question.they])
        elif question.they:
            meant = self.agencies if question.they == 1 else tuple(self.spoken[-question.they :])
        return replace(question, names=tuple(normalise(agency) for agency in meant))

    def _counts_those_spoken_of(self, question: Question) -> bool:
        """“两家一共多少” after two agencies were spoken of: those two."""
        said = question.rows or question.years or question.names or question.places or question.left
        return not said and question.households is not None and 1 < question.households <= len(self.spoken)

    def take(self, question: Question | None, answer: Answer, meant: tuple[str, ...]) -> Answer:
        """Remember an answer about what was shown, with the question that asks it in full and whom 它 means."""
        if question is not None:
            # The ranking that places are counted in stays the one that was asked for.
            listed = self.listed
            self.keep(question, answer)
            self.listed = listed
        self.of_place = False
        if meant:
            self.agencies = meant
        return answer

    def keep(self, question: Question, answer: Answer) -> None:
        """Remember the slots of an answered question; a refusal keeps those before it."""
        agencies = answer.reading.agencies
        if answer.outcome is Outcome.NO_REPORT and question.names and not question.unknown:
            # The year that is not loaded is forgotten; whose figure and which row are kept.
            question = replace(question, years=self.question.years if self.question else ())
        elif answer.outcome is Outcome.NO_REPORT and self.question is None and question.rows:
            # What was asked is kept for an agency that is loaded.
            self.question = self.figure = replace(question, names=(), places=(), unknown=())
            return
        elif answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.ERROR, Outcome.NO_REPORT):
            return
        if len(agencies) <= 5:
            for agency in agencies:
                if agency in self.spoken:
                    self.spoken.remove(agency)
                self.spoken.append(agency)
            self.agencies = agencies if question.names or len(agencies) == 1 else ()
        if answer.reading.operation == "rank" and answer.rows and (question.ops & {"max", "min"} or question.nth):
            place = question.nth or 1
            self.agencies = tuple(dict.fromkeys(row.agency for row in answer.rows if row.rank == place))
        if _lists(question, answer):
            self.listed = question
        elif answer.reading.operation in _LISTING or (question.rows and question.names and self._alone):
            self.listed = None
        self.question = question
        if question.rows or question.metrics or question.table:
            self.figure = question
        elif self.figure is not None:
            self.figure = replace(self.figure, names=question.names, years=question.years or self.figure.years)


_LISTING = frozenset("rank filter compare sum mean median".split())
_RANKED_OPS = frozenset("rank ascending max min sum mean median compare list chart count_agencies difference".split())


def _lists(question: Question, answer: Answer) -> bool:
    """The answer sets one figure of several reports one below the other, so that they can be ranked."""
    whose = {(row.agency, row.year) for row in answer.rows}
    one = len(question.rows) == 1 and len(whose) == len(answer.rows) > 1 and all(row.figures for row in answer.rows)
    plain = not (question.clauses or question.ops - _RANKED_OPS or question.share_of or question.flags & {"except"})
    return one and plain and answer.reading.operation in _LISTING


_SETTING = frozenset("versus above below difference compare".split())


def _both(last: Question, question: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*last.rows[:1], *question.rows)))


def _with_slots_of(last: Question, question: Question, names: tuple[str, ...], years: tuple[int, ...]) -> Question:
    """The question with row, column and the rest of the last one, where it says nothing of them itself."""
    columns = question.columns or (() if question.flags & _COLUMN_FLAGS else last.columns)
    once = {"again", "except", "others"}
    kept = last.flags - once - {"who", "span"} if question.names or question.ops else last.flags - once
    if question.flags & _COLUMN_FLAGS or columns != last.columns:
        kept -= _COLUMN_FLAGS
    return replace(
        question,
        names=names,
        years=years,
        rows=last.rows,
        columns=columns,
        results=question.results or last.results,
        applicants=question.applicants or last.applicants,
        table=last.table,
        section=question.section or last.section,
        metrics=last.metrics,
        ops=question.ops or _ops_for(last.ops & (_KEPT_OPS | _KEPT_ALONE), names, last.rows + last.columns),
        left=question.left or (last.left if not last.rows else ()),
        top=question.top or (None if names else last.top),
        flags=question.flags | kept,
        households=question.households or (None if names else last.households),
        bounds=question.bounds or (() if names else last.bounds),
        clauses=question.clauses or (() if names or question.rows else last.clauses),
        either=question.either or last.either,
        topic=question.topic or last.topic,
    )


def _same_table(question: Question, last: Question) -> bool:
    """The column or result named without its row is one of the row before."""
    asked = (*question.columns, *question.results)
    return all(any(form.columns(e, row, one) for e in form.EDITIONS) for row in last.rows for one in asked)


def _only_table(question: Question) -> bool:
    """“表三呢”."""
    said = question.rows or question.names or question.left or question.ops or question.years or question.metrics
    return not said and not question.flags - {"again"}


def _chooses_of_all(question: Question | None) -> bool:
    """It was asked which of all reports."""
    if question is None or question.names or question.households:
        return False
    return bool(question.ops & _RANKING or question.bounds or question.clauses)


def _money(question: Question) -> frozenset[str]:
    """多少钱 is not carried over to a row that has no amount."""
    return frozenset() if _AMOUNTS & set(question.rows) else frozenset(("column_money", "fine"))


_AMOUNTS = frozenset(("政府集中采购", "行政事业性收费"))


def _only_another_row(question: Question) -> bool:
    """“那许可呢”: a row, perhaps a column or a year, and nothing said of what to do with it."""
    said = question.flags - {"again", "quantity"}
    elsewhere = question.places or question.unknown or question.households
    return bool(question.rows) and not (question.ops or said or question.left or question.table or elsewhere)


def _with_row(last: Question, question: Question, names: tuple[str, ...], years: tuple[int, ...]) -> Question:
    return replace(
        last,
        text=question.text,
        normal=question.normal,
        language=question.language,
        names=names,
        years=years,
        relative=question.relative,
        rows=question.rows,
        share_of=(),
        top=question.top or (None if names else last.top),
        nth=question.nth,
        columns=question.columns,
        results=question.results,
        applicants=question.applicants,
        table=None,
        section=None,
        metrics=(),
        flags=(last.flags - _OF_ONE_TURN - _money(question)) | question.flags,
        ops=_ops_for(last.ops - _OF_ANOTHER, names),
        left=(),
        said=question.said,
        topic=question.topic,
        quoted=question.quoted,
        units=question.units,
        bounds=question.bounds or (() if names else last.bounds),
        clauses=question.clauses or (() if names or question.rows else last.clauses),
        either=question.either or last.either,
        corrected=question.corrected,
    )


def _counts_on(question: Question, last: Question) -> bool:
    """“微信呢” after a number of the prose was asked: the number of that, not what is said of it."""
    counted = bool(last.units or "quantity" in last.flags) and bool(last.left) and not last.rows
    said = question.ops or question.flags - {"again"} or question.rows or question.metrics or question.section
    return counted and bool(question.left) and not said


def _ops_for(ops: frozenset[str], names: tuple[str, ...], rows: tuple[str, ...] = ()) -> frozenset[str]:
    """What is taken over of what was to be done: one figure of one agency is neither ranked nor added up."""
    if len(names) != 1:
        return ops
    return ops - _RANKING - (_OF_SEVERAL - {"sum", "difference"} if len(rows) > 1 else _OF_SEVERAL)


def _continues(question: Question, last: Question) -> bool:
    """A question that leaves open whose figure, or what of it."""
    if question.ops & _WHOLE or question.flags & {"area", "smalltalk", "command", "opinion", "forecast"}:
        return False
    if question.quoted and not (question.ops or question.rows or question.names or question.left):
        return False
    if "again" in question.flags or question.they is not None or question.normal.rstrip("?？").endswith("呢"):
        return True
    says_what = bool(
        question.rows
        or question.flags & {"problems", "measures", "fine"}
        or question.metrics
        or question.left
        or question.table
    )
    if last.rows and _RELATES.match(question.normal):
        return True
    wide = bool(question.flags & {"who", "span"} or question.households)
    if wide:
        return not says_what and bool(last.rows)
    if question.ops & _KEPT_OPS and question.rows:
        # 许可加处罚, of the one agency spoken of.
        return len(question.rows) > 1 and question.ops == {"sum"} and not question.years and len(last.names) == 1
    return not question.names or not says_what


def _reasons(question: Question) -> bool:
    return bool(question.ops & {"why", "which_right", "check", "faults", "missing", "contents", "profile", "contact"})
