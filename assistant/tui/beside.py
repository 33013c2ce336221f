"""Two things that contradict each other, side by side where there is room, else one under the other."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.layout import Layout
from textual.layouts.grid import GridLayout

from assistant.answer import Answer
from assistant.language import say
from assistant.output.escape import visible
from assistant.output.render import place, shown
from assistant.tui.flow import Flow
from assistant.tui.picks import CitationLine
from corpus import form
from corpus.report import Figure, Hit


class Beside(Vertical):
    """What the table says and what the prose says."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer

    def pre_layout(self, layout: Layout) -> None:
        """Side by side both are as high as the higher one."""
        if isinstance(layout, GridLayout):
            layout.stretch_height = True

    def compose(self) -> ComposeResult:
        """Two panes."""
        lang = self.answer.language
        with Vertical(classes="side"):
            yield Flow(Content.styled(say("表格", "Table", lang), "bold $accent"))
            for n, figure in enumerate(self.answer.figures):
                yield CitationLine(told_by_table(figure, lang), n)
        with Vertical(classes="side"):
            yield Flow(Content.styled(say("正文", "Prose", lang), "bold $accent"))
            for n, hit in enumerate(self.answer.passages, len(self.answer.figures)):
                yield CitationLine(told_by_prose(hit), n, "quotation")


def told_by_table(figure: Figure, language: str) -> Content:
    """Value, row and column, the row as printed, where."""
    printed = figure.raw if figure.value is not None else None
    name = f"{form.TABLE_NAMES[figure.table][0]} {figure.row} · {figure.column}"
    return Content.assemble(
        (visible(shown(printed, None if figure.unit_printed else figure.unit, figure.state, language)), "bold"),
        f"  {visible(name)}\n“{visible(figure.row_raw or '')}” ",
        (f"↗\u00a0{visible(place(figure.source))}", "$accent"),
    )


def told_by_prose(hit: Hit) -> Content:
    """The sentence, and where."""
    return Content.assemble(f"“{visible(hit.best)}” ", (f"↗\u00a0{visible(place(hit.passage.source))}", "$accent"))
