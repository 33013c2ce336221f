"""The words people use for the form, the reports and what they want of them: words → slots.

They stand in `terms.txt`, a line each: `slot value: word | word | …`. Words are in lower case and simplified
characters, as `normal.normalise` makes them. Values of `row` and `column` are the form's labels.
"""

from functools import cache
from pathlib import Path

from assistant.understanding import metrics

Slot = tuple[str, str]
"""(slot, value)"""


@cache
def words() -> dict[str, tuple[Slot, ...]]:
    """word → the slots that it may fill, in the order of the table."""
    found: dict[str, tuple[Slot, ...]] = {}
    for line in Path(__file__).with_name("terms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, _, tail = line.partition(": ")
        slot, _, value = head.partition(" ")
        for word in tail.split(" | "):
            found[word] = (*found.get(word, ()), (slot, value))
    for metric in metrics.known().values():
        for name in metric.names:
            found[name.lower()] = (("metric", metric.zh),)
    return found


@cache
def longest() -> int:
    """Length of the longest word."""
    return max(map(len, words()))
