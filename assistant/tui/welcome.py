"""What a fresh chat shows."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from assistant.language import interface, say
from assistant.output.escape import visible
from assistant.tui.flow import Flow
from assistant.tui.picks import Offer
from assistant.tui.words import examples, held
from corpus.report import Title


class Examples(Vertical):
    """What is loaded, and three questions that it can answer."""

    def __init__(self, titles: Sequence[Title]) -> None:
        super().__init__()
        self.held = held(titles)
        self.questions = examples(titles, interface())

    def compose(self) -> ComposeResult:
        """What is loaded, the questions, how to ask one."""
        yield Flow(say("已载入 ", "Loaded: ") + self.held, classes="reading")
        if self.questions:
            yield Flow(say("可以这样问：", "For example:"), classes="ask")
        for n, question in enumerate(self.questions, 1):
            yield Offer(question, visible(question), n)
        hint = say("点一下，或键入题号再按 Enter；F1 帮助。", "Click one, or type its number and Enter; F1 for help.")
        yield Static(Content(hint), classes="reading how")


class Welcome(Vertical):
    """What a fresh chat shows: what it is for, and what can be asked, or what to do about an empty library."""

    def __init__(self, titles: Sequence[Title]) -> None:
        super().__init__()
        self.examples = Examples(titles) if titles else None

    def compose(self) -> ComposeResult:
        """Title, purpose, examples or the first steps."""
        yield Flow(Content.styled(say("年报 nianbao", "nianbao 年报"), "bold $accent"), classes="headline")
        yield Flow(
            say(
                "问政府信息公开工作年度报告：数字照原表给出，并指明所在的格；文字照原文引用。",
                "Ask about China's government disclosure reports: figures come with their cell, text is verbatim.",
            )
        )
        if self.examples:
            yield self.examples
        else:
            yield from (Flow(line, hang=2) for line in nothing_loaded())


def nothing_loaded() -> tuple[str, ...]:
    """What an empty library says: the first minute, step by step."""
    return (
        say("库里还没有报告。三步就可以开始：", "The library holds no report yet. Three steps to begin:"),
        say(
            "1 键入 /add 加路径，例如 /add ~/年报：读入文本、网页、Word、PDF 文件或整个文件夹；"
            "只键入 /add，载入自带的五份。",
            "1 Type /add and a path, say /add ~/reports: text, web pages, Word, PDF, or a whole folder; /add alone"
            " takes the five reports that come with nianbao.",
        ),
        say(
            "2 读入时可以照常提问，Esc 停下，已读入的留在库里；读不了的文件会写明原因。",
            "2 You can ask meanwhile; Esc stops and keeps what was read; a file that cannot be read says why.",
        ),
        say(
            "3 问一个机关一年的一个数，例如“某局2020年行政处罚多少件”；/library 翻阅，F1 帮助。",
            "3 Ask for a figure of an agency and a year; /library browses, F1 helps.",
        ),
    )
