"""Small images → the text that Tesseract sees in them: the only place that starts it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Unreadable

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS = 240.0
CHINESE = ("-l", "chi_sim", "--psm", "6")
NUMBERS = ("-l", "eng", "--psm", "7", "-c", "tessedit_char_whitelist=0123456789.-+/")
PAGE = ("-l", "chi_sim", "--psm", "4")


REMEDY = (
    "请用 pip install 'nianbao[ocr]' 安装识别组件，并安装 tesseract 及其简体中文数据（Debian、Ubuntu："
    "apt install tesseract-ocr tesseract-ocr-chi-sim），再加；或换用文字版",
    "Install recognition with pip install 'nianbao[ocr]' and the program tesseract with its simplified Chinese (on "
    "Debian and Ubuntu: apt install tesseract-ocr tesseract-ocr-chi-sim) and add it again; or get the text version",
)


def missing() -> bool:
    """Whether the program, its Chinese, or the library that draws pages is not installed."""
    program = shutil.which("tesseract")
    if program is None or find_spec("PIL") is None:
        return True
    try:
        ran = subprocess.run([program, "--list-langs"], capture_output=True, check=False, text=True, timeout=SECONDS)
    except (OSError, subprocess.SubprocessError):
        return True
    return "chi_sim" not in ran.stdout.split()


def texts(images: "Sequence[Image]", how: Sequence[str], file: str) -> list[str]:
    """What each image says. Raises Unreadable where the program fails or takes too long."""
    if not images:
        return []
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        names = [Path(folder) / f"{n}.png" for n in range(len(images))]
        for image, name in zip(images, names, strict=True):
            image.save(name, dpi=(300, 300))
        (Path(folder) / "list.txt").write_text("\n".join(map(str, names)), encoding="utf-8")
        said = _run([str(Path(folder) / "list.txt"), "stdout", *how], file)
    found = [" ".join(page.split()) if how is not PAGE else page for page in said.split("\f")]
    return (found + [""] * len(images))[: len(images)]


def _run(arguments: Sequence[str], file: str) -> str:
    # The workers are the cores' share; threads of its own would only get in each other's way.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    command = [shutil.which("tesseract") or "tesseract", *arguments]
    try:
        ran = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(
            f"{file} 是扫描件，文字识别（tesseract）没有成功。请换用文字版。",
            f"{file} is a scan, and recognising its text (tesseract) failed. Get the text version.",
        ) from error
    return ran.stdout.decode("utf-8", errors="replace")
