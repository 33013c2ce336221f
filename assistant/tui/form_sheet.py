"""A statutory table of one report drawn as the form, each cell by its state."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.language import say
from assistant.output.escape import visible
from assistant.output.render import citation
from assistant.tui.marks import Spot, spot_of
from assistant.tui.rows import Column
from corpus import form
from corpus.report import Figure, State

TONES = {
    State.BLANK: "$foreground-muted",
    State.DASH: "$foreground-muted",
    State.CUT_OFF: "bold $error",
    State.UNREADABLE: "bold $warning",
    State.INFERRED: "bold $primary",
}
_WORDS = {State.BLANK: ("空白", "blank"), State.CUT_OFF: ("截断", "cut"), State.UNREADABLE: ("不清", "unclear")}

_LEGEND = {
    State.BLANK: ("空白 未填", "blank"),
    State.DASH: ("/ 划线", "/ dash"),
    State.CUT_OFF: ("截断 文件在此断开", "cut: the file breaks off"),
    State.UNREADABLE: ("不清 读不出", "unclear: unreadable"),
    State.INFERRED: ("[3] 由勾稽推断", "[3] inferred"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of the form that share their columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[str, ...], ...]
    spots: tuple[Spot | None, ...]
    """Where each row stands; None for a line that only names a group."""


def sheets(figures: Sequence[Figure]) -> tuple[Sheet, ...]:
    """The cells of one table of one report, in the form's order, as the form lays them out."""
    rows = [tuple(cells) for _, cells in groupby(figures, key=lambda f: (f.edition, f.row))]
    return tuple(_sheet(list(part)) for _, part in groupby(rows, key=lambda cells: tuple(f.column for f in cells)))


def _sheet(rows: Sequence[tuple[Figure, ...]]) -> Sheet:
    titles = [Column(visible(figure.column), right=True, shrinks=True, least=4) for figure in rows[0]]
    lines: list[tuple[str, ...]] = []
    tones: list[tuple[str, ...]] = []
    spots: list[Spot | None] = []
    group = ""
    for cells in rows:
        head, _, member = cells[0].row.rpartition("/")
        if head and head != group:
            lines.append((visible(head), *("" for _ in cells)))
            tones.append(("$foreground-muted", *("" for _ in cells)))
            spots.append(None)
        group = head
        label = (
            f"  {member}" if head else cells[0].row + ("" if cells[0].in_form else say("（表外）", " (not in form)"))
        )
        lines.append((visible(label), *map(shown, cells)))
        tones.append(("", *map(tone, cells)))
        spots.append(_spot(cells))
    return Sheet(
        (Column(say("项目", "row"), shrinks=True, least=26), *titles), tuple(lines), tuple(tones), tuple(spots)
    )


def shown(figure: Figure) -> str:
    """A cell: as printed; in brackets where it was inferred; a word where there is nothing to print."""
    if figure.state in _WORDS:
        return say(*_WORDS[figure.state])
    printed = " ".join((figure.raw or "").split())
    if figure.state is State.INFERRED:
        return f"[{figure.value}]"
    return visible(printed) or "?"


def tone(figure: Figure) -> str:
    """The style of a cell; a number that is not 0 stands out."""
    return TONES.get(figure.state, "bold" if figure.value else "$foreground-muted")


def legend(figures: Sequence[Figure]) -> str:
    """What those of the cells mean that do not speak for themselves."""
    states = {figure.state for figure in figures}
    told = [say(*words) for state, words in _LEGEND.items() if state in states]
    return say("0 印作零", "0 printed zero") + "".join(f"   {line}" for line in told)


def _spot(cells: Sequence[Figure]) -> Spot:
    """The row: its first cell's place, every cell of it marked."""
    first = spot_of(cells[0], "zh")
    lines = tuple(sorted({line for figure in cells for line in spot_of(figure, "zh").lines}))
    caption = citation(cells[0], "zh") if len(cells) == 1 else f"{form.TABLE_NAMES[cells[0].table][0]} {cells[0].row}"
    return Spot(first.report, lines, caption, tuple(cells), page=first.page)
