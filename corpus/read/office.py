"""A file of Word 97, WPS or OpenDocument, or RTF → Document: turned into .docx by LibreOffice, where that is installed.

Its own folder for settings lets it run beside a window of the same person, and several times at once.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from corpus.errors import Unreadable
from corpus.read.docx import document as docx
from corpus.report import Document, Problem

SECONDS = 45.0
_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


def document(content: bytes, file: str, path: str, digest: str) -> Document:
    """The file as LibreOffice sees it. Raises Unreadable where that is not installed or cannot open it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise Unreadable(
            f"{file} 是旧版 Office 文件（.doc、.wps、.rtf），不能直接读。请在 Word 或 WPS 里另存为 .docx，"
            "或安装 LibreOffice（soffice），会自动用它转换。",
            f"{file} is an old Office file (.doc, .wps, .rtf), not read directly. Save it as .docx in Word or WPS, or "
            "install LibreOffice (soffice), which is then used to convert it.",
        )
    converted = _converted(program, content, file)
    problem = Problem("converted", "由 LibreOffice 转成 .docx 后读出")
    found = docx(converted, file, path, digest)
    return replace(found, encoding="office", problems=(*found.problems, problem))


def _converted(program: str, content: bytes, file: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        # Whatever the file is called: its name must not be taken for an option, its suffix not for another kind.
        source = Path(folder) / "report.doc"
        source.write_bytes(content)
        settings = (Path(folder) / "settings").as_uri()
        command = [program, f"-env:UserInstallation={settings}", "--headless", "--norestore", "--convert-to", "docx"]
        with _without_limit():
            ended = _ran([*command, "--outdir", folder, str(source)])
        made = source.with_suffix(".docx")
        if not ended or not made.is_file():
            raise Unreadable(
                f"{file} 用 LibreOffice 转换不成功，文件可能已损坏或有密码。请在 Word 或 WPS 里另存为 .docx。",
                f"{file} could not be converted by LibreOffice, it may be damaged or have a password. "
                "Save it as .docx in Word or WPS.",
            )
        return made.read_bytes()


def _ran(command: list[str]) -> bool:
    """Whether a program ended well and in time."""
    quiet = subprocess.DEVNULL
    try:
        ended = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


@contextmanager
def _without_limit() -> Iterator[None]:
    """Let a program that is started meanwhile have more memory than this process may take."""
    limits = None
    with suppress(ImportError, ValueError, OSError):
        import resource

        limits = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (limits[1], limits[1]))
    try:
        yield
    finally:
        if limits:
            resource.setrlimit(resource.RLIMIT_AS, limits)
