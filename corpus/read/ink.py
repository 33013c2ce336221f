"""The image of a page → its rules, and the page without them. Pixels alone: nothing here knows text or the form."""

from typing import TYPE_CHECKING

from corpus.read.page import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Ink = NDArray[np.bool_]
    """Rows of pixels from above; true where it is dark."""

DARK = 152
"""Of 255: darker is ink."""
LEAST = 80
"""Pixels: a shorter stroke belongs to a character, at 300 dots an inch."""
_BAND = 256
"""Rows of pixels."""
_SOLID = 0.92
"""Of a stroke: scans leave gaps."""
_MOST_LEAN = 3.0
"""Degrees."""


def upright(page: "Image") -> "Image":
    """The page turned so that its lines lie level."""
    import numpy as np

    small = page.resize((page.width // 4, page.height // 4))

    def sharpness(angle: float) -> float:
        turned = small.rotate(angle, fillcolor=255)
        across = (np.asarray(turned) < DARK).sum(axis=1)
        return float(np.square(np.diff(across)).sum())

    steps = [n / 4 for n in range(int(-4 * _MOST_LEAN), int(4 * _MOST_LEAN) + 1)]
    best = max(steps, key=lambda angle: (sharpness(angle), -abs(angle)))
    fine = [best + n / 16 for n in range(-3, 4)]
    best = max(fine, key=lambda angle: (sharpness(angle), -abs(angle)))
    return page.rotate(best, fillcolor=255) if abs(best) > 1 / 32 else page


def ink_of(page: "Image") -> "Ink":
    """Where the page is dark."""
    import numpy as np

    return np.asarray(page) < DARK


def rules_of(ink: "Ink") -> tuple[list[Rule], "Ink"]:
    """The rules of a page, y upwards from its foot, in pixels, and which pixels belong to them."""
    across = _strokes(ink)
    down = _strokes(ink.T).T
    high = ink.shape[0]
    level = [Rule(False, high - at, start, end) for at, start, end in _lines(across)]
    erect = [Rule(True, at, high - end, high - start) for at, start, end in _lines(down.T)]
    return [*level, *erect], across | down


def _strokes(ink: "Ink") -> "Ink":
    """The pixels that belong to a level stroke of LEAST pixels; some rows at a time, or a page takes 200 MB."""
    import numpy as np

    found = np.zeros_like(ink)
    if ink.shape[1] > LEAST:
        for top in range(0, len(ink), _BAND):
            found[top : top + _BAND] = _strokes_of(ink[top : top + _BAND])
    return found


def _strokes_of(ink: "Ink") -> "Ink":
    import numpy as np

    sums = np.cumsum(np.pad(ink, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = (sums[:, LEAST:] - sums[:, :-LEAST]) >= _SOLID * LEAST
    # Every pixel within LEAST behind the start of a full stroke is one of it.
    starts = np.cumsum(np.pad(full, ((0, 0), (1, LEAST - 1))), axis=1, dtype=np.int32)
    behind = np.pad(starts, ((0, 0), (LEAST, 0)))[:, : starts.shape[1]]
    return np.asarray((starts - behind)[:, 1:] > 0)


def _lines(strokes: "Ink") -> list[tuple[float, float, float]]:
    """(row, first column, last column) of each level stroke, rows that touch as one."""
    import numpy as np

    found: list[tuple[float, float, float]] = []
    rows = np.flatnonzero(strokes.any(axis=1))
    for group in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if len(rows) else []:
        columns = np.flatnonzero(strokes[group].any(axis=0))
        for piece in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
            found.append((float(group.mean()), float(piece[0]), float(piece[-1])))
    return found
