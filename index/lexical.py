"""Passages found by their words: BM25 over bigrams. The only place where tantivy is named.

tantivy proposes, and what is proposed is scored here: its own scores also count what was taken out of the index and not
yet merged away, so that they would tell in how many steps an index was made. Ours need how many texts there are, how
many have a term, and how long they are on the average, and all three are of the texts that are there.
"""

from __future__ import annotations

import math
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from corpus.errors import LibraryDamaged
from index.terms import END, terms, word, written
from index.words import folded, is_han, runs

if TYPE_CHECKING:
    import numpy as np
    import tantivy
    from numpy.typing import NDArray

    from index.filter import Filter, Within

_HEAP = 50_000_000
# A pasted page is no question; its first few hundred words place it well enough.
_TERMS_AT_MOST = 512
_KEY, _BODY, _NAMES, _REPORT, _MARKS = "key", "body", "names", "report", "marks"
_DECISIVE = 1.0
"""The idf that words of names need together to choose one of them."""
_K1, _B = 1.2, 0.75
_LISTED = 4_000
"""Up to so many texts or reports are listed in a query; where more may be found, what is found is looked through."""
_READ = 400_000
"""Mentions of terms that are read for a question before its commonest terms are passed over,"""
_PASSED_OVER = 0.2
"""which together weigh no more than this share of all."""
_VERY_LONG = 100_000
"""From so many on a list costs more than to look through much."""
_BEYOND = 0xFFFF
"""Above all Chinese characters that are indexed."""
_DIGITS = 5
"""tantivy adds in single precision, in whatever order: beyond these digits equals would differ."""


class Put(Protocol):
    """Adds a text."""

    def __call__(self, key: int, text: str, names: str, report: int, marks: str = "") -> None:
        """`text` and `names` are terms, as `index.terms.written` has them; `report` is the stamp, see `words_of`."""


class Words:
    """A word index that was opened: it stays as it is, whatever becomes of its folder."""

    def __init__(self, index: tantivy.Index, merged: bool) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()
        self._merged = merged
        """Nothing taken out is still in its files."""
        self._holders: dict[tuple[str, str], int] = {}

    @property
    def count(self) -> int:
        """How many texts there are."""
        return int(self.searcher.num_docs)

    def holders(self, field: str, term: str) -> int:
        """How many of them have a term."""
        if self._merged:
            return int(self.searcher.doc_freq(field, term))
        if (field, term) not in self._holders:
            from tantivy import Query

            query = Query.term_query(self.schema, field, term)
            self._holders[field, term] = int(self.searcher.search(query, 1, count=True).count or 0)
        return self._holders[field, term]


def build(folder: Path, texts: Iterable[tuple[int, str, str]]) -> None:
    """Write an index of (key, text, names), each a report of its own, into an empty or new folder.

    `names` says whose text it is, in every way.
    """
    every = list(texts)
    with changing(folder) as put:
        for (key, _, names), (text, _) in zip(every, written([text for _, text, _ in every]), strict=True):
            put(key, text, distinct(names)[0], key)


def distinct(names: str) -> tuple[str, int]:
    """The terms of the names of a report, each once, as `written`."""
    found = dict.fromkeys(terms(names))
    return " ".join(found), len(found)


@contextmanager
def changing(folder: Path, removed: Collection[int] = ()) -> Iterator[Put]:
    """Take the texts of some reports out of the index of a folder, then add others; makes it where there is none."""
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    schema = _schema()
    # One thread makes one segment of what is new; tantivy itself merges segments of a size.
    writer = tantivy.Index(schema, path=str(folder)).writer(_HEAP, 1)
    stamps = list(removed)
    for start in range(0, len(stamps), _LISTED):
        listed = tantivy.Query.term_set_query(schema, _REPORT, stamps[start : start + _LISTED])
        writer.delete_documents_by_query(listed)

    def put(key: int, text: str, names: str, report: int, marks: str = "") -> None:
        fields = {_KEY: key, _BODY: text, _NAMES: names, _REPORT: report, _MARKS: marks}
        writer.add_document(tantivy.Document.from_dict(fields, schema))

    try:
        yield put
        writer.commit()
    except BaseException:
        # Its thread would still make files while the folder is being taken away.
        with suppress(ValueError):
            writer.rollback()
            writer.wait_merging_threads()
        raise
    writer.wait_merging_threads()
    # tantivy keeps some files from everyone but the user; whoever may read the folder may search it.
    for path in folder.iterdir():
        path.chmod(folder.stat().st_mode & 0o666)


def open_words(folder: Path) -> Words:
    """Open what `changing` wrote. Raises LibraryDamaged where it is gone or no such index."""
    import tantivy

    merged = not any(folder.glob("*.del"))
    try:
        return Words(tantivy.Index.open(str(folder)), merged)
    except (OSError, ValueError):
        return Words(_open_copy(folder), merged)


def _open_copy(folder: Path) -> tantivy.Index:
    """Open a copy of the index: tantivy writes a lock beside it even to read, which a read-only home does not allow.

    Opened, it is read through the files it holds, so the copy need not stay.
    """
    import tantivy

    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as place:
            copy = shutil.copytree(folder, Path(place) / folder.name, ignore=shutil.ignore_patterns("*.lock"))
            index = tantivy.Index.open(str(copy))
            index.searcher()
            return index
    except (OSError, ValueError) as error:
        raise LibraryDamaged(
            f"检索索引 {folder.name} 已损坏：删除文件夹 {folder.parent} 后会自动重建。",
            f"The search index {folder.name} is damaged: delete the folder {folder.parent} and it is built again.",
        ) from error


def proposed(words: Words, query: str, k: int, within: Within) -> list[int]:
    """Keys of texts with words of a question, about the `k` best of those that may be found."""
    known = _telling(words, query)
    if k <= 0 or not known or not within.count:
        return []
    clauses, is_all = _clauses(words, within.wanted)
    if is_all:
        return _keys(words, known, k, clauses)
    allowed = within.keys()
    if len(allowed) > _LISTED:
        # A long list costs more than to look through what is found anyway.
        several = k * (4 + 4 * words.count // len(allowed))
        for most in (several, 8 * several) if len(allowed) > _VERY_LONG else (several,):
            found = _keys(words, known, most, clauses)
            fitting = _among(found, allowed)[:k]
            if len(fitting) == k or len(found) < most:
                return fitting
    return _keys(words, known, k, [_listed(words, allowed.tolist())])


def _clauses(words: Words, wanted: Filter) -> tuple[list[tantivy.Query], bool]:
    """Of a filter what is asked in a query, and whether that is all of it."""
    from tantivy import Query

    clauses = [_any_of(words, _MARKS, values) for values in wanted.words]
    if wanted.reports is None:
        return clauses, wanted.keys is None
    if len(wanted.reports) > _LISTED:
        return clauses, False
    return [*clauses, Query.term_set_query(words.schema, _REPORT, sorted(wanted.reports))], wanted.keys is None


def _telling(words: Words, query: str) -> list[str]:
    """The terms of a question that there are, without the commonest where to read all of them would take long."""
    known = {term: words.searcher.doc_freq(_BODY, term) for term in _asked(query)}
    left = [term for term, mentions in known.items() if mentions]
    read, spare = sum(known.values()), _PASSED_OVER * sum(_idf(words, _BODY, term) for term in left)
    for term in sorted(left, key=lambda term: -known[term]):
        spare -= _idf(words, _BODY, term)
        if read <= _READ or spare < 0:
            break
        read -= known[term]
        left.remove(term)
    return left


def _among(keys: list[int], allowed: NDArray[np.int64]) -> list[int]:
    import numpy as np

    wanted = np.array(keys, dtype=np.int64)
    at = np.minimum(np.searchsorted(allowed, wanted), len(allowed) - 1)
    found: list[int] = wanted[allowed[at] == wanted].tolist()
    return found


def scores(
    words: Words, query: str, texts: Mapping[int, str], lengths: Mapping[int, int], mean: float
) -> dict[int, float]:
    """How well each of some texts answers to the words of a question, by key; not those that have none of them.

    `lengths` are the texts' terms, `mean` the terms of a text of the index on the average. The score is BM25 over the
    idf of all words of the question, also of those that no passage has: 0 to 1, low where the index knows little of
    the question, 1 where a passage of usual length has every word.
    """
    import numpy as np

    weights = {term: _idf(words, _BODY, term) for term in _asked(query)}
    if not texts or not weights:
        return {}
    slow = _K1 * (1 - _B + _B * np.array([lengths[key] for key in texts]) / (mean or 1.0))
    found, had = np.zeros(len(texts)), np.zeros(len(texts), dtype=bool)
    for weight, times in zip(weights.values(), _counts(list(texts.values()), list(weights)).T, strict=True):
        found += weight * (1 + _K1) * times / (times + slow)
        had |= times > 0
    shares = np.minimum(1.0, found / sum(weights.values())).tolist()
    return {key: share for key, share, has in zip(texts, shares, had.tolist(), strict=True) if has}


def named(words: Words, query: str, lengths: Mapping[int, int], mean: float) -> dict[int, float]:
    """How well the names that a question says are those of each text: 0 to 1, as in `scores`; `lengths` by key.

    Only words of names count, so that the rest of a question takes nothing away. Near 0 where the words are in nearly
    all names: they choose none.
    """
    from tantivy import Occur, Query

    weights = {term: _idf(words, _NAMES, term) for term in _asked(query) if words.holders(_NAMES, term)}
    if not weights or not lengths:
        return {}
    mass = max(_DECISIVE, sum(weights.values()))
    each = [
        (Occur.Should, Query.const_score_query(Query.term_query(words.schema, _NAMES, term), weight))
        for term, weight in weights.items()
    ]
    query_ = Query.boolean_query([(Occur.Must, _listed(words, lengths)), (Occur.Must, Query.boolean_query(each))])
    hits = words.searcher.search(query_, len(lengths), count=False).hits
    keys = words.searcher.fast_field_values(_KEY, [address for _, address in hits])
    found = {}
    for key, (weight, _) in zip(keys, hits, strict=True):
        slow = _K1 * (1 - _B + _B * lengths[int(key or 0)] / mean)
        found[int(key or 0)] = min(1.0, round(weight, _DIGITS) * (1 + _K1) / (1 + slow) / mass)
    return found


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field(_KEY, stored=False, indexed=True, fast=True)
    builder.add_text_field(_BODY, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(_NAMES, tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field(_REPORT, stored=False, indexed=True)
    builder.add_text_field(_MARKS, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def _asked(query: str) -> list[str]:
    return list(dict.fromkeys(terms(query)))[:_TERMS_AT_MOST]


def _idf(words: Words, field: str, term: str) -> float:
    holders = words.holders(field, term)
    return math.log(1 + (words.count - holders + 0.5) / (holders + 0.5))


@lru_cache(maxsize=4096)
def _others(text: str) -> Mapping[str, int]:
    """How often each word and number that is not Chinese stands in a text."""
    return Counter(word(run) for run in runs(text) if not is_han(run))


def _counts(texts: Sequence[str], asked: Sequence[str]) -> NDArray[np.int64]:
    """How often each text, a row, has each of some terms, a column."""
    # All at once: to fold two hundred texts one by one takes as long as to search a million.
    whole = folded("".join(text.replace(END, " ") + END for text in texts))
    counts, unparted = _of_han(whole, len(texts), asked), whole.replace(",", "").split(END)
    for column, term in enumerate(asked):
        if not is_han(term):
            counts[:, column] = [
                _others(text)[term] if term in own else 0 for text, own in zip(texts, unparted[:-1], strict=True)
            ]
    return counts


def _of_han(whole: str, texts: int, asked: Sequence[str]) -> NDArray[np.int64]:
    """The same of Chinese terms in so many folded texts, looked up character by character."""
    import numpy as np

    # Each character of the terms gets a rank, every other 0; two ranks are a place in a table of pairs.
    rank = {char: n for n, char in enumerate(dict.fromkeys("".join(filter(is_han, asked))), 1)}
    of_char, wide = np.zeros(_BEYOND + 1, np.int64), len(rank) + 1
    of_char[[ord(char) for char in rank]] = list(rank.values())
    singles, pairs = np.full(wide, -1), np.full(wide * wide, -1)
    for column, term in enumerate(asked):
        if is_han(term):
            table, place = (singles, rank[term]) if len(term) == 1 else (pairs, rank[term[0]] * wide + rank[term[1]])
            table[place] = column
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ranks, owner = of_char[np.minimum(codes, _BEYOND)], np.cumsum(codes == ord(END))
    counts = np.zeros(texts * len(asked), np.int64)
    for column_of in (singles[ranks], pairs[ranks[:-1] * wide + ranks[1:]]):
        at = np.flatnonzero(column_of >= 0)
        counts += np.bincount(owner[at] * len(asked) + column_of[at], minlength=len(counts))
    return counts.reshape(texts, len(asked))


def _any_of(words: Words, field: str, terms: Iterable[str]) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Should, Query.term_query(words.schema, field, term)) for term in terms])


def _listed(words: Words, keys: Collection[int]) -> tantivy.Query:
    from tantivy import Query

    return Query.const_score_query(Query.term_set_query(words.schema, _KEY, sorted(keys)), 0.0)


def _keys(words: Words, asked: Sequence[str], k: int, clauses: Sequence[tantivy.Query]) -> list[int]:
    """Keys of the `k` best texts by the terms asked, of those that fit every clause."""
    from tantivy import Occur, Query

    query = _any_of(words, _BODY, asked)
    if clauses:
        unscored = [(Occur.Must, Query.const_score_query(clause, 0.0)) for clause in clauses]
        query = Query.boolean_query([*unscored, (Occur.Must, query)])
    found = words.searcher.search(query, k, count=False).hits
    keys = words.searcher.fast_field_values(_KEY, [address for _, address in found])
    return [int(key or 0) for key in keys]
