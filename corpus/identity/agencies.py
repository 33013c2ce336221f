"""Names of agencies: where an agency is, of what level and kind, and every way people say its name.

Places come from the agency's own name and the gazetteer of `regions`; kinds from the table below. Nothing here is known
about any particular agency.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.identity.regions import SPOKEN, Mention, Region, chain, find_region, mentions, named

__all__ = ["KINDS", "Kind", "Name", "find_region", "kind_of", "level_of", "names_of", "place_of"]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to say an agency, and where it was got from."""

    text: str
    origin: str
    """`report`, `short`, `gazetteer` (an earlier or later name of the place), `pinyin` or `kind`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of department."""

    name: str
    """卫生健康"""
    forms: str
    """A regular expression of how its field is written in agencies' names."""
    short: tuple[str, ...]
    """How people shorten it, without 局 or 委."""
    english: tuple[str, ...]


def _kind(name: str, forms: str, short: str, english: str) -> Kind:
    return Kind(name, forms, tuple(short.split()), tuple(english.split(", ")))


KINDS = (
    _kind("卫生健康", "卫生健康|卫生和计划生育|卫生计生|卫生局|卫计|卫健|卫体", "卫健", "health"),
    _kind("医疗保障", "医疗保障|医保", "医保", "healthcare security, medical insurance"),
    _kind("教育", "教育|教体|教科", "教育", "education"),
    _kind("科学技术", "科学技术|科技|科学和", "科技", "science and technology, science"),
    _kind(
        "工业和信息化",
        "工业和信息化|工业信息化|工信|经济和信息化|经信",
        "工信",
        "industry and information technology, industry",
    ),
    _kind("民族宗教", "民族宗教|民族事务|宗教事务|民宗", "民宗", "ethnic and religious affairs"),
    _kind("公安", "公安", "公安", "public security, police"),
    _kind("民政", "(?<!人)民政", "民政", "civil affairs"),
    _kind("司法", "司法", "司法", "justice, judicial"),
    _kind("财政", "财政|财金", "财政", "finance"),
    _kind("人力资源和社会保障", "人力资源(?:和)?社会保障|人社", "人社", "human resources"),
    _kind("自然资源", "自然资源|国土资源|国土|自规|规划和自然", "自然资源 自规", "natural resources"),
    _kind("生态环境", "生态环境|环境保护|环保", "生态环境 环保", "ecology and environment, environment"),
    _kind("住房和城乡建设", "住房(?:和)?城乡|住建|城乡建设|住房保障", "住建", "housing"),
    _kind("城市管理", "城市管理|综合行政执法|综合执法|城管", "城管", "urban management, city management"),
    _kind("交通运输", "交通", "交通 交通运输", "transport, transportation"),
    _kind("水利", "水利|水务", "水利 水务", "water resources, water"),
    _kind("农业农村", "农业农村|农业|农牧|农村局", "农业农村 农业", "agriculture"),
    _kind("林业和草原", "林业|林草|园林", "林业 林草", "forestry"),
    _kind("商务", "商务|商贸|粮食和商务", "商务", "commerce"),
    _kind("文化和旅游", "文化|文旅|文广|文体|旅游", "文旅 文广旅 文广", "culture and tourism, culture"),
    _kind("体育", "体育", "体育", "sports"),
    _kind("退役军人事务", "退役军人", "退役军人", "veterans affairs, veterans"),
    _kind("应急管理", "应急管理|应急|安全生产监督|安监", "应急", "emergency management, emergency"),
    _kind("审计", "审计", "审计", "audit"),
    _kind(
        "市场监督管理",
        "市场监督|市场监管|市监|工商|食品药品|质量技术",
        "市场监管 市监",
        "market regulation, market supervision",
    ),
    _kind("国有资产监督管理", "国有资产|国资", "国资", "state assets"),
    _kind("统计", "统计", "统计", "statistics"),
    _kind("发展和改革", "发展(?:和)?改革|发改|发展改革|发展和|经济发展", "发改", "development and reform"),
    _kind(
        "行政审批",
        "行政审批|政务服务|政务数据|审批服务|数据局|数据资源|大数据",
        "行政审批 政务服务 审批",
        "administrative approval, government services",
    ),
    _kind("乡村振兴", "乡村振兴|扶贫", "乡村振兴", "rural revitalization"),
    _kind("信访", "信访", "信访", "petitions"),
    _kind("粮食和物资储备", "粮食|物资储备", "粮食 粮储", "grain"),
    _kind("金融监督管理", "金融", "金融", "financial regulation"),
    _kind("广播电视", "广播电视|广电", "广电", "radio and television"),
    _kind("人民防空", "人民防空|人防|国防动员", "人防", "civil air defence"),
    _kind("机关事务管理", "机关事务", "机关事务", "government offices administration"),
    _kind("外事", "外事|外侨", "外事", "foreign affairs"),
    _kind("税务", "税务", "税务", "taxation, tax"),
    _kind("气象", "气象", "气象", "meteorological"),
    _kind("烟草专卖", "烟草", "烟草", "tobacco"),
    _kind("海洋和渔业", "海洋|渔业", "海洋", "ocean and fisheries"),
    _kind("消防救援", "消防", "消防", "fire and rescue"),
    _kind("投资促进", "投资促进|招商", "招商", "investment promotion"),
    _kind("文物", "文物", "文物", "cultural relics"),
    _kind("档案", "档案", "档案", "archives"),
    _kind("管理委员会", "管理委员会|管委会", "管委会", "administrative committee"),
)
# Kinds that are a 局 in one place and a 委 in the next, so that people mix them up.
_BOTH = ("卫生健康", "发展和改革", "科学技术", "工业和信息化", "住房和城乡建设", "商务", "教育", "交通运输", "农业农村")
_BODIES = (
    ("委员会", ("委", "委员会"), "commission"),
    ("委", ("委", "委员会"), "commission"),
    ("办公室", ("办", "办公室"), "office"),
    ("厅", ("厅",), "department"),
    ("局", ("局",), "bureau"),
)
_TOWN = re.compile(r"(.+?(?:镇|乡))(?:人民政府)?(?:办公室)?$|(.+?街道)(?:办事处)?$")
_GOVERNMENT = re.compile(r"^(?:人民)?政府(办公室|办公厅)?$")


def place_of(agency: str, text_head: str) -> tuple[tuple[str, ...], str]:
    """Province, city, county of an agency, as far as they are known, and who says so.

    `report` where the report itself names the province, in the agency's name or in `text_head`; `gazetteer` where only
    the table does; empty, with no place, where nothing says where the agency is. The last name is as printed.
    """
    seat, _ = _parted(agency)
    candidates = seat.regions if seat else ()
    if len(candidates) > 1:
        told = {place for named in find_region(_squeezed(text_head)) for place in chain(named)}
        candidates = tuple(r for r in candidates if any(above in told for above in chain(r)[:-1]))
    if seat is None or len(candidates) != 1:
        return (), ""
    province, *below = chain(candidates[0])
    names = [province.name, *(r.name for r in below)]
    if below:
        names[-1] = _own_name(seat.text, below[-1])
    return tuple(names), "report" if _names_province(_squeezed(agency + text_head), province) else "gazetteer"


def same_places(place: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A place as `place_of` gives it, under every name that it has or had: 甲县 and 甲县区 are one."""
    for known in named(place[-1]) if place else ():
        above = [region.name for region in chain(known)[:-1]]
        if above == list(place[:-1]):
            names = dict.fromkeys((place[-1], known.name, *(old for old, _ in known.former)))
            return tuple((*place[:-1], name) for name in names)
    return (place,)


def level_of(agency: str) -> str:
    """`province`, `city`, `county`, `town`, or empty where the name does not tell."""
    seat, body = _parted(agency)
    if _TOWN.match(body):
        return "town"
    levels = {r.level for r in seat.regions} if seat else set()
    if len(levels) == 1:
        return levels.pop()
    return "county" if re.match("[^发园验新管]{1,8}?[县区旗](?=.)", body) else ""


def kind_of(agency: str) -> str:
    """The kind in canonical words (卫生健康 for 卫健局), 人民政府, 街道 or 乡镇; empty where it is none known."""
    _, body = _parted(agency)
    if town := _TOWN.match(body):
        return "街道" if town[2] else "乡镇"
    if _GOVERNMENT.match(body):
        return "人民政府"
    found = _kind_in(body)
    return found[0].name if found else ""


def names_of(agency: str, place: tuple[str, ...]) -> tuple[Name, ...]:
    """Every way people say an agency; `place` as `place_of` gave it. Each text once, with its nearest origin."""
    name = _squeezed(agency)
    seat, body = _parted(agency)
    region = _region_at(seat, place)
    said = [Name(name, "report"), *_placed(seat, region, body)]
    if not _TOWN.match(body):
        said += [Name(text, "kind") for text in (body, *_short_bodies(body), *_english(body)) if len(text) > 1]
    nearest: dict[str, Name] = {}
    for one in said:
        nearest.setdefault(one.text, one)
    return tuple(nearest.values())


def borne_out(agency: str, names: Iterable[tuple[str, str]], text: str) -> int:
    """In how many ways a text bears out the name of its agency: repeats it, says its place apart, has it in an address.

    A site that puts another name into a report leaves the place in the sentences and addresses, and cannot add its own.
    `names` are those of `names_of`, as (text, origin).
    """
    said, name = _squeezed(text), _squeezed(agency)
    apart = said.replace(name, "@") if name else said
    spoken = (any(one in apart for one, origin in names if origin == of) for of in ("short", "pinyin"))
    return (bool(name) and said.count(name) > 1) + sum(spoken)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _names_province(text: str, province: Region) -> bool:
    return province.name in text or re.search(f"{province.short}(?:省|自治区|市|人民政府)", text) is not None


def _own_name(printed: str, region: Region) -> str:
    """The part of a chain of names (某市某某区) that is the region's own, in the form printed."""
    names = (region.name, *(old for old, _ in region.former), region.short + region.name[-1], region.short)
    return next((name for name in names if printed.endswith(name)), region.name)


# Asked for each thing that a name tells, and for each year's report.
@lru_cache(64)
def _parted(agency: str) -> tuple[Mention | None, str]:
    """The place an agency's name begins with, and the rest. A short name counts before a kind of department."""
    name = _squeezed(agency)
    seat = next(iter(mentions(name)), None)
    if seat is None or seat.start:
        return None, name
    rest = name[len(seat.text) :]
    kind = _kind_in(rest)
    if seat.text[-1] in "省市县区旗州盟" or (kind is not None and kind[1] == 0) or _GOVERNMENT.match(rest):
        return seat, rest
    return None, name


def _region_at(seat: Mention | None, place: tuple[str, ...]) -> Region | None:
    """The region of a seat that the place agrees with."""
    regions = seat.regions if seat else ()
    agreeing = [r for r in regions if place and [a.name for a in chain(r)[:-1]] == list(place[:-1])]
    found = agreeing or list(regions)
    return found[0] if len(found) == 1 else None


@cache
def _forms() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<k{n}>{kind.forms})" for n, kind in enumerate(KINDS)))


def _kind_in(text: str) -> tuple[Kind, int] | None:
    """The first kind that a text names, and where."""
    match = _forms().search(text)
    return (KINDS[int(match.lastgroup[1:])], match.start()) if match and match.lastgroup else None


def _short_bodies(body: str, other: bool = False) -> Iterator[str]:
    """卫健局 for 卫生健康局; with `other` also 卫健委, which people say of a 局."""
    if match := _GOVERNMENT.match(body):
        yield from ("政府", "政府办") if match[1] else ("政府",)
    found = _kind_in(body)
    if found is None:
        return
    kind, at = found
    endings = next((short for ending, short, _ in _BODIES if body.endswith(ending)), ())
    if other and kind.name in _BOTH and endings:
        endings = tuple(dict.fromkeys((*endings, "局", "委")))
    second = _kind_in(body[at + 2 :])
    joined: tuple[str, ...] = (kind.name[0] + second[0].name[0],) if second and second[0] != kind else ()
    if second and second[0] != kind:
        # 卫健和体育局: each half said short or whole.
        halves = [dict.fromkeys((*one.short, one.name)) for one in (kind, second[0])]
        joined += tuple(first + link + last for first in halves[0] for link in ("和", "") for last in halves[1])
    for word in (*kind.short, *joined, kind.name):
        yield from (word + ending for ending in endings)


def _english(body: str) -> Iterator[str]:
    found = _kind_in(body)
    ending = next((english for end, _, english in _BODIES if body.endswith(end)), "")
    if found and ending:
        yield from (f"{field} {ending}" for field in found[0].english)


def _placed(seat: Mention | None, region: Region | None, body: str) -> Iterator[Name]:
    """The names that say the place: with the department, and alone. A town is never said by its county's name."""
    if seat is None:
        yield from _unknown_place(body)
        return
    own = _own_name(seat.text, region) if region else seat.text
    near = dict.fromkeys((own, region.short, *SPOKEN.get(region.name, ())) if region else (own,))
    far = [n for n in (region.name, *(old for old, _ in region.former)) if n not in near] if region else []
    town = _TOWN.match(body)
    bodies = _town_names(town) if town else tuple(dict.fromkeys((body, *_short_bodies(body, other=True))))
    if town:
        yield from (Name(text, "short") for text in bodies)
    for places, origin in ((near, "short"), (far, "gazetteer")):
        for place in places:
            yield from (Name(place + text, origin) for text in bodies)
            if not town:
                yield Name(place, origin)
    if region and not town:
        yield from (Name(text, "pinyin") for text in _romanised(region.pinyin))


def _town_names(town: re.Match[str]) -> tuple[str, ...]:
    """中村乡人民政府 → 中村乡人民政府, 中村乡, 中村."""
    name = town[1] or town[2]
    short = re.sub("(?:街道|镇|乡)$", "", name)
    return tuple(dict.fromkeys((town[0], name, short if len(short) > 1 else name)))


def _unknown_place(name: str) -> Iterator[Name]:
    """What stands before the department, where the gazetteer has no such place: 某某新区卫生健康局 → 某某新区."""
    found = _kind_in(name)
    if found is None or found[1] < 2:
        return
    place, body = name[: found[1]], name[found[1] :]
    yield Name(place, "short")
    yield from (Name(place + text, "short") for text in _short_bodies(body, other=True))


def _romanised(pinyin: str) -> tuple[str, ...]:
    """yantai, Yantai; ü in its three spellings."""
    spellings = dict.fromkeys((pinyin, *(pinyin.replace("lv", u) for u in ("lu", "lyu"))))
    return tuple(text for spelling in spellings for text in (spelling, spelling.capitalize()))
