"""Places of the gazetteer that a question names, as said. The gazetteer is read when a place may be named."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.identity.normal import normalise

if TYPE_CHECKING:
    from corpus.identity.regions import Region

_STREET = re.compile(r"[东西南北中]?(?:路|街(?!道)|巷|大道)")
# English words that are counties in pinyin too: Guide County is one, a guide is none.
_WORD_EN = r"(?<![a-z])(?!(?:guide|guiding|lean|mile|saga|jian)(?![a-z])(?! (?:county|city|district)))[a-z]{4,}"


def places_in(text: str) -> tuple[str, ...]:
    """The places of the gazetteer that a text names, as said, and regions: 长三角."""
    from corpus.identity.areas import words_in
    from corpus.identity.regions import by_pinyin, mentions

    regions = words_in(text)
    for region in regions:
        text = text.replace(region, "|")
    found = [m.text for m in mentions(text) if _stands_for_itself(m.text, m.start, text, m.regions)]
    return (*regions, *found, *(word for word in re.findall(_WORD_EN, text) if by_pinyin(word)))


def _stands_for_itself(name: str, start: int, text: str, regions: "Sequence[Region]") -> bool:
    """A county's name without its suffix may be part of ordinary words: 和政 in 建议和政协提案; or of a street's."""
    if _STREET.match(text, start + len(name)):
        return False
    if len(name) > 2 or any(region.level != "county" for region in regions):
        return True
    return start == 0 or text[start - 1] in "|,，、 "


def members(name: str) -> tuple[str, ...]:
    """The full names of the provinces or cities of a region that goes by that name; () of any other word."""
    from corpus.identity import areas

    return areas.members(name)


def is_province(place: str) -> bool:
    """A word names a province, whatever else it may name, or several provinces or cities together."""
    if members(place):
        return True
    from corpus.identity.regions import by_pinyin, mentions

    regions = (*(region for mention in mentions(place) for region in mention.regions), *by_pinyin(place))
    return any(region.level == "province" for region in regions)


def is_place(name: str) -> bool:
    """A name is that of a place and of nothing in it: 某省, but not 某省教育局."""
    return any(normalise(part).startswith(name) for part in parts_of(name))


def parts_of(name: str) -> tuple[str, ...]:
    """The full names of the provinces, cities and counties that a word may mean, or takes in: those of 长三角."""
    if within := members(name):
        return within
    from corpus.identity.regions import by_pinyin, mentions

    wanted = {region.name: None for mention in mentions(name) for region in mention.regions}
    return tuple(wanted | {region.name: None for region in by_pinyin(name)})


def stands_once(name: str, places: Iterable[tuple[str, ...]]) -> bool:
    """Of some places those within one of this name are all within the same: not so 鼓楼区 of two cities."""
    parts = frozenset(parts_of(name))
    within = {place[: n + 1] for place in places for n, part in enumerate(place) if part in parts}
    return len(within) <= len(parts) or not parts
