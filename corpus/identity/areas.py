"""Names for several provinces or cities together, like 长三角; `areas.csv` says where the lists come from."""

import re
from functools import cache
from pathlib import Path

_ANOTHER = "双城|城市群|都市圈|经济圈|经济带|一体化|示范区|开发区|新区"
"""Behind such a name these make it that of an area with other bounds."""
_OF_ONE = frozenset(("自治区",))
"""Said of one province as well: never read out of a text."""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """Every word → the full names of the provinces or cities that it takes in."""
    text = Path(__file__).with_name("areas.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            name, others, within = line.split(",")
            # The other names of an area in English are of several words.
            chinese = [word for word in others.split() if not word.isascii()]
            english = " ".join(word for word in others.split() if word.isascii())
            found.update(dict.fromkeys((name, *chinese, *([english] if english else [])), tuple(within.split())))
    return found


def members(word: str) -> tuple[str, ...]:
    """The full names of the provinces or cities that a word takes in; () of any other word."""
    return _words().get(word, ())


def words_in(text: str) -> tuple[str, ...]:
    """The words of this kind that a text has, of two that overlap the longer."""
    found: list[str] = []
    for word in sorted(_words(), key=len, reverse=True):
        if word not in _OF_ONE and re.search(rf"{word}(?!{_ANOTHER})", text):
            found.append(word)
        # What is part of a longer name is none of its own.
        text = text.replace(word, "|")
    return tuple(found)
