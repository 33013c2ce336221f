"""A home whose files were damaged by something else than nianbao: right answers, or one line that says what to do."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import apsw
import apsw.sqlite_extra
import pytest

from assistant import paths
from assistant.library import build, finding
from corpus.errors import NianbaoError
from corpus.library import database
from homes import filled

WORDS = "政府信息公开培训"
Damage = Callable[[bytes, Random], bytes]


def flipped(content: bytes, random: Random) -> bytes:
    place = random.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << random.randrange(8)]) + content[place + 1 :]


def cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def zeroed(content: bytes, random: Random) -> bytes:
    place = random.randrange(0, len(content), 512)
    return content[:place] + bytes(min(512, len(content) - place)) + content[place + 512 :]


def doubled(content: bytes, random: Random, size: int = 1024) -> bytes:
    """A block of it written over another."""
    blocks = max(1, len(content) // size)
    source, place = (size * random.randrange(blocks) for _ in range(2))
    block = content[source : source + size]
    return content[:place] + block + content[place + len(block) :]


DAMAGES: tuple[Damage, ...] = (flipped, flipped, flipped, cut, zeroed, doubled)


def said(home: Path) -> object:
    """Everything that the library of a home says."""
    with build.open_library(home) as library:
        entries = library.entries(active=False)
        texts = [library.lines(entry.report) for entry in entries]
        return entries, library.figures(), library.counts(), library.passages(), library.names(), texts


def found(home: Path) -> object:
    with build.open_library(home) as library:
        hits = finding.open_search(library, home).find(WORDS, limit=5)
        return [(hit.passage.report, hit.passage.text, hit.best) for hit in hits]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = filled(tmp_path_factory.mktemp("sound") / "home")
    assert found(home)
    return home


def parts_of_the_index(home: Path) -> Iterator[Path]:
    yield from sorted(path for path in (home / paths.INDEX).rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", range(48))
def test_a_damaged_library_says_the_same_or_that_it_is_damaged(sound: Path, tmp_path: Path, seed: int) -> None:
    expected = said(sound)
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    random = Random(seed)
    file = home / paths.LIBRARY
    file.write_bytes(DAMAGES[seed % len(DAMAGES)](file.read_bytes(), random))
    try:
        now = said(home)
    except NianbaoError as error:
        assert "nianbao doctor" in error.text("zh")
    else:
        assert now == expected


@pytest.mark.parametrize("seed", range(12))
def test_a_whole_page_in_another_s_place_bears_its_checksum_and_is_found_by_doctor(
    sound: Path, tmp_path: Path, seed: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    file = home / paths.LIBRARY
    content = file.read_bytes()
    changed = doubled(content, Random(seed), database.PAGE_BYTES)
    file.write_bytes(changed)
    try:
        with build.open_library(home) as library:
            assert library.faults() or changed == content
    except NianbaoError as error:
        assert "nianbao doctor" in error.text("zh")


def test_a_figure_that_flips_in_the_file_is_never_told(sound: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    file = home / paths.LIBRARY
    content = file.read_bytes()
    # 龙口's penalties as the library keeps them; 102 becomes 112.
    kept = bytes((76, 26, 102))
    places = [n for n in range(len(content)) if content.startswith(kept, n)]
    assert places
    for place in places:
        file.write_bytes(content[: place + 2] + bytes((112,)) + content[place + 3 :])
        with pytest.raises(NianbaoError, match="nianbao doctor"):
            said(home)


def test_a_damaged_search_index_is_made_again(sound: Path, tmp_path: Path) -> None:
    expected = found(sound)
    random = Random(7)
    for part in parts_of_the_index(sound):
        for damage in (flipped, cut, None):
            home = tmp_path / f"{part.name}-{damage.__name__ if damage else 'gone'}"
            shutil.copytree(sound, home)
            file = home / part.relative_to(sound)
            if damage is None:
                file.unlink()
            elif content := file.read_bytes():
                file.write_bytes(damage(content, random))
            assert found(home) == expected, home.name
            shutil.rmtree(home)


def test_what_a_disk_loses_of_a_large_index_ends_nothing_and_changes_no_word(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.folder._ALWAYS_SUMMED", 0)
    monkeypatch.setattr("index.folder._SMALL", 0)
    random = Random(3)
    with build.open_library(sound) as library:
        printed = {passage.key: passage for passage in library.passages()}
    for part in parts_of_the_index(sound):
        content = part.read_bytes()
        # The beginning of a file says how it is laid out.
        for place in sorted({40, random.randrange(len(content) or 1)} & set(range(len(content)))):
            home = tmp_path / "home"
            shutil.copytree(sound, home)
            file = home / part.relative_to(sound)
            file.write_bytes(
                content[:place] + bytes([content[place] ^ 1 << random.randrange(8)]) + content[place + 1 :]
            )
            os.utime(file, ns=(part.stat().st_atime_ns, part.stat().st_mtime_ns))
            with build.open_library(home) as library:
                _, hits = finding.find_anew(library, home, None, WORDS, limit=5)
            assert all(hit.passage == printed[hit.passage.key] for hit in hits), (part.name, place)
            shutil.rmtree(home)


def test_a_clock_that_goes_backwards_does_not_make_an_old_index_current(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound, home)
    monkeypatch.setattr("time.time_ns", lambda: 0)
    with build.open_library(home, writable=True) as library:
        before = library.generation
        library.remove("shaxian-2020")
        assert library.generation > before
        hits = finding.open_search(library, home).find(WORDS, limit=50)
        assert hits and all(hit.passage.report != "shaxian-2020" for hit in hits)


def test_the_checksum_extension_is_the_one_that_comes_with_apsw() -> None:
    folder = Path(apsw.__file__).with_name("sqlite_extra_binaries")
    assert Path(apsw.sqlite_extra.path("cksumvfs")) in folder.iterdir()
    assert database.in_memory().pragma("foreign_keys") == 1


def test_every_page_of_a_new_library_has_a_checksum(tmp_path: Path) -> None:
    connection = database.in_new_file(tmp_path / "library.db")
    assert connection.pragma("checksum_verification") == "1"
    connection.close()
    assert [path.name for path in tmp_path.iterdir()] == ["library.db"]
