"""Exact nearest vectors by inner product. The only place where faiss is named.

Up to `FEW` vectors are compared one with all in numpy: to load faiss would take longer than many such searches.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import LibraryDamaged

if TYPE_CHECKING:
    import faiss
    import numpy as np
    from numpy.typing import NDArray

    from index.encoder import Matrix

    Vectors: TypeAlias = "Few | faiss.IndexIDMap2"

FEW = 20_000
"""From more vectors on faiss is worth its loading."""
_FEW_MARK = b"\x93NUMPY"


@dataclass(frozen=True, slots=True, eq=False)
class Few:
    """Not many vectors, a row a key."""

    keys: NDArray[np.int64]
    rows: Matrix


def build(keys: Sequence[int], matrix: Matrix) -> Vectors:
    """An index of the rows of `matrix` under their keys, one each and all different.

    Raises ValueError where a key comes twice or there are not as many keys as rows.
    """
    import numpy as np

    if len(set(keys)) != len(keys) or len(keys) != len(matrix):
        raise ValueError("every vector needs a key of its own")
    numbers, rows = np.array(keys, dtype=np.int64), np.ascontiguousarray(matrix, dtype=np.float32)
    return Few(numbers, rows) if len(keys) <= FEW else _many(numbers, rows)


def _many(numbers: NDArray[np.int64], rows: Matrix) -> faiss.IndexIDMap2:
    import faiss

    index = faiss.IndexIDMap2(faiss.IndexFlatIP(rows.shape[1]))
    index.add_with_ids(rows, numbers)
    return index


def save(index: Vectors, path: Path) -> None:
    """Write the index. FAISS itself cannot open a Chinese path on Windows, so Python writes the bytes."""
    if isinstance(index, Few):
        import numpy as np

        content = BytesIO()
        np.save(content, index.keys)
        np.save(content, index.rows)
        path.write_bytes(content.getvalue())
        return
    import faiss

    path.write_bytes(faiss.serialize_index(index).tobytes())


def load(path: Path) -> Vectors:
    """Read what `save` wrote. Raises LibraryDamaged where the file is gone, cut short or something else."""
    try:
        content = path.read_bytes()
        return _loaded_few(content) if content.startswith(_FEW_MARK) else _loaded_many(content)
    except (OSError, EOFError, ValueError, RuntimeError, MemoryError) as error:
        raise _damaged(path) from error


def _loaded_few(content: bytes) -> Few:
    import numpy as np

    stream = BytesIO(content)
    index = Few(np.load(stream, allow_pickle=False), np.load(stream, allow_pickle=False))
    if index.keys.ndim != 1 or index.rows.ndim != 2 or len(index.keys) != len(index.rows):
        raise ValueError("not as many keys as rows")
    return index


def _loaded_many(content: bytes) -> faiss.IndexIDMap2:
    import faiss
    import numpy as np

    index = faiss.deserialize_index(np.frombuffer(content, dtype=np.uint8))
    if not isinstance(index, faiss.IndexIDMap2):
        raise ValueError("an index of another kind")
    return index


def search(
    index: Vectors, vector: NDArray[np.float32], k: int, allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    """The `k` nearest as (key, inner product), nearest first, equals by key; only among `allowed` unless None.

    The filter works inside the search, so that `k` are found however few of all are allowed.
    """
    count = min(k, len(keys(index)) if allowed is None else len(allowed))
    if count <= 0 or not len(keys(index)):
        return []
    if isinstance(index, Few):
        pairs = _of_few(index, vector, count, allowed)
    else:
        pairs = _of_many(index, vector, count, allowed)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:count]


def _of_few(
    index: Few, vector: NDArray[np.float32], count: int, allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    """At least the `count` nearest, with all that are as near as the last of them."""
    import numpy as np

    numbers, rows = index.keys, index.rows
    if allowed is not None:
        within = np.isin(numbers, np.fromiter(allowed, np.int64, len(allowed)))
        numbers, rows = numbers[within], rows[within]
    # Row by row: a product of matrices rounds a row by the rows beside it, and equals would differ.
    scores = np.einsum("ij,j->i", rows, np.asarray(vector, dtype=np.float32).reshape(-1))
    if count < len(scores):
        near = scores >= np.partition(scores, -count)[-count]
        numbers, scores = numbers[near], scores[near]
    return list(zip(numbers.tolist(), scores.tolist(), strict=True))


def _of_many(
    index: faiss.IndexIDMap2, vector: NDArray[np.float32], count: int, allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    import faiss
    import numpy as np

    parameters = faiss.SearchParameters()
    if allowed is not None:
        selector = faiss.IDSelectorBatch(np.fromiter(allowed, np.int64, len(allowed)))
        parameters.sel = selector
    faiss.omp_set_num_threads(1)  # waking the other threads takes longer than one query
    query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
    scores, found = index.search(query, count, params=parameters)
    return [(key, score) for key, score in zip(found[0].tolist(), scores[0].tolist(), strict=True) if key >= 0]


def keys(index: Vectors) -> NDArray[np.int64]:
    """All keys, in the order in which they were given to `build`."""
    if isinstance(index, Few):
        return index.keys
    import faiss

    ids: NDArray[np.int64] = faiss.vector_to_array(index.id_map)
    return ids


def matrix(index: Vectors) -> Matrix:
    """All vectors, in the order of `keys`."""
    if isinstance(index, Few):
        return index.rows
    rows: Matrix = index.index.reconstruct_n(0, index.ntotal)
    return rows


def _damaged(path: Path) -> LibraryDamaged:
    return LibraryDamaged(
        f"检索索引 {path.name} 已损坏：删除文件夹 {path.parent} 后会自动重建。",
        f"The search index {path.name} is damaged: delete the folder {path.parent} and it is built again.",
    )
