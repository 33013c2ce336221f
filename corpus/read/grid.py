"""Rules and glyphs of a page → ruled tables. Geometry alone: nothing here knows PDF or the form.

Rules that lie on one line are joined, those that meet are one table, and its cells are the places between them that no
rule divides. An edge that a page break left open is where its rules end.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.read.blocks import joined, raised
from corpus.read.page import Glyph, Rule

NEAR = 3.0
"""Points. Rules nearer than this are one, and meet."""
_MOST_RULES = 1500
_SAME_LINE = 0.5
_APART = 0.35
"""Of a glyph's height: a gap between digits or letters that is a blank."""
_SMALLER, _HIGHER = 0.8, 0.15
"""Of the height of the digit before: how tall the mark of a footnote is at most, how far above its foot at least."""
_FAR_APART = 0.75
"""The same between Chinese characters."""


@dataclass(slots=True, frozen=True)
class Table:
    """A ruled table: the places of its columns from the left and of its rows from below, and what divides them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rules: tuple[Rule, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.ys[-1]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """(row from above, column) at a point; None outside."""
        column, below = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= below < len(self.ys) - 1:
            return len(self.ys) - 2 - below, column
        return None


def tables(rules: Sequence[Rule]) -> list[Table]:
    """The ruled tables of a page, from above; frames around a single text are none."""
    whole = _straightened(rules)
    if len(whole) > _MOST_RULES:
        return []
    found = []
    for group in _touching(whole):
        xs = _places(group, upright=True)
        ys = _places(group, upright=False)
        both = any(rule.upright for rule in group) and any(not rule.upright for rule in group)
        if both and len(xs) > 1 and len(ys) > 1 and len(xs) + len(ys) > 4:
            found.append(Table(xs, ys, tuple(group)))
    return sorted(found, key=lambda table: -table.top)


def _straightened(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces that lie on one line and touch or overlap as one rule."""
    done: list[Rule] = []
    for upright in (True, False):
        along = sorted((rule for rule in rules if rule.upright == upright), key=lambda rule: rule.at)
        line: list[Rule] = []
        for rule in along:
            if line and rule.at - line[-1].at > NEAR / 2:
                done += _in_one(line)
                line = []
            line.append(rule)
        done += _in_one(line)
    return done


def _in_one(line: Sequence[Rule]) -> list[Rule]:
    at = sum(rule.at for rule in line) / max(len(line), 1)
    made: list[Rule] = []
    for rule in sorted(line, key=lambda rule: rule.start):
        if made and rule.start <= made[-1].end + NEAR:
            made[-1] = Rule(rule.upright, at, made[-1].start, max(made[-1].end, rule.end))
        else:
            made.append(Rule(rule.upright, at, rule.start, rule.end))
    return made


def _meet(one: Rule, other: Rule) -> bool:
    if one.upright == other.upright:
        return False
    return one.start - NEAR <= other.at <= one.end + NEAR and other.start - NEAR <= one.at <= other.end + NEAR


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The rules in groups that hang together."""
    left, groups = list(rules), []
    while left:
        group, fresh = [], [left.pop()]
        while fresh:
            rule = fresh.pop()
            group.append(rule)
            fresh += (met := [other for other in left if _meet(rule, other)])
            if met:
                left = [other for other in left if not _meet(rule, other)]
        groups.append(group)
    return groups


def _places(group: Sequence[Rule], *, upright: bool) -> tuple[float, ...]:
    """Where the rules of one direction lie; the ends of the others too, where no rule closes them."""
    at = sorted(rule.at for rule in group if rule.upright == upright)
    ends = [end for rule in group if rule.upright != upright for end in (rule.start, rule.end)]
    if ends and (not at or min(ends) < at[0] - NEAR):
        at.insert(0, min(ends))
    if ends and max(ends) > at[-1] + NEAR:
        at.append(max(ends))
    places: list[float] = []
    for place in at:
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return tuple(places)


def cells(table: Table, glyphs: Iterable[Glyph]) -> list[tuple[str, ...]]:
    """The rows from above, each text at the first place of its cell, the other places that it covers empty."""
    owner = owners(table)
    held: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        if (place := table.place(*glyph.middle)) is not None:
            held.setdefault(owner[place], []).append(glyph)
    across, down = range(len(table.xs) - 1), range(len(table.ys) - 1)
    widths = {place: table.xs[place[1] + 1] - table.xs[place[1]] for place in held}
    texts = {place: text_of(found, widths[place]) for place, found in held.items()}
    return [tuple(texts.get((r, c), "") if owner[r, c] == (r, c) else "" for c in across) for r in down]


def owners(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    """Place → the first place of the cell that it belongs to."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for r in range(len(table.ys) - 1):
        for c in range(len(table.xs) - 1):
            if (r, c) not in owner:
                for place in _undivided(table, (r, c)):
                    owner[place] = (r, c)
    return owner


def _undivided(table: Table, first: tuple[int, int]) -> set[tuple[int, int]]:
    """Every place that can be reached from one without crossing a rule."""
    found, fresh = {first}, [first]
    while fresh:
        r, c = fresh.pop()
        for place in ((r, c + 1), (r + 1, c), (r, c - 1), (r - 1, c)):
            if place not in found and not _divided(table, (r, c), place):
                found.add(place)
                fresh.append(place)
    return found


def _divided(table: Table, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the table ends or a rule stands between two neighbouring places."""
    (r, c), (s, d) = min(one, other), max(one, other)
    last = len(table.ys) - 1
    if r < 0 or c < 0 or s >= last or d >= len(table.xs) - 1:
        return True
    if r == s:
        at, middle = table.xs[d], (table.ys[last - r] + table.ys[last - r - 1]) / 2
    else:
        at, middle = table.ys[last - s], (table.xs[c] + table.xs[c + 1]) / 2
    upright = r == s
    return any(
        rule.upright == upright and abs(rule.at - at) <= NEAR and rule.start <= middle <= rule.end
        for rule in table.rules
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs in lines from above, each from the left; one that is printed twice for weight, once."""
    lines: list[list[Glyph]] = []
    tallest, middle = 0.0, 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.middle[1]):
        tall, at = glyph.top - glyph.bottom, glyph.middle[1]
        if lines and middle - at < _SAME_LINE * max(tallest, tall, 1.0):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            tallest, middle = 0.0, at
        if tall > tallest:
            tallest, middle = tall, at
    return [_once(sorted(line, key=lambda glyph: glyph.left)) for line in lines]


def _once(line: Sequence[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in line:
        width = max(glyph.right - glyph.left, 0.1)
        if not any(twin.text == glyph.text and glyph.left - twin.left < width / 3 for twin in kept[-2:]):
            kept.append(glyph)
    return kept


def line_text(line: Sequence[Glyph]) -> str:
    """The text of a line, a blank where letters or digits stand apart, or characters by nearly one of them."""
    text, digit = "", line[0]
    for n, glyph in enumerate(line):
        gap = glyph.left - line[n - 1].right if n else 0.0
        plain = glyph.text.isascii() or line[n - 1].text.isascii()
        apart = gap > (_APART if plain else _FAR_APART) * (glyph.top - glyph.bottom)
        if n and not apart and _is_raised(glyph, digit):
            text += raised(glyph.text)
            continue
        text += f" {glyph.text}" if apart else glyph.text
        digit = glyph
    return text


def _is_raised(glyph: Glyph, digit: Glyph) -> bool:
    """Whether a digit is smaller than the one before it and stands above its line: the mark of a footnote."""
    tall = digit.top - digit.bottom
    smaller = glyph.top - glyph.bottom < _SMALLER * tall
    return smaller and digit.text.isdigit() and glyph.text.isdigit() and glyph.bottom > digit.bottom + _HIGHER * tall


def text_of(glyphs: Iterable[Glyph], width: float) -> str:
    """The text of a cell; a number goes on below only where its line is full."""
    pieces: list[str] = []
    room = 0.0
    for line in lines_of(glyphs):
        text = line_text(line)
        if pieces and room < line[0].right - line[0].left + NEAR and text[0].isdigit() and pieces[-1][-1].isdigit():
            pieces[-1] += text
        else:
            pieces.append(text)
        room = width - (line[-1].right - line[0].left)
    return joined(pieces)
