"""A question cut into known words and what is left, with the fewest characters left and then the fewest words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.understanding import terms
from assistant.understanding.metrics import Metric
from assistant.understanding.names import Names
from assistant.understanding.terms import Slot


@dataclass(frozen=True, slots=True)
class Token:
    """A known word with the slots it fills, or a stretch that no word explains."""

    text: str
    slots: tuple[Slot, ...]
    start: int = 0


def without_names(text: str, tokens: list[Token]) -> str:
    """The text with a bar where each name of an agency stood."""
    for token in tokens:
        if any(slot == "agency" for slot, _ in token.slots):
            text = text.replace(token.text, "|", 1)
    return text


def around_a_name(text: str, tokens: Sequence[Token], places: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """The places whose names begin before that of a loaded agency and reach into it: 新丰县 is not 丰县."""
    named = [token for n, token in enumerate(tokens) if n and not tokens[n - 1].slots and token.slots[:1]]
    starts = [token.start for token in named if token.slots[0][0] == "agency" and not token.text.isascii()]
    for place in places(text) if starts else ():
        if any(0 < start - text.find(place) < len(place) for start in starts if place in text):
            yield place


def cut(text: str, names: Mapping[str, object], places: frozenset[str] = frozenset()) -> list[Token]:
    """The text as known words and what is left, with the fewest characters left and then the fewest words."""
    known, longest = terms.words(), max(terms.longest(), 24)
    if isinstance(names, Names):
        names.look_up({text[start:end] for start in range(len(text)) for end in _ends(text, start, longest)})
    best: list[tuple[float, int, Token | None]] = [(0.0 if n == 0 else 1e9, 0, None) for n in range(len(text) + 1)]
    for start in range(len(text)):
        cost = best[start][0]
        for end, token, price in _steps(text, start, longest, known, names, places):
            if cost + price < best[end][0]:
                best[end] = (cost + price, start, token)
    tokens, at = [], len(text)
    while at:
        _, start, token = best[at]
        if token:
            tokens.append(token)
        at = start
    return _whole_words(tokens[::-1])


_LATIN = re.compile(r"[a-z]+(?: [a-z]+)+")
_OFFICES = re.compile(r"((?:[a-z]+ ){1,4})(bureau|department|commission|office)s(?![a-z])")
_OF_LEVEL = frozenset("district county city municipal provincial".split())
_SEATS = {"county": "xian", "district": "qu", "city": "shi"}


def joined(text: str, names: Mapping[str, object]) -> str:
    """The text with a name in pinyin written as one word, sha xian, Sha County; and a kind of several as of one."""

    def joins(match: re.Match[str]) -> str:
        words, made, at = match[0].split(" "), [], 0
        while at < len(words):
            pair = words[at : at + 2]
            whole = "".join(pair)
            seated = pair[0] + _SEATS.get(pair[-1], "")
            found = next((w for w in (whole, seated) if len(pair) == 2 and w in names and pair[0] not in names), None)
            with_seat = len(pair) == 2 and pair[0] in names and pair[1] in _SEATS.values()
            made.append(found or words[at])
            at += 2 if found or with_seat else 1
        return " ".join(made)

    def of_one(match: re.Match[str]) -> str:
        words = match[1].split()
        at = next((n for n in range(len(words)) if " ".join((*words[n:], match[2])) in names), None)
        if at is None:
            return match[0]
        # district education bureaus are of that level, where no district is named.
        if at and words[at - 1] in _OF_LEVEL and not (at > 1 and words[at - 2] in names):
            words[at - 1] += " agencies"
        return " ".join((*words, match[2]))

    if " " not in text:
        return text
    return _LATIN.sub(joins, _OFFICES.sub(of_one, text) if "s" in text else text)


_BETWEEN = frozenset("的了和与及、是有在吗呢占比")


def _whole_words(tokens: list[Token]) -> list[Token]:
    """A single letter between two that nothing explains belongs to their word: 大 in 人大建议 is no degree."""
    made: list[Token] = []
    for n, token in enumerate(tokens):
        after = tokens[n + 1] if n + 1 < len(tokens) else None
        if made and after and len(token.text) == 1 and token.slots and token.text not in _BETWEEN:
            before = made[-1]
            beside = before.start + len(before.text) == token.start and token.start + 1 == after.start
            if beside and not before.slots and not after.slots and not token.text.isascii():
                token = Token(token.text, (), token.start)
        if after and token.slots[:1] and token.slots[0][0] == "body" and _touches(token, after) and not after.slots:
            # 部门动态, 部门决算: a word of its own, nobody's department.
            token = Token(token.text, (), token.start)
        made.append(token)
    return made


def _touches(token: Token, after: Token) -> bool:
    return token.start + len(token.text) == after.start and not token.text.isascii()


_MARKS = frozenset(" |,.;:!?、，。；：！？\"'“”()（）·-~…—*[]【】《》「」『』#_")


def _steps(
    text: str,
    start: int,
    longest: int,
    known: Mapping[str, tuple[Slot, ...]],
    names: Mapping[str, object],
    places: frozenset[str],
) -> list[tuple[int, Token | None, float]]:
    ch = text[start]
    if _is_mark(text, start):
        quoted = known.keys() & {text[start:end] for end in range(start + 2, start + 12)} if ch == "“" else ()
        return [(start + 1, None, 0.0), *((start + len(w), Token(w, known[w], start), 1.0) for w in quoted)]
    steps: list[tuple[int, Token | None, float]] = []
    latin = _is_latin(ch)
    if latin and start and _is_latin(text[start - 1]):
        return [(start + 1, None, 0.0)]
    for end in _ends(text, start, longest):
        word = text[start:end]
        slots = known.get(word, ())
        if word in names:
            slots = (("metric", word),) if isinstance(names[word], Metric) else (("agency", word), *slots)
        elif word in places:
            slots = (("place", word),)
        if slots[:1] == _WHOLE:
            steps.append((end, Token(word, (), start), 10.0 * (len(word) - 1) + 1.0))
        elif slots:
            steps.append((end, Token(word, slots, start), _price(word, slots)))
    end = start + 1
    while latin and end < len(text) and _is_latin(text[end]):
        end += 1
    steps.append((end, Token(text[start:end], (), start), 10.0))
    return steps


_WHOLE = (("whole", "1"),)
"""A word that says nothing of a figure, of which one character does: 审查 is no 查. It costs less than its halves."""


def _is_mark(text: str, at: int) -> bool:
    ch = text[at]
    return ch in _MARKS or (ch == "/" and 0 < at < len(text) - 1 and " " not in (text[at - 1], text[at + 1]))


def _is_latin(ch: str) -> bool:
    return ch.isascii() and ch.isalnum()


def _ends(text: str, start: int, longest: int) -> Iterator[int]:
    """Where a word that starts there may end: none in the middle of a Latin word, or of a number."""
    latin = _is_latin(text[start])
    if _is_mark(text, start) or (latin and start and _is_latin(text[start - 1])):
        return
    for end in range(start + 1, min(len(text), start + longest) + 1):
        if not (latin and end < len(text) and _is_latin(text[end])):
            yield end


def _price(word: str, slots: tuple[Slot, ...]) -> float:
    """What a known word costs. Of two cuts alike, 政府采购 | 金额 is meant and not 政府 | 采购金额."""
    if all(slot == "filler" for slot, _ in slots):
        return 1.5
    return (1.0 if len(word) > 1 else 1.2) + (0.05 if slots[0][0] == "agency" else 0.0)
