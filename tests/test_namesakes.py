"""Places of one name: a province before its namesakes, a city before its county, else it is asked which."""

from functools import cache

import pytest

from assistant.answer import Answer, Outcome
from corpus.identity.agencies import kind_of, names_of
from corpus.library.store import Identity, Library
from town import Made, _parts, last_of

GIVEN = (Outcome.ANSWERED, Outcome.NOTED)
AGENCIES = {
    "海口市民政局": (("海南省", "海口市"), 1),
    "三亚市民政局": (("海南省", "三亚市"), 2),
    "乌海市海南区民政局": (("内蒙古自治区", "乌海市", "海南区"), 4),
    "海南藏族自治州民政局": (("青海省", "海南藏族自治州"), 8),
    "吉林省民政厅": (("吉林省",), 16),
    "吉林市民政局": (("吉林省", "吉林市"), 32),
    "吉林市财政局": (("吉林省", "吉林市"), 64),
    "长春市民政局": (("吉林省", "长春市"), 128),
    "苏州市民政局": (("江苏省", "苏州市"), 256),
    "苏州市财政局": (("江苏省", "苏州市"), 512),
    "宿州市民政局": (("安徽省", "宿州市"), 1024),
    "南京市鼓楼区民政局": (("江苏省", "南京市", "鼓楼区"), 2048),
    "徐州市鼓楼区民政局": (("江苏省", "徐州市", "鼓楼区"), 4096),
    "新疆维吾尔自治区民政厅": (("新疆维吾尔自治区",), 8192),
    "乌鲁木齐市民政局": (("新疆维吾尔自治区", "乌鲁木齐市"), 16384),
    "运城市新绛县民政局": (("山西省", "运城市", "新绛县"), 32768),
    "开封市民政局": (("河南省", "开封市"), 65536),
    "开封市财政局": (("河南省", "开封市"), 131072),
    "开封市兰考县民政局": (("河南省", "开封市", "兰考县"), 262144),
    "洛阳市民政局": (("河南省", "洛阳市"), 524288),
    "洛阳市财政局": (("河南省", "洛阳市"), 1048576),
    "洛阳市洛宁县民政局": (("河南省", "洛阳市", "洛宁县"), 2097152),
    "长沙市民政局": (("湖南省", "长沙市"), 4194304),
    "长沙市长沙县民政局": (("湖南省", "长沙市", "长沙县"), 8388608),
}
"""Each figure is another power of two, so that a sum tells what was added."""


def ask(*questions: str) -> Answer:
    return last_of(_library(), questions)


@cache
def _library() -> Library:
    made = Library.memory()
    levels = {1: "province", 2: "city", 3: "county"}
    for agency, (place, penalties) in AGENCIES.items():
        rows: dict[str, tuple[str, ...]] = {"行政处罚": (str(penalties),), "行政许可": (str(penalties * 3),)}
        report, figures, counts, passages = _parts(Made(f"{agency}-2021", agency, place, 2021, "2021", rows))
        names = tuple((name.text, name.origin) for name in names_of(agency, place))
        identity = Identity(place, "report", levels[len(place)], names, kind_of(agency))
        made.add(report, figures, counts, passages, identity)
    return made


@pytest.mark.parametrize(
    ("question", "total", "shown"),
    [
        ("2021年海南行政处罚合计", 1 + 2, "海南省"),
        ("2021年海南区行政处罚合计", 4, "海南区"),
        ("2021年吉林行政处罚合计", 16 + 32 + 64 + 128, "吉林省"),
        ("2021年吉林市行政处罚合计", 32 + 64, "吉林市"),
        ("total penalties in Jilin in 2021", 16 + 32 + 64 + 128, "吉林省"),
        ("total penalties in Jilin province in 2021", 16 + 32 + 64 + 128, "吉林省"),
        ("total penalties in Jilin city in 2021", 32 + 64, "吉林市"),
        ("total penalties in Xinjiang in 2021", 8192 + 16384, "新疆维吾尔自治区"),
        ("2021年苏州行政处罚合计", 256 + 512, "苏州市"),
        ("2021年长沙行政处罚合计", 4194304 + 8388608, "长沙市"),
        ("2021年南京市鼓楼区行政处罚合计", 2048, "鼓楼区"),
    ],
)
def test_the_place_that_a_name_means_is_added_up_and_named(question: str, total: int, shown: str) -> None:
    answer = ask(question)
    assert answer.outcome in GIVEN, answer.headline
    assert answer.value == str(total)
    assert shown in answer.headline


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("2021年鼓楼区行政处罚合计", "2021年江苏省南京市鼓楼区行政处罚合计"),
        ("2021年鼓楼区民政局行政处罚合计", "2021年南京市鼓楼区民政局行政处罚合计"),
        ("total penalties in Suzhou in 2021", "total penalties in 安徽省宿州市 in 2021"),
        ("total penalties in Suzhou city in 2021", "total penalties in 安徽省宿州市 in 2021"),
    ],
)
def test_of_several_places_of_a_name_it_is_asked_which(question: str, first: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.value) == (Outcome.CLARIFY, None)
    assert answer.choices[0].question == first
    assert ask(question, "1").outcome in GIVEN


def test_nor_is_one_of_them_the_first() -> None:
    assert ask("2021年鼓楼区行政处罚最多的机关").outcome is Outcome.CLARIFY


def test_cities_with_several_departments_are_their_reports_also_beside_each_other() -> None:
    kaifeng, luoyang = 65536 + 131072 + 262144, 524288 + 1048576 + 2097152
    assert ask("2021年开封市和洛阳市行政处罚合计").value == str(kaifeng + luoyang)
    answer = ask("2021年洛阳市行政处罚合计比开封市合计多多少")
    assert answer.value == str(luoyang - kaifeng), answer.headline


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("total penalties of finance bureaus in 2021", 64 + 512 + 131072 + 1048576),
        ("total penalties of finance bureaus in Henan in 2021", 131072 + 1048576),
        ("total penalties of city-level finance bureaus in 2021", 64 + 512 + 131072 + 1048576),
        ("total penalties of city finance bureaus in 2021", 64 + 512 + 131072 + 1048576),
        ("total penalties of district civil affairs bureaus in 2021", 4 + 2048 + 4096),
        ("total penalties of county civil affairs bureaus in 2021", 32768 + 262144 + 2097152 + 8388608),
    ],
)
def test_bureaus_of_a_kind_are_said_as_one_is(question: str, total: int) -> None:
    answer = ask(question)
    assert answer.outcome in GIVEN, answer.headline
    assert answer.value == str(total)
