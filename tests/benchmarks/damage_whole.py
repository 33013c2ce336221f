"""Damages to a report as a whole: whose it is, in which order its columns stand, whether it can be read at all."""

from dataclasses import replace
from random import Random

from damage_form import ACTIVE, APPLICANTS, REQUESTS, RESULTS, REVIEW
from damage_picks import in_form_order, reworded
from damage_writer import Lines, Printed

_EVERYTHING = ("title", "item", "heading", "row", "words", "prose", "noise")
_TITLES = ("title", "prose")


def columns_permuted(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The columns of a table stand in another order than the form's, their names with them."""
    table = rng.choice((ACTIVE, REQUESTS, REQUESTS, REVIEW))
    rows = [line for line in lines if line.table == table and line.role == "row"]
    if any(line.hurt or not in_form_order(line) for line in rows):
        return lines
    if table == ACTIVE:
        return _paragraph_permuted(lines, rng)
    if table == REVIEW:
        return _permuted(lines, REVIEW, rng.sample(range(5), 5), RESULTS)
    flat = any(set(line.words[1:]) == set(APPLICANTS) for line in lines if line.role == "heading")
    order = rng.sample(range(7), 7) if flat else [0, *rng.sample(range(1, 6), 5), 6]
    return _permuted(lines, REQUESTS, order, APPLICANTS if flat else APPLICANTS[1:-1])


def _permuted(lines: Lines, table: str, order: list[int], names: tuple[str, ...]) -> Lines:
    """The rows of 表三 or 表四 and the headings that give these names; as before where none does."""
    width = len(order)
    named = 0
    made: list[Printed] = []
    for line in lines:
        if line.table == table and line.role == "row":
            blocks = range(0, len(line.cells), width)
            line = replace(line, cells=tuple(line.cells[start + n] for start in blocks for n in order))
        elif line.table == table and line.role == "heading" and set(line.words[-len(names) :]) == set(names):
            named += 1
            before = len(line.words) % len(names) if table == REQUESTS else 0
            words = line.words[before:]
            if len(names) == width:
                words = tuple(words[start + n] for start in range(0, len(words), width) for n in order)
            else:
                words = tuple(words[n - 1] for n in order[1:-1])
            line = replace(line, words=(*line.words[:before], *words))
        made.append(line)
    return tuple(made) if named else lines


def _paragraph_permuted(lines: Lines, rng: Random) -> Lines:
    """One paragraph of 表二."""
    wide = [
        n for n, line in enumerate(lines) if line.role == "heading" and line.table == ACTIVE and len(line.words) > 2
    ]
    if not wide:
        return lines
    at = rng.choice(wide)
    end = next((n for n in range(at + 1, len(lines)) if lines[n].role == "item" or not lines[n].table), len(lines))
    width = len(lines[at].words) - 1
    rows = [n for n in range(at + 1, end) if lines[n].role == "row"]
    again = any(lines[n].role == "heading" for n in range(at + 1, end)) or lines[at - 1].role != "item"
    if again or any(len(lines[n].cells) != width for n in rows):
        return lines
    order = rng.sample(range(width), width)
    made = list(lines)
    made[at] = replace(lines[at], words=(lines[at].words[0], *(lines[at].words[1 + n] for n in order)))
    for n in rows:
        made[n] = replace(lines[n], cells=tuple(lines[n].cells[m] for m in order))
    return tuple(made)


def mirrors_name(lines: Lines, rng: Random, _kind: str) -> Lines:
    """A mirror site prints another agency's name; the figures stay."""
    other = rng.choice(("某某网", "庚州市辛区人民政府办公室", "壬县癸镇", ""))
    title = next(line.words[0] for line in lines if line.role == "prose")
    agency = title[: title.index("20")] if "20" in title else title[:4]
    return reworded(lines, lambda text: text.replace(agency, other), _TITLES) if agency else lines


def title_characters_lost(lines: Lines, rng: Random, _kind: str) -> Lines:
    """Titles and prose lack a character: `20201231日`."""

    def lost(text: str) -> str:
        at = rng.randrange(2, max(len(text), 3))
        return text[:at] + text[at + 1 :] if rng.random() < 0.5 and len(text) > 6 else text

    return reworded(lines, lost, _TITLES)


def section_numbers_restart(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The sections are numbered otherwise, or not at all."""
    start = rng.choice((0, 2, 5))

    def renumbered(text: str) -> str:
        number, mark, title = text.partition("、")
        if not mark or number not in "一二三四五六":
            return text
        return f"{'一二三四五六七八九十'['一二三四五六'.index(number) + start - 2]}、{title}" if start else title

    return reworded(lines, renumbered, ("title",))


def pinyin_after_characters(lines: Lines, _rng: Random, _kind: str) -> Lines:
    """A conversion put the reading of a character behind it: `数(shù)`."""
    return reworded(lines, lambda text: text.replace("数", "數(shù)"), ("heading", "row", "words"))


def wrong_encoding(lines: Lines, rng: Random, _kind: str) -> Lines:
    """The file was decoded as what it is not, and saved so."""
    as_latin = rng.random() < 0.5

    def spoilt(text: str) -> str:
        return text.encode("gb18030").decode("latin-1") if as_latin else text.encode().decode("gb18030", "replace")

    return reworded(lines, spoilt, _EVERYTHING)


def image_only(lines: Lines, _rng: Random, _kind: str) -> Lines:
    """A title, and a picture of the rest."""
    return (*(line for line in lines[:1] if line.role == "prose"), Printed("image", words=("",)))
