"""`search`: passages by meaning and by words, without a question around them."""

import time
from pathlib import Path

from assistant.answer import Answer, Coverage, Exit, Outcome, Reading
from assistant.commands import pick
from assistant.commands.out import bar, columns, put, put_record, save
from assistant.language import interface, say
from assistant.library import build, finding
from assistant.output import render
from corpus.errors import Usage
from corpus.form import SECTIONS
from corpus.library.where import Where
from corpus.report import Hit

_ORDINALS = "〇一二三四五六"


def search(
    home: Path | None,
    text: str,
    *,
    agency: str | None,
    year: int | None,
    section: str | None,
    limit: int,
    as_json: bool,
    output: Path | None = None,
) -> Exit:
    """Print the passages that fit best, best first; `output` gets them as a table besides."""
    if not text.strip():
        raise Usage("检索词是空的。请写出要找的内容。", "nothing to search for. Write some words.")
    number = None if section is None else _section(section)
    started = time.perf_counter()
    with build.open_library(home) as library:
        entries = pick.reports(library.entries(), agency=agency, year=year)
        hits: tuple[Hit, ...] = ()
        if entries:
            # Without an agency every report of the year is meant, and none needs to be listed.
            years = None if year is None else (year,)
            where = Where(years=years) if agency is None else Where(reports=tuple(pick.ids(entries)))
            _, hits = finding.find_anew(library, home, bar(), text, limit=limit, where=where, number=number)
    elapsed = round(1000 * (time.perf_counter() - started))
    answer = _answer(text, hits, len(entries), elapsed)
    if output:
        from assistant.output import markdown, sheets

        save(output, sheets.of_answer(answer), markdown.conversation([answer]))
    if as_json:
        put_record(render.answer_record(answer))
    else:
        put(render.text(answer, columns()))
    return answer.exit


def _section(named: str) -> int:
    """The number of a section: `5`, `五`, or part of its title. Raises Usage."""
    wanted = named.strip()
    fitting = [n for n, title in enumerate(SECTIONS, 1) if wanted in (str(n), _ORDINALS[n]) or wanted in title]
    if wanted and len(fitting) == 1:
        return fitting[0]
    listed = "、".join(f"{n} {title}" for n, title in enumerate(SECTIONS, 1))
    raise Usage(f"不清楚是哪一节：{named}。请选 {listed}。", f"which section is {named}? Give one of {listed}.")


def _answer(text: str, hits: tuple[Hit, ...], read: int, elapsed: int) -> Answer:
    agencies = tuple(dict.fromkeys(hit.passage.agency for hit in hits))
    years = tuple(sorted({hit.passage.year for hit in hits if hit.passage.year is not None}))
    if hits:
        headline = say(f"找到 {len(hits)} 段", f"passages found: {len(hits)}")
    else:
        headline = say("没有找到。请换个说法，或放宽条件。", "nothing found. Try other words or fewer conditions.")
    return Answer(
        question=text,
        outcome=Outcome.ANSWERED if hits else Outcome.NOT_STATED,
        language=interface(),
        headline=headline,
        reading=Reading("search", agencies, years, topic=text),
        passages=hits,
        coverage=Coverage(read),
        elapsed_ms=elapsed,
    )
