"""The two lines under the question box: what a follow-up starts from, slot by slot, and the keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.language import say
from assistant.output.escape import visible
from assistant.tui.keymap import Keyed

if TYPE_CHECKING:
    from assistant.answer import Reading

SLOTS = ("agency", "year", "row", "column")


class Chip(Keyed, Static, can_focus=True):
    """One slot: Enter or a click asks what else it could be. Posts `Asked`."""

    OWN = (("← →", "选一项", "move"), ("Enter", "换一个", "change it"))

    BINDINGS = [
        Binding("enter,down,space", "choose", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]

    @dataclass
    class Asked(Message):
        """The slot is to be changed."""

        slot: str

    def __init__(self, slot: str, text: str) -> None:
        super().__init__(Content(visible(text)), classes="chip")
        self.slot = slot

    def on_click(self, event: events.Click) -> None:
        """The same as Enter."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Ask what else it could be."""
        self.post_message(self.Asked(self.slot))


class SlotLine(Horizontal, can_focus=False):
    """Agency · year · row · column · operation of the last question; a hint at the start of a conversation."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        """What stands here, the parts joined by ` · `."""

    def compose(self) -> ComposeResult:
        """The hint."""
        yield Static(Content(hint()), classes="hint")

    def show(self, reading: Reading | None) -> None:
        """Show a reading, or that there is none."""
        parts = slots_of(reading) if reading else {}
        self.text = " · ".join(parts.values())
        self.remove_children()
        if not parts:
            self.mount(Static(Content(hint()), classes="hint"))
            return
        self.mount(Static(Content(say("接着问 ", "follows on ")), classes="lead"))
        # A cell can be asked for slot by slot; of other answers the slots are only shown.
        changes = bool(reading and reading.row)
        for n, (slot, text) in enumerate(parts.items()):
            if n:
                self.mount(Static(Content(" · "), classes="gap"))
            classes = "last" if n == len(parts) - 1 else ""
            plain = Static(Content(visible(text)), classes=classes)
            self.mount(Chip(slot, text) if changes and slot in SLOTS else plain)


def hint() -> str:
    """What stands in the line before the first question."""
    return say("每个回答都写明：机关 · 年度 · 项目 · 列", "Each answer says: agency · year · row · column")


def slots_of(reading: Reading) -> dict[str, str]:
    """The slots in use, as text."""
    from assistant.tui.words import slots

    return slots(reading)


class KeyLine(Static):
    """The keys that matter, each of which can be clicked."""


def key_line(keys: Mapping[str, str], where: object = None) -> Content:
    """`F1 help  Ctrl+N source  Tab answer  S-Tab slots  Ctrl+O menu  Ctrl+Q leave`, by the keys that are set.

    Where the focus is on a widget with keys of its own: those, and the way back.
    """
    own = where.OWN if isinstance(where, Keyed) else ()
    back, helps = ("back", "app.return", say("返回", "back")), ("help", "app.help", say("帮助", "help"))
    of_box = (
        helps,
        ("next", "app.step(1)", say("看出处", "source")),
        ("answer", "app.to_answer", say("到回答", "answer")),
        ("slots", "app.to_slots", say("改条件", "slots")),
        ("palette", "app.command_palette", say("命令", "menu")),
        ("quit", "app.quit", say("退出", "leave")),
    )
    named = [Content.from_markup("[b]$key[/] $text", key=key, text=say(zh, en)) for key, zh, en in own] + [
        Content.from_markup(
            f"[@click={action}][b $accent]$key[/] $text[/]", key=key_name(keys[name], in_box=not own), text=text
        )
        for name, action, text in ((back, helps) if own else of_box)
    ]
    return Content("  ").join(named)


NAMES = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "shift+tab": "S-Tab",
}


def key_name(keys: str, *, in_box: bool = False) -> str:
    """The first of several keys as people write it: `ctrl+q` → `Ctrl+Q`. `in_box` the last, if the first is typed."""
    names = [
        NAMES.get(key) or "+".join(map(str.capitalize, key.split("+"))) for key in keys.replace(" ", "").split(",")
    ]
    return names[-1] if in_box and len(names[0]) == 1 else names[0]
