"""An answer, drawn: value or headline first, then how it was read, where it stands, what must be known about it."""

import re
from collections.abc import Iterator, Sequence

from textual.app import ComposeResult, RenderResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from assistant.answer import Answer, Outcome, ResultRow
from assistant.language import say
from assistant.output.charts import chart
from assistant.output.escape import visible
from assistant.output.render import citation, coverage_line, place, reading_line, shown
from assistant.tui.beside import Beside
from assistant.tui.blocks import Block
from assistant.tui.flow import Flow
from assistant.tui.marks import spot_of
from assistant.tui.picks import CitationLine, Offer
from assistant.tui.rows import Column, Rows
from assistant.tui.words import badge
from corpus.report import Figure, Hit

MOST_CITATIONS = 20
TONES = {Outcome.ANSWERED: "answered", Outcome.NOTED: "noted", Outcome.DISPUTED: "disputed", Outcome.CLARIFY: "clarify"}


def badged(word: str, tone: str) -> Content:
    """A word on a patch of colour; brackets keep it a badge where there are no colours."""
    colour = {"noted": "$warning", "disputed": "$error", "clarify": "$primary"}.get(tone, "$secondary")
    return Content.styled(f"[{word}]", f"bold {colour}")


def headline(answer: Answer) -> Content:
    """The first line bold, its value set off; the badge before it unless the answer is a plain or a noted one."""
    first, _, rest = visible(answer.headline).partition("\n")
    head = Content.styled(first, "bold")
    if span := value_span(first, answer.value, answer.unit):
        head = head.stylize("bold $accent", *span)
    word = badge(answer.outcome, answer.language)
    if word and answer.outcome is not Outcome.NOTED:
        head = Content.assemble(badged(word, tone(answer)), " ", head)
    return Content.assemble(head, f"\n{rest}") if rest else head


def value_span(line: str, value: str | None, unit: str | None) -> tuple[int, int] | None:
    """Where the value stands in a line as a number of its own, with its unit if it can be; never part of a year."""
    if not value:
        return None
    number = rf"(?<![\d.,\-]){re.escape(value)}(?![\d.,]*\d)"
    found = re.search(rf"{number} ?{re.escape(unit)}", line) if unit else None
    alone = found or re.search(rf"{number}(?!年)", line)
    return alone.span() if alone else None


def tone(answer: Answer) -> str:
    """`answered`, `noted`, `disputed`, `clarify` or `declined`."""
    return TONES.get(answer.outcome, "declined")


def notes(answer: Answer) -> Iterator[Content]:
    """A line a note; the first of a noted answer carries its badge."""
    for n, note in enumerate(answer.notes):
        if answer.outcome is Outcome.NOTED and n == 0:
            mark = badged(badge(answer.outcome, answer.language), "noted")
        else:
            mark = Content.styled(say("注", "note", answer.language), "$foreground-muted")
        yield Content.assemble(mark, " ", visible(note.text))


def result_columns(language: str) -> tuple[Column, ...]:
    """The columns of a table of results; those without a cell are left out when it is drawn."""
    return (
        Column("#", right=True),
        Column(say("机关", "agency", language), shrinks=True),
        Column(say("年度", "year", language)),
        Column(say("项目", "what", language), shrinks=True),
        Column(say("数值", "value", language), right=True),
        Column(say("算式", "formula", language), shrinks=True, wraps=True),
        Column(say("出处", "source", language), drops=True),
    )


def result_cells(answer: Answer, row: ResultRow) -> tuple[str, ...]:
    """One line of a table of results."""
    value = shown(row.value, row.unit, row.state, answer.language)
    if row.value is not None and row.unit == "%":
        value = f"{float(row.value):.2f} %"
    source = place(answer.figures[row.figures[0]].source) if row.figures else ""
    rank = "" if row.rank is None else str(row.rank)
    return rank, row.agency, str(row.year or ""), row.label, value, row.formula or "", source


def quotation(hit: Hit) -> Content:
    """A passage, verbatim in quotation marks, its best sentence bold, and where it stands."""
    text, best = visible(hit.passage.text), visible(hit.best)
    at = text.find(best) if best and best != text else -1
    quoted = Content(text) if at < 0 else Content(text).stylize("bold", at, at + len(best))
    return Content.assemble("“", quoted, "” ", (f"↗\u00a0{visible(place(hit.passage.source))}", "$accent"))


def origin(hit: Hit) -> str:
    """Whose passage it is: agency, year, section."""
    passage = hit.passage
    return visible(" · ".join(part for part in (passage.agency, str(passage.year or ""), passage.section) if part))


class Chart(Widget):
    """Bars, as long as the width allows."""

    def __init__(self, rows: Sequence[ResultRow], language: str) -> None:
        super().__init__()
        self.rows = rows
        self.language = language

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a bar."""
        return len(self.drawn(width).splitlines())

    def render(self) -> RenderResult:
        """The bars."""
        return Content(self.drawn(self.size.width))

    def drawn(self, width: int) -> str:
        """The bars at a width, in the characters that the borders are drawn with."""
        return chart(self.rows, width, language=self.language, only_ascii=self.app.has_class("-ascii"))


class AnswerBlock(Block):
    """One answer in the transcript."""

    def __init__(self, answer: Answer) -> None:
        items: tuple[Figure | Hit, ...] = (*answer.figures, *answer.passages)
        super().__init__([spot_of(item, answer.language) for item in items], tone(answer))
        self.answer = answer
        self.beside = answer.outcome is Outcome.DISPUTED and bool(answer.figures and answer.passages)

    def suggest(self, questions: Sequence[str]) -> None:
        """Offer questions that go on from here, numbered for as long as this is the last answer."""
        if questions and not self.answer.choices:
            offers = [Offer(question, visible(question), n) for n, question in enumerate(questions, 1)]
            lead = Flow(say("接着可以问：", "Ask next:", self.answer.language), classes="reading")
            self.mount(Vertical(lead, *offers, classes="next"))

    def compose(self) -> ComposeResult:
        """Headline, reading, choices, table, quotations, citations, notes, coverage."""
        answer = self.answer
        yield Flow(headline(answer), classes="headline")
        if line := reading_line(answer):
            yield Flow(say("读作 ", "read as ", answer.language) + line, hang=2, classes="reading")
        for choice in answer.choices:
            yield Offer(choice.question, visible(choice.label), choice.n)
        if answer.choices:
            hint = say("键入题号再按 Enter，或点一下。", "Type its number and Enter, or click it.", answer.language)
            yield Flow(hint, classes="reading how")
        yield from self._table()
        if self.beside:
            yield Beside(answer)
        else:
            yield from self._quotations()
        if answer.formula and answer.formula not in answer.headline:
            yield Flow(visible(answer.formula), hang=2)
        if not self.beside:
            yield from self._citations()
        for note in notes(answer):
            yield Flow(note, hang=2, classes="note")
        if line := coverage_line(answer):
            yield Flow(line, hang=2, classes="coverage")

    def _table(self) -> ComposeResult:
        answer = self.answer
        if not answer.rows:
            return
        yield Rows(result_columns(answer.language), [result_cells(answer, row) for row in answer.rows])
        if (total := answer.rows_total) > len(answer.rows):
            more = f"… 共 {total} 行，/export csv 写出全部", f"… {total} rows in all, written by /export csv"
            yield Flow(say(*more, answer.language), classes="coverage")
        if answer.chart:
            yield Chart(answer.rows, answer.language)

    def _quotations(self) -> ComposeResult:
        whose = ""
        for n, hit in enumerate(self.answer.passages, len(self.answer.figures)):
            if origin(hit) != whose:
                whose = origin(hit)
                yield Flow(whose, classes="origin")
            yield CitationLine(quotation(hit), n, "quotation")

    def _citations(self) -> ComposeResult:
        """A line a cell that no row of the table leads to; cells of one printed row and column once."""
        tabled = {n for row in self.answer.rows for n in row.figures[:1]}
        lines: dict[str, int] = {}
        for n, figure in enumerate(self.answer.figures):
            if n not in tabled:
                lines.setdefault(citation(figure, self.answer.language), n)
        for text, n in list(lines.items())[:MOST_CITATIONS]:
            yield CitationLine(Content.assemble(("↗ ", "$accent"), text), n)
        left = max(len(lines) - MOST_CITATIONS, self.answer.figures_total - len(self.answer.figures), 0)
        if left and lines:
            more = say(f"另有 {left} 处", f"{left} more", self.answer.language)
            yield Flow(more, classes="reading")

    def on_citation_line_opened(self, event: CitationLine.Opened) -> None:
        """Ask for the source."""
        event.stop()
        self.post_message(self.SourceAsked(self, event.at))

    def row_of(self, at: int) -> int | None:
        """The first row with that figure."""
        return next((n for n, row in enumerate(self.answer.rows) if at in row.figures), None)

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """Ask for the source of the row's first cell."""
        event.stop()
        if figures := self.answer.rows[event.at].figures:
            self.post_message(self.SourceAsked(self, figures[0]))
