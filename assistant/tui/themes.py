"""The themes: ink and cinnabar on dark and on paper, and one of the strongest contrast."""

from dataclasses import replace

from textual.theme import Theme

DARK = Theme(
    name="nianbao",
    primary="#7fb4ca",
    secondary="#a292a3",
    accent="#ff8a65",
    warning="#e6c384",
    error="#ff5d62",
    success="#98bb6c",
    foreground="#dcd7ba",
    background="#16161d",
    surface="#1f1f28",
    panel="#2a2a37",
    dark=True,
)
LIGHT = Theme(
    name="nianbao-paper",
    primary="#1f5f8b",
    secondary="#6b4e71",
    accent="#b3261e",
    warning="#8a5a00",
    error="#a4001d",
    success="#2e6b2e",
    foreground="#22201c",
    background="#f7f3e9",
    surface="#efe9da",
    panel="#e4dcc8",
    dark=False,
)
CONTRAST = Theme(
    name="nianbao-contrast",
    primary="#5fd7ff",
    secondary="#ff87ff",
    accent="#ffff00",
    warning="#ffd700",
    error="#ff5f5f",
    success="#5fff5f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#303030",
    dark=True,
    variables={"foreground-muted": "#e4e4e4", "foreground-disabled": "#c6c6c6", "text-muted": "#e4e4e4"},
)
PLAIN = replace(CONTRAST, name="nianbao-plain", accent="#ffffff", error="#ffffff", warning="#ffffff")
"""Where there are to be no colours: what stands out is brighter, not darker."""
THEMES = (DARK, LIGHT, CONTRAST, PLAIN)
