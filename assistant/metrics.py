"""The dictionary of rates: names people use → cells over cells. It stands in `metrics.txt`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus import form


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of the form, added or taken off."""

    row: str
    column: str
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate, or a difference of counts, by its usual names."""

    names: tuple[str, ...]
    """The usual one first; the English ones among them."""
    over: tuple[Term, ...]
    under: tuple[Term, ...] = ()
    """Empty for a difference of counts."""
    other: tuple[Term, ...] = ()
    """The other denominator in use."""
    other_name: str = ""

    @property
    def zh(self) -> str:
        """Its usual name."""
        return self.names[0]

    @property
    def en(self) -> str:
        """Its usual English name; the Chinese one where there is none."""
        return next((name for name in self.names if name.isascii()), self.names[0])

    @property
    def rows(self) -> frozenset[str]:
        """Rows of its cells."""
        return frozenset(term.row for term in (*self.over, *self.under))


@cache
def known() -> dict[str, Metric]:
    """Usual name → metric, in the order of the file."""
    text = Path(__file__).with_name("metrics.txt").read_text(encoding="utf-8")
    return {metric.zh: metric for metric in read(text.splitlines())}


def read(lines: Iterable[str]) -> list[Metric]:
    """The metrics of a dictionary. Raises ValueError for a line that is none, or names a cell no edition has."""
    return [_metric(line) for line in lines if line.strip() and not line.startswith("#")]


def _metric(line: str) -> Metric:
    head, _, body = line.partition(" = ")
    main, _, variant = body.partition(" ; ")
    over, _, under = main.partition(" / ")
    name, _, other = variant.partition(" = ")
    names = tuple(part.strip() for part in head.split(" | "))
    return Metric(names, _terms(over), _terms(under), _terms(other), name.strip())


def _terms(text: str) -> tuple[Term, ...]:
    found, sign = [], 1
    for part in text.split():
        if part in "+-":
            sign = 1 if part == "+" else -1
            continue
        row, _, column = part.partition("·")
        column = column or form.default_of(row)
        if not any(form.columns(edition, row, column) for edition in form.EDITIONS):
            raise ValueError(f"no such cell: {part}")
        found.append(Term(row, column, sign))
    return tuple(found)
