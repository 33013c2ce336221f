"""The line that shows how far the reading of files is, and what became of them."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from assistant.language import say
from assistant.output.escape import clip, visible

if TYPE_CHECKING:
    from assistant.library.aside import Adding
    from assistant.library.build import Added

RESULTS = {
    "added": ("加入", "added"),
    "replaced": ("更新", "replaced"),
    "unchanged": ("未变", "unchanged"),
    "duplicate": ("重复", "duplicates"),
    "not_a_report": ("不是报告", "not reports"),
    "failed": ("失败", "failed"),
}
FAULTS = ("failed", "not_a_report")
MOST_FAULTS = 5


class AddingLine(Static):
    """A bar with count, speed and remaining time, drawn anew a few times a second; a summary at the end."""

    def __init__(self, adding: Adding) -> None:
        super().__init__(classes="adding")
        self.adding = adding
        self.results: Counter[str] = Counter()
        self.faults: list[Added] = []
        self.last = ""
        self.began = monotonic()
        self.over = False

    def on_mount(self) -> None:
        """Keep the bar moving."""
        self.draw()
        self.timer = self.set_interval(0.25, self.draw)

    def hear(self, added: Added) -> None:
        """Count one result; called by the thread that reads them."""
        self.results[added.result] += 1
        self.last = added.file
        if added.result in FAULTS:
            self.faults.append(added)

    def end(self, fault: str) -> None:
        """Say what became of everything."""
        self.over = True
        self.timer.stop()
        lines = [Content(self._summary())]
        shown = sorted(self.faults, key=lambda added: FAULTS.index(added.result))[:MOST_FAULTS]
        lines += [Content.styled(_fault_line(added), "$text-error") for added in shown]
        if more := len(self.faults) - len(shown):
            lines.append(Content(say(f"  另有 {more} 个文件", f"  and {more} more files")))
        if self.adding.told and not self.adding.cancelled:
            lines.append(Content("  " + visible(self.adding.told).replace("nianbao check", "/check")))
        if fault:
            lines = [Content(visible(fault))]
        self.set_class(bool(fault), "failed")
        self.update(Content("\n").join(lines))

    def draw(self) -> None:
        """Show how far it is."""
        if not self.over:
            self.update(Content(progress_line(sum(self.results.values()), self.adding, self.seconds, self.last)))

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return monotonic() - self.began

    def _summary(self) -> str:
        counted = [f"{say(*RESULTS[name])} {count}" for name, count in sorted(self.results.items(), key=_rank)]
        done = "，".join(counted) if say("zh", "en") == "zh" else ", ".join(counted)
        if not done:
            done = say("没有读到文件", "no file was read")
        stopped = say("已停下；", "stopped; ") if self.adding.cancelled else ""
        return stopped + done + say("。", ".")


def progress_line(done: int, adding: Adding, seconds: float, last: str) -> str:
    """`[######......] 123/2000 · 41 份/秒 · 还需 0:46 · a.txt · Esc 停下`."""
    total = max(adding.total, 1)
    if adding.cancelled:
        return say("正在停下…", "stopping…")
    if done >= adding.total:
        return say("已读完，正在更新检索索引…", "all read; bringing the search index up to date…")
    full = 20 * done // total
    parts = [f"[{'#' * full}{'.' * (20 - full)}] {done}/{adding.total}"]
    if done and seconds > 1:
        speed = done / seconds
        left = round((adding.total - done) / speed)
        rate = f"{speed:.0f}" if speed >= 10 else f"{speed:.1f}"
        parts.append(say(f"{rate} 份/秒", f"{rate} files/s"))
        parts.append(say(f"还需 {left // 60}:{left % 60:02}", f"{left // 60}:{left % 60:02} left"))
    if last:
        parts.append(clip(visible(last), 30))
    return " · ".join([*parts, say("Esc 停下", "Esc stops")])


def _fault_line(added: Added) -> str:
    why = added.because
    return visible(f"  {why}" if why.startswith(added.file) else f"  {added.file}: {why}")


def _rank(counted: tuple[str, int]) -> int:
    return list(RESULTS).index(counted[0])
