"""The two lines under the question box: what a follow-up starts from, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from assistant.escape import visible
from assistant.language import say

if TYPE_CHECKING:
    from assistant.answer import Reading


class SlotLine(Static):
    """Agency · year · row · column · operation of the last question; empty at the start of a conversation."""

    def show(self, reading: Reading | None) -> None:
        """Show a reading, or that there is none."""
        text = slots_of(reading) if reading else ""
        self.set_class(not text, "blank")
        if not text:
            self.update(
                Content(
                    say("每个回答都写明：机关 · 年度 · 项目 · 列", "Each answer says: agency · year · row · column")
                )
            )
            return
        self.update(Content.assemble((say("接着问 ", "follows on "), "$accent"), visible(text)))


def slots_of(reading: Reading) -> str:
    """The slots as text."""
    from assistant.tui.words import slots

    return slots(reading)


class KeyLine(Static):
    """The keys that matter, each of which can be clicked."""


def key_line() -> Content:
    """`F1 help  [ ] sources  Esc back  Ctrl+Q leave`."""
    keys = (
        ("F1", "app.help", say("帮助", "help")),
        ("]", "app.step(1)", say("看出处", "source")),
        ("Tab", "app.to_answer", say("到回答", "answer")),
        ("Esc", "app.return", say("返回", "back")),
        ("Ctrl+O", "app.command_palette", say("命令", "commands")),
        ("Ctrl+Q", "app.quit", say("退出", "leave")),
    )
    return Content("  ").join(
        Content.from_markup(f"[@click={action}][b $accent]$key[/] $text[/]", key=key, text=text)
        for key, action, text in keys
    )
