"""A sum that takes in a government beside what its report may count already says so."""

import pytest

from assistant.answer import Outcome
from places_made import of_written

CITY = ("浙江省", "绍兴市")
WRITTEN = [
    ("绍兴市人民政府", CITY, "100"),
    ("绍兴市教育局", CITY, "10"),
    ("嵊州市教育局", (*CITY, "嵊州市"), "5"),
    ("衢州市教育局", ("浙江省", "衢州市"), "3"),
]


@pytest.mark.parametrize(
    ("question", "left", "twice"),
    [
        ("2021年浙江省行政许可合计", (), True),
        ("2021年各市行政许可合计", (), True),
        ("2021年绍兴市行政许可合计", (), True),
        ("total of permits in Zhejiang in 2021", (), True),
        # Of its own departments none is loaded, but one of a place below it.
        ("2021年浙江省行政许可合计", ("绍兴市教育局",), True),
        ("2021年浙江省行政许可合计", ("绍兴市教育局", "嵊州市教育局"), False),
        ("2021年浙江省行政许可合计", ("绍兴市人民政府",), False),
        ("2021年浙江省教育局行政许可合计", (), False),
        ("2021年浙江省行政许可平均多少", (), False),
        ("2021年行政许可最多的是哪家", (), False),
        ("绍兴市人民政府2021年行政许可多少件", (), False),
    ],
)
def test_a_government_added_to_what_it_may_count_already_is_named(
    question: str, left: tuple[str, ...], twice: bool
) -> None:
    answer = of_written([one for one in WRITTEN if one[0] not in left], question)
    assert answer.outcome in (Outcome.ANSWERED, Outcome.NOTED)
    told = [note.text for note in answer.notes if note.code == "may_count_twice"]
    assert bool(told) == twice and all("绍兴市人民政府" in text for text in told)
