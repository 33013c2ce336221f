"""The transcript: questions and answers, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from assistant.language import say
from assistant.output.escape import visible
from assistant.tui.flow import Flow

# What stands in an answer is loaded with the first one, after the first screen.
if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.tui.answers import AnswerBlock
    from assistant.tui.blocks import Block
    from assistant.tui.picks import Offer

MOST_PARTS = 80


class Transcript(VerticalScroll, can_focus=False):
    """Everything said so far; it stays at its end while things are added."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Widget] = []
        self.folded = 0
        self.newest: Widget | None = None

    def say(self, text: str, kind: str = "said") -> None:
        """Add a line of the interface itself; `kind` is `said` or `failed`."""
        self._add(Flow(visible(text), classes=kind))

    def ask(self, question: str) -> Static:
        """Add a question with a quiet sign that it is being answered; returns the sign."""
        self._question(question)
        sign = Static(Content(say("正在查阅…  Esc 停下", "reading…  Esc stops")), classes="waiting")
        self.mount(sign)
        return sign

    def _question(self, question: str) -> None:
        self._let_go()
        self._add(Flow(Content.assemble(("> ", "bold $accent"), visible(question)), hang=2, classes="question"))

    def _let_go(self) -> None:
        """A number typed from now on is of the next answer: what was offered before loses its own."""
        from assistant.tui.picks import Offer

        # One by one: removed together they tell the transcript alone, and leave their room behind in their blocks.
        for over in self.query(".next, .how"):
            over.remove()
        for offer in self.query(Offer):
            offer.unnumber()

    def past(self, answers: Sequence[Answer]) -> None:
        """Add questions and answers of before; of many, as many of the last as it holds."""
        for answer in answers[-MOST_PARTS // 4 :]:
            self._question(answer.question)
            self.answer(answer)

    def answer(self, answer: Answer) -> AnswerBlock:
        """Add an answer."""
        from assistant.tui.answers import AnswerBlock

        block = AnswerBlock(answer)
        self._add(block)
        return block

    def suggest(self, block: AnswerBlock, questions: Sequence[str]) -> None:
        """Offer questions under an answer, and keep the end in sight."""
        if block.is_attached and block is self.last_answer():
            block.suggest(questions)
            self.call_after_refresh(self.show_end, block)

    def add(self, widget: Widget) -> None:
        """Add anything else: a table, how far something is."""
        self._add(widget)

    def welcome(self, widget: Widget) -> None:
        """Add what offers examples to ask."""
        self._let_go()
        self._add(widget)

    def _add(self, widget: Widget) -> None:
        self.mount(widget)
        self.parts.append(widget)
        self._fold()
        self.call_after_refresh(self.show_end, widget)

    def _fold(self) -> None:
        """Let go of the oldest parts: a screen laid out anew at every answer must not grow for ever."""
        over = self.parts[:-MOST_PARTS]
        if not over:
            return
        self.parts = self.parts[-MOST_PARTS:]
        self.folded += len(over)
        self.remove_children(over)
        line = say(
            f"前面 {self.folded} 条已收起；/export md 写出全部对话。",
            f"{self.folded} earlier lines are folded away; /export md writes the whole talk.",
        )
        if kept := self.query("#folded"):
            kept.first(Static).update(Content(line))
        else:
            self.mount(Static(Content(line), id="folded"), before=0)

    def show_end(self, widget: Widget) -> None:
        """Scroll to the end; where what was added is taller than the screen, to its beginning."""
        if widget.is_attached and widget.size.height > self.size.height:
            self.scroll_to_widget(widget, top=True, animate=False)
        else:
            self.scroll_end(animate=False)
        self.newest = widget

    def watch_virtual_size(self) -> None:
        """Keep what was added last in sight while its parts come in, which takes some rounds."""
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if self.newest:
            self.show_end(self.newest)

    def release_anchor(self) -> None:
        """Stay where the person scrolls to."""
        self.newest = None
        super().release_anchor()

    async def empty(self) -> None:
        """Take everything off."""
        self.parts, self.folded, self.newest = [], 0, None
        await self.remove_children()

    def mark(self, block: Block | None, at: int = 0) -> None:
        """Set off the citation or row whose source is shown; none where no block is given."""
        from assistant.tui.picks import CitationLine
        from assistant.tui.rows import Rows

        for line in self.query(CitationLine):
            line.set_class(block is not None and line.at == at and block in line.ancestors, "open")
        for rows in self.query(Rows):
            rows.opened = block.row_of(at) if block and block in rows.ancestors else None

    def keep_in_view(self, block: Block) -> None:
        """Scroll to what is set off in a block, once the screen has its new shape."""
        self.newest = None
        lines = block.query("CitationLine.open")
        self.call_after_refresh(self.scroll_to_widget, lines.first() if lines else block, animate=False)

    def go_back_to(self, block: Block) -> None:
        """Scroll to what a source was opened from, once the screen has its new shape; to the end, where it is there."""
        if block is self.last_block():
            self.call_after_refresh(self.show_end, block)
        elif block.is_attached:
            self.keep_in_view(block)

    def last_answer(self) -> AnswerBlock | None:
        """The latest answer."""
        from assistant.tui.answers import AnswerBlock

        blocks = self.query(AnswerBlock)
        return blocks.last() if blocks else None

    def last_block(self) -> Block | None:
        """The latest block that leads into a report."""
        from assistant.tui.blocks import Block

        return next((block for block in reversed(list(self.query(Block))) if block.spots), None)

    def offers(self) -> dict[str, Offer]:
        """What a number typed now would pick: what was offered last, of the choices, follow-ups or examples."""
        from assistant.tui.picks import Offer

        return {str(offer.n): offer for offer in self.query(Offer) if offer.n}

    def focus_last(self) -> bool:
        """Focus the first thing of the last block that can be opened; False where there is none."""
        from assistant.tui.picks import Pick
        from assistant.tui.rows import Rows

        for child in reversed(self.children):
            for widget in child.walk_children(Widget, with_self=True):
                if isinstance(widget, Pick | Rows):
                    widget.focus()
                    return True
        return False
