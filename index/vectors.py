"""Vectors kept in half precision, and the nearest of them by inner product. The only place where faiss is named.

A vector is known by its place among the others of its file. What is compared is what is kept, so nothing has to be
ranked again, and `rows` gives the same numbers however many there are. How they are compared follows from how many:

- up to `FEW` one with all, in numpy: to load faiss would take longer than many such searches;
- up to `MANY` one with all, in FAISS over the mapped file;
- beyond, in lists around centres (IVF), the file mapped as well. So many lists are looked into that of the ten nearest
  at least `RECALL` are found; `save` measures it on questions of its own. What narrows the choice works inside the
  search: the nearest lists that have any of what may be found are looked into until enough of it was compared.

Half precision, not bytes or product codes: on vectors of real passages those lose a tenth and more of the ten nearest
and need the kept vectors beside them, half as much disk again. FAISS cannot open a Chinese path on Windows; Python
reads, maps and writes the files.
"""

from __future__ import annotations

import mmap
import os
import time
from dataclasses import dataclass
from pathlib import Path
from tokenize import TokenError
from typing import TYPE_CHECKING, Any, TypeAlias

from corpus.errors import LibraryDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.encoder import Matrix

    Half: TypeAlias = NDArray[np.float16]
    Places: TypeAlias = NDArray[np.int64]
    Vectors: TypeAlias = "Few | Many"

FEW = 20_000
MANY = 65_536
RECALL = 0.99
"""Of the ten nearest; a little more than is promised, for other questions than those it is measured on."""

_FEW_MARK = b"\x93NUMPY"
_PICKED = 1 / 500
"""Up to this share of the vectors is picked out and compared; to look at the place of every vector costs less else."""
_ENOUGH = 4_000
"""Of the vectors that may be found at least so many are compared,"""
_WIDER = 4.0
"""and of few up to so many times the share that is compared where all may be found,"""
_RARER = 32.0
"""and so many times it where near the question they are rarer than elsewhere."""
_BLOCK = 16_384
_TRAINED_ON = 24
"""Vectors a list that its centre is learnt from; of twice as many it learns no better."""
_ROUNDS = 8
_NEAREST = 10
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Way:
    """How the vectors of a file are compared, and what that was measured to give and to cost."""

    lists: int = 0
    """0 where one is compared with all."""
    probes: int = 0
    """Lists looked into for a question."""
    recall: float = 1.0
    """Of the ten nearest."""
    ms: float = 0.0
    """A question, in milliseconds; 0 where it was not measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Few:
    """Not many vectors, as they are compared."""

    matrix: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """Vectors that FAISS compares."""

    index: Any
    """Of a kind that FAISS's own annotations know too little of."""
    content: NDArray[np.uint8]
    """The mapped file, of which the index holds parts."""
    lists: int
    probes: int
    list_of: NDArray[np.uint16]
    """For each vector its list; empty where there are none."""


def save(path: Path, kept: Half, questions: Matrix, like: Vectors | None = None) -> Way:
    """Write vectors, a row each; the questions are those on which lists are tuned.

    `like` are others of the same kind: where they stand in as many lists, those serve for these too. To learn lists
    anew takes a third of the time and finds no more.
    """
    import numpy as np

    if len(kept) <= FEW:
        with path.open("wb") as file:
            np.save(file, kept)
        return Way()
    import faiss

    dimension, lists = kept.shape[1], lists_for(len(kept))
    kind = f"IVF{lists},SQfp16" if lists else "SQfp16"
    index: Any = faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    if lists:
        index.by_residual = False
        index.cp.niter = _ROUNDS
        index.cp.max_points_per_centroid = index.cp.min_points_per_centroid = _TRAINED_ON
        if isinstance(like, Many) and like.lists == lists:
            index.quantizer.add(_untyped(faiss).downcast_index(like.index.quantizer).reconstruct_n(0, lists))
        sample = np.random.default_rng(0).permutation(len(kept))[: lists * _TRAINED_ON]
        index.train(kept[np.sort(sample)].astype(np.float32))
    for start in range(0, len(kept), _BLOCK):
        index.add(kept[start : start + _BLOCK].astype(np.float32))
    way = _tuned(index, lists, kept, questions) if lists else Way()
    with path.open("wb") as file:
        _untyped(faiss).write_index(index, _untyped(faiss).PyCallbackIOWriter(file.write))
    return way


def load(path: Path) -> Vectors:
    """Open what `save` wrote. Raises LibraryDamaged where the file is gone, cut short or something else."""
    try:
        with path.open("rb") as file:
            return _few(path) if file.read(len(_FEW_MARK)) == _FEW_MARK else _mapped(path)
    except (OSError, EOFError, ValueError, TypeError, RuntimeError, MemoryError, TokenError) as error:
        raise damaged(path) from error


def lists_for(rows_there: int) -> int:
    """In how many lists so many vectors stand: two to four times their root, as a power of two; none for few."""
    return 0 if rows_there <= MANY else 1 << round(2 * rows_there**0.5).bit_length()


def count(vectors: Vectors) -> int:
    """How many there are."""
    return len(vectors.matrix) if isinstance(vectors, Few) else int(vectors.index.ntotal)


def rows(vectors: Vectors, places: Places) -> Matrix:
    """The vectors of some places, a row each."""
    if isinstance(vectors, Few):
        chosen: Matrix = vectors.matrix[places]
        return chosen
    found: Matrix = vectors.index.reconstruct_batch(places)
    return found


def scores(matrix: Matrix, query: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inner product of each row with a vector; that of a row does not depend on the rows beside it."""
    import numpy as np

    # Row by row: a product of matrices rounds a row by the rows beside it, and equals would differ.
    found: NDArray[np.float32] = np.einsum("ij,j->i", matrix, np.asarray(query, dtype=np.float32).reshape(-1))
    return found


def nearest(
    vectors: Vectors, query: NDArray[np.float32], k: int, within: NDArray[np.bool_] | None
) -> tuple[Places, NDArray[np.float32]]:
    """Places and inner products of the `k` nearest, nearest first; only where `within` is true unless None."""
    import numpy as np

    allowed = count(vectors) if within is None else int(np.count_nonzero(within))
    k = min(k, allowed)
    if k <= 0:
        return np.empty(0, np.int64), np.empty(0, np.float32)
    if isinstance(vectors, Many) and allowed > max(_PICKED * count(vectors), k):
        row = np.ascontiguousarray(query, dtype=np.float32).reshape(1, -1)
        if within is not None and vectors.lists:
            return _of_lists(vectors, row, k, within, allowed)
        return _of_many(vectors, row, k, within)
    places: Places = np.arange(count(vectors)) if within is None else np.flatnonzero(within)
    every = isinstance(vectors, Few) and within is None
    found = scores(vectors.matrix if isinstance(vectors, Few) and every else rows(vectors, places), query)
    best = np.argpartition(-found, k - 1)[:k] if k < len(found) else np.arange(len(found))
    best = best[np.lexsort((places[best], -found[best]))]
    return places[best], found[best]


def damaged(path: Path) -> LibraryDamaged:
    """A file of the index cannot be understood."""
    return LibraryDamaged(
        f"检索索引 {path.name} 已损坏：运行 nianbao doctor --repair，下次检索时也会重建。",
        f"The search index {path.name} is damaged: run `nianbao doctor --repair`; the next search mends it too.",
    )


def _few(path: Path) -> Few:
    import numpy as np

    kept = np.load(path, allow_pickle=False)
    if kept.ndim != 2 or kept.dtype != np.float16:
        raise ValueError("not rows of vectors")
    return Few(kept.astype(np.float32))


def _mapped(path: Path) -> Many:
    import faiss
    import numpy as np

    with path.open("rb") as file:
        content = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), dtype=np.uint8)
    index = faiss.read_index(_untyped(faiss).ZeroCopyIOReader(faiss.swig_ptr(content), content.size))
    if isinstance(index, faiss.IndexIVFScalarQuantizer):
        index.make_direct_map()
        # FAISS notes of each vector its list and the place in it, in the upper and the lower half of a number.
        places = _untyped(faiss).rev_swig_ptr(_untyped(index).direct_map.array.data(), index.ntotal)
        return Many(index, content, index.nlist, index.nprobe, (places >> 32).astype(np.uint16))
    if not isinstance(index, faiss.IndexScalarQuantizer):
        raise ValueError("an index of another kind")
    return Many(index, content, 0, 0, np.empty(0, np.uint16))


def _untyped(library: Any) -> Any:
    """FAISS, for what its annotations leave out."""
    return library


def _of_many(
    vectors: Many, row: Matrix, k: int, within: NDArray[np.bool_] | None
) -> tuple[Places, NDArray[np.float32]]:
    import faiss
    import numpy as np

    faiss.omp_set_num_threads(1)  # waking the other threads takes longer than one query
    parameters: Any = faiss.SearchParameters()
    if vectors.lists:
        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = vectors.probes
    if within is not None:
        bits = np.packbits(within, bitorder="little")
        selector = _untyped(faiss).IDSelectorBitmap(bits)
        parameters.sel = selector
    found, places = vectors.index.search(row, k, params=parameters)
    kept = places[0] >= 0
    return places[0][kept], found[0][kept]


def _of_lists(
    vectors: Many, row: Matrix, k: int, within: NDArray[np.bool_], allowed: int
) -> tuple[Places, NDArray[np.float32]]:
    """The nearest of those allowed, in the nearest lists that have any of them, until there were enough."""
    import faiss
    import numpy as np

    faiss.omp_set_num_threads(1)
    held = np.bincount(vectors.list_of[within], minlength=vectors.lists)
    near, lists = vectors.index.quantizer.search(row, vectors.lists)
    reached = np.cumsum(held[lists[0]])
    share, probed = allowed / len(within), vectors.probes / vectors.lists
    # What is near the question may be of other sections than that which may be found: then much more is compared.
    rarer = probed * allowed / max(1, int(reached[vectors.probes - 1]))
    wider = min(_RARER, max(1.0, rarer * (share + _WIDER * (1 - share))))
    enough = min(allowed, max(_ENOUGH, wider * probed * allowed))
    stop = int(np.searchsorted(reached, enough)) + 1
    there = held[lists[0, :stop]] > 0
    chosen, nearness = lists[0, :stop][there], near[0, :stop][there]
    bits = np.packbits(within, bitorder="little")
    selector = _untyped(faiss).IDSelectorBitmap(bits)
    parameters: Any = faiss.SearchParametersIVF()
    parameters.nprobe, parameters.sel = len(chosen), selector
    found, places = np.empty(k, np.float32), np.empty(k, np.int64)
    pointers = [_untyped(faiss).swig_ptr(one) for one in (row, chosen, nearness, found, places)]
    vectors.index.search_preassigned_c(1, pointers[0], k, *pointers[1:], False, parameters)
    kept = places >= 0
    return places[kept], found[kept]


def _tuned(index: Any, lists: int, kept: Half, questions: Matrix) -> Way:
    """Look into so many lists, by doubling, that the recall is reached; it stays written in the index."""
    import faiss
    import numpy as np

    if not len(questions):
        index.nprobe = lists
        return Way(lists, lists)
    least = np.full((len(questions), _NEAREST), -np.inf, np.float32)
    for start in range(0, len(kept), _BLOCK):
        block = questions @ kept[start : start + _BLOCK].astype(np.float32).T
        least = np.partition(np.hstack((least, block)), -_NEAREST, axis=1)[:, -_NEAREST:]
    faiss.omp_set_num_threads(1)
    way, probes = Way(), 1
    while not way.probes or (way.recall < RECALL and probes < lists):
        probes = min(lists, 2 * probes)
        index.nprobe = probes
        began = time.perf_counter()
        found = [index.search(question[None], _NEAREST)[0][0] for question in questions]
        took = time.perf_counter() - began
        hits = [np.count_nonzero(one >= worst - _EPSILON) for one, worst in zip(found, least.min(axis=1), strict=True)]
        way = Way(lists, probes, float(np.mean(hits)) / _NEAREST, 1000 * took / len(questions))
    return way
