"""Questions answered in the reports' own words: problems and measures, who says what, open questions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Answer, Choice, Coverage, Outcome, Skipped
from assistant.answers import boundary, compose, refusals
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports
from corpus.library.said import said
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry, Hit, Passage

Search = Callable[[str, Where, int], Sequence[Hit]]
"""(question, reports allowed, limit) → hits, best first. Opens the search index when first called."""

_SHOWN, _NAMED = 12, 3
"""Passages of a report that are shown, and reports of which so many are."""
_UNSTATED = "not_stated"
_FOUND = 5
_APART = 12
"""So many characters at most part two halves of one word."""
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
_NOTHING = re.compile(
    r"(?:[我本][局委办厅院单位机关部门]{1,3}|\d{4}\s*年度?|[，,。：:；\s]|其他|需要|报告|说明|的|事项|暂时?|无|没有|未有|目前|年度|情况|等|本|年)*"
)
_SENTENCE_END = re.compile(r"(?<=[。！？；!?;])")


def section_five(question: Question, scope: Scope, library: Library) -> Answer:
    """Problems, measures or both, as the items of the report in its own order, grouped by agency."""
    kinds = [kind for kind in ("problem", "measure") if f"{kind}s" in question.flags]
    entries, lang = scope.entries, question.language
    few, many = min(len(entries), _NAMED), boundary.too_many(question, scope) is not None
    found = said(library, _meant(entries), kinds, first=_SHOWN * max(1, few), silent=boundary.SHOWN if many else None)
    words = {"problem": say("问题", "problems", lang), "measure": say("措施", "measures", lang)}
    what = say("和", " and ", lang).join(words[kind] for kind in kinds)
    if not found.passages:
        return refusals.not_stated(question, scope, (f"报告没有写{what}。", f"The reports name no {what}. "))
    names = "、".join(dict.fromkeys(compose.who(e, lang) for e in entries)) if len(entries) <= _NAMED else ""
    line = say(
        f"{names}报告写的{what}，{found.passages} 条",
        f"{what} that {names or 'the reports'} report, {found.passages} {'item' if found.passages == 1 else 'items'}",
        lang,
    )
    silent = len(entries) - found.reports
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", entries, section=5, topic=what),
        line,
        passages=[Hit(passage, 1.0, passage.text) for passage in found.first],
        coverage=Coverage(
            found.reports,
            tuple(Skipped(agency, year, _UNSTATED) for agency, year in found.silent),
            ((_UNSTATED, silent),) if many and silent else (),
        ),
    )


def _meant(entries: Sequence[Entry]) -> Where:
    if isinstance(entries, Reports):
        return entries.where
    return Where(reports=tuple(entry.report for entry in entries), active=False)


def on_topic(question: Question, scope: Scope, library: Library) -> Answer:
    """Problems or measures about something: the items that speak of it, or that none does."""
    kinds = [kind for kind in ("problem", "measure") if f"{kind}s" in question.flags]
    found = library.passages(reports=[entry.report for entry in scope.entries], kinds=kinds)
    hits = [hit for passage in found if _speaks_of(hit := Hit(passage, 1.0, passage.text), question)]
    if not hits:
        return refusals.not_stated(question, scope)
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", scope.entries, section=5, topic="、".join(scope.left)),
        say("报告这样写：", "The report says: ", question.language),
        passages=hits[:_SHOWN],
        coverage=Coverage(len(scope.entries)),
    )


def who(question: Question, scope: Scope, library: Library) -> Answer:
    """Which reports mention something, and which do not: over every report that fits."""
    words = scope.left
    kinds = [kind for kind in ("problem", "measure") if f"{kind}s" in question.flags]
    reports = [entry.report for entry in scope.entries]
    # However a Chinese word stands there, whole or in halves, each of its characters does.
    printed = "".join(word for word in words if not word.isascii())
    passages = library.passages(reports=reports, kinds=kinds or None, holding=printed)
    hits = [hit for passage in passages if (hit := mention(passage, words))]
    said = {hit.passage.key for hit in hits}
    hits += over([passage for passage in passages if passage.key not in said], words, library)
    return _grouped(question, scope, hits, "、".join(words))


def mention(passage: Passage, words: Sequence[str]) -> Hit | None:
    """The passage, with the sentence in which every word stands, or None where no sentence has them all."""
    english = " ".join(words) if all(word.isascii() for word in words) else ""
    for sentence in _SENTENCE_END.split(passage.text):
        squeezed = re.sub(r"\s", "", sentence).lower()
        if (english and _stands(english, squeezed)) or all(_stands(word, squeezed) for word in words):
            return Hit(passage, 1.0, sentence.strip())
    return None


def over(passages: Sequence[Passage], words: Sequence[str], library: Library) -> list[Hit]:
    """The headings over some passages in which every word stands, each once, as printed at its line."""
    found: dict[tuple[str, tuple[str, ...]], Hit] = {}
    for passage in passages:
        for depth, heading in enumerate(passage.heading, 1):
            place = (passage.report, passage.heading[:depth])
            if place not in found and mention(replace(passage, text=heading), words):
                found[place] = _heading(passage, depth - 1, library)
    return list(found.values())


def _heading(passage: Passage, depth: int, library: Library) -> Hit:
    """A heading as a passage of its own; at the passage's place where its line is not to be found above that."""
    text, source = passage.heading[depth], passage.source
    wanted = re.sub(r"\s", "", text)
    above = enumerate(library.lines(passage.report)[: source.line or 0], 1)
    lines = [number for number, line in above if wanted in re.sub(r"[\s*#]", "", line)]
    if lines:
        source = replace(source, line=lines[-1], line_end=lines[-1])
    made = replace(passage, text=text, heading=passage.heading[:depth], kind="prose", item=None, source=source)
    return Hit(made, 1.0, text)


def _stands(word: str, sentence: str) -> bool:
    """Whole, or in halves not far apart: 政务公开培训 in “政务公开业务培训”; an English word by its concept."""
    if word in sentence:
        return True
    if word.isascii():
        from index.thesaurus import chinese

        return any(phrase in sentence for phrase in chinese(word))
    if len(word) < 4:
        return False
    halves = ((re.escape(word[:cut]), re.escape(word[cut:])) for cut in range(2, len(word) - 1))
    return any(re.search(f"{first}.{{0,{_APART}}}{second}", sentence) for first, second in halves)


def _grouped(question: Question, scope: Scope, hits: Sequence[Hit], topic: str) -> Answer:
    lang = question.language
    lacking = "lacks" in question.ops
    said = {hit.passage.report for hit in hits}
    yes = [entry for entry in scope.entries if entry.report in said]
    no = [entry for entry in scope.entries if entry.report not in said]
    names, others = (_listed(entries, lang) for entries in (yes, no))
    line = say(
        f"{len(yes)} 份报告提到“{topic}”{'：' + names if yes else ''}；{len(no)} 份没有{'：' + others if no else ''}。",
        f"{len(yes)} reports mention “{topic}”{': ' + names if yes else ''}; "
        f"{len(no)} do not{': ' + others if no else ''}.",
        lang,
    )
    if not yes and not lacking:
        return compose.answer(
            question,
            scope,
            compose.reading("narrative", (), topic=topic),
            line,
            outcome=Outcome.NOT_STATED,
            coverage=Coverage(len(scope.entries)),
        )
    first = list({(h.passage.report, n): h for n, h in enumerate(hits)}.values())
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", no if lacking else yes, topic=topic),
        line,
        passages=[] if lacking else _few_each(first),
        coverage=Coverage(len(scope.entries)),
    )


def _listed(entries: Sequence[Entry], language: str) -> str:
    return "、".join(compose.who(entry, language) for entry in entries[:20]) + ("…" if len(entries) > 20 else "")


def _few_each(hits: Sequence[Hit], few: int = 2) -> list[Hit]:
    """At most two passages of a report, the shortest sentences first, in the reports' order."""
    kept: dict[str, list[Hit]] = {}
    for hit in hits:
        kept.setdefault(hit.passage.report, []).append(hit)
    return [hit for group in kept.values() for hit in group[:few]][:_SHOWN]


def section(question: Question, scope: Scope, library: Library) -> Answer:
    """Which reports say something in a section, or what one report says there."""
    number = question.section or 6
    reports = [entry.report for entry in scope.entries]
    found = [
        p for p in library.passages(reports=reports, number=number) if scope.mentions or not _NOTHING.fullmatch(p.text)
    ]
    lang = question.language
    said = {passage.report for passage in found}
    yes = [entry for entry in scope.entries if entry.report in said]
    no = [entry for entry in scope.entries if entry.report not in said]
    if not yes:
        told = (f"第{number}部分没有写实际内容。", f"Section {number} says nothing of substance. ")
        return refusals.not_stated(question, scope, told)
    if scope.mentions:
        line = say(f"{_listed(yes, lang)} 第{number}部分：", f"Section {number} of {_listed(yes, lang)}: ", lang)
    else:
        line = say(
            f"{len(yes)} 份报告在这一部分写了实际内容：{_listed(yes, lang)}；"
            f"没有的 {len(no)} 份：{_listed(no, lang)}。",
            f"{len(yes)} reports say something there: {_listed(yes, lang)}; {len(no)} do not: {_listed(no, lang)}.",
            lang,
        )
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", yes, section=number),
        line,
        passages=[Hit(passage, 1.0, passage.text) for passage in found[:_SHOWN]],
        coverage=Coverage(len(scope.entries)),
    )


_CAUSES = re.compile(r"因为|由于|原因|因[^此素特]|受.{1,12}影响|所致|导致")


def cause(question: Question, scope: Scope, library: Library) -> Answer:
    """Why: a sentence of the report that gives a cause for what is asked, or that none does."""
    reports = [entry.report for entry in scope.entries]
    passages = library.passages(reports=reports)
    words = [row.removeprefix("行政") for row in question.rows] + list(scope.left)
    hits = []
    for passage in passages:
        for sentence in _SENTENCE_END.split(passage.text):
            if words and _CAUSES.search(sentence) and all(word in sentence for word in words):
                hits.append(Hit(passage, 1.0, sentence.strip()))
    if hits:
        return compose.answer(
            question,
            scope,
            compose.reading("narrative", scope.entries, topic="、".join(words)),
            say("报告这样说：", "The report says: ", question.language),
            passages=hits[:3],
        )
    told = ("报告没有说明原因。", "The report gives no cause. ")
    return refusals.not_stated(question, scope, told)


_CONTACT = re.compile(r"(?:电话|联系|地址|邮编|邮箱|网址|传真)")


def contact(question: Question, scope: Scope, library: Library) -> Answer:
    """Telephone, address and the like, as the report prints them."""
    passages = library.passages(reports=[entry.report for entry in scope.entries])
    hits = []
    for passage in passages:
        for sentence in _SENTENCE_END.split(passage.text):
            if (
                _CONTACT.search(sentence)
                and re.search(r"\d{3,}|@|www|http", sentence)
                and re.search("联系|咨询|疑问|电话[：:]", sentence)
            ):
                hits.append(Hit(passage, 1.0, sentence.strip()))
    if not hits:
        return refusals.not_stated(question, scope, ("报告没有写联系方式。", "The report gives no contact. "))
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", scope.entries, topic=say("联系方式", "contact", question.language)),
        hits[0].best,
        passages=hits[:3],
    )


_NEAREST = ("报告里最相近的话：", "The nearest words of the reports: ")
_CAUSELESS = ("报告没有写明原因，最相近的话：", "No cause is spelled out; the nearest words of the reports: ")


def open_question(question: Question, scope: Scope, search: Search) -> Answer:
    """Anything else about loaded reports: the passages found by meaning and by words, or that none says it."""
    return instead(question, scope, search) or refusals.not_stated(question, scope)


def instead(question: Question, scope: Scope, search: Search, *, surely: bool = False) -> Answer | None:
    """The passages that speak of what is asked where nothing else answers; None where none does.

    `surely`: only those that have nearly every word of it, and the number if one is asked, in one sentence.
    """
    from index.encoder import default
    from index.likely import answering

    text = _without_names(question)
    hits = answering(
        search(text, _allowed(scope.entries), _FOUND), text, default(), named=bool(scope.mentions), surely=surely
    )
    if not hits:
        return None
    hits = [hit for hit in hits if hit.score >= hits[0].score / 3]
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", scope.entries if scope.mentions else (), topic="、".join(question.topic)),
        say(*(_CAUSELESS if "why" in question.ops else _NEAREST), question.language),
        passages=hits,
        coverage=Coverage(len(scope.entries)),
    )


def _allowed(entries: Sequence[Entry]) -> Where:
    """The reports that may answer; of what the library lists none needs to be named."""
    if isinstance(entries, Reports):
        return entries.where
    return Where(reports=tuple(entry.report for entry in entries))


def _without_names(question: Question) -> str:
    """The question without agency and year, which chose the reports already."""
    rest = _YEAR.sub(" ", question.normal)
    for name in sorted(question.names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return rest.strip() or question.normal


def _speaks_of(hit: Hit, question: Question) -> bool:
    """More than half of what is asked stands in the passage, in its words or in others for the same concept."""
    from index.thesaurus import chinese, same_as

    text = hit.passage.text + "".join(hit.passage.heading)
    words = "".join(question.left or question.topic)
    if question.language == "en":
        return any(phrase in text for phrase in chinese(" ".join(question.left or question.topic)))
    found = {n for n in range(len(words) - 1) if words[n : n + 2] in text}
    covered = found | {n + 1 for n in found}
    for start in range(len(words) - 1):
        for end in range(start + 2, min(len(words), start + 8) + 1):
            if not covered.issuperset(range(start, end)) and any(p in text for p in same_as(words[start:end])):
                covered |= set(range(start, end))
    return 2 * len(covered) > len(words)


def item(question: Question, previous: Answer, scope: Scope) -> Answer | None:
    """An item asked for by its number, of the passages just shown; of several agencies it has to be said which."""
    number = question.nth or 1
    groups: dict[str, list[Passage]] = {}
    for hit in previous.passages:
        groups.setdefault(hit.passage.report, []).append(hit.passage)
    chosen = [passages[number - 1] for passages in groups.values() if len(passages) >= number]
    lang = question.language
    if not chosen:
        return None
    if len(chosen) == 1:
        return compose.answer(
            question,
            scope,
            compose.reading("narrative", scope.entries, section=chosen[0].number),
            say("这一条：", "That item: ", lang),
            passages=[Hit(chosen[0], 1.0, chosen[0].text)],
            coverage=Coverage(1),
        )
    choices = [
        Choice(
            n,
            f"{passage.agency}：{passage.text[:30]}",
            say(
                f"{passage.agency}{passage.year or ''}年改进措施第{number}条",
                f"measure {number} of {passage.agency} {passage.year or ''}",
                lang,
            ),
        )
        for n, passage in enumerate(chosen[:3], 1)
    ]
    return compose.answer(
        question,
        scope,
        compose.reading("narrative", scope.entries),
        say("指的是哪一家的？", "Of which agency?", lang),
        outcome=Outcome.CLARIFY,
        choices=choices,
        passages=[Hit(passage, 1.0, passage.text) for passage in chosen[:3]],
        coverage=Coverage(len(groups)),
    )
