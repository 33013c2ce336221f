"""What could be asked next: the same figure of another year or agency, and what stands beside it.

Every question names its agency, year, row and column, so that it says the same in any conversation.
"""

from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Reading
from assistant.language import say
from corpus import form
from corpus.library.reports import Reports
from corpus.library.where import Where
from corpus.report import Entry

SLOTS = ("agency", "year", "row", "column")
"""The slots of a reading that can be changed, in the order in which they are shown."""
_SECOND = "其他"
"""An applicant and the last part of 其他处理: alone the word names neither, so neither is offered."""


def follow_ups(answer: Answer, reports: Reports) -> Iterator[str]:
    """Full questions in the answer's language, likeliest first. Whether they can be answered is for who offers them."""
    reading, lang = answer.reading, answer.language
    if not reading.agencies:
        return
    agency, year = reading.agencies[0], reading.years[0] if reading.years else None
    if not reading.row:
        yield from _of_prose(agency, year, lang)
        return
    column = reading.column or ""
    if answer.rows:
        ranked = [row for row in answer.rows if row.value is not None and row.agency and row.year]
        yield from (asked(row.agency, row.year, reading.row, column, lang) for row in ranked[:2])
        return
    if not reports.only(Where(years=None if year is None else (year,))).few(1):
        what = spoken(reading.row, column)
        yield say(f"{year}年哪个机关的{what}最多？", f"which agency had the most {what} in {year}?", lang)
    years = [other for other in reports.only(Where(agencies=(agency,))).years if other != year]
    yield from (asked(agency, other, reading.row, column, lang) for other in years[-2:])
    edition = answer.figures[0].edition if answer.figures else ""
    yield from (asked(agency, year, row, column, lang) for row in _beside(edition, reading.table or "", reading.row))


def _of_prose(agency: str, year: int | None, language: str) -> Iterator[str]:
    when = year or ""
    yield say(f"{agency}{when}年有哪些改进措施？", f"what measures did {agency} take in {when}?", language)
    yield say(f"{agency}{when}年存在哪些问题？", f"what problems did {agency} name in {when}?", language)
    yield asked(agency, year, "行政许可", "", language)


def asked(agency: str, year: int | None, row: str, column: str, language: str) -> str:
    """One cell asked for in a full question."""
    what, when = spoken(row, column), f"{year}年" if year else ""
    in_year = f" in {year}" if year else ""
    return say(f"{agency}{when}{what}多少？", f"how many {what} did {agency} report{in_year}?", language)


def spoken(row: str, column: str) -> str:
    """Row and column as people say them."""
    if row == form.GRAND_TOTAL:
        return f"办理结果总计{'' if column == form.GRAND_TOTAL else column}"
    return f"{row.replace('/', '中')}{column}"


def slot_choices(reading: Reading, slot: str, entries: Sequence[Entry], language: str) -> tuple[tuple[str, str], ...]:
    """(label, full question) for everything that one slot of a reading of a cell could be instead, in order."""
    if not reading.agencies or not reading.row:
        return ()
    agency, year = reading.agencies[0], reading.years[0] if reading.years else None
    row, column = reading.row, reading.column or ""
    known = [entry for entry in entries if entry.agency == agency and entry.year == year]
    editions = known[0].editions if known else ()
    match slot:
        case "agency":
            there = {entry.agency: entry.year for entry in entries if entry.year is not None}
            there |= {entry.agency: year for entry in entries if entry.year == year and year is not None}
            found = [(name, asked(name, its, row, column, language)) for name, its in there.items()]
        case "year":
            years = sorted({entry.year for entry in entries if entry.agency == agency and entry.year is not None})
            found = [(str(other), asked(agency, other, row, column, language)) for other in years]
        case "row":
            labels = [one.label for edition in editions for table in form.TABLES for one in form.rows(edition, table)]
            plain = [label for label in dict.fromkeys(labels) if not label.endswith(f"/{_SECOND}")]
            found = [(label, asked(agency, year, label, "", language)) for label in plain]
        case _:
            rows = [one for edition in editions if (one := form.row(edition, reading.table or "", row))]
            columns = [name for name in (rows[0].columns if rows else ()) if name != _SECOND]
            found = [(name, asked(agency, year, row, name, language)) for name in columns]
    return tuple(found)


def _beside(edition: str, table: str, row: str) -> Iterator[str]:
    """The rows around a row of the form."""
    labels = [one.label for one in form.rows(edition, table)] if edition and table else []
    at = labels.index(row) if row in labels else -1
    yield from (labels[n] for n in (at + 1, at - 1) if at >= 0 and 0 <= n < len(labels))
