"""What is typed with a slash, and where an export is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.language import say

COMMANDS = (
    ("/help", "按键与命令", "keys and commands"),
    ("/add PATH", "把文件或文件夹读入库；Esc 停下", "read files or folders into the library; Esc stops"),
    ("/library", "翻阅库：地区、机关、年度、各节与各表", "browse: places, agencies, years, sections, tables"),
    ("/reports", "列出载入的报告，回车打开", "list the loaded reports; Enter opens one"),
    ("/check", "哪份报告哪里不符；/check 机关 只看它的", "what does not add up in which report; or: /check AGENCY"),
    ("/copy", "复制回答；/copy value、citation、table 只复制一部分", "copy the answer; or: value, citation, table"),
    ("/export xlsx", "把数表（xlsx、csv、json）或对话（md）写成文件", "last table (xlsx, csv, json) or talk (md)"),
    ("/sessions", "接着以前的对话", "go on with an earlier conversation"),
    ("/theme", "换配色：dark、paper、contrast", "colours: dark, paper, contrast"),
    ("/language", "界面语言：zh、en", "language of the interface: zh, en"),
    ("/borders", "边框：round、ascii", "borders: round, ascii"),
    ("/restart", "忘掉上文，重新开始", "forget what was said and start again"),
    ("/quit", "退出", "leave"),
)
NAMES = tuple(line[0].split()[0] for line in COMMANDS)
ALIASES = {"?": "help", "h": "help", "帮助": "help", "报告": "reports", "核对": "check", "导出": "export"}
ALIASES |= {
    "复制": "copy",
    "重来": "restart",
    "退出": "quit",
    "q": "quit",
    "exit": "quit",
    "new": "restart",
    "会话": "sessions",
}
ALIASES |= {"添加": "add", "库": "library", "浏览": "library", "配色": "theme", "语言": "language", "边框": "borders"}
KINDS = {
    "md": ("把对话写成 Markdown 文件", "the conversation as a Markdown file"),
    "csv": ("把最近的数表写成 CSV 文件", "the last table as a CSV file"),
    "xlsx": ("把最近的数表写成 Excel 文件", "the last table as an Excel file"),
    "json": ("把最近的数表写成 JSON 文件", "the last table as a JSON file"),
}


ARGUMENTS = {
    "copy": ("value", "citation", "table"),
    "export": tuple(KINDS),
    "theme": ("dark", "paper", "contrast"),
    "language": ("zh", "en"),
    "borders": ("round", "ascii"),
}
"""The words that may stand behind a command."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command and the words after it."""

    name: str
    words: tuple[str, ...] = ()


def command_of(text: str) -> Command | None:
    """The command that a text is, or None where it is a question. An unknown one keeps its name."""
    if not text.startswith(("/", "／")):
        return None
    words = text[1:].split()
    if not words:
        return Command("help")
    name = words[0].lower()
    return Command(ALIASES.get(name, name), tuple(words[1:]))


def paths_of(words: tuple[str, ...]) -> tuple[Path, ...]:
    """The files and folders behind `/add`: each word one, or all words one where only that is there."""
    whole = Path(" ".join(words)).expanduser()
    if len(words) > 1 and not whole.exists():
        return tuple(Path(word.strip("'\"")).expanduser() for word in words)
    return (Path(" ".join(words).strip("'\"")).expanduser(),) if words else ()


def in_palette() -> Iterator[tuple[str, str]]:
    """(command, what it does) of all that need no more words; an export of each kind."""
    for text, zh, en in COMMANDS:
        name = text.split()[0]
        if name == "/export":
            yield from ((f"{name} {kind}", say(*does)) for kind, does in KINDS.items())
        elif "PATH" not in text:
            yield name, say(zh, en)


def export_target(words: tuple[str, ...], folder: Path) -> Path:
    """The file of an export, named as `csv`, `csv out` or `out.csv`; nothing means `md`. Without a name a free one."""
    kind = words[0].lower() if words and words[0].lower() in KINDS else ""
    named = " ".join(words[1:] if kind else words)
    if not named:
        return free(folder, kind or "md")
    path = folder / Path(named).expanduser()
    return path if not kind or path.suffix.lower() == f".{kind}" else path.with_name(f"{path.name}.{kind}")


def free(folder: Path, kind: str) -> Path:
    """A name not taken in that folder."""
    n = 1
    path = folder / f"nianbao.{kind}"
    while path.exists():
        n += 1
        path = folder / f"nianbao-{n}.{kind}"
    return path
