"""What is loaded: the reports, their years, places and editions, the outline and the profile of one."""

from collections.abc import Sequence

from assistant.answer import Answer, Coverage, Outcome, ResultRow
from assistant.answers import cells, compose, notes, refusals
from assistant.answers.cells import Cell
from assistant.answers.checks import checking
from assistant.language import say
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library import census
from corpus.library.census import Resident, Some
from corpus.library.reports import where_of
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry, Hit, Note

_LISTED, _RESIDENTS, _UNKNOWN = 30, 20, 5
"""So many reports are listed, of each province, and named as being nobody knows where."""
_PLACE_WORDS = {
    "report": ("报告", "report"),
    "gazetteer": ("区划表", "gazetteer"),
    "person": ("人工", "a person"),
    "": ("", ""),
}


def reports(question: Question, scope: Scope, library: Library) -> Answer:
    """Every report: agency, year, edition, what is wrong with it."""
    lang, number, agencies = question.language, len(scope.entries), sum(map(bool, scope.agencies))
    line = say(
        f"已载入 {agencies} 个机关的 {number} 份报告",
        f"{number} report{'s' * (number != 1)} of {agencies} agenc{'ies' if agencies != 1 else 'y'} loaded",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("coverage", scope.entries),
        line,
        rows=[_line(entry, lang) for entry in scope.entries[:_LISTED]],
        rows_total=number,
        more=_places_unknown(library, scope, lang),
        coverage=Coverage(number),
    )


def damaged(question: Question, scope: Scope, library: Library) -> Answer:
    """The reports whose file lost something of a table."""
    lang, read = question.language, len(scope.entries)
    kept = census.damaged(library, where_of(scope.entries), _LISTED)
    first = _entries(library, kept)
    names = _names(first, kept.number, lang)
    line = say(
        f"{read} 份报告里有 {kept.number} 份的表格有残缺{'：' + names if names else ''}",
        f"the tables of {kept.number} of {read} reports are damaged{': ' + names if names else ''}",
        lang,
    )
    return _listed(question, scope, kept, first, line)


def _entries(library: Library, kept: Some) -> Sequence[Entry]:
    return library.entries(Where(reports=kept.first, active=False)) if kept.first else ()


def _names(first: Sequence[Entry], number: int, language: str) -> str:
    return "、".join(compose.who(entry, language) for entry in first) + ("…" if number > len(first) else "")


def _listed(question: Question, scope: Scope, kept: Some, first: Sequence[Entry], line: str) -> Answer:
    """The reports that were chosen among all that were looked at."""
    return compose.answer(
        question,
        scope,
        compose.reading("coverage", first),
        line,
        rows=[_line(entry, question.language) for entry in first],
        rows_total=kept.number,
        coverage=Coverage(len(scope.entries)),
    )


def _faults(entry: Entry) -> int:
    """Cells that are lost, unreadable or settled by the form's arithmetic alone."""
    return sum(n for state, n in entry.states.items() if state in ("cut_off", "unreadable", "inferred"))


def _line(entry: Entry, language: str) -> ResultRow:
    edition = "、".join(entry.editions)
    faults = _faults(entry)
    said = (
        say(f"{edition} 版表格", f"edition {edition}", language) if edition else say("没有表格", "no tables", language)
    )
    if faults:
        said += say("，有残缺", ", damaged", language)
    return ResultRow(entry.agency, entry.year, edition or None, None, None, "", label=said)


def _places_unknown(library: Library, scope: Scope, language: str) -> list[Note]:
    unknown = census.placeless(library, where_of(scope.entries), _UNKNOWN)
    return [notes.note("place_unknown", language, detail="、".join(unknown))] if unknown else []


def by_year(question: Question, scope: Scope, library: Library) -> Answer:
    """How many reports of each year."""
    lang = question.language
    years = census.years(library, where_of(scope.entries))
    known = sorted(year for year in years if year is not None)
    parts = [say(f"{year} 年 {years[year]} 份", f"{year}: {years[year]}", lang) for year in known]
    if years[None]:
        parts.append(say(f"年份不明 {years[None]} 份", f"year unknown: {years[None]}", lang))
    return compose.answer(
        question,
        scope,
        compose.reading("coverage", scope.entries),
        say("，", ", ", lang).join(parts),
        coverage=Coverage(len(scope.entries)),
    )


def provinces(question: Question, scope: Scope, library: Library) -> Answer:
    """The province of each agency, and who says so."""
    lang = question.language
    lines = []
    for province in census.provinces(library, where_of(scope.entries), _RESIDENTS):
        names = "、".join(f"{one.agency or one.file}{_says(one, lang)}" for one in province.first)
        if province.number > len(province.first):
            names += say(f"…（共 {province.number} 份）", f"… ({province.number} reports)", lang)
        lines.append(f"{province.name or say('不明', 'unknown', lang)}：{names}")
    return compose.answer(
        question,
        scope,
        compose.reading("coverage", scope.entries),
        "\n".join(lines),
        more=_places_unknown(library, scope, lang),
        coverage=Coverage(len(scope.entries)),
    )


def _says(one: Resident, language: str) -> str:
    said = say(*_PLACE_WORDS.get(one.place_from, ("", "")), language)
    return say(f"（据{said}）", f" ({said})", language) if said else ""


def editions(question: Question, scope: Scope, library: Library) -> Answer:
    """Which reports print which edition of the form."""
    lang = question.language
    wanted = "2021" if "editions_new" in question.ops else "2019"
    kept = census.of_edition(library, where_of(scope.entries), wanted, _LISTED)
    first = _entries(library, kept)
    names = _names(first, kept.number, lang)
    line = say(
        f"{kept.number} 份报告用 {wanted} 版表格：{names}",
        f"{kept.number} reports use edition {wanted} of the form: {names}",
        lang,
    )
    return _listed(question, scope, kept, first, line)


def passages(question: Question, scope: Scope, library: Library) -> Answer:
    """How many passages a search covers."""
    lang, number = question.language, len(scope.entries)
    count = census.passages(library, where_of(scope.entries))
    line = say(
        f"{number} 份报告，共 {count} 个段落可以检索",
        f"{count} passages of {number} reports are searched",
        lang,
    )
    return compose.answer(
        question,
        scope,
        compose.reading("coverage", scope.entries if scope.mentions else ()),
        line,
        value=str(count),
        coverage=Coverage(number),
    )


def contents(question: Question, scope: Scope, library: Library) -> Answer:
    """The sections of a report with the line each begins at."""
    lang = question.language
    entry = scope.entries[0]
    hits = checking.headings(entry, lang)
    lost = [s for s in entry.sections if s.number and not s.printed]
    more = (
        [notes.note("heading_inferred", lang, detail="、".join(form.SECTIONS[s.number - 1] for s in lost))]
        if lost
        else []
    )
    return compose.answer(
        question,
        scope,
        compose.reading("contents", [entry]),
        say(f"{compose.who(entry, lang)} 的目录", f"Sections of {compose.who(entry, lang)}", lang),
        passages=hits,
        more=more,
        coverage=Coverage(1),
    )


def profile(question: Question, scope: Scope, library: Library) -> Answer:
    """One page on one report: who, the figures that are not 0, problems, measures, checks."""
    lang, entry = question.language, scope.entries[0]
    found = [cell for row in _rows(entry) for cell in refusals.every_column(library, entry, row)]
    for row in (form.NEW_REQUESTS, "行政复议", form.SUITS):
        found += cells.pick(library, [entry], row, form.GRAND_TOTAL)
    kept = [cell for cell in found if cell.value or _always(cell)]
    five = library.passages(reports=[entry.report], kinds=("problem", "measure"))
    lines = [
        compose.who(entry, lang) + (f"（{''.join(dict.fromkeys(entry.place))}）" if entry.place else ""),
        say(f"{'、'.join(entry.editions)} 版表格", f"edition {', '.join(entry.editions)} of the form", lang),
        *_check_lines(library, entry, lang),
    ]
    return compose.answer(
        question,
        scope,
        compose.reading("profile", [entry]),
        "\n".join(lines),
        figures=cells.figures_of(kept),
        rows=compose.result_rows(kept, [f"{cell.row} · {cell.column}" for cell in kept]),
        passages=[Hit(passage, 1.0, passage.text) for passage in five[:8]],
        coverage=Coverage(1),
    )


def _rows(entry: Entry) -> list[str]:
    return list(
        dict.fromkeys(form.generic_row(r.label) for edition in entry.editions for r in form.rows(edition, form.ACTIVE))
    )


def _always(cell: Cell) -> bool:
    """Shown even when 0 or lost: what everybody asks."""
    return cell.row in (form.NEW_REQUESTS, "行政复议", form.SUITS) or cell.column in (
        form.DECISIONS,
        "本年处理决定数量",
    )


def _check_lines(library: Library, entry: Entry, language: str) -> list[str]:
    found = [c for c in checking.of_entry(library, entry) if c.status in ("fail", "uncertain", "not_assessable")]
    if not found:
        return [say("核对：都相符", "checks: all hold", language)]
    return [checking.told(check, say("核对", "check", language), language) for check in found[:4]]


def empty(question: Question, scope: Scope) -> Answer:
    """Nothing is loaded at all."""
    line = say(
        "库里还没有报告。用 nianbao add 文件或文件夹 添加，对话里用 /add。",
        "No report is loaded yet. Add some: nianbao add FILE|FOLDER, in the chat /add.",
        question.language,
    )
    return compose.answer(
        question, scope, compose.reading("coverage", ()), line, outcome=Outcome.NO_REPORT, coverage=Coverage()
    )
