"""What is typed with a slash, and where an export is written."""

from dataclasses import dataclass
from pathlib import Path

from assistant.language import say

COMMANDS = (
    ("/help", "按键与命令", "keys and commands"),
    ("/add PATH", "把文件或文件夹读入库；Esc 停下", "read files or folders into the library; Esc stops"),
    ("/library", "翻阅库：地区、机关、年度、各节与各表", "browse: places, agencies, years, sections, tables"),
    ("/reports", "列出载入的报告，回车打开", "list the loaded reports; Enter opens one"),
    ("/check", "哪份报告哪里不相符", "what does not add up in which report"),
    ("/copy", "复制回答；/copy value、citation、table 只复制一部分", "copy the answer; or: value, citation, table"),
    ("/export csv", "把最近的数表（csv、json）或对话（md）写成文件", "last table (csv, json) or talk (md) to a file"),
    ("/theme", "换配色：dark、paper、contrast", "colours: dark, paper, contrast"),
    ("/language", "界面语言：zh、en", "language of the interface: zh, en"),
    ("/borders", "边框：round、ascii", "borders: round, ascii"),
    ("/restart", "忘掉上文，重新开始", "forget what was said and start again"),
    ("/quit", "退出", "leave"),
)
NAMES = tuple(line[0].split()[0] for line in COMMANDS)
ALIASES = {"?": "help", "h": "help", "帮助": "help", "报告": "reports", "核对": "check", "导出": "export"}
ALIASES |= {"复制": "copy", "重来": "restart", "退出": "quit", "q": "quit", "exit": "quit", "new": "restart"}
ALIASES |= {"添加": "add", "库": "library", "浏览": "library", "配色": "theme", "语言": "language", "边框": "borders"}
KINDS = ("md", "csv", "json")


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


def export_target(words: tuple[str, ...], folder: Path) -> tuple[str, Path]:
    """Kind and file of an export, named as `csv`, `csv out.csv` or `out.csv`; nothing means `md`, under a free name."""
    kind = words[0] if words and words[0] in KINDS else ""
    named = words[1:] if kind else words
    if named:
        path = folder / Path(" ".join(named)).expanduser()
        ending = path.suffix.lstrip(".").lower()
        return kind or (ending if ending in KINDS else "md"), path
    return kind or "md", free(folder, kind or "md")


def free(folder: Path, kind: str) -> Path:
    """A name not taken in that folder."""
    n = 1
    path = folder / f"nianbao.{kind}"
    while path.exists():
        n += 1
        path = folder / f"nianbao-{n}.{kind}"
    return path


def write_export(path: Path, text: str, kind: str) -> str:
    """Write an export to a new file; returns the line that says so, or says why not."""
    try:
        with path.open("x", encoding="utf-8-sig" if kind == "csv" else "utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        return say(f"{path} 已存在，请换一个文件名。", f"{path} exists: give another name.")
    except OSError as error:
        return say(f"写不了 {path}：{error.strerror}。", f"cannot write {path}: {error.strerror}.")
    return say(f"已写入 {path}", f"written to {path}")
