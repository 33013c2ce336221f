"""Another embedding model in place of the default: chosen, asked with, stopped half-way, and gone back from."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import paths
from assistant.chat import Chat
from assistant.library import build, finding
from assistant.library.build import Progress
from corpus.errors import ModelMissing
from homes import Commands, filled, report_text
from index.opened import open_index

QUESTION = "龙口办过哪些业务培训"


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of one small layer with random weights, as sentence-transformers writes one."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    plain, folder = (tmp_path_factory.mktemp("models") / name for name in ("plain", "模型"))
    plain.mkdir()
    letters = sorted({*report_text(), *"abcdefghijklmnopqrstuvwxyz"} - set(" \n\r\t"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]
    (plain / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab=str(plain / "vocab.txt")).save_pretrained(plain)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(plain)
    body = Transformer(str(plain))
    SentenceTransformer(modules=[body, Pooling(16)], device="cpu").save(str(folder))
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
    monkeypatch.delenv("NIANBAO_MODEL", raising=False)
    return attempts


def encoder_of(home: Path) -> str:
    return open_index(home / paths.INDEX).fingerprint.encoder


def test_a_model_is_chosen_used_for_what_is_added_and_gone_back_from(
    transformer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], no_network: list[object]
) -> None:
    home = filled(tmp_path / "home")
    command = Commands(home, capsys)
    assert command("model").out.startswith("default")
    used = command("model", "use", transformer)
    assert used.code == 0 and "16" in used.out
    assert command("model").out == f"{transformer}\n"
    file = tmp_path / "mine.txt"
    file.write_text(report_text((("龙口市", "清河市"),)), encoding="utf-8")
    assert command("add", file).code == 0
    assert encoder_of(home).startswith(str(transformer))
    assert command("search", "业务培训", "--agency", "清河").out
    assert command("ask", QUESTION).code in (0, 3)
    assert command("model", "use", "default").code == 0
    assert encoder_of(home).startswith("default@")
    assert "业务培训" in command("ask", QUESTION).out
    assert no_network == []


def test_a_model_that_cannot_be_had_is_one_line_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], no_network: list[object]
) -> None:
    command = Commands(filled(tmp_path / "home"), capsys)
    for name in ("nobody/has-this-model", str(tmp_path / "nothing-here")):
        refused = command("model", "use", name)
        assert refused.code == 1
        assert refused.out == "" and name in refused.err and refused.err.count("\n") == 1
    assert command("model").out.startswith("default")
    assert command("ask", QUESTION).code == 0


def test_a_chosen_model_that_went_away_names_the_way_back(transformer: Path, tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    (home / paths.MODEL).write_text(str(tmp_path / "gone"), encoding="utf-8")
    with build.open_library(home) as library, pytest.raises(ModelMissing, match="nianbao model use default"):
        finding.open_search(library, home)


def test_a_change_that_is_stopped_leaves_the_model_and_its_index(transformer: Path, tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    with build.open_library(home) as library:
        finding.open_search(library, home)

        def stop(progress: Progress) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            finding.use(library, home, str(transformer), stop)
        assert finding.model(home) is None
        assert encoder_of(home).startswith("default@")
        assert finding.open_search(library, home).find("业务培训", limit=1)


def test_a_change_that_is_killed_leaves_the_index_before_working(transformer: Path, tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    with build.open_library(home) as library:
        finding.open_search(library, home)
        before = encoder_of(home)
        program = (
            "import os, sys, signal; from pathlib import Path; from assistant.library import build, finding\n"
            "home = Path(sys.argv[1])\n"
            "end = lambda progress: os.kill(os.getpid(), signal.SIGKILL)\n"
            "finding.use(build.open_library(home), home, sys.argv[2], end)"
        )
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", program, home, transformer], env=environment, capture_output=True, check=False
        )
        assert run.returncode == -signal.SIGKILL, run.stderr
        assert encoder_of(home) == before and finding.model(home) is None
        assert finding.open_search(library, home).find("业务培训", limit=1)


def test_an_open_chat_goes_on_when_the_model_is_changed_beside_it(transformer: Path, tmp_path: Path) -> None:
    home = filled(tmp_path / "home")
    chat = Chat.open(home)
    assert chat.ask(QUESTION).passages
    with build.open_library(home) as library:
        finding.use(library, home, str(transformer))
        finding.use(library, home, finding.DEFAULT)
    assert chat.ask(QUESTION).passages
    chat.close()


def test_the_environment_goes_before_the_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / paths.MODEL).write_text("some/model", encoding="utf-8")
    monkeypatch.delenv("NIANBAO_MODEL", raising=False)
    assert finding.model(tmp_path) == "some/model"
    monkeypatch.setenv("NIANBAO_MODEL", "another/model")
    assert finding.model(tmp_path) == "another/model"
    monkeypatch.setenv("NIANBAO_MODEL", "default")
    assert finding.model(tmp_path) is None
