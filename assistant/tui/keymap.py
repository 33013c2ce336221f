"""The keys: what they do unless `keys.toml` in the home says otherwise."""

from pathlib import Path
from typing import ClassVar

from textual.keys import Keys

from assistant.language import say

FILE = "keys.toml"
KEYS = {
    "help": "f1,ctrl+g",
    "palette": "ctrl+o",
    "previous": "left_square_bracket,ctrl+p",
    "next": "right_square_bracket,ctrl+n",
    "answer": "tab",
    "slots": "shift+tab",
    "back": "escape",
    "library": "f2",
    "copy": "f3",
    "quit": "ctrl+q",
}
"""Action → its keys, by Textual's names, with commas between. `answer` and `slots` count in the question box."""


class Keyed:
    """A widget with keys of its own: they are shown while it has the focus."""

    OWN: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """(key, what it does in Chinese, in English)."""


def keys_of(home: Path) -> tuple[dict[str, str], str]:
    """The keys as the file of a home sets them, and the line that says what is wrong with it, else an empty one."""
    # Needed once the first screen stands, and most homes have no such file.
    import tomllib

    path = home / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return KEYS, ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = str(error).partition("\n")[0]
        return KEYS, say(f"按键文件 {path} 读不了：{why}。用默认按键。", f"{path} cannot be read: {why}. Default keys.")
    wrong = next((name for name, keys in told.items() if not _fits(name, keys)), None)
    if wrong is not None:
        names = ", ".join(KEYS)
        return KEYS, say(
            f'按键文件 {path}：{wrong} 不对。应写成 动作 = "键,键"，动作有 {names}。用默认按键。',
            f'{path}: {wrong} is wrong. Write action = "key,key", with the actions {names}. Default keys.',
        )
    return KEYS | told, ""


def _fits(name: str, keys: object) -> bool:
    return name in KEYS and isinstance(keys, str) and all(map(_is_key, keys.split(",")))


def _is_key(key: str) -> bool:
    """A character, or a key that Textual knows, with modifiers before it."""
    *modifiers, last = key.strip().split("+")
    known = len(last) == 1 or last in _NAMED
    return known and all(modifier in ("ctrl", "shift", "alt", "super") for modifier in modifiers)


_NAMED = frozenset(key.value for key in Keys) | {
    "left_square_bracket",
    "right_square_bracket",
    "space",
    "slash",
    "comma",
    "full_stop",
    "question_mark",
}
