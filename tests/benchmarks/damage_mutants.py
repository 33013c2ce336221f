"""Faults put into the parser on purpose: a bench that does not notice them proves nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from corpus.tables import active, requests, review, seating, solve

Cells = Sequence[Any]


def _one_column_shifted(cells: Any) -> Any:
    """Every wide row begins one column late."""
    return (*cells[-1:], *cells[:-1]) if cells is not None and len(cells) > 2 else cells


def _one_cut_changed(found: Any) -> Any:
    """The first two numbers of every cut change places."""
    return tuple((row[1], row[0], *row[2:]) for row in found)


def _names_ignored(columns: Any) -> Any:
    """The columns are taken in the form's order, whatever their names say."""
    return columns and tuple(range(len(columns)))


MUTANTS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "one column shifted": ("seated", _one_column_shifted),
    "one cut changed": ("cuts", _one_cut_changed),
    "names of columns ignored": ("order", _names_ignored),
}
_MODULES = (active, requests, review, seating, solve)


@contextmanager
def broken_by(mutant: str) -> Iterator[None]:
    """The parser with that fault, or as it is where the name is empty."""
    with ExitStack() as stack:
        if mutant:
            name, change = MUTANTS[mutant]
            users = [module for module in _MODULES if hasattr(module, name)]
            if not users:
                raise LookupError(f"the parser has no {name} any more: give this mutant something to break")
            for module in users:
                stack.enter_context(patch.object(module, name, _changed(getattr(module, name), change)))
        yield


def _changed(sound: Callable[..., Any], change: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *given, **named: change(sound(*given, **named))
