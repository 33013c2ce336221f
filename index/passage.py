"""A report's prose cut where a reader would cut it: the pieces that are quoted and found as one.

A passage is an item of a list (一是 …), the sentences that lead in to one, or a paragraph. Its text is verbatim except
that sentences broken by a page are rejoined and Markdown marks are left out. A heading printed in the same line as its
text stays in the text; a heading on its own, or with nothing but items behind it, goes to `heading` of what stands
under it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.paragraph import Paragraph, paragraphs, sentences, source, spans
from corpus.report import Passage, Report

__all__ = ["sentences", "split"]

_LONG = 400
_LEAD = 48
"""An opening sentence up to this length that bears an ordinal is a heading."""
_OVER = 3
"""A heading in front of its text stands over the paragraphs behind it too, up to this level: 一、 and （一）."""
_TAG = 12
"""Words up to this number before 一是 are a heading (存在问题：), more are a sentence that leads in."""
_DIGITS = "一二三四五六七八九十"
_HAN = f"([{_DIGITS}]{{1,3}})"
_OPENING = re.compile(rf"{_HAN}[、.．]|[（(]{_HAN}[）)]|(\d{{1,2}})[、.．](?!\d)|[（(](\d{{1,2}})[）)]|([①-⑳])")
_STOPS = frozenset("。；：:;，,！、")
_STYLES = tuple(
    re.compile(mark)
    for mark in (
        rf"{_HAN}是",
        rf"第{_HAN}[，,、：:]",
        r"([①-⑳])",
        r"[（(](\d{1,2})[）)]",
        r"(\d{1,2})[、.．](?!\d)",
        rf"[（(]{_HAN}[）)]",
    )
)
_MEASURE = re.compile(
    r"今后|下一步|下步|下一阶段|接下来|针对|为此|对此|为解决|为进一步|改进[措办方情]|整改[措情]|(?:20\d\d|明|新的一)年[^。]{0,16}将|"
    r"我[局委办厅]?将|(?:主要|具体)措施|工作打算|重点(?:抓好|做好)"
)
_PROBLEM = re.compile(
    r"(?:目前|但)?[^。，,]{0,12}存在(?:的|一些|以下|如下)?[^。，,]{0,8}(?:问题|不足)|主要(?:存在)?问题|问题[:：]|不足之处"
)
_DOUBT = re.compile(r"问题|不足|差距|有待|不够|还需|薄弱|欠缺|短板|困难|主要表现为|不力")
_EFFORT = re.compile(r"加强|加大|进一步|推进|提升|完善|强化|提高|健全")
_SIDES = (
    ("problem", re.compile(r"问题|不足|短板|困难")),
    ("measure", re.compile(r"措施|打算|下一?步|改进|整改|计划|今后")),
)
_ANNOUNCED = re.compile(
    r"(?:工作)?(?:目前|当前)?(?:存在|主要|问题|不足|困难|短板|改进|整改|下一?步|今后|措施|工作打算|工作计划)[^。：:，,；;]{0,12}(?=[。：:]|$)"
)
_LONGEST_ANNOUNCED = 26
"""Letters that the next finds at most."""
_ANNOUNCED_ALONE = re.compile(rf"(?:{_OPENING.pattern}){_ANNOUNCED.pattern}[。：:]$")
_CLAUSE = re.compile(r"[。！？!?；;]")
_DATE = re.compile(r"[12二][0-9〇○零一二三四五六七八九]{3}年.{1,3}月.{1,3}日")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one paragraph: an item with its number, or what stands around items."""

    paragraph: Paragraph
    start: int
    end: int
    item: int | None
    heading: tuple[str, ...]
    bare: bool = False
    """Nothing but a heading: a passage only where nothing stands under it."""

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end].strip()


def split(report: Report, prose: Sequence[Paragraph] | None = None) -> tuple[Passage, ...]:
    """The passages of a report in its order, `key` 0. Items of section five are `problem` or `measure`.

    `prose` is that of the report where it was cut into paragraphs before.
    """
    every = list(_pieces(paragraphs(report) if prose is None else prose))
    pieces = [p for p, after in zip_longest(every, every[1:]) if not _is_spent(p, after, report)]
    five = [p for p in pieces if p.paragraph.section.number == 5]
    kinds = {id(p): kind for p, kind in zip(five, _kinds(five), strict=True)}
    return tuple(
        _passage(report, part, kinds.get(id(piece), "prose"))
        for piece in pieces
        for part in ([piece] if id(piece) in kinds else _shortened(piece))
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _is_spent(piece: _Piece, after: _Piece | None, report: Report) -> bool:
    """Whether a piece says only what is said elsewhere: the report's title, or a heading of what stands under it."""
    if piece.paragraph.section.number == 0:
        return _squeezed(piece.text) in _squeezed(report.title) or _squeezed(piece.text) == _squeezed(report.agency)
    return piece.bare and after is not None and _titled(piece.text) in after.heading


def _passage(report: Report, piece: _Piece, kind: str) -> Passage:
    section, text = piece.paragraph.section, piece.text
    bare = _squeezed(text)
    outside = bare == _squeezed(report.agency) or _DATE.fullmatch(bare) is not None
    start = piece.paragraph.text.index(text, piece.start)
    return Passage(
        report="",
        agency=report.agency,
        year=report.year,
        section="" if outside else section.title,
        number=0 if outside else section.number,
        heading=() if outside else piece.heading,
        kind=kind,
        item=piece.item,
        text=text,
        source=source(report, piece.paragraph, start, start + len(text)),
    )


def _shortened(piece: _Piece) -> Iterator[_Piece]:
    """A long piece cut at ends of sentences."""
    if piece.end - piece.start <= _LONG:
        yield piece
        return
    start = at = piece.start
    for _, end in spans(piece.text):
        end += piece.paragraph.text.index(piece.text, piece.start)
        if end - start > _LONG and at > start:
            yield replace(piece, start=start, end=at)
            start = at
        at = end
    yield replace(piece, start=start)


def _pieces(prose: Sequence[Paragraph]) -> Iterator[_Piece]:
    """Every paragraph cut at its items, with the headings over each piece."""
    headings: list[tuple[int, str]] = []
    section = -1
    for paragraph in prose:
        if paragraph.section.number != section:
            section, headings = paragraph.section.number, []
        level, length = _lead(paragraph)
        if level:
            headings = [h for h in headings if h[0] < level]
        elif section == 5 and (turn := _turn(paragraph.text)):
            headings = [h for h in headings if _side(h[1]) == turn]
        above = tuple(text for _, text in headings)
        for piece in _cut(paragraph, length, above):
            numbered = section == 5 and piece.item is None and not level
            yield replace(piece, item=_number(above[-1])) if numbered and above else piece
        if level and (length == len(paragraph.text) or level <= _OVER):
            headings.append((level, _titled(paragraph.text[:length])))


def _number(text: str) -> int | None:
    """The ordinal that a heading or an item begins with; None where it announces problems or measures itself."""
    opening = _OPENING.match(text)
    if opening is None or _announced(text):
        return None
    return _value(next(ordinal for ordinal in opening.groups() if ordinal))


def _titled(text: str) -> str:
    return text.strip().rstrip("。：:")


def _lead(paragraph: Paragraph) -> tuple[int, int]:
    """Level and length of the heading that a paragraph is or begins with; (0, 0) where there is none."""
    text, five = paragraph.text, paragraph.section.number == 5
    if not paragraph.section.number:
        return 0, 0
    first, unended = spans(text)[0][1], not re.search(r"[。！？!?；;]", text)
    opening = _OPENING.match(text)
    level = (opening.lastindex or 0) + 1 if opening else 0
    if level and first <= _LEAD and (first < len(text) or (unended and (level < 4 or not re.search("[，,]", text)))):
        return level, first
    if paragraph.heading:
        return 1, len(text)
    if paragraph.bold >= 4 and paragraph.bold <= _LEAD and not _STYLES[0].match(text):
        return 6, paragraph.bold + (text[paragraph.bold : paragraph.bold + 1] in ("。", "：", ":"))
    if five and len(text) <= 16 and unended and not re.search("[，,]", text) and _side(text):
        return 2, len(text)
    return 0, 0


def _cut(paragraph: Paragraph, lead: int, above: tuple[str, ...]) -> Iterator[_Piece]:
    """The pieces of one paragraph."""
    text, five = paragraph.text, paragraph.section.number == 5
    points = _items(text, lead)
    first = points[0][0] if points else len(text)
    head = lead or (first if first <= _TAG and text[:first].rstrip().endswith(("：", ":")) else 0)
    below = (*above, _titled(text[:head])) if points and 0 < head <= first else above
    if five:
        ends = (m.end() for m in _CLAUSE.finditer(text) if not _announces(text, m.end()))
        turns: list[tuple[int, int | None]] = [(at, None) for at in ends if at >= lead and _turn(text[at:])]
        points = sorted(dict([*turns, *points]).items())
    if not points or points[0][0]:
        points = [(0, _number(text)), *points]
    for (start, item), end in zip(points, [*(s for s, _ in points[1:]), len(text)], strict=True):
        if text[start:end].strip():
            below = below if item is not None or not start else above
            over = below if start else above
            number = None if five and _announced(text[start:end]) else item
            yield _Piece(paragraph, start, end, number, over, not start and end <= head)


def _announces(text: str, end: int) -> bool:
    """What stands right before `end` is but a heading with an ordinal: `（二）改进措施。`."""
    return _ANNOUNCED_ALONE.search(text, max(end - _LONGEST_ANNOUNCED, 0), end) is not None


def _value(ordinal: str) -> int:
    """一 → 1, 十二 → 12, 3 → 3, ② → 2."""
    if ordinal.isdecimal():
        return int(ordinal)
    if "①" <= ordinal <= "⑳":
        return ord(ordinal) - ord("①") + 1
    tens, ten, ones = ordinal.rpartition("十")
    return (_DIGITS.find(tens) + 1 or 1) * 10 * bool(ten) + (_DIGITS.find(ones) + 1 if ones else 0)


def _items(text: str, lead: int) -> list[tuple[int, int | None]]:
    """(offset, number) of the items of a paragraph: ordinals of one style that count up."""
    for style in _STYLES:
        found: list[tuple[int, int | None]] = []
        last = 0
        for mark in style.finditer(text):
            start = mark.start()
            # Not in the pattern: one that begins with the ordinal's own letter is looked for much faster.
            if start and not (text[start - 1] in _STOPS or text[start - 1].isspace()):
                continue
            value = _value(mark[1])
            if start == 0 or (start >= lead and value in (1, last + 1)):
                found.append((start, value))
                last = value
        if len(found) > 1 or (found and style is _STYLES[0]):
            return found
    return []


def _side(text: str) -> str:
    """`problem` or `measure` where a heading announces one of the two, else empty."""
    sides = [side for side, words in _SIDES if words.search(text)]
    return sides[0] if len(sides) == 1 else ""


def _turn(text: str) -> str:
    """What a sentence turns to by its first words: `problem`, `measure` or, where it goes on as before, nothing."""
    if _MEASURE.match(text.lstrip()):
        return "measure"
    return "problem" if _PROBLEM.match(text.lstrip()) else ""


def _kinds(pieces: Sequence[_Piece]) -> list[str]:
    """`problem`, `measure` or `prose` (what leads in to a list) for each piece of section five."""
    kinds: list[str] = []
    mode = listed = "prose"
    heading: tuple[str, ...] = ()
    for piece, after in zip_longest(pieces, pieces[1:]):
        if piece.heading != heading:
            heading = piece.heading
            mode = next((side for text in reversed(heading) if (side := _side(text))), mode)
        if announced := _announced(piece.text):
            mode = listed = announced
        if piece.item is None:
            mode = _turn(piece.text) or (mode if mode != "prose" else _guess(piece.text))
            kinds.append("prose" if piece.bare or (after is not None and after.item == 1) else mode)
        else:
            listed = listed if piece.item > 1 and listed != "prose" else _listed(piece.text, mode)
            kinds.append(listed)
    return kinds


def _announced(text: str) -> str:
    """The side that a heading with an ordinal announces: `（二）改进措施。…`."""
    opening = _OPENING.match(text)
    announced = _ANNOUNCED.match(text, opening.end()) if opening else None
    return _side(announced.group()) if announced else ""


def _listed(text: str, mode: str) -> str:
    return _guess(text) if mode == "prose" else mode


def _guess(text: str) -> str:
    """What a text without any announcement most likely is."""
    if _DOUBT.search(text):
        return "problem"
    return "measure" if _EFFORT.search(text) else "prose"
