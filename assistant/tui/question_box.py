"""The question box: grows with its text, keeps a history, never holds a line break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from assistant.language import say
from assistant.tui.popup import Popup

if TYPE_CHECKING:
    from assistant.tui.complete import Completion


def hint() -> str:
    """What stands in the empty box."""
    return say("问一个问题，或输入 /help", "Ask a question, or type /help")


class QuestionBox(TextArea):
    """Where a question is typed. Enter posts `Submitted`; ↑ and ↓ at its edges walk through the questions asked."""

    @dataclass
    class Submitted(Message):
        """A question or a command was entered."""

        text: str

    @dataclass
    class Paged(Message):
        """The transcript is to scroll by a page, up (-1) or down (1)."""

        by: int

    @dataclass
    class Left(Message):
        """Tab was pressed: on to the last answer (`answer`), or to the slots (`slots`)."""

        to: str

    def __init__(self, popup: Popup) -> None:
        super().__init__(placeholder=hint(), compact=True, highlight_cursor_line=False)
        self.popup = popup
        self.ready: Callable[[str], bool] = bool
        """Whether a text may be submitted now; else it stays in the box."""
        self.leave_by = {"tab": "answer", "shift+tab": "slots"}
        self.asked: list[str] = []
        self.at = 0
        self.draft = ""

    def on_key(self, event: events.Key) -> None:
        """Enter submits, Tab completes or leaves, Esc closes the list; every other key is the editor's."""
        if self.popup.offered and self._of_popup(event.key):
            pass
        elif event.key in self.leave_by:
            self.post_message(self.Left(self.leave_by[event.key]))
        elif event.key == "enter":
            text = " ".join(self.text.split())
            if text and self.ready(text):
                # At once: what is typed next shall stand in an empty box.
                self.take()
                self.popup.offer(())
                self.post_message(self.Submitted(text))
        else:
            return
        event.stop()
        event.prevent_default()

    def _of_popup(self, key: str) -> bool:
        """Do what a key means to the open list; false where it means nothing to it."""
        match key:
            case "up" | "down":
                self.popup.walk(-1 if key == "up" else 1)
            case "escape":
                self.popup.offer(())
            case "tab":
                self.complete(self.popup.chosen)
            case "enter" if self.popup.at is not None:
                self.complete(self.popup.chosen)
            case _:
                return False
        return True

    def complete(self, completion: Completion | None) -> None:
        """Write a completion in place of the word that was being typed."""
        if completion is None:
            return
        row, column = self.cursor_location
        self.replace(completion.text, (row, column - completion.cut), (row, column))
        self.popup.offer(())

    @property
    def before(self) -> str:
        """What stands before the cursor on its line."""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def take(self) -> None:
        """Empty the box and remember what stood in it."""
        text = " ".join(self.text.split())
        if text and self.asked[-1:] != [text]:
            self.asked.append(text)
        self.at, self.draft = len(self.asked), ""
        self.clear()

    def write(self, text: str) -> None:
        """Put a text in place of what stands in the box, the cursor after it."""
        self.load_text(text)
        self.move_cursor(self.document.end)

    def action_cursor_up(self, select: bool = False) -> None:
        """Up a line, or to the question before."""
        if select or not self.navigator.is_first_wrapped_line(self.cursor_location):
            super().action_cursor_up(select)
        else:
            self._walk(-1)

    def action_cursor_down(self, select: bool = False) -> None:
        """Down a line, or to the question after."""
        if select or not self.navigator.is_last_wrapped_line(self.cursor_location):
            super().action_cursor_down(select)
        else:
            self._walk(1)

    def _walk(self, by: int) -> None:
        to = self.at + by
        if not 0 <= to <= len(self.asked):
            return
        if self.at == len(self.asked):
            self.draft = self.text
        self.at = to
        self.write(self.draft if to == len(self.asked) else self.asked[to])

    def action_cursor_page_up(self) -> None:
        """Scroll the transcript, not the box."""
        self.post_message(self.Paged(-1))

    def action_cursor_page_down(self) -> None:
        """Scroll the transcript, not the box."""
        self.post_message(self.Paged(1))
