"""`doctor`: is this installation sound, and if not, what to do."""

import csv
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from assistant import paths
from assistant.answer import Exit
from assistant.commands.out import bar, put
from assistant.language import interface, say
from assistant.library import anew, build, finding
from assistant.output.escape import visible
from corpus.errors import LibraryOld, NianbaoError
from corpus.library.store import Library
from corpus.report import Entry

_NOT_COUNTED = {
    "duplicate_of": ("份报告在别的文件里已有，不重复计入", "files of a report that another file holds too"),
    "replaced_by": ("份报告已被另一版代替", "versions of a report that another one replaces"),
    "mirror_of": (
        "份报告与别的机关的报告相同，疑为转载改名；若名称有误，用 nianbao set 指定",
        "reports with another agency's text and figures; `nianbao set` settles a name",
    ),
}
_NEEDED = ("faiss", "numpy", "sentence_transformers", "tantivy", "textual", "torch")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    sound: bool
    text: str


def doctor(home: Path | None, mend: bool = False, compact: bool = False) -> Exit:
    """Look at everything, one line a thing.

    Changes nothing but, where `mend`, a damaged library or search index, and merges the index where `compact`.
    """
    root = paths.home(home)
    for line in (*(_mended(root) if mend else ()), *(_compacted(root) if compact else ())):
        put(visible(line))
    findings = [*_installation(), *_model(root), *_home(root), *_library(root / paths.LIBRARY), *_own_metrics(root)]
    for found in findings:
        mark = say("正常", "ok") if found.sound else say("异常", "NOT OK")
        put(visible(f"{mark}  {found.text}"))
    return Exit.OK if all(found.sound for found in findings) else Exit.FAILED


def _mended(root: Path) -> Iterator[str]:
    """Make what is damaged anew: the library from the files it knew, the search index from the library."""
    if not paths.is_there(root / paths.LIBRARY):
        return
    if not anew.is_sound(root / paths.LIBRARY) and (remade := build.remake(root)):
        kept, read, gone = remade
        yield say(
            f"库已重建：重新读取 {read} 份文件，{gone} 份已不在原处；损坏的库保存在 {kept}。",
            f"the library was made anew: {read} files read again, {gone} no longer in place; "
            f"the damaged one is {kept}.",
        )
    with build.open_library(root) as library:
        if finding.state(library, root) not in ("current", "absent"):
            finding.open_search(library, root, bar(), thorough=True)
            yield say("检索索引已重建。", "the search index was made anew.")


def _compacted(root: Path) -> Iterator[str]:
    with build.open_library(root, writable=True) as library:
        finding.compact(library, root, bar())
        yield say("检索索引的各段已合并。", "the segments of the search index were merged.")


def _own_metrics(root: Path) -> Iterator[Finding]:
    if not paths.is_there(root / paths.METRICS):
        return
    from assistant.understanding.own_metrics import of_home

    own = of_home(root)
    count = len(own.metrics)
    yield Finding(True, say(f"自定义的比率 {count} 项", f"metrics of your own: {count}"))
    for fault in own.faults:
        yield Finding(False, fault.text(interface()))


def _installation() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(sys.version_info >= (3, 11), f"Python {version}")
    missing = [name for name in _NEEDED if find_spec(name) is None]
    absent = say(
        f"缺少 {'、'.join(missing)}：请重新安装 nianbao。", f"missing: {', '.join(missing)}. Install nianbao again."
    )
    yield Finding(not missing, absent if missing else say("所需软件包齐全", "the packages it needs are there"))
    changed = [name for name, digest in _manifest() if _digest(paths.bundled() / name) != digest]
    damaged = say(
        f"内置报告有变动：{'、'.join(changed)}。请重新安装 nianbao。",
        f"bundled reports changed: {', '.join(changed)}. Install nianbao again.",
    )
    yield Finding(not changed, damaged if changed else say("内置报告完好", "the bundled reports are as published"))


def _model(home: Path) -> Iterator[Finding]:
    from assistant.library.finding import model
    from index.encoder import load

    try:
        encoder = load(model(home))
    except NianbaoError as error:
        yield Finding(False, error.text(interface()))
    else:
        yield Finding(True, say(f"检索模型 {encoder.name}", f"search model {encoder.name}"))


def _manifest() -> Iterator[tuple[str, str]]:
    with (paths.bundled() / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["file"], row["sha256"]


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _home(root: Path) -> Iterator[Finding]:
    nearest = next((folder for folder in (root, *root.parents) if paths.is_there(folder)), root)
    writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    refused = say(
        f"文件夹不能写入：{root}。请检查权限，或用 --home 指定另一个文件夹。",
        f"the home cannot be written: {root}. Check permissions, or name another folder with --home.",
    )
    yield Finding(writable, say(f"文件夹 {root}", f"home {root}") if writable else refused)


def _library(file: Path) -> Iterator[Finding]:
    if not paths.is_there(file):
        yield Finding(
            True, say(f"还没有库；首次提问时会建立 {file}", f"no library yet; the first question makes {file}")
        )
        return
    try:
        with Library.open(file) as library:
            yield from _sound(library, file)
    except LibraryOld as error:
        yield Finding(True, error.text(interface()))
    except NianbaoError as error:
        yield Finding(False, error.text(interface()))


def _sound(library: Library, file: Path) -> Iterator[Finding]:
    faults = library.faults()
    if faults:
        yield Finding(
            False,
            say(
                f"库文件已损坏：{file}（{faults[0]}）。nianbao doctor --repair 会从原文件重建它，损坏的留作备份。",
                f"the library is damaged: {file} ({faults[0]}). `nianbao doctor --repair` makes it anew from the files "
                "and keeps the damaged one.",
            ),
        )
        return
    entries = library.entries(active=False)
    counted = [entry for entry in entries if entry.active]
    cells = sum(sum(entry.states.values()) for entry in counted)
    passages = sum(entry.passages for entry in counted)
    yield Finding(
        True,
        say(
            f"库 {file}：{len(entries)} 份报告，{cells} 个数字格，{passages} 段文字",
            f"library {file}: {len(entries)} reports, {cells} cells, {passages} passages",
        ),
    )
    if entries:
        yield Finding(True, _sizes(library.sizes(), len(entries)))
    yield from _index(library, file.parent)
    yield from _standing(entries)
    moved = [entry.report for entry in entries if not paths.is_there(Path(entry.path))]
    if moved:
        listed = "、".join(moved[:5]) + ("…" if len(moved) > 5 else "")
        yield Finding(
            True,
            say(
                f"{len(moved)} 份报告的文件已不在原处（{listed}）；数字仍在库中",
                f"{len(moved)} files are no longer in place ({listed}); their figures are still in the library",
            ),
        )


def _sizes(sizes: Mapping[str, int], reports: int) -> str:
    """What a report costs in the library's file."""
    each = {part: round(size / reports) for part, size in sizes.items()}
    del each["unused"]
    values, printed, text = (each.pop(part, 0) for part in ("values", "printed", "text"))
    rest = sum(each.values())
    largest = ", ".join(f"{part} {size}" for part, size in each.items() if size * 20 >= rest)
    return say(
        f"每份报告占 {values + printed + text + rest} 字节：数值与状态 {values}，单元格原文、行号与说明 {printed}，"
        f"全文 {text}，其余 {rest}（{largest}）",
        f"{values + printed + text + rest} bytes a report: values and states {values}, what is printed around them "
        f"{printed}, text {text}, the rest {rest} ({largest})",
    )


_INDEX = {
    "absent": ("检索索引会在首次检索时建立", "the search index is made when it is first needed"),
    "current": ("检索索引完好", "the search index is as it was written"),
    "stale": ("检索索引会在下次检索时更新", "the search index is brought up to date with the next search"),
    "damaged": (
        "检索索引已损坏：下次检索时会重建，或运行 nianbao doctor --repair。",
        "the search index is damaged: the next search makes it anew, or run `nianbao doctor --repair`.",
    ),
}


def _index(library: Library, root: Path) -> Iterator[Finding]:
    try:
        stands = finding.state(library, root)
    except NianbaoError:
        # A model that is missing has a line of its own.
        return
    found = say("；", "; ").join((say(*_INDEX[stands]), *(_how_found(root) if stands == "current" else ())))
    yield Finding(stands != "damaged", found)


def _how_found(root: Path) -> Iterator[str]:
    """What the search index holds, how it is looked through, and what that was measured to find and to cost."""
    segments, size, (passages, sentences) = finding.described(root)
    yield say(f"{segments} 段，{size:,} MB", f"{segments} segment{'s' * (segments != 1)}, {size:,} MB")
    for kind, zh, en in ((passages, "段文字", "passages"), (sentences, "句", "sentences")):
        if kind.lists:
            yield say(
                f"{kind.vectors:,} {zh}，每段最多分 {kind.lists} 组，查 {kind.probes} 组，"
                f"最近的十个找到 {kind.recall:.1%}，{kind.ms:.1f} 毫秒",
                f"{kind.vectors:,} {en} in up to {kind.lists} lists a segment, of which {kind.probes} are looked into: "
                f"{kind.recall:.1%} of the ten nearest are found, in {kind.ms:.1f} ms",
            )
        else:
            yield say(f"{kind.vectors:,} {zh}，逐一比较", f"{kind.vectors:,} {en}, each compared")


def _standing(entries: Sequence[Entry]) -> Iterator[Finding]:
    """The reports that do not count because another does."""
    for relation, said in _NOT_COUNTED.items():
        found = [entry for entry in entries if entry.standing.relation == relation]
        listed = "、".join(f"{e.report} → {e.standing.counterpart}" for e in found[:5])
        if found:
            more = "…" if len(found) > 5 else ""
            yield Finding(True, f"{len(found)} {say(*said)} ({listed}{more})")
