"""What a turn takes back or chooses: 不是甲，是乙; 第二个."""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Outcome
from corpus.identity.normal import normalise

_NOT_BUT = re.compile(
    r"^(?:不对|不|错了|我(?:问|说|要|想问)的)?[,。 ]*(?:我(?:问|说|要)的)?(?:不是|不要|别)(?P<no>[^,。]{1,16}?)"
    r"(?:[,。]\s*)?(?:而是|我?(?:问|要|说)的是|应该是|是|要)(?P<yes>.+)$"
    r"|^(?:no[,.]? )?(?:i )?(?:did not|didn't)? ?(?:mean |meant )?not (?P<not>.+?)(?:,? but|, i meant|,) (?P<but>.+)$"
)
_RATHER = re.compile(
    r"^(?:不对|错了|不)?[,。]?(?:我(?:问|说|要)的)?是?(?P<yes>[^,。]+)[,。]\s*不是[^,。]+$"
    r"|^(?:no[,.]? )?(?:i (?:mean|meant|asked (?:about|for)) )?(?P<rather>[^,]+),? not (?:the )?[^,]+$"
)


_INSTEAD = re.compile(
    r"^(?:那|就|请)?改(?:成|为|看|查)(?P<new>(?:19|20)\d\d年?|[^\d]+)$|^算了[,。]?(?:还是)?(?P<back>.+?)吧?$|^还是(?P<still>.+?)吧$"
    r"|^(?:那|把)?(?P<too>[^,。?]{1,24}?)也(?:来)?(?:算|看|查)(?:一下|一算|一看|算|看|查|一个)?吧?[。]?$"
)


def corrected(text: str) -> str:
    """What a correction puts in the place of what it takes back: 不是甲，是乙 → 乙; else the text."""
    normal = normalise(text)
    match = _NOT_BUT.match(normal) or _RATHER.match(normal) or _INSTEAD.match(normal)
    return next((part for name, part in match.groupdict().items() if part and name in _PUT), text) if match else text


_PUT = ("yes", "but", "rather", "new", "back", "still", "too")


_CHOICE = re.compile(
    r"^(?:选|就|要|看|我选)?第?([一二三四五六七八九]|\d\d?)(?:个|项|种|号|份)?[吧.、)。]*$"
    r"|^(?:the )?(first|second|third)(?: one)?\.?$"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3} | {ch: n for n, ch in enumerate("一二三四五六七八九", 1)}


def chosen(text: str, turns: Sequence[Answer]) -> str | None:
    """The full question behind a choice of the last `clarify`; None where the text is no choice, or there was none."""
    number = _number(text)
    if number is None:
        return None
    # Another of the choices may be looked at after the first.
    asked = next((turn for turn in reversed(turns) if _number(turn.question) is None), None)
    if asked is None or asked.outcome is not Outcome.CLARIFY:
        return None
    if not asked.choices and number <= len(asked.rows):
        row = asked.rows[number - 1]
        return f"{row.agency}{row.year or ''}年{row.label.replace(' · ', '')}是多少"
    return next((choice.question for choice in asked.choices if choice.n == number), None)


def _number(text: str) -> int | None:
    """The number of a choice typed or said: `2`, 第二个, the second one."""
    match = _CHOICE.match(normalise(text))
    if match is None:
        return None
    said = match[1] or match[2]
    return _ORDINALS.get(said) or int(said)
