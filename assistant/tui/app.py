"""The application: what is typed goes to `Chat`, what comes back is drawn.

The first screen needs little: what an answer is drawn with, and the library itself, are loaded once it stands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from textual import events, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from assistant.language import say
from assistant.tui.commands import Command, command_of, in_palette
from assistant.tui.keymap import KEYS
from assistant.tui.looks import Looks
from assistant.tui.popup import Popup
from assistant.tui.question_box import QuestionBox
from assistant.tui.slot_line import Chip, KeyLine, SlotLine, key_line
from assistant.tui.themes import DARK, THEMES
from assistant.tui.transcript import Transcript
from corpus.errors import NianbaoError, Stopped

if TYPE_CHECKING:
    from assistant.chat import Chat
    from assistant.library.aside import Adding
    from assistant.tui.blocks import Block, Walk
    from assistant.tui.complete import Vocabulary
    from assistant.tui.picks import Offer
    from assistant.tui.source_pane import SourcePane

T = TypeVar("T")


class NianbaoApp(App[NianbaoError]):
    """The chat. Every call of `Chat` runs in one thread of its own, one at a time, so that the screen never waits.

    `opening` makes the `Chat`; it is called in that thread when the first screen stands. The application ends with the
    error where there is no library to open.
    """

    CSS_PATH = "nianbao.tcss"
    TITLE = "nianbao"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    # The binding below, which keys.toml can change, is the only one.
    COMMAND_PALETTE_BINDING = "f24"
    BINDINGS = [
        Binding(KEYS["help"], "help", show=False, id="help"),
        Binding(KEYS["previous"], "step(-1)", show=False, id="previous"),
        Binding(KEYS["next"], "step(1)", show=False, id="next"),
        Binding(KEYS["back"], "return", show=False, id="back"),
        Binding(KEYS["library"], "obey('library')", show=False, id="library"),
        Binding(KEYS["copy"], "obey('copy')", show=False, id="copy"),
        Binding(KEYS["palette"], "command_palette", show=False, id="palette"),
        Binding(KEYS["quit"], "quit", show=False, priority=True, id="quit"),
    ]

    def __init__(self, opening: Callable[[], Chat]) -> None:
        super().__init__()
        self.opening = opening
        self.open_chat: Chat | None = None
        self.library_thread = ThreadPoolExecutor(1, "library")
        self.busy, self.stopping = False, Event()
        self.waiting: list[str] = []
        self.adding: Adding | None = None
        self.keys = KEYS
        self.looks = Looks()
        self.words: Vocabulary | None = None
        self.opened: tuple[Walk, int] | None = None
        self.texts: dict[str, tuple[str, ...]] = {}
        self.unsaved = ""

    def compose(self) -> ComposeResult:
        """Title, transcript, question box, slot line, keys; the source pane comes with the library."""
        yield Static(Content(say("年报 nianbao", "nianbao 年报")), id="title")
        with Container(id="body"):
            yield Transcript()
        popup = Popup()
        yield popup
        with Container(id="asking"):
            yield QuestionBox(popup)
        yield SlotLine()
        yield KeyLine(key_line(KEYS))

    def on_mount(self) -> None:
        """Show the themes' colours, then open the library."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name
        box = self.query_one(QuestionBox)
        box.ready = self.takes
        box.focus()
        self.call_after_refresh(self.begin)

    def on_unmount(self) -> None:
        """Drop what still waits for the library, then close it."""
        if self.adding:
            self.adding.cancel()
        self.library_thread.submit(self._close)
        self.library_thread.shutdown(wait=False)

    def _close(self) -> None:
        if self.open_chat:
            self.open_chat.close()

    async def of_library(self, call: Callable[[Chat], T]) -> T:
        """Call something with the chat in the chat's own thread."""
        return await asyncio.get_running_loop().run_in_executor(self.library_thread, self._call, call)

    def _call(self, call: Callable[[Chat], T]) -> T:
        self.open_chat = self.open_chat or self.opening()
        return call(self.open_chat)

    @work(group="listing", exit_on_error=False)
    async def begin(self) -> None:
        """Load what answers are drawn with, open the library, show what is loaded and what can be asked."""
        try:
            home = await self.of_library(parts_and_home)
        except NianbaoError as error:
            self.exit(error)
            return
        from assistant.tui import deeds, source_pane

        await self.query_one("#body").mount(source_pane.SourcePane())
        deeds.settle(self, home)
        self.welcome()

    @property
    def transcript(self) -> Transcript:
        """Questions and answers."""
        return self.query_one(Transcript)

    @property
    def pane(self) -> SourcePane:
        """The report at a place cited."""
        from assistant.tui.source_pane import SourcePane

        return self.query_one(SourcePane)

    # What is typed

    def takes(self, text: str) -> bool:
        """Whether a text can be done now: one question at a time, but help and the way out at any."""
        command = command_of(text)
        return not self.busy or (command is not None and command.name in ("help", "quit"))

    def on_question_box_submitted(self, event: QuestionBox.Submitted) -> None:
        """A command, the number of a choice, or a question; in turn, where it came before the answer was begun."""
        if not self.takes(event.text):
            self.waiting.append(event.text)
        elif command := command_of(event.text):
            self.obey(command)
        else:
            offer = self.transcript.offers().get(event.text)
            self.put(offer.question if offer else event.text)

    def on_offer_taken(self, event: Offer.Taken) -> None:
        """A choice or an example was picked."""
        if not self.busy:
            self.query_one(QuestionBox).focus()
            self.put(event.question)

    def put(self, question: str) -> None:
        """Ask a question and show what comes."""
        self.busy = True
        self.stopping.set()  # what may be asked next is perhaps still being tried, and nobody waits for it now
        self.stopping = Event()
        self.answer(question, self.transcript.ask(question), self.stopping.is_set)

    @work(group="ask", exit_on_error=False)
    async def answer(self, question: str, sign: Static, stopped: Callable[[], bool]) -> None:
        """Wait for the answer; the sign goes when it stands."""
        from assistant.tui.deeds import tell_unsaved

        try:
            answer, slots, unsaved = await self.of_library(
                lambda chat: (chat.ask(question, stopped), chat.slots(), chat.unsaved)
            )
            block = self.transcript.answer(answer)
            self.query_one(SlotLine).show(slots)
            tell_unsaved(self, unsaved)
        finally:
            self.busy = False
            sign.remove()
            if self.waiting:
                self.post_message(QuestionBox.Submitted(self.waiting.pop(0)))
        with suppress(Stopped):
            self.transcript.suggest(block, await self.of_library(lambda chat: chat.suggestions(answer, stopped)))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say in one line what went wrong."""
        if event.state is WorkerState.ERROR:
            from assistant.tui.deeds import failure

            self.transcript.say(failure(event.worker.error), "failed")

    # Commands

    def obey(self, command: Command) -> None:
        """Do what a command says."""
        from assistant.tui.deeds import DEEDS

        if deed := DEEDS.get(command.name):
            deed(self, command.words)
            return
        unknown = say(f"没有 /{command.name} 命令；/help 列出命令。", f"no command /{command.name}; see /help.")
        self.transcript.say(unknown, "failed")

    @work(group="listing", exit_on_error=False)
    async def do(self, deed: Callable[[], Coroutine[object, object, None]]) -> None:
        """Do something that waits for the library; what goes wrong is said in one line."""
        await deed()

    @work(group="listing", exit_on_error=False)
    async def welcome(self) -> None:
        """Show what is loaded and what can be asked."""
        from assistant.tui.deeds import greet

        await greet(self)
        self.set_timer(1.0, self.warm)

    @work(group="warm", exit_on_error=False)
    async def warm(self) -> None:
        """Load what the first question about the prose would wait for, while nobody waits."""
        if not self.busy:
            await self.of_library(lambda chat: chat.warm())

    def action_obey(self, name: str) -> None:
        """Do a command."""
        self.obey(Command(name))

    def action_help_quit(self) -> None:
        """What Ctrl+C does where nothing is selected: say how to leave."""
        self.notify(say("Ctrl+Q 退出", "Ctrl+Q leaves"), markup=False)

    def action_command_palette(self) -> None:
        """Every command, narrowed by what is typed."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=say("键入以查找命令…", "type to find a command…")))

    def action_help(self) -> None:
        """Show keys and commands."""
        from assistant.tui.help_screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.keys))

    # Sources

    def on_block_source_asked(self, event: Block.SourceAsked) -> None:
        """Open the source of something cited."""
        from assistant.tui.blocks import Walk

        self.show_source(Walk(event.block.spots, event.block), event.at)

    def show_source(self, walk: Walk, at: int) -> None:
        """Open a report at one of the spots of a walk; a key pressed before it stands there goes on from it."""
        from assistant.tui.deeds import bring

        self.opened = (walk, at)
        self.run_worker(bring(self, walk, at), group="source", exclusive=True, exit_on_error=False)

    def on_source_pane_stepped(self, event: SourcePane.Stepped) -> None:
        """Walk to another citation."""
        self.action_step(event.by)

    def action_step(self, by: int) -> None:
        """Open the next (1) or the previous (-1) citation of those walked through, else of the last answer with any."""
        from assistant.tui.blocks import Walk

        if self.opened:
            walk, at = self.opened
            self.show_source(walk, (at + by) % len(walk.spots))
        elif block := self.transcript.last_block():
            self.show_source(Walk(block.spots, block), 0 if by > 0 else len(block.spots) - 1)

    def action_return(self) -> None:
        """Close the source pane; where none is open stop what is asked, else what is added; go to the question box."""
        if self.opened:
            self.action_close_source()
        elif self.busy:
            self.waiting.clear()
            self.stopping.set()
        elif self.adding:
            self.adding.cancel()
        self.query_one(QuestionBox).focus()

    on_source_pane_closed = action_return

    def action_close_source(self) -> None:
        """Fold the source pane away; the transcript goes back to what cited it."""
        if self.opened and (block := self.opened[0].block):
            self.transcript.go_back_to(block)
        self.opened = None
        self.transcript.mark(None)
        self.pane.remove_class("shown")

    # Focus

    def show_keys(self) -> None:
        """Show the keys that count where the focus is."""
        if len(self.screen_stack) == 1:
            self.query_one(KeyLine).update(key_line(self.keys, self.focused))

    on_descendant_focus = show_keys

    def on_question_box_paged(self, event: QuestionBox.Paged) -> None:
        """Scroll the transcript by a page."""
        self.transcript.scroll_relative(y=event.by * max(1, self.transcript.size.height - 2), animate=False)

    def on_question_box_left(self, event: QuestionBox.Left) -> None:
        """Go on to the answer, or to the slots."""
        (self.action_to_answer if event.to == "answer" else self.action_to_slots)()

    def action_to_slots(self) -> None:
        """Go to the first slot that can be changed."""
        if chips := self.query(Chip):
            chips.first().focus()

    def on_chip_asked(self, event: Chip.Asked) -> None:
        """Choose another value for a slot."""
        from assistant.tui import deeds

        deeds.change_slot(self, event.slot)

    def on_text_area_changed(self) -> None:
        """Offer what the word being typed may become."""
        box = self.query_one(QuestionBox)
        if box.before.startswith(("/", "／")):
            from assistant.tui.complete_command import of_command

            box.popup.offer(of_command(box.before))
        elif self.words is not None:
            from assistant.tui.complete import completions

            box.popup.offer(completions(box.before, self.words))

    def on_popup_taken(self, event: Popup.Taken) -> None:
        """Write the completion that was clicked."""
        box = self.query_one(QuestionBox)
        box.complete(event.completion)
        box.focus()

    def action_to_answer(self) -> None:
        """Go to what can be opened in the last answer."""
        if not self.transcript.focus_last():
            self.screen.focus_next()

    def on_key(self, event: events.Key) -> None:
        """A character typed elsewhere goes into the question box."""
        if len(self.screen_stack) > 1 or not event.is_printable or event.key in self.active_bindings:
            return
        box = self.query_one(QuestionBox)
        if not box.has_focus and event.character:
            event.stop()
            box.focus()
            box.insert(event.character)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands, as the command palette lists them."""
        for text, does in in_palette():
            if command := command_of(text):
                yield SystemCommand(text, does, lambda command=command: self.obey(command))


def parts_and_home(chat: Chat) -> Path:
    """Load the modules that the first answer and the first source are drawn with; returns the home."""
    for name in ("answers", "deeds", "source_pane", "welcome"):
        import_module(f"assistant.tui.{name}")
    return chat.home


def run(opening: Callable[[], Chat]) -> None:
    """Open the chat in the terminal and stay until it is left. Raises the error that kept the library closed."""
    if error := NianbaoApp(opening).run():
        raise error
