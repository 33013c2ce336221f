"""Text → vectors of length one. With the trainer the only place where sentence_transformers is named.

`load(None)` is the default model that comes with the project, read without torch: a vector for each token, a text the
mean of its tokens'. Any other name is a sentence-transformers model that is already on this machine; only `obtain`, for
a person who chooses a model, ever asks a server. Both give the same vectors for the same folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from corpus.errors import ModelMissing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    Matrix: TypeAlias = NDArray[np.float32]
    _Added: TypeAlias = Callable[[NDArray[np.floating], Sequence[Sequence[int]]], Matrix]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many are done and how many there are."""

DEFAULT = Path(__file__).with_name("default_model")
ANSWERS = "answers.safetensors"
"""In the default model's folder: the vectors of what reports of any agency say."""
_BATCH = 64
_TABLE_BATCH = 16_384
_ENDLESS = 500
"""Runs of a text from which on it is added up token by token."""
_HAN = "\u3400-\u9fff"
_PLAIN = re.compile(rf"[ -~\n\u3000-\u3002\u3008-\u3011\uff01-\uff5e‘’“”…—①-⑳{_HAN}]*")
_RUN = re.compile(rf"[{_HAN}]+|[^{_HAN}\s]+")
_NO_LENGTH = 1e-12
_REMEMBERED = 4096
_MANY = 200
"""Texts from which on it pays to bring the whole table to single precision first."""


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
    """The default model for None or an empty name, else the model of that name or in that folder.

    Raises ModelMissing where the model's files are not on this machine, or are no model.
    """
    return _load_model(name) if name else default()


def default() -> TableEncoder:
    """The default model, read once. Raises ModelMissing where it is damaged."""
    return table(DEFAULT)


def obtain(name: str) -> Encoder:
    """The model of that name or in that folder, fetched first where this machine does not have it whole.

    Raises ModelMissing where it can be had neither here nor there.
    """
    try:
        return _load_model(name)
    except ModelMissing:
        if Path(name).is_absolute() or not _fetch(name):
            raise
    return _load_model(name)


def normalise(matrix: Matrix) -> Matrix:
    """Rows brought to length one, as float32; a row without direction becomes zeros."""
    import numpy as np

    rows = np.nan_to_num(np.asarray(matrix, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


@dataclass(frozen=True, slots=True)
class Pieces:
    """Words as the default model knows them."""

    texts: tuple[str, ...]
    lengths: tuple[float, ...]
    """Of their vectors: how much each word says."""
    vectors: Matrix
    """One row of length one a word."""


class TableEncoder:
    """A `StaticEmbedding` directory read as a tokenizer and a table alone, in a fraction of a second."""

    def __init__(self, name: str, tokenizer: Tokenizer, table: NDArray[np.float16]) -> None:
        self.name = name
        self.dimension = int(table.shape[1])
        self._tokenizer = tokenizer
        self._table = table
        self._read: dict[str, NDArray[np.int64]] = {}

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """One row a text, see `Encoder`."""
        import numpy as np

        table, added = (self._single, _sums_of_many) if len(texts) > _MANY else (self._table, _sums)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _TABLE_BATCH):
            batch = texts[start : start + _TABLE_BATCH]
            rows[start : start + len(batch)] = self._means(batch, table, added)
            if progress:
                progress(start + len(batch), len(texts))
        return normalise(rows)

    def _means(self, texts: Sequence[str], table: NDArray[np.floating], added: _Added) -> Matrix:
        """For each text the mean of its tokens' vectors.

        The same headings stand over many texts, and a passage says again what its sentences say: the lines over a text
        and its last one are pieces, a piece is cut into runs as the tokenizer cuts it, and each different run is
        tokenized and added up once, each different piece once.
        """
        import numpy as np

        heads, _, lasts = zip(*(text.rpartition("\n") for text in texts), strict=True)
        places = {piece: n for n, piece in enumerate(dict.fromkeys(chain(heads, lasts)))}
        runs = [_runs(piece) for piece in places]
        numbers = {run: n for n, run in enumerate(dict.fromkeys(chain.from_iterable(runs)))}
        found = self._tokenizer.encode_batch_fast(list(numbers), add_special_tokens=False)
        tokens = [one.ids for one in found]
        own = [[numbers[run] for run in piece] for piece in runs]
        sums = added(added(table, tokens), own)
        for n, piece in enumerate(own):
            if len(piece) > _ENDLESS:
                # Added up part by part so many would round to other numbers than the library's, which goes on and on.
                sums[n] = _sums(table, [[*chain.from_iterable(tokens[run] for run in piece)]])[0]
        counts = added(np.fromiter(map(len, tokens), np.float32, len(tokens))[:, None], own)
        head, last = ([places[piece] for piece in pieces] for pieces in (heads, lasts))
        means: Matrix = (sums[head] + sums[last]) / np.maximum(counts[head] + counts[last], 1)
        return means

    def pieces(self, text: str, counts: Callable[[str], bool]) -> Pieces:
        """The words of a text that count, each once, with their vectors.

        A word that the tokenizer has to cut is put together again: letters, and neighbouring single characters, which
        by themselves stand anywhere.
        """
        import numpy as np

        found = self._tokenizer.encode(_sound(text), add_special_tokens=False)
        tokens = list(zip(found.tokens, found.ids, found.word_ids, strict=True))
        kept: dict[str, list[int]] = {}
        for (_, joined), run in groupby(enumerate(tokens), lambda one: _run(one[0], one[1], counts)):
            pieces = [token for _, token in run]
            for word in [pieces] if joined else [[piece] for piece in pieces]:
                whole = "".join(text for text, _, _ in word)
                if counts(whole):
                    kept.setdefault(whole, [row for _, row, _ in word])
        rows = [self._table[word].astype(np.float32) for word in kept.values()]
        lengths = [float(np.linalg.norm(row, axis=1).max()) for row in rows]
        means = np.array([row.mean(axis=0) for row in rows], np.float32).reshape(len(rows), self.dimension)
        return Pieces(tuple(kept), tuple(lengths), normalise(means))

    def nearest(self, vectors: Matrix, text: str) -> list[float]:
        """For each of some words' vectors the cosine with the word of a text that is nearest; 0 in an empty text."""
        import numpy as np

        there = self._words_of(text)
        if not len(there):
            return [0.0] * len(vectors)
        rows = self._table[there].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        near: list[float] = (np.matmul(vectors, rows.T) / np.maximum(lengths, _NO_LENGTH)).max(axis=1).tolist()
        return near

    def _words_of(self, text: str) -> NDArray[np.int64]:
        """The tokens of a text, each once; remembered, for the same passages are asked about again and again."""
        import numpy as np

        if (known := self._read.get(text)) is not None:
            return known
        found = self._tokenizer.encode(_sound(text), add_special_tokens=False)
        there = {token for word, token in zip(found.tokens, found.ids, strict=True) if word.isalnum()}
        if len(self._read) >= _REMEMBERED:
            self._read.clear()
        self._read[text] = np.fromiter(there, np.int64, len(there))
        return self._read[text]

    @cached_property
    def _single(self) -> Matrix:
        """The table in single precision: twice the memory, and each text several times as fast."""
        import numpy as np

        return self._table.astype(np.float32)


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
        texts = [_sound(text) for text in texts]
        filled = [n for n, text in enumerate(texts) if text.strip()]
        for start in range(0, len(filled), _BATCH):
            batch = filled[start : start + _BATCH]
            rows[batch] = self._model.encode([texts[n] for n in batch], show_progress_bar=False)
            if progress:
                progress(start + len(batch), len(filled))
        return normalise(rows)


def _sums(rows: NDArray[np.floating], groups: Sequence[Sequence[int]]) -> Matrix:
    """For each group of rows, by number, their sum, added up in their order."""
    import numpy as np

    sums = np.zeros((len(groups), rows.shape[1]), dtype=np.float32)
    for n, group in enumerate(groups):
        if group:
            np.add.reduce(rows.take(group, axis=0), axis=0, dtype=np.float32, out=sums[n])
    return sums


def _sums_of_many(rows: NDArray[np.floating], groups: Sequence[Sequence[int]]) -> Matrix:
    """The same numbers from one product with a sparse matrix, in two thirds of the time; to load scipy takes longer."""
    import numpy as np
    from scipy.sparse import csr_array

    ends = np.zeros(len(groups) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, groups), np.int64, len(groups)), out=ends[1:])
    members = np.fromiter(chain.from_iterable(groups), np.int32, int(ends[-1]))
    once = csr_array((np.ones(len(members), np.float32), members, ends), shape=(len(groups), len(rows)))
    sums: Matrix = once @ np.asarray(rows, dtype=np.float32)
    return sums


def _run(place: int, token: tuple[str, int, int | None], counts: Callable[[str], bool]) -> tuple[object, bool]:
    """The same, with True, for neighbouring tokens that are one word: letters, or single Chinese characters."""
    text, _, word = token
    if text.isascii() and text.isalpha():
        return ("letters", word), True
    if len(text) == 1 and not text.isascii() and counts(text):
        return ("characters", word), True
    return place, False


def _runs(text: str) -> list[str]:
    """The pieces of a text that the tokenizer never joins: Chinese characters, and what stands between them.

    A text with characters that might become Chinese ones, or blanks, when the tokenizer folds them stays in one piece.
    """
    return _RUN.findall(text) if _PLAIN.fullmatch(text) else [_sound(text)]


def _sound(text: str) -> str:
    """Lone surrogates from a damaged file replaced: no tokenizer takes them."""
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def table(folder: Path) -> TableEncoder:
    """The model of that folder, read without torch. Raises ModelMissing where it is damaged."""
    from safetensors import SafetensorError, safe_open
    from tokenizers import Tokenizer

    try:
        words = (folder / "tokenizer.json").read_bytes()
        with safe_open(folder / "model.safetensors", "numpy") as weights:
            digest, rows = weights.metadata()["digest"], weights.get_tensor("embeddings")
        # The tokenizer's own reader has no name for the error of a file cut short.
        if zlib.crc32(words) != int(digest.partition("-")[2], 16):
            raise ValueError("tokenizer.json is not the one of these weights")
        return TableEncoder(f"default@{digest}", Tokenizer.from_buffer(words), rows)
    except (OSError, ValueError, TypeError, KeyError, SafetensorError) as error:
        raise damaged(folder) from error


def damaged(folder: Path) -> ModelMissing:
    """What is said where a file of the default model is gone or cut short."""
    return ModelMissing(
        f"内置模型已损坏（{folder}）：请重新安装 nianbao。",
        f"The built-in model in {folder} is damaged: install nianbao again.",
    )


def _load_model(name: str) -> Encoder:
    folder = Path(name) if Path(name).is_dir() else _cached(name)
    if folder is None:
        raise ModelMissing(
            f"本机没有向量模型 {name}：请先下载并指定其文件夹，或用 nianbao model use default 改用内置模型。",
            f"The embedding model {name} is not on this machine: download it and name its folder, "
            "or go back to the built-in one with `nianbao model use default`.",
        )
    try:
        return ModelEncoder(f"{name}@{_version(folder)}", _open(folder))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, ImportError) as error:
        raise ModelMissing(
            f"{folder} 中没有可用的向量模型：请重新下载，或用 nianbao model use default 改用内置模型。",
            f"There is no usable embedding model in {folder}: download it again, "
            "or go back to the built-in one with `nianbao model use default`.",
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


def _fetch(name: str) -> bool:
    """Whether the model of that name could be downloaded."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    from sentence_transformers import SentenceTransformer

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            # Asked for once, whether there is such a model: the library below asks for each file, many times over.
            snapshot_download(repository, allow_patterns=["modules.json", "config.json"])
            SentenceTransformer(repository)
            return True
        except (OSError, ValueError, RuntimeError, HfHubHTTPError, HFValidationError):
            continue
    return False


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
        # Half precision saves space on disk; to add up in it would lose digits, and on a processor time too.
        return SentenceTransformer(str(folder), local_files_only=True).float()
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _version(folder: Path) -> str:
    """Changes when a file of the model does, so that a model trained anew in place makes the index stale."""
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        entry = file.stat()
        digest.update(f"{file.relative_to(folder).as_posix()}|{entry.st_size}|{entry.st_mtime_ns}\n".encode())
    return digest.hexdigest()
