"""The terms under which a text stands in the word index: of one text, and of many at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import add
from typing import TYPE_CHECKING

from index.words import OTHER_RUN, folded, is_han, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

END = "\0"
"""Parts texts that are folded together."""
_LONGEST = 64
_OTHER = re.compile(OTHER_RUN)
_NO_END = "\1"
"""In the place of one in a text: it parts words as well, and no blank does between Chinese characters."""


def terms(text: str) -> list[str]:
    """The terms a text is indexed under: each pair of neighbouring Chinese characters, each character, words, numbers.

    Words and numbers are as `index.words.runs` folds them; `1,234` and `1234` are one number.
    """
    found: list[str] = []
    for run in runs(text):
        if is_han(run):
            found += run
            found += map(add, run, run[1:])
        else:
            found.append(word(run))
    return found


def word(run: str) -> str:
    """The term of a run that is not Chinese."""
    return run.replace(",", "")[:_LONGEST]


def written(texts: Sequence[str]) -> list[tuple[str, int]]:
    """For each text its terms with blanks between them, in whatever order, and how many they are.

    The characters of all texts are put side by side as numbers: to cut them one by one takes four times as long.
    """
    import numpy as np

    whole = folded("".join(text.replace(END, _NO_END) + END for text in texts))
    codes = np.frombuffer(whole.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    han, end = ((codes >= 0x3400) & (codes <= 0x9FFF)) | ((codes >= 0xF900) & (codes <= 0xFAFF)), codes == 0
    # Every text ends with END, so that nothing is beside the first but what is no Chinese character.
    pair, again, blank = han & np.roll(han, -1), han & np.roll(han, 1), np.full_like(codes, ord(" "))
    columns = np.stack((codes, blank, codes, np.roll(codes, -1), blank), axis=1)
    chinese = columns[np.stack((han | end, han, pair, pair, pair), axis=1)]
    others = np.where(han, blank, codes)[~again]
    counts = np.diff(np.cumsum(han.astype(np.int64) + pair)[end], prepend=0).tolist()
    made = []
    for of_han, rest, count in zip(_parted(chinese), _parted(others), counts, strict=True):
        words = list(map(word, _OTHER.findall(rest)))
        made.append((of_han + " ".join(words), count + len(words)))
    return made


def _parted(codes: NDArray[np.uint16]) -> list[str]:
    return codes.tobytes().decode("utf-16-le", "surrogatepass").split(END)[:-1]
