"""Formulas over cells of the form: `(行政复议·结果纠正 + 复议后起诉·结果纠正) / 行政复议`.

    formula  = part (("+" | "-") part)*
    part     = factor (("*" | "/") factor)*
    factor   = number | cell | "(" formula ")" | "-" factor
    cell     = row ["·" column]        in the form's labels or the words people use for them

A row that the form only divides up (不予公开, 行政诉讼) stands for the sum of its rows. Nothing is run as code.
"""

import operator
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext
from functools import cache

from assistant.understanding import terms
from corpus import form
from corpus.numbers import plain

_LONGEST, _DEEPEST = 500, 30
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SIGNS = {"+": "+", "-": "-", "−": "-", "*": "*", "×": "*", "/": "/", "÷": "/"}
_SHOWN = {"+": " + ", "-": " − ", "*": " × ", "/": " ÷ "}
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}


class Unclear(ValueError):
    """A formula that cannot be read; says why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of the form, by the labels that stand for both editions."""

    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two parts and what is done with them."""

    sign: str
    """`+`, `-`, `*` or `/`."""
    left: "Formula"
    right: "Formula"


Formula = Term | Decimal | Operation


@cache
def parse(text: str) -> Formula:
    """The formula that a text is. Raises Unclear."""
    if len(text) > _LONGEST:
        raise Unclear(f"公式太长（至多 {_LONGEST} 个字）", f"the formula is too long (at most {_LONGEST} characters)")
    reader = _Reader(_folded(text))
    found = reader.sum(0)
    if reader.rest:
        raise Unclear(f"读不懂“{reader.rest[:20]}”", f"“{reader.rest[:20]}” is not understood")
    if not any(terms_of(found)):
        raise Unclear("公式里没有表格的格", "the formula names no cell of the form")
    return found


class _Reader:
    """A formula being read from left to right."""

    def __init__(self, text: str) -> None:
        self.rest = text.strip()

    def sum(self, depth: int) -> Formula:
        return self._chain("+-", lambda: self._chain("*/", lambda: self._factor(depth)))

    def _chain(self, signs: str, part: Callable[[], Formula]) -> Formula:
        found = part()
        while (sign := _SIGNS.get(self.rest[:1], "")) and sign in signs:
            self._skip(1)
            found = Operation(sign, found, part())
        return found

    def _factor(self, depth: int) -> Formula:
        if depth > _DEEPEST:
            raise Unclear("括号套得太深", "the brackets are nested too deep")
        if self.rest.startswith("("):
            self._skip(1)
            found = self.sum(depth + 1)
            if not self.rest.startswith(")"):
                raise Unclear("缺一个“)”", "a “)” is missing")
            self._skip(1)
            return found
        if _SIGNS.get(self.rest[:1]) == "-":
            self._skip(1)
            return Operation("-", Decimal(0), self._factor(depth + 1))
        if number := _NUMBER.match(self.rest):
            self._skip(number.end())
            return Decimal(number.group())
        return self._cell()

    def _cell(self) -> Term:
        alone, row = self._name(_columns_alone()), self._name(_rows())
        if alone and len(alone) >= len(row):
            self._skip(len(alone))
            return _columns_alone()[alone]
        if not row:
            what = self.rest[:20] or "…"
            raise Unclear(f"“{what}”不是表格里的行", f"“{what}” is no row of the form")
        self._skip(len(row))
        return self._column(_rows()[row])

    def _column(self, row: str) -> Term:
        if not self.rest.startswith("·"):
            return Term(row, _usual(row))
        self._skip(1)
        column = self._name(_columns(row))
        if not column:
            every = "、".join(dict.fromkeys(_columns(row).values()))
            raise Unclear(f"“{row}”没有“{self.rest[:20]}”这一栏，有：{every}", f"“{row}” has these columns: {every}")
        self._skip(len(column))
        return Term(row, _columns(row)[column])

    def _name(self, known: Mapping[str, object]) -> str:
        """The longest of the known names that the rest begins with; empty where there is none."""
        for end in range(min(len(self.rest), 60), 0, -1):
            word_goes_on = len(self.rest) > end and self.rest[end - 1 : end + 1].isascii()
            if self.rest[:end] in known and not (word_goes_on and self.rest[end - 1 : end + 1].isalnum()):
                return self.rest[:end]
        return ""

    def _skip(self, letters: int) -> None:
        self.rest = self.rest[letters:].lstrip()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().replace("・", "·")


@cache
def _rows() -> dict[str, str]:
    """Label or word → the label of the row that stands for both editions."""
    words = {}
    for word, slots in terms.words().items():
        rows = [value for slot, value in slots if slot == "row" and _has_cells(value)]
        if len(rows) == 1:
            words[word] = rows[0]
    labels = [row.label for edition in form.EDITIONS for table in form.TABLES for row in form.rows(edition, table)]
    every = [*labels, *form.GROUPS, form.OTHER_HANDLING, form.SUITS]
    return words | {_folded(label): form.generic_row(label) for label in every}


def _has_cells(row: str) -> bool:
    return any(form.labels(edition, row) for edition in form.EDITIONS)


@cache
def _columns(row: str) -> dict[str, str]:
    """Label or word → the label of a column that this row has in some edition."""
    words = {
        word: value
        for word, slots in terms.words().items()
        for slot, value in slots
        if slot in ("column", "result", "applicant") and _asked(row, value)
    }
    found = {
        _folded(column): form.generic_column(column)
        for edition in form.EDITIONS
        for each in form.rows(edition, form.table_of(row))
        for column in (*each.columns, *((form.ORGANISATIONS,) if each.table == form.REQUESTS else ()))
        if form.columns(edition, row, column)
    }
    return words | found


@cache
def _columns_alone() -> dict[str, Term]:
    """Columns that only one row has: 采购总金额."""
    rows: dict[str, list[str]] = {}
    for row in dict.fromkeys(_rows().values()):
        for column in dict.fromkeys(_columns(row).values()):
            rows.setdefault(column, []).append(row)
    return {_folded(column): Term(found[0], column) for column, found in rows.items() if len(found) == 1}


def _asked(row: str, column: str) -> bool:
    return any(form.columns(edition, row, column) for edition in form.EDITIONS)


def _usual(row: str) -> str:
    """The column of a row that names none. Raises Unclear where no column is the usual one."""
    if form.table_of(row) != form.ACTIVE:
        return form.GRAND_TOTAL
    if _asked(row, form.DECISIONS):
        return form.DECISIONS
    every = "、".join(dict.fromkeys(_columns(row).values()))
    raise Unclear(f"“{row}”有几栏，请写“{row}·栏名”：{every}", f"name the column, “{row}·column”: {every}")


def terms_of(formula: Formula) -> Iterator[Term]:
    """The cells of a formula, from left to right."""
    if isinstance(formula, Term):
        yield formula
    elif isinstance(formula, Operation):
        yield from terms_of(formula.left)
        yield from terms_of(formula.right)


def quotient_of(formula: Formula) -> tuple[Formula, Formula | None] | None:
    """(what stands over the stroke, what under it), both sums of cells; None of a formula that is no such quotient.

    What holds of cells holds of their sums then: a ÷ b × 100 is 100a ÷ b, and 1 − a ÷ b is (b − a) ÷ b. The sum of
    products is no product of sums. Under is None where nothing is divided by a cell.
    """
    if not isinstance(formula, Operation):
        return (formula, None) if isinstance(formula, Term) else None
    sign, one, other = formula.sign, quotient_of(formula.left), quotient_of(formula.right)
    if one and other:
        if sign == "/" and not (one[1] or other[1]):
            return one[0], other[0]
        return (Operation(sign, one[0], other[0]), one[1]) if sign in "+-" and one[1] == other[1] else None
    number = formula.right if one else formula.left
    if any(terms_of(number)) or not (one or other and sign != "/"):
        return None
    size = value_of(number, {})
    if size is None or (sign == "/" and not size):
        return None
    over, under = one or other or (formula, None)
    if sign in "+-" and number != Decimal(0):
        if under is None:
            return None
        number = Operation("*", number, under)
    return (Operation(sign, over, number) if one else Operation(sign, number, over)), under


def mapped(formula: Formula, change: Callable[[Term], Term]) -> Formula:
    """The formula with other cells."""
    if isinstance(formula, Operation):
        return Operation(formula.sign, mapped(formula.left, change), mapped(formula.right, change))
    return change(formula) if isinstance(formula, Term) else formula


def value_of(formula: Formula, values: Mapping[Term, Decimal]) -> Decimal | None:
    """What the formula comes to; None where it divides by 0."""
    with localcontext(prec=50) as context:
        context.traps[DivisionByZero] = context.traps[InvalidOperation] = True
        try:
            return _value(formula, values)
        except (DivisionByZero, InvalidOperation):
            return None


def _value(formula: Formula, values: Mapping[Term, Decimal]) -> Decimal:
    if isinstance(formula, Term):
        return values[formula]
    if isinstance(formula, Decimal):
        return formula
    left, right = _value(formula.left, values), _value(formula.right, values)
    if formula.sign == "/":
        return left / right
    return left + right if formula.sign == "+" else left - right if formula.sign == "-" else left * right


_STEPS: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def values_of(formula: Formula, columns: Mapping[Term, Sequence[Decimal]], number: int) -> list[Decimal | None]:
    """What the formula comes to in each of so many reports, as `value_of` has it; each cell's values are a column."""
    with localcontext(prec=50) as context:
        context.traps[DivisionByZero] = context.traps[InvalidOperation] = True
        return _column(formula, columns, number)


def _column(formula: Formula, columns: Mapping[Term, Sequence[Decimal]], number: int) -> list[Decimal | None]:
    if isinstance(formula, Term):
        return list(columns[formula])
    if isinstance(formula, Decimal):
        return [formula] * number
    pairs = zip(_column(formula.left, columns, number), _column(formula.right, columns, number), strict=True)
    step, divides = _STEPS[formula.sign], formula.sign == "/"
    return [None if x is None or y is None or (divides and not y) else step(x, y) for x, y in pairs]


def shown(formula: Formula, of: Callable[[Term], str], binds: int = 0) -> str:
    """The formula as people write it, each cell as `of` says it, with no bracket that is not needed."""
    if isinstance(formula, Decimal):
        return plain(formula)
    if isinstance(formula, Term):
        return of(formula)
    own = _BINDS[formula.sign]
    if formula.sign == "-" and formula.left == Decimal(0):
        line = f"−{shown(formula.right, of, 3)}"
    else:
        line = shown(formula.left, of, own) + _SHOWN[formula.sign] + shown(formula.right, of, own + 1)
    return f"({line})" if own < binds else line
