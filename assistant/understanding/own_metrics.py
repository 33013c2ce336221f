"""The user's own metrics: `metrics.toml` in the home.

    [[metric]]
    names = ["罚许比", "penalties per permit"]
    formula = "行政处罚 / 行政许可"
    unit = "%"
    description = "…"

One that cannot be used is one line with its place and what to do; the others work all the same.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import paths
from assistant.understanding import formula as formulas
from assistant.understanding.metrics import Metric
from assistant.understanding.question import understand
from assistant.understanding.segment import cut
from corpus import form
from corpus.errors import Usage
from corpus.identity.normal import normalise

_KEYS = frozenset(("names", "formula", "unit", "description"))
_LONGEST_NAME, _LONGEST_TEXT = 40, 300
_HEAD = re.compile(r"^\s*\[\[\s*metric\s*\]\]")


@dataclass(frozen=True, slots=True)
class Own:
    """What the file holds: the metrics that can be used, and what is wrong with the others."""

    metrics: tuple[Metric, ...] = ()
    faults: tuple[Usage, ...] = ()

    @property
    def words(self) -> dict[str, Metric]:
        """Every name as a question has it → its metric."""
        return {normalise(name): metric for metric in self.metrics for name in metric.names}


def of_home(home: Path | None, agencies: Collection[str] = ()) -> Own:
    """The metrics of a home; none where there is no file. `agencies` are the names that a metric must leave alone."""
    file = paths.home(home) / paths.METRICS
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Own()
    except UnicodeDecodeError:
        return Own(faults=(_fault(file, 1, "不是 UTF-8，请另存为 UTF-8", "is not UTF-8: save it as UTF-8"),))
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Own(faults=(_fault(file, 1, f"读不了：{why}，请检查权限", f"cannot be read: {why}; check permissions"),))
    return read(file, text, agencies)


def read(file: Path, text: str, agencies: Collection[str] = ()) -> Own:
    """The metrics that a text holds."""
    import tomllib

    try:
        held = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        return Own(faults=(_fault(file, line, f"不是 TOML：{error}", f"is not TOML: {error}"),))
    listed = held.get("metric", [])
    heads = [n for n, line in enumerate(text.splitlines(), 1) if _HEAD.match(line)]
    if set(held) - {"metric"} or not isinstance(listed, list) or len(listed) != len(heads):
        return Own(faults=(_fault(file, 1, "只能有 [[metric]] 段", "may hold nothing but [[metric]] sections"),))
    metrics: list[Metric] = []
    faults: list[Usage] = []
    for table, line in zip(listed, heads, strict=True):
        try:
            metrics.append(_metric(table, Own(tuple(metrics)).words, agencies))
        except formulas.Unclear as unclear:
            faults.append(_fault(file, line, unclear.zh, unclear.en))
    return Own(tuple(metrics), tuple(faults))


def _fault(file: Path, line: int, zh: str, en: str) -> Usage:
    return Usage(f"{file} 第 {line} 行：{zh}。改正后再用。", f"{file}, line {line}: {en}. Correct it to use it.")


def _metric(table: Mapping[str, Any], taken: Mapping[str, object], agencies: Collection[str]) -> Metric:
    """One metric of the file. Raises Unclear where it cannot be used."""
    if unknown := sorted(set(table) - _KEYS):
        raise formulas.Unclear(
            f"不认识“{unknown[0]}”，可写：{'、'.join(sorted(_KEYS))}",
            f"“{unknown[0]}” is unknown; there are {', '.join(sorted(_KEYS))}",
        )
    names = table.get("names")
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, list) or not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise formulas.Unclear('缺 names，例如 names = ["罚许比"]', 'names is missing, as in names = ["罚许比"]')
    text, unit, described = (_text(table, key) for key in ("formula", "unit", "description"))
    if not text:
        raise formulas.Unclear('缺 formula，例如 formula = "行政处罚 / 行政许可"', "formula is missing")
    _in_one_edition(formulas.parse(text))
    made = Metric(tuple(name.strip() for name in names), text, unit or None, description=described, own=True)
    for name in made.names:
        _check_name(name, made, taken, agencies)
    return made


def _text(table: Mapping[str, Any], key: str) -> str:
    text = table.get(key, "")
    if not isinstance(text, str) or len(text) > _LONGEST_TEXT or "\n" in text.strip():
        raise formulas.Unclear(
            f"{key} 须是一行文字，至多 {_LONGEST_TEXT} 个字",
            f"{key} must be one line of at most {_LONGEST_TEXT} letters",
        )
    return text.strip()


def _in_one_edition(formula: formulas.Formula) -> None:
    """A formula over cells that no edition has together comes to nothing in every report."""
    terms = tuple(formulas.terms_of(formula))
    if not any(all(form.columns(edition, t.row, t.column) for t in terms) for edition in form.EDITIONS):
        raise formulas.Unclear("没有哪一版表格同时有这些格", "no edition of the form has all these cells")


def _check_name(name: str, made: Metric, taken: Mapping[str, object], agencies: Collection[str]) -> None:
    """A name must be one of its own, and be understood in a question as nothing else."""
    plain = normalise(name)
    told = understand(plain, {})
    # 处罚数量 asks for a figure of the form; more than one row, or what is to be done with it, leaves room: 处罚许可比.
    figure = len(told.rows) == 1 and not (told.left or told.ops)
    word = any(token.text == plain and token.slots for token in cut(plain, {}))
    if figure or word or plain in agencies or plain in taken:
        raise formulas.Unclear(
            f"“{name}”已另有所指，请换个名字", f"“{name}” means something else already: give it another name"
        )
    read = understand(plain, {plain: made})
    alone = read.metrics == (made,) and not (read.left or read.years or read.quoted)
    if not alone or not 1 < len(plain) <= _LONGEST_NAME:
        raise formulas.Unclear(
            f"提问时认不出“{name}”，请换个不带数字和标点、2 到 {_LONGEST_NAME} 个字的名字",
            f"“{name}” is not recognised in a question: no digits, no punctuation, 2 to {_LONGEST_NAME} letters",
        )
