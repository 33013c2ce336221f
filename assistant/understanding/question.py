"""Words → slots: what a question asks, read without a language model and without looking at any report.

`understand` cuts the normalised question into known words with the fewest characters left over, and files them under
slots. What no word explains stays in `left`: it decides whether a plain figure is the answer.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant import language
from assistant.understanding.bounds import ON_CHANGE, OPPOSITE, Bound, marked, of_change
from assistant.understanding.clipped import names_in_full, said_in_full
from assistant.understanding.gazetteer import members
from assistant.understanding.metrics import Metric, known
from assistant.understanding.numerals import Numerals, Quoted, take
from assistant.understanding.preamble import without as without_preamble
from assistant.understanding.segment import around_a_name, cut, joined, without_names
from assistant.understanding.slots import (
    FIGURES,
    Slots,
    file,
    mended,
    of_one,
    ops_of,
    other_agencies,
    pairs_of,
    share_of,
    with_purchases,
)
from corpus import form
from corpus.identity.normal import normalise


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
    pairs: tuple[tuple[str, str], ...] = ()
    """Each agency with its own row: 甲的许可和乙的处罚."""
    share_of: tuple[str, ...] = ()
    """Rows behind 占 where others stand before it: the whole of which a share is asked."""
    columns: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    table: str | None = None
    section: int | None = None
    metrics: tuple[Metric, ...] = ()
    item: str | None = None
    """A paragraph of article 20: 六 for 第二十条第（六）项."""
    article: int | None = None
    placekinds: tuple[str, ...] = ()
    groups: str | None = None
    """`province`, `city` or `level`, where sums are asked of each: 哪个省合计最多."""
    levels: tuple[str, ...] = ()
    """`province`, `city`, `county` or `town`: 省级机关."""
    bounds: tuple[Bound, ...] = ()
    """Conditions on the one figure asked; two for a range."""
    clauses: tuple["Question", ...] = ()
    """Several conditions, each on a figure of its own: a question with a row and bounds, or with two rows compared."""
    either: bool = False
    """One of the clauses is enough: 或."""
    since: int | None = None
    until: int | None = None
    """2020年之前 → 2019."""
    recent: int | None = None
    """近三年 → 3, of the latest years loaded."""
    streak: int | None = None
    """Steps in which a figure is to rise, or fall: 2 for 连续两年增长, 0 for 连年增长, which says no number."""
    top: int | None = None
    """前三名 → 3."""
    nth: int | None = None
    """第二高, 第二条 → 2."""
    households: int | None = None
    """三家 → 3."""
    they: int | None = None
    """2 for 这两家, 0 for 它们 and the like, −1 and −2 for 前者 and 后者."""
    quoted: tuple[Quoted, ...] = ()
    units: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Words that no slot explains, in order."""
    topic: tuple[str, ...] = ()
    """Every content word, explained or not, in order: what a search of the prose looks for."""
    said: tuple[tuple[str, str, str], ...] = ()
    """(slot, value, word) of every word that is explained, in order."""
    whole: bool = False
    """Every row is wanted, however many, and not only the first: a file is to hold them."""
    corrected: tuple[tuple[str, str], ...] = ()
    """(as said, as read) for words read as another by one wrong character."""


def understand(
    text: str,
    names: Mapping[str, object],
    mend: Callable[[str], list[tuple[str, str]]] | None = None,
    places: Callable[[str], Sequence[str]] | None = None,
) -> Question:
    """The slots of a question.

    `names` are the names of loaded agencies in normalised form, and those of the user's own metrics with the metric
    they name; `mend` reads a word that nothing explains as a known one where one wrong character is the only
    difference: it returns the pairs (word in it, word meant). `places` finds the places that a text names; it is asked
    only where something is left over.
    """
    normal = normalise(text)
    found = Slots()
    rest, numerals = take(joined(normal, names))
    clauses = _clauses(text, rest, numerals, names)
    if numerals.bounds and not ON_CHANGE.search(rest):
        found.add("bound_apart", "1")
    rest, _ = marked(rest, numerals.bounds)
    rest = without_preamble(rest, names)
    tokens = cut(rest, names)
    if mend and (better := mended(rest, tokens, mend, found)):
        rest, tokens = better, cut(better, names)
    if clipped := names_in_full(tokens, names):
        rest, normal = said_in_full(rest, clipped), said_in_full(normal, clipped)
        tokens = cut(rest, names)
    longer: tuple[str, ...] = ()
    if places and any(not token.slots for token in tokens):
        longer = tuple(around_a_name(rest, tokens, places))
        there = places(without_names(rest, tokens))
        if not any(slot in FIGURES for token in tokens for slot, _ in token.slots):
            there = [place for place in there if not members(place)]
        if there:
            tokens = cut(rest, names, frozenset(there))
    for token in other_agencies(tokens, found, text.lower(), longer):
        file(token, found)
    made = _question(text, normal, found, numerals, clauses)
    return replace(made, share_of=share_of(tokens), pairs=pairs_of(tokens), metrics=_metrics(found, names))


def _metrics(found: Slots, names: Mapping[str, object]) -> tuple[Metric, ...]:
    """The metrics named; one of the user's own stands among the names."""
    told = ((name, names.get(name)) for name in found.all("metric"))
    return tuple(own if isinstance(own, Metric) else known()[name] for name, own in told)


@dataclass(frozen=True, slots=True)
class _Clauses:
    each: tuple[Question, ...] = ()
    either: bool = False
    shown: tuple[str, ...] = ()
    """Rows behind the conditions: 处罚超过70的机关，许可各多少."""
    unread: tuple[str, ...] = ()
    """Words that join conditions in a way that is not understood."""


_JOINS = re.compile(
    r"(?<=[^|])(?=没有)|的(?:机关|单位|部门|报告|各局)[里中]?"
    r"(?=的|平均|合计|行政|许可|处罚|强制|收费|采购|规章|规范|新收|申请|复议|诉讼)|并且|而且|同时|但是|或者?(?!其他组织)|[且但却而,，;；]"
    r"|(?<![a-z])(?:and also|and|but|while|or)(?![a-z])"
)


def _clauses(text: str, rest: str, numerals: Numerals, names: Mapping[str, object]) -> _Clauses:
    """The conditions of a question that has several, or one and asks for other rows of those that meet it."""
    parts, joins = _JOINS.split(rest), _JOINS.findall(rest)
    if len(parts) < 2 or not (numerals.bounds or "没" in rest or "未" in rest):
        return _Clauses()
    pieces = [_piece(text, part, numerals, names) for part in parts]
    either = [join for join in joins if join[:1] in ("或", "o")]
    if any(piece.bounds for piece in pieces):
        pieces = [_had(piece) for piece in pieces]
    if either and len(pieces) == 2 and pieces[0].rows and not pieces[0].bounds:
        pieces[0] = replace(pieces[0], bounds=pieces[1].bounds)
    each: list[Question] = []
    for piece in pieces:
        if piece.bounds and (piece.rows or each):
            each.append(piece if piece.rows else replace(piece, rows=each[-1].rows, columns=each[-1].columns))
    first = next((n for n, piece in enumerate(pieces) if piece.bounds), len(pieces))
    named = {row for clause in each for row in clause.rows}
    shown = tuple(row for piece in pieces[first:] if not piece.bounds for row in piece.rows if row not in named)
    before = any(piece.rows for piece in pieces[:first])
    if any(len(clause.rows) > 1 for clause in each) or before or (either and len(either) < len(each) - 1):
        return _Clauses(unread=(*joins[:1],) if len(each) > 1 or before and each else ())
    if len(each) < 2 and not (each and shown):
        return _Clauses()
    return _Clauses(tuple(each), bool(either), shown)


_HAD = re.compile(r"(?:^|\W|机关|单位|部门|局|谁|家)(?:的|且|也|都)?(?:有|做过|作出过|作出|发生过)(?!多少|几|哪)")


def _had(piece: Question) -> Question:
    """有处罚 beside another condition: its figure is not 0."""
    asks = piece.rows and not piece.bounds and _HAD.search(piece.normal)
    return replace(piece, bounds=(Bound("!=", Decimal(0)),)) if asks else piece


def _piece(text: str, part: str, numerals: Numerals, names: Mapping[str, object]) -> Question:
    """One part of a question between 且, 或 and the like, understood on its own."""
    plain, bounds = marked(part, numerals.bounds)
    found, of_it = Slots(), Numerals()
    of_it.bounds = [bounds] if bounds else []
    for token in cut(plain, names):
        file(token, found)
    return _question(text, part, found, of_it, _Clauses())


def _said_anyway(word: str, rows: tuple[str, ...]) -> bool:
    """表三 and 表四 are about the disclosure of information, so that 信息公开复议 narrows nothing."""
    about = {form.table_of(row) for row in rows}
    return word.removeprefix("政府") == "信息公开" and bool(about) and form.ACTIVE not in about


def _narrowing(found: Slots, numerals: Numerals, rows: tuple[str, ...], clauses: _Clauses) -> tuple[str, ...]:
    """Known words that here narrow the figure to something the form does not ask."""
    denied = () if clauses.each else _denied(found, rows)
    public = () if "column_public" not in found.many or _DOCUMENTS & set(rows) else ("对外公开",)
    kinds = (f"{numerals.kinds}类",) if numerals.kinds and not _so_many(found, numerals.kinds, rows) else ()
    year = () if rows or found.all("metric") or "whichyear" not in found.all("op") else ("哪年",)
    return (*public, *_made(found), *_bodies(found, numerals), *denied, *kinds, *year, *clauses.unread)


def _so_many(found: Slots, kinds: int, rows: tuple[str, ...]) -> bool:
    """四类 says no more than the four rows listed beside it; of a share one more may be named before."""
    return len(rows) == kinds or ("share" in found.all("op") and len(rows) == kinds + 1)


def _prior(found: Slots) -> int | None:
    """上一年 says which column beside 项目, and is a year that depends on the day elsewhere."""
    items = {"column_projects", "column_items", "column_count"} & found.many.keys()
    if "prior" not in found.many or form.PRIOR_ITEMS in found.all("column") or items:
        return None
    return None if "lastyear" in found.all("op") else -1


# In every row of 表二: alone they do not say which is meant.
_COMMON_COLUMNS = (form.DECISIONS, form.PRIOR_ITEMS, form.CHANGE)
_FLAGS = (
    "who span area forecast opinion smalltalk command fine problems measures admits recent again quantity "
    "row_fees row_requests row_carried column_money column_projects column_items column_made total "
    "except prior chatter measured other others shape prose matter matters equal remaining shared about_problems "
    "values bound_apart"
).split()


def _flags(found: Slots, numerals: Numerals) -> frozenset[str]:
    flags = frozenset(flag for flag in _FLAGS if flag in found.many)
    # 针对问题采取了什么措施 asks for the measures.
    flags -= {"problems"} if {"about_problems", "measures"} <= flags else set()
    # 没有增长5到10件之间的: below it, above it, or neither grew nor fell?
    denied = "none" in found.many and not found.all("agency") and sum(map(len, numerals.bounds)) > 1
    flags |= {"bound_denied"} if denied else set()
    flags |= {"in_order"} if numerals.in_order else set()
    return flags | {"remaining"} if numerals.remaining else flags


def _question(text: str, normal: str, found: Slots, numerals: Numerals, clauses: "_Clauses") -> Question:
    rows = _rows(found) if not clauses.shown else clauses.shown
    # 2020当年 is 2020; without a year it is this one.
    relative = found.all("relative") or (() if numerals.years else found.all("thatyear"))
    they, tables, sections = found.all("they"), found.all("table"), found.all("section")
    return Question(
        text=text,
        normal=normal,
        language=language.of(text),
        ops=ops_of(normal, frozenset((*found.all("op", "degree"), *numerals.degree)), rows or found.all("metric")),
        flags=_flags(found, numerals) | _implied(found, rows),
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
        item=numerals.item,
        article=numerals.article,
        placekinds=found.all("placekind"),
        groups=next(iter(found.all("groups")), None),
        levels=found.all("level"),
        bounds=() if clauses.each else _bounds(found, numerals, rows),
        clauses=clauses.each,
        either=clauses.either,
        since=numerals.since,
        until=numerals.until,
        recent=numerals.recent,
        streak=numerals.streak,
        top=numerals.top,
        nth=numerals.nth,
        households=numerals.households,
        they=numerals.they if numerals.they is not None else int(they[0]) if they else None,
        quoted=tuple(numerals.quoted),
        units=(*numerals.units, *found.all("unit")),
        left=tuple(
            w for w in (*found.left, *_narrowing(found, numerals, rows, clauses)) if w and not _said_anyway(w, rows)
        ),
        unknown=found.all("unknown"),
        topic=tuple(word for word in found.topic if word),
        said=tuple(found.said),
        corrected=tuple(found.corrected),
    )


def _bounds(found: Slots, numerals: Numerals, rows: tuple[str, ...]) -> tuple[Bound, ...]:
    """没有 turns a condition on several agencies round; without one it asks for those whose figure is 0."""
    bounds = tuple(bound for each in numerals.bounds for bound in each)
    moved = {"grew", "fell"} & set(found.all("op"))
    denied = "none" in found.many and not of_one(found)
    if len(moved) == 1 and (bounds or denied):
        return of_change(bounds, falls="fell" in moved, denied=denied)
    if not (denied and (rows or bounds and found.all("metric"))):
        return bounds
    if not bounds:
        return (Bound("=", Decimal(0)),)
    return (replace(bounds[0], sign=OPPOSITE[bounds[0].sign]),) if len(bounds) == 1 else bounds


def _denied(found: Slots, rows: tuple[str, ...]) -> tuple[str, ...]:
    """未受理的许可 of one agency is something else than its permits."""
    return ("未",) if "none" in found.many and rows and of_one(found) else ()


def _bodies(found: Slots, numerals: Numerals) -> tuple[str, ...]:
    """单位, 部门 are the agencies where several are asked about, and someone else in 对单位的处罚."""
    several = {"who", "span"} & found.many.keys() or "count_agencies" in found.all("op")
    return () if several or numerals.bounds or numerals.households else found.all("body")


def _made(found: Slots) -> list[str]:
    """新增, 制定 say which documents are meant; of penalties and permits they say nothing that the form asks."""
    rows = found.all("row")
    return ["新增"] if "column_made" in found.many and rows and not _DOCUMENTS & set(rows) else []


_DOCUMENTS = frozenset(("规章", "规范性文件"))


def _rows(found: Slots) -> tuple[str, ...]:
    """The rows meant: a general word gives way to a particular one beside it."""
    rows = list(found.all("row"))
    columns = found.all("column")
    if "采购总金额" in columns or "采购项目数量" in columns:
        rows = with_purchases(rows, found)
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


def _implied(found: Slots, rows: tuple[str, ...]) -> frozenset[str]:
    """The rows follow from a column or a result alone: a conversation may know the row."""
    said = found.all("row", "row_requests", "row_fees") or "row_carried" in found.many
    return frozenset(("row_implied",)) if rows and not said else frozenset()


def _rows_with(found: Slots) -> list[str]:
    """A column or result named without a row: every row that has it."""
    if found.all("result") and not ({"op", "metric"} & found.many.keys() and "meaning" in found.all("op")):
        return list(form.BLOCKS)
    columns = [column for column in found.all("column") if column not in _COMMON_COLUMNS]
    if not columns or "meaning" in found.all("op"):
        return []
    rows = (row for edition in form.EDITIONS for row in form.rows(edition, form.ACTIVE))
    return list(dict.fromkeys(form.generic_row(row.label) for row in rows if set(columns) & set(row.columns)))


def _columns(found: Slots) -> tuple[str, ...]:
    columns = found.all("column")
    if "column_public" in found.many and _DOCUMENTS & set(found.all("row")) and not columns:
        columns = ("对外公开总数量",)
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
