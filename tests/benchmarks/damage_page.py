"""Lines of a report → a web page or a Word file, its tables written plainly: with spans for groups, or without."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from damage_form import REQUESTS
from damage_writer import Printed

_IN_TABLES = ("item", "heading", "row", "words")


def page(lines: Sequence[Printed], cells_of: dict[int, tuple[str, ...]], *, spans: bool) -> str:
    """The page; `cells_of` gives the cells behind the words of line n."""
    body = "\n".join(_body(lines, cells_of, spans=spans))
    return f"<!DOCTYPE html>\n<html><head><title>年度报告</title></head>\n<body>\n{body}\n</body></html>\n"


def _body(lines: Sequence[Printed], cells_of: dict[int, tuple[str, ...]], *, spans: bool) -> Iterator[str]:
    """Paragraphs and tables; a foot of a page ends a table, and the next begins below it."""
    numbered = list(enumerate(lines))
    for key, group in groupby(numbered, lambda pair: pair[1].table if pair[1].role in _IN_TABLES else ""):
        run = list(group)
        if not key:
            yield from (f"<p>{escape(''.join(line.words))}</p>" for _, line in run)
            continue
        yield "<table>"
        for at, (n, line) in enumerate(run):
            below = [other for _, other in run[at + 1 :]]
            yield f"<tr>{''.join(_cells(line, below, cells_of.get(n, ()), spans=spans))}</tr>"
        yield "</table>"


def _cells(line: Printed, below: Sequence[Printed], values: Sequence[str], *, spans: bool) -> Iterator[str]:
    grouped = spans and line.table == REQUESTS and line.role == "row"
    for n, word in enumerate(line.words):
        rows = 1 + _members(line, below) if grouped and n == 0 and len(line.words) == 2 else 1
        columns = 2 if grouped and len(line.words) == 1 and "/" not in line.row else 1
        yield f"<td{_span('rowspan', rows)}{_span('colspan', columns)}>{escape(word)}</td>"
    yield from (f"<td>{escape(text) or '&nbsp;'}</td>" for text in values)


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _members(line: Printed, below: Sequence[Printed]) -> int:
    """How many rows follow in the group that begins with a line."""
    group = line.row.partition("/")[0]
    count = 0
    for other in below:
        inside = "/" in other.row and other.row.partition("/")[0] == group
        if other.role != "row" or len(other.words) != 1 or not inside:
            break
        count += 1
    return count


_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_xml(lines: Sequence[Printed], cells_of: dict[int, tuple[str, ...]], *, spans: bool) -> str:
    """The main part of a Word file: a paragraph or a table for each stretch of lines."""
    body = []
    for key, group in groupby(enumerate(lines), lambda pair: pair[1].table if pair[1].role in _IN_TABLES else ""):
        if key:
            rows = "".join(_word_row(line, cells_of.get(n, ()), spans=spans) for n, line in group)
            body.append(f"<w:tbl>{rows}</w:tbl>")
        else:
            body += [_paragraph("".join(line.words)) for _, line in group]
    return f'<w:document xmlns:w="{_WORDS}"><w:body>{"".join(body)}</w:body></w:document>'


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _word_row(line: Printed, values: Sequence[str], *, spans: bool) -> str:
    grouped = spans and line.table == REQUESTS and line.role == "row"
    alone = grouped and len(line.words) == 1 and "/" not in line.row
    merged = grouped and len(line.words) == 1 and not alone
    cells = [_word_cell("", "<w:vMerge/>")] if merged else []
    for n, word in enumerate(line.words):
        starts = grouped and n == 0 and len(line.words) == 2
        cells.append(_word_cell(word, '<w:gridSpan w:val="2"/>' if alone else _START if starts else ""))
    return f"<w:tr>{''.join((*cells, *(_word_cell(text, '') for text in values)))}</w:tr>"


_START = '<w:vMerge w:val="restart"/>'


def _word_cell(text: str, properties: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(text)}</w:tc>"


def zipped(xml: str) -> bytes:
    """A Word file with that main part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return packed.getvalue()
