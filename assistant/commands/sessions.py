"""`sessions`: conversations that were kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant import sessions
from assistant.answer import Exit
from assistant.commands.out import columns, put, put_record, save, table, tell
from assistant.language import say
from assistant.output import render
from assistant.output.escape import visible
from assistant.output.sheets import Sheet, of_batch
from assistant.sessions import Session, Turn
from corpus.errors import Usage


def listed(home: Path | None, as_json: bool, output: Path | None) -> Exit:
    """Every session, the one used last first."""
    every = [sessions.read(home, name) for name in sessions.names(home)]
    if not every:
        tell(
            "还没有会话。用 nianbao ask --session 名称 问题 开始一个。",
            "no session yet. `nianbao ask --session NAME QUESTION` begins one.",
        )
        return Exit.DECLINED
    records = [_summary(session) for session in every]
    if output:
        rows = tuple(tuple(record.values()) for record in records)
        save(output, Sheet(tuple(records[0]), rows, tuple(records)))
    elif as_json:
        for record in records:
            put_record(record)
    else:
        heading = [
            say("会话", "session"),
            say("轮次", "turns"),
            say("最近", "last used"),
            say("第一问", "first question"),
        ]
        for line in table([heading, *([str(cell or "") for cell in record.values()] for record in records)]):
            put(line)
    return Exit.OK


def _summary(session: Session) -> dict[str, Any]:
    turns = session.answered
    return {
        "session": session.name,
        "turns": len(turns),
        "said": _when(session.turns[-1]) if session.turns else None,
        "question": next((turn.answer.question for turn in turns if turn.answer), None),
    }


def shown(home: Path | None, name: str | None, find: str | None, as_json: bool, output: Path | None) -> Exit:
    """The turns of one session or, with words to find, those of one or all that hold them."""
    every = [sessions.read(home, each) for each in ([name] if name is not None else sessions.names(home))]
    if name is not None and not every[0].turns:
        raise _none(name)
    turns = [(session, n, turn) for session in every for n, turn in sessions.found(session, find or "")]
    if output:
        _write(output, turns)
    elif as_json:
        for session, n, turn in turns:
            put_record(_record(session, n, turn))
    elif find is not None:
        for session, n, turn in turns:
            put(visible(f"{session.name} {n}  {_when(turn)}  {_line(turn)}"))
    else:
        for text in _texts(turns):
            put(text)
    if not turns:
        tell("没有会话说到这个。请换个词。", "no session says that. Try another word.")
        return Exit.DECLINED
    return Exit.OK


def remove(home: Path | None, name: str) -> Exit:
    """Remove a session."""
    if not sessions.remove(home, name):
        raise _none(name)
    put(say(f"已删除 {visible(name)}", f"removed {visible(name)}"))
    return Exit.OK


def _none(name: str) -> Usage:
    return Usage(
        f"没有会话“{name}”。用 nianbao sessions 列出。", f"no session “{name}”. `nianbao sessions` lists them."
    )


def _when(turn: Turn) -> str:
    return turn.said[:16].replace("T", " ")


def _state(turn: Turn) -> str:
    """When a turn was said, and over which state of the library."""
    # A library counts its changes by the clock, in millionths of a second.
    changed = datetime.fromtimestamp(turn.library // 1_000_000, UTC).isoformat(" ", "seconds")[:19]
    return say(f"{_when(turn)} UTC，库截至 {changed}", f"{_when(turn)} UTC, library as of {changed}")


def _line(turn: Turn) -> str:
    answer = turn.answer
    return f"{answer.question}  {answer.headline.partition(chr(10))[0]}" if answer else ""


_Found = list[tuple[Session, int, Turn]]


def _texts(turns: _Found) -> Iterator[str]:
    for _, n, turn in turns:
        if turn.answer:
            yield visible(f"[{n}] {turn.answer.question}  ({_state(turn)})")
            yield render.text(turn.answer, columns()) + "\n"


def _record(session: Session, n: int, turn: Turn) -> dict[str, Any]:
    of = {"session": session.name, "turn": n, "said": turn.said, "library": turn.library}
    return of | (render.answer_record(turn.answer) if turn.answer else {})


def _write(output: Path, turns: _Found) -> None:
    from assistant.output import markdown

    answers = [turn.answer for _, _, turn in turns if turn.answer]
    sheet = of_batch([(f"{session.name} {n}", turn.answer) for session, n, turn in turns if turn.answer])
    records = tuple(_record(*each) for each in turns)
    text = markdown.conversation(answers, [_state(turn) for _, _, turn in turns if turn.answer])
    save(output, Sheet(sheet.columns, sheet.rows, records), text)
