"""When an index on disk is not to be trusted, and what making it anew leaves behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.errors import LibraryDamaged
from index import folder as on_disk
from index import search
from index.build import build
from index.folder import Fingerprint, is_current
from index.opened import open_index

if TYPE_CHECKING:
    pass

from searched import DEFAULT, PASSAGES, TEXTS, Listening, keys, passage


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


def remove(path: Path) -> None:
    path.unlink()


def in_place_of(path: Path, content: bytes) -> None:
    # Written aside: tantivy's threads may still have the old file mapped, and a page cut off below them is a bus error.
    aside = path.with_name("damaged")
    aside.write_bytes(content)
    aside.replace(path)


def shorten(path: Path) -> None:
    in_place_of(path, path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    in_place_of(path, bytes(content))


@pytest.mark.parametrize("damage", [remove, shorten, flip])
def test_no_damaged_file_is_ever_trusted_and_building_again_heals_it(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    build(tmp_path, list(PASSAGES.values()), DEFAULT, "1")
    for number in range(len(files(tmp_path))):
        path = files(tmp_path)[number]
        damage(path)
        with pytest.raises(LibraryDamaged) as caught:
            open_index(tmp_path)
        assert str(tmp_path) in caught.value.zh and str(tmp_path) in caught.value.en
        if damage is not flip or path.name == "index.json":
            assert not is_current(tmp_path, Fingerprint(DEFAULT.name, "1"))
        build(tmp_path, list(PASSAGES.values()), DEFAULT, "1")
        assert keys(tmp_path, "微信发了多少篇")[0] == 5


@pytest.mark.parametrize(
    "said", ["", "[]", "null", "{}", '{"fingerprint": {}, "parts": "x", "files": {}}', '{"files": 3}', "\ufeff{"]
)
def test_an_index_json_that_says_nothing_sensible_is_no_index(tmp_path: Path, said: str) -> None:
    build(tmp_path, [], DEFAULT, "1")
    (tmp_path / "index.json").write_text(said, encoding="utf-8")
    assert not is_current(tmp_path, Fingerprint(DEFAULT.name, "1"))
    with pytest.raises(LibraryDamaged):
        open_index(tmp_path)


def test_an_index_json_that_points_elsewhere_removes_nothing_there(tmp_path: Path) -> None:
    home, precious = tmp_path / "index", tmp_path / "precious"
    precious.mkdir()
    build(home, [], DEFAULT, "1")
    pointer = json.loads((home / "index.json").read_text(encoding="utf-8"))
    (home / "index.json").write_text(json.dumps(pointer | {"parts": "../precious"}), encoding="utf-8")
    build(home, [], DEFAULT, "2")
    assert precious.is_dir()


def test_an_index_of_an_older_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, [], DEFAULT, "1")
    monkeypatch.setattr(on_disk, "FORMAT", on_disk.FORMAT + 1)
    with pytest.raises(LibraryDamaged):
        open_index(tmp_path)


def test_a_text_that_the_index_before_had_is_not_embedded_again(tmp_path: Path) -> None:
    encoder = Listening()
    build(tmp_path, list(PASSAGES.values()), encoder, "1")
    encoder.heard.clear()
    changed = [PASSAGES[3], passage(77, TEXTS[5]), passage(8, "收到信息公开申请12件。一件收费。")]
    build(tmp_path, changed, encoder, "2")
    assert encoder.heard == ["一、总体情况\n收到信息公开申请12件。一件收费。", "某局 2020", "一、总体情况\n一件收费。"]

    build(tmp_path / "new", changed, Listening(), "2")
    reused, fresh = open_index(tmp_path), open_index(tmp_path / "new")
    for one, other in zip(reused.segments, fresh.segments, strict=True):
        part, as_new = (segment.part(segment.staying) for segment in (one, other))
        assert np.array_equal(part.passages, as_new.passages)
        assert np.array_equal(part.sentences, as_new.sentences)


def test_the_same_text_twice_is_embedded_once(tmp_path: Path) -> None:
    encoder = Listening()
    build(tmp_path, [passage(1, "公开信息。"), passage(2, "公开信息。")], encoder, "1")
    assert encoder.heard == ["一、总体情况\n公开信息。", "某局 2020"]


def test_another_encoder_embeds_everything_anew(tmp_path: Path) -> None:
    first, second = Listening("first"), Listening("second")
    build(tmp_path, list(PASSAGES.values()), first, "1")
    build(tmp_path, list(PASSAGES.values()), second, "1")
    assert second.heard == first.heard


def test_a_build_that_is_stopped_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, list(PASSAGES.values()), DEFAULT, "1")
    before = {path: path.read_bytes() for path in files(tmp_path)}

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, [passage(1, "新的内容。")], DEFAULT, "2", stop)
    assert {path: path.read_bytes() for path in files(tmp_path)} == before


def test_whoever_has_an_index_open_keeps_it_while_another_is_built(tmp_path: Path) -> None:
    build(tmp_path, list(PASSAGES.values()), DEFAULT, "1")
    index = open_index(tmp_path)
    before = search.search(index, "微信", PASSAGES, DEFAULT, None, 3)
    build(tmp_path, [passage(1, "新的内容。")], DEFAULT, "2")
    assert search.search(index, "微信", PASSAGES, DEFAULT, None, 3) == before
    assert keys(tmp_path, "微信") == []


def test_an_index_that_another_replaced_before_its_first_question_is_said_to_be_damaged(tmp_path: Path) -> None:
    build(tmp_path, list(PASSAGES.values()), DEFAULT, "1")
    index = open_index(tmp_path)
    build(tmp_path, [passage(1, "新的内容。")], DEFAULT, "2")
    with pytest.raises(LibraryDamaged):
        search.search(index, "微信", PASSAGES, DEFAULT, None, 3)


def test_a_build_leaves_one_index_and_takes_away_what_was_abandoned_long_ago(tmp_path: Path) -> None:
    abandoned, under_way, foreign = tmp_path / ("a" * 32), tmp_path / ("b" * 32), tmp_path / "notes"
    for path in (abandoned, under_way, foreign):
        path.mkdir(parents=True)
    long_ago = time.time() - 86_400
    for path in (abandoned, foreign):
        os.utime(path, (long_ago, long_ago))
    build(tmp_path, [], DEFAULT, "1")
    build(tmp_path, [passage(1, "新的内容。")], DEFAULT, "2")
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 3
    assert not abandoned.exists() and under_way.exists() and foreign.exists()


def test_an_index_may_be_moved_with_its_home(tmp_path: Path) -> None:
    build(tmp_path / "old", list(PASSAGES.values()), DEFAULT, "1")
    (tmp_path / "old").rename(tmp_path / "新家")
    assert keys(tmp_path / "新家", "微信发了多少篇")[0] == 5
