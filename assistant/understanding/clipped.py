"""A department said without its last word: 某县财政 for 某县财政局, where a loaded agency has that name.

Only right behind the name of a place, and only where the word ends there: 财政预算 and 教育领域 are no departments, and
教育收费 is a charge, where 财政处罚 is done by a department.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.understanding.segment import Token

_ENDINGS = ("局", "委", "厅", "办", "委员会", "办公室")
_SHORTEST, _LONGEST = 2, 8
_NARROWED = frozenset(
    "row row_requests row_fees row_carried column column_made column_money column_public result applicant metric "
    "table section matter word whole measured agency place body fine".split()
)
"""What a field right before it is likely part of."""
_DONE = frozenset("行政许可 行政处罚 行政强制 行政复议 行政诉讼".split())
"""What a department does, or has done to it."""
_DEPARTMENT = "部门"
_SAYS = re.compile(
    r"(?:发布|公布|组织|开展|成立|建立|制定|印发|出台|召开|举办|开通|设立|主动公开|公开(?=了|过|多少|几|哪|什么))"
)
"""A verb that follows the name of a department, where no known word does."""


def names_in_full(tokens: Sequence[Token], names: Mapping[str, object]) -> dict[str, str]:
    """As said → the agency's name, of each department that is said without its last word."""
    found: dict[str, str] = {}
    for n, token in enumerate(tokens):
        field = _field(tokens[n:]) if any(slot == "agency" for slot, _ in token.slots) else ""
        full = (token.text + field + ending for ending in _ENDINGS) if field else ()
        if name := next((name for name in full if name in names), None):
            behind = tokens[n + len(field) + 1 : n + len(field) + 2]
            ending = _DEPARTMENT if behind and behind[0].text == _DEPARTMENT else ""
            found[token.text + field + ending] = name
    return found


def said_in_full(text: str, names: Mapping[str, str]) -> str:
    """The text with the names in the place of what was said for them."""
    for said, full in names.items():
        text = text.replace(said, full, 1)
    return text


def _field(tokens: Sequence[Token]) -> str:
    """The word right behind the first token, where it may be a department; else empty."""
    first, *rest = tokens
    word, end = "", first.start + len(first.text)
    for token in rest:
        touches = token.start == end
        if not touches or token.slots:
            narrowed = touches and any(slot in _NARROWED and value not in _DONE for slot, value in token.slots)
            narrowed = narrowed and token.text != _DEPARTMENT
            return "" if narrowed else _before_verb(word, token.text if touches else "")
        word, end = word + token.text, end + len(token.text)
    return _before_verb(word, "")


def _before_verb(word: str, after: str) -> str:
    verb = _SAYS.search(word + after)
    word = word[: verb.start()] if verb else word
    return word if _SHORTEST <= len(word) <= _LONGEST and not word.isascii() else ""
