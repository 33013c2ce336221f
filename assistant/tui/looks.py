"""How the chat looks and speaks, kept in the home from one time to the next."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

FILE = "chat.json"
THEMES = {"dark": "nianbao", "paper": "nianbao-paper", "contrast": "nianbao-contrast"}
CHOICES = {"theme": tuple(THEMES), "language": ("zh", "en"), "borders": ("round", "ascii")}


@dataclass(frozen=True, slots=True)
class Looks:
    """What was chosen; empty where nothing was."""

    theme: str = "dark"
    language: str = ""
    borders: str = "round"


def looks_of(home: Path) -> Looks:
    """What a home remembers. What is damaged or unknown in it counts as not chosen."""
    import json

    try:
        kept = json.loads((home / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Looks()
    if not isinstance(kept, dict):
        return Looks()
    return replace(Looks(), **{name: kept[name] for name, choices in CHOICES.items() if kept.get(name) in choices})


def keep(home: Path, looks: Looks) -> bool:
    """Remember it; false where the home cannot be written."""
    import json

    try:
        (home / FILE).write_text(json.dumps(asdict(looks)), encoding="utf-8")
    except OSError:
        return False
    return True
