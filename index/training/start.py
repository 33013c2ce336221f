"""Where training starts: a vector for each token from the company it keeps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.training.sources import Sources
from index.training.wordlist import token_ids

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from tokenizers import Tokenizer

_WINDOW = 6
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]{4,}")


def counted(sources: Sources, tokenizer: Tokenizer) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The prose as one row of tokens with gaps of -1, and the two sides of the translations token by token."""
    import numpy as np

    gap = [-1] * _WINDOW
    row: list[int] = []
    for tokens in token_ids(tokenizer, ("".join(text.sentences) for text in sources.texts)):
        row += tokens
        row += gap
    pairs = [*sources.sentences, *((zh, "; ".join(english)) for zh, english in sources.dictionary)]
    ones = token_ids(tokenizer, (a for a, _ in pairs))
    others = token_ids(tokenizer, (b for _, b in pairs))
    left = [a for one, other in zip(ones, others, strict=True) for a in one for _ in other]
    right = [b for one, other in zip(ones, others, strict=True) for _ in one for b in other]
    return np.array(row, np.int32), np.array(left, np.int32), np.array(right, np.int32)


def frequencies(
    row: NDArray[np.int32], left: NDArray[np.int32], right: NDArray[np.int32], size: int
) -> NDArray[np.float64]:
    """The share of each token, none of them 0."""
    import numpy as np

    counts = np.bincount(row[row >= 0], minlength=size) + 1.0
    counts += np.sqrt(np.bincount(left, minlength=size)) + np.sqrt(np.bincount(right, minlength=size))
    shares: NDArray[np.float64] = counts / counts.sum()
    return shares


def vectors(
    row: NDArray[np.int32], left: NDArray[np.int32], right: NDArray[np.int32], size: int, dimension: int
) -> NDArray[np.float32]:
    """Directions of the tokens: positive pointwise mutual information with their neighbours, by its largest factors."""
    import numpy as np
    from sklearn.utils.extmath import randomized_svd

    information = _information(_company(row, left, right, size))
    left_factors, weights, _ = randomized_svd(information, dimension, n_iter=3, random_state=0)
    table = left_factors * np.sqrt(weights)
    # A token without company gets a direction by chance: nothing can be learnt from a vector of no length.
    alone = np.linalg.norm(table, axis=1) < 1e-6
    table[alone] = np.random.default_rng(0).normal(size=(int(alone.sum()), dimension))
    unit: NDArray[np.float32] = (table / np.linalg.norm(table, axis=1, keepdims=True)).astype(np.float32)
    return unit


def _company(row: NDArray[np.int32], left: NDArray[np.int32], right: NDArray[np.int32], size: int) -> csr_matrix:
    """How often two tokens stand near each other, the nearer the more, or translate each other."""
    import numpy as np
    from scipy.sparse import coo_matrix, csr_matrix

    together = csr_matrix((size, size), dtype=np.float32)
    for distance in range(1, _WINDOW + 1):
        one, other = row[:-distance], row[distance:]
        both = (one >= 0) & (other >= 0)
        near = np.full(int(both.sum()), 1 / distance, np.float32)
        together = together + coo_matrix((near, (one[both], other[both])), shape=(size, size)).tocsr()
    translated = coo_matrix((np.ones(len(left), np.float32), (left, right)), shape=(size, size)).tocsr()
    together = together + translated
    return together + together.T


def _information(together: csr_matrix) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    totals = np.asarray(together.sum(axis=1)).ravel() + 1e-9
    context = totals**0.75
    entries = together.tocoo()
    values = np.log(entries.data * context.sum() / (totals[entries.row] * context[entries.col]))
    kept = values > 0
    return csr_matrix((values[kept].astype(np.float32), (entries.row[kept], entries.col[kept])), shape=together.shape)


def grams(words: Sequence[str]) -> tuple[list[int], list[int], list[float], int]:
    """Which parts each token shares with others, as entries (token, part, weight) of a matrix, and how many parts."""
    holders = Counter(part for word in words for part in set(_parts(word)))
    places: dict[str, int] = {}
    tokens, parts, weights = [], [], []
    for token, word in enumerate(words):
        shared = [part for part in _parts(word) if holders[part] > 1]
        for part in shared:
            tokens.append(token)
            parts.append(places.setdefault(part, len(places)))
            weights.append(1 / len(shared))
    return tokens, parts, weights, len(places)


def _parts(word: str) -> list[str]:
    """Characters and pairs of a Chinese word, stretches of four letters of an English one."""
    if _HAN.fullmatch(word):
        return [*word, *(word[i : i + 2] for i in range(len(word) - 1) if len(word) > 2)]
    if _LATIN.fullmatch(word):
        edged = f"<{word}>"
        return [f"#{edged[i : i + 4]}" for i in range(len(edged) - 3)]
    return []
