"""What is odd about a report without being wrong: each a hint, `uncertain` at the worst.

Source for who makes 规章: 《立法法》 (2023), articles 91 and 93: departments of the State Council, and the people's
governments of provinces, of cities with districts and of autonomous prefectures. Counties, townships and the
departments of local governments make none.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from corpus.form import ACTIVE, SECTIONS
from corpus.numbers import plain
from corpus.report import Check, Entry, Figure, Problem

_RULE_MAKERS = ("province", "city")
_COUNTED = ("本年新制作数量", "本年制发件数", "本年废止件数", "现行有效件数", "对外公开总数量", "本年新公开数量")
_OF_PROBLEM = {"year_conflict": ("year", "fail"), "dated_too_early": ("dated", "uncertain")}


def hints(entry: Entry, figures: Sequence[Figure]) -> tuple[Check, ...]:
    """Everything odd about one report that no sum shows."""
    noticed = of_problems(entry.report, entry.problems)
    return (*noticed, *_period(entry), *_sections(entry), *_regulations(entry, figures))


def of_problems(report: str, problems: Sequence[Problem]) -> Iterator[Check]:
    """Slips in the years and dates that were noticed when the report was read."""
    for problem in problems:
        if problem.code in _OF_PROBLEM:
            rule, status = _OF_PROBLEM[problem.code]
            yield Check(report, rule, status, problem.text, (), (problem.line,) if problem.line else ())


def _period(entry: Entry) -> Iterator[Check]:
    """The figures of a report cover its year from the first day to the last."""
    period, year = entry.imprint.period, entry.year
    if period is None or year is None or any(problem.code == "year_conflict" for problem in entry.problems):
        return
    whole = period == (date(year, 1, 1), date(year, 12, 31))
    if not whole and period[0].year == period[1].year == year:
        text = f"统计期限是 {period[0].isoformat()} 至 {period[1].isoformat()}，不是整个 {year} 年"
        yield Check(entry.report, "period", "uncertain", text)


def _sections(entry: Entry) -> Iterator[Check]:
    """The form has six parts; one that is not there the agency left out or the file lost."""
    if not entry.editions:
        return
    there = {section.number for section in entry.sections}
    absent = [f"第{'一二三四五六'[n - 1]}部分（{SECTIONS[n - 1]}）" for n in range(1, 7) if n not in there]
    if absent:
        text = f"没有{'、'.join(absent)}：报告漏写，或文件缺失"
        yield Check(entry.report, "sections", "uncertain", text)
    else:
        lines = tuple(section.line for section in entry.sections if section.number)
        yield Check(entry.report, "sections", "pass", "六个部分齐全", (), lines)


def _regulations(entry: Entry, figures: Sequence[Figure]) -> Iterator[Check]:
    """Rules counted by an agency that the law gives no power to make them."""
    if not entry.level or (entry.level in _RULE_MAKERS and entry.kind == "人民政府"):
        return
    counted = tuple(f for f in figures if (f.table, f.row) == (ACTIVE, "规章") and f.column in _COUNTED and f.value)
    if counted:
        told = "，".join(f"{f.column} {plain(f.value)}" for f in counted if f.value is not None)
        text = f"规章{told}：县级及以下政府、地方政府部门不能制定规章，所填的像是规范性文件或转载的规章"
        lines = tuple(sorted({f.source.line for f in counted if f.source.line is not None}))
        yield Check(entry.report, "regulations", "uncertain", text, counted, lines)
