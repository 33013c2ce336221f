"""What the commands do."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from textual.content import Content
from textual.widgets import Static

from assistant.language import interface, say
from assistant.tui import clipboard, looks
from assistant.tui.adding_line import AddingLine
from assistant.tui.blocks import Walk, checks_listing, reports_listing
from assistant.tui.commands import export_target, paths_of
from assistant.tui.complete import vocabulary
from assistant.tui.earlier import about, resume
from assistant.tui.keymap import keys_of
from assistant.tui.question_box import QuestionBox, hint
from assistant.tui.rows import MOST
from assistant.tui.slot_line import SlotLine
from assistant.tui.themes import PLAIN
from assistant.tui.welcome import Examples, Welcome
from assistant.tui.words import held
from corpus.errors import NianbaoError

if TYPE_CHECKING:
    from assistant.chat import Chat
    from assistant.tui.app import NianbaoApp
    from assistant.tui.library_screen import Contents, Leaf
    from assistant.tui.marks import Spot
    from corpus.report import Check, Entry, Title

Words: TypeAlias = tuple[str, ...]
"""What stands behind a command."""
Deed: TypeAlias = "Callable[[NianbaoApp, Words], object]"


def settle(app: NianbaoApp, home: Path) -> None:
    """Take the keys and the looks that a home sets."""
    app.keys, fault = keys_of(home)
    app.set_keymap({name: keys for name, keys in app.keys.items() if name not in ("answer", "slots")})
    box = app.query_one(QuestionBox)
    box.leave_by = {key: name for name in ("answer", "slots") for key in app.keys[name].split(",")}
    dress(app, looks.looks_of(home))
    if fault:
        app.transcript.say(fault, "failed")


async def look_again(app: NianbaoApp) -> tuple[Title, ...]:
    """The reports there are now; the title of the screen follows."""
    titles = await app.of_library(lambda chat: chat.titles())
    app.query_one("#title", Static).update(Content(f"{say('年报 nianbao', 'nianbao 年报')} · {held(titles)}"))
    return titles


async def bring(app: NianbaoApp, walk: Walk, at: int) -> None:
    """Show a spot of a walk once its report is read, unless it has been closed by then."""
    spot = walk.spots[at]
    if spot.report not in app.texts:
        try:
            app.texts = {spot.report: await app.of_library(lambda chat: chat.lines(spot.report))}
        except NianbaoError:
            app.opened = None
            raise
    if app.opened is None:
        return
    app.pane.add_class("shown")
    app.pane.show(app.texts[spot.report], spot, at, len(walk.spots))
    app.transcript.mark(walk.block, at)
    if walk.block and walk.block.is_attached:
        app.transcript.keep_in_view(walk.block)
    if not isinstance(app.focused, QuestionBox):
        app.pane.focus_text()


async def learn_words(app: NianbaoApp, titles: Sequence[Title]) -> None:
    """Offer the words of the library from now on; those of very many agencies take seconds, and nobody waits."""
    names = await app.of_library(lambda chat: chat.names())
    app.words = await asyncio.to_thread(vocabulary, names, (title.year for title in titles))


async def greet(app: NianbaoApp) -> None:
    """Show what is loaded and what can be asked, and what of the user's own metrics cannot be used."""
    titles = await look_again(app)
    app.transcript.welcome(Welcome(titles))
    for fault in await app.of_library(lambda chat: chat.faults()):
        app.transcript.say(failure(fault), "failed")
    await learn_words(app, titles)


def dress(app: NianbaoApp, chosen: looks.Looks) -> None:
    """Show the chat in these looks, in this language."""
    app.looks = chosen
    app.theme = PLAIN.name if os.environ.get("NO_COLOR") else looks.THEMES[chosen.theme]
    app.set_class(chosen.borders == "ascii", "-ascii")
    if chosen.language and chosen.language != interface():
        os.environ["NIANBAO_LANG"] = chosen.language
    app.query_one(QuestionBox).placeholder = hint()
    app.show_keys()
    app.pane.speak(app.keys)


def look(name: str) -> Deed:
    """The command that changes one of the looks: to the word behind it, else to the next choice."""

    def change(app: NianbaoApp, words: Words) -> None:
        choices = looks.CHOICES[name]
        now = getattr(app.looks, name) or interface()
        wanted = words[0].lower() if words else choices[(choices.index(now) + 1) % len(choices)]
        if wanted not in choices:
            app.transcript.say(f"/{name}: " + " · ".join(choices), "failed")
            return

        async def kept() -> None:
            dress(app, replace(app.looks, **{name: wanted}))
            app.query_one(SlotLine).show(await app.of_library(lambda chat: chat.slots()))
            await look_again(app)
            if not await app.of_library(lambda chat: looks.keep(chat.home, app.looks)):
                app.transcript.say(say("这次有效；设置没有写下来。", "for this time; it could not be kept."))

        app.do(kept)

    return change


def add(app: NianbaoApp, words: Words) -> None:
    """Read files and folders in a process of its own, showing how far it is."""
    if app.adding:
        app.transcript.say(say("正在添加，先等它完成或按 Esc。", "already adding: wait, or press Esc."), "failed")
        return
    named = paths_of(words)

    async def added() -> None:
        # In an empty library the command alone takes the reports that come with the program.
        adding = await app.of_library(lambda chat: chat.add_aside(named or chat.to_begin_with()))
        app.adding = adding
        line = AddingLine(adding)
        app.transcript.add(line)
        app.run_worker(partial(hear, app, line), thread=True, group="add", exit_on_error=False)

    app.do(added)


def hear(app: NianbaoApp, line: AddingLine) -> None:
    """Count what becomes of each file until the process that adds them has ended; this runs in a thread."""
    try:
        for one in line.adding.results():
            line.hear(one)
    finally:
        app.call_from_thread(ended, app, line, line.adding.fault())


def ended(app: NianbaoApp, line: AddingLine, fault: str) -> None:
    """Say what became of the files, and show what is loaded now."""
    app.adding = None
    line.end(fault)

    async def shown() -> None:
        first = app.words is not None and not app.words.years
        titles = await look_again(app)
        if first and titles:
            app.transcript.welcome(Examples(titles))
        await learn_words(app, titles)

    app.do(shown)


def library(app: NianbaoApp, words: Words) -> None:
    """Browse the library."""

    async def browsed() -> None:
        from assistant.tui.library_screen import LibraryScreen, contents_of

        async def read(leaf: Leaf) -> Contents:
            return await app.of_library(lambda chat: contents_of(chat, leaf))

        async def entries(reports: Sequence[str]) -> tuple[Entry, ...]:
            return await app.of_library(lambda chat: chat.entries(reports))

        def left(found: tuple[tuple[Spot, ...], int] | None) -> None:
            if found:
                app.show_source(Walk(found[0]), found[1])

        await app.push_screen(LibraryScreen(await look_again(app), entries, read), left)

    app.do(browsed)


def reports(app: NianbaoApp, words: Words) -> None:
    """List the reports, of very many the first."""

    async def listing() -> None:
        titles = await look_again(app)
        first = [title.report for title in titles[:MOST]]
        app.transcript.add(reports_listing(await app.of_library(lambda chat: chat.entries(first)), held(titles)))
        if len(titles) > MOST:
            told = (
                f"这里是前 {MOST} 份；nianbao reports -o 文件 写出全部，F2 按地区翻看。",
                f"the first {MOST}; `nianbao reports -o FILE` writes all, F2 browses them by place.",
            )
            app.transcript.say(say(*told))

    app.do(listing)


_VERY_MANY = 1_000
"""Of more reports than these the checks are not listed one by one."""


def check(app: NianbaoApp, words: Words) -> None:
    """List the checks that do not hold: of all reports, or of those whose id, agency or file holds the words.

    Those of very many reports are asked for, and counted.
    """
    wanted = " ".join(words)

    def checked(chat: Chat) -> tuple[Sequence[Entry], Sequence[Check] | None]:
        if not wanted and len(chat.titles()) > _VERY_MANY:
            return (), None
        entries = chat.entries()
        if wanted:
            entries = tuple(e for e in entries if wanted in f"{e.report}\n{e.agency}\n{e.file}")
        if len(entries) > _VERY_MANY:
            return entries, None
        if not wanted:
            return entries, chat.checks()
        return entries, [one for entry in entries for one in chat.checks(entry.report)]

    async def listing() -> None:
        entries, checks = await app.of_library(checked)
        if checks is None and wanted:
            number = len(entries)
            told = (
                f"有 {number} 份报告符合“{wanted}”，请写得更具体。",
                f"{number} reports fit “{wanted}”: say more of it.",
            )
            app.transcript.say(say(*told), "failed")
        elif checks is None:
            app.put(say("哪些报告的表格对不上", "check all reports"))
        elif entries or not wanted:
            app.transcript.add(checks_listing(checks, entries))
        else:
            app.transcript.say(say(f"没有“{wanted}”的报告。", f"there is no report “{wanted}”."), "failed")

    app.do(listing)


def export(app: NianbaoApp, words: Words) -> None:
    """Write the conversation or the last table to a new file, its kind by the ending of its name."""
    path = export_target(words, Path.cwd())
    if path.exists():
        told = say(f"{path} 已存在，请换一个文件名。", f"{path} exists: give another name.")
        app.transcript.say(told, "failed")
        return

    async def written() -> None:
        await app.of_library(lambda chat: chat.write(path))
        app.transcript.say(say(f"已写入 {path}", f"written to {path}"))

    app.do(written)


def sessions(app: NianbaoApp, words: Words) -> None:
    """Go on with a conversation of before: the one named, else one chosen of those there are."""

    def taken(name: str | None) -> None:
        if name:
            app.do(lambda: resume(app, name))

    async def chosen() -> None:
        from assistant.tui.chooser import Chooser

        kept = await app.of_library(lambda chat: chat.sessions())
        if choices := tuple((about(session), session.name) for session in kept if session.answered):
            await app.push_screen(Chooser(say("接着哪一次对话", "go on with which conversation"), choices), taken)
        else:
            app.transcript.say(say("还没有以前的对话。", "there is no earlier conversation."))

    taken(" ".join(words)) if words else app.do(chosen)


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
    """Copy the last answer or a part of it, through the terminal and to this machine's clipboard."""
    part = words[0].lower() if words else "answer"
    block = app.transcript.last_answer()
    text = clipboard.part_of(block.answer, part) if block and part in clipboard.PARTS else ""
    if part not in clipboard.PARTS:
        app.transcript.say("/copy: " + " · ".join(clipboard.PARTS), "failed")
    elif not text:
        app.transcript.say(say("没有可复制的内容。", "there is nothing to copy."))
    else:
        app.copy_to_clipboard(text)

        async def copied() -> None:
            tool = await app.of_library(lambda _: clipboard.put(text))
            also = say(f"，并用 {tool} 放入系统剪贴板", f", and put on the clipboard with {tool}") if tool else ""
            lines = len(text.splitlines())
            app.transcript.say(
                say(
                    f"已交给终端复制（OSC 52）{also}：{lines} 行。",
                    f"handed to the terminal (OSC 52){also}: {lines} line{'s' * (lines > 1)}.",
                )
            )

        app.do(copied)


def change_slot(app: NianbaoApp, slot: str) -> None:
    """Choose another value for a slot of the last reading, and ask again with it."""

    def again(question: str | None) -> None:
        if question:
            app.put(question)

    async def chosen() -> None:
        from assistant.tui.chooser import Chooser

        choices = await app.of_library(lambda chat: chat.slot_choices(slot))
        if choices and not app.busy:
            title = {
                "agency": say("换一个机关", "another agency"),
                "year": say("换一个年度", "another year"),
                "row": say("换一个项目", "another row"),
                "column": say("换一列", "another column"),
            }[slot]
            await app.push_screen(Chooser(title, choices), again)

    app.do(chosen)


def tell_unsaved(app: NianbaoApp, error: NianbaoError | None) -> None:
    """Say why a turn could not be kept in its conversation: once, until one can be again."""
    told, app.unsaved = app.unsaved, failure(error) if error else ""
    if app.unsaved and app.unsaved != told:
        app.transcript.say(app.unsaved, "failed")


def failure(error: BaseException | None) -> str:
    """The line that says what went wrong."""
    if isinstance(error, NianbaoError):
        return say(error.zh, error.en)
    what = f"{type(error).__name__}: {error}"
    return say(f"程序出错（{what}）。可继续提问。", f"something went wrong in nianbao ({what}). You can go on.")


DEEDS: dict[str, Deed] = {
    "help": lambda app, _: app.action_help(),
    "add": add,
    "library": library,
    "reports": reports,
    "check": check,
    "export": export,
    "sessions": sessions,
    "copy": copy,
    "theme": look("theme"),
    "language": look("language"),
    "borders": look("borders"),
    "restart": restart,
    "quit": lambda app, _: app.exit(),
}
