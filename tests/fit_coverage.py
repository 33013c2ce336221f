"""Derives the constants by which a passage is taken for an answer: `python tests/fit_coverage.py`.

A logistic function of `index.coverage.Stands` is fitted on the development questions of `search_queries.jsonl`: the
passages that hold an answer against those nearest to a question without one. How many questions of either kind it
declines is told by cross-validation over questions, at several thresholds; the one that is kept is `--declined`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from evaluate_search import Query, Trial, bundled, called, names, narrowed
from index.build import build
from index.coverage import Stands, how_much, wanted
from index.encoder import default
from index.opened import open_index
from index.search import search

_LOOKED_AT = 5
_FOLDS, _SEEDS = 10, 5
_SHARES = (0.86, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with how much of it stands in each of the passages found."""

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
            rows = [astuple(how_much(hit.passage, question, encoder)) for hit in hits]
            holds = [hit.passage.key in query.relevant for hit in hits]
            if rows:
                found.append(Asked(bool(query.relevant), np.array(rows), np.array(holds)))
    return found


def fitted(questions: Sequence[Asked]) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept. Passages near an answered question that do not hold its answer teach nothing."""
    rows = np.concatenate([q.rows[q.holds] if q.answered else q.rows for q in questions])
    answers = np.concatenate(
        [np.full(int(q.holds.sum()) if q.answered else len(q.rows), q.answered) for q in questions]
    )
    model = LogisticRegression(class_weight="balanced", max_iter=5000).fit(rows, answers)
    return model.coef_[0], float(model.intercept_[0])


def best(question: Asked, weights: NDArray[np.float64], least: float) -> float:
    """How likely the likeliest passage of a question is."""
    return float((question.rows @ weights + least).max())


def held_out(questions: Sequence[Asked]) -> NDArray[np.float64]:
    """Each question by weights that were fitted without it, several times over."""
    scores = np.zeros((_SEEDS, len(questions)))
    for seed in range(_SEEDS):
        for learnt, left in KFold(_FOLDS, shuffle=True, random_state=seed).split(questions):
            weights, least = fitted([questions[n] for n in learnt])
            scores[seed, left] = [best(questions[n], weights, least) for n in left]
    return scores


def main() -> None:
    """Print the constants, and what they are worth on questions they were not fitted on."""
    given = argparse.ArgumentParser(description="Derive the constants of index/coverage.py.")
    given.add_argument("--declined", type=float, default=0.93, help="of the questions without an answer, to choose by")
    share = given.parse_args().declined
    trial = bundled()
    questions = asked(trial, [query for query in trial.queries if query.split == "dev"])
    answered = np.array([question.answered for question in questions])
    scores = held_out(questions)
    print(f"{answered.sum()} questions with an answer, {(~answered).sum()} without; held out of the fit:")
    for kept in sorted({*_SHARES, share}):
        lost = [np.mean(row[answered] <= np.quantile(row[~answered], kept)) for row in scores]
        print(f"  {kept:.0%} without declined: {np.mean(lost):.1%} with an answer lost")
    weights, least = fitted(questions)
    all_scores = np.array([best(question, weights, least) for question in questions])
    needed = float(np.quantile(all_scores[~answered], share)) - least
    for field, weight in zip(fields(Stands), weights, strict=True):
        print(f"of {field.name}: {weight:.2f}")
    print(f"needed: {needed:.2f}")


if __name__ == "__main__":
    main()
