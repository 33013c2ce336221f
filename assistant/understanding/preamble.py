"""What people say of themselves and of why they ask: 赶稿，… · 老师让我查… · I'm on deadline, … It narrows nothing.

A clause is taken for such only where it names nothing that is asked or loaded, speaks of who asks or of what for, and
holds no word that could choose among cases: 医疗机构，… stays, and then the question is not answered with all of them.
"""

import re
from collections.abc import Mapping

from assistant.understanding.segment import cut

_CLAUSE = re.compile(r"[^,，。.!！;；:：?？]+")
_ASKER = (
    r"(?:我们?(?![县市省区州局委厅院校镇乡国])|咱们?|俺|您|领导|老板|老师|导师|同事|同志|主任|客户|记者|律师|编辑|学生|"
    r"实习生|朋友|老百姓|审计组|审计员)"
)
_WHY = (
    r"(?:写|赶|做|准备)[\u4e00-\u9fff]{0,4}(?:稿|论文|课题|材料|报告|底稿|年报|ppt)|赶稿|急|等着|"
    r"(?:需要|要用|要引用?|急用|参考|谢谢?|辛苦|麻烦)$"
)
_SPEAKS = re.compile(
    rf"{_ASKER}|{_WHY}|^(?:查询|核实|核对|求助|请教|打听)|"
    r"\b(?:i|i'm|i am|my|we|pls|thanks|thank you|deadline|fact check|quick question)\b"
)
_CHOOSES = re.compile(
    r"只|仅|涉|针对|其中|不含|除|领域|行业|机构|企业|公司|类|型|季度|半年|月|[\d|]|"
    r"[局厅委署院办所县市区镇乡省村旗州]|部门|街道|政府|问|查|找|看|关心|关注|关于|说|指|讲|了解|知道|要(?!用|引)|"
    r"\b(?:only|except|about|concerning|involving|mean|care|want|need|looking|interested|check)\b"
)
_SENT = re.compile(
    rf"^\s*{_ASKER}(?:们)?(?:让|叫|要|问|催|托|想)(?:我|咱)?(?:们)?(?:帮忙)?(?:查一下|查|看|问|找|要|报|知道)?"
)
_LONGEST = 16
"""Characters: what is longer says more than who asks."""


def without(text: str, names: Mapping[str, object]) -> str:
    """The normalised text with a bar in place of what speaks of the asker alone."""
    made = _SENT.sub(lambda match: "|" * len(match[0]), text)
    if not _SPEAKS.search(made):
        return made
    for match in _CLAUSE.finditer(made):
        if len(match[0]) < len(made) and _is_talk(match[0].strip(), names):
            made = made[: match.start()] + "|" * len(match[0]) + made[match.end() :]
    return made


def _is_talk(clause: str, names: Mapping[str, object]) -> bool:
    long = len(clause) > (3 * _LONGEST if clause.isascii() else _LONGEST)
    if long or not _SPEAKS.search(clause) or _CHOOSES.search(clause):
        return False
    return all(slot == "filler" for token in cut(clause, names) for slot, _ in token.slots)
