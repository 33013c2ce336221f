"""What a report prints about itself: its number, the day it is signed with, the days its figures cover."""

import re

from assistant.answer import Answer, Coverage, Skipped
from assistant.answers import compose, refusals
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.store import Library
from corpus.report import Entry, Hit, Passage, Source

ASKED = ("docnumber", "dated", "period")
_SHOWN = 30
_PERIOD = re.compile(r"统计期限|统计时段|统计时间|数据.{0,6}期限|统计数据.{0,4}时间|时间段|起止|\d日止")
_SENTENCE_END = re.compile(r"(?<=[。！？；])")
_NAMES = {
    "docnumber": ("文号", "document number"),
    "dated": ("落款日期", "date of issue"),
    "period": ("统计期限", "period covered"),
}


def fact(question: Question, scope: Scope, library: Library) -> Answer:
    """The words of each report that say it, verbatim; which reports say nothing of the kind."""
    lang = question.language
    asked = next((op for op in ASKED if op in question.ops), "dated")
    name = say(*_NAMES[asked], lang)
    if scope.ambiguous and not scope.spanning:
        return refusals.which_report(question, scope, library)
    found = [(entry, _said(entry, asked, library)) for entry in scope.entries[:_SHOWN]]
    told = [(entry, hit) for entry, hit in found if hit]
    if not told:
        return refusals.not_stated(question, scope, (f"报告没有印{name}。", f"The report prints no {name}. "))
    line = "\n".join(f"{compose.who(entry, lang)}{say('：', ': ', lang)}{hit.best}" for entry, hit in told if hit)
    missing = tuple(Skipped(entry.agency, entry.year, "not_stated") for entry, hit in found if not hit)
    return compose.answer(
        question,
        scope,
        compose.reading(asked, [entry for entry, _ in told], topic=name),
        line,
        passages=[hit for _, hit in told if hit],
        coverage=Coverage(len(told), missing),
    )


def _said(entry: Entry, asked: str, library: Library) -> Hit | None:
    """The line that says it, with the words themselves as its best."""
    lines = list(enumerate(library.lines(entry.report), 1))
    if asked == "docnumber":
        number = entry.imprint.number
        found = next(((n, text, number) for n, text in lines if number and _flat(number) in _flat(text)), None)
    elif asked == "period":
        found = next(((n, text, _period_in(text)) for n, text in lines if _PERIOD.search(text)), None)
    elif day := entry.imprint.dated:
        printed = re.compile(rf"{day.year}\s*[年./-]\s*0?{day.month}\s*[月./-]\s*0?{day.day}\s*日?")
        # The signature stands last.
        dates = ((n, text, match[0]) for n, text in reversed(lines) if (match := printed.search(text)))
        found = next(dates, None)
    else:
        found = None
    return _hit(entry, *found) if found else None


def _hit(entry: Entry, line: int, text: str, said: str) -> Hit:
    source = Source(entry.file, entry.path, line, line)
    section = next((s for s in reversed(entry.sections) if s.line <= line), None)
    title, number = (section.title, section.number) if section else ("", 0)
    passage = Passage(entry.report, entry.agency, entry.year, title, number, (), "prose", None, text.strip(), source)
    return Hit(passage, 1.0, said)


def _period_in(text: str) -> str:
    """The sentence that says it."""
    return next((part.strip() for part in _SENTENCE_END.split(text) if _PERIOD.search(part)), text)


def _flat(text: str) -> str:
    return "".join(text.split())
