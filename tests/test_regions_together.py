"""长三角, 东北三省 and the like: the provinces or cities that they take in, which the answer names."""

from decimal import Decimal

import pytest

from assistant.answer import Answer, Outcome
from corpus.identity import areas, regions
from places_made import of_written

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)
WRITTEN = (
    ("杭州市教育局", ("浙江省", "杭州市"), "1"),
    ("南京市教育局", ("江苏省", "南京市"), "2"),
    ("合肥市教育局", ("安徽省", "合肥市"), "4"),
    ("沈阳市教育局", ("辽宁省", "沈阳市"), "8"),
    ("长春市教育局", ("吉林省", "长春市"), "16"),
    ("哈尔滨市教育局", ("黑龙江省", "哈尔滨市"), "32"),
    ("广州市教育局", ("广东省", "广州市"), "64"),
    ("深圳市教育局", ("广东省", "深圳市"), "128"),
    ("韶关市教育局", ("广东省", "韶关市"), "256"),
    ("北京市海淀区教育局", ("北京市", "海淀区"), "512"),
    ("重庆市万州区教育局", ("重庆市", "万州区"), "1024"),
    ("成都市教育局", ("四川省", "成都市"), "2048"),
)


def told(text: str) -> Answer:
    return of_written(WRITTEN, text)


def note(answer: Answer) -> str:
    return next(note.text for note in answer.notes if note.code == "region")


def test_every_place_of_a_region_is_one_of_the_gazetteer() -> None:
    for word in areas._words():
        within = areas.members(word)
        levels = {region.level for name in within for region in regions.named(name) if region.name == name}
        assert len(set(within)) == len(within) > 1, word
        assert levels <= {"province", "city"} and levels, word
        assert all(any(region.name == name for region in regions.named(name)) for name in within), word


def test_the_seven_regions_hold_every_mainland_province_once() -> None:
    seven = [name for word in ("华北", "东北", "华东", "华中", "华南", "西南", "西北") for name in areas.members(word)]
    mainland = [name for code, (_, name, *_) in regions._rows().items() if code[2:] == "0000" and code < "7"]
    assert sorted(seven) == sorted(mainland)
    four = [name for word in ("东部地区", "中部地区", "西部地区", "东北") for name in areas.members(word)]
    assert sorted(four) == sorted(mainland)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年长三角行政许可合计", 7),
        ("2021年长江三角洲地区行政许可一共多少", 7),
        ("2021年长三角行政许可", 7),
        ("2021年江浙沪行政许可合计", 3),
        ("2021年东北三省行政许可合计", 56),
        ("2021年东北行政许可总数", 56),
        ("2021年珠三角行政许可合计", 192),
        ("2021年成渝行政许可合计", 3072),
        ("2021年四个直辖市行政许可合计", 1536),
        ("2021年西南地区行政许可合计", 3072),
        ("total permits of the Yangtze River Delta in 2021", 7),
        ("total permits in Northeast China in 2021", 56),
    ],
)
def test_the_sum_of_a_region_is_that_of_its_places(text: str, value: int) -> None:
    answer = told(text)
    assert (answer.outcome in GIVEN, answer.value) == (True, str(value)), answer.headline


def test_the_answer_names_what_was_counted_and_what_is_not_loaded() -> None:
    assert note(told("2021年长三角行政许可合计")) == "长三角：上海市、江苏省、浙江省、安徽省（没有载入：上海市）"
    assert note(told("2021年东北三省行政许可合计")) == "东北三省：辽宁省、吉林省、黑龙江省"
    assert note(told("total permits in Northeast China in 2021")).startswith("northeast china: 辽宁省")


def test_two_regions_are_set_against_each_other_and_both_are_named() -> None:
    answer = told("2021年东北三省许可比长三角多多少")
    assert (answer.value, answer.formula) == ("49", "56 - 7 = 49")
    assert "东北三省：辽宁省" in note(answer)
    assert "长三角：上海市" in note(answer)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("2021年长三角各省行政许可合计", ["安徽省", "江苏省", "浙江省"]),
        ("2021年珠三角各市行政许可合计", ["深圳市", "广州市"]),
        ("2021年各直辖市行政许可合计", ["重庆市", "北京市"]),
        ("2021年哪个直辖市行政许可合计最多", ["重庆市", "北京市"]),
    ],
)
def test_the_places_of_a_region_are_told_apart(text: str, labels: list[str]) -> None:
    answer = told(text)
    assert answer.outcome in GIVEN, answer.headline
    assert [row.label.split("（")[0] for row in answer.rows] == labels


def test_the_highest_of_a_region() -> None:
    answer = told("2021年东北地区行政许可最多的机关")
    assert [Decimal(row.value or "") for row in answer.rows] == [32, 16, 8]


@pytest.mark.parametrize(
    "text",
    [
        "2021年成渝地区双城经济圈行政许可合计",
        "2021年长三角一体化示范区行政许可合计",
        "2021年华北行政许可是多少件，西北呢",
        "2021年自治区行政许可合计",
        "2021年西北行政许可合计",
    ],
)
def test_what_has_other_bounds_is_open_or_is_not_loaded_has_no_sum(text: str) -> None:
    answer = told(text)
    assert (answer.outcome in GIVEN, answer.value) == (False, None), answer.headline


@pytest.mark.parametrize("text", ["杭州市教育局参与长三角一体化有什么措施", "哪些机关提到长三角"])
def test_in_the_prose_a_region_is_a_matter(text: str) -> None:
    assert told(text).outcome is Outcome.NOT_STATED
