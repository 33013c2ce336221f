"""Text that flows: broken at blanks and between Chinese characters, continued under its beginning."""

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from assistant.output.escape import width as cells_of

NEVER_FIRST = frozenset("，。；：、！？）》】”’〉」』,.;:!?)]}%")
NEVER_LAST = frozenset("（《【“‘〈「『([{")


def breaks(text: str, room: int, hang: int = 0) -> list[int]:
    """Where one line of text is to be cut so that no part is wider than `room`, later parts by `hang` cells less."""
    cuts: list[int] = []
    start = 0
    while (full := _full(text, start, room - hang if cuts else room)) < len(text):
        # Where nothing may be broken, what has room stays and the rest goes on: the width comes before the word.
        start = next((at for at in range(full, start, -1) if _may_break(text[at - 1], text[at])), full)
        cuts.append(start)
    return cuts


def _full(text: str, start: int, room: int) -> int:
    """Where a line begun at `start` has no room for what follows; it takes one character, and blanks hang over."""
    used = 0
    for at in range(start, len(text)):
        used += cells_of(text[at])
        if used > max(2, room) and at > start and text[at] != " ":
            return at
    return len(text)


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return before == " " or cells_of(before) == 2 or cells_of(after) == 2


def flowed(text: Content, room: int, hang: int = 0) -> list[Content]:
    """The text in lines of at most `room` cells; `hang` blanks before every line that continues another."""
    lines: list[Content] = []
    for line in text.split(allow_blank=True):
        parts = line.divide(breaks(line.plain, max(2, room), hang))
        lines += [(part if n == 0 else Content(" " * hang) + part).rstrip(" ") for n, part in enumerate(parts)]
    return lines or [Content("")]


class Flow(Widget):
    """A text that takes the width it gets and the height it needs. Never reads markup."""

    def __init__(self, text: Content | str, *, hang: int = 0, classes: str = "") -> None:
        super().__init__(classes=classes)
        self.text = Content(text) if isinstance(text, str) else text
        self.hang = hang

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the text takes."""
        return len(flowed(self.text, width, self.hang))

    def render(self) -> RenderResult:
        """The text, broken at the present width."""
        return Content("\n").join(flowed(self.text, self.size.width, self.hang))
