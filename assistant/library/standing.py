"""Which of several reports counts, in words."""

from assistant.language import say
from corpus.library.store import Library
from corpus.report import Standing

_RELATIONS = {
    "duplicate_of": ("与 {} 是同一份报告，以那份为准", "the same report as {}, which counts"),
    "replaced_by": ("已被同一机关同一年度的 {} 代替", "replaced by {} of the same agency and year"),
    "mirror_of": (
        "与 {} 内容相同而机关名称不同，疑为转载改名，不计入",
        "the text and figures of {} under another agency's name; it does not count",
    ),
}
_BECAUSE = {
    "told": ("那份的机关由人工指定", "a person named the agency of that one"),
    "named": ("那份的名称更可信", "its name is the better known"),
    "revised": ("那份注明更正", "it calls itself a correction"),
    "dated": ("那份日期较晚", "it bears the later date"),
    "cells": ("那份读出的数字更多", "more of its cells could be read"),
    "passages": ("那份读出的文字更多", "more of its prose could be read"),
    "bytes": ("两份不分先后，按文件内容取定一份", "nothing tells them apart; chosen by their bytes"),
}


def words(standing: Standing) -> str:
    """Why a report does not count, and what decided it."""
    relation = say(*_RELATIONS[standing.relation]).format(standing.counterpart)
    return relation + say("（", " (") + say(*_BECAUSE[standing.because]) + say("）", ")")


def line_of(library: Library, id_: str) -> str | None:
    """Which reports a new one stands in for, or which one counts in its place."""
    own = library.standing(id_)
    if own.relation:
        return words(own)
    yielding = [(other, s.relation) for other, s in library.yielding_to(id_)]
    said = []
    if replaced := ", ".join(other for other, relation in yielding if relation == "replaced_by"):
        said.append(say(f"代替同一机关同一年度的 {replaced}", f"replaces {replaced} of the same agency and year"))
    if same := ", ".join(other for other, relation in yielding if relation == "duplicate_of"):
        said.append(say(f"与 {same} 是同一份报告，以本份为准", f"the same report as {same}; this file counts"))
    if mirrors := ", ".join(other for other, relation in yielding if relation == "mirror_of"):
        said.append(
            say(
                f"{mirrors} 的机关名称疑被改换，以本份为准",
                f"{mirrors} seems a copy under another name; this one counts",
            )
        )
    return say("；", "; ").join(said) or None
