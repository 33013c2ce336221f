"""The gazetteer: provinces, cities and counties, their earlier names, and which of them a text names.

`regions.csv` says in its first lines where its rows come from. It is read once, when a place is first asked for.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Ordinary words that contain or equal the name of a place; a place of the same length is not read out of them.
_WORDS = (
    "信息公开 政府信息 公开 信息 政府 申请 平台 平均 增长 增加 增减 减少 同比 原因 处罚 许可 强制 "
    "行政 复议 诉讼 办理 主动 规范性文件 规范 文件 共和国 人民 省长 市长 局长 县长 区长 镇长 公安 "
    "资源 合作 通道 平安 互助 共和 和平 解放 光明 前进 同心 民权 大方 政和 兴业 建设 新区 市中 "
    "城中 城东 城西 城北 城南 站前 高新 开放 团结 武功 高台 新建 平原 中方 南部 东部 西部 北部 "
    "港口 会同 安定 友好 红旗 向阳 宝塔 高明 海域 文化 新华 上报 城区 郊区 矿区 东区 西区 城关 "
    "普通 通过 开展 重点 领域 方面 分别 多少 哪些 哪家 最高 最多 最少 同意 安全 生产 社会 主要 "
    "存在 问题 措施 改进 总计 合计 自然人 法人 科研 机构 公益 组织 法律 服务 年度 报告 工作 情况 "
    "其他 事项 管理 对外 收费 采购 金额 结转 予以 不予 无法 提供 维持 纠正 卫生 健康 教育 财政 "
    "发展 改革 市场 监管 自然 应急 交通 水利 农业 农村 民政 司法 统计 审计 商务 住房 城乡 人力 "
    "生态 环境 上年 本年"
)
_BEFORE_SHORT = re.compile(r"(?:^|[^\u3400-\u9fff]|[年省市州盟区的在查看与和跟比问给是])$")


class Region(NamedTuple):
    """One province, city or county."""

    code: str
    name: str
    short: str
    """Without its suffix: 烟台; 单县 keeps it."""
    level: str
    """`province`, `city` or `county`."""
    parent: str
    """Code of what it belongs to, empty for a province."""
    pinyin: str
    former: tuple[tuple[str, int], ...]
    """Earlier names, each with the year in which it was given up."""


class Mention(NamedTuple):
    """A place named in a text: every region of that name that fits what stands around it."""

    text: str
    start: int
    regions: tuple[Region, ...]


@cache
def _rows() -> dict[str, list[str]]:
    """The rows of the table by code, not yet made into regions: most are never asked for."""
    text = Path(__file__).with_name("regions.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.split("\n") if line[:1].isdigit())
    return {row[0]: row for row in rows}


@cache
def region(code: str) -> Region:
    """The region of a code."""
    code, name, short, level, parent, pinyin, former = _rows()[code]
    earlier = (entry.partition("@") for entry in former.split())
    return Region(code, name, short, level, parent, pinyin, tuple((old, int(year)) for old, _, year in earlier))


SPOKEN = {"内蒙古自治区": ("内蒙",)}
"""What people also call a region, where that is shorter than its short name."""


@cache
def _codes() -> dict[str, str]:
    """Codes, separated by blanks, by every name: the full one, the short one (峨山, 峨山县), earlier ones."""
    codes: dict[str, str] = {}
    for code, name, short, _, _, _, former in _rows().values():
        said = {name, short, *(entry.partition("@")[0] for entry in former.split())} if former else {name, short}
        if "自治" in name and name[-1] in "县州旗":
            said.add(short + name[-1])
        said.update(SPOKEN.get(name, ()))
        for one in said:
            codes[one] = f"{codes[one]} {code}" if one in codes else code
    return codes


def named(name: str) -> tuple[Region, ...]:
    """Every region of exactly that name: full, short or earlier."""
    return tuple(region(code) for code in dict.fromkeys(_codes().get(name, "").split()))


@cache
def _pinyin() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in _rows().values():
        codes.setdefault(row[5], row[0])
    return codes


def by_pinyin(word: str) -> tuple[Region, ...]:
    """The region of a name in pinyin without tones, in lower case; the largest where several share it."""
    code = _pinyin().get(word)
    return (region(code),) if code else ()


def chain(place: Region) -> tuple[Region, ...]:
    """A region with what it belongs to, outermost first."""
    return (*chain(region(place.parent)), place) if place.parent else (place,)


def find_region(text: str) -> tuple[Region, ...]:
    """The places a text names; one that only leads to a smaller one (北京市 in 北京市东城区) is not named.

    Where several places share a name and nothing in the text decides, all of them are returned.
    """
    return tuple(dict.fromkeys(place for mention in mentions(text) for place in mention.regions))


def mentions(text: str) -> tuple[Mention, ...]:
    """The places a text names, each with where it stands; smaller places take in the larger ones before them."""
    found: list[Mention] = []
    for mention in _matches(text):
        before = found[-1] if found else None
        if before and before.start + len(before.text) == mention.start:
            inside = tuple(r for r in mention.regions if any(a in chain(r)[:-1] for a in before.regions))
            if inside:
                found[-1] = Mention(before.text + mention.text, before.start, inside)
                continue
        found.append(mention)
    everywhere = {r for m in found for r in m.regions}
    return tuple(m._replace(regions=_fitting(m.regions, everywhere)) for m in found)


def _fitting(candidates: tuple[Region, ...], everywhere: set[Region]) -> tuple[Region, ...]:
    """Of several of one name, those within another place that the text names; else the province, where one has it."""
    inside = tuple(r for r in candidates if any(a in everywhere for a in chain(r)[:-1] if a not in candidates))
    return inside or tuple(r for r in candidates if r.level == "province") or candidates


def _matches(text: str) -> list[Mention]:
    """Names from left to right, the longest first; ordinary words are stepped over."""
    names, words, beginnings = _codes(), _words(), _beginnings()
    found: list[Mention] = []
    at = 0
    while at < len(text):
        if text[at : at + 2] not in beginnings:
            at += 1
            continue
        name = next(
            (text[at : at + n] for n in range(min(12, len(text) - at), 1, -1) if text[at : at + n] in names), ""
        )
        word = next((n for n in (5, 4, 3, 2) if text[at : at + n] in words and len(text[at : at + n]) == n), 0)
        if name and (len(name) > word or _inside(at, name, found)) and _stands_alone(text, at, name, found):
            found.append(Mention(name, at, named(name)))
            at += len(name)
        else:
            at += word or 1
    return found


@cache
def _beginnings() -> frozenset[str]:
    """The first two letters of all names and words: most letters of a text begin neither."""
    return frozenset(said[:2] for said in (*_codes(), *_words()))


@cache
def _words() -> frozenset[str]:
    return frozenset(_WORDS.split())


def _inside(at: int, name: str, found: list[Mention]) -> bool:
    """汕尾市城区 is a district of that city, where 城区 elsewhere is a word."""
    if not found or found[-1].start + len(found[-1].text) != at:
        return False
    return any(above in found[-1].regions for place in named(name) for above in chain(place)[:-1])


def _stands_alone(text: str, at: int, name: str, found: list[Mention]) -> bool:
    """公开县级 does not name 开县: a name of two letters with its suffix needs a border before it."""
    if len(name) > 2 or name[-1] not in "县市区旗":
        return True
    after = bool(found) and found[-1].start + len(found[-1].text) == at
    return after or bool(_BEFORE_SHORT.search(text[:at]))
