"""Answers as Markdown: headings, tables, quotations and citations; nothing that a report prints becomes markup."""

from collections.abc import Sequence

from assistant.answer import Answer, ResultRow
from assistant.language import say
from assistant.output import render
from assistant.output.escape import visible
from corpus.report import Hit


def escaped(text: str) -> str:
    """One line of text as Markdown shows it: nothing in it is markup."""
    flat = " ".join(visible(text).split("\n"))
    return "".join("\\" + ch if ch in "\\`*_{}[]<>#|!~&$" else ch for ch in flat)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table, its columns that hold nothing left out."""
    kept = [n for n in range(len(columns)) if not rows or any(row[n] for row in rows)]
    lines = ["| " + " | ".join(escaped(columns[n]) for n in kept) + " |", "|" + " --- |" * len(kept)]
    lines += ["| " + " | ".join(escaped(row[n]) for n in kept) + " |" for row in rows]
    return "\n".join(lines)


def conversation(answers: Sequence[Answer], said: Sequence[str] = ()) -> str:
    """Questions and answers in order; `said` is a line for each: when, and over which library."""
    blocks = []
    for n, answer in enumerate(answers):
        blocks += _turn(answer, said[n] if n < len(said) else "")
    return "\n\n".join(blocks) + "\n"


def _turn(answer: Answer, said: str) -> list[str]:
    lang = answer.language
    first, *rest = answer.headline.split("\n")
    blocks = [f"## {escaped(answer.question)}"]
    blocks += [f"_{escaped(said)}_"] if said else []
    blocks += [f"**{escaped(first.strip()) or '…'}**", *(_paragraph(line) for line in rest if line.strip())]
    if answer.rows:
        columns = ("#", *(say(*words, lang) for words in _COLUMNS))
        blocks.append(table(columns, [_row(answer, row) for row in answer.rows]))
    blocks += [_quotation(hit) for hit in answer.passages]
    if line := render.reading_line(answer):
        blocks.append(say("读作 ", "Read as ", lang) + escaped(line))
    if cited := _citations(answer):
        blocks.append("\n".join(cited))
    blocks += [say("注 ", "Note ", lang) + escaped(note.text) for note in answer.notes]
    if answer.choices:
        blocks.append("\n".join(f"{choice.n}. {escaped(choice.label)}" for choice in answer.choices))
    if line := render.coverage_line(answer):
        blocks.append(_paragraph(line))
    return blocks


_COLUMNS = (("机关", "agency"), ("年度", "year"), ("项目", "what"), ("数值", "value"), ("出处", "source"))


def _row(answer: Answer, row: ResultRow) -> list[str]:
    figures = [answer.figures[n] for n in row.figures if n < len(answer.figures)]
    cited = "; ".join(dict.fromkeys(render.place(figure.source) for figure in figures))
    return [*render.row_cells(row, answer.language), cited]


def _quotation(hit: Hit) -> str:
    return f"> “{escaped(hit.passage.text)}”\n> — {escaped(render.citation(hit, 'zh'))}"


def _citations(answer: Answer) -> list[str]:
    """Each cell once, in whole."""
    cited = dict.fromkeys(render.citation(figure, answer.language) for figure in answer.figures)
    return [f"- {say('出处 ', 'Source ', answer.language)}{escaped(line)}" for line in cited]


def _paragraph(line: str) -> str:
    """A line that begins no list, quotation or heading."""
    text = escaped(line.strip())
    return "\\" + text if text[:1] in "+-=" else text.replace(".", "\\.", 1) if text[:1].isdigit() else text
