"""Text of a report is data: what is printed of it can neither move the cursor nor become a formula."""

import re
import unicodedata

_FORMULA = ("=", "+", "-", "@", "\t")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def visible(text: str) -> str:
    """The text with control, direction and invisible format characters shown as their code: `␛`, `<U+202E>`."""
    if text.isprintable():
        return text
    return "".join(_shown(ch) for ch in text)


def one_line(text: str) -> str:
    """The same for what must stay on one line, as a name with line ends in it: `␊`."""
    return visible(text).replace("\n", "\u240a")


def _shown(ch: str) -> str:
    if ch.isprintable() or ch in "\n\u3000\u00a0":
        return ch
    if ch == "\t":
        return " "
    if ord(ch) < 0x20:
        return chr(0x2400 + ord(ch))
    return f"<U+{ord(ch):04X}>"


def cell(text: str) -> str:
    """A text cell of a CSV file: quoted with `'` where a spreadsheet would run it, unless it is a number."""
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def width(text: str) -> int:
    """Cells that the text takes in a terminal: 2 for a wide character, 0 for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_cells(ch) for ch in text)


def _cells(ch: str) -> int:
    if unicodedata.combining(ch):
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text filled with blanks to that many cells."""
    blanks = " " * max(0, cells - width(text))
    return blanks + text if right else text + blanks


def clip(text: str, cells: int) -> str:
    """The text cut to that many cells, with `…` where something was cut."""
    if width(text) <= cells:
        return text
    kept, used = [], 0
    for ch in text:
        if used + _cells(ch) > cells - 1:
            break
        kept.append(ch)
        used += _cells(ch)
    return "".join(kept) + "…"
