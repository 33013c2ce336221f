"""A command that meets a fault: kill, half a write, full disk, loss of power; with `boundaries.so` preloaded."""

import ctypes
import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import cli

COUNT, KILL, TEAR, FULL, SHUT, BACK = range(6)
MODES = {"kill": KILL, "power": KILL, "names": KILL, "torn": TEAR, "full": FULL, "shut": SHUT, "back": BACK}
LIMIT = 60.0
"""Seconds after which a command counts as hanging."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done to a command: at the n-th call that changes the home, or after some seconds."""

    kind: str
    """`kill`, `torn` (half of a write is done), `full` (the disk, from there on); `power`: what was not synced is gone,
    contents and names; `names`: the names stay, the contents of files that were not synced are gone; `late`: killed
    after some seconds; `shut`: the home may only be read; `back`: the clock is put back by ten years; `both`: the same
    command runs a second time beside it."""
    at: int = -1
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: a signal is negative."""

    code: int
    out: str
    err: str
    calls: int


def boundaries() -> ctypes.CDLL:
    """The preloaded library. Raises OSError or AttributeError where it is not."""
    library = ctypes.CDLL(None)
    library.boundaries_arm.argtypes = (ctypes.c_char_p, ctypes.c_long, ctypes.c_int)
    library.boundaries_shadow.argtypes = (ctypes.c_char_p,)
    library.boundaries_seen.restype = ctypes.c_long
    return library


def ended(home: Path, arguments: Sequence[str], fault: Fault, aside: Path) -> Ended:
    """Run a command in a process of its own that meets the fault."""
    shadow = aside / "shadow" if fault.kind in ("power", "names") else None
    if shadow:
        _shadowed(home, shadow)
    began = time.monotonic()
    process = _started(home, arguments, fault, shadow, aside)
    other = _started(home, arguments, fault, shadow, aside / "other") if fault.kind == "both" else 0
    if fault.seconds:
        time.sleep(fault.seconds)
        os.kill(process, signal.SIGKILL)
    codes = [code_of(one, began + LIMIT) for one in (process, other) if one]
    if shadow:
        _power_lost(home, shadow, only_contents=fault.kind == "names")
        shutil.rmtree(shadow)
    out, err, calls = (path.read_text(encoding="utf-8") for path in _said(aside))
    if other:
        out += _said(aside / "other")[0].read_text(encoding="utf-8")
    # Of two, the worse; what the other found done already is no fault of it.
    return Ended(codes[0] if len(codes) == 1 else max(code % 2 for code in codes), out, err, int(calls or 0))


def _said(aside: Path) -> list[Path]:
    return [aside / name for name in ("out", "err", "calls")]


def _started(home: Path, arguments: Sequence[str], fault: Fault, shadow: Path | None, aside: Path) -> int:
    aside.mkdir(exist_ok=True)
    for path in _said(aside):
        path.write_bytes(b"")
    if not (process := os.fork()):
        _command(home, arguments, fault, shadow, *_said(aside))
    return process


def code_of(process: int, until: float) -> int:
    """How a process ended, waited for until then. Raises AssertionError where it hangs."""
    while not (gone := os.waitpid(process, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            raise AssertionError("the command hangs")
        time.sleep(0.002)
    return os.waitstatus_to_exitcode(gone[1])


def _command(
    home: Path, arguments: Sequence[str], fault: Fault, shadow: Path | None, out: Path, err: Path, calls: Path
) -> None:
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    shim = boundaries()
    if shadow:
        shim.boundaries_shadow(str(shadow).encode())
    shim.boundaries_arm(str(home).encode(), fault.at, MODES.get(fault.kind, COUNT))
    code = 70
    try:
        code = cli.run(["--home", str(home), *arguments])
    finally:
        seen = shim.boundaries_seen()
        shim.boundaries_arm(b"", -1, COUNT)
        sys.stdout.flush()
        sys.stderr.flush()
        calls.write_text(str(seen))
        os._exit(code)


def _shadowed(home: Path, shadow: Path) -> None:
    """Everything that a home holds now, as on the disk."""
    shadow.mkdir()
    for folder in [home, *(path for path in home.rglob("*") if path.is_dir())]:
        listed = [(path.stat().st_ino, int(path.is_dir()), path.name) for path in folder.iterdir()]
        text = "".join(f"{inode} {is_folder} {name}\n" for inode, is_folder, name in listed)
        (shadow / f"folder-{folder.stat().st_ino}").write_text(text, encoding="utf-8")
    for path in home.rglob("*"):
        if path.is_file():
            shutil.copyfile(path, shadow / f"file-{path.stat().st_ino}")


def _power_lost(home: Path, shadow: Path, *, only_contents: bool) -> None:
    """What is in a home when the power comes back: what was not synced is gone."""
    if only_contents:
        for path in [path for path in home.rglob("*") if path.is_file()]:
            kept = shadow / f"file-{path.stat().st_ino}"
            path.write_bytes(kept.read_bytes() if kept.exists() else b"")
        return
    inode = home.stat().st_ino
    shutil.rmtree(home)
    _after_power_loss(home, inode, shadow)


def _after_power_loss(folder: Path, inode: int, shadow: Path) -> None:
    """A folder as it is found when the power comes back: what was not synced is gone, an unsynced file is empty."""
    folder.mkdir()
    listing = shadow / f"folder-{inode}"
    for line in listing.read_text(encoding="utf-8").splitlines() if listing.exists() else ():
        number, is_folder, name = line.split(" ", 2)
        kept = shadow / f"file-{number}"
        if is_folder == "1":
            _after_power_loss(folder / name, int(number), shadow)
        elif kept.exists():
            shutil.copyfile(kept, folder / name)
        else:
            (folder / name).touch()
