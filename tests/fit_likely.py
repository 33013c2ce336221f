"""Derives the weights by which a passage is taken for an answer: `python tests/fit_likely.py --write`.

A logistic function of the signs of `index.likely` is fitted on the development questions of `search_queries.jsonl`: the
passages that hold an answer against those nearest to a question without one. Each question counts twice, once with the
project's vocabulary and once without most of it: words were added for many of these questions, and none will have been
for a new one. How many questions of either kind are declined is told for each lot, whoever wrote it at one time, by
weights fitted without it; the threshold that is kept is `--declined`.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from evaluate_search import Query, Trial, bundled, called, names, narrowed
from index import coverage, likely, thesaurus
from index.build import build
from index.coverage import Stands, wanted
from index.encoder import default
from index.likely import Signs
from index.opened import open_index
from index.search import search

_LOOKED_AT = 5
_LOTS = (1, 189, 291, 368, 546, 670, 756, 819, 1038, 1193, 1348, 1503, 1658, 1812, 2005, 2120, 2234, 2353, 2470, 2598)
"""The first number of each lot of questions; the largest is cut in five."""
_SOFTLY = 0.3
"""Weights are kept small: the inverse of what a large one costs."""
_SIGNS = tuple(field.name for field in (*fields(Stands), *fields(Signs)))
_SHARES = (0.86, 0.88, 0.9, 0.92, 0.93, 0.94, 0.95, 0.96)
_HEAD = """# How much each sign of index/likely.py counts for an answer, and what they must come to together.
# Made by `python tests/fit_likely.py --write` from the development questions. Original work of this project, MIT.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the signs of each of the passages found."""

    lot: int
    answered: bool
    rows: NDArray[np.float64]
    holds: NDArray[np.bool_]
    """Which of them hold its answer."""


def asked(trial: Trial, queries: Sequence[Query]) -> list[Asked]:
    """Each question looked for as the assistant does."""
    encoder, known, found = default(), names(trial), []
    passages = {passage.key: passage for passage in trial.passages}
    with tempfile.TemporaryDirectory() as home:
        build(Path(home), trial.passages, encoder, "fit", called=called(trial))
        index = open_index(Path(home))
        for query in queries:
            text, allowed = narrowed(trial, known, query.text)
            hits = search(index, text, passages, encoder, allowed, _LOOKED_AT)
            question = wanted(text, encoder)
            fit = [hit.passage for hit in hits if likely.can_answer(hit.passage, question)]
            told = likely.signs(fit, text, encoder, named=len(allowed) < len(passages))
            rows = [(*astuple(stands), *astuple(others)) for stands, others in told]
            holds = [passage.key in query.relevant for passage in fit]
            lot = max(n for n, first in enumerate(_LOTS) if int(query.id[1:]) >= first)
            signs = np.array(rows).reshape(len(rows), len(_SIGNS))
            found.append(Asked(lot, bool(query.relevant), signs, np.array(holds, dtype=np.bool_)))
    return found


@contextmanager
def with_few_words() -> Iterator[None]:
    """The vocabulary as one finds it whose words nobody thought of: only the general glossary, half of the things."""
    things, general = thesaurus.things()[::2], thesaurus._glossary(("everyday.txt",))
    with patch.object(thesaurus, "_glossary", lambda: general), patch.object(coverage, "things", lambda: things):
        _forget()
        yield
    _forget()


def _forget() -> None:
    coverage.wanted.cache_clear()
    coverage._meant.cache_clear()


def fitted(questions: Sequence[Asked]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept. Passages near an answered question that do not hold its answer teach nothing."""
    told = [replace(q, rows=q.rows[q.holds]) if q.answered else q for q in questions]
    told = [q for q in told if len(q.rows)]
    rows = np.concatenate([q.rows for q in told])
    answers = np.concatenate([np.full(len(q.rows), q.answered) for q in told])
    counts = np.concatenate([np.full(len(q.rows), 1 / len(q.rows)) for q in told])
    counts[answers] *= counts[~answers].sum() / counts[answers].sum()
    scale = StandardScaler().fit(rows)
    model = LogisticRegression(C=_SOFTLY, solver="newton-cholesky").fit(scale.transform(rows), answers, counts)
    weights = model.coef_[0] / scale.scale_
    return weights, float(model.intercept_[0] - weights @ scale.mean_)


def best(question: Asked, weights: NDArray[np.float64], least: float) -> float:
    """How likely the likeliest passage of a question is; where none can answer it, not at all."""
    return float((question.rows @ weights + least).max(initial=-math.inf))


def held_out(questions: Sequence[Asked], learnt: Sequence[Asked]) -> NDArray[np.float64]:
    """Each question by weights that were fitted on the other lots of `learnt`."""
    made = {lot: fitted([q for q in learnt if q.lot != lot]) for lot in {q.lot for q in questions}}
    return np.array([best(question, *made[question.lot]) for question in questions])


def told(title: str, questions: Sequence[Asked], scores: NDArray[np.float64], share: float) -> None:
    """Print how many would be declined at several thresholds, and of each lot at the one that is kept."""
    answered, lots = (np.array([getattr(q, name) for q in questions]) for name in ("answered", "lot"))
    print(f"{title}: {answered.sum()} questions with an answer, {(~answered).sum()} without; each by the other lots:")
    for kept in sorted({*_SHARES, share}):
        lost = np.mean(scores[answered] <= np.quantile(scores[~answered], kept))
        print(f"  {kept:.0%} without declined: {lost:.1%} with an answer lost")
    least = np.quantile(scores[~answered], share)
    for lot in sorted(set(lots)):
        own = lots == lot
        lost, declined = ((scores[own & kind] <= least).mean() for kind in (answered, ~answered))
        print(f"  lot {lot}: {lost:.1%} of {(own & answered).sum()} lost, {declined:.1%} of {(own & ~answered).sum()}")


def main() -> None:
    """Print what the weights are worth on questions they were not fitted on, and write them."""
    given = argparse.ArgumentParser(description="Derive the weights of index/likely.py.")
    given.add_argument("--declined", type=float, default=0.93, help="of the questions without an answer, to choose by")
    given.add_argument("--write", action="store_true", help="write index/likely.txt")
    choices = given.parse_args()
    trial = bundled()
    queries = [query for query in trial.queries if query.split == "dev"]
    full = asked(trial, queries)
    with with_few_words():
        few = asked(trial, queries)
    both = [*full, *few]
    told("full vocabulary", full, held_out(full, both), choices.declined)
    told("few words", few, held_out(few, both), choices.declined)
    weights, least = fitted(both)
    scores, answered = (np.array([best(q, weights, least) for q in both]), np.array([q.answered for q in both]))
    needed = float(np.quantile(scores[~answered], choices.declined)) - least
    lines = [f"{name} {weight:.4f}" for name, weight in (*zip(_SIGNS, weights, strict=True), ("needed", needed))]
    print("\n".join(lines))
    if choices.write:
        likely.WEIGHTS.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
