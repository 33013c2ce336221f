"""The page of keys and commands."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.escape import pad, width
from assistant.language import say
from assistant.tui.words import COMMANDS, KEYS


class HelpScreen(ModalScreen[None]):
    """Keys and commands; any of the keys that open it closes it."""

    BINDINGS = [Binding("escape,f1,ctrl+g,q,enter", "dismiss", "关闭")]

    def compose(self) -> ComposeResult:
        """Two lists."""
        with VerticalScroll(id="help"):
            yield Static(Content.styled(say("按键", "Keys"), "bold $accent"))
            yield Static(listed(tuple((key, say(zh, en)) for key, zh, en in KEYS)))
            yield Static(Content.styled("\n" + say("命令", "Commands"), "bold $accent"))
            yield Static(listed(tuple((command, say(zh, en)) for command, zh, en in COMMANDS)))
            yield Static(Content.styled("\n" + say("Esc 关闭", "Esc closes"), "$foreground-muted"))


def listed(lines: tuple[tuple[str, str], ...]) -> Content:
    """Two columns, the first as wide as its widest."""
    wide = max(width(left) for left, _ in lines) + 2
    return Content("\n").join(Content.assemble((pad(left, wide), "bold"), right) for left, right in lines)
