"""Slots that do not fit the row they stand beside: 败诉的采购, 对企业的处罚.

Such a word narrows the figure to something that the form does not ask, so it counts as one that nothing explains.
"""

from collections.abc import Sequence

from assistant.understanding.question import Question
from corpus import form

_OTHER_ONES = frozenset("其他的 其它的 其余的 别的 另外的".split())
_COUNTERS = frozenset("件 项 个 起 宗 次 份 笔".split())
_MONEY = frozenset(("元", "万元"))
_AMOUNTS = frozenset(("政府集中采购", "行政事业性收费"))


def left_over(question: Question) -> tuple[str, ...]:
    """The words of slots that the rows named have no place for; () where there is no row."""
    rows = question.rows
    if not rows:
        return ()
    tables = {form.table_of(row) for row in rows}
    found: list[str] = []
    if form.REQUESTS not in tables:
        found += question.applicants
    if form.REVIEW not in tables:
        found += question.results
    found += [column for column in question.columns if not _has(rows, column)]
    if "row_fees" in question.flags and "行政事业性收费" not in rows:
        found.append("收费")
    if "row_requests" in question.flags and tables == {form.ACTIVE}:
        found.append("申请")
    if "other" in question.flags and not _of_others(question):
        found.append("其他")
    if question.names and "except" not in question.flags:
        # 甲的别的处罚: others than those that the form counts.
        found += [word for slot, _, word in question.said if slot == "others" and word in _OTHER_ONES]
    if "remaining" in question.flags and not at_year_end(question):
        found.append("年底")
    return (*found, *_units(question, tables))


def at_year_end(question: Question) -> bool:
    """年底还剩几项: items of the year before with their change, of one row that has both."""
    items = {"column_items", "column_projects", "column_count"} & question.flags or question.columns
    columns = set(question.columns) <= {form.PRIOR_ITEMS, form.CHANGE}
    counted = len(question.rows) == 1 and _has(question.rows, form.CHANGE) and _has(question.rows, form.PRIOR_ITEMS)
    return bool("remaining" in question.flags and items and columns and counted and not question.units)


# What may be said beside one figure and leaves it that figure.
_BESIDE_ONE = frozenset(
    "sum whatis meaning did which_right list mention source expand restart "
    "lastyear moved grew fell same both export chart".split()
)
# And beside two figures of one report, which they set against each other.
_BESIDE_TWO = _BESIDE_ONE | frozenset("above below max min versus compare difference".split())
_OF_SOMETHING_ELSE = frozenset(
    "problems measures admits placekind shape prose matters equal remaining aspects about_problems shared "
    "agree values groups".split()
)


def unused(question: Question) -> tuple[str, ...]:
    """The words that are explained but have no part in one figure of the form: 整改的处罚, 处罚的构成.

    A word that says something, and is not heard, narrows the figure like one that nothing explains.
    """
    tables = {form.table_of(row) for row in question.rows}
    ops = _BESIDE_TWO if len(question.rows) > 1 or len(question.columns) == 2 else _BESIDE_ONE
    told = _told_by_rows(question)
    said = ((slot, value, word) for slot, value, word in question.said if slot not in told)
    return tuple(word for slot, value, word in said if _is_unused(slot, value, tables, ops))


def _told_by_rows(question: Question) -> frozenset[str]:
    """Slots that are heard all the same: 等于 between two rows, 年底还剩 of items, 那个区 of a place."""
    found = {"equal"} if len(question.rows) > 1 or sets_equal(question) else set()
    found |= {"remaining"} if at_year_end(question) else set()
    found |= {"placekind"} if question.places else set()
    return frozenset(found)


def sets_equal(question: Question) -> bool:
    """上一年加增减等于处理决定数量吗."""
    columns = {form.PRIOR_ITEMS, form.CHANGE, form.DECISIONS}
    return "equal" in question.flags and set(question.columns) == columns and len(question.rows) == 1


def _is_unused(slot: str, value: str, tables: set[str], ops: frozenset[str]) -> bool:
    if slot == "op":
        return value not in ops
    if slot == "section":
        return int(value) not in {form.TABLE_SECTION[table] for table in tables}
    if slot == "table":
        return value not in tables
    talk = slot == "smalltalk" and value == "talk"
    return talk or slot in _OF_SOMETHING_ELSE or (slot == "row_carried" and form.REQUESTS not in tables)


_HEARD = frozenset(
    "agency year filler quantity measured unit total who span they again thatyear relative others prose".split()
) | {f"op {op}" for op in "did sum difference versus share growth moved grew fell ratio mean median list both".split()}
"""What a number of the prose is found by; ops one by one."""
_HEARD_OF_SEVERAL = {"degree", "recent", *(f"op {op}" for op in "max min rank ascending chart compare mention".split())}
"""And where several reports are set side by side."""


def unheard(question: Question, *, several: bool) -> tuple[str, ...]:
    """The words that are explained but have no part in a number of the prose: 没公开多少条, 企业信息多少条."""
    heard = _HEARD | _HEARD_OF_SEVERAL if several else _HEARD
    ends = ("年底",) if "remaining" in question.flags else ()
    return (*ends, *(word for slot, value, word in question.said if not {slot, f"{slot} {value}"} & heard))


def is_of_requests(question: Question) -> bool:
    """申请中予以公开的占比: an outcome of the requests, not one agency's part of all agencies' outcomes."""
    rows = question.rows
    said = "row_requests" in question.flags and len(rows) == 1 and not question.applicants
    return said and form.table_of(rows[0]) == form.REQUESTS and rows[0] != form.NEW_REQUESTS


def _of_others(question: Question) -> bool:
    """其他 says which reports: 除了甲，其他几家."""
    several = {"except", "who", "span"} & question.flags
    return bool(several or question.households or question.they not in (None, 1))


def _has(rows: tuple[str, ...], column: str) -> bool:
    return any(form.columns(edition, row, column) for row in rows for edition in form.EDITIONS)


def _units(question: Question, tables: set[str]) -> list[str]:
    """A unit in which the rows are not counted: 处罚了多少人."""
    allowed = _COUNTERS | (_MONEY if _AMOUNTS & set(question.rows) else frozenset())
    allowed |= {"条"} if form.REQUESTS in tables else frozenset()
    return [unit for unit in question.units if unit not in allowed]


def asks_money(question: Question) -> bool:
    """An amount is asked of a row that has none."""
    return "column_money" in question.flags and bool(question.rows) and not _AMOUNTS & set(question.rows)


def joined(words: Sequence[str], text: str) -> tuple[str, ...]:
    """The words in the text's order, those that touch made one: 公开, 目录 → 公开目录."""
    joined: list[str] = []
    for word in sorted(dict.fromkeys(words), key=text.find):
        if joined and joined[-1] + word in text:
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)
