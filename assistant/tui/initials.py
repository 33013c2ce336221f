"""The first letters of Chinese words, as they are typed for short: 青岛卫健委 → qdwjw."""

from bisect import bisect_right

# The common characters of GB 2312 stand in the order of their pinyin: where the characters of each letter begin.
_LETTERS = "abcdefghjklmnopqrstwxyz"
_BEGINS = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_STARTS = tuple(character.encode("gb2312") for character in _BEGINS)
_LAST = "座".encode("gb2312")
# Names whose first character is read in another way elsewhere.
_READ = {"重庆": "cq", "长子县": "zzx", "乐清": "yq", "单县": "sx", "蔚县": "yx", "涡阳": "gy", "铅山": "ys"}


def initials(word: str, first: str = "") -> str:
    """The first letter of every character; empty where the letter of one of them is not known.

    `first` is that of the first character, where it is a rare one.
    """
    read = next((name for name in _READ if word.startswith(name)), "")
    found = [*_READ.get(read, ""), *map(_initial, word[len(read) :])]
    found[:1] = [letter or first for letter in found[:1]]
    return "".join(found) if all(found) else ""


def _initial(character: str) -> str:
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code <= _LAST else ""
