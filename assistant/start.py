"""Where the program begins. What is called most does without the command line's parser: nobody shall wait for it."""

import gc
import sys
from typing import NoReturn

_MADE_MEANWHILE = 50_000
"""Modules, rows and passages are made to be kept: to look for what may go after every 700 takes a tenth of an `add`."""


def main() -> NoReturn:
    """Open the chat where nothing but the name was typed in a terminal, answer a bare question, else parse."""
    gc.set_threshold(_MADE_MEANWHILE)
    arguments = sys.argv[1:]
    if not arguments and sys.stdin.isatty() and sys.stdout.isatty():
        from assistant.ended import run
        from assistant.talk import talk

        sys.exit(run(lambda: talk(None)))
    if len(arguments) == 2 and arguments[0] == "ask" and not arguments[1].startswith("-"):
        from assistant.commands.ask import ask
        from assistant.ended import run

        sys.exit(run(lambda: ask(None, arguments[1], as_json=False)))
    from assistant.cli import main as command_line

    command_line()
