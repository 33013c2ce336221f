"""Groups by their place in the order of their sums: 处罚最少的三个省, 第三多的省, 倒数第二的市, bottom 3 provinces."""

import re
from dataclasses import dataclass

from assistant.understanding.bounds import decimal

_CN = "一二两三四五六七八九十"
_N = rf"(?P<n>\d+|[{_CN}]+)"
_GROUP = r"(?P<group>省份?|地级市|县级市|县市区|城市|区县|县区|直辖市|自治区|[市州县区])(?=是|有哪|分别|依次|呢|\W|$)"
"""Nothing else is asked of them: 最多的三个省一共 is one sum."""
_CHINESE = (
    rf"最(?P<end>[多高大少低小])的?前?{_N}[个座]{_GROUP}",
    rf"(?P<last>倒数)第{_N}(?:[多高大少低小]|[位名])?的{_GROUP}",
    rf"(?P<last>倒数)(?P<many>){_N}(?:个|[名位]的){_GROUP}",
    rf"(?P<last>后)(?P<many>){_N}[名位]的{_GROUP}",
    rf"(?:排名?|位列|位居|名列)?在?第{_N}(?P<end>[多高大少低小])?[位名]?的{_GROUP}",
    rf"前(?P<many>){_N}(?:个|[名位]?的){_GROUP}",
)
_GROUPS = {"provinces": "province", "cities": "city", "counties": "county", "districts": "district"}
_SEVERAL = rf"(?P<group>{'|'.join(_GROUPS)})(?![a-z])"
_NUMBER = r"(?P<n>\d+|two|three|four|five|six|seven|eight|nine|ten)"
_MOST = "most|highest|largest|fewest|lowest|smallest|least"
_ENGLISH = (
    rf"(?<![a-z])(?:the )?(?P<end>top|bottom|highest|lowest) {_NUMBER} {_SEVERAL}",
    rf"(?<![a-z])(?:the )?{_NUMBER} {_SEVERAL} with the (?P<end>{_MOST})(?![a-z])",
)
_RANKED = rf"(?<![a-z])(?P<op>rank|sort)(?: all)?(?: the)? {_SEVERAL}"
_LOWEST = frozenset("少低小") | frozenset("bottom lowest fewest smallest least".split())


@dataclass(frozen=True, slots=True)
class Place:
    """A place of groups, or their first so many."""

    top: int | None
    """前三个 → 3."""
    nth: int | None
    """第三 → 3."""
    degree: tuple[str, ...]
    """`max` or `min`."""


def taken(text: str) -> tuple[str, Place | None]:
    """The text with a plain word for the groups where their place was said, and the place; as it is without one."""
    if not text.isascii() and (made := _chinese(text)):
        return made
    several = next((word for word in _GROUPS if word in text), None)
    if not several:
        return text, None
    for pattern in _ENGLISH:
        if match := re.search(pattern, text):
            end = "min" if match["end"] in _LOWEST else "max"
            said = f"which {_GROUPS[match['group']]}"
            return _with(text, match, said), Place(int(decimal(match["n"])), None, (end,))
    # rank provinces by penalties: each of them has its place.
    each = re.sub(_RANKED, lambda match: f"{match['op']} by {_GROUPS[match['group']]}", text)
    return each, None


def _chinese(text: str) -> tuple[str, Place] | None:
    if not any(ch in text for ch in "第最前后倒") or not any(ch in text for ch in "省市州县区"):
        return None
    for pattern in _CHINESE:
        if match := re.search(pattern, text):
            said = match.groupdict()
            end = "少" if said.get("last") or said.get("end") in _LOWEST else "多"
            number = int(decimal(match["n"]))
            many = "many" in said or match[0][0] == "最"
            place = Place(number if many else None, None if many else number, ("min" if end == "少" else "max",))
            return _with(text, match, f"最{end}的{match['group']}"), place
    return None


def _with(text: str, match: re.Match[str], said: str) -> str:
    return text[: match.start()] + said + text[match.end() :]
