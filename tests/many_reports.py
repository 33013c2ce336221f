"""Made-up reports by the hundred: both editions, every state of a cell, amounts in all units, prose that disagrees."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from corpus import form
from corpus.library import pieces
from corpus.library.store import Identity, Library
from corpus.report import Count, Document, Figure, Line, Report, Source, State

STATES = (State.PRINTED,) * 12 + (State.INFERRED, State.BLANK, State.DASH, State.CUT_OFF, State.UNREADABLE)
AMOUNTS = (
    ("元", "251000"),
    ("元", "0.50"),
    ("万元", "83.42"),
    ("万元", "18.8710"),
    ("项", "12"),
    (None, "8040"),
    (None, "0"),
)
DECIDED = (form.DECISIONS, "本年处理决定数量")


def library(seed: int, number: int) -> Library:
    """That many reports of both editions, a few of both at once, with lost cells, amounts and prose that disagrees.

    Of seed 2 no column is laid out any more but of some years, of seed 3 every one is.
    """
    rng, made = Random(seed), Library.memory()
    with made.together():
        for n in range(number):
            agency, year = (
                f"{rng.choice('甲乙丙丁')}县第{n // 3:03}局",
                (2018, 2019, 2020, 2021, None)[rng.randrange(5)],
            )
            document = Document(f"r{n}.txt", f"/r{n}.txt", f"{n:064}", "utf-8", (Line(1, agency),))
            figures = list(printed(rng))
            place = (rng.choice(("浙江省", "江苏省")), "丙市")
            identity = Identity(place, "report", "county", ((agency, "report"),), "教育")
            made.add(Report(document, agency, agency, year, (), ()), figures, list(told(rng, figures)), (), identity)
            if n == number // 2 and seed > 1:
                pieces.lay_out(made, every=True)
    if seed > 2:
        pieces.lay_out(made, every=True)
    return made


def printed(rng: Random) -> Iterator[Figure]:
    """The cells of a report: most print all tables in one edition, some lost one, a few all of them."""
    if rng.random() < 0.03:
        return
    usual, mixed = rng.choice(form.EDITIONS), rng.random() < 0.05
    for table in form.TABLES:
        edition = rng.choice(form.EDITIONS) if mixed else usual
        if rng.random() > 0.06:
            yield from (cell(rng, field) for field in form.fields(edition, table))


def cell(rng: Random, field: form.Field) -> Figure:
    """A cell, most of them with a number."""
    state, unit, text = rng.choice(STATES), field.unit, str(rng.choice((0, 1, 7, rng.randrange(300))))
    if unit is None:
        unit, text = rng.choice(AMOUNTS)
    elif field.column == form.CHANGE and rng.random() < 0.4:
        text = f"-{text}"
    value = Decimal(text) if state in (State.PRINTED, State.INFERRED) else None
    notes: tuple[str, ...] = ("sign_not_printed",) if state is not State.INFERRED and rng.random() < 0.02 else ()
    if state is State.INFERRED:
        notes = ("value_lost", "label_detached")
    if field.unit is None and unit is None and value:
        notes = (*notes, "unit_not_printed")
    place = (field.edition, field.table, field.row, field.column)
    return Figure("", "", None, *place, value, unit, state, Source("r.txt", "/r.txt", 3), text, notes=notes)


def told(rng: Random, figures: list[Figure]) -> Iterator[Count]:
    """What the prose says of some cells, sometimes another number."""
    for figure in figures:
        if figure.row in ("行政处罚", "行政许可") and figure.column in DECIDED and rng.random() < 0.3:
            yield count(figure.row, (figure.value or Decimal(1)) + rng.choice((0, 0, 0, 5)))
    suits = [f.value for f in figures if f.row in form.BLOCKS[1:] and f.column == form.GRAND_TOTAL]
    if suits and rng.random() < 0.5:
        yield count(form.SUITS, sum((value or Decimal(0) for value in suits), Decimal(0)) + rng.choice((0, 1)))


def count(what: str, value: Decimal) -> Count:
    source = Source("r.txt", "/r.txt", 9)
    return Count("", "", None, value, "件", what, f"{value}件", False, f"全年{what}{value}件。", 1, source)
