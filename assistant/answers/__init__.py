"""One module per kind of answer. Each takes the question, its scope and the library, and returns an Answer or None.

A kind is loaded when a question first needs it: a figure question pays for no other.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answers import accounted as accounted
    from assistant.answers import across as across
    from assistant.answers import against as against
    from assistant.answers import bare as bare
    from assistant.answers import beside as beside
    from assistant.answers import checking as checking
    from assistant.answers import conditions as conditions
    from assistant.answers import definitions as definitions
    from assistant.answers import holdings as holdings
    from assistant.answers import imprint as imprint
    from assistant.answers import items as items
    from assistant.answers import metrics as metrics
    from assistant.answers import misprints as misprints
    from assistant.answers import narrative as narrative
    from assistant.answers import of_one as of_one
    from assistant.answers import portions as portions
    from assistant.answers import prose as prose
    from assistant.answers import rates as rates
    from assistant.answers import totals as totals
    from assistant.answers import verdicts as verdicts
    from assistant.answers import years as years


def __getattr__(name: str) -> ModuleType:
    if name.startswith("_"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
