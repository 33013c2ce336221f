"""Rates, conditions on two figures and own metrics over very many reports: what every cell read one by one says."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.answers.many import very_many
from assistant.chat import Chat
from assistant.output import render
from test_wide import LIBRARIES

ASKED = (
    "所有报告公开率",
    "2020年公开率",
    "公开率最高的是哪家",
    "公开率最低的是哪家",
    "公开率前三名",
    "公开率第三高的是哪家",
    "2021年公开率最高的是哪家",
    "所有报告平均公开率",
    "2020年公开率的中位数",
    "公开率高于平均的有哪些机关",
    "公开率高于平均的有几家",
    "公开率超过50%的机关有哪些",
    "公开率超过50%的有几家",
    "总纠错率最高的是哪家",
    "所有报告争议转化率",
    "所有报告规范性文件净增",
    "规范性文件净增最多的是哪家",
    "所有报告平均不予公开率",
    "企业的不予公开率最高的是哪家",
    "所有报告自然人占比",
    "浙江省公开率最高的是哪家",
    "which agency had the highest disclosure rate",
)
