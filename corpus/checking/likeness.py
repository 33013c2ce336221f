"""How alike two reports are: what they say in their own words, and their figures.

The prose is cut into clauses, from comma to comma. A clause that the form or the law puts into every report is left
out, the agency's own name and blanks too, so that what stays is what this agency wrote. A clause becomes a `mark`, a
number of 64 bits that is the same on every machine; the library keeps the marks and finds by them who shares some.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import blake2b

from corpus.report import Figure, Passage

Cell = tuple[str, str, str]
"""Table, row, column."""
Cells = Mapping[Cell, Decimal]

WEIGHTY = 8
"""Digits of different figures that two agencies do not share by chance; a county's townships report 0, 1 and 2."""
ALIKE = 0.8
"""Share of the words that a mirror keeps."""
SAME = 0.95
"""Share of the words that two files of one report have in common."""
_FEWEST = 12
"""Clauses below which a text is too short to be known again by its words alone."""
_SHORTEST = 8
_NUMBERS_TOLD = 6
"""Digits of the figures of one table from which it is a mark of its own."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of an agency's own words, from comma to comma."""

    text: str
    """Without blanks, with `@` for the agency's name."""
    section: int
    line: int | None

    @property
    def numeric(self) -> bool:
        """It holds a number: two agencies seldom have it in common."""
        return not self.text.isalpha() and any(map(str.isdigit, self.text))

    @property
    def mark(self) -> int:
        """A number of 64 bits, signed as SQLite keeps them."""
        return _mark(self.text)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two reports have in common."""

    share: float
    """Of the letters of the longer one's own clauses, how many stand in the other's too: 0 to 1."""
    clauses: int
    """Clauses in common."""
    agree: bool
    """No cell has one value here and another there."""
    weight: int
    """Digits of the different figures above 0 that they share."""
    cells: float
    """Of the cells above 0 of either, the part that is in both."""

    @property
    def strong(self) -> bool:
        """The same report even where the names differ: the same telling figures and the same words."""
        return self.agree and self.weight >= WEIGHTY and self.cells >= ALIKE and self.share >= ALIKE

    @property
    def same_text(self) -> bool:
        """The same report where one agency signs both: no more than the file differs."""
        return self.agree and self.share >= SAME and self.clauses >= _FEWEST


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(r"[，。；：！？,;!?\n]+")


@cache
def _boilerplate() -> re.Pattern[str]:
    """What the law, the form and the prescribed opening put into every report."""
    return re.compile(
        "政府信息公开条例|信息公开工作年度报告|年度报告格式|国务院令|国务院办公厅|第[一二三四五六七八九十百]+条|"
        "统计期限|所列数据|月1日至|1月1日起|12月31日止|编制本|本报告|本年度报告|现将|现向社会|报告由|六个?部分|电子版|下载|"
        "如有疑问|联系电话|联系地址|地址|邮政?编码?|以下简称|根据.{0,12}要求$|按照.{0,12}要求$|存在.{0,6}问题$|改进情况$|"
        "其他需要报告的事项|收取信息处理费"
    )


# Apart from the others: where all begin with a letter, only where one of these stands is looked at.
@cache
def _nothing() -> re.Pattern[str]:
    """How a clause begins that says that there is nothing to say."""
    return re.compile("本年度无|暂无|无其他|没有其他")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(r"^(?:[一二三四五六七八九十]{1,3}是(?:要)?|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])")


def clauses(passages: Iterable[Passage]) -> tuple[Clause, ...]:
    """The own words of a report, in its order."""
    return tuple(
        Clause(own, passage.number, passage.source.line)
        for passage in passages
        for piece in _breaks().split(_without_name(passage))
        if len(piece) >= _SHORTEST and len(own := _leads().sub("", piece)) >= _SHORTEST
        if not (_nothing().match(own) or _boilerplate().search(own))
    )


def _without_name(passage: Passage) -> str:
    """The text on one line a paragraph, without blanks, `@` for the agency's name."""
    text = "\n".join("".join(line.split()) for line in passage.text.split("\n"))
    name = "".join(passage.agency.split())
    return text.replace(name, "@") if name else text


def values(figures: Iterable[Figure]) -> dict[Cell, Decimal]:
    """The cells of the form that have a value."""
    return {(f.table, f.row, f.column): f.value for f in figures if f.in_form and f.value is not None}


def weight(cells: Cells) -> int:
    """Digits of the different values above 0: how much the figures tell one report from another."""
    return sum(len(str(abs(v)).replace(".", "").strip("0")) for v in set(cells.values()) if v)


def table_marks(cells: Cells) -> frozenset[int]:
    """A mark for every table whose figures are telling enough that two agencies do not share it by chance."""
    return frozenset(_table_marks(cells))


def prose_marks(own: Sequence[Clause]) -> frozenset[int]:
    """The marks of the clauses without a number, by which prose that was copied is found."""
    return frozenset(clause.mark for clause in own if not clause.numeric)


def likeness(own: Sequence[Clause], cells: Cells, other: Sequence[Clause], others: Cells) -> Likeness:
    """What two reports, each by its clauses and cells, have in common."""
    here, there = {c.text for c in own}, {c.text for c in other}
    longer = max(_length(here), _length(there))
    both = {cell: value for cell, value in cells.items() if others.get(cell) == value}
    telling = {cell for of in (cells, others) for cell, value in of.items() if value}
    return Likeness(
        share=_length(here & there) / longer if longer else 0.0,
        clauses=len(here & there),
        agree=all(others.get(cell, value) == value for cell, value in cells.items()),
        weight=weight(both),
        cells=sum(1 for cell in telling if cell in both) / len(telling) if telling else 0.0,
    )


def _length(texts: Collection[str]) -> int:
    return sum(map(len, texts))


def _mark(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _table_marks(cells: Cells) -> Iterator[int]:
    for table in sorted({table for table, _, _ in cells}):
        of_table = {cell: value for cell, value in cells.items() if cell[0] == table and value}
        if weight(of_table) >= _NUMBERS_TOLD:
            yield _mark(";".join(f"{'/'.join(cell)}={value.normalize()}" for cell, value in sorted(of_table.items())))
