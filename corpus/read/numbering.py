"""Ordinals that Word counts itself: they are printed before a paragraph and stand nowhere in its text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_DEPTHS = tuple("012345678")


def attribute(node: Element | None, name: str = "val") -> str | None:
    """An attribute, whatever its namespace."""
    if node is None:
        return None
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), None)


def children(node: Element | None, name: str) -> list[Element]:
    """The children of that name, whatever their namespace."""
    return [] if node is None else [child for child in node if child.tag.rpartition("}")[2] == name]


def below(node: Element | None, *names: str) -> Element | None:
    """The first child at the end of a path of names."""
    for name in names:
        node = next(iter(children(node, name)), None)
    return node


def chinese(number: int) -> str:
    """1 to 99 as they are counted in headings: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones else "")


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
}


@dataclass(frozen=True, slots=True)
class _Level:
    first: int
    format: str
    text: str
    """`%1、`: each %n is the count of that level."""


class Ordinals:
    """The lists of one document, counted on with each paragraph."""

    def __init__(self, part: Element | None) -> None:
        kinds = {attribute(kind, "abstractNumId"): _levels(kind) for kind in children(part, "abstractNum")}
        self.lists = {
            attribute(list_, "numId"): (kind, kinds.get(kind, {}))
            for list_ in children(part, "num")
            for kind in (attribute(below(list_, "abstractNumId")),)
        }
        self.counts: dict[str | None, list[int]] = {}

    def next(self, paragraph: Element) -> str:
        """The ordinal before this paragraph; empty where it has none, or one of a kind that is not counted here."""
        said = below(paragraph, "pPr", "numPr")
        kind, levels = self.lists.get(attribute(below(said, "numId")), (None, {}))
        depth = attribute(below(said, "ilvl")) or "0"
        if depth not in levels or depth not in _DEPTHS:
            return ""
        starts = [levels[n].first - 1 if n in levels else 0 for n in _DEPTHS]
        at = int(depth)
        counts = self.counts.get(kind, starts)
        self.counts[kind] = counts = [*counts[:at], counts[at] + 1, *starts[at + 1 :]]
        return _written(levels[depth].text, counts, levels)


def _written(text: str, counts: list[int], levels: Mapping[str | None, _Level]) -> str:
    used = [int(n) - 1 for n in _PLACE.findall(text)]
    ways = {n: _WRITTEN.get(levels[str(n)].format) if str(n) in levels else None for n in used}
    if None in ways.values():
        return ""
    for n, way in ways.items():
        text = text.replace(f"%{n + 1}", way(max(counts[n], 1)) if way else "")
    return text


def _levels(kind: Element) -> dict[str | None, _Level]:
    return {
        attribute(level, "ilvl"): _Level(
            int(first) if (first := attribute(below(level, "start")) or "1").isdecimal() and len(first) < 6 else 1,
            attribute(below(level, "numFmt")) or "",
            attribute(below(level, "lvlText")) or "",
        )
        for level in children(kind, "lvl")
        if attribute(below(level, "numFmt")) != "bullet"
    }
