"""Chat: an open library and the turns asked of it. What every front end holds; it is all a front end needs."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from assistant import paths
from assistant.answer import Answer, Coverage, Exit, Outcome, Reading
from assistant.answers.routes import route
from assistant.language import say
from assistant.library.build import Added, Progress, Watch, open_library
from assistant.library.build import add as add_files
from assistant.library.finding import Search, find_anew, open_if_current
from assistant.output import render
from assistant.understanding.conversation import Held, Memory
from assistant.understanding.corrections import chosen, corrected
from assistant.understanding.gazetteer import places_in
from assistant.understanding.names import Names
from assistant.understanding.namesakes import stands_for
from assistant.understanding.question import Question, understand
from assistant.understanding.spelling import Speller
from corpus.errors import LibraryDamaged, NianbaoError, Stopped, Usage
from corpus.library.names import alike, called, known
from corpus.library.reports import Reports
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Check, Entry, Figure, Hit, Title

if TYPE_CHECKING:
    from assistant.answers.turns.ranked import Ranked
    from assistant.answers.turns.taken_up import Taken
    from assistant.library.aside import Adding
    from assistant.sessions import Session
    from assistant.understanding.own_metrics import Own

_OF_PLACES = "第 名 首 最 冠军 末 平均 均值 top first last leader leading mean average".split()
LONGEST = 2000
"""Characters of a question; a longer one is no question."""


class Chat:
    """A conversation over one library."""

    def __init__(self, library: Library, home: Path | None = None, progress: Watch = None) -> None:
        self.library = library
        self.turns: list[Answer] = []
        self._home = home
        self._progress = progress
        self._stopped: Callable[[], bool] | None = None
        self._memory = Memory(stands=self._stands)
        self.whole = False
        """Answers have every row, however many, and not only the first."""
        self.unsaved: NianbaoError | None = None
        """Why the last turn could not be kept, where this is a session."""
        self.own: Own | None = None
        """The user's own metrics, once a question was asked."""
        self._session = ""
        self._asked: dict[int, Question] = {}
        """The question of each turn with its slots complete, by the number of the turn."""
        self._known: tuple[int, Reports, Names] | None = None
        self._speller = Speller(partial(alike, library), partial(known, library))
        self._search: tuple[int, Search] | None = None

    @classmethod
    def open(cls, home: Path | None = None, progress: Watch = None) -> "Chat":
        """Open the library of `home` (else NIANBAO_HOME, else the platform's folder), making it at first use.

        `progress` hears of the building of the search index at the first question that needs it.
        """
        return cls(open_library(home), home, progress)

    def ask(self, text: str, stopped: Callable[[], bool] | None = None) -> Answer:
        """Answer one question in the light of those before. Raises Usage for an empty or endless one.

        `stopped` is asked all the while; once it says so, ends with Stopped, and nothing was asked.
        """
        started, self._stopped = perf_counter(), stopped
        if stopped and stopped():
            raise Stopped
        with self.library.moment(stopped):  # one question looks up many things, and others may change the library
            answer = self._answer(_checked(text))
        answer = replace(answer, question=text, elapsed_ms=round((perf_counter() - started) * 1000))
        self.turns.append(answer)
        self._keep(answer)
        return answer

    def resume(self, name: str) -> "Session":
        """Go on with the session of that name, and keep in it what is asked from now on.

        Its answers stay as they were said, whatever the library holds today. Raises Usage for a name that is none.
        """
        from assistant import sessions

        session = sessions.read(self._home, name)
        self.turns = [turn.answer for turn in session.open_turns if turn.answer]
        self._asked.clear()
        self._memory = Memory(session.open_turns[-1].held if session.open_turns else Held(), self._stands)
        self._session = session.name
        return session

    def sessions(self, most: int = 50) -> tuple["Session", ...]:
        """The other conversations that were kept, the one used last first."""
        from assistant import sessions

        others = [name for name in sessions.names(self._home) if name != self._session]
        return tuple(sessions.read(self._home, name) for name in others[:most])

    def _keep(self, answer: Answer | None) -> None:
        """Write a turn into the session; one that cannot be written is answered all the same."""
        if not self._session:
            return
        from assistant import sessions

        try:
            sessions.keep(self._home, self._session, self.library.generation, answer, self._memory)
            self.unsaved = None
        except NianbaoError as error:
            self.unsaved = error

    def _answer(self, text: str) -> Answer:
        if choice := chosen(text, self.turns):
            text = choice
        elif self._memory.question is not None:
            text = corrected(text)
        reports, names = self._holdings()
        question = understand(text, names, self._speller.mend, places_in)
        if self.turns and (told := self._of_the_talk(question)):
            return told
        listed = self._memory.listed
        taken = self._taken_up(text) if self.turns else None
        if taken:
            if not isinstance(taken, str):
                return self._memory.take(taken.question, taken.answer, taken.meant)
            question = understand(taken, names, self._speller.mend, places_in)
        elif made := self._ranked(text):
            return self._memory.of_ranking(made.listed, made.answer)
        question = self._memory.complete(question)
        answer = route.answer(replace(question, whole=self.whole), reports, self._find)
        self._asked[len(self.turns)] = question
        self._memory.keep(question, answer)
        self._memory.of_place = bool(taken)
        if taken:
            # The ranking whose place was named is still the one that is spoken of.
            self._memory.listed = listed
        return answer

    def _taken_up(self, text: str) -> "Taken | str | None":
        """The answer to a half sentence about what the turns before showed, or what it says in full."""
        from assistant.answers.turns.taken_up import taken_up

        return taken_up(text, self.turns, self._memory, self._holdings()[0], self._understood, self._find)

    def _ranked(self, text: str) -> "Ranked | None":
        """The answer to a sentence about the places of a ranking that it names itself."""
        # What reads places is large to load, and few questions name one.
        if not any(word in text.lower() for word in _OF_PLACES):
            return None
        from assistant.answers.turns import ranked

        return ranked.answer(text, self._memory.listed, self._holdings()[0], self._understood, self._find)

    def _understood(self, text: str) -> Question:
        return understand(text, self._holdings()[1], self._speller.mend, places_in)

    def _stands(self, name: str) -> str:
        return stands_for(name, self._holdings()[0])

    def _of_the_talk(self, question: Question) -> Answer | None:
        """What is asked of the conversation itself: start over, the source, an export, an item of what was quoted."""
        ops = question.ops
        if "restart" in ops:
            self.restart()
            line = say("好，重新开始。", "Starting over.", question.language)
            reading = Reading("conversation")
            return Answer(question.text, Outcome.ANSWERED, question.language, line, reading, coverage=Coverage())
        said_nothing = not (question.rows or question.names or question.table)
        if ops & {"source", "export"} and said_nothing:
            from assistant.answers.turns import taken_up

            return taken_up.once_more(question, self.turns)
        of_them = "名" not in question.normal and not question.flags & {"problems", "measures"}
        last = self.turns[-1]
        quoted = last.passages and not last.figures and last.reading.operation == "narrative"
        # What is quoted has items: 第二条.
        return (
            self._item(question) if question.nth and said_nothing and of_them and ("expand" in ops or quoted) else None
        )

    def _item(self, question: Question) -> Answer | None:
        from assistant.answers.prose import narrative
        from assistant.understanding.scope import Scope

        last = next((turn for turn in reversed(self.turns) if turn.passages), None)
        if last is None:
            return None
        quoted = tuple({hit.passage.report: None for hit in last.passages})
        return narrative.item(question, last, Scope(self._holdings()[0].only(Where(reports=quoted))))

    def _holdings(self) -> tuple[Reports, Names]:
        """The reports and names of the library, asked anew when it has changed."""
        generation = self.library.generation
        if self._known is None or self._known[0] != generation:
            self.own = self._own_metrics(Names(self.library))
            names = Names(self.library, self.own.words if self.own else {})
            self._known = (generation, Reports(self.library), names)
        return self._known[1], self._known[2]

    def _own_metrics(self, names: Names) -> "Own | None":
        """The user's own metrics, where there is a file of them."""
        if not paths.is_there(paths.home(self._home) / paths.METRICS):
            return None
        from assistant.understanding import own_metrics

        return own_metrics.of_home(self._home, names)

    def faults(self) -> tuple[NianbaoError, ...]:
        """What of the user's own metrics cannot be used, and why."""
        self._holdings()
        return self.own.faults if self.own else ()

    def _find(self, text: str, where: Where, limit: int) -> Sequence[Hit]:
        generation = self.library.generation
        if self._search is not None and self._search[0] == generation:
            with suppress(LibraryDamaged):  # another process may have made the index anew, with another model
                return self._search[1].find(text, limit=limit, where=where)
        with self.library.apart():
            search, hits = find_anew(self.library, self._home, self._heard, text, limit=limit, where=where)
        self._search = (generation, search)
        return hits

    def _heard(self, progress: Progress) -> None:
        if self._stopped and self._stopped():
            raise Stopped
        if self._progress:
            self._progress(progress)

    def slots(self) -> Reading | None:
        """The reading that a follow-up would start from; None before the first question and after `restart`."""
        if self._memory.question is None or not self.turns:
            return None
        kept = [t for t in self.turns if t.outcome not in (Outcome.OUT_OF_SCOPE, Outcome.ERROR, Outcome.NO_REPORT)]
        return kept[-1].reading if kept else None

    def restart(self) -> None:
        """Forget the turns and the slots; a session keeps the turns and notes the new start."""
        started = bool(self.turns)
        self.turns.clear()
        self._asked.clear()
        self._memory = Memory(stands=self._stands)
        if started:
            self._keep(None)

    def titles(self) -> tuple[Title, ...]:
        """The reports of the library, by agency then year."""
        return self._holdings()[0].titles()

    def entries(self, reports: Sequence[str] | None = None) -> tuple[Entry, ...]:
        """All that is known of some reports; without them of all."""
        wanted = None if reports is None else tuple(reports)
        return tuple(self._holdings()[0].only(Where(reports=wanted)))

    def lines(self, report: str) -> tuple[str, ...]:
        """The text of a report as decoded, line 1 first, for a source pane."""
        return self.library.lines(report)

    def checks(self, report: str | None = None) -> tuple[Check, ...]:
        """The checks of one report, or of all."""
        from assistant.answers.checks import one_by_one

        wanted = self._holdings()[0].only(Where(reports=(report,) if report else None))
        return tuple(one_by_one.every(self.library, wanted.ids))

    def add(self, paths: Sequence[Path], progress: Callable[[Progress], None] | None = None) -> tuple[Added, ...]:
        """Add files or folders; one result a file."""
        return add_files(self.library, paths, progress, gently=True)

    @property
    def home(self) -> Path:
        """The folder of the library."""
        return paths.home(self._home)

    def add_aside(self, named: Sequence[Path]) -> "Adding":
        """Begin to add files or folders in a process of its own. Raises HomeUnwritable where nothing can be kept."""
        from assistant.library.aside import Adding

        self.library.require_writable()
        return Adding(self.home, named)

    def to_begin_with(self) -> tuple[Path, ...]:
        """The folder of the bundled reports, for a library that holds none. Raises Usage where it holds some."""
        if self._holdings()[0]:
            raise Usage("请写出路径：/add 文件或文件夹", "name a path: /add PATH")
        return (paths.bundled(),)

    def names(self) -> tuple[tuple[str, str], ...]:
        """(as people say it, full name) of every loaded agency, each way to say it once."""
        return called(self.library)

    def figures(self, report: str, table: str) -> tuple[Figure, ...]:
        """The cells of one table of a report, in the form's order."""
        return self.library.figures(reports=[report], table=table)

    def suggestions(self, answer: Answer, stopped: Callable[[], bool] | None = None, most: int = 3) -> tuple[str, ...]:
        """Questions that go on from an answer and that this library answers: each has been tried. Raises Stopped."""
        from assistant.answers.turns.suggest import follow_ups

        reports, names = self._holdings()

        def is_answered(text: str) -> bool:
            tried = route.answer(understand(text, names), reports, self._find)
            return tried.outcome in (Outcome.ANSWERED, Outcome.NOTED) and tried.reading != answer.reading

        with self.library.moment(stopped):
            return tuple(islice(filter(is_answered, follow_ups(answer, reports)), most))

    def slot_choices(self, slot: str) -> tuple[tuple[str, str], ...]:
        """(label, full question) for what `agency`, `year`, `row` or `column` of the last reading could be instead."""
        from assistant.answers.turns.suggest import slot_choices

        reading = self.slots()
        return slot_choices(reading, slot, self._holdings()[0], self.turns[-1].language) if reading else ()

    def warm(self) -> None:
        """Load what the first question about the prose would wait for, unless the index has yet to be built."""
        if self._search is None and (search := open_if_current(self.library, self._home)):
            self._search = (self.library.generation, search)

    def export(self, kind: str) -> str:
        """The conversation as `md`, or the table of the last answer that has figures as `csv` or `json`.

        Raises Usage for another kind, or where there is nothing yet.
        """
        from assistant.output import markdown, sheets
        from assistant.output.export import csv_text

        if kind == "md":
            return markdown.conversation(self.turns)
        last = self._last_table(kind)
        if kind == "json":
            return render.json_text(render.answer_record(last, whole=True))
        return csv_text(sheets.of_answer(last))

    def write(self, path: Path) -> None:
        """The same into a file, its kind by the ending of its name: .md, .csv, .json or .xlsx.

        An older file is replaced. Raises Usage for another ending or where there is nothing yet, Unwritable where the
        file cannot be written.
        """
        from assistant.output import export, markdown, sheets

        kind = export.kind_of(path)
        sheet = sheets.of_batch([]) if kind == "md" else sheets.of_answer(self._last_table(kind))
        export.write(path, sheet, markdown.conversation(self.turns))

    def _last_table(self, kind: str) -> Answer:
        turns = [n for n, turn in enumerate(self.turns) if turn.figures and turn.exit is Exit.OK]
        if kind not in ("csv", "json", "xlsx") or not turns:
            raise Usage(
                "没有可以导出的表。先问一个数字，或用 md 导出对话。",
                "there is no table to export. Ask for a figure first, or export the conversation as md.",
            )
        last = self.turns[turns[-1]]
        asked = self._asked.get(turns[-1]) if last.rows_total else None
        if asked is None:
            return last
        whole = route.answer(replace(asked, whole=True), self._holdings()[0], self._find)
        return replace(whole, question=last.question, elapsed_ms=last.elapsed_ms)

    def close(self) -> None:
        """Close the library."""
        self.library.close()


def _checked(text: str) -> str:
    if not text.strip():
        raise Usage(
            "问题是空的。例如：某机关 2020 年行政处罚多少",
            "the question is empty. Ask, for instance, for an agency's 行政处罚 of a year",
        )
    if len(text) > LONGEST:
        raise Usage(
            f"问题太长（{len(text)} 个字，最多 {LONGEST}）。请缩短。",
            f"the question is too long ({len(text)} characters, at most {LONGEST}). Shorten it.",
        )
    return text
