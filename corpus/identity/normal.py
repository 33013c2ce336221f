"""A text as it is compared: what people type and what reports print, in one way of writing."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_SPACES = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")


def normalise(text: str) -> str:
    """Full-width to half-width, traditional to simplified, lower case, blanks beside Chinese removed."""
    flat = _folded(text).strip()
    if _has_traditional(flat):
        flat = _to_simplified()(flat)
    # A letter made small may become one with its accent.
    return _folded(_SPACES.sub("", flat).lower())


def _folded(text: str) -> str:
    # Half a surrogate pair, from a terminal that speaks another encoding, is no character.
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole)


@cache
def _to_simplified() -> Callable[[str], str]:
    """Loading its tables takes longer than any question."""
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _has_traditional(text: str) -> bool:
    # GB 2312 holds the simplified characters in use and no traditional form of them.
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any("\u4e00" <= ch <= "\u9fff" and not _in_gb2312(ch) for ch in text)
    return False


def _in_gb2312(ch: str) -> bool:
    try:
        ch.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
