"""The training texts: laws, work reports, reading exercises, dictionaries, read from a folder of gzipped JSON lines."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from index.thesaurus import concepts

Record: TypeAlias = dict[str, str]
Pair: TypeAlias = tuple[str, str]
Paraphrase: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Questions, and the sentences that answer them."""

FILES = ("law_articles", "gov_reports", "mrc_cmrc_dev", "mrc_drcd", "pairs_cedict", "pairs_tatoeba", "pairs_geo")
_LAWS = 60_000
# Articles on publishing, asking and answering are what the reports speak of.
_NEAR = re.compile("公开|公示|公布|政务|信访|舆|信息发布|新闻|热线|监督|培训|考核|保密|复议|便民|卫生健康")
_SENTENCE = re.compile(r"(?<=[。；！？;])")
_GLOSS = re.compile(r"^(?:to|a|an|the) ")
_NO_GLOSS = ("surname", "see ", "abbr", "variant", "old variant", "CL:")


@dataclass(frozen=True, slots=True)
class Text:
    """A passage of prose in sentences, with the title it stands under."""

    kind: str
    """`law`, `near` (a law on the reports' own matters), `report` or `reading`."""
    title: str
    sentences: tuple[str, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the model learns from."""

    texts: tuple[Text, ...]
    dictionary: tuple[tuple[str, tuple[str, ...]], ...]
    """A Chinese headword and its English glosses."""
    sentences: tuple[Pair, ...]
    places: tuple[Pair, ...]
    concepts: tuple[tuple[str, ...], ...]
    """The thesaurus: phrases for one thing, Chinese and English."""
    paraphrases: tuple[Paraphrase, ...]
    """Questions as people ask them, and sentences of a report that would answer each of them."""


def missing(folder: Path) -> list[str]:
    """The names of the files that the folder should have and has not."""
    return [name for name in map("{}.jsonl.gz".format, FILES) if not (folder / name).is_file()]


def read(folder: Path, seed: int) -> Sources:
    """Read the folder; of the laws a sample that the seed decides, with all that is near."""
    records = {name: list(_records(folder / f"{name}.jsonl.gz")) for name in FILES}
    return Sources(
        texts=(
            *_laws(records["law_articles"], seed),
            *_reports(records["gov_reports"]),
            *_reading(records["mrc_cmrc_dev"] + records["mrc_drcd"]),
        ),
        dictionary=tuple((r["a"], glosses) for r in records["pairs_cedict"] if (glosses := _glosses(r["b"]))),
        sentences=tuple((r["a"], r["b"]) for r in records["pairs_tatoeba"]),
        places=tuple(pair for r in records["pairs_geo"] for pair in _place(r)),
        concepts=concepts(),
        paraphrases=paraphrases(),
    )


def paraphrases() -> tuple[Paraphrase, ...]:
    """The project's own questions and the sentences that answer them, which the model is trained on."""
    return _paraphrases("paraphrases.txt")


def themes() -> tuple[Paraphrase, ...]:
    """Many more of them, by theme: what reports of any agency say."""
    return _paraphrases("themes.txt")


def _paraphrases(file: str) -> tuple[Paraphrase, ...]:
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    lines = [line.partition("=>") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((_phrases(asked), _phrases(answers)) for asked, _, answers in lines)


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


def _records(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _laws(records: list[Record], seed: int) -> Iterator[Text]:
    articles = [r for r in records if not r["title"].endswith(".md") and len(r["text"]) >= 20]
    random.Random(seed).shuffle(articles)
    for place, record in enumerate(articles):
        near = bool(_NEAR.search(record["text"][:300]))
        if place < _LAWS or near:
            yield Text(
                "near" if near else "law",
                f"{record['title']} {record['chap']}".strip(),
                _cut(record["text"]),
            )


def _reports(records: list[Record]) -> Iterator[Text]:
    for record in records:
        if len(record["text"]) >= 60:
            head = record["head"] or ""
            yield Text(
                "report",
                f"{record['prov'] or ''}政府工作报告 {head if len(head) < 40 else ''}".strip(),
                _cut(record["text"]),
            )


def _reading(records: list[Record]) -> Iterator[Text]:
    for record in records:
        yield Text("reading", record["title"], _cut(record["ctx"]), tuple(record["qs"]))


def _cut(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in _SENTENCE.split(text[:1500]) if len(part.strip()) >= 6)
    return parts or (text,)


def _glosses(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.split("; "))
    return tuple(_GLOSS.sub("", part) for part in parts if part and not part.startswith(_NO_GLOSS))


def _place(record: Record) -> tuple[Pair, ...]:
    """A place's name with its English name, with its pinyin, and the short name as people say both."""
    chinese, joined = record["a"], record["py"].replace(" ", "")
    pairs = [(chinese, record["b"]), (chinese, joined)]
    if len(chinese) > 2 and chinese[-1] in "省市县区":
        short = "".join(record["py"].split()[:-1])
        pairs += [(chinese[:-1], short), (chinese[:-1], record["b"])]
    return tuple(pairs)
