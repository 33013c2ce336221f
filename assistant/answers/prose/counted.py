"""Numbers of the prose: found by the words they count, answered with the sentence; and numbers quoted back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, ResultRow, Skipped
from assistant.answers import cells, compose, notes, single
from assistant.answers.cells import Cell
from assistant.answers.prose import portions
from assistant.answers.prose.matching import BESIDE, ENOUGH, covers, is_common, matches, of_the_kind, pieces
from assistant.language import say
from assistant.output.render import place, shown
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Count

_ANY_KIND = re.compile(r"^(?:公开|主动公开|发布|公布|政府|信息|政务|数量|条数|总|主动|量|的|了|多少|一共|共)*$")


_ANY_ENGLISH = frozenset(
    "information items item pieces disclose disclosed proactively publicly publish published release released "
    "government actively online".split()
)


def any_kind(scope: Scope) -> bool:
    """Nothing but that information was published is asked of the numbers."""
    return bool(_ANY_KIND.match("".join(scope.left))) or _ANY_ENGLISH.issuperset(scope.left)


def quantity(question: Question, scope: Scope, library: Library) -> Answer | None:
    """How many of something that the prose counts, in the reports of the question; None where no number fits."""
    counts = of_the_kind(question, library.counts(reports=[e.report for e in scope.entries]))
    if len(scope.entries) > 1:
        return _each(question, scope, counts)
    apart = "difference" in question.ops or ("versus" in question.ops and question.ops & {"max", "min"})
    several = len(_things(scope)) > 1
    if several and ("sum" in question.ops or (apart and len(scope.left) == 2)):
        return _together(question, scope, counts)
    if apart or question.ops & {"growth", "moved", "grew", "fell", "ratio", "mean", "median"}:
        return None
    if "share" in question.ops:
        return portions.share(question, scope, counts)
    if any_kind(scope):
        return _kinds(question, scope, counts)
    found = matches(question, scope, counts)
    if not found:
        return None
    best = [m.count for m in found if m.score > found[0].score - 0.02]
    if len({c.value for c in best}) > 1:
        return _open(question, scope, best)
    return _stated(question, scope, best[0])


def of_those(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer | None:
    """The one number that is left, or all of several, none chosen; None where there is none."""
    if not counts:
        return None
    return _stated(question, scope, counts[0]) if len(counts) == 1 else _open(question, scope, counts)


def percentage(question: Question, scope: Scope, library: Library) -> Answer | None:
    """A rate that the prose itself gives: 时限内办结率达100%."""
    if len(scope.entries) != 1:
        return None
    named = replace(scope, left=(*scope.left, *(one.zh for one in question.metrics)))
    counts = [c for c in library.counts(reports=[scope.entries[0].report]) if c.unit == "%"]
    found = matches(replace(question, topic=named.left), named, counts)
    return _stated(question, scope, found[0].count) if len(found) == 1 else None


def _things(scope: Scope) -> list[str]:
    """The words that name something of their own."""
    return [word for word in scope.left if not is_common(word)]


def _together(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer | None:
    """Several things of the prose asked together: each with its number, and their sum or difference where asked."""
    words = _things(scope)
    found = [m.count for word in words for m in matches(question, replace(scope, left=(word,)), counts)[:1]]
    if not found or len(found) != len(words):
        return None
    if len({count.unit for count in found}) > 1:
        return _open(question, scope, found)
    values = [count.value for count in found]
    if "sum" in question.ops:
        value, formula = sum(values, Decimal(0)), compose.formula(values, sum(values, Decimal(0)))
    else:
        value = abs(values[0] - values[-1])
        formula = f"{plain(max(values))} - {plain(min(values))} = {plain(value)}"
    lang = question.language
    each = "、".join(f"{count.object} {single.said(count, lang)}" for count in found)
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, topic="、".join(scope.left)),
        f"{shown(plain(value), found[0].unit, 'printed', lang)}{say('：', ': ', lang)}{each}\n{formula}",
        value=plain(value),
        unit=found[0].unit,
        formula=formula,
        passages=single.sentences(found),
        more=[notes.note("different_scopes", lang), *single.approximate(found, lang)],
        coverage=Coverage(1),
    )


def _stated(question: Question, scope: Scope, count: Count) -> Answer:
    lang = question.language
    raw = single.said(count, lang)
    line = say(f"{raw}：{count.object}（正文）", f"{raw}: {count.object} (prose)", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, topic=count.object),
        line,
        value=plain(count.value),
        unit=count.unit,
        passages=[single.quoted(count)],
        more=single.approximate([count], lang),
        coverage=Coverage(1),
    )


def narrowed(question: Question, scope: Scope, library: Library) -> Answer | None:
    """A number of the prose for a row of the form with other words beside it; every word must be covered."""
    if len(scope.entries) != 1:
        return None
    counts = library.counts(reports=[scope.entries[0].report])
    rows = [word for word in question.topic if word not in scope.left]
    units = set(question.units)
    beside = [word for word in scope.left if word not in units]
    fits = []
    for count in counts:
        own, around = set(pieces(count.object)), set(pieces(count.sentence.split(count.raw)[0]))
        names_row, direct = covers(rows, own, set())
        covered, _ = covers(beside, own | around, set()) if beside else (1.0, True)
        if direct and names_row >= ENOUGH and covered >= BESIDE and (not units or count.unit in units):
            fits.append(count)
    return _stated(question, scope, fits[0]) if len(fits) == 1 else None


def _open(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer:
    """Several numbers fit alike: all of them, none chosen."""
    lang = question.language
    line = say("正文里有几个数，各是各的：", "The prose has several numbers, of different things: ", lang)
    line += "；".join(f"{single.said(c, lang)} {c.object}" for c in counts[:8])
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, topic="、".join(scope.left)),
        line,
        passages=single.sentences(counts[:8]),
        more=[notes.note("different_scopes", lang), *single.approximate(counts, lang)],
        coverage=Coverage(len(scope.entries)),
    )


_PUBLISHED = re.compile(r"公开|发布|信息|公布")


def _kinds(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer | None:
    """“公开了多少信息”: every number of published items, side by side."""
    found = [
        c for c in counts if c.unit in ("条", "篇", "件", "则", "期") and _PUBLISHED.search(c.sentence.split(c.raw)[0])
    ]
    found = [
        c for c in found if c.section <= 2 and (c.unit != "件" or _PUBLISHED.search(c.object) or "件" in question.units)
    ]
    if question.units:
        kept = [c for c in found if c.unit in question.units]
        found = kept or found
    if not found:
        return None
    total = [c for c in found if re.search(r"主动公开[^，。；]{0,12}信息|公开政府信息", c.object)]
    if len(found) == 1 or (len(total) == 1 and "主动" in "".join(scope.left)):
        return _stated(question, scope, (total or found)[0])
    return _open(question, scope, found)


def _each(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer | None:
    """One number of the prose for each report, as far as it has one; each report counts in its own way."""
    rows: list[tuple[Count, ResultRow]] = []
    left_out: list[Skipped] = []
    lang = question.language
    for entry in scope.entries:
        mine = [count for count in counts if count.report == entry.report]
        fits = _disclosed(mine) if any_kind(scope) else [m.count for m in matches(question, scope, mine)]
        if not fits:
            left_out.append(Skipped(entry.agency, entry.year, "not_stated"))
            continue
        best = fits[0]
        row = ResultRow(
            entry.agency, entry.year, None, plain(best.value), best.unit, "printed", label=best.object[-24:]
        )
        rows.append((best, row))
    if not rows:
        return None
    rows.sort(key=lambda pair: pair[0].value, reverse="min" not in question.ops)
    more = [notes.note("different_scopes", lang), *single.approximate([c for c, _ in rows], lang)]
    if len({count.year for count, _ in rows}) > 1:
        more.append(notes.note("mixed_years", lang))
    names = "，".join(f"{count.agency} {single.said(count, lang)}" for count, _ in rows[:10])
    line = say(f"{names}（正文自报，口径各不相同）", f"{names} (as the prose says, each counting in its own way)", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, topic="、".join(scope.left)),
        line,
        passages=[single.quoted(count) for count, _ in rows],
        rows=[row for _, row in rows],
        more=more,
        coverage=Coverage(len(rows), tuple(left_out)),
        chart="chart" in question.ops,
    )


def _disclosed(counts: Sequence[Count]) -> list[Count]:
    """The number of items disclosed on its own initiative: the total where the prose gives one, the first otherwise."""
    items = [c for c in counts if c.unit == "条" and c.section <= 2]
    items = [c for c in items if not c.cumulative] or items
    total = [c for c in items if re.search(r"主动公开|公开(?:政府|相关|各类)?信息|发布政府信息", c.object)]
    return total or [c for c in items if _PUBLISHED.search(c.object)]


def reconcile(question: Question, scope: Scope, library: Library) -> Answer | None:
    """“到底46还是55”: each number quoted in the question, where it stands and what it counts."""
    if len(scope.entries) != 1:
        return None
    entry, lang = scope.entries[0], question.language
    asked = {q.value for q in question.quoted} | {bound.value for bound in question.bounds}
    cell = _cell(question, scope, library)
    counts = library.counts(reports=[entry.report])
    said = [
        count
        for count in counts
        if count.value in asked and not (cell and count.value == cell.value and len(asked) > 1)
    ]
    said = _nearest(question, scope, said)
    if cell and cell.value is not None:
        from corpus.checking.checks import disputes

        if pairs := [count for _, count in disputes(cell.figures, counts) if count.value in asked or not asked]:
            return single.both(question, scope, cell, pairs)
    if not said:
        return None
    lines = [f"{single.said(count, lang)}：{count.object} [{place(count.source)}]" for count in said]
    if cell and cell.value is not None:
        table = shown(plain(cell.value), cell.unit, cell.state, lang)
        lines.insert(0, f"{table}：{cell.row} · {cell.column} [{place(cell.figures[0].source)}]")
    why = "why" in question.ops
    reason = say(
        "\n报告没有说明原因；两个数不是同一件事。",
        "\nThe report gives no reason; the numbers are of different things.",
        lang,
    )
    headline = "\n".join(lines) + (reason if why else "")
    return compose.answer(
        question,
        scope,
        compose.reading("reconcile", [entry], question.rows[0] if question.rows else None),
        headline,
        value=plain(cell.value) if cell and cell.value is not None and question.rows else None,
        unit=cell.unit if cell and cell.value is not None else None,
        figures=cell.figures if cell else (),
        passages=single.sentences(said),
        more=[notes.note("different_scopes", lang)] if len(lines) > 1 else [],
        coverage=Coverage(1),
    )


def _cell(question: Question, scope: Scope, library: Library) -> Cell | None:
    if not question.rows:
        return None
    row = question.rows[0]
    columns = cells.columns_asked(question, row) or (form.default_of(row),)
    return cells.pick(library, scope.entries, row, columns[0])[0]


def _nearest(question: Question, scope: Scope, said: list[Count]) -> list[Count]:
    """Of several counts with one value, those that share most words with the question."""
    topic = set(pieces("".join(question.topic)))
    kept: list[Count] = []
    for value in dict.fromkeys(count.value for count in said):
        same = [count for count in said if count.value == value]
        best = max(len(topic & set(pieces(count.object))) for count in same)
        kept += [count for count in same if len(topic & set(pieces(count.object))) == best][:2]
    return kept


def quoted_total(question: Question) -> Decimal | None:
    """The number a question asks to be checked: 9 of “9条的构成对得上吗”."""
    return question.quoted[0].value if question.quoted else None
