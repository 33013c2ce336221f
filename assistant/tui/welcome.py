"""What a fresh chat shows."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from assistant.escape import visible
from assistant.language import interface, say
from assistant.tui.flow import Flow
from assistant.tui.picks import Offer
from assistant.tui.words import examples, held
from corpus.report import Entry


class Welcome(Vertical):
    """What a fresh chat shows: what is loaded, and three questions it can answer."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.entries = entries
        self.questions = examples(entries, interface())

    def compose(self) -> ComposeResult:
        """Title, what is loaded, examples or what to do about an empty library."""
        yield Flow(Content.styled(say("年报 nianbao", "nianbao 年报"), "bold $accent"), classes="headline")
        yield Flow(
            say(
                "问政府信息公开工作年度报告：数字照原表给出，并指明所在的格；文字照原文引用。",
                "Questions about Chinese government disclosure reports: figures come with the cell they were read"
                " from, text is quoted verbatim.",
            )
        )
        if not self.entries:
            yield Flow(nothing_loaded(), classes="note")
            return
        yield Flow(say("已载入 ", "Loaded: ") + held(self.entries), classes="reading")
        if self.questions:
            yield Flow(say("可以这样问：", "For example:"), classes="ask")
        for n, question in enumerate(self.questions, 1):
            yield Offer(question, visible(question), n)
        yield Static(
            Content(
                say("点一下，或键入题号再按 Enter；F1 帮助。", "Click one, or type its number and Enter; F1 for help.")
            ),
            classes="reading",
        )


def nothing_loaded() -> str:
    """What an empty library says."""
    return say(
        "库里还没有报告。退出后用 nianbao add 文件或文件夹 载入，或用 nianbao init 载入自带的报告。",
        "The library holds no report yet. Leave and run: nianbao add PATH (files or folders), or nianbao init for the"
        " bundled reports.",
    )
