"""What the prose says of a row of the form, alone or beside the table: both numbers, and whether they agree."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import cells, compose, no_value, refusals, single
from assistant.answers.cells import Cell
from assistant.answers.prose import counted
from assistant.language import say
from assistant.output.render import place, shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.checking.compare import Compared, compared, different_scopes
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Count

_TABLE = re.compile(r"表格?[里中上]|表格|表[二三四]|(?<![a-z])tables?(?![a-z])")
_BOTH = frozenset("conflict check same which_right".split())


def of_rows(question: Question, scope: Scope, library: Library) -> Answer:
    """What the prose says of the rows named: of one report, or of each; both where the table is asked as well."""
    if len(scope.entries) != 1 or len(question.rows) != 1:
        if scope.ambiguous:
            return refusals.which_report(question, scope, library)
        said = scope.entries and counted.quantity(question, _with_rows(question, scope), library)
        return said or refusals.not_stated(question, _with_rows(question, scope))
    if question.ops & _BOTH or question.table or _TABLE.search(question.normal):
        return _both(question, scope, library)
    told, others = _counts(question, scope, library)
    said = counted.of_those(question, scope, [*(one.count for one in told), *others])
    return _confirmed(question, said) if said else _silent(question, scope, library)


def _confirmed(question: Question, said: Answer) -> Answer:
    """The yes or no of “正文里是 18 条吗”, where one number is asked about and one is found."""
    asked = {quoted.value for quoted in question.quoted} | {bound.value for bound in question.bounds}
    if len(asked) != 1 or said.value is None:
        return said
    right = Decimal(said.value) in asked
    yes = say("是，", "yes, ", said.language) if right else say("不是，", "no, ", said.language)
    return replace(said, headline=yes + said.headline)


def _with_rows(question: Question, scope: Scope) -> Scope:
    return replace(scope, left=question.rows)


def _counts(question: Question, scope: Scope, library: Library) -> tuple[list[Compared], list[Count]]:
    """The numbers of the prose that read as the row's, and those that name it and count something else."""
    reports, labels = [scope.entries[0].report], _labels(question)
    figures, counts = library.figures(reports=reports), library.counts(reports=reports)
    told = [one for one in compared(figures, counts) if any(f.row in labels for f in one.cells)]
    near = {
        id(count): count for figure, count in different_scopes(figures, counts) if _names(figure.row, labels, count)
    }
    return told, [count for count in near.values() if not question.units or count.unit in question.units]


def _names(row: str, labels: frozenset[str], count: Count) -> bool:
    return row in labels and any(form.generic_row(label) in "".join(count.object.split()) for label in labels)


def _labels(question: Question) -> frozenset[str]:
    return frozenset(label for row in question.rows for e in form.EDITIONS for label in form.labels(e, row))


def _cell(question: Question, scope: Scope, library: Library) -> Cell:
    row = question.rows[0]
    column = (cells.columns_asked(question, row) or (form.default_of(row),))[0]
    return cells.pick(library, scope.entries, row, column)[0]


def _silent(question: Question, scope: Scope, library: Library) -> Answer:
    """The prose has no number of it; the table's is named as what it is."""
    lang, cell = question.language, _cell(question, scope, library)
    what = "、".join(question.rows)
    line = say(f"正文没有写{what}的数。", f"The prose gives no number of {what}.", lang)
    if cell.value is not None:
        line += say(f"表格里是 {_amount(cell, lang)}：", f" The table has {_amount(cell, lang)}: ", lang)
        line += compose.about(cell, lang)
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, cell.row, cell.column),
        line,
        outcome=Outcome.NOT_STATED,
        figures=cell.figures if cell.value is not None else (),
        coverage=Coverage(1),
    )


def _both(question: Question, scope: Scope, library: Library) -> Answer:
    """The table's number and those of the prose, with the verdict of the check that compares them."""
    lang, cell = question.language, _cell(question, scope, library)
    if cell.value is None:
        return no_value.lost(question, scope, cell, library)
    told, others = _counts(question, scope, library)
    if not told and not others:
        return _silent(question, scope, library)
    failed = [one.count for one in told if one.status == "fail"]
    if failed:
        return single.both(question, scope, cell, failed)
    counts = [*(one.count for one in told), *others]
    lines = [f"{say('表格', 'table', lang)} {_amount(cell, lang)}：{compose.about(cell, lang)}"]
    lines += [_line(count, lang) for count in counts]
    lines.append(_verdict(told, cell, others, lang))
    return compose.answer(
        question,
        scope,
        compose.reading("reconcile", scope.entries, cell.row, cell.column),
        "\n".join(lines),
        value=plain(cell.value),
        unit=cell.unit,
        figures=cell.figures,
        passages=single.sentences(counts),
        more=single.approximate(counts, lang),
        coverage=Coverage(1),
    )


def _amount(cell: Cell, language: str) -> str:
    return shown(None if cell.value is None else plain(cell.value), cell.unit, cell.state, language)


def _line(count: Count, language: str) -> str:
    name = say("正文", "prose", language)
    return f"{name} {single.said(count, language)}：{count.object} [{place(count.source)}]"


def _verdict(told: Sequence[Compared], cell: Cell, others: Sequence[Count], language: str) -> str:
    if told and all(one.status == "pass" for one in told):
        return say("一致：两处是同一个数。", "They agree: it is the same number in both.", language)
    if told:
        return say("不能确定：表里的格子是推定的，或者正文是约数。", "Uncertain: an inferred cell, or about.", language)
    if any(count.unit != cell.unit for count in others):
        return say(
            "不算矛盾：正文数的不是处理决定（单位不同），不是同一件事。",
            "No contradiction: the prose counts in another unit, which is something else.",
            language,
        )
    return say(
        "报告没有说两个数是不是同一件事，不能判断矛盾不矛盾。",
        "The report does not say whether both count the same thing.",
        language,
    )
