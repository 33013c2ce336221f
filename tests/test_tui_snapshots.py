"""What the chat looks like: short scripts of keys, each screen compared with one that was looked at.

After a change that is meant: `pytest tests/test_tui_snapshots.py --snapshot-update`, then look at the pictures.
"""

from collections.abc import Awaitable, Callable
from importlib import import_module
from itertools import cycle
from pathlib import Path

import pytest
from textual.pilot import Pilot

from assistant.tui.app import NianbaoApp
from assistant.tui.looks import Looks, keep
from corpus.errors import NianbaoError
from fake_chat import FakeChat
from tui_seat import Seat

Compare = Callable[..., bool]

# The plug-in names these as an older syrupy did; without them its pictures have no ending that a viewer knows.
import_module("pytest_textual_snapshot").SVGImageExtension.file_extension = "svg"

QUESTION = "云溪县林业局2020年行政处罚多少件"
SCREENS: dict[str, tuple[str, ...]] = {
    "welcome": (),
    "answered": (QUESTION,),
    "followed": ("followed",),
    "noted": ("noted",),
    "disputed": ("disputed",),
    "clarify": ("clarify",),
    "refusal": ("refusal",),
    "declined": ("no_field", "no_cell", "undefined", "not_stated", "out_of_scope"),
    "table": ("table", "key:tab,s,s,down"),
    "quoted": ("quoted",),
    "source": (QUESTION, "key:tab,enter"),
    "passage": ("quoted", "key:tab,enter,right_square_bracket"),
    "failed": ("busy",),
    "help": ("key:f1",),
    "completing": ("key:slash,r,e,down",),
    "commands": ("key:slash",),
    "narrowed": ("table", "key:tab,f,云"),
    "slots": (QUESTION, "key:shift+tab,right,right,enter"),
    "added": ("/add here",),
    "reports": ("/reports",),
    "checks": ("/check",),
    "library": ("/library", "key:down,down,right,down,down"),
    "report": ("/library", "key:down,down"),
    "place": ("/library",),
}
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}
# Every screen in every size; language and colours take turns, so that each size meets each of them.
DRESSED = cycle((("zh", "dark"), ("en", "dark"), ("zh", "paper"), ("en", "paper")))
CASES = [(screen, size, *next(DRESSED)) for screen in SCREENS for size in SIZES]


def script(steps: tuple[str, ...]) -> Callable[[Pilot[NianbaoError]], Awaitable[None]]:
    async def before(pilot: Pilot[NianbaoError]) -> None:
        app = pilot.app
        assert isinstance(app, NianbaoApp)
        seat = Seat(app, pilot)
        seat.box.cursor_blink = False
        await seat.settle()
        await seat.follow(steps)

    return before


@pytest.mark.parametrize(("screen", "size", "language", "theme"), CASES, ids=["-".join(case) for case in CASES])
def test_a_screen_looks_as_it_did(
    screen: str,
    size: str,
    language: str,
    theme: str,
    snap_compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("NIANBAO_LANG", language)
    keep(tmp_path, Looks(theme=theme))
    app = NianbaoApp(lambda: FakeChat(home=tmp_path))
    assert snap_compare(app, terminal_size=SIZES[size], run_before=script(SCREENS[screen]))


def test_with_ascii_borders_and_the_strongest_contrast(snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    steps = ("disputed", "/theme contrast", "/borders ascii", "key:ctrl+n")
    assert snap_compare(NianbaoApp(FakeChat), terminal_size=(120, 40), run_before=script(steps))


def test_without_colour_every_outcome_is_still_told_by_words(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.setenv("NO_COLOR", "1")
    steps = ("noted", "refusal", "no_cell", "clarify", "disputed")
    assert snap_compare(NianbaoApp(FakeChat), terminal_size=(120, 60), run_before=script(steps))


def test_an_empty_library_leads_through_the_first_minute(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    assert snap_compare(NianbaoApp(lambda: FakeChat(())), terminal_size=(80, 24), run_before=script(()))
