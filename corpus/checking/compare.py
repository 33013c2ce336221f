"""The prose of a report against itself and against its tables.

A count is compared with a cell only where it reads as the same thing: the form's own word, unqualified, with a counter
of decisions. Items published (条, 篇), qualified counts (医疗机构行政许可) and neighbours of a row (部门文件) measure
something else; those are `different_scopes`, never a contradiction.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from corpus.form import BLOCKS, CARRIED_IN, GRAND_TOTAL, NEW_REQUESTS, REQUESTS, RESULTS, REVIEW
from corpus.numbers import plain
from corpus.report import Check, Count, Figure, State

_DECIDED = ("处理决定数量", "本年处理决定数量")
_MADE = ("本年新制作数量", "本年制发件数")
_DECIDING = ("行政许可", "行政处罚", "行政强制")
_DOCUMENTS = ("规范性文件", "行政规范性文件")
ROWS = frozenset((*_DECIDING, *_DOCUMENTS, NEW_REQUESTS, CARRIED_IN, GRAND_TOTAL, *BLOCKS))
"""Of the cells that a count may be compared with."""
_PUBLISHED = ("条", "篇", "则", "期", "次", "册", "张", "页", "%", "个百分点", "万元", "亿元", "千元", "元")
_PLAIN = (
    r"(?:[我本](?:局|委|办|厅|院|单位|机关|部门|县|市|区|镇|乡|街道)|[全今上]?年度?|全[县市区局委]|共|一共|累计|合计|总计|主动|依法|公开|公布|公示|"
    r"办理|办结|答复|作出|做出|实施|完成|处理|受理|收到|新收|接收|接到|收悉|下达|审批|涉及|因|有关|关于|政府|信息|工作|引发|引起|发生|被|申请|提起|提出|"
    r"公民|法人|和|其他组织|的|了|来|各类|、|对|与|及|或|至|\s)*"
)
_NEAR = (
    ("行政许可", "行政许可|行政审批|许可"),
    ("行政处罚", "行政处罚|处罚|行政执法|执法"),
    ("行政强制", "行政强制|强制措施"),
    ("其他对外管理服务事项", "对外管理服务|管理服务事项"),
    ("规范性文件", "文件"),
    ("行政规范性文件", "文件"),
    ("规章", "规章"),
    ("行政事业性收费", "收费"),
    ("政府集中采购", "采购"),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A count that reads as the same thing as some cells: any of the sums of `readings` may be meant."""

    count: Count
    name: str
    readings: tuple[tuple[Figure, ...], ...]

    @property
    def cells(self) -> tuple[Figure, ...]:
        """Those of the first reading."""
        return self.readings[0]

    @property
    def status(self) -> str:
        """As of a `Check`."""
        if any(f.value is None for f in self.cells):
            return "not_assessable"
        if any(_total(cells) == self.count.value for cells in self.readings):
            return "uncertain" if any(f.state is State.INFERRED for f in self.cells) else "pass"
        return "uncertain" if any(f.state is State.INFERRED for f in self.cells) or self.count.approximate else "fail"


def prose_tables(entry_id: str, figures: Sequence[Figure], counts: Sequence[Count]) -> tuple[Check, ...]:
    """`prose_table` for every count of the prose that reads as the same thing as a cell."""
    return tuple(_claim_check(entry_id, claim) for claim in compared(figures, counts))


def disputes(figures: Sequence[Figure], counts: Sequence[Count]) -> tuple[tuple[Figure, Count], ...]:
    """Cells with the count of the prose that contradicts each."""
    return tuple((f, c.count) for c in compared(figures, counts) if c.status == "fail" for f in c.cells)


def doubted(figures: Sequence[Figure], counts: Sequence[Count]) -> tuple[tuple[Figure, ...], ...]:
    """Cells that `disputes` finds contradicted where each is by itself, and pairs of 表四 that are added up.

    Beside other cells a count may be read as the sum of several.
    """
    claims = compared(figures, counts)
    said = {id(f): f for claim in claims for cells in claim.readings for f in cells}
    told = [claim.count for claim in claims]
    suits = tuple(f for f in said.values() if f.table == REVIEW and f.row in BLOCKS[1:] and f.column == RESULTS[-1])
    alone = [(figure,) for figure in said.values()]
    return tuple(cells for cells in (*alone, *([suits] if len(suits) > 1 else [])) if _contradicted(cells, told))


def _contradicted(cells: Sequence[Figure], counts: Sequence[Count]) -> bool:
    claims = (_claim(cells, count) for count in counts)
    return any(claim is not None and claim.readings and claim.status == "fail" for claim in claims)


def different_scopes(figures: Sequence[Figure], counts: Sequence[Count]) -> tuple[tuple[Figure, Count], ...]:
    """Cells with a count of the prose that names the same row and counts other things."""
    claimed = {id(claim.count) for claim in compared(figures, counts)}
    return tuple(
        (figure, count)
        for count in counts
        if id(count) not in claimed
        for row, words in _NEAR
        if re.search(words, _squeezed(count.object))
        for figure in figures
        if figure.row == row and figure.column in (*_DECIDED, *_MADE, "本年收费金额", "采购项目数量") and figure.in_form
    )


def prose_sums(entry_id: str, counts: Sequence[Count]) -> tuple[Check, ...]:
    """`prose_sum` for every total of the prose whose parts are listed in the same sentence."""
    found: list[Check] = []
    for _, group in groupby(counts, key=lambda c: (c.report, c.section, c.sentence)):
        found += _sums(entry_id, tuple(group))
    return tuple(found)


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _total(cells: Sequence[Figure]) -> Decimal:
    return sum((f.value for f in cells if f.value is not None), Decimal(0))


def compared(figures: Sequence[Figure], counts: Sequence[Count]) -> tuple[Compared, ...]:
    """Every count of the prose that reads as the same thing as a cell, beside it."""
    by_sentence = {key: tuple(g) for key, g in groupby(counts, key=lambda c: (c.section, c.sentence))}
    claims = (_claim(figures, c) for c in counts if not _is_part_of_items(c, by_sentence[c.section, c.sentence]))
    return tuple(c for c in claims if c is not None and c.readings)


def may_read_as_cells(count: Count) -> bool:
    """Whether a count is one that `compared` may set beside cells, whichever its report prints."""
    return _claim((), count) is not None


def _is_part_of_items(count: Count, sentence: Sequence[Count]) -> bool:
    """Whether it stands behind 其中 and a total of published items: `信息 9 条，其中行政许可 4 件`."""
    place = sentence.index(count)
    before = _squeezed(count.sentence).split(_squeezed(count.raw))[0]
    return place > 0 and "其中" in before and sentence[0].unit in _PUBLISHED


def _claim(figures: Sequence[Figure], count: Count) -> Compared | None:
    """What a count reads as, by its last words; None where they are qualified or no words of the form."""
    if count.unit in _PUBLISHED or count.cumulative:
        return None
    words = _squeezed(count.object).removeprefix(_squeezed(count.agency))
    for ending, claim in _READINGS:
        match = re.fullmatch(f"(.*?){ending}", words)
        if match and re.fullmatch(_PLAIN, re.sub("行政复议|行政诉讼", "", match[1])):
            return claim(figures, count, match)
    return None


def _cells(figures: Sequence[Figure], rows: Sequence[str], columns: Sequence[str]) -> tuple[Figure, ...]:
    return tuple(f for f in figures if f.in_form and f.row in rows and f.column in columns)


def _decided_claim(figures: Sequence[Figure], count: Count, match: re.Match[str]) -> Compared:
    cells = _cells(figures, (match[2],), _DECIDED)
    return Compared(count, match[2], (cells,) if cells else ())


def _made_claim(figures: Sequence[Figure], count: Count, _: re.Match[str]) -> Compared:
    cells = _cells(figures, _DOCUMENTS, _MADE)
    return Compared(count, "规范性文件", (cells,) if cells else ())


def _request_claim(figures: Sequence[Figure], count: Count, match: re.Match[str]) -> Compared | None:
    """Requests received: the new ones, or with those carried in. Requests answered: 总计."""
    answered = re.search("办理|办结|答复", match[1]) is not None
    if not answered and not re.search("受理|收到|新收|接收|接到|收悉|申请$", match.group()):
        return None
    requests = [f for f in figures if f.table == REQUESTS]
    new, old, done = (_cells(requests, (row,), ("总计",)) for row in (NEW_REQUESTS, CARRIED_IN, GRAND_TOTAL))
    readings = (done,) if answered else (new, (*new, *old))
    return Compared(count, "政府信息公开申请", readings if all(readings) else ())


def _review_claim(figures: Sequence[Figure], count: Count, match: re.Match[str]) -> Compared:
    """行政复议, 行政诉讼 or both together; the prose may leave out what is still pending."""
    names = [name for name in ("行政复议", "行政诉讼") if name in match.group()]
    blocks = [block for name in names for block in (BLOCKS[:1] if name == "行政复议" else BLOCKS[1:])]
    reviews = [f for f in figures if f.table == REVIEW]
    total, closed = (_cells(reviews, blocks, columns) for columns in (RESULTS[-1:], RESULTS[:3]))
    return Compared(count, "、".join(names), (total, closed) if total else ())


_READINGS: tuple[tuple[str, Callable[[Sequence[Figure], Count, re.Match[str]], Compared | None]], ...] = (
    (f"({'|'.join(_DECIDING)})(?:处理)?(?:决定)?(?:案件)?", _decided_claim),
    ("(?:制发|制定|出台|印发|制作)了?(?:的)?(?:行政)?规范性文件", _made_claim),
    ("(?:行政复议|行政诉讼)(?:案件|申请)?", _review_claim),
    ("(?:信息公开申请|依申请公开(?:信息|件|申请)?|公开申请)", _request_claim),
)


def _claim_check(entry_id: str, claim: Compared) -> Check:
    count, cells = claim.count, claim.cells
    said = f"正文“{count.object}{count.raw}”"
    if claim.status == "not_assessable":
        return Check(
            entry_id, "prose_table", claim.status, f"{said}，表中{claim.name}的格子读不到，不能对照", (), _lines(cells)
        )
    printed = " + ".join(f"{f.row} {f.column} {plain(f.value)}" for f in cells if f.value is not None)
    verdict = {"pass": "一致", "fail": "不一致", "uncertain": "不能确定"}[claim.status]
    lines = sorted({*_lines(cells), *_count_lines(count)})
    return Check(entry_id, "prose_table", claim.status, f"{said}，表中{printed}：{verdict}", cells, tuple(lines))


def _lines(figures: Sequence[Figure]) -> tuple[int, ...]:
    return tuple(sorted({f.source.line for f in figures if f.source.line is not None}))


def _count_lines(count: Count) -> set[int]:
    return {line for line in (count.source.line, count.source.line_end) if line is not None}


def _sums(entry_id: str, counts: Sequence[Count]) -> Iterator[Check]:
    """Totals among the counts of one sentence, before their parts or (共 …) behind them."""
    taken = 0
    for n, total in enumerate(counts):
        if n < taken or total.approximate:
            continue
        parts = _parts(total, counts[n + 1 :])
        if parts:
            taken = n + 1 + len(parts)
            yield _sum_check(entry_id, total, parts)
        elif n - taken >= 2 and _says_altogether(total) and all(c.unit == total.unit for c in counts[taken:n]):
            yield _sum_check(entry_id, total, counts[taken:n])
            taken = n + 1


def _parts(total: Count, after: Sequence[Count]) -> tuple[Count, ...]:
    """The counts behind a total that add up to it; those behind 其中 even where they do not."""
    same: list[Count] = []
    for count in after:
        if count.unit != total.unit or count.approximate:
            break
        same.append(count)
        if len(same) > 1 and sum(c.value for c in same) == total.value:
            return tuple(same)
    _, _, behind = _squeezed(total.sentence).partition(_squeezed(total.raw))
    return tuple(same) if len(same) > 1 and re.match("[，,（(：:]*其中", behind) else ()


def _says_altogether(count: Count) -> bool:
    before, _, _ = _squeezed(count.sentence).rpartition(_squeezed(count.raw))
    return re.search("(?:共|合计|总计|共计)$", before) is not None


def _sum_check(entry_id: str, total: Count, parts: Sequence[Count]) -> Check:
    added = sum((c.value for c in parts), Decimal(0))
    terms = " + ".join(plain(c.value) for c in parts)
    listed = "、".join(f"{c.object} {c.raw}" for c in parts)
    said = f"正文“{total.object} {total.raw}”，分项：{listed}"
    lines = tuple(sorted(set().union(*(_count_lines(c) for c in (total, *parts)))))
    if added == total.value:
        return Check(entry_id, "prose_sum", "pass", f"{plain(total.value)} = {terms}。{said}", (), lines)
    status = "fail" if added > total.value else "uncertain"
    why = "分项之和大于总数" if added > total.value else "分项之和小于总数，可能没有列全"
    return Check(entry_id, "prose_sum", status, f"{plain(total.value)} ≠ {terms}：{why}。{said}", (), lines)
