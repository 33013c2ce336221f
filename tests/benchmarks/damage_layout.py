"""Lines of a report → the text of a file, in each of the ways in which tables of such reports come as text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from damage_form import REQUESTS
from damage_page import page, word_xml, zipped
from damage_pdf import Drawn, image, pdf
from damage_writer import Lines, Printed

TABS, PIPES, HTML, DOCX, PDF, ALIGNED, CELL_A_LINE, PIPES_ALONE, RUN_TOGETHER = (
    "tabs",
    "pipes",
    "html",
    "docx",
    "pdf",
    "aligned",
    "cell a line",
    "pipes alone",
    "run together",
)
KINDS = (TABS, PIPES, HTML, DOCX, PDF, ALIGNED, CELL_A_LINE, PIPES_ALONE, RUN_TOGETHER)
SHARES = (20, 20, 20, 20, 5, 20, 20, 20, 20)
"""How often each kind is written: a PDF takes as long as ten others."""
SEPARATED = (TABS, PIPES, HTML, DOCX, PDF)
"""Kinds that keep blank cells."""
ONE_BY_ONE = (CELL_A_LINE, PIPES_ALONE)
_IN_TABLES = ("item", "heading", "row", "words", "noise")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report is laid out."""

    kind: str
    stubs_kept: bool = False
    """The label of 表三 takes two cells in every row, one of them empty where there is no group (tabs and pipes)."""
    outer_pipe: bool = True
    gap: int = 0
    """Empty lines behind each line (one cell a line)."""
    width: int = 36
    """Characters that the label takes (aligned)."""
    one_line: bool = False
    """The whole table stands on one line (run together)."""
    rules: bool = False
    """A rule stands below the heading, as in Markdown (pipes)."""
    encoding: str = "utf-8"
    repeats: bool = False
    """Each page begins with the table's heading (PDF)."""
    splits: bool = False
    """A row may be cut by the foot of a page (PDF)."""


def random_layout(rng: Random, kind: str) -> Layout:
    """Any layout of a kind."""
    return Layout(
        kind,
        stubs_kept=rng.random() < 0.3,
        outer_pipe=rng.random() < 0.6,
        gap=rng.choice((0, 0, 1)),
        width=rng.randint(24, 44),
        one_line=rng.random() < 0.5,
        rules=rng.random() < 0.3,
        encoding=rng.choice(("utf-8", "utf-8", "gb18030")),
        repeats=rng.random() < 0.5,
        splits=rng.random() < 0.5,
    )


def as_laid_out(lines: Lines, layout: Layout, rng: Random) -> Lines:
    """The lines with what the layout itself does to their boundaries: run together, most of them are lost."""
    if layout.kind != RUN_TOGETHER:
        return lines
    return tuple(replace(line, glued=_lost(line, rng)) if line.role == "row" else line for line in lines)


def _lost(line: Printed, rng: Random) -> frozenset[int]:
    every = range(len(line.cells) - 1)
    return frozenset(every if rng.random() < 0.8 else (n for n in every if rng.random() < 0.5)) | line.glued


def tokens(line: Printed) -> tuple[str, ...]:
    """The texts of its cells, those that nothing separates joined."""
    joined: list[str] = []
    for n, cell in enumerate(line.cells):
        if n and n - 1 in line.glued:
            joined[-1] += cell.text
        else:
            joined.append(cell.text)
    return tuple(joined)


def stub_blanks(line: Printed, layout: Layout) -> int:
    """Empty cells between its label and its first value."""
    if layout.kind == PDF:
        return int(line.table == REQUESTS and line.role == "row" and len(line.words) < 2)
    kept = layout.stubs_kept and layout.kind in SEPARATED
    return int(kept and line.table == REQUESTS and line.role == "row" and len(line.words) == 1 and _alone(line))


def _alone(line: Printed) -> bool:
    """The row stands in no group: its label takes both cells."""
    return "/" not in line.row


def text(lines: Sequence[Printed], layout: Layout) -> str:
    """The file as text; of a Word file its main part, of a PDF its lines."""
    if layout.kind in (HTML, DOCX):
        write = page if layout.kind == HTML else word_xml
        return write(lines, _behind_words(lines), spans=layout.stubs_kept)
    return "".join(_pieces(lines, layout))


def content(lines: Sequence[Printed], layout: Layout) -> bytes:
    """The bytes of the file."""
    if layout.kind == PDF and any(line.role == "image" for line in lines):
        return image()
    if layout.kind == PDF:
        return pdf(lines, _behind_words(lines), Drawn(layout.stubs_kept, layout.repeats, layout.splits))
    laid_out = text(lines, layout)
    return zipped(laid_out) if layout.kind == DOCX else laid_out.encode(layout.encoding)


def _behind_words(lines: Sequence[Printed]) -> dict[int, tuple[str, ...]]:
    """The cells behind the words of each line, empty ones included."""
    return {n: (*tokens(line), *[""] * line.padding) for n, line in enumerate(lines)}


def _pieces(lines: Sequence[Printed], layout: Layout) -> Iterator[str]:
    behind = "\n"
    for line in lines:
        if line.role not in _IN_TABLES:
            yield from ("\n" if behind != "\n" else "", "\n", "".join(line.words), "\n\n")
            behind = "\n"
            continue
        yield _laid(line, layout)
        if layout.kind == PIPES and layout.rules and line.role == "heading":
            yield "\n" + "|---" * (len(line.words) + line.padding) + "|"
        behind = _behind(line, layout)
        yield behind


def _behind(line: Printed, layout: Layout) -> str:
    """What separates a line from the next."""
    if layout.kind == RUN_TOGETHER and layout.one_line:
        return ""
    if line.runs_on:
        return ""
    return "\n" * (1 + layout.gap) if layout.kind == CELL_A_LINE else "\n"


def _laid(line: Printed, layout: Layout) -> str:
    if layout.kind in SEPARATED:
        return _separated(line, layout)
    if layout.kind == ALIGNED:
        return _aligned(line, layout)
    cells = [text for text in (*line.words, *tokens(line)) if text]
    if layout.kind == CELL_A_LINE:
        return ("\n" * (1 + layout.gap)).join(cells)
    if layout.kind == PIPES_ALONE:
        return "\n".join(f"{cell} |" for cell in cells) + "\n|" if line.role != "noise" else "".join(cells)
    return "".join(line.words) + " ".join(tokens(line))


def _separated(line: Printed, layout: Layout) -> str:
    if line.role == "noise":
        return "".join(line.words)
    words = list(line.words)
    if layout.stubs_kept and line.table == REQUESTS and line.role == "row" and len(words) == 1:
        words = [words[0], ""] if _alone(line) else ["", words[0]]
    cells = [*words, *tokens(line), *[""] * line.padding]
    if layout.kind == TABS:
        return "\t".join(cells)
    bare = " | ".join(cells)
    if line.runs_on:
        return f"| {bare}" if layout.outer_pipe else bare
    return f"| {bare} |" if layout.outer_pipe else f"{bare} |"


def _aligned(line: Printed, layout: Layout) -> str:
    if line.role == "noise":
        return " " * 20 + "".join(line.words)
    words = "  ".join(line.words)
    pad = " " * max(layout.width - 2 * len(words), 2)
    values = "".join(f"{text:<{max(len(text) + 2, 6)}}" for text in tokens(line)).rstrip()
    return f"{words}{pad}{values}".rstrip()
