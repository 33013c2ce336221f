"""The dictionary of rates: names people use → a formula over cells of the form. The usual ones: `metrics.txt`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate, or a difference of counts, by its usual names."""

    names: tuple[str, ...]
    """The usual one first; the English ones among them."""
    formula: str
    """As `formula.parse` reads it."""
    unit: str | None = None
    """`%`: a hundred times what the formula comes to; another is shown as it is; None: that of its cells."""
    other: str = ""
    """The other denominator in use."""
    other_name: str = ""
    description: str = ""
    own: bool = False
    """From the user's own file."""

    @property
    def zh(self) -> str:
        """Its usual name."""
        return self.names[0]

    @property
    def en(self) -> str:
        """Its usual English name; the Chinese one where there is none."""
        return next((name for name in self.names if name.isascii()), self.names[0])


@cache
def known() -> dict[str, Metric]:
    """Usual name → metric, in the order of the file."""
    text = Path(__file__).with_name("metrics.txt").read_text(encoding="utf-8")
    return {metric.zh: metric for metric in read(text.splitlines())}


def read(lines: Iterable[str]) -> list[Metric]:
    """The metrics of a dictionary; their formulas are not looked at."""
    return [_metric(line) for line in lines if line.strip() and not line.startswith("#")]


def _metric(line: str) -> Metric:
    head, _, body = line.partition(" = ")
    formula, _, variant = body.partition(" ; ")
    name, _, other = variant.partition(" = ")
    names = tuple(part.strip() for part in head.split(" | "))
    return Metric(names, formula, "%" if " / " in formula else None, other, name.strip())
