"""Where the program begins. The chat is opened without the command line's parser: a terminal shall not wait for it."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Open the chat where nothing but the name was typed in a terminal, else run the command."""
    if len(sys.argv) == 1 and sys.stdin.isatty() and sys.stdout.isatty():
        from corpus.errors import NianbaoError

        try:
            from assistant.talk import talk

            sys.exit(talk(None))
        except NianbaoError as error:
            from assistant.ended import ended_by

            sys.exit(ended_by(error))
    from assistant.cli import main as command_line

    command_line()
