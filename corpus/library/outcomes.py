"""What a question over many reports comes to: the shapes that `sums` gives."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """What the reports of one edition, of an amount also of one unit, add to a total."""

    edition: str
    unit: str | None
    """件 or 项, or the unit printed; None for amounts of 0 printed without one."""
    reports: int
    value: Decimal
    """In that unit."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over reports."""

    value: Decimal
    """0 where nothing was read."""
    unit: str | None
    """件 or 项; of amounts the one printed, 万元 where several are, None where none is."""
    read: int
    """Reports that have a value."""
    inferred: int
    """Those of them whose value rests on an inferred cell."""
    no_cell: int
    """Reports that should have the cell: it is blank, `/`, cut off or unreadable, or the table is lost."""
    no_field: int
    """Reports that are not asked it by their edition, or are older than the form."""
    unit_not_printed: int
    """Reports with an amount other than 0 whose unit is not known."""
    shares: tuple[Share, ...]

    @property
    def mean(self) -> Decimal | None:
        """The mean over the reports read, to 28 digits."""
        return self.value / self.read if self.read else None


@dataclass(frozen=True, slots=True)
class Value:
    """What one report answers."""

    report: str
    """Id."""
    agency: str
    year: int | None
    edition: str
    value: Decimal
    """As printed, or the sum of what is printed."""
    unit: str | None
    """In which it is: 件, 项, or of an amount the one printed."""
    inferred: bool
    """It rests on an inferred cell."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The first of many by value."""

    values: tuple[Value, ...]
    """By value, those of one value by agency, year and id."""
    tied: int
    """How many reports have the value of the last one, those that are not listed included."""


@dataclass(frozen=True, slots=True)
class Found:
    """Reports whose value meets a condition."""

    number: int
    values: tuple[Value, ...]
    """By agency, year and id; as many as were wanted."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the values of one edition and year add up to, of an amount also those of one unit."""

    edition: str
    unit: str | None
    year: int | None
    reports: int
    value: Decimal
    """In that unit."""


@dataclass(frozen=True, slots=True)
class Left:
    """A report that has no value."""

    report: str
    agency: str
    year: int | None
    reason: str
    """`no_cell`, `no_field` or `unit_not_printed`."""
