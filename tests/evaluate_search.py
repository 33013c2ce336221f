"""Scores the search on questions whose passages are known: `make evaluate-search`, or with EVAL=FOLDER.

Without a folder the questions are those of `search_queries.jsonl`, over the bundled reports; a passage answers one if
it holds the quote, and those of type `none` no passage answers. A folder holds `passages.jsonl` (id, agency, year,
section, text) and `queries.jsonl` (id, type, query, relevant: id → grade, split). Five ways to rank are compared, over
all passages with the question as asked, and over the reports of the agency and year that the question names, which are
then taken out of it; below each table stands what is required of it. Of our own questions it is also told how many the
assistant answers and declines. Weights and thresholds are chosen with `--split dev`.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import paths
from assistant.answer import Exit
from assistant.chat import Chat
from assistant.understanding.question import understand
from corpus.identity import agencies, normal
from corpus.parse import parse
from corpus.read import read as read_document
from corpus.report import Passage, Source
from index import lexical, search
from index.build import build
from index.encoder import Encoder, load, normalise
from index.opened import Index, open_index
from index.passage import split
from index.terms import terms
from index.texts import in_words

Ranking = Sequence[int]
Way = Callable[[str, Collection[int]], Ranking]
_RUNS = 4000
_FUSION = 60
_CHANCE = 0.05
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
OWN = Path(__file__).with_name("search_queries.jsonl")
THRESHOLDS = (0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3)
LEAST = {True: 0.94, False: 0.8}
"""The nDCG@10 required of the search, filtered and not."""
BELOW = 0.03
"""How far a type of question may fall behind the better of BM25 and model."""
DECLINED, MISSED = 0.9, 0.05
"""Of the questions without an answer at least so many are to be declined, of those with one at most."""
_TOPICS = 200
METRICS = ("nDCG@10", "R@1", "R@5", "MRR")


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the grades of the passages that answer it, by key."""

    id: str
    kind: str
    text: str
    relevant: Mapping[int, int]
    split: str
    quote: str = ""
    """What a passage must say to answer it, of our own questions."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A folder of passages and questions."""

    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]

    def keys(self, reports: Collection[str]) -> tuple[int, ...]:
        """The passages of some reports."""
        return tuple(passage.key for passage in self.passages if passage.report in reports)


def read(folder: Path) -> Trial:
    """Read the two files."""
    passages = [_passage(key, record) for key, record in enumerate(_records(folder / "passages.jsonl"), 1)]
    keys = {passage.source.file: passage.key for passage in passages}
    queries = [
        Query(r["id"], r["type"], r["query"], {keys[i]: grade for i, grade in r["relevant"].items()}, r["split"])
        for r in _records(folder / "queries.jsonl")
    ]
    return Trial(tuple(passages), tuple(queries))


def bundled() -> Trial:
    """The project's own questions over the bundled reports."""
    found = [passage for path in sorted(paths.bundled().glob("*.txt")) for passage in _of_file(path)]
    passages = [replace(passage, key=key) for key, passage in enumerate(found, 1)]
    queries = []
    for r in _records(OWN):
        holding = [p.key for p in passages if p.report == r["report"] and r["quote"] and r["quote"] in p.text]
        queries.append(Query(r["id"], r["type"], r["query"], dict.fromkeys(holding, 1), r["split"], r["quote"]))
    return Trial(tuple(passages), tuple(queries))


def _of_file(path: Path) -> list[Passage]:
    return [replace(passage, report=path.stem) for passage in split(parse(read_document(path)))]


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _passage(key: int, record: Mapping[str, Any]) -> Passage:
    report = f"{record['agency']}-{record['year']}"
    source = Source(record["id"], record["id"], 1)
    return Passage(
        report, record["agency"], record["year"], record["section"], 0, (), "prose", None, record["text"], source, key
    )


Names = Mapping[str, tuple[str, frozenset[str]]]
"""Every way to say an agency: normalised name → (origin, reports)."""


def names(trial: Trial) -> Names:
    """How people say the agencies."""
    rows = {
        (normal.normalise(name.text), name.origin, p.report)
        for p in trial.passages
        for name in agencies.names_of(p.agency, agencies.place_of(p.agency, "")[0])
    }
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for name, origin, report in sorted(rows):
        first, reports = found.get(name, (origin, frozenset()))
        found[name] = (origin if first == "gazetteer" else first, reports | {report})
    return found


def called(trial: Trial) -> dict[str, list[str]]:
    """The ways to say the agency of each report, as a library gives them to its index."""
    known: dict[str, list[str]] = {}
    for name, (origin, reports) in names(trial).items():
        for report in reports:
            known.setdefault(report, []).extend([name] if origin != "kind" else [])
    return known


def narrowed(trial: Trial, known: Names, text: str) -> tuple[str, tuple[int, ...]]:
    """The question without agency and year, and the passages of the reports that these leave."""
    question = understand(text, known)
    reports = {p.report: p.year for p in trial.passages}
    named = [known[name][1] for name in question.names if name in known]
    kept = set(reports)
    for ids in sorted(named, key=len):
        kept = kept & ids or kept
    kept = {report for report in kept if reports[report] in question.years} or kept
    rest = _YEAR.sub(" ", question.normal)
    for name in sorted(question.names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return rest.strip() or text, trial.keys(kept)


def by_words(index: Index, passages: Mapping[int, Passage], text: str, allowed: Collection[int]) -> dict[int, float]:
    """BM25 over bigrams and characters."""
    texts = {key: in_words(passages[key]) for key in allowed}
    return lexical.scores(index.words, text, texts, index.lengths(allowed)[0], index.means[0])


def by_meaning(index: Index, encoder: Encoder, text: str, allowed: Collection[int]) -> dict[int, float]:
    """Half the passage's nearness, half its nearest sentence's."""
    near = index.compared(encoder.encode([text])[0], allowed)
    return {key: (whole + (sentence[0] if sentence else 0.0)) / 2 for key, (whole, sentence) in near.items()}


def latent(trial: Trial) -> Way:
    """Latent semantic analysis: the words' TF-IDF matrix factored, nearness in what is left of it."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(analyzer=terms, sublinear_tf=True)
    matrix = weigh.fit_transform([f"{p.section}\n{p.text}\n{p.agency} {p.year}" for p in trial.passages])
    factor = TruncatedSVD(min(_TOPICS, len(trial.passages) - 1, matrix.shape[1] - 1), random_state=0)
    rows = normalise(factor.fit_transform(matrix))
    places = {passage.key: place for place, passage in enumerate(trial.passages)}

    def way(text: str, allowed: Collection[int]) -> Ranking:
        near = rows @ normalise(factor.transform(weigh.transform([text])))[0]
        return ranked({key: float(near[places[key]]) for key in allowed})

    return way


def ranked(scores: Mapping[int, float]) -> list[int]:
    """Keys, best first."""
    return sorted(scores, key=lambda key: (-scores[key], key))


def fused(*rankings: Ranking) -> list[int]:
    """Reciprocal rank fusion."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (_FUSION + place)
    return ranked(scores)


def ways(trial: Trial, index: Index, encoder: Encoder) -> dict[str, Way]:
    """The ways to rank, by name."""
    passages = {passage.key: passage for passage in trial.passages}

    def hybrid(text: str, allowed: Collection[int]) -> Ranking:
        hits = search.search(index, text, passages, encoder, allowed, 50)
        return [hit.passage.key for hit in hits]

    def words(text: str, allowed: Collection[int]) -> Ranking:
        return ranked(by_words(index, passages, text, allowed))

    def model(text: str, allowed: Collection[int]) -> Ranking:
        return ranked(by_meaning(index, encoder, text, allowed))

    return {
        "BM25": words,
        "LSA": latent(trial),
        "model": model,
        "rank fusion": lambda text, allowed: fused(words(text, allowed), model(text, allowed)),
        "hybrid": hybrid,
    }


def measures(query: Query, ranking: Ranking) -> tuple[float, ...]:
    """The metrics of one ranking. A passage counts for recall with whatever grade."""
    gains = [query.relevant.get(key, 0) for key in ranking[:10]]
    ideal = sorted(query.relevant.values(), reverse=True)
    ndcg = _gain(gains) / _gain(ideal[:10])
    found = [key in query.relevant for key in ranking]
    first = found.index(True) + 1 if True in found else math.inf
    return ndcg, float(first == 1), sum(found[:5]) / min(5, len(query.relevant)), 1 / first


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def interval(values: Sequence[float], seed: int = 0) -> tuple[float, float, float]:
    """Mean and the bootstrap's 2.5 and 97.5 per cent."""
    drawn = np.random.default_rng(seed).choice(np.asarray(values), (_RUNS, len(values))).mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(np.mean(values)), float(low), float(high)


def chance(better: Sequence[float], worse: Sequence[float], seed: int = 0) -> float:
    """How often a paired bootstrap finds no gain."""
    gains = np.asarray(better) - np.asarray(worse)
    drawn = np.random.default_rng(seed).choice(gains, (_RUNS, len(gains))).mean(axis=1)
    return float(np.mean(drawn <= 0))


def table(results: Mapping[str, Sequence[tuple[float, ...]]], kinds: Sequence[str]) -> list[str]:
    """Lines of Markdown: each way with its metrics, nDCG by type of question, and the chance that hybrid is no gain."""
    types = sorted(set(kinds))
    lines = [f"| | {' | '.join(METRICS)} | {' | '.join(types)} | p |", f"|{'---|' * (len(METRICS) + len(types) + 2)}"]
    best = [values[0] for values in results["hybrid"]]
    for name, values in results.items():
        ndcg = [value[0] for value in values]
        mean, low, high = interval(ndcg)
        others = " | ".join(f"{np.mean([v[n] for v in values]):.3f}" for n in range(1, len(METRICS)))
        by_type = " | ".join(
            f"{np.mean([n for n, k in zip(ndcg, kinds, strict=True) if k == kind]):.3f}" for kind in types
        )
        p = "" if name == "hybrid" else f"{chance(best, ndcg):.3f}"
        lines.append(f"| {name} | {mean:.3f} [{low:.3f}, {high:.3f}] | {others} | {by_type} | {p} |")
    return lines


def required(results: Mapping[str, Sequence[tuple[float, ...]]], kinds: Sequence[str], least: float) -> list[str]:
    """What is required of the search, line by line, and whether it holds."""
    ndcg = {name: np.array([value[0] for value in values]) for name, values in results.items()}
    best = ndcg["hybrid"]
    lines = [_line(f"nDCG@10 {best.mean():.3f}, at least {least:.2f}", bool(best.mean() >= least))]
    for other in ("BM25", "model"):
        p, gain = chance(list(best), list(ndcg[other])), best - ndcg[other]
        more = "" if p < _CHANCE else f"; a gain of {_detectable(gain):.3f} would show, it is {gain.mean():.3f}"
        lines.append(_line(f"above {other} by more than chance, p = {p:.3f}{more}", p < _CHANCE))
    for kind in sorted(set(kinds)):
        own = np.array([place == kind for place in kinds])
        lack = max(float(ndcg[name][own].mean()) for name in ("BM25", "model")) - float(best[own].mean())
        lines.append(_line(f"{kind} ({own.sum()}): {0.0 - lack:+.3f} against its better half", lack <= BELOW))
    return lines


def _detectable(gains: NDArray[np.float64]) -> float:
    """The mean gain that so many questions, with gains as spread as these, would tell from chance."""
    return 1.645 * float(gains.std(ddof=1)) / math.sqrt(len(gains)) if len(gains) > 1 else math.inf


def _line(text: str, holds: bool) -> str:
    return f"- {'pass' if holds else 'FAIL'}: {text}"


def report(trial: Trial, queries: Sequence[Query], index: Index, encoder: Encoder) -> list[str]:
    """Both tables."""
    everything = tuple(passage.key for passage in trial.passages)
    narrow = partial(narrowed, trial, names(trial))
    lines = []
    kinds = [query.kind for query in queries]
    for filtered, title, asked in (
        (True, "filtered by the agency and year named", [narrow(query.text) for query in queries]),
        (False, "unfiltered, the question as asked", [(query.text, everything) for query in queries]),
    ):
        results = {
            name: [measures(q, way(*a)) for q, a in zip(queries, asked, strict=True)]
            for name, way in ways(trial, index, encoder).items()
        }
        lines += ["", f"{len(queries)} questions, {title}", "", *table(results, kinds), ""]
        lines += required(results, kinds, LEAST[filtered])
    return lines


def declined(trial: Trial, queries: Sequence[Query], index: Index, encoder: Encoder) -> list[str]:
    """How many questions with and without an answer a threshold would decline, and the best scores they got."""
    passages = {passage.key: passage for passage in trial.passages}
    known = names(trial)
    best: dict[bool, list[float]] = {True: [], False: []}
    for query in queries:
        text, allowed = narrowed(trial, known, query.text)
        hits = search.search(index, text, passages, encoder, allowed, 1)
        best[bool(query.relevant)].append(hits[0].score if hits else 0.0)
    if not best[False]:
        return []
    lines = ["", f"| threshold | {len(best[True])} with an answer | {len(best[False])} without |", "|---|---|---|"]
    for threshold in THRESHOLDS:
        rates = [interval([float(score < threshold) for score in best[answered]]) for answered in (True, False)]
        cells = " | ".join(f"{mean:.0%} [{low:.0%}, {high:.0%}]" for mean, low, high in rates)
        lines.append(f"| {threshold:.2f} | {cells} |")
    return lines


def through_the_assistant(queries: Sequence[Query]) -> list[str]:
    """How many questions the assistant answers and declines, asked one by one over the bundled reports."""
    declines: dict[bool, list[float]] = {True: [], False: []}
    quoted: list[float] = []
    with tempfile.TemporaryDirectory() as home:
        chat = Chat.open(Path(home))
        for query in queries:
            chat.restart()
            answer = chat.ask(query.text)
            declines[bool(query.relevant)].append(float(answer.exit is not Exit.OK))
            if query.relevant and answer.exit is Exit.OK:
                quoted.append(float(any(query.quote in hit.passage.text for hit in answer.passages)))
        chat.close()
    lines = ["", "asked through the assistant", ""]
    for answered, limit in ((True, MISSED), (False, DECLINED)):
        if declines[answered]:
            mean, low, high = interval(declines[answered])
            holds = mean <= limit if answered else mean >= limit
            told = f"{len(declines[answered])} with{'' if answered else 'out'} an answer"
            bound = f"at {'most' if answered else 'least'} {limit:.0%}"
            lines.append(_line(f"{told}: declined {mean:.1%} [{low:.1%}, {high:.1%}], {bound}", holds))
    if quoted:
        mean, low, high = interval(quoted)
        lines.append(
            f"- of the {len(quoted)} answered {mean:.1%} [{low:.1%}, {high:.1%}] quote a passage that holds the answer"
        )
    return lines


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description="Score the search on a folder of passages and questions.")
    ask.add_argument("folder", type=Path, nargs="?", help="passages.jsonl and queries.jsonl; else the bundled reports")
    ask.add_argument("--split", choices=["dev", "test", "all"], default="all")
    ask.add_argument("--model", help="another model than the default")
    given = ask.parse_args()
    if given.folder and not (given.folder / "queries.jsonl").is_file():
        sys.exit(f"No questions in {given.folder}: name a folder with passages.jsonl and queries.jsonl (EVAL=…).")
    trial, encoder = read(given.folder) if given.folder else bundled(), load(given.model)
    queries = [query for query in trial.queries if given.split in ("all", query.split)]
    with tempfile.TemporaryDirectory() as home:
        build(Path(home), trial.passages, encoder, "evaluation", called=called(trial))
        index = open_index(Path(home))
        print("\n".join(report(trial, [query for query in queries if query.relevant], index, encoder)))
        print("\n".join(declined(trial, queries, index, encoder)))
    if not given.folder and not given.model:
        print("\n".join(through_the_assistant(queries)))


if __name__ == "__main__":
    main()
