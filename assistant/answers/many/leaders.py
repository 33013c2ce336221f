"""Those that lead a ranking or meet a condition, in their own words: 处罚第一名的改进措施."""

from dataclasses import replace

from assistant.answer import Answer, Choice, Exit, Outcome
from assistant.answers import notes
from assistant.answers.prose import narrative
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.store import Library
from corpus.library.where import Where

_ASKED = frozenset(("problems", "measures"))
_QUOTED = 5
"""Of so many reports at most the words stand below the figures; of more they are asked for one by one."""
_CHOICES = 3


def in_their_words(question: Question, scope: Scope, library: Library, made: Answer) -> Answer:
    """The answer about several reports, with the problems or measures that those it names write of, where asked."""
    asked = question.flags & _ASKED
    if not asked or made.exit is not Exit.OK or made.coverage.read < 2:
        return made
    reports = _named(question, made)
    if not 0 < len(reports) <= _QUOTED:
        return _two_questions(question, made)
    said = narrative.section_five(question, replace(scope, entries=library.entries(Where(reports=reports))), library)
    return replace(
        made,
        headline=f"{made.headline}\n{said.headline}",
        passages=said.passages,
        notes=notes.once((*made.notes, *said.notes)),
        coverage=replace(made.coverage, skipped=(*made.coverage.skipped, *said.coverage.skipped)),
    )


def _named(question: Question, made: Answer) -> tuple[str, ...]:
    """The reports that a ranking puts first, or where its place is asked for, or that meet the condition."""
    rows = made.rows
    if made.reading.operation in ("rank", "rate", "change") and any(row.rank is not None for row in rows):
        first = question.top or question.nth or (1 if question.ops & {"max", "min"} else 0)
        held = [row for row in rows if row.rank is not None and row.rank <= first]
        last = max((row.rank or 0 for row in held), default=0)
        rows = tuple(row for row in held if not question.nth or row.rank == last)
    elif made.reading.operation not in ("filter", "change", "streak") or made.rows_total > len(rows):
        return ()
    return tuple(dict.fromkeys(made.figures[row.figures[-1]].report for row in rows if row.figures))


def _two_questions(question: Question, made: Answer) -> Answer:
    """Figures of many or a sum, and words: whose words is not said."""
    lang = question.language
    word = "、".join(word for slot, _, word in question.said if slot in _ASKED)
    what = say("问题" if "problems" in question.flags else "改进措施", word, lang)
    line = say(
        f"这是两问：“{word}”要问到机关，照别的字算出的数里没有它。请分开问，比如先问排名，再问第一名的{what}。",
        f"These are two questions: “{word}” is asked of an agency. Ask for the figures first, then for its {word}.",
        lang,
    )
    rows = [row for row in made.rows if row.agency][:_CHOICES]
    choices = tuple(
        Choice(
            n,
            f"{row.agency} {row.year or ''}".strip(),
            say(f"{row.agency}{row.year or ''}年的{what}", f"{what} of {row.agency} in {row.year or ''}", lang),
        )
        for n, row in enumerate(rows, 1)
    )
    return replace(
        made, outcome=Outcome.CLARIFY, headline=line, value=None, unit=None, formula=None, chart=False, choices=choices
    )
