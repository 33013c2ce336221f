"""The application: what is typed goes to `Chat`, what comes back is drawn."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from textual import events, work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from assistant import render
from assistant.answer import Answer, Reading
from assistant.chat import Chat
from assistant.language import say
from assistant.tui.blocks import Block, checks_listing, reports_listing
from assistant.tui.commands import Command, command_of, export_target, write_export
from assistant.tui.help_screen import HelpScreen
from assistant.tui.picks import Offer
from assistant.tui.question_box import QuestionBox
from assistant.tui.slot_line import KeyLine, SlotLine, key_line
from assistant.tui.source_pane import SourcePane, SourceText
from assistant.tui.themes import DARK, LIGHT
from assistant.tui.transcript import Transcript, Welcome
from assistant.tui.words import COMMANDS, held
from corpus.errors import NianbaoError

P = ParamSpec("P")
T = TypeVar("T")


class NianbaoApp(App[None]):
    """The chat. Every call of `Chat` runs in one thread of its own, one at a time, so that the screen never waits."""

    CSS_PATH = "nianbao.tcss"
    TITLE = "nianbao"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    COMMAND_PALETTE_BINDING = "ctrl+o"
    BINDINGS = [
        Binding("f1,ctrl+g", "help", show=False),
        Binding("left_square_bracket,ctrl+p", "step(-1)", show=False),
        Binding("right_square_bracket,ctrl+n", "step(1)", show=False),
        Binding("escape", "return", show=False),
    ]

    def __init__(self, chat: Chat) -> None:
        super().__init__()
        self.chat = chat
        self.library_thread = ThreadPoolExecutor(1, "library")
        self.busy = False
        self.opened: tuple[Block, int] | None = None
        self.texts: dict[str, tuple[str, ...]] = {}

    def compose(self) -> ComposeResult:
        """Title, transcript and source pane, question box, slot line, keys."""
        yield Static(Content("年报 nianbao"), id="title")
        with Container(id="body"):
            yield Transcript()
            yield SourcePane()
        with Container(id="asking"):
            yield QuestionBox()
        yield SlotLine()
        yield KeyLine(key_line())

    def on_mount(self) -> None:
        """Show the themes' colours, then what is loaded."""
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name
        self.query_one(SlotLine).show(None)
        self.query_one(QuestionBox).focus()
        self.welcome()

    def on_unmount(self) -> None:
        """Drop what still waits for the library."""
        self.library_thread.shutdown(wait=False, cancel_futures=True)

    async def of_library(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the chat in its own thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.library_thread, partial(call, *args, **kwargs))

    @property
    def transcript(self) -> Transcript:
        """Questions and answers."""
        return self.query_one(Transcript)

    # What is typed

    def on_question_box_submitted(self, event: QuestionBox.Submitted) -> None:
        """A command, the number of a choice, or a question."""
        box = self.query_one(QuestionBox)
        command = command_of(event.text)
        if self.busy and (command is None or command.name not in ("help", "quit")):
            return
        box.take()
        offer = self.transcript.offers().get(event.text)
        if command:
            self.obey(command)
        elif offer:
            self.put(offer.question)
        else:
            self.put(event.text)

    def on_offer_taken(self, event: Offer.Taken) -> None:
        """A choice or an example was picked."""
        if not self.busy:
            self.query_one(QuestionBox).focus()
            self.put(event.question)

    def put(self, question: str) -> None:
        """Ask a question and show what comes."""
        self.busy = True
        self.answer(question, self.transcript.ask(question))

    @work(group="ask", exit_on_error=False)
    async def answer(self, question: str, sign: Static) -> None:
        """Wait for the answer; the sign goes when it stands."""
        try:
            answer, slots = await self.of_library(self._asked, question)
            self.transcript.answer(answer)
            self.query_one(SlotLine).show(slots)
        finally:
            self.busy = False
            sign.remove()

    def _asked(self, question: str) -> tuple[Answer, Reading | None]:
        return self.chat.ask(question), self.chat.slots()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say in one line what went wrong."""
        if event.state is WorkerState.ERROR:
            self.transcript.say(failure(event.worker.error), "failed")

    # Commands

    def obey(self, command: Command) -> None:
        """Do what a command says."""
        actions: dict[str, Callable[[], object]] = {
            "help": self.action_help,
            "reports": self.list_reports,
            "check": self.list_checks,
            "export": lambda: self.export(command.words),
            "copy": self.action_copy,
            "restart": self.restart,
            "quit": self.exit,
        }
        action = actions.get(command.name)
        if action:
            action()
        else:
            self.transcript.say(
                say(f"没有 /{command.name} 命令；/help 列出命令。", f"no command /{command.name}; see /help."),
                "failed",
            )

    @work(group="listing", exit_on_error=False)
    async def welcome(self) -> None:
        """Show what is loaded and what can be asked."""
        entries = await self.of_library(self.chat.entries)
        self.query_one("#title", Static).update(Content(f"年报 nianbao · {held(entries)}"))
        self.transcript.add(Welcome(entries))

    @work(group="listing", exit_on_error=False)
    async def list_reports(self) -> None:
        """List the reports."""
        entries = await self.of_library(self.chat.entries)
        self.transcript.add(reports_listing(entries, held(entries)))

    @work(group="listing", exit_on_error=False)
    async def list_checks(self) -> None:
        """List the checks that do not hold."""
        self.transcript.add(checks_listing(await self.of_library(self.chat.checks)))

    @work(group="listing", exit_on_error=False)
    async def export(self, words: tuple[str, ...]) -> None:
        """Write the conversation or the last table to a new file."""
        kind, path = export_target(words, Path.cwd())
        text = await self.of_library(self.chat.export, kind)
        self.transcript.say(await self.of_library(write_export, path, text, kind))

    @work(group="listing", exit_on_error=False)
    async def restart(self) -> None:
        """Forget what was said and start again."""
        await self.of_library(self.chat.restart)
        self.action_close_source()
        await self.transcript.empty()
        self.query_one(SlotLine).show(None)
        self.welcome()

    def action_copy(self) -> None:
        """Copy the last answer through the terminal."""
        block = self.transcript.last_answer()
        if block is None:
            self.transcript.say(say("还没有回答可复制。", "no answer to copy yet."))
            return
        self.copy_to_clipboard(render.text(block.answer))
        self.transcript.say(say("已交给终端复制（OSC 52）。", "handed to the terminal's clipboard (OSC 52)."))

    def action_help_quit(self) -> None:
        """What Ctrl+C does where nothing is selected: say how to leave."""
        self.notify(say("Ctrl+Q 退出", "Ctrl+Q leaves"), markup=False)

    def action_help(self) -> None:
        """Show keys and commands."""
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    # Sources

    def on_block_source_asked(self, event: Block.SourceAsked) -> None:
        """Open the source of something cited."""
        self.show_source(event.block, event.at)

    @work(group="source", exclusive=True, exit_on_error=False)
    async def show_source(self, block: Block, at: int) -> None:
        """Open a report at one of a block's spots."""
        spot = block.spots[at]
        if spot.report not in self.texts:
            self.texts = {spot.report: await self.of_library(self.chat.lines, spot.report)}
        self.opened = (block, at)
        pane = self.query_one(SourcePane)
        pane.add_class("shown")
        pane.show(self.texts[spot.report], spot, at, len(block.spots))
        self.transcript.mark(block, at)
        self.transcript.keep_in_view(block)
        if not isinstance(self.focused, QuestionBox):
            self.query_one(SourceText).focus()

    def on_source_pane_stepped(self, event: SourcePane.Stepped) -> None:
        """Walk to another citation."""
        self.action_step(event.by)

    def action_step(self, by: int) -> None:
        """Open the next (1) or the previous (-1) citation of the block opened, else of the last one that has any."""
        if self.opened and self.opened[0].is_attached:
            block, at = self.opened
            self.show_source(block, (at + by) % len(block.spots))
        elif block_found := self.transcript.last_block():
            self.show_source(block_found, 0 if by > 0 else len(block_found.spots) - 1)

    def action_return(self) -> None:
        """Close the source pane, or go back to the question box."""
        self.action_close_source()
        self.query_one(QuestionBox).focus()

    def on_source_pane_closed(self) -> None:
        """Close it."""
        self.action_return()

    def action_close_source(self) -> None:
        """Fold the source pane away."""
        self.opened = None
        self.transcript.mark(None)
        self.query_one(SourcePane).remove_class("shown")

    # Focus

    def on_question_box_paged(self, event: QuestionBox.Paged) -> None:
        """Scroll the transcript by a page."""
        self.transcript.scroll_relative(y=event.by * max(1, self.transcript.size.height - 2), animate=False)

    def on_question_box_left(self) -> None:
        """Go on to the answer."""
        self.action_to_answer()

    def action_to_answer(self) -> None:
        """Go to what can be opened in the last answer."""
        if not self.transcript.focus_last():
            self.screen.focus_next()

    def on_key(self, event: events.Key) -> None:
        """A character typed elsewhere goes into the question box."""
        if isinstance(self.screen, HelpScreen) or not event.is_printable or event.character in ("[", "]", None):
            return
        box = self.query_one(QuestionBox)
        if not box.has_focus:
            event.stop()
            box.focus()
            box.insert(event.character)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands, as the command palette lists them."""
        for text, zh, en in COMMANDS:
            command = Command(text[1:].split()[0])
            yield SystemCommand(text.split(" ")[0], say(zh, en), partial(self.obey, command))
        yield SystemCommand(say("配色", "Theme"), say("换一种配色", "Change the colours"), self.action_change_theme)


def failure(error: BaseException | None) -> str:
    """The line that says what went wrong."""
    if isinstance(error, NianbaoError):
        return say(error.zh, error.en)
    what = f"{type(error).__name__}: {error}"
    return say(f"程序出错（{what}）。可继续提问。", f"something went wrong in nianbao ({what}). You can go on.")


def chat_app(chat: Chat) -> NianbaoApp:
    """The application over a chat; the command line and the tests build it here."""
    return NianbaoApp(chat)


def run(chat: Chat) -> None:
    """Open the chat in the terminal and stay until it is left."""
    chat_app(chat).run()
