"""A handful of passages and ways to search them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.report import Passage, Source
from index import search
from index.encoder import Progress, load
from index.opened import open_index

if TYPE_CHECKING:
    from index.encoder import Matrix

DEFAULT = load(None)
TEXTS = {
    3: "存在的问题：一是业务培训次数偏少。工作人员对条例不够熟悉。",
    5: "通过微信公众号发布信息195篇。通过电视台播出专题节目。",
    8: "收到信息公开申请12件。全部按期答复，没有收费。",
    13: "下一步加强业务培训。每季度举办一次专题讲座，邀请律师授课。",
    21: "The hospital published its price list. Fees went down.",
}


def passage(key: int, text: str, section: str = "一、总体情况", heading: tuple[str, ...] = ()) -> Passage:
    return Passage("r", "某局", 2020, section, 1, heading, "prose", None, text, Source("a.txt", "/a.txt", 1), key)


PASSAGES = {key: passage(key, text) for key, text in TEXTS.items()}


class Listening:
    """The default model, with an ear for what it is asked to embed."""

    dimension = DEFAULT.dimension

    def __init__(self, name: str = "listening") -> None:
        self.name = name
        self.heard: list[str] = []

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        self.heard += texts
        return DEFAULT.encode(texts, progress)


def keys(folder: Path, question: str, allowed: Collection[int] | None = None, limit: int = 10) -> list[int]:
    hits = search.search(open_index(folder), question, PASSAGES, DEFAULT, allowed, limit)
    return [hit.passage.key for hit in hits]
