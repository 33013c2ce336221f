"""A table that fits any width: columns aligned by cells, walked with the arrow keys, opened with Enter or a click."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from assistant.escape import clip, pad, visible, width
from assistant.language import say

MOST = 300
GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how it behaves when room is short."""

    title: str
    right: bool = False
    shrinks: bool = False
    """May be cut, with an ellipsis, down to eight cells."""
    drops: bool = False
    """Goes altogether where the table does not fit with it."""


def widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> tuple[int, ...]:
    """Cells a column takes: what it needs, less what must be given up to fit `room`; 0 for a column that goes."""
    wide = [max([width(column.title), *(width(row[n]) for row in rows)]) for n, column in enumerate(columns)]
    for n, column in enumerate(columns):
        if column.drops and _taken(wide) > room:
            wide[n] = 0
    while _taken(wide) > room:
        shrinking = [n for n, column in enumerate(columns) if column.shrinks and wide[n] > 8]
        if not shrinking:
            break
        wide[max(shrinking, key=wide.__getitem__)] -= 1
    return tuple(wide)


def _taken(wide: Sequence[int]) -> int:
    kept = [n for n in wide if n]
    return sum(kept) + len(GAP) * (len(kept) - 1)


def fitted(columns: Sequence[Column], cells: Sequence[str], wide: Sequence[int]) -> str:
    """One line of the table."""
    shown = [line for line in zip(columns, cells, wide, strict=True) if line[2]]
    return GAP.join(pad(clip(cell, n), n, right=column.right) for column, cell, n in shown)


class Rows(Widget, can_focus=True):
    """A table of results. Posts `Picked` with the position of the row opened."""

    BINDINGS = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("home", "step(-9999)", show=False),
        Binding("end", "step(9999)", show=False),
        Binding("enter", "pick", show=False),
    ]
    at: reactive[int] = reactive(0)
    opened: reactive[int | None] = reactive(None)
    """The row whose source is shown."""

    @dataclass
    class Picked(Message):
        """A row was opened."""

        rows: "Rows"
        at: int

        @property
        def control(self) -> "Rows":
            """The table."""
            return self.rows

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        used = [n for n in range(len(columns)) if any(row[n] for row in rows)]
        self.columns = tuple(columns[n] for n in used)
        self.lines = tuple(tuple(visible(row[n]).replace("\n", " ") for n in used) for row in rows[:MOST])
        self.left = max(0, len(rows) - MOST)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A heading, a line a row, and a line that says what is left out."""
        return 1 + len(self.lines) + bool(self.left)

    def render(self) -> RenderResult:
        """The table, cut to the width there is."""
        wide = widths(self.columns, self.lines, self.size.width)
        heading = fitted(self.columns, [column.title for column in self.columns], wide)
        lines = [Content.styled(heading, "$foreground-muted")]
        for n, cells in enumerate(self.lines):
            line = fitted(self.columns, cells, wide)
            lines.append(Content.styled(line, self._style(n)))
        if self.left:
            lines.append(
                Content.styled(
                    say(f"另有 {self.left} 行，/export csv", f"{self.left} more: /export csv"), "$foreground-muted"
                )
            )
        return Content("\n").join(lines)

    def _style(self, n: int) -> str:
        if self.has_focus and n == self.at:
            return "reverse"
        return "bold $accent" if n == self.opened else ""

    def action_step(self, by: int) -> None:
        """Move the cursor; past either end, leave the table."""
        to = self.at + by
        if abs(by) == 1 and not 0 <= to < len(self.lines):
            (self.screen.focus_next if by > 0 else self.screen.focus_previous)()
            return
        self.at = min(max(to, 0), len(self.lines) - 1)

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
        if isinstance(node, Widget):
            node.scroll_to_region(Region(region.x, region.y + 1 + self.at, region.width, 1), animate=False)

    def action_pick(self) -> None:
        """Open the row under the cursor."""
        self.post_message(self.Picked(self, self.at))

    def on_click(self, event: events.Click) -> None:
        """Open the row clicked."""
        event.stop()
        if 0 <= event.y - 1 < len(self.lines):
            self.at = event.y - 1
            self.action_pick()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()
