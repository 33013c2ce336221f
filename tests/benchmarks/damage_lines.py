"""Damages to lines and words: labels, headings, pages, what a table is cut into."""

from dataclasses import replace
from random import Random

from damage_form import ACTIVE, APPLICANTS, CHANGE, PURCHASE, REQUESTS, REVIEW
from damage_layout import ALIGNED, ONE_BY_ONE, PDF, RUN_TOGETHER, SEPARATED
from damage_picks import (
    halves,
    in_requests,
    long_label,
    noise,
    permuted,
    pick,
    put,
    request_heading_of,
    reworded,
    sound,
)
from damage_words import ALIASES, TRADITIONAL
from damage_writer import Lines, Printed


def page_break_through_row(lines: Lines, rng: Random, kind: str) -> Lines:
    """The end of a label stands on the next page, below its foot and a heading printed again."""
    at = pick(lines, rng, lambda line: in_requests(line) and long_label(line))
    if at is None:
        return lines
    line = lines[at]
    first, second = halves(line, rng)
    foot = noise(REQUESTS, rng, kind) if rng.random() < 0.7 else ()
    again = request_heading_of(lines) if rng.random() < 0.4 else ()
    rest = Printed("words", REQUESTS, (second,), padding=rng.choice((0, len(APPLICANTS))))
    row = replace(line, words=(*line.words[:-1], first))
    if kind in ONE_BY_ONE:
        return put(lines, at, Printed("words", REQUESTS, row.words), *foot, replace(line, words=(second,)))
    return put(lines, at, row, *foot, *again, rest)


def heading_repeated(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The heading of a table is printed again amid its rows."""
    at = pick(lines, rng, lambda line: line.table in (ACTIVE, REQUESTS) and bool(line.words))
    if at is None:
        return lines
    if lines[at].table == REQUESTS:
        return (*lines[:at], *request_heading_of(lines), *lines[at:])
    start = max(n for n in range(at) if lines[n].role == "item")
    heads = tuple(line for line in lines[start:at] if line.role in ("item", "heading"))
    return (*lines[:at], *heads[rng.randint(0, 1) :], *lines[at:])


def group_shifted(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The label of a group stands one column or one row off, or twice."""
    at = pick(lines, rng, lambda line: in_requests(line) and len(line.words) == 2)
    if at is None:
        return lines
    line = lines[at]
    group, label = line.words[0], line.words[-1]
    follows = at + 1 < len(lines) and lines[at + 1].role == "row" and len(lines[at + 1].words) == 1
    match rng.choice(("column", "row", "twice", "above") if follows else ("column", "above")):
        case "column":
            return put(lines, at, replace(line, words=("", group, label)))
        case "above":
            return put(lines, at, Printed("words", REQUESTS, (group,)), replace(line, words=(label,)))
        case "row":
            below = replace(lines[at + 1], words=(group, *lines[at + 1].words))
            return put(put(lines, at + 1, below), at, replace(line, words=(label,)))
        case _:
            return put(lines, at + 1, replace(lines[at + 1], words=(group, *lines[at + 1].words)))


def label_split(lines: Lines, rng: Random, kind: str) -> Lines:
    """A label is broken over two lines, with its values on the first, on the second, or between them."""
    at = pick(lines, rng, long_label)
    if at is None:
        return lines
    line = lines[at]
    first, second = halves(line, rng)
    before = Printed("words", line.table, (*line.words[:-1], first))
    behind = Printed("words", line.table, (second,))
    way = "above" if kind in (*ONE_BY_ONE, RUN_TOGETHER) else rng.choice(("above", "below", "around"))
    if way == "above":
        return put(lines, at, before, replace(line, words=(second,)))
    if way == "below":
        return put(lines, at, replace(line, words=before.words), behind)
    return put(lines, at, before, replace(line, words=()), behind)


def tail_missing(lines: Lines, rng: Random, kind: str) -> Lines:
    """A table ends early, perhaps within a row; what follows it may be lost too."""
    at = pick(lines, rng, lambda line: line.table in (ACTIVE, REQUESTS) and sound(line))
    if at is None:
        return lines
    line = lines[at]
    kept = rng.randint(0, len(line.cells) - 1)
    part = (replace(line, cells=line.cells[:kept], hurt=True),) if rng.random() < 0.5 and kept and kind != PDF else ()
    rest = tuple(below for below in lines[at + 1 :] if below.table != line.table)
    if rng.random() < 0.5:
        rest = tuple(below for below in rest if not below.table)
    return (*lines[:at], *part, *rest)


def title_and_heading_missing(lines: Lines, rng: Random, kind: str) -> Lines:
    """The title of a section and the heading of its table are lost.

    表四 only where its fifteen values stand on a line of their own: its blocks have no other names.
    """
    alone = kind in (*SEPARATED, ALIGNED) and any(line.table == REVIEW and len(line.cells) > 5 for line in lines)
    table = rng.choice((REQUESTS, REVIEW, REVIEW)) if alone else REQUESTS
    if permuted(lines, table):
        return lines
    return tuple(line for line in lines if not (line.table == table and line.role in ("title", "heading")))


def glued_to_next_ordinal(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The last number of a row stands before the ordinal of the next without anything between."""
    found = [
        n for n, (line, below) in enumerate(zip(lines, lines[1:], strict=False))
        if line.role == below.role == "row" and below.words and below.words[0][:1].isdigit() and not line.padding
    ]  # fmt: skip
    if not found:
        return lines
    at = rng.choice(found)
    return put(lines, at, replace(lines[at], runs_on=True))


def labels_detached(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The labels of some rows stand apart from their numbers, which follow in order."""
    at = pick(lines, rng, in_requests)
    if at is None:
        return lines
    end = at + rng.randint(1, 5)
    run = [line for line in lines[at:end] if line.role == "row" and line.table == REQUESTS]
    rest = [line for line in lines[at:end] if line not in run]
    labels = [Printed("words", REQUESTS, line.words) for line in run]
    numbers = [replace(line, words=()) for line in run]
    both = (*labels, *numbers) if rng.random() < 0.7 else (*numbers, *labels)
    return (*lines[:at], *both, *rest, *lines[end:])


def column_names_lost(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Names that say nothing stand where the names of the applicants should."""
    if permuted(lines, REQUESTS):
        return lines
    names = ("类别", *(f"数据{n}" for n in range(1, 7)), "总计")
    made: list[Printed] = []
    for line in lines:
        if line.table == REQUESTS and line.role == "heading":
            if not made or made[-1].role != "heading":
                made.append(Printed("heading", REQUESTS, names))
        else:
            made.append(line)
    return tuple(made)


def one_column_name_lost(lines: Lines, rng: Random, _kind: str) -> Lines:
    """One name of a column is not printed."""
    at = next((n for n, line in enumerate(lines) if line.role == "heading" and line.words[:1] == ("自然人",)), None)
    return lines if at is None else put(lines, at, replace(lines[at], words=lines[at].words[1:]))


def false_column_names(lines: Lines, rng: Random, _kind: str) -> Lines:
    """A page that goes on with a table is given names of columns that are not its own."""
    at = pick(lines, rng, in_requests)
    names = ("项目", "本年新收件数", "上年结转件数", "予以公开", "部分公开", "不予公开", "结转下年度", "总计")
    return lines if at is None else (*lines[:at], Printed("heading", REQUESTS, names), *lines[at:])


def page_furniture(lines: Lines, rng: Random, kind: str) -> Lines:
    """Numbers of pages, watermarks and marks of a plagiarism check stand inside tables."""
    for _ in range(rng.randint(1, 3)):
        at = pick(lines, rng, lambda line: bool(line.words))
        if at is not None:
            lines = (*lines[:at], *noise(lines[at].table, rng, kind), *lines[at:])
    return lines


def vertical_fragments(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Pieces of a label that runs from top to bottom stand before rows or between them."""
    at = pick(lines, rng, in_requests)
    if at is None:
        return lines
    piece = rng.choice(("三、本法提供", "予公开", "三、本", "年度办", "理结果", "（四）无"))
    if rng.random() < 0.5:
        return (*lines[:at], Printed("words", REQUESTS, (piece,)), *lines[at:])
    return put(lines, at, replace(lines[at], words=(piece, *lines[at].words)))


def characters_lost(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Some labels lack a character, or have one that cannot be shown."""
    for _ in range(rng.randint(1, 3)):
        at = pick(lines, rng, long_label)
        if at is not None:
            label = lines[at].words[-1]
            gone = rng.randint(3, len(label) - 1)
            label = label[:gone] + rng.choice(("", "\ufffd")) + label[gone + 1 :]
            lines = put(lines, at, replace(lines[at], words=(*lines[at].words[:-1], label)))
    return lines


def traditional_characters(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The report is set in traditional characters."""
    return reworded(lines, lambda text: text.translate(TRADITIONAL), ("title", "item", "heading", "row", "words"))


def spaces_inside_words(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Blanks stand inside labels and names of columns."""
    share = rng.choice((0.1, 0.5, 1.0))

    def spaced(text: str) -> str:
        if rng.random() > share:
            return text
        at = rng.randint(1, max(len(text) - 1, 1))
        return " ".join(text) if rng.random() < 0.3 else f"{text[:at]} {text[at:]}"

    return reworded(lines, spaced, ("heading", "row", "words"))


def instructions_in_headings(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The heading says how to fill in the column, with numbers in it."""
    notes = {CHANGE: "（减用负值表示，如-8）", "处理决定数量": "（指2020年办件量）", "自然人": "（含1名外国人）"}
    notes |= {
        "本年处理决定数量": "（指2022年办件量）",
        "现行有效件数": "（截至12月31日）",
        PURCHASE: "（万元，保留2位小数）",
    }
    return reworded(lines, lambda text: text + notes.get(text, ""), ("heading",))


def labels_vary(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Labels are spelt as agencies spell them."""

    def other(text: str) -> str:
        for official, printed in ALIASES:
            if official in text and rng.random() < 0.5:
                return text.replace(official, printed)
        return text

    return reworded(lines, other, ("item", "heading", "row"))
