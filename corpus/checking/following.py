"""Two reports of one agency in years that follow each other: what the second must take over from the first.

An agency that was given another name in between may report on more or less than before: what does not agree there is
`uncertain`, never a failure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.checking.equation import Equation, judged, lines_of, shown
from corpus.form import ACTIVE, APPLICANTS, CARRIED_IN, CARRIED_OUT, CHANGE, REQUESTS
from corpus.report import Check, Entry, Figure

Cells = dict[tuple[str, str, str], Figure]
MADE, REPEALED, IN_FORCE = "本年制发件数", "本年废止件数", "现行有效件数"
DOCUMENTS = ("规章", "行政规范性文件")
BEFORE = "上一年项目数量"


def following(entry: Entry, figures: Sequence[Figure], former: Entry, formers: Sequence[Figure]) -> tuple[Check, ...]:
    """The checks of a report against that of the year before."""
    now, before = _cells(figures), _cells(formers)
    found = (*_carried(entry, now, before), *_in_force(entry, now, before), *_items(entry, now, before))
    return tuple(_placed(check, entry, former) for check in found)


def _cells(figures: Sequence[Figure]) -> Cells:
    return {(f.table, f.row, f.column): f for f in figures if f.in_form}


def _placed(check: Check, entry: Entry, former: Entry) -> Check:
    """The check with the other report named; `lines` are those of the report itself."""
    own = tuple(f for f in check.figures if f.report == entry.report)
    other = lines_of([f for f in check.figures if f.report == former.report])
    where = f"{former.file}" + (f" 第 {'、'.join(map(str, other[:4]))} 行" if other else "")
    renamed = entry.agency != former.agency and check.status == "fail"
    doubt = f"；机关名称已由{former.agency}改为{entry.agency}，口径可能不同" if renamed else ""
    text = f"{check.text}（上一年度：{where}）{doubt}"
    return replace(check, status="uncertain" if renamed else check.status, text=text, lines=lines_of(own))


def _carried(entry: Entry, now: Cells, before: Cells) -> Iterator[Check]:
    """What was carried over to this year is what this year carries in."""
    pairs = [
        (column, now.get((REQUESTS, CARRIED_IN, column)), before.get((REQUESTS, CARRIED_OUT, column)))
        for column in APPLICANTS
    ]
    if any(one and other for _, one, other in pairs):
        names = ("上年结转", "上一年度的结转下年度继续办理")
        equations = [Equation(column, names, (one,), (other,)) for column, one, other in pairs]
        _, one, other = pairs[-1]
        said = f"上年结转 {shown(one)} = 上一年度的结转下年度 {shown(other)}"
        yield judged(entry.report, "carried_over", equations, said, "七列都对")


def _in_force(entry: Entry, now: Cells, before: Cells) -> Iterator[Check]:
    """Documents in force: those of the year before, with the new ones, without the repealed ones."""
    for row in DOCUMENTS:
        left = tuple(now.get((ACTIVE, row, column)) for column in (IN_FORCE, REPEALED))
        right = (before.get((ACTIVE, row, IN_FORCE)), now.get((ACTIVE, row, MADE)))
        if left[0] and right[0]:
            names = ("现行有效 + 本年废止", "上一年度现行有效 + 本年制发")
            said = f"{row}：现行有效 {shown(left[0])} + 废止 {shown(left[1])}"
            said += f" = 上一年度现行有效 {shown(right[0])} + 制发 {shown(right[1])}"
            yield judged(entry.report, "in_force", [Equation(row, names, left, right)], said, "相符")


def _items(entry: Entry, now: Cells, before: Cells) -> Iterator[Check]:
    """Kinds of item: last year's number and its change are what this year calls the number of the year before."""
    equations = [
        Equation(row, ("上一年项目数量", "上一年度报告的项目数量与增减之和"), (own,), (count, change))
        for (table, row, column), own in now.items()
        if (table, column) == (ACTIVE, BEFORE)
        if (count := before.get((ACTIVE, row, BEFORE))) and (change := before.get((ACTIVE, row, CHANGE)))
        if None not in (own.value, count.value, change.value)
    ]
    if equations:
        yield judged(entry.report, "items_carried", equations, "各行的上一年项目数量与上一年度报告相符", "都对")
