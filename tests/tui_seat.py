"""A seat in front of the chat: types, looks, waits for what was asked to be done. Never sleeps."""

import asyncio
import html
import re
from collections.abc import Awaitable, Callable, Sequence

from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from assistant.chat import Chat
from assistant.tui.app import NianbaoApp
from assistant.tui.flow import Flow
from assistant.tui.question_box import QuestionBox
from assistant.tui.source_pane import SourcePane
from assistant.tui.transcript import Transcript
from corpus.errors import NianbaoError
from fake_chat import FakeChat

_TEXT = re.compile(r'<text [^>]*clip-path="url\(#[^)]*-line-(\d+)\)"[^>]*>(.*?)</text>', re.DOTALL)


class Seat:
    """The application under a pilot."""

    def __init__(self, app: NianbaoApp, pilot: Pilot[NianbaoError]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def box(self) -> QuestionBox:
        return self.app.query_one(QuestionBox)

    @property
    def pane(self) -> SourcePane:
        return self.app.query_one(SourcePane)

    @property
    def transcript(self) -> Transcript:
        return self.app.query_one(Transcript)

    async def settle(self) -> None:
        """Wait until nothing is under way and the screen has been drawn."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def until(self, there: Callable[[], bool]) -> None:
        """Wait for something that other threads bring about."""
        for _ in range(2000):
            if there():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came about")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def enter(self, text: str) -> None:
        """Write a text into the box and submit it."""
        self.box.focus()
        self.box.write(text)
        await self.press("enter")

    async def follow(self, steps: Sequence[str]) -> None:
        """Enter each step, or press its keys: `key:tab,enter`."""
        for step in steps:
            if step.startswith("key:"):
                for key in step[4:].split(","):
                    await self.press(key)
            else:
                await self.enter(step)

    async def click(self, widget: Widget) -> None:
        widget.scroll_visible(animate=False)
        await self.pilot.pause()
        await self.pilot.click(widget)
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    def texts(self, selector: str = "Flow") -> list[str]:
        """The texts of the transcript, in order."""
        return [flow.text.plain for flow in self.transcript.query(selector).results(Flow)]

    def said(self) -> str:
        return "\n".join(self.texts())

    def screen(self) -> list[str]:
        """The lines that stand on the screen, read off a screenshot."""
        lines: dict[int, str] = {}
        for number, text in _TEXT.findall(self.app.export_screenshot()):
            lines[int(number)] = lines.get(int(number), "") + html.unescape(text).replace("\xa0", " ")
        return [lines[number] for number in sorted(lines)]


def shown(widget: Static) -> str:
    """The text of a widget."""
    assert isinstance(widget.content, Content)
    return widget.content.plain


def seated(
    script: Callable[[Seat], Awaitable[None]],
    chat: Chat | None = None,
    size: tuple[int, int] = (120, 40),
) -> NianbaoApp:
    """Run a script in front of the chat, from its welcome on."""

    async def sit() -> NianbaoApp:
        app = NianbaoApp(lambda: chat or FakeChat())
        async with app.run_test(size=size) as pilot:
            seat = Seat(app, pilot)
            await seat.settle()
            await script(seat)
        return app

    return asyncio.run(sit())
