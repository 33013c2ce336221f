"""What an answer is: the contract between the assistant and whoever asks. `schema` 1."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from corpus.report import Figure, Hit, Note

SCHEMA = 1


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    NOTED = "noted"
    DISPUTED = "disputed"
    CLARIFY = "clarify"
    NO_REPORT = "no_report"
    NO_FIELD = "no_field"
    NO_CELL = "no_cell"
    UNDEFINED = "undefined"
    NOT_STATED = "not_stated"
    OUT_OF_SCOPE = "out_of_scope"
    ERROR = "error"


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    FAILED = 1
    USAGE = 2
    DECLINED = 3
    CLARIFY = 4


EXITS = {
    Outcome.ANSWERED: Exit.OK,
    Outcome.NOTED: Exit.OK,
    Outcome.DISPUTED: Exit.OK,
    Outcome.CLARIFY: Exit.CLARIFY,
    Outcome.ERROR: Exit.FAILED,
}

# Only these make an answer `noted`.
NOTED_BY = frozenset(
    (
        "unit_not_printed",
        "sign_not_printed",
        "two_numbers",
        "heading_inferred",
        "value_lost",
        "value_extra",
        "glued_cut",
        "place_unknown",
        "agency_from_gazetteer",
        "name_corrected",
        "mixed_years",
        "mixed_editions",
        "different_scopes",
        "columns_mixed",
        "items_filled_as_decisions",
        "disputed_operand",
        "report_skipped",
        "approximate",
    )
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the question was read; shown with every answer and kept as the slots of a conversation."""

    operation: str
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    table: str | None = None
    row: str | None = None
    column: str | None = None
    section: int | None = None
    topic: str | None = None
    """What a narrative question looks for, in the question's own words as far as the reports use them."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of a table of results. `figures` are positions in the answer's figures."""

    agency: str
    year: int | None
    edition: str | None
    value: str | None
    unit: str | None
    state: str
    rank: int | None = None
    figures: tuple[int, ...] = ()
    formula: str | None = None
    notes: tuple[str, ...] = ()
    label: str = ""
    """What this line is, where a table shows several things of one report: `行政许可 · 处理决定数量`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One fair reading, as a full question that answers without context."""

    n: int
    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report that the question covers and the answer leaves out."""

    agency: str
    year: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many reports were read for the answer, and which were left out."""

    read: int = 0
    skipped: tuple[Skipped, ...] = ()
    """All of them, or of very many the first."""
    numbers: tuple[tuple[str, int], ...] = ()
    """(reason, how many were left out for it), where `skipped` names only the first."""

    @property
    def reasons(self) -> dict[str, int]:
        """Reason → how many were left out for it."""
        return dict(self.numbers) or dict(Counter(one.reason for one in self.skipped))

    @property
    def left_out(self) -> int:
        """How many were left out."""
        return sum(self.reasons.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Everything a front end shows comes from here."""

    question: str
    outcome: Outcome
    language: str
    """`zh` or `en`: the language of the question's sentence."""
    headline: str
    """The value or the reason, in a few lines of plain text; citations, notes and coverage are rendered after it."""
    reading: Reading
    value: str | None = None
    unit: str | None = None
    formula: str | None = None
    figures: tuple[Figure, ...] = ()
    figures_total: int = 0
    passages: tuple[Hit, ...] = ()
    rows: tuple[ResultRow, ...] = ()
    rows_total: int = 0
    """How many rows there are where `rows` holds only the first, else 0."""
    choices: tuple[Choice, ...] = ()
    notes: tuple[Note, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    chart: bool = False
    """The rows are asked for as a bar chart."""
    elapsed_ms: int = 0

    @property
    def exit(self) -> Exit:
        """The exit code of `ask`."""
        return EXITS.get(self.outcome, Exit.DECLINED)
