"""Encoders: vectors of length one, the same ones every time, and no word to any server."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelMissing
from index.encoder import DEFAULT as FOLDER
from index.encoder import load, normalise

DEFAULT = load(None)
WORDS = ["[UNK]", "公", "开", "信", "息", "健", "康", "hospital"]


def write_model(folder: Path) -> None:
    """A sentence-transformers model with random weights: the mean of a vector a word."""
    from safetensors.numpy import save_file
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    folder.mkdir(parents=True)
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex(r"\s+|(?=[\u4e00-\u9fff])"), "removed")
    tokenizer.save(str(folder / "tokenizer.json"))
    weights = np.random.default_rng(0).normal(size=(len(WORDS), 6)).astype(np.float16)
    save_file({"embedding.weight": weights}, str(folder / "model.safetensors"))
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    (folder / "modules.json").write_text(json.dumps([module]), encoding="utf-8")
    (folder / "config_sentence_transformers.json").write_text('{"model_type": "SentenceTransformer"}', encoding="utf-8")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "小模型"
    write_model(folder)
    return folder


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every attempt to reach another machine fails and is written down here."""
    attempts: list[object] = []

    def refuse(*where: object, **_: object) -> None:
        attempts.append(where)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return attempts


def test_rows_have_length_one_and_an_empty_text_a_row_of_zeros() -> None:
    rows = load(None).encode(["信息公开", "", " \n", "The 3rd report"])
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 0, 1])


@given(st.lists(st.text(), max_size=5))
def test_no_text_gives_anything_but_length_one_or_zeros(texts: list[str]) -> None:
    rows = DEFAULT.encode(texts)
    assert rows.shape == (len(texts), DEFAULT.dimension)
    assert all(length == pytest.approx(1, abs=1e-5) or length == 0 for length in np.linalg.norm(rows, axis=1))


def test_a_lone_surrogate_from_a_damaged_file_is_a_text_like_any_other() -> None:
    assert np.isfinite(load(None).encode(["公开\udc80\ud800"])).all()


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    texts = [f"第{n}条 信息公开" for n in range(200)]
    assert np.array_equal(load(None).encode(texts)[150], load(None).encode([texts[150]])[0])


def cut_whole(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The vectors of texts that the tokenizer is given as they stand, none cut before."""
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    table = load_file(FOLDER / "model.safetensors")["embeddings"]
    found = Tokenizer.from_file(str(FOLDER / "tokenizer.json")).encode_batch(texts, add_special_tokens=False)
    rows = np.zeros((len(texts), table.shape[1]), np.float32)
    for n, one in enumerate(found):
        if one.ids:
            rows[n] = table[one.ids].sum(axis=0, dtype=np.float32) / len(one.ids)
    return normalise(rows)


@given(
    st.lists(st.text("政府公开㈠①一⼀\uf900（）()，。、“…—　 \n\t\x1c\x85\xa0aZＡé\u0301１1½ß"), min_size=1, max_size=4)
)
def test_a_text_is_cut_as_its_tokenizer_cuts_it_whole(texts: list[str]) -> None:
    assert DEFAULT.encode(texts) == pytest.approx(cut_whole(texts), abs=1e-6)


def test_no_character_joins_what_stands_beside_it() -> None:
    between = [chr(n) for n in (*range(0x3000), *range(0x3000, 0x3400, 3), *range(0xF900, 0x10000, 3))]
    texts = [f"信息公{one}开政{one}1{one}a" for one in between if not "\ud800" <= one <= "\udfff"]
    assert DEFAULT.encode(texts) == pytest.approx(cut_whole(texts), abs=1e-6)


def test_the_default_gives_the_same_vectors_in_every_process() -> None:
    program = "from index.encoder import load; print(load(None).encode(['公开 report 12'])[0].tobytes().hex())"

    def run(seed: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
        ).stdout

    assert run("1") == run("2") == load(None).encode(["公开 report 12"])[0].tobytes().hex() + "\n"


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("培训人员不足", "工作人员业务培训次数偏少", "通过微信公众号发布信息"),
        ("shortage of staff", "人员力量薄弱，身兼数职", "通过微信公众号发布信息"),
        ("被告上法庭", "行政诉讼案件", "政府信息公开指南"),
        ("open day", "组织开展政府开放日活动", "主动公开目录"),
    ],
)
def test_what_means_the_same_is_near_in_either_language(question: str, near: str, far: str) -> None:
    one, other, third = load(None).encode([question, near, far])
    assert one @ other > 0.3 > 0.2 > one @ third


def test_width_and_case_make_no_difference() -> None:
    one, other = load(None).encode(["结果维持 WeChat 12", "结果维持　ＷＥＣＨＡＴ　１２"])
    assert np.array_equal(one, other)


def test_progress_ends_with_all_done() -> None:
    heard: list[tuple[int, int]] = []
    load(None).encode(["公开"] * 150, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (150, 150)
    assert heard == sorted(heard)


def test_rows_without_direction_become_zeros_instead_of_nan() -> None:
    rows = normalise(np.array([[3, 4], [0, 0], [np.nan, np.nan], [np.inf, 1]], np.float32))
    assert rows.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0], [0, 0], [0, 1]]


def test_a_model_folder_is_read_by_sentence_transformers_without_asking_any_server(
    model: Path, no_network: list[object]
) -> None:
    encoder = load(str(model))
    heard: list[tuple[int, int]] = []
    rows = encoder.encode(["信息公开", "", "公开信息", "hospital", "  "], lambda *step: heard.append(step))
    assert encoder.dimension == 6
    assert rows.dtype == np.float32
    assert rows.shape == (5, 6)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 1, 1, 0], abs=1e-5)
    assert rows[0] == pytest.approx(rows[2], abs=1e-3)
    assert heard == [(3, 3)]
    assert no_network == []


def test_nothing_but_empty_texts_is_no_reason_to_fail(model: Path) -> None:
    assert not load(str(model)).encode(["", " "]).any()


def test_a_model_is_also_found_by_its_name_among_those_downloaded_before(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: list[object]
) -> None:
    cached = tmp_path / "models--some--model"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs" / "main").write_text("a" * 40)
    shutil.copytree(model, cached / "snapshots" / ("a" * 40))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    encoder = load("some/model")
    assert encoder.name.startswith("some/model@")
    assert encoder.dimension == 6
    assert no_network == []


def test_a_model_trained_anew_in_place_has_another_name(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    first, again = load(str(folder)).name, load(str(folder)).name
    os.utime(folder / "model.safetensors", (time.time() + 9, time.time() + 9))
    assert first == again != load(str(folder)).name


@pytest.mark.parametrize("name", ["some/model-nobody-has", "model-nobody-has", "/no/such/folder", "年报/模型", "a b?"])
def test_a_model_that_is_not_here_is_named_with_its_remedy_and_not_fetched(name: str, no_network: list[object]) -> None:
    with pytest.raises(ModelMissing) as caught:
        load(name)
    assert name in caught.value.zh and "下载" in caught.value.zh
    assert name in caught.value.en and "download it" in caught.value.en
    assert "\n" not in caught.value.zh + caught.value.en
    assert no_network == []


@pytest.mark.parametrize("lost", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_model_that_lacks_a_file_is_named_with_its_remedy(
    model: Path, tmp_path: Path, lost: str, no_network: list[object]
) -> None:
    shutil.copytree(model, tmp_path / "model")
    (tmp_path / "model" / lost).unlink()
    with pytest.raises(ModelMissing, match="download it again"):
        load(str(tmp_path / "model"))
    assert no_network == []


@pytest.mark.parametrize("cut", ["model.safetensors", "tokenizer.json", "modules.json"])
def test_a_model_with_a_file_cut_short_is_named_with_its_remedy(model: Path, tmp_path: Path, cut: str) -> None:
    shutil.copytree(model, tmp_path / "model")
    file = tmp_path / "model" / cut
    file.write_bytes(file.read_bytes()[:-8])
    with pytest.raises(ModelMissing, match="download it again"):
        load(str(tmp_path / "model"))
