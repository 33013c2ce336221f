"""Passages are cut where a reader would cut them, and lose nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Passage
from index.passage import sentences, split
from made import report

PROBLEMS = "公开不够及时，内容不够全面"
MEASURES = "加强学习培训，完善公开制度"


def five(text: str) -> tuple[Passage, ...]:
    """The passages of a section five."""
    return split(report(f"五、存在的主要问题及改进情况\n\n{text}"))


def kinds(passages: tuple[Passage, ...]) -> list[tuple[str, int | None]]:
    return [(p.kind, p.item) for p in passages if p.kind != "prose"]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_each_item_of_a_list_is_a_passage_and_what_leads_in_stands_apart() -> None:
    made = split(report("一、总体情况\n\n全年工作有序推进，做法如下：一是建立制度。二是公开目录；三是加强管理。"))
    assert [(p.item, p.text) for p in made] == [
        (None, "全年工作有序推进，做法如下："),
        (1, "一是建立制度。"),
        (2, "二是公开目录；"),
        (3, "三是加强管理。"),
    ]


def test_a_sentence_broken_by_a_page_is_one_again_and_covers_both_lines() -> None:
    first = "本机关高度重视政务公开和信息公开工作，积极组织业务培训，要求相关科室认真落"
    (passage,) = split(report(f"一、总体情况\n\n{first}\n\n---\n\n\n实各项任务，取得实效。"))
    assert passage.text == first + "实各项任务，取得实效。"
    assert (passage.source.line, passage.source.line_end) == (3, 8)


def test_a_number_broken_from_its_counter_by_a_page_is_joined_without_a_blank() -> None:
    (passage,) = split(
        report("一、总体情况\n\n二〇二〇年，本局机关通过各级政府网站一共发布各类政府信息88\n\n条，其中公告2条。")
    )
    assert "88条，其中" in passage.text


def test_paragraphs_signatures_and_dates_are_never_joined() -> None:
    text = "六、其他需要报告的事项\n\n无\n\n甲县卫生健康局\n\n2021年1月29日"
    assert [(p.number, p.text) for p in split(report(text))] == [
        (6, "无"),
        (0, "甲县卫生健康局"),
        (0, "2021年1月29日"),
    ]


def test_a_heading_on_its_own_stands_over_its_passages_only() -> None:
    text = (
        "一、总体情况\n\n概述。\n\n（一）主动公开\n\n公开了信息。\n\n又公开了信息。\n\n（二）依申请公开\n\n没有申请。"
    )
    assert [(p.heading, p.text) for p in split(report(text))] == [
        ((), "概述。"),
        (("（一）主动公开",), "公开了信息。"),
        (("（一）主动公开",), "又公开了信息。"),
        (("（二）依申请公开",), "没有申请。"),
    ]


def test_a_heading_before_its_text_stays_in_the_text_and_stands_over_the_items() -> None:
    text = "一、总体情况\n\n**（一）加强信息公开。**我局坚持。一是内容。二是目录。\n（二）**加强领导**。一是成立小组。"
    assert [(p.heading, p.text) for p in split(report(text))] == [
        ((), "（一）加强信息公开。我局坚持。"),
        (("（一）加强信息公开",), "一是内容。"),
        (("（一）加强信息公开",), "二是目录。"),
        (("（二）加强领导",), "一是成立小组。"),
    ]


def test_a_heading_under_which_nothing_stands_is_a_passage() -> None:
    made = split(report("一、总体情况\n\n（一）成立了领导小组\n（二）印发了工作要点\n\n二、主动公开政府信息情况"))
    assert [p.text for p in made] == ["（一）成立了领导小组", "（二）印发了工作要点"]


def test_numbered_paragraphs_and_numbers_within_one_are_items() -> None:
    apart = split(report("一、总体情况\n\n1.成立领导小组，明确分工。\n2.开展培训，提高能力。"))
    within = split(report("一、总体情况\n\n主要工作：1.成立领导小组；2.开展培训；3.公开3.5万条。"))
    assert [p.item for p in apart] == [1, 2]
    assert [(p.item, p.text) for p in within] == [(1, "1.成立领导小组；"), (2, "2.开展培训；"), (3, "3.公开3.5万条。")]


def test_bold_ordinals_are_ordinals() -> None:
    made = five("存在以下问题：**一**是不及时；**二**是不全面。")
    assert [p.text for p in made if p.item] == ["一是不及时；", "二是不全面。"]


def test_problems_and_measures_of_one_paragraph_are_told_apart() -> None:
    made = five(
        "工作虽有成效，但也存在一些问题和不足：一是不及时；二是不全面。针对以上问题将重点抓好以下工作：一是及时。二是全面。"
    )
    assert kinds(made) == [("problem", 1), ("problem", 2), ("measure", 1), ("measure", 2)]
    assert [p.text[:6] for p in made if p.kind == "prose"] == ["工作虽有成效", "针对以上问题"]


def test_sub_headings_decide_what_their_items_are() -> None:
    made = five("（一）存在的主要问题\n\n一是进一步加强不够。\n\n（二）下一步工作打算\n\n一是解决存在问题。二是继续。")
    assert kinds(made) == [("problem", 1), ("measure", 1), ("measure", 2)]


def test_an_unnumbered_sentence_is_one_problem_or_one_measure() -> None:
    made = five(f"目前，仍然存在{PROBLEMS}的问题。下一步，我局将{MEASURES}，解决存在的问题。")
    assert kinds(made) == [("problem", None), ("measure", None)]


def test_a_measure_behind_numbered_problems_is_no_problem() -> None:
    made = five("存在问题：一是不及时；二是不全面。今后，我局将切实加强领导。")
    assert kinds(made) == [("problem", 1), ("problem", 2), ("measure", None)]
    assert [p.heading for p in made] == [("存在问题",), ("存在问题",), ()]


def test_a_measure_within_each_problem_leaves_the_next_problem_a_problem() -> None:
    made = five("存在的问题：一是不及时。下一步，将及时。二是不全面。下一步，将全面。")
    assert kinds(made) == [("problem", 1), ("measure", None), ("problem", 2), ("measure", None)]


def test_an_item_of_section_five_is_not_cut_and_other_long_prose_is_cut_at_sentences() -> None:
    long = "我们公开信息。" * 100
    assert [len(p.text) for p in five("存在问题：一是不及时。" + long) if p.item] == [6 + len(long)]
    parts = split(report(f"一、总体情况\n\n{long}"))
    assert all(len(p.text) <= 400 and p.text.endswith("。") for p in parts)
    assert "".join(p.text for p in parts) == long


def test_what_stands_before_section_one_is_section_zero_and_the_title_is_no_passage() -> None:
    made = report(
        "# 甲县卫生健康局2020年政府信息公开工作年度报告\n\n由甲县编制，电话：0000-1。\n\n## 一、总体情况\n\n概述。"
    )
    assert [(p.number, p.section, p.text) for p in split(made)] == [
        (0, "", "由甲县编制，电话：0000-1。"),
        (1, "一、总体情况", "概述。"),
    ]


def test_a_section_title_printed_twice_is_said_once() -> None:
    assert [p.text for p in split(report("## 一、总体情况\n\n### 一、总体情况\n\n概述。"))] == ["概述。"]


def test_tables_page_numbers_and_pictures_are_not_prose() -> None:
    text = "一、总体情况\n\n概述。\n\n- 3 -\n\n![](a.png)\n\n二、主动公开政府信息情况\n\n规章\t0\t0\n行政许可\t1\t2"
    assert [p.text for p in split(report(text))] == ["概述。"]


def test_a_piece_of_a_table_that_no_table_claims_is_not_prose() -> None:
    text = (
        "一、总体情况\n\n概述。\n第二十条第（一）项信息内容本年新制作数量本年新公开数量规章000规范性文件898989\n\n"
        "三、收到和处理政府信息公开申请情况\n\n1.属于国家秘密\n0 0 0 0 0 0 0\n申请人情况\n\n本年没有收到申请。"
    )
    assert [(p.heading, p.text) for p in split(report(text))] == [((), "概述。"), ((), "本年没有收到申请。")]


def test_sentences_keep_their_marks_and_closing_quotes() -> None:
    assert sentences("他说：“好。”我说：好！\n完") == ("他说：“好。”", "我说：好！", "完")


PLAIN = st.sampled_from(["一是", "二是", "三是", "今后，", "目前，", "公开信息", "3条", "。", "；", "，", "\n"])
WORDS = st.sampled_from(
    ["一是", "二是", "（一）", "1.", "今后，", "存在问题：", "公开信息", "3条", "。", "；", "\n", "**"]
)


@given(st.lists(PLAIN, max_size=40).map("".join))
def test_no_letter_of_the_prose_is_lost_or_told_twice(text: str) -> None:
    made = split(report(f"五、存在的主要问题及改进情况\n{text}"))
    assert squeezed("".join(p.text for p in made)) == squeezed(text)


@given(st.lists(WORDS, max_size=40).map("".join))
def test_a_passage_stands_on_the_lines_it_names(text: str) -> None:
    made = report(f"一、总体情况\n{text}")
    for passage in split(made):
        first, last = passage.source.line, passage.source.line_end
        assert first is not None and last is not None and first <= last
        covered = squeezed("".join(line.text for line in made.document.lines[first - 1 : last])).replace("**", "")
        assert squeezed(passage.text).replace("*", "") in covered.replace("*", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "（一）存在的主要问题\n1.意识有待加强。不主动。\n2.内容不够全面。\n（二）改进情况\n1.加强学习。\n2.解决不足的问题。",
            [("problem", 1), ("problem", 2), ("measure", 1), ("measure", 2)],
        ),
        (
            "（一）存在问题。虽有成效，但更新不及时。（二）改进措施。今后将加强。",
            [("problem", None), ("measure", None)],
        ),
        (
            "仍存在不足：1、不及时；2、不全面；针对以上问题，将：1、及时；2、全面。",
            [("problem", 1), ("problem", 2)] + [("measure", 1), ("measure", 2)],
        ),
        (
            "（一）力度不够。不积极。\n（二）形式单一不足。\n下一步，我局将做好：\n（一）加大力度。",
            [("problem", 1), ("problem", 2), ("measure", 1)],
        ),
        (
            "存在问题\n（一）内容有待深化\n不够详细。\n（二）队伍薄弱\n流动大。\n改进措施\n（一）深化内容\n细化目录。",
            [("problem", 1), ("problem", 2), ("measure", 1)],
        ),
        ("我局将进一步加强政务公开。", [("measure", None)]),
        ("无", []),
    ],
)
def test_the_ways_agencies_write_section_five(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert kinds(five(text)) == expected


def test_a_heading_before_its_text_stands_over_the_next_paragraph_too() -> None:
    made = split(report("一、总体情况\n\n（一）加强领导。成立了小组。\n\n小组开了会。\n\n（二）加强公开。公开了信息。"))
    assert [p.heading for p in made] == [(), ("（一）加强领导",), ()]
