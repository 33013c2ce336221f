"""What the commands do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from assistant import render
from assistant.language import say
from assistant.tui.blocks import checks_listing, reports_listing
from assistant.tui.commands import export_target, write_export
from assistant.tui.slot_line import SlotLine
from assistant.tui.words import held

if TYPE_CHECKING:
    from assistant.tui.app import NianbaoApp

Words: TypeAlias = tuple[str, ...]
"""What stands behind a command."""
Deed: TypeAlias = "Callable[[NianbaoApp, Words], object]"


def reports(app: NianbaoApp, words: Words) -> None:
    """List the reports."""

    async def listing() -> None:
        entries = await app.of_library(lambda chat: chat.entries())
        app.transcript.add(reports_listing(entries, held(entries)))

    app.do(listing)


def check(app: NianbaoApp, words: Words) -> None:
    """List the checks that do not hold."""

    async def listing() -> None:
        app.transcript.add(checks_listing(await app.of_library(lambda chat: chat.checks())))

    app.do(listing)


def export(app: NianbaoApp, words: Words) -> None:
    """Write the conversation or the last table to a new file."""

    async def written() -> None:
        kind, path = export_target(words, Path.cwd())
        text = await app.of_library(lambda chat: chat.export(kind))
        app.transcript.say(await app.of_library(lambda _: write_export(path, text, kind)))

    app.do(written)


def restart(app: NianbaoApp, words: Words) -> None:
    """Forget what was said and start again."""

    async def anew() -> None:
        await app.of_library(lambda chat: chat.restart())
        app.action_close_source()
        await app.transcript.empty()
        app.query_one(SlotLine).show(None)
        app.welcome()

    app.do(anew)


def copy(app: NianbaoApp, words: Words) -> None:
    """Copy the last answer through the terminal."""
    block = app.transcript.last_answer()
    if block is None:
        app.transcript.say(say("还没有回答可复制。", "no answer to copy yet."))
        return
    app.copy_to_clipboard(render.text(block.answer))
    app.transcript.say(say("已交给终端复制（OSC 52）。", "handed to the terminal's clipboard (OSC 52)."))


DEEDS: dict[str, Deed] = {
    "help": lambda app, _: app.action_help(),
    "reports": reports,
    "check": check,
    "export": export,
    "copy": copy,
    "restart": restart,
    "quit": lambda app, _: app.exit(),
}
