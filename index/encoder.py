"""Text → vectors of length one. The only place where sentence_transformers is named.

`load(None)` is a stand-in that needs numpy alone: it sees which characters and words two texts share, not what they
mean. Any other name is a sentence-transformers model that is already on this machine; nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from corpus.errors import ModelMissing
from index.words import grams, is_han, runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    Matrix: TypeAlias = NDArray[np.float32]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many are done and how many there are."""

_BATCH = 64

# A single character is in nearly every passage and says little; three in a row are mostly a word.
_HAN_WEIGHTS = {1: 0.3, 2: 1.0, 3: 1.0}
_PIECE_WEIGHT = 0.5


class Encoder(Protocol):
    """Turns texts into vectors that can be compared by their inner product."""

    @property
    def name(self) -> str:
        """Recorded with an index; another name means other vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """One float32 row a text, of length one; a text with nothing in it is a row of zeros, never NaN."""


def load(name: str | None) -> Encoder:
    """The stand-in for None or an empty name, else the model of that name or in that folder.

    Raises ModelMissing where the model's files are not on this machine, or are no model.
    """
    return _load_model(name) if name else HashedEncoder()


def normalise(matrix: Matrix) -> Matrix:
    """Rows brought to length one, as float32; a row without direction becomes zeros."""
    import numpy as np

    rows = np.nan_to_num(np.asarray(matrix, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


def _features(text: str) -> Iterator[tuple[str, float]]:
    """What the stand-in sees in a text, each with its weight: n-grams, words and their pieces, pairs of words."""
    words = []
    for run in runs(text):
        if is_han(run):
            for n, weight in _HAN_WEIGHTS.items():
                yield from ((gram, weight) for gram in grams(run, n))
        else:
            words.append(run)
            yield run, 1.0
            if run[0].isalpha():
                yield from ((f"<{gram}", _PIECE_WEIGHT) for gram in grams(f"^{run}$", 3))
    yield from ((f"{a} {b}", 1.0) for a, b in pairwise(words))


class HashedEncoder:
    """The stand-in: every n-gram adds to one of 512 places, with the sign its hash gives. Same vectors everywhere."""

    name = "hashed-512-1"
    dimension = 512

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """One row a text, see `Encoder`."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            for n, text in enumerate(texts[start : start + _BATCH], start):
                for place, value in _hashed(text, self.dimension):
                    rows[n, place] += value
            if progress:
                progress(min(start + _BATCH, len(texts)), len(texts))
        return normalise(rows)


def _hashed(text: str, dimension: int) -> Iterator[tuple[int, float]]:
    """The places that a text adds to; a feature seen often counts with its logarithm."""
    for (feature, weight), times in Counter(_features(text)).items():
        code = zlib.crc32(feature.encode("utf-8", "surrogatepass"))
        sign = 1.0 if code & 0x80000000 else -1.0
        yield code % dimension, sign * weight * (1 + math.log(times))


class ModelEncoder:
    """A sentence-transformers model."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self.name = name
        self._model = model
        self.dimension = int(model.encode(["年报"], show_progress_bar=False).shape[1])

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """One row a text, see `Encoder`."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # A model may place an empty text anywhere, or fail on a batch of nothing else.
        filled = [n for n, text in enumerate(texts) if text.strip()]
        for start in range(0, len(filled), _BATCH):
            batch = filled[start : start + _BATCH]
            rows[batch] = self._model.encode([texts[n] for n in batch], show_progress_bar=False)
            if progress:
                progress(start + len(batch), len(filled))
        return normalise(rows)


def _load_model(name: str) -> Encoder:
    folder = Path(name) if Path(name).is_dir() else _cached(name)
    if folder is None:
        raise ModelMissing(
            f"本机没有向量模型 {name}：请先下载并指定其文件夹，或不指定模型以使用内置模型。",
            f"The embedding model {name} is not on this machine: download it and name its folder, "
            "or name no model to use the built-in one.",
        )
    try:
        return ModelEncoder(f"{name}@{_version(folder)}", _open(folder))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, ImportError) as error:
        raise ModelMissing(
            f"{folder} 中没有可用的向量模型：请重新下载，或不指定模型以使用内置模型。",
            f"There is no usable embedding model in {folder}: download it again, "
            "or name no model to use the built-in one.",
        ) from error


def _cached(name: str) -> Path | None:
    """The folder of a model that was downloaded before, looked up without the network."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    return None


def _open(folder: Path) -> SentenceTransformer:
    """The model in a folder. Given a folder and told to stay local, the library asks no server for anything."""
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # it would be drawn across the chat
    # The tokenizer's own reader has no name for the error of a file cut short.
    for file in folder.glob("*.json"):
        json.loads(file.read_bytes())
    try:
        return SentenceTransformer(str(folder), local_files_only=True)
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _version(folder: Path) -> str:
    """Changes when a file of the model does, so that a model trained anew in place makes the index stale."""
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        entry = file.stat()
        digest.update(f"{file.relative_to(folder).as_posix()}|{entry.st_size}|{entry.st_mtime_ns}\n".encode())
    return digest.hexdigest()
