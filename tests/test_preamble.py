"""What people say of themselves narrows nothing; what could choose among cases is kept."""

import pytest

from assistant.understanding.preamble import without

NAMES = {"龙口": "agency"}


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("赶稿，龙口2020年处罚多少", "龙口2020年处罚多少"),
        ("我们在做课题，龙口2020年处罚多少", "龙口2020年处罚多少"),
        ("我眼睛不好，龙口2020年处罚多少", "龙口2020年处罚多少"),
        ("老板让我查龙口2020年处罚", "龙口2020年处罚"),
        ("i'm on deadline, penalties of 龙口 in 2020", "penalties of 龙口 in 2020"),
    ],
)
def test_what_is_said_of_the_asker_goes(text: str, rest: str) -> None:
    assert without(text, NAMES).replace("|", "").strip(",， ") == rest


@pytest.mark.parametrize(
    "text",
    [
        "医疗机构，龙口2020年处罚多少",
        "我关心医疗机构，龙口2020年处罚多少",
        "我只要上半年的，龙口2020年处罚多少",
        "我县处罚多少",
        "龙口2020年处罚多少，涉及企业的",
        "请帮我找一下花溪区自然资源局|无法提供",
        "我说的是花溪，2020年处罚多少",
        "i mean only hospitals, penalties of 龙口 in 2020",
        "谢谢",
    ],
)
def test_what_could_choose_stays(text: str) -> None:
    assert without(text, NAMES) == text


def test_what_is_asked_about_stays() -> None:
    assert "花溪" in without("我想问花溪，2020年处罚多少", NAMES)


def test_no_character_moves() -> None:
    text = "赶稿，龙口2020年处罚多少"
    assert len(without(text, NAMES)) == len(text)
