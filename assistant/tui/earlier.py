"""Conversations of before: what each was about, and going on with one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.language import say
from assistant.tui.slot_line import SlotLine

if TYPE_CHECKING:
    from assistant.sessions import Session
    from assistant.tui.app import NianbaoApp


def about(session: Session) -> str:
    """`2026-11-22 07:31 · 3 轮 · the first question · its name`."""
    first, count = session.answered[0].answer, len(session.answered)
    turns = say(f"{count} 轮", f"{count} turn{'s' * (count > 1)}")
    when = datetime.fromisoformat(session.turns[-1].said).astimezone()
    return " · ".join((f"{when:%Y-%m-%d %H:%M}", turns, first.question if first else "", session.name))


async def resume(app: NianbaoApp, name: str) -> None:
    """Show a conversation as it was left, and go on with it; one of a new name begins."""
    session = await app.of_library(lambda chat: chat.resume(name))
    slots, generation = await app.of_library(lambda chat: (chat.slots(), chat.library.generation))
    app.action_close_source()
    await app.transcript.empty()
    app.transcript.past([turn.answer for turn in session.open_turns if turn.answer])
    app.query_one(SlotLine).show(slots)
    for line in resumed_lines(session, generation):
        app.transcript.say(line)


def resumed_lines(session: Session, generation: int) -> Iterator[str]:
    """What is to be known about a conversation gone on with, over a library of that generation."""
    if not session.turns:
        yield say(f"新的对话“{session.name}”从这里开始。", f"a new conversation, “{session.name}”, begins here.")
        return
    yield say(f"接着对话“{session.name}”。", f"going on with “{session.name}”.")
    if session.lost:
        yield say(f"其中 {session.lost} 行读不出，已略过。", f"lines of it that cannot be read: {session.lost}.")
    if session.turns[-1].library != generation:
        yield say(
            "库在那之后有变动；先前的回答保持当时的样子。",
            "the library has changed since; earlier answers stay as they were said.",
        )
