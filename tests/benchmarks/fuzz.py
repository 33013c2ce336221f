"""Every reader against files that are broken in every way a seed can draw: `make bench-fuzz N= SEED=`.

    python tests/benchmarks/fuzz.py [--files 2000] [--seed 1] [--keep FOLDER]

Small sound reports of each kind are mutated, then read as `add` reads, in worker processes with little time and
memory. A report, or an error that says what is wrong with the file, is a good end; a fault inside nianbao, a process
that dies, takes too long or too much memory is none: it is listed, kept in FOLDER, and fails the run.
"""

import argparse
import copy
import io
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from xml.etree import ElementTree

from assistant.library import crew
from assistant.library.contents import Contents, Job, Outcome
from corpus.errors import NotAReport, Unreadable
from corpus.library.store import Library
from corpus.report import State
from damage_layout import ALIGNED, DOCX, HTML, PIPES, TABS, Layout, content
from damage_writer import clean_report
from reading_pdf import pdf

SECONDS = 20.0
MOST_ELEMENTS = 8_000
"""Of a mutated Word file; more would only take this program's own time."""
MEMORY = 1_000_000_000
MARKS = ("inside nianbao", "ended unexpectedly", "took longer", "of memory")
"""What an error says that is no fault of the file."""
KINDS = ((TABS, "txt"), (PIPES, "md"), (ALIGNED, "txt"), (HTML, "html"), (DOCX, "docx"), ("pdf", "pdf"))
MAIN, WORDS = "word/document.xml", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODD = (
    *(b"\0", b"\x1b[31m", "\u202e\u200b\ufeff".encode(), b"\xff\xfe", b"<!--", b"<![CDATA[", b"&#x110000;&amp;"),
    *(b"|" * 300, b"\t" * 300, b"9" * 5_000, "一二三、".encode() * 2_000, b"\r\n" * 500, b"(" * 3_000),
)
TAGS = (b"<table><tr><td>", b"<div>", b"<b>", b"<w:tbl><w:tr><w:tc>", b"<w:sdt><w:sdtContent>", b"[", b"<<")
Mutation = Callable[[bytes, Random], bytes]


def sound(kind: str, rng: Random) -> bytes:
    """A small sound file of a kind."""
    lines = clean_report(rng).lines
    if kind == "pdf":
        return pdf(lines)
    layout = Layout(kind, stubs_kept=rng.random() < 0.5, encoding=rng.choice(("utf-8", "gb18030")))
    return content(lines, layout)


def _spot(content: bytes, rng: Random) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.choice((1, 3, 40, 1_000, 20_000)))


def flipped(content: bytes, rng: Random) -> bytes:
    """Some bytes changed."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 5, 50, 500)) if found else 0):
        found[rng.randrange(len(found))] = rng.choice((0, 0xFF, rng.randrange(256)))
    return bytes(found)


def cut(content: bytes, rng: Random) -> bytes:
    """A piece gone, or everything behind it."""
    start, end = _spot(content, rng)
    return content[:start] + (content[end:] if rng.random() < 0.7 else b"")


def doubled(content: bytes, rng: Random) -> bytes:
    """A piece printed several times."""
    start, end = _spot(content, rng)
    return content[:end] + content[start:end] * rng.choice((1, 2, 30, 300)) + content[end:]


def moved(content: bytes, rng: Random) -> bytes:
    """A piece somewhere else."""
    start, end = _spot(content, rng)
    rest = content[:start] + content[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + content[start:end] + rest[at:]


def stuffed(content: bytes, rng: Random) -> bytes:
    """Something put in that a reader may trip over."""
    odd = (b"\0", b"\x1b[31m", "\u202e\u200b\ufeff".encode(), b"<!--", b"<![CDATA[", b"&#x110000;&amp;", b"|" * 300)
    more = (
        b"\t" * 300,
        b"9" * 5_000,
        "一二三、".encode() * 2_000,
        b"\r\n" * 500,
        b"(" * 3_000,
        b"\xff\xfe",
        b"<<" * 400,
    )
    start, _ = _spot(content, rng)
    return content[:start] + rng.choice((*odd, *more)) * rng.choice((1, 1, 7)) + content[start:]


def nested(content: bytes, rng: Random) -> bytes:
    """Tags within tags, many times."""
    deep = rng.choice((10, 300, 3_000))
    tag = rng.choice(
        (b"<table><tr><td>", b"<div>", b"<b>", b"<w:tbl><w:tr><w:tc>", b"<w:sdt><w:sdtContent>", b"[", b"<<")
    )
    start, _ = _spot(content, rng)
    return content[:start] + tag * deep + content[start:]


def swollen(content: bytes, rng: Random) -> bytes:
    """A number in it made huge, negative or nonsense: a span, a size, an offset, a value."""
    numbers = list(re.finditer(rb"\d+", content))
    if not numbers:
        return content
    number = rng.choice(numbers)
    huge = rng.choice((b"1000000000", b"-1", b"0", b"99999999999999999999", b"1e9", b"x", b""))
    return content[: number.start()] + huge + content[number.end() :]


def spanned(content: bytes, rng: Random) -> bytes:
    """Cells that cover more than there is."""
    size = rng.choice((b"0", b"7", b"65535", b"1000000000", b"-3"))
    tag = rng.choice((b'<td colspan="%s"', b'<td rowspan="%s"', b'<td colspan="%s" rowspan="99999"'))
    word = b'<w:tc><w:tcPr><w:gridSpan w:val="%s"/></w:tcPr>' % size
    some = re.compile(rb"<td|<w:tc>")
    return some.sub(lambda m: m[0] if rng.random() < 0.8 else word if b"w:" in m[0] else tag % size, content)


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, doubled, moved, stuffed, nested, swollen, spanned)


def mutated(kind: str, content: bytes, rng: Random) -> bytes:
    """A file with one to three mutations; of a Word file, half of the time, its text, packed soundly again."""
    if kind == DOCX and rng.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inner = archive.read(MAIN)
        return _packed(rearranged(inner, rng) if rng.random() < 0.7 else _several(inner, rng), rng)
    return _several(content, rng)


def rearranged(content: bytes, rng: Random) -> bytes:
    """Sound XML whose elements are gone, doubled, moved, one in the other many times, or full of something odd."""
    root = ElementTree.fromstring(content)
    for _ in range(rng.choice((1, 3, 20))):
        every = list(root.iter())
        if len(every) > MOST_ELEMENTS:
            break
        above, under = rng.choice(every), rng.choice(every)
        own, n = [one for one in above if len(list(one.iter())) < 60], rng.random()
        if own and n < 0.6:
            one = rng.choice(own)
            if n < 0.2:
                above.remove(one)
            else:
                under.extend([copy.deepcopy(one)] * rng.choice((1, 2, 50)))
        elif n < 0.8:
            for _ in range(rng.choice((3, 20, 40))):
                under = ElementTree.SubElement(under, rng.choice(every).tag)
        else:
            under.text = rng.choice(ODD).replace(b"\0", b"").replace(b"\x1b", b"").decode(errors="ignore")
            under.set(f"{{{WORDS}}}val", rng.choice(("restart", "1000000000", "-1", "x", "0")))
    return ElementTree.tostring(root)


def _several(content: bytes, rng: Random) -> bytes:
    for mutation in rng.choices(MUTATIONS, k=rng.choice((1, 1, 2, 3))):
        content = mutation(content, rng)
    return content


def _packed(inner: bytes, rng: Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        archive.writestr(MAIN, inner)
        if rng.random() < 0.3:
            archive.writestr("word/numbering.xml", _several(inner, rng))
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that did not end well."""

    path: Path
    why: str


def written(folder: Path, count: int, seed: int) -> Iterator[tuple[str, Path]]:
    """(kind, file) of every mutated file; file n of a seed is always the same."""
    rng = Random(seed)
    sounds = {kind: [sound(kind, rng) for _ in range(3)] for kind, _ in KINDS}
    for n in range(count):
        own = Random(f"{seed}/{n}")
        kind, suffix = own.choice(KINDS)
        path = folder / f"{n:06}.{suffix}"
        path.write_bytes(mutated(kind, own.choice(sounds[kind]), own))
        yield kind, path


def fault(outcome: Outcome) -> str:
    """What is wrong with an outcome; empty where it is one of those that may be."""
    if isinstance(outcome, Contents):
        with Library.memory() as library:
            library.keep(outcome.rows, outcome.identity)
            figures = library.figures()
        bad = [f for f in figures if (f.value is not None) != (f.state in (State.PRINTED, State.INFERRED))]
        return f"a figure without a state: {bad[0]}" if bad else ""
    if not isinstance(outcome, Unreadable | NotAReport):
        return f"{outcome!r}"
    lines = outcome.zh + outcome.en
    return lines if "\n" in lines or any(mark in outcome.en for mark in MARKS) else ""


def run(folder: Path, count: int, seed: int, workers: int) -> tuple[Counter[tuple[str, str]], list[Fault]]:
    """How the files of each kind ended, and those that ended badly."""
    ends: Counter[tuple[str, str]] = Counter()
    faults = []
    asked = ((file, Job(file[1], folder)) for file in written(folder, count, seed))
    with closing(crew.batches(asked, workers)) as ready:
        for (kind, path), outcome in (one for done in ready for one in done):
            ends[kind, type(outcome).__name__] += 1
            if why := fault(outcome):
                faults.append(Fault(path, why))
            else:
                path.unlink()
    return ends, faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Mutate, read, and list what ended badly."""
    parser = argparse.ArgumentParser(description="Read broken files.")
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the files that ended badly")
    options = parser.parse_args(arguments)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="nianbao-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    crew.SECONDS, crew.MEMORY = SECONDS, MEMORY
    ends, faults = run(folder, options.files, options.seed, 2)
    print("| kind | read | no report | unreadable |\n|---|--:|--:|--:|")
    for kind, _ in dict(KINDS).items():
        counts = (ends[kind, name] for name in ("Contents", "NotAReport", "Unreadable"))
        print(f"| {kind} | {' | '.join(map(str, counts))} |")
    for found in faults:
        print(f"{found.path}: {found.why}", file=sys.stderr)
    print(f"{options.files} files, {len(faults)} ended badly")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
