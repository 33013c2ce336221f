"""How many reports two processes read in a second, alignment included, and a parser of pages or of PDFs alone."""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import Pool
from multiprocessing.pool import Pool as Workers
from random import Random

import pdfplumber
from selectolax.lexbor import LexborHTMLParser

from corpus.parse import parse
from corpus.read.html import document as html
from corpus.read.pdf import document as pdf
from corpus.read.text import document
from corpus.tables.figures import figures
from damage_form import ACTIVE
from damage_layout import DOCX, HTML, KINDS, PDF, as_laid_out, content, random_layout
from damage_writer import Printed, clean_report

PROCESSES = 2
TEXTS, PDFS = 150, 15
"""Least reports a second: text files, PDFs of four pages."""
_FILES = {PDF: 24}
_USUAL = 200
_PROSE = "本机关按照条例的规定主动公开政府信息，并由专人负责答复申请、更新公开指南和目录。"


def _file(task: tuple[str, int]) -> bytes:
    """A report without further damage; a PDF of four pages."""
    kind, number = task
    rng = Random(f"speed {kind} {number}")
    clean = clean_report(rng)
    layout = random_layout(rng, kind)
    lines = list(as_laid_out(clean.lines, layout, rng))
    if kind == PDF:
        at = next(n for n, line in enumerate(lines) if line.table == ACTIVE)
        lines[at:at] = [Printed("prose", words=(_PROSE,)) for _ in range(40)]
    return content(lines, layout)


def _text(file: bytes) -> int:
    return len(figures(parse(document(file, "made.txt", "/made.txt", ""))))


def _page(file: bytes) -> int:
    return len(figures(parse(html(file, "made.html", "/made.html", ""))))


def _pdf(file: bytes) -> int:
    return len(figures(parse(pdf(file, "made.pdf", "/made.pdf", ""))))


def _selectolax(file: bytes) -> int:
    return sum(len(cell.text()) for cell in LexborHTMLParser(file).css("td"))


def _pdfplumber(file: bytes) -> int:
    with pdfplumber.open(io.BytesIO(file)) as opened:
        return sum(len(page.extract_tables()) + len(page.extract_text()) for page in opened.pages)


def _rate(workers: Workers, work: Callable[[bytes], int], files: Sequence[bytes]) -> float:
    """Files a second, the better of two rounds."""
    rates = []
    for _ in range(2):
        started = time.perf_counter()
        workers.map(work, files, chunksize=4)
        rates.append(len(files) / (time.perf_counter() - started))
    return max(rates)


def speed() -> Iterator[str]:
    """A line for each kind, and for what it is compared with."""
    with Pool(PROCESSES) as workers:
        texts: list[bytes] = []
        for kind in KINDS:
            if kind == DOCX:
                continue
            files = workers.map(_file, [(kind, n) for n in range(_FILES.get(kind, _USUAL))])
            work, alone, name = {HTML: (_page, _selectolax, "selectolax"), PDF: (_pdf, _pdfplumber, "pdfplumber")}.get(
                kind, (_text, None, "")
            )
            rate = _rate(workers, work, files)
            beside = ""
            if alone:
                other = _rate(workers, alone, files)
                beside = f", {rate / other:.2f} × {name} alone ({other:.0f})"
            else:
                texts += files
            pages = " of four pages, 15 required" if kind == PDF else ""
            yield f"{kind:16}{rate:8.0f} reports a second{pages}{beside}"
        every = _rate(workers, _text, texts)
        yield f"{'all text':16}{every:8.0f} reports a second, {TEXTS} required"
