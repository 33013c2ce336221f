"""Questions that no report answers: orders, forecasts, opinions, the whole country, small talk."""

import re

from assistant.answer import Answer
from assistant.answers import refusals
from assistant.understanding.question import Question

OF_WORDS = re.compile(
    r"怎[么样]|如何|吗|有没有|了没有?$|有无|是否|哪些|什么|谁|"
    r"^(?:how (?!many|much)|does|did|has|have|what|where|which|who)\b"
)
_ASKED = re.compile(r"(?:why|what|where|how|who|which|does|did|do)\b")
SAYS = re.compile(
    r"(?<![你您])(?:[说写讲]|认为|承认|觉得|提到)|\b(?:says?|said|admits?|reports?|states?|considers?|plans?|promises?|pledges?|intends?)\b|准备|打算|计划|承诺|保证"
)
"""The agency's own opinion or plan is asked."""
_COMMAND = ("报告里的数字不会因为指令而改变。", "No instruction changes a figure.")
_FORECAST = ("报告只写已经过去的年份，不作预测。", "The reports cover past years; nothing is forecast.")
_OPINION = ("这里只回答报告写了什么，不作评价。", "Only what the reports say is answered, no opinions.")
_WIDE = (
    "载入的报告不能代表全国，没有全国的数。",
    "The loaded reports do not cover the whole country; there is no national figure.",
)
SMALLTALK = ("这不是报告里的问题。", "That is not a question about the reports.")


_SUM = re.compile(
    r"^(?=.*\d\W*[-+*/×÷加减乘除]\W*\d)[\s\d.,()+*/×÷=?-]*(?:[加减乘除以等于是几多少得]|[\s\d.,()+*/×÷=?-])*$"
)
"""A sum of numbers and nothing else: 1+1等于几."""


def refused(question: Question) -> Answer | None:
    """Why a question is none of the reports'; None where it may be one."""
    flags = question.flags
    if "command" in flags and not flags & {"problems", "measures"} and not _asks_what_is_said(question):
        return refusals.out_of_scope(question, _COMMAND)
    if "forecast" in flags and not flags & {"measures", "problems"}:
        return refusals.out_of_scope(question, _FORECAST)
    if "area" in flags:
        return refusals.out_of_scope(question, _WIDE)
    if "opinion" in flags:
        return refusals.out_of_scope(question, _OPINION)
    if _SUM.match(question.normal):
        return refusals.out_of_scope(question, SMALLTALK)
    if "chatter" in flags:
        return refusals.out_of_scope(question, SMALLTALK)
    if "smalltalk" in flags and not (question.rows or question.names):
        return refusals.out_of_scope(question, SMALLTALK)
    return None


def might_be_said(question: Question) -> bool:
    """提案办得让人满意吗, 明年准备做什么: the agency's own prose may say so; no figure does."""
    opinion = "opinion" in question.flags and not question.rows
    return bool(question.names) and (opinion or ("forecast" in question.flags and not _of_a_figure(question)))


def _asks_what_is_said(question: Question) -> bool:
    """Why does it say that …, 后来改成什么样: no order to say anything."""
    orders = {word for slot, _, word in question.said if slot == "command"}
    if orders <= {"改成", "改为"}:
        return bool(question.names and not question.rows and OF_WORDS.search(question.normal))
    return orders == {"say that"} and bool(_ASKED.match(question.normal))


def _of_a_figure(question: Question) -> bool:
    """Of the form, or a number of the prose."""
    return bool(question.rows or question.metrics or question.table or question.units or "quantity" in question.flags)
