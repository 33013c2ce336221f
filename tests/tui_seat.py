"""A seat in front of the chat: types, looks, waits for what was asked to be done. Never sleeps."""

import asyncio
import html
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from textual.content import Content
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerError

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
        """Wait until nothing is under way and the screen has been drawn, however late the machine gets to it."""
        still, before = 0, self._stand()
        while still < 3:
            await self.pilot.pause()
            at_work = any(not worker.is_finished for worker in self.app.workers)
            # What goes wrong in one of them, or stops it, is for the screen to tell.
            with suppress(WorkerError):
                await self.app.workers.wait_for_complete()
            now = self._stand()
            # What is told from part to part is heard a part at a round.
            under_way = at_work or now != before or any(part.message_queue_size for part in self._parts())
            still, before = 0 if under_way else still + 1, now

    def _parts(self) -> list[MessagePump]:
        return [self.app, *self.app.screen.walk_children(Widget, with_self=True)]

    def _stand(self) -> list[object]:
        """Where everything is, and what has the focus."""
        widgets = self.app.screen.walk_children(Widget, with_self=True)
        return [self.app.focused, *((id(one), one.region, one.virtual_size, one.scroll_offset) for one in widgets)]

    async def until(self, there: Callable[[], bool]) -> None:
        """Wait for something that other threads bring about."""
        for _ in range(2000):
            if there():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it never came about")

    async def press(self, *keys: str) -> None:
        """Press keys as a person does who looks what each of them brings about."""
        for key in keys:
            await self.pilot.press(key)
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
                await self.press(*step[4:].split(","))
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
