"""Which of the two languages to speak: the question's in an answer, the user's in everything else."""

import os
import re

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_FRAME = re.compile(
    r"\b(?:how|what|which|who|whose|when|where|why|is|are|was|were|did|does|do|list|show|compare|give|tell|sum|total|"
    r"average|rank|the|of|in|and|for|report|reports|reported|please|number|many|much|about|by|to|all|with|on)\b|'s\b",
    re.IGNORECASE,
)


def of(question: str) -> str:
    """`en` where the sentence's frame is English, Chinese terms or not; else `zh`."""
    words = _WORD.findall(question)
    if not words:
        return "zh"
    if not _HAN.search(question):
        return "en"
    return "en" if len(words) > 2 or _FRAME.search(question) else "zh"


def interface() -> str:
    """`zh` or `en`, from NIANBAO_LANG, else the locale of the environment; `en` where neither says."""
    for name in ("NIANBAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(zh: str, en: str, language: str | None = None) -> str:
    """The one of two wordings that the language asks for; the interface's language where none is given."""
    return zh if (language or interface()) == "zh" else en
