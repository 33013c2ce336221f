"""The list over the question box of what the word being typed may become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from assistant.output.escape import clip, pad, visible, width

if TYPE_CHECKING:
    from assistant.tui.complete import Completion


MOST_SHOWN = 8


class Popup(Widget):
    """Completions, one a line; ↑ and ↓ choose while it is open. Posts `Taken` where one is clicked."""

    @dataclass
    class Taken(Message):
        """A completion was clicked."""

        completion: Completion

    def __init__(self) -> None:
        super().__init__()
        self.offered: tuple[Completion, ...] = ()
        self.at: int | None = None
        """The one chosen; None until an arrow key was pressed."""

    @property
    def chosen(self) -> Completion | None:
        """What Tab would take: the one chosen, else the first."""
        return self.offered[self.at or 0] if self.offered else None

    def offer(self, completions: Sequence[Completion]) -> None:
        """Show these; nothing closes the list."""
        if tuple(completions) == self.offered:
            return
        self.offered, self.at = tuple(completions), None
        self.set_class(bool(self.offered), "shown")
        self.refresh(layout=True)

    def walk(self, by: int) -> None:
        """Choose the next or the previous one, round and round."""
        first = 0 if by > 0 else len(self.offered) - 1
        self.at = first if self.at is None else (self.at + by) % len(self.offered)
        self.refresh()

    @property
    def top(self) -> int:
        """The first one shown: of more than there is room for, those up to the one chosen."""
        return max(0, (self.at or 0) + 1 - self.size.height) if self.size.height else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a completion, of many as many as leave room for what is above."""
        return min(len(self.offered), MOST_SHOWN)

    def render(self) -> RenderResult:
        """The list; the chosen one set off."""
        room = self.size.width - 2
        wide = max((width(visible(completion.text)) for completion in self.offered), default=0)
        lines = []
        for n, completion in list(enumerate(self.offered))[self.top :]:
            word, look = clip(visible(completion.text), room), "reverse" if n == self.at else ""
            does = clip(completion.does, max(0, room - wide - 1)) if completion.does else ""
            word = pad(word, wide) if does else word
            lines.append(Content.assemble((f" {word} ", look), (f" {does}", "$foreground-muted")))
        return Content("\n").join(lines)

    def on_click(self, event: events.Click) -> None:
        """Take the one clicked."""
        event.stop()
        if 0 <= event.y + self.top < len(self.offered):
            self.post_message(self.Taken(self.offered[event.y + self.top]))
