"""雷同: parts of a report whose words also stand in last year's or in another agency's.

What the form and the law put into every report is left out before (`likeness`), numbers do not count as words, and a
part must have enough words of its own to be compared at all. Alike is a hint and no failure: an agency may have done
the same things again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.checking.likeness import Clause
from corpus.form import SECTIONS
from corpus.report import Check, Entry

ALIKE = 0.7
"""Share of a part's own words from which it is said to be alike."""
_LETTERS, _CLAUSES = 120, 6
"""A part shorter than this says too little of its own."""


@dataclass(frozen=True, slots=True)
class _Overlap:
    share: float
    line: int | None
    """Where the words in common begin, in the report itself."""
    other: Entry
    other_line: int | None


def copied(entry: Entry, own: Sequence[Clause], others: Sequence[tuple[Entry, Sequence[Clause]]]) -> tuple[Check, ...]:
    """The parts of a report that are alike, each with the report that shares most of it; one `pass` where none is."""
    written = _by_section(own)
    found = [check for number, clauses in written.items() for check in _alike(entry, number, clauses, others)]
    if found or not others or not written:
        return tuple(found)
    names = "、".join(_name(other) for other, _ in others[:3])
    return (Check(entry.report, "copied", "pass", f"与{names}的报告比过，没有大段相同的文字"),)


def _by_section(own: Sequence[Clause]) -> dict[int, list[Clause]]:
    sections: dict[int, list[Clause]] = {}
    for clause in own:
        sections.setdefault(clause.section, []).append(clause)
    return {
        number: clauses
        for number, clauses in sections.items()
        if number and len(clauses) >= _CLAUSES and _letters(clauses) >= _LETTERS
    }


def _alike(
    entry: Entry, number: int, own: Sequence[Clause], others: Sequence[tuple[Entry, Sequence[Clause]]]
) -> Iterator[Check]:
    overlaps = [_overlap(own, other, _words(clauses)) for other, clauses in others]
    best = max(overlaps, key=lambda overlap: overlap.share, default=None)
    if best is None or best.share < ALIKE:
        return
    part = f"第{'一二三四五六'[number - 1]}部分（{SECTIONS[number - 1]}）"
    much = "几乎全部相同" if best.share >= 0.95 else "大半相同"
    here, there = (f" 第 {line} 行" if line else "" for line in (best.line, best.other_line))
    where = f"本报告{here}起，{best.other.file}{there}起"
    text = f"{part}与{_name(best.other)}的报告{much}。自拟文字的 {best.share:.0%} 相同：{where}"
    yield Check(entry.report, "copied", "uncertain", text, (), (best.line,) if best.line else ())


def _overlap(own: Sequence[Clause], other: Entry, there: Mapping[str, Clause]) -> _Overlap:
    common = [clause for clause in own if _masked(clause) in there]
    first = common[0] if common else None
    return _Overlap(
        share=_letters(common) / _letters(own),
        line=first.line if first else None,
        other=other,
        other_line=there[_masked(first)].line if first else None,
    )


def _words(clauses: Sequence[Clause]) -> dict[str, Clause]:
    return {_masked(clause): clause for clause in reversed(clauses)}


def _masked(clause: Clause) -> str:
    """The words without the numbers: last year's sentence with this year's figure is last year's sentence."""
    return re.sub(r"\d+(?:\.\d+)?", "#", clause.text)


def _letters(clauses: Sequence[Clause]) -> int:
    return sum(len(clause.text) for clause in clauses)


def _name(other: Entry) -> str:
    return f"{other.agency} {other.year} 年" if other.year else other.agency
