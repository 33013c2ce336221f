"""Lines that can be focused, clicked and opened: a citation, a question offered."""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from assistant.tui.flow import Flow
from assistant.tui.keymap import Keyed


class Pick(Keyed, Flow, can_focus=True):
    """A line that does something on Enter or a click."""

    BINDINGS = [
        Binding("enter", "pick", show=False),
        Binding("up", "leave(-1)", show=False),
        Binding("down", "leave(1)", show=False),
    ]

    def on_click(self, event: events.Click) -> None:
        """The same as Enter."""
        event.stop()
        self.action_pick()

    def action_pick(self) -> None:
        """What Enter does."""
        raise NotImplementedError

    def action_leave(self, by: int) -> None:
        """Go to the next or the previous thing that can be opened."""
        (self.screen.focus_next if by > 0 else self.screen.focus_previous)()


class CitationLine(Pick):
    """Where something cited stands. Posts `Opened` with its position among the citations of its answer."""

    OWN = (("↑ ↓", "移动", "move"), ("Enter", "看原文", "source"), ("[ ]", "上一处、下一处", "previous, next"))

    @dataclass
    class Opened(Message):
        """A citation was opened."""

        at: int

    def __init__(self, text: Content, at: int, classes: str = "") -> None:
        super().__init__(text, hang=2, classes=classes)
        self.at = at

    def action_pick(self) -> None:
        """Open it."""
        self.post_message(self.Opened(self.at))


class Offer(Pick):
    """A question that can be asked by picking it. Posts `Taken`."""

    OWN = (("↑ ↓", "移动", "move"), ("Enter", "问这个", "ask it"))

    @dataclass
    class Taken(Message):
        """The question was picked."""

        question: str
        label: str

    def __init__(self, question: str, label: str, n: int) -> None:
        super().__init__(Content.assemble((f"{n} ", "bold $accent"), label), hang=2)
        self.question = question
        self.label = label
        self.n = n
        """The number that picks it; 0 once that picks something else."""

    def unnumber(self) -> None:
        """From now on only a click or Enter on it asks it."""
        self.n = 0
        self.text = Content.assemble(("· ", "$accent"), self.label)
        self.refresh()

    def action_pick(self) -> None:
        """Ask it."""
        self.post_message(self.Taken(self.question, self.label))
