"""Ordinals that Word counts itself: they are printed before a paragraph and stand nowhere in its text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_DEPTHS = tuple("012345678")
_MOST_BASES = 12
"""Styles based on styles."""
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


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


def circled(number: int) -> str:
    """1 to 20 in circles."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else str(number)


_WRITTEN: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
}


@dataclass(frozen=True, slots=True)
class _Level:
    first: int
    format: str
    text: str
    """`%1、`: each %n is the count of that level."""
    style: str | None
    """The style whose paragraphs stand at this level."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What a paragraph or a style says of its list; None where it says nothing."""

    list: str | None = None
    depth: str | None = None


class Ordinals:
    """The lists of one document, counted on with each paragraph."""

    def __init__(self, part: Element | None, styles: Element | None = None) -> None:
        kinds = {attribute(kind, "abstractNumId"): _levels(kind) for kind in children(part, "abstractNum")}
        self.lists = {
            attribute(list_, "numId"): (_counted_with(list_, kind), kinds.get(kind, {}))
            for list_ in children(part, "num")
            for kind in (attribute(below(list_, "abstractNumId")),)
        }
        self.styles = {attribute(style, "styleId"): style for style in children(styles, "style")}
        self.counts: dict[str | None, list[int]] = {}

    def next(self, paragraph: Element) -> str:
        """The ordinal before this paragraph; empty where it has none, or one of a kind that is not counted here."""
        style = attribute(below(paragraph, "pPr", "pStyle"))
        own, of_style = _place(paragraph), self._of_style(style)
        kind, levels = self.lists.get(own.list or of_style.list, (None, {}))
        linked = next((n for n, level in levels.items() if style and level.style == style), None)
        depth = own.depth or (None if own.list else of_style.depth or linked) or "0"
        if depth not in levels or depth not in _DEPTHS:
            return ""
        starts = [levels[n].first - 1 if n in levels else 0 for n in _DEPTHS]
        at = int(depth)
        counts = self.counts.get(kind, starts)
        self.counts[kind] = counts = [*counts[:at], counts[at] + 1, *starts[at + 1 :]]
        return _written(levels[depth].text, counts, levels)

    def _of_style(self, name: str | None) -> _Place:
        """The list that a style puts its paragraphs in, its own or that of the style it is based on."""
        for _ in range(_MOST_BASES):
            style = self.styles.get(name)
            place = _place(style)
            if style is None or place.list:
                return place
            name = attribute(below(style, "basedOn"))
        return _Place()


def _place(node: Element | None) -> _Place:
    said = below(node, "pPr", "numPr")
    return _Place(attribute(below(said, "numId")), attribute(below(said, "ilvl")))


def _counted_with(list_: Element, kind: str | None) -> str | None:
    """What a list counts on with: all of its kind, or itself alone where it starts again."""
    again = any(below(level, "startOverride") is not None for level in children(list_, "lvlOverride"))
    return f"{kind} {attribute(list_, 'numId')}" if again else kind


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
            attribute(below(level, "pStyle")),
        )
        for level in children(kind, "lvl")
        if attribute(below(level, "numFmt")) != "bullet"
    }
