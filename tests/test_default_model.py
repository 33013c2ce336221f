"""The default model: small, described, the same by either loader, and no stand-in beside it."""

import hashlib
import json
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.encoder
from corpus.errors import ModelMissing
from index import thesaurus, train
from index.encoder import DEFAULT, Encoder, load
from index.training import lessons, sources, wordlist

ENCODER = load(None)
MOST = 16_000_000
TEXTS = [
    "",
    " \n\t",
    "公开",
    "！？",
    "一是业务培训次数偏少；二是 staff are part-time.",
    "𠮷🦊",
    "结 果 维 持　ＷＥＣＨＡＴ　１２",
    "政务公开 open day 12,345 " * 60,
    "\ud800公开",
]
ENDLESS = "政务公开 open day 12,345 " * 3000
"""Of 21,000 tokens: in single precision no sum of so many is right to more than four digits, in whatever order."""


@pytest.fixture(scope="module")
def through_the_library() -> Encoder:
    return load(str(DEFAULT))


def test_the_stand_in_of_the_first_days_is_gone() -> None:
    assert not hasattr(index.encoder, "HashedEncoder")
    assert load(None).name.startswith("default@")


def test_the_model_is_small_enough_to_come_with_the_project() -> None:
    assert sum(file.stat().st_size for file in DEFAULT.iterdir()) <= MOST


def test_its_name_is_made_of_its_content() -> None:
    from safetensors.numpy import load_file

    weights = load_file(DEFAULT / "model.safetensors")["embeddings"]
    words = (DEFAULT / "tokenizer.json").read_bytes()
    digest = hashlib.blake2b(words + weights.tobytes(), digest_size=6).hexdigest()
    assert load(None).name == f"default@{digest}-{zlib.crc32(words):08x}"


def test_the_card_says_what_it_is_made_of_and_the_notice_names_everyone() -> None:
    card = (DEFAULT / "README.md").read_text(encoding="utf-8")
    notice = (DEFAULT / "NOTICE").read_text(encoding="utf-8")
    for heading in ("## Data", "## Recipe", "## Metrics", "## Limits"):
        assert heading in card
    for source in ("CC-CEDICT", "Tatoeba", "CMRC", "DRCD", "cnid-validator", "LawRefBook"):
        assert source in notice and source in card


def test_both_loaders_give_the_same_vectors(through_the_library: Encoder) -> None:
    ours, theirs = load(None).encode(TEXTS), through_the_library.encode(TEXTS)
    assert ours.dtype == theirs.dtype == np.float32
    assert np.abs(ours - theirs).max() <= 1e-6
    assert np.abs(load(None).encode([ENDLESS]) - through_the_library.encode([ENDLESS])).max() <= 1e-6


def test_the_library_alone_gives_the_same_vectors_too() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(DEFAULT), local_files_only=True)
    texts = [text for text in TEXTS if text.strip() and text.isprintable()]
    theirs = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert np.abs(ENCODER.encode(texts) - theirs).max() <= 1e-6


@settings(deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_both_loaders_agree_on_whatever_is_typed(through_the_library: Encoder, texts: list[str]) -> None:
    assert np.abs(ENCODER.encode(texts) - through_the_library.encode(texts)).max(initial=0) <= 1e-6


def test_many_texts_at_once_give_the_vectors_that_each_gives_alone() -> None:
    texts = [f"第{n}条 公开信息{n * 7}条" for n in range(500)]
    together = ENCODER.encode(texts)
    assert np.abs(together[::100] - np.vstack([ENCODER.encode([text]) for text in texts[::100]])).max() <= 1e-6


def test_the_default_needs_no_torch() -> None:
    program = (
        "import sys; from index.encoder import load; load(None).encode(['公开']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers', 'scipy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("how", ["gone", "cut"])
def test_a_damaged_default_is_said_in_one_line(
    name: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in DEFAULT.iterdir():
        if file.name != name:
            (tmp_path / file.name).symlink_to(file)
    if how == "cut":
        (tmp_path / name).write_bytes((DEFAULT / name).read_bytes()[:-9])
    monkeypatch.setattr(index.encoder, "DEFAULT", tmp_path)
    with pytest.raises(ModelMissing, match="install nianbao again") as caught:
        load(None)
    assert "\n" not in caught.value.zh + caught.value.en


def test_the_trainer_says_in_one_line_that_there_is_nothing_to_train_on(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "index.train", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert str(tmp_path) in ran.stderr and "law_articles" in ran.stderr


def small() -> sources.Sources:
    """A few texts of each kind, made for this test."""
    words = ["公开", "培训", "申请", "答复", "监督", "医院", "网站", "平台"]
    texts = tuple(
        sources.Text(
            kind, f"{a}办法", (f"加强{a}和{b}工作。", f"{b}的{a}由专人负责。"), (f"{a}怎么做",) * (kind == "reading")
        )
        for kind in ("law", "near", "report", "reading")
        for a in words
        for b in words
        if a != b
    )
    english = ["open", "train", "apply", "reply", "watch", "hospital", "website", "platform"]
    pairs = tuple(zip(words, english, strict=True))
    dictionary = tuple((zh, (en, f"{en} thing")) for zh, en in pairs)
    return sources.Sources(texts, dictionary, pairs, pairs, thesaurus.concepts()[:12], sources.paraphrases()[:12])


def test_every_lesson_gives_pairs_of_known_tokens() -> None:
    import random

    texts = small()
    tokenizer = wordlist.build(texts, 900, 0, lambda line: None)
    size = tokenizer.get_vocab_size()
    for lesson in lessons.lessons(texts, tokenizer, [1.0] * size):
        pairs = lesson.draw(random.Random(0), 16)
        assert 0 < len(pairs) <= 16, lesson.name
        assert all(0 <= token < size for pair in pairs for side in pair for token in side), lesson.name
        assert all(side for pair in pairs for side in pair), lesson.name


def test_what_is_written_is_read_by_both_loaders(tmp_path: Path) -> None:
    tokenizer = wordlist.build(small(), 900, 0, lambda line: None)
    size = tokenizer.get_vocab_size()
    table = np.random.default_rng(0).normal(size=(size, 8)).astype(np.float32)
    train.write(tokenizer, table, tmp_path)
    assert json.loads((tmp_path / "modules.json").read_text(encoding="utf-8"))[0]["type"].endswith("StaticEmbedding")
    assert load(str(tmp_path)).encode(["公开培训"]).shape == (1, 8)
    again = tmp_path / "again"
    train.write(tokenizer, table, again)
    assert (again / "model.safetensors").read_bytes() == (tmp_path / "model.safetensors").read_bytes()


def test_every_paraphrase_has_questions_and_answers() -> None:
    lines = sources.paraphrases()
    assert len(lines) > 100
    assert all(all(asked) and all(answers) for asked, answers in lines)
