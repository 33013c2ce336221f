"""Numbers that the turns before showed, put together; each is named, and its cell or sentence goes along."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Exit, Outcome, Reading
from assistant.answers import compose, notes
from assistant.answers.cells import YUAN
from assistant.answers.many import averages
from assistant.answers.turns import operands
from assistant.answers.turns.operands import Operand
from assistant.language import say
from assistant.output.render import shown
from assistant.understanding.question import Question
from assistant.understanding.reference import Together
from assistant.understanding.scope import Scope
from corpus import form
from corpus.identity.normal import normalise
from corpus.library.store import Library
from corpus.numbers import plain
from corpus.report import Note

_OF_TWO = frozenset(("difference", "ratio", "more"))


def answer(question: Question, said: Together, turns: Sequence[Answer], library: Library) -> Answer | None:
    """What a half sentence asks of the numbers before it; None where these are no single numbers but a list."""
    every = operands.shown_last(turns)
    if said.agencies and said.number and said.number > len({one.whose[0] for one in every}):
        # 这两家: the agencies spoken of, whatever of their numbers was shown.
        return None
    if len(every) < 2 and not _stands_alone(turns):
        # A sum that is asked for again may be meant together with what was asked before it.
        return _summed_already(question, turns[-1]) if said.deed == "sum" == turns[-1].reading.operation else None
    used = _meant(said, every)
    if len(every) < 2:
        return _too_few(question, every)
    if not used or (said.deed in _OF_TWO and len(used) != 2):
        return which(question, every)
    if why := operands.obstacle(said.deed, used, library):
        each = "；".join(one.told(question.language) for one in used)
        line = f"{say(*why, question.language)}\n{each}"
        return replace(_answer(question, used, "value", line), outcome=Outcome.NOT_STATED)
    return _made(question, said.deed, used)


def _stands_alone(turns: Sequence[Answer]) -> bool:
    """The last answer shows one number, or none: there is no list to go on from."""
    last = turns[-1]
    refused = last.exit is Exit.DECLINED and last.outcome is not Outcome.OUT_OF_SCOPE
    return operands.is_single(last) or refused or not (last.rows or last.choices)


def _summed_already(question: Question, last: Answer) -> Answer:
    line = say(
        "上一个回答已经是合计。要与哪个数加在一起？请说出机关、年份和事项。",
        "The answer before is a sum already. Together with which number? Name agency, year and row.",
        question.language,
    )
    return replace(
        last, question=question.text, language=question.language, outcome=Outcome.CLARIFY, headline=line, value=None,
        unit=None, formula=None,
    )  # fmt: skip


def _meant(said: Together, every: tuple[Operand, ...]) -> tuple[Operand, ...]:
    """The numbers that are put together; () where that is not certain."""
    if said.number:
        used = every[: said.number] if said.first else every[-said.number :]
        agencies = {one.whose[0] for one in used}
        return used if len(used) == said.number and (not said.agencies or len(agencies) == said.number) else ()
    if len(every) <= 2:
        return every
    if said.deed not in _OF_TWO:
        return every if _same_field(every) or _same_report(every) else ()
    # 甲的许可, 甲的处罚, 乙呢: the last two count one thing, unless the one before them counts it too.
    return every[-2:] if _same_field(every[-2:]) and not _same_field(every[-3:]) else ()


def _same_field(used: Sequence[Operand]) -> bool:
    return len({(one.row, one.column) for one in used}) == 1


def _same_report(used: Sequence[Operand]) -> bool:
    return len({one.whose for one in used}) == 1


def _made(question: Question, deed: str, used: Sequence[Operand]) -> Answer:
    lang = question.language
    unit, values, converted = _one_unit(used)
    over, under = max(values), min(values)
    each = say("、", ", ", lang).join(one.told(lang) for one in used)
    if deed == "ratio" and not under:
        line = say(f"无法计算：{plain(over)} ÷ 0", f"undefined: {plain(over)} ÷ 0", lang)
        made = _answer(question, used, deed, f"{line}\n{each}", formula=f"{plain(over)} ÷ 0")
        return replace(made, outcome=Outcome.UNDEFINED)
    if deed == "sum":
        value = sum(values, Decimal(0))
        value = compose.trimmed(value) if converted else value
        formula = compose.formula(values, value)
    elif deed == "mean":
        value = averages.mean_of(values)
        formula = f"{averages.quotient(values, sum(values, Decimal(0)), len(values))} = {compose.short(value)}"
    elif deed == "ratio":
        value, unit = compose.trimmed((over / under).quantize(Decimal("0.000001"))), None
        formula = f"{plain(over)} ÷ {plain(under)}"
    else:
        value = over - under
        formula = f"{plain(over)} - {plain(under) if under >= 0 else f'({plain(under)})'} = {plain(value)}"
    amount = shown(compose.short(value) if deed == "mean" else plain(value), unit, "printed", lang)
    if deed == "more" and over != under:
        more = used[values.index(over)]
        amount = say(f"{more.told(lang)}，多 {amount}", f"{more.told(lang)}, more by {amount}", lang)
    lines = (f"{amount}{say('：', ': ', lang)}{each}", *converted, formula)
    return _answer(question, used, deed, "\n".join(lines), value=plain(value), unit=unit, formula=formula)


def ordered(
    question: Question, deed: str, former_first: bool, signed: bool, used: Sequence[Operand], library: Library
) -> Answer:
    """后者占前者多少: two numbers in the order said."""
    lang = question.language
    if why := operands.obstacle(deed, used, library):
        each = "；".join(one.told(lang) for one in used)
        return replace(_answer(question, used, "value", f"{say(*why, lang)}\n{each}"), outcome=Outcome.NOT_STATED)
    unit, values, converted = _one_unit(used)
    over, under = values if former_first else values[::-1]
    each = say("、", ", ", lang).join(one.told(lang) for one in used)
    if deed == "difference":
        first, second = (over, under) if signed else (max(over, under), min(over, under))
        value = first - second
        formula = f"{plain(first)} - {plain(second) if second >= 0 else f'({plain(second)})'} = {plain(value)}"
    elif not under:
        line = say(f"无法计算：{plain(over)} ÷ 0", f"undefined: {plain(over)} ÷ 0", lang)
        made = _answer(question, used, "ratio", f"{line}\n{each}", formula=f"{plain(over)} ÷ 0")
        return replace(made, outcome=Outcome.UNDEFINED)
    else:
        factor = 100 if deed == "percent" else 1
        value = compose.trimmed((over * factor / under).quantize(Decimal("0.000001")))
        unit, formula = "%" if deed == "percent" else None, f"{plain(over)} ÷ {plain(under)}"
    amount = shown(compose.two_places(plain(value)) if unit == "%" else plain(value), unit, "printed", lang)
    lines = (f"{amount}{say('：', ': ', lang)}{each}", *converted, formula)
    operation = "difference" if deed == "difference" else "ratio"
    return _answer(question, used, operation, "\n".join(lines), value=plain(value), unit=unit, formula=formula)


def share(question: Question, part: Operand, used: Sequence[Operand]) -> Answer:
    """One of the numbers as a share of the sum that was made of them."""
    lang = question.language
    _, values, _ = _one_unit(used)
    over, under = values[used.index(part)], sum(values, Decimal(0))
    formula = f"{plain(over)} ÷ ({compose.formula(values, under)})"
    if not under:
        line = say(f"无法计算：{formula}", f"undefined: {formula}", lang)
        return replace(_answer(question, used, "share", line, formula=formula), outcome=Outcome.UNDEFINED)
    value = compose.percent(over, under)
    each = say("、", ", ", lang).join(one.told(lang) for one in used)
    line = f"{compose.two_places(value)} %{say('：', ': ', lang)}{part.told(lang)}\n{formula}\n{each}"
    return _answer(question, used, "share", line, value=value, unit="%", formula=formula)


def _one_unit(used: Sequence[Operand]) -> tuple[str | None, list[Decimal], list[str]]:
    """The common unit, the values in it, and a line for each amount that was converted."""
    units = {one.unit for one in used if one.unit}
    if len(units) < 2:
        return next(iter(units), None), [one.value for one in used], []
    made = [compose.trimmed(one.value * YUAN[one.unit or "元"] / YUAN["万元"]) for one in used]
    both = zip(used, made, strict=True)
    lines = [f"{plain(one.value)} {one.unit} = {plain(value)} 万元" for one, value in both if one.unit == "元"]
    return "万元", made, lines


def which(question: Question, every: Sequence[Operand]) -> Answer:
    """Several numbers were shown, and which of them is meant is open."""
    lang = question.language
    each = say("；", "; ", lang).join(one.told(lang) for one in every)
    line = say(
        f"前面有不止一个数，说不准指哪几个：{each}。请说出机关和事项，或者说“最后两个”。",
        f"Several numbers were shown, and it is open which are meant: {each}. Name the agencies and the rows.",
        lang,
    )
    return replace(_answer(question, every, "value", line), outcome=Outcome.CLARIFY)


def own_number(question: Question) -> Answer:
    """A number that no report prints is neither added nor subtracted."""
    line = say(
        "这里只拿报告里的数来加减乘除，不用提问里的数。",
        "Only numbers of the reports are put together, none of the question's own.",
        question.language,
    )
    return replace(_answer(question, (), "value", line), outcome=Outcome.OUT_OF_SCOPE)


def _too_few(question: Question, every: Sequence[Operand]) -> Answer:
    """One number or none was shown: there is nothing to put it together with."""
    lang = question.language
    line = say(
        "上一个回答没有给出单独一个数，没有可以放在一起算的。请说出机关、年份和事项。",
        "The answer before showed no single number, so there is nothing to put together. Name agency, year and row.",
        lang,
    )
    if every:
        line = say(
            f"前面只有一个数：{every[0].told(lang)}。要与哪一个放在一起？",
            f"Only one number was shown: {every[0].told(lang)}. Together with which one?",
            lang,
        )
    return replace(_answer(question, every, "value", line), outcome=Outcome.CLARIFY)


def _answer(
    question: Question,
    used: Sequence[Operand],
    operation: str,
    line: str,
    value: str | None = None,
    unit: str | None = None,
    formula: str | None = None,
) -> Answer:
    return compose.answer(
        question,
        Scope(()),
        _reading(used, operation),
        line,
        value=value,
        unit=unit,
        formula=formula,
        figures=tuple(dict.fromkeys(figure for one in used for figure in one.answer.figures)),
        passages=tuple({hit.passage.text: hit for one in used for hit in one.answer.passages}.values()),
        more=_notes(used, question.language),
    )


def _reading(used: Sequence[Operand], operation: str) -> Reading:
    """Whose numbers of what were put together, each named."""
    fields = list(dict.fromkeys((one.row, one.column) for one in used))
    tables = {one.answer.reading.table for one in used}
    row, column = fields[0] if len(fields) == 1 and used[0].of_form else (None, None)
    return Reading(
        operation,
        tuple(dict.fromkeys(agency for one in used for agency in one.whose[0])),
        tuple(sorted({year for one in used for year in one.whose[1]})),
        tables.pop() if len(tables) == 1 else None,
        row,
        column,
        topic=None if row else " + ".join(" · ".join(part for part in field if part) for field in fields) or None,
    )


def _notes(used: Sequence[Operand], language: str) -> list[Note]:
    """Those of the numbers themselves, and that they are of several years, editions or sentences."""
    found = [replace(note, figures=()) for one in used for note in one.answer.notes if not note.figures]
    figures = [figure for one in used for figure in one.answer.figures]
    sentences = {hit.passage.text for one in used for hit in one.answer.passages if not one.of_form}
    several = (
        ("mixed_years", len({year for one in used for year in one.whose[1]}) > 1),
        ("mixed_editions", len({figure.edition for figure in figures}) > 1),
        ("different_scopes", len(sentences) > 1),
        ("disputed_operand", any(one.answer.outcome is Outcome.DISPUTED for one in used)),
    )
    return [*found, *(notes.note(code, language) for code, due in several if due)]


def in_full(question: Question, made: Answer, turns: Sequence[Answer]) -> Question | None:
    """The question that asks the same without the turns before it, for what follows; None where none can."""
    if made.value is None or not made.figures:
        return None
    used = [one for one in operands.shown_last(turns) if set(one.answer.figures) <= set(made.figures)]
    agencies = tuple(dict.fromkeys(agency for one in used for agency in one.whose[0]))
    rows, columns = (tuple(dict.fromkeys(found)) for found in ([o.row for o in used], [o.column for o in used]))
    if len(agencies) > 1 < len(rows):
        return None
    whole = replace(
        question,
        names=tuple(normalise(agency) for agency in agencies),
        years=made.reading.years,
        rows=rows,
        ops=frozenset((made.reading.operation,)) - {"more"},
        flags=frozenset(),
        households=None,
        they=None,
    )
    if all(column == form.default_of(row) for row in rows for column in columns):
        return whole
    table = form.table_of(rows[0])
    return replace(
        whole,
        columns=columns if table == form.ACTIVE else (),
        applicants=columns if table == form.REQUESTS else (),
        results=columns if table == form.REVIEW else (),
    )
