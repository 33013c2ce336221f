"""Cells of the form as a question means them: one row and column over several reports, whatever edition each prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.understanding.bounds import OPERATORS, Bound
from assistant.understanding.question import Question
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry, Figure, State

Term = tuple[str, str]
"""(row, column), by the labels that stand for both editions."""
NO_FIELD, NO_CELL, NO_UNIT = "no_field", "no_cell", "unit_not_printed"
YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_HAS_VALUE = (State.PRINTED, State.INFERRED)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one report prints for what is asked: a cell, or several to be summed (不予公开, 行政诉讼)."""

    entry: Entry
    row: str
    """The label of the report's own edition, or the group."""
    column: str
    figures: tuple[Figure, ...]
    value: Decimal | None
    reason: str = ""
    """`no_field`: its edition does not ask it; `no_cell`: a cell is lost or unreadable, or prints money where the form
    counts; empty with a value."""
    edition: str = ""

    @property
    def unit(self) -> str | None:
        """The unit of its figures."""
        return self.figures[0].unit if self.figures else None

    @property
    def state(self) -> State:
        """The state of the cell; of several the first that is not printed."""
        return next((f.state for f in self.figures if f.state is not State.PRINTED), State.PRINTED)

    @property
    def formula(self) -> str | None:
        """The operands, where there are several."""
        if len(self.figures) < 2 or self.value is None:
            return None
        return " + ".join(plain(f.value) for f in self.figures if f.value is not None) + f" = {plain(self.value)}"


def default_column(row: str) -> str | None:
    """The column meant where a question names none; None where no column is the usual one."""
    if form.table_of(row) != form.ACTIVE:
        return form.GRAND_TOTAL
    return form.DECISIONS if row in ("行政许可", "行政处罚", "行政强制", "其他对外管理服务事项") else None


def pick(library: Library, entries: Sequence[Entry], row: str, column: str) -> tuple[Cell, ...]:
    """One cell a report, in the order of the reports."""
    return pick_each(library, entries, [(row, column)])[0]


def pick_each(library: Library, entries: Sequence[Entry], terms: Sequence[Term]) -> list[tuple[Cell, ...]]:
    """Of each row and column one cell a report, in the order of the reports; each table is read once."""
    wanted = {row: {label for edition in form.EDITIONS for label in form.labels(edition, row)} for row, _ in terms}
    reports = [entry.report for entry in entries]
    found: dict[tuple[str, str], list[Figure]] = {}
    for table in dict.fromkeys(map(form.table_of, wanted)):
        rows = {label for row, labels in wanted.items() if form.table_of(row) == table for label in labels}
        for figure in library.figures(reports=reports, table=table, rows=rows):
            found.setdefault((figure.report, table), []).append(figure)
    return [
        tuple(
            _cell(entry, row, column, [f for f in found.get((entry.report, table), ()) if f.row in labels])
            for entry in entries
        )
        for row, column in terms
        for table, labels in [(form.table_of(row), wanted[row])]
    ]


def _cell(entry: Entry, row: str, column: str, figures: list[Figure]) -> Cell:
    if is_before_the_form(entry):
        return Cell(entry, row, column, (), None, NO_FIELD)
    editions = [f.edition for f in figures] or list(entry.editions) or [form.EDITIONS[0]]
    edition = editions[0] if figures else editions[-1]
    labels, columns = form.labels(edition, row), form.columns(edition, row, column)
    label = labels[0] if len(labels) == 1 else row
    heading = columns[0] if len(columns) == 1 else column
    if not labels or not columns:
        return Cell(entry, label, heading, (), None, NO_FIELD, edition)
    mine = tuple(f for f in figures if f.edition == edition and f.row in labels and f.column in columns and f.in_form)
    values = [f.value for f in mine if f.state in _HAS_VALUE and f.value is not None and not is_money(f)]
    # Of a group every row must be there: the sum of the others is another number.
    if len(values) < max(len(mine), len(labels) * len(columns)):
        return Cell(entry, label, heading, mine, None, NO_CELL, edition)
    return Cell(entry, label, heading, mine, sum(values, Decimal(0)), "", edition)


def is_money(figure: Figure) -> bool:
    """An amount of money where the form counts: 12 万元 under 处理决定数量 are not 12 decisions."""
    return form.unit(figure.table, figure.column) is not None and figure.unit in YUAN


def is_before_the_form(entry: Entry) -> bool:
    """A report from the years without the statutory tables, which has none of them."""
    return entry.year is not None and entry.year < int(form.EDITIONS[0]) and not entry.editions


def columns_asked(question: Question, row: str) -> tuple[str, ...]:
    """The columns the question means for a row; () where it leaves open which of several."""
    table = form.table_of(row)
    if table == form.REQUESTS:
        return question.applicants or (form.GRAND_TOTAL,)
    if table == form.REVIEW:
        return question.results or (form.GRAND_TOTAL,)
    if asked := _active_columns(question, row):
        return asked
    default = default_column(row)
    return (default,) if default else ()


def _active_columns(question: Question, row: str) -> tuple[str, ...]:
    """Columns of 表二 by their names, or by what is usually said of this row: 金额 of 采购, 项目 of 处罚."""
    names = [c for c in question.columns if any(form.columns(e, row, c) for e in form.EDITIONS)]
    purchase, fees = row == "政府集中采购", row == "行政事业性收费"
    if not names and question.ops & {"moved", "grew", "fell"} and not purchase:
        return (form.CHANGE,)
    if {"column_projects", "column_items"} & question.flags and not names and purchase:
        names.append("采购项目数量")
    if not names and ("column_projects" in question.flags or (fees and "column_items" in question.flags)):
        names.append(form.PRIOR_ITEMS)
    if "column_money" in question.flags and (purchase or fees):
        money = form.PURCHASE_AMOUNT if purchase else form.FEE_AMOUNT
        names = [*names, money] if money not in names else names
    said = [*question.units] + [quoted.unit for quoted in question.quoted] + [bound.unit for bound in question.bounds]
    if (purchase or fees) and not names and any(unit in YUAN for unit in said):
        names.append(form.PURCHASE_AMOUNT if purchase else form.FEE_AMOUNT)
    return tuple(names)


def figures_of(cells: Iterable[Cell]) -> tuple[Figure, ...]:
    """Every figure of the cells, in order."""
    return tuple(figure for cell in cells for figure in cell.figures)


def together(found: Iterable[Cell]) -> list[Cell]:
    """The cells of each report as one that is their sum; without a value where one of them has none."""
    by_report: dict[str, list[Cell]] = {}
    for cell in found:
        by_report.setdefault(cell.entry.report, []).append(cell)
    made = []
    for mine in by_report.values():
        lost = next((cell for cell in mine if cell.value is None), None)
        value = None if lost else sum_of(mine)
        row = " + ".join(cell.row for cell in mine)
        one = mine[0]
        made.append(Cell(one.entry, row, one.column, figures_of(mine), value, lost.reason if lost else "", one.edition))
    return made


def sum_of(found: Iterable[Cell]) -> Decimal:
    """The sum of the values that are there."""
    return sum((cell.value for cell in found if cell.value is not None), Decimal(0))


def meets(bounds: Iterable[Bound], value: Decimal, unit: str | None) -> bool:
    """The value satisfies every condition; an amount is compared in the unit that the condition names."""
    return all(OPERATORS[bound.sign](value, in_unit(bound, unit)) for bound in bounds)


def in_unit(bound: Bound, unit: str | None) -> Decimal:
    """The limit in the unit of the figures."""
    if bound.unit in YUAN and unit in YUAN:
        return bound.value * YUAN[bound.unit] / YUAN[unit or ""]
    return bound.value


def told(bounds: Iterable[Bound]) -> str:
    """`>= 70 <= 90`, for people."""
    return " ".join(f"{bound.sign} {plain(bound.value)}{bound.unit and ' ' + bound.unit}" for bound in bounds)
