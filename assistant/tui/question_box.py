"""The question box: grows with its text, keeps a history, never holds a line break."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from assistant.language import say


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

    class Left(Message):
        """Tab was pressed: on to the last answer."""

    def __init__(self) -> None:
        hint = say("问一个问题，或输入 /help", "Ask a question, or type /help")
        super().__init__(placeholder=hint, compact=True, highlight_cursor_line=False)
        self.asked: list[str] = []
        self.at = 0
        self.draft = ""

    def on_key(self, event: events.Key) -> None:
        """Enter submits, Tab leaves; every other key is the editor's."""
        if event.key not in ("enter", "tab"):
            return
        event.stop()
        event.prevent_default()
        if event.key == "tab":
            self.post_message(self.Left())
        elif text := " ".join(self.text.split()):
            self.post_message(self.Submitted(text))

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
