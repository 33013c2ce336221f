"""Answer → text for a terminal, and the JSON records of the contract. Holds no logic of any answer."""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assistant.answer import SCHEMA, Answer, Choice, Coverage, ResultRow
from assistant.output.escape import clip, pad, visible, width
from corpus.form import TABLE_NAMES
from corpus.numbers import plain
from corpus.report import Check, Figure, Hit, Note, Source, State

STATES = {
    State.BLANK: ("空白", "blank"),
    State.DASH: ("/（未填数）", "/ (no number)"),
    State.CUT_OFF: ("文件在此截断，不是 0", "cut off here, not 0"),
    State.UNREADABLE: ("无法读出", "unreadable"),
    State.NOT_ASKED: ("该版表格不设此项", "not asked by this edition"),
}
CHECKED = {
    "pass": ("相符", "holds"),
    "fail": ("不符", "fails"),
    "uncertain": ("不能确定", "uncertain"),
    "not_assessable": ("无法核对", "not assessable"),
}
"""How a check came out, worded."""
_PROOFS = {
    "requests_applicants": ("各类申请人之和等于总计", "the applicants add up to the total"),
    "review_total": ("四项结果之和等于总计", "the results add up to the total"),
    "row_order": ("按表格的行序", "by the order of the form's rows"),
    "one_digit_each": ("每格一位数字", "one digit a cell"),
}
_CITED, _CITED_ONE_BY_ONE = 20, 12
_ROWS_SHOWN, _FIGURES_WHOLE, _OPERANDS_SHOWN = 50, 100, 20
_REASONS = {
    "no_field": ("该版表格不设此项", "not in its edition of the form"),
    "no_cell": ("该格缺失或无法读出", "its cell is lost or cannot be read"),
    "no_report": ("未载入", "not loaded"),
    "unit_not_printed": ("金额未印单位", "amount printed without a unit"),
    "undefined": ("分母为 0", "denominator is 0"),
    "not_stated": ("正文未说", "not stated"),
    "place_unknown": ("不知道在哪里", "where it is is not known"),
    "units_differ": ("各年印的单位不同", "printed in different units from year to year"),
    "two_reports": ("这一年有两份报告", "two reports of that year"),
    "no_group": ("不在任何一组里", "in none of the groups"),
    "no_check": ("没有可核对的", "nothing to check"),
    "not_every_year": ("不是每年都有数", "without a figure of every year"),
}


def shown(value: str | None, unit: str | None, state: str, language: str) -> str:
    """A value with its unit, or what stands instead of one."""
    if value is None:
        return STATES[State(state)][language == "en"] if state in tuple(STATES) else ""
    if unit == "%":
        return f"{value} %"
    return f"{value} {unit}" if unit else value


def figure_record(figure: Figure) -> dict[str, Any]:
    """The JSON object of one figure."""
    return {
        "report": figure.report,
        "agency": figure.agency,
        "year": figure.year,
        "edition": figure.edition,
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "in_form": figure.in_form,
        "value": None if figure.value is None else plain(figure.value),
        "unit": figure.unit,
        "unit_printed": figure.unit_printed,
        "state": str(figure.state),
        "proof": figure.proof,
        "raw": figure.raw,
        "row_raw": figure.row_raw,
        "parts": [plain(part) for part in figure.parts] or None,
        "source": _source_record(figure.source),
        "notes": list(figure.notes),
    }


def _source_record(source: Source) -> dict[str, Any]:
    return {"file": source.file, "path": source.path, "line": source.line, "page": source.page}


def passage_record(hit: Hit) -> dict[str, Any]:
    """The JSON object of one passage found."""
    passage = hit.passage
    return {
        "report": passage.report,
        "agency": passage.agency,
        "year": passage.year,
        "section": passage.section,
        "heading": list(passage.heading),
        "text": passage.text,
        "best": hit.best,
        "score": round(hit.score, 4),
        "source": _source_record(passage.source) | {"line_end": passage.source.line_end or passage.source.line},
    }


def _row_record(row: ResultRow) -> dict[str, Any]:
    return {
        "agency": row.agency,
        "year": row.year,
        "edition": row.edition,
        "label": row.label,
        "value": row.value,
        "unit": row.unit,
        "state": row.state,
        "rank": row.rank,
        "figures": list(row.figures),
        "formula": row.formula,
        "notes": list(row.notes),
    }


def note_record(note: Note) -> dict[str, Any]:
    """The JSON object of one note."""
    return {"code": note.code, "text": note.text, "figures": list(note.figures)}


def shortened(answer: Answer) -> Answer:
    """The answer with as many rows and figures as a person or a pipe is given; `-o FILE` writes them all.

    No row points to a figure that is not there.
    """
    rows, figures = answer.rows[:_ROWS_SHOWN], answer.figures
    if "Σ" in (answer.formula or ""):
        figures = figures[:_OPERANDS_SHOWN]
    elif len(figures) > _FIGURES_WHOLE:
        figures = figures[: max(_OPERANDS_SHOWN, 1 + max((n for row in rows for n in row.figures), default=0))]
    if len(figures) < len(answer.figures):
        kept = len(figures)
        rows = tuple(replace(row, figures=tuple(n for n in row.figures if n < kept)) for row in rows)
    total = max(answer.figures_total, len(answer.figures))
    return replace(
        answer, rows=rows, rows_total=answer.rows_total or len(answer.rows), figures=figures, figures_total=total
    )


def answer_record(answer: Answer, *, whole: bool = False) -> dict[str, Any]:
    """The JSON object of one answer, as `ask --json` prints it; `whole` with every row and figure, as a file has it."""
    answer = answer if whole else shortened(answer)
    reading = answer.reading
    return {
        "schema": SCHEMA,
        "question": answer.question,
        "outcome": str(answer.outcome),
        "language": answer.language,
        "text": text(answer),
        "value": answer.value,
        "unit": answer.unit,
        "formula": answer.formula,
        "reading": {
            "operation": reading.operation,
            "agencies": list(reading.agencies),
            "years": list(reading.years),
            "table": reading.table,
            "row": reading.row,
            "column": reading.column,
            "section": reading.section,
            "topic": reading.topic,
        },
        "figures": [figure_record(figure) for figure in answer.figures],
        "figures_total": answer.figures_total or len(answer.figures),
        "passages": [passage_record(hit) for hit in answer.passages],
        "rows": [_row_record(row) for row in answer.rows],
        "rows_total": answer.rows_total or len(answer.rows),
        "choices": [{"n": c.n, "label": c.label, "question": c.question} for c in answer.choices],
        "notes": [note_record(note) for note in answer.notes],
        "coverage": {
            "read": answer.coverage.read,
            "skipped": [{"agency": s.agency, "year": s.year, "reason": s.reason} for s in answer.coverage.skipped],
            "skipped_total": answer.coverage.left_out,
            "reasons": answer.coverage.reasons,
        },
        "elapsed_ms": answer.elapsed_ms,
    }


def check_record(check: Check) -> dict[str, Any]:
    """The JSON object of one check."""
    return {
        "report": check.report,
        "rule": check.rule,
        "status": check.status,
        "text": check.text,
        "figures": [figure_record(figure) for figure in check.figures],
        "lines": list(check.lines),
    }


def place(source: Source) -> str:
    """`report.txt:57`, `:87-89`, or `#page` in a PDF."""
    if source.line is None:
        return f"{source.file}#{source.page}" if source.page else source.file
    end = source.line_end
    return f"{source.file}:{source.line}" + (f"-{end}" if end and end != source.line else "")


def citation(item: Figure | Hit, language: str) -> str:
    """Where a figure or a passage stands, on one line."""
    if isinstance(item, Hit):
        passage = item.passage
        return visible(f"{passage.agency} {passage.year or ''} · {passage.section} · {place(passage.source)}")
    table = TABLE_NAMES[item.table][0]
    row = f"“{visible(item.row_raw)}”" if item.row_raw is not None else shown(None, None, item.state, language)
    inferred = ""
    if item.state is State.INFERRED:
        proof = _PROOFS.get(item.proof or "", (item.proof or "",) * 2)[language == "en"]
        inferred = f"（推断：{proof}）" if language == "zh" else f" (inferred: {proof})"
    return visible(f"{place(item.source)} {table} {item.row} · {item.column}: ") + row + inferred


def reading_line(answer: Answer) -> str:
    """How the question was read, on one line; empty where nothing of the reports was read."""
    reading = answer.reading
    agencies = "、".join(reading.agencies[:3]) + ("…" if len(reading.agencies) > 3 else "")
    years = "、".join(str(year) for year in reading.years)
    table = TABLE_NAMES[reading.table][0] if reading.table else ""
    parts = (agencies, years, table, reading.row or "", reading.column or "", reading.topic or "")
    return visible(" · ".join(part for part in parts if part))


def text(answer: Answer, cells: int = 100, *, draw: bool = False, only_ascii: bool = False) -> str:
    """What a person reads: value, table, quotations, reading, citations, notes, choices, coverage. Plain text.

    Bars are drawn where the question asks for them, and for every table of results with `draw`.
    """
    zh = answer.language == "zh"
    blocks = [visible(answer.headline)]
    if answer.rows:
        blocks.append(table_of(answer.rows[:_ROWS_SHOWN], answer.language, cells))
        if max(answer.rows_total, len(answer.rows)) > _ROWS_SHOWN:
            blocks.append("… 全部用 -o 文件 写出" if zh else "… -o FILE writes them all")
        if draw or answer.chart:
            from assistant.output.charts import chart

            blocks += [chart(answer.rows, cells, language=answer.language, only_ascii=only_ascii)]
    if answer.passages:
        blocks.append(_quotations(answer.passages))
    if line := reading_line(answer):
        blocks.append(("读作 " if zh else "Read as ") + line)
    blocks += _cited(answer)
    blocks += [("注 " if zh else "Note ") + visible(note.text) for note in answer.notes]
    blocks += [_choice(choice) for choice in answer.choices]
    if line := coverage_line(answer):
        blocks.append(line)
    # Once more as a whole: a file's name or a printed unit is no less foreign than a cell.
    return visible("\n".join(block for block in blocks if block))


def _cited(answer: Answer) -> list[str]:
    """A line a cell; where an answer rests on many, a line a printed row."""
    mark = "出处 " if answer.language == "zh" else "Source "
    figures = shortened(answer).figures
    if len(figures) > _CITED_ONE_BY_ONE:
        figures = tuple({(f.report, f.source.line, f.source.page, f.row): f for f in figures}.values())
    lines = list(dict.fromkeys(mark + citation(figure, answer.language) for figure in figures))
    return lines[:_CITED] + (["…"] if len(lines) > _CITED else [])


def _choice(choice: Choice) -> str:
    return f"  {choice.n}. {visible(choice.label)}"


def _quotations(hits: Sequence[Hit]) -> str:
    lines, group = [], None
    for hit in hits:
        passage = hit.passage
        if (passage.agency, passage.year) != group:
            group = (passage.agency, passage.year)
            lines.append(visible(f"{passage.agency} {passage.year or ''}".strip()))
        lines.append(f"  “{visible(passage.text)}” [{place(passage.source)}]")
    return "\n".join(lines)


def coverage_line(answer: Answer) -> str:
    """How many reports were read and which were left out, and why; empty for an answer about one report."""
    skipped = answer.coverage.skipped
    if answer.coverage.read < 2 and not skipped:
        return ""
    english = answer.language == "en"
    line = f"{answer.coverage.read} reports read" if english else f"读了 {answer.coverage.read} 份报告"
    if skipped:
        names = [f"{s.agency} {s.year or ''}({_reason(s.reason, english)})" for s in skipped[:5]]
        line += ("; left out" if english else "；略去") + _numbers(answer.coverage, english)
        line += (": " if english else "：") + "、".join(names)
        line += "…" if answer.coverage.left_out > len(names) else ""
    return visible(line)


def _reason(reason: str, english: bool) -> str:
    return _REASONS.get(reason, (reason, reason))[english]


def _numbers(coverage: Coverage, english: bool) -> str:
    """How many for each reason, where not all are named."""
    if not coverage.numbers:
        return ""
    told = "、".join(f"{_reason(reason, english)} {number}" for reason, number in coverage.numbers)
    return f" {coverage.left_out} ({told})" if english else f" {coverage.left_out} 份（{told}）"


def table_of(rows: Sequence[ResultRow], language: str, cells: int = 100) -> str:
    """Result rows as aligned columns: rank, agency, year, what, value."""
    lines = [row_cells(row, language) for row in rows]
    columns = [n for n in range(5) if any(line[n] for line in lines)]
    wide = {n: max(width(line[n]) for line in lines) for n in columns}
    spare = cells - sum(wide.values()) - 2 * len(columns)
    for n in (1, 3):
        if spare < 0 and n in wide:
            cut = max(12, wide[n] + spare)
            spare += wide[n] - cut
            wide[n] = cut
    return "\n".join("  ".join(pad(clip(line[n], wide[n]), wide[n], right=n == 4) for n in columns) for line in lines)


def row_cells(row: ResultRow, language: str) -> tuple[str, str, str, str, str]:
    """Rank, agency, year, what and value of a result row, as a person reads them."""
    value = shown(row.value, row.unit, row.state, language)
    if row.unit == "%" and row.value is not None:
        value = f"{Decimal(row.value).quantize(Decimal('0.01'))} %"
    if row.formula:
        value += f" ({row.formula})"
    return (
        "" if row.rank is None else f"{row.rank}.",
        visible(row.agency),
        str(row.year or ""),
        visible(row.label),
        visible(value),
    )


def json_text(record: object) -> str:
    """A record as one line of JSON, Chinese as it is."""
    return json.dumps(record, ensure_ascii=False)
