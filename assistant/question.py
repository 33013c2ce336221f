"""Words → slots: what a question asks, read without a language model and without looking at any report.

`understand` cuts the normalised question into known words with the fewest characters left over, and files them under
slots. What no word explains stays in `left`: it decides whether a plain figure is the answer.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant import language, terms
from assistant.terms import Slot
from corpus import form


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number that the question itself states: `73条`, `5`."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on a figure: `> 100`."""

    sign: str
    """`>`, `>=`, `<`, `<=`, `=` or `!=`."""
    value: Decimal


@dataclass(frozen=True, slots=True)
class Question:
    """The slots of one question. Empty where it does not say."""

    text: str
    normal: str
    language: str
    ops: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    """Slots that only stand or do not: who, span, wide, forecast, opinion, smalltalk, command, fine, problems …"""
    names: tuple[str, ...] = ()
    """Names of loaded agencies, as said."""
    places: tuple[str, ...] = ()
    """Other places of the gazetteer, as said."""
    years: tuple[int, ...] = ()
    relative: int | None = None
    """去年 −1, 今年 0."""
    rows: tuple[str, ...] = ()
    """Rows or groups of rows, by the label that stands for both editions."""
    columns: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    table: str | None = None
    section: int | None = None
    metrics: tuple[str, ...] = ()
    item: str | None = None
    """A paragraph of article 20: 六 for 第二十条第（六）项."""
    placekinds: tuple[str, ...] = ()
    bound: Bound | None = None
    top: int | None = None
    """前三名 → 3."""
    nth: int | None = None
    """第二高, 第二条 → 2."""
    households: int | None = None
    """三家 → 3."""
    they: int | None = None
    """2 for 这两家, 0 for 它们 and the like."""
    quoted: tuple[Quoted, ...] = ()
    units: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Words that no slot explains, in order."""
    topic: tuple[str, ...] = ()
    """Every content word, explained or not, in order: what a search of the prose looks for."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(as said, as read) for words read as another by one wrong character."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    slots: tuple[Slot, ...]


_DIGITS = "零〇一二三四五六七八九"
_SPACES = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_CN = "一二两三四五六七八九十"
_CN_VALUE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_YEAR_SPAN = re.compile(r"((?:19|20)\d\d)年?\s*(?:-|~|－|—|–|到|至|to|through)\s*((?:19|20)\d\d)(?:年度?)?")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:年度?|财年)?(?![\d.%]|年?版|号|余|多?[条件篇项家笔])")
_CN_YEAR = re.compile(rf"([二一][{_DIGITS}]{{3}})年?度?")
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年")
_ITEM = re.compile(r"第?二?十?条?第?\(?([一五六八九])\)?项(?=[指是说的包]|$)|第二十条第?\(?([一五六八九])\)?项")
_TOP = re.compile(rf"前\s*(\d+|[{_CN}])\s*(?:名|家|位|个)?|top\s*(\d+)")
_NTH = re.compile(rf"第\s*(\d+|[{_CN}])\s*(?:名|高|多|大|位|低|少|条|项|点|个)|(?:second|third)(?=\s)")
_HOUSEHOLDS = re.compile(rf"(?<![第\d])(\d+|[{_CN}])\s*(?:家|个机关|个单位|份报告|个局)(?!公司|企业)")
_NUMBER = r"(\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_BOUNDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("!=", re.compile(r"不为零|不为0|不是0|非零|不等于0|non-?zero")),
    ("=", re.compile(r"(?:为|是|等于|=)\s*(?:零|0)(?![.\d])|(?:are|is|was|were|equal to|with|of|at)?\s*\bzero\b")),
    (
        ">=",
        re.compile(
            rf"(?:不少于|不低于|至少|大于等于|>=|≥|at least)\s*{_NUMBER}|{_NUMBER}\s*(?:[件项万元]{{0,2}})(?:及)?以上"
        ),
    ),
    (
        "<=",
        re.compile(
            rf"(?:不超过|不多于|至多|最多|小于等于|<=|≤|at most)\s*{_NUMBER}|{_NUMBER}\s*(?:[件项万元]{{0,2}})(?:及)?以下"
        ),
    ),
    (">", re.compile(rf"(?:大于|超过|高于|多于|过|>|more than|over|above|exceeding|greater than)\s*{_NUMBER}")),
    ("<", re.compile(rf"(?:小于|少于|低于|不到|不足|<|less than|fewer than|below|under)\s*{_NUMBER}")),
)
_ROUND = {"百": 100, "千": 1000, "万": 10000, "十": 10}
_COUNTER = re.compile(r"(?:有?多少|几)\s*(条|件|篇|项|次|人次|人|个|份|起|宗|笔|万元|元)(?!报告|机关|单位|局)")
_QUOTED = re.compile(r"(?<![\d.a-z])(\d[\d,]*(?:\.\d+)?)\s*(余|多)?\s*(条|件|家|篇|项|次|人|万元|元|个|份)?(?![\d.])")


def normalise(text: str) -> str:
    """Full-width to half-width, traditional to simplified, lower case, blanks beside Chinese removed."""
    flat = unicodedata.normalize("NFKC", text).strip()
    if _has_traditional(flat):
        from opencc import OpenCC

        flat = OpenCC("t2s").convert(flat)
    return _SPACES.sub("", flat).lower()


def _has_traditional(text: str) -> bool:
    # GB 2312 holds the simplified characters in use and no traditional form of them.
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return any("\u4e00" <= ch <= "\u9fff" and not _in_gb2312(ch) for ch in text)
    return False


def _in_gb2312(ch: str) -> bool:
    try:
        ch.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def small_number(text: str) -> int:
    """`3`, `三`, `两` → int."""
    return int(text) if text.isdigit() else _CN_VALUE[text]


def understand(
    text: str,
    names: Mapping[str, object],
    mend: Callable[[str], list[tuple[str, str]]] | None = None,
    places: Callable[[str], Sequence[str]] | None = None,
) -> Question:
    """The slots of a question.

    `names` are the names of loaded agencies in normalised form; `mend` reads a word that nothing explains as a known
    one where one wrong character is the only difference: it returns the pairs (word in it, word meant). `places` finds
    the places that a text names; it is asked only where something is left over.
    """
    normal = normalise(text)
    found = _Slots()
    rest = _take_numbers(normal, found)
    tokens = _cut(rest, names)
    if mend and (mended := _mended(rest, tokens, mend, found)):
        rest, tokens = mended, _cut(mended, names)
    if places and any(not token.slots for token in tokens) and (there := places(_without_names(rest, tokens))):
        tokens = _cut(rest, names, frozenset(there))
    for token in tokens:
        _file(token, found, names)
    return _question(text, normal, found)


class _Slots:
    """The slots while they are being filled."""

    def __init__(self) -> None:
        self.many: dict[str, list[str]] = {}
        self.years: list[int] = []
        self.one: dict[str, int] = {}
        self.bound: Bound | None = None
        self.item: str | None = None
        self.quoted: list[Quoted] = []
        self.left: list[str] = []
        self.topic: list[str] = []
        self.corrected: list[tuple[str, str]] = []

    def add(self, slot: str, value: str) -> None:
        values = self.many.setdefault(slot, [])
        if value not in values:
            values.append(value)

    def all(self, *slots: str) -> tuple[str, ...]:
        return tuple(value for slot in slots for value in self.many.get(slot, ()))


def _take_numbers(text: str, found: _Slots) -> str:
    """Years, ranks, bounds and quoted numbers taken out; a bar stands where each was."""

    def span(match: re.Match[str]) -> str:
        first, last = sorted((int(match[1]), int(match[2])))
        found.years += range(first, min(last, first + 50) + 1)
        return "|"

    def year(match: re.Match[str]) -> str:
        found.years.append(int(match[1]))
        return "|"

    def chinese_year(match: re.Match[str]) -> str:
        found.years.append(int("".join(str(_DIGITS.index(c) - (c != "零")) if c != "零" else "0" for c in match[1])))
        return "|"

    def short_year(match: re.Match[str]) -> str:
        found.years.append(2000 + int(match[1]))
        return "|"

    text = _YEAR_SPAN.sub(span, text)
    text = _CN_YEAR.sub(chinese_year, text)
    text = _YEAR.sub(year, text)
    text = _SHORT_YEAR.sub(short_year, text)
    text = _take_item(text, found)
    text = _take_ranks(text, found)
    text = _take_bound(text, found)
    if match := _COUNTER.search(text):
        found.add("unit", match[1])
    return _take_quoted(text, found)


def _take_item(text: str, found: _Slots) -> str:
    if match := _ITEM.search(text):
        found.item = match[1] or match[2]
        return text[: match.start()] + "|" + text[match.end() :]
    return text


def _take_ranks(text: str, found: _Slots) -> str:
    if match := _TOP.search(text):
        found.one["top"] = small_number(match[1] or match[2])
        text = text[: match.start()] + "|" + text[match.end() :]
    # 第五部分 and 第三方 are words of their own: only a rank or an item of a list is taken.
    if match := _NTH.search(text):
        word = match[0]
        found.one["nth"] = {"second": 2, "third": 3}.get(word) or small_number(match[1])
        if word[-1] in "低少":
            found.add("degree", "min")
        elif word[-1] in "高多大":
            found.add("degree", "max")
        text = text[: match.start()] + "|" + text[match.end() :]
    if (match := _HOUSEHOLDS.search(text)) and "几家" not in match[0]:
        if match.start() and text[match.start() - 1] in "这那":
            found.one["they"] = small_number(match[1])
            return text[: match.start() - 1] + "|" + text[match.end() :]
        found.one["households"] = small_number(match[1])
        text = text[: match.start()] + "|" + text[match.end() :]
    return text


def _take_bound(text: str, found: _Slots) -> str:
    for sign, pattern in _BOUNDS:
        if match := pattern.search(text):
            digits = next((g for g in match.groups() if g), "0") if match.groups() else "0"
            found.bound = Bound(sign, _decimal(digits))
            return text[: match.start()] + "|" + text[match.end() :]
    return text


def _decimal(digits: str) -> Decimal:
    if digits[0].isdigit():
        return Decimal(digits.replace(",", ""))
    total, part = 0, 0
    for ch in digits:
        if ch in _ROUND:
            total += (part or 1) * _ROUND[ch]
            part = 0
        else:
            part = _CN_VALUE[ch]
    return Decimal(total + part)


def _take_quoted(text: str, found: _Slots) -> str:
    """Numbers with a counter, or alone; `12345热线` stays a word."""

    def quoted(match: re.Match[str]) -> str:
        after = text[match.end() : match.end() + 1]
        if not match[3] and after and "\u4e00" <= after <= "\u9fff" and after not in "还或和与是吗但":
            return match[0]
        found.quoted.append(Quoted(Decimal(match[1].replace(",", "")), match[3] or ""))
        return "|"

    return _QUOTED.sub(quoted, text)


def _without_names(text: str, tokens: list[_Token]) -> str:
    for token in tokens:
        if any(slot == "agency" for slot, _ in token.slots):
            text = text.replace(token.text, "|", 1)
    return text


def _cut(text: str, names: Mapping[str, object], places: frozenset[str] = frozenset()) -> list[_Token]:
    """The text as known words and what is left, with the fewest characters left and then the fewest words."""
    known, longest = terms.words(), max(terms.longest(), 24)
    best: list[tuple[float, int, _Token | None]] = [(0.0 if n == 0 else 1e9, 0, None) for n in range(len(text) + 1)]
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
    return tokens[::-1]


def _steps(
    text: str,
    start: int,
    longest: int,
    known: Mapping[str, tuple[Slot, ...]],
    names: Mapping[str, object],
    places: frozenset[str],
) -> list[tuple[int, _Token | None, float]]:
    ch = text[start]
    if ch in " |,.;:!?、，。；：！？\"'“”()（）·-":
        return [(start + 1, None, 0.0)]
    steps: list[tuple[int, _Token | None, float]] = []
    latin = ch.isascii() and ch.isalnum()
    if latin and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return [(start + 1, None, 0.0)]
    for end in range(start + 1, min(len(text), start + longest) + 1):
        if latin and end < len(text) and text[end].isascii() and text[end].isalnum():
            continue
        word = text[start:end]
        slots = known.get(word, ())
        if word in names:
            slots = (("agency", word), *slots)
        elif word in places:
            slots = (("place", word),)
        if slots:
            filler = all(slot == "filler" for slot, _ in slots)
            steps.append((end, _Token(word, slots), 1.5 if filler else 1.0 if end - start > 1 else 1.2))
    end = start + 1
    while latin and end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    steps.append((end, _Token(text[start:end], ()), 10.0))
    return steps


def _mended(rest: str, tokens: list[_Token], mend: Callable[[str], list[tuple[str, str]]], found: _Slots) -> str | None:
    """The text with one wrong character put right in what was left over, or None where nothing was."""
    mended = rest
    for run in _runs(tokens):
        for said, meant in mend(run):
            mended = mended.replace(said, meant, 1)
            found.corrected.append((said, meant))
    return mended if mended != rest else None


def _runs(tokens: list[_Token]) -> list[str]:
    """What is left over, with the fillers between: `龙囗市`, `行政处法`."""
    runs, run = [], ""
    for token in [*tokens, _Token("", (("end", ""),))]:
        weak = not token.slots or (len(token.text) <= 2 and all(s in ("filler", "degree") for s, _ in token.slots))
        if weak:
            run += token.text
        elif run:
            runs.append(run)
            run = ""
    return runs


_CONTENT = frozenset(("row", "row_requests", "row_fees", "row_carried", "column", "result", "applicant", "fine"))


def _file(token: _Token, found: _Slots, names: Mapping[str, object]) -> None:
    if not token.slots:
        if found.left and found.topic and found.topic[-1] == found.left[-1] and not token.text.isascii():
            found.left[-1] += token.text
            found.topic[-1] += token.text
            return
        found.left.append(token.text)
        found.topic.append(token.text)
        return
    for slot, value in token.slots:
        found.add(slot, value if slot != "agency" else token.text)
        if slot == "op" and value == "below" and len(token.slots) > 1:
            found.many["op"].remove("below")
    if token.slots[0][0] in _CONTENT:
        found.topic.append(token.text)
    elif token.slots[0][0] not in ("filler", "agency", "place") or found.topic:
        found.topic.append("")


_FLAGS = (
    "who span area forecast opinion smalltalk command fine problems measures admits recent again quantity "
    "row_fees row_carried column_money column_projects column_made total"
).split()


def _question(text: str, normal: str, found: _Slots) -> Question:
    rows = _rows(found)
    relative = found.all("relative")
    they = found.all("they")
    tables, sections = found.all("table"), found.all("section")
    return Question(
        text=text,
        normal=normal,
        language=language.of(text),
        ops=frozenset(found.all("op") + found.all("degree")),
        flags=frozenset(flag for flag in _FLAGS if flag in found.many),
        names=found.all("agency"),
        places=found.all("place"),
        years=tuple(sorted(set(found.years))),
        relative=int(relative[0]) if relative else None,
        rows=rows,
        columns=_columns(found),
        results=found.all("result"),
        applicants=found.all("applicant"),
        table=tables[0] if tables else None,
        section=int(sections[0]) if sections else None,
        metrics=found.all("metric"),
        item=found.item,
        placekinds=found.all("placekind"),
        bound=found.bound,
        top=found.one.get("top"),
        nth=found.one.get("nth"),
        households=found.one.get("households"),
        they=found.one.get("they", int(they[0]) if they else None),
        quoted=tuple(found.quoted),
        units=found.all("unit"),
        left=tuple(word for word in found.left if word),
        topic=tuple(word for word in found.topic if word),
        corrected=tuple(found.corrected),
    )


def _rows(found: _Slots) -> tuple[str, ...]:
    """The rows meant: a general word gives way to a particular one beside it."""
    rows = list(found.all("row"))
    columns = found.all("column")
    if "采购总金额" in columns or "采购项目数量" in columns:
        rows = rows if "政府集中采购" in rows else [*rows, "政府集中采购"]
    if form.FEE_AMOUNT in columns and not rows:
        rows = ["行政事业性收费"]
    if not rows:
        rows = list(found.all("row_requests") or found.all("row_fees"))
    if any(row in form.BLOCKS[1:] for row in rows):
        rows = [row for row in rows if row != form.SUITS]
    members = {row.split("/")[0] for row in rows if "/" in row}
    return tuple(row for row in rows if row not in members)


def _columns(found: _Slots) -> tuple[str, ...]:
    return found.all("column")
