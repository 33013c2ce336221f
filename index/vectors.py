"""Exact nearest vectors by inner product. The only place where faiss is named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import LibraryDamaged

if TYPE_CHECKING:
    import faiss
    import numpy as np
    from numpy.typing import NDArray

    from index.encoder import Matrix

    Vectors: TypeAlias = faiss.IndexIDMap2


def build(keys: Sequence[int], matrix: Matrix) -> Vectors:
    """An index of the rows of `matrix` under their keys, one each and all different.

    Raises ValueError where a key comes twice or there are not as many keys as rows.
    """
    import faiss
    import numpy as np

    if len(set(keys)) != len(keys) or len(keys) != len(matrix):
        raise ValueError("every vector needs a key of its own")
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(matrix.shape[1]))
    index.add_with_ids(np.ascontiguousarray(matrix, dtype=np.float32), np.array(keys, dtype=np.int64))
    return index


def save(index: Vectors, path: Path) -> None:
    """Write the index. FAISS itself cannot open a Chinese path on Windows, so Python writes the bytes."""
    import faiss

    path.write_bytes(faiss.serialize_index(index).tobytes())


def load(path: Path) -> Vectors:
    """Read what `save` wrote. Raises LibraryDamaged where the file is gone, cut short or something else."""
    import faiss
    import numpy as np

    try:
        index = faiss.deserialize_index(np.frombuffer(path.read_bytes(), dtype=np.uint8))
    except (OSError, RuntimeError, MemoryError) as error:
        raise _damaged(path) from error
    if not isinstance(index, faiss.IndexIDMap2):
        raise _damaged(path)
    return index


def search(
    index: Vectors, vector: NDArray[np.float32], k: int, allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    """The `k` nearest as (key, inner product), nearest first, equals by key; only among `allowed` unless None.

    The filter works inside the search, so that `k` are found however few of all are allowed.
    """
    import faiss
    import numpy as np

    count = min(k, index.ntotal if allowed is None else len(allowed))
    if count <= 0 or index.ntotal == 0:
        return []
    parameters = faiss.SearchParameters()
    if allowed is not None:
        selector = faiss.IDSelectorBatch(np.fromiter(allowed, np.int64, len(allowed)))
        parameters.sel = selector
    faiss.omp_set_num_threads(1)  # waking the other threads takes longer than one query
    query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
    scores, found = index.search(query, count, params=parameters)
    pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
    return sorted(((key, score) for key, score in pairs if key >= 0), key=lambda pair: (-pair[1], pair[0]))


def keys(index: Vectors) -> NDArray[np.int64]:
    """All keys, in the order in which they were given to `build`."""
    import faiss

    ids: NDArray[np.int64] = faiss.vector_to_array(index.id_map)
    return ids


def matrix(index: Vectors) -> Matrix:
    """All vectors, in the order of `keys`."""
    rows: Matrix = index.index.reconstruct_n(0, index.ntotal)
    return rows


def _damaged(path: Path) -> LibraryDamaged:
    return LibraryDamaged(
        f"检索索引 {path.name} 已损坏：删除文件夹 {path.parent} 后会自动重建。",
        f"The search index {path.name} is damaged: delete the folder {path.parent} and it is built again.",
    )
