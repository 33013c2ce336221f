"""The page of keys and commands."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.language import say
from assistant.output.escape import pad, width
from assistant.tui.commands import COMMANDS
from assistant.tui.flow import Flow
from assistant.tui.slot_line import key_name


class HelpScreen(ModalScreen[None]):
    """Keys and commands; any of the keys that open it closes it."""

    BINDINGS = [Binding("escape,f1,ctrl+g,q,enter", "dismiss", "关闭")]

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.keys = keys

    def compose(self) -> ComposeResult:
        """Two lists."""
        with VerticalScroll(id="help") as box:
            box.border_subtitle = Content(say("↑ ↓ 翻看  Esc 关闭", "↑ ↓ scroll  Esc closes"))
            yield Static(Content.styled(say("按键", "Keys"), "bold $accent"))
            yield from listed(keys_listed(self.keys))
            yield Static(Content.styled("\n" + say("命令", "Commands"), "bold $accent"))
            yield from listed(tuple((command, say(zh, en)) for command, zh, en in COMMANDS))
            told = say(
                "按键可在库所在文件夹的 keys.toml 里改。输入法出字异常时，设 TEXTUAL_DISABLE_KITTY_KEY=1 再启动。",
                "Keys can be changed in keys.toml in the folder of the library. Where an input method loses"
                " characters, set TEXTUAL_DISABLE_KITTY_KEY=1 and start again.",
            )
            yield Flow("\n" + told)


def keys_listed(keys: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Every key and what it does."""

    def named(*actions: str) -> str:
        return " ".join(key_name(keys[action]) for action in actions)

    lines = (
        ("Enter", "提问", "ask"),
        ("↑ ↓", "问过的问题；有候选时选词", "questions asked before; choose where words are offered"),
        ("1 2 3", "选一个读法或接着问的问题（再按 Enter）", "pick a reading or a follow-up (then Enter)"),
        (
            named("answer"),
            "补全；没有候选时到回答里，↑ ↓ 移动，Enter 打开",
            "complete; else to the answer: ↑ ↓, Enter opens",
        ),
        (named("slots"), "改机关、年度、项目、列再问", "change agency, year, row or column and ask again"),
        (
            named("previous", "next"),
            "上一处、下一处出处（输入框里用 Ctrl+P、Ctrl+N）",
            "previous, next source (in the box: Ctrl+P, Ctrl+N)",
        ),
        ("s r f", "数表里：换列排序、倒序、筛选", "in a table: sort by the next column, turn round, narrow"),
        (named("library"), "翻阅库", "browse the library"),
        (named("copy"), "复制最近的回答", "copy the last answer"),
        ("PgUp PgDn", "翻看对话", "scroll the conversation"),
        (named("back"), "关闭原文、停下添加，回到输入框", "close the source, stop adding, back to the box"),
        (named("palette"), "命令面板", "command palette"),
        (named("quit"), "退出", "leave"),
    )
    return tuple((key, say(zh, en)) for key, zh, en in lines)


def listed(lines: tuple[tuple[str, str], ...]) -> ComposeResult:
    """Two columns, the first as wide as its widest; what is too long goes on under its own column."""
    wide = max(width(left) for left, _ in lines) + 2
    for left, right in lines:
        yield Flow(Content.assemble((pad(left, wide), "bold"), right), hang=wide)
