"""Blocks of the transcript that lead into reports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from assistant.language import say
from assistant.output.escape import visible
from assistant.output.render import CHECKED
from assistant.tui.flow import Flow
from assistant.tui.form_sheet import Sheet
from assistant.tui.marks import Spot
from assistant.tui.rows import Column, Rows
from corpus.report import Check, Entry, State


class Block(Vertical):
    """A block whose parts stand somewhere in a report. Posts `SourceAsked` when one is opened."""

    @dataclass
    class SourceAsked(Message):
        """The source is wanted of one of the block's spots."""

        block: "Block"
        at: int

    def __init__(self, spots: Sequence[Spot], classes: str = "") -> None:
        super().__init__(classes=classes)
        self.spots = tuple(spots)

    def row_of(self, at: int) -> int | None:
        """The row of the block's table that a spot belongs to."""
        return at


@dataclass(frozen=True, slots=True)
class Walk:
    """Spots that are walked through, and the block of the transcript that cites them, where one does."""

    spots: tuple[Spot, ...]
    block: Block | None = None


class Listing(Block):
    """A titled table whose rows open reports, a spot a row."""

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        spots: Sequence[Spot],
        tones: Sequence[Sequence[str]] = (),
    ) -> None:
        super().__init__(spots, "listing")
        self.title, self.columns, self.rows, self.tones = title, columns, rows, tones

    def compose(self) -> ComposeResult:
        """The title and the table."""
        yield Flow(Content.styled(visible(self.title), "bold"), classes="headline")
        if self.rows:
            yield Rows(self.columns, self.rows, tones=self.tones)

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Ask for the report of the row."""
        event.stop()
        self.post_message(self.SourceAsked(self, event.at))


def reports_listing(entries: Sequence[Entry], title: str) -> Listing:
    """The reports of the library, each opening at its first line."""
    columns = (
        Column(say("机关", "agency"), shrinks=True),
        Column(say("年度", "year")),
        Column(say("版式", "form")),
        Column(say("推定", "inferred"), right=True),
        Column(say("缺失", "lost"), right=True),
        Column(say("文件", "file"), shrinks=True),
    )
    rows = [
        (
            entry.agency,
            str(entry.year or "?"),
            "+".join(entry.editions) or "-",
            str(entry.states.get(State.INFERRED, 0)),
            str(entry.states.get(State.CUT_OFF, 0) + entry.states.get(State.UNREADABLE, 0)),
            entry.file,
        )
        for entry in entries
    ]
    return Listing(
        title, columns, rows, [Spot(entry.report, (1,), f"{entry.title} · {entry.file}") for entry in entries]
    )


_TONES = {"fail": "bold $error", "uncertain": "bold $warning", "not_assessable": "$foreground-muted"}
STATES = {
    State.PRINTED: ("印有", "printed"),
    State.INFERRED: ("推断", "inferred"),
    State.BLANK: ("空白", "blank"),
    State.DASH: ("划线", "dash"),
    State.UNREADABLE: ("不清", "unreadable"),
    State.CUT_OFF: ("截断", "cut off"),
}
_WORST_FIRST = ("fail", "uncertain", "not_assessable", "pass")


def checks_listing(checks: Sequence[Check], entries: Sequence[Entry]) -> Listing:
    """The checks that do not hold, worst first, each opening at its first line."""
    shown = sorted((check for check in checks if check.status != "pass"), key=lambda c: _WORST_FIRST.index(c.status))
    held = len(checks) - len(shown)
    reports = len({check.report for check in shown})
    title = say(
        f"核对了 {len(checks)} 处，{held} 处相符；其余 {len(shown)} 处在 {reports} 份报告里",
        f"{len(checks)} checks, {held} hold; {len(shown)} more to look at, in {reports} report{'s' * (reports != 1)}",
    )
    of = {entry.report: f"{entry.agency} {entry.year or '?'}" for entry in entries}
    columns = (_status(), Column(say("报告", "report"), shrinks=True), _compared())
    rows = [(say(*CHECKED[check.status]), of.get(check.report, check.report), check.text) for check in shown]
    tones = [(_TONES.get(check.status, ""), "", "") for check in shown]
    return Listing(title, columns, rows, [_check_spot(check) for check in shown], tones)


def check_sheet(checks: Sequence[Check]) -> Sheet:
    """Every check of one report, worst first."""
    shown = sorted(checks, key=lambda c: _WORST_FIRST.index(c.status))
    rows = tuple((say(*CHECKED[check.status]), check.text) for check in shown)
    tones = tuple((_TONES.get(check.status, ""), "") for check in shown)
    return Sheet((_status(), _compared()), rows, tones, tuple(_check_spot(check) for check in shown))


def problem_lines(entry: Entry) -> tuple[str, ...]:
    """What is doubtful about a report, a line a doubt."""
    return tuple(
        visible(
            "! " + problem.text + (say(f"（第 {problem.line} 行）", f" (line {problem.line})") if problem.line else "")
        )
        for problem in entry.problems
    )


def _status() -> Column:
    return Column(say("结果", "result"))


def _compared() -> Column:
    return Column(say("核对的内容", "what was compared"), shrinks=True, wraps=True)


def _check_spot(check: Check) -> Spot:
    lines = {*check.lines, *(figure.source.line or 1 for figure in check.figures)} or {1}
    said = re.search("“(.+?)”", check.text)
    return Spot(check.report, tuple(sorted(lines)), check.text, check.figures, said[1] if said else "")
