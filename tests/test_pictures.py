"""The pictures of the README: which there are, and that Chinese stands as wide in them as on a screen."""

import re
from pathlib import Path

from pictures import PICTURES, ROOT, spread


def test_the_readme_shows_the_pictures_that_are_made() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(f"docs/{picture.name}.svg" for picture in PICTURES)
    assert {path.name for path in (ROOT / "docs").iterdir()} == {Path(name).name for name in shown}


def test_a_chinese_character_stands_in_two_cells_and_what_follows_behind_them() -> None:
    run = '<text class="a" x="10" y="5" textLength="50" clip-path="url(#b)">表二&lt;7&gt;</text>'
    assert spread(run) == (
        '<text class="a" x="10.0 30.0" y="5" clip-path="url(#b)">表二</text>'
        '<text class="a" x="50.0" y="5" textLength="30.0" clip-path="url(#b)">&lt;7&gt;</text>'
    )


def test_a_picture_fetches_nothing() -> None:
    for path in (ROOT / "docs").iterdir():
        assert not re.search(r"url\((?!#)|href=\"http", path.read_text(encoding="utf-8"))
