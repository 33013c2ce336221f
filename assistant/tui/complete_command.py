"""What a command that is being typed may become: its name, the word or the path behind it."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from assistant.language import say
from assistant.output.escape import visible
from assistant.tui.commands import ARGUMENTS, COMMANDS, command_of
from assistant.tui.complete import MOST, Completion

_LOOKED_AT = 5000
"""Files of a folder that are looked at: typing must not wait for a folder without end."""


def of_command(text: str) -> tuple[Completion, ...]:
    """What the end of a text that begins with a slash may become; nothing where it is complete."""
    name, blank, rest = ("/" + text[1:]).partition(" ")
    if not blank:
        known = ((line[0].split()[0], say(*line[1:])) for line in COMMANDS)
        typed = name.lower()
        fits = ((word, does) for word, does in known if word.startswith(typed) and word != typed)
        return tuple(Completion(word, len(text), does) for word, does in fits)
    command = command_of(text)
    if command and command.name == "add":
        return tuple(islice(_paths(rest.lstrip("\"'")), MOST))
    words = ARGUMENTS.get(command.name, ()) if command else ()
    return tuple(Completion(word, len(rest)) for word in words if word.startswith(rest.lower()) and word != rest)


def _paths(typed: str) -> Iterator[Completion]:
    """Folders and files that a path may become, folders first, hidden ones left out."""
    folder, begun = os.path.split(typed)
    try:
        with os.scandir(Path(folder).expanduser()) as found:
            entries = [(not entry.is_dir(), entry.name) for entry in islice(found, _LOOKED_AT)]
    except OSError:
        return
    for is_file, name in sorted(entries):
        hidden = name.startswith(".") and not begun or visible(name) != name
        if name.startswith(begun) and name != begun and not hidden:
            yield Completion(name if is_file else name + "/", len(begun))
