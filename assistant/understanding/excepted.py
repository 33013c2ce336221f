"""What a question leaves out: 除了甲，谁最多; 除了市级机关."""

import re

from assistant.understanding.question import Question

_EXCEPT = r"(?:除了?|除去|不算|不含|不包括|去掉|排除|剔除|except(?: for)?|excluding|without|apart from|other than)\s*"
_BUT = r"\s*(?:以外|之外|除外|不算|不含)"


def agencies(question: Question) -> tuple[str, ...]:
    """The agencies that the question leaves out: those that stand right at 除了 or before 以外."""
    if "others" in question.flags:
        return question.names
    every = "|".join(map(re.escape, sorted(question.names, key=len, reverse=True)))
    chain = rf"(?:{every})(?:(?:[,、和与及]|以及| and |, )\s*(?:{every}))*"
    found = re.search(rf"{_EXCEPT}({chain})|({chain}){_BUT}", question.normal)
    said = (found[1] or found[2]) if found else ""
    return tuple(name for name in question.names if name in said)


_LEVELS = ("province", "city", "county", "town")


def other_levels(question: Question) -> tuple[str, ...]:
    """除了市级机关: the levels that are left; () where no level stands right at 除了 or before 以外."""
    if "except" not in question.flags or not question.levels:
        return ()
    said = "|".join(re.escape(word) for slot, _, word in question.said if slot == "level")
    found = re.search(rf"{_EXCEPT}(?:the )?(?:{said})|(?:{said})(?:机关|部门|单位)?{_BUT}", question.normal)
    return tuple(level for level in _LEVELS if level not in question.levels) if found else ()
