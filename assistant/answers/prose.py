"""Numbers of the prose: found by the words they count, answered with the sentence; and numbers quoted back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import notes
from assistant.answer import Answer, Coverage, ResultRow, Skipped
from assistant.answers import cells, compose, single
from assistant.answers.cells import Cell
from assistant.language import say
from assistant.question import Question
from assistant.render import place, shown
from assistant.scope import Scope
from corpus import form
from corpus.numbers import plain
from corpus.report import Count, Hit, Note
from corpus.store import Library

_PIECES = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+")
_ENOUGH = 0.75
_BESIDE = 0.6
"""Of the words beside a row of the form so much must stand in the words or the sentence before the number."""
_CONTEXT = 0.35
"""What a word is worth that stands in the sentence before the number, but not among the words it counts."""
_EXACT = 0.15
"""What it is worth that a count counts nothing but what is asked."""
_LIGHT = 0.3
"""What a character of a word is worth that stands in every sentence of such a report."""
_COMMON = frozenset(("公开", "发布", "信息", "公布", "政府", "主动", "数量", "情况", "处理", "工作"))
_SAME = {
    "公众号": "微信",
    "官微": "微信",
    "推文": "微信",
    "wechat": "微信",
    "weibo": "微博",
    "website": "网站",
    "epidemic": "疫情",
    "hotline": "热线",
}
_ANY_KIND = re.compile(r"^(?:公开|主动公开|发布|公布|政府|信息|政务|数量|条数|总|主动|量|的|了|多少|一共|共)*$")


@dataclass(frozen=True, slots=True)
class _Match:
    count: Count
    score: float


def pieces(text: str) -> list[str]:
    """What is compared: two-character pieces of Chinese, whole Latin words and numbers."""
    found: list[str] = []
    for run in _PIECES.findall(text.lower()):
        if run[0] > "\u3400" and len(run) > 1:
            found += [run[n : n + 2] for n in range(len(run) - 1)]
        else:
            found.append(run)
    return found


def _topic(question: Question, scope: Scope) -> list[str]:
    """The words that say what is counted, the form's own words among them; English ones by their Chinese phrases."""
    words = [w for w in question.topic if any(w in left or left in w for left in scope.left)] or list(scope.left)
    english = " ".join(word for word in words if word.isascii() and not word.isdigit())
    found = [word for word in words if not word.isascii() or word.isdigit()]
    if english:
        from index.thesaurus import chinese

        found += chinese(english)[:3] or [english]
    return [same for word in found for same in (_with_same(word))]


def _with_same(word: str) -> list[str]:
    return [word, *(same for said, same in _SAME.items() if said in word and same not in word)]


def _fit(words: Sequence[str], own: set[str], around: set[str]) -> tuple[float, bool]:
    """The share of the words that a count covers, by characters, and whether its own words cover any."""
    got = mass = 0.0
    direct = False
    for word in words:
        for run in _PIECES.findall(word.lower()):
            parts = pieces(run)
            step = len(parts) > 1
            for n, _ in enumerate(run) if step else [(0, run)]:
                over = parts[max(0, n - 1) : n + 1] if step else parts
                weight = _LIGHT if any(piece in _COMMON for piece in over) else 1.0
                worth = 1.0 if any(p in own for p in over) else _CONTEXT if any(p in around for p in over) else 0.0
                direct = direct or worth == 1.0
                mass += weight
                got += weight * worth
    return (got / mass if mass else 0.0), direct


def _touched(word: str, near: set[str]) -> bool:
    """Some piece of the word stands in or before what is counted; a word of the kind every sentence has need not."""
    parts = pieces(word)
    return any(piece in near for piece in parts) or all(piece in _COMMON for piece in parts)


def _exact(words: Sequence[str], own: set[str]) -> float:
    """How much of what a count counts the words say: 政协提案 is nearer to 政协提案 than to 公开的政协提案的复文."""
    said = {piece for word in words for piece in pieces(word)}
    return len(own & said) / len(own) if own else 0.0


def matches(question: Question, scope: Scope, counts: Sequence[Count]) -> list[_Match]:
    """The counts whose words fit the question's, best first; none where less than half of what it says is found."""
    words = _topic(question, scope)
    units = set(question.units) | ({"人次"} if "人" in question.units else set())
    found = []
    for count in counts:
        own, around = set(pieces(count.object)), set(pieces(count.sentence.split(count.raw)[0]))
        score, direct = _fit(words, own, around)
        if units and count.unit not in units:
            score *= 0.6
        if direct and score >= _ENOUGH and all(_touched(word, own | around) for word in words):
            found.append(_Match(count, score + _EXACT * _exact(words, own)))
    return sorted(found, key=lambda m: -m.score)


def quantity(question: Question, scope: Scope, library: Library) -> Answer | None:
    """How many of something that the prose counts, in the reports of the question; None where no number fits."""
    counts = library.counts(reports=[e.report for e in scope.entries])
    if len(scope.entries) > 1:
        return _each(question, scope, counts)
    if question.ops & {"growth", "moved", "grew", "fell", "ratio", "difference", "mean", "median"}:
        return None
    if "sum" in question.ops and len(scope.left) > 1:
        return _together(question, scope, counts)
    if "share" in question.ops:
        return share(question, scope, counts)
    if _ANY_KIND.match("".join(scope.left)):
        return _kinds(question, scope, counts)
    found = matches(question, scope, counts)
    if not found:
        return None
    best = [m.count for m in found if m.score > found[0].score - 0.02]
    if len({c.value for c in best}) > 1:
        return _open(question, scope, best)
    return _stated(question, scope, best[0])


def _together(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer | None:
    """Several things of the prose asked together: each with its number, none added to another."""
    found = [m.count for word in scope.left for m in matches(question, replace(scope, left=(word,)), counts)[:1]]
    return _open(question, scope, found) if len(found) == len(scope.left) else None


def _stated(question: Question, scope: Scope, count: Count) -> Answer:
    lang = question.language
    line = say(f"{count.raw}：{count.object}（正文）", f"{count.raw}: {count.object} (prose)", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, topic=count.object),
        line,
        value=plain(count.value),
        unit=count.unit,
        passages=[single.quoted(count)],
        more=_approximate([count], lang),
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
        names_row, direct = _fit(rows, own, set())
        covered, _ = _fit(beside, own | around, set()) if beside else (1.0, True)
        if direct and names_row >= _ENOUGH and covered >= _BESIDE and (not units or count.unit in units):
            fits.append(count)
    return _stated(question, scope, fits[0]) if len(fits) == 1 else None


def _approximate(counts: Sequence[Count], language: str) -> list[Note]:
    return [notes.note("approximate", language)] if any(c.approximate for c in counts) else []


def _open(question: Question, scope: Scope, counts: Sequence[Count]) -> Answer:
    """Several numbers fit alike: all of them, none chosen."""
    lang = question.language
    line = say("正文里有几个数，各是各的：", "The prose has several numbers, of different things: ", lang)
    line += "；".join(f"{c.raw} {c.object}" for c in counts[:8])
    return compose.answer(
        question,
        scope,
        compose.reading("prose", scope.entries, topic="、".join(scope.left)),
        line,
        passages=_sentences(counts[:8]),
        more=[notes.note("different_scopes", lang), *_approximate(counts, lang)],
        coverage=Coverage(len(scope.entries)),
    )


def _sentences(counts: Sequence[Count]) -> list[Hit]:
    """Each sentence once."""
    return list({(c.report, c.sentence): single.quoted(c) for c in reversed(counts)}.values())[::-1]


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
        fits = (
            _disclosed(mine)
            if _ANY_KIND.match("".join(scope.left))
            else [m.count for m in matches(question, scope, mine)]
        )
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
    more = [notes.note("different_scopes", lang), *_approximate([c for c, _ in rows], lang)]
    if len({count.year for count, _ in rows}) > 1:
        more.append(notes.note("mixed_years", lang))
    names = "，".join(f"{count.agency} {count.raw}" for count, _ in rows[:10])
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
    total = [c for c in items if re.search(r"主动公开|公开(?:政府|相关|各类)?信息|发布政府信息", c.object)]
    return total or [c for c in items if _PUBLISHED.search(c.object)]


def share(question: Question, scope: Scope, counts_or_library: Sequence[Count] | Library) -> Answer | None:
    """One number of the prose as a share of another of the same sentence.

    甲占乙: the words before 占 are the part, those behind it the whole. Else the last words are the part, and the whole
    is what the words before them name, the number quoted, or the total before the part to which the parts behind it
    add up.
    """
    counts = _counts(scope, counts_or_library)
    part_words, whole_words = _sides(question, _topic(question, scope))
    if not part_words:
        return None
    found: list[tuple[Count, Count]] = []
    for part in counts:
        own = set(pieces(part.object))
        last = pieces(part_words[-1])[-1:]
        if not last or last[0] not in own:
            continue
        for whole in counts:
            same = (whole.sentence, whole.report, whole.unit) == (part.sentence, part.report, part.unit)
            if whole is part or not same or part.value > whole.value or not whole.value:
                continue
            both = own if whole_words else own | set(pieces(whole.object))
            if _fit(part_words, both, set())[0] >= _ENOUGH and _is_whole(question, whole_words, whole, part, counts):
                found.append((part, whole))
    return _shared(question, scope, *found[0]) if len(found) == 1 else None


def _counts(scope: Scope, of: Sequence[Count] | Library) -> Sequence[Count]:
    return of.counts(reports=[entry.report for entry in scope.entries]) if isinstance(of, Library) else of


def _sides(question: Question, words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """(words of the part, words of the whole)."""
    at = question.normal.find("占")
    behind = [word for word in words if at >= 0 and question.normal.find(word) > at]
    if behind:
        return [word for word in words if word not in behind], behind
    return words[-1:], words[:-1]


def _is_whole(question: Question, words: Sequence[str], whole: Count, part: Count, counts: Sequence[Count]) -> bool:
    if question.quoted:
        return whole.value == question.quoted[0].value
    if words:
        around = set(pieces(whole.sentence.split(whole.raw)[0]))
        named, direct = _fit(words, set(pieces(whole.object)), around)
        return direct and named >= _BESIDE
    added = Decimal(0)
    for count in counts[counts.index(whole) + 1 :]:
        if (count.sentence, count.unit) != (whole.sentence, whole.unit):
            break
        added += count.value
        if added == whole.value:
            return counts.index(whole) < counts.index(part) <= counts.index(count)
    return False


def _shared(question: Question, scope: Scope, part: Count, whole: Count) -> Answer:
    lang, value = question.language, compose.percent(part.value, whole.value)
    formula = f"{plain(part.value)} ÷ {plain(whole.value)}"
    shown_value = f"{compose.two_places(value)} % ({formula})"
    line = f"{shown_value}{say('：', ': ', lang)}{part.object} {part.raw} ÷ {whole.object} {whole.raw}"
    return compose.answer(
        question,
        scope,
        compose.reading("share", scope.entries, topic=part.object),
        line,
        value=value,
        unit="%",
        formula=formula,
        passages=_sentences([whole, part]),
        more=_approximate([part, whole], lang),
        coverage=Coverage(1),
    )


def reconcile(question: Question, scope: Scope, library: Library) -> Answer | None:
    """“到底46还是55”: each number quoted in the question, where it stands and what it counts."""
    if len(scope.entries) != 1:
        return None
    entry, lang = scope.entries[0], question.language
    asked = {q.value for q in question.quoted} | ({question.bound.value} if question.bound else set())
    cell = _cell(question, scope, library)
    counts = library.counts(reports=[entry.report])
    said = [
        count
        for count in counts
        if count.value in asked and not (cell and count.value == cell.value and len(asked) > 1)
    ]
    said = _nearest(question, scope, said)
    if cell and cell.value is not None:
        from corpus.checks import disputes

        if pairs := [count for _, count in disputes(cell.figures, counts) if count.value in asked or not asked]:
            return single.both(question, scope, cell, pairs)
    if not said:
        return None
    lines = [f"{count.raw}：{count.object} [{place(count.source)}]" for count in said]
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
        passages=_sentences(said),
        more=[notes.note("different_scopes", lang)],
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
