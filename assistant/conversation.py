"""Follow-ups: what a half sentence takes over from the turns before it."""

from dataclasses import replace

from assistant.answer import Answer, Outcome
from assistant.question import Question, normalise

_KEPT_OPS = frozenset("sum mean median max min rank ascending compare trend difference count_agencies".split())
_WHOLE = frozenset(
    "reports per_year provinces editions editions_new passages formchange meaning due decimals restart yearcheck "
    "conflict source export".split()
)


class Memory:
    """What a conversation holds: the slots in use, the agencies of the last answer, those spoken of, latest last."""

    def __init__(self) -> None:
        self.question: Question | None = None
        self.agencies: tuple[str, ...] = ()
        self.spoken: list[str] = []

    def complete(self, question: Question) -> Question:
        """The question with the slots it leaves open taken from the turns before."""
        question = self._with_they(question)
        last = self.question
        if last is None or not _continues(question):
            return question
        topical = bool(question.flags & {"problems", "measures", "fine"} or question.metrics or question.section)
        says_what = bool(question.rows or topical or question.left or question.table)
        names = question.names or tuple(normalise(agency) for agency in self.agencies)
        years = question.years or (() if question.relative is not None else last.years)
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
            flags=question.flags | (last.flags - {"again", "quantity", "who", "span"}),
            quoted=question.quoted,
            bound=question.bound,
            top=question.top,
            nth=question.nth,
            corrected=question.corrected,
        )

    def _with_they(self, question: Question) -> Question:
        if question.they is None or question.names:
            return question
        meant = tuple(self.spoken[-question.they :]) if question.they else self.agencies
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
        figures = question.rows or question.metrics or question.table
        if self.question is None or figures or not self.question.rows:
            self.question = question
        else:
            self.question = replace(self.question, names=question.names, years=question.years or self.question.years)


def _continues(question: Question) -> bool:
    """A question that leaves open whose figure, or what of it."""
    if question.ops & _WHOLE or question.flags & {"area", "smalltalk", "command", "opinion", "forecast"}:
        return False
    if "again" in question.flags or question.they is not None or question.normal.rstrip("?？").endswith("呢"):
        return True
    if question.flags & {"who", "span"} or question.households:
        return False
    says_what = bool(
        question.rows
        or question.flags & {"problems", "measures", "fine"}
        or question.metrics
        or question.left
        or question.table
    )
    if question.ops & _KEPT_OPS and question.rows:
        return False
    return not question.names or not says_what


def _reasons(question: Question) -> bool:
    return bool(question.ops & {"why", "which_right", "check", "faults", "missing", "contents", "profile", "contact"})
