"""What the styles of a page hide: classes and ids, as far as that can be told without a browser."""

import re
from collections.abc import Iterable, Iterator

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;]*line-through", re.I)
"""A declaration that takes something off the page, or strikes it out."""
_SHOWN = re.compile(r"display|visibility", re.I)
_ONE_NAME = re.compile(r"[\w-]*[.#][\w-]+")
_NAMES = re.compile(r"[.#][\w-]+")
_BRACES = re.compile(r"[{};]")
_LARGEST = 500_000


def hidden_names(styles: Iterable[str]) -> frozenset[str]:
    """The selectors (`.name`, `tag.name`, `#id`) that hide an element and whose name nothing shows again.

    A name that is shown in some other state (`.tab.active`) is one that a script turns on: what bears it is printed.
    """
    hidden: set[str] = set()
    shown: set[str] = set()
    for selectors, declared in (rule for style in styles for rule in _rules(style[:_LARGEST])):
        if HIDDEN.search(declared):
            hidden.update(name for name in selectors if _ONE_NAME.fullmatch(name))
        elif _SHOWN.search(declared):
            shown.update(found for name in selectors for found in _NAMES.findall(name))
    return frozenset(name for name in hidden if shown.isdisjoint(_NAMES.findall(name)))


def _rules(style: str) -> Iterator[tuple[list[str], str]]:
    """(selectors, declarations) of every rule that holds on all screens."""
    for rule in _for_every_screen(_without_notes(style)).split("}"):
        selectors, _, declared = rule.partition("{")
        if declared:
            yield [name.strip() for name in selectors.split(",")], declared


def _without_notes(style: str) -> str:
    kept, at = [], 0
    while (start := style.find("/*", at)) >= 0:
        kept.append(style[at:start])
        end = style.find("*/", start + 2)
        at = len(style) if end < 0 else end + 2
    return "".join((*kept, style[at:]))


def _for_every_screen(style: str) -> str:
    """A style without what holds on paper or on small screens alone: `@media … { … }`."""
    kept, at = [], 0
    while (start := style.find("@", at)) >= 0:
        kept.append(style[at:start])
        depth, at = 0, len(style)
        for brace in _BRACES.finditer(style, start):
            depth += {"{": 1, "}": -1, ";": 0}[brace[0]]
            if not depth:
                at = brace.end()
                break
    return "".join((*kept, style[at:]))
