"""Half sentences that go on from what the answers before them showed: its numbers, the places of its ranking."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Exit, Outcome
from assistant.answers.routes import route
from assistant.answers.routes.route import Search
from assistant.answers.turns import operands, places, ranked, reckoning
from assistant.answers.turns.places import Board
from assistant.language import say
from assistant.understanding import reference
from assistant.understanding.conversation import Memory
from assistant.understanding.question import Question
from assistant.understanding.reference import Places, Together
from assistant.understanding.scope import find
from corpus.identity.normal import normalise
from corpus.library.reports import Reports

Read = Callable[[str], Question]


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to a half sentence."""

    answer: Answer
    question: Question | None = None
    """What asks the same without the turns before, for the turns that follow; None where nothing does."""
    meant: tuple[str, ...] = ()
    """The agencies that 它 means from now on; () where that stays as it was."""


def taken_up(
    text: str, turns: Sequence[Answer], memory: Memory, reports: Reports, read: Read, search: Search
) -> Taken | str | None:
    """The answer to a half sentence about what was shown, or the text with a place's holder named in its stead.

    None for a text that is not about what was shown; `read` understands one.
    """
    normal = normalise(text)
    if (said := reference.places(normal)) and (said := _as_meant(said, normal, read)):
        shown = _ranking(memory, reports, search)
        if shown is not None and (_is_ranked(memory) or not reference.is_in_order(normal)):
            return _of_ranking(read(text), said, shown, memory, reports)
        if said.deed not in ("who", "other"):
            return Taken(places.no_ranking(read(text)))
    if (pair := reference.of_pair(normal)) and len(last := operands.shown_last(turns)) == 2:
        return Taken(reckoning.ordered(read(text), *pair, last, reports.library))
    if made := _added_on(normal, turns, memory, reports, read, search):
        return Taken(made)
    question = read(text)
    if reference.with_a_number(question):
        return Taken(reckoning.own_number(question))
    if made := _share_of_sum(question, turns, reports):
        return Taken(made)
    if reference.asks_unit(normal) and (made := unit_of(question, turns)):
        return Taken(made)
    said_of = reference.together(normal, read)
    if said_of and said_of.deed in ("difference", "ratio") and turns[-1].rows and _is_ranked(memory):
        two = _ranking(memory, reports, search)
        if two is not None and len(two.seats) == 2:
            return _of_ranking(question, Places(said_of.deed, (1, 2)), two, memory, reports)
    if said_of and (made := reckoning.answer(question, said_of, turns, reports.library)):
        return Taken(made, reckoning.in_full(question, made, turns))
    return None


def _share_of_sum(question: Question, turns: Sequence[Answer], reports: Reports) -> Answer | None:
    """处罚占多少, right after several numbers were added up: of that sum."""
    last = turns[-1]
    more = question.years or question.columns or len(question.rows) > 1 or (question.left and question.rows)
    if "share" not in question.ops or more or last.reading.operation not in ("sum", "share") or last.rows:
        return None
    cells, told = set(last.figures), {hit.passage.text for hit in last.passages}
    every = operands.shown_last(turns)
    used = [o for o in every if cells.issuperset(o.answer.figures) and told.issuperset(operands.sentences(o))]
    named = find(question, reports).agencies if question.names else ()
    part = [o for o in used if question.rows in ((), (o.row,)) and (not named or o.whose[0] == named)]
    part = [o for o in part if all(word in o.row for word in question.left)]
    if len(used) < 2:
        return None
    if not (question.rows or named or question.left or question.flags - {"again", "quantity"}):
        return reckoning.which(question, used)
    if len(part) != 1:
        return None
    return reckoning.share(question, part[0], used)


_ADD_ON = re.compile(
    r"^(?:那|再|还|把)*(?:加上?|算上|plus|add)(?!起|在一|一起|总)\s*(?P<what>[^,。?]{1,24}?)(?:一起|合计|呢|一共多少|是多少|多少)*[?。]?$"
)


def _added_on(
    normal: str, turns: Sequence[Answer], memory: Memory, reports: Reports, read: Read, search: Search
) -> Answer | None:
    """加上微信 after a number of the prose: that number and the other, added up."""
    match, before = _ADD_ON.match(normal), operands.shown_last(turns)
    if not match or not before or before[-1].of_form:
        return None
    question = memory.complete(read(f"{match['what']}{say('呢', '?', before[-1].answer.language)}"))
    made = route.answer(question, reports, search)
    if not operands.is_single(made):
        return replace(made, question=normal) if made.exit is Exit.DECLINED else None
    return reckoning.answer(read(normal), Together("sum", 2), [before[-1].answer, made], reports.library)


def unit_of(question: Question, turns: Sequence[Answer]) -> Answer | None:
    """In which unit the figure just shown is: as printed, as the form has it, or not printed."""
    last, lang = turns[-1], question.language
    if last.reading.operation == "prose" and operands.is_single(last) and last.unit:
        line = say(f"正文里写的单位是{last.unit}。", f"The unit that the prose gives is {last.unit}.", lang)
        return replace(last, question=question.text, language=lang, headline=line)
    if not last.figures or len({(figure.unit, figure.unit_printed) for figure in last.figures}) != 1:
        return None
    figure = last.figures[0]
    raw = figure.raw or ""
    if figure.unit is None:
        line = say(
            f"报告没有印单位，只印了“{raw}”，是哪个单位说不准。",
            f"The report prints no unit, only “{raw}”; which it is cannot be told.",
            lang,
        )
    elif figure.unit_printed:
        line = say(f"单位印的是{figure.unit}：“{raw}”。", f"The unit printed is {figure.unit}: “{raw}”.", lang)
    else:
        line = say(
            f"单位是{figure.unit}，这是表格的计数单位，报告里没有印。",
            f"The unit is {figure.unit}, that of the form; the report does not print it.",
            lang,
        )
    outcome = Outcome.NOT_STATED if figure.unit is None else last.outcome
    outcome = Outcome.ANSWERED if outcome is Outcome.NO_REPORT else outcome
    told = replace(last, question=question.text, language=lang, headline=line, outcome=outcome)
    reading = replace(last.reading, operation="source")
    return replace(told, reading=reading, value=None if figure.unit is None else last.value)


def _as_meant(said: Places, normal: str, read: Read) -> Places | None:
    """The places as they are meant: with words of its own beside them the text asks those who hold them.

    None where it asks for another ranking.
    """
    rest = read(reference.without_places(normal))
    own = (rest.rows, rest.names, rest.places, rest.unknown, rest.years, rest.table, rest.metrics, rest.quoted)
    if said.deed != "other" and not any(own) and not rest.left:
        return said
    if reference.MEAN in said.places:
        return None
    if rest.names and reference.asks_whether(normal):
        return Places("who", said.places)
    another = rest.rows and (rest.ops & {"max", "min", "rank"} or "who" in rest.flags)
    return replace(said, deed="other") if (reference.begins(normal) or rest.names) and not another else None


def _is_ranked(memory: Memory) -> bool:
    """The reports were listed by their figures, not in the order named."""
    listed = memory.listed
    return listed is not None and bool(listed.ops & {"rank", "max", "min", "ascending"} or listed.top or listed.nth)


def _ranking(memory: Memory, reports: Reports, search: Search) -> Board | None:
    """The ranking of the reports that were last listed."""
    if memory.listed is None:
        return None
    direction = memory.listed.ops & {"max", "min", "ascending"}
    asked = replace(memory.listed, nth=None, ops=direction | {"rank"}, flags=memory.listed.flags - {"who"})
    return ranked.of(asked, reports, search)


def _of_ranking(question: Question, said: Places, shown: Board, memory: Memory, reports: Reports) -> Taken | str | None:
    if said.deed == "who" and memory.of_place and not reference.asks_who(question.normal):
        # 第二名的许可呢, 第三名呢: what was asked of the one is asked of the other.
        return _with_holders(question, said, shown, reports)
    if said.deed == "other":
        return _with_holders(question, said, shown, reports)
    rising = memory.listed is not None and _rises(memory.listed)
    own = next((seat.rank for seat in shown.seats if memory.agencies == (seat.cell.entry.agency,)), 0)
    said = ranked.as_ranked(said, rising=rising, own=own)
    if 0 in said.places:
        return None
    made = places.answer(question, said, shown, memory.agencies, reports.library)
    if said.deed == "who" and made.value is not None:
        held = shown.at(said.places[0])
        return Taken(made, meant=tuple(dict.fromkeys(seat.cell.entry.agency for seat in held)))
    return Taken(made, _in_full(memory, made) if said.deed in ("sum", "mean", "rest") else None)


def _with_holders(question: Question, said: Places, shown: Board, reports: Reports) -> Taken | str:
    """The text with those who hold its places, and their year, in their stead; a tie is asked back."""
    holders = {place: entry for place in said.places if (entry := places.holder(shown, place))}
    years = {entry.year for entry in holders.values()}
    if len(holders) < len(set(said.places)) or len(years) > 1:
        return Taken(places.answer(question, replace(said, deed="tie"), shown, (), reports.library))
    named = reference.with_holders(question.normal, lambda place: holders[place].agency)
    year = years.pop()
    return f"{year}年{named}" if year else named


def _rises(listed: Question) -> bool:
    """The ranking begins with the lowest."""
    return "ascending" in listed.ops or ("min" in listed.ops and "max" not in listed.ops)


def _in_full(memory: Memory, made: Answer) -> Question | None:
    """The question for the reports of an answer by their names."""
    listed, reading = memory.listed, made.reading
    pairs = {(row.agency, row.year) for row in made.rows}
    if listed is None or len(pairs) != len(reading.agencies) * len(reading.years):
        return None
    return replace(
        listed,
        names=tuple(normalise(agency) for agency in reading.agencies),
        years=reading.years,
        ops=frozenset((reading.operation,)),
        flags=listed.flags - {"who", "span", "except", "others"},
        top=None,
        nth=None,
        households=None,
        bounds=(),
    )


def once_more(question: Question, turns: Sequence[Answer]) -> Answer | None:
    """The last answer with figures or passages, shown again for its citations or as a table to write."""
    operation = "source" if "source" in question.ops else "export"
    told = [turn for turn in reversed(turns) if turn.reading.operation not in ("source", "export")]
    last = next((turn for turn in told if turn.figures), None) or next((turn for turn in told if turn.passages), None)
    if last is None:
        return None
    lang = question.language
    line = {
        "source": say("出处：", "Sources: ", lang),
        "export": say(
            "上一个表，可用 /export csv 或 -o 文件 写出：",
            "The last table; write it with /export csv or -o FILE: ",
            lang,
        ),
    }[operation]
    return replace(
        last,
        question=question.text,
        language=lang,
        headline=line + last.headline,
        reading=replace(last.reading, operation=operation),
    )
