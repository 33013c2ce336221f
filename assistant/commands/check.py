"""`check`: the arithmetic of the form and the consistency of a report."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from assistant.answer import Exit
from assistant.answers.checks import one_by_one
from assistant.commands import pick
from assistant.commands.ask import opened
from assistant.commands.out import bar, put, put_record, save, wipe
from assistant.language import say
from assistant.output import render
from assistant.output.escape import visible
from corpus.library.reports import Reports
from corpus.library.where import Where
from corpus.report import Check


def check(home: Path | None, named: str | None, as_json: bool, strict: bool, output: Path | None = None) -> Exit:
    """Run every check on one report or on all, each told once made; fails only with `strict` and a check that fails."""
    counted: Counter[str] = Counter()
    with closing(opened(home)) as chat:
        report = None if named is None else (pick.report(chat.library, named).report,)
        meant = Reports(chat.library, Where(reports=report))
        # Interrupted while a check is told, they end before the library is closed.
        with closing(one_by_one.every(chat.library, meant.ids, bar())) as made:
            checks = _counted(made, counted)
            if output:
                from assistant.output.sheets import of_checks

                save(output, of_checks(checks))
            for checked in checks:
                _tell(checked, as_json)
    wipe()
    if not as_json:
        put(" · ".join(f"{say(*render.CHECKED[status])} {counted[status]}" for status in render.CHECKED))
    return Exit.FAILED if strict and counted["fail"] else Exit.OK


def _counted(checks: Iterable[Check], counted: Counter[str]) -> Iterator[Check]:
    for checked in checks:
        counted[checked.status] += 1
        yield checked


def _tell(checked: Check, as_json: bool) -> None:
    if as_json:
        put_record(render.check_record(checked))
    elif checked.status != "pass":
        wipe()
        lines = ",".join(str(line) for line in checked.lines)
        put(visible(f"{say(*render.CHECKED[checked.status])}  {checked.report}:{lines}  {checked.text}"))
