"""The README's pictures, taken of the real program over the bundled reports: `python tests/pictures.py FOLDER`.

Each is a short script of keys in a terminal of its size, in a fresh home.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.chat import Chat
from assistant.tui.app import chat_app
from tui_seat import Seat

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Picture:
    """A screen: how to get there. A step is a question or command to enter, or `key:` with keys to press."""

    name: str
    steps: tuple[str, ...]
    language: str = "zh"
    size: tuple[int, int] = (110, 32)
    fresh: bool = False
    """Over a library without reports."""


PICTURES = (
    Picture("figure", ("龙口2020年行政处罚多少件", "key:ctrl+n")),
    Picture("ranking", ("哪个机关的行政处罚处理决定最多？", "key:tab,s,s,s,down"), size=(110, 36)),
    Picture("disputed", ("卫健委2021年行政处罚多少件",)),
    Picture("problems", ("what problems did 龙口 name in 2020?",), language="en"),
    Picture("library", ("/library", "key:down,down,down,down,down,right,down,down,down,down"), size=(130, 44)),
    Picture("active", ("/library", "key:down,down,down,down,down,right,down,down,down"), size=(80, 24)),
    Picture("choose", ("龙口2020年行政处罚多少件", "key:shift+tab,right,right,enter"), size=(80, 24)),
    Picture("complete", ("key:l,o,n,g,k",), size=(80, 24)),
    Picture("narrow", ("沙县2020年行政许可多少件", "key:ctrl+n"), size=(80, 24)),
    Picture("refusal", ("龙口2018年行政处罚多少件",), size=(80, 24)),
    Picture("check", ("/check",)),
    Picture("help", ("key:f1",), size=(80, 24)),
)


async def taken(picture: Picture, home: Path) -> str:
    """The screen as SVG."""
    os.environ["NIANBAO_LANG"] = picture.language
    app = chat_app(lambda: Chat.open(home))
    async with app.run_test(size=picture.size) as pilot:
        seat = Seat(app, pilot)
        seat.box.cursor_blink = False
        await seat.settle()
        await seat.follow(picture.steps)
        return app.export_screenshot()


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
