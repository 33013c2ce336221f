"""The library, browsed: places, agencies, years; of each report its sections, its tables as the form, its checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, Tree
from textual.widgets.tree import TreeNode

from assistant.language import say
from assistant.output.escape import visible
from assistant.tui.blocks import STATES, check_sheet, problem_lines
from assistant.tui.flow import Flow
from assistant.tui.form_sheet import Sheet, legend, sheets
from assistant.tui.marks import Spot, printed
from assistant.tui.rows import Rows
from assistant.tui.words import held
from corpus import form
from corpus.report import Check, Entry, Figure, Title

if TYPE_CHECKING:
    from assistant.chat import Chat

MOST_LISTED = 100
_FEW = 12
"""Up to so many reports stand open, down to their years."""
CHECKS = -1
"""Number of the leaf that holds a report's checks, beside its sections."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a node of the tree opens: a report, one of its sections, or its checks."""

    entry: Entry
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands below a node of the tree: the reports of a province, or of an agency."""

    titles: tuple[Title, ...]
    of_agency: bool = False


Node: TypeAlias = Branch | Leaf


@dataclass(frozen=True, slots=True)
class Contents:
    """What is shown of a leaf."""

    lines: tuple[tuple[int, str], ...] = ()
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()


class LibraryScreen(Screen[tuple[tuple[Spot, ...], int]]):
    """Ends with the spots of a table and the one of them whose source is wanted, or with nothing."""

    BINDINGS = [
        Binding("escape,f2", "leave", show=False),
        Binding("tab", "across", show=False, priority=True),
        Binding("right", "unfold(True)", show=False),
        Binding("left", "unfold(False)", show=False),
    ]

    def __init__(
        self,
        titles: Sequence[Title],
        entries: Callable[[Sequence[str]], Awaitable[Sequence[Entry]]],
        read: Callable[[Leaf], Awaitable[Contents]],
    ) -> None:
        super().__init__()
        self.titles = titles
        self.entries = entries
        self.read = read

    def compose(self) -> ComposeResult:
        """The tree, what its node holds, the keys."""
        yield Static(Content.styled(say("库", "Library"), "bold $accent"), id="title")
        with Container(id="browser"):
            tree: Tree[Node] = Tree(Text(say("全部", "all")), id="tree")
            tree.show_root = False
            tree.guide_depth = 2
            yield tree
            yield VerticalScroll(id="leaf")
        keys = say(
            "↑ ↓ 选   → ← 展开、收起   Tab 到表格   Enter 看原文   Esc 回到对话",
            "↑ ↓ move   → ← open, close   Tab to the table   Enter its source   Esc back",
        )
        yield Static(Content(keys), classes="keys")

    def on_mount(self) -> None:
        """Begin the tree; with few reports it stands open."""
        tree = self.query_one("#tree", Tree)
        tree.focus()
        if self.titles:
            self.begin(tree)
        else:
            self.query_one("#leaf").mount(Flow(say("库里还没有报告：/add 路径", "no report yet: /add PATH")))

    @work(group="grow", exit_on_error=False)
    async def begin(self, tree: Tree[Node]) -> None:
        """Add the provinces; of few reports everything down to the years."""
        add_branches(tree.root, by_province(self.titles), of_agency=False)
        if len(self.titles) <= _FEW:
            for province in tree.root.children:
                province.expand()
                await self.grow(province)
                for agency in province.children:
                    agency.expand()
                    await self.grow(agency)
        self.call_after_refresh(tree.action_cursor_down)

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Node]) -> None:
        """Add what stands below a node when it is opened."""
        event.stop()
        self.run_worker(self.grow(event.node), group="grow", exit_on_error=False)

    async def grow(self, node: TreeNode[Node]) -> None:
        """Add the agencies of a province, or the reports of an agency with their sections; only once."""
        branch = node.data
        if not isinstance(branch, Branch) or node.children:
            return
        if not branch.of_agency:
            add_branches(node, by_agency(branch.titles), of_agency=True)
            return
        read = await self.entries([title.report for title in branch.titles])
        if not node.children:
            add_reports(node, read)

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[Node]) -> None:
        """Show what stands there."""
        event.stop()
        if self.titles:
            self.open(event.node)

    @work(group="leaf", exclusive=True, exit_on_error=False)
    async def open(self, node: TreeNode[Node]) -> None:
        """Read what a node holds and show it: a leaf what it opens, a place or an agency its reports."""
        match node.data:
            case Leaf() as leaf:
                shown = drawn(leaf, await self.read(leaf))
            case Branch(titles=titles):
                first = await self.entries([title.report for title in titles[:MOST_LISTED]])
                shown = listed(str(node.label), titles, first)
            case _:
                return
        pane = self.query_one("#leaf", VerticalScroll)
        await pane.remove_children()
        await pane.mount_all(shown)
        pane.scroll_home(animate=False)

    def on_rows_picked(self, event: Rows.Picked) -> None:
        """End with the source of the row, and those around it."""
        event.stop()
        if isinstance(event.rows, Sourced):
            spots = [spot for spot in event.rows.spots if spot]
            if wanted := event.rows.spots[event.at]:
                self.dismiss((tuple(spots), spots.index(wanted)))

    def action_across(self) -> None:
        """From the tree to the table or the text, and back."""
        tree = self.query_one("#tree", Tree)
        there = [*self.query(Sourced), self.query_one("#leaf", VerticalScroll)]
        (there[0] if tree.has_focus else tree).focus()

    def action_unfold(self, wide: bool) -> None:
        """Open the node under the cursor; close it, or go to the one it belongs to."""
        tree: Tree[Node] = self.query_one("#tree", Tree)
        node = tree.cursor_node
        if node is None:
            return
        if wide:
            node.expand()
        elif node.is_expanded and node.allow_expand:
            node.collapse()
        elif node.parent and not node.parent.is_root:
            tree.move_cursor(node.parent)

    def action_leave(self) -> None:
        """Back to the talk."""
        self.dismiss(None)


class Sourced(Rows):
    """A table that knows where each of its rows stands."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet.columns, sheet.rows, tones=sheet.tones)
        self.spots = sheet.spots


def by_province(titles: Sequence[Title]) -> dict[str, list[Title]]:
    """The reports of each province; those whose place is not known come last."""
    groups = _grouped(titles, lambda title: title.province)
    without = groups.pop("", [])
    return {name: groups[name] for name in sorted(groups)} | (
        {say("地区未知", "place unknown"): without} if without else {}
    )


def by_agency(titles: Sequence[Title]) -> dict[str, list[Title]]:
    """The reports of each agency."""
    return _grouped(titles, lambda title: title.agency)


def _grouped(titles: Sequence[Title], of: Callable[[Title], str]) -> dict[str, list[Title]]:
    groups: dict[str, list[Title]] = {}
    for title in titles:
        groups.setdefault(of(title), []).append(title)
    return groups


def add_branches(node: TreeNode[Node], groups: Mapping[str, Sequence[Title]], *, of_agency: bool) -> None:
    """Add a node for each group, still closed."""
    for name, titles in groups.items():
        node.add(Text(visible(name)), Branch(tuple(titles), of_agency))


def add_reports(node: TreeNode[Node], entries: Sequence[Entry]) -> None:
    """Add the reports of an agency by year, each with its sections and its checks."""
    before, seen = say("（标题与前言）", "(title and preface)"), set()
    for entry in entries:
        year = str(entry.year or say("年度未知", "year unknown"))
        # Two reports of one agency and year, of which the later counts.
        report = node.add(Text(visible(f"{year} · {entry.report}" if year in seen else year)), Leaf(entry))
        seen.add(year)
        for section in entry.sections:
            report.add_leaf(Text(visible(section.title) or before), Leaf(entry, section.number))
        report.add_leaf(Text(say("核对", "checks")), Leaf(entry, CHECKS))


def listed(name: str, titles: Sequence[Title], first: Sequence[Entry]) -> Iterator[Widget]:
    """What is loaded of a place or an agency, a line each for the first reports."""
    yield Flow(Content.styled(visible(name), "bold"), classes="headline")
    yield Flow(held(titles), classes="reading")
    for entry in first:
        yield Flow(visible(f"{entry.agency} {entry.year or '?'} · {entry.file}"), hang=2)
    if (more := len(titles) - len(first)) > 0:
        yield Flow(say(f"另有 {more} 份", f"{more} more"))


def contents_of(chat: Chat, leaf: Leaf) -> Contents:
    """What the library holds of a leaf."""
    report = leaf.entry.report
    if leaf.number is None:
        return Contents()
    if leaf.number == CHECKS:
        return Contents(checks=chat.checks(report))
    table = next((name for name, number in form.TABLE_SECTION.items() if number == leaf.number), None)
    figures = chat.figures(report, table) if table else ()
    lines = tuple(enumerate(chat.lines(report), 1))
    parts = [part for part in leaf.entry.sections if part.number == leaf.number]
    return Contents(tuple(line for part in parts for line in lines[part.line - 1 : part.line_end]), figures)


def drawn(leaf: Leaf, contents: Contents) -> Iterator[Widget]:
    """The widgets that show a leaf."""
    entry = leaf.entry
    yield Flow(Content.styled(f"{visible(entry.agency)} {entry.year or '?'}", "bold"), classes="headline")
    if leaf.number is None:
        yield from (Flow(line, hang=2) for line in summary(entry))
        yield from (Flow(line, hang=2, classes="note") for line in problem_lines(entry))
    elif leaf.number == CHECKS:
        yield Sourced(check_sheet(contents.checks))
    if contents.figures:
        yield from (Sourced(sheet) for sheet in sheets(contents.figures))
        yield Flow(legend(contents.figures), classes="reading")
        yield Flow(say("原文：", "As printed:"), classes="reading")
    for number, line in contents.lines:
        yield Flow(Content.assemble((f"{number:>4} ", "$foreground-disabled"), printed(line)), hang=5)


def summary(entry: Entry) -> tuple[str, ...]:
    """What the library knows of a report, a line a thing."""
    cells = "  ".join(
        f"{say(*words)} {entry.states[state]}" for state, words in STATES.items() if state in entry.states
    )
    return tuple(
        visible(line)
        for line in (
            entry.title,
            say("文件 ", "file ") + entry.file,
            say("地区 ", "place ") + (" ".join(entry.place) or "?"),
            say("表格版式 ", "edition of the form ") + ("、".join(entry.editions) or "-"),
            say("数字格 ", "cells ") + (cells or "-"),
            say("可引用的段落 ", "passages ") + str(entry.passages),
        )
    )
