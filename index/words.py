"""Text folded and cut into runs: what the word index and the stand-in encoder both read."""

import re
import unicodedata

_HAN = "\u3400-\u9fff\uf900-\ufaff"
OTHER_RUN = rf"\d+(?:[.,]\d+)*|[^\W\d_{_HAN}]+"
"""A number or a word that is not Chinese, in a text that is folded."""
_RUN = re.compile(rf"[{_HAN}]+|{OTHER_RUN}")
_GAP = re.compile(rf"\s(?<=[{_HAN}]\s)\s*(?=[{_HAN}])")
"""Blanks between two Chinese characters; that a blank is looked for first finds them in a tenth of the time."""
_WIDE = tuple((mark, unicodedata.normalize("NFKC", mark)) for mark in "，；：（）？！％")


def folded(text: str) -> str:
    """A text with full-width forms folded, in lower case.

    Blanks between Chinese characters come from typesetting (`结 果 维 持`) and are left out: they part no words.
    """
    # Nearly all that there is to fold in a Chinese text are its marks: to see that nothing else is left takes no time.
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _GAP.sub("", text.lower())


def runs(text: str) -> list[str]:
    """Runs of Chinese characters, words and numbers of a text, folded."""
    return _RUN.findall(folded(text))


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return "\u3400" <= run[0] <= "\u9fff" or "\uf900" <= run[0] <= "\ufaff"
