"""The one line on stderr with which a command ends that could not do its work."""

import sys

from assistant.answer import Exit
from assistant.language import interface
from assistant.output.escape import visible
from corpus.errors import NianbaoError, Usage


def ended_by(error: NianbaoError) -> int:
    """Say an error in one line on stderr; returns the exit code."""
    return ended(error.text(interface()), Exit.USAGE if isinstance(error, Usage) else Exit.FAILED)


def ended(line: str, code: Exit) -> int:
    """Say a line on stderr; returns the exit code."""
    print("nianbao: " + visible(" ".join(line.split())), file=sys.stderr)
    return code
