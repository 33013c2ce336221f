"""The cells of one field over several reports: those with a value, in one unit, and what was left out and why."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answer import Coverage
from assistant.answers import cells, compose
from assistant.answers.cells import YUAN, Cell
from assistant.understanding.bounds import Bound
from corpus import form


class Pool:
    """The cells of a question over the reports it covers: those with a value, and those left out with the reason."""

    def __init__(self, found: Sequence[Cell]) -> None:
        self.left_out = [compose.skipped(cell) for cell in found if cell.value is None]
        self.unitless = [cell for cell in found if cell.value and _is_amount(cell) and cell.unit is None]
        self.left_out += [compose.skipped(cell, "unit_not_printed") for cell in self.unitless]
        apart = {id(cell) for cell in self.unitless}
        self.used = [cell for cell in found if cell.value is not None and id(cell) not in apart]
        self.unit, self.values = _one_unit(self.used)
        self.condition = ""
        """What those kept meet, where not all are."""

    def where(self, bounds: Sequence[Bound]) -> "Pool":
        """The pool of those whose value meets every condition; what was left out stays named."""
        kept = Pool([c for c, v in zip(self.used, self.values, strict=True) if cells.meets(bounds, v, self.unit)])
        kept.left_out, kept.condition = self.left_out, cells.told(bounds)
        return kept

    @property
    def coverage(self) -> Coverage:
        """How many were read, and what was left out."""
        return Coverage(len({cell.entry.report for cell in self.used}), tuple(self.left_out))


def _is_amount(cell: Cell) -> bool:
    return cell.column in (form.FEE_AMOUNT, form.PURCHASE_AMOUNT)


def _one_unit(used: Sequence[Cell]) -> tuple[str | None, list[Decimal]]:
    """The common unit and the values in it; amounts in several printed units are converted to 万元."""
    values = [cell.value or Decimal(0) for cell in used]
    units = {cell.unit for cell, value in zip(used, values, strict=True) if value or cell.unit}
    printed = {unit for unit in units if unit}
    if len(printed) <= 1:
        return next(iter(printed), None), values
    if not printed <= set(YUAN):
        return used[0].unit, values
    ten_thousand = YUAN["万元"]
    return "万元", [v * YUAN[c.unit or "元"] / ten_thousand if v else v for c, v in zip(used, values, strict=True)]
