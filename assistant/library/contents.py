"""A file → its contents: everything of it that the library keeps. What a worker process does with a file."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import UNFORESEEN, NianbaoError, Unreadable

if TYPE_CHECKING:
    from corpus.library.rows import Rows
    from corpus.library.store import Identity


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read."""

    path: Path
    root: Path
    """The folder that its name is relative to."""
    known: str = ""
    """The sha256 of what the library holds of it; empty where that is nothing."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A report with everything that is found in it."""

    rows: Rows
    identity: Identity
    """By what the report itself says."""
    text: str
    """Its lines, for whoever was told otherwise."""


Outcome = Contents | NianbaoError | None
"""None where the file is what the library already holds."""


def outcome(job: Job) -> Outcome:
    """What a file holds, or why it cannot be read. Raises MemoryError alone."""
    try:
        return contents(job)
    except NianbaoError as error:
        return error
    except MemoryError:
        raise
    except OSError as error:
        return cannot_read(error)
    except UNFORESEEN as error:
        if os.environ.get("NIANBAO_DEBUG"):
            sys.excepthook(type(error), error, error.__traceback__)
        return unforeseen(error)


def contents(job: Job) -> Contents | None:
    """What a file holds; None where that is known. Raises Unreadable or NotAReport."""
    from corpus.read import content_of, digest_of

    content = content_of(job.path)
    digest = digest_of(content)
    return None if digest == job.known else _understood(content, digest, job)


def _understood(content: bytes, digest: str, job: Job) -> Contents:
    from assistant.library.identity import identity_of
    from corpus.library.rows import rows_of
    from corpus.paragraph import paragraphs
    from corpus.parse import parse
    from corpus.prose import counts
    from corpus.read import document_of
    from corpus.tables.doubt import doubted, is_doubtful
    from corpus.tables.figures import figures
    from index.passage import split

    report = parse(document_of(content, digest, job.path, job.root))
    found, prose = figures(report), paragraphs(report)
    sure = doubted(found) if is_doubtful(report.document) else found
    rows = rows_of(report, sure, counts(report, prose), split(report, prose))
    text = "\n".join(line.text for line in report.document.lines)
    return Contents(rows, identity_of(report.agency, text), text)


def cannot_read(error: OSError) -> Unreadable:
    """Why the system does not let a file be read."""
    why = error.strerror or type(error).__name__
    return Unreadable(f"读不了文件：{why}。请检查权限。", f"the file cannot be read: {why}. Check its permissions.")


def unforeseen(error: BaseException) -> Unreadable:
    """A fault of ours: what it was, and that we want to know of it."""
    why = type(error).__name__
    return Unreadable(
        f"读这份文件时程序出错（{why}）。请把文件连同此行报告给开发者。",
        f"reading this file failed inside nianbao ({why}). Please report it with the file.",
    )
