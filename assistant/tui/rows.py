"""A table that fits any width: aligned by cells, walked with the arrow keys, sorted, narrowed, opened with Enter."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from assistant.language import say
from assistant.output.escape import clip, pad, visible, width
from assistant.tui.flow import breaks
from assistant.tui.keymap import Keyed

MOST = 300
GAP = "  "
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how it behaves when room is short."""

    title: str
    right: bool = False
    shrinks: bool = False
    """May be cut, with an ellipsis, down to `least` cells."""
    drops: bool = False
    """Goes altogether where the table does not fit with it."""
    least: int = 8
    wraps: bool = False
    """What is too long for it goes on in a further line, instead of being cut."""


def widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> tuple[int, ...]:
    """Cells a column takes: what it needs, less what must be given up to fit `room`; 0 for a column that goes."""
    wide = [max([width(column.title), *(width(row[n]) for row in rows)]) for n, column in enumerate(columns)]
    for n, column in enumerate(columns):
        if column.drops and _taken(wide) > room:
            wide[n] = 0
    while _taken(wide) > room:
        shrinking = [n for n, column in enumerate(columns) if column.shrinks and wide[n] > column.least]
        if not shrinking:
            break
        wide[max(shrinking, key=wide.__getitem__)] -= 1
    return tuple(wide)


def _taken(wide: Sequence[int]) -> int:
    kept = [n for n in wide if n]
    return sum(kept) + len(GAP) * (len(kept) - 1)


def fitted(columns: Sequence[Column], cells: Sequence[str], wide: Sequence[int]) -> str:
    """One line of the table, which cuts what is too long."""
    shown = [line for line in zip(columns, cells, wide, strict=True) if line[2]]
    return GAP.join(pad(clip(cell, n), n, right=column.right) for column, cell, n in shown)


def wrapped(column: Column, cell: str, room: int) -> list[str]:
    """The lines of one cell, each as wide as its column."""
    ends = [*breaks(cell, room), len(cell)] if column.wraps else [len(cell)]
    parts = [cell[start:end].strip(" ") for start, end in zip([0, *ends], ends, strict=False)]
    return [pad(clip(part, room), room, right=column.right) for part in parts]


def ordered(lines: Sequence[Sequence[str]], by: int | None, down: bool, kept: str) -> list[int]:
    """Positions of the lines that hold a text, in the order of a column: numbers by size, before words."""
    found = [n for n, cells in enumerate(lines) if kept.casefold() in " ".join(cells).casefold()]
    if by is None:
        return found
    numbers = [n for n in found if _NUMBER.match(lines[n][by])]
    words = [n for n in found if n not in set(numbers)]
    return [
        *sorted(numbers, key=lambda n: _number(lines[n][by]), reverse=down),
        *sorted(words, key=lambda n: lines[n][by], reverse=down),
    ]


def _number(cell: str) -> float:
    found = _NUMBER.match(cell)
    return float(found[0].replace(",", "")) if found else 0.0


class Rows(Keyed, Widget, can_focus=True):
    """A table of results. Posts `Picked` with the position of the row opened, as it was given.

    `s` sorts by the next column, `r` turns the order round, `f` narrows to the rows that hold what is typed then.
    """

    OWN = (
        ("↑ ↓", "选行", "move"),
        ("Enter", "看原文", "source"),
        ("s", "排序", "sort"),
        ("r", "倒序", "turn round"),
        ("f", "筛选", "narrow"),
    )
    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "step(-9999)", show=False),
        Binding("end", "step(9999)", show=False),
        Binding("enter", "pick", show=False),
        Binding("s", "sort", show=False),
        Binding("r", "turn", show=False),
    ]
    at: reactive[int] = reactive(0)
    """The line under the cursor, as shown."""
    opened: reactive[int | None] = reactive(None)
    """The row whose source is shown, as given."""

    @dataclass
    class Picked(Message):
        """A row was opened."""

        rows: "Rows"
        at: int

        @property
        def control(self) -> "Rows":
            """The table."""
            return self.rows

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        *,
        heading: bool = True,
        tones: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__()
        used = [n for n in range(len(columns)) if any(row[n] for row in rows)]
        self.columns = tuple(columns[n] for n in used)
        self.lines = tuple(tuple(visible(row[n]).replace("\n", " ") for n in used) for row in rows[:MOST])
        self.tones = tuple(tuple(row[n] for n in used) for row in tones[:MOST])
        """A style a cell, where they differ."""
        self.left = max(0, len(rows) - MOST)
        self.heading = heading
        self.by: int | None = None
        self.down = False
        self.kept = ""
        self.narrowing = False
        self.order = list(range(len(self.lines)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A heading, what narrows it, a line a row, and a line that says what is left out."""
        return max(1, self._above + self._tops(width)[-1] + bool(self.left))

    @property
    def _above(self) -> int:
        return self.heading + bool(self.narrowing or self.kept)

    def render(self) -> RenderResult:
        """The table, cut to the width there is."""
        columns = self.titled
        wide = widths(columns, self.lines, self.size.width)
        lines = []
        if self.heading:
            titles = [column.title for column in columns]
            lines.append(Content.styled(fitted(columns, titles, wide), "$foreground-muted"))
        if self.narrowing or self.kept:
            kept = say("只看含有 ", "only with ") + visible(self.kept) + ("_" if self.narrowing else "")
            lines.append(Content.styled(f"{kept} ({len(self.order)}/{len(self.lines)})", "$accent"))
        for n, row in enumerate(self.order):
            lines += [line.stylize(self._style(n, row)) for line in self._lines(row, wide)]
        if self.left:
            more = say(f"另有 {self.left} 行，/export csv", f"{self.left} more: /export csv")
            lines.append(Content.styled(more, "$foreground-muted"))
        return Content("\n").join(lines)

    def _lines(self, row: int, wide: Sequence[int]) -> list[Content]:
        """One row at these widths, each cell in its tone; more lines than one where a cell goes on."""
        tones = self.tones[row] if self.tones else ("",) * len(wide)
        shown = [cell for cell in zip(self.columns, self.lines[row], wide, tones, strict=True) if cell[2]]
        cells = [wrapped(column, text, n) for column, text, n, _ in shown]
        return [
            Content(GAP).join(
                Content.styled(lines[k] if k < len(lines) else " " * n, tone)
                for lines, (*_, n, tone) in zip(cells, shown, strict=True)
            )
            for k in range(max(map(len, cells), default=1))
        ]

    def _tops(self, width: int) -> list[int]:
        """The line under the heading at which each row begins, and that behind the last."""
        if not any(column.wraps for column in self.columns):
            return list(range(len(self.order) + 1))
        wide = widths(self.titled, self.lines, width)
        return list(accumulate((len(self._lines(row, wide)) for row in self.order), initial=0))

    @property
    def titled(self) -> tuple[Column, ...]:
        """The columns; the heading of that of the order is marked."""
        mark = "v" if self.down else "^"
        return tuple(
            replace(column, title=column.title + mark) if n == self.by else column
            for n, column in enumerate(self.columns)
        )

    def _style(self, n: int, row: int) -> str:
        if self.has_focus and n == self.at:
            return "reverse"
        return "bold $accent" if row == self.opened else ""

    def action_sort(self) -> None:
        """Sort by the next column; behind the last, as it was given."""
        following = 0 if self.by is None else self.by + 1
        self.sort(following if following < len(self.columns) else None)

    def action_turn(self) -> None:
        """Turn the order round."""
        self.down = not self.down
        self._arrange()

    def sort(self, by: int | None) -> None:
        """Sort by a column; by the same again, the other way round."""
        self.down = not self.down if by is not None and by == self.by else False
        self.by = by
        self._arrange()

    def narrow(self, kept: str) -> None:
        """Keep only the rows that hold a text."""
        self.kept = kept
        self._arrange()

    def _arrange(self) -> None:
        self.order = ordered(self.lines, self.by, self.down, self.kept)
        self.at = 0
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """`f` begins to narrow the table, what is typed then narrows it; the next key may be there already."""
        if not self.narrowing and event.key == "f":
            self.narrowing = True
        elif not self.narrowing:
            return
        elif event.key in ("enter", "escape"):
            self.narrowing = False
            self.kept = self.kept if event.key == "enter" else ""
        elif event.key == "backspace":
            self.kept = self.kept[:-1]
        elif event.is_printable and event.character:
            self.kept += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self._arrange()

    def action_step(self, by: int) -> None:
        """Move the cursor; past either end, leave the table."""
        to = self.at + by
        if abs(by) == 1 and not 0 <= to < len(self.order):
            (self.screen.focus_next if by > 0 else self.screen.focus_previous)()
            return
        self.at = min(max(to, 0), max(0, len(self.order) - 1))

    def watch_at(self) -> None:
        """Keep the row under the cursor on the screen."""
        if self.has_focus and isinstance(self.parent, Widget):
            self.scroll_visible_row()

    def scroll_visible_row(self) -> None:
        """Scroll so that the row under the cursor is seen."""
        region = self.virtual_region
        node = self.parent
        while isinstance(node, Widget) and not node.is_scrollable:
            region = region.translate(node.virtual_region.offset)
            node = node.parent
        if self.order and isinstance(node, Widget):
            top, end = self._tops(self.size.width)[self.at : self.at + 2]
            lines = Region(region.x, region.y + self._above + top, region.width, end - top)
            node.scroll_to_region(lines, animate=False)

    def action_pick(self) -> None:
        """Open the row under the cursor."""
        if self.order:
            self.post_message(self.Picked(self, self.order[self.at]))

    def on_click(self, event: events.Click) -> None:
        """Open the row clicked; a heading clicked sorts by its column."""
        event.stop()
        if self.heading and event.y == 0:
            self.sort(self._column_at(event.x))
            return
        tops, y = self._tops(self.size.width), event.y - self._above
        if 0 <= y < tops[-1]:
            self.at = bisect_right(tops, y) - 1
            self.action_pick()

    def _column_at(self, x: int) -> int | None:
        end = 0
        for n, wide in enumerate(widths(self.titled, self.lines, self.size.width)):
            end += wide + len(GAP) if wide else 0
            if wide and x < end:
                return n
        return None

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()
