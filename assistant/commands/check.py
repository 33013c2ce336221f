"""`check`: the arithmetic of the form and the consistency of a report."""

from collections import Counter
from contextlib import closing
from pathlib import Path

from assistant.answer import Exit
from assistant.commands import pick
from assistant.commands.ask import opened
from assistant.commands.out import put, put_record, save
from assistant.language import say
from assistant.output import render
from assistant.output.escape import visible


def check(home: Path | None, named: str | None, as_json: bool, strict: bool, output: Path | None = None) -> Exit:
    """Run every check on one report or on all; fails only with `strict` and a check that fails."""
    with closing(opened(home)) as chat:
        checks = chat.checks(None if named is None else pick.report(chat.library, named).report)
    if output:
        from assistant.output.sheets import of_checks

        save(output, of_checks(checks))
    for checked in () if output else checks:
        if as_json:
            put_record(render.check_record(checked))
        elif checked.status != "pass":
            lines = ",".join(str(line) for line in checked.lines)
            put(visible(f"{say(*render.CHECKED[checked.status])}  {checked.report}:{lines}  {checked.text}"))
    counted = Counter(checked.status for checked in checks)
    if not as_json:
        put(" · ".join(f"{say(*render.CHECKED[status])} {counted[status]}" for status in render.CHECKED))
    return Exit.FAILED if strict and counted["fail"] else Exit.OK
