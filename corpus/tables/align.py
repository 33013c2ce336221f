"""Printed rows → rows of the form.

表三 is laid against the rows of the form as a whole: a sequence alignment whose score is how well the labels agree, so
that a lost label, a label broken by a page, a repeated heading or a stray line moves no value to another row. Rows of
numbers whose label is lost or stands elsewhere take their place by order, where between two known rows as many rows of
numbers stand as rows of the form are missing. 表二's labels are told apart by themselves, in whatever order they stand.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.form import ACTIVE, APPLICANTS, CARRIED_OUT, GRAND_TOTAL, OTHER_HANDLING, REQUESTS, Row, rows
from corpus.labels import agreement, flat, key, labels_inside, ordinal, says_no_more, says_nothing
from corpus.tables.printed import PrintedRow

_ENOUGH = 0.5
"""Labels that agree less are not the same row."""
_CERTAIN = 0.9
_SHORT_LABEL = 0.95
_NUMBERED = re.compile(r"\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|\d{1,2}[.、]")
_FEW = 2
_LONGEST_LABEL = 6
"""Lines that one label is joined from at most, one cell a line or broken by pages."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which printed row is which row of the form."""

    placed: Mapping[str, PrintedRow]
    by_order: frozenset[str]
    """Rows placed by order alone: their numbers stand without a label."""
    contested: frozenset[str]
    """Rows that the file prints twice, with other numbers."""
    detached: frozenset[str]
    """Rows not placed, near numbers without a label that do not fit in number."""
    strangers: tuple[PrintedRow, ...]
    """Printed rows with a label that the form does not have."""


def label_scores(printed: PrintedRow, edition: str, table: str) -> Mapping[str, float]:
    """Row of the form → how well the words at a printed row agree with it; empty where the words say nothing."""
    return _scores(printed.label, printed.loose, edition, table)


# The same labels stand in report after report.
@lru_cache(1024)
def _scores(own: str, loose: tuple[str, ...], edition: str, table: str) -> Mapping[str, float]:
    scores: dict[str, float] = {}
    for n, text in enumerate(_labels(own, loose, edition, table)):
        for label, score in agreement(text, edition, table).items():
            scores[label] = max(scores.get(label, 0.0), score - n / 100)
        if scores and max(scores.values()) >= _CERTAIN:
            break
    return scores


def _labels(own: str, loose: tuple[str, ...], edition: str, table: str) -> list[str]:
    """What may be a row's label, likeliest first: the words on its line, then with those above them joined on."""
    above = loose[-_LONGEST_LABEL:]
    if not own and above and flat(above[-1]) in APPLICANTS and sum(flat(t) in APPLICANTS for t in above) > 2:
        # The names of columns: 其他 and 总计 are also labels of rows.
        return []
    joined = ["".join(above[n:]) for n in range(len(above) - 1, -1, -1)]
    if own:
        # A numbered label begins on its own line: what stands above it is another's.
        begun = _NUMBERED.match(flat(own))
        return [own, *(text + own for text in ([] if begun else joined[:3]))]
    # 其他处理 is a row in one edition, a group in the other: its label alone above that of the next row is a row's.
    standing = [text for text in above if any(_stands_for_a_row(text, e, table) for e in (edition, "2019"))]
    group = edition == "2021" and standing[:1] and key(standing[0]) == OTHER_HANDLING and not _is_total(standing[-1])
    several = len(standing) - bool(group) > 1
    return [] if several or labels_inside("".join(loose), edition, table) > 1 else joined


def _is_total(text: str) -> bool:
    return key(text) == GRAND_TOTAL


def _stands_for_a_row(text: str, edition: str, table: str) -> bool:
    """A numbered label of a row, or how one begins: `（七）总计`, `5.要求`; not a group's, nor the name of a column."""
    if not _NUMBERED.match(flat(text)):
        return False
    return not says_no_more(key(text)) or max(agreement(text, edition, table).values(), default=0.0) >= _CERTAIN


def align_requests(printed: Sequence[PrintedRow], edition: str) -> Alignment:
    """The rows of 表三 in one edition."""
    labels = [row.label for row in rows(edition, REQUESTS)]
    scores = [label_scores(row, edition, REQUESTS) for row in printed]
    pairs = _best_path(printed, labels, scores)
    placed = {labels[m]: printed[n] for n, m in pairs}
    contested = _contested(printed, scores, pairs, labels)
    ordered, detached = _by_order(printed, scores, pairs, rows(edition, REQUESTS))
    taken = {n for n, _ in pairs}
    said = {max(score, key=lambda label: score[label]) for n, score in enumerate(scores)
            if n not in taken and printed[n].values and max(score.values(), default=0.0) >= _CERTAIN}  # fmt: skip
    detached |= said - placed.keys() - ordered.keys()
    contested |= _labels_below(printed, placed)
    strangers = tuple(
        row for n, row in enumerate(printed)
        if n not in taken and not scores[n] and len(row.values) == len(APPLICANTS) and not says_nothing(row.label)
    )  # fmt: skip
    return Alignment(placed | ordered, frozenset(ordered), contested, detached, strangers)


def _best_path(
    printed: Sequence[PrintedRow], labels: Sequence[str], scores: Sequence[Mapping[str, float]]
) -> list[tuple[int, int]]:
    """Pairs (printed row, row of the form), both ascending, with the highest sum of agreements."""
    place = {label: m for m, label in enumerate(labels)}
    best = [[0.0] * (len(labels) + 1) for _ in range(len(printed) + 1)]
    for n in range(len(printed) - 1, -1, -1):
        gains = {place[label]: _gain(printed[n], score) for label, score in scores[n].items()}
        below, here, most = best[n + 1], best[n], 0.0
        for m in range(len(labels) - 1, -1, -1):
            if below[m] > most:
                most = below[m]
            if m in gains:
                most = max(most, gains[m] + below[m + 1])
            here[m] = most
    pairs, n, m = [], 0, 0
    while n < len(printed) and m < len(labels):
        if best[n][m] == best[n + 1][m]:
            n += 1
        elif best[n][m] == best[n][m + 1]:
            m += 1
        else:
            pairs.append((n, m))
            n, m = n + 1, m + 1
    return pairs


def _gain(row: PrintedRow, score: float) -> float:
    """What a pair is worth; a row of blank cells only counts where its label is certain, and less than values."""
    if row.values:
        return score if score >= _ENOUGH else 0.0
    return score / 2 if score >= _CERTAIN else 0.0


def _contested(
    printed: Sequence[PrintedRow],
    scores: Sequence[Mapping[str, float]],
    pairs: Sequence[tuple[int, int]],
    labels: Sequence[str],
) -> frozenset[str]:
    taken = {n for n, _ in pairs}
    place = {labels[m]: printed[n] for n, m in pairs}
    found = set()
    for n, score in enumerate(scores):
        best = max(score, key=lambda label: score[label], default="")
        other = place.get(best)
        # 总计 and 其他 also head columns.
        own = score.get(best, 0.0) > _SHORT_LABEL and "总计" not in best
        own |= score.get(best, 0.0) >= _SHORT_LABEL and len(printed[n].values) == len(APPLICANTS)
        if n not in taken and other and printed[n].values and own:
            same = [c.text for c in other.values] == [c.text for c in printed[n].values]
            found |= set() if same else {best}
    return frozenset(found)


def _labels_below(printed: Sequence[PrintedRow], placed: Mapping[str, PrintedRow]) -> frozenset[str]:
    """The rows that took the label above their values, where each label may as well be that of the values above it.

    So it is where the first values have no label and the last label has no values.
    """
    above = frozenset(label for label, row in placed.items() if row.values and not row.label)
    first = [row for row in printed if row.values][:1]
    unlabelled = [row for row in first if not row.label and len(row.values) == len(APPLICANTS)]
    shifted = any(row not in placed.values() for row in unlabelled) and CARRIED_OUT not in placed
    return above if shifted and len(above) > _FEW else frozenset()


def _by_order(
    printed: Sequence[PrintedRow],
    scores: Sequence[Mapping[str, float]],
    pairs: Sequence[tuple[int, int]],
    wanted: Sequence[Row],
) -> tuple[dict[str, PrintedRow], frozenset[str]]:
    """Rows of numbers without a label, between the rows known by theirs: (placed by order, not to be placed)."""
    placed: dict[str, PrintedRow] = {}
    detached: set[str] = set()
    known = [(-1, -1), *pairs, (len(printed), len(wanted))]
    for (n, m), (next_n, next_m) in zip(known, known[1:], strict=False):
        orphans = [row for row, score in zip(printed[n + 1 : next_n], scores[n + 1 : next_n], strict=True)
                   if not score and says_nothing(row.label) and len(row.values) >= 2]  # fmt: skip
        missing = wanted[m + 1 : next_m]
        fits = len(orphans) == len(missing) and all(map(_may_number, orphans, missing))
        if orphans and fits:
            placed |= {row.label: orphan for row, orphan in zip(missing, orphans, strict=True)}
        elif orphans:
            detached |= {row.label for row in missing}
    return placed, frozenset(detached)


def _may_number(printed: PrintedRow, row: Row) -> bool:
    """An ordinal that a label still prints is the row's own: `3.其他` is not （六）."""
    number = ordinal(printed.label)
    return not number or row.item.endswith(number)


def active_label(printed: PrintedRow) -> str:
    """The row of 表二, by its label in edition 2019 (规范性文件 for both); empty where it is none of the form's."""
    scores = label_scores(printed, "2019", ACTIVE)
    best = max(scores, key=lambda label: scores[label], default="")
    return best if best and scores[best] >= _ENOUGH else ""
