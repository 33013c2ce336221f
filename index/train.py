"""The trainer of the default model: `python -m index.train FOLDER` reads the texts there and writes the model.

    texts → tokenizer → start vectors → runs of contrastive training, averaged → index/default_model

The model is a table with a vector for each token; a text is the mean of its tokens'. All progress goes to stderr.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.encoder import ANSWERS, normalise, table
from index.training import sources, start, wordlist
from index.training.lessons import Lesson, Tokens, lessons

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Table = NDArray[np.float32]

DIMENSIONS = (256, 128, 64)
"""Cut to one of the shorter lengths and brought to length one again, a vector still serves."""
_SIZE = 28_000
_BATCH = 768
_SCALE = 20.0
_RATE = 0.02
_RARE = 1e-4
_CONFIGURATION = {
    "modules.json": [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}],
    "config_sentence_transformers.json": {
        "model_type": "SentenceTransformer",
        "prompts": {},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    },
}
_OF_ANSWERS = 128
"""Dimensions of the answers' vectors: of the shorter ones the longest."""
_BYTE = 127
_LARGEST = 4.0
"""Of any weight: half precision is finest there, and a cosine knows no scale."""


def main() -> None:
    """Train, and write the model over the one that is there."""
    ask = argparse.ArgumentParser(description="Train the default embedding model.")
    ask.add_argument("folder", type=Path, help="where the training texts are (*.jsonl.gz)")
    ask.add_argument("--to", type=Path, default=Path(__file__).with_name("default_model"), help="folder of the model")
    ask.add_argument("--runs", type=int, default=3, help="runs from the same start, whose tables are averaged")
    ask.add_argument("--steps", type=int, default=400, help="batches of a run")
    ask.add_argument("--seed", type=int, default=0)
    given = ask.parse_args()
    if gone := sources.missing(given.folder):
        sys.exit(f"No training texts in {given.folder}: {', '.join(gone)} missing. Name the folder: DATA=…")
    train(given.folder, given.to, given.runs, given.steps, given.seed, _narrator())


def train(folder: Path, to: Path, runs: int, steps: int, seed: int, say: Callable[[str], None]) -> None:
    """Read the texts of `folder` and write a sentence-transformers directory to `to`. The same seed, the same model."""
    import numpy as np

    texts = sources.read(folder, seed)
    say(f"texts: {len(texts.texts)} passages, {len(texts.dictionary)} words of the dictionary")
    tokenizer = wordlist.build(texts, _SIZE, seed, say)
    size = tokenizer.get_vocab_size()
    row, left, right = start.counted(texts, tokenizer)
    shares = start.frequencies(row, left, right, size)
    say(f"start: {len(row)} tokens of prose")
    table = start.vectors(row, left, right, size, DIMENSIONS[0])
    table *= (_RARE / (_RARE + shares))[:, None].astype(np.float32)
    taught = lessons(texts, tokenizer, np.log(1 / shares).tolist())
    say(f"lessons: {', '.join(lesson.name for lesson in taught)}")
    tables = [_run(tokenizer, table, taught, steps, seed + n, say) for n in range(runs)]
    write(tokenizer, np.mean(tables, axis=0), to)
    write_answers(to)
    say(f"written to {to}")


def write(tokenizer: Tokenizer, table: Table, to: Path) -> None:
    """Write the model as sentence-transformers reads it, its weights in half precision."""
    import numpy as np
    from safetensors.numpy import save

    table = table.copy()
    for token in (wordlist.UNKNOWN, wordlist.PADDING):
        table[tokenizer.token_to_id(token)] = 0
    table *= _LARGEST / np.abs(table).max()
    words = tokenizer.to_str()
    to.mkdir(parents=True, exist_ok=True)
    (to / "tokenizer.json").write_text(words, encoding="utf-8", newline="\n")
    # With a weight for each token beside it, sentence-transformers brings a table in half precision to single.
    half = table.astype(np.float16)
    tensors: dict[str, NDArray[Any]] = {"embeddings": half, "weights": np.ones(len(table), np.float32)}
    digest = hashlib.blake2b(words.encode() + half.tobytes(), digest_size=6).hexdigest()
    # One mark and no more: several would be written in another order each time.
    written = save(tensors, {"digest": f"{digest}-{zlib.crc32(words.encode()):08x}"})
    (to / "model.safetensors").write_bytes(written)
    for name, content in _CONFIGURATION.items():
        (to / name).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def write_answers(folder: Path) -> None:
    """Write the vectors of what reports of any agency say beside the model in `folder`, a byte a number."""
    import numpy as np
    from safetensors.numpy import save

    said = list(
        dict.fromkeys(answer for _, answers in (*sources.paraphrases(), *sources.themes()) for answer in answers)
    )
    vectors = normalise(table(folder).encode(said)[:, :_OF_ANSWERS])
    (folder / ANSWERS).write_bytes(save({"answers": np.round(vectors * _BYTE).astype(np.int8)}))


def _run(
    tokenizer: Tokenizer, table: Table, taught: Sequence[Lesson], steps: int, seed: int, say: Callable[[str], None]
) -> Table:
    """One run of training from the start vectors; the table it ends with, of mean length one."""
    import numpy as np
    import torch

    torch.manual_seed(seed)
    chance = random.Random(seed)
    weights, rows = _composed(tokenizer, table)
    embedding, loss = _model(tokenizer, table)
    optimiser = torch.optim.Adam(weights, lr=_RATE, betas=(0.9, 0.99), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _pace(step, steps))
    losses: defaultdict[str, list[float]] = defaultdict(list)
    for step in range(1, steps + 1):
        lesson = chance.choices(taught, [lesson.weight for lesson in taught])[0]
        pairs = lesson.draw(chance, _BATCH)
        embedding.weight = rows()
        value = loss([_features([a for a, _ in pairs]), _features([b for _, b in pairs])], torch.empty(0))
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        schedule.step()
        losses[lesson.name].append(value.item())
        if step % 100 == 0 or step == steps:
            told = ", ".join(f"{name} {np.mean(seen[-20:]):.2f}" for name, seen in sorted(losses.items()))
            say(f"run {seed}: {step} of {steps} steps; losses: {told}")
    trained: Table = rows().detach().numpy()
    return trained / np.float32(np.linalg.norm(trained, axis=1).mean())


def _composed(tokenizer: Tokenizer, table: Table) -> tuple[list[torch.Tensor], Callable[[], torch.Tensor]]:
    """What is trained, and the table made of it: each row its own vector and the mean of those of its word's parts."""
    import torch

    words = [tokenizer.id_to_token(token) or "" for token in range(len(table))]
    tokens, places, weights, size = start.grams(words)
    shares = torch.sparse_coo_tensor(
        torch.tensor([tokens, places]), torch.tensor(weights), (len(words), size), check_invariants=True
    )
    own = torch.tensor(table, requires_grad=True)
    parts = torch.zeros(size, table.shape[1], requires_grad=True)
    return [own, parts], lambda: own + torch.sparse.mm(shares, parts)


def _model(tokenizer: Tokenizer, table: Table) -> tuple[torch.nn.EmbeddingBag, torch.nn.Module]:
    """The loss of a StaticEmbedding, and its table, which is no parameter any more but set before each step."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    static = StaticEmbedding(tokenizer, table.copy())
    model = SentenceTransformer(modules=[static], device="cpu")
    ranking = MultipleNegativesRankingLoss(
        model, scale=_SCALE, directions=("query_to_doc", "doc_to_query"), partition_mode="per_direction"
    )
    del static.embedding.weight
    return static.embedding, MatryoshkaLoss(model, ranking, list(DIMENSIONS))


def _features(texts: Sequence[Tokens]) -> dict[str, torch.Tensor]:
    """A batch of token lists as StaticEmbedding takes it."""
    import numpy as np
    import torch

    offsets = np.cumsum([0, *(len(tokens) for tokens in texts[:-1])])
    flat = np.fromiter((token for tokens in texts for token in tokens), np.int64)
    return {"input_ids": torch.from_numpy(flat), "offsets": torch.from_numpy(offsets)}


def _pace(step: int, steps: int) -> float:
    """Slowly up over a fifth of the run, then down to nearly nothing."""
    return min(1.0, 5 * (step + 1) / steps) * max(0.02, 1 - step / steps)


def _narrator() -> Callable[[str], None]:
    started = time.monotonic()

    def say(line: str) -> None:
        elapsed = math.floor(time.monotonic() - started)
        print(f"{elapsed // 60:2}:{elapsed % 60:02} {line}", file=sys.stderr, flush=True)

    return say


if __name__ == "__main__":
    main()
