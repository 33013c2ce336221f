"""Questions answered in the reports' own words: problems and measures, who says what, open questions."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Answer, Choice, Coverage, Outcome, Skipped
from assistant.answers import boundary, compose, refusals
from assistant.answers.prose import mentions
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus.library.reports import Reports, where_of
from corpus.library.said import named, said, texts
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry, Hit, Passage

Search = Callable[[str, Where, int], Sequence[Hit]]
"""(question, reports allowed, limit) → hits, best first. Opens the search index when first called."""

_SHOWN, _NAMED = 12, 3
"""Passages of a report that are shown, and reports of which so many are."""
_UNSTATED = "not_stated"
_FOUND = 5
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
_NOTHING = re.compile(
    r"(?:[我本][局委办厅院单位机关部门]{1,3}|\d{4}\s*年度?|[，,。：:；\s]|其他|需要|报告|说明|的|事项|暂时?|无|没有|未有|目前|年度|情况|等|本|年)*"
)


def section_five(question: Question, scope: Scope, library: Library) -> Answer:
    """Problems, measures or both, as the items of the report in its own order, grouped by agency."""
    kinds = [kind for kind in ("problem", "measure") if f"{kind}s" in question.flags]
    entries, lang = scope.entries, question.language
    few, many = min(len(entries), _NAMED), boundary.too_many(question, scope) is not None
    found = said(library, where_of(entries), kinds, first=_SHOWN * max(1, few), silent=boundary.SHOWN if many else None)
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


def silent(question: Question, scope: Scope, told: Answer) -> Answer:
    """谁没写措施: the reports without any, of which the answer with those that have some tells as left out."""
    if not told.passages:
        return told
    lang, what, coverage = question.language, told.reading.topic or "", told.coverage
    number = sum(n for _, n in coverage.numbers) or len(coverage.skipped)
    names = say("、", ", ", lang).join(f"{skipped.agency} {skipped.year or ''}" for skipped in coverage.skipped)
    line = say(
        f"{number} 份报告没有写{what}{'：' + names if names else ''}；{coverage.read} 份写了。",
        f"{number} of the reports name no {what}{': ' + names if names else ''}; {coverage.read} do.",
        lang,
    )
    return compose.answer(
        question, scope, compose.reading("narrative", (), section=5, topic=what), line, coverage=coverage
    )


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


def section(question: Question, scope: Scope, library: Library) -> Answer:
    """Which reports say something in a section, or what one report says there."""
    number, lang = question.section or 6, question.language
    reports = named(library, where_of(scope.entries))
    told = texts(library, {one.key for one in reports}, number=number)
    telling = {key for key, text, _ in told if scope.mentions or not _NOTHING.fullmatch(text)}
    yes = [one for one in reports if one.key in telling]
    no = [one for one in reports if one.key not in telling]
    if not yes:
        nothing = (f"第{number}部分没有写实际内容。", f"Section {number} says nothing of substance. ")
        return refusals.not_stated(question, scope, nothing)
    names, others = (mentions.listed(library, some, lang) for some in (yes, no))
    if scope.mentions:
        line = say(f"{names} 第{number}部分：", f"Section {number} of {names}: ", lang)
    else:
        line = say(
            f"{len(yes)} 份报告在这一部分写了实际内容：{names}；没有的 {len(no)} 份：{others}。",
            f"{len(yes)} reports say something there: {names}; {len(no)} do not: {others}.",
            lang,
        )
    # Each of them says something: no more are needed for so many passages.
    found = library.passages(reports=[one.report for one in yes[:_SHOWN]], number=number)
    shown = [passage for passage in found if scope.mentions or not _NOTHING.fullmatch(passage.text)]
    return compose.answer(
        question,
        scope,
        replace(mentions.reading(yes), section=number),
        line,
        passages=[Hit(passage, 1.0, passage.text) for passage in shown[:_SHOWN]],
        coverage=Coverage(len(reports)),
    )


_CAUSES = re.compile(r"因为|由于|原因|因[^此素特]|受.{1,12}影响|所致|导致")


def cause(question: Question, scope: Scope, library: Library) -> Answer:
    """Why: a sentence of the report that gives a cause for what is asked, or that none does."""
    reports = [entry.report for entry in scope.entries]
    passages = library.passages(reports=reports)
    words = [row.removeprefix("行政") for row in question.rows] + list(scope.left)
    hits = []
    for passage in passages:
        for sentence in mentions.SENTENCE_END.split(passage.text):
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
        for sentence in mentions.SENTENCE_END.split(passage.text):
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
