"""Small reports, built by hand."""

from collections.abc import Iterable

from corpus.library.store import Identity, Library
from corpus.report import Document, Line, Report, Section, Table

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def report(text: str, *, agency: str = "甲县卫生健康局", year: int = 2020) -> Report:
    """A report of this text; lines that are one of TITLES begin a section, lines with tabs are rows of a table."""
    lines = tuple(
        Line(number, line, tuple(cell.strip() for cell in line.split("\t")) if "\t" in line else ())
        for number, line in enumerate(text.split("\n"), 1)
    )
    starts = [(line.number, TITLES.index(title)) for line in lines if (title := line.text.strip("#* ")) in TITLES]
    ends = [start - 1 for start, _ in starts[1:]] + [len(lines)]
    sections = tuple(
        Section(index + 1, TITLES[index], start, end) for (start, index), end in zip(starts, ends, strict=True)
    )
    tables = tuple(
        Table("active_disclosure", tuple(line for line in lines if line.cells and s.line <= line.number <= s.line_end))
        for s in sections
        if s.number == 2
    )
    title = f"{agency}{year}年政府信息公开工作年度报告"
    document = Document("made.txt", "/reports/made.txt", "", "utf-8", lines)
    return Report(document, title, agency, year, sections, tables)


def named(rows: Iterable[tuple[str, str, str]]) -> Library:
    """A library of empty reports with these names: (name, origin, report id), each report of an agency of its id."""
    names: dict[str, list[tuple[str, str]]] = {}
    for name, origin, id_ in rows:
        names.setdefault(id_, []).append((name, origin))
    made = Library.memory()
    for id_, own in names.items():
        document = Document(f"{id_}.txt", f"/reports/{id_}.txt", id_, "utf-8", ())
        made.add(Report(document, id_, id_, 2020, (), ()), (), (), (), Identity((), "", "", tuple(own)))
    return made
