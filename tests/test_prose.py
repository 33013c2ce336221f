"""Numbers of the prose: what is counted, by which word, and what is no count."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.prose import counts
from corpus.report import Count
from made import report


def of(sentence: str) -> tuple[Count, ...]:
    """The counts of one sentence in section one."""
    return counts(report(f"一、总体情况\n\n{sentence}"))


def said(sentence: str) -> list[tuple[str, str, str]]:
    return [(c.object, str(c.value), c.unit) for c in of(sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "全年，我局通过门户网站主动公开信息 31 条、通过微信公众号发布信息 45 篇。",
            [("我局通过门户网站主动公开信息", "31", "条"), ("通过微信公众号发布信息", "45", "篇")],
        ),
        (
            "发布信息64条，其中，重点领域类信息 12 条，行政执法类信息 2 条。",
            [("发布信息", "64", "条"), ("重点领域类信息", "12", "条"), ("行政执法类信息", "2", "条")],
        ),
        ("微信、微博发布信息 87 条、抖音 13 条。", [("微信、微博发布信息", "87", "条"), ("抖音", "13", "条")]),
        (
            "公开我局制发的 17 件部门文件，同时发布解读 6 件；",
            [("公开我局制发的部门文件", "17", "件"), ("发布解读", "6", "件")],
        ),
        (
            "公开了 2 件政协提案的复文、承办的 1 件人大建议的复文。",
            [("公开了政协提案的复文", "2", "件"), ("承办的人大建议的复文", "1", "件")],
        ),
        ("办结率、满意率均为100%。", [("办结率、满意率", "100", "%")]),
        ("指定2名工作人员在窗口负责。", [("指定工作人员", "2", "名")]),
        ("处理12345民生服务热线16条，市长信箱2件。", [("处理12345民生服务热线", "16", "条"), ("市长信箱", "2", "件")]),
        ("一是在政协一届四次会议上办理3件提案。", [("在政协一届四次会议上办理提案", "3", "件")]),
        ("主动公开政府信息，共15条。", [("主动公开政府信息", "15", "条")]),
        ("开展培训三次，参加二十五人次。", [("开展培训", "3", "次"), ("参加", "25", "人次")]),
        ("群众满意率达到百分之九十八。", [("群众满意率", "98", "%")]),
        ("发布信息多条，12条为公告，3件为答复。", [("为公告", "12", "条"), ("为答复", "3", "件")]),
        ("全年收费 1,234.50 万元，公开1.2万条。", [("全年收费", "1234.50", "万元"), ("公开", "12000", "条")]),
    ],
)
def test_a_count_names_what_it_counts(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(o, Decimal(v), u) for o, v, u in said(sentence)] == [(o, Decimal(v), u) for o, v, u in expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "2020年1月1日至12月31日。",
        "依据国办公开办函〔2019〕60号和第二十条第（一）项、第3条。",
        "地址：利民街3号，邮编：755000，电话：0955-7988665。",
        "推进“三公”经费、“五公开”和三定方案，保留4位小数。",
        "全文由六部分组成，按照统一部署实行三级审查。",
        "让“最多跑一次”成为常态，做到一次办好、一条龙。",
        "办理时限为3-5个工作日，比上月延长3个月。",
        "第 3 批，每条信息、某一项工作。",
        "一、总体要求 二、工作安排",
    ],
)
def test_ordinals_dates_numbers_of_documents_and_slogans_are_no_counts(sentence: str) -> None:
    assert of(sentence) == ()


@pytest.mark.parametrize(
    ("raw", "value"),
    [("60余条", 60), ("3000多份", 3000), ("近50条", 50), ("约3件", 3), ("20条以上", 20), ("10件左右", 10)],
)
def test_an_approximate_count_keeps_the_word_that_says_so(raw: str, value: int) -> None:
    (count,) = of(f"我局公开信息{raw}。")
    assert (count.raw, count.value, count.approximate) == (raw, Decimal(value), True)


def test_an_exact_count_is_not_approximate_for_its_neighbour() -> None:
    assert [c.approximate for c in of("公开60余条，答复5条。")] == [True, False]


def test_a_count_over_a_page_break_stands_where_its_digits_stand() -> None:
    first = "全年本机关按照要求通过政府网站和其他各种渠道向社会发布政府信息88"
    (count,) = counts(report(f"一、总体情况\n\n{first}\n\n---\n\n条。"))
    assert (count.raw, count.source.line, count.source.line_end) == ("88条", 3, 7)
    assert count.sentence == first + "条。"


def test_the_preamble_counts_and_the_tables_do_not() -> None:
    made = counts(
        report(
            "本年公开5条。\n\n二、主动公开政府信息情况\n\n政府集中采购\t1 项\t2 万元\n\n六、其他需要报告的事项\n\n无"
        )
    )
    assert [(c.section, c.raw) for c in made] == [(0, "5条")]


@given(st.integers(0, 10**7), st.sampled_from("条件篇份个家人次"), st.sampled_from(["", " "]))
def test_any_number_before_a_counter_is_read_to_the_last_digit(value: int, unit: str, blank: str) -> None:
    (count,) = of(f"全年发布信息{blank}{value}{blank}{unit}。")
    assert (count.value, count.unit, count.raw) == (Decimal(value), unit, f"{value}{blank}{unit}")


READ = Path(__file__).parent / "fixtures" / "prose_counts.txt"


def read_by_hand() -> Iterator[tuple[str, list[list[str]]]]:
    """(sentence, its counts as (value, unit, words of the object, marks))."""
    for block in re.split(r"\n(?![\t#]|$)", READ.read_text(encoding="utf-8"))[1:]:
        sentence, *told = block.rstrip("\n").split("\n")
        parts = [[part.strip() for part in line.split("|")] for line in told]
        yield sentence, [[*number.split(" "), words, marks] for number, words, marks in parts]


def test_enough_sentences_were_read_by_hand() -> None:
    assert len(list(read_by_hand())) >= 60


@pytest.mark.parametrize(("sentence", "expected"), list(read_by_hand()), ids=lambda value: str(value)[:12])
def test_the_counts_of_a_sentence_are_those_that_a_reader_finds(sentence: str, expected: list[list[str]]) -> None:
    found = of(sentence)
    marks = ["~" * c.approximate + "+" * c.cumulative for c in found]
    numbers = [(c.value, c.unit, m) for c, m in zip(found, marks, strict=True)]
    assert numbers == [(Decimal(value), unit, mark) for value, unit, _, mark in expected]
    for count, (_, _, words, _) in zip(found, expected, strict=True):
        assert words in count.object


@pytest.mark.parametrize(
    "number", ["8", "８", "3.5", "1,200", "三", "十二", "两千余", "一百零五", "八万多", "60余", "3万"]
)
@pytest.mark.parametrize("unit", ["条", "件", "人次", "万元", "家"])
def test_every_way_to_print_a_number_is_seen(number: str, unit: str) -> None:
    assert [c.unit for c in of(f"主动公开{number}{unit}。")] == [unit]


@pytest.mark.parametrize("share", ["百分之五", "百分之12.5", "12%"])
def test_every_way_to_print_a_share_is_seen(share: str) -> None:
    assert [c.unit for c in of(f"同比增长{share}。")] == ["%"]
