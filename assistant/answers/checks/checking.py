"""Does it add up: the form's arithmetic, sums in the prose, prose against table, years."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from assistant.answer import Answer, Coverage, Outcome, Skipped
from assistant.answers import compose, notes, refusals, single
from assistant.answers.prose import counted
from assistant.language import say
from assistant.output.render import CHECKED
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.checking.checks import checks, disputes
from corpus.checking.compare import prose_sums
from corpus.checking.following import following
from corpus.checking.hints import hints
from corpus.identity.agencies import same_places
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Check, Entry, Figure, Hit, Note, Passage, Source

_OF_TABLE = {
    form.ACTIVE: ("items_filled_as_decisions",),
    form.REQUESTS: ("requests_balance", "requests_parts", "requests_applicants"),
    form.REVIEW: ("review_total",),
}
RULES = {
    "requests_balance": (
        "表三：新收 + 上年结转 = 总计 + 结转下年度",
        "表三: received + carried in = handled + carried over",
    ),
    "requests_parts": ("表三：总计 = 各项办理结果之和", "表三: handled = sum of the outcomes"),
    "requests_applicants": ("表三：总计 = 各类申请人之和", "表三: total = sum of the applicants"),
    "review_total": ("表四：总计 = 四项结果之和", "表四: total = sum of the results"),
    "items_filled_as_decisions": ("表二：项目数疑为决定数", "表二: items look like decisions"),
    "prose_sum": ("正文的分项与总数", "parts and total in the prose"),
    "prose_table": ("正文与表格", "prose and table"),
    "year": ("年份", "year"),
    "carried_over": ("上年结转 = 上一年度的结转下年度", "carried in = carried over the year before"),
    "in_force": ("现行有效 = 上一年度现行有效 + 制发 - 废止", "in force = in force the year before + made - repealed"),
    "items_carried": ("上一年项目数量与上一年度报告", "items of the year before as that year's report has them"),
    "regulations": ("规章由无权制定的机关填报", "rules counted by an agency that makes none"),
    "sections": ("六个部分", "the six sections"),
    "dated": ("落款日期", "date of signature"),
    "period": ("统计期限", "period covered"),
    "copied": ("雷同", "prose shared with another report"),
}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORST = ("fail", "not_assessable", "uncertain", "pass")


HINTS = ("items_filled_as_decisions", "regulations", "sections", "dated", "period", "copied")
"""What is odd without being wrong: shown where faults are asked for, not where sums are."""


Read = Callable[[str], Sequence[Figure]]
"""A report's id → its figures."""


def of_entry(library: Library, entry: Entry, read: Read | None = None) -> tuple[Check, ...]:
    """The checks of one report in itself and against that of the year before."""
    read = read or lru_cache(2)(partial(_figures, library))
    reports, figures = [entry.report], read(entry.report)
    odd = hints(entry, figures)
    told = {check.rule for check in odd} & {"year"}
    sums = checks(entry.report, figures, library.counts(reports=reports), entry.year, library.lines(entry.report))
    return (*(c for c in sums if c.rule not in told), *odd, *_following(library, entry, read))


def every(library: Library, entry: Entry, read: Read | None = None) -> tuple[Check, ...]:
    """The checks of one report, with the prose that it shares with last year's and with other agencies'."""
    from corpus.checking.copied import copied
    from corpus.checking.likeness import clauses

    own = clauses(library.passages(reports=[entry.report]))
    former = _former(library, entry)
    ids = dict.fromkeys((*([former.report] if former else []), *library.alike(entry.report)))
    others = [(library.entry(id_), clauses(library.passages(reports=[id_]))) for id_ in ids]
    return (*of_entry(library, entry, read), *copied(entry, own, others))


def _figures(library: Library, report: str) -> tuple[Figure, ...]:
    return library.figures(reports=[report])


def _following(library: Library, entry: Entry, read: Read) -> tuple[Check, ...]:
    former = _former(library, entry)
    return following(entry, read(entry.report), former, read(former.report)) if former else ()


def _former(library: Library, entry: Entry) -> Entry | None:
    """The report of the same agency for the year before, where its place is known."""
    if entry.year is None or not entry.place:
        return None
    id_ = library.of_year(same_places(entry.place), entry.kind, entry.agency, entry.year - 1)
    return library.entry(id_) if id_ else None


def arithmetic(question: Question, scope: Scope, library: Library) -> Answer:
    """The checks of a table, or of the whole report, for each report that fits."""
    one = len(scope.entries) == 1 and "faults" in question.ops
    rules = rules_of(question)
    found = [check for e in scope.entries for check in (every if one else of_entry)(library, e) if check.rule in rules]
    if not found:
        return refusals.not_stated(question, scope, ("没有可以核对的数。", "There is nothing to check. "))
    return _judged(question, scope, library, found)


def rules_of(question: Question) -> tuple[str, ...]:
    """The checks that a question asks for: of a table, or of the whole report."""
    if question.table == form.REQUESTS and "faults" not in question.ops:
        return ("requests_balance",)
    if question.table:
        return _OF_TABLE[question.table]
    left_out = HINTS[:1] if "faults" in question.ops else HINTS
    return tuple(rule for rule in RULES if rule not in left_out)


def _judged(question: Question, scope: Scope, library: Library, found: Sequence[Check]) -> Answer:
    """The worst status decides: a fail is an answer, an uncertain check is noted, an impossible one is `no_cell`."""
    lang = question.language
    worst = min((check.status for check in found), key=_WORST.index)
    figures = list({_cell(f): f for check in found for f in check.figures}.values())
    lines = [told(check, _named(check, scope, lang), lang) for check in found]
    more = _doubts(figures, found, lang)
    outcome = Outcome.ANSWERED
    if worst == "not_assessable" and all(c.status in ("not_assessable", "uncertain", "pass") for c in found):
        outcome = Outcome.NO_CELL
    if outcome is Outcome.NO_CELL:
        figures += [f for f in _lost(library, scope, question.table) if _cell(f) not in {_cell(g) for g in figures}]
    return compose.answer(
        question,
        scope,
        compose.reading("check", scope.entries, topic="；".join(dict.fromkeys(rule_name(c.rule, lang) for c in found))),
        "\n".join(lines),
        outcome=outcome,
        figures=figures,
        passages=quotations(library, found),
        more=more,
        coverage=Coverage(len({check.report for check in found})),
    )


def told(check: Check, who: str, language: str) -> str:
    """One check on one line. Its text is Chinese: in English the sum it begins with is kept, the words are not."""
    status = say(*CHECKED[check.status], language)
    first = check.text.partition("。")[0]
    if language == "zh":
        return f"{who}：{status}。{first if check.rule == 'copied' else check.text}"
    return f"{who}: {rule_name(check.rule, language)}: {status}" + ("" if _HAN.search(first) else f": {first}")


def rule_name(rule: str, language: str) -> str:
    """What a rule compares, in words."""
    return say(*RULES.get(rule, (rule, rule)), language)


def _cell(figure: Figure) -> tuple[str, str, str, str]:
    return figure.report, figure.table, figure.row, figure.column


def _lost(library: Library, scope: Scope, table: str | None) -> list[Figure]:
    """The first cell that is lost, one a report: where the file breaks off."""
    found: dict[str, Figure] = {}
    for figure in library.figures(reports=[e.report for e in scope.entries], table=table):
        if figure.value is None and figure.column == form.GRAND_TOTAL:
            found.setdefault(figure.report, figure)
    return list(found.values())


def _doubts(figures: Sequence[Figure], found: Sequence[Check], language: str) -> list[Note]:
    more: list[Note] = []
    if any(check.status == "uncertain" for check in found):
        for code in ("value_lost", "value_extra", "glued_cut"):
            at = [n for n, figure in enumerate(figures) if code in figure.notes]
            more += [notes.note(code, language, at)] if at else []
    if figures and all(figure.value == 0 for figure in figures):
        more.append(notes.note("weak_evidence", language))
    return more


def _named(check: Check, scope: Scope, language: str) -> str:
    entry = next((e for e in scope.entries if e.report == check.report), None)
    return compose.who(entry, language) if entry else check.report


def quotations(library: Library, found: Sequence[Check]) -> list[Hit]:
    """The sentences of the prose that a check compares."""
    hits: dict[tuple[str, str], Hit] = {}
    for check in found:
        if not check.rule.startswith("prose"):
            continue
        for count in library.counts(reports=[check.report]):
            if count.source.line in check.lines and count.sentence and count.raw in check.text:
                hits.setdefault((check.report, count.sentence), single.quoted(count))
    return list(hits.values())


def breakdown(question: Question, scope: Scope, library: Library) -> Answer:
    """“9条的构成对得上吗”: the sum in the prose whose total is that number, or that no sentence lists its parts."""
    told = ("正文没有逐项列出这个数的构成。", "No sentence of the prose lists the parts of that number. ")
    return parts_of(question, scope, library) or refusals.not_stated(question, scope, told)


def parts_of(question: Question, scope: Scope, library: Library) -> Answer | None:
    """The check of the sum whose total the question quotes; None where no sentence lists its parts."""
    total = counted.quoted_total(question)
    found = [
        check
        for entry in scope.entries
        for check in prose_sums(entry.report, library.counts(reports=[entry.report]))
        if total is None or check.text.startswith(f"{total} ")
    ]
    return _judged(question, scope, library, found) if found else None


def conflicts(question: Question, scope: Scope, library: Library) -> Answer:
    """Which reports' prose contradicts their tables, over every report that fits."""
    lang = question.language
    lines, hits, figures, agencies = [], [], [], []
    for entry in scope.entries:
        mine = library.figures(reports=[entry.report])
        pairs = disputes(mine, library.counts(reports=[entry.report]))
        for figure, count in pairs:
            lines.append(
                f"{compose.who(entry, lang)}：{say('表', 'table', lang)} {figure.row} "
                f"{plain(figure.value or Decimal(0))}，{say('正文', 'prose', lang)} {count.raw}"
            )
            figures.append(figure)
            hits.append(single.quoted(count))
        if pairs:
            agencies.append(entry)
    n, total = len(agencies), len(scope.entries)
    first = say(
        f"{total} 份报告里有 {n} 份正文与表格不一致。", f"{n} of {total} reports contradict their own tables.", lang
    )
    return compose.answer(
        question,
        scope,
        compose.reading("check", agencies, topic=rule_name("prose_table", lang)),
        "\n".join([first, *lines]),
        figures=figures,
        passages=list({(h.passage.report, h.passage.text): h for h in hits}.values()),
        coverage=Coverage(total),
    )


def years(question: Question, scope: Scope, library: Library) -> Answer:
    """Whether a report names another year than its own as the year it reports on."""
    lang = question.language
    found = [c for entry in scope.entries for c in of_entry(library, entry) if c.rule == "year"]
    wrong = [check for check in found if check.status == "fail"]
    unread = [
        Skipped(e.agency, e.year, "not_stated") for e in scope.entries if e.report not in {c.report for c in found}
    ]
    first = say(
        f"{len(found)} 份报告核对了标题与统计期限的年份，{len(wrong)} 份有出入。"
        "发文日期、文号里的年份不是报告年度，不算错。",
        f"Title and period were compared in {len(found)} reports; {len(wrong)} disagree. "
        "Years in dates of issue and document numbers are not report years.",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("check", scope.entries if scope.mentions else (), topic=rule_name("year", lang)),
        "\n".join([first, *(f"{_named(c, scope, lang)}：{c.text}" for c in wrong)]),
        coverage=Coverage(len(found)),
        more=[
            Note(
                "not_compared",
                say("没有印统计期限的报告没有核对", "reports that print no period were not compared", lang),
            )
        ]
        if unread
        else [],
    )


def missing(question: Question, scope: Scope, library: Library) -> Answer:
    """What a report lacks: cells that are lost, rows that are short, titles and headings that are gone."""
    lang = question.language
    entry = scope.entries[0]
    figures = library.figures(reports=[entry.report])
    lost = [f for f in figures if f.value is None and f.state not in ("blank", "dash")]
    doubtful = [
        f
        for f in figures
        if f.notes
        and f.value is not None
        and set(f.notes) & {"value_lost", "value_extra", "glued_cut", "heading_inferred"}
    ]
    shown = list({(f.table, f.row): f for f in (*doubtful, *lost)}.values())
    lines = [_lost_line(shown_of, lang) for shown_of in _by_state(lost)]
    lines += [_doubt_line(rows, code, lang) for code, rows in _by_note(doubtful).items()]
    others = [problem for problem in entry.problems if problem.code not in ("title_lost", "section_absent")]
    lines += [problem.text + (f" ({entry.file}:{problem.line})" if problem.line else "") for problem in others]
    sections = [s for s in entry.sections if s.number and not s.printed]
    lines += [
        say(
            f"第{s.number}部分标题缺失 ({entry.file}:{s.line})",
            f"title of section {s.number} is lost ({entry.file}:{s.line})",
            lang,
        )
        for s in sections
    ]
    absent = sorted(set(range(1, 7)) - {s.number for s in entry.sections})
    lines += [say(f"没有第{n}部分", f"section {n} is absent", lang) for n in absent]
    head = compose.who(entry, lang)
    first = (
        say(f"{head} 缺失或残缺之处：", f"{head} lacks: ", lang)
        if lines
        else say(f"{head} 六个部分和三张表都完整。", f"{head}: all six sections and three tables are complete.", lang)
    )
    return compose.answer(
        question,
        scope,
        compose.reading("missing", [entry]),
        "\n".join([first, *lines]),
        figures=shown,
        coverage=Coverage(1),
    )


def _by_state(lost: Sequence[Figure]) -> list[list[Figure]]:
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in lost:
        groups.setdefault((figure.table, str(figure.state)), []).append(figure)
    return list(groups.values())


def _by_note(doubtful: Sequence[Figure]) -> dict[str, list[Figure]]:
    groups: dict[str, list[Figure]] = {}
    for figure in doubtful:
        for code in figure.notes:
            groups.setdefault(code, []).append(figure)
    return groups


def _lost_line(lost: Sequence[Figure], language: str) -> str:
    rows = "、".join(dict.fromkeys(f.row for f in lost))
    first = lost[0]
    table = form.TABLE_NAMES[first.table][0]
    where = f"{first.source.file}:{first.source.line}"
    if first.state == "cut_off":
        return say(
            f"{table} 在 {where} 之后截断：{rows}（不是 0）",
            f"{table} is cut off after {where}: {rows} (not 0)",
            language,
        )
    return say(f"{table} 读不出：{rows}（{where}）", f"{table} cannot be read: {rows} ({where})", language)


def _doubt_line(found: Sequence[Figure], code: str, language: str) -> str:
    rows = "、".join(dict.fromkeys(f"{f.row}({f.source.line})" for f in found))
    return f"{form.TABLE_NAMES[found[0].table][0]} {rows}：{notes.note(code, language).text}"


def headings(entry: Entry, language: str) -> list[Hit]:
    """The titles of a report's sections as passages, each at its line."""
    hits = []
    for section in entry.sections:
        if not section.number:
            continue
        source = Source(entry.file, entry.path, section.line)
        title = (
            section.title
            if section.printed
            else section.title + say("（标题缺失，由内容认出）", " (title lost, known by what stands there)", language)
        )
        passage = Passage(
            entry.report, entry.agency, entry.year, section.title, section.number, (), "prose", None, title, source
        )
        hits.append(Hit(passage, 1.0, title))
    return hits
