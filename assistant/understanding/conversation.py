"""Follow-ups: what a conversation holds, and how a half sentence is completed from it."""

import re
from dataclasses import dataclass, replace

from assistant.answer import Answer, Outcome
from assistant.understanding import among, takeover
from assistant.understanding.question import Question
from corpus.identity.normal import normalise

_SPOKEN = 5
"""So many agencies spoken of are meant by 它们 at most."""
_FEW = 5
"""So many agencies of one answer are spoken of one by one."""
_WHOSE = 30
"""A list of so many reports at most is gone on from by the names of its agencies."""
_WITHIN = re.compile(r"(?:那)?(?:其中|里面|对|针对|涉及|属于|关于)|.+的(?:呢)?[?？]?$")
_AMONG = re.compile(
    r"(?:其中|这(?:些|几家|里面)(?:里面|当中|里|中)?|它们(?:当中|里面|里|中)|(?:out )?of (?:these|those|them)|among)"
)
_ANOTHER = re.compile(r"(?:另外?|其他|其它|其余|剩下)的?[两二三四五六2-6]\s*家")
_SETTING = frozenset("versus above below difference compare".split())


_ITEMS = ("条", "篇", "则", "期", "件")
"""Counters of what is published: one thing is counted in one, the next in another."""
_REFUSED = frozenset((Outcome.OUT_OF_SCOPE, Outcome.ERROR, Outcome.NO_REPORT))


@dataclass(frozen=True, slots=True)
class Held:
    """What a conversation holds between two turns; a session keeps it with each."""

    question: Question | None = None
    """The last one with its slots complete."""
    figure: Question | None = None
    """The last that asked for a figure."""
    listed: Question | None = None
    """The last question whose answer set the same figure of several reports one below the other."""
    agencies: tuple[str, ...] = ()
    """Those of the last answer."""
    spoken: tuple[str, ...] = ()
    """All that were spoken of, latest last."""
    pair: tuple[str, ...] = ()
    """The last two agencies that one question named, in its order: 前者, 后者."""
    whose: tuple[tuple[str, int], ...] = ()
    """Agency and year of every report that the last list names, where it is short."""
    alone: bool = False
    """The last question named agency and row itself."""
    of_place: bool = False
    """The last turn asked something of the holder of a place: 第二名的许可呢."""
    unit: str | None = None
    """Of the last number of the prose."""


class Memory:
    """What a conversation holds, as it goes on."""

    def __init__(self, held: Held = Held(), stands: among.Stands = lambda name: "") -> None:
        self._stands = stands
        self.question, self.figure, self.listed = held.question, held.figure, held.listed
        self.agencies, self.spoken, self.pair, self.whose = held.agencies, held.spoken, held.pair, held.whose
        self.alone, self.of_place, self.unit = held.alone, held.of_place, held.unit

    def held(self) -> Held:
        """All of it, as it is now."""
        return Held(
            self.question,
            self.figure,
            self.listed,
            self.agencies,
            self.spoken,
            self.pair,
            self.whose,
            self.alone,
            self.of_place,
            self.unit,
        )

    def complete(self, question: Question) -> Question:
        """The question with the slots it leaves open taken from the turns before."""
        if len(question.names) == 2:
            self.pair = question.names
        self.alone = bool(question.names and question.rows and question.they is None)
        question = self._with_others(self._with_they(self._among_those(question)))
        last = self.figure if question.ops & takeover.KEPT_OPS and self.figure else self.question
        if takeover.items_now(question.normal):
            question = takeover.of_items_now(question, last)
        if last is not None and takeover.asks_of_a_number(question):
            # 那80是什么: a number of the report that is spoken of.
            return replace(question, names=self._names(question), years=last.years, rows=last.rows, ops=frozenset())
        if last is None or not takeover.continues(question, last):
            return question
        if some := among.kept(last, question, self._stands):
            made = self._completed(last, replace(question, names=()), alone=False)
            made = among.asked_of(made, question, some, self._stands)
            return among.still_added(last, question, made)
        made = self._completed(last, question)
        return made if made.names else among.still_added(last, question, made)

    def _completed(self, last: Question, question: Question, *, alone: bool = True) -> Question:
        """The half sentence with what the last question says; not `alone`, where it names no agency of its own."""
        question = takeover.less(last, question)
        if "row_implied" in question.flags and last.rows and takeover.same_table(question, last):
            question = replace(question, rows=(), flags=question.flags - {"row_implied"})
        if question.ops == {"versus"}:
            question = replace(question, ops=question.ops | last.ops & {"difference"})
        if question.table and last.table and takeover.only_table(question):
            same = replace(last, text=question.text, normal=question.normal, language=question.language)
            return replace(same, table=question.table)
        if question.left and last.rows and not question.rows and _WITHIN.match(question.normal):
            question = replace(question, rows=last.rows, columns=question.columns or last.columns)
        topical = bool(question.flags & {"problems", "measures", "fine"} or question.metrics or question.section)
        says_what = bool(question.rows or topical or question.left or question.table)
        names = self._names(question) if alone else ()
        years = question.years or (() if question.relative is not None else last.years)
        if takeover.only_another_row(question):
            return takeover.narrowed(last, question, takeover.with_row(last, question, names, years))
        if question.rows and last.rows and takeover.RELATES.match(question.normal) and "share" not in question.ops:
            ops = takeover.deeds(last, question)
            return replace(question, names=names, years=years, rows=takeover.both(last, question), ops=ops)
        if question.share_of and set(question.rows) > set(question.share_of):
            # Part and whole are both said.
            return replace(question, names=names, years=years)
        if question.share_of or (says_what and "share" in question.ops and question.normal.startswith("占")):
            return replace(
                question, names=names, years=years, rows=takeover.both(last, question), share_of=question.rows
            )
        if takeover.counts_on(question, last):
            units = question.units or (_ITEMS if self.unit in _ITEMS else (self.unit,) if self.unit else ())
            question = replace(question, flags=question.flags | {"quantity"}, units=units)
        if says_what or takeover.reasons(question):
            ops = question.ops or (
                takeover.ops_for(last.ops & takeover.KEPT_OPS, names) if question.rows else question.ops
            )
            rows = question.rows or (last.rows if question.ops & {"why", "which_right"} and not question.left else ())
            made = replace(question, names=names, years=years, ops=ops, rows=rows)
            same_place = question.metrics and not (question.groups or "who" in question.flags)
            return takeover.narrowed(last, question, made) if same_place else made
        made = takeover.narrowed(last, question, takeover.with_slots_of(last, question, names, years))
        return takeover.chosen(last, question, made)

    def _names(self, question: Question) -> tuple[str, ...]:
        """Whose figure: the agencies named, with those before where the half sentence sets them against each other."""
        before = tuple(normalise(agency) for agency in self._meant(question))
        if question.names:
            if not takeover.RELATES.match(question.normal):
                return question.names
            last = self.question
            if last is not None and question.normal[0] == "比" and takeover.RELATES.match(last.normal):
                before = last.names[:1]
            return (*before, *question.names)
        ranks = bool(question.ops & takeover.RANKING or question.nth)
        again = self.question is not None and ranks and bool(self.question.ops & takeover.RANKING)
        of_leader = "share" in question.ops and len(self.agencies) == 1
        if (
            question.they is None
            and takeover.chooses_of_all(self.question)
            and not (takeover.reasons(question) or of_leader)
        ):
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
            return self.spoken[-2:]
        return self._several() if question.ops & takeover.OF_SEVERAL else self.agencies

    def _several(self) -> tuple[str, ...]:
        """More than one agency: those of the last answer, where that is one all that were spoken of."""
        return self.agencies if len(self.agencies) > 1 else self.spoken[-_SPOKEN:]

    def _among_those(self, question: Question) -> Question:
        """其中许可最多的是谁: of the reports that the last list names."""
        if not _AMONG.match(question.normal) or not question.rows or question.names or question.years:
            return question
        agencies, years = (
            (tuple(dict.fromkeys(part)) for part in zip(*self.whose, strict=True)) if self.whose else ((), ())
        )
        if not question.ops & takeover.RANKING or len(agencies) * len(years) != len(self.whose) or not self.whose:
            return question
        names = tuple(normalise(agency) for agency in agencies)
        return replace(question, names=names, years=years, flags=question.flags - {"who"})

    def _with_others(self, question: Question) -> Question:
        """其他几家呢: every agency but those of the last answer."""
        if question.names:
            return question
        if question.households and _ANOTHER.search(question.normal):
            left = tuple(word for word in question.left if word not in ("另", "另外"))
            question = replace(question, flags=question.flags | {"others"}, left=left)
        if "others" not in question.flags:
            return question
        spoken = self.agencies or self.spoken[-1:]
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
            pair = self.pair or self.spoken[-2:]
            if len(pair) < 2:
                return replace(question, left=(*question.left, "前者" if question.they == -1 else "后者"))
            meant = tuple(pair[-question.they - 1 : -question.they])
        elif question.they:
            meant = self.agencies if question.they == 1 else self.spoken[-question.they :]
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

    def of_ranking(self, listed: Question, answer: Answer) -> Answer:
        """Remember an answer about the places of a ranking as that ranking, which the next half sentence may mean."""
        self.keep(listed, answer)
        self.listed = listed
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
        elif answer.outcome in _REFUSED or (answer.outcome is Outcome.CLARIFY and not question.rows + question.names):
            return
        if len(agencies) <= _FEW:
            for agency in agencies:
                self.spoken = (*(one for one in self.spoken if one != agency), agency)
            self.agencies = agencies if question.names or len(agencies) == 1 else ()
        if answer.reading.operation == "rank" and answer.rows and (question.ops & {"max", "min"} or question.nth):
            place = question.nth or 1
            self.agencies = tuple(dict.fromkeys(row.agency for row in answer.rows if row.rank == place))
        self.unit = answer.unit if answer.reading.operation == "prose" else None
        if answer.reading.operation in takeover.LISTING:
            known = [(row.agency, row.year) for row in answer.rows[:_WHOSE] if row.year is not None]
            short = len(known) == len(answer.rows) and answer.rows_total <= len(known)
            self.whose = tuple(dict.fromkeys(known)) if short else ()
        if takeover.lists(question, answer):
            self.listed = question
        elif answer.reading.operation in takeover.LISTED or (question.rows and question.names and self.alone):
            self.listed = None
        self.question = question
        if question.rows or question.metrics or question.table:
            self.figure = question
        elif self.figure is not None:
            self.figure = replace(self.figure, names=question.names, years=question.years or self.figure.years)
