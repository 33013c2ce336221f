"""Words → slots: what a question asks, read without a language model and without looking at any report.

`understand` cuts the normalised question into known words with the fewest characters left over, and files them under
slots. What no word explains stays in `left`: it decides whether a plain figure is the answer.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import language
from assistant.numerals import Bound, Numerals, Quoted, take
from assistant.segment import Token, cut, without_names
from corpus import form


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
    unknown: tuple[str, ...] = ()
    """Words that together with a name are another agency: 国家卫健委."""
    years: tuple[int, ...] = ()
    relative: int | None = None
    """去年 −1, 今年 0."""
    rows: tuple[str, ...] = ()
    """Rows or groups of rows, by the label that stands for both editions."""
    share_of: tuple[str, ...] = ()
    """Rows behind 占 where others stand before it: the whole of which a share is asked."""
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


_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_SPACES = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")


def normalise(text: str) -> str:
    """Full-width to half-width, traditional to simplified, lower case, blanks beside Chinese removed."""
    flat = _folded(text).strip()
    if _has_traditional(flat):
        from opencc import OpenCC

        flat = OpenCC("t2s").convert(flat)
    # A letter made small may become one with its accent.
    return _folded(_SPACES.sub("", flat).lower())


def _folded(text: str) -> str:
    # Half a surrogate pair, from a terminal that speaks another encoding, is no character.
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole)


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
    rest, numerals = take(normal)
    tokens = cut(rest, names)
    if mend and (mended := _mended(rest, tokens, mend, found)):
        rest, tokens = mended, cut(mended, names)
    if places and any(not token.slots for token in tokens) and (there := places(without_names(rest, tokens))):
        tokens = cut(rest, names, frozenset(there))
    for token in _other_agencies(tokens, found):
        _file(token, found, names)
    return replace(_question(text, normal, found, numerals), share_of=_share_of(tokens))


class _Slots:
    """The slots while they are being filled."""

    def __init__(self) -> None:
        self.many: dict[str, list[str]] = {}
        self.left: list[str] = []
        self.topic: list[str] = []
        self.corrected: list[tuple[str, str]] = []

    def add(self, slot: str, value: str) -> None:
        values = self.many.setdefault(slot, [])
        if value not in values:
            values.append(value)

    def all(self, *slots: str) -> tuple[str, ...]:
        return tuple(value for slot in slots for value in self.many.get(slot, ()))


def _mended(rest: str, tokens: list[Token], mend: Callable[[str], list[tuple[str, str]]], found: _Slots) -> str | None:
    """The text with one wrong character put right in what was left over, or None where nothing was."""
    mended = rest
    for run in _runs(tokens):
        for said, meant in mend(run):
            mended = mended.replace(said, meant, 1)
            found.corrected.append((said, meant))
    return mended if mended != rest else None


def _runs(tokens: list[Token]) -> list[str]:
    """What is left over, with the short fillers between."""
    runs, run = [], ""
    for token in [*tokens, Token("", (("end", ""),))]:
        weak = not token.slots or (len(token.text) <= 2 and all(s in ("filler", "degree") for s, _ in token.slots))
        if weak:
            run += token.text
        elif run:
            runs.append(run)
            run = ""
    return runs


def _other_agencies(tokens: list[Token], found: _Slots) -> list[Token]:
    """The tokens without those that together name another agency: 国家 right before 卫健委."""
    kept: list[Token] = []
    for token in tokens:
        before = kept[-1] if kept else None
        named = any(slot == "agency" for slot, _ in token.slots) and not token.text.isascii()
        if before and named and not before.slots and before.start + len(before.text) == token.start:
            run = kept.pop()
            text = run.text
            while kept and not kept[-1].slots and kept[-1].start + len(kept[-1].text) == run.start:
                run = kept.pop()
                text = run.text + text
            if len(text) > 1:
                found.add("unknown", text + token.text)
                continue
            kept.append(run)
        kept.append(token)
    return kept


def _prior(found: _Slots) -> int | None:
    """上一年 says which column beside 项目, and is a year that depends on the day elsewhere."""
    items = {"column_projects", "column_items", "column_count"} & found.many.keys()
    if "prior" not in found.many or form.PRIOR_ITEMS in found.all("column") or items:
        return None
    return None if "lastyear" in found.all("op") else -1


_CONTENT = frozenset(
    ("row", "row_requests", "row_fees", "row_carried", "column", "column_count", "result", "applicant", "fine")
)


def _file(token: Token, found: _Slots, names: Mapping[str, object]) -> None:
    if not token.slots:
        if found.left and found.topic and found.topic[-1] == found.left[-1] and not token.text.isascii():
            found.left[-1] += token.text
            found.topic[-1] += token.text
            return
        found.left.append(token.text)
        found.topic.append(token.text)
        return
    if token.slots[0][0] == "measured":
        found.add("measured", "1")
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


def _share_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    at = next((n for n, token in enumerate(tokens) if ("op", "share") in token.slots), len(tokens))
    before, after = (
        tuple(dict.fromkeys(value for token in part for slot, value in token.slots if slot in _ROWS))
        for part in (tokens[:at], tokens[at:])
    )
    # 甲的处罚占三家处罚的比例: the same row on both sides is a share of reports, not of rows.
    return after if before and set(before) != set(after) else ()


_ROWS = ("row", "row_requests")
# In every row of 表二: alone they do not say which is meant.
_COMMON_COLUMNS = (form.DECISIONS, form.PRIOR_ITEMS, form.CHANGE)
_FLAGS = (
    "who span area forecast opinion smalltalk command fine problems measures admits recent again quantity "
    "row_fees row_requests row_carried column_money column_projects column_items column_made total "
    "except prior chatter measured"
).split()


def _question(text: str, normal: str, found: _Slots, numerals: Numerals) -> Question:
    rows = _rows(found)
    relative = found.all("relative")
    they = found.all("they")
    tables, sections = found.all("table"), found.all("section")
    return Question(
        text=text,
        normal=normal,
        language=language.of(text),
        ops=frozenset((*found.all("op", "degree"), *numerals.degree)),
        flags=frozenset(flag for flag in _FLAGS if flag in found.many),
        names=found.all("agency"),
        places=found.all("place"),
        years=tuple(sorted(set(numerals.years))),
        relative=int(relative[0]) if relative else _prior(found),
        rows=rows,
        columns=_columns(found),
        results=found.all("result"),
        applicants=found.all("applicant"),
        table=tables[0] if tables else None,
        section=int(sections[0]) if sections else None,
        metrics=found.all("metric"),
        item=numerals.item,
        placekinds=found.all("placekind"),
        bound=_bound(found, numerals, rows),
        top=numerals.top,
        nth=numerals.nth,
        households=numerals.households,
        they=numerals.they if numerals.they is not None else int(they[0]) if they else None,
        quoted=tuple(numerals.quoted),
        units=(*numerals.units, *found.all("unit")),
        left=tuple(
            word for word in (*found.left, *_made(found), *_bodies(found, numerals), *_denied(found, rows)) if word
        ),
        unknown=found.all("unknown"),
        topic=tuple(word for word in found.topic if word),
        corrected=tuple(found.corrected),
    )


def _bound(found: _Slots, numerals: Numerals, rows: tuple[str, ...]) -> Bound | None:
    """没有 turns a condition on several agencies round; without one it asks for those whose figure is 0."""
    if "none" not in found.many or not rows or found.all("agency"):
        return numerals.bound
    if numerals.bound is None:
        return Bound("=", Decimal(0))
    return replace(numerals.bound, sign=_OPPOSITE[numerals.bound.sign])


_OPPOSITE = {">": "<=", "<=": ">", "<": ">=", ">=": "<", "=": "!=", "!=": "="}


def _denied(found: _Slots, rows: tuple[str, ...]) -> tuple[str, ...]:
    """未受理的许可 of one agency is something else than its permits."""
    return ("未",) if "none" in found.many and rows and found.all("agency") else ()


def _bodies(found: _Slots, numerals: Numerals) -> tuple[str, ...]:
    """单位, 部门 are the agencies where several are asked about, and someone else in 对单位的处罚."""
    several = {"who", "span"} & found.many.keys() or "count_agencies" in found.all("op")
    return () if several or numerals.bound or numerals.households else found.all("body")


def _narrowing(found: _Slots, numerals: Numerals, rows: tuple[str, ...]) -> tuple[str, ...]:
    """Known words that here narrow the figure to something the form does not ask."""
    return (*_made(found), *_bodies(found, numerals), *_denied(found, rows))


def _made(found: _Slots) -> list[str]:
    """新增, 制定 say which documents are meant; of penalties and permits they say nothing that the form asks."""
    rows = found.all("row")
    return ["新增"] if "column_made" in found.many and rows and not {"规章", "规范性文件"} & set(rows) else []


def _rows(found: _Slots) -> tuple[str, ...]:
    """The rows meant: a general word gives way to a particular one beside it."""
    rows = list(found.all("row"))
    columns = found.all("column")
    if "采购总金额" in columns or "采购项目数量" in columns:
        rows = rows if "政府集中采购" in rows else [*rows, "政府集中采购"]
    if form.FEE_AMOUNT in columns and not rows:
        rows = ["行政事业性收费"]
    if not rows and "row_carried" in found.many:
        rows = [form.CARRIED_IN, form.CARRIED_OUT]
    if not rows:
        rows = list(found.all("row_requests") or found.all("row_fees") or _rows_with(found))
    if any(row in form.BLOCKS[1:] for row in rows):
        rows = [row for row in rows if row != form.SUITS]
    members = {row.split("/")[0] for row in rows if "/" in row}
    return tuple(row for row in rows if row not in members)


def _rows_with(found: _Slots) -> list[str]:
    """A column or result named without a row: every row that has it."""
    if found.all("result") and not ({"op", "metric"} & found.many.keys() and "meaning" in found.all("op")):
        return list(form.BLOCKS)
    columns = [column for column in found.all("column") if column not in _COMMON_COLUMNS]
    if not columns or "meaning" in found.all("op"):
        return []
    rows = (row for edition in form.EDITIONS for row in form.rows(edition, form.ACTIVE))
    return list(dict.fromkeys(form.generic_row(row.label) for row in rows if set(columns) & set(row.columns)))


def _columns(found: _Slots) -> tuple[str, ...]:
    columns = found.all("column")
    items = {"column_projects", "column_items", "column_count"} & found.many.keys()
    if "prior" in found.many and items and form.PRIOR_ITEMS not in columns:
        return (*columns, form.PRIOR_ITEMS)
    if "column_count" in found.many:
        # 采购 has a count of its own; of the others the form asks that of the year before.
        counted = "采购项目数量" if "政府集中采购" in found.all("row") else form.PRIOR_ITEMS
        columns = columns if counted in columns else (*columns, counted)
    if "decided" in found.many and columns and form.DECISIONS not in columns:
        return (form.DECISIONS, *columns)
    return columns
