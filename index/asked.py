"""What a question asks for besides its words: a number of something, or what is wrong and what is planned."""

import re
from dataclasses import dataclass

from corpus.report import Passage

_SELF_CRITICAL = re.compile(
    r"问题|不足|短[处板]|毛病|缺[点陷]|不够|没做[到好]|薄弱|差距|欠缺|还差|[太得][慢浅少窄]|"
    r"打算|准备|今后|下一步|往后|接下来|怎么改|改进|整改|更好|"
    r"\b(?:weak\w*|problem\w*|shortcoming\w*|poor|lack\w*|slow\w*|admit\w*|plan(?:s|ned)?|will|improv\w*|next)\b"
)
_COUNTERS = "条件篇次期家人份名场种个项"
_COUNTED = re.compile(
    rf"(?:多少|几)个?([{_COUNTERS}])?|(?:数量|[条件次人]数)|\b(?:how (?:many|much)|number of)\b", re.IGNORECASE
)
_OWN_FAULTS = re.compile("问题|改进|打算")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for."""

    self_critical: bool
    """Problems, or what is to be done about them: the matter of section five."""
    number: re.Pattern[str] | None
    """How the number asked for is printed; None where none is asked."""


def asked(question: str) -> Asked:
    """Read off a question's own words."""
    folded = question.lower()
    counted = _COUNTED.search(folded)
    unit = (counted[1] or f"[{_COUNTERS}]") if counted else ""
    return Asked(bool(_SELF_CRITICAL.search(folded)), re.compile(rf"\d\s*[余多]?\s*{unit}") if counted else None)


def in_its_section(question: Asked, passage: Passage) -> bool:
    """Whether section five is asked and the passage stands there."""
    return question.self_critical and bool(_OWN_FAULTS.search(passage.section))


def with_its_number(question: Asked, passage: Passage) -> bool:
    """Whether a number is asked and the passage holds one, counted as the question says."""
    return question.number is not None and bool(question.number.search(passage.text))
