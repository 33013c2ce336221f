"""`figures`: every cell of the form, with its state."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.answer import Exit
from assistant.commands import pick
from assistant.commands.out import put, put_record, save, table, tell
from assistant.language import interface, say
from assistant.library import build
from assistant.output import render, sheets
from assistant.output.escape import visible
from assistant.output.export import csv_into
from corpus.form import TABLE_NAMES
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry, Figure, State

BOM = "\ufeff"
_STATES = {
    State.BLANK: ("空白", "blank"),
    State.DASH: ("/", "/"),
    State.CUT_OFF: ("截断", "cut off"),
    State.UNREADABLE: ("读不出", "unreadable"),
}
_LEGEND = {
    State.INFERRED: ("* 由表内勾稽关系推定", "* settled by the arithmetic of the form"),
    State.CUT_OFF: ("截断：文件到此为止，不是 0", "cut off: the file ends before it; not 0"),
    State.UNREADABLE: (
        "读不出：印有数字，但不能确定属于哪一格",
        "unreadable: digits are printed, but not certainly of this cell",
    ),
}


def figures(
    home: Path | None,
    path: Path | None,
    *,
    agency: str | None,
    year: int | None,
    file: str | None,
    shape: str | None,
    output: Path | None = None,
) -> Exit:
    """Print the cells that fit; with `path` of that file or folder, which is read without being added.

    `shape` is None for tables to read, else json, csv or wide; with `output` they go into that file.
    """
    failed = False
    if path is None:
        library = build.open_library(home)
    else:
        library, failed = _read_aside(path)
    with library:
        entries = pick.reports(
            library.entries(active=path is None and file is None), agency=agency, year=year, file=file
        )
        if failed or any(entry.states for entry in entries):
            _put(entries, library.each_figure(reports=pick.ids(entries)), shape, output)
            return Exit.FAILED if failed else Exit.OK
    tell(
        "没有符合条件的数字。用 nianbao reports 查看已载入的报告。",
        "no figures fit. `nianbao reports` lists what is loaded.",
    )
    return Exit.DECLINED


def _read_aside(path: Path) -> tuple[Library, bool]:
    """A library in memory of one file or folder, and whether a file failed."""
    library, results = build.read_aside([path])
    for added in results:
        if reason := added.because:
            tell(f"{added.file}：{reason}", f"{added.file}: {reason}")
    if not results:
        tell(f"{path} 里没有文件。请给出报告。", f"no files in {path}. Name a report.")
    return library, any(added.result == "failed" for added in results) or not any(added.report for added in results)


def _put(entries: Sequence[Entry], cells: Iterable[Figure], shape: str | None, output: Path | None) -> None:
    """Into the file, or printed."""
    if output:
        save(output, wide(cells) if shape == "wide" else sheets.of_figures(cells, interface()))
    elif shape == "json":
        for figure in cells:
            put_record(render.figure_record(figure))
    elif shape in ("csv", "wide"):
        sys.stdout.write(BOM)
        csv_into(wide(cells) if shape == "wide" else sheets.of_figures(cells, interface()), sys.stdout)
    else:
        _print(entries, cells)


def _print(entries: Sequence[Entry], cells: Iterable[Figure]) -> None:
    """Report by report, those without a table in their place: the cells come in the order of the reports."""
    tables = groupby(cells, key=lambda figure: figure.report)
    report, of = next(tables, ("", iter(())))
    for entry in entries:
        if entry.report != report:
            _print_report(entry, ())
            continue
        _print_report(entry, tuple(of))
        report, of = next(tables, ("", iter(())))


def wide(cells: Iterable[Figure]) -> sheets.Sheet:
    """One row a report, one column a cell of the form; a cell without a value holds its state in brackets."""
    columns = dict.fromkeys(("report", "agency", "year"))
    # Which columns there are the last report may tell: of very many each name and each printed number is held once.
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    printed: dict[str, sheets.Value] = {}
    kept: list[tuple[tuple[str, ...], list[sheets.Value]]] = []
    for report, of in groupby(cells, key=lambda figure: figure.report):
        values = {_name(figure): figure for figure in of}
        first = next(iter(values.values()))
        told = [f"[{f.state}]" if f.value is None else f.value for f in values.values()]
        layout = ("report", "agency", "year", *values)
        columns.update(dict.fromkeys(values))
        line = [report, first.agency, first.year, *(printed.setdefault(str(value), value) for value in told)]
        kept.append((names.setdefault(layout, layout), line))

    def lines() -> Iterator[dict[str, sheets.Value]]:
        return (dict(zip(layout, line, strict=True)) for layout, line in kept)

    rows = sheets.Lines(lambda: (tuple(map(line.get, columns)) for line in lines()), len(kept))
    return sheets.Sheet(tuple(columns), rows, sheets.Lines(lambda: map(_record, lines()), len(kept)))


def _record(line: dict[str, sheets.Value]) -> dict[str, Any]:
    return {name: plain(value) if isinstance(value, Decimal) else value for name, value in line.items()}


def _name(figure: Figure) -> str:
    return f"{figure.table}/{figure.row}/{figure.column}"


def _print_report(entry: Entry, cells: Sequence[Figure]) -> None:
    """The tables of one report as a person reads them: a line a printed row, a heading where the columns change."""
    put(visible(f"{entry.report}  {entry.agency}  {entry.year or '?'}  {entry.file}"))
    if not cells:
        put("  " + say("没有读到表格", "no tables were read"))
    by_row = [tuple(of) for _, of in groupby(cells, key=lambda f: (f.table, f.row, f.edition))]
    for (name, columns), rows in groupby(by_row, key=lambda row: (row[0].table, tuple(f.column for f in row))):
        heading = (TABLE_NAMES[name][interface() == "en"], *columns, say("行", "line"))
        right = frozenset(range(1, len(heading)))
        for line in table([heading, *map(_table_row, rows)], right=right, indent="  "):
            put(line)
    seen = {figure.state for figure in cells}
    for state, wording in _LEGEND.items():
        if state in seen:
            put("  " + say(*wording))
    put()


def _table_row(row: Sequence[Figure]) -> tuple[str, ...]:
    first = row[0]
    line = first.source.page if first.source.line is None else first.source.line
    label = first.row if first.in_form else f"{first.row} ({say('表外', 'not of the form')})"
    return (label, *map(_shown, row), str(line or ""))


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return say(*_STATES[figure.state])
    unit = f" {figure.unit}" if figure.unit_printed else ""
    return plain(figure.value) + unit + ("*" if figure.state is State.INFERRED else "")
