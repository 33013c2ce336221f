"""The README's pictures, taken of the real program over the bundled reports: `python tests/pictures.py FOLDER`.

Each is a short script of keys in a terminal of its size, in a fresh home.
"""

import argparse
import asyncio
import html
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.chat import Chat
from assistant.output.escape import width as cells_of
from assistant.tui.app import NianbaoApp
from tui_seat import Seat

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: how to get there. A step is a question or command to enter, or `key:` with keys to press."""

    name: str
    steps: tuple[str, ...]
    language: str = "zh"
    size: tuple[int, int] = (110, 32)


PICTURES = (
    Picture("source", ("龙口2020年行政处罚多少件", "key:ctrl+n")),
    Picture("library", ("/library", "key:down,down,down,down,down,right,down,down,down,down"), size=(138, 40)),
)
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_TEXT = re.compile(r'<text class="([^"]*)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>([^<]*)</text>')


def spread(svg: str) -> str:
    """A picture whose Chinese characters take two cells, where it gave every character one; fetches no font."""
    return _TEXT.sub(_apart, _FONT.sub("", svg))


def _apart(run: re.Match[str]) -> str:
    look, x, y, length, clip, escaped = run.groups()
    text = html.unescape(escaped)
    cell, at, parts = float(length) / len(text), float(x), []
    for wide, characters in groupby(text, cells_of):
        part = "".join(characters)
        # A Chinese character stands at its own place: blanks between them would differ from run to run.
        places = [f"{at + n * wide * cell:.1f}" for n in range(len(part))] if wide == 2 else [f"{at:.1f}"]
        at += len(part) * wide * cell
        long = "" if wide == 2 else f' textLength="{len(part) * cell:.1f}"'
        shown = html.escape(part).replace("\xa0", "&#160;")
        parts.append(f'<text class="{look}" x="{" ".join(places)}" y="{y}"{long}{clip}>{shown}</text>')
    return "".join(parts)


async def taken(picture: Picture, home: Path) -> str:
    """The screen as SVG."""
    os.environ["NIANBAO_LANG"] = picture.language
    app = NianbaoApp(lambda: Chat.open(home))
    async with app.run_test(size=picture.size) as pilot:
        seat = Seat(app, pilot)
        seat.box.cursor_blink = False
        await seat.settle()
        await seat.follow(picture.steps)
        return spread(app.export_screenshot())


def main(arguments: Sequence[str] | None = None) -> int:
    """Take every picture, or those named."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        if not options.only or picture.name in options.only:
            with TemporaryDirectory(prefix="nianbao-") as home:
                svg = asyncio.run(taken(picture, Path(home)))
            (options.folder / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
