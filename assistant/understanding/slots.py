"""Known words and what is left of a question, filed under slots."""

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from assistant.understanding.segment import Token
from assistant.understanding.spelling import is_slip


class Slots:
    """The slots while they are being filled."""

    def __init__(self) -> None:
        self.many: dict[str, list[str]] = {}
        self.left: list[str] = []
        self.topic: list[str] = []
        self.corrected: list[tuple[str, str]] = []
        self.said: list[tuple[str, str, str]] = []

    def add(self, slot: str, value: str) -> None:
        """File a value under a slot, once."""
        values = self.many.setdefault(slot, [])
        if value not in values:
            values.append(value)

    def all(self, *slots: str) -> tuple[str, ...]:
        """The values of some slots, in order."""
        return tuple(value for slot in slots for value in self.many.get(slot, ()))


Mend = Callable[[str], list[tuple[str, str]]]
"""A stretch of text → (as said, as meant) for each word in it that is another with one wrong character."""


def mended(rest: str, tokens: list[Token], mend: Mend, found: Slots) -> str | None:
    """The text with one wrong character put right in what was left over, or None where nothing was.

    A word that is explained may be the rest of a misspelt one: 行正|处罚. It is read with what is left over beside it
    only where the wrong character sounds or looks like the right one, for 市政|许可 is another matter.
    """
    made = rest
    for run, alone in _runs(tokens):
        for said, meant in mend(run):
            if said != meant and said in made and (alone or is_slip(said, meant)):
                made = made.replace(said, meant, 1)
                found.corrected.append((said, meant))
    return made if made != rest else None


def _runs(tokens: list[Token]) -> list[tuple[str, bool]]:
    """What is left over, with the short fillers between; and again with the explained words that touch it."""
    runs: list[tuple[str, bool]] = []
    run: list[Token] = []
    for n, token in enumerate([*tokens, Token("", (("end", ""),))]):
        weak = not token.slots or (len(token.text) <= 2 and all(s in ("filler", "degree") for s, _ in token.slots))
        if weak:
            run.append(token)
        elif run:
            text = "".join(each.text for each in run)
            before, after = tokens[n - len(run) - 1 : n - len(run)], tokens[n : n + 1]
            runs.append((text, True))
            runs += [(whole, False) for whole in (_beside(before, text, ()), _beside((), text, after)) if whole != text]
            run = []
    return runs


def _beside(before: Sequence[Token], text: str, after: Sequence[Token]) -> str:
    """The text with the name or the row of the form on one side of it."""
    first, last = ("".join(token.text for token in side if _is_named(token)) for side in (before, after))
    return first + text + last


def _is_named(token: Token) -> bool:
    return not token.text.isascii() and any(slot in ("agency", *_ROWS) for slot, _ in token.slots)


def other_agencies(tokens: list[Token], found: Slots, typed: str, longer: Collection[str] = ()) -> list[Token]:
    """The tokens without those that together name another agency: 国家 before 卫健委, no blank `typed` between.

    `longer` are places whose names begin before that of an agency and reach into it: 新丰县 is not 丰县.
    """
    kept: list[Token] = []
    for token in tokens:
        before = kept[-1] if kept else None
        named = any(slot == "agency" for slot, _ in token.slots) and not token.text.isascii()
        if (
            before
            and named
            and f" {token.text}" not in typed
            and not before.slots
            and before.start + len(before.text) == token.start
        ):
            runs = [kept.pop()]
            while kept and not kept[-1].slots and kept[-1].start + len(kept[-1].text) == runs[0].start:
                runs.insert(0, kept.pop())
            text = "".join(run.text for run in runs)
            if place := next((place for place in longer if place in text + token.text), None):
                found.add("unknown", (text + token.text)[(text + token.text).index(place) :])
                continue
            if len(text) > 1 and not _SAID_OF_IT.search(text) and (len(text) <= _PLACE or text[-1] in _SEATS):
                found.add("unknown", text + token.text)
                continue
            kept += runs
        kept.append(token)
    return kept


_SAID_OF_IT = re.compile(
    "[想要问看让被把请]|群众|公众|百姓|监督|了解|[给着向对从到由跟找]$|[率量数]$|"
    "(?:谈谈|介绍|说说|讲讲|聊聊|列出|列举|描述|汇报|总结|概括|梳理|解释|说明|关于|有关|对于|针对|根据|按照|依照|通过|除了|包括|涉及|属于|来自|"
    "负责|主管|分管|联系|咨询|反映|投诉|举报|申请|评价|比较|对比|告诉|提供|查询|检索|查找|查阅|给出|写出|说出|指出|找出|"
    "评议|评判|评估|考核|检查|督促|督查|支持|配合|参与|参加|参观|走进|走访|关心|关注|打给|登录|访问|进入|拜访|质疑|表扬|"
    "批评|感谢|建议|要求|希望|方便|帮助|协助|接触|面对|信任|满意|代表|委托|通知|提醒|采访|报道|监管|指导|领导|归属|隶属|"
    "办法|方案|工作|报告|年报|文件|指南|目录|平台|专栏|渠道|活动|会议|培训|学习|保密|审查|解读|公开|疫情|舆情|收费|费用|处罚|许可|采购|"
    "情况|制度|信息|提案|建议|网站|微信|微博|热线|问题|措施|原因|结果|内容|人员|领导|小组)$"
)
"""Words before the name of an agency that belong to no name: 群众想监督某局, 交给某局, 满意率 某局."""
_PLACE, _SEATS = 5, frozenset("省市县区州盟旗乡镇村局部委院团会行司厅校所")
"""What is longer than so many characters and does not end like a place or an office is no part of a name."""
_ALSO_DONE = frozenset(
    "咨询 反映 求助 查询 检索 披露 采取 发放 颁发 核发 上报 报送 告知 回答 公示 登载 刊载 调取 提取".split()
)
"""Words of whoever asks that name what an agency does as well."""
_CONTENT = frozenset(
    ("row", "row_requests", "row_fees", "row_carried", "column", "column_count", "result", "applicant", "fine")
)


def file(token: Token, found: Slots) -> None:
    """File a token under the slots it fills, or among what is left."""
    if not token.slots:
        if found.left and found.topic and found.topic[-1] == found.left[-1] and not token.text.isascii():
            found.left[-1] += token.text
            found.topic[-1] += token.text
            return
        found.left.append(token.text)
        found.topic.append(token.text)
        return
    if token.text in _ALSO_DONE and found.topic and found.topic[-1] in found.left[-1:]:
        # Behind what is spoken of it is a part of that, and no word of the person who asks: 接受群众咨询.
        found.left[-1] += token.text
        found.topic[-1] += token.text
        return
    if token.slots[0][0] in ("measured", "word"):
        # A word that is none of its parts: 参加 is no 加.
        found.add(token.slots[0][0], "1")
        found.left.append(token.text)
        found.topic.append(token.text)
        return
    for slot, value in token.slots:
        found.add(slot, value if slot != "agency" else token.text)
        found.said.append((slot, value, token.text))
        if slot == "op" and value == "below" and len(token.slots) > 1:
            found.many["op"].remove("below")
    if token.slots[0][0] in _CONTENT:
        found.topic.append(token.text)
    elif token.slots[0][0] not in ("filler", "agency", "place") or found.topic:
        found.topic.append("")


FIGURES = _CONTENT | {"metric", "table"}
"""Beside one of these 长三角 is a place; elsewhere it is a matter of the prose."""


def share_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The rows behind 占, where others stand before it."""
    at = next((n for n, token in enumerate(tokens) if ("op", "share") in token.slots), len(tokens))
    before, after = (
        tuple(dict.fromkeys(value for token in part for slot, value in token.slots if slot in _ROWS))
        for part in (tokens[:at], tokens[at:])
    )
    # 甲的处罚占三家处罚的比例: the same row on both sides is a share of reports, not of rows.
    return after if before and set(before) != set(after) else ()


def with_purchases(rows: list[str], found: Slots) -> list[str]:
    """采购金额 names its row where it is said: 采购金额与处罚之比 is not 处罚 over 采购."""
    row, said = "政府集中采购", [(slot, value) for slot, value, _ in found.said]
    if row in rows:
        return rows
    at = min(n for n, (slot, value) in enumerate(said) if slot == "column" and value.startswith("采购"))
    before = [one for one in rows if ("row", one) in said[:at]]
    return [*before, row, *(one for one in rows if one not in before)]


def pairs_of(tokens: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    """甲的许可和乙的处罚: each agency with its own row; () where some share one."""
    said: list[tuple[str, str]] = []
    for token in tokens:
        said += [(slot, token.text if slot == "agency" else value) for slot, value in token.slots[:1] if slot in _OWN]
    if len(said) < 4 or [slot for slot, _ in said] != ["agency", "row"] * (len(said) // 2):
        return ()
    made = tuple((said[n][1], said[n + 1][1]) for n in range(0, len(said), 2))
    return made if len({row for _, row in made}) > 1 and len({name for name, _ in made}) > 1 else ()


_OWN = ("agency", "row")
_ROWS = ("row", "row_requests")


def of_one(found: Slots) -> bool:
    """Agencies are named, and not as those among which some are asked for: 哪些财政局没有, 没有处罚的财政局有几家."""
    if not found.all("agency") or "count_agencies" in found.all("op"):
        return False
    said, denied = [(slot, word) for slot, _, word in found.said], False
    for one, other in pairwise(said):
        denied |= one[0] == "none"
        if other[0] == "agency" and (one[0] == "who" or (denied and one == ("filler", "的"))):
            return False
    return True


_THAN_MEAN = re.compile(
    r"比(?:所有|全体|各家|总体)?的?(?:平均|均值|中位)[^,，]{0,4}?[多高少低]"
    r"|(?:more|fewer|higher|lower|less)\b[^,]{0,60}\bthan (?:the )?(?:average|mean|median)\b"
)


def ops_of(normal: str, ops: frozenset[str], figures: Sequence[str]) -> frozenset[str]:
    """比平均多的机关 is 高于平均的机关, and no 最多; 哪年 sets years beside each other where figures are asked for."""
    ops = ops - {"whichyear"} | {"trend"} if "whichyear" in ops and figures else ops
    if not ops & {"mean", "median"} or "difference" in ops or not _THAN_MEAN.search(normal):
        return ops
    return ops - {"versus", "max", "min"} | {"below" if "min" in ops else "above"}
