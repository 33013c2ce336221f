"""One module per kind of answer. Each takes the question, its scope and the library, and returns an Answer or None.

Here, what every answer is made from and the figure of one report; the other kinds have rooms by what they answer:
`turns` uses `routes`, they choose a kind of `about`, `many`, `checks` or `prose`, and nothing calls back.

A kind is loaded when a question first needs it: a figure question pays for no other.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answers import cells as cells
    from assistant.answers import year_end as year_end
    from assistant.answers.about import definitions as definitions
    from assistant.answers.about import holdings as holdings
    from assistant.answers.about import imprint as imprint
    from assistant.answers.about import lacking as lacking
    from assistant.answers.checks import checking as checking
    from assistant.answers.checks import misprints as misprints
    from assistant.answers.checks import prose_and_table as prose_and_table
    from assistant.answers.checks import tallied as tallied
    from assistant.answers.many import accounted as accounted
    from assistant.answers.many import across as across
    from assistant.answers.many import conditions as conditions
    from assistant.answers.many import group_rates as group_rates
    from assistant.answers.many import groups as groups
    from assistant.answers.many import leaders as leaders
    from assistant.answers.many import metrics as metrics
    from assistant.answers.many import named_sums as named_sums
    from assistant.answers.many import one_agency as one_agency
    from assistant.answers.many import rates as rates
    from assistant.answers.many import side_by_side as side_by_side
    from assistant.answers.many import streaks as streaks
    from assistant.answers.many import totals as totals
    from assistant.answers.many import years as years
    from assistant.answers.prose import counted as counted
    from assistant.answers.prose import mentions as mentions
    from assistant.answers.prose import narrative as narrative
    from assistant.answers.prose import portions as portions

_KINDS = {
    "about": "definitions holdings imprint lacking",
    "checks": "checking misprints prose_and_table tallied",
    "many": "accounted across conditions group_rates groups leaders metrics named_sums one_agency rates "
    "side_by_side streaks totals years",
    "prose": "counted mentions narrative portions",
}
_ROOMS = {kind: room for room, kinds in _KINDS.items() for kind in kinds.split()}


def __getattr__(name: str) -> ModuleType:
    if name.startswith("_"):
        raise AttributeError(name)
    room = f"{_ROOMS[name]}." if name in _ROOMS else ""
    return import_module(f"{__name__}.{room}{name}")
