"""What the chat looks like: short scripts of keys, each screen compared with one that was looked at.

After a change that is meant: `pytest tests/test_tui_snapshots.py --snapshot-update`, then look at the pictures.
"""

from collections.abc import Awaitable, Callable
from importlib import import_module

import pytest
from textual.pilot import Pilot

from assistant.tui.app import NianbaoApp, chat_app
from corpus.errors import NianbaoError
from fake_chat import FakeChat
from tui_seat import Seat

Compare = Callable[..., bool]

# The plug-in names these as an older syrupy did; without them its pictures have no ending that a viewer knows.
import_module("pytest_textual_snapshot").SVGImageExtension.file_extension = "svg"

SCREENS: dict[str, tuple[str, ...]] = {
    "welcome": (),
    "answered": ("云溪县林业局2020年行政处罚多少件",),
    "noted": ("noted",),
    "disputed": ("disputed",),
    "clarify": ("clarify",),
    "refusal": ("refusal",),
    "table": ("table", "key:tab,down"),
    "quoted": ("quoted",),
    "source": ("云溪县林业局2020年行政处罚多少件", "key:tab,enter"),
    "passage": ("quoted", "key:tab,enter,right_square_bracket"),
    "failed": ("busy",),
    "help": ("key:f1",),
}
SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
CASES = [("zh", screen, size) for screen in SCREENS for size in SIZES]
CASES += [("en", screen, "80x24") for screen in ("welcome", "help", "failed", "quoted", "source", "table")]


def script(steps: tuple[str, ...]) -> Callable[[Pilot[NianbaoError]], Awaitable[None]]:
    async def before(pilot: Pilot[NianbaoError]) -> None:
        app = pilot.app
        assert isinstance(app, NianbaoApp)
        seat = Seat(app, pilot)
        seat.box.cursor_blink = False
        await seat.settle()
        for step in steps:
            if step.startswith("key:"):
                for key in step[4:].split(","):
                    await seat.press(key)
            else:
                await seat.enter(step)

    return before


@pytest.mark.parametrize(("language", "screen", "size"), CASES, ids=["-".join(case) for case in CASES])
def test_a_screen_looks_as_it_did(
    language: str, screen: str, size: str, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_LANG", language)
    assert snap_compare(chat_app(FakeChat), terminal_size=SIZES[size], run_before=script(SCREENS[screen]))


def test_without_colour_every_outcome_is_still_told_by_words(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIANBAO_LANG", "zh")
    monkeypatch.setenv("NO_COLOR", "1")
    steps = ("noted", "disputed", "refusal", "clarify", "key:ctrl+n")
    assert snap_compare(chat_app(FakeChat), terminal_size=(120, 50), run_before=script(steps))
