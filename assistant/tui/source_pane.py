"""The source pane: a report as text, opened at what is cited, the cell or the sentence marked."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from assistant.language import say
from assistant.output.escape import visible
from assistant.tui.flow import breaks, flowed
from assistant.tui.marks import Spot, cell_span, located, printed, printed_span
from assistant.tui.slot_line import key_name


@dataclass(frozen=True, slots=True)
class Page:
    """A report laid out for one width."""

    text: Content
    top: int
    """Row at which what is quoted begins, else the first marked lines."""
    rows: int
    """Number of rows that they take."""


def laid_out(lines: Sequence[str], spot: Spot, width: int) -> Page:
    """Every line of the report, numbered and folded; those of the spot marked."""
    digits = len(str(len(lines)))
    room = max(8, width - digits - 3)
    out: list[Content] = []
    tops: dict[int, int] = {}
    quoted: int | None = None
    for number, line in enumerate(lines, 1):
        tops[number] = len(out)
        marked = number in spot.lines
        text = _marked(line, number, spot) if marked else Content.styled(printed(line), "$foreground 80%")
        if marked and quoted is None and (span := _quoted(line, spot.quote)):
            quoted = len(out) + bisect_right(breaks(text.plain, room), printed_span(line, span)[0])
        for n, part in enumerate(flowed(text, room)):
            out.append(_gutter(number if n == 0 else None, digits, marked) + part)
    if not spot.lines:
        return Page(Content("\n").join(out), 0, 0)
    top = tops.get(spot.lines[0], 0) if quoted is None else quoted
    last = next((n for n in spot.lines if n + 1 not in spot.lines), spot.lines[0])
    return Page(Content("\n").join(out), top, tops.get(last + 1, len(out)) - top)


def _gutter(number: int | None, digits: int, marked: bool) -> Content:
    text = f"{'>' if marked and number else ' '} {number or '':>{digits}} "
    return Content.styled(text, "bold $accent" if marked else "$foreground-disabled")


def _marked(line: str, number: int, spot: Spot) -> Content:
    """A line of the spot: its cells reversed, its quoted sentence underlined."""
    text = Content.styled(printed(line), "bold")
    for figure in spot.figures:
        span = cell_span(line, figure) if figure.source.line == number else None
        if span:
            text = text.stylize("bold reverse", *printed_span(line, span))
    if span := _quoted(line, spot.quote):
        text = text.stylize("bold underline", *printed_span(line, span))
    return text


def _quoted(line: str, quote: str) -> tuple[int, int] | None:
    at = line.find(quote) if quote else -1
    return None if at < 0 else (at, at + len(quote))


class SourceText(VerticalScroll):
    """The report's text, which scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[str, ...] = ()
        self.spot: Spot | None = None
        self.width = 0

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(Content(""), classes="text")

    def show(self, lines: tuple[str, ...], spot: Spot) -> None:
        """Lay the report out and scroll to the spot."""
        self.lines, self.spot, self.width = lines, spot, 0
        self.lay_out(self.scrollable_content_region.width)

    def on_resize(self, event: events.Resize) -> None:
        """Fold anew for another width."""
        self.lay_out(self.scrollable_content_region.width)

    def lay_out(self, width: int) -> None:
        """Fold the text for a width in cells, unless it is folded so already."""
        if self.spot is None or width in (0, self.width):
            return
        self.width = width
        page = laid_out(self.lines, self.spot, width)
        self.query_one(Static).update(page.text)
        self.call_after_refresh(self.reach, page)

    def reach(self, page: Page) -> None:
        """Scroll so that the marked lines stand a third from the top, or at it where they are long."""
        lead = max(0, min(self.size.height // 3, self.size.height - page.rows))
        self.scroll_to(y=max(0, page.top - lead), animate=False)


class SourcePane(Vertical):
    """A report at a place cited. Posts `Stepped` to walk between the citations and `Closed` to go."""

    BINDINGS = [
        Binding("escape", "close", "关闭"),
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]

    @dataclass
    class Stepped(Message):
        """The next (1) or the previous (-1) citation is wanted."""

        by: int

    class Closed(Message):
        """The pane is to close."""

    def compose(self) -> ComposeResult:
        """What stands here, the text, the keys."""
        yield Static(Content(""), classes="caption")
        yield SourceText()
        yield Static(Content(""), classes="keys")

    def speak(self, keys: Mapping[str, str]) -> None:
        """Name the keys that are set, in the language of the interface."""
        first, last = (
            " ".join(key_name(keys[name], in_box=typed) for name in ("previous", "next")) for typed in (False, True)
        )
        in_box = "" if first == last else say(f"（打字时 {last}）", f" (typing: {last})")
        told = say(
            f"{first} 换出处{in_box}   {key_name(keys['back'])} 关闭",
            f"{first} sources{in_box}   {key_name(keys['back'])} closes",
        )
        self.query_one(".keys", Static).update(Content(told))

    def show(self, lines: tuple[str, ...], spot: Spot, at: int, count: int) -> None:
        """Open a report at a spot, the `at`-th of `count`, from 0."""
        spot = located(spot, lines)
        counted = f"{at + 1}/{count} " if count > 1 else ""
        if spot.page and not spot.lines:
            counted += say(f"PDF 第 {spot.page} 页 ", f"page {spot.page} of the PDF ")
        self.query_one(".caption", Static).update(Content.assemble((counted, "bold $accent"), visible(spot.caption)))
        self.query_one(SourceText).show(lines, spot)

    def focus_text(self) -> None:
        """Let the arrow keys scroll the report."""
        self.query_one(SourceText).focus()

    def action_close(self) -> None:
        """Ask to be closed."""
        self.post_message(self.Closed())

    def action_step(self, by: int) -> None:
        """Ask for another citation."""
        self.post_message(self.Stepped(by))
