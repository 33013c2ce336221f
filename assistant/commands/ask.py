"""`ask`: one question, or a file of them."""

import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import Answer, Exit, Outcome, Reading
from assistant.chat import Chat
from assistant.commands.out import bar, columns, only_ascii, put, put_record, save, tell, tell_error
from assistant.language import of
from assistant.output import render
from corpus.errors import UNFORESEEN, NianbaoError, Unreadable, Usage


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch."""

    question: str
    id: object = None
    fault: NianbaoError | None = None
    """Why the line is no question."""


def ask(
    home: Path | None,
    question: str,
    as_json: bool,
    output: Path | None = None,
    draw: bool = False,
    session: str | None = None,
) -> Exit:
    """Answer one question; `output` gets the whole table of the answer besides, `draw` its bars.

    With `session` it is the next question of that conversation.
    """
    with closing(opened(home)) as chat:
        _resume(chat, session)
        chat.whole = output is not None
        answer = chat.ask(question)
    if output:
        # Before it is printed: whoever reads may close the pipe.
        _keep(output, answer)
    if as_json:
        put_record(render.answer_record(answer))
    else:
        drawn = draw or (sys.stdout.isatty() and answer.reading.operation in _DRAWN)
        put(render.text(answer, columns(), draw=drawn, only_ascii=only_ascii()))
    return _kept(chat, answer.exit)


def _resume(chat: Chat, session: str | None) -> None:
    """Go on with a session, and say what is not as it was left."""
    if session is None:
        return
    resumed = chat.resume(session)
    if resumed.lost:
        tell(f"会话有 {resumed.lost} 行读不出，已略过。", f"lines of the session that cannot be read: {resumed.lost}.")
    if resumed.turns and resumed.turns[-1].library != chat.library.generation:
        tell(
            "库在上次提问后有变动；先前的回答保持当时的样子。",
            "the library has changed since the last turn; earlier answers stay as they were said.",
        )


def _kept(chat: Chat, code: Exit) -> Exit:
    """The exit code, which says so where a turn could not be kept in its session."""
    if chat.unsaved is None:
        return code
    tell_error(chat.unsaved)
    return Exit.FAILED


_DRAWN = ("rank", "trend")
"""What a terminal shows with bars unasked."""


def _keep(output: Path, answer: Answer) -> None:
    from assistant.output import export, markdown, sheets

    text = markdown.conversation([answer]) if export.kind_of(output) == "md" else None
    save(output, sheets.of_answer(answer), text)


def batch(
    home: Path | None, file: str, as_conversation: bool, output: Path | None = None, session: str | None = None
) -> Exit:
    """Answer each line with one object, in order; a line that fails is an object too.

    `output` gets a table of all of them when the last is answered.
    """
    failed = False
    kept: list[tuple[object, Answer]] = []
    with closing(opened(home)) as chat:
        _resume(chat, session)
        chat.whole = output is not None
        for asked in _asked(file):
            if asked is None or not as_conversation:
                chat.restart()
            if asked is not None:
                answer = _answer(chat, asked)
                failed |= answer.outcome is Outcome.ERROR
                put_record(({} if asked.id is None else {"id": asked.id}) | render.answer_record(answer))
                kept += [(asked.id, answer)] if output else []
    if output:
        from assistant.output import markdown, sheets

        save(output, sheets.of_batch(kept), markdown.conversation([answer for _, answer in kept]))
    return _kept(chat, Exit.FAILED if failed else Exit.OK)


def opened(home: Path | None) -> Chat:
    """The chat over the library of a home; says so where it could only take the bundled reports."""
    chat = Chat.open(home, bar())
    if chat.library.path is None:
        tell(
            "文件夹不能写入，只就内置报告作答；用 --home 指定另一个文件夹。",
            "the home cannot be written: answering from the bundled reports; name another folder with --home.",
        )
    for fault in chat.faults():
        tell_error(fault)
    return chat


def _answer(chat: Chat, asked: Asked) -> Answer:
    language = of(asked.question)
    try:
        if asked.fault:
            raise asked.fault
        return replace(chat.ask(asked.question), question=asked.question)
    except NianbaoError as error:
        reason = error.text(language)
    except UNFORESEEN as error:
        reason = f"{type(error).__name__}: {error}"
    return Answer(asked.question, Outcome.ERROR, language, " ".join(reason.split()), Reading("error"))


def _asked(file: str) -> Iterator[Asked | None]:
    """The lines of a batch; None for an empty one. Raises Unreadable."""
    if file == "-":
        yield from map(_line, sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as lines:
            yield from map(_line, lines)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Unreadable(
            f"读不了问题文件 {file}：{why}。请检查路径与权限。",
            f"the file of questions cannot be read: {file}: {why}. Check its path and permissions.",
        ) from error


def _line(raw: bytes) -> Asked | None:
    try:
        text = _decoded(raw).strip()
    except UnicodeError:
        fault = Unreadable("这一行不是 UTF-8。请转换文件。", "this line is not UTF-8. Convert the file.")
        return Asked(raw.decode("utf-8", "replace").strip(), fault=fault)
    if not text:
        return None
    return _record(text) if text.startswith("{") else Asked(text)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeError:
        return raw.decode("gb18030")


def _record(text: str) -> Asked:
    import json

    try:
        record = json.loads(text)
        return Asked(str(record["question"]), record.get("id"))
    except (ValueError, KeyError, RecursionError):
        return Asked(
            text,
            fault=Usage(
                '这一行不是 {"id", "question"} 对象。请改正这一行。',
                'this line is no {"id", "question"} object. Correct the line.',
            ),
        )
