"""Passages found by their words: BM25 over bigrams. The only place where tantivy is named."""

from __future__ import annotations

import math
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from corpus.errors import LibraryDamaged
from index.words import grams, is_han, runs

if TYPE_CHECKING:
    import tantivy

    Words: TypeAlias = tantivy.Index

_HEAP = 50_000_000
# A pasted page is no question; its first few hundred words place it well enough.
_TERMS_AT_MOST = 512
_LONGEST_TERM = 64
_BODY, _NAMES = "body", "names"
_DECISIVE = 1.0
"""The idf that words of names need together to choose one of them."""


def terms(text: str) -> Iterator[str]:
    """The terms a text is indexed under: each pair of neighbouring Chinese characters, each character, words, numbers.

    Words and numbers are as `index.words.runs` folds them; `1,234` and `1234` are one number.
    """
    for run in runs(text):
        if is_han(run):
            yield from grams(run, 1)
            yield from grams(run, 2)
        else:
            yield run.replace(",", "")[:_LONGEST_TERM]


def build(folder: Path, texts: Iterable[tuple[int, str, str]]) -> None:
    """Write an index of (key, text, names) into an empty or new folder; `names` says whose text it is, in every way."""
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    schema = _schema()
    # One thread makes one segment, and the same index from the same texts.
    writer = tantivy.Index(schema, path=str(folder)).writer(_HEAP, 1)
    for key, text, names in texts:
        fields = {"key": key, _BODY: " ".join(terms(text)), _NAMES: " ".join(dict.fromkeys(terms(names)))}
        writer.add_document(tantivy.Document.from_dict(fields, schema))
    writer.commit()
    writer.wait_merging_threads()
    # tantivy keeps some files from everyone but the user; whoever may read the folder may search it.
    for path in folder.iterdir():
        path.chmod(folder.stat().st_mode & 0o666)


def open_words(folder: Path) -> Words:
    """Open what `build` wrote. Raises LibraryDamaged where it is gone or no such index."""
    import tantivy

    try:
        return tantivy.Index.open(str(folder))
    except (OSError, ValueError):
        return _open_copy(folder)


def _open_copy(folder: Path) -> Words:
    """Open a copy of the index: tantivy writes a lock beside it even to read, which a read-only home does not allow.

    Opened, it is read through the files it holds, so the copy need not stay.
    """
    import tantivy

    try:
        with TemporaryDirectory(ignore_cleanup_errors=True) as place:
            copy = shutil.copytree(folder, Path(place) / folder.name, ignore=shutil.ignore_patterns("*.lock"))
            return tantivy.Index.open(str(copy))
    except (OSError, ValueError) as error:
        raise LibraryDamaged(
            f"检索索引 {folder.name} 已损坏：删除文件夹 {folder.parent} 后会自动重建。",
            f"The search index {folder.name} is damaged: delete the folder {folder.parent} and it is built again.",
        ) from error


def search(index: Words, query: str, k: int, allowed: Collection[int] | None) -> list[tuple[int, float]]:
    """The `k` best as (key, score), best first, equals by key; only among `allowed` unless None.

    The score is BM25 over the idf of all words of the question, also of those that no passage has: 0 to 1, low where
    the index knows little of the question, 1 where a passage of usual length has every word.
    """
    known, unknown = _weigh(index.searcher(), query, _BODY)
    return _found(index, _BODY, known, sum(known.values()) + unknown, k, allowed)


def named(index: Words, query: str, keys: Collection[int]) -> list[tuple[int, float]]:
    """How well the names that a question says are those of each text: 0 to 1, as in `search`.

    Only words of names count, so that the rest of a question takes nothing away. Near 0 where the words are in nearly
    all names: they choose none.
    """
    known, _ = _weigh(index.searcher(), query, _NAMES)
    return _found(index, _NAMES, known, max(_DECISIVE, sum(known.values())), len(keys), keys)


def _found(
    index: Words, field: str, known: Collection[str], mass: float, k: int, allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    if k <= 0 or not known or (allowed is not None and not allowed):
        return []
    searcher = index.searcher()
    found = searcher.search(_query(index.schema, field, known, allowed), k, count=False).hits
    found_keys = searcher.fast_field_values("key", [address for _, address in found])
    pairs = [(int(key or 0), min(1.0, score / mass)) for key, (score, _) in zip(found_keys, found, strict=True)]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=True, indexed=True, fast=True)
    builder.add_text_field(_BODY, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(_NAMES, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _weigh(searcher: tantivy.Searcher, query: str, field: str) -> tuple[dict[str, float], float]:
    """The terms of a question that the index has, with their idf as BM25 computes it, and the idf of all others."""
    known, unknown = {}, 0.0
    for term in list(dict.fromkeys(terms(query)))[:_TERMS_AT_MOST]:
        holders = searcher.doc_freq(field, term)
        idf = math.log(1 + (searcher.num_docs - holders + 0.5) / (holders + 0.5))
        if holders:
            known[term] = idf
        else:
            unknown += idf
    return known, unknown


def _query(schema: tantivy.Schema, field: str, known: Iterable[str], allowed: Collection[int] | None) -> tantivy.Query:
    from tantivy import Occur, Query

    words = Query.boolean_query([(Occur.Should, Query.term_query(schema, field, term)) for term in known])
    if allowed is None:
        return words
    within = Query.const_score_query(Query.term_set_query(schema, "key", sorted(allowed)), 0.0)
    return Query.boolean_query([(Occur.Must, within), (Occur.Must, words)])
