"""Where things live: one home folder, and what stands in it."""

import os
from pathlib import Path

LIBRARY = "library.db"
INDEX = "index"
MODEL = "model"
LOCK = "lock"
METRICS = "metrics.toml"


def home(named: Path | None = None) -> Path:
    """The home folder: the one named, else NIANBAO_HOME, else the platform's folder for a user's own files."""
    if named is not None:
        return named.expanduser().absolute()
    if told := os.environ.get("NIANBAO_HOME"):
        return Path(told).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("nianbao", appauthor=False)


def bundled() -> Path:
    """The folder of the reports that come with the package."""
    import corpus

    return Path(corpus.__path__[0]) / "reports"


def is_there(path: Path) -> bool:
    """Whether something stands there that can be reached; Path.exists raises where a folder above is closed."""
    try:
        return bool(path.stat())
    except OSError:
        return False
