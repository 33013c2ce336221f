"""A table into a file: CSV, XLSX, Markdown or JSON, by the ending of its name. Written aside and put in place whole."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from assistant.output import markdown
from assistant.output.escape import cell, visible
from assistant.output.sheets import Sheet, Value
from corpus.errors import Unwritable, Usage
from corpus.numbers import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_EXCEL_ROWS, _EXCEL_LETTERS, _EXCEL_DIGITS = 1_048_576, 32_767, 15


def kind_of(path: Path) -> str:
    """`csv`, `xlsx`, `md` or `json`, from the ending of a name. Raises Usage for any other."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise Usage(
            f"不知道写成哪种文件：{path.name}。请用 .csv、.xlsx、.md 或 .json 结尾。",
            f"what kind of file is {path.name}? Let it end with .csv, .xlsx, .md or .json.",
        )
    return kind


def write(path: Path, sheet: Sheet, text: str | None = None) -> None:
    """Write a table; an older file of that name is replaced when the new one is complete.

    `text` is the whole of a Markdown file where that is more than the table. Raises Usage for an unknown ending,
    Unwritable where the file cannot be written or does not take so many rows.
    """
    kind = kind_of(path)
    if kind == "md" and text is not None:
        _put(path, lambda file: file.write(text.encode("utf-8", "replace")))
    else:
        _put(path, lambda file: KINDS[kind](sheet, file))


def _put(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Fill a file beside it, then put that in its place. What a link leads to is replaced, not the link."""
    path = path.expanduser()
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(21, os.strerror(21))
        aside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with aside.open("xb") as file:
                fill(file)
            if target.exists():
                aside.chmod(target.stat().st_mode & 0o7777)
            aside.replace(target)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Unwritable(
            f"写不了 {path}：{why}。请检查路径、权限与磁盘空间。",
            f"{path} cannot be written: {why}. Check its path, permissions and the space on the disk.",
        ) from error


def csv_text(sheet: Sheet) -> str:
    """The table as CSV, without a byte order mark. Text that a spreadsheet would run is quoted with `'`."""
    out = io.StringIO()
    csv_into(sheet, out)
    return out.getvalue()


def csv_into(sheet: Sheet, out: IO[str]) -> None:
    """The same, written line by line."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(cell, map(visible, sheet.columns)))
    writer.writerows([cell(_shown(value)) for value in row] for row in sheet.rows)


def _csv(sheet: Sheet, file: IO[bytes]) -> None:
    # Excel takes a file for UTF-8 only by its byte order mark.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    csv_into(sheet, text)
    text.flush()
    text.detach()


def _shown(value: Value) -> str:
    """A value as text: an exact number, true or false, what is printed with its control characters made visible."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else visible(str(value))


def _json(sheet: Sheet, file: IO[bytes]) -> None:
    """One object, or a list with one object a line."""
    for part in _json_parts(sheet):
        file.write(part.encode("utf-8", "replace"))


def _json_parts(sheet: Sheet) -> Iterator[str]:
    lines = (json.dumps(record, ensure_ascii=False) for record in sheet.records)
    if sheet.single:
        yield f"{next(lines)}\n"
        return
    before = "[\n"
    for line in lines:
        yield before + line
        before = ",\n"
    yield "\n]\n" if sheet.records else "[]\n"


def _markdown(sheet: Sheet, file: IO[bytes]) -> None:
    """The table, its columns that hold nothing left out."""
    text = markdown.table(sheet.columns, [list(map(_shown, row)) for row in sheet.rows]) + "\n"
    file.write(text.encode("utf-8", "replace"))


def _xlsx(sheet: Sheet, file: IO[bytes]) -> None:
    """A workbook of one sheet, its heading in place while the rest scrolls. No text becomes a formula or a link."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    _require_room(len(sheet.rows))
    book = Workbook(file, {"constant_memory": True})
    _fill(book, sheet)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error


def _require_room(rows: int) -> None:
    if rows >= _EXCEL_ROWS:
        raise Unwritable(
            f"表有 {rows} 行或更多，XLSX 至多 {_EXCEL_ROWS - 1} 行。请写成 .csv。",
            f"the table has {rows} rows or more and XLSX takes {_EXCEL_ROWS - 1}. Write it as .csv.",
        )


def _fill(book: "Workbook", sheet: Sheet) -> None:
    page = book.add_worksheet("nianbao")
    bold = book.add_format({"bold": True})
    formats = {places: book.add_format({"num_format": _pattern(places)}) for places in range(_EXCEL_DIGITS + 1)}
    page.freeze_panes(1, 0)
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name, bold)
        page.set_column(column, column, 40 if name in ("text", "citation", "row_raw") else 14)
    for line, row in enumerate(sheet.rows, 1):
        _require_room(line)
        for column, value in enumerate(row):
            number = as_number(value)
            if number is not None:
                page.write_number(line, column, number, formats[_places(value)])
            elif value is not None:
                page.write_string(line, column, _clipped(_shown(value)))


def as_number(value: Value) -> int | float | None:
    """What XLSX can hold as a number without changing a digit; None for all that must be text.

    A workbook keeps numbers in binary with 15 decimal digits: one that has no more is read back as it was printed.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    digits = Decimal(value).as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    fits = len(digits.digits) <= _EXCEL_DIGITS and -_EXCEL_DIGITS <= exponent <= 0
    return float(value) if fits else None


def _places(value: Value) -> int:
    exponent = Decimal(value).as_tuple().exponent if isinstance(value, Decimal) else 0
    return -exponent if isinstance(exponent, int) else 0


def _pattern(places: int) -> str:
    """As many decimals as are printed: 18.8710 stays 18.8710."""
    return "0." + "0" * places if places else "0"


def _clipped(text: str) -> str:
    return text if len(text) <= _EXCEL_LETTERS else text[: _EXCEL_LETTERS - 1] + "…"


KINDS: dict[str, Callable[[Sheet, IO[bytes]], None]] = {"csv": _csv, "xlsx": _xlsx, "md": _markdown, "json": _json}
