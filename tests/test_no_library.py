"""Files that stand where a library should, and are none."""

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import LibraryDamaged
from corpus.library.store import Library


@pytest.mark.parametrize("content", [b"", b"not a library at all" * 400, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_library_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(content)
    with pytest.raises(LibraryDamaged, match="nianbao doctor"):
        Library.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    other = sqlite3.connect(path)
    other.execute("create table theirs (x)")
    other.close()
    with pytest.raises(LibraryDamaged):
        Library.open(path)
