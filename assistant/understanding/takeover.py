"""What of the question before a half sentence takes over, and what it says for itself."""

import re
from dataclasses import replace

from assistant.answer import Answer
from assistant.understanding.excepted import other_levels
from assistant.understanding.question import Question
from corpus import form

KEPT_OPS = frozenset("sum mean median max min rank ascending compare trend difference count_agencies place".split())
_COLUMN_FLAGS = frozenset("column_money column_projects column_items column_made".split())
RELATES = re.compile(
    r"(?:那|那么|再)?(?:比|是|和|与|跟|同|加上|加|减去?(?![少免负轻])|除以|vs|versus|than|compared|minus"
    r"|and .*(?:total|sum|together))"
)
_OF_ANOTHER = frozenset("which_right why lastyear same mention did".split())
RANKING = frozenset(("max", "min", "rank"))
OF_SEVERAL = frozenset("sum mean median compare difference".split())
_OF_ONE_TURN = frozenset("problems measures admits again except others row_implied".split())
# Asked of another agency by its name alone.
_KEPT_ALONE = frozenset(
    "check faults contents profile contact docnumber dated period missing growth share each moved grew fell lastyear "
    "yearend".split()
)
_WHOLE = frozenset(
    "reports per_year provinces editions editions_new passages formchange meaning due decimals restart yearcheck "
    "conflict source export".split()
)


_ITEMS_NOW = re.compile(
    r"(?:现在|目前|当前|现有|年底|年末|期末|如今|还剩|剩下|剩余|还有)[^,。]{0,16}?(?:多少|几)个?项(?!目?金)"
    r"|how many (?:\S+ ){0,3}items (?:\S+ ){0,3}(?:now|at (?:the )?(?:year.?s? )?end|remain|left)"
)
_HAVE_ITEMS = frozenset("行政许可 其他对外管理服务事项 行政处罚 行政强制 行政事业性收费".split())


def items_now(normal: str) -> bool:
    """现在多少项: how many items there are after the year's change."""
    return bool(_ITEMS_NOW.search(normal))


def of_items_now(question: Question, last: Question | None) -> Question:
    """The rows asked, of which the form prints what there was and what came or went."""
    rows = question.rows or (last.rows if last else ())
    if len(rows) != 1 or rows[0] not in _HAVE_ITEMS or question.columns or question.ops - {"sum"}:
        return question
    frame = frozenset("are there now at the end of year remain left have does it".split())
    left = tuple(
        w for w in question.left if w.strip("年底末还剩下余几项有现在目前") and not frame.issuperset(w.split())
    )
    flags = question.flags - _COLUMN_FLAGS - {"row_implied", "remaining"}
    return replace(question, rows=rows, ops=frozenset(("yearend",)), left=left, flags=flags, units=(), relative=None)


LISTING = frozenset("rank filter compare sum mean median".split())
LISTED = LISTING | {"groups", "streak"}
"""After these the ranking shown before is no longer the one that is spoken of."""
_RANKED_OPS = frozenset("rank ascending max min sum mean median compare list chart count_agencies difference".split())


def lists(question: Question, answer: Answer) -> bool:
    """The answer sets one figure of several reports one below the other, so that they can be ranked."""
    whose = {(row.agency, row.year) for row in answer.rows}
    one = len(question.rows) == 1 and len(whose) == len(answer.rows) > 1 and all(row.figures for row in answer.rows)
    plain = not (question.clauses or question.ops - _RANKED_OPS or question.share_of or question.flags & {"except"})
    return one and plain and answer.reading.operation in LISTING


_RECKONED = frozenset(("sum", "difference"))


def deeds(last: Question, question: Question) -> frozenset[str]:
    """What is done with them; of a sum from which more is taken, or the other way round, the figures are only shown."""
    mixed = len(last.rows) > 1 and _goes_on(last, question)
    return question.ops - _RECKONED if mixed and not {"sum"} <= last.ops & question.ops else question.ops


def _goes_on(last: Question, question: Question) -> bool:
    return bool(question.ops & _RECKONED and (last.ops & _RECKONED or question.normal.startswith("再")))


def less(last: Question, question: Question) -> Question:
    """减去某局, after a sum: the sum of the others, of all reports or of those that were added up."""
    taken = question.ops == {"difference"} and question.names and not (question.rows or question.left)
    if not taken or "减" not in question.normal or "sum" not in last.ops:
        return question
    if last.names and "except" not in last.flags:
        names = tuple(name for name in last.names if name not in question.names)
        rest = len(names) == len(last.names) - len(question.names) and names
        said = tuple(one for one in question.said if one[0] != "op")
        return replace(question, normal="和".join(names), names=names, ops=frozenset(), said=said) if rest else question
    names = tuple(dict.fromkeys((*last.names, *question.names)))
    flags = question.flags | {"except", "again"}
    return replace(question, normal=f"除了{'和'.join(names)}", names=names, ops=frozenset(), flags=flags)


def both(last: Question, question: Question) -> tuple[str, ...]:
    """The row before and the rows now, where a half sentence sets them against each other; 再加 goes on with a sum."""
    kept = last.rows if _goes_on(last, question) and len(last.names) == 1 else last.rows[:1]
    return tuple(dict.fromkeys((*kept, *question.rows)))


_ADDED = frozenset(("sum", "mean"))


def with_slots_of(last: Question, question: Question, names: tuple[str, ...], years: tuple[int, ...]) -> Question:
    """The question with row, column and the rest of the last one, where it says nothing of them itself."""
    columns = question.columns or (() if question.flags & _COLUMN_FLAGS else last.columns)
    once = {"again", "except", "others"}
    # All but one are several.
    alone = () if "except" in question.flags else names
    groups = question.groups or (None if names or "who" in question.flags else last.groups)
    # 最少呢, of provinces by their sums: the lowest sum, and no agency.
    summed = (
        last.ops & {"sum", "mean"} if groups and question.ops and not question.ops & {"sum", "mean"} else frozenset()
    )
    kept = last.flags - once - {"who", "span"} if question.names or question.ops else last.flags - once
    if question.flags & _COLUMN_FLAGS or columns != last.columns:
        kept -= _COLUMN_FLAGS
    return replace(
        question,
        names=names,
        years=years,
        rows=last.rows,
        columns=columns,
        results=question.results or last.results,
        applicants=question.applicants or last.applicants,
        table=last.table,
        section=question.section or last.section,
        metrics=last.metrics,
        ops=(question.ops | last.ops & summed)
        or ops_for(last.ops & (KEPT_OPS | _KEPT_ALONE), alone, last.rows + last.columns),
        left=question.left or (last.left if not last.rows else ()),
        top=question.top or (None if names else last.top),
        flags=question.flags | kept,
        households=question.households or (None if names else last.households),
        bounds=question.bounds or (() if names else last.bounds),
        clauses=question.clauses or (() if names or question.rows else last.clauses),
        groups=groups,
        streak=last.streak if question.streak is None and not question.ops else question.streak,
        either=question.either or last.either,
        topic=question.topic or last.topic,
    )


_OF_THOSE = frozenset("sum mean median max min rank ascending count_agencies".split())
_RATES = frozenset(("growth", "lastyear"))


def narrowed(last: Question, question: Question, made: Question) -> Question:
    """The completed question over the reports that were spoken of: of the same level, without those left out."""
    if question.names or made.names or question.households or "span" in question.flags:
        return made
    if "except" in last.flags and last.names and "except" not in question.flags:
        made = replace(made, names=last.names, flags=made.flags | {"except", "others"})
    levels = question.levels or other_levels(last) or last.levels
    places, kinds = question.places or last.places, question.placekinds or last.placekinds
    return replace(made, levels=levels, places=places, placekinds=kinds)


def chosen(last: Question, question: Question, made: Question) -> Question:
    """What is asked next is asked of those that were chosen: 高于平均的机关, then 合计; 增长最快的, 最慢的呢."""
    ops = question.ops
    if not ops or not ops <= _OF_THOSE or question.rows or question.names or question.bounds:
        return made
    beyond = {"above", "below", "mean", "median"} if last.ops & {"above", "below"} else set()
    if beyond and last.ops & {"mean", "median"} and not made.names:
        return replace(made, ops=made.ops | last.ops & beyond, said=(*last.said, *question.said))
    if last.ops & _RATES and ops <= {"max", "min", "rank", "ascending"}:
        return replace(made, ops=made.ops | last.ops & (_RATES | {"grew", "fell"}))
    each_year = "trend" in last.ops and ops <= {"sum", "mean"}
    return replace(made, ops=made.ops | {"trend"}) if each_year else made


def same_table(question: Question, last: Question) -> bool:
    """The column or result named without its row is one of the row before."""
    asked = (*question.columns, *question.results)
    return all(any(form.columns(e, row, one) for e in form.EDITIONS) for row in last.rows for one in asked)


def only_table(question: Question) -> bool:
    """“表三呢”."""
    said = question.rows or question.names or question.left or question.ops or question.years or question.metrics
    return not said and not question.flags - {"again"}


def chooses_of_all(question: Question | None) -> bool:
    """It was asked which of all reports."""
    if question is None or question.names or question.households:
        return False
    return bool(question.ops & RANKING or question.bounds or question.clauses or question.streak is not None)


def _money(question: Question) -> frozenset[str]:
    """多少钱 is not carried over to a row that has no amount."""
    return frozenset() if _AMOUNTS & set(question.rows) else frozenset(("column_money", "fine"))


_AMOUNTS = frozenset(("政府集中采购", "行政事业性收费"))


def only_another_row(question: Question) -> bool:
    """“那许可呢”: a row, perhaps a column or a year, and nothing said of what to do with it."""
    said = question.flags - {"again", "quantity"}
    elsewhere = question.places or question.unknown or question.households or question.groups
    return bool(question.rows) and not (question.ops or said or question.left or question.table or elsewhere)


def with_row(last: Question, question: Question, names: tuple[str, ...], years: tuple[int, ...]) -> Question:
    """The last question of another row: what was said of the one before alone is dropped."""
    return replace(
        last,
        text=question.text,
        normal=question.normal,
        language=question.language,
        names=names,
        years=years,
        relative=question.relative,
        rows=question.rows,
        share_of=(),
        top=question.top or (None if names else last.top),
        nth=question.nth,
        columns=question.columns or _columns_of(last, question),
        results=question.results,
        applicants=question.applicants,
        table=None,
        section=None,
        metrics=(),
        flags=(last.flags - _OF_ONE_TURN - _money(question)) | question.flags,
        ops=ops_for(last.ops - _OF_ANOTHER, names),
        left=(),
        said=question.said,
        topic=question.topic,
        quoted=question.quoted,
        units=question.units,
        bounds=question.bounds or (() if names else last.bounds),
        clauses=question.clauses or (() if names or question.rows else last.clauses),
        either=question.either or last.either,
        corrected=question.corrected,
    )


def _columns_of(last: Question, question: Question) -> tuple[str, ...]:
    """上一年项目数量 of one row is asked of the next, where that has the column and names no other."""
    decided = any(slot == "decided" for slot, _, _ in question.said)
    named = question.flags & _COLUMN_FLAGS or question.units or decided
    kept = last.columns if set(last.columns) <= {form.PRIOR_ITEMS, form.CHANGE} and not named else ()
    fits = all(any(form.columns(e, row, c) for e in form.EDITIONS) for row in question.rows for c in kept)
    return kept if fits else ()


def counts_on(question: Question, last: Question) -> bool:
    """“微信呢” after a number of the prose was asked: the number of that, not what is said of it."""
    counted = bool(last.units or "quantity" in last.flags) and bool(last.left) and not last.rows
    said = question.ops or question.flags - {"again", "other"} or question.rows or question.metrics or question.section
    return counted and bool(question.left) and not said


def ops_for(ops: frozenset[str], names: tuple[str, ...], rows: tuple[str, ...] = ()) -> frozenset[str]:
    """What is taken over of what was to be done: one figure of one agency is neither ranked nor added up."""
    if len(names) != 1:
        return ops
    return ops - RANKING - (OF_SEVERAL - {"sum", "difference"} if len(rows) > 1 else OF_SEVERAL)


def continues(question: Question, last: Question) -> bool:
    """A question that leaves open whose figure, or what of it."""
    if question.ops & _WHOLE or question.flags & {"area", "smalltalk", "command", "opinion", "forecast"}:
        return False
    if (
        question.quoted
        and "again" not in question.flags
        and not (question.ops or question.rows or question.names or question.left)
    ):
        return False
    if "again" in question.flags or question.they is not None or question.normal.rstrip("?？").endswith("呢"):
        return True
    says_what = bool(
        question.rows
        or question.flags & {"problems", "measures", "fine"}
        or question.metrics
        or question.left
        or question.table
    )
    if last.rows and RELATES.match(question.normal):
        return True
    wide = bool(question.flags & {"who", "span"} or question.households)
    if wide:
        return not says_what and bool(last.rows)
    if question.ops & KEPT_OPS and question.rows:
        # 许可加处罚, of the one agency spoken of.
        return len(question.rows) > 1 and question.ops == {"sum"} and not question.years and len(last.names) == 1
    return not question.names or not says_what


def asks_of_a_number(question: Question) -> bool:
    """那80是什么: what a number is that was quoted before."""
    said = question.rows or question.names or question.left or question.years or question.metrics or question.table
    return bool(question.quoted and question.ops and question.ops <= {"meaning", "whatis"} and not said)


def reasons(question: Question) -> bool:
    """It asks for causes, checks or facts about reports, not for a figure."""
    return bool(question.ops & {"why", "which_right", "check", "faults", "missing", "contents", "profile", "contact"})
