"""Follow-ups: what a half sentence takes over from the turns before it."""

from dataclasses import replace

from assistant.answer import Answer, Outcome
from assistant.question import Question, normalise

_KEPT_OPS = frozenset("sum mean median max min rank ascending compare trend difference count_agencies".split())
_OF_SEVERAL = frozenset("sum mean median compare difference".split())
_SPOKEN = 5
"""So many agencies spoken of are meant by 它们 at most."""
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

    def complete(self, question: Question) -> Question:
        """The question with the slots it leaves open taken from the turns before."""
        question = self._with_they(question)
        last = self.figure if question.ops & _KEPT_OPS and self.figure else self.question
        if last is None or not _continues(question, last):
            return question
        topical = bool(question.flags & {"problems", "measures", "fine"} or question.metrics or question.section)
        says_what = bool(question.rows or topical or question.left or question.table)
        names = question.names or tuple(normalise(agency) for agency in self._meant(question))
        years = question.years or (() if question.relative is not None else last.years)
        if _only_another_row(question):
            return _with_row(last, question, names, years)
        if says_what or _reasons(question):
            ops = question.ops or (last.ops & _KEPT_OPS if question.rows else question.ops)
            rows = question.rows or (last.rows if question.ops & {"why", "which_right"} and not question.left else ())
            return replace(question, names=names, years=years, ops=ops, rows=rows)
        return replace(
            last,
            text=question.text,
            normal=question.normal,
            language=question.language,
            names=names,
            years=years,
            relative=question.relative,
            columns=question.columns or last.columns,
            results=question.results or last.results,
            applicants=question.applicants or last.applicants,
            ops=question.ops | (last.ops & _KEPT_OPS if not question.ops else frozenset()),
            flags=question.flags | (last.flags - {"again", "quantity"} if question.names else last.flags - {"again"}),
            quoted=question.quoted,
            bound=question.bound,
            top=question.top,
            nth=question.nth,
            corrected=question.corrected,
        )

    def _meant(self, question: Question) -> tuple[str, ...]:
        """The agencies of a half sentence that names none: those of the last answer; of “谁更高” the last two."""
        if len(self.agencies) != 1 or len(self.spoken) < 2:
            return () if "who" in question.flags and len(self.agencies) == 1 else self.agencies
        if "who" in question.flags and question.ops & {"max", "min"}:
            return tuple(self.spoken[-2:])
        return self._several() if question.ops & _OF_SEVERAL else self.agencies

    def _several(self) -> tuple[str, ...]:
        """More than one agency: those of the last answer, where that is one all that were spoken of."""
        return self.agencies if len(self.agencies) > 1 else tuple(self.spoken[-_SPOKEN:])

    def _with_they(self, question: Question) -> Question:
        if question.they is None or question.names:
            return question
        meant = self._several()
        if question.they:
            meant = self.agencies if question.they == 1 else tuple(self.spoken[-question.they :])
        return replace(question, names=tuple(normalise(agency) for agency in meant))

    def keep(self, question: Question, answer: Answer) -> None:
        """Remember the slots of an answered question; a refusal keeps those before it."""
        agencies = answer.reading.agencies
        if answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.ERROR, Outcome.NO_REPORT):
            return
        if len(agencies) <= 5:
            for agency in agencies:
                if agency in self.spoken:
                    self.spoken.remove(agency)
                self.spoken.append(agency)
            self.agencies = agencies if question.names or len(agencies) == 1 else ()
        self.question = question
        if question.rows or question.metrics or question.table:
            self.figure = question
        elif self.figure is not None:
            self.figure = replace(self.figure, names=question.names, years=question.years or self.figure.years)


def _only_another_row(question: Question) -> bool:
    """“那许可呢”: a row, perhaps a column or a year, and nothing said of what to do with it."""
    said = question.flags - {"again", "quantity"}
    return bool(question.rows) and not (question.ops or said or question.left or question.table or question.households)


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
        columns=question.columns,
        results=question.results,
        applicants=question.applicants,
        table=None,
        section=None,
        metrics=(),
        flags=(last.flags - {"problems", "measures", "admits", "again"}) | question.flags,
        ops=last.ops - {"which_right", "why", "lastyear", "same", "mention", "did"},
        left=(),
        topic=question.topic,
        quoted=question.quoted,
        bound=question.bound or last.bound,
        corrected=question.corrected,
    )


def _continues(question: Question, last: Question) -> bool:
    """A question that leaves open whose figure, or what of it."""
    if question.ops & _WHOLE or question.flags & {"area", "smalltalk", "command", "opinion", "forecast"}:
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
    wide = bool(question.flags & {"who", "span"} or question.households)
    if wide:
        return not says_what and bool(last.rows)
    if question.ops & _KEPT_OPS and question.rows:
        return False
    return not question.names or not says_what


def _reasons(question: Question) -> bool:
    return bool(question.ops & {"why", "which_right", "check", "faults", "missing", "contents", "profile", "contact"})
