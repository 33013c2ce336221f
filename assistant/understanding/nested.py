"""A place and one inside it, named side by side: together the one would be counted twice."""

import re
from collections.abc import Iterable

from assistant.understanding import offices, together
from assistant.understanding.question import Question

_JOINER = re.compile(r"(?:[和与及跟同、,，]|加上?|(?<![a-z])(?:and|plus)(?: the| that of)?)\s*$")
"""Right before the second of them."""


def joined(place: str, others: Iterable[str], question: Question) -> bool:
    """A place stands beside one of the others, and does not only say where that is: 甲省和乙市, not 甲省的乙市."""
    if not together.is_added(question):
        return False
    text = question.normal
    for other in others:
        if other in place or place in other or offices.is_department(other):
            continue
        first, second = sorted((place, other), key=text.find)
        between = text.partition(first)[2].partition(second)
        if between[1] and _JOINER.search(between[0]):
            return True
    return False
