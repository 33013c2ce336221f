"""A list to choose one thing from, narrowed by what is typed."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from assistant.language import say
from assistant.output.escape import visible
from assistant.tui.rows import Column, Rows


class Chooser(ModalScreen[str]):
    """Shows labels; ends with the value of the one chosen, or None. What is typed keeps the labels that hold it."""

    BINDINGS = [Binding("escape", "dismiss", show=False)]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The list; title and keys stand in its border, and stay while it scrolls."""
        with VerticalScroll(id="chooser", can_focus=False) as box:
            box.border_title = Content(visible(self.heading))
            keys = say("↑ ↓ 选  Enter 定  键入筛选  Esc 关闭", "↑ ↓ move  Enter takes  type to narrow  Esc closes")
            box.border_subtitle = Content(keys)
            yield Rows((Column("", shrinks=True),), [(label,) for label, _ in self.choices], heading=False)

    def on_mount(self) -> None:
        """The list takes the keys."""
        self.query_one(Rows).focus()

    def on_key(self, event: events.Key) -> None:
        """A character narrows the list, Backspace widens it."""
        rows = self.query_one(Rows)
        if event.key == "backspace":
            rows.narrow(rows.kept[:-1])
        elif event.is_printable and event.character:
            rows.narrow(rows.kept + event.character)
        else:
            return
        event.stop()

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """End with it."""
        event.stop()
        self.dismiss(self.choices[event.at][1])
