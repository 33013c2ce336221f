"""Where an agency is, what it is, and how people say it."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.identity import regions
from corpus.identity.agencies import KINDS, borne_out, kind_of, level_of, names_of, place_of, same_places
from corpus.identity.regions import find_region


def named(text: str) -> list[str]:
    return [r.name for r in find_region(text)]


def origins(agency: str, place: tuple[str, ...]) -> dict[str, str]:
    return {name.text: name.origin for name in names_of(agency, place)}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("中卫市2019年许可", ["中卫市"]),
        ("中卫的许可", ["中卫市"]),
        ("中卫市沙坡头区卫生健康局", ["沙坡头区"]),
        ("宁夏中卫沙坡头", ["沙坡头区"]),
        ("沙县区2020年行政许可", ["沙县区"]),
        ("沙县的许可", ["沙县区"]),
        ("北京市朝阳区教育局", ["朝阳区"]),
        ("长沙县和长沙市", ["长沙县", "长沙市"]),
        ("吉林有几件，吉林市呢", ["吉林省", "吉林市"]),
        ("海南", ["海南省"]),
        ("莱芜市", ["莱芜区", "钢城区"]),
        ("莱芜", ["莱芜区"]),
        ("公安县的处罚", ["公安县"]),
        ("峨山县和凉山州", ["峨山彝族自治县", "凉山彝族自治州"]),
    ],
)
def test_a_text_names_a_place_by_its_longest_name(text: str, places: list[str]) -> None:
    assert named(text) == places


@pytest.mark.parametrize(
    "text",
    [
        "哪家公开平台建设得好",
        "公安局处罚多少",
        "公开县级信息",
        "处罚增长治理情况",
        "公开原因",
        "内容县里公开",
        "中华人民共和国",
        "同意合作",
    ],
)
def test_ordinary_words_name_no_place(text: str) -> None:
    assert named(text) == []


def test_a_name_that_several_places_bear_names_them_all_until_the_text_decides() -> None:
    assert {regions.chain(r)[0].name for r in find_region("鼓楼区民政局")} > {"江苏省", "福建省"}
    (only,) = find_region("福州市鼓楼区民政局")
    assert regions.chain(only)[0].name == "福建省"


@pytest.mark.parametrize(
    ("agency", "head", "place", "origin"),
    [
        ("沙县卫生健康局", "根据《福建省人民政府办公厅通知》", ("福建省", "三明市", "沙县"), "report"),
        ("龙口市卫生健康局", "", ("山东省", "烟台市", "龙口市"), "gazetteer"),
        ("汾阳市卫生健康和体育局", "按照《山西省办法》", ("山西省", "吕梁市", "汾阳市"), "report"),
        ("中卫市沙坡头区卫生健康局", "", ("宁夏回族自治区", "中卫市", "沙坡头区"), "gazetteer"),
        ("山东省龙口市卫生健康局", "", ("山东省", "烟台市", "龙口市"), "report"),
        ("上海市科学技术委员会", "", ("上海市",), "report"),
        ("北京市海淀区教育局", "", ("北京市", "海淀区"), "report"),
        ("峨山县卫生健康局", "", ("云南省", "玉溪市", "峨山县"), "gazetteer"),
        ("卫健委", "区党工委、管委会，对口支援新疆", (), ""),
        ("鼓楼区民政局", "", (), ""),
        ("鼓楼区民政局", "福州市人民政府", ("福建省", "福州市", "鼓楼区"), "gazetteer"),
    ],
)
def test_a_place_says_who_knows_it(agency: str, head: str, place: tuple[str, ...], origin: str) -> None:
    assert place_of(agency, head) == (place, origin)


@pytest.mark.parametrize(
    ("agency", "kind", "level"),
    [
        ("龙口市卫生健康局", "卫生健康", "county"),
        ("卫健委", "卫生健康", ""),
        ("曲靖市教育体育局", "教育", "city"),
        ("广西壮族自治区财政厅", "财政", "province"),
        ("沭阳县发展和改革局", "发展和改革", "county"),
        ("青岛市人民政府办公厅", "人民政府", "city"),
        ("会昌县某某乡人民政府", "乡镇", "town"),
        ("广州市荔湾区某某街道办事处", "街道", "town"),
        ("公安县公安局", "公安", "county"),
        ("某某协会", "", ""),
    ],
)
def test_kind_and_level_are_read_off_the_name(agency: str, kind: str, level: str) -> None:
    assert (kind_of(agency), level_of(agency)) == (kind, level)


@pytest.mark.parametrize("blank", ["", " "])
def test_people_say_an_agency_by_place_department_and_pinyin(blank: str) -> None:
    said = origins(blank.join("龙口市卫生健康局"), ("山东省", "烟台市", "龙口市"))
    assert said["龙口市卫生健康局"] == "report"
    assert {said[n] for n in ("龙口", "龙口市", "龙口卫健局", "龙口市卫健委")} == {"short"}
    assert {said[n] for n in ("longkou", "Longkou")} == {"pinyin"}
    assert {said[n] for n in ("卫健局", "卫生健康局", "health bureau")} == {"kind"}
    assert "烟台" not in said and "卫健委" not in said


def test_a_district_is_said_without_its_city_and_the_city_is_not_the_district() -> None:
    said = origins("中卫市沙坡头区卫生健康局", ("宁夏回族自治区", "中卫市", "沙坡头区"))
    assert {"沙坡头", "沙坡头区", "沙坡头区卫健局", "shapotou"} <= said.keys()
    assert not {"中卫", "中卫市"} & said.keys()


def test_later_and_earlier_names_come_from_the_gazetteer() -> None:
    now, then = ("福建省", "三明市", "沙县"), ("山东省", "济南市", "章丘区")
    assert origins("沙县卫生健康局", now)["沙县区"] == "gazetteer"
    assert origins("沙县卫生健康局", now)["沙县"] == "short"
    assert origins("章丘区教育局", then)["章丘市"] == "gazetteer"


def test_a_town_is_not_said_by_the_name_of_its_county() -> None:
    said = origins("会昌县某某乡人民政府", ("江西省", "赣州市", "会昌县"))
    assert {"某某乡", "会昌县某某乡"} <= said.keys()
    assert not {"会昌", "会昌县", "huichang"} & said.keys()


def test_a_place_the_gazetteer_does_not_know_is_said_as_printed() -> None:
    assert origins("某某新区卫生健康局", ())["某某新区"] == "short"


def test_initials_of_a_joint_department_are_understood() -> None:
    assert "教体局" in origins("曲靖市教育体育局", ("云南省", "曲靖市"))


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("陕西省", "shaanxi"),
        ("山西省", "shanxi"),
        ("重庆市", "chongqing"),
        ("厦门市", "xiamen"),
        ("长治市", "changzhi"),
        ("漯河市", "luohe"),
        ("单县", "shanxian"),
        ("长子县", "zhangzi"),
        ("六安市", "luan"),
        ("蚌埠市", "bengbu"),
        ("都江堰市", "dujiangyan"),
        ("喀什市", "kashi"),
        ("汾阳市", "fenyang"),
        ("吕梁市", "lvliang"),
    ],
)
def test_heteronyms_are_spelt_as_they_are_said(name: str, pinyin: str) -> None:
    (region,) = regions.named(name)
    assert region.pinyin == pinyin


def test_every_row_of_the_gazetteer_is_sound() -> None:
    rows = [regions.region(code) for code in regions._rows()]
    assert sum(r.level == "province" for r in rows) == 34
    for row in rows:
        assert re.fullmatch("[a-z]+", row.pinyin) and row.name.startswith(row.short[:1])
        assert [r.level for r in regions.chain(row)] in (
            ["province"],
            ["province", "city"],
            ["province", "county"],
            ["province", "city", "county"],
        )
        assert all(2005 < year < 2025 and old != row.name for old, year in row.former)


@given(
    st.sampled_from(["某某", "山东省", "龙口市", "公安", "朝阳区", "2020年", "卫健局", "和", "的"]).map(str),
    st.text(max_size=8),
)
def test_any_text_has_its_names_in_order_and_verbatim(place: str, rest: str) -> None:
    text = place + rest
    at = -1
    for mention in regions.mentions(text):
        assert mention.start > at and text.startswith(mention.text, mention.start)
        at = mention.start


def test_no_kind_is_hidden_by_the_one_before_it() -> None:
    assert {kind_of(f"甲{k.short[0]}局") for k in KINDS if k.name != "管理委员会"} >= {
        k.name for k in KINDS if k.name not in ("管理委员会", "乡村振兴")
    }


def test_the_gazetteer_is_read_only_when_a_place_is_asked_for() -> None:
    code = "from corpus.identity import agencies, regions; print(regions._rows.cache_info().currsize)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "0"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("沙县", "沙县区"),
        ("郧县", "郧阳区"),
        ("茌平县", "茌平区"),
        ("子长县", "子长市"),
        ("萝岗区", "黄埔区"),
        ("乐都县", "乐都区"),
    ],
)
def test_a_place_is_found_by_the_name_it_gave_up(old: str, new: str) -> None:
    assert named(f"{old}2018年许可") == [new]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("龙口市卫生健康局年度报告", 0),
        ("龙口市卫生健康局年度报告。龙口市卫生健康局按龙口市政府要求，在www.longkou.gov.cn公开。", 3),
        ("龙口市卫生健康局年度报告。按招远市政府要求，在www.zhaoyuan.gov.cn公开。", 0),
    ],
)
def test_a_text_bears_out_the_name_of_its_agency_or_not(text: str, ways: int) -> None:
    agency = "龙口市卫生健康局"
    names = [(name.text, name.origin) for name in names_of(agency, ("山东省", "烟台市", "龙口市"))]
    assert borne_out(agency, names, text) == ways


def test_a_place_is_one_under_every_name_it_had() -> None:
    then, now = ("福建省", "三明市", "沙县"), ("福建省", "三明市", "沙县区")
    assert set(same_places(then)) == set(same_places(now)) == {then, now}
    assert same_places(("甲省", "乙县")) == (("甲省", "乙县"),)
    assert same_places(()) == ((),)


def test_no_former_name_is_borne_by_another_place_today() -> None:
    borne = {regions.region(code).name for code in regions._rows()}
    assert not borne & {old for code in regions._rows() for old, _ in regions.region(code).former}


@pytest.mark.parametrize(
    ("agency", "place"),
    [
        ("汕尾市城区司法局", ("广东省", "汕尾市", "城区")),
        ("阳泉市矿区教育局", ("山西省", "阳泉市", "矿区")),
        ("攀枝花市东区民政局", ("四川省", "攀枝花市", "东区")),
        ("佳木斯市郊区财政局", ("黑龙江省", "佳木斯市", "郊区")),
    ],
)
def test_a_district_whose_name_is_a_word_is_not_its_city(agency: str, place: tuple[str, ...]) -> None:
    assert (place_of(agency, agency)[0], level_of(agency)) == (place, "county")
    assert place[1] not in {name.text for name in names_of(agency, place)}


def test_the_urban_part_of_a_city_without_such_a_district_is_no_place() -> None:
    assert place_of("龙口市城区管理局", "")[0][-1] == "龙口市"
