"""Checks of very many reports: each is made and counted, and of those that fail the first are told.

What is told in words is read from those few reports alone; `nianbao check -o` writes every check.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from assistant.answer import Answer, Coverage, Outcome, ResultRow, Skipped
from assistant.answers import boundary, compose
from assistant.answers.checks import checking
from assistant.language import say
from assistant.output.render import CHECKED
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import followed, verdicts, worded
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.verdicts import Verdicts
from corpus.library.where import Where
from corpus.report import Check, Entry, State

_NO_CHECK, _NAMED = "no_check", 5
"""Why a report is left out: it has nothing that can be checked. So many of them are named."""


def arithmetic(question: Question, scope: Scope, reports: Reports) -> Answer:
    """The checks of a table, or of the whole report, over all of them."""
    return _told(question, scope, reports, checking.rules_of(question))


def conflicts(question: Question, scope: Scope, reports: Reports) -> Answer:
    """Which reports' prose contradicts their tables."""
    return _told(question, scope, reports, ("prose_table",))


def years(question: Question, scope: Scope, reports: Reports) -> Answer:
    """Which reports name another year than their own as the year they report on."""
    return _told(question, scope, reports, ("year",))


def _told(question: Question, scope: Scope, reports: Reports, rules: Collection[str]) -> Answer:
    lang, library = question.language, reports.library
    with library.apart():  # it takes seconds, and others may write meanwhile
        found = made(library, reports.where, rules)
    failing = {one.report for one in found.each if one.status == "fail"}
    first = verdicts.listed_first(library, failing, boundary.SHOWN)
    checks = [check for entry in first for check in _failing(library, entry, rules)]
    checked, coverage = _coverage(reports, found, rules)
    of_reports = [
        (say("核对过的报告", "reports checked", lang), checked),
        (say("有不符的报告", "reports with a check that fails", lang), len(failing)),
    ]
    rows = [_row(label, number, say("份", "", lang)) for label, number in of_reports]
    return compose.answer(
        question,
        scope,
        compose.reading("check", reports, topic="；".join(checking.rule_name(rule, lang) for rule in _made_of(found))),
        "\n".join([_headline(checked, len(failing), len(first), lang), *_lines(checks, first, lang)]),
        outcome=Outcome.ANSWERED if _decided(found) else Outcome.NO_CELL,
        figures=list({(f.report, f.table, f.row, f.column): f for check in checks for f in check.figures}.values()),
        passages=checking.quotations(library, checks),
        rows=[*rows, *_counted(found, lang)],
        coverage=coverage,
    )


def made(library: Library, where: Where, rules: Collection[str]) -> Verdicts:
    """How the checks of these rules come out in the reports meant."""
    found = verdicts.of_sums(library, where, rules)
    if "items_filled_as_decisions" in rules:
        found.add(verdicts.of_items(library, where))
    if set(followed.RULES) & set(rules):
        found.add(followed.of_following(library, where, rules))
    if set(worded.RULES) & set(rules):
        found.add(worded.of_prose(library, where, rules))
    if set(worded.HINTS) & set(rules):
        found.add(worded.of_hints(library, where, rules))
    return found


def _failing(library: Library, entry: Entry, rules: Collection[str]) -> list[Check]:
    return [c for c in checking.of_entry(library, entry) if c.rule in rules and c.status == "fail"]


def _coverage(reports: Reports, found: Verdicts, rules: Collection[str]) -> tuple[int, Coverage]:
    """(how many reports have anything that can be checked, what was read and left out).

    Every report was read for what the prose says; most of them say nothing that can be held against something else.
    """
    checked = {one.report for one in found.each}
    tables = {t for t in form.TABLES for e in form.EDITIONS for one in form.sums(e, t) if one.rule in rules}
    if not tables:
        return len(checked), Coverage(len(reports))
    number, first = verdicts.without(reports.library, reports.where, tables, checked, _NAMED)
    left_out = tuple(Skipped(agency, year, _NO_CHECK) for agency, year in first)
    read = len(reports) - number
    return read, Coverage(read, left_out, ((_NO_CHECK, number),) if number else ())


def _headline(read: int, failing: int, told: int, language: str) -> str:
    line = say(f"核对了 {read} 份报告，", f"{read} reports were checked: ", language)
    if not failing:
        return line + say("没有不符的。", "no check fails.", language)
    line += say(f"{failing} 份有不符的", f"checks of {failing} reports fail", language)
    if told < failing:
        line += say(
            f"，先列 {told} 份；每份的每项核对：nianbao check -o 文件",
            f", the first {told} are listed; `nianbao check -o FILE` writes every check of every report",
            language,
        )
    return line + say("：", ":", language)


def _lines(checks: Sequence[Check], first: Sequence[Entry], language: str) -> list[str]:
    who = {entry.report: compose.who(entry, language) for entry in first}
    return [checking.told(check, who[check.report], language) for check in checks]


def _made_of(found: Verdicts) -> list[str]:
    """The rules of which there is a check, in the order in which they are told."""
    there = {*found.passed, *(one.rule for one in found.each)}
    return [rule for rule in checking.RULES if rule in there]


def _decided(found: Verdicts) -> bool:
    return bool(+found.passed) or any(one.status != "not_assessable" for one in found.each)


def _counted(found: Verdicts, language: str) -> list[ResultRow]:
    """How many checks of each rule came out how."""
    numbers = Counter((one.rule, one.status) for one in found.each)
    numbers.update({(rule, "pass"): number for rule, number in found.passed.items()})
    unit = say("项", "", language)
    return [
        _row(f"{checking.rule_name(rule, language)} · {say(*CHECKED[status], language)}", number, unit)
        for rule in _made_of(found)
        for status in CHECKED
        if (number := numbers[rule, status])
    ]


def _row(label: str, number: int, unit: str) -> ResultRow:
    return ResultRow("", None, None, str(number), unit or None, str(State.PRINTED), label=label)
