"""Report → every cell of the form in the edition that its tables print, each with how it stands and where."""

from corpus.form import ACTIVE, REQUESTS, REVIEW
from corpus.report import Figure, Report
from corpus.tables import active, requests, review
from corpus.tables.printed import printed_rows

FIRST_2021 = 2021
"""The report year from which edition 2021 is prescribed."""


def figures(report: Report) -> tuple[Figure, ...]:
    """The figures of a report: table by table in the form's order, rows that are not of the form last.

    A table that the report does not print at all has no figures. `report` is left empty.
    """
    tables = {table.name: table for table in report.tables}
    printed = {name: printed_rows(table.lines) for name, table in tables.items()}
    prescribed = "2021" if (report.year or 0) >= FIRST_2021 else "2019"
    of_active = active.edition_of(printed[ACTIVE]) if ACTIVE in tables else ""
    of_requests = requests.edition_of(tables[REQUESTS], printed[REQUESTS]) if REQUESTS in tables else ""
    edition = of_requests or of_active or prescribed
    found: list[Figure] = []
    if ACTIVE in tables:
        found += active.active_figures(report, tables[ACTIVE], printed[ACTIVE], edition)
    if REQUESTS in tables:
        found += requests.requests_figures(report, tables[REQUESTS], printed[REQUESTS], edition)
    if REVIEW in tables:
        # The same in both editions: it takes that of the tables before it.
        found += review.review_figures(report, tables[REVIEW], printed[REVIEW], edition)
    return (*(f for f in found if f.in_form), *(f for f in found if not f.in_form))
