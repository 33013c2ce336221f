"""`add`, `remove`, `reports`, `show`, `set`, `init`: what the library holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.answer import Exit
from assistant.commands import pick
from assistant.commands.out import bar, put, put_record, save, table, tell, tell_error, wipe
from assistant.language import say
from assistant.library import build, finding, standing
from assistant.library.build import Added
from assistant.output.escape import one_line, visible
from assistant.output.render import CHECKED
from corpus.errors import NianbaoError, Usage
from corpus.library.store import Library
from corpus.library.where import Where
from corpus.report import Entry, Problem

_RESULTS = {
    "added": ("已添加", "added"),
    "unchanged": ("未变", "unchanged"),
    "replaced": ("已更新", "replaced"),
    "duplicate": ("重复", "duplicate"),
    "not_a_report": ("不是报告", "no report"),
    "failed": ("失败", "failed"),
}
_STORED = ("added", "replaced")
_CHECKED_AT_ONCE = 50
"""Reports that are checked when they are added; more would keep a person waiting."""


def add(home: Path | None, named: Sequence[Path], as_json: bool) -> Exit:
    """Read files and folders; one line a file. Fails where a file failed or none of them is a report."""
    stored = 0

    def each(added: Added) -> None:
        nonlocal stored
        stored += added.result in _STORED
        wipe()
        _put_record(added) if as_json else put_line(added)

    with build.open_library(home, writable=True) as library:
        try:
            results = build.add(library, named, bar(), each)
            if stored:
                refresh_search(library, home)
                _tell_checks(library, [one.report for one in results if one.report and one.result in _STORED])
        except KeyboardInterrupt:
            wipe()
            tell(
                f"已中断：{stored} 份已入库。再运行同一命令会接着读其余的。",
                f"interrupted: {stored} stored. The same command goes on with the rest.",
            )
            raise
    if not results:
        tell(
            "没有读到报告：请给出年度报告的文件，或装有它们的文件夹。",
            "no report was read: name the files of annual reports, or a folder that holds some.",
        )
        return Exit.FAILED
    failed = any(added.result == "failed" for added in results) or not any(added.report for added in results)
    return Exit.FAILED if failed else Exit.OK


def _tell_checks(library: Library, reports: Sequence[str]) -> None:
    """How the checks of what was just added came out, in one line; of very many `check` tells."""
    if len(reports) > _CHECKED_AT_ONCE:
        tell(
            f"已添加 {len(reports)} 份，用 nianbao check 核对。", f"{len(reports)} added. `nianbao check` checks them."
        )
        return
    from assistant.answers.checks import checking

    # One that another process has removed since is not there to check, nor goes the year before away meanwhile.
    with library.moment():
        there = library.entries(Where(reports=tuple(reports), active=False))
        found = [check for entry in there for check in checking.of_entry(library, entry)]
    counted = Counter(check.status for check in found)
    failed = list(dict.fromkeys(check.report for check in found if check.status == "fail"))
    which = "、".join(failed[:5]) + ("…" if len(failed) > 5 else "")
    parts = [f"{say(*words)} {counted[status]}" for status, words in CHECKED.items() if counted[status]]
    told = say("核对：", "checks: ") + " · ".join(parts)
    told += say(f"（nianbao check {which}）", f" (nianbao check {which})") if failed else ""
    tell(visible(told), visible(told))


def remove(home: Path | None, named: Sequence[str]) -> Exit:
    """Forget reports: all that are named, or none where a name is wrong."""
    with build.open_library(home, writable=True) as library:
        reports = tuple(dict.fromkeys(pick.report(library, name).report for name in named))
        library.remove(*reports)
        for report in reports:
            put(say(f"已移除 {visible(report)}", f"removed {visible(report)}"))
    return Exit.OK


def reports(
    home: Path | None,
    as_json: bool,
    output: Path | None = None,
    *,
    agency: str | None = None,
    year: int | None = None,
) -> Exit:
    """What is loaded, printed or into a file."""
    with build.open_library(home) as library:
        every = library.entries(active=False)
    entries = pick.reports(every, agency=agency, year=year)
    replaced = _replaced(every)
    records = [entry_record(entry, replaced.get(entry.report, ())) for entry in entries] if output or as_json else []
    if output and entries:
        from assistant.output.sheets import of_reports

        save(output, of_reports(entries, records))
    elif as_json:
        for record in records:
            put_record(record)
    elif entries:
        for line in table([_heading(), *map(_row, entries)], right=frozenset((3, 5, 6))):
            put(line)
    if every and not entries:
        tell(
            "没有符合条件的报告。不带选项的 nianbao reports 列出全部。",
            "no report fits. `nianbao reports` without options lists all.",
        )
        return Exit.DECLINED
    if not entries:
        tell(
            "库是空的。用 nianbao add 文件或文件夹 添加报告。",
            "the library is empty. Add reports with `nianbao add PATH`.",
        )
        return Exit.DECLINED
    return Exit.OK


def show(home: Path | None, named: str) -> Exit:
    """The text of a report with its line numbers, and what is doubtful about it."""
    with build.open_library(home) as library:
        entry = pick.report(library, named)
        lines = library.lines(entry.report)
    put(visible(f"{entry.report}  {entry.agency}  {entry.year or '?'}  {entry.path}"))
    for number, line in enumerate(lines, 1):
        put(f"{number:>5}  {visible(line)}".rstrip())
    for problem in entry.problems:
        put("! " + visible(_problem_line(problem)))
    return Exit.OK


def set_(
    home: Path | None, named: str, agency: str | None, place: str | None, year: int | None, unset: Sequence[str] = ()
) -> Exit:
    """Keep what a person knows of a report and its file does not say; take back what is in `unset`."""
    given = {"agency": agency, "place": place, "year": year}
    if wrong := next((name for name in unset if name not in given or given[name] is not None), None):
        raise Usage(
            f"--unset 可取 agency、place、year，且不能同时又设它：{wrong}。",
            f"--unset takes agency, place or year, and nothing that is set at once: {wrong}.",
        )
    if not unset and agency is None and place is None and year is None:
        raise Usage(
            "没有要设的内容。请给出 --agency、--place、--year 或 --unset。",
            "nothing to set. Give --agency, --place, --year or --unset.",
        )
    if agency is not None and not agency.strip():
        raise Usage("机关名称是空的。请写出名称。", "the agency is empty. Write its name.")
    with build.open_library(home, writable=True) as library:
        id_ = pick.report(library, named).report
        if unset:
            build.untell(library, id_, unset)
        build.tell(
            library,
            id_,
            agency=None if agency is None else agency.strip(),
            place=None if place is None else tuple(place.replace("/", " ").split()),
            year=year,
        )
        entry = pick.report(library, id_)
    for line in table([_heading(), _row(entry)]):
        put(line)
    return Exit.OK


def init(home: Path | None, empty: bool) -> Exit:
    """Make the library of a home. One that is there is left as it is."""
    made = build.init(home, empty=empty)
    with build.open_library(home) as library:
        count, path = len(library.entries(active=False)), library.path
    if not made and empty and count:
        tell(
            f"{path} 已有 {count} 份报告，没有改动。请移走该文件，或用 --home 指定另一个文件夹。",
            f"{path} holds {count} reports and was left as it is. "
            "Move the file away, or name another folder with --home.",
        )
        return Exit.FAILED
    done = say("已建" if made else "已有", "made" if made else "already there")
    put(say(f"{done}：{path}，{count} 份报告", f"{done}: {path}, {count} reports"))
    return Exit.OK


def _replaced(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Id of a report → ids of the versions that it replaces."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        if entry.standing.relation == "replaced_by":
            found.setdefault(entry.standing.counterpart, []).append(entry.report)
    return found


def entry_record(entry: Entry, replaces: Sequence[str] = ()) -> dict[str, object]:
    """The JSON object of one report; `replaces` are the versions that it stands in for."""
    period, dated, other = entry.imprint.period, entry.imprint.dated, entry.standing
    relations = ("duplicate_of", "replaced_by", "mirror_of")
    return {
        "id": entry.report,
        "agency": entry.agency,
        "place": list(entry.place),
        "place_from": entry.place_from,
        "year": entry.year,
        "edition": list(entry.editions),
        "title": entry.title,
        "file": entry.file,
        "path": entry.path,
        "sections": [asdict(section) for section in entry.sections],
        "figures": entry.states,
        "passages": entry.passages,
        "problems": [asdict(problem) for problem in entry.problems],
        "active": entry.active,
        "set_by_person": list(entry.set_by_person),
        "level": entry.level or None,
        "kind": entry.kind or None,
        "period": [day.isoformat() for day in period] if period else None,
        "number": entry.imprint.number or None,
        "dated": dated.isoformat() if dated else None,
        "revised": entry.imprint.revised,
        **{name: other.counterpart if other.relation == name else None for name in relations},
        "replaces": list(replaces),
        "because": other.because or None,
        "copies": list(entry.copies),
    }


def refresh_search(library: Library, home: Path | None) -> None:
    """Bring the search index up to date; where that fails the reports are in the library all the same."""
    try:
        finding.open_search(library, home, bar())
    except NianbaoError as error:
        tell_error(error)


def _put_record(added: Added) -> None:
    put_record(asdict(added))


def put_line(added: Added) -> None:
    """What became of a file, as a line."""
    result = say(*_RESULTS[added.result])
    parts = (result, added.file, added.report and f"→ {added.report}", added.because)
    put(one_line("  ".join(part for part in parts if part)))


def _heading() -> tuple[str, ...]:
    return (
        "id",
        say("机关", "agency"),
        say("地区", "place"),
        say("年度", "year"),
        say("版式", "edition"),
        say("数字格", "cells"),
        say("疑点", "problems"),
        "",
    )


def _row(entry: Entry) -> tuple[str, ...]:
    return (
        entry.report,
        entry.agency,
        "".join(entry.place) or "?",
        str(entry.year or "?"),
        "+".join(entry.editions),
        str(sum(entry.states.values())),
        str(len(entry.problems)),
        _why_not(entry),
    )


def _why_not(entry: Entry) -> str:
    """Why a report does not count, or where else its file stands; empty for most."""
    if entry.standing.relation:
        return standing.words(entry.standing)
    also = "、".join(entry.copies)
    return say(f"另存于 {also}", f"also at {also}") if also else ""


def _problem_line(problem: Problem) -> str:
    where = "" if problem.line is None else say(f"第 {problem.line} 行：", f"line {problem.line}: ")
    cell = " · ".join(part for part in (problem.row, problem.column) if part)
    return f"{where}{problem.text}" + (f"（{cell}）" if cell else "")
