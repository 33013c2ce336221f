"""The chat: the command without a name."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Usage

if TYPE_CHECKING:
    from assistant.chat import Chat


def talk(home: Path | None) -> int:
    """Open the chat in the terminal and stay until it is left. The library is opened once the screen stands."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage(
            "对话需要终端。请用 nianbao ask 提问，或用 nianbao --help 查看命令。",
            "the chat needs a terminal. Use `nianbao ask`, or see `nianbao --help`.",
        )
    from assistant.tui import app

    app.run(lambda: _opened(home))
    return 0


def _opened(home: Path | None) -> "Chat":
    from assistant.chat import Chat

    chat = Chat.open(home)
    if chat.library.path is not None:
        from assistant.sessions import fresh_name

        chat.resume(fresh_name())
    return chat
