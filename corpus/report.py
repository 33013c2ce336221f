"""The shapes that every stage hands to the next. Imports nothing of ours.

`Document` is a file as read, `Report` what it says about itself and where its parts stand, `Figure` one cell of the
statutory form, `Count` a number in the prose, `Passage` a piece of prose that can be quoted, `Problem` whatever is
doubtful about any of them. All are frozen: a stage returns new ones and changes none.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """How a cell stands in the file. Blank, `/`, cut off, unreadable, not asked and 0 are six different things."""

    PRINTED = "printed"
    BLANK = "blank"
    DASH = "dash"
    CUT_OFF = "cut_off"
    UNREADABLE = "unreadable"
    INFERRED = "inferred"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands."""

    file: str
    """Path below the folder that was added, or the file's name."""
    path: str
    """Absolute path at the time of reading; it may have moved since."""
    line: int | None
    """Line of the decoded file, from 1. None for PDF."""
    line_end: int | None = None
    """Last line, for a passage."""
    page: int | None = None
    """Page from 1, for PDF."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the answer must know. `figures` are positions in the answer's figures."""

    code: str
    text: str
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A doubt about a document, a report or a cell. A result, never an exception."""

    code: str
    text: str
    line: int | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document; every reader, whatever the kind of file, makes these."""

    number: int
    """From 1, in the decoded file."""
    text: str
    """As printed, without the line end."""
    cells: tuple[str, ...] = ()
    """The cells where the line is a row of a table (tabs, pipes, an HTML row), blanks around them removed; else ()."""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: text decoded, tables as rows of cells, nothing understood yet."""

    file: str
    path: str
    digest: str
    """sha256 of the bytes, hexadecimal."""
    encoding: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six parts of a report (number 1–6), or what stands before them (number 0)."""

    number: int
    title: str
    """As printed; the form's own title where the printed one is lost."""
    line: int
    line_end: int
    printed: bool = True
    """False where the title is lost and the section was recognised by what stands in it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The printed lines of one of the three statutory tables, headings included."""

    name: str
    """`active_disclosure`, `requests` or `review_litigation`."""
    lines: tuple[Line, ...]
    heading_printed: bool = True


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a report prints about itself besides its agency and year; what it does not print stays unknown."""

    period: tuple[date, date] | None = None
    """First and last day that it says its figures cover."""
    number: str = ""
    """文号, as printed: `甲政办〔2021〕3号`."""
    dated: date | None = None
    """The day it is signed with, or says it was published on: usually in the year after the one reported on."""
    revised: bool = False
    """It, or its file's name, says that it corrects an earlier one."""


@dataclass(frozen=True, slots=True)
class Report:
    """A document understood: whose report it is, of which year, and where its parts stand."""

    document: Document
    title: str
    agency: str
    """As the report names itself, blanks inside the name removed: `甲县教育局`."""
    year: int | None
    """The year reported on, never the year of publication. None where the file does not say."""
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...] = ()
    imprint: Imprint = Imprint()


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the form as one report prints it."""

    report: str
    """The report's id; empty until the library gives one."""
    agency: str
    year: int | None
    edition: str
    """`2019` or `2021`: the edition of the sub-table printed."""
    table: str
    row: str
    column: str
    value: Decimal | None
    """From the printed text. None unless `state` is printed or inferred."""
    unit: str | None
    state: State
    source: Source
    raw: str | None = None
    """The cell as printed; None where it is cut off."""
    row_raw: str | None = None
    """The printed row, runs of blanks and tabs as one space."""
    in_form: bool = True
    unit_printed: bool = False
    proof: str | None = None
    """Name of the rule that settles an inferred cell."""
    parts: tuple[Decimal, ...] = ()
    """`增 1 减 3` has two: 1 and -3."""
    notes: tuple[str, ...] = ()
    """Codes of the notes that any answer with this cell carries."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number in the prose with what it counts: `微信公众号发布信息 8 篇`."""

    report: str
    agency: str
    year: int | None
    value: Decimal
    unit: str
    """The counter or unit printed after it: 条, 件, 篇, 家, 人, 次, %."""
    object: str
    """The words it counts, as printed: `通过微信公众号发布信息`."""
    raw: str
    """`8 篇`, `60余条`, as printed."""
    approximate: bool
    """True for 余, 多, 近, 约."""
    sentence: str
    """The sentence it stands in, rejoined over page breaks, otherwise as printed."""
    section: int
    source: Source
    cumulative: bool = False
    """True where the sentence says that it counts more than the year: 累计, 历年, 截至."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of prose that is quoted and found as one: an item of a list, or a paragraph."""

    report: str
    agency: str
    year: int | None
    section: str
    """Title of its section as printed."""
    number: int
    """Number of its section, 0–6."""
    heading: tuple[str, ...]
    """The headings over it, outermost first, without the section's."""
    kind: str
    """`problem` or `measure` for the items of section five, else `prose`."""
    item: int | None
    """Its number in an enumeration (一是 → 1), else None."""
    text: str
    """Verbatim, sentences broken by a page break rejoined."""
    source: Source
    key: int = 0
    """The library's number for it; 0 until it is stored."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with how well it fits (0 to 1, comparable across questions) and its best sentence."""

    passage: Passage
    score: float
    best: str


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of arithmetic or consistency, applied to one report."""

    report: str
    rule: str
    status: str
    """`pass`, `fail`, `uncertain` or `not_assessable`."""
    text: str
    """What was compared with what, in Chinese, with the numbers."""
    figures: tuple[Figure, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a report does not count: which other one counts in its place."""

    relation: str = ""
    """`duplicate_of` (the same report in another file), `replaced_by` (another version of one agency and year) or
    `mirror_of` (the same report under another agency's name). Empty where the report counts."""
    counterpart: str = ""
    """Id of the report that counts."""
    because: str = ""
    """What decided between the two: `told`, `named`, `revised`, `dated`, `cells`, `passages` or `bytes`."""


@dataclass(frozen=True, slots=True)
class Title:
    """Whose report it is, and of which year: what very many are told apart by."""

    report: str
    agency: str
    province: str
    """Empty where the place is not known."""
    year: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as the library lists it."""

    report: str
    """Id: the file's stem, made unique by -2, -3."""
    agency: str
    place: tuple[str, ...]
    """Province, city, county, as far as known: `("甲省", "乙市", "丙县")`. Empty where nothing is known."""
    place_from: str
    """`report`, `gazetteer`, `person` or empty: who says where the agency is."""
    year: int | None
    editions: tuple[str, ...]
    title: str
    file: str
    path: str
    sections: tuple[Section, ...]
    problems: tuple[Problem, ...]
    states: dict[str, int]
    """Number of cells in each state."""
    passages: int
    active: bool = True
    level: str = ""
    """`province`, `city`, `county`, `town` or empty."""
    set_by_person: tuple[str, ...] = ()
    """Which of agency, place, year a person supplied."""
    kind: str = ""
    """卫生健康, 教育, 人民政府, 乡镇, 街道 …; empty where the name does not tell."""
    imprint: Imprint = Imprint()
    standing: Standing = Standing()
    copies: tuple[str, ...] = ()
    """Paths of other files with the same bytes."""
