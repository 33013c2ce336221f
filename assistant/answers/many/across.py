"""One row and column over several reports: sum, mean, median, rank, filter, count."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Coverage, Outcome
from assistant.answers import cells, compose, no_value, refusals
from assistant.answers.cells import Cell
from assistant.answers.many import any_column, averages, filtered, summary
from assistant.answers.many.pool import Pool, Ranking, extra, reading
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.bounds import Bound
from assistant.understanding.question import Question
from assistant.understanding.scope import Scope
from corpus import form
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Entry


def over(question: Question, scope: Scope, library: Library) -> Answer:
    """The answer over every report that fits."""
    from assistant.answers.many import very_many  # a question about one report does not pay for it

    scope = households(question, scope)
    if scope.ambiguous:
        return refusals.which_report(question, scope, library)
    row = question.rows[0]
    columns = cells.columns_asked(question, row)
    if not columns and not (question.ops & {"sum", "mean", "median", "max", "min", "rank"}):
        return any_column.of_row(question, scope, library, row)
    if not columns:
        return refusals.which_column(question, scope, library, row)
    if len(columns) > 1:
        return _of_columns(question, scope, library, row)
    column = columns[0]
    # 处罚和许可总数最多的: the rows of each report together.
    ordered = question.ops & _OF_THOSE - {"sum"} or question.top or question.nth or question.bounds
    joined = len(question.rows) > 1 and bool(ordered)
    row = " + ".join(question.rows) if joined else row
    if (joined or len(question.rows) == 1) and (many := very_many.pool(question, scope, column)):
        if many.number or many.unitless:
            return _operation(question, scope, library, row, column, many)
        first = [cell for r in question.rows for cell in cells.pick(library, scope.entries[:1], r, column)]
        made = nothing(question, scope, library, first)
        return replace(made, coverage=replace(many.coverage, read=made.coverage.read))
    found = [cell for r in question.rows for cell in cells.pick(library, scope.entries, r, column)]
    found = cells.together(found) if joined else found
    if not any(cell.value is not None for cell in found):
        return nothing(question, scope, library, found)
    return _operation(question, scope, library, row, column, Pool(found))


def of_pool(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    """The answer over cells that are at hand."""
    return _operation(question, scope, library, row, column, pool)


def _of_columns(question: Question, scope: Scope, library: Library, row: str) -> Answer:
    """Several columns of a row: side by side; what is asked over all reports is asked of one of them."""
    if question.ops & _OF_THOSE or question.bounds or question.top or question.nth:
        return refusals.which_column(question, scope, library, row)
    from assistant.answers.many import side_by_side

    return side_by_side.compare(question, scope, library)


def nothing(question: Question, scope: Scope, library: Library, found: Sequence[Cell]) -> Answer:
    """No report has a value, or an amount has no unit: the reason of the first, the others named as left out."""
    if not found:
        return refusals.no_report(question, scope, library)
    lost = [cell for cell in found if cell.value is None]
    cell = next((c for c in lost if c.reason == cells.NO_CELL), (lost or found)[0])
    made = no_value.lost(question, scope, cell, library) if lost else _without_unit(question, scope, cell)
    rest = tuple(compose.skipped(c, c.reason or cells.NO_UNIT) for c in found if c is not cell)
    return replace(made, coverage=Coverage(made.coverage.read, rest))


def _without_unit(question: Question, scope: Scope, cell: Cell) -> Answer:
    """An amount that cannot be held against a number."""
    lang = question.language
    amount = shown(plain(cell.value or Decimal(0)), cell.unit, "printed", lang)
    why = say("，没有印货币单位，不能与别的数相比", ", without a unit of money; not to be held against another", lang)
    return compose.answer(
        question,
        scope,
        compose.reading("value", [cell.entry], cell.row, cell.column),
        compose.about(cell, lang) + say("：", ": ", lang) + amount + why,
        outcome=Outcome.NOT_STATED,
        figures=cell.figures,
        coverage=Coverage(1),
    )


def households(question: Question, scope: Scope) -> Scope:
    """三家: the year in which exactly three are loaded; where there is none, or another number, it is open."""
    wanted = question.households
    if not wanted or len(scope.agencies) == wanted:
        return scope
    if question.years:
        return replace(scope, ambiguous=scope.entries)
    by_year: dict[int, list[Entry]] = {}
    for entry in scope.entries:
        if entry.year is not None:
            by_year.setdefault(entry.year, []).append(entry)
    fits = [entries for entries in by_year.values() if len(entries) == wanted]
    if len(fits) == 1:
        return replace(scope, entries=tuple(fits[0]))
    return replace(scope, ambiguous=scope.entries)


def _operation(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    ops = question.ops
    if ops & {"mean", "median"} and ops & {"above", "below"}:
        return _beyond(question, scope, library, row, column, pool)
    chosen = "who" in question.flags or not (question.names or ops & {"sum", "max", "min", "rank"})
    spread = {"max", "min"} <= ops and bool(ops & {"difference", "ratio"})
    if question.bounds and (ops & _OF_THOSE or question.top or question.nth):
        pool = pool.where(question.bounds)
    elif _most_moved(question, column) and (moved := pool.where(filtered.bounds_of(question))).number:
        pool = moved
    elif question.bounds or (ops & {"grew", "fell"} and chosen) or {"who"} <= question.flags and "did" in ops:
        return filtered.by_bounds(question, scope, library, row, column, pool)
    if spread and pool.number:
        return _spread(question, scope, library, row, column, pool)
    if not pool.number:
        return _ranked(question, scope, library, row, column, pool)
    if question.top and ops & {"sum", "mean", "median"}:
        pool, ops = pool.best(question.top, least="min" in ops), ops - {"rank", "max", "min"}
    if (measures := summary.asked(question)) and not pool.unitless:
        return _side_by_side(question, scope, library, row, column, pool, measures)
    if "sum" in ops and not ops & {"rank", "max", "min"}:
        return _total(question, scope, library, row, column, pool)
    if ops & {"mean", "median"} and ops & {"max", "min"}:
        return _mean_of_which(question, scope, library, row, column, pool)
    if ops & {"mean", "median"}:
        return _middle(question, scope, library, row, column, pool)
    if ops & {"max", "min", "rank", "ascending", "chart", "list", "compare"} or question.top or question.nth:
        return _ranked(question, scope, library, row, column, pool)
    if ops & {"count_agencies", "did"} or "who" in question.flags:
        return filtered.by_bounds(question, scope, library, row, column, pool)
    return _ranked(question, scope, library, row, column, pool)


def _most_moved(question: Question, column: str) -> bool:
    """增加最多: which of those that grew grew most."""
    return column == form.CHANGE and bool(question.ops & {"grew", "fell"}) and bool(question.ops & {"max", "min"})


# What is asked of those that meet a condition: their sum, their mean, the highest of them.
_OF_THOSE = frozenset("sum mean median max min rank ascending".split())


def _what(row: str, column: str, pool: Pool) -> str:
    return f"{row} · {column}{pool.condition and ' ' + pool.condition}"


def _spread(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    """The highest against the lowest: how much more, or how many times."""
    lang = question.language
    # Of very many only some cells are at hand: the two ends are looked up.
    first, last = (pool.ranking([1], rising=rising) for rising in (False, True))
    top, least = first.values[0], last.values[0]
    both = Pool([first.cells[0], last.cells[0]])
    both.left_out, both.numbers = pool.left_out, pool.numbers
    what, sep = _what(row, column, pool), say("：", ": ", lang)
    if "difference" in question.ops:
        gap, terms = plain(top - least), f"{plain(top)} - {plain(least)} = {plain(top - least)}"
        line = f"{shown(gap, pool.unit, 'printed', lang)}{sep}{what}"
        return _answer(question, scope, library, row, column, both, "difference", line, gap, terms)
    value = compose.trimmed((top / least).quantize(Decimal("0.000001"))) if least else None
    quotient = f"{plain(top)} ÷ {plain(least)}"
    undefined = say(f"无法计算：{quotient}", f"undefined: {quotient}", lang)
    line = undefined if value is None else f"{plain(value)}{sep}{what}"
    told, formula = (None, None) if value is None else (plain(value), quotient)
    made = _answer(question, scope, library, row, column, both, "ratio", line, told, formula)
    return replace(made, unit=None, outcome=Outcome.UNDEFINED if value is None else made.outcome)


def _beyond(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    """The reports above or below the mean or the median of all that fit, or what is asked of those: 高于平均的合计."""
    limit, rest = averages.limit_of(question)
    value = averages.between(pool.middle) if limit == "median" else averages.mean(pool.total, pool.number)
    bounds = (Bound(averages.sign_of(question), value),)
    if rest & _OF_THOSE:
        return _operation(replace(question, ops=rest, bounds=bounds), scope, library, row, column, pool)
    return filtered.by_bounds(replace(question, bounds=bounds), scope, library, row, column, pool)


def _total(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    lang, total, n = question.language, pool.total, pool.reports
    amount = shown(plain(total), pool.unit, "printed", lang)
    what = _what(" + ".join(question.rows), column, pool)
    zh, en, only = _of_area(scope, n, lang)
    line = say(f"{amount}：{zh}的 {what} 合计", f"{amount}: sum of {what} over {en}", lang) + only
    formula = compose.formula(pool.values, total, pool.number)
    if pool.converted:
        formula += f" {pool.unit}"
    return _answer(question, scope, library, row, column, pool, "sum", line, plain(total), formula)


def _of_area(scope: Scope, number: int, language: str) -> tuple[str, str, str]:
    """The reports that were added up, in both languages, and of a place that they need not be all there are."""
    if not scope.area:
        return f"{number} 份报告", f"{number} reports", ""
    places = "、".join(scope.area)
    only = say("（没有载入的不在内）", " (those not loaded are not in it)", language)
    return f"{places}已载入的报告里有数的 {number} 份", f"{number} loaded reports of {places}", only


def _answer(
    question: Question,
    scope: Scope,
    library: Library,
    row: str,
    column: str,
    pool: Pool,
    operation: str,
    line: str,
    value: str | None,
    formula: str | None,
) -> Answer:
    line += f"\n{formula}" if formula else ""
    return compose.answer(
        question,
        scope,
        reading(operation, pool, row, column),
        line,
        value=value,
        unit=pool.unit,
        formula=formula,
        figures=cells.figures_of(pool.used),
        figures_total=pool.figures,
        rows=compose.result_rows(pool.used),
        rows_total=pool.number,
        more=extra(library, pool, question.language),
        others=pool.remarks(question.language),
        coverage=pool.coverage,
        chart="chart" in question.ops,
    )


def _middle(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    lang = question.language
    if "median" in question.ops:
        value, formula = averages.between(pool.middle), averages.around(pool.values, pool.middle, pool.number)
        name, operation = say("中位数", "median", lang), "median"
    else:
        value = averages.mean(pool.total, pool.number)
        formula = f"{averages.quotient(pool.values, pool.total, pool.number)} = {compose.short(value)}"
        name, operation = say("平均数", "mean", lang), "mean"
    amount = shown(compose.short(value), pool.unit, "printed", lang)
    n, what = pool.number, _what(row, column, pool)
    zh, en, only = _of_area(scope, n, lang)
    line = say(f"{amount}：{zh} {what} 的{name}", f"{amount}: {name} of {what} over {en}", lang) + only
    return _answer(question, scope, library, row, column, pool, operation, line, plain(value), formula)


def _side_by_side(
    question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool, measures: Sequence[str]
) -> Answer:
    """合计和平均各多少, 最多和最少分别是谁: several figures, of which none is the answer alone."""
    line, formula = summary.told(measures, pool, question.language)
    if summary.ENDS.issuperset(measures):
        ends = Pool(summary.ends(pool))
        ends.left_out, ends.numbers = pool.left_out, pool.numbers
        pool = ends
    line += f"{say('：', ': ', question.language)}{_what(row, column, pool)}"
    return _answer(question, scope, library, row, column, pool, "measures", line, None, formula or None)


def _mean_of_which(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    """最多的平均多少: of how many is not said, and the mean of all would be another number."""
    listed = _ranked(replace(question, ops=frozenset(("rank",))), scope, library, row, column, pool)
    line = say(
        "要哪几家的平均说不准。请说出家数，如“最多的三家平均多少”；不分高低的平均，请去掉“最”字。",
        "It is open whose mean is meant. Say how many, as in “average of the top three”, or leave out “most”.",
        question.language,
    )
    return replace(listed, outcome=Outcome.CLARIFY, headline=line, value=None, unit=None, formula=None, chart=False)


def _ranked(question: Question, scope: Scope, library: Library, row: str, column: str, pool: Pool) -> Answer:
    """Highest first, ties on one rank; amounts without a unit stand beside the ranking, without a rank."""
    lang = question.language
    rising = "ascending" in question.ops or ("min" in question.ops and "max" not in question.ops)
    # 减少最多 is the lowest change.
    rising = rising != (column == form.CHANGE and "fell" in question.ops)
    ranking = pool.ranking([place for place in (question.top, question.nth) if place], rising=rising)
    values, shown_cells = ranking.values, ranking.cells[: ranking.kept]
    one = bool(question.ops & {"max", "min"} or question.nth)
    if beside := pool.unitless:
        # An amount without a unit may be more than the highest that has one.
        one = one and bool(values) and values[0] != 0
    listed = [*shown_cells, *beside]
    read = compose.reading("rank", [c.entry for c in listed], row, column)
    if ranking.kept > len(shown_cells):
        # Those that are shown may be of one year, the others of several.
        read = replace(read, years=tuple(sorted(year for year in pool.years if year is not None)))
    line = _ranking_line(question, row, column, pool, ranking)
    if beside:
        names = "、".join(f"{compose.who(c.entry, lang)} {plain(c.value or Decimal(0))}" for c in beside[:3])
        line += say(f"\n未印单位、不能排名：{names}", f"\nPrinted without a unit, not ranked: {names}", lang)
    return compose.answer(
        question,
        scope,
        read,
        line,
        value=plain(values[_first(question, ranking.ranks)]) if values and one else None,
        unit=pool.unit,
        figures=cells.figures_of(listed),
        figures_total=ranking.figures + len(cells.figures_of(beside)),
        rows=compose.result_rows(listed, ranks=[*ranking.ranks[: len(shown_cells)], *[None] * len(beside)]),
        rows_total=ranking.kept + len(beside),
        more=extra(library, pool, lang),
        others=pool.remarks(lang) if ranking.kept > len(shown_cells) else (),
        coverage=pool.coverage,
        chart="chart" in question.ops,
    )


def _first(question: Question, ranks: Sequence[int]) -> int:
    """Position of the n-th; where a tie has taken its rank, of the last before it."""
    place = question.nth or 1
    return max((n for n, rank in enumerate(ranks) if rank <= place), key=lambda n: ranks[n])


_LEVEL = 5
"""So many that share the rank asked for are named; of more it is said how many."""


def _on_rank(ranking: Ranking, place: int, listed: int) -> int:
    """How many share a rank; the last of those that are listed may share theirs with others that are not."""
    return ranking.tied if listed and ranking.ranks[-1] == place else listed


def _ranking_line(question: Question, row: str, column: str, pool: Pool, ranking: Ranking) -> str:
    lang, ranks = question.language, ranking.ranks
    what = _what(row, column, pool)
    if not ranking.cells:
        return say(f"没有可以排名的 {what}", f"no {what} can be ranked", lang)
    place = question.nth or 1
    firsts = [n for n, rank in enumerate(ranks) if rank == place] or [_first(question, ranks)]
    names = "、".join(compose.who(ranking.cells[n].entry, lang) for n in firsts[:_LEVEL])
    if (level := _on_rank(ranking, ranks[firsts[0]], len(firsts))) > _LEVEL:
        names += say(f"等 {level} 份报告", f" and {level - _LEVEL} more", lang)
    amount = shown(plain(ranking.values[firsts[0]]), pool.unit, "printed", lang)
    if question.ops & {"max", "min"} or question.nth:
        rank = "" if place == 1 else say(f"（第 {place}）", f" (number {place})", lang)
        return say(f"{names}：{amount}，{what}{rank}", f"{names}: {amount}, {what}{rank}", lang)
    return say(f"{what}，{pool.number} 份报告", f"{what}, {pool.number} reports", lang)
