"""The chat: the command without a name."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import paths
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


def in_browser() -> None:
    """Open the chat for a page that `serve` shows; NIANBAO_HOME says where the library is."""
    from assistant.tui import app

    app.run(lambda: _opened(None))


def serve(home: Path | None, address: str, port: int, token: str) -> int:
    """Serve the chat to browsers until it is stopped. Raises Usage for an address that needs a token."""
    try:
        from assistant.browser import LEAST_TOKEN, LOOPBACK, Doorkeeper
    except ModuleNotFoundError as error:
        raise Usage(
            f"缺少 {error.name}：请用 pip install 'nianbao[serve]' 安装。",
            f"{error.name} is missing: pip install 'nianbao[serve]'.",
        ) from error
    if address not in LOOPBACK and len(token) < LEAST_TOKEN:
        raise Usage(
            f"{address} 不只本机可达：请给出 --token，至少 {LEAST_TOKEN} 个字符。",
            f"{address} can be reached from other machines: give a --token of at least {LEAST_TOKEN} characters.",
        )
    os.environ["NIANBAO_HOME"] = str(paths.home(home))
    Doorkeeper(address, port, token).run()
    return 0


def _opened(home: Path | None) -> "Chat":
    from assistant.chat import Chat

    chat = Chat.open(home)
    if chat.library.path is not None:
        from assistant.sessions import fresh_name

        chat.resume(fresh_name())
    return chat
